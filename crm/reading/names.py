"""What a few words look like: the name of a person, or no name at all."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from crm.reading.civilities import has_title, uncivil
from crm.reading.designations import ends_like_institution, ends_like_role, is_of_press
from crm.reading.remembered import remembered
from crm.reading.vocabulary import listed
from crm.reading.words import languages, words
from crm.values import fold, folded_words
from crm.values.names.person import PARTICLES
from crm.values.names.words import is_title

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["has_given_name", "is_given_and_family", "is_person", "is_some_name"]

_MAX_WORDS: Final = 5
_MAX_CHARACTERS: Final = 200
"""A longer name cannot be stored (`crm.values.PersonName`), and is none."""
_MIN_SMALL: Final = 4
"""Letters of a little word that is no part of a name."""
_MIN_OWN: Final = 2
_NAME_WORD: Final = re.compile(r"(?:[dDlLO]['’])?[A-ZÀ-ÖØ-ÞŠŽŁĆČŐŚŻ][^\W\d_]*(?:[-'’.][^\W\d_]*)*\.?")
_CASELESS_WORD: Final = re.compile(r"(?:[dDlLO]['’])?(?P<first>[^\W\d_])[^\W\d_]*(?:[-'’.·・][^\W\d_]*)*\.?")
_UNSPACED_NAME: Final = re.compile(
    "[\u4e00-\u9fff\u3400-\u4dbf]{2,4}|[\uac00-\ud7a3]{2,4}|[\u3040-\u30ff\u4e00-\u9fff]{3,8}"
)
"""A name in a script without spaces: Chinese, Korean, Japanese."""
_LINKS: Final = PARTICLES | {"y", "e", "i", "et"}
"""Words in small letters within a name; *et* joins the two of a couple."""
_JOINING: Final = frozenset({"y", "e", "i", "et", "zum", "zur"})
"""Those of them that join any two words: *L'Encre et le Sel*, *Hilfe zum Antrag*."""
_ELIDED: Final = frozenset({"'t", "’t", "'s", "’s"})
"""What is left of Dutch *het* and *des*: *van 't Zand*."""


@remembered
def is_person(text: str) -> bool:
    """Tell the shape of a person's name: two to five words in capitals or with particles, none of an institution's.

    In a script without capitals any word will do, and in one without spaces a word that short is a whole name.

    >>> [is_person(text) for text in ("Anne LE GOFF", "Mme Zoé d'Almeida", "Université de Valmont", "anne", "La Ville")]
    [True, True, False, False, False]
    """
    if len(text) > _MAX_CHARACTERS:
        return False
    found = uncivil(text)
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
    is_compound = any(ends_like_institution(word) or ends_like_role(word) for word in folded) or is_of_press(folded)
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
    own = " ".join(uncivil(text))
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
