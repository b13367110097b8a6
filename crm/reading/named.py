"""Names that a page gives in a form of its own: with their initials in brackets, in bold, or in its letterhead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from crm.reading.furniture import is_label
from crm.reading.phrases import is_clear, joins
from crm.reading.words import words
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.reading.lines import Line
    from crm.reading.page import Place

__all__ = ["Letterhead", "abbreviated_names", "bold_names", "claimant", "letterhead_names", "reprinted_names"]

_INITIALS: Final = re.compile(r"\s\(([^\W\d_]{2,10})\)")
_MAX_INITIALS: Final = 4
_MAX_WORDS: Final = 12
_HEAD: Final = 400
_BOLD: Final = re.compile(r"\*\*([^*\n]{4,90})\*\*")
_BOLD_WITHIN: Final = 120
_LETTERHEAD: Final = 6
_MAX_LETTERHEAD: Final = 200
_MAX_ALONE: Final = 6
_SPACES: Final = re.compile(r"\s{2,}")
_MIN_MENU: Final = 3
"""Gaps between the words of a menu."""
_GAP: Final = re.compile(r"\s{3,}|\t")
_PIECES: Final = re.compile(r"\s*\|\s*|\s+[–—-]\s+")
_FOUNDED: Final = re.compile(r"\b1[5-9]\d\d\b")
"""The year of a club: *Turnverein 1894 e. V.*"""
_COPYRIGHT: Final = re.compile(r"copyright|\(c\)|(?:19|20)\d\d", re.IGNORECASE)
_FURNITURE: Final = re.compile(r"\s[|•·]\s|\.\s")


def abbreviated_names(text: str) -> Iterator[tuple[str, str]]:
    """Yield the names whose initials follow them in brackets, with these.

    >>> list(abbreviated_names("Hier hat das Institut für Orte und Wege (IOW) mit Orme (Valmont) begonnen"))
    [('Institut für Orte und Wege', 'IOW')]
    """
    for count, found in enumerate(_INITIALS.finditer(text, 0, _HEAD)):
        if count == _MAX_INITIALS:
            return
        name = _of_initials(text[: found.start()].split()[-_MAX_WORDS:], found[1])
        if name:
            yield name, found[1]


def _of_initials(pieces: Sequence[str], initials: str) -> str | None:
    """Return the shortest end of the words that has all the initials, in order, and begins with the first."""
    if sum(letter.isupper() for letter in initials) < 2:
        return None
    sought = fold(initials)
    for start in range(len(pieces) - 2, -1, -1):
        first = re.split(r"[’']", pieces[start])[-1]
        if pieces[start][-1] in ",.;:":
            return None
        if first[:1].isupper() and fold(first)[:1] == sought[:1] and _has_in_order(pieces[start:], sought):
            return " ".join([first, *pieces[start + 1 :]])
    return None


def _has_in_order(pieces: Sequence[str], sought: str) -> bool:
    """Whether the capitals and the first letters of the words, in order, are what is sought, little words left out."""
    letters = iter("".join(fold(piece) for piece in pieces if piece[0].isupper() or len(piece) > 3))
    return all(letter in letters for letter in sought) and len(pieces) <= 2 * len(sought) + 2


def bold_names(printed: str) -> Iterator[str]:
    """Yield what the first words of a paragraph set in bold, as a name stands: a few words with a capital."""
    for found in _BOLD.finditer(printed, 0, _BOLD_WITHIN):
        name = " ".join(found[1].split())
        if (
            name[:1].isupper()
            and not any(map(str.isdigit, name))
            and len(name.split()) < _MAX_WORDS // 2 + 1
            and name[-1] not in ".:!?,"
        ):
            yield name


class Letterhead(NamedTuple):
    """An institution above the title, with its line and the initials behind it."""

    name: str
    number: int
    initials: str
    is_beside: bool
    """Whether it shares a row of a table with others."""


def letterhead_names(page: Sequence[Place], title: int | None) -> Iterator[Letterhead]:
    """Yield the institutions above the title, alone on a line or beside a label or others."""
    for index, place in enumerate(page[:_LETTERHEAD]):
        line = place.line
        is_row = line.printed.lstrip()[:1] == "|"
        if place.is_prose and not is_row:
            yield from _first_of(line)
        elif (title is None or line.number < title or line.plain[-1] == ")") and not _is_furniture(
            place, is_row=is_row
        ):
            text = _with_next(line.parted(_GAP), line, page[index + 1 : index + 2])
            found = [one for piece in _PIECES.split(text) if (one := _letterhead(piece, line))]
            yield from (one._replace(is_beside=is_row and len(found) > 1) for one in found)


def reprinted_names(page: Sequence[Place], title: int | None) -> Iterator[tuple[str, int]]:
    """Yield what stands alone above the title, as a name of a few words does: it is one where the text has it again."""
    for place in page[:_LETTERHEAD]:
        line = place.line
        if title is None or line.number >= title:
            return
        said = line.plain.split()
        is_alone = not (place.is_item or line.is_link or place.is_head or place.is_date_line)
        are_of_name = all(word[0].isupper() or joins(word) for word in said) and not said[-1].islower()
        if 1 < len(said) <= _MAX_ALONE and is_alone and are_of_name:
            yield line.plain, line.number


def _is_furniture(place: Place, *, is_row: bool) -> bool:
    """Whether a line is an item, a link, a menu, or leads to somebody."""
    line = place.line
    if place.is_item or line.is_link or "@" in line.plain:
        return True
    return not is_row and (place.is_menu or len(_SPACES.findall(line.printed.strip())) >= _MIN_MENU)


def _first_of(line: Line) -> Iterator[Letterhead]:
    """Yield the institution that a page of one line opens with, set off: *Orvane AG | News*."""
    head, bar, _ = line.plain[:_MAX_LETTERHEAD].partition(" | ")
    found = _letterhead(head, line) if bar else None
    if found:
        yield found


def _with_next(text: str, line: Line, after: Sequence[Place]) -> str:
    """Return a line with the one under it that goes on with its name, as both are in capitals: *… / ET DU CLIMAT*."""
    under = next((place.line for place in after if place.line.number == line.number + 1), None)
    if under is None or not (text.isupper() and under.plain.isupper()) or "|" in text:
        return text
    goes_on = fold(under.plain.split()[0]) in words()["conjunctions"] | words()["connectors"]
    return f"{text} {under.plain}" if goes_on else text


def _letterhead(piece: str, line: Line) -> Letterhead | None:
    name, _, rest = piece.partition(" (")
    name = name.strip()
    if (
        not name
        or not name.count(" ")
        or ":" in name
        or not name[0].isupper()
        or not _is_whole(name)
        or is_label(line.saying(name))
    ):
        return None
    return Letterhead(name, line.number, rest.rstrip(" )"), is_beside=False)


def _is_whole(name: str) -> bool:
    folded = fold(name).split()
    if not is_clear(name) or any(map(str.isdigit, _FOUNDED.sub("", name))) or len(folded) > _MAX_WORDS:
        return False
    return words()["institutions.announces"].isdisjoint(folded)


def claimant(text: str) -> str:
    """Return who a line with the sign of copyright names, before the sign or after it, without the years."""
    before, _, after = _FURNITURE.split(text, maxsplit=1)[0].partition("©")
    rest = before if any(map(str.isalpha, _COPYRIGHT.sub("", before))) else after
    return " ".join(_COPYRIGHT.sub(" ", rest).split()).strip(" -–—,.")
