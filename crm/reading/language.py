"""The language of a communiqué: a vote of its little words."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from crm.reading.words import languages
from crm.values import LanguageTag

__all__ = ["SAMPLE", "language_of"]

SAMPLE: Final = 6000
"""Characters looked at: the vote is decided long before."""

_MIN_VOTES: Final = 5
_MIN_SHARE: Final = 0.08
"""A fifth and more of running prose is such words; a list of names and addresses has hardly any."""
_MIN_LEAD: Final = 1.4

_WORD: Final = re.compile(r"[^\W\d_]+")
_ADDRESS: Final = re.compile(r"\S*[@/]\S*")


def language_of(text: str) -> LanguageTag | None:
    """Return the language `text` is in, or None where it is too short or too mixed to tell.

    >>> language_of("Le laboratoire ouvre ses portes au public dans la ville et les écoles de la région.")
    LanguageTag('fr')
    >>> language_of("Anne Le Goff, 01 99 00 12 34") is None
    True
    """
    counts = Counter(_WORD.findall(_ADDRESS.sub(" ", text[:SAMPLE].lower())))
    votes = sorted(
        ((sum(counts[word] for word in language.stopwords), language.tag) for language in languages()), reverse=True
    )
    (first, tag), (second, _) = votes[0], votes[1]
    if first < _MIN_VOTES or first < _MIN_SHARE * counts.total() or first < _MIN_LEAD * second:
        return None
    return LanguageTag(tag)
