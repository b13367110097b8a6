"""How a word looks to whoever takes names apart: everything that is asked of one word, as one small number.

Two words with the same number are interchangeable: a name keeps its parts, place by place, when one is put for the
other. So what the reader makes of one name holds for all names with the same numbers.
"""

from __future__ import annotations

import re
from itertools import count
from typing import Final

from crm.values.folding import fold
from crm.values.names.given import GIVEN_NAMES, is_given, is_given_surely
from crm.values.names.parts import POSTS, is_bare_pair, is_stuck, opens
from crm.values.names.text import INSTITUTIONS, JOINING, joins_persons
from crm.values.names.words import (
    BIRTH,
    SMALL_WORDS,
    is_capitals,
    is_function,
    is_initials,
    is_suffix,
    is_title,
    is_title_behind,
    needs_more,
    opens_family,
    opens_family_surely,
)
from crm.values.roles import ROLE_WORDS

__all__ = ["FOREIGN", "Looks"]

FOREIGN: Final = 0
"""The look of what is not plainly a word of a name: the reader looks at the whole text."""

_MAX_WORDS: Final = 32768
"""Words remembered at a time; then the memory starts afresh, so that it stays flat."""

_SMALL: Final = "a-zß-öø-ÿ"
_LARGE: Final = "A-ZÀ-ÖØ-Þ"
_LETTER: Final = f"{_SMALL}{_LARGE}Ā-įĲ-ňŊ-ž"  # without those that change with the Turkish i, or fold to a sign

_WORD: Final = re.compile(rf"[{_LETTER}](?:[{_LETTER}.'’-]*[{_LETTER}.])?")
_COMMON: Final = re.compile(
    rf"([{_LARGE}][{_SMALL}]{{2,}})|([{_LARGE}]{{3,}})|([{_SMALL}]{{3,}})"
    rf"|([{_LARGE}][{_SMALL}]{{2,}}-[{_LARGE}][{_SMALL}]{{2,}})|([{_LARGE}]{{3,}}-[{_LARGE}]{{3,}})"
    rf"|([dl]['’][{_LARGE}][{_SMALL}]{{2,}})|([DLO]['’][{_LARGE}][{_SMALL}]{{2,}})"
    rf"|([dl]['’][{_LARGE}]{{3,}})|([DLO]['’][{_LARGE}]{{3,}})"
)
"""Words whose capitals and signs tell everything, unless they are listed: each group is a look of its own."""

_LISTED: Final = GIVEN_NAMES | SMALL_WORDS | POSTS | INSTITUTIONS | JOINING | ROLE_WORDS
"""Every word, folded, that the reader looks for."""

_ALONE: Final = frozenset(("D", "d"))
"""Words whose neighbour's letters matter: *Paul D Almeida*."""


class Looks(dict[str, int]):
    """The look of each word, found when it is first met; `folds` has what each folds to."""

    def __init__(self) -> None:
        self.folds = _Folds()
        self._numbers: dict[tuple[object, ...], int] = {}
        self._common: dict[tuple[int | None, bool], int] = {}
        self._next = count(FOREIGN + 1)

    def __missing__(self, word: str) -> int:
        if len(self) >= _MAX_WORDS:
            self.clear()
            self.folds.clear()
        folded = self.folds[word] = fold(word)
        look = self[word] = self._look_of(word, folded)
        return look

    def _look_of(self, word: str, folded: str) -> int:
        bare = word.removesuffix(",")
        common = _COMMON.fullmatch(bare)
        if common is None or _is_listed(folded):
            return self._number(bare, has_comma=bare != word)
        group = common.lastindex, bare != word
        look = self._common.get(group)
        if look is None:
            look = self._common[group] = self._number(bare, has_comma=bare != word)
        return look

    def _number(self, word: str, *, has_comma: bool) -> int:
        if not _WORD.fullmatch(word) or word in _ALONE or word.casefold() in BIRTH:
            return FOREIGN
        if is_stuck(word) or joins_persons(word):
            return FOREIGN
        return self._numbers.setdefault((has_comma, *_asked(word)), next(self._next))


class _Folds(dict[str, str]):
    """What each word folds to, even when another thread has just started the memory afresh."""

    def __missing__(self, word: str) -> str:
        folded = self[word] = fold(word)
        return folded


def _is_listed(folded: str) -> bool:
    if " " not in folded:
        return folded in _LISTED
    first, _, rest = folded.partition(" ")
    is_part_listed = rest in _LISTED or (first in _LISTED and len(first) > 1)  # not the *d* of *d'Almeida*
    return is_part_listed or first + rest in _LISTED


def _asked(word: str) -> tuple[object, ...]:
    """Return the answers to everything that the reader asks of `word`."""
    parts = fold(word).split()
    return (
        len(parts) > 1,
        *(tell(word) for tell in (is_title, is_title_behind, needs_more, is_function, is_suffix, is_initials)),
        *(tell(word) for tell in (opens, opens_family, opens_family_surely, is_capitals, is_bare_pair)),
        *(tell(word) for tell in (is_given, is_given_surely)),
        is_title(word, "Dr"),
        not ROLE_WORDS.isdisjoint(parts),
        not POSTS.isdisjoint(parts),
        not INSTITUTIONS.isdisjoint(parts),
        word.islower(),
        word[0].islower(),
        word[0].isupper(),
        any(letter.isupper() for letter in word),
        parts == ["m"],
        word if word in ("M.", "M", "le", "la", "y", "e", "i") else None,
    )
