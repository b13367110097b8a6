"""Which of the names weighed issue a communiqué: the best one, and those it is coordinated with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crm.reading.phrases import is_legal_form
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm.reading.issuers import Issuer

__all__ = ["as_printed", "chosen_of"]

_MIN_SCORE: Final = 2.2
_MIN_PARTNER: Final = 1.5
_MIN_OWN: Final = 1.1
"""Points that a partner has more than, without those for a name it is a part of."""


def chosen_of(found: Mapping[str, Issuer], groups: Sequence[Sequence[str]]) -> list[Issuer]:
    """Return the best name and its partners, in the longest of the groups that it is in; none if it has few points."""
    ranked = sorted(found.values(), key=lambda one: (-one.score, one.order))
    if not ranked or ranked[0].score < _MIN_SCORE:
        return []
    best = fold(_fuller(ranked[0], ranked[1:]).name)
    group = max((group for group in groups if best in group), key=len, default=[best])
    return [found[key] for key in group if key == best or _is_partner(found[key])]


def as_printed(chosen: Sequence[Issuer], text: str) -> Sequence[Issuer]:
    """Return issuers in the order in which a text prints them, if it prints them all."""
    places = {issuer.name: text.find(issuer.name) for issuer in chosen}
    is_all = min(places.values(), default=-1) >= 0
    return sorted(chosen, key=lambda one: places[one.name]) if is_all else chosen


def _fuller(best: Issuer, others: Sequence[Issuer]) -> Issuer:
    """Return the best name, or the fuller one it is a part of, where a sentence is about that."""
    inner = f" {fold(best.name)} "
    for other in others:
        is_legal = other.name.startswith(best.name) and is_legal_form(other.name[len(best.name) :].rpartition(" ")[2])
        if _is_subject(best) and "with its initials" not in other.points and not is_legal:
            continue
        if _is_subject(other) and other.is_clear and inner in f" {fold(other.name)} ":
            return other
    return best


def _is_partner(issuer: Issuer) -> bool:
    own = issuer.score - issuer.points.get("under another name", 0.0)
    return issuer.score >= _MIN_PARTNER and own > _MIN_OWN and "looks like a person" not in issuer.points


def _is_subject(issuer: Issuer) -> bool:
    return any(reason.startswith("subject") for reason in issuer.points)
