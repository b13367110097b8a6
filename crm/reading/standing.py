"""The points of a line for where it stands: under a date or a label, above the text, first of its page."""

from __future__ import annotations

from itertools import islice, takewhile
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from crm.reading.candidates import is_candidate, is_issuer
from crm.reading.credits import is_provider_label
from crm.reading.field_lines import is_about
from crm.reading.kits import is_kit
from crm.reading.lines import SHORT
from crm.reading.words import words

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Sequence

    from crm.reading.page import Place

__all__ = ["OF_PAGE_TITLE", "OF_PRINTED_TWICE", "most_of", "standing"]

OF_PAGE_TITLE: Final = 2.0
OF_PRINTED_TWICE: Final = 1.0
_MAX_ABOVE: Final = 90
"""Words of text above which no title stands over its date any more."""
_MAX_FIELD: Final = 3
_MAX_SHORT: Final = 4
_MIN_OVER: Final = 6
_MIN_BELOW: Final = 3
_MAX_BELOW: Final = 3
"""Subtitles that a title has at most."""
_MAX_LETTERHEAD: Final = 6
_is_head: Final = attrgetter("is_head")
_OF_PROSE_AFTER: Final = (1.2, 0.9, 0.5, 0.5)
_OF_DATE_AFTER: Final = (1.8, 1.2, 0.6)
_OF_DATE_BEFORE: Final = (1.0, 0.5)
_OF_LABEL_BEFORE: Final = 1.0
_OF_LATE: Final = -0.8
_OF_LIST: Final = -2.0
_OF_BEGUN: Final = -2.5
_OF_ABOUT: Final = -3.0
_OF_KIT: Final = 2.0
_OF_SENTENCES: Final = -1.5
_LATE: Final = 2
"""Lines below a title that stands under a text, among which is its date."""
_OF_FIELD: Final = 2.0
_OF_FIRST: Final = (1.5, 0.5)
"""For standing first, and for standing first of what is further down than the first lines."""
_FIRST_LINES: Final = 4
_VIEW: Final = 13
"""Lines below a title, with those it goes on in, among which its date and its text are."""
_BELOW: Final = 10
"""Lines below a title, with furniture, among which its date and its text are looked for."""


def standing(
    page: Sequence[Place], index: int, size: int, page_title: str, counts: Counter[str]
) -> Iterator[tuple[str, float]]:
    """Yield the points for where a title of `size` lines stands; `most_of` knows the most of each."""
    place = page[index]
    yield from _surroundings(page, index, index + size)
    if place.read_before and not place.line.level and not _is_near_date(page, index):
        yield "the text came first", _OF_LATE
    if place.is_text and not place.line.level and _is_in_paragraph(page, index):
        yield "one sentence of several", _OF_SENTENCES
    if _goes_on_as_text(page, index + size):
        yield "the text goes on from it", _OF_BEGUN
    if _is_listed(page, index, index + size):
        yield "one of a list", _OF_LIST
    if index and is_about(place.line):
        yield "about somebody", _OF_ABOUT
    if page_title and place.key and place.size > 1 and place.key in page_title:
        yield "title of the page", OF_PAGE_TITLE
    if place.key and counts[place.key] > 1:
        yield "printed twice", OF_PRINTED_TWICE if place.size >= 4 and not is_issuer(place) else -1.5
    yield "depth", _depth(place, index)


def _is_listed(page: Sequence[Place], index: int, end: int) -> bool:
    """Whether a line and its date are one of several such pairs, with no text of its own: a list of news."""
    after = page[end : end + 3]
    if page[index].line.level == 1 or len(after) < 3 or any(place.is_text for place in after):
        return False
    if not after[0].is_date_line or after[1].is_date_line:
        return False
    is_above = index > 1 and page[index - 1].is_date_line and is_candidate(page[index - 2])
    return is_above or (after[2].is_date_line and is_candidate(after[1]))


def _goes_on_as_text(page: Sequence[Place], end: int) -> bool:
    """Whether the line at `end` is text, begins amid a sentence and stands directly under the one above it."""
    if end >= len(page):
        return False
    place, above = page[end], page[end - 1]
    return place.is_prose and place.line.plain[0].islower() and place.line.number == above.line.number + 1


def _is_near_date(page: Sequence[Place], index: int) -> bool:
    """Whether a date stands among the two lines below or the two above, with no text between."""
    above = takewhile(lambda one: not one.is_text, reversed(page[max(0, index - 2) : index]))
    return any(one.is_date_line for one in (*above, *page[index + 1 : index + 3]))


def _is_in_paragraph(page: Sequence[Place], index: int) -> bool:
    """Whether the line right above or right below a sentence is one as well."""
    number = page[index].line.number
    around = (*page[max(0, index - 1) : index], *page[index + 1 : index + 2])
    return any(one.is_text and abs(one.line.number - number) == 1 for one in around)


def _surroundings(page: Sequence[Place], index: int, end: int) -> Iterator[tuple[str, float]]:
    after = list(islice(_without_furniture(page, end), 5))
    after = after[_subtitles(page[index], after) :][:4]
    if page[index].line.level or not page[index].is_text:
        yield "above the text", _first(_OF_PROSE_AFTER, [place.is_text for place in after])
    if page[index].read_before < _MAX_ABOVE:
        yield "above a date", _first(_OF_DATE_AFTER, [place.is_date_line for place in after])
    if page[index].line.level == 1 and is_kit(page[index].line):
        yield "what a page for journalists is called", _OF_KIT
    elif page[index].size <= 2 and len(after) > 1 and _heads_a_title(after[0], after[1]):
        yield "above a longer one", -2.0
    elif page[index].size <= _MAX_SHORT and not page[index].line.level and _is_short_above(page[index], after):
        yield "above a longer one", -1.0
    if after and (after[0].is_item or (after[0].size <= 3 and not any(place.is_date_line for place in after[:2]))):
        yield "above a list", -0.7
    yield from _above(page, index, end)


