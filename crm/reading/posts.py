"""What somebody is, and for whom: a role and an institution that are printed as one, or one for the other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from crm.reading.names import (
    has_given_name,
    has_institution_word,
    is_degree,
    is_institution,
    is_role,
    opens_with_role,
)
from crm.reading.offices import is_of_work, working_words
from crm.reading.tokens import Kind, is_understood
from crm.reading.vocabulary import listed, opens_with_phrase
from crm.reading.words import words
from crm.values import fold, folded_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from crm.reading.known import Known
    from crm.reading.mails import Mails
    from crm.reading.tokens import Token

__all__ = ["Posts"]

_MAX_WORDS: Final = 14
"""Of a post that is looked into."""
_MAX_NAME: Final = 7
"""Words of a name that stands alone beside a person's."""
_MIN_ACRONYM: Final = 3
_LONG_ACRONYM: Final = 4
"""Capitals that name an institution though nothing leads to it: *PR*, *RH* and *CEO* do not."""
_ELIDED: Final = re.compile(r"^(?:[dl]|d[ae]ll|nell|sull|all)['’](?=\w)", re.IGNORECASE)
_ACRONYM: Final = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ0-9]+")
_CODE: Final = 2
_MAX_BEHIND: Final = 100
"""Characters behind a name in which the one who employs it is looked for."""
_SMALL: Final = 4
"""Letters of a word in small letters within a name."""


