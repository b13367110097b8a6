"""Everything open of one contact becomes another's from a day on: previewed first, the past kept, taken back on demand.

What began before the day ends on its eve, and the same begins for the successor; what had not begun is given as a
whole. What was printed is in the snapshots and stays.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from crm.base import TABLE_PREFIX, utc_now
from crm.errors import HandoverRefused
from crm.models import (
    Absence,
    Affiliation,
    Coverage,
    CoverageSnapshot,
    Handover,
    HandoverItem,
    Institution,
    PressContact,
    Staffing,
    UsualContact,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

__all__ = ["Plan", "Planned", "Proposal", "hand_over", "items_of", "listed", "preview", "successors_for", "undo"]

_OWNERS: Final[dict[type[Any], str]] = {Coverage: "contact_id", UsualContact: "contact_id", Staffing: "person_id"}
"""What can be handed over, and which column says whose it is."""
_SAME: Final[dict[type[Any], tuple[str, ...]]] = {
    Coverage: ("communique_id", "institution_id", "role"),
    UsualContact: ("institution_id", "role", "territory_key", "topic_key", "language"),
    Staffing: ("desk_id",),
}
"""What is the same in two of them, whoever has them."""
_COPIED: Final[dict[type[Any], tuple[str, ...]]] = {
    Coverage: ("communique_id", "institution_id", "role", "position", "standing_in_for_id", "ends_on"),
    UsualContact: ("institution_id", "role", "territory", "topic", "language", "position", "ends_on"),
    Staffing: ("desk_id", "position", "ends_on"),
}
_SUBJECTS: Final[dict[str, type[Any]]] = {
    str(model.__tablename__).removeprefix(TABLE_PREFIX): model
    for model in (Coverage, UsualContact, Staffing, Affiliation)
}


@dataclass(frozen=True, slots=True)
class Planned:
    """One record that a handover would end, or give as a whole."""

    record: Coverage | UsualContact | Staffing | Affiliation
    is_whole: bool = False
    """Whether it has not begun on the day, so that the successor gets it as it is."""
    is_held: bool = False
    """Whether the successor has the same already, so that nothing has to follow."""

    @property
    def subject(self) -> str:
        """The table of the record, without its prefix."""
        return str(self.record.__tablename__).removeprefix(TABLE_PREFIX)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a handover would do, in order, and what somebody should know before."""

    leaver: PressContact
    successor: PressContact
    starts_on: dt.date
    institution: Institution | None
    items: tuple[Planned, ...]
    doubts: tuple[str, ...]

    def count(self, model: type[Any]) -> int:
        """Return how many records of that kind are handed over."""
        return sum(isinstance(item.record, model) for item in self.items)


class Proposal(NamedTuple):
    """Somebody who could take over, and why."""

    contact: PressContact
    reasons: tuple[str, ...]


# --- nouns ------------------------------------------------------------------------------------------------------------


def listed(contact: PressContact | int | None = None) -> Select[Handover]:
    """Return the handovers from or to `contact`, or all, newest first, each with both contacts."""
    with_both = selectinload(Handover.from_contact), selectinload(Handover.to_contact)
    handovers = select(Handover).options(*with_both).order_by(Handover.id.desc())
    if contact is None:
        return handovers
    return handovers.where(or_(Handover.from_contact_id == _id(contact), Handover.to_contact_id == _id(contact)))


def items_of(handover: Handover | int) -> Select[HandoverItem]:
    """Return what `handover` did, in order."""
    return select(HandoverItem).where(HandoverItem.handover_id == _id(handover)).order_by(HandoverItem.id)


# --- verbs ------------------------------------------------------------------------------------------------------------


