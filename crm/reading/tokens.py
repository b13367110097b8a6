"""The lines of a section become tokens: each cell with what it is taken for."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from crm.reading.coordinates import Cell, cells_of
from crm.reading.names import is_desk, is_institution, is_person, is_role, name_at_end, resembles
from crm.reading.words import words
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from crm.reading.lines import Line
    from crm.reading.sections import Section

__all__ = ["Kind", "Token", "is_worth_a_warning", "tokens_of"]

_PROSE_WORDS: Final = 9
_MIN_SPACED: Final = 3
_MAX_SPACED: Final = 1.4
"""Cells per paragraph: with more, the blank lines part contacts and not their lines."""

_MIN_DOMAIN_NAME: Final = 4
"""Shorter names are found in domains by chance."""


class Kind(Enum):
    """What a cell is taken for."""

    COORDINATE = auto()
    PERSON = auto()
    INSTITUTION = auto()
    DESK = auto()
    ROLE = auto()
    PROBLEM = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Token:
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


def tokens_of(section: Section, region: str | None, known: Collection[str]) -> list[Token]:
    """Return the tokens of a section in order; `known` are the folded names of institutions met elsewhere."""
    lines = (replace(section.heading, plain=section.rest), *section.lines)
    cells = list(_cells(lines, region))
    mails = [cell.email for cell, _ in cells if cell.email is not None]
    prose = _prose(lines)
    tokens = [
        _sentence_token(cell, paragraph) if paragraph in prose else Token(cell, _kind(cell, mails, known), paragraph)
        for cell, paragraph in cells
    ]
    return _institutions_over_persons(_joined(_named_by_the_way(tokens)), mails)


def _numbered(lines: Iterable[Line]) -> Iterator[tuple[int, Line]]:
    """Yield the lines that are not blank, each with the number of its paragraph."""
    paragraph = 0
    for line in lines:
        paragraph += line.is_blank
        if not line.is_blank:
            yield paragraph, line


def _cells(lines: Iterable[Line], region: str | None) -> Iterator[tuple[Cell, int]]:
    for paragraph, line in _numbered(lines):
        for cell in cells_of(line, region):
            yield cell, paragraph


def _prose(lines: Iterable[Line]) -> set[int]:
    """Return the paragraphs written in sentences: those with that many words in small letters."""
    small: Counter[int] = Counter()
    for paragraph, line in _numbered(lines):
        small[paragraph] += sum(word[0].islower() and word.isalpha() for word in line.plain.split())
    return {paragraph for paragraph, count in small.items() if count >= _PROSE_WORDS}


def _sentence_token(cell: Cell, paragraph: int) -> Token:
    """Return a token of a sentence: in one, only the name that a piece ends with is a person's."""
    if cell.problem is not None or cell.is_coordinate:
        return Token(cell, Kind.PROBLEM if cell.problem else Kind.COORDINATE, paragraph, is_prose=True)
    name = name_at_end(cell.text)
    kind = Kind.OTHER if name is None else Kind.PERSON
    return Token(replace(cell, text=name or cell.text), kind, paragraph, is_prose=True)


def _named_by_the_way(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with the names in sentences left out that no coordinate of their own follows."""
    return [
        replace(one, kind=Kind.OTHER)
        if one.is_prose and one.kind is Kind.PERSON and not _is_reached_by(one, two)
        else one
        for one, two in zip(tokens, [*tokens[1:], None], strict=False)
    ]


def _is_reached_by(name: Token, after: Token | None) -> bool:
    if after is None or after.kind is not Kind.COORDINATE:
        return False
    mail = after.cell.email
    return mail is None or not mail.is_shared or resembles(mail.rpartition("@")[0], name.text)


def _joined(tokens: list[Token]) -> list[Token]:
    """Return the tokens as one paragraph where the page puts a blank line after every line."""
    cells = Counter(token.paragraph for token in tokens)
    if len(cells) < _MIN_SPACED or len(tokens) > _MAX_SPACED * len(cells):
        return tokens
    return [replace(token, paragraph=0) for token in tokens]


def _kind(cell: Cell, mails: Sequence[str], known: Collection[str]) -> Kind:
    if cell.problem is not None:
        return Kind.PROBLEM
    if cell.is_coordinate:
        return Kind.COORDINATE
    text = cell.text
    if is_desk(text):
        return Kind.DESK
    if fold(text) in known or _names_a_domain(text, mails):
        return Kind.INSTITUTION
    if is_person(text):
        return Kind.PERSON
    return _kind_of_words(text)


def _kind_of_words(text: str) -> Kind:
    """Tell a role, which may name an institution, from an institution."""
    if is_role(" ".join(text.split()[:2])):
        return Kind.ROLE
    if is_institution(text):
        return Kind.INSTITUTION
    return Kind.ROLE if is_role(text) else Kind.OTHER


def _names_a_domain(text: str, mails: Sequence[str]) -> bool:
    """Tell an institution by the domain of an address: *Verreval Express* and ``…@verreval-express.example.org``."""
    squeezed = fold(text).replace(" ", "")
    if len(squeezed) < _MIN_DOMAIN_NAME or not text[0].isalnum():
        return False
    return any(squeezed in re.sub(r"\W", "", mail.rpartition("@")[2]) for mail in mails)


def _institutions_over_persons(tokens: list[Token], mails: Sequence[str]) -> list[Token]:
    """Return the tokens with an institution that looks like a person's name taken for what it is.

    Of two names on two lines of one paragraph, with nothing between them, the first is the institution of the second,
    unless an address was made from it.
    """
    for index, (one, two) in enumerate(pairwise(tokens)):
        if one.kind is two.kind is Kind.PERSON and _is_header(one, two) and not _has_own_mail(one.text, mails):
            tokens[index] = replace(one, kind=Kind.INSTITUTION)
    return tokens


def _is_header(one: Token, two: Token) -> bool:
    return one.paragraph == two.paragraph and one.line != two.line and not one.cell.line.is_bullet


def _has_own_mail(name: str, mails: Sequence[str]) -> bool:
    return any(resembles(mail.rpartition("@")[0], name) for mail in mails)


def is_worth_a_warning(token: Token) -> bool:
    """Tell words that could have been a name from an address, a handle or an opening hour."""
    folded = fold(token.text).split()
    return (
        token.kind is Kind.OTHER
        and not token.is_prose
        and 2 <= len(folded) <= 6
        and token.text[0].isupper()
        and not any(c.isdigit() for c in token.text)
        and not any(word in words()["contacts.labels"] for word in folded)
    )
