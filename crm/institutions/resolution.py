"""What is answered when somebody asks which institution a text means: one, or none, with the evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from crm.models import Institution

__all__ = ["MARGIN", "SURE", "Candidate", "Resolution"]

SURE: Final = 0.85
"""The least score of an answer."""
MARGIN: Final = 0.05
"""How much lower the runner-up must be."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An institution that may be meant, and why."""

    institution: Institution
    score: float
    """From 0 to 1; 1 is its very name."""
    reasons: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the candidate as the command prints it."""
        one = self.institution
        return {
            "id": one.id,
            "uid": str(one.uid),
            "name": one.name,
            "score": round(self.score, 2),
            "reasons": list(self.reasons),
        }


@dataclass(frozen=True, slots=True)
class Resolution:
    """Which institution a text means; `institution` is None when that is not sure, whatever the candidates."""

    text: str
    institution: Institution | None
    candidates: tuple[Candidate, ...]
    """The best first."""
    start: int = 0
    end: int = 0
    """Where `text` stands in what was asked about."""

    def as_dict(self) -> dict[str, Any]:
        """Return the resolution as the command prints it."""
        found = None if self.institution is None else {"id": self.institution.id, "name": self.institution.name}
        candidates = [one.as_dict() for one in self.candidates]
        return {
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "institution": found,
            "candidates": candidates,
        }
