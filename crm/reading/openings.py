"""How the paragraphs of a lead open: with whom, behind the dateline, and who announces something there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from crm.reading.datelines import without_dateline
from crm.reading.subjects import announcers_of, is_capitalised, opening_names

if TYPE_CHECKING:
    from crm.reading.findings import Lines
    from crm.reading.lines import Line

__all__ = ["Sentence", "sentence_of"]

_PLACED: Final = re.compile(r"[^\W\d_a-z][^—–:;!?]{1,48}?\s(?:—|–|--|-)\s+(?=[^\W\d_a-z]|[«“„\"(])")
"""A dateline without a date: *Valmont, Halden — The library …*"""


class Sentence(NamedTuple):
    """A paragraph of the lead: the names it opens with behind its dateline, and those that announce something."""

    where: Lines
    is_capitalised: bool
    opening: list[str]
    announcers: list[str]


def sentence_of(line: Line) -> Sentence:
    """Return how a paragraph opens behind its dateline."""
    text = _without_place(without_dateline(line.plain))
    return Sentence((line.number, line.number), is_capitalised(text), list(opening_names(text)), announcers_of(text))


def _without_place(text: str) -> str:
    """Return a lead without the places before its dash."""
    found = _PLACED.match(text)
    is_place = found is not None and all(word[0].isupper() or word[0] == "(" for word in found[0].split()[:-1])
    return text[found.end() :] if found and is_place else text
