"""Institutions as they leave the database: all their names, identifiers and relations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy.orm import selectinload

from crm.exchange.exporting.cells import SEPARATOR
from crm.models import Institution, InstitutionRelation, NameKind, RelationKind
from crm.values import IdentifierScheme

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Generator, Iterable, Iterator

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

__all__ = ["institution_dict", "institution_rows", "institutions_of"]

_CHUNK: Final = 500


def institutions_of(session: Session, statement: Select[Institution]) -> Generator[Institution]:
    """Yield the institutions of `statement` with all that belongs to them, read in chunks."""
    related = selectinload(Institution.relations).selectinload(InstitutionRelation.related)
    loaded = statement.options(
        selectinload(Institution.names),
        selectinload(Institution.identifiers),
        selectinload(Institution.domains),
        related,
    )
    with session.scalars(loaded.order_by(Institution.id), execution_options={"yield_per": _CHUNK}) as found:
        yield from found


_COLUMNS: Final[dict[str, Callable[[Institution], Iterable[str | None]]]] = {
    "uid": lambda one: [str(one.uid)],
    "name": lambda one: [one.name],
    "kind": lambda one: [one.kind],
    "country": lambda one: [one.country],
    "city": lambda one: [one.city],
    "website": lambda one: [one.website],
    "status": lambda one: [one.status],
    "short names": lambda one: _named(one, NameKind.SHORT),
    "acronyms": lambda one: _named(one, NameKind.ACRONYM),
    "other names": lambda one: _named(one, NameKind.OFFICIAL, NameKind.ALIAS),
    "former names": lambda one: _named(one, NameKind.FORMER),
    "part of": lambda one: [relation.related.name for relation in _parts(one)],
    "part of uid": lambda one: [str(relation.related.uid) for relation in _parts(one)],
    "domains": lambda one: [domain.domain for domain in sorted(one.domains, key=lambda domain: domain.id)],
    **{scheme.upper(): lambda one, scheme=scheme: _identified(one, scheme) for scheme in IdentifierScheme},  # type: ignore[misc]
}


def institution_rows(institutions: Iterable[Institution]) -> Iterator[list[str]]:
    """Yield a heading and a row for each of `institutions`."""
    yield list(_COLUMNS)
    for one in institutions:
        yield [SEPARATOR.join(text for text in texts(one) if text) for texts in _COLUMNS.values()]


def _named(one: Institution, *kinds: NameKind) -> list[str]:
    """The names of these kinds but for the one it is displayed by."""
    names = [name.text for name in sorted(one.names, key=lambda name: name.id) if name.kind in kinds]
    return list(dict.fromkeys(name for name in names if name != one.name))


def _parts(one: Institution) -> list[InstitutionRelation]:
    return [relation for relation in _relations(one) if relation.kind == RelationKind.PART_OF]


def _relations(one: Institution) -> list[InstitutionRelation]:
    return sorted(one.relations, key=lambda relation: relation.id)


def _identified(one: Institution, scheme: IdentifierScheme) -> list[str]:
    return sorted(identifier.value for identifier in one.identifiers if identifier.scheme == scheme)


def institution_dict(one: Institution) -> dict[str, Any]:
    """Return all that is known of an institution but its boilerplates, for JSON."""
    return {
        "uid": str(one.uid),
        "name": one.name,
        "kind": one.kind,
        "country": one.country,
        "city": one.city,
        "website": one.website,
        "status": one.status,
        "names": [
            {
                "text": name.text,
                "kind": name.kind,
                "language": name.language,
                "starts_on": _day(name.starts_on),
                "ends_on": _day(name.ends_on),
            }
            for name in sorted(one.names, key=lambda name: name.id)
        ],
        "identifiers": [
            {"scheme": identifier.scheme, "value": identifier.value}
            for identifier in sorted(one.identifiers, key=lambda identifier: (identifier.scheme, identifier.value))
        ],
        "domains": [
            {"domain": domain.domain, "use": domain.use} for domain in sorted(one.domains, key=lambda domain: domain.id)
        ],
        "relations": [
            {
                "kind": relation.kind,
                "institution": relation.related.name,
                "institution_uid": str(relation.related.uid),
                "starts_on": _day(relation.starts_on),
                "ends_on": _day(relation.ends_on),
            }
            for relation in _relations(one)
        ],
    }


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
