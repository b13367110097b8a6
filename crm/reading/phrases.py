"""The noun phrases in capitals that a sentence opens with: what of it is one name, and what are several."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from crm.reading.designations import is_institution
from crm.reading.remembered import remembered
from crm.reading.words import languages, words
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = [
    "is_abbreviated",
    "is_clear",
    "is_joining",
    "is_legal_form",
    "joins",
    "name_of",
    "opening_names",
    "pieces_of",
]

_WORD: Final = re.compile(r",|[^\s,’']+(?:[’']s(?=\s[^\W\d_a-z]))?[’']?")
_SPACED: Final = re.compile(r"(?<!\w)(?:[^\W\d_]{1,2}\.\s){1,3}[^\W\d_]{1,2}\.(?!\w)")
"""*e. V.*, *S. p. A.*: one word."""
_INITIALS: Final = re.compile(r"\.\s[^\W\d_]{1,2}\.")
"""What none of these is without, and few sentences have."""
_QUOTED: Final = re.compile(r"([^\W\d_]+) (?:\"[^\"\n]{3,60}\"|«[^«»\n]{3,60}»|[“„][^“”„\n]{3,60}[”“])")
_HARD_SPACE: Final = "\x00"
_IN_BRACKETS: Final = re.compile(r"\s*\([^()]{0,80}\)")
_SOON: Final = 140
"""Characters in which nearly every opening ends."""
_AHEAD: Final = 6
"""Words behind an opening that it may depend on."""
_MAX_SUBJECT: Final = 400
"""Characters in which the subject of a title or a lead stands."""
_ABBREVIATED: Final = re.compile(r"(?:\w{1,2}\.\s?)+|\w{1,4}\.")
_LITTLE: Final = 3
"""Letters of a word that is no conjunction where it has more, and begins with a capital."""
_OWNED: Final = re.compile(r"[’']s\s")
_TIGHT: Final = re.compile(r"([’'])\s|\s(,)")


@remembered
def is_clear(name: str) -> bool:
    """Whether a name says by itself that it is an institution's; *L'Université* alone says not whose.

    >>> [is_clear(name) for name in ("Université de Valmont", "Université", "Ouverture de l'école")]
    [True, False, False]
    """
    if not is_institution(name):
        return False
    said = name.replace("’", " ").replace("'", " ").split()
    nouns = [word for word in said if fold(word) in words()["institutions.nouns"]]
    if len(said) == 1:
        return not nouns
    return not nouns or not all(map(str.islower, nouns)) or fold(said[-1]) in words()["institutions.suffixes"]


def opening_names(text: str, language: str | None = None) -> Iterator[str]:
    """Yield the noun phrases in capitals at the start of `text`, as far as a verb.

    Where the language is known, a word that is *and* in another one joins no names, *and of* goes on with a name, and
    so does *and* before a verb in the singular.

    >>> list(opening_names("L'Université de Valmont (UVA) et Orme signent un accord avec la Ville"))
    ['Université de Valmont', 'Orme']
    >>> list(opening_names("L'Agence des rivières du Valmont choisit"))
    ['Agence des rivières du Valmont']
    >>> list(opening_names("Le Collectif Naître en Valmont et de la Vallée appelle", "fr"))
    ['Collectif Naître en Valmont et de la Vallée']
    >>> list(opening_names("Der Verein Haus und Hof e. V. hat", "de")), list(opening_names("Haus und Hof haben", "de"))
    (['Verein Haus und Hof e. V.'], ['Haus', 'Hof'])
    >>> list(opening_names("Orvane AG, Hersteller von Pumpen, baut", "de"))
    ['Orvane AG']
    """
    joints = _joints_of(language)
    soon = _Opening(pieces_of(text[:_SOON]), joints)
    is_done = len(text) <= _SOON or soon.end + _AHEAD < len(soon.pieces)
    return (soon if is_done else _Opening(pieces_of(text[:_MAX_SUBJECT]), joints)).names()


class _Joints(NamedTuple):
    """What parts names, what goes on with the one before, the verbs of one name alone, and the articles of another."""

    conjunctions: frozenset[str]
    of: frozenset[str]
    singular: frozenset[str]
    apart: frozenset[str]


@cache
def _joints_of(language: str | None) -> _Joints:
    found = next((one for one in languages() if one.tag == language), None)
    if found is None:
        return _Joints(words()["conjunctions"], frozenset(), frozenset(), frozenset())
    # A title may be in another language than its text.
    conjunctions = words()["conjunctions"].difference(found.of) | found.conjunctions
    return _Joints(conjunctions, found.of, found.singular, found.apart)


class _Opening:
    """The first words of a sentence on their way to names."""

    def __init__(self, pieces: Sequence[str], joints: _Joints) -> None:
        self.pieces = pieces
        self.joints = joints
        self.phrases: list[list[str]] = [[]]
        self.seams: list[int] = []
        """Where the commas and the conjunctions between the phrases are."""
        self.end = len(pieces)
        """Where the verb is, or whatever it is that ends them."""
        for place in range(len(pieces)):
            if not self._takes(place):
                self.end = place
                break

    def names(self) -> Iterator[str]:
        """Yield the names; what only a comma parts from the first one is an apposition to it."""
        if len(self.phrases) > 1 and self._are_one():
            yield from name_of(self.pieces[: self.end])
            return
        is_list = any(self.pieces[seam] != "," for seam in self.seams)
        for phrase in self.phrases if is_list else self.phrases[:1]:
            yield from name_of(phrase)

    def _takes(self, place: int) -> bool:
        """Take one piece; tell whether another may follow."""
        piece, phrase = self.pieces[place], self.phrases[-1]
        is_ended = piece[-1] in ":;.!?" and not is_abbreviated(piece)
        if piece[0].isupper() and len(piece) > _LITTLE and not is_ended:
            phrase.append(piece)
        elif piece == "," and phrase and _is_suffix(self.pieces[place + 1 : place + 2]):
            phrase[-1] += ","
        elif piece == "," or fold(piece) in self.joints.conjunctions:
            self._part(place)
        elif is_ended:
            phrase.append(piece[:-1])
            return False
        elif _is_of_a_name(self.pieces, place) and not _begins_another(phrase, piece, self.joints.apart):
            phrase.append(piece)
        else:
            return False
        return True

    def _part(self, place: int) -> None:
        piece, phrase = self.pieces[place], self.phrases[-1]
        if piece != "," and phrase and _goes_on(self.pieces[place + 1 : place + 5], self.joints.of):
            phrase.append(piece)
        else:
            self.seams.append(place)
            self.phrases.append([])

    def _are_one(self) -> bool:
        """Whether a verb in the singular tells that *and* joins no names here: *Haus und Hof e. V. hat …*."""
        end = self.end
        if not all(self.phrases) or self.pieces[self.seams[-1]] == ",":
            return False
        starts = [self.pieces[seam + 1] for seam in self.seams]
        if any(fold(start) in words()["articles"] for start in starts):
            return False
        if end == len(self.pieces):
            return self._is_one_name()
        verbs = [fold(piece) for piece in (*self.phrases[-1][1:], *self.pieces[end : end + 1]) if piece.islower()]
        return not self.joints.singular.isdisjoint(verbs)

    def _is_one_name(self) -> bool:
        """Whether a text that is nothing but names is one: *Fédération des Moulins et Rivières du Valmont*."""
        first, *others = [" ".join(phrase) for phrase in self.phrases]
        return is_clear(first) and not any(map(is_clear, others))


def is_joining(text: str) -> bool:
    """Whether what stands between two names coordinates them: a comma or *and*, and articles.

    >>> is_joining(", "), is_joining(" (UVA) et la "), is_joining(" avec la ")
    (True, True, False)
    """
    found = pieces_of(text.strip("."))
    is_coordinated = any(piece == "," or fold(piece) in words()["conjunctions"] for piece in found)
    return is_coordinated and all(
        piece == "," or piece == "(" or joins(piece) or fold(piece) in words()["conjunctions"] for piece in found
    )


def pieces_of(text: str) -> list[str]:
    """Return the words and the commas of a sentence, without what it says in brackets."""
    text = _IN_BRACKETS.sub(" ", text) if "(" in text else text
    if '"' in text or "«" in text or "“" in text or "„" in text:
        text = _QUOTED.sub(_as_one, text)
    if _HARD_SPACE not in text and not (_INITIALS.search(text) and _SPACED.search(text)):
        return _WORD.findall(text)
    text = _SPACED.sub(lambda found: found[0].replace(" ", _HARD_SPACE), text)
    return [piece.replace(_HARD_SPACE, " ") for piece in _WORD.findall(text)]


def _as_one(found: re.Match[str]) -> str:
    """Return an institution's noun and what stands in quotes behind it as one word: *Réseau « Eau vive »*."""
    is_noun = fold(found[1]) in words()["institutions.nouns"] and found[1][0].isupper()
    return found[0].replace(" ", _HARD_SPACE) if is_noun else found[0]


