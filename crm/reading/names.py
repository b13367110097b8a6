"""What a few words look like: the name of a person, of an institution, or a role."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from crm.reading.remembered import remembered
from crm.reading.vocabulary import listed, says
from crm.reading.words import languages, words
from crm.values import fold, folded_words
from crm.values.names.person import PARTICLES
from crm.values.names.words import is_title

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "has_given_name",
    "has_institution_word",
    "has_title",
    "is_degree",
    "is_given_and_family",
    "is_institution",
    "is_of_one",
    "is_person",
    "is_role",
    "is_some_name",
    "opens_with_role",
    "resembles",
    "squeezed",
    "without_civility",
]

_MAX_WORDS: Final = 5
_MAX_CHARACTERS: Final = 200
"""A longer name cannot be stored (`crm.values.PersonName`), and is none."""
_MIN_COMPOUND: Final = 6
_MIN_ROLE: Final = 9
"""Letters of such a compound."""
_MIN_SMALL: Final = 4
"""Letters of a little word that is no part of a name."""
_MIN_OWN: Final = 2
_MIN_CAPITALS: Final = 2
"""Of a degree: *Ma* is a name."""
_MAX_INSTITUTION_WORDS: Final = 14
_MAX_HEADED_WORDS: Final = 20
"""Of one that begins with its noun: *Ministère de …, de … et de …*."""
_MAX_ROLE_WORDS: Final = 12
_MIN_LIKE: Final = 3
"""Letters of a word of a name that are not in an address by chance."""
_NAME_WORD: Final = re.compile(r"(?:[dDlLO]['’])?[A-ZÀ-ÖØ-ÞŠŽŁĆČŐŚŻ][^\W\d_]*(?:[-'’.][^\W\d_]*)*\.?")
_CASELESS_WORD: Final = re.compile(r"(?:[dDlLO]['’])?(?P<first>[^\W\d_])[^\W\d_]*(?:[-'’.·・][^\W\d_]*)*\.?")
_UNSPACED_NAME: Final = re.compile(
    "[\u4e00-\u9fff\u3400-\u4dbf]{2,4}|[\uac00-\ud7a3]{2,4}|[\u3040-\u30ff\u4e00-\u9fff]{3,8}"
)
"""A name in a script without spaces: Chinese, Korean, Japanese."""
_TORN: Final = re.compile(r"^(?:M\s(?:e|me|lle|r)|D\sr|P\sr)\s+(?=[^\W\d_]{2})")
"""*Mᵉ* or *Dʳ* whose raised letters stand apart once the markup is gone."""
_LINKS: Final = PARTICLES | {"y", "e", "i", "et"}
"""Words in small letters within a name; *et* joins the two of a couple."""
_JOINING: Final = frozenset({"y", "e", "i", "et", "zum", "zur"})
"""Those of them that join any two words: *L'Encre et le Sel*, *Hilfe zum Antrag*."""
_ELIDED: Final = frozenset({"'t", "’t", "'s", "’s"})
"""What is left of Dutch *het* and *des*: *van 't Zand*."""
_SPELLED: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Ø": "Oe", "Å": "Aa"}
)
"""How addresses spell letters that they may not have: *Lüders*, ``lueders@``."""
_NO_LETTERS: Final = re.compile(r"[\W\d_]+")
_ACRONYM: Final = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ0-9&.-]{1,5}")


@remembered
def is_person(text: str) -> bool:
    """Tell the shape of a person's name: two to five words in capitals or with particles, none of an institution's.

    In a script without capitals any word will do, and in one without spaces a word that short is a whole name.

    >>> [is_person(text) for text in ("Anne LE GOFF", "Mme Zoé d'Almeida", "Université de Valmont", "anne", "La Ville")]
    [True, True, False, False, False]
    """
    if len(text) > _MAX_CHARACTERS:
        return False
    found = _uncivil(text)
    if len(found) == 1:
        return _UNSPACED_NAME.fullmatch(found[0]) is not None and fold(found[0]) not in words()["title.languages"]
    if not 2 <= len([word for word in found if not word.islower()]) <= _MAX_WORDS or fold(found[-1]) in _LINKS:
        return False
    if _is_family_alone(text, found):
        return False
    if not (_is_name_word(found[0]) or has_given_name(" ".join(found))):
        return False
    if not all(_is_name_word(word) or fold(word) in _LINKS or word in _ELIDED for word in _without_rank(found)):
        return False
    return not (_speaks_of_something_else(found) or _is_of_somebody(found))


def is_some_name(text: str) -> bool:
    """Tell a few words that all begin with a capital: a name of a person, or of something else.

    >>> is_some_name("Anne Le Goff"), is_some_name("Valmont Finance"), is_some_name("Une finance simple")
    (True, True, False)
    """
    found = text.split()
    return 2 <= len(found) <= _MAX_WORDS and all(map(_is_name_word, found))


def _without_rank(found: list[str]) -> list[str]:
    """Return the words of *Ebba af Brisestam* without the *af* of the nobility, which in Danish is *of* besides."""
    is_noble = found[1] == "af" and found[2:] and not words()["names.given"].isdisjoint(folded_words(found[0]))
    return [found[0], *found[2:]] if is_noble else found


