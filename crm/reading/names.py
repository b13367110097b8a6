"""What a few words look like: the name of a person, of an institution, of a desk, or a role."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final

from crm.reading.words import words
from crm.values import fold
from crm.values.names.person import PARTICLES
from crm.values.names.words import is_title

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "asked_for",
    "before_principal",
    "has_given_name",
    "has_institution_word",
    "is_degree",
    "is_designation",
    "is_desk",
    "is_institution",
    "is_person",
    "is_role",
    "name_at_end",
    "opens_with_role",
    "resembles",
    "two_persons",
    "without_civility",
]

_MAX_WORDS: Final = 5
_MAX_DESK_WORDS: Final = 8
_MAX_OFFICE_WORDS: Final = 25
"""Of a desk whose first word says that it is one: *Service de presse de la direction de …*"""
_MAX_CHARACTERS: Final = 200
"""A longer name cannot be stored (`crm.values.PersonName`), and is none."""
_MAX_DESIGNATION: Final = 300
_MIN_COMPOUND: Final = 6
_SENTENCE_ENDS: Final = (".", "!", "?", "…", ";")
_NAME_WORD: Final = re.compile(r"(?:[dDlLO]['’])?[A-ZÀ-ÖØ-ÞŠŽŁĆČŐŚŻ][^\W\d_]*(?:[-'’.][^\W\d_]*)*\.?")
_CASELESS_WORD: Final = re.compile(r"(?:[dDlLO]['’])?(?P<first>[^\W\d_])[^\W\d_]*(?:[-'’.·・][^\W\d_]*)*\.?")
_UNSPACED_NAME: Final = re.compile(
    "[\u4e00-\u9fff\u3400-\u4dbf]{2,4}|[\uac00-\ud7a3]{2,4}|[\u3040-\u30ff\u4e00-\u9fff]{3,8}"
)
"""A name in a script without spaces: Chinese, Korean, Japanese."""
_TORN: Final = re.compile(r"^(?:M\s(?:e|me|lle|r)|D\sr|P\sr)\s+(?=[^\W\d_]{2})")
"""*Mᵉ* or *Dʳ* whose raised letters stand apart once the markup is gone."""
_DEGREE: Final = re.compile(
    r"BA|MA|B\.?Sc\.?|M\.?Sc\.?|LL\.?M\.?|MAS|M[PELS]{1,2}P?|MLA|MSP|MdB|MdL|MdEP|CFA|CPA|Ph\.?D\.?|MBA|OBE|MBE|CBE|KC|QC|JP|APR|FRS|RN|MD|P\.?Eng\.?"
)
"""Seats, degrees and orders behind a name, as English, German and Canadian pages print them."""
_LINKS: Final = PARTICLES | {"y", "e", "i", "et"}
"""Words in small letters within a name; *et* joins the two of a couple."""
_ELIDED: Final = frozenset({"'t", "’t", "'s", "’s"})
"""What is left of Dutch *het* and *des*: *van 't Zand*."""
_ACRONYM: Final = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ0-9&.-]{1,5}")


def is_person(text: str) -> bool:
    """Tell the shape of a person's name: two to five words in capitals or with particles, none of an institution's.

    In a script without capitals any word will do, and in one without spaces a word that short is a whole name.

    >>> [is_person(text) for text in ("Anne LE GOFF", "Mme Zoé d'Almeida", "Université de Valmont", "anne", "La Ville")]
    [True, True, False, False, False]
    """
    if len(text) > _MAX_CHARACTERS:
        return False
    found = without_civility(text).split()
    if len(found) == 1:
        return _UNSPACED_NAME.fullmatch(found[0]) is not None and fold(found[0]) not in words()["title.languages"]
    if not 2 <= len([word for word in found if not word.islower()]) <= _MAX_WORDS or fold(found[-1]) in _LINKS:
        return False
    if not (_is_name_word(found[0]) or has_given_name(" ".join(found))):
        return False
    if not all(_is_name_word(word) or fold(word) in _LINKS or word in _ELIDED for word in found):
        return False
    return not _speaks_of_something_else(found)


def _is_name_word(word: str) -> bool:
    """Tell a word that begins with a capital, or is of a script that has none; accents may be letters of their own."""
    if _NAME_WORD.fullmatch(word):
        return True
    if word.isascii():
        return False
    composed = unicodedata.normalize("NFC", word)
    found = _CASELESS_WORD.fullmatch("".join(c for c in composed if not unicodedata.category(c).startswith("M")))
    return found is not None and not found["first"].islower()


