"""The instant before which a communiqué may not be published."""

from __future__ import annotations

import datetime
import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple
from zoneinfo import ZoneInfo

from crm.reading.findings import ReadEmbargo, ReadWarning
from crm.reading.printed_dates import PrintedDate, printed_dates
from crm.reading.vocabulary import signs_of
from crm.reading.words import words
from crm.reading.zones import printed_zone, zone_of_region
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.reading.findings import Lines
    from crm.reading.lines import Line

__all__ = ["declares_embargo", "embargo_of"]

_HEAD_LINES: Final = 60
_MAX_LINE: Final = 200
"""Longer lines are prose, and none of them goes on with a declaration."""

_MAX_YEARS: Final = 2
"""Years in which a day without one may be: that of the release, and the next."""

_MAX_GOING_ON: Final = 2
"""Lines after the label in which the date, the time and the zone may stand."""

_SIGN: Final = re.compile(r"(?<![^\W\d_])[A-Z]{2,4}(?![^\W\d_])")

_FIXED_OFFSETS: Final = {
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
    "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "BST": 1,
}  # fmt: skip
"""Hours from UTC that an abbreviation says by itself: *EST* in July is a contradiction."""


class _Declared(NamedTuple):
    """The lines that declare an embargo, as one text, and how its figures are read."""

    text: str
    lines: Lines
    month_first: bool | None

    @property
    def dates(self) -> Iterator[PrintedDate]:
        """The days it prints."""
        return (date for date in printed_dates(self.text, month_first=bool(self.month_first)) if date.day is not None)


def embargo_of(
    lines: Sequence[Line],
    region: str | None,
    released: datetime.date | None = None,
    *,
    month_first: bool | None = False,
) -> tuple[ReadEmbargo | None, tuple[ReadWarning, ...]]:
    """Return the embargo the head of the page declares, with a warning where it declares one that cannot be read.

    A year that is not printed is the first in which the day is not before `released`, when the communiqué came out.
    `month_first` is how figures are read, None where that cannot be known. A warning also says where the instant is
    doubtful: a weekday that the day is not, an hour that comes twice, or not at all, when the clocks change, or the
    name of a zone that is not in force on that day.
    """
    unread: ReadWarning | None = None
    for declared in _declarations(lines, month_first):
        embargo, doubts = _read(declared, region, released)
        if embargo is not None:
            return embargo, doubts
        message = f"{declared.text!r} declares an embargo whose date, time or zone is not clear"
        unread = unread or ReadWarning("embargo.unread", declared.lines, message)
    return None, (unread,) if unread else ()


def _declarations(lines: Sequence[Line], month_first: bool | None) -> Iterator[_Declared]:
    """Yield what declares an embargo: a line by itself, or with the one or two after it where it says no date."""
    head = [line for line in lines[: 4 * _HEAD_LINES] if not line.is_blank][:_HEAD_LINES]
    signs = signs_of("embargo.labels")
    for index, line in enumerate(head):
        if signs.isdisjoint(line.said) or not declares_embargo(line):
            continue
        text, last = line.plain, line
        for after in head[index + 1 : index + 1 + _MAX_GOING_ON]:
            if _is_complete(text) or len(after.plain) > _MAX_LINE or not any(map(str.isdigit, after.plain)):
                break
            if _date(text) is not None and _date(after.plain) is not None:
                break  # another day is that of something else
            text, last = f"{text} {after.plain}", after
        yield _Declared(text, (line.number, last.number), month_first)


def declares_embargo(line: Line) -> bool:
    """Tell a line that says *sous embargo* and the like."""
    if signs_of("embargo.labels").isdisjoint(line.said):
        return False
    folded = f" {line.folded} "
    return any(f" {label} " in folded for label in words().phrases["embargo.labels"])


def _is_complete(text: str) -> bool:
    date = _date(text)
    return date is not None and _time(text, date) is not None


def _read(
    declared: _Declared, region: str | None, released: datetime.date | None
) -> tuple[ReadEmbargo | None, tuple[ReadWarning, ...]]:
    text = declared.text
    date = next(declared.dates, None)
    time = _time(text, date) if date else None
    day = _day(date, declared, released) if date else None
    printed, is_named = printed_zone(text, region)
    zone = printed if is_named else zone_of_region(region)
    if date is None or day is None or time is None or zone is None:
        return None, ()
    doubts = tuple(_of_day(date, day, declared))
    if time.hour == 0 and time.minute == 0 and _is_end_of_day(text):
        day += datetime.timedelta(days=1)
    instant = _in_force(datetime.datetime.combine(day, time, ZoneInfo(zone)), text)
    assumed = tuple(name for name, is_said in (("year", date.year), ("zone", is_named)) if not is_said)
    return ReadEmbargo(instant, zone, text, declared.lines, assumed), (*doubts, *_doubts(instant, declared))


def _date(text: str) -> PrintedDate | None:
    return next((date for date in printed_dates(text) if date.day is not None), None)


