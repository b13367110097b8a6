"""Rows come back in the source's own columns, with why: the rejected ones, and the doubtful ones of those taken in."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from typing import IO, TYPE_CHECKING, Any, Final

from crm.exchange.formats import CARDS
from crm.exchange.grids.headers import place_of
from crm.exchange.grids.writing import GridWriter, binary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from types import TracebackType
    from typing import Self

    from crm.exchange.grids.writing import TargetLike
    from crm.exchange.records import Problem

__all__ = ["DOUBT", "REASON", "RejectedWriter", "rejected_writer"]

REASON: Final = ("Rejection reason", "Rejection code")
"""The columns that stand before the source's own, so that a row too short or too long stays as it was."""
DOUBT: Final = ("Import warning", "Import warning code")
"""Those of rows that were taken in all the same. Either pair is passed over when the list is read again."""


class RejectedWriter:
    """Writes one row or card after another that comes back; a context manager."""

    def __init__(self, closing: ExitStack, *, doubts: bool = False) -> None:
        self._closing = closing
        self._doubts = doubts
        self.count = 0

    def write(self, cells: Sequence[str], problems: Iterable[Problem]) -> None:
        """Write a row as it stood there, with what keeps it from being taken in, or else with what is doubtful."""
        self.count += 1
        self._write(cells, [problem for problem in problems if problem.rejects is not self._doubts])

    def _write(self, cells: Sequence[str], problems: list[Problem]) -> None:
        raise NotImplementedError

    def close(self) -> None:
        """Finish the file."""
        self._closing.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def rejected_writer(
    target: TargetLike,
    header: Sequence[str] | None,
    delimiter: str | None = None,
    encoding: str | None = None,
    *,
    format: str | None = None,  # noqa: A002 - what every function here calls it
    columns: Mapping[str, str] | None = None,
    doubts: bool = False,
) -> RejectedWriter:
    """Return a writer of rejected rows or cards to `target`; with `doubts`, of those that were taken in with warnings.

    `format` is the source's: of cards, cards are written, else the grid that the target's name says. `header` is the
    source's own; without one, a heading is made of what its `columns` were read as. The encoding is UTF-8 with a mark,
    whatever the source's was, unless it is said: a few rows of an old one might be taken for another.
    """
    closing = ExitStack()
    if format in CARDS:
        return _Cards(closing, closing.enter_context(binary(target)), format, doubts=doubts)
    rows = closing.enter_context(GridWriter.opened(target, delimiter=delimiter, encoding=encoding or "utf-8-sig"))
    return _Rows(closing, rows, header, columns or {}, doubts=doubts)


def _sentence(problem: Problem, cells: Sequence[str] = ()) -> str:
    """Return why, with the value that is meant of a cell of `cells` that holds more."""
    said = f"{problem.field}: {problem.message}" if problem.field else problem.message
    if cells and problem.field and problem.value and not any(problem.value == one.strip() for one in cells):
        said = f"{problem.field} {problem.value!r}: {problem.message}"
    return f"{said} ({problem.hint})" if problem.hint else said


class _Rows(RejectedWriter):
    def __init__(
        self,
        closing: ExitStack,
        rows: GridWriter,
        header: Sequence[str] | None,
        columns: Mapping[str, str],
        *,
        doubts: bool,
    ) -> None:
        super().__init__(closing, doubts=doubts)
        self._rows = rows
        self._renamed = {} if header is not None else {name: field for name, field in columns.items() if field}
        """What the columns of a list without a heading are called here."""
        heading = list(header) if header is not None else [self._renamed.get(name, name) for name in columns]
        fields = [place.field if (place := place_of(cell)) is not None else "" for cell in heading]
        self._skipped = 2 if fields[:2] == ["reason", "reason_code"] else 0
        rows.write([*(DOUBT if doubts else REASON), *heading[self._skipped :]])

    def _write(self, cells: Sequence[str], problems: list[Problem]) -> None:
        codes = " ".join(dict.fromkeys(problem.code for problem in problems))
        if self._renamed:
            problems = [replace(one, field=self._renamed.get(one.field or "", one.field)) for one in problems]
        reasons = "; ".join(dict.fromkeys(_sentence(problem, cells) for problem in problems))
        self._rows.write([reasons, codes, *cells[self._skipped :]])


class _Cards(RejectedWriter):
    """Cards, each with a property for every reason; those of JSON in one array."""

    def __init__(self, closing: ExitStack, file: IO[Any], format: str, *, doubts: bool) -> None:  # noqa: A002
        super().__init__(closing, doubts=doubts)
        self._file = file
        self._format = format
        if format != "vcard":
            closing.callback(self._finish)

    def _write(self, cells: Sequence[str], problems: list[Problem]) -> None:
        from crm.exchange.cards.reasons import with_reasons  # not loaded for a spreadsheet

        reasons = list(dict.fromkeys(f"{one.code}: {_sentence(one)}" for one in problems))
        before = "" if self._format == "vcard" else "[\n" if self.count == 1 else ",\n"
        said = with_reasons("".join(cells), self._format, reasons)
        self._file.write((before + said).encode("utf-8", "replace"))

    def _finish(self) -> None:
        """Close the array."""
        self._file.write(b"\n]\n" if self.count else b"[]\n")
