"""Who a sentence is about: the names that a title or a lead opens with, or that announce something."""

from __future__ import annotations

import re
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING, Final, NamedTuple

from crm.reading.boilerplates import trim_article
from crm.reading.names import is_institution
from crm.reading.words import languages, words
from crm.values import fold, folded_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

__all__ = [
    "announcers_of",
    "headline_names",
    "is_capitalised",
    "is_clear",
    "is_joining",
    "opening_names",
    "rejoined",
    "subjects_of",
]

_WORD: Final = re.compile(
    r",|(?:[^\W\d_]{1,2}\.\s){1,3}[^\W\d_]{1,2}\.(?!\w)|[^\s,’']+(?:[’']s(?=\s[^\W\d_a-z]))?[’']?"
)
_IN_BRACKETS: Final = re.compile(r"\s*\([^()]{0,80}\)")
_MAX_SUBJECT: Final = 400
"""Characters in which the subject of a title or a lead stands."""
_ABBREVIATED: Final = re.compile(r"(?:\w{1,2}\.\s?)+|\w{1,4}\.")
_MAX_ISSUERS: Final = 8
_MAX_NAME_WORDS: Final = 6
_ENDS: Final = '.:;!?”»"'
_QUOTES: Final = ("«", "“", "„", '"', "”")
_MIN_BRAND: Final = 3
"""Times the body names what has no capital, before that is a name."""
_AMPERSAND: Final = re.compile(r"\S+\s&\s\S+")
_OWNED: Final = re.compile(r"[’']s\s")
_TIGHT: Final = re.compile(r"([’'])\s|\s(,)")
_PIECES: Final = re.compile(r"\s*(?:,|&|\band\b|\bet\b|\bund\b|\by\b|\be\b)\s+")


def subjects_of(opening: Sequence[str], names: Collection[str]) -> list[str]:
    """Return the names that a text opens with (`opening_names`); none when no institution is among them.

    `names` are institutions already known, folded.
    """
    found = opening[:_MAX_ISSUERS]
    clear = [name for name in found if is_clear(name) or fold(name) in names]
    return [trim_article(name) for name in found] if clear and _are_all_names(found, clear) else []


def rejoined(found: Sequence[str], names: Collection[str]) -> list[str]:
    """Return the names of an opening, those put together again that are one of `names`, folded.

    >>> rejoined(["Kleingarten", "Nachbarschaft e.V."], {"kleingarten und nachbarschaft e v"})
    ['Kleingarten und Nachbarschaft e.V.']
    """
    joined: list[str] = []
    for name in found:
        last = fold(joined[-1]) if joined else ""
        whole = next((one for one in names if last and _is_joined(one, last, fold(name))), None)
        if whole is None:
            joined.append(name)
        else:
            joined[-1] = f"{joined[-1]} {whole[len(last) :].split()[0]} {name}"
    return joined


def _is_joined(whole: str, first: str, last: str) -> bool:
    """Whether a folded name is two others with one word between them, a conjunction."""
    if not (whole.startswith(f"{first} ") and whole.endswith(f" {last}")):
        return False
    between = whole[len(first) : len(whole) - len(last)].split()
    return len(between) == 1 and between[0] in words()["conjunctions"]


def is_capitalised(text: str) -> bool:
    """Whether capitals tell nothing here, because nearly every longer word has one: an English headline."""
    if text.isupper():
        return True
    first = [word[0] for word in text.split() if len(word) > 3 and word[0].isalpha()]
    return len(first) > 4 and sum(map(str.isupper, first)) > 0.7 * len(first)


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


def _are_all_names(found: Sequence[str], clear: Sequence[str]) -> bool:
    """Whether the unclear ones may pass because what they are coordinated with is clear."""
    return len(clear) == len(found) or len(found) > 1


def opening_names(text: str, language: str | None = None) -> Iterator[str]:
    """Yield the noun phrases in capitals at the start of `text`, as far as a verb.

    Where the language is known, a word that is *and* in another one joins no names, and *and of* goes on with a name.

    >>> list(opening_names("L'Université de Valmont (UVA) et Orme signent un accord avec la Ville"))
    ['Université de Valmont', 'Orme']
    >>> list(opening_names("L'Agence des rivières du Valmont choisit"))
    ['Agence des rivières du Valmont']
    >>> list(opening_names("Le Collectif Naître en Valmont et de la Vallée appelle", "fr"))
    ['Collectif Naître en Valmont et de la Vallée']
    >>> list(opening_names("Der Verein Haus und Hof e. V. hat", "de")), list(opening_names("Haus und Hof haben", "de"))
    (['Verein Haus und Hof e. V.'], ['Haus', 'Hof'])
    """
    joints = _joints_of(language)
    phrases: list[list[str]] = [[]]
    pieces = _pieces(text[:_MAX_SUBJECT])
    starts = [0]
    for place, piece in enumerate(pieces):
        if piece == "," and phrases[-1] and _is_suffix(pieces[place + 1 : place + 2]):
            phrases[-1][-1] += ","
        elif phrases[-1] and fold(piece) in joints.conjunctions and _goes_on(pieces[place + 1 : place + 5], joints.of):
            phrases[-1].append(piece)
        elif piece == "," or fold(piece) in joints.conjunctions:
            phrases.append([])
            starts.append(place + 1)
        elif piece[-1] in ":;.!?" and not _ABBREVIATED.fullmatch(piece):
            phrases[-1].append(piece[:-1])
            break
        elif _is_of_a_name(pieces, place) and not _begins_another(phrases[-1], piece, joints.apart):
            phrases[-1].append(piece)
        elif _are_one(phrases, pieces, starts, piece, joints):
            phrases = [pieces[:place]]
            break
        else:
            break
    for phrase in phrases:
        yield from _phrase(phrase)


