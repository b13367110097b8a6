"""What was known at an instant: the present, with what was changed since taken back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, and_, or_, select

from crm.columns import Instant
from crm.history.asking import concerning, once_owned, place_of, values
from crm.models import Affiliation, Change, ChangeAction, ContactEmail, ContactPhone, PressContact
from crm.models.changes import RANGE
from crm.models.recorded import key_of, subject_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable

    from sqlalchemy.orm import Session

    from crm.base import Base

__all__ = ["ContactThen", "as_of", "contact_as_of"]

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class ContactThen:
    """A contact as it was known at an instant: the columns of the contact and of what belonged to it."""

    contact: dict[str, Any]
    emails: list[dict[str, Any]] = field(default_factory=list)
    """In their order, as `phones`."""
    phones: list[dict[str, Any]] = field(default_factory=list)
    affiliations: list[dict[str, Any]] = field(default_factory=list)

    @property
    def name(self) -> str | None:
        """The name as printed then."""
        found: str | None = self.contact["printed_name"]
        return found


def as_of(session: Session, record: Base | tuple[type[Base], int], instant: dt.datetime) -> dict[str, Any] | None:
    """Return the columns of `record` as they were at `instant`; None when it did not exist, or not any more.

    A record that is no more is named by its model and number. What is pending in `session` is flushed first. Raises
    `InvalidInstant` for one without a time zone.
    """
    table, number = place_of(record)
    Instant().check(instant)
    return _states(session, table, {number}, instant).get(number)


def contact_as_of(session: Session, contact: PressContact | int, instant: dt.datetime) -> ContactThen | None:
    """Return a contact as it was known at `instant`, with its addresses, numbers and affiliations; None as `as_of`."""
    number = contact if isinstance(contact, int) else contact.id
    then = as_of(session, (PressContact, number), instant)
    if then is None:
        return None
    emails, phones, affiliations = (
        _belonging(session, place_of((model, number))[0], number, instant)
        for model in (ContactEmail, ContactPhone, Affiliation)
    )
    return ContactThen(then, emails, phones, affiliations)


def _belonging(session: Session, table: Table, contact: int, instant: dt.datetime) -> list[dict[str, Any]]:
    """Return the rows that belonged to `contact` at `instant`, in their order."""
    candidates = {
        *session.scalars(select(key_of(table)).where(table.c.contact_id == contact)),
        *session.scalars(once_owned(table, "contact_id", contact).where(Change.changed_at > instant)),
    }
    states = _states(session, table, candidates, instant)
    found = [state for _, state in sorted(states.items()) if state["contact_id"] == contact]
    return sorted(found, key=lambda state: state.get("position", 0))


def _states(
    session: Session, table: Table, numbers: Collection[int], instant: dt.datetime
) -> dict[int, dict[str, Any]]:
    """Return the rows with these keys that existed at `instant`, as they were."""
    session.flush()
    wanted, found = sorted(numbers), {}
    for start in range(0, len(wanted), _CHUNK):
        some = wanted[start : start + _CHUNK]
        rows = session.execute(select(table).where(key_of(table).in_(some))).mappings()
        now: dict[int, dict[str, Any] | None] = {row[key_of(table).key]: dict(row) for row in rows}
        changes = session.scalars(_of_many(table, some).execution_options(populate_existing=False)).all()
        for number in some:
            mine = [one for one in changes if one.subject_id <= number <= one.last_id]
            state = _taken_back(now.get(number), _since(mine, instant))
            if state is not None:
                found[number] = state
    return found


def _of_many(table: Table, numbers: list[int]) -> Any:
    if len(numbers) == 1:
        return select(Change).where(concerning(table, numbers[0])).order_by(Change.id)
    exact = Change.last_id.in_(numbers)
    spans = and_(
        Change.last_id > Change.subject_id,
        Change.subject_id <= numbers[-1],
        Change.last_id.between(numbers[0], numbers[-1] + RANGE - 1),
    )
    return select(Change).where(Change.subject == subject_of(table), or_(exact, spans)).order_by(Change.id)


def _since(changes: list[Change], instant: dt.datetime) -> Iterable[Change]:
    """Return the changes after `instant`, newest first. Clocks differ between machines: the order of changes counts."""
    later = [place for place, change in enumerate(changes) if change.changed_at > instant]
    return reversed(changes[later[0] :]) if later else ()


def _taken_back(state: dict[str, Any] | None, changes: Iterable[Change]) -> dict[str, Any] | None:
    for change in changes:
        before, _ = values(change)
        if change.action == ChangeAction.CREATED:
            state = None
        elif change.action == ChangeAction.DELETED:
            state = before
        elif state is not None and before is not None:
            state = {**state, **before}
    return state
