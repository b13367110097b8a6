"""Every institution that a line or a paragraph names, in order, parts kept apart from what they are parts of."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from crm.institutions.finding import Finder
from crm.institutions.ranking import decided
from crm.institutions.spans import UNIT, Span, may_be_name, names_within, pieces_of, runs_of
from crm.values import fold
from crm.values.institutions import name_words
from crm.values.institutions.words import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

    from crm.institutions.resolution import Resolution

__all__ = ["mentioned"]

_MOST_CHARACTERS: Final = 20_000
_EXACT: Final = 0.95
_LIKELY: Final = 0.55
_LONGEST_ACRONYM: Final = 12
_POSTCODE: Final = re.compile(r"\d{4}")


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
    pieces = list(pieces_of(line))
    spans = [*runs_of(line, pieces), *(span for piece in pieces for span in names_within(line, piece))]
    finder = Finder(session, line)
    finder.prepare(span.text for span in spans if not span.is_whole)
    finder.prepare((span.text for span in spans if span.is_whole), whole=True)
    finder.ready(span.text for span in spans if not span.is_whole)
    finder.ready((span.text for span in spans if span.is_whole), whole=True)
    taken = _sure(finder, spans)
    finder.context.around = {one.institution.id for one in taken if one.institution is not None}
    if finder.context.around:
        taken += _sure(finder, [span for span in spans if not _overlaps(span, taken)])
    taken += _unsure(finder, [piece for piece in pieces if not _overlaps(piece, taken)])
    return _without_numbers(_merged(line, sorted(taken, key=lambda one: one.start)))


def _without_numbers(found: Sequence[Resolution]) -> list[Resolution]:
    """Leave out the number of a unit that is named in the same line."""
    named = {id(one.institution) for one in found if not UNIT.fullmatch(one.text)}
    return [one for one in found if not (UNIT.fullmatch(one.text) and id(one.institution) in named)]


def _sure(finder: Finder, spans: Sequence[Span]) -> list[Resolution]:
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


def _is_exact(finder: Finder, span: Span, score: float, one: int) -> bool:
    """Whether a name made of several pieces, or found in prose, is one letter by letter."""
    if score < _EXACT - 0.02:
        return False
    if span.is_inner:
        return True
    key = fold(span.text)
    return any(key == name.key for name in finder.context.shelf.names.get(one, ()))


def _unsure(finder: Finder, pieces: Sequence[Span]) -> list[Resolution]:
    """Return the pieces that look like an institution and are not sure to be any."""
    found = []
    for piece in pieces:
        if UNIT.fullmatch(piece.text) or not may_be_name(piece.text):
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


def _overlaps(span: Span, taken: Sequence[Resolution]) -> bool:
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