def _are_one(
    phrases: Sequence[Sequence[str]], pieces: Sequence[str], starts: Sequence[int], verb: str, joints: _Joints
) -> bool:
    """Whether a verb in the singular tells that *and* joins no names here: *Haus und Hof e. V. hat …*."""
    if len(phrases) < 2 or not all(phrases) or pieces[starts[-1] - 1] == ",":
        return False
    verbs = [fold(verb), *(fold(piece) for piece in phrases[-1][1:] if piece.islower())]
    is_bare = not any(fold(pieces[start]) in words()["articles"] for start in starts[1:])
    return is_bare and not joints.singular.isdisjoint(verbs)


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
    conjunctions = words()["conjunctions"].difference(found.of) | found.conjunctions  # a title may be in another language
    return _Joints(conjunctions, found.of, found.singular, found.apart)


def is_joining(text: str) -> bool:
    """Whether what stands between two names coordinates them: a comma or *and*, and articles.

    >>> is_joining(", "), is_joining(" (UVA) et la "), is_joining(" avec la ")
    (True, True, False)
    """
    found = _pieces(text.strip("."))
    is_coordinated = any(piece == "," or fold(piece) in words()["conjunctions"] for piece in found)
    return is_coordinated and all(
        piece == "," or piece == "(" or _joins(piece) or fold(piece) in words()["conjunctions"] for piece in found
    )


def _pieces(text: str) -> list[str]:
    """Return the words and the commas of a sentence, without what it says in brackets."""
    return _WORD.findall(_IN_BRACKETS.sub(" ", text) if "(" in text else text)


def _goes_on(after: Sequence[str], of: frozenset[str]) -> bool:
    """Whether a name goes on after its *and*, with an *of* and no institution of its own: *et de la Vallée*."""
    if not after or fold(after[0]) not in of:
        return False
    first = next((piece for piece in after if not _joins(piece)), "")
    return fold(first) not in words()["institutions.nouns"]


def _is_suffix(pieces: Sequence[str]) -> bool:
    """Whether a comma is followed by a legal form: *Verreval, Inc.*."""
    return bool(pieces) and fold(pieces[0]).replace(" ", "") in words()["institutions.suffixes"]


def _is_of_a_name(pieces: Sequence[str], place: int) -> bool:
    """Whether a word is in capitals or joins such words; a noun in small letters does between two that join."""
    piece = pieces[place]
    if piece[0].isupper() or piece[0].isdigit() or _joins(piece):
        return True
    if place and fold(piece).replace(" ", "") in words()["institutions.suffixes"]:
        return True
    if place and fold(piece) in words()["institutions.adjectives"] and not _joins(pieces[place - 1]):
        return True
    if place < 2 or not _joins(pieces[place - 1]):
        return False
    after = next((place + 1 + step for step, other in enumerate(pieces[place + 1 :]) if not _joins(other)), None)
    return after is not None and after > place + 1 and pieces[after][0].isupper()


def _begins_another(phrase: Sequence[str], piece: str, apart: frozenset[str]) -> bool:
    """Whether an article stands directly after a name: *der Verein Halden e.V. die Stadt* are two noun phrases."""
    if not phrase or not piece.islower():
        return False
    folded = fold(piece)
    is_article = folded in apart or (folded in words()["articles"] and folded not in words()["connectors"])
    return is_article and not _joins(phrase[-1])


def _joins(piece: str) -> bool:
    """Tell an article or a preposition; in capitals it is a name: *NÖ* is Lower Austria, *no* is Portuguese."""
    if piece == "&":
        return True
    if piece.isupper() and len(piece.rstrip("'’")) > 1:
        return False
    return fold(piece) in _joining()


@cache
def _joining() -> frozenset[str]:
    return words()["connectors"] | words()["articles"]


