"""What a handover would do, and what somebody should know before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from crm.base import TABLE_PREFIX
from crm.errors import HandoverRefused
from crm.handovers.records import OWNERS, SAME, called, lasting, on_day
from crm.models import Absence, Affiliation, Coverage, Institution, PressContact, Staffing, UsualContact

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

__all__ = ["Doubt", "Plan", "Planned", "preview"]


@dataclass(frozen=True, slots=True)
class Planned:
    """One record that a handover would end, or give as a whole."""

    record: Coverage | UsualContact | Staffing | Absence | Affiliation
    is_whole: bool = False
    """Whether it has not begun on the day, so that the successor gets it as it is."""
    is_held: bool = False
    """Whether the successor has the same already, so that nothing has to follow."""

    @property
    def subject(self) -> str:
        """The table of the record, without its prefix."""
        return str(self.record.__tablename__).removeprefix(TABLE_PREFIX)


class Doubt(NamedTuple):
    """What somebody should know before: a stable `code`, and words."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a handover would do, in order, and what somebody should know before."""

    leaver: PressContact
    successor: PressContact
    starts_on: dt.date
    institution: Institution | None
    items: tuple[Planned, ...]
    doubts: tuple[Doubt, ...]

    def count(self, model: type[Any]) -> int:
        """Return how many records of that kind are handed over."""
        return sum(isinstance(item.record, model) for item in self.items)


def preview(
    session: Session,
    leaver: PressContact,
    successor: PressContact,
    starts_on: dt.date,
    *,
    institution: Institution | None = None,
    leaves: bool = False,
    stand_ins: bool = False,
) -> Plan:
    """Return what `hand_over` would do, and write nothing.

    With an `institution` only what is on its behalf. If the leaver `leaves`, their affiliation ends too, and with it
    the addresses and numbers that belong to it. With `stand_ins` the successor also stands in for those for whom the
    leaver does; what cannot be given is among the doubts, and so is all of it without.

    Raises:
        HandoverRefused: both are the same contact.
    """
    session.flush()
    if leaver.id == successor.id:
        raise HandoverRefused("a contact cannot hand over to themselves", code="handover.same_contact")
    models = [model for model in OWNERS if stand_ins or model is not Absence]
    items = [item for model in models for item in _planned(session, model, leaver, successor, starts_on, institution)]
    jobs = _jobs(session, leaver, starts_on, institution) if leaves else []
    given = {item.record for item in items}
    left = [one for one in _stood_in(session, leaver, starts_on) if one not in given]
    doubts = [
        *_doubts(session, leaver, successor, starts_on, institution),
        *_not_there(session, successor, starts_on, [one for one in given if isinstance(one, Absence)]),
        *(_left_open(leaver, successor, starts_on, one) for one in left),
    ]
    if leaves and not jobs:
        doubts.append(Doubt("handover.no_job", f"{called(leaver)} has no job on record that could end"))
    return Plan(leaver, successor, starts_on, institution, (*items, *(Planned(job) for job in jobs)), tuple(doubts))


def _planned(
    session: Session,
    model: type[Any],
    leaver: PressContact,
    successor: PressContact,
    starts_on: dt.date,
    institution: Institution | None,
) -> Iterator[Planned]:
    """Yield the records of one kind that are open on the day or later."""
    mine = _open(session, model, leaver, starts_on, institution)
    theirs = _open(session, model, successor, starts_on, institution)
    for record in mine:
        if model is Absence and record.contact_id == successor.id:
            continue  # nobody stands in for themselves
        is_whole = record.starts_on is not None and record.starts_on >= starts_on
        is_held = not is_whole and any(_covers(model, one, record, starts_on) for one in theirs)
        yield Planned(record, is_whole=is_whole, is_held=is_held)


def _covers(model: type[Any], held: Any, record: Any, starts_on: dt.date) -> bool:
    """Whether the successor's record is the same, from the day on until the leaver's would have ended."""
    has_begun = held.starts_on is None or held.starts_on <= starts_on
    lasts = held.ends_on is None or (record.ends_on is not None and held.ends_on >= record.ends_on)
    return _same(model, held) == _same(model, record) and has_begun and lasts


