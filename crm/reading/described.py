"""Contacts that stand under what each of several institutions says of itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from crm.reading.findings import Evidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.reading.findings import ReadBoilerplate, ReadContact

__all__ = ["under_boilerplates"]

_NEAR: Final = 12
"""Lines below a boilerplate in which its own contacts stand."""
_MIN_SERVED: Final = 2
"""Institutions that have contacts so: under the only boilerplate of a page stand the contacts of all."""


def under_boilerplates(
    contacts: Sequence[ReadContact], boilerplates: Sequence[ReadBoilerplate]
) -> tuple[ReadContact, ...]:
    """Return the contacts, those under one of several boilerplates with its institution where they name no other."""
    above = [_above(contact, boilerplates) for contact in contacts] if len(boilerplates) >= _MIN_SERVED else []
    if len({one.institution for one in above if one is not None}) < _MIN_SERVED:
        return tuple(contacts)
    return tuple(_given(contact, one) for contact, one in zip(contacts, above, strict=True))


def _above(contact: ReadContact, boilerplates: Sequence[ReadBoilerplate]) -> ReadBoilerplate | None:
    """Return the last boilerplate above a contact, where it names its institution and is not far above."""
    first = contact.lines[0]
    near = (one for one in reversed(boilerplates) if one.lines[1] < first <= one.lines[1] + _NEAR)
    return next((one for one in near if one.institution is not None), None)


def _given(contact: ReadContact, boilerplate: ReadBoilerplate | None) -> ReadContact:
    name = None if boilerplate is None else boilerplate.institution
    if boilerplate is None or name is None or contact.institution is not None:
        return contact
    reason = "stands under what that institution says of itself"
    found = Evidence("contact.institution", boilerplate.lines, name, name, 0.7, reason)
    return replace(contact, institution=name, evidence=(*contact.evidence, found))
