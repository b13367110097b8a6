"""Who a sentence is about: the names that a title or a lead opens with, or that announce something."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from crm.reading.boilerplates import trim_article
from crm.reading.designations import is_institution
from crm.reading.phrases import is_abbreviated, is_clear, joins, name_of, opening_names, pieces_of
from crm.reading.words import words
from crm.values import fold, folded_words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

__all__ = ["announcers_of", "headline_names", "is_capitalised", "rejoined", "subjects_of"]

_MAX_SUBJECT: Final = 400
"""Characters in which the subject of a lead stands."""
_MAX_ISSUERS: Final = 8
_MAX_NAME_WORDS: Final = 6
_ENDS: Final = '.:;!?”»"'
_QUOTES: Final = ("«", "“", "„", '"', "”")
_MIN_BRAND: Final = 3
"""Times the body names what has no capital, before that is a name."""
_AROUND_ASIDE: Final = 2
_AFTER_ASIDE: Final = 3
"""Words from a comma to the verb: *, today announced*."""
_AMPERSAND: Final = re.compile(r"\S+\s&\s\S+")
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


def _are_all_names(found: Sequence[str], clear: Sequence[str]) -> bool:
    """Whether the unclear ones may pass because what they are coordinated with is clear."""
    return len(clear) == len(found) or len(found) > 1


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
    printed = body.casefold() if "&" in title else ""
    title = _AMPERSAND.sub(
        lambda pair: pair[0].replace(" & ", "\0") if pair[0].casefold() in printed else pair[0], title
    )
    return [piece.replace("\0", " & ") for piece in _PIECES.split(title, maxsplit=3)[:3]]


def _is_in_a_name(word: str) -> bool:
    return not word.isalpha() or not word.islower() or joins(word)


def _printed(printed: Sequence[str], body: str) -> str | None:
    """Return these words as the body prints them, not amid a longer word; a word in small letters ends no name.

    Of a headline in capitals throughout, only the body tells which words have one.
    """
    name = " ".join(printed).rstrip(":")
    if not name or (printed[-1].islower() and len(printed) > 1) or joins(printed[-1]):
        return None
    if name.islower() and body.count(name) < _MIN_BRAND:
        return None
    place = body.find(name)
    if place < 0 and name.isupper():
        place = body.casefold().find(name.casefold())
    found = body[place : place + len(name)] if place >= 0 else ""
    is_whole = bool(found) and not body[place + len(name) : place + len(name) + 1].isalnum()
    return found if is_whole and (found[0].isupper() or found == name) else None


def announcers_of(text: str, said: Collection[str] | None = None, language: str | None = None) -> list[str]:
    """Return the names before the first word of announcing in a sentence, or else after it, as German puts them.

    >>> announcers_of("À l'occasion de la fête, Orvane présente une carte des sources de la vallée")
    ['Orvane']
    >>> announcers_of("Deshalb fordern Orvane, Valmont-Hilfe und Halden Bund die neue Leitung auf")
    ['Orvane', 'Valmont-Hilfe', 'Halden Bund']
    """
    text = text[:_MAX_SUBJECT]
    announces = words()["institutions.announces"].intersection(folded_words(text) if said is None else said)
    if not announces or text[:1] in _QUOTES:
        return []
    pieces = pieces_of(text)
    for place, piece in enumerate(pieces):
        if place and piece.islower() and fold(piece) in announces and not _is_possessive(pieces, place):
            before = _name_before(pieces, place)
            after = list(opening_names(" ".join(pieces[place + 1 :]), language))[:_MAX_ISSUERS]
            before = before or _before_apposition(pieces[:place])
            is_adverb = before == pieces[place - 1] and (place == 1 or pieces[place - 2][-1] in ".:") and len(after) > 1
            return [before] if before and not is_adverb else after
    return []


def _is_possessive(pieces: Sequence[str], place: int) -> bool:
    """Whether an *s* ends the word before it, and is not that of *s'étonne*."""
    return pieces[place] in ("s", "S") and pieces[place - 1][-1] in "'’"


def _before_apposition(pieces: Sequence[str]) -> str | None:
    """Return the name that a sentence opens with, where commas set off what it is from the verb.

    >>> _before_apposition(["Orvane", ",", "a", "maker", "of", "maps", ",", "today"])
    'Orvane'
    """
    if pieces.count(",") < _AROUND_ASIDE:
        return None
    first = list(takewhile(lambda piece: piece != ",", pieces))
    rest = [*pieces[len(first) :]]
    is_set_off = len(rest) > _AROUND_ASIDE and rest[1].islower() and "," in rest[-_AFTER_ASIDE:]
    return next(name_of(first), None) if is_set_off and all(map(_is_in_a_name, first)) else None


def _name_before(pieces: Sequence[str], place: int) -> str | None:
    phrase: list[str] = []
    for piece in reversed(pieces[:place]):
        is_name = piece[0].isupper() or piece[0].isdigit() or (bool(phrase) and joins(piece))
        is_name = is_name and (piece[-1] not in _ENDS or is_abbreviated(piece))
        if not is_name and not (len(phrase) == 1 and is_institution(phrase[0])):
            break
        phrase.insert(0, piece)
    return next(name_of(phrase), None)
