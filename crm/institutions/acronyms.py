"""Acronyms looked at twice: they are short, many institutions share them, and a name may spell one by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crm.institutions.comparing import BUT_FOR_THE_PLACE, Agreement
from crm.institutions.domains import is_called
from crm.institutions.naming import is_acronym, is_coined
from crm.institutions.resolution import SURE
from crm.institutions.spelling import SHORT, TELLING, spells
from crm.values.institutions.keys import written_out
from crm.values.institutions.words import vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from crm.institutions.context import Context
    from crm.institutions.ranking import Scores
    from crm.institutions.shelves import NameRow, Query

__all__ = ["derive", "tell_apart", "trust", "verify"]

_ELSEWHERE: Final = 0.9
_UNLIKELY: Final = 0.6
_SPELLED: Final = 0.845
"""The score of a name that spells the acronym in full, and no other that its institution has."""
_INITIALS: Final = "the initials of"


def tell_apart(context: Context, best: Scores, bearers: Mapping[str, set[int]]) -> None:
    """Let the place decide where several bear an acronym; of one bearer it may be a branch."""
    for one, found in best.items():
        acronym = next((name.key for name in context.shelf.names.get(one, ()) if name.key in bearers), None)
        if found.reason.endswith(BUT_FOR_THE_PLACE) and acronym is not None and len(bearers[acronym]) > 1:
            best[one] = Agreement(max(found.score, 0.9), found.reason)


def verify(context: Context, query: Query, best: Scores, acronyms: Collection[int]) -> None:
    """Look twice at acronyms: their kind of body, how short they are, and what the context says."""
    alone = len(acronyms) == 1
    near = {one for one in acronyms if context.supporting(one, query)}
    is_kind = len(query.words.tokens) == 1 and query.words.all <= vocabulary().heads
    for one in acronyms:
        agreement = best[one]
        if agreement.score == 0.7 and (_has_heads(context, one, query) or _may_have_heads(context, one, query)):
            agreement = Agreement(0.88, f"{agreement.reason}, which it is")
        supported = context.supporting(one, query)
        if not supported and alone and not is_kind and is_called(context, one, query.key.replace(" ", "")):
            supported = "its domain"
        if near and one not in near:
            agreement = Agreement(min(agreement.score, _ELSEWHERE), agreement.reason)
        if is_kind and not supported:
            agreement = Agreement(min(agreement.score, 0.8), f"{agreement.reason}, which is what many are")
        elif len(query.key.replace(" ", "")) <= SHORT and not supported:
            agreement = Agreement(min(agreement.score, 0.8), f"{agreement.reason}, too short to be sure")
        if supported:
            agreement = Agreement(min(agreement.score + 0.06, 0.99), f"{agreement.reason}, and {supported}")
        best[one] = agreement


def _has_heads(context: Context, one: int, query: Query) -> bool:
    """Whether a name of the institution says the kind of body that the text calls it."""
    heads = query.words.heads - {"centre"}
    mild = heads <= vocabulary().mild | {"equipe", "groupe"}
    return bool(heads) and mild and any(heads <= row.words.heads for row in context.shelf.names.get(one, ()))


def _may_have_heads(context: Context, one: int, query: Query) -> bool:
    """Whether the text calls a long acronym a laboratory or the like, and no name says it is anything else."""
    mild = vocabulary().mild
    known = {head for row in context.shelf.names.get(one, ()) for head in row.words.heads}
    is_long = any(len(word) >= TELLING for word in query.words.core)
    return is_long and bool(query.words.heads) and query.words.heads <= mild and known <= mild


def derive(context: Context, query: Query, best: Scores) -> None:
    """Count the institutions whose name the acronym spells: as rivals, or when it is long, as the one meant."""
    if not query.acronym or len(query.acronym) < 3:
        return
    begins = {letters[0] for letters in written_out(query.acronym)}
    spelled = {
        row.institution: row
        for (column, _), rows in context.shelf.rows.items()
        if column == "initials"
        for row in rows
        if (row.initials or "")[:1] in begins
        if row.institution not in best or best[row.institution].score < SURE
        if spells(query.acronym, row.text)
    }
    context.complete(list(spelled))
    is_rival = any(found.score >= SURE for found in best.values())
    flooded = "initials" in context.shelf.flooded
    _doubt(context, query, best, is_rival=bool(spelled) or flooded)
    for one, row in spelled.items():
        score = _derived(context, query, row, is_rival=is_rival, flooded=flooded)
        if score:
            best[one] = Agreement(score, f"{_INITIALS} {row.text}")


def trust(query: Query, best: Scores) -> None:
    """Let four letters that one name alone spells in full mean it, though it is known by the acronym of another."""
    likely = [one for one, found in best.items() if found.score > _UNLIKELY]
    if len(query.acronym or "") < TELLING or len(likely) != 1:
        return
    found = best[likely[0]]
    if found.score == _SPELLED and found.reason.startswith(_INITIALS):
        best[likely[0]] = Agreement(0.86, found.reason)


def _derived(context: Context, query: Query, row: NameRow, *, is_rival: bool, flooded: bool) -> float:
    """Return the score of an institution whose name spells the acronym; 0 when it is known by another one."""
    acronym = query.acronym or ""
    others = [name for name in context.shelf.names[row.institution] if is_acronym(name) or is_coined(name)]
    is_strict = row.initials in written_out(acronym)
    if others and not any(acronym in name.key.split() for name in others):
        is_own = acronym.isalpha() and not any(spells(name.key.replace(" ", ""), row.text) for name in others)
        return (0.91 if is_rival else _SPELLED if is_own and not flooded else 0.84) if is_strict else 0.0
    if is_rival or (len(acronym) >= TELLING and not flooded):
        return 0.92
    is_listed = bool(context.shelf.rows.get(("key", query.key)))
    return 0.87 if is_strict and not flooded and not is_listed else 0.84


def _doubt(context: Context, query: Query, best: Scores, *, is_rival: bool) -> None:
    """Three letters that another name spells as well are no part's for sure; they may be a great institution's."""
    if not is_rival or len(query.acronym or "") > SHORT:
        return
    for one, found in best.items():
        if context.shelf.parents.get(one) and not context.supporting(one, query):
            best[one] = Agreement(min(found.score, 0.8), f"{found.reason}, which others may be called")
