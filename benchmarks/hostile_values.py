"""Hostile text of growing length: the time of each reader must grow no faster than the text.

python benchmarks/hostile_values.py

Prints, for the worst patterns, the seconds for 100 kB and how many times those for 25 kB: 4 is linear, 16 quadratic.
"""

from __future__ import annotations

import time

from crm.values import parse_emails, parse_names, parse_phones

UNITS = {
    parse_emails: [
        "@", "a@", "@ ", "a@ ", "a (at) ", "(", " ", "\u00a0", "<", "a@b.fr,", "_at_", "&#64;", "a:b@c.fr;", '"', "a.",
    ],
    parse_phones: [
        "1", "1 ", "O", "(", "+", "(+ ", "1(", "1,", "tel:", "FR76", "01 99 00 12 34 ", "3O OO ", "12345 ", "a@",
        "(0)", "01/", "\u200b1", "poste 12 ", "l ", "+33 ", "01 99 00 12 34 / 5 ", "12/11/2024 ", "%", "3e9 ",
    ],
    parse_names: ["A ", "a. ", "M. ", "de ", ", ", "et ", "A. B et ", "-", "'", "d'", "\u0301"],
}  # fmt: skip


def seconds(read: object, text: str) -> float:
    start = time.perf_counter()
    read(text)  # type: ignore[operator]
    return time.perf_counter() - start


def main() -> None:
    rows = []
    for read, units in UNITS.items():
        for unit in units:
            text = unit * (100_000 // len(unit))
            short, long = seconds(read, text[:25_000]), seconds(read, text)
            rows.append((long, long / max(short, 1e-6), read.__name__, unit))
    for long, growth, name, unit in sorted(rows, reverse=True)[:12]:
        print(f"{long:7.3f} s  {growth:5.1f} ×  {name}  {unit!r}")


if __name__ == "__main__":
    main()