def preview(
    session: Session,
    leaver: PressContact,
    successor: PressContact,
    starts_on: dt.date,
    *,
    institution: Institution | None = None,
    leaves: bool = False,
) -> Plan:
    """Return what `hand_over` would do, and write nothing.

    With an `institution` only what is on its behalf. If the leaver `leaves`, their affiliation ends too, and with it
    the addresses and numbers that belong to it.

    Raises:
        HandoverRefused: both are the same contact.
    """
    session.flush()
    if leaver.id == successor.id:
        raise HandoverRefused("a contact cannot hand over to themselves", code="handover.same_contact")
    items = [item for model in _OWNERS for item in _planned(session, model, leaver, successor, starts_on, institution)]
    jobs = _jobs(session, leaver, starts_on, institution) if leaves else []
    doubts = [*_doubts(session, leaver, successor, starts_on, institution), *_left_open(session, leaver, starts_on)]
    if leaves and not jobs:
        doubts.append(f"{_called(leaver)} has no job on record that could end")
    return Plan(leaver, successor, starts_on, institution, (*items, *(Planned(job) for job in jobs)), tuple(doubts))


def hand_over(
    session: Session,
    leaver: PressContact,
    successor: PressContact,
    starts_on: dt.date,
    *,
    institution: Institution | None = None,
    leaves: bool = False,
    by: str | None = None,
) -> Handover:
    """Give everything open of `leaver` to `successor` from that day on, and return the handover.

    Raises:
        HandoverRefused: both are the same contact.
    """
    plan = preview(session, leaver, successor, starts_on, institution=institution, leaves=leaves)
    handover = Handover(
        from_contact=leaver, to_contact=successor, starts_on=starts_on, institution=institution, done_by=by
    )
    session.add(handover)
    session.flush()
    done = [(item, item.record.ends_on, _followed(session, item, successor, starts_on)) for item in plan.items]
    session.flush()
    session.add_all(
        HandoverItem(
            handover_id=handover.id,
            subject=item.subject,
            ended_id=item.record.id,
            successor_id=None if after is None else after.id,
            ended_on_before=before,
        )
        for item, before, after in done
    )
    session.flush()
    return handover


def undo(session: Session, handover: Handover, *, by: str | None = None) -> None:
    """Take `handover` back: what it ended goes on as before, what it began is gone.

    Raises:
        HandoverRefused: it was taken back before; something it did was changed since, or printed; the hint says what.
    """
    session.flush()
    if handover.undone_at is not None:
        raise HandoverRefused(f"handover {handover.id} was taken back already", code="handover.undone")
    items = session.scalars(items_of(handover)).all()
    reasons = [reason for item in items for reason in _changed(session, handover, item)]
    if reasons:
        raise HandoverRefused(
            f"handover {handover.id} cannot be taken back: {'; '.join(reasons[:9])}",
            code="handover.changed_since",
            hint="take back what was done later first",
        )
    for item in reversed(items):
        _taken_back(session, handover, item)
    handover.undone_at, handover.undone_by = utc_now(), by
    session.flush()


def successors_for(
    session: Session, contact: PressContact, *, institution: Institution | None = None, on: dt.date
) -> list[Proposal]:
    """Return who could take over from `contact` on that day, the likeliest first, each with the reasons.

    Who is away on the day, or has left, is not proposed.
    """
    found: dict[int, list[str]] = {}
    for reason, statement in _candidates(contact, institution, on):
        for other in session.scalars(statement):
            if other != contact.id:
                found.setdefault(other, []).append(reason)
    out = {*session.scalars(select(Absence.contact_id).where(Absence.contact_id.in_(found), *_on(Absence, on)))}
    has_job = set(session.scalars(select(Affiliation.contact_id).where(Affiliation.contact_id.in_(found))))
    works = select(Affiliation.contact_id).where(Affiliation.contact_id.in_(found), *_on(Affiliation, on))
    out |= has_job - set(session.scalars(works))
    order = sorted((one for one in found if one not in out), key=lambda one: (-len(found[one]), one))
    contacts = {one.id: one for one in session.scalars(select(PressContact).where(PressContact.id.in_(order)))}
    return [Proposal(contacts[one], tuple(found[one])) for one in order]


# --- planning ---------------------------------------------------------------------------------------------------------


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
    owner = getattr(model, _OWNERS[model])
    statement = select(model).where(owner == contact.id, _lasting(model, starts_on), *on_behalf).order_by(model.id)
    return [] if institution is not None and model is Staffing else session.scalars(statement).all()


