"""Whether words say something: folded words against the lists of `crm.reading.words`."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from crm.reading.words import words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

__all__ = [
    "by_first_word",
    "first_words",
    "listed",
    "opens_with_phrase",
    "says",
    "says_cue",
    "says_phrase",
    "says_press",
    "signs_of",
]

_FIRST_LETTERS: Final = 4
"""Letters of a stem that are looked for before the whole of it."""


@cache
def listed(*names: str) -> frozenset[str]:
    """Return the words of several lists together.

    >>> listed("contacts.press", "contacts.contact") >= {"presse", "kontakt"}
    True
    """
    return frozenset().union(*(words()[name] for name in names))


def says(said: Collection[str], name: str) -> bool:
    """Tell whether one of the words is in the list of contacts called `name`.

    >>> says(("notre", "contact"), "contact"), says(("notre", "ville"), "contact")
    (True, False)
    """
    return not _of_contacts(name).isdisjoint(said)


@cache
def _of_contacts(name: str) -> frozenset[str]:
    return words()[f"contacts.{name}"]


def says_press(said: Collection[str]) -> bool:
    """Tell whether one of the words is of the press, or a compound that begins like one.

    >>> says_press(("contact", "presse")), says_press(("pressereferentin",)), says_press(("ville",))
    (True, True, False)
    """
    return says(said, "press") or _says_compound(said)


def says_cue(said: Collection[str]) -> bool:
    """Tell whether there is one of the words without which nothing says that contacts follow: most lines have none."""
    return not _cue_words().isdisjoint(said) or _says_compound(said)


@cache
def _cue_words() -> frozenset[str]:
    lists = ("press", "weak", "headings", "desk_names", "answers", "communication")
    return listed(*(f"contacts.{name}" for name in lists)) | signs_of("contacts.phrases") | signs_of("contacts.duty")


def _says_compound(said: Collection[str]) -> bool:
    text = f" {' '.join(said)}"  # to look for the stems in all words at once is the faster way
    for beginning, stems in _stems().items():  # noqa: SIM110 - said of every line, and `any` takes twice as long
        if beginning in text and any(stem in text for stem in stems):
            return True
    return False


@cache
def _stems() -> Mapping[str, tuple[str, ...]]:
    """Return the stems by their first letters, which hardly any line has: all of a language's cost what one does."""
    found: dict[str, tuple[str, ...]] = {}
    for stem in sorted(words()["contacts.press_stems"]):
        beginning = f" {stem[:_FIRST_LETTERS]}"
        found[beginning] = (*found.get(beginning, ()), f" {stem}")
    return found


def says_phrase(said: Sequence[str], name: str) -> bool:
    """Tell whether the words hold one of the phrases called `name`.

    >>> says_phrase(("le", "siege", "social"), "contacts.other_phrases"), says_phrase(("le",), "contacts.other_phrases")
    (True, False)
    """
    telling = signs_of(name).intersection(said)
    if not telling:
        return False
    phrases, text = _by_longest_word(name), f" {' '.join(said)} "
    return any(f" {phrase} " in text for word in telling for phrase in phrases[word])


@cache
def signs_of(name: str) -> frozenset[str]:
    """Return the words that say most in the phrases called `name`: nearly every line has none, and is done with.

    >>> "embargo" in signs_of("embargo.labels"), "sous" in signs_of("embargo.labels")
    (True, False)
    """
    return frozenset(_by_longest_word(name))


@cache
def _by_longest_word(name: str) -> Mapping[str, Sequence[str]]:
    """Return the phrases by the word that says most: a text without it is done with at once."""
    found: dict[str, list[str]] = {}
    for phrase in words().phrases[name]:
        found.setdefault(max(phrase.split(), key=len), []).append(phrase)
    return found


def opens_with_phrase(said: Sequence[str], name: str) -> bool:
    """Tell whether the words begin with one of the phrases called `name`.

    >>> opens_with_phrase(("suivez", "nous", "sur"), "contacts.follows")
    True
    """
    phrases = by_first_word(name).get(said[0]) if said else None
    if phrases is None:
        return False
    text = f"{' '.join(said)} "
    return any(text.startswith(f"{phrase} ") for phrase in phrases)


@cache
def first_words(name: str) -> frozenset[str]:
    """Return the first words of the phrases called `name`.

    >>> "press" in first_words("title.labels"), "release" in first_words("boilerplates.headings")
    (True, False)
    """
    return frozenset(by_first_word(name))


@cache
def by_first_word(name: str) -> Mapping[str, Sequence[str]]:
    """Return the phrases called `name` by their first words, the longest first."""
    found: dict[str, list[str]] = {}
    for phrase in words().phrases[name]:
        found.setdefault(phrase.split()[0], []).append(phrase)
    return found
