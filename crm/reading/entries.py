"""What a page prints of one contact in several places becomes one entry."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from crm.reading.findings import ReadContact

__all__ = ["completed", "distinct"]


def completed(contacts: Sequence[ReadContact], others: Iterable[ReadContact]) -> tuple[ReadContact, ...]:
    """Return `contacts` with what `others`, found under a mere *Contact*, print of the same persons besides."""
    found = list(contacts)
    for other in others:
        place = next((place for place, one in enumerate(found) if _is_same_person(one, other)), None)
        if place is not None:
            found[place] = _merged(found[place], other)
    return tuple(found)


def _is_same_person(one: ReadContact, two: ReadContact) -> bool:
    if not two.name or not _may_be_one(one, two):
        return False
    if not one.name:
        return not set(_addresses(one)).isdisjoint(_addresses(two))
    is_alike = fold(one.name).split()[-1] == fold(two.name).split()[-1]
    return fold(one.name) == fold(two.name) or (is_alike and not set(_addresses(one)).isdisjoint(_addresses(two)))


def _addresses(contact: ReadContact) -> Iterator[str]:
    yield from (email.key for email in contact.emails)
    yield from map(str, contact.phones)


def distinct(contacts: Iterable[ReadContact]) -> tuple[ReadContact, ...]:
    """Return the contacts, each once: a page may print its contact block above and below.

    Two blocks give one contact when they have the same name, or none, and share an address or a number, unless each
    names an institution of its own: then one person answers for both.
    """
    kept: list[ReadContact] = []
    places: dict[tuple[str, str, str], int] = {}
    for contact in contacts:
        found = [places[key] for key in _sought(contact) if key in places]
        place = min((one for one in found if _may_be_one(kept[one], contact)), default=None)
        if place is None:
            place = len(kept)
            kept.append(contact)
        else:
            kept[place] = _merged(kept[place], contact)
        for key in _keys(kept[place]):
            places.setdefault(key, place)
    return tuple(kept)


_ANY: Final = "*"
"""In a key, whichever institution: no folded name is a sign."""


def _keys(contact: ReadContact) -> Iterator[tuple[str, str, str]]:
    """Yield what a contact is found by: its name, one of its coordinates, and its institution or any."""
    name, institution = fold(contact.name or ""), fold(contact.institution or "")
    for coordinate in (*(email.key for email in contact.emails), *map(str, contact.phones)):
        yield name, coordinate, institution
        yield name, coordinate, _ANY


def _sought(contact: ReadContact) -> Iterator[tuple[str, str, str]]:
    """Yield the keys under which the same contact may be known: its institution's, or that of none, or any."""
    for name, coordinate, institution in _keys(contact):
        if institution != _ANY:
            yield name, coordinate, institution
            yield name, coordinate, "" if institution else _ANY


def _may_be_one(one: ReadContact, two: ReadContact) -> bool:
    """Whether two entries of one person may be merged: not when each names an institution of its own."""
    return not (one.institution and two.institution) or fold(one.institution) == fold(two.institution)


def _merged(one: ReadContact, two: ReadContact) -> ReadContact:
    return replace(
        one,
        name=one.name or two.name,
        kind="person" if one.name or two.name else "desk",
        institution=one.institution or two.institution,
        role=one.role or two.role,
        evidence=(*one.evidence, *two.evidence),
        unread=tuple(dict.fromkeys((*one.unread, *two.unread))),
        texts=tuple(({**dict(two.texts), **dict(one.texts)}).items()),
        emails=tuple(dict.fromkeys((*one.emails, *two.emails))),
        phones=tuple(dict.fromkeys((*one.phones, *two.phones))),
    )
