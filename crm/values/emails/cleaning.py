"""Text freed of what printing, pasting and web pages add to an address, every character still knowing its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crm.values.folding import INVISIBLE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["HYPHENS", "NO_BREAK", "Traced", "cleaned"]

NO_BREAK: Final = frozenset(map(chr, (0x00A0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)))
"""The spaces of typography. Source: Unicode 16.0, category Zs without U+0020 and U+1680, read 2026-11-20."""

HYPHENS: Final = frozenset("\u2010\u2011\ufe63\uff0d")
"""Hyphens that word processors put in the place of the one on the keyboard. Source: Unicode 16.0, category Pd."""

_AT_SIGNS: Final = {"＠": "@", "﹫": "@"}
_CHARACTERS: Final = str.maketrans({**dict.fromkeys(NO_BREAK, "\u00a0"), **dict.fromkeys(HYPHENS, "-"), **_AT_SIGNS})
_DROPPED: Final = re.compile(f"[{re.escape(''.join(sorted(INVISIBLE)))}]+")
_FULL_WIDTH: Final = re.compile("[\uff01-\uff5e]")
_ENTITY: Final = re.compile(
    r"&(?:#(?P<dec>[0-9]{2,5})|#[xX](?P<hex>[0-9a-fA-F]{2,4})|(?P<name>commat|period|lt|gt|nbsp|amp|quot));"
)
_NAMED: Final = {"commat": "@", "period": ".", "lt": "<", "gt": ">", "nbsp": "\u00a0", "amp": "&", "quot": '"'}
_ESCAPED_AT: Final = re.compile(r"(?<=\w)%40(?=\w)")
_COMMENT: Final = re.compile(r"(?<=\w)\([^()@<>]{0,100}\)(?=@)|(?<=@)\([^()@<>]{0,100}\)(?=\w)")
_COMMENT_AT: Final = re.compile(r"(?i)\(\s?(?:at|a|à|arobase|arobas)\s?\)")


@dataclass(frozen=True, slots=True)
class Traced:
    """A `text` made from another, and for each of its characters the `places` it came from."""

    text: str
    places: Sequence[int]

    def replace(self, pattern: re.Pattern[str], new: Callable[[re.Match[str]], str]) -> Traced:
        """Return the text with every match replaced; the new characters stand where the match began."""
        pieces: list[str] = []
        places: list[int] = []
        last = 0
        for match in pattern.finditer(self.text):
            made = new(match)
            pieces += (self.text[last : match.start()], made)
            places += self.places[last : match.start()]
            places += [self.places[match.start()]] * len(made)
            last = match.end()
        if last == 0:
            return self
        return Traced("".join((*pieces, self.text[last:])), [*places, *self.places[last:]])

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the characters from `start` to `end` were in the first text."""
        return self.places[start], self.places[end - 1] + 1


def cleaned(text: str) -> Traced:
    r"""Return `text` without invisible characters, entities, escapes and comments; typographic spaces become U+00A0.

    >>> cleaned("anne\u200b&#64;example.org").text
    'anne@example.org'
    """
    traced = Traced(text.translate(_CHARACTERS), range(len(text)))
    traced = traced.replace(_DROPPED, lambda _: "")
    if "＠" in text:
        traced = traced.replace(_FULL_WIDTH, lambda match: chr(ord(match[0]) - 0xFEE0))
    if "&" in traced.text:
        traced = traced.replace(_ENTITY, _entity)
    if "%40" in traced.text:
        traced = traced.replace(_ESCAPED_AT, lambda _: "@")
    if "(" in traced.text and "@" in traced.text:
        traced = traced.replace(_COMMENT, lambda match: match[0] if _COMMENT_AT.fullmatch(match[0]) else "")
    return traced


def _entity(match: re.Match[str]) -> str:
    if match["name"]:
        return _NAMED[match["name"]]
    code = int(match["dec"]) if match["dec"] else int(match["hex"], 16)
    return chr(code) if 0x21 <= code <= 0x7E else match[0]
