"""The title of a page that lost its line breaks: one long line that has to tell by itself where its title ends."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crm.reading.furniture import is_label_text, labelled_rest
from crm.reading.printed_dates import printed_dates
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["flat_title"]

_HEAD: Final = 2_500
"""Characters in which the title stands."""
_MIN_WORDS: Final = 4
_MAX_WORDS: Final = 32
_PROSE: Final = 25
_MAX_PIECES: Final = 12
_MAX_HEAD_WORDS: Final = 350
_SIGNS: Final = re.compile(r"\s+(?:[|•·›»>]|[—–]|--+|-)\s+|\s*[|›]\s*|\s{5,}")
_FIRST: Final = 80
"""Words among which a title that is printed twice begins first."""
_BREAK: Final = "|"
_PLACE: Final = re.compile(
    r"(?:[^\W\d_][\w’'-]*[ ]){0,2}[^\W\d_][\w’'-]*\s*(?:\([^()]*\))?,?\s*(?:le|den|the|am|il|el|em)?\s*$"
)

_TOWN: Final = re.compile(
    r"\s(?:(?:San|Saint|St\.|Los|Las|New|La|Le|Den|Bad|Sankt)\s)?[^\W\d_a-z][\w’'-]*\s*(?:\([^()]*\))?,?\s*(?:le|den|the)?\s*$"
)
"""A town and what is between it and its date."""
_MIN_CAPITALS: Final = 25
_LETTER: Final = re.compile(r"[^\W\d_]")


def flat_title(text: str, is_issuer: Callable[[str], bool]) -> str | None:
    """Return the title of a page in one line: what is printed twice, or what stands between signs before the text.

    `is_issuer` tells the name of an institution, which is printed twice as well.

    >>> page = "Home | News | The library opens on Monday Menu Search News The library opens on Monday A new"
    >>> flat_title(page, lambda name: False)
    'The library opens on Monday'
    """
    head = text[:_HEAD]
    kinds = (_twice, _between, _before_dateline, _in_capitals)
    return next((found for kind in kinds if (found := kind(head, is_issuer))), None)


def _twice(head: str, is_issuer: Callable[[str], bool]) -> str | None:
    """Return the longest phrase that the head prints twice, if it begins like a title and names nobody."""
    pieces = _SIGNS.sub(f" {_BREAK} ", head).split()[:_MAX_HEAD_WORDS]
    found = (_trimmed(" ".join(phrase)) for phrase in _repeated(pieces))
    kept = [one for one in found if _is_title(one, is_issuer) and one[-1] not in ".,;:"]
    return max(kept, key=len, default=None)


def _trimmed(text: str) -> str:
    """Return a phrase without the label before it."""
    label, _ = labelled_rest(fold(text[:60]))
    return " ".join(text.split()[len(label.split()) :]).lstrip(" :|–—-") if label and ":" not in text[:40] else text


def _repeated(pieces: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield the phrases that come again, each as long as both go on alike and no sign stands between."""
    seen: dict[tuple[str, ...], int] = {}
    taken = 0
    for place in range(len(pieces) - _MIN_WORDS + 1):
        gram = tuple(pieces[place : place + _MIN_WORDS])
        first = seen.setdefault(gram, place)
        if first > _FIRST or first + _MIN_WORDS > place or place < taken or _BREAK in gram:
            continue
        size = _alike(pieces, first, place)
        taken = place + size
        yield pieces[place : place + size]


def _alike(pieces: Sequence[str], first: int, second: int) -> int:
    size = _MIN_WORDS
    while second + size < len(pieces) and first + size < second and pieces[first + size] == pieces[second + size]:
        if pieces[first + size] == _BREAK:
            break
        size += 1
    return size


def _between(head: str, is_issuer: Callable[[str], bool]) -> str | None:
    """Return the last piece between signs that may be a title, above the first that is a paragraph."""
    pieces = _SIGNS.split(head)[:_MAX_PIECES]
    prose = next((place for place, piece in enumerate(pieces) if piece.count(" ") >= _PROSE), 0)
    found = map(_without_dateline, reversed(pieces[:prose]))
    return next((one for one in found if _is_title(one, is_issuer)), None)


def _without_dateline(text: str) -> str:
    """Return a piece without the place and the date that it ends with: those of the text behind it."""
    date = next((date for date in printed_dates(text) if date.year and not text[date.end :].strip(" .:")), None)
    if date is None or date.start < len(text) // 3:
        return text.strip()
    before = text[: date.start]
    return _TOWN.sub("", before).strip(" ,") if before.endswith((", ", " le ", " den ")) else text.strip()


def _before_dateline(head: str, is_issuer: Callable[[str], bool]) -> str | None:
    """Return what stands between the label a page opens with and its first date."""
    label, _ = labelled_rest(fold(head[:60]))
    date = next(iter(printed_dates(head)), None)
    if not label or date is None:
        return None
    before = " ".join(head[: date.start].split()[len(label.split()) :])
    title = _PLACE.sub("", before).strip(" :|–—-,") if before.endswith((",", "le", "den")) else ""
    return title if _is_title(title, is_issuer) else None


def _in_capitals(head: str, is_issuer: Callable[[str], bool]) -> str | None:
    """Return the words in capitals that a page opens with, before its date or its first sentence."""
    label, _ = labelled_rest(fold(head[:60]))
    pieces = head.split()[len(label.split()) : _MAX_WORDS + 1]
    size = next((place for place, piece in enumerate(pieces) if not piece.isupper() and _LETTER.search(piece)), 0)
    while size and len(pieces[size - 1]) == 1:
        size -= 1  # the first word of a sentence, or the number of something
    title = " ".join(pieces[:size])
    is_long = len(title) >= _MIN_CAPITALS and sum(map(str.isalpha, pieces[:size])) >= _MIN_WORDS
    return title if is_long and _is_title(title, is_issuer) else None


def _is_title(text: str, is_issuer: Callable[[str], bool]) -> bool:
    size = text.count(" ") + 1
    if not _MIN_WORDS <= size <= _MAX_WORDS or "@" in text or "www." in text or text[0].islower():
        return False
    if is_label_text(text) or is_issuer(text):
        return False
    return not any(date.year and date.start < len(text) // 3 for date in printed_dates(text))
