"""Where in a line the name of an institution may stand: pieces, runs of pieces, and names within prose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crm.values import fold
from crm.values.institutions import name_words
from crm.values.institutions.words import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["UNIT", "Span", "may_be_name", "names_within", "pieces_of", "runs_of"]

_MOST_PIECES: Final = 6
_LONGEST: Final = 240
_WINDOW: Final = 4
UNIT: Final = re.compile(
    r"\b(?:UMR[_ -]?S|UMR|UPR|UMS|USR|UAR|URP|EA|UR|FRE|ERL|IRL|UMI|U)"
    r"[ _-]?(?:[A-Z]{3,6})?[ _-]?[A-Z]?\d{2,5}\b"
)
"""The number of a French research unit, with what kind of unit it is."""
_BREAK: Final = re.compile(
    r"[,;|/()\[\]\t•·:]|\s[-–—]\s|[—]|(?<=[a-zéè]{4})\.\s+(?=[A-ZÀ-Ý])|\.\s*$|\s&\s|(?<=\s)(?:et|and|und|y|e)(?=\s)"
)
_EDGE: Final = re.compile(
    r"^\(?(?:\d{1,2}|[a-z](?=[.)]?\s+[A-Z]))[.)]?\s+(?=[^\W\d_])|^[\s'’\"«»“”.\-–—*]+|[\s'’\"«»“”\-–—*]+$"
)
_ARTICLE: Final = re.compile(
    r"^(?:(?:de|à|a|par|avec|at|of|from|by|with)\s+)?"
    r"(?:l['’]\s?|d['’]\s?|(?:le|la|les|du|des|aux?|the|der|die|das) )",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*\.?")
_LINKS: Final = frozenset("de du des d l la le les of the at in en und von".split())


@dataclass(frozen=True, slots=True)
class Span:
    """A place in the text where a name may stand."""

    start: int
    end: int
    text: str
    pieces: int = 1
    is_inner: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether only a name of the very same words will do."""
        return self.is_inner or self.pieces > 1


def pieces_of(line: str) -> Iterator[Span]:
    """Yield what stands between commas, dashes, brackets and the like, without articles; unit numbers stand alone."""
    cuts = [(found.start(), found.end()) for found in _BREAK.finditer(line)]
    for found in UNIT.finditer(line):
        cuts += [(found.start(), found.start()), (found.end(), found.end())]
    place = 0
    for start, end in [*sorted(cuts), (len(line), len(line))]:
        yield from _trimmed(line, place, max(start, place))
        place = max(place, end)


def _trimmed(line: str, start: int, end: int) -> Iterator[Span]:
    while True:
        edge = _EDGE.search(line[start:end])
        article = _ARTICLE.match(line[start:end])
        if edge and edge.start() == 0 and edge.end():
            start += edge.end()
        elif edge and edge.end() == end - start and edge.start() < edge.end():
            end = start + edge.start()
        elif article:
            start += article.end()
        else:
            break
    if start < end:
        yield Span(start, end, line[start:end])


def may_be_name(text: str) -> bool:
    """Whether the text has a capital, a figure or a kind of body in it, as names have."""
    return any(map(str.isupper, text)) or any(map(str.isdigit, text)) or bool(name_words(text).heads)


def runs_of(line: str, pieces: Sequence[Span]) -> Iterator[Span]:
    """Yield each piece and each run of several: names hold commas and dashes too."""
    for first in range(len(pieces)):
        if not may_be_name(pieces[first].text):
            continue
        for last in range(first, min(first + _MOST_PIECES, len(pieces))):
            start, end = pieces[first].start, pieces[last].end
            if end - start > _LONGEST:
                break
            closed = end + 1 if "(" in line[start:end] and line[end : end + 1] == ")" else end
            yield Span(start, closed, line[start:closed], last - first + 1)


def names_within(line: str, piece: Span) -> Iterator[Span]:
    """Yield the names that prose may hold: from a capital to a capital, nothing of a name before or after them."""
    words = [(piece.start + word.start(), piece.start + word.end()) for word in _WORD.finditer(piece.text)]
    for first in range(len(words)):
        if not _may_begin(line, words, first):
            continue
        for last in range(first, min(first + 12, len(words))):
            if (first, last) != (0, len(words) - 1) and _may_end(line, words, last):
                start, end = _without_elision(line, words[first][0]), words[last][1]
                yield Span(start, end, line[start:end], 1, True)


def _without_elision(line: str, start: int) -> int:
    elided = re.match(r"[ldLD]['’](?=\w)", line[start:])
    return start + elided.end() if elided else start


def _said(line: str, word: tuple[int, int]) -> str:
    return line[_without_elision(line, word[0]) : word[1]].rstrip(".")


def _is_name_like(said: str) -> bool:
    return said[:1].isupper() or said[:1].isdigit() or bool(name_words(said).heads)


def _may_begin(line: str, words: Sequence[tuple[int, int]], first: int) -> bool:
    """Whether a name may begin here: no word of a name, and no kind of body, stands shortly before it."""
    if not _is_name_like(_said(line, words[first])):
        return False
    before = (_said(line, word) for word in words[max(0, first - _WINDOW) : first])
    return not any(_is_name_like(said) for said in before if fold(said) not in vocabulary().stop | _LINKS)


def _may_end(line: str, words: Sequence[tuple[int, int]], last: int) -> bool:
    """Whether a name may end here: what follows is no word of it, nor *de* and such a word."""
    said = _said(line, words[last])
    if not (said[:1].isupper() or said[:1].isdigit()):
        return False
    for word in words[last + 1 : last + 3]:
        following = _said(line, word)
        if fold(following) not in _LINKS:
            return not (following[:1].isupper() or following[:1].isdigit())
    return True
