"""Which letters a name may be abbreviated to, and of which names letters may be the abbreviation."""

from __future__ import annotations

import re
from itertools import combinations
from typing import Final

from crm.values import fold
from crm.values.institutions import name_words
from crm.values.institutions.keys import written_out
from crm.values.institutions.words import vocabulary

__all__ = [
    "LONGEST_ACRONYM",
    "SHORT",
    "TELLING",
    "acronyms_of",
    "initials_within",
    "may_spell",
    "shortened_acronyms_of",
    "spells",
]

SHORT: Final = 3
"""Letters of an acronym that several institutions have: so few are not sure by themselves."""
TELLING: Final = 4
"""Letters of an acronym from which on hardly two institutions have the same by chance."""
LONGEST_ACRONYM: Final = 9
"""Letters of the longest acronym that is made of a name, or taken for one."""
_SHORTEST_DERIVED: Final = 3
_MOST_LETTERS_APART: Final = 4
_MOST_WORDS: Final = 9
_REPEATED: Final = re.compile(r"([a-z])\1{1,3}")
_COMPOUND: Final = re.compile(
    r"(?:agro|archeo|astro|bio|cardio|eco|electro|ethno|geo|hydro|immuno|magneto|micro|nano|neuro|onco|paleo|patho"
    r"|pharmaco|photo|physio|psycho|radio|socio|thermo)(?=[a-z]{4})"
)
"""What a word begins with that is a word itself: an acronym may take a letter of both."""
_CONJUNCTIONS: Final = frozenset("et and und".split())


def spells(acronym: str, text: str) -> bool:
    """Whether `acronym`, folded, is made of the beginnings of all the words of `text`, in their order.

    >>> spells("cerev", "Centre d'études des rivières et vallées")
    True
    >>> spells("ceriva", "Centre d'études sur les rivières")
    False
    >>> spells("ceriv", "Centre d'études sur les rivières")
    True
    >>> spells("i2r", "Institut des roches et rivières"), spells("ir2", "Institut des roches et rivières")
    (True, True)
    """
    return any(_spells_text(letters, text) for letters in written_out(acronym))


def may_spell(acronym: str, text: str) -> bool:
    """Whether at least half of the letters of `acronym`, folded, and two of them, begin words of `text` in their order.

    >>> may_spell("cerivo", "Centre de recherche sur les rivières, vallées et collines")
    True
    >>> may_spell("orme", "Centre de recherche sur les rivières")
    False
    """
    lengths = [0] * (len(acronym) + 1)
    for token in name_words(text).tokens:
        above = 0
        for place, letter in enumerate(acronym, start=1):
            matched = above + 1 if letter == token.word[0] else 0
            above, lengths[place] = lengths[place], max(lengths[place], lengths[place - 1], matched)
    return lengths[-1] >= max(2, len(acronym) / 2)


def _spells_text(acronym: str, text: str) -> bool:
    tokens = name_words(text).tokens
    if any(token.raw.isupper() and len(token.raw) > 1 for token in tokens):
        return False  # it holds an acronym itself: what would abbreviate it would keep that
    every = tuple(word for token in tokens for word in token.words)
    ways = {every, tuple(token.word for token in tokens), tuple(_spoken(text))}
    return len(every) >= 3 and any(_spells(acronym, words) for words in ways)


def _spoken(text: str) -> list[str]:
    """Return every word, conjunctions and articles included: an acronym may take a letter of them."""
    return [word for word in fold(text).split() if word]


def _spells(rest: str, words: tuple[str, ...]) -> bool:
    if not words:
        return not rest
    first = words[0]
    if first in vocabulary().stop and _spells(rest, words[1:]):
        return True
    for length in range(min(len(first), len(rest), 4), 0, -1):
        if rest[:length] == first[:length] and _spells(rest[length:], words[1:]):
            return True
    return False


def initials_within(letters: str) -> set[str]:
    """Return the strings of initials that `letters` may be an acronym of: it may take more than one letter a word."""
    if len(letters) < _SHORTEST_DERIVED:
        return set()
    rest = letters[1:]
    return {
        letters[0] + "".join(chosen)
        for length in range(max(_SHORTEST_DERIVED - 1, len(rest) - _MOST_LETTERS_APART), len(rest) + 1)
        for chosen in combinations(rest, length)
    }


def acronyms_of(text: str) -> set[str]:
    """Return what the name `text` may be abbreviated to: the beginnings of its words, one to three letters each.

    >>> "ceriv" in acronyms_of("Centre d'études sur les rivières")
    True
    """
    made = _beginnings([word for token in name_words(text).tokens for word in token.words], fold(text).split())
    return made | _shouted(text)


def _shouted(text: str) -> set[str]:
    """Return the capitals of a name that has them within its words, to show which letters its acronym is made of."""
    words = text.split()
    within = any(map(str.isupper, "".join(word[1:] for word in words if not word.isupper())))
    letters = fold("".join(letter for letter in text if letter.isupper()))
    return {letters} if within and SHORT < len(letters) <= LONGEST_ACRONYM else set()


def _compounded(word: str) -> set[str]:
    """Return the first letters of the two words that a word such as *neurosciences* is made of."""
    found = _COMPOUND.match(word)
    return {word[0] + word[found.end()]} if found else set()


def shortened_acronyms_of(text: str) -> set[str]:
    """Return what `text` may be abbreviated to without one word; five letters when that word says something.

    >>> "ceri" in shortened_acronyms_of("Centre d'études sur les rivières Halden")
    True
    """
    tokens, neutral = name_words(text).tokens, vocabulary().neutral
    made: set[str] = set()
    for place, left_out in enumerate(tokens):
        is_spare = left_out.canonical in neutral or place == len(tokens) - 1
        if is_spare or place:
            kept = [word for token in tokens if token is not left_out for word in token.words]
            joining = [word for word in fold(text).split() if word not in left_out.words]
            fewest = _SHORTEST_DERIVED + (1 if is_spare else 2)
            made |= {one for one in _beginnings(kept, joining) if len(one) >= fewest}
    return made


def _beginnings(words: list[str], joining: list[str]) -> set[str]:
    """Return the strings made of the beginnings of all `words`; of what joins them, a letter may be taken."""
    if not 3 <= len(words) <= _MOST_WORDS:
        return set()
    most = 3 if len(words) < 6 else 2 if len(words) < 8 else 1
    made = {""}
    for place, word in enumerate(joining if set(words) <= set(joining) else words):
        if word in words:
            begun = {word[:length] for length in range(1, min(most, len(word)) + 1)} | _compounded(word)
            made = {start + letters for start in made for letters in begun}
        elif word in _CONJUNCTIONS and place:
            made |= {start + word[0] for start in made}
    initials = "".join(word[0] for word in words)
    made |= {_REPEATED.sub(lambda run: f"{len(run[0])}{run[1]}", initials)}
    made |= {_REPEATED.sub(lambda run: f"{run[1]}{len(run[0])}", initials)}
    return {one for one in made if _SHORTEST_DERIVED <= len(one) <= LONGEST_ACRONYM}
