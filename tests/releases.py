"""Invented releases by the hundred: the same ones for the same seed."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOUSES = {
    "Université de Valmont": "univ-valmont.example.org",
    "Institut Orvane": "orvane.example.org",
    "Ville de Brisecourt": "brisecourt.example.net",
    "Fondation Halden": "halden.example.com",
    "Observatoire de la Serlette": "serlette.example.net",
    "Agence ORME": "orme.example.com",
}
GIVEN = ("Anne", "Hugo", "Claire", "Marius", "Solène", "Tristan", "Irène", "Paul", "Inès", "Victor", "Lucie", "Basile")
FAMILY = ("Fontanel", "Peyrelade", "Tessandier", "Aubrac", "Le Goff", "Castelnave", "Quéméré", "d'Almery", "Martel")
NAMES = [(given, family) for given in GIVEN for family in FAMILY]
THINGS = ("les rivières", "les forêts", "les abeilles", "les ponts", "les orgues", "les marées", "les tourbières")
DEEDS = ("ouvre un laboratoire sur", "publie un atlas de", "lance une enquête sur", "prépare une exposition sur")
MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()


def releases(number: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of that many releases; people and houses come back, numbers change now and then."""
    chance = random.Random(seed)
    people = [(chance.choice(list(HOUSES)), *name) for name in chance.sample(NAMES, min(8 + number // 10, len(NAMES)))]
    for count in range(number):
        house = chance.choice(list(HOUSES))
        day = dt.date(2019, 1, 1) + dt.timedelta(days=chance.randrange(2400))
        title = f"{house} {chance.choice(DEEDS)} {chance.choice(THINGS)}, épisode {count + 1}"
        contacts = "\n\n".join(_contact(*person, day.year) for person in chance.sample(people, chance.randint(1, 3)))
        when = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
        body = f"Brisecourt, le {when} – L'équipe présente ses travaux, ouverts à tous les habitants de la vallée."
        yield f"{count + 1:04d}.txt", f"COMMUNIQUÉ DE PRESSE\n\n{title}\n\n{body}\n\nCONTACTS PRESSE\n\n{contacts}\n"


def write(folder: Path, number: int, seed: int = 1) -> Path:
    """Write the releases into `folder`, in folders of fifty, and return it."""
    for count, (name, text) in enumerate(releases(number, seed)):
        below = folder / f"{count // 50:03d}"
        below.mkdir(parents=True, exist_ok=True)
        (below / name).write_text(text, encoding="utf-8")
    return folder


def _contact(house: str, given: str, family: str, year: int) -> str:
    """Return the lines of somebody whose number changes every third year."""
    letters = {"é": "e", "è": "e", "ï": "i", " ": "-", "'": "-"}
    local = "".join(letters.get(letter, letter) for letter in f"{given}.{family}".casefold())
    place = NAMES.index((given, family))
    number = f"01 99 00 {place // 2:02d} {place % 2 * 50 + (year - 2000) // 3:02d}"
    return f"{house}\n{given} {family}\n{local}@{HOUSES[house]}\n{number}"