def _day(date: PrintedDate, declared: _Declared, released: datetime.date | None) -> datetime.date | None:
    """Return the day; one without a year follows another day of the declaration, else that of the release."""
    if date.year is not None:
        return date.on(date.year)
    others = (other.on(other.year) for other in declared.dates if other.year is not None)
    since = next((other for other in others if other is not None), released)
    if since is None:
        return None
    found = (date.on(year) for year in range(since.year, since.year + _MAX_YEARS))
    return next((day for day in found if day is not None and day >= since), None)


def _of_day(date: PrintedDate, day: datetime.date, declared: _Declared) -> Iterator[ReadWarning]:
    """Yield what makes the day doubtful, in the codes of other dates."""
    if date.is_ambiguous and declared.month_first is None:
        message = f"{date.text!r} is read with the day first; it may be the month"
        yield ReadWarning("date.ambiguous", declared.lines, message)
    if date.weekday is not None and day.weekday() != date.weekday:
        message = f"{date.text!r} names a weekday that {day.isoformat()} is not"
        yield ReadWarning("date.weekday_contradicts", declared.lines, message)


def _is_end_of_day(text: str) -> bool:
    """Whether midnight is printed as 24 hours: it is that of the next day then."""
    return re.search(r"\b24\s*(?:h|:|\.|uhr)", text, re.IGNORECASE) is not None


def _time(text: str, date: PrintedDate) -> datetime.time | None:
    """Return the time of day printed before or after the date, in figures or by its name."""
    rest = f"{text[: date.start]} · {text[date.end :]}"
    plain = "".join(c for c in unicodedata.normalize("NFKD", rest) if not unicodedata.combining(c))
    found = next((found for pattern in _clocks() if (found := pattern.search(plain))), None)
    if found is not None:
        return _clock(found)
    folded = f" {fold(rest)} "
    return next((datetime.time(hour) for name, hour in words().hours.items() if f" {name} " in folded), None)


@cache
def _clocks() -> tuple[re.Pattern[str], ...]:
    """Return the ways to print a time, the clearest first: *20:00*, *8 p.m.*, *20h30*, *kl. 20*, and *1600 GMT*."""
    after, before = ("|".join(sorted(words()[f"embargo.{name}"], key=len, reverse=True)) for name in ("o_clock", "at"))
    hour, minute, half = r"(?<![\d/.:-])(?P<hour>[01]?\d|2[0-4])", r"(?P<minute>[0-5]\d)", r"(?P<half>[ap])\.?\s?m\b"
    patterns = (
        rf"{hour}[:.]{minute}(?![\d/.:])\s*(?:{half})?",
        rf"{hour}\s*{half}",
        rf"{hour}\s*(?:{after})\b\s?(?:{minute}\b)?|{hour.replace('hour', 'glued')}h(?P<glued_minute>[0-5]\d)\b",
        rf"\b(?:{before})\.?\s+(?P<hour>[01]?\d|2[0-3])\b(?![/.:\d])",
        rf"(?<![\d/.:-])(?P<hour>[01]\d|2[0-3]){minute}\s*(?:(?:hrs?|hours|{after})\b|(?=\(?(?-i:[A-Z][A-Za-z])))",
    )
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


def _clock(found: re.Match[str]) -> datetime.time | None:
    parts = {name.removeprefix("glued_"): value for name, value in found.groupdict().items() if value is not None}
    hour, half = int(parts.get("hour") or parts["glued"]), parts.get("half", "").lower()
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + 12 * (half == "p") if half else hour % 24
    return datetime.time(hour, int(parts.get("minute", 0)))


def _says_offset(text: str) -> bool:
    return not _FIXED_OFFSETS.keys().isdisjoint(_SIGN.findall(text))


def _in_force(instant: datetime.datetime, text: str) -> datetime.datetime:
    """Return the instant in the offset its abbreviation says: of an hour that comes twice, *CET* is the second."""
    other = instant.replace(fold=1)
    offsets = {datetime.timedelta(hours=_FIXED_OFFSETS[sign]) for sign in _SIGN.findall(text) if sign in _FIXED_OFFSETS}
    return other if other.utcoffset() in offsets and instant.utcoffset() not in offsets else instant


def _doubts(instant: datetime.datetime, declared: _Declared) -> Iterator[ReadWarning]:
    """Yield what makes an instant doubtful."""
    other = instant.replace(fold=1 - instant.fold)
    if instant.utcoffset() != other.utcoffset() and not _says_offset(declared.text):
        # The gap in spring and the hour that comes twice in autumn both show as two offsets.
        is_gap = instant.astimezone(datetime.UTC).astimezone(instant.tzinfo).hour != instant.hour
        said = "does not exist" if is_gap else "comes twice"
        message = f"on that day the clocks change, and the hour of {declared.text!r} {said}"
        yield ReadWarning("embargo.clock_change", declared.lines, message)
    for sign in _SIGN.findall(declared.text):
        offset = _FIXED_OFFSETS.get(sign)
        if offset is not None and instant.utcoffset() != datetime.timedelta(hours=offset):
            message = f"{sign} is not in force on that day in {declared.text!r}; the zone's own time is taken"
            yield ReadWarning("embargo.zone_contradicts", declared.lines, message)
            return
