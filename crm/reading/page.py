"""The lines of a page as a reader's eye takes them in: prose, date lines, furniture, and how much was read before."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from crm.reading.printed_dates import PrintedDate, impossible_dates, printed_dates
from crm.reading.words import words
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.reading.lines import Line

__all__ = ["Place", "is_joint", "page_of"]

_PROSE_WORDS: Final = 20
"""A line of that many words is a paragraph."""

_SENTENCE_WORDS: Final = 8

_WRAPPED: Final = 45
"""Characters of a line that a sentence may go on from."""

_WIDEST: Final = 100
"""Characters that a page of fixed width has in a line at most."""

_MIN_LINKS: Final = 2
"""Line breaks within a sentence that make a paragraph of lines; a title may be broken once."""

_SHORT: Final = 140
_MAX_BESIDE: Final = 8
"""Words beside the date of a date line: places, an agency, an author."""
_MAX_BESIDE_HEADING: Final = 3
_LITTLE: Final = 3
_MIN_TOLD: Final = 3
_LABEL: Final = 45
_MAX_PLACES: Final = 400
_ITEM: Final = re.compile(r"\d{1,2}[.)]\s(?=[^\W\d_])|o\s+(?=[^\W\d_])")


class Place(NamedTuple):
    """A line that is not blank, and what it is to the eye."""

    line: Line
    size: int
    """How many words it has."""
    is_prose: bool
    read_before: int
    """Words of prose above it."""
    dates: tuple[PrintedDate, ...]
    """The dates of a short line; those of prose are not looked for."""
    is_date_line: bool

    @property
    def is_text(self) -> bool:
        """Whether it is a paragraph, or a sentence that is one by itself."""
        is_sentence = self.size >= _SENTENCE_WORDS and self.line.plain[-1] in ".!?…"
        return self.is_prose or (is_sentence and not (self.is_date_line or self.line.level or self.is_item))

    @property
    def is_item(self) -> bool:
        """Whether it is an item of a list; one that counts its items is the way to the page, or a menu."""
        return self.line.is_bullet or (not self.is_date_line and _ITEM.match(self.line.plain) is not None)

    @property
    def key(self) -> str:
        """What it says, folded, without its number in a list."""
        folded = self.line.folded
        return folded.partition(" ")[2] if _ITEM.match(self.line.plain) else folded


def page_of(lines: Sequence[Line], *, month_first: bool = False) -> list[Place]:
    """Return the lines that are not blank, from the top, as far as a page has furniture before its text."""
    found: list[Place] = []
    read = 0
    wrapped = _wrapped(lines)
    for line in lines:
        if line.is_blank:
            continue
        size = line.plain.count(" ") + 1
        is_prose = not line.is_bullet and (size >= _PROSE_WORDS or line.number in wrapped)
        found.append(_place(line, size, read, is_prose=is_prose, month_first=month_first))
        read += size if is_prose else 0
        if len(found) == _MAX_PLACES:
            break
    return found


def _place(line: Line, size: int, read: int, *, is_prose: bool, month_first: bool) -> Place:
    dates = () if is_prose or len(line.plain) > _SHORT else _dates(line.plain, month_first=month_first)
    return Place(line, size, is_prose, read, dates, bool(dates) and _is_date_line(line, size, dates))


def _dates(text: str, *, month_first: bool) -> tuple[PrintedDate, ...]:
    return tuple(printed_dates(text, month_first=month_first)) or tuple(impossible_dates(text))


def _is_date_line(line: Line, size: int, dates: Sequence[PrintedDate]) -> bool:
    """Tell a line that says when, and hardly more."""
    if _is_told(line.plain, dates):
        return False
    beside = size - sum(date.text.count(" ") + 1 for date in dates)
    if beside > _MAX_BESIDE:
        beside = sum(any(map(str.isalpha, word)) for word in _beside(line.plain, dates))
    return beside <= (_MAX_BESIDE_HEADING if line.level else _MAX_BESIDE)


def _is_told(text: str, dates: Sequence[PrintedDate]) -> bool:
    """Whether a line says something that happens on its date: a title, or the second line of one."""
    if text[0].islower() and dates[0].year is None and dates[-1].end < len(text):
        return True
    told = [word for word in _beside(text, dates) if len(word) > _LITTLE and word.isalpha() and word.islower()]
    return len(told) >= _MIN_TOLD and not f"{fold(text[:_LABEL])} ".startswith(_openings())


@cache
def _openings() -> tuple[str, ...]:
    """Return what lines open with that say when something was published."""
    phrases = words().phrases
    return tuple(f"{one} " for name in ("dates.published", "dates.updated", "title.labels") for one in phrases[name])


def _beside(text: str, dates: Sequence[PrintedDate]) -> list[str]:
    """Return the words of a line that are not of its dates."""
    return f"{text[: dates[0].start]} {text[dates[-1].end :]}".split()


def _wrapped(lines: Sequence[Line]) -> frozenset[int]:
    """Return the numbers of the lines of paragraphs that were broken into lines."""
    found: set[int] = set()
    for run in _runs(lines):
        if len(run) > _MIN_LINKS:
            found.update(line.number for line in run)
    return frozenset(found)


def _runs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    run: list[Line] = []
    for line in lines[: 2 * _MAX_PLACES]:
        if run and (_goes_on(run[-1], line) or (len(run) > 1 and _is_full(run[-1], line))):
            run.append(line)
        else:
            yield run
            run = [line]
    yield run


def _goes_on(line: Line, after: Line) -> bool:
    """Whether a sentence goes on from a line to the one after it."""
    if len(line.printed) < _WRAPPED or not after.printed or after.is_blank or line.is_blank:
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
