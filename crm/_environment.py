"""What ``alembic/env.py`` calls: one migrator at a time, all or nothing, and nobody's rows lost on the way."""

from __future__ import annotations

import itertools
import os
import sqlite3
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from alembic import context
from alembic.util import CommandError
from sqlalchemy import Connection, TypeDecorator, inspect
from sqlalchemy.exc import OperationalError

from crm import drift, schema
from crm.database import take_over_transactions, url_of, usable_engine
from crm.errors import CrmError, SchemaBusy, SchemaError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from alembic.autogenerate.api import AutogenContext
    from alembic.operations import MigrationScript
    from alembic.runtime.migration import MigrationContext, MigrationInfo

__all__ = ["run"]

PATIENCE_S: Final = 120
"""How long a migrator waits for those before it."""

LOCK: Final = 0x63726D_736368
"""The advisory lock of our migrations on PostgreSQL: ``crm`` and ``sch`` in ASCII."""


def run() -> None:
    """Do what the alembic command asks for."""
    if context.is_offline_mode():
        _write_script()
        return
    given = context.config.attributes.get("target")
    try:
        with _connection(given) as connection:
            _run_online(connection)
    except CrmError as error:
        if given is not None:
            raise
        raise CommandError(str(error)) from error  # the alembic command prints these without a traceback


def _write_script() -> None:
    dialect = context.config.attributes.get("dialect")
    where = {"dialect_name": dialect} if dialect else {"url": _url()}
    _configure(**where, literal_binds=True, dialect_opts={"paramstyle": "named"}, transactional_ddl=True)
    with context.begin_transaction():
        if context.get_context().dialect.name == "postgresql":
            context.execute(f"SELECT pg_advisory_xact_lock({LOCK})")
        context.run_migrations()


def _run_online(connection: Connection) -> None:
    work = _Work(connection)
    with work.copy_settled(), _turn(connection):
        _configure(connection=connection)
        asked = context.get_context().opts["fn"]
        _configure(connection=connection, fn=work.planned(asked), on_version_apply=work.applied)
        context.run_migrations()
    context.config.attributes["migration"] = work.report()


def _configure(**options: Any) -> None:
    context.configure(
        target_metadata=drift.metadata(),
        render_as_batch=True,
        render_item=_render_plain,
        process_revision_directives=_number,
        **drift.comparison_options(),
        **options,
    )


def _url() -> Any:
    return url_of(context.get_x_argument(as_dictionary=True).get("url"))


@contextmanager
def _connection(target: Any) -> Iterator[Connection]:
    """Yield the caller's connection, one of the caller's engine, or one to what the command line says."""
    if isinstance(target, Connection):
        yield target
        return
    with (
        nullcontext(target) if target else usable_engine(_url(), must_exist=False) as engine,
        engine.connect() as found,
    ):
        yield found


