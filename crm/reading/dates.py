"""The day a communiqué gives of itself, the day it was changed, and a year that was not printed."""

from __future__ import annotations

import datetime
import re
from itertools import islice
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from crm.reading.findings import ReadDate, ReadWarning
from crm.reading.printed_dates import PrintedDate, impossible_dates, printed_dates
from crm.reading.words import words
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from crm.reading.lines import Line

__all__ = ["Dates", "dates_of", "without_dateline"]

_Kind = Literal["published", "event", "updated"]

_HEAD_LINES: Final = 60
"""Lines that are not blank in which a communiqué says its date, its navigation and its lead included."""

_LEAD_WORDS: Final = 20
"""A paragraph of that many words is prose."""

_LEAD_PARAGRAPHS: Final = 2

_DATELINE: Final = 70
"""Characters before which the date of a dateline begins: *Valmont (France), le 3 mars 2025 – …*"""

_LABEL: Final = 45
"""Characters before the date in which its label stands: *Communiqué de presse publié le …*"""

_SHORT: Final = 110
"""A line that long or shorter, with a date and little else, is a date line and no sentence."""

_MAX_DATES: Final = 20
"""Dates looked at in one line."""

_MAX_SPAN_YEARS: Final = 6
"""A weekday falls on the same date again after 5, 6 or 11 years: further on, the guess is worth nothing."""

_SET_OFF: Final = re.compile(r"\s*(?:\([^()]*\)|/[^/]+/)?\s*(?:[-–—:|/)]|\()")
_WORDS_THEN: Final = re.compile(r"[^\W\d_]+")


class Dates(NamedTuple):
    """What `dates_of` returns."""

    date: ReadDate | None
    updated: ReadDate | None
    warnings: tuple[ReadWarning, ...]


class _Found(NamedTuple):
    line: Line
    printed: PrintedDate
    kind: _Kind


def dates_of(lines: Sequence[Line], today: datetime.date | None = None) -> Dates:
    """Return the day of publication, or else of the event announced, and the day of the last change.

    `today` is the latest year an unprinted one may be; it is asked of the clock only when a year has to be inferred.
    """
    found = list(_classified(lines))
    warnings = list(_impossible(lines))
    chosen: dict[_Kind, ReadDate] = {}
    for one in found:
        if one.kind not in chosen:
            date = _complete(one, lines, today, warnings)
            if date is not None:
                chosen[one.kind] = date
    return Dates(chosen.get("published") or chosen.get("event"), chosen.get("updated"), tuple(warnings))


def _classified(lines: Sequence[Line]) -> Iterator[_Found]:
    """Yield the dates of the head of the page, each with what it is the date of; the others are left."""
    for line, is_lead in _head(lines):
        yield from _classified_in(line, printed_dates(line.plain), is_lead=is_lead)


def _impossible(lines: Sequence[Line]) -> Iterator[ReadWarning]:
    """Yield a warning for each date of the head that would count if there were such a day."""
    for line, is_lead in _head(lines):
        for found in _classified_in(line, impossible_dates(line.plain), is_lead=is_lead):
            message = f"{found.printed.text!r} is no day of the calendar"
            yield ReadWarning("date.impossible", (line.number, line.number), message)


def _head(lines: Sequence[Line]) -> Iterator[tuple[Line, bool]]:
    """Yield the lines in which a communiqué says its date, each with whether it is a paragraph of the lead."""
    lead = 0
    for line in islice((line for line in lines if not line.is_blank and not line.is_link), _HEAD_LINES):
        is_lead = not line.is_bullet and len(line.plain.split()) >= _LEAD_WORDS
        lead += is_lead
        if lead > _LEAD_PARAGRAPHS:
            return
        yield line, is_lead


def _classified_in(line: Line, dates: Iterator[PrintedDate], *, is_lead: bool) -> Iterator[_Found]:
    for printed in islice(dates, _MAX_DATES):
        kind = _kind(line.plain, printed, is_lead=is_lead)
        if kind is not None and printed.day is not None:
            yield _Found(line, printed, kind)


