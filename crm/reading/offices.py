"""The names of offices, and lines that name a role or an institution."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from crm.reading.designations import is_institution, opens_with_role
from crm.reading.remembered import remembered
from crm.reading.vocabulary import listed, says
from crm.reading.words import words
from crm.values import fold, folded_words

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["after_article", "before_principal", "is_designation", "is_desk", "is_of_work", "working_words"]

_MAX_DESK_WORDS: Final = 8
_MAX_OFFICE_WORDS: Final = 25
"""Of a desk whose first word says that it is one: *Service de presse de la direction de …*"""
_MAX_CHARACTERS: Final = 200
"""A longer name cannot be stored (`crm.values.PersonName`), and is none."""
_MAX_DESIGNATION: Final = 300
_SENTENCE_ENDS: Final = (".", "!", "?", "…", ";")


@remembered
def is_desk(text: str) -> bool:
    """Tell the name of a post that several persons staff: *Service de presse*, *Press office*."""
    folded = folded_words(text)
    if not folded or len(text) > _MAX_CHARACTERS or not text[0].isupper():
        return False
    if len(text.split()) > (_MAX_OFFICE_WORDS if _is_office(folded[0]) else _MAX_DESK_WORDS):
        return False
    if _is_of_office_words(folded):
        return True
    is_of_press = says(folded, "press") or any(word.startswith("communication") for word in folded)
    return (is_of_press and says(folded, "desks")) or says(folded, "desk_names")


def _is_of_office_words(folded: Sequence[str]) -> bool:
    """Tell words that are all of an office, before *of* or *at* that says whose: *Media Relations at Verreval*."""
    small = listed("contacts.belongs", "connectors")
    size = next((place for place, word in enumerate(folded) if place > 1 and word in small), len(folded))
    return size > 1 and listed("contacts.press", "contacts.soft", "contacts.desks").issuperset(folded[:size])


def after_article(text: str) -> str | None:
    """Return the office that a sentence names with its article: *the news desk*."""
    article, _, office = text.partition(" ")
    if not article.islower() or fold(article) not in words()["articles"]:
        return None
    said = folded_words(office)
    is_office = len(said) > 1 and listed("contacts.press", "contacts.soft", "contacts.desks").issuperset(said)
    return office if is_office else None


def _is_office(word: str) -> bool:
    return word in listed("contacts.desks", "contacts.desk_names")


@remembered
def is_designation(text: str) -> bool:
    """Tell a line that names a role, an office or an institution, however long, from a line of a sentence.

    >>> is_designation("Service de presse de la Ville"), is_designation("Le service répond.")
    (True, False)
    """
    if not text[:1].isupper() or len(text) > _MAX_DESIGNATION or text.rstrip('*_»" ').endswith(_SENTENCE_ENDS):
        return False
    first = next(iter(folded_words(text.split(maxsplit=1)[0])), "")
    return opens_with_role(text) or _is_office(first) or first in words()["institutions.nouns"]


def before_principal(text: str) -> str | None:
    """Return the agency of *Agence Tilde pour l'Institut Valmont*: who answers, not for whom."""
    found = text.split()
    for place in range(1, len(found) - 1):
        if fold(found[place]) in words()["contacts.on_behalf"]:
            agency = " ".join(found[:place])
            return agency if place > 1 and is_institution(agency) else None
    return None


def is_of_work(text: str) -> bool:
    """Tell words that are all of fields of work, and name nobody.

    >>> is_of_work("Communications and Public Affairs"), is_of_work("Halden Communications")
    (True, False)
    """
    return working_words().issuperset(folded_words(text))


@cache
def working_words() -> frozenset[str]:
    """Return the words for fields of work and offices, and the little ones between them."""
    return listed(
        "contacts.fields", "contacts.press", "contacts.soft", "contacts.communication", "contacts.desks",
        "contacts.contact", "contacts.desk_names", "connectors", "conjunctions", "articles",
    )  # fmt: skip
