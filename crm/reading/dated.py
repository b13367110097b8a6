"""The dates of a page, each with points for what stands around it."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from crm.reading.date_labels import Kind, labelled, labels
from crm.reading.datelines import is_dateline, is_placed
from crm.reading.embargo import declares_embargo
from crm.reading.findings import ReadWarning
from crm.reading.furniture import is_label_text
from crm.reading.occasions import is_of_event
from crm.reading.printed_dates import is_impossible, is_real, printed_dates
from crm.reading.vocabulary import listed
from crm.reading.words import words
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.reading.lines import Line
    from crm.reading.metadata import Declared
    from crm.reading.page import Place
    from crm.reading.printed_dates import PrintedDate

__all__ = ["Found", "Sought", "found_in", "impossible"]

_MAX_READ: Final = 400
"""Words of prose after which no dateline comes any more."""
_LEAD: Final = 130
"""Words of prose under the title, or from the top, in which the event is told."""
_FOOT: Final = 150
"""Lines under the text in which some put their dateline."""
_MAX_FOOT_LINE: Final = 110
_MAX_DATES: Final = 20
"""Dates looked at in one line."""
_OF_A_LIST: Final = 2.5
_ENTRY_WORDS: Final = 4
_OF_DISTANCE: Final = ((3, 1.6), (6, 1.0), (12, 0.4))
"""Points for standing that many lines, or fewer, from the title."""
_RANGE_BEFORE: Final = 14
_MAX_LINK: Final = 200
_FOLDER: Final = re.compile(r"/\w+/$")
"""What a date in the path of a file stands behind: */img/press/2025/03/14/*."""
_WORDS: Final = re.compile(r"[^\W\d_]+")


class Found(NamedTuple):
    """A date with its points; `order` decides between equals."""

    score: float
    order: int
    line: Line
    printed: PrintedDate
    kind: Kind
    reason: str


class Sought(NamedTuple):
    """What every line is looked at with."""

    title: int
    """Which place of the page the title is at; -1 where there is none."""
    read_at_title: int
    declared: frozenset[int]
    """The lines whose dates the file declares: what is printed in the text is surer."""


def found_in(lines: Sequence[Line], page: Sequence[Place], declared: Declared, sought: Sought) -> list[Found]:
    """Return the dates of the page, then those that the file declares, then those under the text."""
    return [*_of_page(page, sought), *_declared(declared), *_of_foot(lines, page, sought)]


def _of_page(page: Sequence[Place], sought: Sought) -> Iterator[Found]:
    for index, place in enumerate(page):
        if place.read_before > sought.read_at_title + _MAX_READ:
            return
        if place.line.number in sought.declared:
            continue
        if index == sought.title:
            yield from _of_title(place)
        if place.is_prose or (place.is_text and index != sought.title):
            yield from _of_prose(page, index, sought)
        elif place.dates and (index != sought.title or _is_dated(place)) and not declares_embargo(place.line):
            yield from _of_line(page, index, sought)


def _is_dated(place: Place) -> bool:
    """Whether a line is one of its date, or opens with a label and that, as a title may too."""
    return place.is_date_line or is_label_text(place.line.plain[: place.dates[0].end])


def _of_title(place: Place) -> Iterator[Found]:
    """Yield the date that a line opens with before a bar, and its title behind it."""
    if not place.line.plain[:1].isdigit():
        return
    for printed in islice(place.every_date, 1):
        if printed.start == 0 and printed.day is not None and place.line.plain[printed.end :].lstrip()[:1] == "|":
            yield Found(3.0, 0, place.line, printed, "published", "dateline")


def _of_prose(page: Sequence[Place], index: int, sought: Sought) -> Iterator[Found]:
    """Yield the dates of a paragraph: that of its dateline, and in the lead those of the event."""
    place, end = page[index], 0
    text = place.line.plain
    is_lead = place.read_before - sought.read_at_title <= _LEAD
    dates = place.every_date if is_lead or not labels().isdisjoint(place.line.said) else place.first_dates
    for printed in islice(filter(is_real, dates), _MAX_DATES):
        if _is_of_link(text, printed):
            continue
        kind, points, reason = labelled(text, printed)
        if kind is None and printed.day is not None and is_dateline(text, printed):
            kind, points, reason = "published", _of_dateline(place, printed, sought), "dateline"
        if kind == "published" and is_of_event(page, index, printed):
            kind, points, reason = "event", 3.0, "event of a form"
        if kind is None and is_lead and not _is_bound(text, printed, end):
            kind, points, reason = "event", 2.5, "event of the lead"
        if kind is not None and printed.day is not None:
            yield Found(points + _nearness(index, sought), index, place.line, printed, kind, reason)
        end = printed.end


def _of_dateline(place: Place, printed: PrintedDate, sought: Sought) -> float:
    """Return the points of a date that a paragraph opens with; without a place before it, only the first is sure."""
    if printed.start or is_placed(place.line.plain, printed):
        return 4.0
    return 3.3 if printed.year and place.read_before == sought.read_at_title else 2.6


def _is_bound(text: str, printed: PrintedDate, end: int) -> bool:
    """Whether the date is where something begins or ends (*depuis*, *until*), or the end of a longer range."""
    if 0 < printed.start - end < _RANGE_BEFORE and end:
        return True
    before = _WORDS.findall(text[max(0, printed.start - 20) : printed.start])
    return any(fold(word) in words()["dates.bounds"] for word in before[-3:]) and printed.last_day is None


def _of_line(page: Sequence[Place], index: int, sought: Sought) -> Iterator[Found]:
    """Yield the dates of a short line."""
    place, end = page[index], -1
    text = place.line.plain
    for printed in place.dates:
        if _is_of_link(text, printed):
            continue
        kind, points, reason = labelled(text, printed)
        if kind is None and _is_of_range(text, printed, place, end):
            break
        if kind is None:
            kind, points, reason = _unlabelled(place, printed, end)
        if kind == "published" and is_of_event(page, index, printed):
            kind, points, reason = "event", 3.0, "event of a form"
        if kind is not None and _is_dated_enough(printed, place):
            points += _nearness(index, sought) - (1.0 if place.is_item else 0.0)
            points -= _OF_A_LIST if _is_listed(page, index) else 0.0
            yield Found(points, index, place.line, printed, kind, reason)
        end = printed.end


def _unlabelled(place: Place, printed: PrintedDate, end: int) -> tuple[Kind | None, float, str]:
    """Return what a date is that nothing calls anything; `end` is where the one before it ends."""
    if printed.start == end:  # blogs print the day of the last change behind the other, without a space
        return "updated", 3.0, "printed behind the date"
    return ("published", *_of_date_line(place, printed)) if _is_dated(place) else (None, 0.0, "")


def _is_of_range(text: str, printed: PrintedDate, place: Place, end: int) -> bool:
    """Whether a date is the end of a longer range, or its beginning."""
    if printed.start == end:
        return False
    return 0 < end < printed.start <= end + _RANGE_BEFORE or _begins_range(text, printed, place)


def _is_of_link(text: str, printed: PrintedDate) -> bool:
    """Whether the date stands in the address of a page or of a picture: when a file was stored."""
    before = text[max(0, printed.start - _MAX_LINK) : printed.start].rpartition(" ")[2]
    return "://" in before or before.startswith("www.") or _FOLDER.search(before) is not None


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
    if is_dateline(text, printed, is_line=True):
        if printed.year:
            return (3.3 if printed.start else 2.6), "dateline"
        return (1.6 if beside else 1.0), "dateline"
    return (1.2 if printed.year else 0.2), "a line with a date"


def _nearness(index: int, sought: Sought) -> float:
    if sought.title < 0:
        return 1.0 if index < 12 else 0.0
    distance = abs(index - sought.title)
    return next((points for most, points in _OF_DISTANCE if distance <= most), -0.5 if index < sought.title else 0.0)


def _declared(declared: Declared) -> Iterator[Found]:
    for order, one in enumerate(declared.dates):
        yield Found(3.2, order, one.line, one.printed, one.kind, "declared")


def _of_foot(lines: Sequence[Line], page: Sequence[Place], sought: Sought) -> Iterator[Found]:
    """Yield the datelines under the text: a place and a date, or a label and a date, on a line of their own."""
    limit = sought.read_at_title + _MAX_READ
    read = next((place.line.number for place in page if place.read_before > limit), 0) or _after(page)
    for line in lines[read - 1 : read - 1 + _FOOT]:
        if line.is_blank or len(line.printed) > 2 * _MAX_FOOT_LINE or len(line.plain) > _MAX_FOOT_LINE:
            continue
        for printed in islice(printed_dates(line.plain), 2):
            if _is_of_link(line.plain, printed):
                continue
            kind, points, reason = labelled(line.plain, printed)
            if kind is None and printed.start > 3 and is_dateline(line.plain, printed, is_line=True):
                kind, points, reason = "published", 2.9, "dateline at the foot"
            if kind is not None and printed.day is not None:
                yield Found(points - 0.5, line.number, line, printed, kind, reason)


def _after(page: Sequence[Place]) -> int:
    return page[-1].line.number + 1 if page else 1


def impossible(page: Sequence[Place], sought: Sought) -> Iterator[ReadWarning]:
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
