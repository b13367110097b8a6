"""Institutions that are elsewhere than the text beside them says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crm.institutions.comparing import Agreement
from crm.institutions.resolution import SURE
from crm.values.institutions.words import stem, vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection

    from crm.institutions.context import Context
    from crm.institutions.ranking import Scores
    from crm.institutions.shelves import Query

__all__ = ["doubt_elsewhere"]

_PLAIN: Final = 0.97
"""The score of the same words: below it, and for acronyms, the place must not speak against it."""
_DOUBTFUL: Final = 0.8
_SHORTEST_POSTCODE: Final = 4


def doubt_elsewhere(context: Context, query: Query, best: Scores, acronyms: Collection[int]) -> None:
    """Let acronyms be unsure in another country, and names that many have at another address."""
    countries = _countries(context)
    for one, found in best.items():
        weak = one in acronyms or found.score < _PLAIN
        if not weak or found.score < SURE or context.supporting(one, query):
            continue
        country = context.shelf.names[one][0].country
        abroad = bool(countries) and country is not None and country not in countries
        if abroad or (_has_postcode(context) and found.score < SURE + 0.02):
            best[one] = Agreement(_DOUBTFUL, f"{found.reason}, but elsewhere", found.is_rival)


def _has_postcode(context: Context) -> bool:
    return any(word.isdecimal() and len(word) >= _SHORTEST_POSTCODE for word in context.words)


def _countries(context: Context) -> set[str]:
    known = vocabulary()
    return {code for word, code in known.countries.items() if known.canonical.get(word, stem(word)) in context.words}
