"""The lines of a page that may be its title, and the lines that one goes on in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crm.reading.datelines import dateline_end
from crm.reading.designations import is_institution
from crm.reading.field_lines import is_named_line
from crm.reading.furniture import is_label_text
from crm.reading.kits import is_kit
from crm.reading.vocabulary import listed
from crm.reading.width import is_joint
from crm.reading.words import words
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.reading.page import Place

__all__ = ["is_candidate", "is_cut_at_colon", "is_issuer", "is_issuer_name", "whole"]

_MAX_CHARACTERS: Final = 300
_LONG_TITLE: Final = 20
_MAX_WORDS: Final = 32
_MAX_TITLE_LINES: Final = 3
_LONG_LINE: Final = 300
_MAX_ISSUER: Final = 9
_MAX_PLAIN: Final = 7
"""Words of a name that are not all in capitals; what is longer may as well be what an institution does."""
_MIN_CUT: Final = 3
_LONG_CAPITALS: Final = 60
_MIN_INDENT: Final = 4
_LITTLE: Final = 2
_CODE: Final = re.compile(
    r"\s*(?:#\w|//|\[/?[a-z_]+(?:\s\w+=|\])|<(?:[?!]|title\b|meta\b|link\b|script\b|style\b)|\{|\$[A-Za-z_]|[\w-]+\s*=\s|@"
    r"|\.\.\s+[\w-]+::|:[a-z-]+:\s|(?:import|export|const|let|var|function|class|def|return)\b.*[;{('\"]$)"
)
"""Lines of the program that made the page."""
_CODE_ENDS: Final = ("{", "};", "(", ");", "=>")
_NO_LETTERS: Final = bytes(code for code in range(0x80) if not chr(code).isalpha())
_CUTS: Final = (":", ";")
_UNFINISHED: Final = ("-", "–", "—", ",", "&")


def is_candidate(place: Place) -> bool:
    """Whether a line may be a title, by itself: neither text nor a label, a date, a link of the page, a heading."""
    if place.may_be_title is None:  # asked of the lines around it as well
        place.may_be_title = _is_candidate(place)
    return place.may_be_title


def _is_candidate(place: Place) -> bool:
    line, text = place.line, place.line.plain
    if not line.level and (place.size == 1 or (place.size <= 3 and place.is_item)):
        return False
    if _is_dated(place) or len(text) > _MAX_CHARACTERS or (place.is_prose and not _is_long_title(place)):
        return False
    if (text.endswith(_CUTS) and not _is_announced(place)) or "@" in text or _is_of_signs(text):
        return False
    if not line.level and (_CODE.match(line.printed) or line.printed.rstrip().endswith(_CODE_ENDS)):
        return False
    if line.has_coordinates and not line.level:
        return False
    if (
        not _is_of_letters(text, least=3 if line.level == 1 else 2)
        or (place.is_chrome and not line.level)
        or is_named_line(line)
    ):
        return False
    if line.level == 1:
        return line.heading is None or is_kit(line)
    return line.heading is None and not place.is_label


def _is_of_signs(text: str) -> bool:
    """Tell what begins with a comma, a claim of copyright, and what a program fills in."""
    return text[0] in ",;)" or "©" in text or (text[0] == "{" and text[-1] == "}")


def _is_dated(place: Place) -> bool:
    """Whether a line is one of its date, or opens with it as a text does."""
    if not place.dates or not (place.is_date_line or (place.dates[0].start and dateline_end(place.line.plain))):
        return False
    return not _is_behind_date(place)


def _is_behind_date(place: Place) -> bool:
    """Whether a label, its date and a colon come before more than a few words: *Press release 3/3/2025: A school …*."""
    before, colon, rest = place.line.plain.partition(": ")
    return bool(colon) and rest.count(" ") >= _MIN_CUT and place.dates[0].end <= len(before) and is_label_text(before)


def _is_announced(place: Place) -> bool:
    """Whether a line in capitals ends with the colon behind which the text begins: *THE BOARD ANNOUNCES THAT:*."""
    return place.line.plain[-1] == ":" and place.size > _MAX_PLAIN and place.line.plain.isupper()


def _is_of_letters(text: str, *, least: int) -> bool:
    """Whether more than every `least`th character is a letter; of most, those of ASCII are enough to tell."""
    plain = text.encode("ascii", "ignore").translate(None, _NO_LETTERS)
    return least * len(plain) > len(text) or least * sum(map(str.isalpha, text)) > len(text)


def _is_long_title(place: Place) -> bool:
    """Whether what is as long as a paragraph may be a title all the same: a heading, or no sentence."""
    if place.line.level:
        return True
    is_sentence = place.line.plain.rstrip("»”“\"') ")[-1:] in ".!?…"
    is_menu = place.line.is_link or place.is_item or "|" in place.line.plain
    if is_sentence or is_menu or not _LONG_TITLE <= place.size <= _MAX_WORDS:
        return False
    return not dateline_end(place.line.plain)


def is_cut_at_colon(page: Sequence[Place], index: int) -> bool:
    """Whether a colon or a semicolon is where a title was broken into two lines."""
    place, after = page[index], page[index + 1 : index + 2]
    if not place.line.plain.endswith(_CUTS) or place.size < _MIN_CUT or not after or place.is_label:
        return False
    if after[0].line.number != place.line.number + 1 or after[0].is_item or after[0].size < _MIN_CUT:
        return False
    if place.is_prose or not is_candidate(after[0]) or place.line.heading is not None:
        return False
    return after[0].line.plain[0].islower() or (place.read_before == 0 and _is_parted(page, index + 1))


def _is_parted(page: Sequence[Place], index: int) -> bool:
    """Whether a blank line, or a date, comes after the line at `index`."""
    after = page[index + 1 : index + 2]
    return bool(after) and (
        after[0].is_date_line or after[0].is_prose or after[0].line.number > page[index].line.number + 1
    )


def whole(page: Sequence[Place], index: int) -> Iterator[Place]:
    """Yield the line at `index` and those the title goes on in."""
    place = page[index]
    yield place
    for below in range(index + 1, min(index + _MAX_TITLE_LINES, len(page))):
        after = page[below]
        if not (_continues(place, after) or _is_wrapped(page, below)):
            return
        yield after
        place = after


def _is_wrapped(page: Sequence[Place], index: int) -> bool:
    """Whether the line at `index` is what no longer fitted on the one above it, and nothing else follows on it."""
    if not _is_rest(page, index):
        return False
    return _is_parted(page, index) or (_is_rest(page, index + 1) and _is_parted(page, index + 1))


def _is_rest(page: Sequence[Place], index: int) -> bool:
    """Whether the line at `index` stands directly under one that it goes on with: the width, or the middle, tells."""
    if index >= len(page):
        return False
    place, after = page[index - 1], page[index]
    line, other = place.line, after.line
    if other.number != line.number + 1 or line.level or other.level or after.is_item or after.is_label:
        return False
    if place.size < _MIN_CUT or line.plain[-1] in ".!?" or after.is_date_line or after.is_prose:
        return False
    if not (_is_full(place, after) or _is_centred(place, after)):
        return False
    return is_candidate(after) or (after.size == 1 and not (after.is_chrome or other.heading))


def _is_full(place: Place, after: Place) -> bool:
    """Whether the next word had no room on the line; a line in capitals is told by its length."""
    line, other = place.line, after.line
    if line.plain.isupper() and other.plain.isupper() and len(line.plain) >= _LONG_CAPITALS:
        return True
    room = place.width - len(line.printed.rstrip())
    return place.width > 0 and 0 <= room <= len(other.plain.partition(" ")[0])


def _is_centred(place: Place, after: Place) -> bool:
    """Whether two lines that begin away from the margin have the same middle."""
    line, other = place.line, after.line
    if min(line.indent, other.indent) < _MIN_INDENT:
        return False
    apart = abs(2 * line.indent + len(line.plain) - 2 * other.indent - len(other.plain))
    return apart <= _LITTLE and line.plain.isupper() == other.plain.isupper()


def _continues(place: Place, after: Place) -> bool:
    """Whether the next line, without a blank one between, goes on with the title: in its style, amid its sentence."""
    line, other = place.line, after.line
    if line.plain.endswith(_CUTS) and other.number == line.number + 1 and is_candidate(after):
        return True
    if other.number != line.number + 1 or after.is_date_line or after.is_prose or not is_candidate(after):
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


def is_issuer(place: Place) -> bool:
    """Whether a line is nothing but the name of an institution."""
    return place.size <= _MAX_ISSUER and not place.dates and is_issuer_name(place.line.plain)


def is_issuer_name(text: str) -> bool:
    """Tell the name of an institution: nouns in capitals, or its noun first, and nothing it does."""
    if text[-1] in ".!?" or text.count(" ") >= _MAX_ISSUER or not is_institution(text):
        return False
    folded = fold(text).split()
    if not words()["institutions.announces"].isdisjoint(folded):
        return False
    joins = listed("connectors", "articles")
    is_plain = len(folded) <= _MAX_PLAIN and folded[0] in words()["institutions.nouns"]
    return (is_plain and not joins.isdisjoint(folded[1:3])) or all(
        word[0].isupper() for word in text.split() if len(word) > 3
    )
