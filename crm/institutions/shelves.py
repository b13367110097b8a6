"""Fetching the names that may be those of a text, with a few indexed look-ups whatever the number of institutions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import or_, select

from crm.base import folded
from crm.institutions.spelling import LONGEST_ACRONYM, initials_within
from crm.models import Institution, InstitutionDomain, InstitutionName, InstitutionRelation, NameKind, RelationKind
from crm.values.institutions import keys_of, name_words
from crm.values.institutions.keys import joined, written_out
from crm.values.institutions.sites import SiteKeys
from crm.values.institutions.words import vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sqlalchemy.orm import Session

    from crm.values.institutions import NameWords

__all__ = [
    "OF_ACRONYMS",
    "OF_SITE",
    "NameRow",
    "Query",
    "Shelf",
    "addressed",
    "complete",
    "fetch",
    "fetch_acronyms",
    "fetch_bearers",
    "fetch_housed",
    "labelled",
    "probes",
    "stored",
]

_AT_ONCE: Final = 400
"""Values in one IN: old SQLite takes 999 in all."""
_MOST: Final = {"anchor": 600, "initials": 200}
"""Rows by the keys that many names share; where there are more, that key proves nothing."""
OF_ACRONYMS: Final = ("core_key", "head_key")
"""The columns in which an acronym stands."""
OF_SITE: Final = ("site_key", "site_first", "site_last")
"""The columns in which all letters of what a website is called stand, and the words at both its ends."""
_MOST_LABELLED: Final = 20
_NOWHERE: Final = SiteKeys(None, None, None)


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
    sites: dict[int, SiteKeys] = field(default_factory=dict)
    bearers: dict[str, list[NameRow]] = field(default_factory=dict)
    """All names that have a key that some likely institution has."""
    housed: dict[str, set[int]] = field(default_factory=dict)
    """Whose website is called by some letters."""
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
    if query.acronym and len(query.acronym) <= LONGEST_ACRONYM:
        for letters in written_out(query.acronym):
            found |= {("initials", part) for part in initials_within(letters)}
    return found


def fetch_acronyms(session: Session, acronyms: Collection[str]) -> list[NameRow]:
    """Return those of the acronyms that there are."""
    shelf, made = Shelf(), sorted(acronyms)
    for place in range(0, len(made), _AT_ONCE):
        for column in OF_ACRONYMS:
            _collect(session, shelf, column, made[place : place + _AT_ONCE])
    return [row for rows in shelf.rows.values() for row in rows]


def labelled(session: Session, letters: str) -> set[int]:
    """Return the institutions one of whose domains begins with `letters` and a dot or a hyphen."""
    domain = InstitutionDomain.domain
    after = letters[:-1] + chr(ord(letters[-1]) + 1)
    statement = (
        select(InstitutionDomain.institution_id, domain)
        .where(domain >= letters, domain < after)  # an index serves a range in any collation, a pattern only in some
        .where(or_(domain.like(f"{letters}.%"), domain.like(f"{letters}-%")))
        .limit(_MOST_LABELLED)
    )
    return set(session.scalars(statement))


def fetch_housed(session: Session, shelf: Shelf, letters: Iterable[str]) -> None:
    """Note whose website is called by each of `letters`, or has a name that begins or ends with the word."""
    new = sorted(set(letters) - shelf.housed.keys())
    one = Institution
    keys = [getattr(one, column) for column in OF_SITE]
    for place in range(0, len(new), _AT_ONCE // 3):
        some = new[place : place + _AT_ONCE // 3]
        shelf.housed.update((called, set()) for called in some)
        statement = select(one.id, *keys).where(or_(*(key.in_(some) for key in keys)))
        for number, *called in session.execute(statement.limit(_MOST_LABELLED * len(some))):
            for word in shelf.housed.keys() & set(called):
                shelf.housed[word].add(number)


def addressed(session: Session, letters: Collection[str]) -> set[int]:
    """Return the institutions all of whose website's name is one of `letters`."""
    statement = select(Institution.id).where(Institution.site_key.in_(sorted(letters)[:_AT_ONCE]))
    return set(session.scalars(statement.limit(_MOST_LABELLED)))


def fetch_bearers(session: Session, shelf: Shelf, keys: Iterable[str]) -> None:
    """Note all names that have each of these keys."""
    new = sorted(set(keys) - shelf.bearers.keys())
    shelf.bearers.update((key, []) for key in new)
    fetched = Shelf()
    for place in range(0, len(new), _AT_ONCE):
        _collect(session, fetched, "key", new[place : place + _AT_ONCE])
    for (_, key), rows in fetched.rows.items():
        shelf.bearers[key] = rows


def stored(session: Session, wanted: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return those of the keys, each with its column, under which a name is stored."""
    by_column: dict[str, list[str]] = {}
    for column, value in sorted(wanted):
        by_column.setdefault(column, []).append(value)
    found: set[tuple[str, str]] = set()
    for column, values in by_column.items():
        attribute = getattr(Institution if column in OF_SITE else InstitutionName, column)
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
    for column in sorted(_MOST.keys() & wanted.keys()):
        listed = sorted(wanted.pop(column))
        for place in range(0, len(listed), _AT_ONCE):
            _collect(session, shelf, column, listed[place : place + _AT_ONCE])
    keys = sorted((column, value) for column, values in wanted.items() for value in values)
    for place in range(0, len(keys), _AT_ONCE):
        _collect_any(session, shelf, keys[place : place + _AT_ONCE])
    return shelf


def _collect_any(session: Session, shelf: Shelf, keys: Sequence[tuple[str, str]]) -> None:
    """Add the names that any of the keys finds, with one statement: many are found by several."""
    table = InstitutionName
    wanted: dict[str, set[str]] = {}
    for column, value in keys:
        wanted.setdefault(column, set()).add(value)
    found = or_(*(getattr(table, column).in_(sorted(values)) for column, values in wanted.items()))
    statement = _select(table.core_key).add_columns(table.head_key).where(found)
    for core, *rest, head in session.execute(statement):
        row = NameRow(*rest)
        for column, key in (("key", row.key), ("core_key", core), ("head_key", head)):
            if key in wanted.get(column, ()):
                shelf.rows.setdefault((column, key), []).append(row)


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
            shelf.sites[one] = _NOWHERE
        body = Institution
        named = _select(InstitutionName.institution_id).add_columns(body.site_key, body.site_first, body.site_last)
        for number, *rest, key, first, last in session.execute(named.where(InstitutionName.institution_id.in_(some))):
            shelf.names[number].append(NameRow(*rest))
            shelf.sites[number] = SiteKeys(key, first, last)
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
