"""What becomes of what comes in: of each thing a document names, of a document, of a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.errors import CrmError
    from crm.models import Communique
    from crm.reading import ReadWarning

__all__ = ["Candidate", "FileOutcome", "FileReport", "IngestReport", "Outcome", "ReportEntry", "Verdict"]

Outcome = Literal["added", "recognised", "unchanged"]
FileOutcome = Literal["added", "recognised", "unchanged", "rejected", "skipped"]
Verdict = Literal["added", "recognised", "news", "unsure"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of the records that may be meant: its number and what it is called."""

    id: int
    name: str

    def as_dict(self) -> dict[str, Any]:
        """Return the number and the name."""
        return {"id": self.id, "name": self.name}


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """One thing the document named: what became of it, what it is, its name, where it stands, and why in doubt.

    ``news`` is a coordinate or a role that is printed for a contact who was known without it.
    """

    verdict: Verdict
    what: str
    name: str
    lines: tuple[int, int] | None = None
    note: str | None = None
    candidates: tuple[Candidate, ...] = ()
    """Who may be meant, where that is the question."""

    def as_dict(self) -> dict[str, Any]:
        """Return the entry as JSON prints it."""
        lines = None if self.lines is None else list(self.lines)
        asked = {"candidates": [one.as_dict() for one in self.candidates]} if self.candidates else {}
        return {"what": self.what, "name": self.name, "lines": lines, "note": self.note, **asked}


@dataclass(slots=True)
class IngestReport:
    """What became of one document, entry by entry in the order it was stored.

    `outcome` is ``added`` for a new communiqué, ``recognised`` for one that was known from another document,
    ``unchanged`` for a document that was stored before.
    """

    file: str | None
    outcome: Outcome
    communique: Communique | None = None
    entries: list[ReportEntry] = field(default_factory=list)
    warnings: Sequence[ReadWarning] = ()

    def having(self, verdict: Verdict) -> list[ReportEntry]:
        """Return the entries that were ``added``, ``recognised``, ``news`` or left ``unsure``."""
        return [entry for entry in self.entries if entry.verdict == verdict]

    def as_dict(self) -> dict[str, Any]:
        """Return the report as JSON prints it."""
        found = self.communique
        return {
            "file": self.file,
            "outcome": self.outcome,
            "communique": None if found is None else {"id": found.id, "uid": str(found.uid), "title": found.title},
            **{verdict: [entry.as_dict() for entry in self.having(verdict)] for verdict in get_args(Verdict)},
            "warnings": [warning.as_dict() for warning in self.warnings],
        }


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file, or member of an archive.

    `report` is there for what was stored, now or before; `error` says why it was ``rejected`` (it should have been
    read) or ``skipped`` (it was found in a folder or an archive, and is nothing that is read).
    """

    name: str
    outcome: FileOutcome
    report: IngestReport | None = None
    error: CrmError | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the report, or the name and the error, as JSON prints it."""
        if self.report is not None:
            return self.report.as_dict()
        return {"file": self.name, "outcome": self.outcome, "error": self.error and self.error.as_dict()}
