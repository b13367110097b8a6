"""Commas within the name of an institution: before its legal form, in quotes, in a list of what it is for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crm.reading.designations import has_institution_word, is_role
from crm.reading.names import has_given_name
from crm.reading.vocabulary import listed
from crm.reading.words import words
from crm.values import fold, folded_words
from crm.values.names.words import is_title

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["rejoined"]

_MAX_LISTED: Final = 8
"""Words of the end of such a list."""
_MIN_LISTED: Final = 3
_ELIDED: Final = re.compile(r"^[dl]['’](?=\w)")
_OPENING: Final = "«“„"
_CLOSING: Final = "»”“"


def rejoined(pieces: Sequence[str]) -> list[str]:
    """Return pieces and separators in turn, with a comma that parts nothing within its piece.

    >>> rejoined(["Orvane Robotics", ", ", "Inc", ", ", "Anne Quint"])
    ['Orvane Robotics, Inc', ', ', 'Anne Quint']
    >>> rejoined(["Ministry for Rivers", ", ", "Lakes and Ports"])
    ['Ministry for Rivers, Lakes and Ports']
    """
    found = [pieces[0]]
    for separator, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        if separator.strip() == "," and _goes_on(found[-1], piece):
            found[-1] += f"{separator}{piece}"
        else:
            found += [separator, piece]
    return found


def _goes_on(before: str, after: str) -> bool:
    return _is_quoted(before, after) or _is_legal_form(before, after) or _is_listed(before, after)


def _is_quoted(before: str, after: str) -> bool:
    """Whether a quotation is open, and ends behind the comma: *Collectif « Rives, ça suffit ! »*."""
    opened = max(map(before.rfind, _OPENING))
    if opened < 0 or any(sign in before[opened + 1 :] for sign in _CLOSING):
        return False
    return any(sign in after for sign in _CLOSING)


def _is_legal_form(before: str, after: str) -> bool:
    """Whether all that follows is a legal form, as *Inc.* is."""
    form = fold(after).replace(" ", "").rstrip(".")
    is_name = before[:1].isupper() and len(before.split()) <= _MAX_LISTED
    return is_name and len(form) < _MAX_LISTED and form in words()["institutions.suffixes"]


def _is_listed(before: str, after: str) -> bool:
    """Whether an institution is for several things: *Ministry for Rivers, Lakes and Ports*, *Bau- und Seeamt*."""
    found = after.split()
    if _is_one_more(before, found):
        return True
    if not _MIN_LISTED <= len(found) <= _MAX_LISTED or not listed("conjunctions").intersection(folded_words(after)):
        return False
    if before.endswith("-"):
        return found[0].endswith("-") and found[1].islower()
    said = before.split()
    is_for = len(said) > 1 and any(fold(word) in words()["connectors"] for word in said[1:])
    is_name = is_for and said[0][0].isupper() and has_institution_word(before)
    return is_name and not (is_role(after) or is_role(before) or has_given_name(after) or _names_other(found))


def _is_one_more(before: str, found: Sequence[str]) -> bool:
    """Whether a name goes on with one more thing it is for: *Ministère de la Pêche, de la Forêt*."""
    if len(found) > _MAX_LISTED or not found or not found[0].islower() or fold(found[0]) not in words()["connectors"]:
        return False
    first = next((word for word in found if not (word.islower() and fold(word) in _joining())), "")
    name = _ELIDED.sub("", first)
    is_name = before[:1].isupper() and has_institution_word(before) and fold(before.split()[0]) in _nouns()
    is_for = any(fold(word) in words()["connectors"] for word in before.split()[1:])
    return is_name and is_for and name[:1].isupper() and not has_given_name(name)


def _joining() -> frozenset[str]:
    return listed("connectors", "articles")


def _nouns() -> frozenset[str]:
    return listed("institutions.nouns")


def _names_other(found: Sequence[str]) -> bool:
    """Whether what follows the comma is a person, or an institution of its own."""
    return any(fold(word) in _nouns() or is_title(word) for word in found) or not found[0][0].isupper()
