"""Invented lists of any length."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEADING = "Nom;Prénom;Courriel;Téléphone;Organisation;Fonction\n"
GIVEN = "Anne Zoé Karim Inès Jean-Éric Claire Hugo Léa Noé Maël".split()
SYLLABLES = "ba be bi bo da de di do fa fe la le li lo ma me mi mo na ne ni no ra re ri ro sa se si so".split()


def family(number: int) -> str:
    """Return a name of four syllables, another for each number."""
    return "".join(SYLLABLES[number // len(SYLLABLES) ** place % len(SYLLABLES)] for place in range(4)).capitalize()


def rows(number: int, *, start: int = 0, seed: int = 3) -> Iterator[str]:
    """Yield lines of a list: mostly persons, some twice, some blank, some desks, some that cannot be read."""
    chance, first = random.Random(seed), f"{family(start)};{GIVEN[start % len(GIVEN)]};{family(start).lower()}"
    for place in range(start, start + number):
        name, given, at = family(place), GIVEN[place % len(GIVEN)], place % 7
        address = f"{name.lower()}@univ{at}.example.org"
        phone = f"01 99 00 {place // 100 % 100:02d} {place % 100:02d}"
        yield {
            0: "\n",
            1: f"{name};{given};{name.lower()}@@example;{phone};;\n",
            2: f";;presse@univ{at}.example.org;;Institut {family(at)};\n",
            3: f"{first}@univ{start % 7}.example.org;{phone};;\n",
        }.get(chance.randrange(20), f"{name};{given};{address};{phone};Institut {family(at)};attachée de presse\n")


def write(path: Path, number: int, *, start: int = 0) -> Path:
    """Write a list of so many rows."""
    path.write_text(HEADING + "".join(rows(number, start=start)), "utf-8")
    return path
