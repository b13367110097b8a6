"""The keys under which the name of an institution is stored to be found again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from crm.values.folding import fold
from crm.values.institutions.tokens import name_words
from crm.values.institutions.words import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["MAX_KEY", "NameKeys", "head_of", "joined", "keys_of", "written_out"]

MAX_KEY: Final = 320
_FEWEST_INITIALS: Final = 3
_MOST_INITIALS: Final = 40
_DIGIT_FIRST: Final = re.compile(r"([2-4])([a-z])")
_DIGIT_LAST: Final = re.compile(r"([a-z])([2-4])")
_HEAD: Final = re.compile(r"(.*?[^\W_].*?)\s*(?:\s[-–—]\s|\s?:\s|\s?\(|\s?\[)")


@dataclass(frozen=True, slots=True)
class NameKeys:
    """What one name is found by; all None but `core` where they would say nothing more."""

    core: str
    """Its distinctive words in the order of the alphabet."""
    head: str | None
    """The same of what stands before a bracket, a dash or a colon; of an acronym with gaps, the letters alone."""
    initials: str | None
    """The first letters of its words, when there are three or more."""
    anchor: str | None
    """Its longest distinctive word, when it has several."""


@lru_cache(maxsize=4096)
def keys_of(text: str) -> NameKeys:
    """Return the keys of a name.

    >>> keys_of("Institut des rivières de Valmont").core
    'rivier valmont'
    >>> keys_of("River Institute: people and water").head
    'river'
    """
    words = name_words(text)
    core = joined(words.core)
    head = _head_key(text)
    initials = words.initials[:_MOST_INITIALS] if len(words.initials) >= _FEWEST_INITIALS else None
    anchor = _anchor(words.core) if len(words.core) > 1 else None
    return NameKeys(core, head if head != core else None, initials, anchor)


def joined(words: Iterable[str]) -> str:
    """Return the words as one key."""
    return " ".join(sorted(words))[:MAX_KEY]


def head_of(text: str) -> str | None:
    """Return what stands before a bracket, a dash between blanks, or a colon; None where there is no such sign."""
    found = _HEAD.match(text)
    return found[1] if found and found.end() < len(text) else None


def written_out(acronym: str) -> set[str]:
    """Return an acronym with and without its figures written out as letters: *i2r* is *irr*.

    >>> sorted(written_out("i2r")), sorted(written_out("ir2")), sorted(written_out("irv"))
    (['i2r', 'iir', 'irr'], ['ir2', 'irr'], ['irv'])
    """
    return {
        acronym,
        _DIGIT_FIRST.sub(lambda found: found[2] * int(found[1]), acronym),
        _DIGIT_LAST.sub(lambda found: found[1] * int(found[2]), acronym),
    }


def _head_key(text: str) -> str | None:
    head = head_of(text)
    if head is not None:
        return joined(name_words(head).core)
    letters = fold(text).replace(" ", "")
    is_acronym = sum(map(str.isupper, text)) > sum(map(str.islower, text)) and len(letters) <= 16
    return letters[:MAX_KEY] if is_acronym else None


def _anchor(core: frozenset[str]) -> str:
    """Return the longest word that is not one that many institutions share; the alphabet settles ties."""
    own = {word for word in core if word not in vocabulary().common and not word.isdecimal()}
    return max(own or core, key=lambda word: (len(word), word))[:MAX_KEY]
