"""What kind of name a stored one is: an acronym, a unit's number, a word of its own or several words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.institutions.spelling import SHORT
from crm.models import NameKind
from crm.values.institutions import name_words
from crm.values.institutions.words import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crm.institutions.shelves import NameRow

__all__ = ["is_acronym", "is_coined", "is_long", "is_unit", "overlaps", "own_words"]


def is_acronym(row: NameRow) -> bool:
    """Whether the name is an acronym, be it called so or not; the number of a unit is none."""
    capitals = sum(map(str.isupper, row.text))
    is_short = len(row.text) <= 16 and len(row.text.split()) <= 2
    looks_so = row.kind is NameKind.ACRONYM or (is_short and capitals > 1 and capitals * 2 > len(row.text))
    return looks_so and not is_unit(row)


def is_unit(row: NameRow) -> bool:
    """Whether the name is nothing but numbers of research units."""
    if not row.text[-1:].isdecimal():
        return False
    labels = set(vocabulary().units.values())
    return all(word.rstrip("0123456789") in labels and word[-1].isdecimal() for word in row.words.all)


def is_coined(row: NameRow) -> bool:
    """Whether the name is one word with capitals inside, and no number of a unit."""
    return " " not in row.text and not is_unit(row) and row.text[:1].isupper() and any(map(str.isupper, row.text[1:]))


def is_long(row: NameRow) -> bool:
    """Whether the name is of several words and no acronym."""
    return len(row.words.tokens) > 1 and not is_acronym(row)


def overlaps(text: str, row: NameRow) -> bool:
    """Whether the name is of the same kind of body as `text`, and more than half of their words are the same."""
    asked, known = name_words(text), row.words
    shared = asked.core & known.core
    return asked.heads == known.heads and len(shared) > 0.5 * max(len(asked.core), len(known.core))


def own_words(names: Iterable[NameRow]) -> frozenset[str]:
    """Return the words, and the acronyms, by which an institution is told from most others."""
    known = vocabulary().common
    long = {word for name in names if is_long(name) for word in name.words.core} - known
    return frozenset(long | {name.key for name in names if is_acronym(name) and len(name.key) > SHORT})
