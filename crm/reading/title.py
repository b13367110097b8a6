"""The title of a communiqué and the subtitle under it."""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import cache
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from crm.reading.cues import press_heading
from crm.reading.dates import dateline_end
from crm.reading.flat import flat_title
from crm.reading.metadata import Declared, declared_of
from crm.reading.names import is_institution, is_person
from crm.reading.page import Place, is_joint, page_of
from crm.reading.printed_dates import printed_dates
from crm.reading.sites import reprinted, untagged, without_site
from crm.reading.vocabulary import signs_of
from crm.reading.words import words
from crm.values import fold
from crm.values.names.given import is_given

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.reading.findings import Lines
    from crm.reading.lines import Line

__all__ = ["Title", "title_of"]

_MAX_CHARACTERS: Final = 300
_LONG_TITLE: Final = 20
_MAX_WORDS: Final = 32
_MAX_TITLE_LINES: Final = 3
_LONG_LINE: Final = 300
_MAX_COLUMNS: Final = 6
_MAX_FLAT: Final = 6
_MAX_TOLD: Final = 8_000
_MIN_NAMED: Final = 8
_MAX_ABOVE: Final = 90
"""Words of text above which no title stands over its date any more."""
_ASIDE: Final = re.compile(r"\s*\([^()]*\)|\s+[|–—-]\s.*")
_MIN_CUT: Final = 3
_MAX_ISSUER: Final = 9
_MIN_REPRINTED: Final = 4
_MAX_CLEANER: Final = 10
_MIN_OVER: Final = 6
_MAX_LETTERHEAD: Final = 6
_COLUMNS: Final = re.compile(r"\s{5,}")

_CODE: Final = re.compile(
    r"\s*(?:#\w|//|<(?:[?!]|title\b|meta\b|link\b|script\b|style\b)|\{|\$[A-Za-z_]|[\w-]+\s*=\s|@)"
)
"""Lines of the program that made the page."""
_MARKUP: Final = re.compile(r"(?:\.\.\s+|={1,3}\s+|h[1-3]\.\s+|%\s*|!{1,3}\s*)(?=\w)|\\title\{(?=.*\}$)")
"""The marks of a title in reStructuredText, AsciiDoc, Textile, wikis and LaTeX."""
_SHORT_LABEL: Final = re.compile(r"[^\W\d_]{2,6}\.:\s")
"""*Utl.:* and other abbreviations that say what a line is."""
_NO_LETTERS: Final = bytes(code for code in range(0x80) if not chr(code).isalpha())
_is_head: Final = attrgetter("is_head")
_UNFINISHED: Final = ("-", "–", "—", ",", "&")

_MIN_SCORE: Final = 1.3
_MAX_LEAD: Final = 1.5
"""Points above the second that make the first surer; what is far behind says nothing any more."""
_DECLARED: Final = 0.97
_OF_LEVEL: Final = (0.0, 3.0, 1.6, 0.9, 0.2, 0.0, 0.0)
_OF_SIZE: Final = ((1, -2.5), (2, -1.0), (3, -0.2), (19, 1.0), (25, 0.4), (32, 0.0))
_OF_PROSE_AFTER: Final = (1.2, 0.9, 0.5, 0.5)
_OF_DATE_AFTER: Final = (1.8, 1.2, 0.6)
_OF_DATE_BEFORE: Final = (1.0, 0.5)


class Title(NamedTuple):
    """What `title_of` returns; `lines` are the title's, `reason` says what spoke for it most."""

    text: str
    subtitle: str | None
    lines: Lines
    confidence: float = 1.0
    reason: str = ""
    subtitle_lines: Lines | None = None


class _Candidate(NamedTuple):
    score: float
    place: int
    reason: str


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
    if declared.title is not None and declared.lines is not None:
        return Title(reprinted(untagged(declared.title), page), None, declared.lines, _DECLARED, "declared")
    columns = _first_column(page)
    if columns is not None:
        return columns
    ranked = sorted(_ranked(page, declared.page_title), reverse=True)
    if not ranked or ranked[0].score < _MIN_SCORE:
        return None
    second = ranked[1].score if len(ranked) > 1 else 0.0
    return _made(page, ranked[0], _confidence(ranked[0].score, second), lines)


def _confidence(score: float, second: float) -> float:
    """Return how sure a winner of `score` points is, from how far it is above the bar and above the second."""
    distance = 0.6 * (score - _MIN_SCORE) + 0.7 * min(score - second, _MAX_LEAD)
    return round(min(0.97, 1 / (1 + math.exp(-distance))), 2)


