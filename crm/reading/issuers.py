"""A name that could be an issuer's, and what speaks for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from crm.reading.computed import computed
from crm.reading.names import is_person
from crm.reading.phrases import is_clear
from crm.values.names.given import is_given

if TYPE_CHECKING:
    from crm.reading.findings import Lines

__all__ = ["OF_SENTENCES", "Issuer"]

OF_SENTENCES: Final = frozenset(
    {
        "subject of the title", "opens the title", "before the colon of the title",
        "subject of the lead", "opens the lead", "announces", "after the colon",
        "its people",
    }
)  # fmt: skip
"""What speaks for a name because of a sentence that it stands in."""

_CONFIDENCE: Final = ((4.75, 0.8), (4.0, 0.7), (2.2, 0.55))
"""Points, and how sure a name with as many is."""
_GUESS: Final = 0.4


@dataclass
class Issuer:
    """A name that could be an issuer's, with what speaks for it."""

    name: str
    lines: Lines
    order: int
    points: dict[str, float] = field(default_factory=dict)
    count: int | None = None
    """How often the text prints it; None as long as nobody has counted."""

    @property
    def score(self) -> float:
        """The sum of its points."""
        return sum(self.points.values())

    @property
    def confidence(self) -> float:
        """How sure it is, from 0 to 1: the more points, the surer."""
        score = self.score
        return next((sure for least, sure in _CONFIDENCE if score >= least), _GUESS)

    @property
    def reason(self) -> str:
        """What spoke for it most."""
        return max(self.points, key=lambda name: self.points[name], default="")

    @computed
    def is_clear(self) -> bool:
        """Whether its name says by itself that it is an institution's."""
        return is_clear(self.name)

    @computed
    def is_person(self) -> bool:
        """Whether its name is a person's by its shape, and by a given name."""
        return any(map(is_given, self.name.split()[:-1])) and is_person(self.name)
