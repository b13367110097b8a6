"""Rows by the thousand, as each database takes them fastest: keys are given out here, and nothing is checked again.

SQLite is told in one statement for all rows of a table; PostgreSQL by COPY where the driver is psycopg. Any other
driver gets the statements of SQLAlchemy.
"""

from __future__ import annotations

import datetime as dt
import uuid
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Enum, Table, Uuid, bindparam, func, insert, select, update
from sqlalchemy.exc import DBAPIError

from crm.columns import Day, Instant

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

__all__ = ["Bulk", "bulk_of"]

_OWN: Final = {"crm_history": "own"}
"""The history of what is written here is written here as well."""
_PARAMETERS: Final = 999
"""What every SQLite takes in one statement.

Source: https://www.sqlite.org/limits.html#max_variable_number, read 2026-11-21."""
_VARIABLES: Final = 9
"""SQLITE_LIMIT_VARIABLE_NUMBER. Source: https://www.sqlite.org/c3ref/c_limit_attached.html, read 2026-11-21."""
_SIZES: Final = (512, 64)
"""Rows of one statement: of more, each takes no less time, and a prepared statement keeps what it stored last."""


def bulk_of(session: Session) -> Bulk:
    """Return how rows are written through `session`, in whose transaction they are."""
    session.flush()
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        return _SQLite(connection)
    if connection.dialect.name == "postgresql":
        return _Psycopg(connection) if connection.dialect.driver == "psycopg" else _Sequences(connection)
    return Bulk(connection)


class Bulk:
    """Writes rows whose values are text, numbers and None: days and instants in ISO form, a UUID as 32 digits."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def keys(self, table: Table, number: int) -> Sequence[int]:
        """Return that many keys nobody has, rising."""
        [key] = table.primary_key.columns
        last = self.connection.scalar(select(func.max(key))) or 0
        return range(last + 1, last + 1 + number)

    def instant(self, moment: dt.datetime) -> str:
        """Return `moment` as the rows have it."""
        return moment.isoformat()

    def add(self, table: Table, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        """Store `rows`, each with its key."""
        if rows:
            makers = [_maker(table, name) for name in columns]
            made = [dict(zip(columns, _made(makers, row), strict=True)) for row in rows]
            self.connection.execute(insert(table), made, execution_options=_OWN)

    def change(self, table: Table, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        """Change `columns` of some records; the last value of each row is the key of its record."""
        [key] = table.primary_key.columns
        makers = [_maker(table, name) for name in columns]
        values: dict[str, Any] = {name: bindparam(f"to_{name}") for name in columns}
        names = [f"to_{name}" for name in columns]
        made = [dict(zip(names, _made(makers, row[:-1]), strict=True), of_key=row[-1]) for row in rows]
        statement = update(table).where(key == bindparam("of_key")).values(values)
        self.connection.execute(statement, made, execution_options=_OWN)


class _SQLite(Bulk):
    """The driver itself: SQLAlchemy would look at every value again."""

    def keys(self, table: Table, number: int) -> Sequence[int]:
        known = self.connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = ?", (table.name,))
        last = known.scalar() or 0
        return range(last + 1, last + 1 + number)

    def instant(self, moment: dt.datetime) -> str:
        return f"{moment:%Y-%m-%d %H:%M:%S.%f}"

    def add(self, table: Table, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        place = 0
        for at_once in self._sizes(len(columns)):
            while len(rows) - place >= at_once:
                self._insert(table, columns, rows[place : place + at_once])
                place += at_once
        if place < len(rows):
            self._insert(table, columns, rows[place:])

    def _insert(self, table: Table, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        statement = _insert(table, tuple(columns), len(rows))
        self.connection.exec_driver_sql(statement, tuple(chain.from_iterable(rows)))

    def _sizes(self, columns: int) -> tuple[int, ...]:
        """Return how many rows are stored in one statement, while there are so many: few sizes, which are prepared."""
        driver: Any = self.connection.connection.driver_connection
        told = getattr(driver, "getlimit", None)
        most = (_PARAMETERS if told is None else told(_VARIABLES)) // columns
        return tuple(size for size in _SIZES if size <= most) or (most,)


@lru_cache(256)
def _insert(table: Table, columns: tuple[str, ...], number: int) -> str:
    """Return the statement that stores so many rows: of many in one, each takes a fifth less time."""
    marks = f"({', '.join('?' * len(columns))})"
    return f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES {', '.join([marks] * number)}"  # noqa: S608 - our own names


class _Sequences(Bulk):
    """A server that gives out keys itself."""

    def keys(self, table: Table, number: int) -> Sequence[int]:
        if not number:
            return ()
        each = func.generate_series(1, number).table_valued("value")
        drawn = select(func.nextval(func.pg_get_serial_sequence(table.name, "id")).label("key")).select_from(each)
        keys = drawn.subquery().c.key
        first, last = self.connection.execute(select(func.min(keys), func.max(keys))).one()
        if last - first + 1 == number:
            return range(first, last + 1)
        return sorted(self.connection.scalars(drawn))  # somebody else has drawn between: one by one, and others


class _Psycopg(_Sequences):
    """COPY, which skips a statement for every row."""

    def add(self, table: Table, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        if not rows:
            return
        driver: Any = self.connection.connection.driver_connection
        statement = f"COPY {table.name} ({', '.join(columns)}) FROM STDIN"
        try:
            with driver.cursor() as cursor, cursor.copy(statement) as copy:
                for row in rows:
                    copy.write_row(row)
        except self.connection.dialect.loaded_dbapi.Error as error:
            raise self._told(statement, error, driver) from error

    def _told(self, statement: str, error: Any, driver: Any) -> Exception:
        """Return an error of the driver as SQLAlchemy tells those of its own statements."""
        dialect = self.connection.dialect
        is_lost = dialect.is_disconnect(error, driver, None)
        if is_lost:
            self.connection.invalidate(error)
        errors = dialect.loaded_dbapi.Error
        told: Exception = DBAPIError.instance(
            statement, None, error, errors, connection_invalidated=is_lost, dialect=dialect
        )
        return told


def _made(makers: Sequence[Callable[[Any], Any]], row: Sequence[Any]) -> list[Any]:
    return [None if value is None else make(value) for make, value in zip(makers, row, strict=True)]


def _maker(table: Table, name: str) -> Callable[[Any], Any]:
    """Return what makes the value that the column `name` takes of the one that rows have."""
    kind = table.c[name].type
    if isinstance(kind, Uuid):
        return uuid.UUID
    if isinstance(kind, Day):
        return dt.date.fromisoformat
    if isinstance(kind, Instant):
        return dt.datetime.fromisoformat
    return kind.enum_class if isinstance(kind, Enum) and kind.enum_class is not None else _same


def _same(value: Any) -> Any:
    return value