def _made(page: Sequence[Place], best: _Candidate, confidence: float, lines: Sequence[Line]) -> Title:
    taken = list(_whole(page, best.place))
    text = _without_prefix(" ".join(place.line.plain for place in taken))
    if not taken[0].line.level:
        after = page[best.place + len(taken) :]
        shorter = _cleaner(page, best.place + len(taken) - 1, reprinted(text, after))
        text = without_site(text, page) if shorter == text and best.place == 0 else shorter
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


def _without_prefix(text: str) -> str:
    """Return a title without the mark or the word that says it is one.

    >>> _without_prefix("Title: The library opens"), _without_prefix("h1. The library opens")
    ('The library opens', 'The library opens')
    """
    marked = _MARKUP.match(text)
    text = text[marked.end() :].rstrip("}") if marked else text
    if ":" not in text:
        return text
    head, colon, rest = text.partition(":")
    return untagged(rest.strip()) if colon and rest.strip() and fold(head) in words()["title.prefixes"] else text


def _cleaner(page: Sequence[Place], index: int, text: str) -> str:
    """Return the line soon after a title that prints most of it again, without what stands before or behind it."""
    folded = f" {fold(text)} "
    for place in page[index + 1 : index + _MAX_CLEANER]:
        is_most = 2 * place.size > text.count(" ") and place.size >= _MIN_REPRINTED and place.key
        is_part = folded.startswith(f" {place.key} ") or folded.endswith(f" {place.key} ")
        if is_most and is_part and place.key != folded.strip() and _is_candidate(place) and not _is_issuer(place):
            return place.line.plain
    return text


def _first_column(page: Sequence[Place]) -> Title | None:
    """Return the title of a page that is one long line: what stands before the first wide gap, or what tells itself."""
    if not page or len(page[0].line.printed) < _LONG_LINE:
        return None
    line = page[0].line
    pieces = [piece for piece in _COLUMNS.split(line.printed[: 10 * _LONG_LINE].strip()) if piece]
    found = next((piece for piece in pieces[:_MAX_COLUMNS] if _is_column_title(piece)), None)
    if len(pieces) > 1 and found is not None:
        return Title(" ".join(found.split()), None, (line.number, line.number), 0.8, "before a gap")
    flat = flat_title(line.plain, _is_issuer_name) if len(page) <= _MAX_FLAT else None
    return Title(flat, None, (line.number, line.number), 0.6, "of a single line") if flat else None


def _is_column_title(text: str) -> bool:
    """Whether a piece between wide gaps may be the title: neither a label nor a date, and no paragraph."""
    if not 3 <= len(text.split()) <= _MAX_WORDS or len(text) > _MAX_CHARACTERS or "@" in text:
        return False
    return fold(text) not in words().phrases["title.labels"] and next(iter(printed_dates(text)), None) is None


def _ranked(page: Sequence[Place], page_title: str | None) -> Iterator[_Candidate]:
    counts = Counter(place.key for place in page if not place.is_prose)
    shown = fold(page_title) if page_title else ""
    told = _told(page)
    for index, place in enumerate(page):
        if not (_is_candidate(place) or _is_cut_at_colon(page, index)):
            continue
        points = dict(_points(page, index, shown, counts))
        if not place.line.level and _is_named(place, told):
            points["named in the text"] = -2.5
        strongest = max(points, key=lambda name: points[name])
        yield _Candidate(sum(points.values()), index, strongest)


def _is_candidate(place: Place) -> bool:
    line, text = place.line, place.line.plain
    if not line.level and (place.size == 1 or (place.size <= 3 and place.is_item)):
        return False
    if place.is_date_line or len(text) > _MAX_CHARACTERS or (place.is_prose and not _is_long_title(place)):
        return False
    if text.endswith((":", ";")) or "@" in text or (_CODE.match(line.printed) and not line.level):
        return False
    if place.dates and place.dates[0].start and dateline_end(text):
        return False
    if not _is_of_letters(text) or place.is_label or (place.is_chrome and not line.level) or _is_named_line(line):
        return False
    return press_heading(line) is None


def _is_of_letters(text: str) -> bool:
    """Whether more than half of a text is letters; of most, those of ASCII are enough to tell."""
    plain = text.encode("ascii", "ignore").translate(None, _NO_LETTERS)
    return 2 * len(plain) > len(text) or 2 * sum(map(str.isalpha, text)) > len(text)


