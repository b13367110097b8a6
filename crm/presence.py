"""Whether somebody answers on a day, as conditions of a statement: the same decisions as those of one answer.

`crm.answers` decides about one communiqué, record by record, and says why. Here the database decides, so that all
communiqués can be asked about at once. What an institution is a part of, what has become of it, and who stands in for
whom is followed as far as it goes; a circle ends where it began.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, case, exists, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from crm.models import Absence, Affiliation, Communique, Coverage, InstitutionRelation, UsualContact
from crm.places import ABOVE, follows, inside, on_day

if TYPE_CHECKING:
    from sqlalchemy import CTE, ColumnElement, Select

    from crm.expressions import DayLike

__all__ = ["DEPTH", "answered", "given_out", "has_left", "within"]

DEPTH: Final = 5
"""How many stand-ins deep: whoever stands in may be away too."""


def answered(on: DayLike) -> ColumnElement[bool]:
    """Return the condition for somebody to answer for a `Coverage` of a `Communique` on that day, both being asked of.

    That is the contact, who works there and is there, or a stand-in, or a usual contact of the institution.
    """
    job, absence = aliased(Affiliation), aliased(Absence)
    begun, lasting = on_day(job, on)
    not_always = select(job.id).where(job.contact_id == Coverage.contact_id, ~and_(begun, lasting))
    ever_away = select(absence.id).where(absence.contact_id == Coverage.contact_id, *on_day(absence, on))
    # the second is what costs, and is asked of few: those who ever left a job, or are away
    simply = and_(~not_always.correlate(Coverage).exists(), ~ever_away.correlate(Coverage).exists())
    return or_(simply, _Around(on).reached())


def has_left(on: DayLike) -> ColumnElement[bool]:
    """Return the condition for the contact of a `Coverage`, which is asked of, to have left its institution by then."""
    around, ended = _Around(on), aliased(Affiliation)
    once = exists().where(around.deciding(ended, Coverage.contact_id), ended.ends_on < on).correlate_except(ended)
    left = select(literal(1)).where(around.gone(Coverage.contact_id), once)
    had_a_job = select(Affiliation.id).where(Affiliation.contact_id == Coverage.contact_id, Affiliation.ends_on < on)
    return and_(had_a_job.correlate(Coverage).exists(), around.among_places(left).correlate(Coverage).exists())


def given_out(model: Any, on: DayLike) -> ColumnElement[bool]:
    """Return the condition for the contact of a `Coverage`, which is asked of, to have an address, or a number.

    It is public and was read, and belongs to no job, or to one that holds on the day and decides whether they work
    there.
    """
    around, here, near = _Around(on), aliased(Affiliation), aliased(Affiliation)
    of_job = here.id == model.affiliation_id, here.institution_id == Coverage.institution_id
    of_near = near.id == model.affiliation_id, around.deciding(near, Coverage.contact_id)
    nearly = select(literal(1)).where(exists().where(*of_near, *on_day(near, on)).correlate_except(near))
    belongs = or_(
        model.affiliation_id.is_(None),
        exists().where(*of_job, *on_day(here, on)).correlate_except(here),
        around.among_places(nearly).correlate(Coverage, model).exists(),
    )
    mine = model.contact_id == Coverage.contact_id
    return exists().where(mine, model.error_code.is_(None), model.is_public, belongs).correlate_except(model)


def within(place: Any, whole: Any, on: DayLike) -> ColumnElement[bool]:
    """Return the condition for `place` to be `whole`, what became of it, or a part of these on that day."""
    around = _Around(on, whole)
    found = select(literal(1)).where(place.in_(select(around.below.c.id)))
    return or_(place == whole, around.among_places(found).correlate(place.parent, whole.parent).exists())


class _Around:
    """What is around the institution of a coverage on a day: each a small table inside the statement.

    They are asked of one coverage after the other, so that only the few relations around it are ever read.
    """

    def __init__(self, on: DayLike, place: Any = Coverage.institution_id) -> None:
        self.on, self.place = on, place
        self.family = self._family()
        self.below = self._climbed("below", select(self.family.c.id), is_up=False)
        self.above = self._climbed("above", self._here(), is_up=True)

    def _here(self) -> Select[int]:
        return select(self.place.label("id")).correlate(self.place.parent)

    def _family(self) -> CTE:
        """What the institution has become, itself first."""
        relation = aliased(InstitutionRelation)
        tree = self._here().cte("family", recursive=True, nesting=True)
        then = select(relation.institution_id).where(relation.related_id == tree.c.id, follows(relation, self.on))
        return tree.union(then)

    def _climbed(self, name: str, start: Select[int], *, is_up: bool) -> CTE:
        """What is above or below: a part is below its whole, and whatever was before is below what it has become."""
        relation = aliased(InstitutionRelation)
        tree = start.cte(name, recursive=True, nesting=True)
        low, high = relation.institution_id, relation.related_id
        part, new = (low, high) if is_up else (high, low), (high, low) if is_up else (low, high)
        is_part = and_(part[0] == tree.c.id, inside(relation, self.on))
        is_old = and_(new[0] == tree.c.id, follows(relation, self.on))
        other = case((relation.kind.in_(ABOVE), part[1]), else_=new[1])
        return tree.union(select(other).where(or_(is_part, is_old)))

    def among_places(self, asked: Select[Any]) -> Select[Any]:
        """Return a statement with the tables of places beside it."""
        return asked.add_cte(self.family, self.below, self.above, nest_here=True)

    # --- people -------------------------------------------------------------------------------------------------------

    def _nearness(self, job: Any) -> ColumnElement[int]:
        """How near a job is to the institution: of somebody's jobs only the nearest decide."""
        is_below = job.institution_id.in_(select(self.below.c.id))
        return case((is_below, 0), (job.institution_id.in_(select(self.above.c.id)), 1), else_=2)

    def deciding(self, job: Any, contact: Any) -> ColumnElement[bool]:
        """Return the condition for a job to be one of those that decide whether a contact works there."""
        other = aliased(Affiliation)
        nearest = select(func.min(self._nearness(other))).where(other.contact_id == contact).correlate_except(other)
        return and_(job.contact_id == contact, self._nearness(job) == nearest.scalar_subquery())

    def gone(self, contact: Any) -> ColumnElement[bool]:
        """Return the condition for a contact not to work there on the day; nobody whose jobs are unknown is gone."""
        job, known = aliased(Affiliation), aliased(Affiliation)
        holding = exists().where(self.deciding(job, contact), *on_day(job, self.on))
        return and_(exists().where(known.contact_id == contact).correlate_except(known), ~holding.correlate_except(job))

    def _away(self, absence: Any, contact: Any) -> ColumnElement[bool]:
        """Return the condition for an absence of a contact to be from there, on the day."""
        job = aliased(Affiliation)
        theirs = select(job.institution_id).where(self.deciding(job, contact)).correlate_except(job)
        there = or_(
            absence.institution_id.is_(None),
            self.place.is_(None),
            absence.institution_id.in_(select(self.family.c.id)),
            absence.institution_id.in_(theirs),
        )
        return and_(absence.contact_id == contact, there, *on_day(absence, self.on))

    def reached(self) -> ColumnElement[bool]:
        """Return the condition for somebody who works there, and is there, to be found from a coverage."""
        asked = self._asked_in_turn()
        absence = aliased(Absence)
        away = exists().where(self._away(absence, asked.c.contact_id)).correlate_except(absence)
        found = self.among_places(select(literal(1)).select_from(asked).where(~away)).add_cte(asked, nest_here=True)
        return found.correlate(Coverage, Communique).exists()

    def _asked_in_turn(self) -> CTE:
        """Who is asked: the contact, the usual contacts, and while they are away those who stand in for them."""
        first, absence = self._first(), aliased(Absence)
        tree = (
            select(first.c.contact_id, literal(0).label("depth"))
            .where(~self.gone(first.c.contact_id))
            .cte("asked", recursive=True, nesting=True)
        )
        instead = select(absence.stand_in_id, tree.c.depth + 1).where(
            absence.contact_id == tree.c.contact_id,
            tree.c.depth < DEPTH,
            absence.stand_in_id.is_not(None),
            self._away(absence, absence.contact_id),
            ~self.gone(absence.stand_in_id),
        )
        return tree.union(instead.correlate(Coverage))

    def _first(self) -> Any:
        usual = aliased(UsualContact)
        usually = select(usual.contact_id).where(
            usual.institution_id.in_(select(self.family.c.id)),
            usual.role == Coverage.role,
            or_(usual.language.is_(None), usual.language == Communique.language),
            usual.territory_key.is_(None),
            usual.topic_key.is_(None),
            *on_day(usual, self.on),
        )
        theirs = select(Coverage.contact_id.label("contact_id")).correlate(Coverage)
        return union_all(theirs, usually.correlate(Coverage, Communique)).subquery("first")
