"""How fast telephone numbers are read, against plain phonenumbers in the same run. Prints ratios, asserts nothing.

python benchmarks/values_phones.py [how many]
"""

from __future__ import annotations

import random
import sys
import time
import tracemalloc
from collections import deque
from itertools import islice
from typing import TYPE_CHECKING

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from crm.errors import InvalidPhone
from crm.values import PhoneNumber, parse_many_phones, parse_phones

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ROUNDS = 3
SHAPES = ["{} {} {} {} {}", "{} {} {} {} {}", "{} {} {} {} {}", "{}.{}.{}.{}.{}", "{}-{}-{}-{}-{}", "{}{}{}{}{}"]


def french(chance: random.Random) -> Iterator[str]:
    """Yield valid French numbers as they are typed: eight in ten nationally, the rest after +33 or 0033."""
    while True:
        nsn = chance.choice("1234567") + "".join(chance.choices("0123456789", k=8))
        if not phonenumbers.is_valid_number(phonenumbers.parse(f"+33{nsn}")):
            continue
        pairs = [nsn[place : place + 2] for place in range(1, 9, 2)]
        shape, kind = chance.choice(SHAPES), chance.random()
        if kind < 0.8:
            yield shape.format(f"0{nsn[0]}", *pairs)
        elif kind < 0.95:
            yield f"+33 {shape.format(nsn[0], *pairs)}"
        else:
            yield f"+33 (0){shape.format(nsn[0], *pairs)}"


def worldwide(chance: random.Random) -> Iterator[str]:
    """Yield numbers of every region in international form, one after another from different regions."""
    regions = sorted(phonenumbers.SUPPORTED_REGIONS)
    kinds = [PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE]
    while True:
        example = phonenumbers.example_number_for_type(chance.choice(regions), chance.choice(kinds))
        if example is not None:
            text = phonenumbers.format_number(example, PhoneNumberFormat.E164)
            drawn = text[:-3] + "".join(chance.choices("0123456789", k=3))
            style = chance.choice([PhoneNumberFormat.E164, PhoneNumberFormat.INTERNATIONAL])
            yield phonenumbers.format_number(phonenumbers.parse(drawn), style)


def one_by_one(texts: Iterable[str]) -> None:
    for text in texts:
        try:
            number = phonenumbers.parse(text, "FR")
        except phonenumbers.NumberParseException:
            continue
        phonenumbers.is_valid_number(number)
        phonenumbers.format_number(number, PhoneNumberFormat.E164)


def single(texts: Iterable[str]) -> None:
    for text in texts:
        try:
            PhoneNumber.parse(text, "FR")
        except InvalidPhone:
            continue


def bulk(texts: Iterable[str]) -> None:
    deque(parse_many_phones(texts), maxlen=0)


def microseconds(job: Callable[[Iterable[str]], None], texts: list[str]) -> float:
    """Return the best of a few rounds, per text."""
    best = float("inf")
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        job(texts)
        best = min(best, time.perf_counter() - begun)
    return best / len(texts) * 1e6


def peak(how_many: int) -> float:
    """Return the most memory, in MB, that reading that many numbers takes."""
    tracemalloc.start()
    bulk(islice(french(random.Random(3)), how_many))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1e6


def main(how_many: int) -> None:
    chance = random.Random(20261120)
    for name, source in (("French", french), ("worldwide", worldwide)):
        texts = list(islice(source(chance), how_many))
        plain, alone, many = (microseconds(job, texts) for job in (one_by_one, single, bulk))
        print(
            f"{name:<10} phonenumbers {plain:6.1f} µs, PhoneNumber.parse {alone:5.1f} µs, bulk {many:5.2f} µs a number"
        )
        print(f"{'':<10} bulk {plain / many:.1f} times faster, single at {alone / plain:.2f} times the plain cost")
    messy = [f"Tél. : {text} (mobile)" for text in islice(french(chance), how_many // 10)]
    print(f"with words around it: {microseconds(bulk, messy):.1f} µs a number")
    few, more = peak(2_000), peak(20_000)
    print(f"memory: {few:.2f} MB for 2,000 numbers, {more:.2f} MB for 20,000")
    for length in (10_000, 100_000):
        begun = time.perf_counter()
        parse_phones(("01 99 00 12 34 / (0)1 99 OO +33 " * length)[:length])
        print(f"hostile text of {length // 1000} kB: {time.perf_counter() - begun:.3f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
