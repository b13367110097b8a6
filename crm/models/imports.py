"""Lists that were taken in: how far each run is, what became of its rows, and which of them came back."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from crm.base import Base, Body, PrimaryKey, Uid, choice, utc_now
from crm.columns import Line

__all__ = ["FindingKind", "ImportFinding", "ImportRun", "RunStatus"]


class RunStatus(StrEnum):
    """How far an import is."""

    RUNNING = "running"
    """Begun, and perhaps interrupted: the same file goes on with it."""
    FINISHED = "finished"
    UNDONE = "undone"


class FindingKind(StrEnum):
    """What a finding did to its row."""

    REJECTED = "rejected"
    CONFLICT = "conflict"
    """A value that would have undone a newer one, and was left out."""
    WARNING = "warning"


class ImportRun(Base):
    """A list that is or was taken in. Every row that has been read is counted once: the table itself insists."""

    __tablename__ = "crm_import_run"
    __table_args__ = (
        CheckConstraint(
            "rows_read = rows_created + rows_updated + rows_unchanged + rows_rejected + rows_blank", name="law_of_rows"
        ),
        CheckConstraint("(status = 'running') = (finished_at IS NULL)", name="finished"),
        CheckConstraint("(status = 'undone') = (undone_at IS NOT NULL)", name="undone"),
        Index(None, "sha256"),
    )

    id: Mapped[PrimaryKey]
    uid: Mapped[Uid]
    source: Mapped[str | None]
    """The name of the file without its folder; None for what came through a pipe."""
    sha256: Mapped[str] = mapped_column(Line(64))
    """Of the bytes: an interrupted run goes on only with the same ones."""
    settings: Mapped[str]
    """How the file was read (format, mapping, region…), as JSON with sorted keys."""
    status: Mapped[RunStatus] = mapped_column(choice(RunStatus, "status"), default=RunStatus.RUNNING)
    rows_read: Mapped[int] = mapped_column(Integer, default=0)
    """The rows that are done, committed with what they wrote."""
    rows_created: Mapped[int] = mapped_column(Integer, default=0)
    rows_updated: Mapped[int] = mapped_column(Integer, default=0)
    rows_unchanged: Mapped[int] = mapped_column(Integer, default=0)
    rows_rejected: Mapped[int] = mapped_column(Integer, default=0)
    rows_blank: Mapped[int] = mapped_column(Integer, default=0)
    started_at: Mapped[dt.datetime] = mapped_column(default=utc_now)
    started_by: Mapped[str | None] = mapped_column(Line(200))
    finished_at: Mapped[dt.datetime | None]
    undone_at: Mapped[dt.datetime | None]


class ImportFinding(Base):
    """What was found wrong or doubtful in a row. Rows are only ever added."""

    __tablename__ = "crm_import_finding"
    __table_args__ = (Index(None, "run_id", "row_number"),)

    id: Mapped[PrimaryKey]
    run_id: Mapped[int] = mapped_column(ForeignKey("crm_import_run.id", ondelete="CASCADE"))
    row_number: Mapped[int] = mapped_column(Integer)
    """From 1, a heading not counted."""
    line_number: Mapped[int] = mapped_column(Integer)
    """The line of the file the row begins on, from 1."""
    kind: Mapped[FindingKind] = mapped_column(choice(FindingKind, "kind"))
    field: Mapped[str | None]
    """The column, as the source calls it; None for the row as a whole."""
    value: Mapped[str | None]
    code: Mapped[str] = mapped_column(Line(64))
    message: Mapped[str]
    hint: Mapped[str | None]
    cells: Mapped[Body | None]
    """The whole row as it stood, as a JSON list, with the first finding of the row; None with the others."""
