"""Two verdicts on the same generated names: the fast lane against the reader.

Run it with ``python benchmarks/differential_names.py [COUNT] [SEED]``; the exit status is 1 when any two disagree.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from crm.values import ParsedName, parse_many_names
from crm.values.names.text import read_names

if TYPE_CHECKING:
    from collections.abc import Iterator

GIVEN = (
    "Anne Zoé Marc Léa Hugo Inès Paul JEANNE karim Chloë Jean-Pierre Anne-Marie JEAN-ÉRIC Jean Claude Michel Bernard"
    " Laurent Thomas Églantine Ben Al Don Gal Pere María José Văn Trần Wei Jean-michel Marie-Zed Claire José-Maria"
    " ANNE PAUL Anne. Ana Ærie Łukasz Øystein İnci ınci ſara Strauß"
).split()
FAMILY = (
    "Martin LE Goff GOFF Le Petit VALMONT Quint Petit-Quint MARTIN-PETIT O'Brien D’ALMEIDA d'Almeida d’Almeida"
    " dell'Orme McDonald McDONALD MacBerg DeLORME Leroy LeROY VanBERG Saint-Exupéry Berg Voß NG LI JP Xz XZ Ng fils"
    " Fils Maître Col Doc Univ Presse Service Direction Institut Directeur Attachée MARTIN-Le Martin-Le Martin-LE"
    " Dott-ssa mon-sieur Mon-Sieur Fran-çois Ph-d P-H-D l'Orme L'ORME n'Doye t's Œuvrard Ĳsbrand Éloi-DE A-B Lt-Col"
).split()
TITLES = (
    "M. M Mme Mme. MME Mlle Dr Dr. DR Pr Pr. Prof. Prof Me Dre Pre Père Pere Herr Frau Dott.ssa Sig.ra Sig. Don Gal"
    " Dipl.-Ing. Mgr MM. Mmes Monsieur Madame Sir Lady Lord mme dr"
).split()
SMALL = (
    "de du des d' d De DE la La LA le Le LE von Von VON und zu zum van Van der den van't 't t s y e i Y E I el bin ben"
    " al al. et ou or and avec puis & + • - – — / | , ; née né épouse geb. born fils Jr Jr. II III PhD Ph.D. MD, ma"
    " rer. nat. phil. h.c. emerite ssa la Présidente Présidente ministre Directrice autres coll. others alii D d K"
).split()
INITIALS = "A. J.-P. J.R.R. Ch. Ph. A B. M.-C. M.-M. JP J.P J-P Y. Yv. É. c. Th. St. M.Dupont A.Martin".split()
EXTRA = (
    " - Presse", ", directrice de la presse", ", Attachée", ", ORME", " (ORME)", " (Mme)", " (Le)", " et al.", ",", ".",
    " et son équipe", " :", " 2", " 123456", " a@example.org", "  ", "\n", "\u00a0", ", Jr", ", Ph.D.", " (Anne)", "–",
)  # fmt: skip
SIGNS = " ,.'’-()[]:;/|&+•*\"«»\t\n\u00a0\u200b\u0301ʼ’`éßœŒſıİΑа0@\x00\ud800aZdDeEyYmM"


def generated(rng: random.Random) -> Iterator[str]:
    """Yield names for ever: as lists hold them, in any order, a little broken, and hostile."""
    while True:
        kind = rng.random()
        if kind < 0.4:
            yield listed(rng)
        elif kind < 0.65:
            yield shuffled(rng)
        elif kind < 0.75:
            yield invented(rng)
        elif kind < 0.9:
            yield mutated(rng, listed(rng))
        else:
            yield f"{listed(rng)}{rng.choice((' et ', ', ', ' / ', ' & ', ' '))}{listed(rng)}"


def listed(rng: random.Random) -> str:
    """Return a name as a column of a list holds it."""
    given, family = rng.choice(GIVEN), rng.choice(FAMILY)
    if rng.random() < 0.3:
        given += " " + rng.choice((rng.choice(GIVEN), rng.choice(INITIALS)))
    if rng.random() < 0.3:
        family = f"{rng.choice(SMALL)} {family}"
    if rng.random() < 0.3:
        family = rng.choice((family.upper(), family.lower(), family.title()))
    text = rng.choice((f"{given} {family}", f"{family} {given}", f"{family}, {given}", family))
    if rng.random() < 0.3:
        text = f"{rng.choice(TITLES)} {text}"
    return text + (rng.choice(EXTRA) if rng.random() < 0.1 else "")


def shuffled(rng: random.Random) -> str:
    """Return known words in any order, with a comma here and there."""
    words = rng.choices(GIVEN, k=2) + rng.choices(FAMILY, k=2) + rng.choices(SMALL, k=2)
    words += [rng.choice(TITLES), rng.choice(INITIALS)]
    chosen = rng.sample(words, rng.randint(1, 5))
    return " ".join(word + ("," if rng.random() < 0.12 else "") for word in chosen)


def invented(rng: random.Random) -> str:
    """Return words that no list holds, of random letters, in small letters, capitals or both."""
    letters = "aeioudlmnrstvzéèçñöüßœåšž"
    words = ["".join(rng.choices(letters, k=rng.choice((1, 2, 3, 4, 7)))) for _ in range(rng.randint(1, 4))]
    cases = (str.title, str.upper, str.lower, str.capitalize, str.swapcase)
    joined = [rng.choice(cases)(rng.choice((word, f"{word}-{words[0]}", f"d'{word}", f"{word}."))) for word in words]
    return rng.choice((" ", " ", ", ")).join(joined)


def mutated(rng: random.Random, text: str) -> str:
    """Return `text` after one to three slips of the keyboard."""
    for _ in range(rng.randint(1, 3)):
        place = rng.randrange(len(text) + 1)
        what = rng.random()
        if what < 0.5:
            text = text[:place] + rng.choice(SIGNS) + text[place:]
        elif what < 0.8:
            text = text[:place] + text[place + 1 :]
        else:
            text = text[:place] + text[place : place + 2][::-1] + text[place + 2 :]
    return text * (60 if rng.random() < 0.002 else 1)


def said(found: list[ParsedName]) -> list[tuple[object, ...]]:
    """Return everything that was read, to the letter."""
    return [
        (
            one.value and one.value.__composite_values__(),
            one.error and (one.error.code, str(one.error)),
            one.text,
            one.start,
            one.end,
            one.warnings,
        )
        for one in found
    ]


def main(count: int = 300_000, seed: int = 1) -> int:
    """Compare, print what was compared, and return how many disagree, at most 1."""
    texts = list(islice(generated(random.Random(seed)), count))
    tally: Counter[str] = Counter()
    for text, found in zip(texts, parse_many_names(texts), strict=True):
        tally["a name" if len(found) == 1 and found[0].error is None else "refused, none or several"] += 1
        if said(found) != said(read_names(text)):
            tally["disagree"] += 1
            print("lane and reader:", ascii(text), said(found), said(read_names(text)))
    print(f"{count} generated, {len(set(texts))} of them distinct;", dict(tally))
    return int(tally["disagree"] > 0)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
