"""The lines of a section become tokens: each cell with what it is taken for."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from crm.reading.coordinates import Cell, cells_of
from crm.reading.names import (
    asked_for,
    before_principal,
    has_given_name,
    has_institution_word,
    is_degree,
    is_designation,
    is_desk,
    is_institution,
    is_person,
    is_role,
    name_at_end,
    opens_with_role,
    resembles,
    two_persons,
)
from crm.reading.words import words
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from crm.reading.lines import Line
    from crm.reading.regions import Regions
    from crm.reading.sections import Section

__all__ = ["Kind", "Token", "is_too_long", "is_understood", "is_worth_a_warning", "tokens_of"]

_ASIDE: Final = 3
_MAX_ASIDE: Final = 9
"""Cells, and words in each, between a name in a sentence and its number."""
_PROSE_WORDS: Final = 9
_PROSE_SHARE: Final = 0.2
"""A list of a hundred persons has many small words too; in sentences half of all words are."""
_MIN_SPACED: Final = 3
_MAX_SPACED: Final = 1.4
"""Cells per paragraph: with more, the blank lines part contacts and not their lines."""

_MIN_DOMAIN_NAME: Final = 4
"""Shorter names are found in domains by chance."""

_MAX_LINE: Final = 20_000
"""Characters of one line in which contacts are looked for."""

_MAX_NAME_WORDS: Final = 6
_MAX_PIECES: Final = 120
"""Characters of a cell in which a name is looked for beside something else."""

_NEARBY: Final = 200
"""Lines, and addresses, within which an address may tell a name from an institution."""

_NO_NAME: Final = re.compile(
    r"[\W\d_]*$|@|[A-Za-z]{2}$|\d{1,4}(?:\s?(?:bis|ter))?,?\s+[a-zà-ÿ]|.*(?<!\d)\d{4,6}(?!\d)|.*\d\s?(?:h|:\s?\d)",
    re.DOTALL,
)
"""Signs alone, a handle, a street with its number, a postcode, an hour."""


class _Mails:
    """The addresses of a section by their lines, so that a page of thousands is not searched for each name."""

    def __init__(self, cells: Iterable[tuple[Cell, int]]) -> None:
        found = [(cell.line.number, cell.email) for cell, _ in cells if cell.email is not None]
        self._lines = [line for line, _ in found]
        self._locals = [email.rpartition("@")[0] for _, email in found]
        self._domains = [re.sub(r"\W", "", email.domain) for _, email in found]

    def local_parts(self, line: int) -> list[str]:
        """Return what stands before the ``@`` near `line`."""
        return self._locals[self._near(line)]

    def domains(self, line: int) -> list[str]:
        """Return the domains near `line`, without their dots and hyphens."""
        return self._domains[self._near(line)]

    def _near(self, line: int) -> slice:
        here = bisect_left(self._lines, line)
        first = max(bisect_left(self._lines, line - _NEARBY), here - _NEARBY)
        return slice(first, min(bisect_right(self._lines, line + _NEARBY), here + _NEARBY))


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


def tokens_of(section: Section, regions: Regions, known: Collection[str]) -> list[Token]:
    """Return the tokens of a section in order; `known` are the folded names of institutions met elsewhere."""
    lines = (section.heading.saying(section.rest), *section.lines)
    cells = list(_for_the_press(_cells(lines, regions)))
    look = _Look(_Mails(cells), known)
    prose = _prose(cells)
    tokens: list[Token] = []
    for (cell, paragraph), following in zip(cells, [*cells[1:], None], strict=False):
        after = following[0] if following and following[0].line.number == cell.line.number else None
        if paragraph in prose and not (said := look.said_of(cell)):
            tokens.append(_sentence_token(cell, paragraph))
        elif paragraph in prose:
            tokens += (Token(replace(cell, text=text), kind, paragraph) for text, kind in said)
        else:
            tokens += (Token(piece, kind, paragraph) for piece, kind in look.at(cell, after))
    return _institutions_over_persons(_joined(_named_by_the_way(tokens)), look.mails)


def _for_the_press(cells: Iterable[tuple[Cell, int]]) -> Iterator[tuple[Cell, int]]:
    """Yield the cells without what a label inside a line gives to others: *Médias : … ; Investisseurs : …*"""
    line, is_for_others = 0, False
    for cell, paragraph in cells:
        if cell.line.number != line:
            line, is_for_others = cell.line.number, False
            begins = True
        if (cell.is_label or (begins and cell.is_column)) and not cell.is_coordinate:
            said = fold(cell.text).split()
            others = not words()["contacts.others"].isdisjoint(said) and words()["contacts.press"].isdisjoint(said)
            is_for_others = (others and (not begins or cell.is_column)) or (
                is_for_others and words()["contacts.press"].isdisjoint(said)
            )
        begins = False
        if cell.text.startswith("©") or fold(cell.text).startswith(words().phrases["contacts.follows"]):
            is_for_others = True
        if not is_for_others:
            yield cell, paragraph


def _numbered(lines: Iterable[Line]) -> Iterator[tuple[int, Line]]:
    """Yield the lines that are not blank, each with the number of its paragraph."""
    paragraph = 0
    for line in lines:
        paragraph += line.is_blank
        if not line.is_blank:
            yield paragraph, line


def _cells(lines: Iterable[Line], regions: Regions) -> Iterator[tuple[Cell, int]]:
    for paragraph, line in _numbered(lines):
        for cell in cells_of(_beginning(line), regions):
            yield cell, paragraph


def _beginning(line: Line) -> Line:
    """Return a line as far as contacts are looked for in it; `is_too_long` reports what goes on further."""
    return line if not is_too_long(line) else line.saying(line.plain[:_MAX_LINE].rpartition(" ")[0])


def is_too_long(line: Line) -> bool:
    """Whether contacts are looked for in the beginning of a line only."""
    return len(line.plain) > _MAX_LINE


def _prose(cells: Iterable[tuple[Cell, int]]) -> set[int]:
    """Return the paragraphs written in sentences: those with many words in small letters, roles apart."""
    small: Counter[int] = Counter()
    every: Counter[int] = Counter()
    for cell, paragraph in cells:
        found = cell.text.split()
        every[paragraph] += len(found)
        if not cell.is_coordinate and not opens_with_role(cell.text) and not is_designation(cell.text):
            small[paragraph] += sum(word[0].islower() and word.isalpha() for word in found)
    return {one for one, count in small.items() if count >= max(_PROSE_WORDS, _PROSE_SHARE * every[one])}


def _sentence_token(cell: Cell, paragraph: int) -> Token:
    """Return a token of a sentence: in one, only the name that a piece ends with is a person's."""
    if cell.problem is not None or cell.is_coordinate:
        return Token(cell, Kind.PROBLEM if cell.problem else Kind.COORDINATE, paragraph, is_prose=True)
    name = name_at_end(cell.text)
    if name is not None:
        return Token(replace(cell, text=name), Kind.PERSON, paragraph, is_prose=True)
    kind = Kind.INSTITUTION if is_institution(cell.text) and is_designation(cell.text) else Kind.OTHER
    return Token(cell, kind, paragraph, is_prose=True)


