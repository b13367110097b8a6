"""A source as a stream of rows: what every reader of lists and of cards gives."""

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
    """``csv``, ``tsv``, ``xlsx``, ``xls``, ``ods``, ``vcard``, ``jcard`` or ``jscontact``."""
    header: list[str] | None = None
    """The source's own names of its columns; None for cards."""
    encoding: str | None = None
    delimiter: str | None = None
    columns: dict[str, str] = field(default_factory=dict)
    """What each column was read as; nothing for one that has no place."""
    notes: list[Problem] = field(default_factory=list)
    """What there is to say of the source as a whole; more may be said as the rows go by."""

    def __iter__(self) -> Iterator[Row]:
        return self.rows
