"""What was changed: statements one can refine, and the values that a change names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, and_, or_, select

from crm.base import TABLE_PREFIX, Base
from crm.models import Change
from crm.models.changes import RANGE
from crm.models.recorded import RECORDED, key_of, loaded, references, subject_of

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from crm.models import ImportRun

__all__ = [
    "about",
    "between",
    "by_run",
    "concerning",
    "model_of",
    "of",
    "once_owned",
    "place_of",
    "table_named",
    "values",
]


def of(record: Base | tuple[type[Base], int]) -> Select[Change]:
    """Return what was done to `record`, oldest first, its creation among others included.

    A record that is no more is named by its model and number.
    """
    table, number = place_of(record)
    return select(Change).where(concerning(table, number)).order_by(Change.id)


def about(session: Session, record: Base | tuple[type[Base], int]) -> Select[Change]:
    """Return what was done to `record` and to what belongs or belonged to it, as a contact's numbers; oldest first."""
    table, number = place_of(record)
    conditions = [concerning(table, number)]
    for other, reference in references(table):
        if reference.ondelete == "CASCADE":
            column = reference.parent
            owned = session.scalars(select(key_of(other)).where(column == number))
            once = session.scalars(once_owned(other, column.key, number))
            conditions += [concerning(other, one) for one in sorted({*owned, *once})]
    return select(Change).where(or_(*conditions)).order_by(Change.id)


def once_owned(table: Table, column: str, owner: int) -> Select[int]:
    """Return the keys of rows of `table` whose `column` was `owner` until they were changed or deleted.

    Whose contact it was is found by an index; anything else is looked for in all that was changed in that table.
    """
    once = select(Change.subject_id).where(Change.subject == subject_of(table))
    if column == "contact_id":
        return once.where(Change.former_contact_id == owner)
    said = f'"{column}": {owner}'  # as `dumped` writes it; within a text, its quotes would be escaped
    return once.where(or_(Change.before.contains(f"{said},"), Change.before.contains(said + "}")))


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


def model_of(change: Change) -> type[Base]:
    """Return the model of the record that was changed."""
    table = table_named(change.subject)
    found: type[Base] = next(mapper.class_ for mapper in Base.registry.mappers if mapper.local_table is table)
    return found


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