def _same(model: type[Any], record: Any) -> tuple[Any, ...]:
    return tuple(getattr(record, name) for name in _SAME[model])


def _jobs(
    session: Session, leaver: PressContact, starts_on: dt.date, institution: Institution | None
) -> Sequence[Affiliation]:
    there = [] if institution is None else [Affiliation.institution_id == institution.id]
    begun = or_(Affiliation.starts_on.is_(None), Affiliation.starts_on < starts_on)
    mine = Affiliation.contact_id == leaver.id, begun, _lasting(Affiliation, starts_on)
    return session.scalars(select(Affiliation).where(*mine, *there).order_by(Affiliation.id)).all()


def _doubts(
    session: Session,
    leaver: PressContact,
    successor: PressContact,
    starts_on: dt.date,
    institution: Institution | None,
) -> Iterator[str]:
    """Yield what speaks against it: the successor is away on the day, or has no job there."""
    called = _called(successor)
    absences = select(Absence).where(Absence.contact_id == successor.id, *_on(Absence, starts_on))
    for absence in session.scalars(absences.order_by(Absence.id)):
        yield f"{called} is away until {absence.ends_on or 'nobody knows when'}"
    there = {job.institution_id for job in _jobs(session, leaver, starts_on, institution)}
    jobs = select(Affiliation.institution_id)
    held = jobs.where(Affiliation.contact_id == successor.id, *_on(Affiliation, starts_on))
    missing = there - set(session.scalars(held))
    for name in session.scalars(select(Institution.name).where(Institution.id.in_(missing)).order_by(Institution.id)):
        yield f"{called} has no job at {name} on {starts_on}"


def _left_open(session: Session, leaver: PressContact, starts_on: dt.date) -> Iterator[str]:
    """Yield what is not handed over, and somebody should look at: for whom the leaver stands in."""
    stood_in = select(Absence).where(Absence.stand_in_id == leaver.id, _lasting(Absence, starts_on))
    for absence in session.scalars(stood_in.options(selectinload(Absence.contact)).order_by(Absence.id)):
        since = max(absence.starts_on, starts_on)
        yield f"{_called(leaver)} is to stand in for {_called(absence.contact)} on {since}: name another stand-in"


def _called(contact: PressContact) -> str:
    return str(contact.name or f"desk {contact.id}")


# --- doing and undoing ------------------------------------------------------------------------------------------------


def _followed(session: Session, item: Planned, successor: PressContact, starts_on: dt.date) -> Any:
    """End one record, or give it as a whole; return what follows it."""
    record, model = item.record, type(item.record)
    if item.is_whole:
        _give(record, successor)
        return record
    after = None
    if model in _OWNERS and not item.is_held:
        after = model(**{name: getattr(record, name) for name in _COPIED[model]}, starts_on=starts_on)
        _give(after, successor)
        session.add(after)
    record.ends_on = starts_on - dt.timedelta(days=1)
    return after


def _give(record: Any, contact: PressContact) -> None:
    """Make a record somebody's; nobody stands in for themselves."""
    setattr(record, _OWNERS[type(record)], contact.id)
    if isinstance(record, Coverage) and record.standing_in_for_id == contact.id:
        record.standing_in_for_id = None


def _changed(session: Session, handover: Handover, item: HandoverItem) -> Iterator[str]:
    """Yield what was done since to what one item ended or began."""
    model, eve = _SUBJECTS[item.subject], handover.starts_on - dt.timedelta(days=1)
    ended = session.get(model, item.ended_id)
    what = f"{item.subject.replace('_', ' ')} {item.ended_id}"
    if ended is None:
        yield f"{what} is gone"
    elif item.successor_id == item.ended_id:
        yield from _given_changed(session, handover, ended, what)
    elif ended.ends_on != eve:
        yield f"{what} ends on {ended.ends_on} now"
    elif model in _OWNERS and getattr(ended, _OWNERS[model]) != handover.from_contact_id:
        yield f"{what} was given to somebody else"
    elif item.successor_id is not None:
        yield from _successor_changed(session, handover, item, ended)


