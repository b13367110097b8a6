"""The title of a communiqué and the subtitle under it."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from crm.reading.beginnings import beginning_of
from crm.reading.candidates import is_candidate, is_issuer, is_issuer_name, whole
from crm.reading.columns import left_column
from crm.reading.echoes import is_named, told_in
from crm.reading.field_lines import is_named_line
from crm.reading.flat import flat_title
from crm.reading.lines import lines_of
from crm.reading.metadata import Declared, declared_of
from crm.reading.names import is_person
from crm.reading.page import page_of
from crm.reading.printed_dates import printed_dates
from crm.reading.ranking import MAX_LEAD, Candidate, ranked, told_again
from crm.reading.sites import (
    gone_on,
    opens_with_label,
    reprinted,
    untagged,
    without_badge,
    without_domain,
    without_prefix,
    without_site,
)
from crm.reading.words import words
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.reading.findings import Lines
    from crm.reading.lines import Line
    from crm.reading.page import Place

__all__ = ["Title", "title_of"]

_MAX_CHARACTERS: Final = 300
_LONG_TITLE: Final = 20
_MAX_WORDS: Final = 32
_LONG_LINE: Final = 300
_VERY_LONG_LINE: Final = 900
_MAX_MENU: Final = 12
"""Lines of a menu above a page that lost its line breaks."""
_MAX_COLUMNS: Final = 6
_MAX_FLAT: Final = 6
_MIN_REPRINTED: Final = 4
_MAX_CLEANER: Final = 10
_MIN_PIECES: Final = 5
_GAPS: Final = re.compile(r"\s{3,}")
_COLUMNS: Final = re.compile(r"\s{5,}")


_MIN_SCORE: Final = 1.0
_MAX_SCORE: Final = 6.0
"""More points make nothing surer."""
_DECLARED: Final = 0.97
_MIN_OVER_LABEL: Final = 2.5
_LABEL_ONLY: Final = 0.5
_FIRST_ONLY: Final = 0.4
_MAX_CALLED: Final = 9


class Title(NamedTuple):
    """What `title_of` returns; `lines` are the title's, `reason` says what spoke for it most."""

    text: str
    subtitle: str | None
    lines: Lines
    confidence: float = 1.0
    reason: str = ""
    subtitle_lines: Lines | None = None


def title_of(
    lines: Sequence[Line], page: Sequence[Place] | None = None, declared: Declared | None = None
) -> Title | None:
    """Return the title, or None where the text opens with its body.

    What the file declares wins; else every line that is no prose gets points for where it stands and how it looks,
    and the best one is the title, if it has enough of them. `page` and `declared` are what `page_of` and
    `declared_of` return, for a caller that has them.
    """
    declared = declared_of(lines) if declared is None else declared
    page = page_of(lines) if page is None else page
    column = left_column(lines)
    month_first = bool(page) and page[0].month_first
    if column is not None:
        page = page_of(column, month_first=month_first)
    if declared.title is not None and declared.lines is not None:
        tagless = declared.title if opens_with_label(declared.title) else untagged(declared.title)
        text = gone_on(reprinted(without_domain(tagless), page), page)
        return Title(text, None, declared.lines, _DECLARED, "declared")
    columns = _first_column(page)
    if columns is not None:
        return columns
    start = beginning_of(page)
    if start:
        page = page_of(lines[page[start].line.number - 1 :], month_first=month_first)
    found = sorted(ranked(page, declared.page_title), reverse=True)
    if declared.label and (not found or found[0].score < _MIN_OVER_LABEL):
        return Title(declared.label[0], None, declared.label[1], _LABEL_ONLY, "declared")
    if not found or found[0].score < _MIN_SCORE:
        return _first_line(page) or _below_a_menu(page)
    best = told_again(page, found)
    second = next((one.score for one in found[1:] if one.place != best.place), 0.0)
    return _made(page, best, _confidence(best.score, second), lines)


def _first_line(page: Sequence[Place]) -> Title | None:
    """Return the first line as the title where nothing else is, set apart above the text: what the page is called."""
    if len(page) < 2 or page[0].size > _MAX_CALLED or page[1].line.number == page[0].line.number + 1:
        return None
    place, line = page[0], page[0].line
    if line.level or place.is_date_line or place.is_head or place.is_chrome or place.is_credit or is_issuer(place):
        return None
    is_said = line.plain[-1].isalpha() and line.plain[0].isupper() and not line.has_coordinates and not place.is_item
    is_name = is_named_line(line) or is_person(line.plain) or is_named(place, told_in(page))
    if not is_said or is_name or not any(one.is_text for one in page[1:4]):
        return None
    return Title(line.plain, None, (line.number, line.number), _FIRST_ONLY, "first")


def _confidence(score: float, second: float) -> float:
    """Return how sure a winner of `score` points is, from how far it is above the bar and above the second.

    The weights are those of a logistic regression over real pages, most of which the points were tuned on too: on
    others fewer titles may be right than it says.
    """
    distance = 0.8 * (min(score, _MAX_SCORE) - _MIN_SCORE) + 1.3 * min(score - second, MAX_LEAD) - 2.2
    return round(min(0.97, 1 / (1 + math.exp(-distance))), 2)


