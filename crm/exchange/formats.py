"""The formats that lists come in."""

from __future__ import annotations

from typing import Final

__all__ = ["CARDS", "FORMATS", "GRIDS"]

GRIDS: Final = ("csv", "tsv", "xlsx", "xls", "ods")
CARDS: Final = ("vcard", "jcard", "jscontact")
FORMATS: Final = (*GRIDS, *CARDS)
