"""The addresses of a section, and what they tell of the names around them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final

from crm.reading.local_parts import is_of_one, squeezed
from crm.values import fold, folded_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crm.reading.cells import Cell

__all__ = ["Mails"]

_SIGNS: Final = re.compile(r"\W")
_NEARBY: Final = 200
"""Lines, and addresses, within which an address may tell a name from an institution."""
_MIN_DOMAIN_NAME: Final = 4
"""Shorter names are found in domains by chance."""


class Mails:
    """The addresses of a section by their lines, so that a page of thousands is not searched for each name."""

    def __init__(self, cells: Iterable[tuple[Cell, int]]) -> None:
        found = [(cell.line.number, cell.email) for cell, _ in cells if cell.email is not None]
        self._lines = [line for line, _ in found]
        self._locals = [squeezed(email.rpartition("@")[0]) for _, email in found]
        self._domains = [_SIGNS.sub("", email.domain) for _, email in found]

    def _domains_near(self, line: int) -> str:
        """Return the domains near `line`, without their dots and hyphens, in which a word is looked for at once."""
        return "\n".join(self._domains[self._near(line)])

    def has_one_of(self, name: str, line: int) -> bool:
        """Whether an address near `line` was made from a name."""
        return is_of_one(name, self._locals[self._near(line)])

    def has_domain_called(self, text: str, line: int) -> bool:
        """Whether a domain near `line` is called like an institution: *Verreval Express*, ``verreval-express``."""
        name = fold(text).replace(" ", "")
        return len(name) >= _MIN_DOMAIN_NAME and text[0].isalnum() and name in self._domains_near(line)

    def has_domain_with_word_of(self, text: str, line: int) -> bool:
        """Whether one of the longer words of `text` is in a domain near `line`."""
        long = [word for word in folded_words(text) if len(word) > _MIN_DOMAIN_NAME]
        domains = self._domains_near(line) if long else ""
        return any(word in domains for word in long)

    def _near(self, line: int) -> slice:
        here = bisect_left(self._lines, line)
        first = max(bisect_left(self._lines, line - _NEARBY), here - _NEARBY)
        return slice(first, min(bisect_right(self._lines, line + _NEARBY), here + _NEARBY))
