"""Which of the names weighed issue a communiqué: the best one, and those it is coordinated with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crm.reading.naming import places_of
from crm.reading.phrases import is_joining, is_legal_form
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm.reading.issuers import Issuer

__all__ = ["as_printed", "chosen_of", "coordinated"]

_MAX_BETWEEN: Final = 30
"""Characters between two names that are coordinated."""
_MIN_PARTNER: Final = 1.5
_MIN_OWN: Final = 1.1
"""Points that a partner has more than, without those for a name it is a part of."""


def chosen_of(found: Mapping[str, Issuer], groups: Sequence[Sequence[str]], least: float) -> list[Issuer]:
    """Return the best name and its partners, in the longest of the groups that it is in.

    None if it has less than `least` points.
    """
    best = max(found.values(), key=lambda one: (one.score, -one.order), default=None)
    if best is None or best.score < least:
        return []
    key = _fuller(fold(best.name), found)
    group = max((group for group in groups if key in group), key=len, default=[key])
    return [found[one] for one in group if one == key or _is_partner(found[one])]


def as_printed(chosen: Sequence[Issuer], text: str) -> Sequence[Issuer]:
    """Return issuers in the order in which a text prints them, if it prints them all."""
    if len(chosen) < 2:
        return chosen
    places = {issuer.name: text.find(issuer.name) for issuer in chosen}
    is_all = min(places.values()) >= 0
    return sorted(chosen, key=lambda one: places[one.name]) if is_all else chosen


def coordinated(names: Sequence[str], text: str) -> list[str]:
    """Return the longest run of names that nothing parts in a text but commas, *and* and articles; none of one alone.

    >>> coordinated(["Orvane", "Halden Bund", "Orme"], "Orme. Orvane and the Halden Bund open a spring.")
    ['Orvane', 'Halden Bund']
    """
    runs: list[list[str]] = [[]]
    end = -1
    for place, name in sorted((place, one) for one in names for place in places_of(one, text)):
        between = text[end:place] if 0 <= end < place else ""
        if name in runs[-1] or not (0 < len(between) < _MAX_BETWEEN and is_joining(between)):
            runs.append([])
        runs[-1].append(name)
        end = place + len(name)
    best = max(runs, key=len)
    return best if len(best) > 1 else []


def _fuller(key: str, found: Mapping[str, Issuer]) -> str:
    """Return the best name, or the fuller one it is a part of, where a sentence is about that."""
    others = [(-one.score, one.order, other) for other, one in found.items() if len(other) > len(key) and key in other]
    is_subject = bool(others) and _is_subject(found[key])
    for _, _, other in sorted(others):
        issuer = found[other]
        if is_subject and not _is_full(issuer, found[key]):
            continue
        if _is_subject(issuer) and issuer.is_clear and f" {key} " in f" {other} ":
            return other
    return key


def _is_full(fuller: Issuer, issuer: Issuer) -> bool:
    """Whether a name is given with its initials, or with its legal form where the other begins it."""
    if "with its initials" in fuller.points:
        return True
    return fuller.name.startswith(issuer.name) and is_legal_form(fuller.name[len(issuer.name) :].rpartition(" ")[2])


def _is_partner(issuer: Issuer) -> bool:
    own = issuer.score - issuer.points.get("under another name", 0.0)
    return issuer.score >= _MIN_PARTNER and own > _MIN_OWN and "looks like a person" not in issuer.points


def _is_subject(issuer: Issuer) -> bool:
    return any(reason.startswith("subject") for reason in issuer.points)
