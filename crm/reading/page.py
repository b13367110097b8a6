"""The lines of a page as a reader's eye takes them in: prose, date lines, furniture, and how much was read before."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from crm.reading.computed import computed
from crm.reading.credits import is_office_held, is_provider, is_speaker
from crm.reading.furniture import is_chrome, is_label, is_label_of, is_long_menu, is_menu, is_notice_of_page
from crm.reading.printed_dates import DATELINE, every_date, is_impossible, is_real
from crm.reading.width import is_joint, wrapped
from crm.reading.words import words
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.reading.lines import Line
    from crm.reading.printed_dates import PrintedDate

__all__ = ["Place", "page_of"]

_PROSE_WORDS: Final = 20
"""A line of that many words is a paragraph."""

_SENTENCE_WORDS: Final = 8

_WRAPPED: Final = 45
"""Characters of a line that a sentence may go on from."""

_WIDEST: Final = 100
"""Characters that a page of fixed width has in a line at most."""

_MIN_LINKS: Final = 2
"""Line breaks within a sentence that make a paragraph of lines; a title may be broken once."""

_SHORT: Final = 140
_MAX_BESIDE: Final = 8
"""Words beside the date of a date line: places, an agency, an author."""
_MAX_BESIDE_HEADING: Final = 3
_LITTLE: Final = 3
_MIN_TOLD: Final = 3
_SIGNS: Final = (",", "|", ":", " -", "–", "—", "•", "·", "/", "  ")
"""What parts a place or a name from its date."""
_BARS: Final = (",", "|", "  ")
_LABEL: Final = 45
_MAX_PLACES: Final = 400
_MAX_CREDIT: Final = 16
_ITEM: Final = re.compile(r"\d{1,2}[.)]\s(?=[^\W\d_])|o\s+(?=[^\W\d_])")


_NOTICE: Final = {"is_chrome": True, "is_text": False}
"""What a paragraph about the page itself is, above its text: of cookies, of scripts."""


class Place:
    """A line that is not blank, and what it is to the eye; what takes looking is worked out when somebody asks.

    `size` is how many words it has, `read_before` the words of prose above it, `dates` those of a short line: the
    dates of prose are not looked for.
    """

    width = 0
    """Characters that a line has at most, where the page was broken into lines of one width; else 0."""

    may_be_title: bool | None = None
    """What `crm.reading.candidates` has found, None where nobody has asked."""

    def __init__(self, line: Line, size: int, read_before: int, *, is_prose: bool, month_first: bool) -> None:
        self.line = line
        self.size = size
        self.read_before = read_before
        self.is_prose = is_prose
        self.month_first = month_first
        self.dates = () if is_prose or len(line.plain) > _SHORT else self._of_line()
        self.is_date_line = bool(self.dates) and _is_date_line(line, size, self.dates)

    @computed
    def every_date(self) -> tuple[PrintedDate, ...]:
        """What is printed as a date, of whatever day."""
        return tuple(every_date(self.line.plain, month_first=self.month_first))

    @property
    def first_dates(self) -> Iterator[PrintedDate]:
        """The dates of a dateline: of a paragraph below the lead, no others are asked for."""
        return every_date(self.line.plain, month_first=self.month_first, end=DATELINE)

    def _of_line(self) -> tuple[PrintedDate, ...]:
        """Return the dates, or where there are none, the days that no calendar has."""
        found = self.every_date
        return found and (tuple(filter(is_real, found)) or tuple(filter(is_impossible, found)))

    @computed
    def is_text(self) -> bool:
        """Whether it is a paragraph, or a sentence that is one by itself."""
        is_sentence = self.size >= _SENTENCE_WORDS and self.line.plain[-1] in ".!?…"
        return self.is_prose or (is_sentence and not (self.is_date_line or self.line.level or self.is_item))

    @computed
    def is_item(self) -> bool:
        """Whether it is an item of a list; one that counts its items is the way to the page, or a menu."""
        return self.line.is_bullet or (not self.is_date_line and _ITEM.match(self.line.plain) is not None)

    @computed
    def key(self) -> str:
        """What it says, folded, without its number in a list."""
        folded = self.line.folded
        return folded.partition(" ")[2] if _ITEM.match(self.line.plain) else folded

    @computed
    def is_label(self) -> bool:
        """Whether it says what the page is: *Communiqué de presse*."""
        return is_label(self.line)

    @computed
    def is_label_of(self) -> bool:
        """Whether it says what the page is and whose: *Press release of the Council*."""
        return is_label_of(self.line)

    @computed
    def is_chrome(self) -> bool:
        """Whether it belongs to the page and not to the communiqué."""
        return is_chrome(self.line) or self.is_menu

    @computed
    def is_credit(self) -> bool:
        """Whether it says who provided the news, who speaks, or which office that is."""
        is_short = not (self.is_prose or self.is_date_line) and self.size <= _MAX_CREDIT
        return is_short and (is_provider(self.line) or is_speaker(self.line) or is_office_held(self.line))

    @computed
    def is_menu(self) -> bool:
        """Whether it is several short names side by side."""
        return is_menu(self.line)

    @computed
    def is_head(self) -> bool:
        """Whether it is a label or a menu: a title comes after them."""
        return self.is_label or self.is_label_of or (not self.line.is_link and self.is_menu)


def page_of(lines: Sequence[Line], *, month_first: bool = False) -> list[Place]:
    """Return the lines that are not blank, from the top, as far as a page has furniture before its text."""
    found: list[Place] = []
    read = 0
    broken = wrapped(lines)
    for line in lines:
        if line.is_blank:
            continue
        size = line.plain.count(" ") + 1
        is_prose = not line.is_bullet and (size >= _PROSE_WORDS or line.number in broken) and not is_long_menu(line)
        is_notice = is_prose and not read and is_notice_of_page(line)
        is_prose = is_prose and not is_notice
        place = Place(line, size, read, is_prose=is_prose, month_first=month_first)
        if is_notice:
            place.__dict__.update(_NOTICE)
        found.append(place)
        read += size if is_prose else 0
        if len(found) == _MAX_PLACES:
            break
    _measure(found)
    return found


def _measure(page: Sequence[Place]) -> None:
    """Tell the places of a page of fixed width how wide it is."""
    widths = [len(place.line.printed.rstrip()) for place in page if place.is_prose and place.size < _PROSE_WORDS]
    if len(widths) > _MIN_LINKS and _WRAPPED < max(widths) < _WIDEST:
        for place in page:
            place.width = max(widths)


def _is_date_line(line: Line, size: int, dates: Sequence[PrintedDate]) -> bool:
    """Tell a line that says when, and hardly more."""
    if _is_told(line.plain, dates):
        return False
    beside = size - sum(date.text.count(" ") + 1 for date in dates)
    if beside > _MAX_BESIDE:
        beside = sum(any(map(str.isalpha, word)) for word in _beside(line.plain, dates))
    return beside <= (_MAX_BESIDE_HEADING if line.level else _MAX_BESIDE)


def _is_told(text: str, dates: Sequence[PrintedDate]) -> bool:
    """Whether a line says something that happens on its date: a title, or the second line of one."""
    if text[0].islower() and dates[0].year is None and dates[-1].end < len(text):
        return True
    long = [word for word in _beside(text, dates) if len(word) > _LITTLE and word.isalpha()]
    most = _MIN_TOLD if dates[0].year is None else _MIN_TOLD + 1  # with a year it is more often a line of its date
    is_told = (
        _is_amid(text, dates)
        or sum(map(str.islower, long)) >= _MIN_TOLD
        or (len(long) >= most and _is_one_phrase(text, dates))
    )
    return is_told and not f"{fold(text[:_LABEL])} ".startswith(_openings())


def _is_amid(text: str, dates: Sequence[PrintedDate]) -> bool:
    """Whether little words join a day without its year to what comes before and after it: *Party on 3 June in town*."""
    if dates[0].year is not None or not dates[0].start or text[dates[-1].end :][:1] != " ":
        return False
    before, after = text[: dates[0].start].split()[-1:], text[dates[-1].end :].split()
    return len(after) > 1 and all(map(_is_little, (*before, after[0])))


def _is_little(word: str) -> bool:
    return is_joint(word) or (word.islower() and fold(word) in words()["dates.openings"])


def _is_one_phrase(text: str, dates: Sequence[PrintedDate]) -> bool:
    """Whether words go on to a date with a little word between, and no sign parts them from it."""
    before, signs = text[: dates[0].start], _SIGNS if dates[0].year else _BARS
    word = fold(before.rpartition(" ")[0].rpartition(" ")[2] if before.endswith(" ") else "")
    return before.rstrip().count(" ") >= _MIN_TOLD and is_joint(word) and not any(sign in before for sign in signs)


@cache
def _openings() -> tuple[str, ...]:
    """Return what lines open with that say when something was published."""
    phrases = words().phrases
    return tuple(f"{one} " for name in ("dates.published", "dates.updated", "title.labels") for one in phrases[name])


def _beside(text: str, dates: Sequence[PrintedDate]) -> list[str]:
    """Return the words of a line that are not of its dates."""
    return f"{text[: dates[0].start]} {text[dates[-1].end :]}".split()
