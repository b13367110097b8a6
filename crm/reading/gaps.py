"""Blank lines that a page has more of than it means: after every line, or always two together."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.reading.lines import Line

__all__ = ["with_usual_gaps"]

_RARE: Final = 0.02
"""Share of the gaps of a page that are no more than chance."""
_WIDE: Final = 2
_SHORT: Final = 60
"""Characters of a line of a card."""


def with_usual_gaps(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with gaps as most pages have them: none between lines, a blank line between paragraphs.

    A page whose gaps are of one or two blank lines, and never of none, has one too many everywhere; so has one with
    gaps of two and none of one.
    """
    gaps = Counter(_sizes(lines))
    surplus = _surplus(gaps)
    if not surplus:
        return _together(lines) if gaps[0] <= _RARE * sum(gaps.values()) else list(lines)
    found: list[Line] = []
    blanks: list[Line] = []
    for line in lines:
        if line.is_blank:
            blanks.append(line)
            continue
        found += blanks[surplus.get(len(blanks), 0) :]
        found.append(line)
        blanks.clear()
    return [*found, *blanks]


def _together(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of which each is a paragraph without the blank ones between the short: those of a card."""
    found: list[Line] = []
    is_short = False
    for line in lines:
        if not line.is_blank:
            was, is_short = is_short, len(line.plain) <= _SHORT
            if was and is_short and found[-1].is_blank and not (line.level or line.is_strong or line.heading):
                found.pop()
        found.append(line)
    return found


def _sizes(lines: Sequence[Line]) -> list[int]:
    """Return how many blank lines there are between each two lines that say something."""
    said = [place for place, line in enumerate(lines) if not line.is_blank]
    return [two - one - 1 for one, two in pairwise(said)]


def _surplus(gaps: Counter[int]) -> dict[int, int]:
    """Return how many blank lines a gap of each size has too many: as many as smaller sizes are not in use."""
    least = _RARE * sum(gaps.values())
    if not any(size >= _WIDE and count > least for size, count in gaps.items()):
        return {}
    unused = [size for size in range(max(gaps)) if gaps[size] <= least]
    return {size: more for size in gaps if (more := sum(one < size for one in unused))}
