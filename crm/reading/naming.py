"""The words of an issuer's name, and the key it is known by."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from crm.reading.boilerplates import trim_article
from crm.reading.words import languages, words
from crm.values import fold

__all__ = ["MAX_NAME", "key_of", "name_in", "places_of", "times_in"]

MAX_NAME: Final = 120
_MAX_WORDS: Final = 12
_URL: Final = re.compile(r"\s*\(?(?:https?://|www\.)\S*")
_POSSESSIVE: Final = re.compile(r"[’'](?:s)?$")


def name_in(text: str) -> str:
    """Return a name without what stands around it: an article, a possessive, a link.

    >>> name_in("the University of Valmont’s"), name_in("Orvane (https://orvane.example.org)")
    ('University of Valmont', 'Orvane')
    """
    plain = _URL.sub(" ", text) if "://" in text or "www." in text else text
    return trim_article(_POSSESSIVE.sub("", " ".join(plain.split()).strip(" ,:;–—-*_")))


def key_of(name: str) -> str | None:
    """Return a name folded; None where it is no issuer's: too long, a month, a little word, or a country.

    >>> key_of("Ville de Valmont"), key_of("République de Belgique"), key_of("Mars")
    ('ville de valmont', None, None)
    """
    key = fold(name)
    if "|" in name or (")" in name and "(" not in name):
        return None
    return key if len(name) <= MAX_NAME and len(key.split()) <= _MAX_WORDS and _is_name(key) else None


def times_in(name: str, text: str) -> int:
    """Return how often a text prints a name, and not amid a longer word."""
    return len(places_of(name, text))


def places_of(name: str, text: str) -> list[int]:
    """Return where a text prints a name, and not at the beginning of a longer word."""
    places, end = [], 0
    while (start := text.find(name, end)) >= 0:
        end = start + len(name)
        if not text[end : end + 1].isalnum():
            places.append(start)
    return places


def _is_name(key: str) -> bool:
    """Whether folded words may be a name: not a little word alone, nor a month, nor figures."""
    if not any(map(str.isalpha, key)) or _is_country(key):
        return False
    return " " in key or not (key in _little_words() or key in words().months or key in words().weekdays)


def _is_country(key: str) -> bool:
    """Whether folded words are a country's name, with or without *Republic of* before it."""
    if key in words().countries:
        return True
    first, _, rest = key.partition(" ")
    if first not in words()["institutions.states"]:
        return False
    return rest.partition(" ")[2] in words().countries or rest in words().countries


@cache
def _little_words() -> frozenset[str]:
    stopwords = (fold(word) for language in languages() for word in language.stopwords)
    return (words()["institutions.marks"] | words()["institutions.people"]).union(stopwords)
