"""The instant before which a communiqué may not be published."""

from __future__ import annotations

import datetime
import re
from functools import cache
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from crm.reading.findings import ReadEmbargo, ReadWarning
from crm.reading.printed_dates import PrintedDate, printed_dates
from crm.reading.words import words
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.reading.lines import Line

__all__ = ["embargo_of"]

_HEAD_LINES: Final = 40
_TIME: Final = re.compile(
    r"\b(?P<hour>[01]?\d|2[0-3])\s*(?:(?:[:h.]|heures?)\s*(?P<minute>[0-5]\d)?|(?=\s*[ap]\.?m\b))\s*(?P<half>[ap])?\.?m?\b",
    re.IGNORECASE,
)

_ZONES: Final = {
    "FR": "Europe/Paris",
    "BE": "Europe/Brussels",
    "DE": "Europe/Berlin",
    "GB": "Europe/London",
    "LU": "Europe/Luxembourg",
    "CH": "Europe/Zurich",
}
"""Countries of one time zone: where no zone is printed, theirs is meant."""


def embargo_of(lines: Sequence[Line], region: str | None) -> tuple[ReadEmbargo | None, tuple[ReadWarning, ...]]:
    """Return the embargo the head of the page declares, with a warning where it declares one that cannot be read."""
    for line in [line for line in lines if not line.is_blank][:_HEAD_LINES]:
        if _declares(line):
            embargo = _read(line, region)
            message = f"{line.plain!r} declares an embargo whose date, time or zone is not clear"
            where = (line.number, line.number)
            return embargo, () if embargo else (ReadWarning("embargo.unread", where, message),)
    return None, ()


def _declares(line: Line) -> bool:
    return any(f" {label} " in f" {line.folded} " for label in words().phrases["embargo.labels"])


def _read(line: Line, region: str | None) -> ReadEmbargo | None:
    text = line.plain
    date = next((date for date in printed_dates(text) if date.year is not None and date.day is not None), None)
    time = _time(text, date) if date else None
    zone = _zone(line) or _ZONES.get(region or "")
    if date is None or date.year is None or time is None or zone is None:
        return None
    day = date.on(date.year)
    if day is None:
        return None
    instant = datetime.datetime.combine(day, time, ZoneInfo(zone))
    return ReadEmbargo(instant, zone, text, (line.number, line.number))


def _time(text: str, date: PrintedDate) -> datetime.time | None:
    """Return the time of day printed beside the date."""
    found = _TIME.search(f"{text[: date.start]} {text[date.end :]}")
    if found is None:
        return None
    hour = int(found["hour"]) % 12 + 12 * (found["half"].lower() == "p") if found["half"] else int(found["hour"])
    return datetime.time(hour, int(found["minute"] or 0))


def _zone(line: Line) -> str | None:
    found = _zone_names().search(fold(line.plain))
    return words().zones[found[0]] if found else None


@cache
def _zone_names() -> re.Pattern[str]:
    names = sorted(words().zones, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(names)})\b")