class _Work:
    """One run of migrations: what it found, what it did, and the copy of the file it keeps."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._before: str | None = None
        self._after: str | None = None
        self._steps: list[str] = []
        self._partial: Path | None = None
        self._copy: Path | None = None

    def planned(self, asked: Callable[..., Any]) -> Callable[..., Any]:
        """Return `asked`, refusing a newer schema, and copying the file when there is anything to do."""

        def plan(heads: tuple[str, ...], migration: MigrationContext) -> Any:
            for revision in heads:
                schema.require_known(revision)
            self._before = self._after = heads[0] if heads else None
            steps = list(asked(heads, migration))
            if steps:
                self._keep_copy(_destination(steps[-1].info))
            return steps

        return plan

    def applied(self, *, step: MigrationInfo, heads: set[str], **_: Any) -> None:
        """Note one revision."""
        revision = step.up_revision_id
        self._steps.append(str(revision))
        self._after = next(iter(heads), None)

    def _keep_copy(self, destination: str) -> None:
        """Copy the file as others still see it: what this transaction did is not in it yet."""
        file = _file(self._connection)
        if file is None or not _holds_tables(self._connection):
            return
        self._copy = file.with_name(f"{file.name}.before-{destination}.bak")
        self._partial = file.with_name(f"{self._copy.name}.{os.getpid()}.part")
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(self._partial)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, whatever the original needs beside it

    @contextmanager
    def copy_settled(self) -> Iterator[None]:
        """Keep the copy when the migration has worked; after a failure the file itself is as it was."""
        try:
            yield
            if self._partial is not None and self._copy is not None:
                self._copy = _rename_apart(self._partial, self._copy)
        finally:
            if self._partial is not None:
                self._partial.unlink(missing_ok=True)

    def report(self) -> schema.Migration:
        """Return what was done."""
        return schema.Migration(self._before, self._after, tuple(self._steps), self._copy)


def _destination(last: MigrationInfo) -> str:
    return "-".join(last.destination_revision_ids) or "base"


def _file(connection: Connection) -> Path | None:
    if connection.dialect.name != "sqlite":
        return None
    name = connection.exec_driver_sql("SELECT file FROM pragma_database_list WHERE name = 'main'").scalar()
    return Path(name) if name else None


def _holds_tables(connection: Connection) -> bool:
    return bool(set(inspect(connection).get_table_names()) - {schema.VERSION_TABLE})


def _rename_apart(partial: Path, wanted: Path) -> Path:
    """Give `partial` the wanted name, or that with a number: an earlier copy is never written over."""
    names = itertools.chain([wanted], (wanted.with_suffix(f".{number}.bak") for number in itertools.count(2)))
    return partial.rename(next(name for name in names if not name.exists()))


@contextmanager
def _turn(connection: Connection) -> Iterator[None]:
    """Wait until nobody else migrates this database, then hold it in one transaction.

    Raises:
        SchemaBusy: somebody takes too long, or the connection is in a transaction that is not ours to end.
    """
    if connection.in_transaction():
        raise _foreign_transaction()
    turns = {"sqlite": _sqlite_turn, "postgresql": _postgresql_turn}
    with turns.get(connection.dialect.name, _mariadb_turn)(connection):
        yield


def _foreign_transaction() -> SchemaBusy:
    return SchemaBusy(
        "The connection is inside a transaction, which a migration would have to end",
        hint="commit or roll back first, or pass the engine",
    )


def _waited_too_long(error: OperationalError) -> SchemaBusy:
    busy = SchemaBusy(
        f"Another program has been using the database for {PATIENCE_S} seconds", hint="try again when it has finished"
    )
    busy.__cause__ = error
    return busy


@contextmanager
def _postgresql_turn(connection: Connection) -> Iterator[None]:
    """The lock is the database's own; waiting for it must not freeze the view of what the migrator before has done."""
    with _read_committed(connection), connection.begin():
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{PATIENCE_S}s'")
        try:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
        except OperationalError as error:
            raise _waited_too_long(error) from error
        yield


@contextmanager
def _read_committed(connection: Connection) -> Iterator[None]:
    level = "AUTOCOMMIT" if drift.in_autocommit(connection) else connection.get_isolation_level()
    connection.rollback()
    if level == "READ COMMITTED":
        yield
        return
    connection.execution_options(isolation_level="READ COMMITTED")
    try:
        yield
    finally:
        connection.execution_options(isolation_level=level)


@contextmanager
def _mariadb_turn(connection: Connection) -> Iterator[None]:
    """MariaDB commits at each CREATE TABLE, so a failure can leave half; at least nobody else is in between."""
    with connection.begin():
        name = schema.VERSION_TABLE
        if connection.exec_driver_sql(f"SELECT GET_LOCK('{name}', {PATIENCE_S})").scalar() != 1:
            raise SchemaBusy("Another migration is running", hint="try again when it has finished")
        try:
            yield
        finally:
            connection.exec_driver_sql(f"SELECT RELEASE_LOCK('{name}')")