def _kind(text: str, printed: PrintedDate, *, is_lead: bool) -> _Kind | None:
    before = fold(text[max(0, printed.start - _LABEL) : printed.start])
    if before.endswith(words().phrases["dates.updated"]):
        return "updated"
    if before.endswith(words().phrases["dates.published"]) or _is_dateline(text, printed):
        return "published"
    return "event" if is_lead else None


def _is_dateline(text: str, printed: PrintedDate) -> bool:
    """Tell a dateline: nothing but names of places, in capitals or in brackets, before the date."""
    if printed.start > _DATELINE or (len(text) > _SHORT and not _is_set_off(text, printed)):
        return False
    if len(text) <= _SHORT and printed.start == 0 and len(_WORDS_THEN.findall(text[printed.end :])) <= 6:
        return True
    small = [word for word in _WORDS_THEN.findall(text[: printed.start]) if not word[0].isupper()]
    opening = _WORDS_THEN.match(text[: printed.start])
    joins = words()["dates.dateline"] | words()["connectors"]
    is_sentence = opening is not None and fold(opening[0]) in words()["dates.openings"]
    return printed.year is not None and not is_sentence and all(fold(word) in joins for word in small)


def _is_set_off(text: str, printed: PrintedDate) -> bool:
    """Whether a dash, a colon or a bracket separates the date from the sentence that follows."""
    return _SET_OFF.match(text, printed.end) is not None


def without_dateline(text: str) -> str:
    """Return a paragraph without the place and date it opens with.

    >>> without_dateline("Valmont, le 3 mars 2025 – La Ville ouvre une école")
    'La Ville ouvre une école'
    """
    for printed in printed_dates(text):
        found = _SET_OFF.match(text, printed.end)
        if found and _is_dateline(text, printed):
            return text[found.end() :].lstrip(" -–—:|/)")
    return text


def _complete(
    found: _Found, lines: Sequence[Line], today: datetime.date | None, warnings: list[ReadWarning]
) -> ReadDate | None:
    """Return the date with its year, inferred where it must be; what is wrong with it is added to `warnings`."""
    line, printed, kind = found
    where = (line.number, line.number)
    year = printed.year or _inferred_year(printed, lines, today)
    value = printed.on(year) if year else None
    if value is None:
        warnings.append(ReadWarning("date.year_unknown", where, f"no year can be told for {printed.text!r}"))
        return None
    if printed.weekday is not None and value.weekday() != printed.weekday:
        message = f"{printed.text!r} names a weekday that {value.isoformat()} is not"
        warnings.append(ReadWarning("date.weekday_contradicts", where, message))
    return ReadDate(value, kind, "day", printed.text, where, () if printed.year else ("year",))


def _inferred_year(printed: PrintedDate, lines: Sequence[Line], today: datetime.date | None) -> int | None:
    """Return the first year, from the latest one the text dates something in, in which the weekday is right.

    Years that stand alone count only where no date has one: they are plans (*à l'horizon 2030*) as often as facts.
    """
    if printed.weekday is None:
        return None
    latest = (today or datetime.date.today()).year  # noqa: DTZ011 - a bound on years needs no zone
    first = max((year for year in _dated_years(lines) if year <= latest), default=None) or max(
        (year for year in _bare_years(lines) if year <= latest), default=latest
    )
    for year in range(first, min(first + _MAX_SPAN_YEARS, latest) + 1):
        value = printed.on(year)
        if value is not None and value.weekday() == printed.weekday:
            return year
    return None


def _dated_years(lines: Iterable[Line]) -> Iterator[int]:
    for line in lines:
        yield from (date.year for date in printed_dates(line.plain) if date.year is not None)


_YEAR: Final = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]\d|\d)")


def _bare_years(lines: Iterable[Line]) -> Iterator[int]:
    for line in lines:
        yield from (int(year) for year in _YEAR.findall(line.plain))
