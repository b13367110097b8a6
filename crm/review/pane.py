"""The source of a reading as HTML: its lines with numbers, what was read from them marked and named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crm.review.abridged import Fold, abridged, folded
from crm.review.marks import family_of, label_of
from crm.review.visible import escaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crm.review.marks import Mark
    from crm.review.places import Annotated, AnnotatedLine, Piece

__all__ = ["family_class", "name_of", "source_pane"]

_KEPT: Final = 150
"""Lines shown at either end of a run from which nothing was read."""
_WORTH_FOLDING: Final = 200
_PIECE: Final = 4_000
"""Characters shown at either end of a piece of a line: prose has fewer, and a browser is slow with many more."""
_ABBREVIATIONS: Final = {"contact.institution": "Inst."}


def source_pane(file: int, annotated: Annotated) -> Iterator[str]:
    """Yield the lines of a source; the ends of marks link to their cards."""
    for one in folded(annotated.lines, _is_dull, keep=_KEPT, at_least=_WORTH_FOLDING):
        yield _fold(one) if isinstance(one, Fold) else _line(file, one)


def family_class(kind: str) -> str:
    """Return the class that gives a kind of mark its colour."""
    return f"k-{family_of(kind) or 'other'}"


def name_of(mark: Mark) -> str:
    """Return what a mark is called in a small space."""
    if mark.contact is None or mark.kind == "contact":
        return label_of(mark.kind) + (f" {mark.contact + 1}" if mark.contact is not None else "")
    return f"{mark.contact + 1} · {_ABBREVIATIONS.get(mark.kind) or label_of(mark.kind)}"


def _is_dull(line: AnnotatedLine) -> bool:
    return not line.is_remarkable


def _fold(fold: Fold) -> str:
    return f'<div class="fold">… {fold} not shown (lines {fold.first} to {fold.last}) …</div>\n'


def _line(file: int, line: AnnotatedLine) -> str:
    classes = ["l", *dict.fromkeys(f"b-{block.kind}" for block in line.blocks)]
    residue = '<span class="tag k-unread">nothing read</span>' if line.is_residue else ""
    tags = "".join(_tag(file, mark) for mark in line.starts) + residue
    text = "".join(map(_piece, line.pieces))
    shown = f'<span class="tags">{tags}</span>' if tags else ""
    return f'<div class="{" ".join(classes)}" data-n="{line.number}"{_numbers(line.blocks)}>{text}{shown}</div>\n'


def _tag(file: int, mark: Mark) -> str:
    return (
        f'<a class="tag {family_class(mark.kind)}" id="f{file}-s{mark.number}" href="#f{file}-m{mark.number}"'
        f'{_numbers((mark,))} title="{escaped(_said(mark))}">{escaped(name_of(mark))}</a>'
    )


def _piece(piece: Piece) -> str:
    head, left_out, tail = abridged(piece.text, _PIECE, _PIECE)
    cut = f'<i class="cut">… {left_out:,} more characters …</i>{escaped(tail)}' if left_out else ""
    if not piece.marks:
        return escaped(head) + cut
    return f'<mark class="{family_class(piece.marks[0].kind)}"{_numbers(piece.marks)}>{escaped(head)}{cut}</mark>'


def _numbers(marks: Iterable[Mark]) -> str:
    numbers = " ".join(str(mark.number) for mark in marks)
    return f' data-m="{numbers}"' if numbers else ""


def _said(mark: Mark) -> str:
    sure = "" if mark.confidence is None else f"{mark.confidence:.0%}"
    return " · ".join(filter(None, (label_of(mark.kind), abridged(mark.value, 200, 0)[0], sure, mark.reason)))
