"""What a cell is taken for: by its words, its place, and the addresses around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crm.reading.civilities import is_degree
from crm.reading.designations import has_institution_word, is_institution, is_role, opens_with_role
from crm.reading.local_parts import resembles, squeezed
from crm.reading.mixtures import kind_of_words, name_and_rest, rest_and_name, role_and_institution
from crm.reading.names import has_given_name, is_given_and_family, is_person, is_some_name
from crm.reading.offices import after_article, before_principal, is_desk
from crm.reading.persons import (
    asked_for,
    both_at,
    joined_persons,
    name_after_title,
    name_at_end,
    persons_at,
    where_named,
)
from crm.reading.tokens import Kind
from crm.reading.vocabulary import opens_with_phrase
from crm.reading.words import words
from crm.values import fold, folded_words

if TYPE_CHECKING:
    from crm.reading.cells import Cell
    from crm.reading.known import Known
    from crm.reading.mails import Mails

__all__ = ["Look"]

_MAX_NAME_WORDS: Final = 6
_LONG_LABEL: Final = 2
"""Spaces in a label that has a line of its own, from which on it is no person's name unless a given name says so."""
_MAX_PIECES: Final = 120
"""Characters of a cell in which a name is looked for beside something else."""
_SMALL_BEFORE: Final = re.compile(r"^(?:[a-zà-ÿ]{1,3}['’\s])+")
"""Articles and the like before a name: *la Ville*, *l'Université*."""
_STATE: Final = re.compile(r"[A-Z]{2}\s+(?:\d{5}(?:-\d{4})?|[A-Z]\d[A-Z]\s?\d[A-Z]\d)\b")
"""A state or a province, and the postcode of a town in it."""


@dataclass(frozen=True, slots=True)
class Look:
    """How the words of a section are looked at: beside its addresses, and the institutions that are known."""

    mails: Mails
    known: Known

    def at(self, cell: Cell, after: Cell | None) -> list[tuple[Cell, Kind]]:
        """Return what a cell is taken for, in pieces where it says two things; `after` is the next on its line."""
        if cell.problem is not None or cell.is_coordinate:
            return [(cell, Kind.PROBLEM if cell.problem else Kind.COORDINATE)]
        is_before_words = after is not None and not after.is_coordinate
        if cell.is_label and is_before_words and fold(cell.text.partition(" ")[0]) in words()["contacts.on_behalf"]:
            return [_for_whom(cell)]
        where = both_at(cell.text)
        if where:
            return [(cell._replace(text=where, is_label=False, is_joined=True), Kind.INSTITUTION)]
        kind = self._kind(cell, after)
        pieces = self._pieces(cell, kind, after)
        if not pieces:
            return [(cell, kind)]
        is_joined = [kind for _, kind in pieces].count(Kind.PERSON) > 1
        is_label = cell.is_label and len(pieces) == 1
        return [
            (cell._replace(text=text, is_label=is_label, is_joined=is_joined and kind is Kind.PERSON), kind)
            for text, kind in pieces
        ]

    def _kind(self, cell: Cell, after: Cell | None) -> Kind:
        """Return what a cell is as a whole."""
        text, folded = cell.text, fold(cell.text)
        is_name = is_person(text) or (is_given_and_family(text) and self._has_own_mail(cell))
        if is_degree(text) or folded in words().countries or _is_town(after):
            return Kind.OTHER
        if after_article(text):
            return Kind.DESK
        if is_desk(text):
            return Kind.ROLE if opens_with_role(text) else Kind.DESK
        if opens_with_phrase(folded_words(text), "contacts.duty"):
            return Kind.OTHER
        is_somebody = is_name and (has_given_name(text) or self._has_own_mail(cell))
        if (folded in self.known and not is_somebody) or self._names_a_domain(cell):
            return Kind.INSTITUTION
        if joined_persons(text):
            return Kind.PERSON
        if is_name and not has_given_name(text) and self._is_told(cell, after):
            return Kind.INSTITUTION
        return self._kind_of_name(cell, after) if is_name else _kind_of_words(cell, after)

    def _is_told(self, cell: Cell, after: Cell | None) -> bool:
        """Whether the text around tells that a name is an institution's, or a colon behind more than two words."""
        if self.known.begins(fold(cell.text)):
            return True
        is_long = cell.text.count(" ") >= _LONG_LABEL
        if is_long and cell.is_label and after is not None and after.email is not None and self._is_place(cell, after):
            return True
        if self._has_own_mail(cell) or not cell.is_label:
            return False
        return self.known.tells_often(cell.text) or (after is None and is_long)

    def _is_place(self, cell: Cell, after: Cell) -> bool:
        """Tell *Rising Valmont Merel: merel@valmont.example.org*: what has a word of its name as mailbox and domain."""
        local = squeezed(after.email.rpartition("@")[0]) if after.email is not None else ""
        return local in folded_words(cell.text) and self.mails.has_domain_with_word_of(cell.text, cell.line.number)

    def _kind_of_name(self, cell: Cell, after: Cell | None) -> Kind:
        if cell.is_label and _is_caseless(cell.text):
            return Kind.OTHER
        return Kind.INSTITUTION if self._is_rather_institution(cell, after) else Kind.PERSON

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
        """Return the things that a cell says where it says two, or one and something around it."""
        text = cell.text
        if kind in (Kind.PERSON, Kind.OTHER) and (both := joined_persons(text)):
            return [(name, Kind.PERSON) for name in both]
        if kind is not Kind.PERSON and len(text) <= _MAX_PIECES and (named := persons_at(text))[0]:
            return [*((name, Kind.PERSON) for name in named[0]), (named[1], Kind.INSTITUTION)]
        if kind is Kind.DESK and (office := after_article(text)):
            return [(office, kind)]
        if kind is Kind.INSTITUTION and (agency := before_principal(text)):
            return [(agency, kind)]
        if kind is Kind.OTHER and text[:1].islower() and is_institution(where := where_named(text)):
            return [(where, Kind.INSTITUTION)]
        if kind not in (Kind.OTHER, Kind.ROLE) or len(text) > _MAX_PIECES or " " not in text:
            return []
        is_reached = after is not None and after.is_coordinate
        found = name_and_rest(text) or rest_and_name(text, is_reached=is_reached)
        found = found or (role_and_institution(text) if kind is Kind.ROLE else [])
        return found or ([] if opens_with_role(text) else self._names_in(cell, after))

    def _names_in(self, cell: Cell, after: Cell | None) -> list[tuple[str, Kind]]:
        """Return the persons named in words that are no name: at their beginning or their end, or asked for."""
        found = self.speaks_of(cell)
        if found:
            return found
        titled = name_after_title(cell.text)
        if titled:
            return [(titled, Kind.PERSON)]
        name = name_at_end(cell.text) if after is not None and after.is_coordinate else None
        asked = asked_for(cell.text)
        if len(asked) == 1 and self._is_at(cell, asked[0]):
            return [(asked[0], Kind.PERSON)]
        if len(asked) > 1 and asked[-1] == name:
            return [(one, Kind.PERSON) for one in asked]
        local = after.email.rpartition("@")[0] if after is not None and after.email is not None else ""
        if name and (has_given_name(name) or resembles(local, name)):
            return [(name, Kind.PERSON)]
        role = _role_before(cell.text, name) if name else ""
        if name and role:
            return [(role, Kind.ROLE), (name, Kind.PERSON)]
        return [(name, Kind.PERSON) for name in asked]

    def said_of(self, cell: Cell) -> list[tuple[str, Kind]]:
        """Return the persons that a piece of a sentence is about or says to contact."""
        if cell.is_coordinate or cell.problem is not None:
            return []
        asked = [(name, Kind.PERSON) for name in asked_for(cell.text)] if len(cell.text) < _MAX_PIECES else []
        is_one_at_another = len(asked) == 1 and self._is_at(cell, asked[0][0])
        return self.speaks_of(cell) or (asked if len(asked) > 1 or is_one_at_another else [])

    def _is_at(self, cell: Cell, name: str) -> bool:
        """Whether whom a sentence says to contact stands before where they work: *reach Anne Le Goff at Verreval*."""
        last = name_at_end(cell.text)
        is_sure = has_given_name(name) or self._has_own_mail(cell._replace(text=name))
        return last is not None and last != name and is_sure and not has_given_name(last)

    def speaks_of(self, cell: Cell) -> list[tuple[str, Kind]]:
        """Return the name a sentence begins with, where an address was made from it: *Zoé Quint answers requests*."""
        if cell.is_coordinate or cell.problem is not None:
            return []
        found = cell.text.split()
        for size in range(min(_MAX_NAME_WORDS, len(found) - 1), 1, -1):
            name, rest = " ".join(found[:size]), " ".join(found[size:])
            if not (rest[0].islower() and is_person(name)) or self.known.resembles(fold(name)):
                continue
            if self._has_own_mail(cell._replace(text=name)):
                return [(name, Kind.PERSON), (rest, Kind.OTHER)]
        return []


