"""The institutions that a text may mean, by their scores, and which of them is meant for sure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.institutions.comparing import Agreement
from crm.institutions.resolution import MARGIN, SURE

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Scores", "decided", "ranked"]

Scores = dict[int, Agreement]
"""The best agreement with any name of an institution, by its number."""


def ranked(scores: Mapping[int, Agreement]) -> list[tuple[int, Agreement]]:
    """Return the institutions with their agreements, the best first."""
    return sorted(scores.items(), key=lambda item: (-item[1].score, item[0]))


def decided(scores: Mapping[int, Agreement]) -> int | None:
    """Return the institution whose score is high and clearly above the next one's; None when there is none."""
    order = ranked(scores)
    if not order or order[0][1].score < SURE:
        return None
    if order[0][1].score < 1 and any(found.is_rival for _, found in order[1:]):
        return None
    return None if len(order) > 1 and order[0][1].score - order[1][1].score < MARGIN else order[0][0]
