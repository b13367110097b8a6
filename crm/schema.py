"""The schema of a database: which revision it is at, whether it is what it should be, and the way to another one.

A host application that shares its database with us passes `include_name` to its own ``context.configure``, so that
its autogenerate leaves our tables alone; ours never looks at any but our own.

alembic is imported where a migration runs, not to look whether one is needed: it costs more than a short command does.
"""

from __future__ import annotations

import io
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, inspect, text

from crm import drift
from crm.base import TABLE_PREFIX
from crm.drift import VERSION_TABLE, include_name, is_ours
from crm.errors import (
    CrmError,
    DatabaseNotOurs,
    SchemaAhead,
    SchemaBehind,
    SchemaDrifted,
    SchemaError,
    SchemaMissing,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alembic.config import Config
    from sqlalchemy import Engine

__all__ = [
    "VERSION_TABLE",
    "Migration",
    "check",
    "current",
    "downgrade",
    "downgrade_sql",
    "head",
    "include_name",
    "is_ours",
    "require",
    "revisions",
    "script_location",
    "upgrade",
    "upgrade_sql",
]

_ONE_AT_A_TIME: Final = threading.RLock()
"""alembic keeps the running migration in module globals: two threads would run each other's."""


@dataclass(frozen=True, slots=True)
class Migration:
    """What an upgrade or a downgrade did: the revisions before and after, those applied or undone, in order."""

    before: str | None
    after: str | None
    applied: tuple[str, ...] = ()
    copy: Path | None = None
    """The copy of a SQLite file as it was before; None when there was nothing to do or nothing to lose."""


def script_location() -> Path:
    """Return the folder of the migrations: inside the installed package, beside it in a checkout."""
    package = Path(__file__).absolute().parent
    installed = package / "_alembic"
    return installed if installed.is_dir() else package.parent / "alembic"


def revisions() -> tuple[str, ...]:
    """Return every revision this release knows, the oldest first."""
    files = (script_location() / "versions").glob("[0-9]*_*.py")
    return tuple(sorted(file.name.partition("_")[0] for file in files))


def head() -> str:
    """Return the revision this release needs."""
    return revisions()[-1]


def current(target: Engine | Connection) -> str | None:
    """Return the revision the database is at; None when it has no schema of ours."""
    with _reading(target) as connection:
        if not inspect(connection).has_table(VERSION_TABLE):
            return None
        found: str | None = connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}"))  # noqa: S608
        return found


def require(target: Engine | Connection) -> None:
    """Do nothing if the schema is the one this release needs.

    Raises:
        SchemaMissing: the database is empty.
        SchemaBehind: it is at an older revision.
        SchemaAhead: it is at one this release does not know.
        SchemaDrifted: our tables are there, but not which revision made them.
        DatabaseNotOurs: there are other tables and none of ours.
    """
    with _reading(target) as connection:
        found = current(connection)
        if found is None:
            raise _absence(set(inspect(connection).get_table_names()) - {VERSION_TABLE})
    require_known(found)
    if found != head():
        raise SchemaBehind(
            f"The schema is at revision {found} and this release needs {head()}", hint="run `crm schema upgrade`"
        )


def _absence(tables: set[str]) -> CrmError:
    """Return why a database that names no revision cannot be used."""
    if any(map(is_ours, tables)):
        return SchemaDrifted(
            f"The database has tables named {TABLE_PREFIX}… but does not say which revision made them",
            hint="make an empty database with `crm init`",
        )
    if tables:
        return DatabaseNotOurs(
            "The database holds other tables and none of ours", hint="`crm schema upgrade` adds ours beside them"
        )
    return SchemaMissing("The database is empty", hint="run `crm init`")


def require_known(revision: str) -> None:
    """Do nothing if this release knows `revision`.

    Raises:
        SchemaAhead: a newer release made it.
    """
    if revision not in revisions():
        raise SchemaAhead(
            f"The schema is at revision {revision}, and this release knows none after {head()}",
            hint="pip install --upgrade press-contact-crm",
        )


def upgrade(target: Engine | Connection, revision: str = "head") -> Migration:
    """Bring the schema to `revision`, all or nothing; other people's tables are not touched.

    Raises:
        SchemaBusy: another migration takes too long, or the connection is in a transaction of the caller's.
        SchemaAhead: the schema was made by a newer release.
        SchemaError: there is no such revision.
    """
    return _migrate("upgrade", target, revision)


def downgrade(target: Engine | Connection, revision: str) -> Migration:
    """Bring the schema back to `revision`, or to ``base``: nothing of ours. Raises as `upgrade` does."""
    return _migrate("downgrade", target, revision)


def _migrate(direction: str, target: Engine | Connection, revision: str) -> Migration:
    config = _config(target=target)
    _command(direction, config, revision)
    migration: Migration = config.attributes["migration"]
    return migration


def upgrade_sql(dialect: str = "postgresql", revision: str = "head") -> str:
    """Return the SQL script that makes `revision`, from nothing or from the first of ``0001:0003``.

    `dialect` is a name or a URL; no database is needed.
    """
    return _script("upgrade", dialect, revision)


def downgrade_sql(dialect: str = "postgresql", revision: str = "base") -> str:
    """Return the SQL script that goes back to `revision`, from the head or from the first of ``0003:0001``."""
    return _script("downgrade", dialect, revision if ":" in revision else f"{head()}:{revision}")


def _script(direction: str, dialect: str, revision: str) -> str:
    config = _config(dialect=dialect.partition(":")[0])
    config.output_buffer = io.StringIO()
    _command(direction, config, revision, sql=True)
    return config.output_buffer.getvalue()


def _config(**attributes: Any) -> Config:
    """Return alembic's configuration, needing no file; `attributes` reach `crm._environment`."""
    from alembic.config import Config

    config = Config(attributes=attributes)
    config.set_main_option("script_location", str(script_location()).replace("%", "%%"))
    return config


def _command(direction: str, config: Config, revision: str, *, sql: bool = False) -> None:
    from alembic import command
    from alembic.util import CommandError

    run = {"upgrade": command.upgrade, "downgrade": command.downgrade}[direction]
    try:
        with _ONE_AT_A_TIME, _other_environment_kept():
            run(config, revision, sql=sql)
    except CommandError as error:
        raise SchemaError(
            f"Cannot {direction} to {revision!r}: {error}",
            code="schema.revision_unknown",
            hint=f"the revisions are {', '.join(revisions())}",
        ) from error


@contextmanager
def _other_environment_kept() -> Iterator[None]:
    """Let a host call us from its own ``env.py``: alembic forgets the outer environment when an inner one ends."""
    from alembic import context

    outer: Any = getattr(context, "_proxy", None)
    try:
        yield
    finally:
        if outer is not None:
            outer._install_proxy()


@contextmanager
def _reading(target: Engine | Connection) -> Iterator[Connection]:
    """Yield a connection to read with; a host's is given back in no transaction if it was in none."""
    if not isinstance(target, Connection):
        with target.connect() as connection:
            yield connection
        return
    idle = not target.in_transaction()
    try:
        yield target
    finally:
        if idle and target.in_transaction():
            target.rollback()


def check(target: Engine | Connection) -> list[str]:
    """Return what differs between the tables and what this release would make, one sentence each; none is right.

    The differences alembic sees come with those it does not: a CHECK that lost a word, a key without its name.
    """
    with _reading(target) as connection:
        try:
            require(connection)
        except CrmError as error:
            return [error.message]
        return drift.differences(connection)
