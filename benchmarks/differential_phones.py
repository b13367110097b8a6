"""Compare three readings of generated numbers: in bulk, by the full reader alone, and by plain phonenumbers.

    python benchmarks/differential_phones.py [how many] [seed]

Every number starts as an example of phonenumbers' own metadata, of any region and any type, and is then changed: other
digits, one more, one less, other signs, prefixes, labels, extensions. Nothing printed here is anybody's number. Exit
status 1 when any two readings disagree.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from crm.values import parse_many_phones
from crm.values.phones.reader import read_phones

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.values import ParsedPhone

FORMATS = [
    PhoneNumberFormat.NATIONAL,
    PhoneNumberFormat.NATIONAL,
    PhoneNumberFormat.INTERNATIONAL,
    PhoneNumberFormat.E164,
    PhoneNumberFormat.RFC3966,
]
SIGNS = [" ", ".", "-", "", "\u00a0", "\u202f", "\u2009", "·", "/", "  ", " - ", "_", "|", "\u200b"]
BEFORE = ["Tél. : ", "T ", "Fax ", "M. ", "Mobile: ", "(", "n° ", "Anne Martin, ", "+", "00", "0", "1", "tel:"]
AFTER = [" (mobile)", " standard", " poste 12", " ext. 7", " x123", ")", ";", " fax", " et", " €", ".0", ";ext=9"]
OURS_TO_REFUSE = {"phone.letters", "phone.date", "phone.identifier", "phone.spreadsheet", "phone.suffix"}
"""Where plain phonenumbers answers all the same: it dials letters, rounds nothing and knows no dates."""


def examples(region: str) -> list[phonenumbers.PhoneNumber]:
    found = (phonenumbers.example_number_for_type(region, kind) for kind in PhoneNumberType.values())
    return [number for number in found if number is not None]


def written(number: phonenumbers.PhoneNumber, chance: random.Random) -> str:
    """Return the number with some digits drawn anew, in one of the library's formats or as bare digits."""
    nsn = list(phonenumbers.national_significant_number(number))
    for _ in range(chance.choice([0, 2, 4, 4, 4, 6])):
        nsn[chance.randrange(len(nsn) // 3, len(nsn))] = chance.choice("0123456789")
    try:
        drawn = phonenumbers.parse(f"+{number.country_code}{''.join(nsn)}")
    except phonenumbers.NumberParseException:
        return f"+{number.country_code}{''.join(nsn)}"
    if chance.random() < 0.1:
        return "".join(nsn)
    return str(phonenumbers.format_number(drawn, chance.choice(FORMATS)))


def mutated(text: str, chance: random.Random) -> str:
    """Return `text` as somebody might have typed it."""
    kind = chance.random()
    if kind < 0.35:
        return text
    place = chance.randrange(len(text))
    if kind < 0.5:
        return text[:place] + text[place + 1 :]
    if kind < 0.6:
        return text[:place] + chance.choice("0123456789 .-()/+OlIx") + text[place:]
    if kind < 0.8:
        sign = chance.choice(SIGNS)
        return "".join(sign if c in " -" else c for c in text)
    if kind < 0.85:
        return text.replace("+", chance.choice(["00", "", "(+", "+(", "＋"]), 1)
    if kind < 0.9 and text.startswith("+"):
        head, _, tail = text.partition(" ")
        return f"{head} (0){tail}"
    return chance.choice([*BEFORE, ""]) + text + chance.choice([*AFTER, ""])


def generated(region: str, how_many: int, chance: random.Random) -> Iterator[str]:
    known = examples(region)
    for _ in range(how_many):
        yield mutated(written(chance.choice(known), chance), chance)


def plain(text: str, region: str) -> tuple[str | None, bool]:
    """Return what phonenumbers makes of `text`: E.164, and whether it is valid."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None, False
    return str(phonenumbers.format_number(number, PhoneNumberFormat.E164)), bool(phonenumbers.is_valid_number(number))


def disagreement(text: str, region: str, found: list[ParsedPhone]) -> str | None:
    """Return how the reading differs from plain phonenumbers where nothing was repaired, None where it does not."""
    is_spelled = any(c.isalpha() for c in text.removeprefix("tel:")) or text.endswith((".0", ",00"))
    if len(found) != 1 or found[0].text != text or found[0].repairs or is_spelled:
        return None
    e164, is_valid = plain(text, region)
    one = found[0]
    if one.value is not None:
        said = "phone.not_valid" not in one.warnings and (one.value.is_valid if one.warnings else True)
        return None if (one.e164, said) == (e164, is_valid) else f"{one.value!r} but plainly {e164} {is_valid}"
    if one.error is None or one.error.code in OURS_TO_REFUSE or not is_valid:
        return None
    too_long = len(e164 or "") > 16
    return None if too_long else f"{one.error.code} but plainly {e164} valid"


def main(how_many: int, seed: int) -> int:
    chance = random.Random(seed)
    regions = sorted(phonenumbers.SUPPORTED_REGIONS)
    share = {region: how_many // (len(regions) + 40) for region in regions}
    share["FR"] += how_many - sum(share.values())
    counts: Counter[str] = Counter()
    begun = time.perf_counter()
    for region, many in share.items():
        texts = list(generated(region, many, chance))
        for text, bulk in zip(texts, parse_many_phones(iter(texts), region), strict=True):
            counts["texts"] += 1
            alone = read_phones(text, region)
            counts["numbers"] += sum(one.value is not None for one in alone)
            counts["refusals"] += sum(one.value is None for one in alone)
            against = disagreement(text, region, alone)
            counts["compared with phonenumbers"] += len(alone) == 1 and alone[0].text == text and not alone[0].repairs
            for what, differs in (("bulk", bulk != alone), ("plain", against is not None)):
                counts[f"disagreements: {what}"] += differs
                if differs and counts[f"disagreements: {what}"] <= 20:
                    print(f"{what} {region} {text!r}: {against or (bulk, alone)}")
    print(f"{len(regions)} regions, {time.perf_counter() - begun:.0f} s")
    for name, count in counts.items():
        print(f"{count:>9,} {name}")
    return int(counts["disagreements: bulk"] + counts["disagreements: plain"] > 0)


if __name__ == "__main__":
    wanted = [int(argument) for argument in islice(sys.argv, 1, 3)]
    sys.exit(main(*(wanted + [500_000, 20261120][len(wanted) :])))