def _phrase(pieces: Sequence[str]) -> Iterator[str]:
    """Yield the phrase without the article before it and the connectors after it, if a name is left."""
    kept = list(pieces)
    while kept and (not kept[0] or _joins(kept[0])):
        kept.pop(0)
    while kept and (
        not kept[-1] or _joins(kept[-1]) or (kept[-1].islower() and fold(kept[-1]) in words()["conjunctions"])
    ):
        kept.pop()
    if kept and (kept[0][0].isalpha() or (len(kept) > 1 and len(kept[0]) < 4)):
        name = _owner(_TIGHT.sub(r"\1\2", " ".join(kept)))
        halves = name.split(" & ")
        yield from halves if len(halves) > 1 and all(map(is_clear, halves)) else [name]


def _owner(name: str) -> str:
    """Return the institution that something is of: *University of Valmont's Soil Unit*, but *St Anne's Hospital*."""
    found = _OWNED.search(name)
    return name[: found.start()] if found and is_clear(name[: found.start()]) else name


def headline_names(title: str, body: str) -> list[str]:
    """Return the names a headline opens with: of each of its first pieces, as much as the body prints again.

    In a headline every word has a capital, and only the body shows where a name ends.

    >>> headline_names("Valmont Labs and Orvane Name Anne Le Goff", "Valmont Labs, a maker; both Orvane and others")
    ['Valmont Labs', 'Orvane']
    """
    found = []
    for piece in _headline_pieces(title, body):
        printed = list(takewhile(_is_in_a_name, piece.split()[:_MAX_NAME_WORDS]))
        sizes = range(len(printed), 0, -1)
        name = next((one for size in sizes if (one := _printed(printed[:size], body))), None)
        if name is None:
            break
        found.append(trim_article(name.rstrip(":")))
        if len(name) != len(piece.strip()):
            break
    return [name for name in found if len(name) > 1]


def _headline_pieces(title: str, body: str) -> list[str]:
    """Return the first pieces of a headline; an ampersand parts none where the body prints it between the same words.

    >>> _headline_pieces("Orme & Quint and Orvane Open", "at Orme & Quint")
    ['Orme & Quint', 'Orvane Open']
    """
    printed = body.casefold()
    title = _AMPERSAND.sub(
        lambda pair: pair[0].replace(" & ", "\0") if pair[0].casefold() in printed else pair[0], title
    )
    return [piece.replace("\0", " & ") for piece in _PIECES.split(title, maxsplit=3)[:3]]


def _is_in_a_name(word: str) -> bool:
    return not word.isalpha() or not word.islower() or _joins(word)


def _printed(printed: Sequence[str], body: str) -> str | None:
    """Return these words as the body prints them, not amid a longer word; a word in small letters ends no name.

    Of a headline in capitals throughout, only the body tells which words have one.
    """
    name = " ".join(printed).rstrip(":")
    if not name or (printed[-1].islower() and len(printed) > 1) or _joins(printed[-1]):
        return None
    if name.islower() and body.count(name) < _MIN_BRAND:
        return None
    place = body.find(name)
    if place < 0 and name.isupper():
        place = body.casefold().find(name.casefold())
    found = body[place : place + len(name)] if place >= 0 else ""
    is_whole = bool(found) and not body[place + len(name) : place + len(name) + 1].isalnum()
    return found if is_whole and (found[0].isupper() or found == name) else None


def announcers_of(text: str, language: str | None = None) -> list[str]:
    """Return the names before the first word of announcing in a sentence, or else after it, as German puts them.

    >>> announcers_of("À l'occasion de la fête, Orvane présente une carte des sources de la vallée")
    ['Orvane']
    >>> announcers_of("Deshalb fordern Orvane, Valmont-Hilfe und Halden Bund die neue Leitung auf")
    ['Orvane', 'Valmont-Hilfe', 'Halden Bund']
    """
    text = text[:_MAX_SUBJECT]
    announces = words()["institutions.announces"].intersection(folded_words(text))
    if not announces or text[:1] in _QUOTES:
        return []
    pieces = _pieces(text)
    for place, piece in enumerate(pieces):
        if place and piece.islower() and fold(piece) in announces:
            before = _name_before(pieces, place)
            after = list(opening_names(" ".join(pieces[place + 1 :]), language))[:_MAX_ISSUERS]
            is_adverb = before == pieces[place - 1] and (place == 1 or pieces[place - 2][-1] in ".:") and len(after) > 1
            return [before] if before and not is_adverb else after
    return []


def _name_before(pieces: Sequence[str], place: int) -> str | None:
    phrase: list[str] = []
    for piece in reversed(pieces[:place]):
        is_name = piece[0].isupper() or piece[0].isdigit() or (bool(phrase) and _joins(piece))
        is_name = is_name and (piece[-1] not in _ENDS or _ABBREVIATED.fullmatch(piece) is not None)
        if not is_name and not (len(phrase) == 1 and is_institution(phrase[0])):
            break
        phrase.insert(0, piece)
    return next(_phrase(phrase), None)
