"""What a column holds, told from its heading: in seven languages, and in the dialects of programs."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from crm.values import fold

__all__ = ["AMBIGUOUS", "FIELDS", "Place", "is_label", "label_of", "place_of", "words"]

FIELDS: Final = (
    "uid kind name title given middle family suffix language institution institution_uid role department starts_on"
    " ends_on email email_label phone phone_label details reason reason_code"
).split()
"""What a column can be read as; a mapping names these, with a number for a second one: ``email 2``."""

AMBIGUOUS: Final = ("name?", "given?", "title?", "contact?", "kind?")
"""Headings whose meaning depends on the columns beside them or on what stands below."""


class Place(NamedTuple):
    """What a column is read as: the `number`-th of a field, from 1, with the label its heading gives."""

    field: str
    number: int = 1
    label: str | None = None

    def __str__(self) -> str:
        """The place as reports and mappings write it."""
        counted = self.field if self.number == 1 else f"{self.field} {self.number}"
        return f"{counted} ({self.label})" if self.label else counted


@dataclass(frozen=True, slots=True)
class _Coordinate:
    """The words of headings of one kind of coordinate."""

    words: frozenset[str]
    alone: frozenset[str]
    fillers: frozenset[str]


@cache
def words() -> dict[str, Any]:
    """Return the word lists as the file beside this module holds them."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


@cache
def _exact() -> dict[str, str]:
    found = {heading: field for field, headings in words()["fields"].items() for heading in headings}
    found |= {heading: f"{field}?" for field, headings in words()["ambiguous"].items() for heading in headings}
    return found | dict.fromkeys(words()["unplaced"]["headings"], "")


@cache
def _labels() -> dict[str, str]:
    return {heading: label for label, headings in words()["labels"].items() for heading in headings}


@cache
def _coordinates() -> dict[str, _Coordinate]:
    return {
        field: _Coordinate(
            frozenset(words()[field]["words"]),
            frozenset(words()[field].get("alone", ())),
            frozenset(words()[field]["fillers"]),
        )
        for field in ("email", "phone")
    }


def place_of(heading: str) -> Place | None:
    """Return what a column of that heading holds, None when nothing tells.

    >>> str(place_of("E-mail 2 Address")), str(place_of("Tél. mobile")), str(place_of("Téléphone 2 (bureau)"))
    ('email 2', 'phone (mobile)', 'phone 2 (office)')
    """
    if len(heading) > _MAX_HEADING:
        return None
    found = [word for word in fold(heading).split() if word]
    numbers = [int(word) for word in found if word.isdecimal() and len(word) < _MAX_DIGITS]
    number = numbers[0] if len(numbers) == 1 and numbers[0] > 0 else 1
    plain = [word for word in found if not word.isdecimal()]
    key = " ".join(plain).removesuffix(" value").removesuffix(" valeur")
    if (field := _exact().get(key)) is not None:
        return Place(field, number) if field else None
    return _coordinate(plain, number)


_MAX_HEADING: Final = 100
_MAX_DIGITS: Final = 4


def _coordinate(plain: list[str], number: int) -> Place | None:
    """Return the place of a heading such as *Téléphone (bureau)*, *Courriel presse*, *Phone - Label*."""
    for field, known in _coordinates().items():
        present = set(plain)
        if not (present & known.words or (present & known.alone and len(plain) <= _MAX_WORDS)):
            continue
        if present & set(words()["pair"]["label"]):
            return Place(f"{field}_label", number)
        rest = [word for word in plain if word not in known.words and word not in known.fillers]
        if len(rest) > _MAX_WORDS:
            return None
        return Place(field, number, label_of(" ".join(rest)))
    return None


_MAX_WORDS: Final = 3


@cache
def _label_of(folded: str) -> str | None:
    if folded in _labels():
        return _labels()[folded]
    known = [_labels()[word] for word in folded.split() if word in _labels()]
    return known[0] if known else None


def label_of(text: str) -> str | None:
    """Return the usage that a label says, as contacts have it; one that is not known as it is, and None for nothing.

    >>> label_of("* Work"), label_of("Travail"), label_of("presse"), label_of(" ")
    ('office', 'office', 'presse', None)
    """
    plain = " ".join(text.replace("*", " ").split())[:_MAX_LABEL]
    return (_label_of(fold(plain)) or plain) if plain else None


def is_label(text: str) -> bool:
    """Whether a text is a usage that is known: *Bureau*, *Mobile*."""
    return fold(text) in _labels()


_MAX_LABEL: Final = 40
