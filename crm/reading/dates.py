"""The day a communiqué gives of itself, the day it was changed, and a year that was not printed."""

from __future__ import annotations

import datetime
import math
import re
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from crm.reading.embargo import declares_embargo
from crm.reading.findings import ReadDate, ReadWarning
from crm.reading.metadata import Declared, declared_of
from crm.reading.page import Place, page_of
from crm.reading.printed_dates import DATELINE, PrintedDate, is_impossible, is_real, printed_dates
from crm.reading.vocabulary import listed, signs_of
from crm.reading.words import words
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from crm.reading.findings import Lines
    from crm.reading.lines import Line

__all__ = ["Dates", "dateline_end", "dates_of", "without_dateline"]

_Kind = Literal["published", "event", "updated"]

_MAX_READ: Final = 400
"""Words of prose after which no dateline comes any more."""

_LEAD: Final = 130
"""Words of prose under the title, or from the top, in which the event is told."""

_LABEL: Final = 45
"""Characters before the date in which its label stands: *Communiqué de presse publié le …*"""

_FOOT: Final = 150
"""Lines under the text in which some put their dateline."""

_MAX_FOOT_LINE: Final = 110

_YEAR_UNKNOWN: Final = "date.year_unknown"
"""A warning where there is no other date: a text is full of days whose year goes without saying."""

_MAX_DATES: Final = 20
"""Dates looked at in one line."""

_MAX_SPAN_YEARS: Final = 6
"""A weekday falls on the same date again after 5, 6 or 11 years: further on, the guess is worth nothing."""

_MIN_SCORE: Final = 2.0
_OF_A_LIST: Final = 2.5
_ENTRY_WORDS: Final = 4
_OF_DISTANCE: Final = ((3, 1.6), (6, 1.0), (12, 0.4))
"""Points for standing that many lines, or fewer, from the title."""

_SET_OFF: Final = re.compile(r"\s*(?:\([^()]*\)|/[^/]+/)?\s*(?:\.?[-–—:|/)]|\(|\.(?=\s+[^\W\d_a-z]))")
_WORDS: Final = re.compile(r"[^\W\d_]+")
_RANGE_BEFORE: Final = 14


class Dates(NamedTuple):
    """What `dates_of` returns; the confidences and reasons are those of `date` and `updated`."""

    date: ReadDate | None
    updated: ReadDate | None
    warnings: tuple[ReadWarning, ...]
    confidence: float = 0.0
    reason: str = ""
    updated_confidence: float = 0.0
    place: str | None = None
    """The place of the dateline, where the date has one."""


class _Found(NamedTuple):
    score: float
    order: int
    line: Line
    printed: PrintedDate
    kind: _Kind
    reason: str


class _Sought(NamedTuple):
    """What every line is looked at with."""

    title: int
    """Which place of the page the title is at; -1 where there is none."""
    read_at_title: int
    declared: frozenset[int]
    """The lines whose dates the file declares: what is printed in the text is surer."""


def dates_of(
    lines: Sequence[Line],
    today: datetime.date | None = None,
    page: Sequence[Place] | None = None,
    declared: Declared | None = None,
    title: Lines | None = None,
    *,
    month_first: bool | None = False,
) -> Dates:
    """Return the day of publication, or else of the event announced, and the day of the last change.

    Every date gets points for what stands around it, and the best of each kind is the day. `today` is the latest
    year an unprinted one may be; it is asked of the clock only when a year has to be inferred. `month_first` is how
    figures are read, None where that cannot be known: then the day is taken to come first, and a warning says so.
    """
    page = page_of(lines, month_first=bool(month_first)) if page is None else page
    declared = declared_of(lines) if declared is None else declared
    sought = _sought(page, title, declared)
    found = [
        *_of_page(page, sought),
        *_declared(declared),
        *_of_foot(lines, page, sought),
    ]
    warnings = list(_impossible(page, sought))
    chosen: dict[_Kind, tuple[_Found, ReadDate]] = {}
    for one in sorted(found, key=lambda one: (one.kind == "event", -one.score, one.order)):
        if one.kind in chosen or one.score < _MIN_SCORE or (one.kind == "event" and "published" in chosen):
            continue
        date = _complete(one, lines, today, warnings)
        if date is not None:
            chosen[one.kind] = (one, date)
    return _made(chosen, warnings, doubts=month_first is None)


