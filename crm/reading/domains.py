"""The names in the domains of a page: who has an address or a site called like themselves is likely to issue it."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from crm.reading.boilerplates import trim_article
from crm.reading.words import words
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from crm.reading.lines import Line

__all__ = ["Domains"]

_MIN_BRAND: Final = 4
_WORD: Final = re.compile(r"\w+")
_MAILED: Final = re.compile(r"@([a-z\d-]+(?:\.[a-z\d-]+)+)", re.IGNORECASE)
_LINKED: Final = re.compile(r"[:Ww](?:(?<=:)//|(?<=[Ww])[Ww]{2}\.)(?i:([a-z\d-]+(?:\.[a-z\d-]+)+))")
"""It begins with what a search finds fast."""
_SECOND_LEVEL: Final = frozenset(
    {"example", "co", "com", "org", "ac", "gov", "gouv", "gob", "net", "edu", "asso", "or"}
)
_MAX_SIGNS: Final = 5
"""Signs of punctuation around and within a word."""
_MAX_DOMAINS: Final = 4
_RUN: Final = re.compile(
    r"[A-Z\u0080-\U0010ffff](?<![\W\d_a-zà-ÿ])"  # that it may begin so only lets the search run fast
    r"(?:\w{0,2}\.(?= )|[\w’'&-]*)"  # a full stop ends a sentence, but for *St. Anne*
    r"(?: (?:(?:[a-zà-ÿ]{1,3}|[Ff]or|from) ){0,2}[^\W\d_a-zà-ÿ][\w’'&-]*){0,7}"
)


class _Domain(NamedTuple):
    """The name in a domain, with and without its hyphens, and what it is worth."""

    label: str
    squeezed: str
    pieces: list[str]
    """What hyphens part, the shorter ones left out; nothing where there are none."""
    points: float

    @classmethod
    def of(cls, label: str, points: float) -> _Domain:
        """Return the domain called `label`."""
        pieces = [piece for piece in label.split("-") if len(piece) > 2] if "-" in label else []
        return cls(label, label.replace("-", ""), pieces, points)


class Domains:
    """The domains that speak most for who issues a page."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._found = [_Domain.of(label, points) for label, points in weights.items()]
        letters = {letter for one in self._found for letter in (one.label[0], *one.squeezed[:1])}
        self._letters = letters | {letter.upper() for letter in letters}
        self._hyphenated = any("-" in one.label for one in self._found)
        self._pieces = [one.pieces[0] for one in self._found if one.pieces]

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Domains:
        """Return the domains of the addresses and the links in `lines`."""
        return cls(_weights(lines))

    def points_of(self, name: str) -> float:
        """Return the points of the best domain that was made from a name.

        >>> [Domains({label: 1.0}).points_of(name) for label, name in (
        ...     ("valmont-ville", "Valmont Ville"), ("aws", "Amt Wald See"), ("univ-valmont", "Ville de Valmont"))]
        [1.0, 1.0, 0]
        """
        folded = fold(name).split() if self._may_be_of(name) else ()
        if not folded:
            return 0
        squeezed, then_last = "".join(folded), _initials_then_last(folded)
        return max(
            [one.points for one in self._found if _is_made_from(one, name, folded, squeezed, then_last)], default=0
        )

    def _may_be_of(self, name: str) -> bool:
        """Whether a domain begins as a name does, or as one of its words where hyphens part it: most names fail."""
        first = name[0]
        if first in self._letters or not first.isascii():
            return True
        if not self._hyphenated:
            return False
        is_plain = first.isupper() and name.isascii()
        return not is_plain or any(piece in name.lower() for piece in self._pieces)

    def names_in(self, body: str) -> list[str]:
        """Return the names of a text from which one of the domains may be made: those in capitals, and brands."""
        return [*filter(self._may_be_of, _runs(body)), *self._brands(body)] if self._found else []

    def _brands(self, body: str) -> Iterator[str]:
        """Yield the words of a text, capitals or not, that a domain is made from."""
        squeezed = {one.squeezed for one in self._found if len(one.label) >= _MIN_BRAND and one.squeezed}
        first = {letter for domain in squeezed for letter in (domain[0], domain[0].upper())}
        if not first:
            return
        least, most = min(map(len, squeezed)), max(map(len, squeezed)) + _MAX_SIGNS
        likely = [word for word in body.split() if word[0] in first and least <= len(word) <= most]
        for word in dict.fromkeys(likely):
            if fold(word).replace(" ", "") in squeezed:
                yield word.strip(" ,.;:!?()«»\"'")


def _runs(body: str) -> list[str]:
    """Return the names in capitals of a text, articles left out."""
    return [
        run if run.isalnum() else trim_article(run)  # a single word has no article before it
        for run in dict.fromkeys(_RUN.findall(body))
        if len(run) > 2
    ]


def _weights(lines: Sequence[Line]) -> Mapping[str, float]:
    """Return the names in the domains of the page with their weights: an address tells more than a link."""
    mailed: list[str] = []
    linked: list[str] = []
    for line in lines:
        text = line.printed
        if "@" in text:
            mailed += dict.fromkeys(map(_label, _MAILED.findall(text)))
        if "://" in text or "www." in text:
            linked += dict.fromkeys(map(_label, _LINKED.findall(text)))
    found = {label: 1.0 for label, _ in Counter(linked).most_common(2)}
    found.update({label: 1.4 for label, _ in Counter(mailed).most_common(_MAX_DOMAINS)})
    return {label: weight for label, weight in found.items() if len(label) > 1}


def _label(domain: str) -> str:
    """Return the part of a domain that was chosen by who owns it."""
    pieces = domain.casefold().split(".")[:-1]
    while len(pieces) > 1 and pieces[-1] in _SECOND_LEVEL:
        pieces.pop()
    return pieces[-1] if pieces else ""


def _is_made_from(domain: _Domain, name: str, folded: Sequence[str], squeezed: str, then_last: str) -> bool:
    """Whether a domain was made from a name: written together, cut short, its first letters, or its initials."""
    made = domain.squeezed
    if squeezed == made or ("&" in name and made in _joined(name)):
        return True
    if len(made) >= _MIN_BRAND:
        if len(squeezed) >= _MIN_BRAND and (squeezed.startswith(made) or made.startswith(squeezed)):
            return True
        if made == then_last or (domain.pieces and _in_order(domain.pieces, folded)):
            return True
    return 2 < len(made) <= len(folded) and made == _initials(name)


def _joined(name: str) -> Iterator[str]:
    """Yield a name written together, with a word for its ampersand: *brindleandstone*."""
    return (fold(name.replace("&", f" {word} ")).replace(" ", "") for word in words()["conjunctions"])


def _initials(name: str) -> str:
    return "".join(word[0] for word in _WORD.findall(name) if word[0].isupper()).casefold()


def _initials_then_last(folded: Sequence[str]) -> str:
    return "".join(word[0] for word in folded[:-1]) + folded[-1] if len(folded) > 1 else ""


def _in_order(pieces: Sequence[str], folded: Sequence[str]) -> bool:
    """Whether every piece of a domain begins a word of the name, in order."""
    rest = iter(folded)
    return all(any(word.startswith(piece) for word in rest) for piece in pieces)
