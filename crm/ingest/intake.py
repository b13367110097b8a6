"""One document on its way in: what is added to the session, where it came from, and what is told of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crm import provenance
from crm.ingest.report import Candidate, IngestReport, ReportEntry

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from crm.base import Base
    from crm.ingest.report import Verdict
    from crm.models import Document
    from crm.reading import Reading

__all__ = ["Intake"]

Lines = tuple[int, int]


@dataclass(slots=True)
class Intake:
    """One document on its way in."""

    session: Session
    reading: Reading
    document: Document
    report: IngestReport = field(init=False)
    origins: list[provenance.Said] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.report = IngestReport(self.reading.file, "added", warnings=self.reading.warnings)

    @property
    def dated_on(self) -> dt.date | None:
        """The day the release gives of itself."""
        return None if self.reading.date is None else self.reading.date.value

    def new(self, what: str, name: str, record: Base, lines: Lines | None) -> None:
        """Add a record, with its origin, and tell it."""
        self.keep(record, lines)
        self.tell("added", what, name, lines)

    def keep(self, record: Base, lines: Lines | None) -> None:
        """Add a record, with its origin."""
        self.session.add(record)
        self.session.flush()
        self.origin(record, lines)

    def origin(self, record: Base, lines: Lines | None, column: str | None = None, text: str | None = None) -> None:
        """Remember that those lines of the document say so; the record has its number already."""
        self.origins.append(provenance.Said(record, lines, column, text))

    def settle(self) -> IngestReport:
        """Write all origins at once, which costs one statement, and return the report."""
        self.session.flush()
        provenance.record_all(self.session, self.document, self.origins)
        self.origins.clear()
        return self.report

    def known(self, what: str, name: str, lines: Lines | None) -> None:
        """Tell once that something was recognised."""
        if not any((entry.what, entry.name) == (what, name) for entry in self.report.entries):
            self.tell("recognised", what, name, lines)

    def tell(
        self,
        verdict: Verdict,
        what: str,
        name: str,
        lines: Lines | None = None,
        note: str | None = None,
        candidates: Sequence[Candidate] = (),
    ) -> None:
        """Write a line of the report."""
        self.report.entries.append(ReportEntry(verdict, what, name, lines, note, tuple(candidates)))