@dataclass(frozen=True, slots=True)
class Posts:
    """How the posts of a section are looked at: beside its addresses, and the institutions that are known."""

    mails: Mails
    known: Known

    def told(self, tokens: list[Token]) -> list[Token]:
        """Return the tokens with each role apart from its institution, and no institution taken for a role."""
        return list(self._parted(self._placed(self._renamed(tokens))))

    # -- one for the other -----------------------------------------------------------------------------------------

    def _renamed(self, tokens: list[Token]) -> Sequence[Token]:
        """Take an institution right beside a name for one, and a field of work behind a role for more of it."""
        found = list(tokens)
        for index, (before, token) in enumerate(pairwise(tokens), 1):
            after = tokens[index + 1] if index + 1 < len(tokens) else None
            if token.is_prose or not _is_beside(before, token):
                continue
            if token.kind is Kind.INSTITUTION and self._is_code(token):
                found[index] = token._replace(kind=Kind.OTHER)
            elif before.kind is Kind.OTHER and token.kind is Kind.PERSON and self._is_above(before, token):
                found[index - 1] = before._replace(kind=Kind.INSTITUTION)
            elif before.kind is Kind.ROLE and _goes_on(before, token):
                found[index] = token._replace(kind=Kind.ROLE)
            elif token.kind is Kind.INSTITUTION and opens_with_phrase(folded_words(token.text), "institutions.sources"):
                found[index] = token._replace(kind=Kind.OTHER)
            elif before.kind is Kind.PERSON and self._is_for(before, token, after):
                found[index] = token._replace(kind=Kind.INSTITUTION)
        return found

    def _is_for(self, person: Token, token: Token, after: Token | None) -> bool:
        """Whether words beside a person's name say for whom they answer: *Anne Le Goff, Halden Bay Trust, 01 …*."""
        text = token.text
        if token.kind not in (Kind.OTHER, Kind.ROLE) or token.cell.is_label or not _is_named(text):
            return False
        languages = words()["title.languages"]
        if is_role(text) or is_degree(text) or has_given_name(text) or (token.kind is Kind.OTHER and _is_aside(token)):
            return False
        if self._is_known(text, token.line):
            return True
        is_between = person.line == token.line and after is not None and after.line == token.line
        leads = is_between and after is not None and after.kind in (Kind.COORDINATE, Kind.PROBLEM)
        is_name = " " in text or (token.cell.is_aside and len(text) >= _MIN_ACRONYM and fold(text) not in languages)
        return leads and is_name and not (is_of_work(text) or _is_agent(text))

    def _is_above(self, token: Token, name: Token) -> bool:
        """Whether words on the line above a name say for whom that one answers: *Halden & Merel*."""
        is_alone = token.line < name.line and not token.cell.is_label
        if not is_alone or not _is_named(token.text.replace("&", "")) or has_given_name(token.text):
            return False
        return "&" in token.text or self._is_known(token.text, token.line)

    def _is_code(self, token: Token) -> bool:
        """Tell two letters in brackets or before a colon, which are a country or a language: *(UK)*, *FR :*."""
        return len(token.text) == _CODE and (token.cell.is_aside or token.cell.is_label)

    def _is_known(self, text: str, line: int) -> bool:
        """Whether an institution is called so: elsewhere in the text, or as the domain of an address here."""
        folded = fold(text)
        return self.known.begins(folded) or self._is_called(_without_field(text), line) or folded in self.known

    def _is_called(self, name: str, line: int) -> bool:
        """Whether exactly that is an institution's name, elsewhere in the text or in an address here."""
        if is_of_work(name) or _is_general(name):
            return False
        return fold(name) in self.known or any(self.mails.has_domain_called(one, line) for one in _spellings(name))

    # -- where they work -------------------------------------------------------------------------------------------

    def _placed(self, tokens: Sequence[Token]) -> Iterator[Token]:
        """Yield the tokens, and behind who is to be reached *at the Halden Trust* that institution."""
        for token, after in zip(tokens, [*tokens[1:], None], strict=False):
            yield token
            is_last = after is None or after.kind is not Kind.PERSON or after.line != token.line
            if token.kind is Kind.PERSON and is_last and (name := self._where(token)):
                yield token._replace(cell=token.cell._replace(text=name, is_joined=True), kind=Kind.INSTITUTION)

    def _where(self, token: Token) -> str:
        """Return the institution behind a person's name, as an address here or the text around tells it."""
        _, name, behind = token.cell.line.plain.partition(token.text)
        found = behind[:_MAX_BEHIND].split()[: _MAX_NAME + 1] if name and behind.startswith(" ") else []
        if len(found) <= 1 or found[0] not in words()["contacts.belongs"]:
            return ""
        rest = _after_connectors(found)
        for size in range(len(rest), 0, -1):
            where = " ".join(rest[:size]).rstrip(",.:;")
            if (
                fold(rest[size - 1]) not in _little()
                and _is_named(where)
                and self._is_called(_without_field(where), token.line)
            ):
                return where
        return ""

    # -- both in one -----------------------------------------------------------------------------------------------

    def _parted(self, tokens: Iterable[Token]) -> Iterator[Token]:
        for token in tokens:
            pieces = [] if token.kind not in (Kind.ROLE, Kind.DESK) or token.is_prose else self._pieces(token)
            yield from (token._replace(cell=token.cell._replace(text=text), kind=kind) for text, kind in pieces)
            if not pieces:
                yield token

    def _pieces(self, token: Token) -> list[tuple[str, Kind]]:
        """Return a role and its institution, in the order of the page; nothing where only one of them is said."""
        found = token.text.split()
        if not 1 < len(found) <= _MAX_WORDS:
            return []
        if opens_with_role(token.text) or token.kind is Kind.DESK:
            return self._at_end(found, token) or self._behind(found, token)
        return self._before(found, token) if token.kind is Kind.ROLE else []

    def _at_end(self, found: Sequence[str], token: Token) -> list[tuple[str, Kind]]:
        """Return *président d'Orme*, *Press officer of the Halden Trust* as a role and an institution."""
        for place in range(1, len(found)):
            size = place
            if _has_noun(found[place - 1 : place]) and not is_of_work(found[place - 1]):
                break  # a name has begun: *Ufficio stampa Museo del Vetro*
            rest = _after_connectors(found[place:])
            is_led = rest != list(found[place:]) or fold(found[place - 1]) in _leading()
            while size > 1 and fold(found[size - 1]) in _leading():
                size -= 1
            name = _name_at(rest)
            if is_led and rest and name and self._is_employer(name, token.line):
                return [(" ".join(found[:size]), token.kind), (name, Kind.INSTITUTION)]
        return []

    def _is_employer(self, name: str, line: int) -> bool:
        if opens_with_role(name) or is_of_work(name):
            return False
        if self._is_known(name, line):
            return True
        is_several = " " in name and has_institution_word(name) and not _is_general(name)
        return is_several or _is_acronym(name)

    def _behind(self, found: Sequence[str], token: Token) -> list[tuple[str, Kind]]:
        """Return *Chargée de comptes ORME* as a role and an institution, though nothing leads from one to the other."""
        role, name = " ".join(found[:-1]), found[-1]
        is_acronym = len(name) >= _LONG_ACRONYM and _ACRONYM.fullmatch(name) is not None and not role.isupper()
        if is_acronym and token.kind is Kind.ROLE and not (is_role(name) or is_of_work(name) or is_degree(name)):
            return [(role, Kind.ROLE), (name, Kind.INSTITUTION)]
        return []

    def _before(self, found: Sequence[str], token: Token) -> list[tuple[str, Kind]]:
        """Return *Orvane.org Press Officer* as an institution and a role."""
        for size in range(len(found) - 1, 0, -1):
            name, role = " ".join(found[:size]), " ".join(found[size:])
            if is_role(role) and not is_role(name) and _is_named(name) and self._is_called(name, token.line):
                return [(name, Kind.INSTITUTION), (role, Kind.ROLE)]
        size = _size_before_work(found)
        name, role = " ".join(found[:size]), " ".join(found[size:])
        if size and _is_acronym(found[0]) and is_role(role) and _is_named(name) and self.known.tells_often(found[0]):
            return [(name, Kind.INSTITUTION), (role, Kind.ROLE)]
        return []


