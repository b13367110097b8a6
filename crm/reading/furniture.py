"""What a page prints around its communiqué: the label that says it is one, menus, the way to the page, page numbers."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from crm.reading.vocabulary import listed, says_phrase
from crm.reading.words import words
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm.reading.lines import Line

__all__ = [
    "is_chrome",
    "is_label",
    "is_label_of",
    "is_label_text",
    "is_long_menu",
    "is_menu",
    "is_notice_of_page",
    "is_page_number",
    "labelled_rest",
]

_MAX_LABEL: Final = 120
_MAX_MENU: Final = 200
_MAX_NOTICE: Final = 800
_MAX_REFERENCE: Final = 9
_MAX_CODE: Final = 6
"""Letters of a part of a reference: *No. UVA/COM/2025-12*."""
_MAX_BESIDE: Final = 2
"""Words beside a label that are one in another language, or a kicker."""
_MAX_DATED: Final = 5
_MIN_MENU: Final = 3
_MANY_BARS: Final = 4
_MAX_PIECE: Final = 8
"""Words of a piece of a long menu, with the spaces around its bar."""
_MAX_MENU_WORDS: Final = 4
_MAX_OF: Final = 18

_GAP: Final = re.compile(r"\s{3,}|\t")
_PARTS: Final = re.compile(r"\s*\|\s*|\s+[/·•–—-]\s+|:\s+")
_WAY: Final = re.compile(r"\s*[|›»→/·•]+\s*|\s+[>:–—-]\s+|\s{2,}")
_STEP: Final = re.compile(r"\s+[>›»→]\s+")
_STEPS: Final = "›»→>"
_WAY_SIGNS: Final = frozenset("|›»→>/·•")
_PAGE_NUMBER: Final = re.compile(r"(?:\w{4,6}\s|^[-–\s]*)\d{1,3}\s(?:\w{1,3}|/)\s\d{1,3}[-–\s]*$")
"""*Page 1 of 2*, *Seite 1 von 2* and *1 / 2*, at the end of a line."""
_ARROWS: Final = ("→", "›", "➔", "➜", "⟶", "►", "▶", ">>")
"""What a link to another page ends with."""
_OF_PAGE: Final = ("title.shares", "title.languages")
_COPYRIGHT: Final = re.compile(r"©|\(c\)\s|copyright\b", re.IGNORECASE)
_MIN_SPACED: Final = 5
"""Letters of a word that was set with a space after each: *P R E S S*."""
_MARKERS: Final = frozenset({"n", "no", "nr", "num", "numero", "number", "ref", "nº"})


def is_chrome(line: Line) -> bool:
    """Tell what belongs to the page and not to the communiqué: links, its number, rules, the choice of a language."""
    if line.is_link or line.folded in _listed("title.chrome") or is_page_number(line):
        return True
    if not line.said or line.plain.endswith(_ARROWS) or (line.plain[0] in "©(Cc" and _COPYRIGHT.match(line.plain)):
        return True
    return line.said[0] in _words_of_page() and _is_of_page(line)


def _is_of_page(line: Line) -> bool:
    """Whether all words of a line are those of buttons, or the names of languages."""
    return any(words()[name].issuperset(line.said) for name in _OF_PAGE)


@cache
def _words_of_page() -> frozenset[str]:
    return listed(*_OF_PAGE)


def is_caption(line: Line) -> bool:
    """Tell what is said of a picture: *Photo of the library*, *Image: …*; *Photo prize opens* is none."""
    if not line.said or line.said[0] not in words()["title.captions"]:
        return False
    return ":" in line.plain[: len(line.said[0]) + 2] or (len(line.said) > 1 and line.said[1] in words()["connectors"])


def is_page_number(line: Line) -> bool:
    """Tell a line that ends with *Page 1 of 2*."""
    return line.plain[-1:].isdigit() and len(line.plain) < _MAX_LABEL and bool(_PAGE_NUMBER.search(line.plain))


def is_menu(line: Line) -> bool:
    """Tell several short names side by side: a menu, or the way to the page, *Home > Media*."""
    text = line.printed.strip()
    has_sign = "|" in text or "/" in text or ">" in text or (not text.isascii() and not _WAY_SIGNS.isdisjoint(text))
    if (not has_sign and "   " not in text) or len(text) > _MAX_MENU or "@" in text:
        return False
    pieces = [piece for piece in _WAY.split(line.parted(_GAP)) if any(map(str.isalpha, piece))]
    is_way = any(f" {sign} " in text for sign in _STEPS)
    if is_way and len(pieces) >= _MIN_MENU:
        pieces.pop()  # where the way leads to: the title
    if any(len(piece.split()) > _MAX_MENU_WORDS or any(map(str.isdigit, piece)) for piece in pieces):
        return False
    return _are_of_menu(pieces, has_sign=has_sign, is_way=is_way)


def is_long_menu(line: Line) -> bool:
    """Tell a menu however long it is: bars part it into many short pieces, and it is no sentence; or a long way."""
    if ">" in line.plain or "›" in line.plain or "»" in line.plain:
        return _is_long_way(line.plain)
    if "|" not in line.plain or line.plain[-1] in ".!?":
        return False
    return line.plain.count("|") >= _MANY_BARS and line.plain.count(" ") < _MAX_PIECE * line.plain.count("|")


def is_notice_of_page(line: Line) -> bool:
    """Tell a paragraph about the page itself: that it sets cookies, or wants scripts."""
    return len(line.plain) <= _MAX_NOTICE and says_phrase(line.said, "title.notices")


def _is_long_way(text: str) -> bool:
    """Tell *Home > News > The long title of a release*: two short steps and more, and then where they lead to."""
    steps = _STEP.split(text)[:-1] if len(text) <= 2 * _MAX_MENU else []
    return len(steps) > 1 and all(0 < len(step.split()) <= _MAX_MENU_WORDS for step in steps)


def _are_of_menu(pieces: list[str], *, has_sign: bool, is_way: bool) -> bool:
    if len(pieces) < 2:
        return False
    is_long = len(pieces) > _MIN_MENU or (has_sign and len(pieces) == _MIN_MENU)
    return is_way or is_long or any(_is_known(fold(piece)) for piece in pieces)


def _is_known(folded: str) -> bool:
    return folded in _listed("title.chrome") or folded in _listed("title.labels")


def is_label(line: Line) -> bool:
    """Tell *Communiqué de presse* and the like, with its number or its date, alone or beside its translation."""
    if not line.has_label_word:
        return line.plain[1:2] == " " and _is_spaced_label(line)  # nearly all of them
    folded = line.folded
    if not folded or len(folded) > _MAX_LABEL:
        return False
    if _is_label(folded):
        return True
    pieces = [fold(piece) for piece in _PARTS.split(line.parted(_GAP))]
    pieces = [piece for piece in pieces if piece]
    labels = sum(map(_is_label, pieces))
    return labels > 0 and len(pieces) <= _MIN_MENU and all(_is_label(one) or _is_beside(one) for one in pieces)


def _is_spaced_label(line: Line) -> bool:
    """Tell a label set with a space after each letter: *P R E S S   R E L E A S E*."""
    if len(line.said) < _MIN_SPACED or max(map(len, line.said)) > 1:
        return False
    return "".join(line.said) in _squeezed_labels()


@cache
def _squeezed_labels() -> frozenset[str]:
    return frozenset(label.replace(" ", "") for label in words().phrases["title.labels"])


def is_label_text(text: str) -> bool:
    """Tell a label from other words, however they are printed."""
    return _is_label(fold(text))


def _is_beside(folded: str) -> bool:
    pieces = folded.split()
    has_figures = any(map(str.isdigit, folded))
    is_dated = has_figures and len(pieces) <= _MAX_DATED and any(piece in words().months for piece in pieces)
    return len(pieces) <= _MAX_BESIDE or is_dated or _is_reference(pieces)


def _is_label(folded: str) -> bool:
    if folded in _listed("title.labels"):
        return True
    first, _, others = folded.partition(" ")
    if first in words()["title.which"] and others in _listed("title.labels"):
        return True
    label, rest = labelled_rest(folded)
    if not label:
        label, rest = _labelled_beginning(folded)
    return bool(label) and _is_reference(rest.split())


def labelled_rest(folded: str) -> tuple[str, str]:
    """Return the label that folded words open with, and the words after it; the label is empty where there is none."""
    for label in _by_first_word().get(folded.partition(" ")[0], ()):
        if folded.startswith(f"{label} "):
            return label, folded[len(label) + 1 :]
    return "", folded


def _labelled_beginning(folded: str) -> tuple[str, str]:
    """Return the label of several words that folded words end with, and those before it."""
    for label in _by_last_word().get(folded.rpartition(" ")[2], ()):
        if folded.endswith(f" {label}"):
            return label, folded[: -len(label) - 1]
    return "", folded


def _is_reference(pieces: list[str]) -> bool:
    """Tell the number or the date of a label: *no. 12/2025*, *n° 03/UVA/COM*, *16 January 2025*."""
    if not pieces or len(pieces) > _MAX_REFERENCE or not any(map(str.isdigit, "".join(pieces))):
        return False
    is_numbered = pieces[0] in _MARKERS
    return all(_is_of_reference(piece, is_numbered=is_numbered) for piece in pieces)


def _is_of_reference(piece: str, *, is_numbered: bool) -> bool:
    if any(map(str.isdigit, piece)) or piece in _MARKERS or (is_numbered and len(piece) <= _MAX_CODE):
        return True
    return piece in words().months or piece in words().weekdays or piece in _date_words()


def is_label_of(line: Line) -> bool:
    """Tell a label that says whose it is: *Press release of the Council*, and no more."""
    label, rest = labelled_rest(line.folded)
    if " " not in label or ":" in line.plain or line.folded.count(" ") > _MAX_OF:
        return False
    first = rest.partition(" ")[0]
    return first in words()["connectors"] or first in words()["articles"]


@cache
def _by_first_word() -> Mapping[str, Sequence[str]]:
    """The labels by their first word, the longest first."""
    found: dict[str, list[str]] = {}
    for label in words().phrases["title.labels"]:
        found.setdefault(label.partition(" ")[0], []).append(label)
    return found


@cache
def _by_last_word() -> Mapping[str, Sequence[str]]:
    """The labels of several words by their last one, the longest first."""
    found: dict[str, list[str]] = {}
    for label in words().phrases["title.labels"]:
        if " " in label:
            found.setdefault(label.rpartition(" ")[2], []).append(label)
    return found


@cache
def _date_words() -> frozenset[str]:
    of_dates = words()["dates.dateline"] | words()["dates.before_day"] | frozenset(words().phrases["dates.published"])
    return of_dates | words()["articles"] | words()["connectors"]


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(words().phrases[name])
