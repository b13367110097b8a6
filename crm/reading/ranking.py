"""The points of each line that may be the title: for how it looks, where it stands, and what the text says of it."""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from crm.reading.candidates import is_candidate, is_cut_at_colon, is_issuer, whole
from crm.reading.echoes import OF_ECHO, echo_of, first_words_of, is_named, says_release, told_in
from crm.reading.furniture import is_caption
from crm.reading.kits import is_kit
from crm.reading.names import is_person
from crm.reading.sites import without_prefix
from crm.reading.standing import OF_PAGE_TITLE, OF_PRINTED_TWICE, most_of, standing
from crm.values import fold
from crm.values.names.given import is_given

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.reading.page import Place

__all__ = ["MAX_LEAD", "Candidate", "ranked", "told_again"]

MAX_LEAD: Final = 1.5
"""Points above the second that make the first surer; what is far behind says nothing any more."""

_LONG_NAME: Final = 7
_MIN_AGAIN: Final = 3
_SHORT_LABEL: Final = re.compile(r"[^\W\d_]{2,6}\.:\s")
"""*Utl.:* and other abbreviations that say what a line is."""
_WEB: Final = re.compile(r"[Ww][Ww]{2}\.")
_OF_LEVEL: Final = (0.0, 3.0, 1.6, 0.9, 0.2, 0.0, 0.0)
_OF_SIZE: Final = ((1, -2.5), (2, -1.4), (3, -0.7), (4, 0.4), (5, 0.7), (7, 0.9), (19, 1.1), (25, 0.4), (32, 0.0))
_LONGEST: Final = 33
_BY_SIZE: Final = tuple(
    next((points for most, points in _OF_SIZE if size <= most), -1.5) for size in range(_LONGEST + 1)
)
_OF_BOLD: Final = 0.8
_OF_CAPITALS: Final = 0.6
_OF_LABEL: Final = 1.5
_OF_RELEASE: Final = 0.8
_OF_LABEL_ALONE: Final = -3.2
_OF_SENTENCE: Final = -0.8
_OF_CUT: Final = -1.5
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
    told, echo = told_in(page), first_words_of(page)
    best = 0.0
    for index, (place, most) in enumerate(zip(page, most_of(page), strict=True)):
        is_twice = place.is_prose or counts[place.key] > 1  # of a paragraph that is not asked, for its key is long
        most += (OF_ECHO[-1] if echo else 0.0) + (OF_PAGE_TITLE if shown else 0.0)
        most += OF_PRINTED_TWICE if is_twice else 0.0
        bar = best - MAX_LEAD - _SLACK if best > MAX_LEAD else -math.inf
        if (best and _most_looks(place) + most < bar) or not (is_candidate(place) or is_cut_at_colon(page, index)):
            continue
        points = dict(_looks(place))
        if sum(points.values()) + most < bar:
            continue
        taken = list(whole(page, index))
        points.update(standing(page, index, len(taken), shown, counts))
        if not place.line.level and is_named(place, told):
            points["named in the text"] = -2.5
        elif echo and (place.size >= _LONG_NAME or "an institution" not in points):
            points["told again"] = echo_of(taken, echo)
        strongest = max(points, key=points.__getitem__)
        yield Candidate(sum(points.values()), index, strongest)
        best = max(best, sum(points.values()))


def told_again(page: Sequence[Place], found: Sequence[Candidate]) -> Candidate:
    """Return the best of the candidates, the best first, or the earlier one that it says again with words around it."""
    best = found[0]
    key = f" {page[best.place].key} "
    for one in found[1:]:
        place = page[one.place]
        is_most = place.size >= _MIN_AGAIN and 2 * place.size >= page[best.place].size > place.size
        if is_most and one.place < best.place and f" {place.key} " in key and not is_issuer(place):
            return Candidate(best.score, one.place, "printed twice")
    return best


def _most_looks(place: Place) -> float:
    """Return at least the points that a line has for how it looks, without the dearer of the looks."""
    line, text = place.line, place.line.plain
    most = _OF_LEVEL[line.level] + _of_size(place) + (_OF_BOLD if line.is_strong else 0.0)
    most += _OF_CAPITALS if text.isupper() else 0.0
    most += _OF_LABEL if ":" in text or not text[0].isalpha() or text[0] == "h" else 0.0
    return most + _OF_RELEASE if line.has_label_word else most


def _of_size(place: Place) -> float:
    points = _BY_SIZE[min(place.size, _LONGEST)]
    return points / 2 if points < 0 and place.line.level == 1 else points


def _looks(place: Place) -> Iterator[tuple[str, float]]:
    line, text = place.line, place.line.plain
    yield "level", _OF_LEVEL[line.level]
    yield "length", _of_size(place)
    for reason, points, holds in (
        ("bold", _OF_BOLD, not line.level and line.is_strong),
        ("capitals", _OF_CAPITALS, place.size >= 4 and text.isupper()),
        ("a full stop", -0.7, not line.level and text.endswith(".")),
        ("a sentence", _OF_SENTENCE, place.is_text and not place.is_prose),
        ("cut short", _OF_CUT, not line.level and text.endswith(("...", "…")) and place.size >= _LONG_NAME),
        ("a small letter", -1.0, text[0].islower()),
        ("an item", -2.0, place.is_item),
        ("a link", -0.8, line.is_link),
        ("a person", -1.5, place.size <= 4 and is_given(text.split()[0]) and is_person(text)),
        ("the label of a line", -1.0, _SHORT_LABEL.match(text) is not None),
        ("an institution", -1.2, not line.level and is_issuer(place)),
        ("the label of somebody", -3.0, place.is_label_of),
        ("somebody's line", -2.5, not line.level and place.is_credit),
        ("of a picture", -1.5, is_caption(line)),
        ("in brackets", -2.0, text[0] == "(" and text[-1] == ")"),
        ("an address of the web", -2.0, _WEB.search(text) is not None),
        ("labelled", _OF_LABEL, without_prefix(text) != text),
        ("says release", _OF_RELEASE, says_release(line) and not place.is_label),
        ("what every release is called", _OF_LABEL_ALONE, place.is_label and not is_kit(line)),
    ):
        if holds:
            yield reason, points
