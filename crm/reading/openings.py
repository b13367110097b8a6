"""How the paragraphs of a lead open: with whom, behind the dateline, and who announces something there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from crm.reading.cues import is_about_heading
from crm.reading.datelines import without_dateline
from crm.reading.lines import Line
from crm.reading.named import abbreviated_names
from crm.reading.page import Place
from crm.reading.phrases import opening_names
from crm.reading.subjects import announcers_of, is_capitalised
from crm.reading.teams import teams_of
from crm.reading.width import is_joint

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crm.reading.findings import Lines

__all__ = ["MAX_BODY", "Sentence", "body_of", "leads_of", "places_under", "running_text", "sentence_of"]

MAX_BODY: Final = 8000
"""Characters of a text among which names are looked for."""
_PLACED: Final = re.compile(
    r"(?P<place>[^\W\d_a-z][^—–:;!?()]{0,47}?)"
    r"(?:\s\([^()]{1,40}\)|\s/[^/]{1,40}/)?"
    r"(?:\s(?:—|–|-)\s+|\s?--\s?)(?:\([^()]{1,40}\)\s?--\s?|/[^/]{1,40}/\s?--\s?)?(?=[^\W\d_a-z]|[«“„\"(])"
)
"""A dateline without a date: *Valmont, Halden — The library …*, *VALMONT, Halden--(WIRE)--The library …*"""
_STOPPED: Final = re.compile(
    r"(?P<place>[^\W\d_a-z][\w’'-]{4,}(?:[\s/]{1,3}[^\W\d_a-z][\w’'-]+){0,3})\.\s+(?=[^\W\d_a-z])"
)
"""*Valmont/Halden. The library …*"""
_GAP: Final = re.compile(r"\s{3,}|\t")
_DIGIT: Final = re.compile(r"\d")
_DATED: Final = 140
"""Characters in which a dateline has its day."""
_PARAGRAPHS: Final = 2
_WRAPPED: Final = 45
"""Characters from which on a line may be a part of a paragraph."""
_LONG: Final = 30
"""Words of a line that is a paragraph by itself."""
_MAX_SUBJECT: Final = 200
_FLAT: Final = 60
"""Words of a line that is title and text in one."""
_MAX_HEAD: Final = 1200
"""Characters in which such a line prints its title, and maybe prints it again."""
_MAX_LEAD: Final = 8
"""Lines of a paragraph that say whom it is about."""


class Sentence(NamedTuple):
    """A paragraph of the lead: the names it opens with behind its dateline, and those that announce something."""

    where: Lines
    is_capitalised: bool
    opening: list[str]
    announcers: list[str]
    teams: list[str]


def places_under(title: tuple[str, Lines] | None, page: Sequence[Place], matter: int = 0) -> list[Place]:
    """Return what stands under a title; on a page that is one long line, what of this comes before the addresses.

    `matter` is the line that closes the front matter: a description in it is text, and nothing else there is.
    """
    if title is None and not matter:
        return list(page)
    after = max(matter, title[1][0]) if title else matter
    found = [place for place in page if place.line.number > after]
    if matter and title and title[1][0] <= matter:
        return found
    if title is None:
        return found
    own = next((place for place in page if place.line.number == title[1][0] and place.size > _FLAT), None)
    if own is None:
        return found
    text = own.line.plain
    start = text.rfind(title[0], 0, _MAX_HEAD)
    rest = text[start + len(title[0]) :].strip(" |–—:-") if start >= 0 else ""
    told = rest[: rest.rfind(". ", 0, rest.find("@")) + 1] if "@" in rest else rest
    if told.count(" ") < _LONG:
        return found
    size = told.count(" ") + 1
    return [Place(own.line.saying(told), size, 0, is_prose=True, month_first=own.month_first), *found]


def leads_of(places: Sequence[Place]) -> list[Line]:
    """Return the first paragraphs; one that was broken into lines is put together again."""
    found: list[Line] = []
    taken = 0
    for index, place in enumerate(places):
        if index < taken or not (place.is_prose or (place.is_text and not _is_under_heading(places[:index]))):
            continue
        first = _first_of(places, max(index, taken), taken)
        taken = _end_of(places, index)
        found.append(_whole([one.line for one in places[first : min(taken, first + _MAX_LEAD)]]))
        if len(found) == _PARAGRAPHS:
            break
    return found


def _is_under_heading(above: Iterable[Place]) -> bool:
    """Whether contacts or *About …* begin above a sentence."""
    return any(place.line.heading is not None or is_about_heading(place.line) for place in above)


def _whole(lines: Sequence[Line]) -> Line:
    """Return a paragraph as one line; what stands in another column is not of it."""
    if len(lines) == 1:
        return lines[0]
    if any("   " in line.printed.strip() for line in lines):
        printed = (_GAP.split(line.printed.strip(), maxsplit=1)[0] for line in lines)
        return Line(lines[0].number, " ".join(printed))
    whole = Line(lines[0].number, " ".join(line.printed for line in lines))
    whole.__dict__["plain"] = " ".join(line.plain for line in lines)
    whole.__dict__["said"] = tuple(word for line in lines for word in line.said)
    return whole


def _first_of(places: Sequence[Place], index: int, floor: int) -> int:
    """Return where the paragraph begins that a line of prose is in: a full one above it is no line of prose itself."""
    while index > floor and _is_under(places[index], places[index - 1]):
        above = places[index - 1]
        if above.is_head or above.line.is_bullet or above.line.level or not _is_wrapped(above.line.plain):
            break
        index -= 1
    return index


def _is_wrapped(text: str) -> bool:
    """Whether a line may be a part of a paragraph: it is a full one, or ends with a little word."""
    return len(text) >= _WRAPPED or is_joint(text.rpartition(" ")[2])


def _end_of(places: Sequence[Place], index: int) -> int:
    index += 1
    while index < len(places) and _is_under(places[index], places[index - 1]) and not places[index].line.is_bullet:
        if places[index].line.level or places[index - 1].size >= _LONG:
            break
        index += 1
    return index


def _is_under(place: Place, above: Place) -> bool:
    return place.line.number == above.line.number + 1


def running_text(lines: Iterable[Line]) -> str:
    """Return lines as one text, those of one paragraph without a break between them."""
    pieces: list[str] = []
    last, size = -1, 0
    for line in lines:
        goes_on = line.number == last + 1 and size >= _WRAPPED
        has_columns = "   " in line.printed and "   " in line.printed.strip() and not line.is_piece
        pieces += (" " if goes_on else "\n", line.parted(_GAP) if has_columns else line.plain)
        last, size = line.number, 0 if has_columns else len(line.plain)
    return "".join(pieces[1:])


def body_of(places: Iterable[Place], title: str) -> str:
    """Return the text under a title; where that is printed again, it does not prove itself."""
    lines: list[Line] = []
    size = 0
    for place in places:
        if (not place.is_prose and place.is_item) or place.line.plain == title:
            continue
        lines.append(place.line)
        size += len(place.line.plain)
        if size > MAX_BODY:
            break
    return running_text(lines)


def sentence_of(line: Line, language: str | None = None, *, is_first: bool = True) -> Sentence:
    """Return how a paragraph opens behind its dateline."""
    text = line.plain
    if _DIGIT.search(text, 0, _DATED):  # most paragraphs have no dateline
        text = without_dateline(text)
    text = _without_place(text)
    fuller = [name for name, _ in abbreviated_names(text)] if "(" in text else []
    teams = teams_of(text, line.said, language) if is_first else []
    opening = [_fuller(name, fuller) for name in opening_names(text, language)]
    if teams and opening and opening[0].endswith(tuple(teams)) and opening[0] not in teams:
        opening[0] = teams[0]
    announcers = [_fuller(name, fuller) for name in announcers_of(text, line.said, language)]
    return Sentence((line.number, line.number), is_capitalised(text[:_MAX_SUBJECT]), opening, announcers, teams)


def _fuller(name: str, fuller: Sequence[str]) -> str:
    """Return the name with its initials that begins with `name`: a word in small letters cut this one off."""
    return next((one for one in fuller if one.startswith(f"{name} ")), name)


def _without_place(text: str) -> str:
    """Return a lead without the places before its dash or its full stop."""
    found = _PLACED.match(text) or _STOPPED.match(text)
    is_place = found is not None and all(word[0].isupper() for word in found["place"].split())
    return text[found.end() :] if found and is_place else text
