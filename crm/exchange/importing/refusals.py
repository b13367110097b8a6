"""Rows that only the database refuses: found by halving the batch, and rejected, so that the others come in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, StatementError

from crm.exchange.importing.asked import storable
from crm.exchange.records import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from crm.exchange.importing.batches import Heard, Taking
    from crm.models import ImportRun

__all__ = ["FAILURES", "is_passing", "is_refusal", "take"]

FAILURES: Final = (StatementError, UnicodeError, OverflowError)
"""What a statement raises: SQLAlchemy's errors, and those of drivers that cannot send a value at all."""
_PASSING: Final = frozenset({"40001", "40P01", "55P03", "57P01", "08000", "08003", "08006"})
"""SQLSTATEs after which a transaction may well succeed: serialization, deadlock, lock, shutdown, connection.

Source: https://www.postgresql.org/docs/current/errcodes-appendix.html, read 2026-11-21."""
_REFUSED: Final = ("22", "23", "44", "54000", "P0001")
"""How the SQLSTATEs begin of what is wrong with a value: data, integrity, a view's check, too large for an index, said
by a trigger. Source: the same."""
_SHOWN: Final = 200


def take(taking: Taking, session: Session, run: ImportRun, rows: Sequence[Heard]) -> None:
    """Take `rows` in within savepoints; what the database refuses is halved down to the rows at fault.

    These are rejected with the code ``row.refused``.

    Raises:
        StatementError: the database fails, whatever the row.
    """
    try:
        with session.begin_nested():
            taking.batch(session, run, rows)
    except FAILURES as error:
        taking.forget()
        if not is_refusal(error):
            raise
        problem = _refused(error)
    else:
        return
    if len(rows) == 1:
        taking.refuse(session, run, rows[0][0], problem)
        return
    middle = len(rows) // 2
    for half in (rows[:middle], rows[middle:]):
        take(taking, session, run, half)


def is_passing(error: Exception) -> bool:
    """Whether the same transaction may succeed when it is tried again."""
    if not isinstance(error, DBAPIError):
        return False
    return error.connection_invalidated or isinstance(error, IntegrityError) or _state(error) in _PASSING


def is_refusal(error: Exception) -> bool:
    """Whether the database refuses a value, and not to work."""
    if not isinstance(error, DBAPIError):
        return isinstance(error, UnicodeError | OverflowError)
    if error.connection_invalidated or _state(error) in _PASSING:
        return False
    return isinstance(error, IntegrityError | DataError) or _state(error).startswith(_REFUSED)


def _state(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""


def _refused(error: Exception) -> Problem:
    """Return why a row is rejected, in the first line of what the database says: the others quote the row."""
    cause = error.orig if isinstance(error, StatementError) else error
    said = getattr(getattr(cause, "diag", None), "message_primary", None) or str(cause)
    reason = " ".join(said.strip().partition("\n")[0].split())[:_SHOWN]
    hint = "change the value, or ask whoever looks after the database"
    return Problem("row.refused", f"the database refuses it: {storable(reason)}", hint=hint, rejects=True)
