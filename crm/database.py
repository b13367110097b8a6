"""Open a database, a file or a server, and hand out sessions on it."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, Self
from weakref import WeakSet

from sqlalchemy import URL, Dialect, Engine, StaticPool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.orm import Session

from crm import schema
from crm.errors import DatabaseBusy, DatabaseMissing, DatabaseUnreadable, MissingExtra, SchemaMissing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

__all__ = ["DEFAULT_URL", "URL_VARIABLE", "Database", "configure", "engine_for", "url_of", "usable_engine"]

DEFAULT_URL: Final = "sqlite:///press.db"
URL_VARIABLE: Final = "CRM_DATABASE_URL"
PATIENCE_MS: Final = 30_000
"""How long a SQLite connection waits for another program to finish writing."""

_LEGACY_TRANSACTION_CONTROL: Final = -1
"""`sqlite3.LEGACY_TRANSACTION_CONTROL`, which Python 3.11 does not name."""


class Database:
    """An open database whose schema is the one this release needs; a context manager that closes it."""

    def __init__(self, engine: Engine, *, owned: bool = False, created: schema.Migration | None = None) -> None:
        self.engine = engine
        self.created = created
        """What `create` did; None when the schema was there already."""
        self._owned = owned
        self._writing = engine.execution_options(crm_begin="BEGIN IMMEDIATE")

    @classmethod
    def open(cls, target: str | Path | URL | Engine | None = None, *, create: bool = False) -> Self:
        """Return the database at `target`: a path, a URL, a host's engine, or what the environment says.

        Nothing is created or upgraded unless `create` says that an empty database may be filled.

        Raises:
            DatabaseMissing: there is no such file.
            DatabaseUnreadable: the URL cannot be understood, or nothing usable answers there.
            DatabaseNotOurs: it holds other tables and none of ours.
            SchemaMissing, SchemaBehind, SchemaAhead: the schema is not what this release needs.
            MissingExtra: the driver is not installed.
        """
        if isinstance(target, Engine):
            _require_foreign_keys(configure(target))
            return cls(target, created=_settle(target, create=create))
        url = url_of(target)
        if not create:
            _require_file(url)
        engine = engine_for(url)
        try:
            with _explained(url):
                return cls(engine, owned=True, created=_settle(engine, create=create))
        except BaseException:
            engine.dispose()
            raise

    @classmethod
    def create(cls, target: str | Path | URL | Engine | None = None) -> Self:
        """Return the database at `target`, made if it is empty; `created` says whether it was."""
        return cls.open(target, create=True)

    @property
    def url(self) -> str:
        """Where the database is, with the password hidden."""
        return _shown(self.engine.url)

    def session(self) -> Session:
        """Return a session; objects stay readable after a commit."""
        return Session(self.engine, expire_on_commit=False)

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """Yield a session in a transaction, committed at the end; on SQLite it waits here for its turn to write.

        Raises:
            DatabaseBusy: another program has been writing for longer than one waits.
        """
        with _busy_explained(self.url), Session(self._writing, expire_on_commit=False) as session, session.begin():
            session.connection()
            yield session

    def close(self) -> None:
        """Close every connection, unless the engine is a host's."""
        if self._owned:
            self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Database({self.url!r})"


@contextmanager
def usable_engine(target: str | Path | URL | None = None, *, must_exist: bool = True) -> Iterator[Engine]:
    """Yield an engine for `target`, whatever its schema, and dispose it; errors are `Database.open`'s.

    Unless it `must_exist`, a SQLite file is made when something is written to it.
    """
    url = url_of(target)
    if must_exist:
        _require_file(url)
    engine = engine_for(url)
    try:
        with _explained(url):
            yield engine
    finally:
        engine.dispose()


def _settle(engine: Engine, *, create: bool) -> schema.Migration | None:
    """Make sure of the schema; return what was done for it."""
    try:
        schema.require(engine)
    except SchemaMissing:
        if not create:
            raise
    else:
        return None
    migration = schema.upgrade(engine)
    if migration.before is None:
        _write_ahead(engine)
    return migration if migration.applied else None


