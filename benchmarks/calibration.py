"""How often a contact is right that was read with a given confidence.

python benchmarks/calibration.py GOLD.jsonl [--texts FOLDER] [--bins 10]
python benchmarks/calibration.py --invented 10

GOLD has one object a line: ``id`` (the text is FOLDER/<id>.txt) or ``file``, and ``contacts`` with name, emails and
phones. A contact is right when name, addresses and numbers all are. A confidence that is calibrated is the share.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import crm

# Before this folder, which has a `layouts` too.
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "reading"))

import layouts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Page = tuple[str | Path, list[layouts.Key]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="?", type=Path)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--bins", type=int, default=10)
    parser.add_argument("--invented", type=int, default=0, help="releases per layout and language, instead of GOLD")
    options = parser.parse_args()
    if not options.gold and not options.invented:
        parser.error("GOLD or --invented")
    pages = _gold(options.gold, options.texts) if options.gold else _invented(options.invented)
    judged = [one for page in pages for one in _judged(page)]
    _table(judged, options.bins)


def _gold(gold: Path, texts: Path | None) -> Iterator[Page]:
    for line in gold.read_text(encoding="utf-8").splitlines():
        if not line.strip():
            continue
        page = json.loads(line)
        contacts = page.get("contacts")
        if contacts is not None:
            keys = [layouts.key(one.get("name"), one.get("emails") or (), one.get("phones") or ()) for one in contacts]
            yield (texts or gold.parent) / (page.get("file") or f"{page['id']}.txt"), keys


def _invented(examples: int) -> Iterator[Page]:
    for family in layouts.FAMILIES:
        for language in layouts.LANGUAGES:
            random = Random(f"{family} {language}")
            for _ in range(examples):
                release = layouts.release(family, language, random)
                yield release.text, [one.key for one in release.truth]


def _judged(page: Page) -> Iterator[tuple[float, bool]]:
    """Yield the confidence of each contact read, and whether it is right; one that is read twice is right once."""
    source, true = page
    left = list(true)
    for contact in crm.read(source).contacts:
        keys = [layouts.key(contact.name, map(str, contact.emails), map(str, contact.phones))]
        if contact.kind == "desk":  # a desk may be called by its name or by none
            keys.append(layouts.key(None, map(str, contact.emails), map(str, contact.phones)))
        found = next((one for one in keys if one in left), None)
        if found:
            left.remove(found)
        yield contact.confidence, found is not None


def _table(judged: Sequence[tuple[float, bool]], bins: int) -> None:
    print("confidence     contacts  mean   right")
    off = 0.0
    for place in range(bins):
        some = [one for one in judged if min(int(one[0] * bins), bins - 1) == place]
        if not some:
            continue
        mean, right = (sum(one[at] for one in some) / len(some) for at in (0, 1))
        off += abs(mean - right) * len(some)
        low, high, bar = place / bins, (place + 1) / bins, "#" * round(30 * right)
        print(f"{low:.2f} to {high:.2f} {len(some):9} {mean:6.2f} {right:7.2f}  {bar}")
    if judged:
        print(f"{len(judged)} contacts; the confidence is off by {off / len(judged):.3f} on average")


if __name__ == "__main__":
    main()
