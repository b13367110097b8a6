"""A token: a cell of a section, and what it is taken for."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING, Final, NamedTuple

from crm.reading.civilities import is_degree
from crm.reading.names import is_some_name
from crm.reading.vocabulary import opens_with_phrase, says
from crm.reading.words import words
from crm.values import folded_words

if TYPE_CHECKING:
    from crm.reading.cells import Cell

__all__ = ["Kind", "Token", "is_named", "is_understood", "is_worth_a_warning"]

_MIN_NAME: Final = 2
_MAX_NAME: Final = 6
"""Words of what could have been a name."""

_NO_NAME: Final = re.compile(
    r"[\W\d_]*$|@|[A-Za-z]{2}$|\d{1,4}(?:\s?(?:bis|ter))?,?\s+[a-zà-ÿ]|.*(?<!\d)\d{4,6}(?!\d)|.*\d\s?(?:h|:\s?\d)",
    re.DOTALL,
)
"""Signs alone, a handle, a street with its number, a postcode, an hour."""


class Kind(Enum):
    """What a cell is taken for."""

    COORDINATE = auto()
    PERSON = auto()
    INSTITUTION = auto()
    DESK = auto()
    ROLE = auto()
    PROBLEM = auto()
    OTHER = auto()


class Token(NamedTuple):
    """A cell, its kind, and the paragraph it stands in (paragraphs are parted by blank lines)."""

    cell: Cell
    kind: Kind
    paragraph: int
    is_prose: bool = False
    """Whether it stands in a sentence, where only what directly precedes a coordinate belongs to it."""

    @property
    def text(self) -> str:
        """The words of the cell."""
        return self.cell.text

    @property
    def line(self) -> int:
        """The number of its line."""
        return self.cell.line.number


def is_named(token: Token) -> bool:
    """Tell words that all begin with a capital and are nobody's name: *Public Matters*."""
    return token.kind is Kind.OTHER and not token.is_prose and is_some_name(token.text)


def is_understood(token: Token) -> bool:
    """Tell words among contacts that are no name and may be left out: an address, a handle, hours, a link."""
    if token.kind is not Kind.OTHER or token.is_prose or is_degree(token.text):
        return True
    said = folded_words(token.text)
    is_for_whom = token.cell.is_label and says(said[:1], "on_behalf")  # *For the minister of health: …*
    if is_for_whom or " ".join(said) in words().countries:
        return True
    is_of_the_page = opens_with_phrase(said, "contacts.ends")
    is_hours = not words().weekdays.keys().isdisjoint(said)
    return is_of_the_page or is_hours or _NO_NAME.match(token.text) is not None


def is_worth_a_warning(token: Token) -> bool:
    """Tell words that could have been a name from an address, a handle or an opening hour."""
    if token.kind is not Kind.OTHER or token.is_prose or not token.text[0].isupper():
        return False
    said = folded_words(token.text)
    if token.cell.is_label and says(said[:1], "on_behalf"):
        return False
    has_digits = any(c.isdigit() for c in token.text)
    return _MIN_NAME <= len(said) <= _MAX_NAME and not has_digits and not says(said, "labels")
