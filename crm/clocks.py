"""An instant, and what the clocks of a zone show.

A clock that is put forward or back has hours that do not exist and hours that come twice: those are refused, because
nobody can tell what was meant.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crm.errors import EmbargoIncomplete

__all__ = ["instant_of", "shown_in", "today", "zone_of"]


def today() -> dt.date:
    """Return the day that it is on the clock of this machine."""
    return dt.datetime.now().astimezone().date()


def instant_of(local: dt.datetime, zone: str) -> dt.datetime:
    """Return the instant, in UTC, at which the clocks of an IANA `zone` show `local`.

    >>> instant_of(dt.datetime(2025, 1, 17, 20), "Europe/Paris").isoformat()
    '2025-01-17T19:00:00+00:00'

    Raises:
        EmbargoIncomplete: there is no such zone; `local` has a zone of its own; or the clocks never show it
            (``embargo.clock_skips``), or show it twice (``embargo.clock_repeats``), that day.
    """
    if local.tzinfo is not None:
        raise EmbargoIncomplete("a time on a clock has no zone of its own", code="embargo.two_zones")
    there = zone_of(zone)
    first, second = (local.replace(tzinfo=there, fold=fold).astimezone(dt.UTC) for fold in (0, 1))
    if first.astimezone(there).replace(tzinfo=None) != local:
        raise EmbargoIncomplete(
            f"the clocks of {zone} skip {local:%Y-%m-%d %H:%M}", code="embargo.clock_skips", hint="choose another hour"
        )
    if first != second:
        raise EmbargoIncomplete(
            f"the clocks of {zone} show {local:%Y-%m-%d %H:%M} twice",
            code="embargo.clock_repeats",
            hint="choose another hour, or give the instant in UTC",
        )
    return first


def zone_of(name: str) -> ZoneInfo:
    """Return the IANA zone of that name, or raise `EmbargoIncomplete`."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise EmbargoIncomplete(
            f"there is no time zone {name!r}", code="embargo.zone_unknown", hint="an IANA name, such as Europe/Paris"
        ) from None


def shown_in(moment: dt.datetime, zone: str) -> str:
    """Return what the clocks of a zone show at an instant, and what their time is called then.

    >>> shown_in(dt.datetime(2025, 3, 30, 1, tzinfo=dt.UTC), "Europe/Paris")
    '2025-03-30 03:00 CEST'
    """
    return f"{moment.astimezone(zone_of(zone)):%Y-%m-%d %H:%M %Z}"
