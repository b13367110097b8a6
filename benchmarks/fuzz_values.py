"""Random and mutated text thrown at the readers of values: nothing but their own errors may come out.

python benchmarks/fuzz_values.py [HOW_MANY]      (a million, unless said)
"""

from __future__ import annotations

import random
import sys
from collections import Counter

from crm.errors import CrmError
from crm.values import EmailAddress, PersonName, PhoneNumber, parse_emails, parse_names, parse_phones

SEEDS = [
    "Anne Le Goff <anne.le-goff@example.org>; presse (at) example.net", "mailto:a@b.fr?subject=x", "a@b.fr / c@d.fr",
    "Tél. : +33 (0)1 99 00 12 34 poste 12 / 06 39 98 12 34 (mobile)", "tel:+33-1-99-00-12-34;ext=5", "3.83593E+10",
    "Mme Anne LE GOFF et M. J.-P. d'Almeida, Prof. Dr. Hans von Berg", "GARCIA LOPEZ, Juan Carlos (presse)",
]  # fmt: skip
ODD = "@<>()[]{}\"',;:/|.-_+*#%&=? \t\n\r\u00a0\u200b\u202f\u00ad\u0301\u0660\uff10\u202e\ud800\U0001f600ßŒıİ\x00"


def mutated(rng: random.Random) -> str:
    text = list(rng.choice(SEEDS))
    for _ in range(rng.randint(0, 12)):
        place = rng.randrange(len(text) + 1)
        if rng.random() < 0.5 and text:
            del text[min(place, len(text) - 1)]
        else:
            text.insert(place, rng.choice(ODD) if rng.random() < 0.7 else chr(rng.randrange(0x110000)))
    return "".join(text)


def main(how_many: int = 1_000_000) -> None:
    rng = random.Random(11)
    readers = (parse_emails, parse_phones, parse_names, EmailAddress.parse, PhoneNumber.parse, PersonName.parse)
    outcomes: Counter[str] = Counter()
    for number in range(how_many):
        text, read = mutated(rng), readers[number % len(readers)]
        try:
            found = read(text)
            outcomes["read" if found else "nothing found"] += 1
            if isinstance(found, list):
                assert all(text[one.start : one.end] == one.text for one in found), text
        except CrmError:
            outcomes["refused"] += 1
    print(f"{how_many} texts:", dict(outcomes))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
