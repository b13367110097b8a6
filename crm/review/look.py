"""Whether a person should look at a reading, and at what first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.reading import Reading
    from crm.review.marks import Mark

__all__ = ["DOUBTFUL", "Look", "counted", "look_at"]

DOUBTFUL: Final = 0.6
"""What is less sure than this needs a look: of a contact, about half of what one usually shows was not there."""

_NOT_READ: Final = frozenset({"decoy", "contact.unread"})


@dataclass(frozen=True, slots=True)
class Look:
    """How a reading stands: `lowest` is the least confidence of what was read, None where none is measured."""

    contacts: int
    warnings: int
    lowest: float | None
    reasons: tuple[str, ...]
    """Why a person should look at it, in words; empty where nothing calls for that."""


def look_at(reading: Reading, marks: Sequence[Mark]) -> Look:
    """Return how `reading` stands, `marks` being its marks."""
    # How sure it is that something was not taken, or not read, does not make doubtful what was.
    measured = [mark.confidence for mark in marks if mark.confidence is not None and mark.kind not in _NOT_READ]
    lowest = min(measured, default=None)
    return Look(len(reading.contacts), len(reading.warnings), lowest, tuple(_reasons(reading, lowest)))


def counted(number: int, noun: str) -> str:
    """Return a number of things in words.

    >>> counted(1, "line"), counted(0, "contact")
    ('1 line', '0 contacts')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _reasons(reading: Reading, lowest: float | None) -> Iterator[str]:
    missing = {
        "no press contact": not reading.contacts,
        "no title": reading.title is None,
        "no date": reading.date is None,
        "no issuer": not reading.institutions,
    }
    yield from (reason for reason, is_so in missing.items() if is_so)
    unreachable = sum(not contact.emails and not contact.phones for contact in reading.contacts)
    if unreachable:
        yield f"{counted(unreachable, 'contact')} without address or number"
    if reading.warnings:
        yield counted(len(reading.warnings), "warning")
    if lowest is not None and lowest < DOUBTFUL:
        yield f"confidence down to {lowest:.0%}"
