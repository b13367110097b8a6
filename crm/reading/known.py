"""What the text around the contacts tells of the names among them: which are institutions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Known"]

_OFTEN: Final = 3
"""Times that a text names who is no person: of a person it says the family name alone from the second on."""


class Known:
    """The folded names of institutions met elsewhere in a text, and that text."""

    def __init__(self, names: Iterable[str] = (), told: str = "") -> None:
        self._names = frozenset(fold(name) for name in names)
        self._told = told

    def __contains__(self, folded: str) -> bool:
        return folded in self._names

    def begins(self, folded: str) -> bool:
        """Whether a name is that of an institution and more: of its part in a town."""
        return any(" " in name and folded.startswith(f"{name} ") for name in self._names)

    def resembles(self, folded: str) -> bool:
        """Whether an institution is called so, but for the end of the one name or of the other."""
        return any(f"{name} ".startswith(f"{folded} ") or f"{folded} ".startswith(f"{name} ") for name in self._names)

    def tells_often(self, name: str) -> bool:
        """Whether the text names it again and again, and as a whole."""
        return (" " in name or name.isupper()) and self._told.count(name) >= _OFTEN
