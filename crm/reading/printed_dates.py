"""Dates as people print them: found in a line, with what is missing told apart from what is there."""

from __future__ import annotations

import datetime
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from crm.reading.digits import runs
from crm.reading.words import words
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["DATELINE", "PrintedDate", "every_date", "is_impossible", "is_real", "printed_dates"]

_YEARS: Final = range(1900, 2100)
_MAX_LINE: Final = 10_000
"""Characters of one line in which a date has to begin to be looked for."""

DATELINE: Final = 90
"""Characters before which the date of a dateline begins: *Valmont (France), le 3 mars 2025 – …*"""

_LEAD_IN: Final = 30
"""Characters before the day in which its weekday, or its month, stands."""

_LONGEST: Final = 4
"""Digits of a year; a longer number is part of no date."""
_BEFORE_MONTH: Final = re.compile(r"\s*(?:[^\W\d_]|[-–/])|[.\\ºª°]")
"""What may follow a day that its month comes after: most numbers are followed by something else."""

_ORDINAL: Final = r"(?:er|st|nd|rd|th|e|\.?[ºª°]|\\?\.)?"
_DAY_FIRST: Final = re.compile(
    rf"(?P<day>\d{{1,2}}){_ORDINAL}"
    rf"(?:\s*(?:[-–/]|\s(?P<to>till|[^\W\d_]{{1,3}}(?:\s[^\W\d_]{{1,3}})?)\s)\s*(?P<last>\d{{1,2}}){_ORDINAL})?"
    r"[\s/-]*(?:day\s+)?(?:(?P<of>of|de|del)\s+)?(?P<month>[^\W\d_]{3,12})\b\.?"
    r"(?:(?:,?\s+(?:de\s+|del\s+)?|[/-])(?P<year>\d{4})(?!\d))?",
    re.IGNORECASE,
)
_FIGURES: Final = re.compile(r"(?P<day>\d{1,2})(?P<sign>[/.-])(?P<month>\d{1,2})(?P=sign)(?P<year>\d{4})(?![\d/-])")
_ISO: Final = re.compile(
    r"(?P<year>\d{4})(?:(?P<sign>[-/.])(?P<month>\d{2})(?P=sign)(?P<day>\d{2})|(?<=[12][09]\d\d)/(?P<m>\d\d?)/(?P<d>\d\d?))"
    r"(?!\d)"
)
_SHORT_FIGURES: Final = re.compile(
    r"(?P<day>\d\d)(?P<sign>[/.])(?P<month>\d\d)(?P=sign)(?P<year>\d\d)(?!\w|[/.:-]\d|\s\d)"
)
_MAX_SHORT_YEAR: Final = 60
"""Two figures above that are no year of a press release on file."""
_MONTH_BEFORE: Final = re.compile(r"(?P<month>[^\W\d_]{3,12})\.?,?\s+(?:de\s+|del\s+)?\Z", re.IGNORECASE)
_DAY_THEN_YEAR: Final = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:\s*[-–]\s*(?P<last>\d{1,2}))?\b(?:,?\s+(?P<year>\d{4})(?!\d))?"
)
_WEEKDAY_BEFORE: Final = re.compile(
    r"(?P<weekday>[^\W\d_]{3,10})(?:-(?P<ending>[^\W\d_]+))?\.?,?\s+(?:(?P<article>[^\W\d_]{1,4})\s+)?\Z"
)
_REMEMBERED: Final = 2048
_LONGEST_MONTH: Final = 12
_OF: Final = frozenset({"de", "del"})
"""What stands between a month and its year."""
_FIGURE_SIGNS: Final = "/.-"


class PrintedDate(NamedTuple):
    """A date as printed in a line, at `start` to `end`; what is not printed is None."""

    text: str
    start: int
    end: int
    year: int | None
    month: int
    day: int | None
    weekday: int | None = None
    """0 for Monday, as `datetime.date.weekday` has it."""
    last_day: int | None = None
    """The day a range within the month goes on to: 5 in *du 3 au 5 mars*."""
    is_ambiguous: bool = False
    """Whether day and month are figures that could change places."""

    def on(self, year: int) -> datetime.date | None:
        """Return the day it is in `year`, None for a day that year does not have."""
        try:
            return datetime.date(year, self.month, self.day or 1)
        except ValueError:
            return None


