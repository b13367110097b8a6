"""The dateline that a communiqué opens with: its place and its day."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final

from crm.reading.printed_dates import DATELINE, printed_dates
from crm.reading.vocabulary import listed
from crm.reading.words import words
from crm.values import fold

if TYPE_CHECKING:
    from crm.reading.printed_dates import PrintedDate

__all__ = ["dateline_end", "is_dateline", "is_placed", "without_dateline"]

_SET_OFF: Final = re.compile(
    r",?\s*(?:\([^()]*\)|/[^/]+/)?\s*(?:\.?[-–—:|/)]|\(|\.(?=\s+(?:[^\W\d_a-z]|--)))"
    r"|,\s*[^\W\d_a-zà-ÿ][\w’'-]{0,30}(?:[ ,]{1,2}[^\W\d_a-zà-ÿ][\w’'-]{0,30}){0,3}\s?[-–—]\s"
)
"""What comes between a date and the sentence, a remark or the place among it."""
_WIRE: Final = re.compile(r",?\s?/[^\W\d_][^/\n]{1,39}/\s?[-–—]")
"""The name of a wire, which comes behind a date without its year too."""
_PLACED: Final = re.compile(r",?\s*\([^()\d]{3,40}\)\s*[-–—:|]")
_WORDS: Final = re.compile(r"[^\W\d_]+")


def is_dateline(text: str, printed: PrintedDate, *, is_line: bool = False) -> bool:
    """Tell a dateline: nothing but names of places, in capitals or in brackets, before the date.

    In a sentence something has to set it off; a line of its own (`is_line`) is set off.
    """
    if printed.start > DATELINE or (not is_line and not _is_set_off(text, printed)):
        return False
    if _WIRE.match(text, printed.end):
        return True
    if is_line and printed.start == 0 and len(_WORDS.findall(text[printed.end :])) <= 6:
        return True
    before = _WORDS.findall(text[: printed.start])
    is_sentence = bool(before) and fold(before[0]) in words()["dates.openings"]
    joins = listed("dates.dateline", "connectors", "conjunctions")
    small = (word for word in before if not word[0].isupper())
    is_told = printed.year is not None or printed.weekday is not None
    return is_told and not is_sentence and all(fold(word) in joins for word in small)


def _is_set_off(text: str, printed: PrintedDate) -> bool:
    """Whether a dash, a colon, a bracket or a full stop separates the date from the sentence that follows."""
    return _SET_OFF.match(text, printed.end) is not None


def is_placed(text: str, printed: PrintedDate) -> bool:
    """Whether a place in brackets follows a date, and parts it from the sentence: *March 3, 2025 (Valmont) –*."""
    return printed.year is not None and _PLACED.match(text, printed.end) is not None


def dateline_end(text: str) -> int:
    """Return where the sentence begins that a dateline opens, 0 where there is none.

    >>> dateline_end("VALMONT, March 3, 2025 /NEWSWIRE/ -- The University")
    37
    """
    for printed in islice(printed_dates(text[: 3 * DATELINE]), 3):
        found = _SET_OFF.match(text, printed.end)
        if found and is_dateline(text, printed):
            rest = text[found.end() :]
            return found.end() + len(rest) - len(rest.lstrip(" -–—:|/)"))
    return 0


def without_dateline(text: str) -> str:
    """Return a paragraph without the place and date it opens with.

    >>> without_dateline("Valmont, le 3 mars 2025 – La Ville ouvre une école")
    'La Ville ouvre une école'
    """
    return text[dateline_end(text) :]