def _named_by_the_way(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with the names in sentences left out that no coordinate of their own follows."""
    found: list[Token] = []
    for place, token in enumerate(tokens):
        is_name = token.is_prose and token.kind is Kind.PERSON
        if is_name and not _is_reached_by(token, tokens[place + 1 : place + 1 + _ASIDE]):
            found.append(replace(token, kind=Kind.OTHER))
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


def _joined(tokens: list[Token]) -> list[Token]:
    """Return the tokens as one paragraph where the page puts a blank line after every line."""
    cells = Counter(token.paragraph for token in tokens)
    if len(cells) < _MIN_SPACED or len(tokens) > _MAX_SPACED * len(cells):
        return tokens
    return [replace(token, paragraph=0) for token in tokens]


@dataclass(frozen=True, slots=True)
class _Look:
    """How the words of a section are looked at: beside its addresses, and the institutions that are known."""

    mails: _Mails
    known: Collection[str]

    def at(self, cell: Cell, after: Cell | None) -> list[tuple[Cell, Kind]]:
        """Return what a cell is taken for, in pieces where it says two things; `after` is the next on its line."""
        if cell.problem is not None or cell.is_coordinate:
            return [(cell, Kind.PROBLEM if cell.problem else Kind.COORDINATE)]
        kind = self._kind(cell, after)
        if kind in (Kind.OTHER, Kind.ROLE, Kind.INSTITUTION, Kind.PERSON):
            pieces = self._pieces(cell, kind, after)
            if pieces:
                is_joined = len(pieces) > 1 and all(kind is Kind.PERSON for _, kind in pieces)
                return [(replace(cell, text=text, is_label=False, is_joined=is_joined), kind) for text, kind in pieces]
        return [(cell, kind)]

    def _kind(self, cell: Cell, after: Cell | None) -> Kind:
        text = cell.text
        if is_degree(text) or fold(text) in words().countries:
            return Kind.OTHER
        if is_desk(text):
            return Kind.ROLE if opens_with_role(text) else Kind.DESK
        is_somebody = is_person(text) and (has_given_name(text) or self._has_own_mail(cell))
        is_known = fold(text) in self.known and not is_somebody
        if is_known or self._names_a_domain(cell):
            return Kind.INSTITUTION
        if two_persons(text):
            return Kind.PERSON
        if is_person(text):
            if cell.is_label and _is_caseless(text):
                return Kind.OTHER
            return Kind.INSTITUTION if self._is_rather_institution(cell, after) else Kind.PERSON
        kind = _kind_of_words(text)
        if kind is Kind.OTHER and cell.is_label and after is not None and after.email is not None:
            return Kind.INSTITUTION if _is_name_of_something(text) else kind
        return kind

    def _names_a_domain(self, cell: Cell) -> bool:
        return _names_a_domain(cell.text, self.mails.domains(cell.line.number)) and not self._has_own_mail(cell)

    def _has_own_mail(self, cell: Cell) -> bool:
        return any(resembles(local, cell.text) for local in self.mails.local_parts(cell.line.number))

    def _is_rather_institution(self, cell: Cell, after: Cell | None) -> bool:
        """Tell an institution shaped like a person's name: by its words, its domain, or what its colon leads to."""
        text = cell.text
        if has_given_name(text) or self._has_own_mail(cell):
            return False
        if has_institution_word(text) or self._is_in_a_domain(cell):
            return True
        return cell.is_label and after is not None and after.email is not None and after.email.is_shared

    def _is_in_a_domain(self, cell: Cell) -> bool:
        words_ = [word for word in fold(cell.text).split() if len(word) > _MIN_DOMAIN_NAME]
        return any(word in domain for domain in self.mails.domains(cell.line.number) for word in words_)

    def _pieces(self, cell: Cell, kind: Kind, after: Cell | None) -> list[tuple[str, Kind]]:
        text = cell.text
        both = two_persons(text) if kind in (Kind.PERSON, Kind.OTHER) else ()
        if both or kind is Kind.PERSON:
            return [(name, Kind.PERSON) for name in both]
        if kind is Kind.INSTITUTION:
            first = before_principal(text)
            return [(first, kind)] if first else []
        if len(text) > _MAX_PIECES or " " not in text:
            return []
        found = _name_and_rest(text) or _rest_and_name(text)
        if not found and kind is Kind.OTHER:
            found = self.speaks_of(cell)
        if not found and kind is Kind.OTHER and after is not None and after.is_coordinate:
            name = name_at_end(text)
            is_sure = name is not None and (has_given_name(name) or (after.email and resembles(after.email, name)))
            found = [(name, Kind.PERSON)] if name and is_sure else []
        if not found and kind is Kind.OTHER:
            found = [(name, Kind.PERSON) for name in asked_for(text)]
        if not found and kind is Kind.ROLE:
            found = _role_and_institution(text)
        return found

    def said_of(self, cell: Cell) -> list[tuple[str, Kind]]:
        """Return the persons that a piece of a sentence is about or says to contact."""
        if cell.is_coordinate or cell.problem is not None:
            return []
        asked = [(name, Kind.PERSON) for name in asked_for(cell.text)] if len(cell.text) < _MAX_PIECES else []
        return self.speaks_of(cell) or (asked if len(asked) > 1 else [])

    def speaks_of(self, cell: Cell) -> list[tuple[str, Kind]]:
        """Return the name a sentence begins with, where an address was made from it: *Zoé Quint answers requests*."""
        if cell.is_coordinate or cell.problem is not None:
            return []
        found = cell.text.split()
        for size in range(min(_MAX_NAME_WORDS, len(found) - 1), 1, -1):
            name, rest = " ".join(found[:size]), " ".join(found[size:])
            if rest[0].islower() and is_person(name) and self._has_own_mail(replace(cell, text=name)):
                return [(name, Kind.PERSON), (rest, Kind.OTHER)]
        return []


def _name_and_rest(text: str) -> list[tuple[str, Kind]]:
    """Return a name and the role or institution right behind it: *Anne Le Goff Directrice de la communication*."""
    found = text.split()
    for size in range(2, min(_MAX_NAME_WORDS, len(found) - 1) + 1):
        name, rest = " ".join(found[:size]), " ".join(found[size:])
        if is_person(name) and has_given_name(name) and rest[0].isalpha():
            kind = _kind_of_words(rest)
            if kind is Kind.ROLE and opens_with_role(rest):
                return [(name, Kind.PERSON), *(_role_and_institution(rest) or [(rest, kind)])]
            if kind is Kind.INSTITUTION and rest[0].isupper():
                return [(name, Kind.PERSON), (rest, kind)]
    return []


def _rest_and_name(text: str) -> list[tuple[str, Kind]]:
    """Return the name of a person that a role ends with: *Attachée de presse Anne Le Goff*."""
    found = text.split()
    for size in range(min(_MAX_NAME_WORDS, len(found) - 1), 1, -1):
        role, name = " ".join(found[:-size]), " ".join(found[-size:])
        if found[-size][0].isupper() and is_person(name) and has_given_name(name) and opens_with_role(role):
            return [(role, Kind.ROLE), (name, Kind.PERSON)]
    return []


def _role_and_institution(text: str) -> list[tuple[str, Kind]]:
    """Return a role and the institution it is held at: *Pressesprecherin Verreval AG*, *Director, Halden Foundation*."""
    found = text.split()
    for size in range(1, len(found)):
        role, rest = " ".join(found[:size]), " ".join(found[size:])
        if opens_with_role(role) and not opens_with_role(rest) and _is_named_institution(rest):
            return [(_without_connector(role), Kind.ROLE), (rest, Kind.INSTITUTION)]
    return []


def _is_named_institution(text: str) -> bool:
    """Tell an institution of two words and more: *Communications* alone is part of a role."""
    first = text.split()[0]
    is_name = first[0].isupper() or fold(first) not in words()["connectors"]
    return " " in text and is_name and has_institution_word(text)


def _without_connector(role: str) -> str:
    found = role.split()
    while len(found) > 1 and fold(found[-1]) in words()["connectors"]:
        found.pop()
    return " ".join(found)


def _is_name_of_something(text: str) -> bool:
    """Tell what may be an institution before a colon: not a label, not a sentence."""
    found = fold(text).split()
    small = [word for word in text.split() if word[0].islower() and fold(word) not in words()["connectors"]]
    is_short = 0 < len(found) <= _MAX_NAME_WORDS and not small
    return text[:1].isalnum() and is_short and words()["contacts.labels"].isdisjoint((found[0], found[-1]))


def _kind_of_words(text: str) -> Kind:
    """Tell a role, which may name an institution, from an institution."""
    if opens_with_role(text):
        return Kind.ROLE
    if is_institution(text):
        return Kind.INSTITUTION
    return Kind.ROLE if is_role(text) else Kind.OTHER


def _is_caseless(text: str) -> bool:
    return text.upper() == text.lower()


def _names_a_domain(text: str, domains: Sequence[str]) -> bool:
    """Tell an institution by the domain of an address: *Verreval Express* and ``…@verreval-express.example.org``."""
    squeezed = fold(text).replace(" ", "")
    if len(squeezed) < _MIN_DOMAIN_NAME or not text[0].isalnum():
        return False
    return any(squeezed in domain for domain in domains)


def _institutions_over_persons(tokens: list[Token], mails: _Mails) -> list[Token]:
    """Return the tokens with an institution that looks like a person's name taken for what it is.

    Of two names on two lines of one paragraph, with nothing between them, the first is the institution of the second,
    unless an address was made from it.
    """
    _posts(tokens, mails)
    for index, (one, two) in enumerate(pairwise(tokens)):
        if one.kind is two.kind is Kind.PERSON and two.cell.is_aside and one.line == two.line:
            tokens[index + 1] = replace(two, kind=Kind.INSTITUTION)
        elif one.kind is two.kind is Kind.PERSON and _is_header(one, two) and not _has_own_mail(one, mails):
            tokens[index] = replace(one, kind=Kind.INSTITUTION)
    return tokens


def _posts(tokens: list[Token], mails: _Mails) -> None:
    """Take for a post what is shaped like a second name on a line, and surely is none."""
    first: Token | None = None
    for index, token in enumerate(tokens):
        if token.kind is Kind.COORDINATE or (first is not None and first.line != token.line):
            first = None
        if token.kind is not Kind.PERSON or token.cell.is_aside or token.cell.is_joined:
            continue
        if first is not None and _is_a_post(first, token, mails):
            tokens[index] = replace(token, kind=Kind.ROLE)
        else:
            first = token


def _is_a_post(one: Token, two: Token, mails: _Mails) -> bool:
    """Tell words with capitals beside a name that are no second name: *Anne Quint, Science Communicator*."""
    return has_given_name(one.text) and not has_given_name(two.text) and not _has_own_mail(two, mails)


def _is_header(one: Token, two: Token) -> bool:
    return one.paragraph == two.paragraph and one.line != two.line and not one.cell.line.is_bullet


def _has_own_mail(name: Token, mails: _Mails) -> bool:
    return any(resembles(local, name.text) for local in mails.local_parts(name.line))


def is_understood(token: Token) -> bool:
    """Tell words among contacts that are no name and may be left out: an address, a handle, hours, a link."""
    is_aside = is_degree(token.text) or fold(token.text) in words().countries
    if token.kind is not Kind.OTHER or token.is_prose or is_aside:
        return True
    folded = fold(token.text)
    is_of_the_page = any(f"{folded} ".startswith(f"{end} ") for end in words().phrases["contacts.ends"])
    is_hours = not words().weekdays.keys().isdisjoint(folded.split())
    return is_of_the_page or is_hours or _NO_NAME.match(token.text) is not None


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