def _is_beside(one: Token, two: Token) -> bool:
    return one.paragraph == two.paragraph and two.line - one.line <= 1


def _is_aside(token: Token) -> bool:
    """Tell words that are no name though they look like one: a street, hours, a town with its code."""
    return is_understood(token) or opens_with_phrase(folded_words(token.text), "contacts.by_the_way")


def _goes_on(role: Token, token: Token) -> bool:
    """Whether a field of work stands behind a role on its line: *Director, Corporate Communications*."""
    is_words = token.kind in (Kind.INSTITUTION, Kind.OTHER, Kind.DESK) and not token.cell.is_aside
    return is_words and token.line == role.line and not token.cell.is_label and is_of_work(token.text)


def _size_before_work(found: Sequence[str]) -> int:
    """Return how many words stand before the first one of a role or a field of work."""
    is_working = (fold(word) in working_words() or is_role(word) for word in found)
    return next((place for place, holds in enumerate(is_working) if holds), 0)


def _is_acronym(word: str) -> bool:
    return len(word) >= _MIN_ACRONYM and _ACRONYM.fullmatch(word) is not None


def _is_general(name: str) -> bool:
    """Tell words that any institution may be called: *l'Université*, *Press Centre*."""
    return (listed("institutions.nouns", "institutions.suffixes") | working_words()).issuperset(folded_words(name))


def _is_agent(text: str) -> bool:
    """Tell words of which the first or the last ends like those for people: *Science Communicator*."""
    said = folded_words(text)
    return bool(said) and any(said[place].endswith(_agents()) for place in (0, -1))


def _agents() -> tuple[str, ...]:
    return tuple(words()["contacts.agents"])


def _is_named(text: str) -> bool:
    """Tell a few words that all begin with a capital, but for the little ones, without a figure or an address."""
    found = text.split()
    if not 0 < len(found) <= _MAX_NAME or not text[0].isupper() or any(sign.isdigit() or sign in "@/" for sign in text):
        return False
    return all(word[0].isupper() or (len(word) < _SMALL or fold(word) in _little()) for word in found)


def _little() -> frozenset[str]:
    return listed("connectors", "conjunctions", "articles")


def _leading() -> frozenset[str]:
    return listed("connectors", "articles", "contacts.belongs")


def _without_field(name: str) -> str:
    """Return the name of an agency without what it does: *Halden Public Relations*."""
    found = name.split()
    while len(found) > 1 and fold(found[-1]) in working_words():
        found.pop()
    return " ".join(found)


def _spellings(name: str) -> Iterator[str]:
    """Yield a name as a domain may have it: *Halden & Merel* without the sign, or with a word for it."""
    first, _, rest = name.partition(" ")
    yield rest if rest and fold(first) in words()["articles"] else name
    if "&" in name:
        yield from (name.replace("&", word) for word in words()["conjunctions"])


def _after_connectors(found: Sequence[str]) -> list[str]:
    """Return words without the articles and prepositions before them."""
    rest = list(found)
    while rest and fold(rest[0]) in _leading() and rest[0][0].islower():
        rest.pop(0)
    if rest:
        rest[0] = _ELIDED.sub("", rest[0])
    return rest


def _name_at(found: Sequence[str]) -> str:
    """Return the words as far as they may be one name: up to a word in small letters that leads nowhere."""
    size = len(found)
    for place, word in enumerate(found):
        is_little = fold(word) in _little() or _ELIDED.match(word)
        if is_role(word) or (word[0].islower() and not is_little and not _has_noun(found[:place])):
            size = place
            break
    while size and fold(found[size - 1]) in _little():
        size -= 1
    name = " ".join(found[:size])
    return name if name[:1].isupper() or is_institution(name) else ""


def _has_noun(found: Sequence[str]) -> bool:
    """Whether a name has begun with an institution's noun, behind which words in small letters may belong to it."""
    return not listed("institutions.nouns").isdisjoint(map(fold, found))