def _speaks_of_something_else(found: list[str]) -> bool:
    folded = [fold(word) for word in found]
    if len(set(folded)) < len(folded):
        return True
    if folded[0] in words()["articles"] | words()["connectors"] and len(folded) == 2 and not has_given_name(found[1]):
        return True
    lists = (
        "institutions.nouns",
        "institutions.suffixes",
        "contacts.roles",
        "contacts.desks",
        "contacts.press",
        "contacts.contact",
        "contacts.others",
        "contacts.verbs",
    )
    if not words()["contacts.places"].isdisjoint(folded) and not has_given_name(" ".join(found)):
        return True
    return any(word in words()[name] for word in folded for name in lists) or all(
        word in words()["contacts.fillers"] for word in folded
    )


def has_given_name(text: str) -> bool:
    """Tell a name of which the first or the last word is a common given name, in any of the languages.

    >>> has_given_name("Anne-Marie Le Goff"), has_given_name("QUINT Hugo"), has_given_name("Verreval Express")
    (True, True, False)
    """
    found = fold(without_civility(text)).split()
    return bool(found) and not words()["names.given"].isdisjoint((found[0], found[-1]))


def is_degree(text: str) -> bool:
    """Tell what stands behind a name and is no part of it: *CFA*, *MP*, *B.Sc.*"""
    return _DEGREE.fullmatch(text) is not None


def without_civility(text: str) -> str:
    """Return a name without *Mme*, *Dr* and the like before it.

    >>> without_civility("Mme Anne Le Goff"), without_civility("Prof. Dr. Zoé Quint"), without_civility("Marc Quint")
    ('Anne Le Goff', 'Zoé Quint', 'Marc Quint')
    """
    found = _TORN.sub("", text).split()
    while len(found) > 2 and is_title(found[0]):
        found = found[1:]
    while len(found) > 2 and _DEGREE.fullmatch(found[-1]):
        found = found[:-1]
    return " ".join(found)


def two_persons(text: str) -> tuple[str, ...]:
    """Return the two persons that *et*, *and* or ``&`` joins, none where there is one: *Anne et Marc Quint* are one.

    >>> two_persons("Anne Le Goff et Marc Quint"), two_persons("Anne et Marc Quint")
    (('Anne Le Goff', 'Marc Quint'), ())
    """
    found = text.split()
    for place in range(2, len(found) - 2):
        if fold(found[place]) in words()["conjunctions"] or found[place] == "&":
            one, two = " ".join(found[:place]), " ".join(found[place + 1 :])
            if is_person(one) and is_person(two):
                return one, two
    return ()


def before_principal(text: str) -> str | None:
    """Return the agency of *Agence Tilde pour l'Institut Valmont*: who answers, not for whom."""
    found = text.split()
    for place in range(1, len(found) - 1):
        if fold(found[place]) in words()["contacts.on_behalf"]:
            agency = " ".join(found[:place])
            return agency if place > 1 and is_institution(agency) else None
    return None


def asked_for(text: str) -> list[str]:
    """Return the persons that a piece of a sentence says to contact.

    >>> asked_for("veuillez contacter Anne Le Goff ou Marc Quint chez ORME"), asked_for("dit Anne Le Goff")
    (['Anne Le Goff', 'Marc Quint'], [])
    """
    found = text.split()
    verbs = words()["contacts.verbs"]
    places = [place for place, word in enumerate(found) if verbs.intersection(fold(word).split())]
    names: list[str] = []
    place = places[0] + 1 if places else len(found)
    while place < len(found) - 1:
        size = next((size for size in range(_MAX_WORDS, 1, -1) if _is_sure_name(found[place : place + size])), 0)
        names += [" ".join(found[place : place + size])] if size else []
        place += size or 1
    return names


def _is_sure_name(found: list[str]) -> bool:
    return found[0][0].isupper() and len(found) > 1 and is_person(" ".join(found)) and not _joins(found)


def _joins(found: list[str]) -> bool:
    joining = words()["conjunctions"] | words()["alternatives"]
    return any(fold(word) in joining for word in found)


def name_at_end(text: str) -> str | None:
    """Return the person's name that a piece of a sentence ends with.

    >>> name_at_end("ou appeler Anne Le Goff au"), name_at_end("à l'équipe de presse")
    ('Anne Le Goff', None)
    """
    found = text.split()
    ends = words()["connectors"] | words()["contacts.leads"]
    while found and (found[-1].islower() or not found[-1].isalpha()) and set(fold(found[-1]).split()) <= ends:
        found.pop()
    sizes = range(min(_MAX_WORDS - 1, len(found)), 1, -1)
    names = (" ".join(found[-size:]) for size in sizes if found[-size][0].isupper())
    return next((name for name in names if is_person(name)), None)


