"""Rows at the foot of a list that are nobody: how many it holds, and when it was made."""

from __future__ import annotations

from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Final

from crm.exchange.grids.headers import words
from crm.exchange.records import Problem
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["FOOTER", "is_footer"]

FOOTER: Final = Problem(
    "row.footer",
    "it counts the rows of the list, or says when it was made: it is nobody",
    hint="leave it out; if it is a contact, give an address, a number or its kind",
    rejects=True,
)
_MAX_CELLS: Final = 3
_MAX_LENGTH: Final = 100
_YEARS: Final = range(1900, 2100)
_LONGEST: Final = 4
"""Words of a phrase before a day."""


def is_footer(texts: Sequence[str]) -> bool:
    """Tell the cells of a row in which nobody is reached that only sum the list up, or date it.

    >>> is_footer(["Total : 8 contacts", ""]), is_footer(["Total", "8"]), is_footer(["Exporté le 12/03/2024"])
    (True, True, True)
    >>> is_footer(["TotalEnergies"]), is_footer(["Total", "Anne"]), is_footer(["Contacts presse"])
    (False, False, False)
    """
    filled = [text for text in texts if text]
    text = " : ".join(filled)
    if len(filled) > _MAX_CELLS or len(text) > _MAX_LENGTH:
        return False
    said = fold(text).split()
    before = _before_date(said)
    if before is None:
        return _counts(said, is_apart=":" in text)
    return all(
        word.isdecimal() or word in _any_of("totals", "counts", "things", "fillers", "topics") for word in before
    )


def _counts(said: Sequence[str], *, is_apart: bool) -> bool:
    """Tell *Total*, *8 contacts*, *Nombre de contacts : 12*, *page 1 sur 3*; `is_apart` is a number after a colon."""
    numbers = [place for place, word in enumerate(said) if word.isdecimal()]
    plain = {word for word in said if not word.isdecimal()}
    if plain & _any_of("totals") and plain <= _any_of("totals", "counts", "things", "fillers"):
        return True
    if not numbers or not plain <= _any_of("totals", "counts", "things", "pages", "fillers", "topics"):
        return False
    if plain & _any_of("totals", "counts") or said[0] in _any_of("pages"):
        return True
    things = [place for place, word in enumerate(said) if word in _any_of("things")]
    return bool(things) and (is_apart or numbers[0] < things[0])


def _before_date(said: Sequence[str]) -> Sequence[str] | None:
    """Return the words before *exporté le 12/03/2024*; None where nothing of the kind is said."""
    for place in range(len(said)):
        for end in range(place + 1, min(place + _LONGEST, len(said)) + 1):
            if " ".join(said[place:end]) in _any_of("dated") and _is_dated(said[end:]):
                return said[:place]
    return None


def _is_dated(said: Sequence[str]) -> bool:
    """Whether the words hold a year, or a day in figures."""
    is_number = [word.isdecimal() for word in said]
    if any(number and int(word) in _YEARS for word, number in zip(said, is_number, strict=True)):
        return True
    return any(all(is_number[place : place + 3]) for place in range(len(said) - 2))


@cache
def _any_of(*lists: str) -> frozenset[str]:
    """Return the words of some lists of the data."""
    return frozenset(chain.from_iterable(words()["footers"][name] for name in lists))