def _is_family_alone(text: str, found: Sequence[str]) -> bool:
    """Tell *Van der Meulen*, a family name and nothing more, which is somebody's where a title stands before it."""
    return (
        fold(found[0]) in PARTICLES and _own_words(found) < _MIN_OWN and not (has_given_name(text) or has_title(text))
    )


def _is_of_somebody(found: Sequence[str]) -> bool:
    """Tell *Cabinet de Mme Anne Quint*: a civility behind a word that joins."""
    return len(found) > 3 and any(is_title(two) and fold(one) in _LINKS for one, two in pairwise(found[:-1]))


def _own_words(found: Sequence[str]) -> int:
    return len([word for word in found if fold(word) not in PARTICLES])


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
    if folded[0] in listed("articles", "connectors") and len(folded) == 2 and not has_given_name(found[1]):
        return True
    if folded[0] in words()["articles"] and _is_of_something(found) and not has_given_name(" ".join(found)):
        return True
    is_compound = any(_ends_like_institution(word) or _ends_like_role(word) for word in folded) or _is_of_press(folded)
    is_doubtful = is_compound or _has_common_word(found, folded) or not _JOINING.isdisjoint(found)
    if is_doubtful and not has_given_name(" ".join(found)):
        return True
    folded = _without_accented_forms(found, folded)
    is_office = any("-" in word and not _of_no_name().isdisjoint(fold(word).split()) for word in found)
    return is_office or not _of_no_name().isdisjoint(folded) or words()["contacts.fillers"].issuperset(folded)


def _is_of_something(found: list[str]) -> bool:
    """Tell words joined as in a sentence behind an article: *La Voix des Rives*; *La Tour du Pin* is that too."""
    return len(found) > 3 and any(fold(word) in words()["connectors"] for word in found[2:-1])


def _has_common_word(found: list[str], folded: list[str]) -> bool:
    if not _common_words().isdisjoint(folded):
        return True
    return any("-" in word and not _common_words().isdisjoint(map(fold, word.split("-"))) for word in found)


@cache
def _common_words() -> frozenset[str]:
    """Return the words that stand in a name only beside a given one: of places, things, and sentences."""
    small = {fold(word) for language in languages() for word in language.stopwords if len(word) >= _MIN_SMALL}
    return listed("contacts.places", "names.things") | (small - PARTICLES)


def _without_accented_forms(found: list[str], folded: list[str]) -> list[str]:
    """Return the folded words without *Åsa*, which is a given name, and folded the legal form *ASA*."""
    if _given_like_forms().isdisjoint(folded):
        return folded
    return [one for word, one in zip(found, folded, strict=True) if word.isascii() or one not in _given_like_forms()]


@cache
def _given_like_forms() -> frozenset[str]:
    return words()["names.given"] & words()["institutions.suffixes"]


@cache
def _of_no_name() -> frozenset[str]:
    """Return the words that stand in no name of a person: those of institutions, roles, offices and sentences."""
    lists = ("roles", "fields", "phones", "desks", "press", "contact", "others", "verbs")
    return listed("institutions.nouns", "institutions.suffixes", *(f"contacts.{name}" for name in lists))


@remembered
def has_given_name(text: str) -> bool:
    """Tell a name of which the first or the last word is a common given name, in any of the languages.

    >>> has_given_name("Anne-Marie Le Goff"), has_given_name("QUINT Hugo"), has_given_name("Verreval Express")
    (True, True, False)
    """
    own = " ".join(_uncivil(text))
    found = folded_words(own)
    if not found:
        return False
    is_first = found[0] in words()["names.given"]
    return is_first or (found[-1] in words()["names.given"] and not _ends_like_form(own.split()[-1:], found))


def _ends_like_form(last: Sequence[str], folded: Sequence[str]) -> bool:
    """Tell the *ASA* of a firm from *Åsa*."""
    return folded[-1] in words()["institutions.suffixes"] and all(map(str.isascii, last))


def is_given_and_family(text: str) -> bool:
    """Tell two words of which the first is a given name that is a little word too: *Per Ekvallen*, *Per Informazioni*.

    >>> is_given_and_family("Per Ekvallen"), is_given_and_family("Ekvallen Per"), is_given_and_family("Anne Quint")
    (True, False, False)
    """
    found = text.split()
    return len(found) == 2 and fold(found[0]) in _given_like_connectors() and is_some_name(text)


@cache
def _given_like_connectors() -> frozenset[str]:
    return words()["names.given"] & listed("articles", "connectors")


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
    return " ".join(_uncivil(text))


def _uncivil(text: str) -> list[str]:
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
    return not text.startswith(next(iter(_uncivil(text)), ""))


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
    return any(_ends_like_institution(word) for word in squeezed)


def _ends_like_institution(word: str) -> bool:
    """Tell a compound that ends with an institution's noun: *Polizeipräsidium*, *Hilfsdienst*."""
    if word[-3:] not in _last_letters() or not word.endswith(_endings()):
        return False
    return len(word) > _MIN_COMPOUND or word in words()["institutions.endings"]


def _is_of_press(folded: Sequence[str]) -> bool:
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
    return len(folded) <= _MAX_ROLE_WORDS and (says(folded, "roles") or any(map(_ends_like_role, folded)))


def _ends_like_role(word: str) -> bool:
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
