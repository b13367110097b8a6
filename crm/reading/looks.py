"""What a cell is taken for: by its words, its place, and the addresses around it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from crm.reading.mixtures import kind_of_words, name_and_rest, rest_and_name, role_and_institution
from crm.reading.names import has_given_name, has_institution_word, is_degree, is_person, opens_with_role, resembles
from crm.reading.offices import before_principal, is_desk
from crm.reading.persons import asked_for, name_at_end, two_persons
from crm.reading.tokens import Kind
from crm.reading.words import words
from crm.values import fold, folded_words

if TYPE_CHECKING:
    from collections.abc import Collection

    from crm.reading.cells import Cell
    from crm.reading.mails import Mails

__all__ = ["Look"]

_MAX_NAME_WORDS: Final = 6
_MAX_PIECES: Final = 120
"""Characters of a cell in which a name is looked for beside something else."""


@dataclass(frozen=True, slots=True)
class Look:
    """How the words of a section are looked at: beside its addresses, and the institutions that are known."""

    mails: Mails
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
        kind = kind_of_words(text)
        if kind is Kind.OTHER and cell.is_label and after is not None and after.email is not None:
            return Kind.INSTITUTION if _is_name_of_something(text) else kind
        return kind

    def _names_a_domain(self, cell: Cell) -> bool:
        return self.mails.has_domain_called(cell.text, cell.line.number) and not self._has_own_mail(cell)

    def _has_own_mail(self, cell: Cell) -> bool:
        return self.mails.has_one_of(cell.text, cell.line.number)

    def _is_rather_institution(self, cell: Cell, after: Cell | None) -> bool:
        """Tell an institution shaped like a person's name: by its words, its domain, or what its colon leads to."""
        if has_given_name(cell.text) or self._has_own_mail(cell):
            return False
        if has_institution_word(cell.text) or self.mails.has_domain_with_word_of(cell.text, cell.line.number):
            return True
        return cell.is_label and after is not None and after.email is not None and after.email.is_shared

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
        found = name_and_rest(text) or rest_and_name(text)
        if not found and kind is Kind.OTHER:
            found = self.speaks_of(cell)
        if not found and kind is Kind.OTHER and after is not None and after.is_coordinate:
            name = name_at_end(text)
            is_sure = name is not None and (has_given_name(name) or (after.email and resembles(after.email, name)))
            found = [(name, Kind.PERSON)] if name and is_sure else []
        if not found and kind is Kind.OTHER:
            found = [(name, Kind.PERSON) for name in asked_for(text)]
        if not found and kind is Kind.ROLE:
            found = role_and_institution(text)
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


def _is_name_of_something(text: str) -> bool:
    """Tell what may be an institution before a colon: not a label, not a sentence."""
    found = folded_words(text)
    small = [word for word in text.split() if word[0].islower() and fold(word) not in words()["connectors"]]
    is_short = 0 < len(found) <= _MAX_NAME_WORDS and not small
    return text[:1].isalnum() and is_short and words()["contacts.labels"].isdisjoint((found[0], found[-1]))


def _is_caseless(text: str) -> bool:
    return text.upper() == text.lower()
