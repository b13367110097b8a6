"""A grid with a heading: where the heading stands, and a contact from every row below it."""

from __future__ import annotations

from collections import deque
from itertools import chain, islice
from typing import TYPE_CHECKING, Final, NamedTuple

from crm.errors import SourceError
from crm.exchange.grids.columns import columns_of, guessed, heading_of, second_heading
from crm.exchange.grids.contacts import ContactReader
from crm.exchange.grids.reading import grid_rows
from crm.exchange.records import Problem, Row
from crm.exchange.streams import RowStream
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crm.exchange.grids.columns import Columns
    from crm.exchange.grids.stream import GridStream
    from crm.exchange.limits import Limits
    from crm.exchange.sources import Opened

__all__ = ["records_of_grid"]

_HEADING_WITHIN: Final = 20
"""Rows among which the heading is sought; lists have a title above it, and a date."""
_SAMPLED: Final = 200
"""Rows by whose content a doubtful column is decided."""

_Numbered = tuple[int, list[str]]


def records_of_grid(
    opened: Opened,
    *,
    mapping: Mapping[str, str] | None = None,
    region: str | None = "FR",
    limits: Limits,
    format: str | None = None,  # noqa: A002
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
) -> RowStream:
    """Return every row of a list below its heading, each with the contact it is, as long as `opened` is open.

    Raises:
        SourceError: it cannot be read, or nothing tells what its columns are (``source.no_columns``).
        InvalidChoice: the mapping names a column or a field that there is not.
    """
    grid = grid_rows(opened, limits, format=format, encoding=encoding, delimiter=delimiter, sheet=sheet)
    first = list(islice(grid, _SAMPLED))
    heading, columns = _columns(first, mapping or {})
    stream = RowStream(iter(()), grid.format, encoding=grid.encoding, delimiter=grid.delimiter, notes=grid.notes)
    stream.header = heading.cells if heading else None
    stream.columns = columns.as_dict() if columns else {}
    if columns is not None:
        stream.notes.extend(columns.notes)
        _note_above(stream, [cells for _, cells in first[: heading.first if heading else 0]])
        below = first[heading.below :] if heading else first
        stream.rows = _rows(grid, deque(below), ContactReader(columns, region, stream.notes))
    return stream


class _Heading(NamedTuple):
    """The heading as one row; the place of its first row, and of the first row below it."""

    cells: list[str]
    first: int
    below: int


def _columns(first: list[_Numbered], mapping: Mapping[str, str]) -> tuple[_Heading | None, Columns | None]:
    """Return the heading among the first rows and what its columns are; neither for a blank list."""
    grid = [cells for _, cells in first]
    filled = [cells for cells in grid if any(cell.strip() for cell in cells)]
    if not filled:
        return None, None
    heading = _heading(grid, mapping)
    if heading is not None:
        return heading, columns_of(heading.cells, grid[heading.below :], mapping)
    found = guessed(filled) if not mapping else None
    if found is not None:
        return None, found
    if mapping:  # every name in it is unknown then, and is told
        columns_of(filled[0], [], mapping)
    said = " | ".join(" ".join(cell.split()) for cell in filled[0])[:200]
    hint = "say what the columns are with a mapping, --map 'COLUMN=name'"
    raise SourceError(
        f"nothing tells what the columns are; the first row is: {said}", code="source.no_columns", hint=hint
    )


def _heading(grid: list[list[str]], mapping: Mapping[str, str]) -> _Heading | None:
    """Return the heading: the row that has what the mapping names, else that of known words, and the next with it."""
    within = grid[:_HEADING_WITHIN]
    if mapping:
        wanted = {fold(name) for name in mapping}
        named = (place for place, cells in enumerate(within) if wanted <= {fold(cell) for cell in cells})
        if (found := next(named, None)) is not None:
            return _Heading(grid[found], found, found + 1)
    place = heading_of(within)
    if place is None:
        return None
    both = second_heading(grid[place], grid[place + 1]) if place + 1 < len(grid) else None
    return _Heading(both or grid[place], place, place + (2 if both else 1))


def _note_above(stream: RowStream, above: list[list[str]]) -> None:
    for cells in above:
        if text := " ".join(" ".join(cells).split()):
            message = "it stands above the heading and is no row"
            stream.notes.append(Problem("grid.title_above", message, value=text[:200]))


def _rows(grid: GridStream, first: deque[_Numbered], reader: ContactReader) -> Iterator[Row]:
    """Yield every row, a blank one without a record."""
    faults = grid.faults
    for number, (line, cells) in enumerate(chain(_drained(first), grid), 1):
        fault = faults.pop(line, None) if faults else None
        if not "".join(cells).strip():
            yield Row(number, line, cells, None)
            continue
        record = reader.read(number, line, cells)
        if fault is not None:
            record.problems.insert(0, fault)
        yield Row(number, line, cells, record)


def _drained(rows: deque[_Numbered]) -> Iterator[_Numbered]:
    """Yield the rows without holding them."""
    while rows:
        yield rows.popleft()