@contextmanager
def _sqlite_turn(connection: Connection) -> Iterator[None]:
    """The write lock from the start, foreign keys suspended: a rebuilt parent table would empty its children."""
    if _driver(connection).in_transaction and getattr(_driver(connection), "autocommit", None) is not False:
        raise _foreign_transaction()
    with (
        _own_transactions(connection),
        _pragma(connection, "foreign_keys", 0),
        _pragma(connection, "busy_timeout", PATIENCE_S * 1000),
        connection.begin(),
    ):
        _begin_immediate(connection)
        broken_before = _broken_references(connection)
        yield
        _refuse(_broken_references(connection) - broken_before)


def _driver(connection: Connection) -> Any:
    """Return the sqlite3 connection, or the aiosqlite one, which says the same of its transaction."""
    return connection.connection.driver_connection


def _execute_raw(connection: Connection, statement: str) -> Any:
    """Execute outside SQLAlchemy, which would begin a transaction, and return the first row."""
    with closing(connection.connection.cursor()) as cursor:
        cursor.execute(statement)
        return cursor.fetchone()


@contextmanager
def _own_transactions(connection: Connection) -> Iterator[None]:
    raw: Any = connection.connection.dbapi_connection
    level, autocommit = raw.isolation_level, getattr(raw, "autocommit", None)
    take_over_transactions(raw)
    try:
        yield
    finally:
        raw.isolation_level = level
        if autocommit is not None:
            raw.autocommit = autocommit


@contextmanager
def _pragma(connection: Connection, name: str, value: int) -> Iterator[None]:
    """SQLite ignores some pragmas inside a transaction: set before it begins, put back after it has ended."""
    before = _execute_raw(connection, f"PRAGMA {name}")[0]
    _execute_raw(connection, f"PRAGMA {name} = {value}")
    try:
        yield
    finally:
        _execute_raw(connection, f"PRAGMA {name} = {before}")


def _begin_immediate(connection: Connection) -> None:
    if _driver(connection).in_transaction:  # an engine's own listener began an ordinary one
        connection.exec_driver_sql("ROLLBACK")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except OperationalError as error:
        raise _waited_too_long(error) from error


def _broken_references(connection: Connection) -> set[tuple[Any, ...]]:
    """Return table, row and missing parent of every dangling reference from or to our tables; a host's are its own."""
    tables = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master AS t WHERE type = 'table' AND (name GLOB 'crm_*' OR EXISTS "
        "(SELECT 1 FROM pragma_foreign_key_list(t.name) AS k WHERE k.\"table\" GLOB 'crm_*'))"
    ).scalars()
    rows: set[tuple[Any, ...]] = set()
    for table in tables.all():
        found = connection.exec_driver_sql(f'PRAGMA foreign_key_check("{table}")')
        rows.update(tuple(row)[:3] for row in found if schema.is_ours(table) or schema.is_ours(row[2]))
    return rows


def _refuse(broken: set[tuple[Any, ...]]) -> None:
    if broken:
        table, row, parent = min(broken, key=str)
        raise SchemaError(
            f"The migration would leave {len(broken)} references without a target, such as row {row} of {table} "
            f"to {parent}; nothing was changed",
            code="schema.references_broken",
        )


def _render_plain(kind: str, item: Any, autogen_context: AutogenContext) -> str | Literal[False]:
    """Write our own types as the built-in ones they are stored as: a migration must outlive today's classes."""
    if kind != "type" or not type(item).__module__.startswith("crm."):
        return False
    if isinstance(item, TypeDecorator):
        from alembic.autogenerate.render import _repr_type  # the only one that knows variants

        return _repr_type(item.impl_instance, autogen_context)
    built_in = next(base for base in type(item).__mro__ if base.__module__.startswith("sqlalchemy."))
    return f"sa.{built_in.__name__}{repr(item).removeprefix(type(item).__name__)}"


def _number(migration: MigrationContext, revision: Any, directives: list[MigrationScript]) -> None:  # noqa: ARG001
    """Call the new revision after the last one: 0004 after 0003."""
    if not getattr(context.config.cmd_opts, "rev_id", None):
        known = [int(script.revision) for script in context.script.walk_revisions()]
        directives[0].rev_id = f"{max(known, default=0) + 1:04d}"
