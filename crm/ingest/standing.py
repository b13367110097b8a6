"""How a document leaves its communiqué: out, or under the embargo that it declares."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final, NamedTuple

from crm import clocks
from crm.base import utc_now
from crm.models import CommuniqueStatus

if TYPE_CHECKING:
    from crm.reading import Reading, ReadWarning

__all__ = ["Standing", "standing_of"]

_DOUBTS: Final = frozenset({"embargo.clock_change", "embargo.zone_contradicts"})
_AN_HOUR: Final = dt.timedelta(hours=1)
"""How much later a doubtful instant may be meant: where the clocks change, or the zone's other name is printed."""


class Standing(NamedTuple):
    """The status, and what of the embargo is in doubt: where it cannot be told when it lifts, somebody has to say."""

    status: CommuniqueStatus
    doubt: ReadWarning | None = None


def standing_of(reading: Reading, today: dt.date | None) -> Standing:
    """Return how a communiqué stands on a day, now by default; an embargo holds on all of the day on which it lifts.

    What was lifted is out. What was not is under embargo, and where nobody could tell until when, a draft, so that no
    clock lifts it.
    """
    codes = {"embargo.unread"} if reading.embargo is None else _DOUBTS
    doubt = next((one for one in reading.warnings if one.code in codes), None)
    if _is_out(reading, today, is_doubtful=doubt is not None):
        return Standing(CommuniqueStatus.PUBLISHED)
    return Standing(CommuniqueStatus.EMBARGOED) if doubt is None else Standing(CommuniqueStatus.DRAFT, doubt)


def _is_out(reading: Reading, today: dt.date | None, *, is_doubtful: bool) -> bool:
    if reading.embargo is None:
        day = today or clocks.today()
        return not is_doubtful or (reading.date is not None and reading.date.value < day)
    lifts = reading.embargo.instant + (_AN_HOUR if is_doubtful else dt.timedelta())
    return lifts <= utc_now() if today is None else lifts.date() < today
