"""Which institutions count as the same, or as one inside the other, on a day."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, case, or_, select
from sqlalchemy.orm import selectinload

from crm.models import Institution, InstitutionRelation, RelationKind

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from crm.expressions import DayLike
    from crm.models import Affiliation, ContactEmail, ContactPhone, PressContact

__all__ = ["ABOVE", "Places", "follows", "holds", "inside", "name_on", "on_day"]

ABOVE: Final = (RelationKind.PART_OF, RelationKind.SUPERVISED_BY)


@dataclass(slots=True)
class Places:
    """What institutions have become by a day, and what they were a part of then."""

    day: dt.date
    successors: dict[int, dict[int, Institution]]
    """What directly follows an institution, by keys."""
    above: dict[int, set[int]] = field(default_factory=dict)
    """What an institution is directly a part of, supervised by, or has become, by keys."""

    @classmethod
    def of(cls, session: Session, institutions: Iterable[int], day: dt.date) -> Places:
        """Return what these institutions, and what follows them, have become by that day."""
        found: dict[int, dict[int, Institution]] = {}
        for relation in _successors(session, set(institutions), day):
            found.setdefault(relation.related_id, {})[relation.institution_id] = relation.institution
        return cls(day, found)

    def look_above(self, session: Session, institutions: Iterable[int]) -> None:
        """Learn what these institutions are a part of, and what that is a part of, and so on."""
        for low, high in _edges(session, set(institutions), self.day):
            self.above.setdefault(low, set()).add(high)

    def family(self, institution: Institution | None) -> dict[int, Institution]:
        """Return the institution and what it has become, by their keys, nearest first; nothing for none."""
        found = {} if institution is None else {institution.id: institution}
        left = list(found)
        while left:
            for number, successor in self.successors.get(left.pop(0), {}).items():
                if number not in found:
                    found[number] = successor
                    left.append(number)
        return found

    def over(self, institution: int) -> set[int]:
        """Return the key of the institution and of all that is above it."""
        found, left = {institution}, [institution]
        while left:
            more = self.above.get(left.pop(), set()) - found
            found |= more
            left += more
        return found

    def jobs(self, contact: PressContact, institution: Institution | None) -> list[Affiliation]:
        """Return the jobs of a contact, `affiliations` loaded, that decide whether they work for an institution.

        Those there, at a part of it or at what became it; else those at what it is a part of; else all of them.
        """
        family = set(self.family(institution))
        if family:
            within = [job for job in contact.affiliations if family & self.over(job.institution_id)]
            beyond = set().union(*(self.over(one) for one in family))
            found = within or [job for job in contact.affiliations if job.institution_id in beyond]
            if found:
                return found
        return list(contact.affiliations)

    def gives(
        self, coordinate: ContactEmail | ContactPhone, contact: PressContact, institution: Institution | None
    ) -> bool:
        """Return whether a coordinate may be given out for that institution on the day.

        What belongs to a job elsewhere is given out only by somebody who has no job there: a stand-in from outside.
        """
        if coordinate.value is None or not coordinate.is_public:
            return False
        if coordinate.affiliation_id is None:
            return True
        jobs = self.jobs(contact, institution)
        return any(job.id == coordinate.affiliation_id and holds(job, self.day) for job in jobs)


def name_on(institution: Institution, day: dt.date, language: str | None = None) -> str:
    """Return what `institution`, its `names` loaded, was called on that day: by a dated name, else the present one.

    Of several, one in `language` goes first.
    """
    return institution.name_on(day, language)


def holds(record: Any, day: dt.date) -> bool:
    """Return whether a dated record, already loaded, holds on that day."""
    return bool(record.holds_on(day))


def on_day(model: Any, day: DayLike) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the conditions for a dated record to hold on that day."""
    return or_(model.starts_on.is_(None), model.starts_on <= day), or_(model.ends_on.is_(None), model.ends_on >= day)


def follows(relation: Any, day: DayLike) -> ColumnElement[bool]:
    """Return the condition for a relation to say that one institution has become another by that day."""
    has_begun = or_(relation.starts_on.is_(None), relation.starts_on <= day)
    return and_(relation.kind == RelationKind.SUCCESSOR_OF, has_begun)


def inside(relation: Any, day: DayLike) -> ColumnElement[bool]:
    """Return the condition for a relation to say that one institution is a part of another on that day."""
    return and_(relation.kind.in_(ABOVE), *on_day(relation, day))


def _successors(session: Session, institutions: set[int], day: dt.date) -> Iterable[InstitutionRelation]:
    """Return how each institution, and each successor of it, was followed by that day."""
    if not institutions:
        return ()
    relation = InstitutionRelation
    begun = follows(relation, day)
    first = select(relation.id, relation.institution_id).where(relation.related_id.in_(institutions), begun)
    tree = first.cte("later", recursive=True)
    tree = tree.union(
        select(relation.id, relation.institution_id).where(relation.related_id == tree.c.institution_id, begun)
    )
    return session.scalars(
        select(relation)
        .where(relation.id.in_(select(tree.c.id)))
        .options(selectinload(relation.institution).selectinload(Institution.names))
        .order_by(relation.id)
    )


def _edges(session: Session, institutions: set[int], day: dt.date) -> Iterable[tuple[int, int]]:
    """Return what is directly above each institution, and above that, on the day."""
    if not institutions:
        return ()
    relation = InstitutionRelation
    became, is_part = follows(relation, day), inside(relation, day)
    is_inside = relation.kind.in_(ABOVE)
    low = case((is_inside, relation.institution_id), else_=relation.related_id).label("low")
    high = case((is_inside, relation.related_id), else_=relation.institution_id).label("high")

    def from_(lows: Any) -> ColumnElement[bool]:
        return or_(and_(relation.institution_id.in_(lows), is_part), and_(relation.related_id.in_(lows), became))

    tree = select(low, high).where(from_(institutions)).cte("over", recursive=True)
    step = or_(
        and_(relation.institution_id == tree.c.high, is_part),
        and_(relation.related_id == tree.c.high, became),
    )
    tree = tree.union(select(low, high).where(step))
    return [(one, other) for one, other in session.execute(select(tree.c.low, tree.c.high))]
