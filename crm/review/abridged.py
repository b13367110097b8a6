"""What is left out of a text that is too long to be looked at, and the words that say so."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from crm.review.places import AnnotatedLine

__all__ = ["Fold", "abridged", "folded"]


class Fold(NamedTuple):
    """A run of lines not shown; `texts` of them are not blank."""

    first: int
    last: int
    texts: int

    def __str__(self) -> str:
        """Say how much is not shown."""
        return f"{self.texts:,} lines of text"


def folded(
    lines: Iterable[AnnotatedLine], is_dull: Callable[[AnnotatedLine], bool], keep: int, at_least: int
) -> Iterator[AnnotatedLine | Fold]:
    """Yield `lines`, each run of dull ones made one `Fold`, apart from `keep` lines at either end of the run.

    A run in which fewer than `at_least` lines of text would not be shown is not worth it.
    """
    for dull, group in groupby(lines, is_dull):
        run = list(group)
        inner = run[keep : len(run) - keep]
        texts = sum(not line.is_blank for line in inner)
        if not dull or texts < at_least:
            yield from run
            continue
        yield from run[:keep]
        yield Fold(inner[0].number, inner[-1].number, texts)
        yield from run[len(run) - keep :]


def abridged(text: str, head: int, tail: int) -> tuple[str, int, str]:
    """Return the beginning of `text`, the number of characters left out, and its end; nothing is left out in vain.

    >>> abridged("abcdefghij" * 10, 3, 2), abridged("abcdefghij", 3, 2)
    (('abc', 95, 'ij'), ('abcdefghij', 0, ''))
    """
    left_out = len(text) - head - tail
    if left_out <= _NOT_WORTH_IT:
        return text, 0, ""
    return text[:head], left_out, text[len(text) - tail :]


_NOT_WORTH_IT = 24
"""As many characters as it takes to say that some are left out."""
