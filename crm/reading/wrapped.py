"""Lines that were broken to a width: a link or a number in two pieces is made whole on the line that it begins on."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["unwrapped"]

_MAX_LINK: Final = 200
"""Characters of the text of a link, and twice of its address, that are looked through."""
_BEGUN: Final = re.compile(r"(?:\+|(?<!\d[ .-])\b00)\d{1,3}[ .-]?(?:\(0\))?[ .-]?(?:\d{1,4}[ .-]?){0,2}$")
_REST: Final = re.compile(r"\(?\d[\d ().-]{2,16}\d$")
_MOST_BEGUN: Final = 8
"""Digits that are no whole number yet, its country among them."""
_WHOLE: Final = range(9, 16)
_CUT: Final = re.compile(r"\d{3}[ ).-]{1,2}\d{3}-$")
_CUT_OFF: Final = re.compile(r"\d{4}\s*$")
"""A number of North America that is cut at its last dash."""
_TARGET: Final = re.compile(r"\]\([^()\s]{1,400}\)(?:\{[^{}]{0,100}\})?")


def unwrapped(lines: list[str]) -> list[str]:
    """Return as many lines, with what was broken off the end of one moved there from the beginning of the next.

    >>> unwrapped(["[Service de", "presse](mailto:presse@example.org) +44(0)", "7700900123"])
    ['[Service de presse](mailto:presse@example.org)', '+44(0) 7700900123', '']
    """
    found = list(lines)
    for index in range(len(found) - 1):
        line, following = found[index], found[index + 1]
        if line[-1:] == "-" and following[:1].isdigit() and _CUT.search(line) and _CUT_OFF.match(following):
            found[index], found[index + 1] = line + following.strip(), ""
            continue
        size = _link_end(line, following) if "[" in line else 0
        if not size and line[-1:].isprintable() and ("+" in line[-30:] or "00" in line[-30:]):
            size = _number_end(line, following)
        if size:
            gap = "" if _ends_in_address(line) else " "
            found[index] = f"{line.rstrip()}{gap}{following[:size].strip()}"
            found[index + 1] = following[size:].strip()
    return found


def _link_end(line: str, following: str) -> int:
    """Return how much of the next line belongs to the link that `line` ends in; 0 where it ends in none."""
    start = line.rfind("[")
    if "]" in line[start:] or len(line) - start > _MAX_LINK:
        return 0
    target = _TARGET.search(following, 0, 3 * _MAX_LINK)
    if target is None or "[" in following[: target.start()]:
        return 0
    return target.end()


def _ends_in_address(line: str) -> bool:
    """Whether a line ends within an address, which no space belongs to: *[anne.corvel@communes-*."""
    end = line.rstrip().rpartition("[")[2].rpartition(" ")[2]
    return "@" in end or "://" in end


def _number_end(line: str, following: str) -> int:
    """Return the size of the next line if that is the rest of the number that `line` ends with."""
    begun = _BEGUN.search(line.rstrip(), max(0, len(line) - 30))
    rest = following.strip()
    if begun is None or not _REST.match(rest):
        return 0
    before, after = _digits(begun[0]), _digits(rest)
    return len(following) if before <= _MOST_BEGUN and before + after in _WHOLE else 0


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text.replace("(0)", "")))
