"""Who issues a communiqué: the institutions its title, or else its first sentence, speaks of as acting."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crm.reading.boilerplates import trim_article
from crm.reading.dates import without_dateline
from crm.reading.findings import ReadInstitution
from crm.reading.names import is_institution
from crm.reading.parts import part_of
from crm.reading.words import words
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.reading.findings import Lines
    from crm.reading.lines import Line

__all__ = ["institutions_of"]

_WORD: Final = re.compile(r",|[^\s,’']+[’']?")
_IN_BRACKETS: Final = re.compile(r"\s*\([^()]{0,80}\)")
_MAX_SUBJECT: Final = 400
"""Characters in which the subject of a title or a lead stands."""
_ABBREVIATED: Final = re.compile(r"(?:\w\.)+|\w{1,4}\.")
_MAX_ISSUERS: Final = 8
_LEAD_WORDS: Final = 20
_LEAD_PARAGRAPHS: Final = 2


def institutions_of(
    title: tuple[str, Lines] | None, lines: Sequence[Line], names: Sequence[str]
) -> tuple[ReadInstitution, ...]:
    """Return the issuers in printed order; `names` are institutions that the headings and contacts name.

    The subject of the title first, then that of the lead, and then whichever of `names` the title or lead mentions.
    """
    passages = list(_passages(title, lines))
    for text, where in passages:
        subjects = _subjects(text, names)
        if subjects:
            return _made(subjects, where)
    for text, where in passages:
        mentioned = _mentioned(text, names)
        if mentioned:
            return _made(mentioned, where)
    return ()


def _passages(title: tuple[str, Lines] | None, lines: Sequence[Line]) -> Iterator[tuple[str, Lines]]:
    if title is not None:
        yield title
    prose = (line for line in lines if len(line.plain.split()) >= _LEAD_WORDS and not line.is_bullet)
    for _, line in zip(range(_LEAD_PARAGRAPHS), prose, strict=False):
        yield without_dateline(line.plain), (line.number, line.number)


def _made(names: Sequence[str], where: Lines) -> tuple[ReadInstitution, ...]:
    return tuple(
        ReadInstitution(name, where, part_of(name, [other for other in names if other != name])) for name in names
    )


def _subjects(text: str, names: Sequence[str]) -> list[str]:
    """Return the names that `text` opens with, joined by commas and *and*; none when no institution is among them."""
    known = {fold(name) for name in names}
    found = [] if _is_capitalised(text) else list(_opening_names(text))[:_MAX_ISSUERS]
    clear = [name for name in found if _is_clear(name) or fold(name) in known]
    return [trim_article(name) for name in found] if clear and _are_all_names(found, clear) else []


def _is_capitalised(text: str) -> bool:
    """Whether capitals tell nothing here, because nearly every longer word has one: an English headline."""
    longer = [word for word in text.split() if len(word) > 3 and word[0].isalpha()]
    return len(longer) > 4 and sum(word[0].isupper() for word in longer) > 0.7 * len(longer)


def _is_clear(name: str) -> bool:
    """Whether a name says by itself that it is an institution's; *L'Université* alone says not whose."""
    return is_institution(name) and (len(name.split()) > 1 or fold(name) not in words()["institutions.nouns"])


def _are_all_names(found: Sequence[str], clear: Sequence[str]) -> bool:
    """Whether the unclear ones may pass because what they are coordinated with is clear."""
    return len(clear) == len(found) or len(found) > 1


def _opening_names(text: str) -> Iterator[str]:
    """Yield the noun phrases in capitals at the start of `text`, as far as a verb.

    >>> list(_opening_names("L'Université de Valmont (UVA) et Orme signent un accord avec la Ville"))
    ['Université de Valmont', 'Orme']
    >>> list(_opening_names("L'Agence des rivières du Valmont choisit"))
    ['Agence des rivières du Valmont']
    """
    phrase: list[str] = []
    pieces = _WORD.findall(_IN_BRACKETS.sub(" ", text[:_MAX_SUBJECT]))
    for place, piece in enumerate(pieces):
        if piece == "," or fold(piece) in words()["conjunctions"]:
            yield from _phrase(phrase)
            phrase = []
        elif piece[-1] in ":;.!?" and not _ABBREVIATED.fullmatch(piece):
            phrase.append(piece[:-1])
            break
        elif _is_of_a_name(pieces, place):
            phrase.append(piece)
        else:
            break
    yield from _phrase(phrase)


def _is_of_a_name(pieces: Sequence[str], place: int) -> bool:
    """Whether a word is in capitals or joins such words; a noun in small letters does between two that join."""
    piece = pieces[place]
    if piece[0].isupper() or piece[0].isdigit() or _joins(piece):
        return True
    if place < 2 or not _joins(pieces[place - 1]):
        return False
    after = next((place + 1 + step for step, other in enumerate(pieces[place + 1 :]) if not _joins(other)), None)
    return after is not None and after > place + 1 and pieces[after][0].isupper()


def _joins(piece: str) -> bool:
    return fold(piece) in words()["connectors"] | words()["articles"]


def _phrase(pieces: Sequence[str]) -> Iterator[str]:
    """Yield the phrase without the article before it and the connectors after it, if a name is left."""
    kept = list(pieces)
    while kept and (not kept[0] or _joins(kept[0])):
        kept.pop(0)
    while kept and (not kept[-1] or _joins(kept[-1])):
        kept.pop()
    if kept and kept[0][0].isalpha():
        yield re.sub(r"([’'])\s", r"\1", " ".join(kept))


def _mentioned(text: str, names: Sequence[str]) -> list[str]:
    """Return the names that stand in `text` as whole words, in the order they do."""
    folded = f" {fold(text)} "
    found = {fold(name): name for name in names if f" {fold(name)} " in folded}
    outer = [key for key in found if not any(key != other and f" {key} " in f" {other} " for other in found)]
    return [found[key] for key in sorted(outer, key=lambda key: folded.index(f" {key} "))]