def _told(page: Sequence[Place]) -> str:
    """Return the paragraphs of a page, as far as issuers are looked for in them."""
    return "\n".join(place.line.plain for place in page if place.is_prose)[:_MAX_TOLD].casefold()


def _is_named(place: Place, told: str) -> bool:
    """Whether the text says the whole line again: the name of who issues, and no headline."""
    if place.size > _MAX_ISSUER or place.line.plain[-1] in ".!?":
        return False
    name = _ASIDE.sub("", place.line.plain).casefold().strip()
    return len(name) >= _MIN_NAMED and name in told and not _says_release(place.line)


def _is_cut_at_colon(page: Sequence[Place], index: int) -> bool:
    """Whether a colon is where a title was broken into two lines."""
    place, after = page[index], page[index + 1 : index + 2]
    if not place.line.plain.endswith(":") or place.size < _MIN_CUT or not after or place.is_label:
        return False
    if after[0].line.number != place.line.number + 1 or after[0].is_item or after[0].size < _MIN_CUT:
        return False
    if place.is_prose or not _is_candidate(after[0]) or press_heading(place.line) is not None:
        return False
    return after[0].line.plain[0].islower() or (place.read_before == 0 and _is_parted(page, index + 1))


def _is_parted(page: Sequence[Place], index: int) -> bool:
    """Whether a blank line, or a date, comes after the line at `index`."""
    after = page[index + 1 : index + 2]
    return bool(after) and (
        after[0].is_date_line or after[0].is_prose or after[0].line.number > page[index].line.number + 1
    )


def _is_long_title(place: Place) -> bool:
    """Whether what is as long as a paragraph may be a title all the same: a heading, or no sentence."""
    if place.line.level:
        return True
    is_sentence = place.line.plain.rstrip("»”“\"') ")[-1:] in ".!?…"
    is_menu = place.line.is_link or place.is_item or "|" in place.line.plain
    if is_sentence or is_menu or not _LONG_TITLE <= place.size <= _MAX_WORDS:
        return False
    return not dateline_end(place.line.plain)


def _is_named_line(line: Line) -> bool:
    """Tell *Source: …* and *About …*: lines that say what they are."""
    opening, _, rest = line.plain.partition(":") if ":" in line.plain else ("", "", "")
    if rest and fold(opening) in words().phrases["institutions.sources"]:
        return True
    return line.folded in _about()


@cache
def _about() -> frozenset[str]:
    return frozenset(words().phrases["boilerplates.headings"])


def _points(page: Sequence[Place], index: int, page_title: str, counts: Counter[str]) -> Iterator[tuple[str, float]]:
    place = page[index]
    yield from _looks(place)
    yield from _surroundings(page, index)
    if place.read_before and not place.line.level and not any(one.is_date_line for one in page[index + 1 : index + 3]):
        yield "the text came first", -0.8
    if page_title and place.key and place.size > 1 and place.key in page_title:
        yield "title of the page", 2.0
    if place.key and counts[place.key] > 1:
        yield "printed twice", 1.0 if place.size >= 4 and not _is_issuer(place) else -1.5
    yield "depth", -0.005 * index - min(1.5, place.read_before / 80)


def _looks(place: Place) -> Iterator[tuple[str, float]]:
    line, text = place.line, place.line.plain
    yield "level", _OF_LEVEL[line.level]
    yield "length", next((points for most, points in _OF_SIZE if place.size <= most), -1.5)
    for reason, points, holds in (
        ("bold", 0.8, not line.level and line.is_strong),
        ("capitals", 0.6, place.size >= 4 and text.isupper()),
        ("a full stop", -0.7, not line.level and text.endswith(".")),
        ("a small letter", -1.0, text[0].islower()),
        ("an item", -2.0, place.is_item),
        ("a link", -0.8, line.is_link),
        ("a person", -1.5, place.size <= 4 and is_given(text.split()[0]) and is_person(text)),
        ("the label of a line", -1.0, _SHORT_LABEL.match(text) is not None),
        ("an institution", -1.2, not line.level and _is_issuer(place)),
        ("the label of somebody", -3.0, place.is_label_of),
        ("in brackets", -2.0, text[0] == "(" and text[-1] == ")"),
        ("an address of the web", -2.0, "www." in text.lower()),
        ("labelled", 1.5, _without_prefix(text) != text),
        ("says release", 0.8, _says_release(line)),
    ):
        if holds:
            yield reason, points


def _is_issuer(place: Place) -> bool:
    return place.size <= _MAX_ISSUER and _is_issuer_name(place.line.plain)


