"""The words names of institutions are written with: one file per language, and nothing else knows a language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Vocabulary", "stem", "vocabulary"]

_ENDINGS: Final = (
    ("ographiques", "ograph"), ("ographique", "ograph"), ("ographical", "ograph"), ("ographies", "ograph"),
    ("ographic", "ograph"), ("ographie", "ograph"), ("ography", "ograph"), ("ografia", "ograph"),
    ("ologiques", "olog"), ("ologique", "olog"), ("ological", "olog"), ("ologies", "olog"), ("ologie", "olog"),
    ("ology", "olog"), ("ologia", "olog"), ("ionnelles", "ional"), ("ionnelle", "ional"), ("ionnels", "ional"),
    ("ionnel", "ional"), ("istiques", "ist"), ("istique", "ist"), ("istics", "ist"), ("istic", "ist"),
    ("iques", "i"), ("ique", "i"), ("icales", "i"), ("ical", "i"), ("ics", "i"), ("ica", "i"), ("ico", "i"),
    ("ic", "i"),
    ("ites", "it"), ("ities", "it"), ("ite", "it"), ("ity", "it"), ("elles", "al"), ("elle", "al"), ("els", "al"),
    ("el", "al"), ("aux", "al"), ("ales", "al"), ("ale", "al"), ("aires", "ar"), ("aire", "ar"), ("aries", "ar"),
    ("ary", "ar"), ("oires", "or"), ("oire", "or"), ("ories", "or"), ("ory", "or"), ("euses", "eu"), ("euse", "eu"),
    ("eux", "eu"), ("ous", "eu"), ("ives", "iv"), ("ive", "iv"), ("ifs", "iv"), ("if", "iv"), ("ysis", "ys"),
    ("yses", "ys"), ("yse", "ys"), ("esis", "es"), ("eses", "es"), ("ese", "es"), ("ization", "isation"),
    ("ies", ""), ("ie", ""), ("y", ""), ("es", ""), ("e", ""), ("s", ""),
)  # fmt: skip
"""Endings of the same word in French, English and their neighbours; the first that fits is replaced, once."""

_SPELLINGS: Final = (("chemi", "chimi"), ("ae", "e"), ("oe", "e"))
"""Letters within a word that one language has for another's."""

_TABLES: Final = ("places", "rare", "concepts", "neutral", "heads", "numbers")

_SHORTEST_STEMMED: Final = 6


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of all languages together, folded."""

    stop: frozenset[str]
    neutral: frozenset[str]
    heads: frozenset[str]
    parts: frozenset[str]
    mild: frozenset[str]
    """Heads that do not contradict each other much: a laboratory may call itself an institute."""
    plain: frozenset[str]
    """Neutral words that never tell two bodies apart, as *national* may."""
    common: frozenset[str]
    """Canonical words that many institutions share: subjects, places, heads."""
    places: frozenset[str]
    canonical: Mapping[str, str]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    """By their first word: the longest phrase first."""
    units: Mapping[str, str]
    fillers: frozenset[str]
    countries: Mapping[str, str]
    """Their codes, by the folded name."""


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """Return `word` without the ending that it has in one language and not in another.

    >>> stem("botanique"), stem("botanic"), stem("oncologie"), stem("oncology"), stem("orme")
    ('botani', 'botani', 'oncolog', 'oncolog', 'orme')
    """
    if len(word) < _SHORTEST_STEMMED or not word.isalpha():
        return word
    for spelling, instead in _SPELLINGS:
        word = word.replace(spelling, instead)
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: len(word) - len(ending)] + instead
    return word


@cache
def vocabulary() -> Vocabulary:
    """The words of all languages, read once."""
    tables = tuple(_tables())
    heads = frozenset(canon for table in tables for canon in table["heads"])
    shared = frozenset(canon for table in tables for name in ("concepts", "places") for canon in table[name])
    return Vocabulary(
        stop=frozenset(_listed(tables, "stop")),
        neutral=frozenset(canon for table in tables for canon in table["neutral"]),
        heads=heads,
        parts=frozenset(word for table in tables for word in table.get("parts", {}).get("words", "").split()),
        plain=frozenset(word for table in tables for word in table.get("parts", {}).get("neutral_words", "").split()),
        mild=frozenset(word for table in tables for word in table.get("parts", {}).get("neutral_heads", "").split()),
        common=heads | shared,
        places=frozenset(canon for table in tables for canon in table["places"]),
        canonical=dict(_canonical(tables)),
        phrases=_phrases(tables),
        units={
            word: unit for table in tables for unit, words in table.get("units", {}).items() for word in words.split()
        },
        countries={
            word: code for table in tables for code, words in table["countries"].items() for word in words.split()
        },
        fillers=frozenset(word for table in tables for word in table.get("unit_fillers", {}).get("words", "").split()),
    )


def _tables() -> Iterator[Mapping[str, Any]]:
    found = (file for file in files(__package__).iterdir() if file.name.endswith(".toml"))
    for file in sorted(found, key=lambda file: file.name):
        yield tomllib.loads(file.read_text(encoding="utf-8"))


def _listed(tables: tuple[Mapping[str, Any], ...], name: str) -> Iterator[str]:
    return (word for table in tables for word in table[name].split())


def _canonical(tables: tuple[Mapping[str, Any], ...]) -> Iterator[tuple[str, str]]:
    """Yield the stem of each variant, and then each variant, with the word it stands for: the last one counts."""
    pairs = [
        (word, canon)
        for table in tables
        for name in _TABLES
        for canon, words in table.get(name, {}).items()
        for word in words.split()
    ]
    yield from ((stem(word), canon) for word, canon in pairs)
    yield from pairs


def _phrases(tables: tuple[Mapping[str, Any], ...]) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for table in tables:
        for canon, phrases in table["phrases"].items():
            for phrase in phrases:
                words = tuple(phrase.split())
                found.setdefault(words[0], []).append((words, canon))
    return {first: tuple(sorted(all_, key=lambda one: -len(one[0]))) for first, all_ in found.items()}
