"""The rows of a list, batch by batch, each with what it says."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from crm.exchange.importing.batches import heard

if TYPE_CHECKING:
    from crm.exchange.importing.batches import Heard
    from crm.exchange.streams import RowStream

__all__ = ["BATCH", "Hearing"]

BATCH: Final = 4_000
"""Rows of one transaction: always the same, so that those who share the work meet at the same rows."""


class Hearing:
    """Takes the rows of a stream by the batch."""

    def __init__(self, stream: RowStream, *, keep_invalid: bool) -> None:
        self._stream, self._keep_invalid = stream, keep_invalid
        self.seen = 0
        """The rows that were taken."""
        self.is_ended = False
        """Whether none will come any more."""

    def take(self) -> list[Heard]:
        """Return the next batch, the last of which is shorter than the others."""
        rows = [heard(row, keep_invalid=self._keep_invalid) for row in islice(self._stream, BATCH)]
        self.seen += len(rows)
        self.is_ended = len(rows) < BATCH
        return rows
