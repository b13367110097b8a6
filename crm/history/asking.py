"""What was changed: statements one can refine, and the values that a change names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, and_, select

from crm.base import TABLE_PREFIX
from crm.models import Change
from crm.models.changes import RANGE
from crm.models.recorded import RECORDED, loaded, subject_of

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy import ColumnElement, Select

    from crm.base import Base
    from crm.models import ImportRun

__all__ = ["between", "by_run", "concerning", "of", "place_of", "table_named", "values"]


def of(record: Base | tuple[type[Base], int]) -> Select[Change]:
    """Return what was done to `record`, oldest first, its creation among others included.

    A record that is no more is named by its model and number.
    """
    table, number = place_of(record)
    return select(Change).where(concerning(table, number)).order_by(Change.id)


def by_run(run: ImportRun | int) -> Select[Change]:
    """Return what an import did, oldest first."""
    return select(Change).where(Change.run_id == (run if isinstance(run, int) else run.id)).order_by(Change.id)


def between(start: dt.datetime | None, end: dt.datetime | None = None) -> Select[Change]:
    """Return what was done from the instant `start` on and before `end`, oldest first."""
    statement = select(Change).order_by(Change.id)
    if start is not None:
        statement = statement.where(Change.changed_at >= start)
    return statement if end is None else statement.where(Change.changed_at < end)


def values(change: Change) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """Return what the columns of `change` held before and after it, as the record itself would return them.

    Of a created record neither is said; of a deleted one, what all its columns held.
    """
    table = table_named(change.subject)
    return loaded(table, change.before), loaded(table, change.after)


def place_of(record: Base | tuple[type[Base], int]) -> tuple[Table, int]:
    """Return the table and the key of a record, or of what its model and number name."""
    if isinstance(record, tuple):
        model, number = record
        return _recorded(model.__table__), number
    key: Any = record.__mapper__.primary_key_from_instance(record)[0]
    return _recorded(record.__table__), int(key)


def table_named(subject: str) -> Table:
    """Return the table that the history calls `subject`."""
    return RECORDED[TABLE_PREFIX + subject]


def _recorded(table: Any) -> Table:
    found = RECORDED.get(table.name)
    if found is None:
        raise ValueError(f"{table.name} keeps no history: its rows are only ever added")
    return found


def concerning(table: Table, number: int) -> ColumnElement[bool]:
    """Return the condition of changes that concern one row; a range is no longer than what the index is asked for."""
    return and_(
        Change.subject == subject_of(table),
        Change.last_id.between(number, number + RANGE - 1),
        Change.subject_id <= number,
    )
