"""Institutions: found under any of their names, related to one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from crm import lookup
from crm.base import folded
from crm.columns import chosen
from crm.models import Institution, InstitutionName, InstitutionRelation, RelationKind

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

__all__ = ["find", "named", "parents_of", "relate"]


def named(text: str) -> Select[Institution]:
    """Return the institutions that have, or had, exactly this name; case, accents and punctuation do not count."""
    bearers = select(InstitutionName.institution_id).where(InstitutionName.key == folded(text))
    return select(Institution).where(Institution.id.in_(bearers)).order_by(Institution.id)


def find(session: Session, text: str) -> Institution:
    """Return the institution that `text`, its number, uid or a name, means. Raises `NotFound` or `Ambiguous`."""
    identity = lookup.by_identity(Institution, text)
    statement = named(text) if identity is None else select(Institution).where(identity)
    return lookup.one_of(session, statement, "institution", text, lambda found: f"{found.id} {found.name}")


def parents_of(institution: Institution) -> Select[Institution]:
    """Return the institutions that `institution` is directly a part of, at any time."""
    return (
        select(Institution)
        .join(InstitutionRelation, InstitutionRelation.related_id == Institution.id)
        .where(InstitutionRelation.institution_id == institution.id, InstitutionRelation.kind == RelationKind.PART_OF)
        .order_by(Institution.id)
    )


def relate(
    session: Session,
    institution: Institution,
    kind: RelationKind | str,
    related: Institution,
    *,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
) -> InstitutionRelation:
    """Relate `institution` to `related` and return the relation; one that is there already is returned as it is.

    Raises:
        RelationCycle: `related` already stands, in the same way, below `institution`.
        PeriodReversed: the relation would end before it starts.
    """
    session.flush()
    known = session.scalars(
        select(InstitutionRelation).where(
            InstitutionRelation.institution_id == institution.id,
            InstitutionRelation.kind == chosen(RelationKind)(kind),
            InstitutionRelation.related_id == related.id,
            InstitutionRelation.starts_on.is_not_distinct_from(starts_on),
        )
    ).first()
    if known is not None:
        return known
    relation = InstitutionRelation(
        institution_id=institution.id,
        kind=kind,
        related_id=related.id,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    session.add(relation)
    session.flush()
    return relation
