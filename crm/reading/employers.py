"""Words that may name whoever employs somebody, and those that surely do not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crm.reading.designations import has_institution_word, is_institution, is_role, opens_with_role
from crm.reading.offices import is_of_work, working_words
from crm.reading.vocabulary import listed
from crm.reading.words import words
from crm.values import fold, folded_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.reading.known import Known
    from crm.reading.lines import Line
    from crm.reading.mails import Mails

__all__ = [
    "Employers",
    "after_connectors",
    "has_noun",
    "is_acronym",
    "is_agent",
    "is_named",
    "is_named_office",
    "leading_words",
    "name_at",
    "size_before_work",
]

_MAX_BEHIND: Final = 100
"""Characters behind a name in which the one who employs it is looked for."""
_MAX_NAME: Final = 7
"""Words of a name that stands alone beside a person's."""
_MIN_ACRONYM: Final = 3
_ACRONYM: Final = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ0-9]+")
_ELIDED: Final = re.compile(r"^(?:[dl]|d[ae]ll|nell|sull|all)['’](?=\w)", re.IGNORECASE)
_SMALL: Final = 4
"""Letters of a word in small letters within a name."""


@dataclass(frozen=True, slots=True)
class Employers:
    """The institutions of a page: those known from elsewhere in it, and those that an address here is of."""

    mails: Mails
    known: Known

    def is_known(self, text: str, line: int) -> bool:
        """Whether an institution is called so, as a whole or but for its town or its field of work."""
        folded = fold(text)
        return self.known.begins(folded) or folded in self.known or self.is_called(_without_field(text), line)

    def is_called(self, name: str, line: int) -> bool:
        """Whether exactly that is an institution's name, elsewhere in the text or in an address near a line."""
        if is_of_work(name) or _is_general(name):
            return False
        return fold(name) in self.known or any(self.mails.has_domain_called(one, line) for one in _spellings(name))

    def may_be(self, name: str, line: int) -> bool:
        """Whether what a role leads to is an institution: a known one, one by its noun, or initials."""
        if opens_with_role(name) or is_of_work(name):
            return False
        if self.is_known(name, line):
            return True
        is_several = " " in name and has_institution_word(name[0].upper() + name[1:]) and not _is_general(name)
        return is_several or is_acronym(name)

    def behind(self, person: str, line: Line) -> str:
        """Return the institution at which a line says that somebody is to be reached, where an address tells it."""
        _, name, behind = line.plain.partition(person)
        found = behind[:_MAX_BEHIND].split()[: _MAX_NAME + 1] if name and behind.startswith(" ") else []
        if len(found) <= 1 or found[0] not in words()["contacts.belongs"]:
            return ""
        rest = after_connectors(found)
        wheres = (" ".join(rest[:size]).rstrip(",.:;") for size in range(len(rest), 0, -1))
        return next((where for where in wheres if self._is_where(where, line.number)), "")

    def _is_where(self, where: str, line: int) -> bool:
        is_whole = fold(where.rpartition(" ")[2]) not in _little_words()
        return is_whole and is_named(where) and self.is_called(_without_field(where), line)


def size_before_work(found: Sequence[str]) -> int:
    """Return how many words stand before the first one of a role or a field of work."""
    is_working = (fold(word) in working_words() or is_role(word) for word in found)
    return next((place for place, holds in enumerate(is_working) if holds), 0)


def is_acronym(word: str) -> bool:
    """Tell three capitals and more."""
    return len(word) >= _MIN_ACRONYM and _ACRONYM.fullmatch(word) is not None


def _is_general(name: str) -> bool:
    """Tell words that any institution may be called: *l'Université*, *Press Centre*."""
    return (listed("institutions.nouns", "institutions.suffixes") | working_words()).issuperset(folded_words(name))


def is_named_office(office: str) -> bool:
    """Tell *Halden News Service*, which names an institution, from *Press office* and *Service de presse de …*."""
    found = office.split()
    return fold(found[0]) not in working_words() and not _is_general(office) and is_named(office)


def is_agent(text: str) -> bool:
    """Tell words of which the first or the last ends like those for people: *Science Communicator*."""
    said = folded_words(text)
    return bool(said) and any(said[place].endswith(_agents()) for place in (0, -1))


def _agents() -> tuple[str, ...]:
    return tuple(words()["contacts.agents"])


def is_named(text: str) -> bool:
    """Tell a few words that all begin with a capital, but for the little ones, without a figure or an address."""
    found = text.split()
    if not 0 < len(found) <= _MAX_NAME or not text[0].isupper() or any(sign.isdigit() or sign in "@/" for sign in text):
        return False
    return all(word[0].isupper() or (len(word) < _SMALL or fold(word) in _little_words()) for word in found)


def _little_words() -> frozenset[str]:
    return listed("connectors", "conjunctions", "articles")


def leading_words() -> frozenset[str]:
    """Return the little words that lead from a role to an institution: *de*, *at*, *bei der*."""
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


def after_connectors(found: Sequence[str]) -> list[str]:
    """Return words without the articles and prepositions before them."""
    rest = list(found)
    while rest and fold(rest[0]) in leading_words() and rest[0][0].islower():
        rest.pop(0)
    if rest:
        rest[0] = _ELIDED.sub("", rest[0])
    return rest


def name_at(found: Sequence[str]) -> str:
    """Return the words as far as they may be one name: up to a word in small letters that leads nowhere."""
    size = len(found)
    for place, word in enumerate(found):
        is_little = fold(word) in _little_words() or _ELIDED.match(word)
        is_headed = has_noun(found[: max(place, 1)])
        if is_role(word) or (word[0].islower() and not is_little and not is_headed):
            size = place
            break
    while size and fold(found[size - 1]) in _little_words():
        size -= 1
    name = " ".join(found[:size])
    is_headed = size > 1 and has_noun(found[:1]) and found[1][0].isupper()  # *association Orvane*
    return name if name[:1].isupper() or is_headed or is_institution(name) else ""


def has_noun(found: Sequence[str]) -> bool:
    """Whether a name has begun with an institution's noun, behind which words in small letters may belong to it."""
    return not listed("institutions.nouns").isdisjoint(map(fold, found))
