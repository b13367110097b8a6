"""Paragraphs that were filled to a width, each a line again: a sentence may be broken within a name or a number."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final

from crm.reading.lines import Line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["joined_lines"]

_LEAST: Final = 50
_MOST: Final = 110
"""Characters of the lines of filled paragraphs."""
_SHORTEST: Final = 30
"""Characters of a line before a word as long as an address."""
_FIELD: Final = re.compile(r"[^\s:]{1,15}(?: [^\s:]{1,15})? ?:")
"""A label with its colon: no part of a sentence begins a line so."""
_FIRST: Final = re.compile(r"[+(]?\d[\d ().–/-]*\d|\S+")
"""The first word of a line, or a number, which is often kept whole."""
_RAGGED: Final = 4
"""By how much most of them are shorter than the width."""
_MIN_LINES: Final = 3
_MIN_SHARE: Final = 0.15
"""Share of the long lines that come near the width."""
_MAX_LONGER: Final = 0.2
"""Share of the long lines that are longer: links, code."""
_OTHER: Final = ("|", "#", "<", "```", "---", "===")
"""What begins a line that is no part of a paragraph."""


def joined_lines(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with those of a filled paragraph made one, where it leads to an address or a number.

    A line was broken where the first word of the next one would have gone beyond the width of the page.
    """
    found: list[Line] = []
    done, width = 0, None
    for start, end in _paragraphs(lines):
        width = _width(lines) if width is None else width
        found += lines[done:start]
        found += _of_paragraph(lines[start:end], width)
        done = end
    return [*found, *lines[done:]]


def _paragraphs(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Yield where the paragraphs begin and end that speak of contacts and have several lines, of which one is long."""
    end = 0
    for place, line in enumerate(lines):
        if place < end or not line.has_cue:
            continue
        start, end = place, place + 1
        while start > 0 and not lines[start - 1].is_blank:
            start -= 1
        while end < len(lines) and not lines[end].is_blank:
            end += 1
        if end - start > 1 and any(len(line.printed) >= _LEAST for line in lines[start:end]):
            yield start, end


def _of_paragraph(paragraph: Sequence[Line], width: int) -> Iterator[Line]:
    """Yield the lines of a paragraph: it may be filled to a width of its own, if it has enough lines to tell."""
    own = max(len(line.printed.rstrip()) for line in paragraph)
    if own != width and len(paragraph) >= _MIN_LINES and _LEAST <= own <= _MOST:
        runs = list(_runs(paragraph, own))
        width = own if len(runs) == 1 else width
    yield from (line for run in _runs(paragraph, width) for line in _whole(run)) if width else paragraph


def _width(lines: Sequence[Line]) -> int:
    """Return the width to which paragraphs are filled; 0 where they are not."""
    sizes = [len(line.printed.rstrip()) for line in lines if len(line.printed) >= _LEAST]
    wide = sorted(size for size in sizes if size >= _LEAST)
    some = max(_MIN_LINES, _MIN_SHARE * len(wide))
    for end in range(bisect_right(wide, _MOST), 0, -1):
        width = wide[end - 1]
        if len(wide) - end > _MAX_LONGER * len(wide):
            return 0
        if end - bisect_left(wide, width - _RAGGED) >= some:
            return width
    return 0


def _runs(lines: Sequence[Line], width: int) -> Iterator[list[Line]]:
    run: list[Line] = []
    for line in lines:
        if run and not _goes_on(run[-1], line, width):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _goes_on(line: Line, following: Line, width: int) -> bool:
    size = len(line.printed.rstrip())
    if size < _SHORTEST or size > width or not following.printed or following.is_blank or following.is_bullet:
        return False
    if following.level or line.level or line.printed.endswith(("  ", "\\", ">")):
        return False
    if "   " in line.printed.strip() or "   " in following.printed.strip():
        return False  # columns
    text = following.plain
    if text[:1].isupper() and (_ends_with_coordinate(line) or _FIELD.match(text)):
        return False
    if " " not in text and text[-1:] != "." and not line.plain.rpartition(" ")[2].islower():
        return False  # an address below a name
    starts = (line.printed.lstrip(), following.printed.lstrip())
    first = _FIRST.match(text)
    return first is not None and size + 1 + len(first[0]) > width and not any(one.startswith(_OTHER) for one in starts)


def _ends_with_coordinate(line: Line) -> bool:
    """Whether a line ends with an address, a number or a link, behind which another line begins anew."""
    last = line.plain.rpartition(" ")[2]
    return "@" in last or last[-1:].isdigit() or "." in last[:-1]


def _whole(run: list[Line]) -> list[Line]:
    """Return the line that a run is, or its lines where it leads to nobody."""
    if len(run) == 1 or not any(line.has_cue for line in run):
        return run
    whole = _one(run)
    return [whole] if whole.has_coordinates else run


def _one(run: Sequence[Line]) -> Line:
    """Return the line that several are, which has the number of the first."""
    rest = (line.printed.lstrip("> \t").rstrip() for line in run[1:])
    whole = Line(run[0].number, " ".join([run[0].printed.rstrip(), *rest]))
    whole.until = run[-1].number
    return whole
