"""Whether all that a text says is said of one institution: by its names, its place and what it is a part of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crm.institutions.comparing import Agreement, weight
from crm.institutions.naming import is_acronym, is_unit
from crm.values.institutions import name_words
from crm.values.institutions.words import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crm.institutions.shelves import NameRow, Query

__all__ = ["covering"]

_COVERED: Final = 0.88
_SHORT: Final = 3
_ENOUGH: Final = 3.0
_OWN_WORDS: Final = 2
_SEVERAL: Final = 2
"""The fewest words that may say more than one thing."""


def covering(query: Query, names: Sequence[NameRow], above: Sequence[NameRow]) -> Agreement | None:
    """Return an agreement when `names`, those of one institution, and of what is `above` it, say all of `query`.

    One of the names must be said in full, but for what stands above and the place; or two words be its own.
    """
    if not names:
        return None
    known = vocabulary()
    place = name_words(names[0].city).all | {"france"} if names[0].city else frozenset({"france"})
    said = _without(query.words.all, above)
    own = frozenset(word for row in names for word in row.words.all)
    unknown = said - own - place - known.plain - known.neutral
    if len(query.words.tokens) < _SEVERAL or not said - place or unknown:
        return None
    for row in names:
        words = _without(row.words.all, above)
        if _is_said(query, row, words, place) or _is_inside(query, row, said - place, words - place):
            return Agreement(_COVERED, f"all of it is said of {row.text}")
    return None


def _without(words: frozenset[str], above: Iterable[NameRow]) -> frozenset[str]:
    """Return the words without those of every name of a whole that they hold."""
    return words - frozenset(word for row in above if row.words.all <= words for word in row.words.all)


def _is_said(query: Query, row: NameRow, words: frozenset[str], place: frozenset[str]) -> bool:
    """Whether the text holds the whole name, and more than others would share of it."""
    known = vocabulary()
    core = words - known.heads - known.neutral - place
    if not core or not core <= query.words.all:
        return False
    if is_unit(row):
        return True
    if is_acronym(row):  # and its place alone may be a branch
        return bool(query.words.all - core - place - known.plain) and len(row.key.replace(" ", "")) > _SHORT
    if not words & known.heads <= query.words.heads:
        return False
    is_whole = words - known.plain <= query.words.all
    return len(core - known.common) >= _OWN_WORDS or (weight(core) + len(words & place) >= _ENOUGH and is_whole)


def _is_inside(query: Query, row: NameRow, said: frozenset[str], words: frozenset[str]) -> bool:
    """Whether the name holds the whole text, two words of it hardly anybody else's, and no place besides."""
    known = vocabulary()
    kinds = known.heads | known.neutral
    own = (said & words) - known.common - known.neutral
    left_out = words - said - kinds
    inside = said - kinds <= words and left_out <= known.common - known.places
    return inside and len(own) >= _OWN_WORDS and query.words.heads == row.words.heads
