"""Where values came from."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.base import Base, PrimaryKey, RowId, choice, utc_now
from crm.columns import Line
from crm.models.documents import Document
from crm.models.imports import ImportRun

__all__ = ["Provenance", "ProvenanceOrigin"]


class ProvenanceOrigin(StrEnum):
    """The three ways a value comes in."""

    DOCUMENT = "document"
    IMPORT = "import"
    EDIT = "edit"


class Provenance(Base):
    """Where a value came from. Rows are only ever added."""

    __tablename__ = "crm_provenance"
    __table_args__ = (
        CheckConstraint("(origin = 'import') = (run_id IS NOT NULL)", name="import_has_run"),
        Index(None, "subject", "subject_id"),
    )

    id: Mapped[PrimaryKey]
    subject: Mapped[str] = mapped_column(Line(40))
    """The table of the record, without its prefix."""
    subject_id: Mapped[int] = mapped_column(RowId)
    field: Mapped[str | None] = mapped_column(Line(40))
    """The column; None when the whole record came from there."""
    origin: Mapped[ProvenanceOrigin] = mapped_column(choice(ProvenanceOrigin, "origin"))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("crm_document.id", ondelete="RESTRICT"), index=True)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("crm_import_run.id", ondelete="RESTRICT"))
    """The import; without an index, because runs are never deleted and what one wrote is in `Change`."""
    first_line: Mapped[int | None] = mapped_column(Integer)
    """The lines of the document, or the row of the import, counted from 1."""
    last_line: Mapped[int | None] = mapped_column(Integer)
    text: Mapped[str | None]
    """As it stood there."""
    recorded_by: Mapped[str | None] = mapped_column(Line(200))
    recorded_at: Mapped[dt.datetime] = mapped_column(default=utc_now)

    run: Mapped[ImportRun | None] = relationship(lazy="raise_on_sql")
    document: Mapped[Document | None] = relationship(lazy="raise_on_sql")
