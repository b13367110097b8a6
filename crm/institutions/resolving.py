"""Which institution a text means, when that is sure."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from crm.institutions.finding import Finder
from crm.institutions.naming import is_acronym, overlaps
from crm.institutions.relatives import is_part_of_all
from crm.institutions.shelves import Query
from crm.institutions.spelling import TELLING, spells
from crm.values.institutions import name_words
from crm.values.institutions.words import vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from crm.institutions.context import Context
    from crm.institutions.resolution import Resolution

__all__ = ["looked_up", "resolve"]

_LONGEST: Final = 300
_MOST_PIECES: Final = 4
_VERY: Final = 0.97
"""The score of a name whose words are all the same."""
_TWO: Final = re.compile(
    r"^(?P<name>[^()\[\]]+?)\s*[(\[](?P<other>[^()\[\]]+)[)\]]\s*$"
    r"|^(?P<first>[^()]+?)(?:\s[-–—]\s|\s?:\s)(?P<second>.+)$"
)
"""A name with another one in brackets, or after a dash or a colon."""


def resolve(session: Session, text: str, *, near: str | None = None) -> Resolution:
    """Return which institution `text`, the name of one, means; `institution` is None when that is not sure.

    `near` is text that stands beside it, where a city or a parent may decide between several.
    """
    given = " ".join(text.split())[:_LONGEST]
    found = _resolved(Finder(session, near or ""), given)
    name, _, place = given.partition(",")
    if found.institution is None and place and (part := _named_with_its_whole(session, given, near or "")):
        found = part
    if found.institution is None and place and _is_address(place):
        said = _resolved(Finder(session, f"{place} {near or ''}"), name)
        found = said if said.institution is not None else found
    return replace(found, text=text, start=0, end=len(text))


def looked_up(text: str) -> set[str]:
    """Return all that `resolve` looks up for `text`: its pieces between commas and in brackets too."""
    given = " ".join(text.split())[:_LONGEST]
    name, comma, _ = given.partition(",")
    pieces = {given, name, *(piece.strip() for piece in given.split(",") if piece.strip())} if comma else {given}
    return pieces.union(*map(_pieces, pieces))


def _named_with_its_whole(session: Session, text: str, near: str) -> Resolution | None:
    """Return what one of the names between commas means, when the others name nothing but what it is a part of."""
    pieces = [piece.strip() for piece in text.split(",") if piece.strip()]
    if len(pieces) > _MOST_PIECES:
        return None
    finder = Finder(session, near)
    found = [_resolved(finder, piece) for piece in pieces]
    others = [[other for other in found if other is not one] for one in found]
    parts = [one for one, rest in zip(found, others, strict=True) if is_part_of_all(finder.context, one, rest)]
    return parts[0] if len(parts) == 1 else None


def _is_address(text: str) -> bool:
    """Whether what follows a comma names no other body: nothing but words that begin with a capital, and numbers."""
    words = name_words(text)
    known = vocabulary()
    shouts = [one for one in words.tokens if one.raw.isupper() and len(one.raw) > 2 and one.raw.isalpha()]
    return not words.heads and all(one.word in known.countries or one.word == "cedex" for one in shouts)


def _resolved(finder: Finder, text: str) -> Resolution:
    """Return which institution `text` means, taken as a whole, or as a name with another in brackets."""
    pieces = _pieces(text)
    finder.prepare([text, *pieces])
    whole = finder.judged(text, finder.scores(text))
    if whole.institution is not None or len(pieces) < 2:
        return whole
    return _together(finder.context, text, [finder.judged(piece, finder.scores(piece)) for piece in pieces]) or whole


def _pieces(text: str) -> list[str]:
    found = _TWO.match(text)
    return [piece for piece in found.groups() if piece is not None] if found else []


def _together(context: Context, text: str, parts: Sequence[Resolution]) -> Resolution | None:
    """Judge a name and what stands in brackets, or after a dash: they must not speak of two institutions."""
    sure = [part for part in parts if part.institution is not None]
    if not sure or any(part.institution is not sure[0].institution for part in sure):
        return None
    if len(sure) == 2 or _agree(context, sure[0], next(part for part in parts if part is not sure[0]), text):
        return replace(sure[0], text=text, end=len(text))
    return None


def _agree(context: Context, sure: Resolution, other: Resolution, text: str) -> bool:
    """Whether what is not sure may be another name of what is: its acronym, or the words its acronym is made of."""
    assert sure.institution is not None  # noqa: S101 - that is what sure means
    names = context.names_of(sure.institution.id)
    letters = Query.of(other.text).acronym or ""
    if any(spells(letters, name.text) for name in names) or any(overlaps(other.text, name) for name in names):
        return True
    if any(is_acronym(name) and spells(name.key.replace(" ", ""), other.text) for name in names):
        return True
    if text.endswith((")", "]")):
        return text.startswith(sure.text) and _may_stand_beside(other.text)
    letters = Query.of(sure.text).acronym or ""
    own = name_words(sure.text).core - vocabulary().common
    tells = len(letters) >= TELLING or (bool(own) and not letters and sure.candidates[0].score >= _VERY)
    return text.startswith(sure.text) and tells and not name_words(other.text).heads


def _may_stand_beside(text: str) -> bool:
    """Whether what is unknown in brackets may be an acronym or a place, and is not a part."""
    words = name_words(text)
    return len(words.tokens) <= 3 and not words.heads & vocabulary().parts and not any(map(str.isdigit, text))