def _kind_of_words(cell: Cell, after: Cell | None) -> Kind:
    """Return what words are that are no name: before a colon and an address they may be an institution's."""
    kind = kind_of_words(cell.text)
    is_before_address = cell.is_label and after is not None and after.email is not None
    if kind is Kind.OTHER and is_before_address and _is_name_of_something(cell.text):
        return Kind.INSTITUTION
    return kind


def _is_name_of_something(text: str) -> bool:
    """Tell what may be an institution before a colon: not a label, not a sentence."""
    found = folded_words(text)
    small = [word for word in text.split() if word[0].islower() and fold(word) not in words()["connectors"]]
    is_short = 0 < len(found) <= _MAX_NAME_WORDS and not small
    return text[:1].isalnum() and is_short and words()["contacts.labels"].isdisjoint((found[0], found[-1]))


def _role_before(text: str, name: str) -> str:
    """Return the one word for a role that stands right before a name: *… rettes til seniorrådgiver Ane Halden*."""
    before = text[: text.rindex(name)].split()[-1:]
    return before[0] if before and is_role(before[0]) else ""


def _for_whom(cell: Cell) -> tuple[Cell, Kind]:
    """Return what a label like *For the Halden Trust:* names: an institution, unless it is a minister or a person."""
    rest = cell.text.partition(" ")[2]
    name = _SMALL_BEFORE.sub("", rest)
    is_boss = not words()["contacts.bosses"].isdisjoint(folded_words(name))
    is_somebody = is_boss or (is_person(name) and has_given_name(name))
    if is_somebody or not (is_institution(name) or is_some_name(name)):
        return cell, Kind.OTHER
    return cell._replace(text=rest, is_label=False), Kind.INSTITUTION


def _is_town(after: Cell | None) -> bool:
    """Whether a state and its code follow, so that the words before are a town: *New Halden, NY 10001*."""
    return after is not None and not after.is_coordinate and _STATE.match(after.text) is not None


def _is_caseless(text: str) -> bool:
    return text.upper() == text.lower()
