"""What leads to somebody who does not answer for the press: the box office, investors, the head office."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from crm.reading.vocabulary import says, says_phrase, says_press
from crm.reading.words import words
from crm.values import folded_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.reading.lines import Line

__all__ = ["is_for_others", "leads_to_others"]

_MAX_SENTENCE: Final = 2_000
_LABEL: Final = re.compile(r"\|?([^:|]{2,40})[:|]")
_MIN_COMPOUND: Final = 7
"""Letters of a word that may end a compound: *Kartenreservierung*."""


def is_for_others(line: Line) -> bool:
    """Tell a line that leads to somebody who does not answer for the press: *Réservations : 01 …*, *Investors:*."""
    if len(line.plain) > _MAX_SENTENCE:
        return False
    return leads_to_others(_without_addresses(line)) or _is_labelled_for_others(line.plain)


def _is_labelled_for_others(text: str) -> bool:
    """Tell a label that says nothing but for what else an address is: *Partenariats : …*, *| Support | … |*."""
    found = _LABEL.match(text)
    return found is not None and " ".join(folded_words(found[1])) in _labels()


@cache
def _labels() -> frozenset[str]:
    return frozenset(words().phrases["contacts.other_labels"])


def leads_to_others(said: Sequence[str]) -> bool:
    """Tell it of folded words.

    >>> leads_to_others(["reservations"]), leads_to_others(["reservations", "presse"]), leads_to_others(["presse"])
    (True, False, False)
    """
    is_named = says_phrase(said, "contacts.other_phrases")
    return is_named or ((says(said, "others") or _ends_like_others(said)) and not says_press(said))


def _without_addresses(line: Line) -> Sequence[str]:
    """Return the words of a line without its addresses, and without a title before its name: *Ir. Jan de Groot*."""
    if line.said[:1] and line.said[0] in words()["names.titles"] and line.plain.partition(" ")[0].endswith("."):
        return line.said[1:]
    if "@" not in line.plain:
        return line.said
    return folded_words(" ".join(word for word in line.plain.split() if "@" not in word))


def _ends_like_others(said: Sequence[str]) -> bool:
    ends = _last_letters()
    likely = [word for word in said if len(word) > _MIN_COMPOUND and word[-3:] in ends]
    return any(word.endswith(_long_others()) for word in likely)


@cache
def _last_letters() -> frozenset[str]:
    """Return how the words end that a compound may end with: a cheap test before the others."""
    return frozenset(word[-3:] for word in _long_others())


@cache
def _long_others() -> tuple[str, ...]:
    return tuple(word for word in words()["contacts.others"] if len(word) >= _MIN_COMPOUND)
