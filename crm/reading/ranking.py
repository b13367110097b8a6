"""The points of each line that may be the title: for how it looks, and for what stands around it."""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import cache
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from crm.reading.candidates import is_candidate, is_cut_at_colon, is_issuer, whole
from crm.reading.credits import is_provider_label
from crm.reading.lines import SHORT
from crm.reading.names import is_person
from crm.reading.sites import without_prefix
from crm.reading.vocabulary import signs_of
from crm.reading.words import words
from crm.values import fold
from crm.values.names.given import is_given

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.reading.lines import Line
    from crm.reading.page import Place

__all__ = ["MAX_LEAD", "Candidate", "ranked"]

MAX_LEAD: Final = 1.5
"""Points above the second that make the first surer; what is far behind says nothing any more."""

_MAX_TOLD: Final = 8_000
_ECHO_WORDS: Final = 160
"""Words of text in which a headline is told again."""
_MIN_STEM: Final = 4
_STEM: Final = 5
"""Letters that words of one stem have in common, whatever they end with."""
_MIN_NAMED: Final = 8
_MAX_ABOVE: Final = 90
"""Words of text above which no title stands over its date any more."""
_ASIDE: Final = re.compile(r"\s*\([^()]*\)|\s+[|–—-]\s.*")
_MAX_ISSUER: Final = 9
_LONG_NAME: Final = 7
_MAX_FIELD: Final = 3
_MIN_OVER: Final = 6
_MIN_BELOW: Final = 3
_MAX_BELOW: Final = 3
"""Subtitles that a title has at most."""
_MAX_LETTERHEAD: Final = 6
_SHORT_LABEL: Final = re.compile(r"[^\W\d_]{2,6}\.:\s")
"""*Utl.:* and other abbreviations that say what a line is."""
_is_head: Final = attrgetter("is_head")
_OF_LEVEL: Final = (0.0, 3.0, 1.6, 0.9, 0.2, 0.0, 0.0)
_OF_SIZE: Final = ((1, -2.5), (2, -1.4), (3, -0.7), (4, 0.4), (5, 0.7), (7, 0.9), (19, 1.1), (25, 0.4), (32, 0.0))
_OF_BOLD: Final = 0.8
_OF_CAPITALS: Final = 0.6
_OF_LABEL: Final = 1.5
_OF_RELEASE: Final = 0.8
_OF_PROSE_AFTER: Final = (1.2, 0.9, 0.5, 0.5)
_OF_DATE_AFTER: Final = (1.8, 1.2, 0.6)
_OF_DATE_BEFORE: Final = (1.0, 0.5)
_OF_LABEL_BEFORE: Final = 1.0
_OF_LATE: Final = -0.8
_LATE: Final = 2
"""Lines below a title that stands under a text, among which is its date."""
_OF_FIELD: Final = 2.0
_OF_FIRST: Final = (1.5, 0.5)
"""For standing first, and for standing first of what is further down than the first lines."""
_FIRST_LINES: Final = 4
_OF_ECHO: Final = (-0.8, -0.4, 0.1, 0.5, 0.9, 1.3)
"""For each word of a line that the text says soon, or one like it: a headline is told again, a letterhead is not."""
_OF_PAGE_TITLE: Final = 2.0
_OF_PRINTED_TWICE: Final = 1.0
_VIEW: Final = 13
"""Lines below a title, with those it goes on in, among which its date and its text are."""
_BELOW: Final = 10
"""Lines below a title, with furniture, among which its date and its text are looked for."""
_SLACK: Final = 0.01
"""More than sums of the same points in another order differ by."""


class Candidate(NamedTuple):
    """The points of the line at `place`, and what most of them are for."""

    score: float
    place: int
    reason: str


