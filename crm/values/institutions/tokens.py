"""The words of an institution's name, each with the word all languages share and its place in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from crm.values.folding import fold
from crm.values.institutions.words import stem, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["NameToken", "NameWords", "name_words"]

_WORD: Final = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]?|(?:[^\W_][\u0300-\u036f]*)+")
"""Accents may stand as characters of their own."""
_ORDINAL: Final = re.compile(r"([0-9]{1,2})(?:th|st|nd|rd|er?|ere|eme)|([ivx]{2,5})(?:e|eme|th)")
_NUMERALS: Final = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX XXI".split()
_ROMAN: Final = {roman: str(number) for number, roman in enumerate(_NUMERALS, start=1)}
_LETTERS_DIGITS: Final = re.compile(r"([a-z]+)([0-9]{2,5})")
_MAX_UNIT_DIGITS: Final = 5
_LONGEST_ACRONYM: Final = 8
_SHORT: Final = 2
_MOST_BODIES: Final = 2
"""How many bodies may be named before the label of their unit."""


@dataclass(frozen=True, slots=True)
class NameToken:
    """A word of a name: as folded, as all languages share it, and where it stands."""

    word: str
    canonical: str
    start: int
    end: int
    raw: str
    words: tuple[str, ...]
    """All that it stands for, folded; several of a phrase."""


@dataclass(frozen=True, slots=True)
class NameWords:
    """The words of a name that say something, in order."""

    tokens: tuple[NameToken, ...]
    all: frozenset[str]
    """Every word, as all languages share it."""
    heads: frozenset[str]
    """The words that say what kind of body it is."""
    core: frozenset[str]
    """The words that tell it from others of its kind; all of them when it has no such word."""

    @classmethod
    def of(cls, tokens: Iterable[NameToken]) -> NameWords:
        """Return the words of a name that consists of `tokens`."""
        listed, known = tuple(tokens), vocabulary()
        every = frozenset(token.canonical for token in listed)
        return cls(listed, every, every & known.heads, (every - known.heads - known.neutral) or every)

    @property
    def initials(self) -> str:
        """The first letters of its words, every word of a phrase counted."""
        return "".join(word[0] for token in self.tokens for word in token.words)


@lru_cache(maxsize=8192)
def name_words(text: str) -> NameWords:
    """Return the words of `text`, without articles and the like.

    >>> [token.canonical for token in name_words("University of Valmont").tokens]
    ['universite', 'valmont']
    >>> sorted(name_words("Univ. de Valmont").all) == sorted(name_words("University of Valmont").all)
    True
    >>> [token.canonical for token in name_words("UMR_S 999 / UMR ORME 9998").tokens]
    ['u999', 'umr9998']
    """
    shouted = is_shouted(text)
    plain = list(_plain(text, shouted=shouted))
    said = [one for place, one in enumerate(plain) if _says(plain, place, shouted=shouted)]
    return NameWords.of(_joined(said or plain, shouted=shouted and len(plain) > 1))


def _says(tokens: Sequence[NameToken], place: int, *, shouted: bool) -> bool:
    """Whether a word is no article; in capitals among small letters, or in ``UMR_S``, it is none."""
    one = tokens[place]
    if one.word not in vocabulary().stop or (not shouted and one.raw.isupper() and len(one.raw) > 2):
        return True
    return one.raw == "S" and place > 0 and tokens[place - 1].word == "umr"


def is_shouted(text: str) -> bool:
    """Whether capitals tell nothing here, because nearly all letters are.

    >>> is_shouted("l'UNIVERSITÉ DE VALMONT"), is_shouted("Université de VALMONT")
    (True, False)
    """
    return sum(map(str.isupper, text)) > 4 * sum(map(str.islower, text))


def _plain(text: str, *, shouted: bool) -> Iterator[NameToken]:
    """Yield the words; a dotted acronym is one, a Roman numeral after another word is a number."""
    first = True
    for found in _WORD.finditer(text):
        raw = found[0].replace(".", "")
        word = fold(raw).replace(" ", "")
        if not word:
            continue
        if raw in _ROMAN and not first and not shouted:
            word = _ROMAN[raw]
        word = _ordinal(word, raw)
        yield NameToken(word, word, found.start(), found.end(), raw, (word,))
        first = False


def _ordinal(word: str, raw: str) -> str:
    """Return the number that an ordinal such as *19th* or *xixe* stands for, and every other word as it is.

    >>> _ordinal("vie", "VIe"), _ordinal("vie", "vie")
    ('6', 'vie')
    """
    found = _ORDINAL.fullmatch(word)
    if found and found[2] and word in vocabulary().canonical and not raw[:2].isupper():
        return word
    return word if found is None else found[1] or _ROMAN.get(found[2].upper(), word)


def _joined(tokens: Sequence[NameToken], *, shouted: bool) -> Iterator[NameToken]:
    """Yield phrases and unit labels as one word each, and every other word in its shared form."""
    place = 0
    while place < len(tokens):
        canonical, length = (
            _unit(tokens, place) or _phrase(tokens, place) or (_shared(tokens[place], shouted=shouted), 1)
        )
        first, last = tokens[place], tokens[place + length - 1]
        words = tuple(token.word for token in tokens[place : place + length])
        yield NameToken(first.word, canonical, first.start, last.end, first.raw, words)
        place += length


def _shared(token: NameToken, *, shouted: bool) -> str:
    word = token.word
    if word.isdecimal():
        return word.lstrip("0") or "0"
    known = vocabulary().canonical
    if word in known:
        return known[word]
    is_acronym = not shouted and sum(map(str.isupper, token.raw)) > 1 and len(word) <= _LONGEST_ACRONYM
    return word if is_acronym else known.get(stem(word)) or stem(word)


def _phrase(tokens: Sequence[NameToken], place: int) -> tuple[str, int] | None:
    for words, canonical in vocabulary().phrases.get(tokens[place].word, ()):
        if tuple(token.word for token in tokens[place : place + len(words)]) == words:
            return canonical, len(words)
    return None


def _unit(tokens: Sequence[NameToken], place: int) -> tuple[str, int] | None:
    """Return the label of a research unit with its number, whoever's unit it is: ``UMR 9997``, ``UMR ORME 9997``."""
    words, start = vocabulary(), place
    while start == 0 and place < len(tokens) and place < _MOST_BODIES and _is_body(tokens[place].word):
        place += 1
    if place == len(tokens):
        return None
    glued = _LETTERS_DIGITS.fullmatch(tokens[place].word)
    if glued and glued[1] in words.units:
        return words.units[glued[1]] + (glued[2].lstrip("0") or "0"), place - start + 1
    label = words.units.get(tokens[place].word)
    if label is None:
        return None
    return _numbered(tokens, place + 1, label, start)


def _numbered(tokens: Sequence[NameToken], place: int, label: str, start: int) -> tuple[str, int] | None:
    words = vocabulary()
    for step in range(place, min(place + 3, len(tokens))):
        word = tokens[step].word
        number = word.lstrip("amus") if len(word) <= _MAX_UNIT_DIGITS + 1 else word
        if number.isdecimal() and 1 < len(number) <= _MAX_UNIT_DIGITS:
            return label + (number.lstrip("0") or "0"), step - start + 1
        if word == "s" and label == "umr":
            label = "u"
        elif word not in words.fillers and not _is_body(word):
            return None
    return None


def _is_body(word: str) -> bool:
    """Whether the word, beside the label of a unit, may be the body that it belongs to: no word the lists know is."""
    words = vocabulary()
    is_label = word in words.units or word in words.canonical
    return not is_label and word.isalpha() and _SHORT < len(word) <= _LONGEST_ACRONYM
