"""A section is read in the order it may have: names first, or addresses first.

Most pages print a name and then what belongs to it; some print the address first. A section is read both ways where it
may be either, and the reading that explains more of it is kept: addresses made from the name they stand with, nobody
left without a number, no number left without somebody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.reading.assembly import Assembly
from crm.reading.drafts import Assembled
from crm.reading.tokens import Kind, Token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.reading.sections import Section

__all__ = ["assembled"]


def assembled(section: Section, tokens: Sequence[Token]) -> Assembled:
    """Return the best reading of the tokens of a section; of two as good, the one that begins with an address."""
    first = Assembly(section, tokens, is_name_last=False).assembled()
    if not _may_print_names_last(tokens):
        return first
    last = Assembly(section, tokens, is_name_last=True).assembled()
    return max(last, first, key=Assembled.score)


def _may_print_names_last(tokens: Sequence[Token]) -> bool:
    """Whether a coordinate comes before the first name, and there are names enough to tell."""
    kinds = [token.kind for token in tokens if token.kind in (Kind.COORDINATE, Kind.PERSON)]
    return kinds[:1] == [Kind.COORDINATE] and kinds.count(Kind.PERSON) > 1
