"""What an INSERT, UPDATE or DELETE does to the rows of a table: looked at before it, told after it.

Nothing is guessed. The rows that an UPDATE or DELETE will find are read, and on a server locked, by the same condition;
what became of them is read again by key. Memory stays flat however many there are.
"""

from __future__ import annotations

import json
import tempfile
import weakref
from itertools import islice
from typing import IO, TYPE_CHECKING, Any, Final

from sqlalchemy import Delete, Insert, Update, func, select
from sqlalchemy.engine.cursor import FullyBufferedCursorFetchStrategy
from sqlalchemy.sql.elements import BinaryExpression, BindParameter, BooleanClauseList

from crm.errors import Unrecordable
from crm.models.changes import Change, ChangeAction
from crm.models.recorded import RECORDED, dumped, key_of, plain, ranges, references, subject_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Column, ColumnElement, Connection, CursorResult, Table

    Parameters = Sequence[Mapping[str, Any]]

__all__ = ["Effect", "begun"]

_CHUNK: Final = 500
_IN_MEMORY: Final = 4 * _CHUNK


class Effect:
    """What one statement does; made before it is executed."""

    def __init__(self, statement: Any, table: Table) -> None:
        self.statement = statement
        self.table = table

    def look(self, connection: Connection, rows: Parameters) -> None:
        """See what is there before the statement, and put into `statement` what is to be executed."""
        raise NotImplementedError

    def changes(self, connection: Connection, result: CursorResult[Any], rows: Parameters) -> Iterator[dict[str, Any]]:
        """Yield what the history keeps of it, once it has been executed."""
        raise NotImplementedError


def begun(connection: Connection, statement: Any, table: Table, rows: Parameters) -> Effect:
    """Return the effect of `statement` on `table`, having looked at what is there."""
    kind = _Created if isinstance(statement, Insert) else _Deleted if isinstance(statement, Delete) else _Updated
    effect = kind(statement, table)
    effect.look(connection, rows)
    return effect


# --- INSERT -----------------------------------------------------------------------------------------------------------


class _Created(Effect):
    """New rows, whose keys are given, handed back by the database, or found above the highest there was."""

    highest: int | None = None

    def look(self, connection: Connection, rows: Parameters) -> None:
        key, statement = key_of(self.table), self.statement
        self.is_given, self.is_asked = False, False
        is_special = _is_special(statement)
        if statement._returning:
            return
        if is_special or statement.select is not None or statement._multi_values or statement._inline:
            self.is_asked = True
            self.statement = statement.returning(key)
        elif rows and all(row.get(key.key) is not None for row in rows):
            self.is_given = True
        elif len(rows) > 1 and not statement._return_defaults:
            self._look_at_many(connection, key)

    def _look_at_many(self, connection: Connection, key: Column[Any]) -> None:
        """Ask a server for the keys, which makes it faster; of a file there is but one writer, and keys only grow."""
        if connection.dialect.name == "sqlite":
            _wait_for_turn(connection)
            self.highest = connection.scalar(select(func.coalesce(func.max(key), 0)))
        else:
            self.statement = self.statement.return_defaults(key)

    def changes(self, connection: Connection, result: CursorResult[Any], rows: Parameters) -> Iterator[dict[str, Any]]:
        return ranges(self.table, self._keys(connection, result, rows))

    def _keys(self, connection: Connection, result: CursorResult[Any], rows: Parameters) -> Iterable[int]:
        key = key_of(self.table)
        if self.is_given:
            return [int(row[key.key]) for row in rows]
        if self.highest is not None:
            given = [int(row[key.key]) for row in rows if row.get(key.key) is not None]
            return [*given, *connection.scalars(select(key).where(key > self.highest))]
        if self.statement._returning:
            return self._returned(result)
        found = [row[0] for row in result.inserted_primary_key_rows if row is not None and row[0] is not None]
        if len(found) != max(len(rows), 1):
            raise Unrecordable(f"the keys of rows written to {self.table.name} cannot be known")
        return found

    def _returned(self, result: CursorResult[Any]) -> list[int]:
        """Read the keys among what was asked to be returned, and leave the rows to whoever asked."""
        key, context = key_of(self.table), result.context
        columns: Any = context.compiled._result_columns  # type: ignore[union-attr]
        places = [place for place, column in enumerate(columns) if key in set(column.objects)]
        if not places:
            raise Unrecordable(
                f"rows written to {self.table.name} are returned without their keys",
                hint=f"add {key} to returning(), or leave it out",
            )
        strategy = result.cursor_strategy
        if isinstance(strategy, FullyBufferedCursorFetchStrategy):
            found: Sequence[Any] = list(strategy._rowbuffer)
        else:
            found = result.cursor.fetchall() if result.cursor is not None else []
            result.cursor_strategy = FullyBufferedCursorFetchStrategy(result.cursor, initial_buffer=found)
        if self.is_asked:
            context._rowcount = len(found)
            result.close()
        return [int(row[places[0]]) for row in found]