def is_abbreviated(piece: str) -> bool:
    """Whether a word ends with a full stop that ends no sentence."""
    return _ABBREVIATED.fullmatch(piece) is not None


def _goes_on(after: Sequence[str], of: frozenset[str]) -> bool:
    """Whether a name goes on after its *and*, with an *of* and no institution of its own: *et de la Vallée*."""
    if not after or fold(after[0]) not in of:
        return False
    first = next((piece for piece in after if not joins(piece)), "")
    return fold(first) not in words()["institutions.nouns"]


def _is_suffix(pieces: Sequence[str]) -> bool:
    """Whether a comma is followed by a legal form: *Verreval, Inc.*."""
    return bool(pieces) and fold(pieces[0]).replace(" ", "") in words()["institutions.suffixes"]


def _is_of_a_name(pieces: Sequence[str], place: int) -> bool:
    """Whether a word is in capitals or joins such words; a noun in small letters does between two that join."""
    piece = pieces[place]
    if piece[0].isupper() or piece[0].isdigit() or joins(piece):
        return True
    if place and piece not in _little_forms() and fold(piece).replace(" ", "") in words()["institutions.suffixes"]:
        return True
    if place and fold(piece) in words()["institutions.adjectives"] and not joins(pieces[place - 1]):
        return True
    if place and _is_kind(pieces, place):
        return True
    if place < 2 or not joins(pieces[place - 1]):
        return False
    after = next((place + 1 + step for step, other in enumerate(pieces[place + 1 :]) if not joins(other)), None)
    return after is not None and after > place + 1 and pieces[after][0].isupper()


