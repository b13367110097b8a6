"""Where a release begins on a page that opens with what is somebody else's: of a wire, of a project, of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crm.reading.candidates import is_candidate
from crm.reading.datelines import dateline_end

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.reading.page import Place

__all__ = ["beginning_of"]

_MIN_LEAD: Final = 12
"""Words of the first paragraph of a release, with its dateline."""
_DATELINE: Final = 60
"""Characters in which the figures of a dateline stand."""
_MAX_BETWEEN: Final = 4
"""Lines from the label of a release to its date, and from its title to its dateline."""
_TOP: Final = 2
"""The level of headings that stand above a text and not within it."""


def beginning_of(page: Sequence[Place]) -> int:
    """Return the place on the page where its release begins, 0 where that is at the top.

    It begins further down where nothing above or in the first paragraph has a date or a label, and then comes a label
    with its date, or, where no heading stands above, the first dateline: with the lines between it and the paragraph
    above.
    """
    first = next((index for index, place in enumerate(page) if place.is_prose), len(page))
    if any(place.is_date_line for place in page[:first]) or any(map(_is_label, page[:first])):
        return 0
    if not page[first + 1 :] or dateline_end(page[first].line.plain):
        return 0
    above = [place.line.level for place in page[:first] if 0 < place.line.level <= _TOP]
    last = first
    for index in range(first + 1, len(page)):
        place = page[index]
        if _is_dated_label(page, index) and (place.line.level == 1 or not above):
            return index
        if not above and _has_dateline(place):
            return _under_paragraph(page, last, index)
        last = index if place.is_prose else last
    return 0


def _is_dated_label(page: Sequence[Place], index: int) -> bool:
    """Whether a label of several words stands over a date."""
    place = page[index]
    if len(place.line.said) == 1 or not (place.line.has_label_word and place.is_label):
        return False
    return any(one.is_date_line or _has_dateline(one) for one in page[index + 1 : index + 1 + _MAX_BETWEEN])


def _is_label(place: Place) -> bool:
    return place.is_label or place.is_label_of


def _has_dateline(place: Place) -> bool:
    """Whether a line opens with a place and a day, and goes on with a sentence."""
    if place.size < _MIN_LEAD or place.line.level or place.is_item:
        return False
    text = place.line.plain
    has_figures = not text[:1].isdigit() and any(map(str.isdigit, text[:_DATELINE]))
    return has_figures and dateline_end(text) > 0


def _may_lead(place: Place) -> bool:
    """Whether a line may stand among the titles of a release."""
    return place.is_head or place.is_credit or (place.is_chrome and not place.line.is_link) or is_candidate(place)


def _under_paragraph(page: Sequence[Place], last: int, index: int) -> int:
    """Return the first of the lines, behind the paragraph at `last`, that lead to the dateline at `index` as titles."""
    above = range(index - 1, max(last, index - 1 - _MAX_BETWEEN), -1)
    start = next((one for one in above if page[one].size >= _MAX_BETWEEN and is_candidate(page[one])), 0)
    while start and start - 1 > last and _may_lead(page[start - 1]):
        start -= 1
    return start
