"""Text folded for matching: the same key in Python, on every database and in every locale."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["INVISIBLE", "fold", "folded_lines", "folded_words"]

INVISIBLE: Final = frozenset(
    chr(code)
    for first, last in (
        (0x00, 0x08), (0x0E, 0x1B), (0x7F, 0x7F), (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x180E, 0x180E),
        (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0xFEFF, 0xFEFF),
    )
    for code in range(first, last + 1)
)  # fmt: skip
"""Control, zero-width and directional characters: categories Cc and Cf, which no address may hold.

Source: Unicode 16.0, DerivedGeneralCategory.txt, read 2026-11-20."""

# Letters that Unicode does not decompose and that people nevertheless type as plain ones.
# Source: The Unicode Standard 16.0, chapter 5.18 and UTS #39 examples, read 2026-11-20.
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "ð": "d", "þ": "th"})


class _Folded(dict[int, str]):
    """What each character folds to, worked out when it is first met: most texts use a few dozen."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKD", chr(code)).casefold().translate(_LETTERS)
        decomposed = unicodedata.normalize("NFKD", plain)
        folded = "".join(c if c.isalnum() else " " for c in decomposed if not unicodedata.combining(c))
        if code < _KEPT:
            self[code] = folded
        return folded


_KEPT: Final = 0x10000
"""Rarer characters are worked out each time, so that no text can fill the memory."""

_FOLDED: Final = _Folded()

_TO_ONE: Final = bytes(ord(_FOLDED[code]) if len(_FOLDED[code].encode()) == 1 else 0x20 for code in range(0x100))
"""What each character of Latin-1 folds to that folds to one letter: the bytes of a text are folded all at once."""
_OF_LINES: Final = _TO_ONE[:0x0A] + b"\n" + _TO_ONE[0x0B:]
"""The same, and a line stays a line."""
_TO_ONE_ONLY: Final = "".join(chr(code) for code in range(0x100) if len(_FOLDED[code].encode()) == 1)
_SIGNS: Final = "".join(chr(code) for code in range(0x2010, 0x2040) if _FOLDED[code].isspace())
"""The quotes, dashes and dots of typography: most of what a text of Latin letters has that Latin-1 has not."""
_TO_MORE: Final = re.compile(f"[^{re.escape(_TO_ONE_ONLY)}]")
"""The characters of other alphabets, and those that fold to several letters or to none."""
_NOT_AT_ONCE: Final = re.compile(f"[^{re.escape(_TO_ONE_ONLY + _SIGNS)}]")


def fold(text: str) -> str:
    """Return `text` without case, accents or punctuation, its words joined by single spaces.

    >>> fold("L’Université  de VALMONT — Œuvres")
    'l universite de valmont oeuvres'
    >>> fold("Jean-Éric D'Almeida") == fold("JEAN ERIC d’almeida")
    True
    """
    if text.isascii() and text.isalnum():  # most are single words
        return text.lower()
    return " ".join(_spaced(text).split())


def folded_words(text: str) -> list[str]:
    """Return the words of `fold(text)`."""
    return _spaced(text).split()


def folded_lines(lines: Sequence[str]) -> list[list[str]]:
    """Return the words of each of `lines`, which have no line break in them, as `folded_words` does, but all at once.

    >>> folded_lines(["L’Université de VALMONT", "", "Œuvres"])
    [['l', 'universite', 'de', 'valmont'], [], ['oeuvres']]
    """
    if not lines:
        return []
    text = "\n".join(lines)
    folded = text.encode("latin-1", "replace").translate(_OF_LINES).decode("ascii").split("\n")
    if text.isascii() or not _NOT_AT_ONCE.search(text):
        return [line.split() for line in folded]
    return [
        folded_words(line) if _NOT_AT_ONCE.search(line) else at_once.split()
        for line, at_once in zip(lines, folded, strict=True)
    ]


def _spaced(text: str) -> str:
    """Return `text` folded, with spaces for whatever is no letter."""
    if text.isascii() or not _NOT_AT_ONCE.search(text):
        # A sign becomes a question mark, and that a space.
        return text.encode("latin-1", "replace").translate(_TO_ONE).decode("ascii")
    try:
        return _TO_MORE.sub(_letters, text).encode("latin-1").translate(_TO_ONE).decode("ascii")
    except UnicodeEncodeError:  # another script
        return text.translate(_FOLDED)


def _letters(found: re.Match[str]) -> str:
    return _FOLDED[ord(found[0])]
