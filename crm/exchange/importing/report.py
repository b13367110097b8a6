"""What became of the rows of a list: each counted once, and what was wrong with any of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from crm.exchange.records import Problem

__all__ = ["KEPT", "Finding", "ImportReport", "Outcome", "Tally"]

KEPT: Final = 1_000
"""How many rejections and remarks a report holds; the run itself keeps them all."""


class Outcome(StrEnum):
    """The one thing that becomes of a row."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"
    BLANK = "blank"


class Tally:
    """Rows counted as they come and outcomes as they are told: in the end they must agree."""

    def __init__(self, rows: int = 0, outcomes: Mapping[Outcome, int] | None = None) -> None:
        self.rows = rows
        self.outcomes: Counter[Outcome] = Counter(outcomes or {})

    def check(self) -> None:
        """Raise `RuntimeError` when a row has no outcome or two: nothing of it may be committed."""
        counted = sum(self.outcomes.values())
        if counted != self.rows:
            raise RuntimeError(f"{self.rows} rows were read and {counted} accounted for")

    def __str__(self) -> str:
        parts = " + ".join(f"{self.outcomes[one]:,} {one}" for one in Outcome)
        return f"{self.rows:,} row{'' if self.rows == 1 else 's'} = {parts}"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was wrong or doubtful in one row, and where."""

    file: str | None
    row: int
    line: int
    field: str | None
    value: str | None
    code: str
    message: str
    hint: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the finding as JSON answers print it."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(slots=True)
class ImportReport:
    """What an import did: ``rows == created + updated + unchanged + rejected + blank``, whatever the list held."""

    tally: Tally
    source: str | None = None
    run_id: int | None = None
    run_uid: UUID | None = None
    rejections: Sequence[Finding] = ()
    """The reasons, row by row; the first thousand."""
    remarks: Sequence[Finding] = ()
    """Conflicts and warnings, row by row; the first thousand."""
    conflicts: int = 0
    """Values that would have undone newer ones, and were left out."""
    warnings: int = 0
    notes: Sequence[Problem] = ()
    """What concerns the list as a whole: columns without a place, guesses."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """What each column was read as; nothing for one without a place."""
    format: str | None = None
    resumed_after: int = 0
    """The rows that an interrupted run had done already; they are counted."""

    @property
    def rows(self) -> int:
        """The rows that were read."""
        return self.tally.rows

    @property
    def created(self) -> int:
        """The rows that made a contact."""
        return self.tally.outcomes[Outcome.CREATED]

    @property
    def updated(self) -> int:
        """The rows that changed or completed a known contact."""
        return self.tally.outcomes[Outcome.UPDATED]

    @property
    def unchanged(self) -> int:
        """The rows that said nothing new, or nothing that was taken."""
        return self.tally.outcomes[Outcome.UNCHANGED]

    @property
    def rejected(self) -> int:
        """The rows that come back to be corrected."""
        return self.tally.outcomes[Outcome.REJECTED]

    @property
    def blank(self) -> int:
        """The rows with nothing in them."""
        return self.tally.outcomes[Outcome.BLANK]

    def as_dict(self) -> dict[str, Any]:
        """Return the report as JSON prints it."""
        return {
            "source": self.source,
            "format": self.format,
            "run": None if self.run_uid is None else {"id": self.run_id, "uid": str(self.run_uid)},
            "rows": self.rows,
            **{str(one): self.tally.outcomes[one] for one in Outcome},
            "conflicts": self.conflicts,
            "warnings": self.warnings,
            "resumed_after": self.resumed_after,
            "columns": dict(self.columns),
            "notes": [note.as_dict() for note in self.notes],
            "rejections": [one.as_dict() for one in self.rejections],
            "remarks": [one.as_dict() for one in self.remarks],
        }

    def __str__(self) -> str:
        return str(self.tally)