def _is_kind(pieces: Sequence[str], place: int) -> bool:
    """Whether a word in small letters tells what an institution is, before *of*: *Fonds catalyseur de Valmont*."""
    before, after = pieces[place - 1], pieces[place + 1 : place + 3]
    if len(after) < 2 or not after[1][0].isupper() or not before[0].isupper():
        return False
    if fold(after[0]) not in words()["institutions.of"] or not is_institution(before):
        return False
    folded = fold(pieces[place])
    return folded not in words()["institutions.announces"] and folded not in _singular()


@cache
def _little_forms() -> frozenset[str]:
    """Return the legal forms that are little words where they have no capital: the French *se* is no SE."""
    forms = words()["institutions.suffixes"]
    return frozenset().union(*(forms.intersection(one.stopwords) for one in languages()))


@cache
def _singular() -> frozenset[str]:
    return frozenset().union(*(one.singular for one in languages()))


def _begins_another(phrase: Sequence[str], piece: str, apart: frozenset[str]) -> bool:
    """Whether an article stands directly after a name: *der Verein Halden e.V. die Stadt* are two noun phrases."""
    if not phrase or not piece.islower():
        return False
    folded = fold(piece)
    is_article = folded in apart or (folded in words()["articles"] and folded not in words()["connectors"])
    return is_article and not joins(phrase[-1])


def joins(piece: str) -> bool:
    """Tell an article or a preposition; in capitals it is a name: *NÖ* is Lower Austria, *no* is Portuguese."""
    if piece == "&":
        return True
    if piece.isupper() and len(piece.rstrip("'’")) > 1:
        return False
    return fold(piece) in _joining()


@cache
def _joining() -> frozenset[str]:
    return words()["connectors"] | words()["articles"]


def name_of(pieces: Sequence[str]) -> Iterator[str]:
    """Yield the phrase without the article before it and the connectors after it, if a name is left."""
    kept = list(pieces)
    while kept and (not kept[0] or joins(kept[0])):
        kept.pop(0)
    while kept and (
        not kept[-1] or joins(kept[-1]) or (kept[-1].islower() and fold(kept[-1]) in words()["conjunctions"])
    ):
        kept.pop()
    if kept and (kept[0][0].isalpha() or (len(kept) > 1 and len(kept[0]) < 4)):
        name = _owner(_TIGHT.sub(r"\1\2", " ".join(kept)))
        halves = name.split(" & ")
        yield from halves if len(halves) > 1 and all(map(is_clear, halves)) else [name]


def _owner(name: str) -> str:
    """Return the institution that something is of: *University of Valmont's Soil Unit*, but *St Anne's Hospital*."""
    found = _OWNED.search(name) if "s " in name else None
    return name[: found.start()] if found and is_clear(name[: found.start()]) else name


def is_legal_form(text: str) -> bool:
    """Whether words are a legal form and no more: *, Inc.*, *SAS*."""
    return fold(text).replace(" ", "") in words()["institutions.suffixes"]