def _given_changed(session: Session, handover: Handover, given: Any, what: str) -> Iterator[str]:
    if getattr(given, _OWNERS[type(given)]) != handover.to_contact_id:
        yield f"{what} was given to somebody else"
    elif given.starts_on is None or given.starts_on < handover.starts_on:
        yield f"{what} starts on {given.starts_on} now"
    elif isinstance(given, Coverage) and _is_printed_since(session, given, handover):
        yield f"{what} was printed"


def _successor_changed(session: Session, handover: Handover, item: HandoverItem, ended: Any) -> Iterator[str]:
    model = type(ended)
    after = session.get(model, item.successor_id)
    what = f"{item.subject.replace('_', ' ')} {item.successor_id}"
    if after is None:
        yield f"{what} is gone"
        return
    expected = {name: getattr(ended, name) for name in _COPIED[model]}
    expected |= {"starts_on": handover.starts_on, "ends_on": item.ended_on_before}
    expected[_OWNERS[model]] = handover.to_contact_id
    if expected.get("standing_in_for_id") == handover.to_contact_id:
        expected["standing_in_for_id"] = None
    if any(getattr(after, name) != value for name, value in expected.items()):
        yield f"{what} was changed"
    elif model is Coverage and session.get(CoverageSnapshot, after.id) is not None:
        yield f"{what} was printed"


def _is_printed_since(session: Session, covering: Coverage, handover: Handover) -> bool:
    snapshot = session.get(CoverageSnapshot, covering.id)
    return snapshot is not None and snapshot.frozen_at >= handover.done_at


def _taken_back(session: Session, handover: Handover, item: HandoverItem) -> None:
    model = _SUBJECTS[item.subject]
    ended = session.get_one(model, item.ended_id)
    if item.successor_id == item.ended_id:
        setattr(ended, _OWNERS[model], handover.from_contact_id)
        return
    if item.successor_id is not None:
        session.delete(session.get_one(model, item.successor_id))
    ended.ends_on = item.ended_on_before


# --- who could take over ----------------------------------------------------------------------------------------------


def _candidates(
    contact: PressContact, institution: Institution | None, on: dt.date
) -> Iterator[tuple[str, Select[Any]]]:
    """Yield why somebody could take over, with the numbers of those of whom it is true."""
    eve = on - dt.timedelta(days=1)
    mine = select(Affiliation.institution_id).where(Affiliation.contact_id == contact.id, _lasting(Affiliation, eve))
    places = mine if institution is None else [institution.id]
    desks = select(Staffing.desk_id).where(Staffing.person_id == contact.id)
    roles = select(func.lower(Affiliation.role)).where(Affiliation.contact_id == contact.id)
    stood_in = select(Absence.stand_in_id).where(Absence.contact_id == contact.id, Absence.stand_in_id.is_not(None))
    usual = select(UsualContact.contact_id).where(UsualContact.institution_id.in_(places), *_on(UsualContact, on))
    staffing = select(Staffing.person_id).where(Staffing.desk_id.in_(desks), *_on(Staffing, on))
    working = select(Affiliation.contact_id).where(Affiliation.institution_id.in_(places), *_on(Affiliation, on))
    yield "stood in before", stood_in.distinct()
    yield "usual contact there", usual.distinct()
    yield "staffs the same desk", staffing.distinct()
    yield "works there", working.distinct()
    yield "has the same role there", working.where(func.lower(Affiliation.role).in_(roles)).distinct()


def _lasting(model: Any, day: dt.date) -> ColumnElement[bool]:
    return or_(model.ends_on.is_(None), model.ends_on >= day)


def _on(model: Any, day: dt.date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return or_(model.starts_on.is_(None), model.starts_on <= day), _lasting(model, day)


def _id(record: Any) -> Any:
    return record if isinstance(record, int) else record.id
