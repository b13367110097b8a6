"""Every institution that a line or a paragraph names, in order, parts kept apart from what they are parts of."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from crm.institutions.resolving import Finder, decided
from crm.values import fold
from crm.values.institutions import name_words
from crm.values.institutions.words import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

    from crm.institutions.resolution import Resolution

__all__ = ["mentioned"]

_MOST_PIECES: Final = 6
_LONGEST: Final = 240
_MOST_CHARACTERS: Final = 20_000
_EXACT: Final = 0.95
_LIKELY: Final = 0.55
_WINDOW: Final = 4
_UNIT: Final = re.compile(
    r"\b(?:UMR[_ -]?S|UMR|UPR|UMS|USR|UAR|URP|EA|UR|FRE|ERL|IRL|UMI|U)"
    r"[ _-]?(?:[A-Z]{3,6})?[ _-]?[A-Z]?\d{2,5}\b"
)
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
_LONGEST_ACRONYM: Final = 12
_POSTCODE: Final = re.compile(r"\d{4}")
_LINKS: Final = frozenset("de du des d l la le les of the at in en und von".split())


@dataclass(frozen=True, slots=True)
class _Span:
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


def mentioned(session: Session, text: str) -> list[Resolution]:
    """Return every institution that `text` names, each with its place, in order.

    Of names within names the longest counts; what looks like a name and is not sure comes without an institution.
    """
    found: list[Resolution] = []
    for start, line in _lines(text[:_MOST_CHARACTERS]):
        found += [replace(one, start=one.start + start, end=one.end + start) for one in _of_line(session, line)]
    return found


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the affiliations of a text: a semicolon ends one as a new line does."""
    start = 0
    for piece in re.split(r"([;\n])", text):
        if piece.strip(" ;\n\r\t"):
            yield start, piece
        start += len(piece)


def _of_line(session: Session, line: str) -> list[Resolution]:
    pieces = list(_pieces(line))
    spans = [*_joined(line, pieces), *(inner for piece in pieces for inner in _inner(line, piece))]
    finder = Finder(session, line)
    finder.prepare(span.text for span in spans if not span.is_whole)
    finder.prepare((span.text for span in spans if span.is_whole), whole=True)
    finder.ready(span.text for span in spans if not span.is_whole)
    finder.ready((span.text for span in spans if span.is_whole), whole=True)
    taken = _sure(finder, spans)
    finder.around = {one.institution.id for one in taken if one.institution is not None}
    if finder.around:
        taken += _sure(finder, [span for span in spans if not _overlaps(span, taken)])
    taken += _unsure(finder, [piece for piece in pieces if not _overlaps(piece, taken)])
    return _without_numbers(_merged(line, sorted(taken, key=lambda one: one.start)))


def _without_numbers(found: Sequence[Resolution]) -> list[Resolution]:
    """Leave out the number of a unit that is named in the same line."""
    named = {id(one.institution) for one in found if not _UNIT.fullmatch(one.text)}
    return [one for one in found if not (_UNIT.fullmatch(one.text) and id(one.institution) in named)]


def _pieces(line: str) -> Iterator[_Span]:
    """Yield what stands between commas, dashes, brackets and the like, without articles; unit numbers stand alone."""
    cuts = [(found.start(), found.end()) for found in _BREAK.finditer(line)]
    for found in _UNIT.finditer(line):
        cuts += [(found.start(), found.start()), (found.end(), found.end())]
    place = 0
    for start, end in [*sorted(cuts), (len(line), len(line))]:
        yield from _trimmed(line, place, max(start, place))
        place = max(place, end)


def _trimmed(line: str, start: int, end: int) -> Iterator[_Span]:
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
        yield _Span(start, end, line[start:end])


def _may_be_name(text: str) -> bool:
    return any(map(str.isupper, text)) or any(map(str.isdigit, text)) or bool(name_words(text).heads)


