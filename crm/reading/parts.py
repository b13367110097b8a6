"""Which institution is a part of which, where its name says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from crm.reading.words import words
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["part_of"]

_WORD: Final = re.compile(r"\w+")


class _Span(NamedTuple):
    start: int
    end: int
    name: str


def part_of(name: str, known_names: Iterable[str]) -> str | None:
    """Return the one of `known_names` that the institution called `name` is a part of, None where that is not clear.

    The name must begin with a word for a part and hold a known name. The name in apposition, directly after that
    word, wins over one that only says where the part is; two names and no apposition are not clear.

    >>> part_of("Délégation ORME Grand-Ouest", ["ORME", "Université de Valmont"])
    'ORME'
    >>> part_of("Centre Orme de l'Université de Valmont", ["Université de Valmont", "Orme"])
    'Orme'
    >>> part_of("Orme centre at the University of Valmont", ["University of Valmont", "Orme"])
    'Orme'
    >>> part_of("Centre Orme de l'Université de Valmont", ["Université de Valmont"]) is None
    True
    """
    printed = _WORD.findall(name)
    folded = [fold(word) for word in printed]
    spans = _outermost(_spans(folded, known_names))
    if not spans:
        return None
    opening = _opening(folded)
    if opening is None:
        return _before_its_noun(folded, spans)
    direct = next((span for span in spans if span.start == opening), None)
    if direct is not None:
        return direct.name
    # A proper noun that is nobody known stands in apposition: the part may be that one's.
    if opening < len(printed) and printed[opening][0].isupper():
        return None
    return spans[0].name if len(spans) == 1 else None


def _spans(folded: list[str], known_names: Iterable[str]) -> list[_Span]:
    """Return where each known name stands in the words, the words themselves not among them."""
    targets = ((known, fold(known).split()) for known in known_names)
    return [
        _Span(start, start + len(target), known)
        for known, target in targets
        for start in range(len(folded) - len(target) + 1)
        if 0 < len(target) < len(folded) and folded[start : start + len(target)] == target
    ]


def _outermost(spans: Sequence[_Span]) -> list[_Span]:
    """Return the spans that are not inside another, each place once."""
    kept: list[_Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.end > kept[-1].end:
            kept.append(span)
    return kept


def _opening(folded: Sequence[str]) -> int | None:
    """Return how many words at the beginning name a part; None when they name none."""
    start = " ".join(folded)
    for phrase in words().phrases["institutions.part_phrases"]:
        if start.startswith(f"{phrase} "):
            return len(phrase.split())
    return 1 if folded and folded[0] in words()["institutions.parts"] else None


def _before_its_noun(folded: Sequence[str], spans: Sequence[_Span]) -> str | None:
    """Return the known name that opens the words when a noun for a part follows it, as in English."""
    first = spans[0]
    follows = folded[first.end] if first.end < len(folded) else ""
    return first.name if first.start == 0 and follows in words()["institutions.heads_last"] else None