def _is_special(statement: Insert) -> bool:
    """Whether an INSERT may write fewer rows than it is given; one that may change others is refused."""
    on_conflict = getattr(statement, "_post_values_clause", None)
    words = " ".join(str(prefix) for prefix, _ in statement._prefixes).upper()
    if hasattr(on_conflict, "update_values_to_set") or "REPLACE" in words:
        raise Unrecordable(
            "an INSERT that changes what is there leaves no trace of what it was",
            hint="insert what is new, and update the others",
        )
    return on_conflict is not None or bool(words)


# --- UPDATE -----------------------------------------------------------------------------------------------------------


class _Updated(Effect):
    """Rows that are changed: only the columns that the statement names are looked at."""

    def look(self, connection: Connection, rows: Parameters) -> None:
        self.columns = _columns_set(self.statement, self.table, rows)
        self.found, seen = _Spool(), set[int]()
        for chunk in _matching(connection, self.statement, self.table, self.columns, rows):
            self.found.keep(self.table, [row for row in chunk if row[0] not in seen])
            seen.update(number for number, _ in chunk)

    def changes(self, connection: Connection, result: CursorResult[Any], rows: Parameters) -> Iterator[dict[str, Any]]:  # noqa: ARG002
        names = [column.key for column in self.columns]
        for chunk in self.found.chunks():
            wanted = [number for _, number, _ in chunk]
            key = key_of(self.table)
            now = {
                row[0]: dict(zip(names, map(plain, row[1:]), strict=True))
                for row in connection.execute(select(key, *self.columns).where(key.in_(wanted)))
            }
            for _, number, was in chunk:
                changed = [name for name in names if was[name] != now[number][name]]
                if changed:
                    before, after = ({name: row[name] for name in changed} for row in (was, now[number]))
                    yield _change(self.table, number, before, after)


def _columns_set(statement: Update, table: Table, rows: Parameters) -> list[Column[Any]]:
    """Return the columns that may change; all of them when the statement names something else, as a composite."""
    given = [getattr(name, "key", name) for name in statement._values or ()]
    given += [name for row in rows[:1] for name in row if name in table.c]
    names = {*given, *(column.key for column in table.c if column.onupdate is not None)}
    key = key_of(table)
    if key.key in {getattr(name, "key", name) for name in statement._values or ()}:
        raise Unrecordable(f"the key of a row of {table.name} is never changed")
    if not names or not names <= set(table.c.keys()):
        names = set(table.c.keys())
    return [column for column in table.c if column.key in names and column is not key]


# --- DELETE -----------------------------------------------------------------------------------------------------------


class _Deleted(Effect):
    """Rows that are deleted, and before them those that the database deletes with them."""

    def look(self, connection: Connection, rows: Parameters) -> None:
        self.found, self.seen = _Spool(), set[tuple[str, int]]()
        for chunk in _matching(connection, self.statement, self.table, list(self.table.c), rows):
            self._keep(connection, self.table, chunk)

    def _keep(self, connection: Connection, table: Table, chunk: list[Any]) -> None:
        new = [row for row in chunk if (table.name, row[0]) not in self.seen]
        self.seen.update((table.name, row[0]) for row in new)
        for other, reference in references(table):
            if new and reference.ondelete == "CASCADE":
                condition = reference.parent.in_([row[0] for row in new])
                for below in _pages(connection, other, list(other.c), [condition], {}):
                    self._keep(connection, other, below)
        self.found.keep(table, new)

    def changes(self, connection: Connection, result: CursorResult[Any], rows: Parameters) -> Iterator[dict[str, Any]]:  # noqa: ARG002
        is_all = result.rowcount == len(self.seen)  # and nothing below them: what keeps foreign keys may be off
        for chunk in self.found.chunks():
            left = set() if is_all else _still_there(connection, chunk)
            for name, number, was in chunk:
                if (name, number) not in left:
                    yield _change(RECORDED[name], number, was)


