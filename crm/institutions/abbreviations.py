"""Institutions known by an acronym alone, found by the long name it abbreviates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crm.institutions import shelves
from crm.institutions.comparing import Agreement
from crm.institutions.naming import is_acronym, is_long, overlaps
from crm.institutions.spelling import TELLING, acronyms_of, shortened_acronyms_of, spells
from crm.values.institutions import name_words
from crm.values.institutions.keys import written_out
from crm.values.institutions.words import vocabulary

if TYPE_CHECKING:
    from crm.institutions.context import Context
    from crm.institutions.ranking import Scores
    from crm.institutions.shelves import NameRow, Query

__all__ = ["abbreviate"]

_UNLIKELY: Final = 0.8
"""The score up to which another is no rival of one whose words agree in part only."""
_LONG_ACRONYM: Final = 6
"""Letters of which several may begin one word, and that hardly another name makes."""


def abbreviate(context: Context, query: Query, best: Scores) -> None:
    """Count the institutions known by an acronym that the words of a long name make, and by no other long name."""
    if query.acronym:
        return
    exact = acronyms_of(query.text)
    made = exact | shortened_acronyms_of(query.text)
    rows = [row for row in shelves.fetch_acronyms(context.session, made) if is_acronym(row)]
    context.complete([row.institution for row in rows])
    akin: dict[int, NameRow] = {}
    for row in rows:
        others = [name for name in context.shelf.names[row.institution] if is_long(name)]
        alike = any(overlaps(query.text, name) for name in others)
        here = row.city is not None and name_words(row.city).all <= query.words.all | context.words
        letters = row.key.replace(" ", "")
        is_strict = query.words.initials in written_out(letters)
        tells = len(letters) >= (TELLING if is_strict else _LONG_ACRONYM)
        is_free = tells and not any(spells(letters, name.text) for name in others)
        if others and not (letters in exact and (alike or is_free)):
            if is_strict and any(_is_akin(query, name) for name in others):
                akin[row.institution] = row
            continue
        sure = alike or here or len(letters) >= TELLING or is_strict
        best[row.institution] = Agreement(0.88 if sure else 0.7, f"its initials are {row.text}")
    if len(akin) == 1 and not any(found.score > _UNLIKELY for found in best.values()):
        one, row = akin.popitem()
        best[one] = Agreement(0.87, f"its initials are {row.text}, and half of its words")


def _is_akin(query: Query, name: NameRow) -> bool:
    """Whether the name is of the same kind of body and half of its subjects are the same, all but subjects."""
    asked, known, words = query.words, name.words, vocabulary()
    shared, differing = asked.core & known.core, asked.core ^ known.core
    is_half = len(shared) >= 0.5 * max(len(asked.core), len(known.core))
    subjects = words.common - words.places - words.heads
    return asked.heads == known.heads and is_half and bool(shared & subjects) and differing <= subjects
