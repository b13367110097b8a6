"""Each mark in its place: the lines of a reading, cut into pieces with what was read from them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from crm.reading.lines import lines_of
from crm.review.marks import marks_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from crm.reading import Reading
    from crm.reading.lines import Line
    from crm.review.marks import Mark

__all__ = ["Annotated", "AnnotatedLine", "Piece", "annotate"]

_LONGEST_TEXT: Final = 1_000
"""A longer text is not looked for word by word: its lines are marked whole."""
_WHOLE_LINES: Final = 6
"""A mark over more lines than that, whose words are not found, marks none of them but stands at the first."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a line and the marks that cover all of it, the shortest first; none, where nothing was read."""

    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class AnnotatedLine:
    """One line of the source, in pieces."""

    number: int
    pieces: tuple[Piece, ...]
    starts: tuple[Mark, ...]
    """The marks that begin here, each in one line only."""
    blocks: tuple[Mark, ...]
    """The contacts, boilerplates and warnings this line is a part of."""
    is_blank: bool

    @property
    def is_residue(self) -> bool:
        """Whether it stands among the lines of a contact and nothing of that was read from it."""
        within = any(block.kind == "contact" for block in self.blocks)
        read = any(piece.marks for piece in self.pieces) or any(mark.kind == "warning" for mark in self.blocks)
        return within and not self.is_blank and not read

    @property
    def is_remarkable(self) -> bool:
        """Whether there is something to see: a mark begins here, some words have one, or it is of a contact."""
        shown = self.starts or any(block.kind != "boilerplate" for block in self.blocks)
        return bool(shown) or any(piece.marks for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Annotated:
    """A reading, its marks, and its lines with the marks in their places."""

    reading: Reading
    marks: tuple[Mark, ...]
    lines: tuple[AnnotatedLine, ...]


def annotate(reading: Reading) -> Annotated:
    """Return the lines of `reading`, counted as the reading counts them, each with what was read from it."""
    lines = lines_of(reading.text)
    marks = marks_of(reading, lines)
    spans: defaultdict[int, list[_Span]] = defaultdict(list)
    starts: defaultdict[int, list[tuple[int, Mark]]] = defaultdict(list)
    blocks: defaultdict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        if mark.lines is None:
            continue
        found = _found(mark, lines, spans)
        for number, span in found:
            spans[number].append(span)
        starts[found[0][0] if found else mark.lines[0]].append((found[0][1].start if found else 0, mark))
        if _is_of_lines(mark):
            for number in range(mark.lines[0], mark.lines[1] + 1):
                blocks[number].append(mark)
    annotated = (
        AnnotatedLine(
            line.number,
            tuple(_pieces(line.printed, spans.get(line.number, ()))),
            tuple(mark for _, mark in sorted(starts.get(line.number, ()), key=itemgetter(0))),
            tuple(blocks.get(line.number, ())),
            line.is_blank,
        )
        for line in lines
    )
    return Annotated(reading, marks, tuple(annotated))


class _Span(NamedTuple):
    start: int
    end: int
    mark: Mark


def _is_of_lines(mark: Mark) -> bool:
    return mark.is_block or mark.kind == "warning"


def _found(mark: Mark, lines: Sequence[Line], spans: Mapping[int, Sequence[_Span]]) -> list[tuple[int, _Span]]:
    """Return the words of a mark, each part of them with the number of its line; none for a mark of whole lines."""
    if _is_of_lines(mark) or mark.lines is None:
        return []
    within = lines[mark.lines[0] - 1 : mark.lines[1]]
    wanted = _pattern(mark.text)
    for line in within if wanted is not None else ():
        # The same words twice in a line, as a number given twice, are two places.
        taken = [span.end for span in spans.get(line.number, ()) if _is_twin(span.mark, mark)]
        found = wanted and wanted.search(line.printed, max(taken, default=0))
        if found:
            return [(line.number, _Span(found.start(), found.end(), mark))]
    if len(within) > _WHOLE_LINES or (mark.contact is not None and len(within) > 1):
        return []
    return [(line.number, _whole(line, mark)) for line in within if line.printed.strip()]


def _is_twin(one: Mark, other: Mark) -> bool:
    return (one.kind, one.text) == (other.kind, other.text)


def _whole(line: Line, mark: Mark) -> _Span:
    start = len(line.printed) - len(line.printed.lstrip())
    return _Span(start, len(line.printed.rstrip()), mark)


def _pattern(text: str) -> re.Pattern[str] | None:
    """Return what finds `text` however it is spaced, as words of their own where its ends are letters."""
    words = text[: _LONGEST_TEXT + 1].split()
    if not words or len(text) > _LONGEST_TEXT:
        return None
    before, after = (r"(?<!\w)" if words[0][0].isalnum() else "", r"(?!\w)" if words[-1][-1].isalnum() else "")
    return re.compile(before + r"\s+".join(map(re.escape, words)) + after, re.IGNORECASE)


def _pieces(text: str, spans: Sequence[_Span]) -> Iterator[Piece]:
    """Cut `text` wherever a span begins or ends."""
    if not spans:
        yield Piece(text)
        return
    opening: defaultdict[int, list[_Span]] = defaultdict(list)
    for span in spans:
        opening[span.start].append(span)
    over: list[_Span] = []
    cuts = sorted({0, len(text), *(span.start for span in spans), *(span.end for span in spans)})
    for start, end in pairwise(cuts):
        over = [span for span in over if span.end > start] + opening[start]
        over.sort(key=lambda span: (span.end - span.start, span.mark.number))
        yield Piece(text[start:end], tuple(span.mark for span in over))
