"""A grid as it is read: rows of text, each with the line it begins on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.exchange.records import Problem

__all__ = ["Grid", "GridStream"]


@dataclass(slots=True)
class GridStream:
    """The rows of a grid, one by one as ``(line, cells)``; a blank line is one too, without cells."""

    rows: Iterator[tuple[int, list[str]]]
    format: str
    encoding: str | None = None
    """None for a workbook, which says itself how its text is written."""
    delimiter: str | None = None
    sheet: str | None = None
    """The name of the sheet that is read; None for text."""
    notes: list[Problem] = field(default_factory=list)
    """What there is to say of the source as a whole."""
    faults: dict[int, Problem] = field(default_factory=dict)
    """What is wrong with a row as it was written, by its line; whoever takes the row takes it out."""

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        return self.rows


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid as a whole: rows of text as they stand there, a heading and blank ones included."""

    rows: list[list[str]]
    format: str
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    lines: list[int] = field(default_factory=list)
    """The line of the source that each row begins on, from 1."""
    problems: list[Problem] = field(default_factory=list)
    """What is wrong or doubtful in how the source was written."""
