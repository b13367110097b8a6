"""Handing over, and taking it back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from crm.base import utc_now
from crm.errors import HandoverRefused
from crm.handovers.planning import preview
from crm.handovers.records import COPIED, OWNERS, SUBJECTS
from crm.models import Coverage, CoverageSnapshot, Handover, HandoverItem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from crm.handovers.planning import Planned
    from crm.models import Institution, PressContact

__all__ = ["hand_over", "items_of", "listed", "undo"]

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


def hand_over(
    session: Session,
    leaver: PressContact,
    successor: PressContact,
    starts_on: dt.date,
    *,
    institution: Institution | None = None,
    leaves: bool = False,
    stand_ins: bool = False,
    by: str | None = None,
) -> Handover:
    """Give everything open of `leaver` to `successor` from that day on, and return the handover.

    What `institution`, `leaves` and `stand_ins` mean is said of `preview`.

    Raises:
        HandoverRefused: both are the same contact.
    """
    plan = preview(session, leaver, successor, starts_on, institution=institution, leaves=leaves, stand_ins=stand_ins)
    handover = Handover(
        from_contact=leaver, to_contact=successor, starts_on=starts_on, institution=institution, done_by=by
    )
    session.add(handover)
    session.flush()
    done = [(_noted(handover, item), _followed(session, item, successor, starts_on)) for item in plan.items]
    session.flush()
    for noted, after in done:
        noted.successor_id = None if after is None else after.id
        _forget(session, after)
    session.add_all(noted for noted, _ in done)
    session.flush()
    return handover


def _noted(handover: Handover, item: Planned) -> HandoverItem:
    """Return what has to be known of one record to take it back, before it is touched."""
    stood_in = item.record.standing_in_for_id if item.is_whole and isinstance(item.record, Coverage) else None
    return HandoverItem(
        handover_id=handover.id,
        subject=item.subject,
        ended_id=item.record.id,
        ended_on_before=item.record.ends_on,
        standing_in_for_id=stood_in,
    )


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
    given = [_taken_back(session, handover, item) for item in reversed(items)]
    handover.undone_at, handover.undone_by = utc_now(), by
    session.flush()
    for record in given:
        _forget(session, record)


def _followed(session: Session, item: Planned, successor: PressContact, starts_on: dt.date) -> Any:
    """End one record, or give it as a whole; return what follows it."""
    record, model = item.record, type(item.record)
    if item.is_whole:
        _give(record, successor)
        return record
    after = None
    if model in OWNERS and not item.is_held:
        after = model(**{name: getattr(record, name) for name in COPIED[model]}, starts_on=starts_on)
        _give(after, successor)
        session.add(after)
    record.ends_on = starts_on - dt.timedelta(days=1)
    return after


def _give(record: Any, contact: PressContact) -> None:
    """Make a record somebody's; nobody stands in for themselves."""
    setattr(record, OWNERS[type(record)], contact.id)
    if isinstance(record, Coverage) and record.standing_in_for_id == contact.id:
        record.standing_in_for_id = None


def _changed(session: Session, handover: Handover, item: HandoverItem) -> Iterator[str]:
    """Yield what was done since to what one item ended or began."""
    model, eve = SUBJECTS[item.subject], handover.starts_on - dt.timedelta(days=1)
    ended = session.get(model, item.ended_id)
    what = f"{item.subject.replace('_', ' ')} {item.ended_id}"
    if ended is None:
        yield f"{what} is gone"
    elif item.successor_id == item.ended_id:
        yield from _given_changed(session, handover, ended, what)
    elif ended.ends_on != eve:
        yield f"{what} ends on {ended.ends_on} now"
    elif model in OWNERS and getattr(ended, OWNERS[model]) != handover.from_contact_id:
        yield f"{what} was given to somebody else"
    elif item.successor_id is not None:
        yield from _successor_changed(session, handover, item, ended)


def _given_changed(session: Session, handover: Handover, given: Any, what: str) -> Iterator[str]:
    if getattr(given, OWNERS[type(given)]) != handover.to_contact_id:
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
    expected = {name: getattr(ended, name) for name in COPIED[model]}
    expected |= {"starts_on": handover.starts_on, "ends_on": item.ended_on_before}
    expected[OWNERS[model]] = handover.to_contact_id
    if expected.get("standing_in_for_id") == handover.to_contact_id:
        expected["standing_in_for_id"] = None
    if any(getattr(after, name) != value for name, value in expected.items()):
        yield f"{what} was changed"
    elif model is Coverage and session.get(CoverageSnapshot, after.id) is not None:
        yield f"{what} was printed"


def _is_printed_since(session: Session, covering: Coverage, handover: Handover) -> bool:
    snapshot = session.get(CoverageSnapshot, covering.id)
    return snapshot is not None and snapshot.frozen_at >= handover.done_at


def _taken_back(session: Session, handover: Handover, item: HandoverItem) -> Any:
    """Take back what was done to one record, and return it."""
    model = SUBJECTS[item.subject]
    ended = session.get_one(model, item.ended_id)
    if item.successor_id == item.ended_id:
        setattr(ended, OWNERS[model], handover.from_contact_id)
        if isinstance(ended, Coverage):
            ended.standing_in_for_id = item.standing_in_for_id
        return ended
    if item.successor_id is not None:
        session.delete(session.get_one(model, item.successor_id))
    ended.ends_on = item.ended_on_before
    return ended


def _forget(session: Session, record: Any) -> None:
    """Let whose a record is be loaded anew: its key was changed behind what was loaded."""
    if type(record) in OWNERS:
        stale = {OWNERS[type(record)].removesuffix("_id"), "standing_in_for"}
        session.expire(record, [name for name in stale if hasattr(type(record), name)])


def _id(record: Any) -> Any:
    return record if isinstance(record, int) else record.id