def is_institution(text: str) -> bool:
    """Tell a name with an institution's noun or legal form in it, or a single word in capitals.

    >>> [is_institution(text) for text in ("Université de Valmont", "ORME", "Verreval SAS", "Anne Le Goff")]
    [True, True, True, False]
    """
    folded = fold(text).split()
    if not folded or len(folded) > 14:
        return False
    if _ACRONYM.fullmatch(text):
        return True
    return has_institution_word(text)


def has_institution_word(text: str) -> bool:
    """Tell words of which one is an institution's noun, ends like one (*Hilfsdienst*) or is its legal form."""
    folded, squeezed = fold(text).split(), [fold(word).replace(" ", "") for word in text.split()]
    if squeezed and (
        squeezed[-1] in words()["institutions.suffixes"] or "".join(squeezed[-2:]) in words()["institutions.suffixes"]
    ):
        return True
    if text[:1].isupper() and not words()["institutions.nouns"].isdisjoint(folded):
        return True
    if text[:1].isupper() and _names_country(folded):
        return True
    endings = words()["institutions.endings"]
    return any(word.endswith(_endings()) and (len(word) > _MIN_COMPOUND or word in endings) for word in squeezed)


def _names_country(said: Sequence[str]) -> bool:
    if _first_of_countries().isdisjoint(said):
        return False
    text = f" {' '.join(said)} "
    return any(f" {country} " in text for country in words().countries)


@cache
def _first_of_countries() -> frozenset[str]:
    return frozenset(country.split()[0] for country in words().countries)


@cache
def _endings() -> tuple[str, ...]:
    return tuple(words()["institutions.endings"])


def is_desk(text: str) -> bool:
    """Tell the name of a post that several persons staff: *Service de presse*, *Press office*."""
    folded = fold(text).split()
    if not folded or len(text) > _MAX_CHARACTERS or not text[0].isupper():
        return False
    if len(text.split()) > (_MAX_OFFICE_WORDS if _is_office(folded[0]) else _MAX_DESK_WORDS):
        return False
    own = words()["contacts.press"] | words()["contacts.soft"] | words()["contacts.desks"]
    if len(folded) > 1 and all(word in own for word in folded):
        return True
    is_office = any(word in words()["contacts.desks"] for word in folded)
    is_of_press = any(word in words()["contacts.press"] or word.startswith("communication") for word in folded)
    return (is_office and is_of_press) or any(word in words()["contacts.desk_names"] for word in folded)


def is_role(text: str) -> bool:
    """Tell what somebody does: *Chargée de communication*, *Press officer*."""
    folded = fold(text).split()
    return 0 < len(folded) <= 12 and any(word in words()["contacts.roles"] for word in folded)


def _is_office(word: str) -> bool:
    return word in words()["contacts.desks"] or word in words()["contacts.desk_names"]


def opens_with_role(text: str) -> bool:
    """Tell a role however long it is: one of its first two words names one.

    >>> opens_with_role("Responsable de la communication et de la presse"), opens_with_role("Anne Quint")
    (True, False)
    """
    return is_role(" ".join(text.split(maxsplit=2)[:2]))


def is_designation(text: str) -> bool:
    """Tell a line that names a role, an office or an institution, however long, from a line of a sentence.

    >>> is_designation("Service de presse de la Ville"), is_designation("Le service répond.")
    (True, False)
    """
    if not text[:1].isupper() or len(text) > _MAX_DESIGNATION or text.rstrip('*_»" ').endswith(_SENTENCE_ENDS):
        return False
    first = next(iter(fold(text.split(maxsplit=1)[0]).split()), "")
    return opens_with_role(text) or _is_office(first) or first in words()["institutions.nouns"]


def resembles(local_part: str, name: str) -> bool:
    """Tell whether an address was made from a person's name: one of its longer words, or its initials, are in it.

    >>> resembles("a.legoff", "Anne Le Goff"), resembles("presse", "Anne Le Goff")
    (True, False)
    """
    squeezed = re.sub(r"[\W\d_]+", "", fold(local_part))
    folded = fold(name).split()
    return (
        any(len(word) >= 3 and word in squeezed for word in folded) or "".join(word[0] for word in folded) == squeezed
    )
