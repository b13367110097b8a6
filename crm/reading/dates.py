"""The day a communiqué gives of itself, the day it was changed, and a year that was not printed."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from crm.reading.dated import Found, Sought, found_in, impossible
from crm.reading.findings import ReadDate, ReadWarning
from crm.reading.metadata import Declared, declared_of
from crm.reading.page import Place, page_of
from crm.reading.vocabulary import listed
from crm.reading.words import words
from crm.reading.years import inferred_year
from crm.values import fold

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from crm.reading.date_labels import Kind
    from crm.reading.findings import Lines
    from crm.reading.lines import Line

__all__ = ["Dates", "dates_of"]

_YEAR_UNKNOWN: Final = "date.year_unknown"
"""A warning where there is no other date: a text is full of days whose year goes without saying."""
_MIN_SCORE: Final = 2.0


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
    found = found_in(lines, page, declared, sought)
    warnings = list(impossible(page, sought))
    chosen: dict[Kind, tuple[Found, ReadDate]] = {}
    for one in sorted(found, key=lambda one: (one.kind == "event", -one.score, one.order)):
        if one.kind in chosen or one.score < _MIN_SCORE or (one.kind == "event" and "published" in chosen):
            continue
        date = _complete(one, lines, today, warnings)
        if date is not None:
            chosen[one.kind] = (one, date)
    return _made(chosen, warnings, doubts=month_first is None)


def _made(chosen: dict[Kind, tuple[Found, ReadDate]], warnings: list[ReadWarning], *, doubts: bool) -> Dates:
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


def _confidence(found: Found) -> float:
    """Return how sure a date of that many points is; the day of an event is a guess at best."""
    sure = 1 / (1 + math.exp(-1.1 * (found.score - _MIN_SCORE)))
    return round(min(sure, 0.75) if found.kind == "event" else min(sure, 0.97), 2)


def _sought(page: Sequence[Place], title: Lines | None, declared: Declared) -> Sought:
    places = (index for index, place in enumerate(page) if title and place.line.number == title[0])
    at = next(places, -1)
    read = page[at].read_before if at >= 0 else 0
    return Sought(at, read, frozenset(one.line.number for one in declared.dates))


_PLACE: Final = re.compile(r"[^\W\d_][\w’'. -]{1,40}?(?=\s*[,(]|\s+[–—-]|\s+(?:le|den|li)\b|$)")


def _place(found: Found) -> str | None:
    """Return the place that a dateline names before its date."""
    if found.reason != "dateline":
        return None
    before = _PLACE.match(found.line.plain[: found.printed.start])
    name = before[0].strip() if before else ""
    folded = fold(name)
    is_word = folded in listed("articles", "dates.openings") or folded in words().phrases["title.labels"]
    return name if name and name[0].isupper() and not is_word else None


def _complete(
    found: Found, lines: Sequence[Line], today: datetime.date | None, warnings: list[ReadWarning]
) -> ReadDate | None:
    """Return the date with its year, inferred where it must be; what is wrong with it is added to `warnings`."""
    line, printed, kind = found.line, found.printed, found.kind
    where = (line.number, line.number)
    year = printed.year or inferred_year(printed, lines, today)
    value = printed.on(year) if year else None
    if value is None:
        warnings.append(ReadWarning(_YEAR_UNKNOWN, where, f"no year can be told for {printed.text!r}"))
        return None
    if printed.weekday is not None and value.weekday() != printed.weekday:
        message = f"{printed.text!r} names a weekday that {value.isoformat()} is not"
        warnings.append(ReadWarning("date.weekday_contradicts", where, message))
    precision: Literal["day", "month"] = "month" if printed.day is None else "day"
    return ReadDate(value, kind, precision, printed.text, where, () if printed.year else ("year",))
