"""Fetching the names that may be those of a text, with a few indexed look-ups whatever the number of institutions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from crm.base import folded
from crm.models import Institution, InstitutionDomain, InstitutionName, InstitutionRelation, NameKind, RelationKind
from crm.values import fold
from crm.values.institutions import keys_of, name_words
from crm.values.institutions.keys import joined, written_out
from crm.values.institutions.words import vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy.orm import Session

    from crm.values.institutions import NameWords

__all__ = [
    "OF_ACRONYMS",
    "NameRow",
    "Query",
    "Shelf",
    "acronyms_of",
    "bearers",
    "complete",
    "fetch",
    "fetch_acronyms",
    "probes",
    "shortened_acronyms_of",
    "stored",
]

_AT_ONCE: Final = 400
"""Values in one IN: old SQLite takes 999 in all."""
_MOST: Final = {"anchor": 600, "initials": 200}
"""Rows by the keys that many names share; where there are more, that key proves nothing."""
OF_ACRONYMS: Final = ("core_key", "head_key")
"""The columns in which an acronym stands."""
_MOST_LETTERS_APART: Final = 4
_LONGEST_ACRONYM: Final = 9
_SHORTEST_DERIVED: Final = 3
_MOST_WORDS: Final = 9
_REPEATED: Final = re.compile(r"([a-z])\1")
_CONJUNCTIONS: Final = frozenset("et and und".split())


@dataclass(frozen=True, slots=True)
class NameRow:
    """A stored name and what its institution is known by besides."""

    institution: int
    text: str
    kind: NameKind
    key: str
    initials: str | None
    city: str | None
    country: str | None

    @property
    def words(self) -> NameWords:
        """The words of the name."""
        return name_words(self.text)


@dataclass(frozen=True, slots=True)
class Query:
    """A text to be recognised, folded in every way that is needed once."""

    text: str
    key: str
    words: NameWords
    acronym: str | None
    """Its letters, folded, when it looks like one."""

    @classmethod
    def of(cls, text: str) -> Query:
        """Return the query for `text`."""
        return cls(text, folded(text), name_words(text), _acronym(text))


def _acronym(text: str) -> str | None:
    letters = [character for character in text if character.isalnum()]
    if not 2 <= len(letters) <= 16 or len(text.split()) > 2:
        return None
    capitals = sum(character.isupper() for character in letters)
    begins = letters[0].isupper() or letters[1].isupper()
    return folded(text).replace(" ", "") if capitals * 2 > len(letters) and begins else None


@dataclass(slots=True)
class Shelf:
    """The names fetched for some queries, and more of the institutions they belong to."""

    rows: dict[tuple[str, str], list[NameRow]] = field(default_factory=dict)
    """By the kind of key and the key."""
    names: dict[int, list[NameRow]] = field(default_factory=dict)
    """All names of an institution that was looked at."""
    parents: dict[int, set[int]] = field(default_factory=dict)
    domains: dict[int, set[str]] = field(default_factory=dict)
    flooded: set[str] = field(default_factory=set)
    """The kinds of key under which there were too many names to look at."""

    def of(self, query: Query, *, whole: bool = False) -> dict[int, NameRow]:
        """Return the names that may be meant; of the `whole` only, those of the same words."""
        found: dict[int, NameRow] = {}
        for probe in _whole(query) if whole else probes(query):
            for row in self.rows.get(probe, ()):
                found[id(row)] = row
        return found


def _whole(query: Query) -> set[tuple[str, str]]:
    """Return the keys of names that have the same words."""
    return {("key", query.key), ("core_key", joined(query.words.core))}


def probes(query: Query) -> set[tuple[str, str]]:
    """Return under which keys a query is looked up."""
    keys = keys_of(query.text)
    core = query.words.core
    found = {("key", query.key), ("core_key", keys.core), ("head_key", keys.core)}
    if query.words.heads:
        found.add(("core_key", joined(query.words.heads)))
    if keys.head:
        found |= {("core_key", keys.head), ("head_key", keys.head)}
    if len(core) > 1:
        found |= {("core_key", joined(core - {word})) for word in core}
    own = [word for word in core if not word.isdecimal() and len(word) > 1]
    rare = [word for word in own if word not in vocabulary().common] or own
    found |= {("anchor", word) for word in rare[:8]} | {("core_key", word) for word in rare[:8]}
    if query.acronym and len(query.acronym) <= _LONGEST_ACRONYM:
        for letters in written_out(query.acronym):
            found |= {("initials", part) for part in _initials(letters)}
    return found


def _initials(letters: str) -> set[str]:
    """Return the strings of initials that `letters` may be an acronym of: it may take more than one letter a word."""
    if len(letters) < _SHORTEST_DERIVED:
        return set()
    rest = letters[1:]
    return {
        letters[0] + "".join(chosen)
        for length in range(max(_SHORTEST_DERIVED - 1, len(rest) - _MOST_LETTERS_APART), len(rest) + 1)
        for chosen in combinations(rest, length)
    }


def acronyms_of(text: str) -> set[str]:
    """Return what the name `text` may be abbreviated to: the beginnings of its words, one to three letters each.

    >>> "ceriv" in acronyms_of("Centre d'études sur les rivières")
    True
    """
    return _beginnings([token.word for token in name_words(text).tokens], fold(text).split())


def shortened_acronyms_of(text: str) -> set[str]:
    """Return what `text` may be abbreviated to without its last word, or one that says nothing.

    >>> "ceri" in shortened_acronyms_of("Centre d'études sur les rivières Halden")
    True
    """
    tokens, neutral = name_words(text).tokens, vocabulary().neutral
    made: set[str] = set()
    for place, left_out in enumerate(tokens):
        if left_out.canonical in neutral or place == len(tokens) - 1:
            kept = [token.word for token in tokens if token is not left_out]
            made |= _beginnings(kept, [word for word in fold(text).split() if word != left_out.word])
    return {one for one in made if len(one) > _SHORTEST_DERIVED}


def _beginnings(words: list[str], joining: list[str]) -> set[str]:
    """Return the strings made of the beginnings of all `words`; of what joins them, a letter may be taken."""
    if not 3 <= len(words) <= _MOST_WORDS:
        return set()
    most = 3 if len(words) < 6 else 2 if len(words) < 8 else 1
    made = {""}
    for place, word in enumerate(joining if set(words) <= set(joining) else words):
        if word in words:
            made = {start + word[:length] for start in made for length in range(1, min(most, len(word)) + 1)}
        elif word in _CONJUNCTIONS and place:
            made |= {start + word[0] for start in made}
    initials = "".join(word[0] for word in words)
    made |= {_REPEATED.sub(form, initials) for form in (r"2\1", r"\g<1>2")}
    return {one for one in made if _SHORTEST_DERIVED <= len(one) <= _LONGEST_ACRONYM}


def fetch_acronyms(session: Session, acronyms: Collection[str]) -> list[NameRow]:
    """Return those of the acronyms that there are."""
    shelf, made = Shelf(), sorted(acronyms)
    for place in range(0, len(made), _AT_ONCE):
        for column in OF_ACRONYMS:
            _collect(session, shelf, column, made[place : place + _AT_ONCE])
    return [row for rows in shelf.rows.values() for row in rows]


def bearers(session: Session, keys: Collection[str]) -> list[NameRow]:
    """Return the names that have one of these keys."""
    shelf = Shelf()
    _collect(session, shelf, "key", sorted(keys)[:_AT_ONCE])
    return [row for rows in shelf.rows.values() for row in rows]


def stored(session: Session, wanted: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return those of the keys, each with its column, under which a name is stored."""
    by_column: dict[str, list[str]] = {}
    for column, value in sorted(wanted):
        by_column.setdefault(column, []).append(value)
    found: set[tuple[str, str]] = set()
    for column, values in by_column.items():
        attribute = getattr(InstitutionName, column)
        for place in range(0, len(values), _AT_ONCE):
            some = select(attribute).where(attribute.in_(values[place : place + _AT_ONCE])).distinct()
            found.update((column, one) for one in session.scalars(some))
    return found