def _write_ahead(engine: Engine) -> None:
    """Let readers read while one writes. The file remembers it, so it is said once, when the file is made."""
    if engine.dialect.name != "sqlite":
        return
    with engine.connect() as connection, suppress(engine.dialect.loaded_dbapi.OperationalError):
        cursor = connection.connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")  # refused while another connection is busy: no harm done
        cursor.close()


def url_of(target: str | Path | URL | None = None) -> URL:
    """Return the URL that `target` means: a URL, a path, or by default what the environment says.

    Raises:
        DatabaseUnreadable: it looks like a URL and is none.
    """
    given = target or os.environ.get(URL_VARIABLE) or DEFAULT_URL
    if isinstance(given, URL):
        return given
    if isinstance(given, Path) or "://" not in given:
        return URL.create("sqlite", database=str(given))
    try:
        return make_url(given)
    except (ArgumentError, ValueError):
        # what cannot be parsed cannot be shown either: a password may be anywhere in it
        raise DatabaseUnreadable(
            "The database URL cannot be understood", hint="write sqlite:///press.db or postgresql://user@host/name"
        ) from None


def engine_for(url: URL) -> Engine:
    """Return a new engine for `url`, configured; the caller disposes it.

    Raises:
        DatabaseUnreadable: there is no such kind of database, or the driver is asynchronous.
        MissingExtra: the PostgreSQL driver is not installed.
    """
    try:
        engine = create_engine(url, **_pool_options(url))
    except ImportError as error:
        if url.get_backend_name() == "postgresql":
            raise MissingExtra("postgresql", error.name or "psycopg") from None
        raise DatabaseUnreadable(f"The driver of {url.drivername}:// is not installed") from error
    except (NoSuchModuleError, ArgumentError, TypeError) as error:
        raise DatabaseUnreadable(
            f"No database answers to {url.drivername}://", hint="sqlite:///press.db or postgresql://user@host/name"
        ) from error
    if engine.dialect.is_async:
        raise DatabaseUnreadable(
            f"{url.drivername} is an asynchronous driver", hint="open an AsyncEngine of your own for it"
        )
    return configure(engine)


