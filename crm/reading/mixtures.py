"""Words that say two things with nothing between them: a name and a role, a role and an institution."""

from __future__ import annotations

from typing import Final

from crm.reading.designations import has_institution_word, is_institution, is_role, opens_with_role
from crm.reading.names import has_given_name, is_person
from crm.reading.offices import is_of_work
from crm.reading.tokens import Kind
from crm.reading.vocabulary import listed
from crm.reading.words import words
from crm.values import fold, folded_words

__all__ = ["kind_of_words", "name_and_rest", "names_boss", "rest_and_name", "role_and_institution"]

_MAX_NAME_WORDS: Final = 6
_MIN_BOSS: Final = 3
_MIN_COMPOUND: Final = 8
"""Letters of a word that compounds end with."""


def kind_of_words(text: str) -> Kind:
    """Tell a role, which may name an institution, from an institution."""
    if opens_with_role(text):
        return Kind.ROLE
    if _is_street(text):
        return Kind.OTHER
    if is_institution(text):
        return Kind.INSTITUTION
    return Kind.ROLE if is_role(text) else Kind.OTHER


def _is_street(text: str) -> bool:
    """Tell a street or a square that is called after an institution: *Place de la Préfecture*."""
    found = text.split(maxsplit=2)
    return len(found) > 2 and fold(found[0]) in words()["contacts.places"] and fold(found[1]) in words()["connectors"]


def name_and_rest(text: str) -> list[tuple[str, Kind]]:
    """Return a name and the role or institution right behind it: *Anne Le Goff Directrice de la communication*."""
    found = text.split()
    for size in range(2, min(_MAX_NAME_WORDS, len(found) - 1) + 1):
        name, rest = " ".join(found[:size]), " ".join(found[size:])
        if not (has_given_name(name) and is_person(name)):
            continue
        if rest[0].isdigit() and not rest.isdigit():
            return [(name, Kind.PERSON), (rest, Kind.OTHER)]
        if rest[0].isalpha():
            kind = kind_of_words(rest)
            if kind is Kind.ROLE and opens_with_role(rest):
                return [(name, Kind.PERSON), *(role_and_institution(rest) or [(rest, kind)])]
            if kind is Kind.INSTITUTION and rest[0].isupper():
                return [(name, Kind.PERSON), (rest, kind)]
    return []


def rest_and_name(text: str, *, is_reached: bool = False) -> list[tuple[str, Kind]]:
    """Return the name of a person that a role ends with: *Attachée de presse Anne Le Goff*.

    Behind one word for a role, a name that an address or a number follows at once need not be a known one.
    """
    found = text.split()
    for size in range(min(_MAX_NAME_WORDS, len(found) - 1), 1, -1):
        role, name = " ".join(found[:-size]), " ".join(found[-size:])
        if not (found[-size][0].isupper() and opens_with_role(role) and is_person(name)):
            continue
        if names_boss(role) or _is_of_another(found[-size - 1]):
            return [(text, Kind.ROLE)]
        if has_given_name(name) or (is_reached and len(found) == size + 1):
            return [(role, Kind.ROLE), (name, Kind.PERSON)]
    return []


def _is_of_another(word: str) -> bool:
    """Tell the word by which a role goes on to whose it is: *collaboratrice de Marc Quint*."""
    return word.islower() and fold(word) in words()["connectors"]


def names_boss(role: str) -> bool:
    """Tell a role that ends with somebody else's: *woordvoerder van wethouder*, *attachée de presse du ministre*.

    >>> names_boss("attachée de presse du ministre"), names_boss("pressekreterare hos hamnminister")
    (True, True)
    >>> names_boss("directrice de la communication")
    False
    """
    found = folded_words(role)
    if len(found) < _MIN_BOSS or not _is_boss(found[-1]):
        return False
    before = next((word for word in reversed(found[:-1]) if word not in words()["articles"]), "")
    return before in listed("connectors", "contacts.on_behalf", "contacts.belongs")


def _is_boss(word: str) -> bool:
    """Tell a boss, or a compound that ends with one: *infrastrukturminister*."""
    bosses = words()["contacts.bosses"]
    return word in bosses or any(word.endswith(one) for one in bosses if len(one) >= _MIN_COMPOUND)


def role_and_institution(text: str) -> list[tuple[str, Kind]]:
    """Return a role and the institution it is held at: *Pressesprecherin Verreval AG*."""
    found = text.split()
    for size in range(1, len(found)):
        role, rest = " ".join(found[:size]), " ".join(found[size:])
        if opens_with_role(role) and not opens_with_role(rest) and _is_named_institution(rest):
            return [(_without_connector(role), Kind.ROLE), (rest, Kind.INSTITUTION)]
    return []


def _is_named_institution(text: str) -> bool:
    """Tell an institution of two words and more: *Communications* alone is part of a role."""
    first = text.split()[0]
    is_firm = not text.islower() and fold(text.split()[-1]) in words()["institutions.suffixes"]  # *orvane AG*
    is_name = first[0].isupper() or is_firm or fold(first) in words()["institutions.nouns"]
    return " " in text and is_name and has_institution_word(text) and not is_of_work(text)


def _without_connector(role: str) -> str:
    found = role.split()
    while len(found) > 1 and fold(found[-1]) in words()["connectors"]:
        found.pop()
    return " ".join(found)
