"""Rows of text, made of what is told of each record."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["SEPARATOR", "rows_of", "without_controls"]

SEPARATOR: Final = " | "
"""Between several things in a cell: hardly a name or a title has it."""


_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
"""What XML 1.0 has no place for. Source: XML 1.0, section 2.2, read 2026-11-21."""


def without_controls(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    """Yield `rows` as a workbook can hold them: a form feed in one title is no reason to refuse a thousand."""
    for row in rows:
        yield [_CONTROLS.sub(" ", cell) for cell in row] if _CONTROLS.search("".join(row)) else row


def rows_of(columns: Mapping[str, tuple[str, ...]], told: Iterable[dict[str, Any]]) -> Iterator[list[str]]:
    """Yield the names of `columns`, and for each dictionary what stands at the place that each column names."""
    yield list(columns)
    for one in told:
        yield [_cell(one, path) for path in columns.values()]


def _cell(told: Any, path: tuple[str, ...]) -> str:
    for place, name in enumerate(path):
        if told is None:
            return ""
        if isinstance(told, list):
            return SEPARATOR.join(_cell(one, path[place:]) for one in told)
        told = told[name]
    if isinstance(told, list):
        return SEPARATOR.join(map(str, told))
    return "" if told is None else str(told)
