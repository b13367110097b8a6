"""The text of one cell, whatever its column: on one line, empty in other words, or what a formula left."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from crm.exchange.grids.headers import words
from crm.values import fold

__all__ = ["is_error", "is_placeholder", "one_line"]

_ERROR: Final = re.compile(
    r"#(?:REF|N/A|NAME|VALUE|DIV/0|NULL|NUM|SPILL|CALC|NOM|VALEUR|NOMBRE|N/D|WERT|BEZUG|ZAHL|NV)[!?]?", re.IGNORECASE
)
"""What a formula leaves that went wrong, as Excel and LibreOffice write it in four languages."""
_MAX_BLANK: Final = 20


def is_error(text: str) -> bool:
    """Tell what a formula leaves that has failed.

    >>> is_error("#REF!"), is_error("#presse")
    (True, False)
    """
    return text[:1] == "#" and _ERROR.fullmatch(text) is not None


def one_line(text: str) -> str:
    """Return a text as one line, its words apart by one space each; it is stripped already."""
    return text if not text or (text.isprintable() and "  " not in text) else " ".join(text.split())


def is_placeholder(text: str) -> bool:
    """Tell what people write where there is nothing to write: a dash, *néant*, *n/a*."""
    return (len(text) <= _MAX_BLANK and fold(text) in _blank_words()) or not any(map(str.isalnum, text))


@lru_cache(1)
def _blank_words() -> frozenset[str]:
    return frozenset(words()["blank"]["words"])
