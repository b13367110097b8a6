"""Days as cells hold them: ISO, figures as they are written in Europe, or in words."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Final

__all__ = ["day_of"]

_ISO: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?")
_FIGURES: Final = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?: 00:00(?::00)?)?")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR: Final = re.compile(r"(19|20)\d\d")
_MONTH: Final = re.compile(r"(\d{1,2})[-/.](\d{4})|(\d{4})[-/.](\d{1,2})")


@lru_cache(1024)
def day_of(text: str, *, is_end: bool = False, month_first: bool = False) -> tuple[dt.date | None, str | None]:
    """Return the day that `text` is, None when it is none, with a stable code for what was assumed.

    A month or a year alone is its first day, or its last one when it `is_end`.

    >>> day_of("01/09/2024")[0], day_of("1er septembre 2024")[0], day_of("2024", is_end=True), day_of("demain")
    (datetime.date(2024, 9, 1), datetime.date(2024, 9, 1), (datetime.date(2024, 12, 31), 'date.assumed'), (None, None))
    """
    if (found := _ISO.fullmatch(text) or _COMPACT.fullmatch(text)) is not None:
        return _made(int(found[1]), int(found[2]), int(found[3])), None
    if (found := _FIGURES.fullmatch(text)) is not None:
        return _by_figures(int(found[1]), int(found[2]), int(found[3]), month_first=month_first)
    if _YEAR.fullmatch(text):
        return (dt.date(int(text), 12, 31) if is_end else dt.date(int(text), 1, 1)), "date.assumed"
    if (found := _MONTH.fullmatch(text)) is not None:
        return _of_month(int(found[2] or found[3]), int(found[1] or found[4]), is_end=is_end), "date.assumed"
    return _in_words(text), None


def _made(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _by_figures(first: int, second: int, year: int, *, month_first: bool) -> tuple[dt.date | None, str | None]:
    """Read the day first, as Europe does; what can only be the other way round is told."""
    usual, other = ((first, second), (second, first)) if month_first else ((second, first), (first, second))
    if (day := _made(year, *usual)) is not None:
        return day, None
    day = _made(year, *other)
    return day, "date.order" if day else None


def _of_month(year: int, month: int, *, is_end: bool) -> dt.date | None:
    first = _made(year, month, 1)
    if first is None or not is_end:
        return first
    following = _made(year + month // 12, month % 12 + 1, 1)
    return following and following - dt.timedelta(days=1)


def _in_words(text: str) -> dt.date | None:
    """Return the one day that a text such as *1er mars 2021* or *March 1, 2021* is."""
    if len(text) > _MAX_LENGTH or not any(c.isdigit() for c in text):
        return None
    from crm.reading.printed_dates import printed_dates

    found = list(printed_dates(text))
    if len(found) != 1 or found[0].year is None or found[0].day is None or found[0].last_day is not None:
        return None
    rest = text[: found[0].start] + text[found[0].end :]
    return None if any(c.isdigit() for c in rest) else found[0].on(found[0].year)


_MAX_LENGTH: Final = 60
