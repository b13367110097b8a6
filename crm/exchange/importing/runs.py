"""The record of a list that is taken in: how far it is, and what was found in its rows."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from crm import lookup
from crm.base import utc_now
from crm.exchange.importing.report import KEPT, Finding, ImportReport, Outcome, Tally
from crm.models import FindingKind, ImportFinding, ImportRun, RunStatus

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from crm.exchange.streams import RowStream

__all__ = ["Settings", "begun", "find_run", "findings_of", "finish", "listed", "report_of"]


@dataclass(frozen=True, slots=True)
class Settings:
    """How a list is read and taken in: an interrupted run goes on only with the same."""

    format: str | None = None
    mapping: Mapping[str, str] | None = None
    region: str | None = "FR"
    by: str | None = None
    keep_invalid: bool = False
    as_of: dt.datetime | None = None
    overwrite: bool = False
    institutions: Mapping[str, UUID] | None = None
    new_institutions: str = "ask"
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None

    def text(self) -> str:
        """Return the settings as the run keeps them."""
        told = {name: getattr(self, name) for name in self.__slots__ if name != "by"}
        return json.dumps(told, sort_keys=True, default=_plain, ensure_ascii=False)


def _plain(value: Any) -> Any:
    return (
        value.isoformat() if isinstance(value, dt.datetime) else dict(value) if hasattr(value, "keys") else str(value)
    )


def listed() -> Select[ImportRun]:
    """Return the imports, the newest first."""
    return select(ImportRun).order_by(ImportRun.id.desc())


def find_run(session: Session, text: str) -> ImportRun:
    """Return the import that `text`, its number or uid, means. Raises `NotFound`."""
    identity = lookup.by_identity(ImportRun, text)
    statement = select(ImportRun).where(ImportRun.source == text if identity is None else identity)
    return lookup.one_of(session, statement.order_by(ImportRun.id), "import", text, _label)


def _label(run: ImportRun) -> str:
    return f"{run.id} {run.source or '(a pipe)'} {run.started_at:%Y-%m-%d %H:%M}"


def begun(session: Session, source: str | None, sha256: str, settings: Settings, *, again: bool) -> ImportRun:
    """Return the run that these bytes were interrupted in, if they may go on there (`again`), or else a new one."""
    text = settings.text()
    if again:
        same = select(ImportRun).where(
            ImportRun.sha256 == sha256, ImportRun.settings == text, ImportRun.status == RunStatus.RUNNING
        )
        known = session.scalars(same.order_by(ImportRun.id).limit(1)).first()
        if known is not None:
            return known
    counts = dict.fromkeys(
        ("rows_read", "rows_created", "rows_updated", "rows_unchanged", "rows_rejected", "rows_blank"), 0
    )
    run = ImportRun(
        source=source, sha256=sha256, settings=text, status=RunStatus.RUNNING, started_by=settings.by, **counts
    )
    session.add(run)
    session.flush()
    return run


def finish(session: Session, run: ImportRun) -> None:
    """Say that all rows of `run` are done."""
    tally_of(run).check()
    run.status, run.finished_at = RunStatus.FINISHED, utc_now()
    session.flush()


def tally_of(run: ImportRun) -> Tally:
    """Return how the rows of `run` were counted."""
    return Tally(
        run.rows_read,
        {
            Outcome.CREATED: run.rows_created,
            Outcome.UPDATED: run.rows_updated,
            Outcome.UNCHANGED: run.rows_unchanged,
            Outcome.REJECTED: run.rows_rejected,
            Outcome.BLANK: run.rows_blank,
        },
    )


def findings_of(run: ImportRun, *kinds: FindingKind) -> Select[ImportFinding]:
    """Return what was found in the rows of `run`, in their order."""
    return (
        select(ImportFinding)
        .where(ImportFinding.run_id == run.id, ImportFinding.kind.in_(kinds or tuple(FindingKind)))
        .order_by(ImportFinding.row_number, ImportFinding.id)
    )


def report_of(session: Session, run: ImportRun, stream: RowStream, resumed_after: int = 0) -> ImportReport:
    """Return the report of a run, from what is stored of it."""
    numbers = dict(
        session.execute(
            select(ImportFinding.kind, func.count()).where(ImportFinding.run_id == run.id).group_by(ImportFinding.kind)
        ).all()
    )
    tally = tally_of(run)
    tally.check()
    return ImportReport(
        tally,
        source=run.source,
        run_id=run.id,
        run_uid=run.uid,
        rejections=_found(session, run, FindingKind.REJECTED),
        remarks=_found(session, run, FindingKind.CONFLICT, FindingKind.WARNING),
        conflicts=numbers.get(FindingKind.CONFLICT, 0),
        warnings=numbers.get(FindingKind.WARNING, 0),
        notes=list(stream.notes),
        columns=stream.columns,
        format=stream.format,
        resumed_after=resumed_after,
    )


def _found(session: Session, run: ImportRun, *kinds: FindingKind) -> list[Finding]:
    return [
        Finding(run.source, one.row_number, one.line_number, one.field, one.value, one.code, one.message, one.hint)
        for one in session.scalars(findings_of(run, *kinds).limit(KEPT))
    ]
