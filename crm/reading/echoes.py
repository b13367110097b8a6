"""What the text says again of a line: the whole of it where it names who issues, its words where it is the headline."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from crm.reading.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.reading.lines import Line
    from crm.reading.page import Place

__all__ = ["OF_ECHO", "echo_of", "first_words_of", "is_named", "says_release", "told_in"]

OF_ECHO: Final = (-0.8, -0.4, 0.1, 0.5, 0.9, 1.3)
"""For each word of a line that the text says soon, or one like it: a headline is told again, a letterhead is not."""
_MAX_TOLD: Final = 8_000
_MAX_WORDS: Final = 160
"""Words of text in which a headline is told again."""
_MIN_STEM: Final = 4
_STEM: Final = 5
"""Letters that words of one stem have in common, whatever they end with."""
_MIN_NAMED: Final = 8
_MAX_ISSUER: Final = 9
_QUOTES: Final = "«“„‘\"'"
_ASIDE: Final = re.compile(r"\s*\([^()]*\)|\s+[|–—-]\s.*")


def told_in(page: Sequence[Place]) -> str:
    """Return the paragraphs of a page, as far as issuers are looked for in them."""
    return "\n".join(place.line.plain for place in page if place.is_prose)[:_MAX_TOLD].casefold()


def is_named(place: Place, told: str) -> bool:
    """Whether the text says the whole line again: the name of who issues, and no headline, unless it is a quotation."""
    if place.size > _MAX_ISSUER or place.line.plain[-1] in ".!?" or place.line.plain[0] in _QUOTES:
        return False
    name = _ASIDE.sub("", place.line.plain).casefold().strip()
    return len(name) >= _MIN_NAMED and name in told and not says_release(place.line)


def says_release(line: Line) -> bool:
    """Whether a line says *press release* or the like, amid other words."""
    return line.has_label_word and _labels_within().search(line.folded) is not None


@cache
def _labels_within() -> re.Pattern[str]:
    """Return what finds *press release* and the like amid a title; a single word, *news*, says nothing there."""
    labels = (label for label in words().phrases["title.labels"] if " " in label)
    return re.compile(rf"\b(?:{'|'.join(labels)})\b")


def first_words_of(page: Sequence[Place]) -> str:
    """Return the first words of the text, folded, each after a space."""
    found: list[str] = []
    for place in page:
        if place.is_prose:
            found += place.line.said[:_MAX_WORDS]
            if len(found) > _MAX_WORDS:
                break
    return f" {' '.join(found)}" if found else ""


def echo_of(taken: Sequence[Place], text: str) -> float:
    """Return the points for what the text says again of a line and of those it goes on in; a short one says less."""
    stems = {word[:_STEM] for place in taken for word in place.line.said if len(word) >= _MIN_STEM}
    count = sum(f" {stem}" in text for stem in stems)
    count += 1 if count and len(stems) < _MIN_STEM else 0
    return OF_ECHO[min(count, len(OF_ECHO) - 1)]
