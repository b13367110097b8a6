"""The history writes itself: whatever a session or a connection does to our tables is recorded in its transaction.

Every way of writing is seen, because all of them end in a statement: a flush, bulk methods of a session, ``update()``,
``delete()`` and ``insert()`` through a session or a connection of any engine, what listeners execute, and what the
database deletes because of a foreign key. Not seen, because nothing tells what it does: SQL given as text, tables
described anew (as migrations do), what a CTE writes. Refused, for the same reason: an INSERT that replaces or updates
what is there. A bulk loader that keeps its own history says so with the execution option ``crm_history="own"``.

Who did it is ``session.info["crm_by"]``, and the import ``session.info["crm_run"]``; a connection without a session has
execution options of these names.
"""

from __future__ import annotations

import weakref
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Engine, Insert, Table, event, insert
from sqlalchemy.orm import Session

from crm.base import Base, utc_now
from crm.errors import SnapshotFrozen
from crm.models import effects
from crm.models.changes import Change
from crm.models.recorded import FROZEN, RECORDED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection, CursorResult
    from sqlalchemy.orm import SessionTransaction, UOWTransaction

__all__ = ["BY", "OWN", "RUN", "keep_history", "write"]

BY: Final = "crm_by"
RUN: Final = "crm_run"
OWN: Final = {"crm_history": "own"}
"""Execution options of statements whose author records them by `write`."""

_CHUNK: Final = 1000
_CHANGES: Any = Change.__table__
_INSERT: Final = insert(_CHANGES)
_INSERT_ON_SERVER: Final = _INSERT.returning(_CHANGES.c.id)
"""A server is given many rows in few statements only when it is asked for something back."""

_sessions: weakref.WeakKeyDictionary[Connection, weakref.ref[Session]] = weakref.WeakKeyDictionary()
"""Which session works on a connection: it knows who is writing."""
_flushes: weakref.WeakKeyDictionary[Session, dict[Connection, list[dict[str, Any]]]] = weakref.WeakKeyDictionary()
"""What a flush that is under way has done so far: it is written down in one statement at its end."""
_effects: weakref.WeakKeyDictionary[Connection, effects.Effect] = weakref.WeakKeyDictionary()


def keep_history() -> None:
    """Listen to every session and engine; twice is as good as once."""
    if event.contains(Engine, "after_execute", _after_execute):
        return
    event.listen(Engine, "before_execute", _before_execute, retval=True)
    event.listen(Engine, "after_execute", _after_execute)
    event.listen(Session, "after_begin", _after_begin)
    event.listen(Session, "before_flush", _before_flush)
    event.listen(Session, "after_flush", _after_flush)
    event.listen(Session, "after_soft_rollback", _after_soft_rollback)


def write(connection: Connection, rows: Iterable[Mapping[str, Any]], options: Mapping[str, Any] | None = None) -> None:
    """Write rows of the history, as `recorded.ranges` makes them, with who and when, some at a time."""
    about = _about(connection, options or connection.get_execution_options())
    remaining = iter(rows)
    statement = _INSERT_ON_SERVER if connection.dialect.name == "postgresql" else _INSERT
    while some := [{**row, **about} for row in islice(remaining, _CHUNK)]:
        connection.execute(statement, some).close()


def _about(connection: Connection, options: Mapping[str, Any]) -> dict[str, Any]:
    """Return who, when and by which import; the instant is taken when the rows are ours to write."""
    session = _session_of(connection)
    info = session.info if session is not None else {}
    return {
        "changed_at": utc_now(),
        "changed_by": options.get(BY, info.get(BY)),
        "run_id": options.get(RUN, info.get(RUN)),
    }


def _session_of(connection: Connection) -> Session | None:
    found = _sessions.get(connection)
    return found() if found is not None else None


# --- statements -------------------------------------------------------------------------------------------------------


def _before_execute(
    connection: Connection,
    statement: Any,
    multiparams: Sequence[Mapping[str, Any]],
    params: Mapping[str, Any],
    options: Mapping[str, Any],
) -> tuple[Any, Any, Any]:
    table = _recorded_table(statement)
    if table is not None:
        _effects.pop(connection, None)  # of a statement that failed
        if table.name in FROZEN and not isinstance(statement, Insert):
            raise SnapshotFrozen(
                "what was printed cannot be changed", hint="correct the contact, or publish a correction"
            )
        if options.get("crm_history") != "own":
            effect = effects.begun(connection, statement, table, _rows(multiparams, params))
            _effects[connection] = effect
            statement = effect.statement
    return statement, multiparams, params


def _after_execute(
    connection: Connection,
    statement: Any,
    multiparams: Sequence[Mapping[str, Any]],
    params: Mapping[str, Any],
    options: Mapping[str, Any],
    result: CursorResult[Any],
) -> None:
    if not getattr(statement, "is_dml", False) or (effect := _effects.get(connection)) is None:
        return
    if effect.statement is not statement:  # one that is not recorded, or was left behind by an error
        return
    del _effects[connection]
    held = _held_back(connection)
    try:
        changes = effect.changes(connection, result, _rows(multiparams, params))
        if held is None:
            write(connection, changes, options)
        else:
            held.extend(changes)
    except BaseException:
        result.close()  # nobody else has it, and its rows would stay open
        raise


def _recorded_table(statement: Any) -> Table | None:
    """Return our table that `statement` writes to; it may come annotated by the mapper."""
    if not getattr(statement, "is_dml", False):
        return None
    table = getattr(statement, "table", None)
    if getattr(table, "metadata", None) is not Base.metadata:
        return None
    return RECORDED.get(getattr(table, "name", ""))


def _rows(multiparams: Sequence[Mapping[str, Any]], params: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    return multiparams or ([params] if params else [])


# --- sessions ---------------------------------------------------------------------------------------------------------


def _after_begin(session: Session, transaction: SessionTransaction, connection: Connection) -> None:  # noqa: ARG001
    _sessions[connection] = weakref.ref(session)


def _before_flush(session: Session, context: UOWTransaction, instances: object) -> None:  # noqa: ARG001
    _flushes[session] = {}


def _after_flush(session: Session, context: UOWTransaction) -> None:  # noqa: ARG001
    for connection, changes in _flushes.pop(session, {}).items():
        write(connection, changes)


def _after_soft_rollback(session: Session, previous: SessionTransaction) -> None:  # noqa: ARG001
    _flushes.pop(session, None)


def _held_back(connection: Connection) -> list[dict[str, Any]] | None:
    """Return where a flush on `connection` collects what it has done; None outside of one."""
    session = _session_of(connection)
    if session is None or not session._flushing:
        return None
    flush = _flushes.get(session)
    return None if flush is None else flush.setdefault(connection, [])
