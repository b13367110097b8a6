"""How many invented releases are read without a fault, per layout and language.

python benchmarks/layouts.py [--examples 50] [--family block] [--language fr] [--show 3] [--why 25] [--no-decoys]

--show prints the first releases that were misread, whole; --why the commonest faults.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import crm
from crm.values import fold

# Before this folder, which has a `layouts` too.
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "reading"))

import layouts

if TYPE_CHECKING:
    from collections.abc import Iterator


def main() -> None:
    options = _options()
    right: Counter[tuple[str, str]] = Counter()
    why: defaultdict[str, Counter[str]] = defaultdict(Counter)
    stated: Counter[tuple[str, bool]] = Counter()
    shown = 0
    for release in _releases(options):
        reading = crm.read(release.text)
        faults = layouts.faults(release, reading)
        stated.update(_stated(release, reading))
        right[release.family, release.language] += not faults
        for fault in faults:
            why[fault][f"{release.family} [{release.language}]"] += 1
        if faults and shown < options.show:
            shown += 1
            _show(release, reading, faults)
    _table(right, options)
    for what in ("institution", "role"):
        true, total = stated[what, True], stated[what, True] + stated[what, False]
        print(f"{what} right, of those printed with a contact that was read: {true} of {total}")
    _reasons(why, options.why)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=int, default=50)
    parser.add_argument("--family", action="append", choices=list(layouts.FAMILIES))
    parser.add_argument("--language", action="append", choices=layouts.LANGUAGES)
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--no-decoys", action="store_true")
    parser.add_argument("--why", type=int, default=15)
    options = parser.parse_args()
    options.family = options.family or list(layouts.FAMILIES)
    options.language = options.language or list(layouts.LANGUAGES)
    return options


def _releases(options: argparse.Namespace) -> Iterator[layouts.Release]:
    for family in options.family:
        for language in options.language:
            random = Random(f"{family} {language}")
            for _ in range(options.examples):
                yield layouts.release(family, language, random, has_decoys=not options.no_decoys)


def _stated(release: layouts.Release, reading: crm.Reading) -> Iterator[tuple[str, bool]]:
    """Yield whether the institution and the role that the page states are those read, per contact that was found."""
    found = {
        layouts.key(one.name, map(str, one.emails), map(str, one.phones)): one
        for one in reading.contacts
        if one.kind == "person"
    }
    for true in release.truth:
        one = found.get(true.key)
        for what in ("institution", "role"):
            if one and getattr(true, what):
                yield what, fold(getattr(one, what) or "") == fold(getattr(true, what))


def _show(release: layouts.Release, reading: crm.Reading, faults: list[str]) -> None:
    print(f"=== {release.family} [{release.language}]\n{release.text}")
    print("true ", *(one.key for one in release.truth), sep="\n  ")
    print("read ", *layouts.key_of(reading), sep="\n  ")
    print("fault", *faults, sep="\n  ", end="\n\n")


def _table(right: Counter[tuple[str, str]], options: argparse.Namespace) -> None:
    """Print the share of releases without a fault, in per cent."""
    print(f"{'':36}", *(f"{language:>5}" for language in options.language), "  all")
    for family in options.family:
        rates = [right[family, language] / options.examples for language in options.language]
        _row(family, rates)
    sizes = options.examples * len(options.family)
    _row("all", [sum(right[family, language] for family in options.family) / sizes for language in options.language])


def _row(title: str, rates: list[float]) -> None:
    print(f"{title:36}", *(f"{100 * rate:5.0f}" for rate in rates), f"{100 * sum(rates) / len(rates):5.0f}")


def _reasons(why: dict[str, Counter[str]], count: int) -> None:
    for fault, where in sorted(why.items(), key=lambda one: -one[1].total())[:count]:
        places = ", ".join(f"{place} {number}" for place, number in where.most_common(3))
        print(f"{where.total():5} {fault[:90]}  ({len(where)} cells: {places})")


if __name__ == "__main__":
    main()