def _open(
    session: Session, model: type[Any], contact: PressContact, starts_on: dt.date, institution: Institution | None
) -> Sequence[Any]:
    on_behalf = [] if institution is None or model is Staffing else [model.institution_id == institution.id]
    owner = getattr(model, OWNERS[model])
    statement = select(model).where(owner == contact.id, lasting(model, starts_on), *on_behalf).order_by(model.id)
    return [] if institution is not None and model is Staffing else session.scalars(statement).all()


def _same(model: type[Any], record: Any) -> tuple[Any, ...]:
    return tuple(getattr(record, name) for name in SAME[model])


def _jobs(
    session: Session, leaver: PressContact, starts_on: dt.date, institution: Institution | None
) -> Sequence[Affiliation]:
    there = [] if institution is None else [Affiliation.institution_id == institution.id]
    begun = or_(Affiliation.starts_on.is_(None), Affiliation.starts_on < starts_on)
    mine = Affiliation.contact_id == leaver.id, begun, lasting(Affiliation, starts_on)
    return session.scalars(select(Affiliation).where(*mine, *there).order_by(Affiliation.id)).all()


def _doubts(
    session: Session,
    leaver: PressContact,
    successor: PressContact,
    starts_on: dt.date,
    institution: Institution | None,
) -> Iterator[Doubt]:
    """Yield what speaks against it: the successor is away on the day, or has no job there."""
    name = called(successor)
    absences = select(Absence).where(Absence.contact_id == successor.id, *on_day(Absence, starts_on))
    for absence in session.scalars(absences.order_by(Absence.id)):
        yield Doubt("handover.successor_away", f"{name} is away until {absence.ends_on or 'nobody knows when'}")
    there = {job.institution_id for job in _jobs(session, leaver, starts_on, institution)}
    jobs = select(Affiliation.institution_id)
    held = jobs.where(Affiliation.contact_id == successor.id, *on_day(Affiliation, starts_on))
    missing = there - set(session.scalars(held))
    for place in session.scalars(select(Institution.name).where(Institution.id.in_(missing)).order_by(Institution.id)):
        yield Doubt("handover.no_job_there", f"{name} has no job at {place} on {starts_on}")


def _stood_in(session: Session, leaver: PressContact, starts_on: dt.date) -> Sequence[Absence]:
    """Return for whom the leaver is to stand in on the day or later."""
    mine = select(Absence).where(Absence.stand_in_id == leaver.id, lasting(Absence, starts_on))
    return session.scalars(mine.options(selectinload(Absence.contact)).order_by(Absence.id)).all()


def _left_open(leaver: PressContact, successor: PressContact, starts_on: dt.date, absence: Absence) -> Doubt:
    """Return what is not handed over, and somebody should look at."""
    since = max(absence.starts_on, starts_on)
    told = f"{called(leaver)} is to stand in for {called(absence.contact)} on {since}: name another stand-in"
    is_own = absence.contact_id == successor.id
    return Doubt("handover.stands_in_for_successor" if is_own else "handover.stands_in", told)


def _not_there(
    session: Session, successor: PressContact, starts_on: dt.date, given: Sequence[Absence]
) -> Iterator[Doubt]:
    """Yield for whom the successor is to stand in while they are away themselves."""
    away = select(Absence).where(Absence.contact_id == successor.id, lasting(Absence, starts_on))
    absences = session.scalars(away.order_by(Absence.id)).all() if given else []
    for one in sorted(given, key=lambda absence: absence.id):
        first = max(one.starts_on, starts_on)
        for other in absences:
            if (one.ends_on is None or other.starts_on <= one.ends_on) and (
                other.ends_on is None or first <= other.ends_on
            ):
                told = f"{called(successor)} is away while {called(one.contact)} is: name another stand-in"
                yield Doubt("handover.both_away", told)
                break
