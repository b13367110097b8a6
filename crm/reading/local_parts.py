"""Whether what stands before the ``@`` of an address was made from a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crm.values import fold, folded_words

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "is_of_one",
    "resembles",
    "squeezed",
]

_MIN_LIKE: Final = 3
"""Letters of a word of a name that are not in an address by chance."""
_SPELLED: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Ø": "Oe", "Å": "Aa"}
)
"""How addresses spell letters that they may not have: *Lüders*, ``lueders@``."""
_NO_LETTERS: Final = re.compile(r"[\W\d_]+")


def resembles(local_part: str, name: str) -> bool:
    """Tell whether an address was made from a person's name: one of its longer words, or its initials, are in it.

    >>> resembles("a.legoff", "Anne Le Goff"), resembles("presse", "Anne Le Goff")
    (True, False)
    """
    return is_of_one(name, (squeezed(local_part),))


def squeezed(local_part: str) -> str:
    """Return the letters of what stands before an ``@``, folded.

    >>> squeezed("A.Le-Goff2")
    'alegoff'
    """
    return _NO_LETTERS.sub("", fold(local_part))


def is_of_one(name: str, local_parts: Sequence[str]) -> bool:
    """Tell whether one of several addresses, squeezed, was made from a name."""
    folded = folded_words(name)
    spelled = folded if name.isascii() else [*folded, *folded_words(name.translate(_SPELLED))]
    every = "\n".join(local_parts)  # to look for a word in all of them at once is the faster way
    is_like = any(word in every for word in spelled if len(word) >= _MIN_LIKE)
    return is_like or "".join([word[0] for word in folded]) in local_parts
