"""The year of a date that prints none: told by its weekday, and by the other dates of the text."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Final

from crm.reading.printed_dates import printed_dates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from crm.reading.lines import Line
    from crm.reading.printed_dates import PrintedDate

__all__ = ["inferred_year"]

_MAX_SPAN_YEARS: Final = 6
"""A weekday falls on the same date again after 5, 6 or 11 years: further on, the guess is worth nothing."""
_YEAR: Final = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]\d|\d)")


def inferred_year(printed: PrintedDate, lines: Sequence[Line], today: datetime.date | None) -> int | None:
    """Return the first year, from the latest one the text dates something in, in which the weekday is right.

    Years that stand alone count only where no date has one: they are plans (*à l'horizon 2030*) as often as facts. A
    text without any is of this year, or of the last one before in which the weekday is right. Without a weekday, the
    same day printed elsewhere with its year tells it, if it is printed with one only.
    """
    if printed.weekday is None:
        return _same_day(printed, lines)
    latest = (today or datetime.date.today()).year  # noqa: DTZ011 - a bound on years needs no zone
    days = ((year, printed.on(year)) for year in _years(lines, latest))
    return next((year for year, day in days if day is not None and day.weekday() == printed.weekday), None)


def _same_day(printed: PrintedDate, lines: Iterable[Line]) -> int | None:
    dates = (date for line in lines for date in printed_dates(line.plain))
    years = {date.year for date in dates if date.year and (date.month, date.day) == (printed.month, printed.day)}
    return years.pop() if len(years) == 1 else None


def _years(lines: Sequence[Line], latest: int) -> range:
    """Return the years that may be meant, the likeliest first."""
    first = max((year for year in _dated_years(lines) if year <= latest), default=None) or max(
        (year for year in _bare_years(lines) if year <= latest), default=None
    )
    if first is None:
        return range(latest, latest - _MAX_SPAN_YEARS, -1)
    return range(first, min(first + _MAX_SPAN_YEARS, latest) + 1)


def _dated_years(lines: Iterable[Line]) -> Iterator[int]:
    for line in lines:
        yield from (date.year for date in printed_dates(line.plain) if date.year is not None)


def _bare_years(lines: Iterable[Line]) -> Iterator[int]:
    for line in lines:
        yield from (int(year) for year in _YEAR.findall(line.plain))
