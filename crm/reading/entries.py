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
    groups: list[list[ReadContact]] = []
    places: dict[str, list[int]] = {}
    for place, contact in enumerate(contacts):
        groups.append([contact])
        _remember(contact, place, places)
    for other in others:
        found = sorted({place for mark in _marks(other) for place in places.get(mark, ())})
        same = next((place for place in found if _is_same_person(_merged(groups[place]), other)), None)
        if same is not None:
            groups[same].append(other)
            _remember(other, same, places)
    return tuple(map(_merged, groups))


def _remember(contact: ReadContact, place: int, places: dict[str, list[int]]) -> None:
    for mark in _marks(contact):
        places.setdefault(mark, []).append(place)


def _marks(contact: ReadContact) -> Iterator[str]:
    """Yield what the same person may be found by."""
    yield from _addresses(contact)
    if contact.name:
        yield fold(contact.name)


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


def distinct(contacts: Sequence[ReadContact]) -> tuple[ReadContact, ...]:
    """Return the contacts, each once: a page may print its contact block above and below.

    Two blocks give one contact when they have the same name, or none, and share an address or a number, unless each
    names an institution of its own: then one person answers for both.
    """
    if len(contacts) < 2:
        return tuple(contacts)
    groups: list[list[ReadContact]] = []
    institutions: list[str] = []
    places: dict[tuple[str, str, str], int] = {}
    for contact in contacts:
        own = fold(contact.institution or "")
        found = (places[key] for key in _sought(contact, own) if key in places)
        place = min((one for one in found if not own or _may_be_called(institutions[one], own)), default=len(groups))
        if place == len(groups):
            groups.append([])
            institutions.append("")
        groups[place].append(contact)
        institutions[place] = institutions[place] or own
        for key in _keys(contact, institutions[place]):
            places.setdefault(key, place)
    return _without_repeated(tuple(map(_merged, groups)))


def _without_repeated(contacts: tuple[ReadContact, ...]) -> tuple[ReadContact, ...]:
    """Leave out who has no name, no role and no address or number but those of somebody who has a name."""
    named = {address: place for place, one in enumerate(contacts) if one.name for address in _addresses(one)}

    def is_repeated(one: ReadContact) -> bool:
        owners = {named.get(address) for address in _addresses(one)}
        return one.name is None and one.role is None and len(owners) == 1 and None not in owners

    return tuple(one for one in contacts if not is_repeated(one))


_ANY: Final = "*"
"""In a key, whichever institution: no folded name is a sign."""


def _keys(contact: ReadContact, institution: str) -> Iterator[tuple[str, str, str]]:
    """Yield what a contact is found by: its name, one of its coordinates, and its institution or any."""
    name = fold(contact.name or "")
    for coordinate in _addresses(contact):
        yield name, coordinate, institution
        yield name, coordinate, _ANY


def _sought(contact: ReadContact, institution: str) -> Iterator[tuple[str, str, str]]:
    """Yield the keys under which the same contact may be known: its institution's, or that of none, or any."""
    name = fold(contact.name or "")
    for coordinate in _addresses(contact):
        yield name, coordinate, institution
        yield name, coordinate, ""
        yield name, coordinate, _ANY


def _may_be_called(known: str, institution: str) -> bool:
    """Whether two folded names of an institution are one: of a block printed twice, one copy may be cut off."""
    return not known or known.startswith(institution) or institution.startswith(known)


def _may_be_one(one: ReadContact, two: ReadContact) -> bool:
    """Whether two entries of one person may be merged: not when each names an institution of its own."""
    return not (one.institution and two.institution) or fold(one.institution) == fold(two.institution)


def _merged(group: Sequence[ReadContact]) -> ReadContact:
    """Return one entry with what all print; of what it can have once, what is printed first."""
    first = group[0]
    if len(group) == 1:
        return first
    name = next((one.name for one in group if one.name), None)
    return replace(
        first,
        name=name,
        kind="person" if name else "desk",
        institution=next((one.institution for one in group if one.institution), None),
        role=next((one.role for one in group if one.role), None),
        evidence=tuple(evidence for one in group for evidence in one.evidence),
        unread=tuple(dict.fromkeys(unread for one in group for unread in one.unread)),
        texts=tuple(dict(text for one in reversed(group) for text in one.texts).items()),
        emails=tuple(dict.fromkeys(email for one in group for email in one.emails)),
        phones=tuple(dict.fromkeys(phone for one in group for phone in one.phones)),
    )
