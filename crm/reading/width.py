"""Paragraphs that were broken into lines of a width, and what stands directly above one and is none of it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from crm.reading.datelines import dateline_end
from crm.reading.printed_dates import DATELINE
from crm.reading.words import words
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.reading.lines import Line

__all__ = ["is_joint", "wrapped"]

_WRAPPED: Final = 45
"""Characters of a line that a sentence may go on from."""
_ROOM: Final = 6
"""Characters that a line may be shorter than the others, beside the word that had no room on it."""
_UNBROKEN: Final = 180
"""Characters of a line that no width broke."""
_MIN_LINKS: Final = 2
"""Line breaks within a sentence that make a paragraph of lines; a title may be broken once."""
_WIDEST: Final = 100
"""Characters that a page of fixed width has in a line at most."""
_MAX_LINES: Final = 800


def wrapped(lines: Sequence[Line]) -> frozenset[int]:
    """Return the numbers of the lines of paragraphs that were broken into lines."""
    found: set[int] = set()
    for run in _runs(lines):
        found.update(line.number for line in run[_stands_apart(run) :])
    return frozenset(found)


def _stands_apart(run: Sequence[Line]) -> bool:
    """Whether the first line of a paragraph is none of it: it has room for the next word, or a dateline comes next."""
    first, text = run[0].printed.rstrip(), run[1].plain
    if text[0].islower():
        return False
    width = max(len(line.printed.rstrip()) for line in run)
    if len(first) + len(text.partition(" ")[0]) + _ROOM < width:
        return True
    return any(map(str.isdigit, text[:DATELINE])) and dateline_end(text) > 0


def _runs(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """Yield the lines that go on from each other; from a short one, and from a whole paragraph, none does."""
    start, end, size = 0, min(len(lines), _MAX_LINES), 0
    for place in range(end):
        line = lines[place]
        if not (_WRAPPED <= size <= _UNBROKEN and line.printed and _is_of_run(lines, start, place)):
            if place - start > _MIN_LINKS:
                yield lines[start:place]
            start = place
        size = len(line.printed)
    if end - start > _MIN_LINKS:
        yield lines[start:end]


def _is_of_run(lines: Sequence[Line], start: int, place: int) -> bool:
    above, line = lines[place - 1], lines[place]
    return _goes_on(above, line) or (place - start > 1 and _is_full(above, line))


def _goes_on(line: Line, after: Line) -> bool:
    """Whether a sentence goes on from a line to the one after it."""
    if len(after.printed) > _UNBROKEN or after.is_blank or line.is_blank:
        return False
    text = line.plain
    if line.level or after.level or after.is_bullet or len(text) < _WRAPPED or text[-1] in ".!?:":
        return False
    if after.plain[0].islower() or text[-1] in ",-" or is_joint(text.rpartition(" ")[2]):
        return True
    return len(text) > _WRAPPED + 10 and not text.isupper()


def _is_full(line: Line, after: Line) -> bool:
    """Whether a line within a paragraph ends with its sentence, and the next one goes on with the paragraph."""
    if after.is_blank or after.level or after.is_bullet:
        return False
    return _WRAPPED + 10 < len(line.printed) < _WIDEST and line.plain[-1] in ".!?" and len(after.printed) > _WRAPPED


def is_joint(word: str) -> bool:
    """Tell a little word after which no line, no title and no name ends: an article, a preposition, *and*."""
    return word.islower() and fold(word) in _joints()


@cache
def _joints() -> frozenset[str]:
    return words()["articles"] | words()["connectors"] | words()["conjunctions"]
