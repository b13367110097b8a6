"""What a batch changes, written at its end: records, what they were, and which row of which run says so."""

from __future__ import annotations

import datetime as dt
import json
import os
import time
from typing import TYPE_CHECKING, Any, Final, cast

from crm.base import folded, utc_now
from crm.exchange.importing.engines import bulk_of
from crm.exchange.importing.held import HeldCoordinate, subject_of
from crm.models import (
    Affiliation,
    Change,
    ContactEmail,
    ContactPhone,
    ImportFinding,
    Institution,
    InstitutionName,
    PressContact,
    Provenance,
)
from crm.models.changes import RANGE
from crm.models.recorded import dumped
from crm.values.institutions import keys_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Table
    from sqlalchemy.orm import Session

    from crm.exchange.importing.engines import Bulk
    from crm.exchange.importing.held import HeldContact, HeldJob, Image, Place
    from crm.models import ImportRun

__all__ = ["Uids", "Writes", "cells_of", "unplaced_of"]

_TABLES: Final = {
    "contact": cast("Table", PressContact.__table__),
    "affiliation": cast("Table", Affiliation.__table__),
    "contact_email": cast("Table", ContactEmail.__table__),
    "contact_phone": cast("Table", ContactPhone.__table__),
    "institution": cast("Table", Institution.__table__),
    "institution_name": cast("Table", InstitutionName.__table__),
}
_CONTACT: Final = (
    "id", "uid", "kind", "printed_name", "title", "given_name", "family_name", "name_suffix", "name_key", "language",
)  # fmt: skip
_JOB: Final = ("id", "contact_id", "institution_id", "role", "department", "starts_on", "ends_on")
_COORDINATE: Final = (
    "id", "contact_id", "affiliation_id", "position", "error_code", "label", "is_public", "verified_on", "text",
)  # fmt: skip
_EMAIL: Final = (*_COORDINATE, "address", "address_key", "is_shared")
_PHONE: Final = (*_COORDINATE, "e164", "extension")
_NAME: Final = (
    "id", "institution_id", "text", "key", "kind", "core_key", "head_key", "initials", "anchor",
)  # fmt: skip
_CHANGE: Final = (
    "id", "subject", "subject_id", "last_id", "action", "before", "after", "changed_at", "changed_by", "run_id",
)  # fmt: skip
_PROVENANCE: Final = (
    "id", "subject", "subject_id", "field", "origin", "run_id", "first_line", "last_line", "text", "recorded_by",
    "recorded_at",
)  # fmt: skip
_FINDING: Final = (
    "id", "run_id", "row_number", "line_number", "kind", "field", "value", "code", "message", "hint", "cells",
)  # fmt: skip


class Uids:
    """New uids, each later in order than the one before, so that the index of uids only grows at its end.

    Source: RFC 9562 section 5.7 (UUID version 7), with its method 1 for the counter, read 2026-11-21.
    """

    def __init__(self) -> None:
        self._prefix = f"{time.time_ns() // 1_000_000 & 0xFFFF_FFFF_FFFF:012x}7"
        self._number = -1
        self._random = ""

    def next(self) -> str:
        """Return 32 hexadecimal digits."""
        number = self._number = self._number + 1
        place = number % 256 * 12
        if not place:
            self._random = os.urandom(256 * 6).hex()
        tail = self._random[place : place + 12]
        return f"{self._prefix}{number >> 14 & 0xFFF:03x}{0x8000 | number & 0x3FFF:04x}{tail}"