def _made(chosen: dict[_Kind, tuple[_Found, ReadDate]], warnings: list[ReadWarning], *, doubts: bool) -> Dates:
    best, updated = chosen.get("published") or chosen.get("event"), chosen.get("updated")
    if best is not None:
        warnings = [one for one in warnings if one.code != _YEAR_UNKNOWN]
    for one in (best, updated):
        if one and doubts and one[0].printed.is_ambiguous:
            message = f"{one[1].text!r} is read with the day first; it may be the month"
            warnings.append(ReadWarning("date.ambiguous", one[1].lines, message))
    return Dates(
        best and best[1],
        updated and updated[1],
        tuple(dict.fromkeys(warnings)),
        _confidence(best[0]) if best else 0.0,
        best[0].reason if best else "",
        _confidence(updated[0]) if updated else 0.0,
        _place(best[0]) if best else None,
    )


def _confidence(found: _Found) -> float:
    """Return how sure a date of that many points is; the day of an event is a guess at best."""
    sure = 1 / (1 + math.exp(-1.1 * (found.score - _MIN_SCORE)))
    return round(min(sure, 0.75) if found.kind == "event" else min(sure, 0.97), 2)


def _sought(page: Sequence[Place], title: Lines | None, declared: Declared) -> _Sought:
    places = (index for index, place in enumerate(page) if title and place.line.number == title[0])
    at = next(places, -1)
    read = page[at].read_before if at >= 0 else 0
    return _Sought(at, read, frozenset(one.line.number for one in declared.dates))


def _of_page(page: Sequence[Place], sought: _Sought) -> Iterator[_Found]:
    for index, place in enumerate(page):
        if place.read_before > sought.read_at_title + _MAX_READ:
            return
        if place.line.number in sought.declared:
            continue
        if place.is_prose or (place.is_text and index != sought.title):
            yield from _of_prose(place, index, sought)
        elif place.dates and index != sought.title and not declares_embargo(place.line):
            yield from _of_line(page, index, sought)


def _of_prose(place: Place, index: int, sought: _Sought) -> Iterator[_Found]:
    """Yield the dates of a paragraph: that of its dateline, and in the lead those of the event."""
    text, end = place.line.plain, 0
    is_lead = place.read_before - sought.read_at_title <= _LEAD
    dates = place.every_date if is_lead or not _labels().isdisjoint(place.line.said) else place.first_dates
    for printed in islice(filter(is_real, dates), _MAX_DATES):
        kind, points, reason = _labelled(text, printed)
        if kind is None and printed.day is not None and _is_dateline(text, printed):
            kind, points, reason = "published", 4.0 if printed.start else 2.6, "dateline"
        if kind is None and is_lead and not _is_bound(text, printed, end):
            kind, points, reason = "event", 2.5, "event of the lead"
        if kind is not None and printed.day is not None:
            yield _Found(points + _nearness(index, sought), index, place.line, printed, kind, reason)
        end = printed.end


def _is_bound(text: str, printed: PrintedDate, end: int) -> bool:
    """Whether the date is where something begins or ends (*depuis*, *until*), or the end of a longer range."""
    if 0 < printed.start - end < _RANGE_BEFORE and end:
        return True
    before = _WORDS.findall(text[max(0, printed.start - 20) : printed.start])
    return any(fold(word) in words()["dates.bounds"] for word in before[-3:]) and printed.last_day is None


def _of_line(page: Sequence[Place], index: int, sought: _Sought) -> Iterator[_Found]:
    """Yield the dates of a short line."""
    place, end = page[index], -1
    text = place.line.plain
    for printed in place.dates:
        kind, points, reason = _labelled(text, printed)
        if kind is None and printed.start == end:
            # Blogs print the day of the last change behind the other, without a space.
            kind, points, reason = "updated", 3.0, "printed behind the date"
        if kind is None and 0 < end < printed.start <= end + _RANGE_BEFORE:
            break
        if kind is None and _begins_range(text, printed, place):
            break
        if kind is None and place.is_date_line:
            kind, points, reason = "published", *_of_date_line(place, printed)
        if kind is not None and _is_dated_enough(printed, place):
            points += _nearness(index, sought) - (1.0 if place.is_item else 0.0)
            points -= _OF_A_LIST if _is_listed(page, index) else 0.0
            yield _Found(points, index, place.line, printed, kind, reason)
        end = printed.end


def _begins_range(text: str, printed: PrintedDate, place: Place) -> bool:
    """Whether the next date of a line is the end of what this one begins: *du 12 avril au 8 septembre 2024*."""
    later = (other.start for other in place.dates if other.start > printed.end)
    between = text[printed.end : next(later, printed.end)].split()
    return len(between) == 1 and fold(between[0]) in listed("dates.ranges", "dates.bounds")


