"""Dates as people print them: found in a line, with what is missing told apart from what is there."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from crm.reading.words import words
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["PrintedDate", "impossible_dates", "printed_dates"]

_YEARS: Final = range(1900, 2100)
_MAX_LINE: Final = 10_000
"""Characters of one line in which a date has to begin to be looked for."""

_LEAD_IN: Final = 60
"""Characters before a month or figures in which the weekday of a date begins."""


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date as printed in a line, at `start` to `end`; what is not printed is None."""

    text: str
    start: int
    end: int
    year: int | None
    month: int
    day: int | None
    weekday: int | None = None
    """0 for Monday, as `datetime.date.weekday` has it."""

    def on(self, year: int) -> datetime.date | None:
        """Return the day it is in `year`, None for a day that year does not have."""
        try:
            return datetime.date(year, self.month, self.day or 1)
        except ValueError:
            return None


def printed_dates(text: str) -> Iterator[PrintedDate]:
    """Yield the dates in `text`, from left to right.

    >>> [(date.year, date.month, date.day) for date in printed_dates("Ce lundi 3 mars, puis le 04/05/2025")]
    [(None, 3, 3), (2025, 5, 4)]
    """
    return (date for date in _all_dates(text) if _is_real(date))


def impossible_dates(text: str) -> Iterator[PrintedDate]:
    """Yield what is printed as a date, of a day that no calendar has.

    >>> [date.text for date in impossible_dates("Nancy, le 31 février 2025")]
    ['31 février 2025']
    """
    return (date for date in _all_dates(text) if not _is_real(date) and (date.year is None or date.year in _YEARS))


def _all_dates(text: str) -> Iterator[PrintedDate]:
    hint = _hint().search(text, 0, _MAX_LINE)
    if hint is None:
        return iter(())
    return map(_date, _pattern().finditer(text[: 2 * _MAX_LINE], max(0, hint.start() - _LEAD_IN)))


@cache
def _hint() -> re.Pattern[str]:
    """One quick pattern for what every date has: a month beside a number, or figures. It begins with few characters."""
    month = rf"(?:{'|'.join(_spellings(words().months))})"
    return re.compile(
        rf"\d(?:er|st|nd|rd|th|e|º|\.)?\s+(?:day\s+)?(?:of\s+|de\s+)?{month}|{month}\.?,?\s+\d|\d[/.-]\d{{1,2}}[/.-]\d",
        re.IGNORECASE,
    )


@cache
def _pattern() -> re.Pattern[str]:
    """One pattern for all languages: the day first, the month first, figures, ISO 8601, a month with its year."""
    month, weekday = (rf"(?:{'|'.join(_spellings(names))})" for names in (words().months, words().weekdays))
    before = rf"(?:\b(?P<{{w}}>{weekday})\b[,.]?\s+(?:the\s+|den\s+|le\s+)?)?"
    ordinal = r"(?:er|st|nd|rd|th|e|º|\.)?"
    return re.compile(
        before.format(w="w1")
        + rf"\b(?P<d1>\d{{1,2}}){ordinal}\s+(?:day\s+)?(?:of\s+|de\s+)?(?P<m1>{month})\b\.?"
        + r"(?:,?\s+(?:de\s+)?(?P<y1>\d{4})(?!\d))?"
        + "|"
        + before.format(w="w2")
        + rf"\b(?P<m2>{month})\b\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<y2>\d{{4}})(?!\d))?"
        + r"|(?<![\d/.-])(?P<d3>\d{1,2})(?P<s>[/.-])(?P<m3>\d{1,2})(?P=s)(?P<y3>\d{4})(?![\d/-])"
        + r"|(?<![\d/.-])(?P<y4>\d{4})-(?P<m4>\d{2})-(?P<d4>\d{2})(?!\d)"
        + rf"|\b(?P<m5>{month})\b\.?,?\s+(?P<y5>\d{{4}})(?!\d)",
        re.IGNORECASE,
    )


def _spellings(names: object) -> list[str]:
    """Return the patterns of folded month or weekday names that also match the accents they are printed with."""
    accented = {"a": "[aäâ]", "e": "[eéè]", "u": "[uûü]", "o": "[oö]"}
    ordered = sorted(names, key=lambda name: (-len(name), name))  # type: ignore[call-overload]
    return ["".join(accented.get(letter, letter) for letter in name) for name in ordered]


def _date(found: re.Match[str]) -> PrintedDate:
    parts = {name.rstrip("12345"): value for name, value in found.groupdict().items() if value is not None}
    year = int(parts["y"]) if "y" in parts else None
    day = int(parts["d"]) if "d" in parts else None
    month = _month(parts["m"])
    if "s" in parts and month > 12 and day is not None:
        day, month = month, day
    weekday = words().weekdays.get(fold(parts["w"])) if "w" in parts else None
    return PrintedDate(found[0].strip(), found.start(), found.end(), year, month, day, weekday)


def _month(text: str) -> int:
    return int(text) if text.isdigit() else words().months[fold(text)]


def _is_real(date: PrintedDate) -> bool:
    """Tell a day of the calendar; without its year, 29 February is one, so a leap year is asked."""
    if date.year is not None and date.year not in _YEARS:
        return False
    return 1 <= date.month <= 12 and date.on(date.year or 2024) is not None
