"""Where digits stand in a text: most lines have none, and that is told sooner than a regular expression tells it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["at_most", "has_shape", "runs"]

_DIGITS: Final = re.compile(r"\d+")
_MANY: Final = 8
"""Characters to look at one by one; of more, as a telephone number has them, the pattern finds the runs sooner."""
_UNKNOWN: Final = "?"
"""What stands for a character that Latin-1 has not, and that may be a digit of another script."""


def _shape_of(letter: str) -> str:
    return "0" if letter.isdecimal() or letter == _UNKNOWN else "-" if letter in "-. " else "x"


_SHAPES: Final = "".join(_shape_of(chr(code)) for code in range(0x100)).encode()


def _shape(text: str) -> bytes:
    """Return 0 for what is a digit, or may be one, a hyphen for what may stand between them, and x for the rest."""
    return text.encode("latin-1", "replace").translate(_SHAPES)


def at_most(text: str) -> int:
    """Return how many digits a text has at most.

    >>> at_most("T 01 99 00 12 34"), at_most("Anne Le Goff"), at_most("٣?")
    (10, 0, 2)
    """
    return _shape(text).count(b"0")


def has_shape(text: str, shape: bytes) -> bool:
    """Whether digits may stand in a text like that, 0 for each and a hyphen for a hyphen, a dot or a space.

    >>> has_shape("(202) 555-0142", b"000-0000"), has_shape("01 99 00 12 34", b"000-0000")
    (True, False)
    """
    return shape in _shape(text)


def runs(text: str, end: int) -> Iterator[tuple[int, int]]:
    """Yield where runs of digits begin and end, those that begin before `end`.

    >>> list(runs("le 3 mars 2025", 14))
    [(3, 4), (10, 14)]
    """
    shape = _shape(text)
    if shape.count(b"0") > _MANY:
        yield from (found.span() for found in _DIGITS.finditer(text, 0, end))
        return
    start = shape.find(b"0", 0, end)
    while start >= 0:
        stop = start
        while stop < len(text) and text[stop].isdecimal():
            stop += 1
        if stop > start:
            yield start, min(stop, end)
        start = shape.find(b"0", max(stop, start + 1), end)
