"""What stands before and behind a name and is no part of it: civilities, titles, ranks, degrees."""

from __future__ import annotations

import re
from typing import Final

from crm.reading.words import words
from crm.values import fold
from crm.values.names.words import is_title

__all__ = [
    "has_title",
    "is_degree",
    "uncivil",
    "without_civility",
]

_MIN_CAPITALS: Final = 2
"""Of a degree: *Ma* is a name."""
_TORN: Final = re.compile(r"^(?:M\s(?:e|me|lle|r)|D\sr|P\sr)\s+(?=[^\W\d_]{2})")
"""*Mᵉ* or *Dʳ* whose raised letters stand apart once the markup is gone."""


def is_degree(text: str) -> bool:
    """Tell a seat, a degree or an order, which stands behind a name and is no part of it.

    >>> [is_degree(text) for text in ("CFA", "MdB", "B.Sc.", "Ma", "Quint")]
    [True, True, True, False, False]
    """
    if text[1:].islower() or sum(map(str.isupper, text)) < _MIN_CAPITALS:
        return False
    return fold(text).replace(" ", "") in words()["names.degrees"]


def without_civility(text: str) -> str:
    """Return a name without *Mme*, *Dr* and the like before it.

    >>> without_civility("Mme Anne Le Goff"), without_civility("Prof. Dr. Zoé Quint"), without_civility("Marc Quint")
    ('Anne Le Goff', 'Zoé Quint', 'Marc Quint')
    """
    return " ".join(uncivil(text))


def uncivil(text: str) -> list[str]:
    """Return the words of a name without civilities and degrees."""
    found = (_TORN.sub("", text) if text[1:2].isspace() else text).split()
    previous = None
    while len(found) > 2 and (is_title(found[0], previous) or _is_rank(found[0])):
        previous, found = found[0], found[1:]
    while len(found) > 2 and is_degree(found[-1]):
        found = found[:-1]
    return found


def _is_rank(word: str) -> bool:
    """Tell a rank before a name, of the police or a university: *PHK'in Anne Quint*, *Dipl.-Journ. Jan Lehn*."""
    if word.startswith(("Dipl.-", "Mag.")):
        return True
    folded = fold(word).replace(" ", "")
    is_rank = word[:2].isupper() and folded in words()["names.ranks"]
    return is_rank or ("." in word and folded in words()["names.titles"])


def has_title(text: str) -> bool:
    """Tell whether a civility, a degree or a rank stands before a name, which only persons have.

    >>> has_title("Dr. med. Anne Quint"), has_title("PHK'in Anne Quint"), has_title("Anne Quint")
    (True, True, False)
    """
    return not text.startswith(next(iter(uncivil(text)), ""))
