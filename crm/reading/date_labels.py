"""What the words before a date call it: the day of publication, or of the last change."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, Literal

from crm.reading.vocabulary import signs_of
from crm.reading.words import words
from crm.values import fold

if TYPE_CHECKING:
    from crm.reading.printed_dates import PrintedDate

__all__ = ["Kind", "labelled", "labels"]

Kind = Literal["published", "event", "updated"]
_LABEL: Final = 45
"""Characters before the date in which its label stands: *Communiqué de presse publié le …*"""


def labelled(text: str, printed: PrintedDate) -> tuple[Kind | None, float, str]:
    """Return what the words directly before a date call it."""
    before = f" {fold(text[max(0, printed.start - _LABEL) : printed.start])}"
    if before == " ":
        return None, 0.0, ""
    for kind, name in (("updated", "dates.updated"), ("published", "dates.published")):
        if before.endswith(_endings(name)):
            return ("updated", 4.0, "labelled") if kind == "updated" else ("published", 4.0, "labelled")
    return None, 0.0, ""


@cache
def labels() -> frozenset[str]:
    """Return words without which nothing calls a date anything."""
    return signs_of("dates.updated") | signs_of("dates.published")


@cache
def _endings(name: str) -> tuple[str, ...]:
    return tuple(f" {phrase}" for phrase in words().phrases[name])
