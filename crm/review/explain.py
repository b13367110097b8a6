"""A reading as text: the lines of the source, and under each what was read from it, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from crm.review.abridged import Fold, abridged, folded
from crm.review.look import counted, look_at
from crm.review.marks import family_of, label_of
from crm.review.places import annotate
from crm.review.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from crm.reading import Reading
    from crm.review.look import Look
    from crm.review.marks import Mark
    from crm.review.places import Annotated, AnnotatedLine, Piece

__all__ = ["Segment", "explain", "explained"]

WIDTH: Final = 100
_AROUND: Final = 40
"""Characters shown before and after a finding in a long line."""
_GUTTER: Final = 7
_WORTH_FOLDING: Final = 3
_LONGEST_VALUE: Final = 200
_MARKUP: Final = " \t#*_•-"


class Segment(NamedTuple):
    """Some words of a line and their style: a family of marks, ``file``, ``number``, ``dim``, or empty."""

    style: str
    text: str


def explain(reading: Reading, all_lines: bool = False, width: int = WIDTH) -> str:
    r"""Return the annotated text of `reading`; `width` is how many characters of a long line are shown.

    Runs of lines from which nothing was read are folded into one, unless `all_lines`.

    >>> import crm
    >>> reading = crm.read("Ouverture du port\n\nContact presse\nAnne Le Goff\nanne@example.org")
    >>> explain(reading).splitlines()[3]
    '    1  Ouverture du port'
    """
    lines = explained(reading, all_lines, width)
    return "".join(f"{''.join(segment.text for segment in line).rstrip()}\n" for line in lines)


def explained(reading: Reading, all_lines: bool = False, width: int = WIDTH) -> Iterator[tuple[Segment, ...]]:
    """Yield the lines of `explain`, in segments that say their style."""
    annotated = annotate(reading)
    yield from _header(annotated, look_at(reading, annotated.marks))
    yield ()
    if all_lines:
        shown: Iterable[AnnotatedLine | Fold] = annotated.lines
    else:
        shown = folded(
            (line for line in annotated.lines if not line.is_blank), _is_dull, keep=0, at_least=_WORTH_FOLDING
        )
    for one in shown:
        if isinstance(one, Fold):
            yield (Segment("dim", f"{'…':>5}  … {one} …"),)
        else:
            yield from _line(one, width)


def _is_dull(line: AnnotatedLine) -> bool:
    return not line.is_remarkable


def _header(annotated: Annotated, look: Look) -> Iterator[tuple[Segment, ...]]:
    reading = annotated.reading
    yield (Segment("file", visible(reading.file or "(text)")),)
    facts = [
        str(reading.language or "language unknown"),
        counted(len(annotated.lines), "line"),
        counted(look.contacts, "contact"),
        "" if look.lowest is None else f"lowest confidence {look.lowest:.0%}",
    ]
    needs = f" · needs a look: {', '.join(look.reasons)}" if look.reasons else ""
    yield Segment("dim", " · ".join(filter(None, facts))), Segment("warning", needs)
    for mark in annotated.marks:
        if mark.lines is None and mark.kind != "language":
            yield Segment("", " " * (_GUTTER - 3)), *_mark(mark)


def _line(line: AnnotatedLine, width: int) -> Iterator[tuple[Segment, ...]]:
    residue = (Segment("unread", "  ← nothing was read from this line"),) if line.is_residue else ()
    yield Segment("number", f"{line.number:>5}  "), *_text(line.pieces, width), *residue
    said = "".join(piece.text for piece in line.pieces).strip(_MARKUP)
    for mark in line.starts:
        yield Segment("", " " * _GUTTER), *_mark(mark, said)


def _text(pieces: Sequence[Piece], width: int) -> Iterator[Segment]:
    """Yield the text of a line; of one longer than `width`, what is around its findings."""
    is_long = sum(len(piece.text) for piece in pieces) > width
    for place, piece in enumerate(pieces):
        style = family_of(piece.marks[0].kind) or "other" if piece.marks else ""
        head, left_out, tail = abridged(piece.text, *_shown(place, pieces, width)) if is_long else (piece.text, 0, "")
        yield Segment(style, visible(head.replace("\t", " ")))
        if left_out:
            yield Segment("dim", f" … {left_out:,} more characters … " if tail else f" … {left_out:,} more characters")
            yield Segment(style, visible(tail.replace("\t", " ")))


def _shown(place: int, pieces: Sequence[Piece], width: int) -> tuple[int, int]:
    """Return how many characters of the beginning and of the end of a piece are shown."""
    if len(pieces) == 1 or pieces[place].marks:
        return width, 0
    return _AROUND, 0 if place == len(pieces) - 1 else _AROUND


def _mark(mark: Mark, line: str = "") -> Iterator[Segment]:
    """Yield what a mark says; a value that is the whole `line` above it is not said again."""
    yield Segment(family_of(mark.kind) or "other", f"└ {_name(mark)}")
    if mark.value and mark.value != line:
        yield Segment("", f": {visible(abridged(mark.value, _LONGEST_VALUE, 0)[0])}")
    notes = [
        "" if mark.confidence is None else f"{mark.confidence:.0%}",
        f"lines {mark.lines[0]}–{mark.lines[1]}" if mark.lines and mark.lines[1] > mark.lines[0] else "",
        visible(mark.reason),
    ]
    said = ", ".join(filter(None, notes))
    if said:
        yield Segment("dim", f"  ({said})")


def _name(mark: Mark) -> str:
    """Return what a mark is called, and of which contact."""
    if mark.contact is None:
        return label_of(mark.kind)
    return f"Contact {mark.contact + 1}" + ("" if mark.kind == "contact" else f" {label_of(mark.kind).lower()}")