class Writes:
    """All that the rows of one batch change, collected in memory and then written table by table."""

    def __init__(self) -> None:
        self.contacts: list[HeldContact] = []
        self.jobs: list[HeldJob] = []
        self.emails: list[HeldCoordinate] = []
        self.phones: list[HeldCoordinate] = []
        self.findings: list[tuple[Any, ...]] = []
        self._added: list[tuple[HeldJob | HeldCoordinate, int]] = []
        """What a row added to a contact that another had made, with the row: it needs an origin of its own."""
        self._changed: list[tuple[Image, dict[str, Any], dict[str, Any], int]] = []

    def create(self, contact: HeldContact) -> None:
        """Store a new contact with all that belongs to it."""
        self.contacts.append(contact)
        self.jobs.extend(contact.jobs)
        self.emails.extend(contact.emails)
        self.phones.extend(contact.phones)

    def add(self, image: HeldJob | HeldCoordinate, row: int) -> None:
        """Store what `row` adds to a contact that is there."""
        self._added.append((image, row))
        if not isinstance(image, HeldCoordinate):
            self.jobs.append(image)
        else:
            (self.emails if image.kind == "email" else self.phones).append(image)

    def change(self, image: Image, values: Mapping[str, Any], row: int) -> dict[str, Any]:
        """Give `image` other values; return those it had."""
        before = {name: getattr(image, name) for name in values}
        self._changed.append((image, before, dict(values), row))
        for name, value in values.items():
            setattr(image, name, value)
        return before

    def write(self, session: Session, run: ImportRun, by: str | None) -> None:
        """Write everything, in the order in which records refer to each other."""
        _Writing(bulk_of(session), run.id, by).all(self)

    @property
    def added(self) -> list[tuple[HeldJob | HeldCoordinate, int]]:
        """What rows added to contacts that were there."""
        return self._added

    @property
    def changed(self) -> list[tuple[Image, dict[str, Any], dict[str, Any], int]]:
        """What was changed: the image, the values before and after, and the row."""
        return self._changed


