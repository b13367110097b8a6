"""What pages for journalists are called: *Press kit*, *Espace presse*, *Presse und Medien*."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from crm.reading.furniture import is_label
from crm.reading.vocabulary import listed, says_press
from crm.reading.words import words
from crm.values import fold

if TYPE_CHECKING:
    from crm.reading.lines import Line

__all__ = ["is_kit"]

_PARTS: Final = re.compile(r"\s*\|\s*|\s+[/·•–—-]\s+|:\s+")


def is_kit(line: Line) -> bool:
    """Tell what a page for journalists is called: *Press kit*, *Espace presse*, with the name of whom it is about."""
    if any(fold(piece) in _kits() for piece in _PARTS.split(line.plain)):
        return True
    return says_press(line.said) and not is_label(line) and all(map(_is_of_press, line.said))


def _is_of_press(word: str) -> bool:
    return word in _words_of_press() or says_press((word,))


@cache
def _words_of_press() -> frozenset[str]:
    return listed("title.of_press", "articles", "connectors", "conjunctions")


@cache
def _kits() -> frozenset[str]:
    return frozenset(words().phrases["title.kits"])
