"""New uids in order of time, many at once."""

from __future__ import annotations

import os
import time

__all__ = ["Uids"]

_AT_ONCE = 256


class Uids:
    """New uids, each later in order than the one before, so that the index of uids only grows at its end.

    Source: RFC 9562 section 5.7 (UUID version 7), with its method 1 for the counter, read 2026-11-21.
    """

    def __init__(self) -> None:
        self._prefix = f"{time.time_ns() // 1_000_000 & 0xFFFF_FFFF_FFFF:012x}7"
        self._number = -1
        self._random = ""

    def next(self) -> str:
        """Return 32 hexadecimal digits."""
        number = self._number = self._number + 1
        place = number % _AT_ONCE * 12
        if not place:
            self._random = os.urandom(_AT_ONCE * 6).hex()
        return (
            f"{self._prefix}{number >> 14 & 0xFFF:03x}{0x8000 | number & 0x3FFF:04x}{self._random[place : place + 12]}"
        )
