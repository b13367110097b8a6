"""What a batch changes, collected in memory: new records, other values, and what was found in its rows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from crm.exchange.importing.held import HeldCoordinate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm.exchange.importing.held import HeldContact, HeldJob, Image

__all__ = ["Writes", "cells_of", "unplaced_of"]


class Writes:
    """All that the rows of one batch change, collected in memory and then written table by table."""

    def __init__(self) -> None:
        self.contacts: list[HeldContact] = []
        self.jobs: list[HeldJob] = []
        self.emails: list[HeldCoordinate] = []
        self.phones: list[HeldCoordinate] = []
        self.findings: list[tuple[Any, ...]] = []
        self.added: list[tuple[HeldJob | HeldCoordinate, int]] = []
        """What a row added to a contact that another had made, with the row: it needs an origin of its own."""
        self.changed: list[tuple[Image, dict[str, Any], dict[str, Any], int]] = []
        """The image, its values before and after, and the row."""

    def create(self, contact: HeldContact) -> None:
        """Store a new contact with all that belongs to it."""
        self.contacts.append(contact)
        self.jobs.extend(contact.jobs)
        self.emails.extend(contact.emails)
        self.phones.extend(contact.phones)

    def add(self, image: HeldJob | HeldCoordinate, row: int) -> None:
        """Store what `row` adds to a contact that is there."""
        self.added.append((image, row))
        if not isinstance(image, HeldCoordinate):
            self.jobs.append(image)
        else:
            (self.emails if image.kind == "email" else self.phones).append(image)

    def change(self, image: Image, values: Mapping[str, Any], row: int) -> dict[str, Any]:
        """Give `image` other values; return those it had."""
        before = {name: getattr(image, name) for name in values}
        self.changed.append((image, before, dict(values), row))
        for name, value in values.items():
            setattr(image, name, value)
        return before

    def columns_changed(self) -> dict[Image, set[str]]:
        """Return the columns that change of each record that is stored already."""
        found: dict[Image, set[str]] = {}
        for image, _, after, _ in self.changed:
            if image.id is not None:
                found.setdefault(image, set()).update(after)
        return found


def cells_of(cells: Sequence[str]) -> str:
    """Return a row as it stood, as JSON: pure ASCII, so that no character of it can be refused."""
    return json.dumps(list(cells))


def unplaced_of(unplaced: Mapping[str, str]) -> str | None:
    """Return what the model has no place for, as JSON."""
    return json.dumps(dict(unplaced), sort_keys=True) if unplaced else None
