"""Where on a page something stands: above its text, below it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.reading.lines import Line

__all__ = ["first_paragraph", "is_code", "is_paragraph", "last_words", "paragraphs"]

_MIN_WIDTH: Final = 100
_MIN_WORDS: Final = 20
_CODE: Final = re.compile(r"^\s*(?:</|/>|<[^>]*>?\s*$|[})\]]|export\s|return\s|[\w-]+=[\"'{])")
_OPEN: Final = (";", "{", "(")
"""How the lines of a program end."""


def is_paragraph(line: Line) -> bool:
    """Tell a line that is a paragraph of the text."""
    return len(line.plain) > _MIN_WIDTH and len(line.said) >= _MIN_WORDS


def paragraphs(lines: Sequence[Line]) -> list[int]:
    """Return the numbers of the lines that are paragraphs of the text."""
    return [line.number for line in lines if is_paragraph(line)]


def first_paragraph(lines: Sequence[Line]) -> int | None:
    """Return the number of the line with which the text begins; None where there is none."""
    return next((one.number for one in lines if is_paragraph(one)), None)


def last_words(lines: Sequence[Line]) -> int | None:
    """Return the number of the last line that says anything, and is no end of a program; None where none does."""
    return next(
        (line.number for line in reversed(lines) if any(map(str.isalnum, line.plain)) and not is_code(line)), None
    )


def is_code(line: Line) -> bool:
    """Tell what comes below the text of a page that a program holds: tags, attributes, brackets."""
    return _CODE.match(line.printed) is not None or line.printed.rstrip().endswith(_OPEN)