class _Writing:
    """One batch on its way into the database."""

    def __init__(self, bulk: Bulk, run: int, by: str | None) -> None:
        self.bulk, self.run, self.by = bulk, run, by
        self.now = bulk.instant(utc_now())
        self.changes: list[tuple[Any, ...]] = []
        self.origins: list[tuple[Any, ...]] = []

    def all(self, writes: Writes) -> None:
        changed = _folded_together(writes, new=False)  # before the new have keys, and look like the others
        self._institutions(writes.jobs)
        self._contacts(writes.contacts)
        self._jobs(writes.jobs)
        self._coordinates("contact_email", writes.emails, _EMAIL)
        self._coordinates("contact_phone", writes.phones, _PHONE)
        for added, row in writes.added:
            self._origin(subject_of(added), added.id, row)
        for image, before, after, row in writes.changed:
            self._change(image, before, after, row)
        self._update(changed)
        self._store(Change.__table__, _CHANGE, self.changes)
        self._store(Provenance.__table__, _PROVENANCE, self.origins)
        self._store(ImportFinding.__table__, _FINDING, [(self.run, *one) for one in writes.findings])

    # -- records -----------------------------------------------------------------------------------------------------

    def _institutions(self, jobs: Sequence[HeldJob]) -> None:
        """Store the institutions that somebody works for from now on, under the names that rows gave them."""
        places = list(dict.fromkeys(job.place for job in jobs if job.place.id is None))
        if not places:
            return
        uids = Uids()
        for place in places:
            place.uid = place.uid or uids.next()
        self._key("institution", places)
        rows = [(place.id, place.uid, place.name, "other") for place in places]
        self.bulk.add(_TABLES["institution"], ("id", "uid", "name", "kind"), rows)
        names = self._keys("institution_name", len(places))
        self.bulk.add(
            _TABLES["institution_name"], _NAME, [_name_of(key, one) for key, one in zip(names, places, strict=True)]
        )
        for place in places:
            self._origin("institution", place.id, place.row)

    def _contacts(self, contacts: Sequence[HeldContact]) -> None:
        self._key("contact", contacts)
        rows = [
            (
                one.id, one.uid, one.kind, one.printed_name, one.title, one.given_name, one.family_name,
                one.name_suffix, one.name_key, one.language,
            )
            for one in contacts
        ]  # fmt: skip
        self.bulk.add(_TABLES["contact"], _CONTACT, rows)
        for one in contacts:
            self._origin("contact", one.id, one.row, text=one.unplaced)

    def _jobs(self, jobs: Sequence[HeldJob]) -> None:
        self._key("affiliation", jobs)
        rows = [
            (
                one.id, one.contact.id, one.place.id, one.role, one.department,
                one.starts_on and one.starts_on.isoformat(), one.ends_on and one.ends_on.isoformat(),
            )
            for one in jobs
        ]  # fmt: skip
        self.bulk.add(_TABLES["affiliation"], _JOB, rows)

    def _coordinates(self, subject: str, held: Sequence[HeldCoordinate], columns: Sequence[str]) -> None:
        self._key(subject, held)
        is_email = columns is _EMAIL
        rows = [
            (
                one.id, one.contact.id, one.job and one.job.id, one.position, one.error_code, one.label, one.is_public,
                one.verified_on and one.verified_on.isoformat(), one.text, one.value, one.key,
                *((one.is_shared,) if is_email else ()),
            )
            for one in held
        ]  # fmt: skip
        self.bulk.add(_TABLES[subject], columns, rows)

    def _key(self, subject: str, images: Sequence[Any]) -> None:
        for key, image in zip(self._keys(subject, len(images)), images, strict=True):
            image.id = key

    def _keys(self, subject: str, number: int) -> Sequence[int]:
        """Return keys for new records, and say in the history that this run made them."""
        keys = self.bulk.keys(_TABLES[subject], number) if number else ()
        for first, last in _ranges(keys):
            self.changes.append((subject, first, last, "created", None, None, self.now, self.by, self.run))
        return keys

    def _update(self, changed: Mapping[Image, set[str]]) -> None:
        """Change the records that were there; those that change in the same columns together."""
        alike: dict[tuple[str, tuple[str, ...]], list[tuple[Any, ...]]] = {}
        for image, names in changed.items():
            columns = tuple(sorted(names))
            values = (_plain(getattr(image, name)) for name in columns)
            alike.setdefault((subject_of(image), columns), []).append((*values, image.id))
        for (subject, columns), rows in alike.items():
            self.bulk.change(_TABLES[subject], columns, rows)

    # -- what is kept of it ------------------------------------------------------------------------------------------

    def _change(self, image: Image, before: dict[str, Any], after: dict[str, Any], row: int) -> None:
        subject = subject_of(image)
        texts = dumped(before), dumped(after)
        self.changes.append((subject, image.id, image.id, "updated", *texts, self.now, self.by, self.run))
        for name, value in after.items():
            if name != "name_key":
                self._origin(subject, image.id, row, name, str(value))

    def _origin(
        self, subject: str, key: int | None, row: int, field: str | None = None, text: str | None = None
    ) -> None:
        self.origins.append((subject, key, field, "import", self.run, row, row, text, self.by, self.now))

    def _store(self, table: Any, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        """Store rows that nothing refers to."""
        if rows:
            keys = self.bulk.keys(table, len(rows))
            self.bulk.add(table, columns, [(key, *row) for key, row in zip(keys, rows, strict=True)])


def _folded_together(writes: Writes, *, new: bool) -> dict[Image, set[str]]:
    """Return the columns that change of each record that is, or is not, `new`."""
    found: dict[Image, set[str]] = {}
    for image, _, after, _ in writes.changed:
        if (image.id is None) == new:
            found.setdefault(image, set()).update(after)
    return found


def _ranges(keys: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of each run of consecutive keys, none longer than the history takes."""
    first = last = None
    for key in keys:
        if first is not None and last is not None and key == last + 1 and key - first < RANGE:
            last = key
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = key
    if first is not None and last is not None:
        yield first, last


def _name_of(key: int, place: Place) -> tuple[Any, ...]:
    keys = keys_of(place.name)
    return key, place.id, place.name, folded(place.name), "official", keys.core, keys.head, keys.initials, keys.anchor


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def cells_of(cells: Sequence[str]) -> str:
    """Return a row as it stood, as JSON: pure ASCII, so that no character of it can be refused."""
    return json.dumps(list(cells))


def unplaced_of(unplaced: Mapping[str, str]) -> str | None:
    """Return what the model has no place for, as JSON."""
    return json.dumps(dict(unplaced), sort_keys=True) if unplaced else None