def _made(page: Sequence[Place], best: Candidate, confidence: float, lines: Sequence[Line]) -> Title:
    taken = list(whole(page, best.place))
    text = without_badge(without_prefix(" ".join(place.line.plain for place in taken)))
    if not taken[0].line.level:
        after = page[best.place + len(taken) :]
        shorter = _cleaner(page, best.place + len(taken) - 1, reprinted(text, after))
        is_site_named = best.place == 0 or (best.place < _MAX_CLEANER and "|" in text)
        text = without_site(text, page) if shorter == text and is_site_named else shorter
    where = (taken[0].line.number, taken[-1].line.number)
    subtitle = _subtitle(page, best.place + len(taken), taken[0].line, lines)
    return Title(
        text,
        None if subtitle is None else subtitle.plain,
        where,
        confidence,
        best.reason,
        None if subtitle is None else (subtitle.number, subtitle.number),
    )


def _cleaner(page: Sequence[Place], index: int, text: str) -> str:
    """Return the line soon after a title that prints most of it again, without what stands before or behind it."""
    folded = f" {fold(text)} "
    for place in page[index + 1 : index + _MAX_CLEANER]:
        is_most = 2 * place.size > text.count(" ") and place.size >= _MIN_REPRINTED and place.key
        is_part = folded.startswith(f" {place.key} ") or folded.endswith(f" {place.key} ")
        if is_most and is_part and place.key != folded.strip() and is_candidate(place) and not is_issuer(place):
            return place.line.plain
    return text


def _below_a_menu(page: Sequence[Place]) -> Title | None:
    """Return the title of a page whose only long line stands under a few short ones."""
    long = (index for index, place in enumerate(page) if len(place.line.printed) >= _VERY_LONG_LINE)
    first = next(long, 0)
    return _first_column(page[first:]) if 0 < first <= _MAX_MENU else None


def _first_column(page: Sequence[Place]) -> Title | None:
    """Return the title of a page that is one long line: what stands before the first wide gap, or what tells itself."""
    if not page or len(page[0].line.printed) < _LONG_LINE:
        return None
    line = page[0].line
    text = line.printed[: 10 * _LONG_LINE].strip()
    pieces = [piece for piece in _COLUMNS.split(text) if piece]
    found = next((piece for piece in pieces[:_MAX_COLUMNS] if _is_column_title(piece)), None)
    if len(pieces) > 1 and found is not None:
        return Title(" ".join(found.split()), None, (line.number, line.number), 0.8, "before a gap")
    if len(page) > _MAX_FLAT:
        return None
    flat = _among_pieces(_GAPS.split(text)) or flat_title(line.plain, is_issuer_name)
    return Title(flat, None, (line.number, line.number), 0.6, "of a single line") if flat else None


def _among_pieces(pieces: Sequence[str]) -> str | None:
    """Return the title of a page whose lines stand in one, with gaps between them."""
    if len(pieces) < _MIN_PIECES:
        return None
    found = title_of(lines_of("\n\n".join(pieces)))
    return found and found.text


def _is_column_title(text: str) -> bool:
    """Whether a piece between wide gaps may be the title: neither a label nor a date, and no paragraph."""
    if not 3 <= len(text.split()) <= _MAX_WORDS or len(text) > _MAX_CHARACTERS or "@" in text:
        return False
    return fold(text) not in words().phrases["title.labels"] and next(iter(printed_dates(text)), None) is None


def _subtitle(page: Sequence[Place], index: int, title: Line, lines: Sequence[Line]) -> Line | None:
    """Return what stands directly under the title and is no body yet: a lone heading, or a line set in bold.

    A heading is none where other sections have headings like it.
    """
    if index >= len(page):
        return None
    place, line = page[index], page[index].line
    if place.is_date_line or line.is_bullet or line.is_link or place.is_label or line.plain == title.plain:
        return None
    if line.level:
        is_lower = bool(title.level) and line.level > title.level
        others = (other for other in lines[line.number :] if other.level == line.level)
        return line if is_lower and next(others, None) is None else None
    if not title.level and _is_broken_off(place, page[index - 1].line, page[index + 1 : index + 2]):
        return line
    is_set_apart = line.is_strong or (line.printed.strip()[:1] == "_" and line.printed.strip()[-1:] == "_")
    has_room = 4 <= place.size <= 45 and index + 1 < len(page)
    return line if title.level and is_set_apart and has_room and line.heading is None else None


def _is_broken_off(place: Place, above: Line, after: Sequence[Place]) -> bool:
    """Whether a line stands directly under a title that is no heading, and a blank one parts both from the text."""
    line = place.line
    if line.number != above.number + 1 or not 4 <= place.size < _LONG_TITLE or line.plain.endswith("."):
        return False
    is_parted = bool(after) and after[0].line.number > line.number + 1
    return is_parted and (after[0].is_prose or after[0].is_date_line) and is_candidate(place)
