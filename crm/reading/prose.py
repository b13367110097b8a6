"""Contacts in sentences: only the name right before an address or a number is meant."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from crm.reading.coordinates import first_cell
from crm.reading.designations import is_institution, opens_with_role
from crm.reading.local_parts import resembles
from crm.reading.names import has_given_name, is_person
from crm.reading.offices import is_designation
from crm.reading.persons import name_at_end
from crm.reading.tokens import Kind, Token
from crm.reading.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crm.reading.cells import Cell

__all__ = ["named_by_the_way", "prose_paragraphs", "sentence_token"]

_ASIDE: Final = 3
_MAX_ASIDE: Final = 9
"""Cells, and words in each, between a name in a sentence and its number."""
_PROSE_WORDS: Final = 9
_MAX_ENTRY: Final = 24
"""Words of the entry of a list: a name, what somebody does, their number."""
_PROSE_SHARE: Final = 0.2
"""A list of a hundred persons has many small words too; in sentences half of all words are."""


def prose_paragraphs(cells: Iterable[tuple[Cell, int]]) -> set[int]:
    """Return the paragraphs written in sentences: those with many words in small letters, roles apart."""
    small: Counter[int] = Counter()
    every: Counter[int] = Counter()
    for cell, paragraph in cells:
        found = cell.text.split()
        every[paragraph] += len(found)
        if cell.is_coordinate:
            continue
        count = len([word for word in found if word[0].islower() and word.isalpha()])
        if count and not (opens_with_role(cell.text) or is_designation(cell.text) or _is_of_office(cell)):
            small[paragraph] += count
    return {one for one, count in small.items() if count >= max(_PROSE_WORDS, _PROSE_SHARE * every[one])}


def _is_of_office(cell: Cell) -> bool:
    """Whether a cell is of the name of an office on a line of its own, or of a line that begins with somebody's."""
    line = cell.line
    if line.has_coordinates and len(line.said) <= _MAX_ENTRY:
        return has_given_name(name := first_cell(line.plain)) and is_person(name)
    return is_designation(line.plain) and words()["institutions.announces"].isdisjoint(line.said)


def sentence_token(cell: Cell, paragraph: int) -> Token:
    """Return a token of a sentence: in one, only the name that a piece ends with is a person's."""
    if cell.problem is not None or cell.is_coordinate:
        return Token(cell, Kind.PROBLEM if cell.problem else Kind.COORDINATE, paragraph, is_prose=True)
    name = name_at_end(cell.text)
    if name is not None:
        return Token(cell._replace(text=name), Kind.PERSON, paragraph, is_prose=True)
    kind = Kind.INSTITUTION if is_institution(cell.text) and is_designation(cell.text) else Kind.OTHER
    return Token(cell, kind, paragraph, is_prose=True)


def named_by_the_way(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with the names in sentences left out that no coordinate of their own follows."""
    found: list[Token] = []
    for place, token in enumerate(tokens):
        is_name = token.is_prose and token.kind is Kind.PERSON
        if is_name and not _is_reached_by(token, tokens[place + 1 : place + 1 + _ASIDE]):
            found.append(token._replace(kind=Kind.OTHER))
        else:
            found.append(token)
    return found


def _is_reached_by(name: Token, after: Sequence[Token]) -> bool:
    """Whether a coordinate follows, at most with an aside between: *Anne Le Goff, Ville de Mérel, au 01 …*."""
    for token in after:
        if token.paragraph != name.paragraph or token.kind is Kind.PERSON:
            return False
        if token.kind is Kind.COORDINATE:
            mail = token.cell.email
            return mail is None or not mail.is_shared or resembles(mail.rpartition("@")[0], name.text)
        if len(token.text.split()) > _MAX_ASIDE:
            return False
    return False