def printed_dates(text: str, *, month_first: bool = False) -> Iterator[PrintedDate]:
    """Yield the dates in `text`, from left to right; `month_first` reads figures as North Americans do.

    >>> [(date.year, date.month, date.day) for date in printed_dates("Ce lundi 3 mars, puis le 04/05/2025")]
    [(None, 3, 3), (2025, 5, 4)]
    >>> [(date.day, date.last_day) for date in printed_dates("du 3 au 5 mars 2025")]
    [(3, 5)]
    """
    return (date for date in every_date(text, month_first=month_first) if is_real(date))


def every_date(text: str, *, month_first: bool = False, end: int = _MAX_LINE) -> Iterator[PrintedDate]:
    """Yield what is printed as a date in `text`, from left to right, of whatever day; after `end`, hardly any.

    >>> [(date.text, is_real(date), is_impossible(date)) for date in every_date("Nancy, le 31 février 2025")]
    [('31 février 2025', False, True)]
    """
    taken = 0
    for place, stop in runs(text, min(end + 3 * _LEAD_IN, _MAX_LINE)):
        if place >= taken and stop - place <= _LONGEST:
            found = _date_at(text, place, stop, taken, month_first=month_first)
            if found is not None:
                taken = found.end
                yield found


def _date_at(text: str, place: int, stop: int, since: int, *, month_first: bool) -> PrintedDate | None:
    """Return the date that the digits from `place` to `stop` belong to; the text before `since` is taken."""
    size = stop - place
    if size == _LONGEST:
        is_iso = text[stop : stop + 1] in _FIGURE_SIGNS
        return (_iso(text, place) if is_iso else None) or _month_and_year(text, place, stop, since)
    if size == _LONGEST - 1:
        return None
    if text[stop : stop + 1] in _FIGURE_SIGNS:
        figures = _figures(text, place, month_first=month_first)
        if figures is not None:
            return figures
    found = _day_first(text, place, since) if _BEFORE_MONTH.match(text, stop) else None
    return found or _month_first(text, place, since)


def _day_first(text: str, place: int, since: int) -> PrintedDate | None:
    found = _DAY_FIRST.match(text, place)
    month = _month(found["month"], found["year"]) if found else None
    if found is None or month is None or not _is_range(found):
        return None
    last = int(found["last"]) if found["last"] else None
    date = PrintedDate("", place, found.end(), _year(found), month, int(found["day"]), last_day=last)
    return _with_weekday(text, date, since)


def _is_range(found: re.Match[str]) -> bool:
    """Whether the words between two days say that they are a range or a list; true of a single day."""
    return found["to"] is None or all(word in words()["dates.ranges"] for word in fold(found["to"]).split())


def _month_first(text: str, place: int, since: int) -> PrintedDate | None:
    """Return *March 3, 2025*, whose day stands at `place`."""
    before = _month_before(text, place, since)
    if before is None:
        return None
    found = _DAY_THEN_YEAR.match(text, place)
    month = _month(before["month"], found["year"]) if found else None
    if found is None or month is None:
        return None
    last = int(found["last"]) if found["last"] else None
    date = PrintedDate("", before.start(), found.end(), _year(found), month, int(found["day"]), last_day=last)
    return _with_weekday(text, date, since)


def _month_before(text: str, place: int, since: int) -> re.Match[str] | None:
    """Return the month right before `place`; a plain word that is none is told without the pattern."""
    end = _said_before(text, place, since)
    word = end.rpartition(" ")[2]
    if word.isalpha() and len(word) <= _LONGEST_MONTH and word.lower() not in _OF and _folded(word) not in _months():
        return None
    return _MONTH_BEFORE.search(text, max(since, place - _LEAD_IN), place) if end else None


def _before(pattern: re.Pattern[str], text: str, place: int, since: int) -> re.Match[str] | None:
    """Return what `pattern` finds right before `place`."""
    return pattern.search(text, max(since, place - _LEAD_IN), place) if _said_before(text, place, since) else None