def _still_there(connection: Connection, chunk: list[Any]) -> set[tuple[str, int]]:
    left: set[tuple[str, int]] = set()
    for name in {name for name, _, _ in chunk}:
        key = key_of(RECORDED[name])
        wanted = [number for other, number, _ in chunk if other == name]
        left.update((name, number) for number in connection.scalars(select(key).where(key.in_(wanted))))
    return left


# --- reading rows -----------------------------------------------------------------------------------------------------


class _Spool:
    """Rows kept until the statement has been executed: the first in memory, many in a temporary file."""

    def __init__(self) -> None:
        self._rows: list[Any] = []
        self._file: IO[str] | None = None

    def keep(self, table: Table, rows: Iterable[tuple[int, dict[str, Any]]]) -> None:
        """Keep rows, each with its key."""
        self._rows += ((table.name, number, values) for number, values in rows)
        if len(self._rows) >= _IN_MEMORY:
            self._put_away()

    def _put_away(self) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - it lives as long as we do
            weakref.finalize(self, self._file.close)
        self._file.writelines(json.dumps(row) + "\n" for row in self._rows)
        self._rows.clear()

    def chunks(self) -> Iterator[list[Any]]:
        """Yield what was kept, some rows at a time."""
        if self._file is not None:
            self._put_away()
            self._file.seek(0)
            while lines := list(islice(self._file, _CHUNK)):
                yield [json.loads(line) for line in lines]
        for start in range(0, len(self._rows), _CHUNK):
            yield self._rows[start : start + _CHUNK]


def _matching(
    connection: Connection, statement: Any, table: Table, columns: list[Column[Any]], rows: Parameters
) -> Iterator[list[Any]]:
    """Yield pages of the rows that an UPDATE or DELETE finds, in the order of their keys, and lock them."""
    _wait_for_turn(connection)
    key = key_of(table)
    given = _key_given(statement, key, rows)
    if given is None:
        for row in rows or [{}]:
            yield from _pages(connection, table, columns, statement._where_criteria, row)
        return
    wanted = sorted({row[given] for row in rows})
    for start in range(0, len(wanted), _CHUNK):
        yield from _pages(connection, table, columns, [key.in_(wanted[start : start + _CHUNK])], {})


def _wait_for_turn(connection: Connection) -> None:
    """Begin to write before reading: SQLite refuses a writer that has read what another has changed since."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"DELETE FROM {Change.__tablename__} WHERE 0")  # noqa: S608 - our own name


def _key_given(statement: Any, key: Column[Any], rows: Parameters) -> str | None:
    """Return the parameter that says which row is meant, where each of `rows` means one by its key."""
    criteria = list(statement._where_criteria)
    if len(criteria) == 1 and isinstance(criteria[0], BooleanClauseList):
        criteria = list(criteria[0].clauses)
    if len(criteria) != 1 or not isinstance(criteria[0], BinaryExpression) or not rows:
        return None
    left, right = criteria[0].left, criteria[0].right
    is_key = getattr(left, "table", None) is not None and left.compare(key) and criteria[0].operator.__name__ == "eq"
    if not is_key or not isinstance(right, BindParameter):
        return None
    return right.key if all(right.key in row for row in rows) else None


def _pages(
    connection: Connection,
    table: Table,
    columns: Collection[Column[Any]],
    criteria: Iterable[ColumnElement[bool]],
    parameters: Mapping[str, Any],
) -> Iterator[list[Any]]:
    key, last = key_of(table), None
    names = [column.key for column in columns]
    statement = select(key, *(column for column in columns)).where(*criteria).order_by(key).limit(_CHUNK)
    statement = statement.with_for_update(of=table)
    while True:
        page = statement if last is None else statement.where(key > last)
        found = connection.execute(page, dict(parameters)).all()
        rows = {row[0]: dict(zip(names, map(plain, row[1:]), strict=True)) for row in found}
        if rows:
            yield list(rows.items())
        if len(found) < _CHUNK:
            return
        last = found[-1][0]


def _change(table: Table, number: int, before: dict[str, Any], after: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "subject": subject_of(table),
        "subject_id": number,
        "last_id": number,
        "action": ChangeAction.DELETED if after is None else ChangeAction.UPDATED,
        "before": dumped(before),
        "after": None if after is None else dumped(after),
    }
