"""Whether the confidence of a reading means what it says: of findings given 0.9, nine in ten should be right.

    python benchmarks/calibration_head.py GOLD.jsonl [--texts DIR]

GOLD has one object a line with `id` or `file`, and `language`, `title`, `date`, `updated` and `institutions` as they
should be read; what an object does not have is not counted. Prints, for each kind of finding, how many fell in each
bin of confidence and what share of them was right.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import crm
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 1.01)


def findings(gold: dict[str, Any], texts: Path) -> Iterator[tuple[str, float, bool]]:
    """Each finding of one release that the gold object can judge: its kind, its confidence, whether it is right."""
    reading = crm.read(texts / (gold.get("file") or f"{gold['id']}.txt"))
    for one in reading.evidence:
        if one.kind == "institution" and gold.get("institutions") is not None:
            yield one.kind, one.confidence, fold(one.value) in map(fold, gold["institutions"])
        elif one.kind in ("language", "date", "updated") and one.kind in gold:
            yield one.kind, one.confidence, one.value == gold[one.kind]
        elif one.kind == "title" and "title" in gold:
            yield one.kind, one.confidence, fold(one.value) == fold(gold["title"] or "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--texts", type=Path)
    options = parser.parse_args()
    counted: dict[str, dict[int, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for line in options.gold.read_text(encoding="utf-8").splitlines():
        if line.strip():
            for kind, confidence, is_right in findings(json.loads(line), options.texts or options.gold.parent):
                place = next(index for index, top in enumerate(BINS[1:]) if confidence < top)
                counted[kind][place].append(is_right)
    for kind, bins in sorted(counted.items()):
        print(kind)
        for place, answers in sorted(bins.items()):
            share = sum(answers) / len(answers)
            print(
                f"  {BINS[place]:.1f} to {min(BINS[place + 1], 1):.1f}  {len(answers):4} findings  {share:4.0%} right"
            )


if __name__ == "__main__":
    main()