def _said_before(text: str, place: int, since: int) -> str:
    """Return the words before `place` if they end with a letter, a comma or a dot, and a gap; else nothing."""
    said = text[max(since, place - _LEAD_IN) : place]
    end = said.rstrip()
    return end if len(end) < len(said) and (end[-1:].isalpha() or end[-1:] in (".", ",")) else ""


def _month_and_year(text: str, place: int, end: int, since: int) -> PrintedDate | None:
    before = _month_before(text, place, since)
    month = _month(before["month"], text[place:end]) if before else None
    if before is None or month is None:
        return None
    start = before.start()
    return PrintedDate(text[start:end], start, end, int(text[place:end]), month, None)


def _figures(text: str, place: int, *, month_first: bool) -> PrintedDate | None:
    if place and text[place - 1] in _FIGURE_SIGNS and text[max(0, place - 2) : place - 1].isdigit():
        return None
    found = _FIGURES.match(text, place) or _short_figures(text, place)
    if found is None:
        return None
    day, month = int(found["day"]), int(found["month"])
    if (month_first and found["sign"] != "." and day <= 12) or month > 12:
        day, month = month, day
    is_ambiguous = day <= 12 and month <= 12 and day != month
    date = PrintedDate(found[0], place, found.end(), _year(found), month, day, is_ambiguous=is_ambiguous)
    return _with_weekday(text, date, 0)


def _short_figures(text: str, place: int) -> re.Match[str] | None:
    """Return *08.09.25*, unless more figures stand before it: a telephone number."""
    found = _SHORT_FIGURES.match(text, place)
    if found is None or int(found["year"]) > _MAX_SHORT_YEAR or int(found["month"]) > 12:
        return None
    before = text[max(0, place - 2) : place].strip()[-1:]
    return None if before.isdigit() or (before and before in "/.-+") else found


def _iso(text: str, place: int) -> PrintedDate | None:
    found = _ISO.match(text, place)
    if found is None or (place and text[place - 1] in _FIGURE_SIGNS and text[max(0, place - 2) : place - 1].isdigit()):
        return None
    month, day = found["month"] or found["m"], found["day"] or found["d"]
    return PrintedDate(found[0], place, found.end(), int(found["year"]), int(month), int(day))


def _with_weekday(text: str, date: PrintedDate, since: int) -> PrintedDate:
    """Return the date with the weekday before it and its text."""
    before = _before(_WEEKDAY_BEFORE, text, date.start, since)
    weekday = _weekday(before) if before else None
    if before is None or weekday is None:
        return date._replace(text=text[date.start : date.end].strip())
    return date._replace(text=text[before.start() : date.end].strip(), start=before.start(), weekday=weekday)


def _weekday(before: re.Match[str]) -> int | None:
    """Return the weekday of *Tuesday the*, *mardi* or *segunda-feira,*; None for other words."""
    ending, article = before["ending"], before["article"]
    if ending and fold(ending) not in words()["dates.weekday_ends"]:
        return None
    if article and fold(article) not in words()["dates.before_day"]:
        return None
    name = fold(before["weekday"])
    return words().weekdays.get(name, words().short_weekdays.get(name))


def _month(name: str, year: str | None) -> int | None:
    """Return the number of the month; a name that is a word of its own (*out*, *may*) needs a capital or its year."""
    folded = _folded(name)
    if year is None and name.islower() and folded in words()["dates.months_with_year"]:
        return None
    return _months().get(folded)


@cache
def _months() -> Mapping[str, int]:
    return dict(words().months)


@lru_cache(_REMEMBERED)
def _folded(name: str) -> str:
    return fold(name)


def _year(found: re.Match[str]) -> int | None:
    if not found["year"]:
        return None
    return int(found["year"]) + (2000 if len(found["year"]) == 2 else 0)


def is_impossible(date: PrintedDate) -> bool:
    """Tell a day that no calendar has, of a year that may be meant."""
    return not is_real(date) and (date.year is None or date.year in _YEARS)


def is_real(date: PrintedDate) -> bool:
    """Tell a day of the calendar; without its year, 29 February is one, so a leap year is asked."""
    if date.year is not None and date.year not in _YEARS:
        return False
    return 1 <= date.month <= 12 and date.on(date.year or 2024) is not None