def _is_listed(page: Sequence[Place], index: int) -> bool:
    """Whether the line is one of several that begin with their date: cuttings, other news, an agenda."""
    nearby = page[max(0, index - 1) : index + 2]
    entries = [one for one in nearby if one.dates and one.dates[0].start == 0 and one.size >= _ENTRY_WORDS]
    return page[index] in entries and len(entries) > 1


def _is_dated_enough(printed: PrintedDate, place: Place) -> bool:
    """Whether a date of a line says its day, or its month and year with nothing beside them."""
    if printed.day is None:
        return place.size <= 2
    return _is_real(printed)


def _is_real(printed: PrintedDate) -> bool:
    return 1 <= printed.month <= 12 and printed.on(printed.year or 2024) is not None


def _of_date_line(place: Place, printed: PrintedDate) -> tuple[float, str]:
    text = place.line.plain
    beside = place.size - printed.text.count(" ") - 1
    if printed.day is None:
        return 0.9, "a month alone"
    if _is_dateline(text, printed, is_line=True):
        return (2.6 if printed.year else 1.6 if beside else 1.0), "dateline"
    return (1.2 if printed.year else 0.2), "a line with a date"


def _labelled(text: str, printed: PrintedDate) -> tuple[_Kind | None, float, str]:
    """Return what the words directly before a date call it."""
    before = f" {fold(text[max(0, printed.start - _LABEL) : printed.start])}"
    if before == " ":
        return None, 0.0, ""
    for kind, name in (("updated", "dates.updated"), ("published", "dates.published")):
        if before.endswith(_endings(name)):
            return ("updated", 4.0, "labelled") if kind == "updated" else ("published", 4.0, "labelled")
    return None, 0.0, ""


@cache
def _labels() -> frozenset[str]:
    """Return words without which nothing calls a date anything."""
    return signs_of("dates.updated") | signs_of("dates.published")


@cache
def _endings(name: str) -> tuple[str, ...]:
    return tuple(f" {phrase}" for phrase in words().phrases[name])


def _nearness(index: int, sought: _Sought) -> float:
    if sought.title < 0:
        return 1.0 if index < 12 else 0.0
    distance = abs(index - sought.title)
    return next((points for most, points in _OF_DISTANCE if distance <= most), -0.5 if index < sought.title else 0.0)


def _is_dateline(text: str, printed: PrintedDate, *, is_line: bool = False) -> bool:
    """Tell a dateline: nothing but names of places, in capitals or in brackets, before the date.

    In a sentence something has to set it off; a line of its own (`is_line`) is set off.
    """
    if printed.start > DATELINE or (not is_line and not _is_set_off(text, printed)):
        return False
    if is_line and printed.start == 0 and len(_WORDS.findall(text[printed.end :])) <= 6:
        return True
    before = _WORDS.findall(text[: printed.start])
    is_sentence = bool(before) and fold(before[0]) in words()["dates.openings"]
    joins = listed("dates.dateline", "connectors", "conjunctions")
    small = (word for word in before if not word[0].isupper())
    is_told = printed.year is not None or printed.weekday is not None
    return is_told and not is_sentence and all(fold(word) in joins for word in small)


def _is_set_off(text: str, printed: PrintedDate) -> bool:
    """Whether a dash, a colon, a bracket or a full stop separates the date from the sentence that follows."""
    return _SET_OFF.match(text, printed.end) is not None


def dateline_end(text: str) -> int:
    """Return where the sentence begins that a dateline opens, 0 where there is none.

    >>> dateline_end("VALMONT, March 3, 2025 /NEWSWIRE/ -- The University")
    37
    """
    for printed in islice(printed_dates(text[: 3 * DATELINE]), 3):
        found = _SET_OFF.match(text, printed.end)
        if found and _is_dateline(text, printed):
            rest = text[found.end() :]
            return found.end() + len(rest) - len(rest.lstrip(" -–—:|/)"))
    return 0


def without_dateline(text: str) -> str:
    """Return a paragraph without the place and date it opens with.

    >>> without_dateline("Valmont, le 3 mars 2025 – La Ville ouvre une école")
    'La Ville ouvre une école'
    """
    return text[dateline_end(text) :]


_PLACE: Final = re.compile(r"[^\W\d_][\w’'. -]{1,40}?(?=\s*[,(]|\s+[–—-]|\s+(?:le|den|li)\b|$)")


