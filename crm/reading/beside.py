"""Names that stand beside the contacts, and that the text tells of: likely to be those for whom these answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crm.reading.designations import opens_with_role
from crm.reading.names import is_person
from crm.reading.offices import is_desk
from crm.reading.phrases import joins
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crm.reading.findings import ReadContact

__all__ = ["named_beside"]

_PIECES: Final = re.compile(r"[,;|()\n*]|\s[–—-]\s|\s?:\s")
_MAX_WORDS: Final = 8
_MAX_PRINTED: Final = 600


def named_beside(contacts: Iterable[ReadContact], told: str) -> Iterator[str]:
    """Yield the names of several words beside those contacts of which no institution is known, as `told` has them too.

    >>> list(named_beside([], "Orvane Lines sails"))
    []
    """
    for contact in contacts:
        if contact.institution is None:
            for piece in _PIECES.split(contact.printed[:_MAX_PRINTED]):
                name = piece.strip(" .")
                if _may_be_name(name) and name in told and fold(name) != fold(contact.name or ""):
                    yield name


def _may_be_name(text: str) -> bool:
    """Whether words may be a name, and no person's, no role and no office."""
    if not (text[:1].isupper() and 0 < text.count(" ") < _MAX_WORDS) or "@" in text or any(map(str.isdigit, text)):
        return False
    said = text.replace("’", "’ ").replace("'", "' ").split()
    if said[-1].islower() or not all(word[0].isupper() or joins(word) for word in said):
        return False
    return not (is_person(text) or opens_with_role(text) or is_desk(text))
