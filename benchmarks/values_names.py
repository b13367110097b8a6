"""Names: in bulk, one by one, in parts, side by side with the reader that reads each in full; ratios, not promises.

Run it with ``python benchmarks/values_names.py``.
"""

from __future__ import annotations

import random
import tracemalloc
from collections import deque
from time import process_time
from typing import TYPE_CHECKING

from crm.values import PersonName, parse_many_names, parse_names
from crm.values.names.text import read_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

GIVEN = "Anne Zoé Marc Léa Hugo Inès Paul Jeanne Karim Chloé Jean-Pierre Anne-Marie Églantine".split()
SYLLABLES = "mar tin le petit val mont quint al mei da berg du bois mo reau ro che gar nier".split()
FORMS = ("{0} {1}", "{0} {2}", "{2} {0}", "Mme {0} {1}", "M. {0} {2}", "{1}, {0}", "{0} de {1}", "Dr {0} {1}-Petit")


def families(rng: random.Random, syllables: int) -> Iterator[str]:
    """Yield invented family names for ever."""
    while True:
        yield "".join(rng.choices(SYLLABLES, k=syllables)).title()


def names(count: int, syllables: int) -> Iterator[str]:
    """Yield names in the forms that lists have; with more syllables, family names that hardly ever come again."""
    rng = random.Random(7)
    for _, family in zip(range(count), families(rng, syllables), strict=False):
        yield rng.choice(FORMS).format(rng.choice(GIVEN), family, family.upper())


def each(job: Callable[[str], object], texts: Iterable[str]) -> None:
    """Do it one by one, keeping nothing."""
    deque(map(job, texts), maxlen=0)


def seconds(job: Callable[[], object], repeat: int = 3) -> float:
    """Return the best of a few runs, in the time of the processor: other programs do not count."""
    best = float("inf")
    for _ in range(repeat):
        start = process_time()
        job()
        best = min(best, process_time() - start)
    return best


def peak(count: int) -> float:
    """Return the most memory that a run over `count` names, all of them distinct, holds at once, in megabytes."""
    tracemalloc.start()
    deque(parse_many_names(names(count, 6)), maxlen=0)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6


def main(count: int = 50_000) -> None:
    """Print every figure."""
    usual, distinct = list(names(count, 3)), list(names(count, 6))
    some = usual[: count // 20]
    alone = seconds(lambda: each(read_names, some)) / len(some)
    for name, job, texts in (
        ("bulk", lambda: deque(parse_many_names(usual), maxlen=0), usual),
        ("bulk, family names all distinct", lambda: deque(parse_many_names(distinct), maxlen=0), distinct),
        ("parse_names(text)", lambda: each(parse_names, usual), usual),
        ("PersonName.parse(text)", lambda: each(PersonName.parse, usual), usual),
        (
            "PersonName.of_parts(given, family)",
            lambda: each(lambda text: PersonName.of_parts("Anne", text), usual),
            usual,
        ),
    ):
        ours = seconds(job) / len(texts)
        print(f"{name:44} {1e6 * ours:7.2f} µs against {1e6 * alone:7.2f} µs read in full: {alone / ours:6.2f} times")
    few, many = peak(count), peak(10 * count)
    print(f"memory at its highest: {few:.1f} MB for {count} names, {many:.1f} MB for ten times as many")


if __name__ == "__main__":
    main()