def ranked(page: Sequence[Place], page_title: str | None) -> Iterator[Candidate]:
    """Yield the lines that may be the title, those left out that stay so far behind that they say nothing."""
    counts = Counter([place.key for place in page if not place.is_prose])
    shown = fold(page_title) if page_title else ""
    told, echo = _told(page), _first_words(page)
    best = 0.0
    for index, (place, most) in enumerate(zip(page, _most(page), strict=True)):
        is_twice = place.is_prose or counts[place.key] > 1  # of a paragraph that is not asked, for its key is long
        most += (_OF_ECHO[-1] if echo else 0.0) + (_OF_PAGE_TITLE if shown else 0.0)
        most += _OF_PRINTED_TWICE if is_twice else 0.0
        bar = best - MAX_LEAD - _SLACK if best > MAX_LEAD else -math.inf
        if (best and _most_looks(place) + most < bar) or not (is_candidate(place) or is_cut_at_colon(page, index)):
            continue
        points = dict(_looks(place))
        if sum(points.values()) + most < bar:
            continue
        taken = list(whole(page, index))
        points.update(_place(page, index, len(taken), shown, counts))
        if not place.line.level and _is_named(place, told):
            points["named in the text"] = -2.5
        elif echo and (place.size >= _LONG_NAME or "an institution" not in points):
            points["told again"] = _echoed(taken, echo)
        strongest = max(points, key=points.__getitem__)
        yield Candidate(sum(points.values()), index, strongest)
        best = max(best, sum(points.values()))


def _most(page: Sequence[Place]) -> list[float]:
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
        most += _OF_LATE if place.read_before and date > _LATE and not place.line.level else 0.0
        most += _OF_FIELD if index and page[index - 1].size == 1 else 0.0
        found.append(most)
        text = 1 if place.is_prose else text + 1
        date = 1 if place.is_date_line else date + 1
    return found[::-1]


def _may_be_label(place: Place) -> bool:
    return len(place.line.plain) <= SHORT and not signs_of("title.labels").isdisjoint(place.line.said)


def _most_looks(place: Place) -> float:
    """Return at least the points that a line has for how it looks, without the dearer of the looks."""
    line, text = place.line, place.line.plain
    most = _OF_LEVEL[line.level] + _of_size(place) + (_OF_BOLD if line.is_strong else 0.0)
    most += _OF_CAPITALS if text.isupper() else 0.0
    most += _OF_LABEL if ":" in text or not text[0].isalpha() or text[0] == "h" else 0.0
    return most if signs_of("title.labels").isdisjoint(line.said) else most + _OF_RELEASE


def _of_size(place: Place) -> float:
    return next((points for most, points in _OF_SIZE if place.size <= most), -1.5)


def _depth(place: Place, index: int) -> float:
    return -0.005 * index - min(1.5, place.read_before / 80)


def _told(page: Sequence[Place]) -> str:
    """Return the paragraphs of a page, as far as issuers are looked for in them."""
    return "\n".join(place.line.plain for place in page if place.is_prose)[:_MAX_TOLD].casefold()


def _first_words(page: Sequence[Place]) -> str:
    """Return the first words of the text, folded, each after a space."""
    found: list[str] = []
    for place in page:
        if place.is_prose:
            found += place.line.said
            if len(found) > _ECHO_WORDS:
                break
    return f" {' '.join(found)}" if found else ""


def _echoed(taken: Sequence[Place], text: str) -> float:
    """Return the points for what the text says again of a line and of those it goes on in; a short one says less."""
    stems = {word[:_STEM] for place in taken for word in place.line.said if len(word) >= _MIN_STEM}
    count = sum(f" {stem}" in text for stem in stems)
    count += 1 if count and len(stems) < _MIN_STEM else 0
    return _OF_ECHO[min(count, len(_OF_ECHO) - 1)]


def _is_named(place: Place, told: str) -> bool:
    """Whether the text says the whole line again: the name of who issues, and no headline."""
    if place.size > _MAX_ISSUER or place.line.plain[-1] in ".!?":
        return False
    name = _ASIDE.sub("", place.line.plain).casefold().strip()
    return len(name) >= _MIN_NAMED and name in told and not _says_release(place.line)


