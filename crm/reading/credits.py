"""Lines around a headline that name somebody: who provided the news, who speaks, who holds an office."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crm.reading.civilities import without_civility
from crm.reading.furniture import labelled_rest
from crm.reading.mixtures import name_and_rest
from crm.reading.names import has_given_name, is_person
from crm.reading.vocabulary import listed, opens_with_phrase, says_press, signs_of
from crm.reading.words import words
from crm.values import fold, folded_words
from crm.values.names.words import CIVILITIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.reading.lines import Line

__all__ = ["is_office_held", "is_provider", "is_provider_label", "is_speaker"]

_MAX_PROVIDER: Final = 14
_MAX_SPEAKER: Final = 10
_MAX_NAME: Final = 4
_MIN_NAME: Final = 2
_MAX_OFFICE: Final = 16


def is_provider(line: Line) -> bool:
    """Tell *News provided by* and the like, alone or with the name of who did, a label before it perhaps."""
    if signs_of("title.provided").isdisjoint(line.said) or len(line.said) > _MAX_PROVIDER:
        return False  # nearly all of them
    if opens_with_phrase(line.said, "title.provided"):
        return True
    label, rest = labelled_rest(line.folded)
    return bool(label) and opens_with_phrase(rest.split(), "title.provided")


def is_provider_label(line: Line) -> bool:
    """Tell *News provided by* alone: the name is on the line below."""
    return line.folded in words().phrases["title.provided"]


def is_speaker(line: Line) -> bool:
    """Tell a line that is only who speaks or answers: an honour and a name, or a name and a department."""
    if not _MIN_NAME < len(line.said) <= _MAX_SPEAKER or line.plain[-1] in ".!?":
        return False
    if opens_with_phrase(line.said, "title.honours") and _is_honoured(line):
        return True
    is_named = line.said[0] in words()["names.given"] or line.said[0] in CIVILITIES
    return is_named and (_is_name_and_department(line.plain) or bool(name_and_rest(line.plain)))


def _is_honoured(line: Line) -> bool:
    """Tell *The Hon Zoé Quint MP*; an honour of one word needs a common given name behind it."""
    text = f"{' '.join(line.said)} "
    honour = next(one for one in words().phrases["title.honours"] if text.startswith(f"{one} "))
    found = line.plain.split()
    while found and len(folded_words(" ".join(found))) > len(line.said) - honour.count(" ") - 1:
        found.pop(0)
    name = " ".join(found)
    return is_person(name) and name.count(" ") < _MAX_NAME and (" " in honour or has_given_name(name))


def _is_name_and_department(text: str) -> bool:
    """Tell *Dr. Zoé Quint Presse- und Öffentlichkeitsarbeit*: the name is one by its civility or its given name."""
    named = without_civility(text).split()
    is_civil = len(named) < len(text.split())
    for size in range(_MIN_NAME, min(_MAX_NAME, len(named) - 1) + 1):
        name, rest = " ".join(named[:size]), named[size:]
        if is_person(name) and (is_civil or has_given_name(name)) and _is_department(rest):
            return True
    return False


def _is_department(found: Sequence[str]) -> bool:
    """Tell words in capitals of which the first or the last is the press, communication, or an office."""
    ends = [*folded_words(found[0]), *folded_words(found[-1])]
    is_one = says_press(ends) or not listed("contacts.communication", "contacts.desks").isdisjoint(ends)
    if not is_one or not words()["institutions.announces"].isdisjoint(folded_words(" ".join(found))):
        return False
    return all(word[0].isupper() or _is_small(word) for word in found)


def is_office_held(line: Line) -> bool:
    """Tell *Minister for Rivers and Ports*: a role, what it is for, and nothing that anybody does."""
    if words()["contacts.roles"].isdisjoint(line.said[:1]) or line.plain.isupper():
        return False
    found = line.plain.split()
    if not _MIN_NAME < len(found) <= _MAX_OFFICE:
        return False
    if not any(_is_connector(word) for word in found[1:4]) or line.plain[-1] in ".!?":
        return False
    is_named = all(word[0].isupper() or _is_small(word) for word in found)
    return is_named and words()["institutions.announces"].isdisjoint(line.said)


def _is_connector(word: str) -> bool:
    return fold(word) in words()["connectors"]


def _is_small(word: str) -> bool:
    return not word[0].isalpha() or fold(word) in listed("connectors", "articles", "conjunctions")
