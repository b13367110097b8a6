"""How much of a file is taken before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a list may hold at most; beyond it stands an error, never a machine out of memory."""

    file_bytes: int = 2_000_000_000
    rows: int = 5_000_000
    columns: int = 1_000
    cell_chars: int = 100_000
    row_chars: int = 1_000_000
    """Of a row or a card as a whole."""
    unpacked_bytes: int = 1_000_000_000
    """Of the members of a workbook, unpacked."""
    ratio: int = 200
    """How many times its packed size a workbook may have, unpacked, above a megabyte."""
