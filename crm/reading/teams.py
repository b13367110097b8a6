"""Whose people a lead is about: *Researchers at the University of Valmont have …*, *a study by …*."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crm.reading.phrases import is_clear, opening_names
from crm.reading.vocabulary import listed
from crm.reading.words import words
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["teams_of"]

_HEAD: Final = 300
_MAX_BEFORE: Final = 30
"""Words of a lead before the people it is about."""
_MAX_BETWEEN: Final = 6
_MAX_TEAMS: Final = 3
_TIGHT: Final = re.compile(r"([’'])\s")


def teams_of(text: str, said: Collection[str], language: str | None = None) -> list[str]:
    """Return the institutions that the people are of whom a sentence is about; that of which another is a part.

    `said` are its words, folded: most sentences are about nobody's people, and are done with.

    >>> text = "Researchers at the School of Soils at the University of Valmont have found a spring"
    >>> teams_of(text, text.casefold().split())
    ['University of Valmont']
    """
    found = words()["institutions.people"].intersection(said)
    if not found:
        return []
    pieces = text[:_HEAD].replace("'", "' ").replace("’", "’ ").split()
    sizes = {len(word) for word in found}  # to fold few of the pieces is the faster way
    near = (one for one, piece in enumerate(pieces[:_MAX_BEFORE]) if len(piece.rstrip(",.;:")) in sizes)
    place = next((one for one in near if fold(pieces[one]) in found), None)
    if place is None:
        return []
    after = pieces[place + 1 :]
    first = next((one for one, piece in enumerate(after[:_MAX_BETWEEN]) if piece[0].isupper()), None)
    if first is None or any(piece[-1] in ".:;" for piece in after[:first]):
        return []
    names = list(opening_names(_TIGHT.sub(r"\1", " ".join(after[first:])), language))
    teams = [name for one in names if is_clear(name := _outer(one))][:_MAX_TEAMS]
    return teams or [name for name in names[:1] if fold(after[first - 1].rstrip("’'")) in listed("institutions.of")]


def _outer(name: str) -> str:
    """Return the institution that a part of it names last: *School of Soils at the University of Valmont*."""
    said = name.split()
    starts = [place for place in range(1, len(said)) if _begins(said[place - 1], said[place])]
    return " ".join(said[starts[-1] :]).rpartition("’")[2].rpartition("'")[2] if starts else name


def _begins(before: str, word: str) -> bool:
    """Whether a word is an institution's noun behind a little word or an elided article: *de l'Université*."""
    last = re.split(r"[’']", word)[-1]
    is_noun = last[:1].isupper() and fold(last) in words()["institutions.nouns"]
    return is_noun and (last != word or fold(before) in words()["articles"] | words()["connectors"])
