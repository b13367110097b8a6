"""What separates the cells of a text: decided by the width of its records, not by the first line alone."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["DELIMITERS", "delimiter_of", "stated_delimiter"]

DELIMITERS: Final = ";,\t|"
"""In the order that settles a draw: French Excel's, everybody's, what a clipboard holds, what some servers write."""

_QUOTED: Final = re.compile(r'(?:(?<=[;,\t|\n])|\A)[ ]?"(?:[^"]|"")*"(?=[;,\t|\n ]|\Z)')
"""A quoted cell, line breaks included; a quote that nothing closes is none."""
_STATED: Final = re.compile(r'\A"?sep=(.)"?[\r\n]*\Z', re.IGNORECASE)


def stated_delimiter(line: str) -> str | None:
    """Return what Excel's own first line ``sep=;`` says; None for any other line."""
    found = _STATED.match(line)
    return found[1] if found and not line.startswith('"') else None


def delimiter_of(lines: Sequence[str], usual: str = "") -> str:
    r"""Return what separates the cells of `lines`, the beginning of a list; a draw is for `usual`.

    >>> delimiter_of(["Nom;Tél.;Ville\n", "Anne, Le Goff;01 99 00 12 34;Valmont, Isère\n"])
    ';'
    """
    text = _QUOTED.sub("x", "".join(lines).replace("\r\n", "\n").replace("\r", "\n"))
    records = [record for record in text.split("\n") if record.strip(" ")]
    order = usual + DELIMITERS
    return max(order, key=lambda one: (_constancy([record.count(one) for record in records]), -order.index(one)))


def _constancy(counts: list[int]) -> tuple[float, int]:
    """Return the share of records of the commonest width above one, and that width; blank titles above do not tell."""
    widths = Counter(count for count in counts if count)
    if not widths:
        return 0.0, 0
    width, times = max(widths.items(), key=lambda item: (item[1], item[0]))
    near = sum(n for w, n in widths.items() if abs(w - width) <= 1)
    return (times + near) / 2 / len(counts), width