def _place(
    page: Sequence[Place], index: int, size: int, page_title: str, counts: Counter[str]
) -> Iterator[tuple[str, float]]:
    """Yield the points for where a title of `size` lines stands; `_most` knows the most of each."""
    place = page[index]
    yield from _surroundings(page, index, index + size)
    if place.read_before and not place.line.level and not any(one.is_date_line for one in page[index + 1 : index + 3]):
        yield "the text came first", _OF_LATE
    if page_title and place.key and place.size > 1 and place.key in page_title:
        yield "title of the page", _OF_PAGE_TITLE
    if place.key and counts[place.key] > 1:
        yield "printed twice", _OF_PRINTED_TWICE if place.size >= 4 and not is_issuer(place) else -1.5
    yield "depth", _depth(place, index)


def _looks(place: Place) -> Iterator[tuple[str, float]]:
    line, text = place.line, place.line.plain
    yield "level", _OF_LEVEL[line.level]
    yield "length", _of_size(place)
    for reason, points, holds in (
        ("bold", _OF_BOLD, not line.level and line.is_strong),
        ("capitals", _OF_CAPITALS, place.size >= 4 and text.isupper()),
        ("a full stop", -0.7, not line.level and text.endswith(".")),
        ("a small letter", -1.0, text[0].islower()),
        ("an item", -2.0, place.is_item),
        ("a link", -0.8, line.is_link),
        ("a person", -1.5, place.size <= 4 and is_given(text.split()[0]) and is_person(text)),
        ("the label of a line", -1.0, _SHORT_LABEL.match(text) is not None),
        ("an institution", -1.2, not line.level and is_issuer(place)),
        ("the label of somebody", -3.0, place.is_label_of),
        ("somebody's line", -2.5, not line.level and place.is_credit),
        ("in brackets", -2.0, text[0] == "(" and text[-1] == ")"),
        ("an address of the web", -2.0, "www." in text.lower()),
        ("labelled", _OF_LABEL, without_prefix(text) != text),
        ("says release", _OF_RELEASE, _says_release(line)),
    ):
        if holds:
            yield reason, points


def _says_release(line: Line) -> bool:
    return not signs_of("title.labels").isdisjoint(line.said) and _labels_within().search(line.folded) is not None


@cache
def _labels_within() -> re.Pattern[str]:
    """Return what finds *press release* and the like amid a title; a single word, *news*, says nothing there."""
    labels = (label for label in words().phrases["title.labels"] if " " in label)
    return re.compile(rf"\b(?:{'|'.join(labels)})\b")


def _surroundings(page: Sequence[Place], index: int, end: int) -> Iterator[tuple[str, float]]:
    after = list(islice(_without_furniture(page, end), 5))
    after = after[_subtitles(page[index], after) :][:4]
    yield "above the text", _first(_OF_PROSE_AFTER, [place.is_prose for place in after])
    if page[index].read_before < _MAX_ABOVE:
        yield "above a date", _first(_OF_DATE_AFTER, [place.is_date_line for place in after])
    if page[index].size <= 2 and len(after) > 1 and _heads_a_title(after[0], after[1]):
        yield "above a longer one", -2.0
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


def _heads_a_title(place: Place, after: Place) -> bool:
    """Whether a word or two, *News*, stand above what looks like a title itself, dated or with the text under it."""
    is_longer = place.size >= 5 and not place.is_prose and not place.is_date_line and not place.is_item
    return is_longer and (after.is_date_line or after.is_prose)


def _first(points: Sequence[float], holds: Sequence[bool]) -> float:
    """Return the points of the first place at which something holds, 0 where it holds at none."""
    return next((one for one, is_so in zip(points, holds, strict=False) if is_so), 0.0)
