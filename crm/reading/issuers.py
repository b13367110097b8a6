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

__all__ = ["Issuer"]

_A_SIDE: Final = 1.0
_CONFIDENCE: Final = (0.5, 0.6, 0.65, 0.7, 0.8)


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
        """How sure it is: from how many sides something speaks for it, for one alone may be chance."""
        sides = len([points for points in self.points.values() if points >= _A_SIDE])
        return _CONFIDENCE[min(sides, len(_CONFIDENCE) - 1)]

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
        return is_person(self.name) and any(map(is_given, self.name.split()[:-1]))
