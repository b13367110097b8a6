"""The time of ``crm.read`` beside that of the plain number matcher over the same texts, in one run.

python benchmarks/reading.py [FOLDER] [--profile] [--rounds 5]

FOLDER holds real releases (``*.txt``, ``*.md``), measured besides the invented ones. The two are timed in turn,
release by release and round by round, in the processor's time, which a busy machine spoils least. Then the growth
from 4 kB to 1 MB: twice the text should take twice the time.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import sys
import time
from pathlib import Path
from random import Random
from statistics import median
from typing import TYPE_CHECKING

import phonenumbers

import crm
from crm.reading.language import language_of
from crm.reading.regions import regions_of

# Before this folder, which has a `layouts` too.
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "reading"))

import layouts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SIZES = (4_000, 16_000, 64_000, 256_000, 1_000_000)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--profile", action="store_true", help="the dearest functions, and no more")
    options = parser.parse_args()
    invented = list(_invented(1))
    real = _real(options.folder) if options.folder else []
    if options.profile:
        profile(real or invented)
        return
    compare("invented", invented, options.rounds)
    if real:
        compare("real", real, options.rounds)
    for title, text in (("releases", _releases), ("prose", _prose), ("contacts", _contacts)):
        growth(title, text)


def _invented(seed: int) -> Iterator[str]:
    """Yield a release of each layout in each language, the languages in turn."""
    for family in layouts.FAMILIES:
        for language in layouts.LANGUAGES:
            yield layouts.release(family, language, Random(f"{family} {language} {seed}")).text


def _real(folder: Path) -> list[str]:
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".txt", ".md"))
    return [path.read_text(encoding="utf-8", errors="replace") for path in files]


def compare(title: str, texts: Sequence[str], rounds: int) -> None:
    """Print how many times the matcher's time `crm.read` takes: over all, and for the median text."""
    regions = [regions_of(text, language_of(text)).main or "FR" for text in texts]
    one: list[list[float]] = [[] for _ in texts]
    two: list[list[float]] = [[] for _ in texts]
    for _ in range(rounds):  # all texts in turn, so that nothing remembered of a text helps it the next time
        for place, (text, region) in enumerate(zip(texts, regions, strict=True)):
            one[place].append(_seconds(lambda text=text: crm.read(text)))
            two[place].append(_seconds(lambda text=text, region=region: _matched(text, region)))
    ours, theirs = sum(map(median, one)), sum(map(median, two))
    ratios = [median(mine) / median(its) for mine, its in zip(one, two, strict=True)]
    size = sum(map(len, texts)) / len(texts)
    print(
        f"{title}: {len(texts)} texts of {size:.0f} characters; read {1000 * ours / len(texts):.2f} ms, "
        f"matcher {1000 * theirs / len(texts):.2f} ms: {ours / theirs:.2f} times in all, "
        f"{median(ratios):.2f} for the median text, {max(ratios):.1f} at worst"
    )


def _matched(text: str, region: str) -> list[object]:
    return list(phonenumbers.PhoneNumberMatcher(text, region))


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def growth(title: str, pieces: Callable[[], Iterator[str]]) -> None:
    print(f"{title}:")
    before = None
    for size in SIZES:
        text = _of_size(pieces(), size)
        spent = min(_seconds(lambda text=text: crm.read(text)) for _ in range(1 if size > 100_000 else 3))
        rate = 1000 * spent / (len(text) / 1000)
        change = f"  {rate / before:.2f} times the rate before" if before else ""
        print(f"  {len(text):9,} characters {1000 * spent:9.1f} ms {rate:7.3f} ms per kB{change}")
        before = rate


def _of_size(pieces: Iterator[str], size: int) -> str:
    """Return distinct pieces, one after another, as many as fill `size` characters."""
    found, length = [], 0
    while length < size:
        found.append(next(pieces))
        length += len(found[-1])
    return "".join(found)[:size]


def _releases() -> Iterator[str]:
    seed = 0
    while True:
        yield from _invented(seed)
        seed += 1


def _prose() -> Iterator[str]:
    """Yield the running text of releases: what is above their contacts."""
    for text in _releases():
        yield max(text.split("\n\n"), key=len) + "\n\n"


def _contacts() -> Iterator[str]:
    """Yield a heading, and then contacts without end."""
    seed = 0
    yield "Contacts presse\n"
    while True:
        for release in (layouts.release("line with dashes", one, Random(seed)) for one in layouts.LANGUAGES):
            yield from (f"{line}\n" for line in release.text.splitlines() if "@" in line)
        seed += 1


def profile(texts: Sequence[str]) -> None:
    profiler = cProfile.Profile()
    for text in texts:  # what is cached is not what a second release costs
        crm.read(text)
    profiler.enable()
    for text in texts:
        crm.read(text)
    profiler.disable()
    stats = pstats.Stats(profiler).strip_dirs()
    stats.sort_stats("tottime").print_stats(15)
    stats.sort_stats("cumulative").print_stats(25)


if __name__ == "__main__":
    main()
