"""For whom somebody speaks whom a release quotes or names: *said Anne Le Goff, director of Orvane*."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from crm.reading.phrases import is_clear, joins, opening_names
from crm.reading.vocabulary import listed
from crm.reading.words import words
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crm.reading.page import Place

__all__ = ["speakers_of", "spoken_for"]

_SEGMENT: Final = re.compile(r",\s")
_END: Final = re.compile(r"[,;:.!?»”“\"()|]|\s[–—-]\s")
_ABBREVIATED: Final = re.compile(r"\.(?=\s?\w\.|\s?V\b)")
_MAX_BEFORE: Final = 7
"""Words in which somebody's post is said."""
_MAX_NAME: Final = 10
_MIN_PERSON: Final = 2
_MAX_LINE: Final = 3000


def speakers_of(places: Iterable[Place], language: str | None = None) -> Iterator[tuple[str, int]]:
    """Yield the institutions of those who are named with their post in a text, each once, with the line."""
    roles = words()["contacts.roles"]
    found: set[str] = set()
    for place in places:
        is_post = "," in place.line.plain and not roles.isdisjoint(place.line.said)
        if is_post and (place.is_text or place.line.is_bullet):
            for name in spoken_for(place.line.plain[:_MAX_LINE], language):
                if name not in found:
                    found.add(name)
                    yield name, place.line.number


def spoken_for(text: str, language: str | None = None) -> Iterator[str]:
    """Yield the institutions of those who are named with their post behind a comma.

    >>> list(spoken_for("« Bravo », dit Anne Le Goff, présidente du Fonds des Sources.", "fr"))
    ['Fonds des Sources']
    >>> list(spoken_for("said Marc Quint, Chief Executive Officer at Orvane.", "en"))
    ['Orvane']
    """
    segments = _SEGMENT.split(text)
    for before, segment in pairwise(segments):
        if not segment.islower() and _ends_with_person(before):
            found = _employer(segment, language)
            if found:
                yield found


def _ends_with_person(text: str) -> bool:
    """Whether the last words of a text have a capital, as a person's name has."""
    last = text.rsplit(maxsplit=_MIN_PERSON)[-_MIN_PERSON:]
    return len(last) == _MIN_PERSON and all(word[:1].isupper() for word in last)


def _employer(segment: str, language: str | None) -> str | None:
    """Return the institution behind a post and a little word: *director of Orvane*."""
    end = _END.search(segment)
    said = (segment[: end.start()] if end else segment).replace("’", "’ ").replace("'", "' ").split()
    posts = words()["contacts.roles"]
    roles = [place for place, word in enumerate(said[:_MAX_BEFORE]) if not posts.isdisjoint(fold(word).split())]
    if not roles:
        return None
    for place in range(roles[-1] + 1, len(said)):
        word = said[place]
        if word[:1].isupper() and fold(said[place - 1].rstrip("’'")) in _little():
            return _named(" ".join(said[place:]).replace("’ ", "’").replace("' ", "'"), language)
    return None


def _named(rest: str, language: str | None) -> str | None:
    """Return the name that words behind *of* begin with: all of them where an institution's noun stands first."""
    names = list(opening_names(rest, language))
    name = next(iter(names), None)
    if len(names) > 1 and f"{names[0]} " == rest[: len(names[0]) + 1] and not all(map(is_clear, names)):
        return rest if rest.endswith(names[-1]) else name  # a post is one institution's
    if name and fold(name) in words()["institutions.nouns"]:
        return None
    if name and rest.startswith(name) and len(rest.split()) <= _MAX_NAME and is_clear(rest):
        after = rest[len(name) :].split()
        if after and all(word.islower() for word in after) and any(map(joins, after)):
            return rest
    return name


@cache
def _little() -> frozenset[str]:
    return listed("articles", "connectors", "contacts.belongs")
