"""The list that importing is measured with: invented people, as many as are asked for, 19 rows in 20 of them plain.

python benchmarks/import_list.py ROWS > FILE

What is reserved for fiction would get a warning each, as no list has them. So the domains say themselves that they are
imaginary, two dozen letters of which the last are drawn by lot. The numbers are drawn from the whole plan, because no
part of it is invented and without a warning: some may be somebody's. Neither is kept anywhere or ever used.
"""

from __future__ import annotations

import random
import string
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEADING = "Nom;Courriel;Téléphone;Organisation;Fonction\n"
INSTITUTIONS = 2_000
MESSY = 0.05
GIVEN = (
    "Anne Zoé Karim Inès Jean-Éric Claire Hugo Léa Noé Maël Aïcha Bruno Chloé Denis Élise Farid Gaëlle Hélène Ivan"
    " Jeanne Kévin Lucie Marc Nadia Oscar Paula Quentin Rosa Samir Théa Ugo Véra Wim Xavier Yann Zita"
).split()
SYLLABLES = (
    "ba bel bi bo cha da del di do dou fa fel fi fo ga ger gi go la lan le lo ma mel mi mo na nel ni no pa per pi po ra"
    " rel ri ro sa sel si so ta tel ti to va ver vi vo"
).split()
ENDINGS = "bert dier gnac let mont nard quin rand seau teau".split()
KINDS = "Institut,Centre,Musée,Agence,Laboratoire,Maison,Observatoire,Revue,Radio,Gazette".split(",")
ROLES = (
    "attachée de presse,responsable de la communication,journaliste,rédactrice en chef,chargé de communication,"
    "directrice de la communication,porte-parole,responsable des relations presse,attaché de presse,"
).split(",")
STARTS = "0140 0142 0144 0153 0158 0233 0299 0320 0388 0472 0491 0556 0561 0611 0622 0645 0678 0684 0699".split()
PLAIN = str.maketrans("àâäçéèêëîïôöùûü", "aaaceeeeiioouuu")


def write(path: Path, number: int, seed: int = 5) -> Path:
    """Write a list of so many rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(HEADING)
        file.writelines(rows(number, seed))
    return path


def rows(number: int, seed: int = 5) -> Iterator[str]:
    """Yield the lines; no two have the same name."""
    chance = random.Random(seed)
    names = [institution(place) for place in range(INSTITUTIONS)]
    domains = [f"maisonimaginaire{''.join(chance.choices(string.ascii_lowercase, k=8))}.fr" for _ in names]
    for place in range(number):
        at = int(INSTITUTIONS * chance.random() ** 3)  # one in twelve works for the first of them
        yield _row(chance, place, domains[at], names[at])


def family(number: int) -> str:
    """Return a family name, another for each number below a million."""
    number, ending = divmod(number, len(ENDINGS))
    parts = [SYLLABLES[number // len(SYLLABLES) ** place % len(SYLLABLES)] for place in range(3)]
    return "".join(parts).capitalize() + ENDINGS[ending]


def institution(number: int) -> str:
    """Return the name of an institution, another for each number."""
    return f"{KINDS[number % len(KINDS)]} {family(number * 7919 + 13)}"


def _row(chance: random.Random, place: int, domain: str, house: str) -> str:
    given, last = chance.choice(GIVEN), family(place)
    if place >= len(ENDINGS) * len(SYLLABLES) ** 3:
        last = f"{last}-{family(place // 1_000_000 + 5)}"
    name = f"{given} {last}"
    local = f"{given}.{last}".lower().translate(PLAIN)
    cells = [name, f"{local}@{domain}", _phone(chance), house, chance.choice(ROLES)]
    if chance.random() < MESSY:
        cells = _messy(chance, cells, given, last)
    return ";".join(cells) + "\n"


def _phone(chance: random.Random) -> str:
    digits = chance.choice(STARTS) + f"{chance.randrange(1_000_000):06d}"
    pairs = [digits[place : place + 2] for place in range(0, 10, 2)]
    kind = chance.random()
    if kind < 0.75:
        return " ".join(pairs)
    return digits if kind < 0.85 else ".".join(pairs) if kind < 0.9 else "+33 " + " ".join(pairs)[1:]


def _messy(chance: random.Random, cells: list[str], given: str, last: str) -> list[str]:
    """Return the row as people write some: half of these are read all the same."""
    name, email, phone, house, role = cells
    domain = email.rpartition("@")[2]
    return chance.choice((
        [f"{last.upper()} {given}", email.upper(), phone, house, role],
        [f"Mme {name}", f" {email} ", f"Tél. : {phone}", house, role],
        [name, f"{given} {last} <{email}>", f"{phone} / {_phone(chance)}", house, role],
        [name, f"{email}, contact@{domain}", phone.replace(" ", "-"), house, role],
        [name, email, f"{phone} poste 12", f'"{house}"', role],
        ["", f"presse@{domain}", phone, house, ""],
        [name, email.replace("@", "@@"), phone, house, role],
        [name, email, phone[:10], house, role],
        [name, email, "n/a", "", ""],
        ["", "", "", "", ""],
    ))  # fmt: skip


if __name__ == "__main__":
    sys.stdout.writelines([HEADING, *rows(int(sys.argv[1]))])