def _pool_options(url: URL) -> dict[str, Any]:
    if url.get_backend_name() != "sqlite":
        return {"pool_pre_ping": True}
    if url.database in {None, "", ":memory:"}:
        # one connection for everybody: each new one would see a database of its own
        return {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
    return {}


def configure(engine: Engine) -> Engine:
    """Make a SQLite engine keep foreign keys, wait for its turn and begin transactions when asked to.

    A PostgreSQL engine is kept from compiling statements: it would take seconds over a question that it answers in
    milliseconds. Other engines are left as they are, and twice is as good as once. A host calls it on an engine of its
    own before the first connection (``configure(async_engine.sync_engine)``).
    """
    on_connect = _ON_CONNECT.get(engine.dialect.name)
    with _CONFIGURING:
        if on_connect is not None and engine.dialect not in _CONFIGURED:
            event.listen(engine, "connect", on_connect)
            _CONFIGURED.add(engine.dialect)
        if engine.dialect.name == "sqlite" and not event.contains(engine, "begin", _on_begin):
            event.listen(engine, "begin", _on_begin)
    return engine


_CONFIGURING: Final = Lock()
"""A listener that one thread adds while another connects would end the other's loop over the listeners."""
_CONFIGURED: Final[WeakSet[Dialect]] = WeakSet()
"""The dialects of engines whose connections are: engines that share connections share it."""


def _on_connect(dbapi_connection: Any, record: object) -> None:  # noqa: ARG001 - SQLAlchemy's signature
    """Take transactions over from the driver, whose own ways leave tables half made."""
    take_over_transactions(dbapi_connection)
    cursor = dbapi_connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA busy_timeout")
    if cursor.fetchone()[0] < PATIENCE_MS:
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
    cursor.close()


def _without_jit(dbapi_connection: Any, record: object) -> None:  # noqa: ARG001 - SQLAlchemy's signature
    """Turn just-in-time compilation off; the transaction in which that is said must not be rolled back.

    It is decided by an estimate, which for what follows relations is far too high: 1.4 s for 8 ms, `gaps.unanswered`.
    """
    cursor = dbapi_connection.cursor()
    cursor.execute("SET jit = off")
    cursor.close()
    dbapi_connection.commit()


_ON_CONNECT: Final[dict[str, Callable[[Any, object], None]]] = {"postgresql": _without_jit, "sqlite": _on_connect}


def take_over_transactions(dbapi_connection: Any) -> None:
    """Stop the sqlite3 module from beginning transactions; an open one is committed by that.

    Source: https://docs.sqlalchemy.org/en/21/dialects/sqlite.html#sqlite-transactions.
    """
    if getattr(dbapi_connection, "autocommit", _LEGACY_TRANSACTION_CONTROL) != _LEGACY_TRANSACTION_CONTROL:
        dbapi_connection.autocommit = True
        dbapi_connection.autocommit = _LEGACY_TRANSACTION_CONTROL
    dbapi_connection.isolation_level = None


def _on_begin(connection: Connection) -> None:
    """Begin where SQLAlchemy says so. A writer says so at once: one that has read first may be refused later."""
    options = connection.get_execution_options()
    driver: Any = connection.connection.driver_connection
    if options.get("isolation_level") != "AUTOCOMMIT" and not driver.in_transaction:
        connection.exec_driver_sql(options.get("crm_begin", "BEGIN"))


def _require_foreign_keys(engine: Engine) -> None:
    """Refuse a host's SQLite engine whose connections were made before it was configured: rows would go unguarded."""
    if engine.dialect.name != "sqlite":
        return
    with engine.connect() as connection:
        if not connection.exec_driver_sql("PRAGMA foreign_keys").scalar():
            raise DatabaseUnreadable(
                "This engine has connections that do not keep foreign keys",
                code="database.foreign_keys_off",
                hint="call crm.database.configure(engine) before its first connection",
            )


def _require_file(url: URL) -> None:
    """Refuse a SQLite file that does not exist: SQLite itself would make an empty one."""
    if url.get_backend_name() != "sqlite" or url.database in {None, "", ":memory:"} or "uri" in url.query:
        return
    path = Path(str(url.database))
    if not path.exists():
        raise DatabaseMissing(f"There is no database {path}", hint="`crm init` makes one")
    if not path.is_file():
        raise DatabaseUnreadable(f"{path} is not a file")


_SECRETS: Final = ("password", "sslpassword", "passfile")
"""What libpq also takes after the question mark."""


def _shown(url: URL) -> str:
    """Return a URL to print, which can be used again where no password is missing."""
    if url.get_backend_name() == "sqlite" and url.database and not url.query:
        return f"{url.drivername}:///{url.database.replace('%', '%25').replace('?', '%3F')}"  # é stays é
    return url.difference_update_query(_SECRETS).render_as_string(hide_password=True)


def _scrubbed(reason: str, url: URL) -> str:
    for secret in (url.password, *map(url.query.get, _SECRETS)):
        reason = reason.replace(str(secret), "***") if secret else reason
    return reason.strip()


@contextmanager
def _explained(url: URL) -> Iterator[None]:
    """Say in our words why nothing usable answers at `url`."""
    try:
        with _busy_explained(_shown(url)):
            yield
    except DBAPIError as error:
        reason = _scrubbed(str(error.orig), url)
        raise DatabaseUnreadable(f"The database {_shown(url)} cannot be used: {reason}") from error


@contextmanager
def _busy_explained(url: str) -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        if "database is locked" not in str(error.orig):
            raise
        raise DatabaseBusy(f"Another program is writing to {url}", hint="try again when it has finished") from error