def _is_issuer_name(text: str) -> bool:
    """Tell the name of an institution: nouns in capitals, or its noun first, and nothing it does."""
    if text[-1] in ".!?" or text.count(" ") >= _MAX_ISSUER or not is_institution(text):
        return False
    folded = fold(text).split()
    if not words()["institutions.announces"].isdisjoint(folded):
        return False
    joins = words()["connectors"] | words()["articles"]
    is_first = folded[0] in words()["institutions.nouns"] and not joins.isdisjoint(folded[1:3])
    return is_first or all(word[0].isupper() for word in text.split() if len(word) > 3)


def _says_release(line: Line) -> bool:
    return not signs_of("title.labels").isdisjoint(line.said) and _labels_within().search(line.folded) is not None


@cache
def _labels_within() -> re.Pattern[str]:
    """Return what finds *press release* and the like amid a title; a single word, *news*, says nothing there."""
    labels = (label for label in words().phrases["title.labels"] if " " in label)
    return re.compile(rf"\b(?:{'|'.join(labels)})\b")


def _surroundings(page: Sequence[Place], index: int) -> Iterator[tuple[str, float]]:
    end = index + sum(1 for _ in _whole(page, index))
    after = list(islice((place for place in page[end : end + 8] if not place.is_chrome), 5))
    after = after[1 if _has_subtitle(page[index], after) else 0 :][:4]
    before = page[max(0, index - 2) : index][::-1]
    yield "above the text", _first(_OF_PROSE_AFTER, [place.is_prose for place in after])
    if page[index].read_before < _MAX_ABOVE:
        yield "above a date", _first(_OF_DATE_AFTER, [place.is_date_line for place in after])
    yield "under a date", _first(_OF_DATE_BEFORE, [place.is_date_line for place in before])
    if any(place.is_label or place.is_label_of for place in before):
        yield "under a label", 1.0
    elif _is_above_label(page, index, end):
        yield "above a label", -2.0 if index < _MAX_LETTERHEAD else -1.0
    if all(place.is_label or place.is_date_line for place in page[max(0, index - 3) : index]):
        yield "first", 1.5 if index < 4 else 0.5
    if page[index].size <= 2 and len(after) > 1 and _heads_a_title(after[0], after[1]):
        yield "above a longer one", -2.0
    if after and (after[0].is_item or (after[0].size <= 3 and not any(place.is_date_line for place in after[:2]))):
        yield "above a list", -0.7


def _has_subtitle(place: Place, after: Sequence[Place]) -> bool:
    """Whether what follows a long line is a shorter one of its kind, with the text or the date under it."""
    if place.size < _MIN_OVER or len(after) < 2 or after[0].size >= place.size or not _is_candidate(after[0]):
        return False
    return after[1].is_date_line or after[1].is_prose


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


def _whole(page: Sequence[Place], index: int) -> Iterator[Place]:
    """Yield the line at `index` and those the title goes on in."""
    place = page[index]
    yield place
    for after in page[index + 1 : index + _MAX_TITLE_LINES]:
        if not _continues(place, after):
            return
        yield after
        place = after


def _continues(place: Place, after: Place) -> bool:
    """Whether the next line, without a blank one between, goes on with the title: in its style, amid its sentence."""
    line, other = place.line, after.line
    if line.plain.endswith(":") and other.number == line.number + 1 and _is_candidate(after):
        return True
    if other.number != line.number + 1 or after.is_date_line or after.is_prose or not _is_candidate(after):
        return False
    if line.level and (other.is_bullet or other.level not in (0, line.level)):
        return False
    if line.level and not other.level:
        is_short = len(line.plain) + len(other.plain) < _LONG_LINE
        return is_short and other.plain[0].islower() and line.plain[-1] not in ".!?"
    if line.plain.isupper() and other.plain.isupper():
        return place.size > 3
    is_amid = line.plain.endswith(_UNFINISHED) or is_joint(line.plain.rpartition(" ")[2])
    return is_amid or (other.plain[0].islower() and line.plain[-1] not in ".!?")


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
    return line if title.level and is_set_apart and has_room and press_heading(line) is None else None


def _is_broken_off(place: Place, above: Line, after: Sequence[Place]) -> bool:
    """Whether a line stands directly under a title that is no heading, and a blank one parts both from the text."""
    line = place.line
    if line.number != above.number + 1 or not 4 <= place.size < _LONG_TITLE or line.plain.endswith("."):
        return False
    is_parted = bool(after) and after[0].line.number > line.number + 1
    return is_parted and (after[0].is_prose or after[0].is_date_line) and _is_candidate(place)
