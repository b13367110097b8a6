"""An import is taken back: what it made goes, what it changed is as it was; refused where later work would be lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from crm import history
from crm.base import utc_now
from crm.errors import ImportUndone
from crm.exchange.importing.runs import find_run
from crm.models import Change, ImportRun, RunStatus
from crm.targets import wait_for_turn

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

__all__ = ["UndoReport", "undo_import"]


@dataclass(frozen=True, slots=True)
class UndoReport:
    """What an undone import had left: records that were taken away, and given back what they held."""

    run_id: int
    run_uid: UUID
    source: str | None
    removed: int
    """Contacts, addresses, numbers, affiliations and institutions that are no more."""
    restored: int
    """Records that hold again what they held before."""

    def as_dict(self) -> dict[str, Any]:
        """Return the report as JSON prints it."""
        run = {"id": self.run_id, "uid": str(self.run_uid)}
        return {"run": run, "source": self.source, "removed": self.removed, "restored": self.restored}


def undo_import(session: Session, run: ImportRun | int | str, *, by: str | None = None) -> UndoReport:
    """Take an import back, all of it or nothing, in the transaction of `session`, and return what was undone.

    `run` is the import, its number, its uid or the name of its file. An interrupted one is taken back as far as it got.
    The run and its findings stay, and so does the history; the same list makes a new run.

    Raises:
        NotFound, Ambiguous: no import, or more than one, answers to that.
        ImportUndone: it was undone before.
        ChangedSince: something was edited or used since; `reasons` name the records.
    """
    session.flush()
    wait_for_turn(session)
    found = run if isinstance(run, ImportRun) else find_run(session, str(run))
    session.refresh(found)
    if found.status == RunStatus.UNDONE:
        raise ImportUndone(f"import {found.id} was undone on {found.undone_at:%Y-%m-%d}")
    changes = history.by_run(found).where(Change.id <= (session.scalar(select(func.max(Change.id))) or 0))
    with history.by(session, by, run=found):
        reverted = history.revert(session, changes)
    moment = utc_now()
    found.status, found.undone_at, found.finished_at = RunStatus.UNDONE, moment, found.finished_at or moment
    session.flush()
    return UndoReport(found.id, found.uid, found.source, reverted.deleted, reverted.updated + reverted.restored)
