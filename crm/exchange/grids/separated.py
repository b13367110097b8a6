"""CSV and TSV: records of text, each exactly one row, whatever is wrong with its quotes."""

from __future__ import annotations

import csv
from collections import deque
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final

from crm.errors import SourceTooLarge
from crm.exchange.grids.dialects import delimiter_of, stated_delimiter
from crm.exchange.grids.encodings import encoding_of, text_of
from crm.exchange.grids.guards import freed
from crm.exchange.grids.stream import GridStream
from crm.exchange.records import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.exchange.limits import Limits
    from crm.exchange.sources import Opened

__all__ = ["separated"]

_SAMPLED: Final = 300
"""Lines by which the delimiter is told."""
_SUFFIXES: Final = {".tsv": "\t", ".tab": "\t"}


def separated(
    opened: Opened, limits: Limits, *, encoding: str | None = None, delimiter: str | None = None
) -> GridStream:
    """Return the rows of a text whose cells are separated; the encoding and the delimiter are told unless stated."""
    found = encoding_of(opened, encoding)
    lines = text_of(opened, found, limits.row_chars + 2)
    sample = list(islice(lines, _SAMPLED))
    stated = stated_delimiter(sample[0]) if sample else None
    chosen = delimiter or stated or delimiter_of(sample, _SUFFIXES.get(opened.suffix, ""))
    stream = GridStream(iter(()), "tsv" if chosen == "\t" else "csv", found.name, chosen, notes=list(found.notes))
    records = _Records(_Lines(deque(sample), lines, limits), chosen, limits, stream)
    stream.rows = records.rows(skipped=1 if stated else 0)
    return stream


@dataclass(slots=True)
class _Lines:
    """The lines of a text, of which some can be given back."""

    waiting: deque[str]
    source: Iterator[str]
    limits: Limits
    number: int = 0
    """Of the line that was taken last, from 1."""

    def take(self) -> str | None:
        """Return the next line; None at the end."""
        line = self.waiting.popleft() if self.waiting else next(self.source, None)
        if line is None:
            return None
        self.number += 1
        if len(line) > self.limits.row_chars:
            raise SourceTooLarge(f"line {self.number} has more than {self.limits.row_chars} characters")
        return line

    def give_back(self, lines: list[str]) -> None:
        """Take `lines` again next."""
        self.waiting.extendleft(reversed(lines))
        self.number -= len(lines)


@dataclass(slots=True)
class _Records:
    """The records of a text: a quoted cell may go on over lines, and a quote that nothing closes ends with its line."""

    lines: _Lines
    delimiter: str
    limits: Limits
    stream: GridStream
    _nuls: bool = field(default=False)

    def rows(self, skipped: int) -> Iterator[tuple[int, list[str]]]:
        """Yield each record with the line it begins on."""
        take, delimiter, most = self.lines.take, self.delimiter, self.limits.cell_chars
        for _ in range(skipped):
            take()
        count = 0
        while (line := take()) is not None:
            number = self.lines.number
            text = self._without_nuls(line) if "\0" in line else line
            if '"' in text:
                cells = [freed(cell) for cell in self._quoted(text)]
            elif text := text.rstrip("\r\n"):
                cells = text.split(delimiter)
                if "'" in text:
                    cells = [freed(cell) for cell in cells]
            else:
                cells = []
            if len(cells) > self.limits.columns or (len(line) > most and any(len(cell) > most for cell in cells)):
                self._refuse(number, cells)
            count += 1
            if count > self.limits.rows:
                raise SourceTooLarge(f"the list has more than {self.limits.rows} rows")
            yield number, cells

    def _refuse(self, number: int, cells: list[str]) -> None:
        if len(cells) > self.limits.columns:
            raise SourceTooLarge(f"line {number} has {len(cells)} cells, more than {self.limits.columns}")
        raise SourceTooLarge(f"line {number} has a cell of more than {self.limits.cell_chars} characters")

    def _without_nuls(self, line: str) -> str:
        if not self._nuls:
            self._nuls = True
            message = f"there are NUL characters from line {self.lines.number} on: they are left out"
            self.stream.notes.append(Problem("grid.nul_left_out", message))
        return line.replace("\0", "")

    def _quoted(self, line: str) -> list[str]:
        """Return the cells of the record that begins with `line`, and take the lines it goes on over."""
        taken = [line]
        is_open = line.count('"') % 2 == 1
        length = len(line)
        while is_open and length <= self.limits.row_chars and (more := self.lines.take()) is not None:
            more = self._without_nuls(more) if "\0" in more else more
            taken.append(more)
            length += len(more)
            is_open ^= more.count('"') % 2 == 1
        if not is_open and (cells := self._strict(taken)) is not None:
            return cells
        self.lines.give_back(taken[1:])
        return self._lenient(line.rstrip("\r\n"))

    def _strict(self, lines: list[str]) -> list[str] | None:
        """Return the cells of a record whose quotes are right; None for any other."""
        spaced = any(f'{self.delimiter} "' in line for line in lines)
        record = [*lines[:-1], lines[-1].rstrip("\r\n")]
        reader = csv.reader(record, delimiter=self.delimiter, strict=True, skipinitialspace=spaced)
        try:
            cells = next(reader, [])
            return cells if next(reader, None) is None else None
        except csv.Error:
            return None

    def _lenient(self, line: str) -> list[str]:
        """Return the cells of a line whose quotes are wrong: one that nothing closes is a letter like any other."""
        number, cells, start = self.lines.number, [], 0
        while start <= len(line):
            end, cell = _cell(line, start, self.delimiter)
            if cell.startswith('"') and number not in self.stream.faults:
                self.stream.faults[number] = _unclosed(cell)
            cells.append(cell)
            start = end + 1
        return cells


def _cell(line: str, start: int, delimiter: str) -> tuple[int, str]:
    """Return where the cell that begins at `start` ends, and the cell."""
    if line.startswith('"', start):
        end = _closing(line, start + 1, delimiter)
        if end is not None:
            after = line.find(delimiter, end)
            return (len(line) if after < 0 else after), line[start + 1 : end].replace('""', '"')
    found = line.find(delimiter, start)
    end = len(line) if found < 0 else found
    return end, line[start:end]


def _closing(line: str, start: int, delimiter: str) -> int | None:
    """Return where the quote stands that a delimiter or the end of the line follows."""
    place = line.find('"', start)
    while place >= 0:
        rest = line[place + 1 : place + 2]
        if not rest or rest == delimiter:
            return place
        place = line.find('"', place + 1)
    return None


def _unclosed(cell: str) -> Problem:
    return Problem(
        "cell.quote_unclosed",
        "a quotation mark opens the cell and nothing closes it",
        value=cell[:100],
        hint="close it, or double the quotation marks inside the cell",
        rejects=True,
    )