def _place(found: _Found) -> str | None:
    """Return the place that a dateline names before its date."""
    if found.reason != "dateline":
        return None
    before = _PLACE.match(found.line.plain[: found.printed.start])
    name = before[0].strip() if before else ""
    folded = fold(name)
    is_word = folded in listed("articles", "dates.openings") or folded in words().phrases["title.labels"]
    return name if name and name[0].isupper() and not is_word else None


def _declared(declared: Declared) -> Iterator[_Found]:
    for order, one in enumerate(declared.dates):
        yield _Found(3.2, order, one.line, one.printed, one.kind, "declared")


def _of_foot(lines: Sequence[Line], page: Sequence[Place], sought: _Sought) -> Iterator[_Found]:
    """Yield the datelines under the text: a place and a date, or a label and a date, on a line of their own."""
    limit = sought.read_at_title + _MAX_READ
    read = next((place.line.number for place in page if place.read_before > limit), 0) or _after(page)
    for line in lines[read - 1 : read - 1 + _FOOT]:
        if line.is_blank or len(line.printed) > 2 * _MAX_FOOT_LINE or len(line.plain) > _MAX_FOOT_LINE:
            continue
        for printed in islice(printed_dates(line.plain), 2):
            kind, points, reason = _labelled(line.plain, printed)
            if kind is None and printed.start > 3 and _is_dateline(line.plain, printed, is_line=True):
                kind, points, reason = "published", 2.9, "dateline at the foot"
            if kind is not None and printed.day is not None:
                yield _Found(points - 0.5, line.number, line, printed, kind, reason)


def _after(page: Sequence[Place]) -> int:
    return page[-1].line.number + 1 if page else 1


def _impossible(page: Sequence[Place], sought: _Sought) -> Iterator[ReadWarning]:
    """Yield a warning for each date of the head that would count if there were such a day."""
    for index, place in enumerate(page):
        if place.read_before > sought.read_at_title + _LEAD:
            return
        dates = filter(is_impossible, place.every_date) if place.is_prose else place.dates
        for printed in dates:
            is_near = place.is_prose or place.is_date_line or index == sought.title
            if not _is_real(printed) and is_near:
                message = f"{printed.text!r} is no day of the calendar"
                yield ReadWarning("date.impossible", (place.line.number, place.line.number), message)


def _complete(
    found: _Found, lines: Sequence[Line], today: datetime.date | None, warnings: list[ReadWarning]
) -> ReadDate | None:
    """Return the date with its year, inferred where it must be; what is wrong with it is added to `warnings`."""
    line, printed, kind = found.line, found.printed, found.kind
    where = (line.number, line.number)
    year = printed.year or _inferred_year(printed, lines, today)
    value = printed.on(year) if year else None
    if value is None:
        warnings.append(ReadWarning(_YEAR_UNKNOWN, where, f"no year can be told for {printed.text!r}"))
        return None
    if printed.weekday is not None and value.weekday() != printed.weekday:
        message = f"{printed.text!r} names a weekday that {value.isoformat()} is not"
        warnings.append(ReadWarning("date.weekday_contradicts", where, message))
    precision: Literal["day", "month"] = "month" if printed.day is None else "day"
    return ReadDate(value, kind, precision, printed.text, where, () if printed.year else ("year",))


def _inferred_year(printed: PrintedDate, lines: Sequence[Line], today: datetime.date | None) -> int | None:
    """Return the first year, from the latest one the text dates something in, in which the weekday is right.

    Years that stand alone count only where no date has one: they are plans (*à l'horizon 2030*) as often as facts. A
    text without any is of this year, or of the last one before in which the weekday is right.
    """
    if printed.weekday is None:
        return None
    latest = (today or datetime.date.today()).year  # noqa: DTZ011 - a bound on years needs no zone
    first = max((year for year in _dated_years(lines) if year <= latest), default=None) or max(
        (year for year in _bare_years(lines) if year <= latest), default=None
    )
    if first is None:
        years = range(latest, latest - _MAX_SPAN_YEARS, -1)
    else:
        years = range(first, min(first + _MAX_SPAN_YEARS, latest) + 1)
    days = ((year, printed.on(year)) for year in years)
    return next((year for year, day in days if day is not None and day.weekday() == printed.weekday), None)


def _dated_years(lines: Iterable[Line]) -> Iterator[int]:
    for line in lines:
        yield from (date.year for date in printed_dates(line.plain) if date.year is not None)


_YEAR: Final = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]\d|\d)")


def _bare_years(lines: Iterable[Line]) -> Iterator[int]:
    for line in lines:
        yield from (int(year) for year in _YEAR.findall(line.plain))
