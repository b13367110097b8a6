"""Which tables keep a history, and how a row of one is written down and read again."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Date, DateTime, Table
from sqlalchemy import Enum as ChoiceType

from crm.base import TABLE_PREFIX
from crm.columns import Country, Day, Instant, Language, UuidColumn
from crm.models.availability import Absence, Staffing, UsualContact
from crm.models.changes import RANGE, ChangeAction
from crm.models.communiques import Communique, Issuer
from crm.models.contacts import Affiliation, ContactEmail, ContactPhone, PressContact
from crm.models.coverages import Coverage, CoverageSnapshot, PrintedCoordinate
from crm.models.handovers import Handover, HandoverItem
from crm.models.institutions import (
    Boilerplate,
    Institution,
    InstitutionDomain,
    InstitutionIdentifier,
    InstitutionName,
    InstitutionRelation,
)
from crm.values import CountryCode, LanguageTag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlalchemy import Column, ForeignKey

__all__ = ["FROZEN", "RECORDED", "dumped", "key_of", "loaded", "plain", "ranges", "references", "subject_of"]

_MODELS: Final = (
    Institution,
    InstitutionName,
    InstitutionIdentifier,
    InstitutionDomain,
    InstitutionRelation,
    Boilerplate,
    PressContact,
    Affiliation,
    ContactEmail,
    ContactPhone,
    Communique,
    Issuer,
    Coverage,
    CoverageSnapshot,
    PrintedCoordinate,
    Absence,
    Staffing,
    UsualContact,
    Handover,
    HandoverItem,
)


def _table(model: Any) -> Table:
    table: Table = model.__table__
    return table


RECORDED: Final[dict[str, Table]] = {_table(model).name: _table(model) for model in _MODELS}
"""The tables that hold what is known, by name. Not documents, origins and runs, whose rows are only ever added."""

FROZEN: Final = frozenset({CoverageSnapshot.__tablename__, PrintedCoordinate.__tablename__})


def subject_of(table: Table) -> str:
    """Return what the history calls `table`."""
    return table.name.removeprefix(TABLE_PREFIX)


def key_of(table: Table) -> Column[Any]:
    """Return the primary key, which is one column in every recorded table."""
    (column,) = table.primary_key.columns
    return column


def references(table: Table) -> Iterator[tuple[Table, ForeignKey]]:
    """Yield the recorded tables that refer to `table`, each with the key it does so by."""
    for other in RECORDED.values():
        for key in other.foreign_keys:
            if key.column.table is table:
                yield other, key


def plain(value: Any) -> Any:
    """Return `value`, as a column returns it, as JSON has it; equal on every engine."""
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)


def dumped(row: Mapping[str, Any]) -> str:
    """Return a row, or some columns of it, as the text that the history keeps."""
    return json.dumps({name: plain(value) for name, value in row.items()}, ensure_ascii=False, sort_keys=True)


def loaded(table: Table, text: str | None) -> dict[str, Any] | None:
    """Return what `dumped` wrote down, as the columns of `table` would return it."""
    if text is None:
        return None
    row: dict[str, Any] = json.loads(text)
    return {name: _value(table, name, value) for name, value in row.items()}


def _value(table: Table, name: str, value: Any) -> Any:
    column = table.c.get(name)
    if value is None or column is None:  # a column of an older release
        return value
    make = _MAKERS.get(type(column.type))
    if make is not None:
        return make(value)
    kind = column.type
    return kind.enum_class(value) if isinstance(kind, ChoiceType) and kind.enum_class is not None else value


_MAKERS: Final[dict[type, Any]] = {
    UuidColumn: uuid.UUID,
    Day: dt.date.fromisoformat,
    Date: dt.date.fromisoformat,
    Instant: dt.datetime.fromisoformat,
    DateTime: dt.datetime.fromisoformat,
    Country: CountryCode.stored,
    Language: LanguageTag.stored,
}


def ranges(table: Table, keys: Iterable[int]) -> Iterator[dict[str, Any]]:
    """Yield what the history keeps of created records: one row for each run of consecutive keys."""
    first = last = None
    for key in sorted(set(keys)):
        if first is not None and last is not None and key == last + 1 and key - first < RANGE:
            last = key
            continue
        if first is not None and last is not None:
            yield _created(table, first, last)
        first = last = key
    if first is not None and last is not None:
        yield _created(table, first, last)


def _created(table: Table, first: int, last: int) -> dict[str, Any]:
    return {
        "subject": subject_of(table),
        "subject_id": first,
        "last_id": last,
        "action": ChangeAction.CREATED,
        "before": None,
        "after": None,
    }