def _joined(line: str, pieces: Sequence[_Span]) -> Iterator[_Span]:
    """Yield each piece and each run of several: names hold commas and dashes too."""
    for first in range(len(pieces)):
        if not _may_be_name(pieces[first].text):
            continue
        for last in range(first, min(first + _MOST_PIECES, len(pieces))):
            start, end = pieces[first].start, pieces[last].end
            if end - start > _LONGEST:
                break
            closed = end + 1 if "(" in line[start:end] and line[end : end + 1] == ")" else end
            yield _Span(start, closed, line[start:closed], last - first + 1)


def _inner(line: str, piece: _Span) -> Iterator[_Span]:
    """Yield the names that prose may hold: from a capital to a capital, nothing of a name before or after them."""
    words = [(piece.start + word.start(), piece.start + word.end()) for word in _WORD.finditer(piece.text)]
    for first in range(len(words)):
        if not _may_begin(line, words, first):
            continue
        for last in range(first, min(first + 12, len(words))):
            if (first, last) != (0, len(words) - 1) and _may_end(line, words, last):
                start, end = _without_elision(line, words[first][0]), words[last][1]
                yield _Span(start, end, line[start:end], 1, True)


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


def _sure(finder: Finder, spans: Sequence[_Span]) -> list[Resolution]:
    """Return the sure ones, the longest first to be taken."""
    taken: list[Resolution] = []
    for span in sorted(spans, key=lambda span: (span.is_inner, -len(span.text), span.start)):
        if _overlaps(span, taken):
            continue
        scores = finder.scores(span.text, whole=span.is_whole)
        one = decided(scores)
        if one is None or (span.is_whole and not _is_exact(finder, span, scores[one].score, one)):
            continue
        taken.append(finder.judged(span.text, scores, span.start))
    return taken


def _is_exact(finder: Finder, span: _Span, score: float, one: int) -> bool:
    """Whether a name made of several pieces, or found in prose, is one letter by letter."""
    if score < _EXACT - 0.02:
        return False
    if span.is_inner:
        return True
    key = fold(span.text)
    return any(key == name.key for name in finder.shelf.names.get(one, ()))


def _unsure(finder: Finder, pieces: Sequence[_Span]) -> list[Resolution]:
    """Return the pieces that look like an institution and are not sure to be any."""
    found = []
    for piece in pieces:
        if _UNIT.fullmatch(piece.text) or not _may_be_name(piece.text):
            continue
        scores = finder.scores(piece.text)
        likely = any(agreement.score >= _LIKELY for agreement in scores.values())
        if likely or _looks_like_one(piece.text):
            found.append(replace(finder.judged(piece.text, scores, piece.start), institution=None))
    return found


def _looks_like_one(text: str) -> bool:
    """Whether a text nobody is known by says what kind of body it is, or is an acronym."""
    if name_words(text).heads:
        return text[:1].isupper()
    capitals = sum(map(str.isupper, text))
    return " " not in text and 3 <= len(text) <= _LONGEST_ACRONYM and capitals >= 3 and not _is_place(text)


def _is_place(text: str) -> bool:
    return fold(text) in vocabulary().countries or fold(text) == "cedex" or bool(_POSTCODE.search(text))


def _overlaps(span: _Span, taken: Sequence[Resolution]) -> bool:
    return any(span.start < one.end and one.start < span.end for one in taken)


def _merged(line: str, found: Sequence[Resolution]) -> list[Resolution]:
    """Let a name and its acronym beside it, or its unit number, be one mention."""
    merged: list[Resolution] = []
    for one in found:
        before = merged[-1] if merged else None
        same = before is not None and one.institution is not None and before.institution is one.institution
        if before is not None and same and not re.search(r"[^\W_]", line[before.end : one.start]):
            end = one.end + (line[one.end : one.end + 1] == ")" and "(" in line[before.start : one.start])
            merged[-1] = replace(before, text=line[before.start : end], end=end)
        else:
            merged.append(one)
    return merged
