"""A page set in two columns: which of its lines are, and what its left column says."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from crm.reading.lines import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["left_column"]

_MAX_LINES: Final = 80
_MIN_LINES: Final = 5
_FIRST: Final = 30
"""Lines among which the columns begin, if the title is to be in one of them."""
_MIN_LEFT: Final = 25
"""Characters of a column of text; what is narrower is a table or a margin."""
_GAP: Final = re.compile(r"(?<=\S)\s{2,}(?=\S)")
_WIDE: Final = "  "


def left_column(lines: Sequence[Line]) -> list[Line] | None:
    """Return the lines with their left column only where two stand side by side; None where the page has one."""
    head = [line for line in lines[:_MAX_LINES] if _WIDE in line.printed and _WIDE in line.printed.strip()]
    if len(head) < _MIN_LINES:
        return None
    starts = Counter(gap.end() for line in head for gap in _GAP.finditer(line.printed.rstrip()))
    if not starts:
        return None
    start = starts.most_common(1)[0][0]
    beside = [line for line in lines[:_MAX_LINES] if _is_beside(line.printed, start)]
    if len(beside) < _MIN_LINES or start < _MIN_LEFT or beside[0].number > _FIRST:
        return None
    return _cut(lines, beside, start) if _is_text(beside, start) else None


def _is_beside(text: str, start: int) -> bool:
    """Whether a line says something from `start` on, and a gap parts that from what stands before it."""
    return text[start - 2 : start].isspace() and text[start : start + 1].strip() != ""


def _is_text(beside: Sequence[Line], start: int) -> bool:
    """Whether the left column is a paragraph for the most part: its lines fill it, and none has columns of its own."""
    left = [text for line in beside if (text := line.printed[:start].strip())]
    full = [text for text in left if 2 * len(text) > start and _WIDE not in text]
    return len(full) >= _MIN_LINES - 1 and 4 * len(full) > 3 * len(left)


def _cut(lines: Sequence[Line], beside: Sequence[Line], start: int) -> list[Line]:
    numbers = {line.number for line in beside}
    return [Line(line.number, line.printed[:start].rstrip()) if line.number in numbers else line for line in lines]
