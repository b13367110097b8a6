"""The rows of a list as they come, whatever it is written in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.exchange.records import Problem, Row

__all__ = ["RowStream"]


@dataclass(slots=True)
class RowStream:
    """The rows of a source, one by one, with what was found out about it."""

    rows: Iterator[Row]
    format: str
    header: list[str] | None = None
    encoding: str | None = None
    delimiter: str | None = None
    columns: dict[str, str] = field(default_factory=dict)
    notes: list[Problem] = field(default_factory=list)

    def __iter__(self) -> Iterator[Row]:
        return self.rows
