"""A page in the making: what HTML, DOCX and ODT say in their own words becomes the same lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from crm.reading.forms.extract import Lines
from crm.reading.forms.page_line import PageLine, hidden_address
from crm.reading.forms.tables import lines_of_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crm.reading.forms.tables import Cell

__all__ = ["Page"]

_MAX_TABLES: Final = 20
"""Tables within tables; further down they are lines like any others."""

_COLUMN: Final = " | "
_PROSE: Final = 120
"""Characters, without spaces, from which a paragraph is prose."""
_MAX_SHOWN: Final = 1000
"""Characters kept of what a link shows."""


@dataclass
class _Table:
    outside: list[str] | None
    """The cell around the table, None on the page itself: where the lines go again after it."""
    rows: list[list[Cell]] = field(default_factory=list)


class Page:
    """Takes text and its structure, and gives lines; of what never ends, the end of the page is the end."""

    def __init__(self) -> None:
        self.lines = Lines()
        self.is_preformatted = False
        self._line = PageLine()
        self._cell: list[str] | None = None
        self._tables: list[_Table] = []
        self._too_deep = 0
        self._level = 0
        self._is_item = False
        self._strong = 0
        self._aside: list[tuple[PageLine, list[str] | None, list[_Table], int]] = []
        self._target: str | None = None
        self._shown = ""

    def text(self, text: str) -> None:
        """Go on with the line."""
        if self.is_preformatted and "\n" in text:
            for piece in re.split(r"\r?\n", text):
                self._append(piece)
                self.line_break()
        else:
            self._append(text)

    def _append(self, text: str) -> None:
        self._line.take(text, is_strong=self._strong > 0, target=self._target)
        if self._target is not None and len(self._shown) < _MAX_SHOWN:
            self._shown += text[:_MAX_SHOWN]

    def line(self) -> None:
        """End the line, when one has begun; a heading goes on."""
        if self._level:
            self._append(" ")
            return
        if self._line.text:
            is_laid_out = self.is_preformatted and not self._is_item
            self._add(self._line.printed if is_laid_out else self._line.marked(is_item=self._is_item))
            self._is_item = False
        self._line = PageLine()

    def line_break(self) -> None:
        """End the line; a second break leaves a blank one."""
        if not self._level and not self._line.size:
            self._gap()
        self.line()

    def paragraph(self) -> None:
        """End the line, and part the next one from it by a blank one."""
        if not self._level:
            self.line()
            self._gap()

    def rule(self) -> None:
        """Draw a line across the page."""
        if not self._level:
            self._add("---")
            self._gap()

    def end_span(self) -> None:
        """End words that may be set apart from those that follow by their style alone."""
        self._line.has_span_last = bool(self._line.pieces)

    def heading(self, level: int) -> None:
        """Begin a heading, which 0 ends."""
        title, self._level = self._level, 0
        if title:
            text, self._line = self._line.text, PageLine()
            if text:
                self._add(f"{'#' * title} {text}")
        self.paragraph()
        self._level = min(level, 6)

    def mark_heading(self, level: int, words: tuple[int, int]) -> None:
        """Make the line that has begun a heading, if it has so many words, from the fewest to the most."""
        if not self._level and words[0] <= len(self._line.text.split()) <= words[1]:
            self._level = level

    @property
    def is_strong(self) -> bool:
        """Whether the whole line, as far as it goes, is bold."""
        return self._line.is_strong

    def item(self) -> None:
        """Begin an item of a list."""
        self.line()
        self._is_item = True

    def end_item(self) -> None:
        """End an item of a list."""
        self.line()
        self._is_item = False

    def strong(self, change: int) -> None:
        """Begin (1) or end (-1) what is bold."""
        self._strong = max(0, self._strong + change)

    def link(self, target: str) -> None:
        """Begin a link."""
        self.end_link()
        if target.strip().lower().startswith(("mailto:", "tel:")):
            self._append(" ")  # what stands right before an address is no part of it
        self._target, self._shown = target.strip(), ""

    def end_link(self) -> None:
        """End the link; an address or a number that it does not show is shown."""
        hidden, shown = hidden_address(self._target or "", self._shown), self._shown
        self._target, self._shown = None, ""
        if hidden:
            self._append(f" {hidden}" if shown.strip() else hidden)
            self._line.has_address_last = True

    def table(self) -> None:
        """Begin a table."""
        self.heading(0)
        if len(self._tables) == _MAX_TABLES:
            self._too_deep += 1
            return
        self._tables.append(_Table(self._cell))

    def row(self) -> None:
        """Begin a row."""
        self.end_cell()
        if self._tables and not self._too_deep:
            self._tables[-1].rows.append([])

    def cell(self) -> None:
        """Begin a cell."""
        self.end_cell()
        if self._tables and not self._too_deep:
            rows = self._tables[-1].rows or [[]]
            self._tables[-1].rows = rows
            rows[-1].append([])
            self._cell = rows[-1][-1]

    def end_cell(self) -> None:
        """End the cell; what comes before the next one stands before the table."""
        self.heading(0) if self._level else self.line()
        if self._tables and not self._too_deep:
            self._cell = self._tables[-1].outside

    def end_table(self) -> None:
        """End the innermost table; its lines follow those before it."""
        self.end_cell()
        if self._too_deep:
            self._too_deep -= 1
        elif self._tables:
            table = self._tables.pop()
            self._cell = table.outside
            self._gap()
            rows = [[_trimmed(cell) for cell in row] for row in table.rows]
            self.add(lines_of_table([row for row in rows if any(row)]))
            self._gap()

    def tab(self) -> None:
        """Go on in the next column of the line."""
        if self._line.size and self._line.pieces[-1] != _COLUMN:
            self._line.pieces.append(_COLUMN)

    def printed_line(self) -> None:
        """End a paragraph as word processors have it: most are single lines, an empty one is a gap, prose has gaps."""
        if self._line.size > _PROSE and not self._level and not self._is_item:
            self._gap()
            self.line()
            self._gap()
        else:
            self.heading(0) if self._level else self.line_break()
        self._is_item = False

    def set_aside(self) -> None:
        """Begin what stands apart from the line: a text box, a header."""
        self._aside.append((self._line, self._cell, self._tables, self._level))
        self._line, self._cell, self._tables, self._level = PageLine(), [], [], 0

    def take_back(self) -> list[str]:
        """End what stands apart, and return its lines."""
        gathered = self._cell
        self._end_tables()
        self.heading(0)
        if self._aside:
            self._line, self._cell, self._tables, self._level = self._aside.pop()
        return gathered or []

    def add(self, lines: Iterable[str]) -> None:
        """Add lines that are ready, an empty one for a gap."""
        for line in lines:
            self._add(line) if line else self._gap()

    def finish(self) -> Lines:
        """End everything, and return the lines."""
        self._too_deep = 0
        self.end_link()
        self._end_tables()
        self.heading(0)
        return self.lines

    def _end_tables(self) -> None:
        while self._tables:
            self.end_table()

    def _add(self, line: str) -> None:
        if self._cell is None:
            self.lines.add(line)
        else:
            self._cell.append(line)

    def _gap(self) -> None:
        if self._cell is None:
            self.lines.gap()
        elif self._cell and self._cell[-1]:
            self._cell.append("")


def _trimmed(cell: Cell) -> Cell:
    while cell and not cell[-1]:
        cell = cell[:-1]
    return cell
