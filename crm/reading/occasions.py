"""The day of an event, in the form of an invitation: what, when, at what time, where."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from crm.reading.vocabulary import opens_with_phrase
from crm.reading.words import words
from crm.values import fold, folded_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.reading.page import Place
    from crm.reading.printed_dates import PrintedDate

__all__ = ["is_of_event"]

_AROUND: Final = 3
"""Lines above and below in which the form goes on."""
_MAX_LABEL: Final = 3
"""Words of a label that has a line of its own."""
_BEFORE: Final = 45
_BEHIND: Final = 80
_LABELS: Final = re.compile(r"([^\W\d_]+)\s?:")


def is_of_event(page: Sequence[Place], index: int, printed: PrintedDate) -> bool:
    """Whether a date is that of an event: a label says so, or the time and the place of something stand around it."""
    text = page[index].line.plain
    before = text[max(0, printed.start - _BEFORE) : printed.start].rstrip()
    if before.endswith(":") and fold(before.rpartition(".")[2].strip(" :>•*-")).endswith(_of_events()):
        return True
    if not before.endswith(":") and printed.start > 0 and before[-1:].isalnum() and not _is_when(before):
        return False
    is_beside = any(
        fold(found[1]) in _occasions() for found in _LABELS.finditer(text, printed.end, printed.end + _BEHIND)
    )
    return is_beside or any(map(_is_part, _nearby(page, index)))


def _is_when(before: str) -> bool:
    """Whether a line says nothing before its date but that it is one: *Date*, *When*."""
    return opens_with_phrase(folded_words(before), "dates.events")


def _nearby(page: Sequence[Place], index: int) -> Sequence[Place]:
    return [*page[max(0, index - 1) : index], *page[index + 1 : index + 1 + _AROUND]]


def _is_part(place: Place) -> bool:
    """Tell a line of such a form: *Time: 10 am*, or *Time* alone."""
    said = place.line.said
    if not said or said[0] not in _occasions():
        return False
    label, colon, _ = place.line.plain.partition(":")
    return (bool(colon) and label.count(" ") < _MAX_LABEL) or len(said) == 1


def _occasions() -> frozenset[str]:
    return words()["dates.occasions"]


@cache
def _of_events() -> tuple[str, ...]:
    return tuple(words().phrases["dates.events"])
