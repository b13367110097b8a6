"""What a few words designate: an institution, by its noun or its legal form, or what somebody does."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from crm.reading.remembered import remembered
from crm.reading.vocabulary import says
from crm.reading.words import words
from crm.values import fold, folded_words

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "ends_like_institution",
    "ends_like_role",
    "has_institution_word",
    "is_institution",
    "is_of_press",
    "is_role",
    "opens_with_role",
]

_MIN_COMPOUND: Final = 6
_MIN_ROLE: Final = 9
"""Letters of such a compound."""
_MAX_INSTITUTION_WORDS: Final = 14
_MAX_HEADED_WORDS: Final = 20
"""Of one that begins with its noun: *Ministère de …, de … et de …*."""
_MAX_ROLE_WORDS: Final = 12
_ACRONYM: Final = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ0-9&.-]{1,5}")


@remembered
def is_institution(text: str) -> bool:
    """Tell a name with an institution's noun or legal form in it, or a single word in capitals.

    >>> [is_institution(text) for text in ("Université de Valmont", "ORME", "Verreval SAS", "Anne Le Goff")]
    [True, True, True, False]
    """
    folded = folded_words(text)
    is_headed = len(folded) > _MAX_INSTITUTION_WORDS and folded[0] in words()["institutions.nouns"]
    if not 0 < len(folded) <= (_MAX_HEADED_WORDS if is_headed else _MAX_INSTITUTION_WORDS):
        return False
    return _ACRONYM.fullmatch(text) is not None or _has_institution_word(text, folded)


def has_institution_word(text: str) -> bool:
    """Tell words of which one is an institution's noun, ends like one (*Hilfsdienst*) or is its legal form."""
    return _has_institution_word(text, folded_words(text))


def _has_institution_word(text: str, folded: list[str]) -> bool:
    is_plain = text.replace(" ", "").isalnum()
    squeezed = folded if is_plain else [fold(word).replace(" ", "") for word in text.split()]
    if not words()["institutions.suffixes"].isdisjoint((*squeezed[-1:], "".join(squeezed[-2:]))):
        return True
    if text[:1].isupper() and not words()["institutions.nouns"].isdisjoint(folded):
        return True
    if text[:1].isupper() and _names_country(folded):
        return True
    return any(ends_like_institution(word) for word in squeezed)


def ends_like_institution(word: str) -> bool:
    """Tell a compound that ends with an institution's noun: *Polizeipräsidium*, *Hilfsdienst*."""
    if word[-3:] not in _last_letters() or not word.endswith(_endings()):
        return False
    return len(word) > _MIN_COMPOUND or word in words()["institutions.endings"]


def is_of_press(folded: Sequence[str]) -> bool:
    """Tell words of which one begins like a compound with the press: *Pressedienst der Stadt*."""
    return any(word.startswith(_press_stems()) and len(word) > _MIN_COMPOUND for word in folded)


@cache
def _press_stems() -> tuple[str, ...]:
    return tuple(words()["contacts.press_stems"])


def _names_country(said: Sequence[str]) -> bool:
    if _first_of_countries().isdisjoint(said):
        return False
    text = f" {' '.join(said)} "
    return any(f" {country} " in text for country in words().countries)


@cache
def _first_of_countries() -> frozenset[str]:
    return frozenset(country.split()[0] for country in words().countries)


@cache
def _last_letters() -> frozenset[str]:
    """Return how the words end that end like an institution's noun: a cheap test before the others."""
    return frozenset(ending[-3:] for ending in _endings())


@cache
def _endings() -> tuple[str, ...]:
    return tuple(words()["institutions.endings"])


def is_role(text: str) -> bool:
    """Tell what somebody does: *Chargée de communication*, *Press officer*, *Projektleiterin*."""
    folded = folded_words(text)
    return len(folded) <= _MAX_ROLE_WORDS and (says(folded, "roles") or any(map(ends_like_role, folded)))


def ends_like_role(word: str) -> bool:
    """Tell a compound that ends with what somebody does: *Kommunikationschef*; a name that ends so is shorter."""
    return len(word) > _MIN_ROLE and word[-3:] in _last_letters_of_roles() and word.endswith(_role_endings())


@cache
def _last_letters_of_roles() -> frozenset[str]:
    return frozenset(ending[-3:] for ending in _role_endings())


@cache
def _role_endings() -> tuple[str, ...]:
    return tuple(words()["contacts.role_endings"])


@remembered
def opens_with_role(text: str) -> bool:
    """Tell a role however long it is: one of its first two words names one.

    >>> opens_with_role("Responsable de la communication et de la presse"), opens_with_role("Anne Quint")
    (True, False)
    """
    return is_role(" ".join(text.split(maxsplit=2)[:2]))
