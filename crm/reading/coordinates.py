"""Where addresses and numbers stand in a text."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from crm.reading.digits import at_most
from crm.reading.words import words
from crm.values import folded_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

__all__ = [
    "CLUSTER",
    "EMAIL",
    "SYMBOLS",
    "clusters",
    "emails",
    "first_cell",
    "has_coordinates",
    "is_spelled",
    "last_coordinate",
    "spelled_at",
    "urls",
    "without_symbols",
]

_MIN_DIGITS: Final = 8
"""Shorter clusters are postcodes, years and house numbers; German local numbers that short are rarely printed."""
EMAIL: Final = re.compile(r"(?:mailto:)?(?<![\w.+@-])[\w.+'’&-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_URL: Final = re.compile(r"(?:https?://|www\.)\S+|(?<![\w.@-])(?:[a-z\d-]{1,63}\.){1,4}[a-z]{2,6}(?:/\S*)?(?![\w@.-])")
CLUSTER: Final = re.compile(r"(?<![\w@/])(?:tel:)?[(+]{0,2}\d[\d ().\-–/·•_]{5,40}\d(?![\w@])")
_DIGITS: Final = re.compile(r"\d{2}\D{0,3}\d{2}")
_RUN: Final = re.compile(r"\d[\d ().\-–/·•_]{5,40}\d")
"""What a cluster is without its beginning and its end: most lines have none, and it is found fast."""
_APART: Final = re.compile(r"@\s?[)\]}]")
_FIRST_SIGN: Final = re.compile(r"\s*[,(|:;/]\s*|\s+[-–—]\s+")
_DATE: Final = re.compile(
    r"\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d(?!\d)|(?:19|20)\d\d-\d{2}-\d{2}(?!\d)|(?:19|20)\d\d\s*[-–/]\s*(?:19|20)\d\d$|\d{5}-\d{3}$"
)
SYMBOLS: Final = re.compile("[\u20e3\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]+")
"""Arrows, dingbats and emoji: pictures beside the words, and between them as good as a comma."""


def has_coordinates(text: str) -> bool:
    """Tell whether `text` holds what looks like an address or a telephone number.

    >>> has_coordinates("T 01 99 00 12 34"), has_coordinates("Depuis 2007, 22 structures")
    (True, False)
    """
    return next(emails(text), None) is not None or next(clusters(text), None) is not None


def last_coordinate(text: str) -> int:
    """Return where the last address or number of `text` ends, 0 where there is none.

    >>> last_coordinate("T 01 99 00 12 34, puis"), last_coordinate("Depuis 2007")
    (16, 0)
    """
    return max((found.end() for found in (*emails(text), *clusters(text))), default=0)


def first_cell(text: str) -> str:
    """Return the words of a line before its first sign: where a line begins with a name, the name.

    >>> first_cell("Anne Le Goff, 01 99 00 12 34"), first_cell("Anne-Marie Le Goff – ORME")
    ('Anne Le Goff', 'Anne-Marie Le Goff')
    """
    return _FIRST_SIGN.split(text, maxsplit=1)[0]


def without_symbols(text: str) -> str:
    """Return `text` without emoji, arrows and dingbats.

    >>> without_symbols("👤 Anne Le Goff")
    'Anne Le Goff'
    """
    return text if text.isascii() else " ".join(SYMBOLS.sub(" ", text).split())


def is_spelled(text: str, said: Collection[str] | None = None) -> bool:
    """Tell whether there is an address spelled so that no robot reads it: *(at)*, *arobase*.

    `said` are its folded words, where these are known already.

    >>> is_spelled("presse (at) orme.example.org"), is_spelled("presse@orme.example.org")
    (True, False)
    """
    is_said = not words()["contacts.at"].isdisjoint(folded_words(text) if said is None else said)
    return (is_said or ("@" in text and _APART.search(text) is not None)) and bool(_spelled_sign().search(text))


def spelled_at(text: str, said: Collection[str] | None = None) -> int:
    """Return where the sign of a spelled address stands, 0 where there is none.

    >>> spelled_at("presse (at) orme.example.org"), spelled_at("presse@orme.example.org")
    (7, 0)
    """
    found = _spelled_sign().search(text) if is_spelled(text, said) else None
    return found.start() if found else 0


def emails(text: str) -> Iterator[re.Match[str]]:
    """Return the addresses of `text` from left to right, as printed."""
    return EMAIL.finditer(text) if "@" in text else iter(())


def urls(text: str) -> Iterator[re.Match[str]]:
    """Return the links and domains of `text` from left to right."""
    return _URL.finditer(text) if "." in text else iter(())


def clusters(text: str) -> Iterator[re.Match[str]]:
    """Yield the clusters of digits long enough for a telephone number, dates and spans of years apart."""
    if at_most(text) < _MIN_DIGITS or not _RUN.search(text) or not _DIGITS.search(text):
        return
    for found in CLUSTER.finditer(text):
        digits = found[0].strip("() ")
        if sum(map(str.isdigit, digits)) >= _MIN_DIGITS and not _DATE.match(digits):
            yield found


@cache
def _spelled_sign() -> re.Pattern[str]:
    """What an address is spelled with so that no robot reads it: *(at)*, *arobase*, *at … dot*."""
    names = "|".join(sorted(words()["contacts.at"], key=len, reverse=True))
    dots = "|".join(sorted(words()["contacts.dot"], key=len, reverse=True))
    return re.compile(
        rf"[(\[{{]\s?(?:{names}|ät|@)\s?[)\]}}]|\s(?:{names}|ät)\s(?=[\w-]+\s?(?:\.|[(\[]?(?:{dots})\b))", re.IGNORECASE
    )