def _above(page: Sequence[Place], index: int, end: int) -> Iterator[tuple[str, float]]:
    """Yield the points for what stands above the title that ends before the line at `end`."""
    before = page[max(0, index - 2) : index][::-1]
    if _is_provided(page, index):
        yield "who provided it", -3.0
    if index and _is_field(page[index - 1], page[index]):
        yield "under the name of a field", _OF_FIELD if _is_field_of_title(page[index - 1]) else -1.5
    yield "under a date", _first(_OF_DATE_BEFORE, [place.is_date_line for place in before])
    if any(place.is_label or place.is_label_of for place in before):
        yield "under a label", _OF_LABEL_BEFORE
    elif _is_above_label(page, index, end):
        yield "above a label", -2.0 if index < _MAX_LETTERHEAD else -1.0
    if all(place.is_label or place.is_date_line or place.is_chrome for place in page[max(0, index - 3) : index]):
        yield "first", _OF_FIRST[index >= _FIRST_LINES]


def _is_field(place: Place, after: Place) -> bool:
    """Whether a line is the name of a field, *Subject:*, and the next one what is filled in."""
    if place.size > _MAX_FIELD or after.line.number != place.line.number + 1 or place.line.level or place.is_label:
        return False
    return place.line.plain.endswith(":") or _is_field_of_title(place)


def _is_field_of_title(place: Place) -> bool:
    return place.line.folded in words()["title.prefixes"]


def _without_furniture(page: Sequence[Place], start: int) -> Iterator[Place]:
    """Yield the places from `start` on that are neither of the page nor say who provided the news or who speaks."""
    is_name = _is_provided(page, start)
    for place in page[start : start + _BELOW]:
        if place.is_prose or not (is_name or place.is_chrome or place.is_credit):
            yield place
        is_name = place.is_credit and is_provider_label(place.line)


def _is_provided(page: Sequence[Place], index: int) -> bool:
    """Whether the line at `index` names who provided the news: the line above says so."""
    return index > 0 and page[index - 1].is_credit and is_provider_label(page[index - 1].line)


def _subtitles(place: Place, after: Sequence[Place]) -> int:
    """Return how many of the lines below a long one are its subtitles: shorter or of its kind, above date or text."""
    if place.size < _MIN_OVER or place.is_credit:
        return 0
    below = next((count for count, one in enumerate(after) if one.is_date_line or one.is_prose), 0)
    most = 2 * place.size if place.size > _MIN_OVER else place.size - 1
    are_below = all(_MIN_BELOW <= one.size <= most and (is_candidate(one) or one.is_item) for one in after[:below])
    return below if are_below and below <= _MAX_BELOW else 0


def _is_above_label(page: Sequence[Place], index: int, end: int) -> bool:
    """Whether the first label or menu of the page comes only after what stands at `index`."""
    if page[index].line.level or not any(map(_is_head, page[end : end + 3])):
        return False
    return not any(map(_is_head, page[max(0, index - 8) : index]))


def _is_short_above(place: Place, after: Sequence[Place]) -> bool:
    """Whether a few words stand above a date, and what is twice as long between that and the text."""
    told = [one for one in after if not one.is_date_line]
    if len(told) < 2 or len(told) == len(after) or not told[1].is_prose or told[0].is_prose:
        return False
    return told[0].size >= 2 * place.size and is_candidate(told[0])


def _heads_a_title(place: Place, after: Place) -> bool:
    """Whether a word or two, *News*, stand above what looks like a title itself, dated or with the text under it."""
    is_longer = place.size >= 5 and not place.is_prose and not place.is_date_line and not place.is_item
    return is_longer and (after.is_date_line or after.is_prose)


def _first(points: Sequence[float], holds: Sequence[bool]) -> float:
    """Return the points of the first place at which something holds, 0 where it holds at none."""
    return next((one for one, is_so in zip(points, holds, strict=False) if is_so), 0.0)


def most_of(page: Sequence[Place]) -> list[float]:
    """Return for each line at least the points that it has for its place, as far as is known without a look at it.

    Most lines stand so low that this spares them all the rest. It goes from below, to know how far down the next
    paragraph and the next date are.
    """
    found: list[float] = []
    marks = [place.is_date_line or _may_be_label(place) for place in page]
    text, date = 2 * _VIEW, 2 * _VIEW
    for index in range(len(page) - 1, -1, -1):
        place, above = page[index], marks[max(0, index - len(_OF_DATE_BEFORE)) : index]
        most = _depth(place, index) + (_OF_PROSE_AFTER[0] if text <= _VIEW else 0.0)
        most += _OF_DATE_AFTER[0] if date <= _VIEW and place.read_before < _MAX_ABOVE else 0.0
        if not above or any(above):
            most += _OF_DATE_BEFORE[0] + _OF_LABEL_BEFORE
        most += _OF_FIRST[index >= _FIRST_LINES]
        if place.line.level:
            most += _OF_KIT if place.line.level == 1 else 0.0
        elif place.read_before and date > _LATE and not any(above):
            most += _OF_LATE
        most += _OF_FIELD if index and page[index - 1].size == 1 else 0.0
        found.append(most)
        is_text = place.is_prose or (place.size > _MIN_OVER and place.line.plain[-1] in ".!?…")
        text = 1 if is_text else text + 1
        date = 1 if place.is_date_line else date + 1
    return found[::-1]


def _may_be_label(place: Place) -> bool:
    return len(place.line.plain) <= SHORT and place.line.has_label_word


def _depth(place: Place, index: int) -> float:
    return -0.005 * index - min(1.5, place.read_before / 80)
