"""Where what comes in is stored, in transactions that take turns."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from sqlalchemy import Engine, column, func, select, table
from sqlalchemy.orm import sessionmaker

from crm.database import Database
from crm.drift import VERSION_TABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

__all__ = ["OpenedTarget", "Target", "wait_for_turn"]

Target: TypeAlias = "Database | Engine | sessionmaker[Session] | Callable[[], Database]"
"""Where to store: a database, a host's engine or sessions, or a function that opens a database when it is needed."""

_LOCK: Final = 0x63726D_696E67
"""The advisory lock of those who take contacts in on PostgreSQL: ``crm`` and ``ing`` in ASCII."""


def wait_for_turn(session: Session) -> None:
    """Let one at a time take contacts in, until its transaction ends; SQLite's writers queue by themselves."""
    dialect = session.get_bind().dialect.name
    if dialect == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    elif dialect != "sqlite":
        session.execute(select(column("version_num")).select_from(table(VERSION_TABLE)).with_for_update())


class OpenedTarget:
    """The two kinds of transaction there are: one to look, one to write."""

    def __init__(self, target: Target) -> None:
        self._open: Callable[[], Database] | None = None
        self._sessions: Database | sessionmaker[Session] | None = None
        if isinstance(target, Engine):
            options = _options(target)
            self._sessions = Database.open(target.execution_options(**options) if options else target)
        elif isinstance(target, Database | sessionmaker):
            self._sessions = target
        else:
            self._open = target

    @property
    def is_open(self) -> bool:
        """Whether there is a database yet."""
        return self._sessions is not None

    def looking(self) -> AbstractContextManager[Session]:
        """Return a session to look with."""
        sessions = self._now()
        return sessions.session() if isinstance(sessions, Database) else sessions()

    def begin(self) -> AbstractContextManager[Session]:
        """Return a session in a transaction that writes, committed at its end."""
        sessions = self._now()
        return sessions.begin() if isinstance(sessions, Database) else _kept(sessions)

    def _now(self) -> Database | sessionmaker[Session]:
        if self._sessions is None:
            assert self._open is not None  # noqa: S101 - one of the two is given
            self._sessions = self._open()
        return self._sessions


@contextmanager
def _kept(sessions: sessionmaker[Session]) -> Iterator[Session]:
    """Begin a transaction in a host's session; what it stored can still be looked at when it has ended."""
    with sessions(expire_on_commit=False) as session, session.begin():
        session.connection(execution_options={"crm_begin": "BEGIN IMMEDIATE", **_options(session.get_bind())})
        yield session


def _options(bind: Engine | Connection) -> dict[str, Any]:
    """Return how to begin where several take turns: whoever has waited must see what the other has stored.

    A stricter isolation shows what there was before the wait.
    """
    return {"isolation_level": "READ COMMITTED"} if bind.dialect.name == "postgresql" else {}