def fetch(session: Session, queries: Iterable[Query], *, whole: bool = False) -> Shelf:
    """Return the names that may be meant by any of `queries`; of the `whole` only, those of the same words."""
    wanted: dict[str, set[str]] = {}
    for query in queries:
        for column, value in _whole(query) if whole else probes(query):
            wanted.setdefault(column, set()).add(value)
    shelf = Shelf()
    for column, values in sorted(wanted.items()):
        listed = sorted(values)
        for place in range(0, len(listed), _AT_ONCE):
            _collect(session, shelf, column, listed[place : place + _AT_ONCE])
    return shelf


def _collect(session: Session, shelf: Shelf, column: str, values: Collection[str]) -> None:
    attribute = getattr(InstitutionName, column)
    statement = _select(attribute).where(attribute.in_(values))
    if column in _MOST:
        # by the key first, as its index is: by the id alone PostgreSQL would walk the whole primary key
        statement = statement.order_by(attribute, InstitutionName.id).limit(_MOST[column])
    found = session.execute(statement).all()
    if len(found) == _MOST.get(column):
        shelf.flooded.add(column)
    for key, *rest in found:
        shelf.rows.setdefault((column, key), []).append(NameRow(*rest))


def _select(first: Any) -> Any:
    name, one = InstitutionName, Institution
    return select(
        first, name.institution_id, name.text, name.kind, name.key, name.initials, one.city, one.country
    ).join(one, one.id == name.institution_id)


def complete(session: Session, shelf: Shelf, institutions: Collection[int]) -> None:
    """Add all names and the parents of `institutions` to the shelf."""
    missing = [one for one in institutions if one not in shelf.names]
    for place in range(0, len(missing), _AT_ONCE):
        some = missing[place : place + _AT_ONCE]
        for one in some:
            shelf.names[one] = []
            shelf.parents[one] = set()
            shelf.domains[one] = set()
        for number, *rest in session.execute(
            _select(InstitutionName.institution_id).where(InstitutionName.institution_id.in_(some))
        ):
            shelf.names[number].append(NameRow(*rest))
        table = InstitutionRelation
        above = select(table.institution_id, table.related_id).where(
            table.institution_id.in_(some), table.kind == RelationKind.PART_OF
        )
        for number, parent in session.execute(above):
            shelf.parents[number].add(parent)
        hosts = select(InstitutionDomain.institution_id, InstitutionDomain.domain).where(
            InstitutionDomain.institution_id.in_(some)
        )
        for number, domain in session.execute(hosts):
            shelf.domains[number].add(domain)
