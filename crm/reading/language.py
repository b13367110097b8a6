"""The language of a communiqué: a vote of its little words."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from crm.reading.words import languages
from crm.values import LanguageTag, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["SAMPLE", "LanguageVote", "language_of", "leaning_of", "vote_of"]

SAMPLE: Final = 6000
"""Characters looked at: the vote is decided long before."""

_MIN_WORDS: Final = 5
_MIN_SHARE: Final = 0.12
"""A third of running prose is such words; a list of names and addresses has hardly any."""
_MIN_LEAD: Final = 1.15
_SURE_LEAD: Final = 3.0

_WORD: Final = re.compile(r"[^\W\d_]+")
_OTHER_LETTERS: Final = re.compile("[^\x00-\xff\u2000-\u206f\u20a0-\u20cf\u2122\u2190-\u23ff]")
"""What is neither of Latin-1 nor a sign of typography or money, or an arrow."""
_LETTERS: Final = bytes(ord(chr(code).lower()) if _WORD.match(chr(code)) else 0x20 for code in range(0x100))
"""The small letters for all letters of Latin-1, and spaces for the rest of it."""


class LanguageVote(NamedTuple):
    """What `vote_of` returns; `lead` is how many times the votes of the second language the first has."""

    language: LanguageTag
    lead: float
    votes: float

    @property
    def confidence(self) -> float:
        """From 0.5 for a close vote to 0.99 for a clear one."""
        return round(min(0.99, 0.5 + 0.49 * (self.lead - 1) / (_SURE_LEAD - 1)), 2)


def language_of(text: str) -> LanguageTag | None:
    """Return the language `text` is in, or None where it is too short or too mixed to tell.

    >>> language_of("Le laboratoire ouvre ses portes au public dans la ville et les écoles de la région.")
    LanguageTag('fr')
    >>> language_of("Anne Le Goff, 01 99 00 12 34") is None
    True
    """
    vote = vote_of(text)
    return vote and vote.language


def vote_of(text: str) -> LanguageVote | None:
    """Return the language `text` is in and how clearly it won, or None where that cannot be told."""
    voters = _voters()
    found = _words_of(_without_addresses(text[:SAMPLE]))
    counts = Counter(filter(voters.__contains__, found))
    votes: dict[str, float] = {}
    for word, count in sorted(counts.items()):
        tags = voters[word]
        share = count / len(tags) ** 2
        for tag in tags:
            votes[tag] = votes.get(tag, 0.0) + share
    if not votes:
        return None
    (first, tag), (second, _) = sorted([*((share, one) for one, share in votes.items()), (0.0, "")], reverse=True)[:2]
    lead = first / second if second else _SURE_LEAD
    heard = sum(count for word, count in counts.items() if tag in voters[word])
    if heard < max(_MIN_WORDS, _MIN_SHARE * len(found)) or lead < _MIN_LEAD:
        return None
    return LanguageVote(LanguageTag(tag), lead, first)


def leaning_of(text: str) -> LanguageTag | None:
    """Return the language that the headings of `text` lean to where it has no prose: enough to tell a country by.

    >>> leaning_of("Contacts presse : Anne Le Goff"), leaning_of("Presseansprechpartner: Anne Le Goff")
    (LanguageTag('fr'), LanguageTag('de'))
    >>> leaning_of("Pressekontakt: Anne Le Goff") is None  # as much German as Danish
    True
    """
    said = set(fold(_without_addresses(text[:SAMPLE])).split())
    votes: dict[str, float] = {}
    for word in said & _leaders().keys():
        tags = _leaders()[word]
        for tag in tags:
            votes[tag] = votes.get(tag, 0.0) + 1 / len(tags) ** 2
    ranked = sorted(((share, tag) for tag, share in votes.items()), reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][0] < _MIN_LEAD * ranked[1][0]):
        return None
    return LanguageTag(ranked[0][1])


def _words_of(text: str) -> list[str]:
    """Return the words of `text` in small letters; where it is all Latin-1, in the fast way."""
    if _OTHER_LETTERS.search(text):
        return _WORD.findall(text.lower())
    return text.encode("latin-1", "replace").translate(_LETTERS).decode("latin-1").split()


def _without_addresses(text: str) -> str:
    """Return `text` without addresses and links: their words are names."""
    if "@" not in text and "/" not in text:
        return text
    return "\n".join([_of_line(line) if "@" in line or "/" in line else line for line in text.split("\n")])


def _of_line(line: str) -> str:
    return " ".join([word for word in line.split() if "@" not in word and "/" not in word])


@cache
def _voters() -> Mapping[str, tuple[str, ...]]:
    """Return each little word with the languages it is one of: the more there are, the less it says for each."""
    return _shared((language.tag, language.stopwords) for language in languages())


@cache
def _leaders() -> Mapping[str, tuple[str, ...]]:
    """Return each word of headings with the languages it is one of."""
    return _shared((language.tag, language.terms) for language in languages())


def _shared(listed: Iterable[tuple[str, frozenset[str]]]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for tag, said in listed:
        for word in said:
            found.setdefault(word, []).append(tag)
    return {word: tuple(tags) for word, tags in found.items()}
