"""What a file in any form becomes: text in lines, and where in the form they stood."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Final

from crm.errors import SourceTooLarge

__all__ = ["MAX_CHARACTERS", "MAX_LINES", "Extract", "Lines", "Place", "place_at"]

MAX_CHARACTERS: Final = 5_000_000
MAX_LINES: Final = 200_000
"""What may come out of a file: a communiqué has a few hundred lines, and a hundred times as much is no communiqué."""

_ENDS: Final = re.compile(r"\r\n?")
_CONTROLS: Final = re.compile("[\x00-\x08\x0a-\x1f\x7f\ud800-\udfff]")
"""What no text has and no database takes: a font without a table gives such characters."""

Place = tuple[int, str]
"""A line, from 1, and the name of the place that begins there: ``page 2``, ``footer``, the name of an attachment."""


@dataclass(frozen=True, slots=True)
class Extract:
    """The text of a file; `unread` says which parts of it were left out, and why."""

    text: str
    charset: str = "utf-8"
    places: tuple[Place, ...] = ()
    unread: tuple[Place, ...] = ()


@dataclass(slots=True)
class Lines:
    r"""Lines while they are gathered, one blank line at most between two, and no more of them than allowed.

    >>> lines = Lines()
    >>> lines.add("Anne Le Goff"); lines.gap(); lines.gap(); lines.add("Ville de Valmont")
    >>> lines.extract().text
    'Anne Le Goff\n\nVille de Valmont\n'
    """

    found: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    size: int = 0

    def add(self, line: str) -> None:
        """Add one line."""
        line = _CONTROLS.sub("", line)
        self.size += len(line) + 1
        if self.size > MAX_CHARACTERS or len(self.found) >= MAX_LINES:
            raise SourceTooLarge(
                f"it holds more text than is read ({MAX_CHARACTERS:,} characters in {MAX_LINES:,} lines)"
            )
        self.found.append(line)

    def gap(self) -> None:
        """Make sure that a blank line comes before the next one."""
        if self.found and self.found[-1]:
            self.add("")

    def place(self, name: str) -> None:
        """Say where the lines that follow stand; the empty name is the body of the form."""
        if (self.places[-1][1] if self.places else "") != name:
            self.places.append((len(self.found) + 1, name))

    def add_all(self, other: Extract, prefix: str = "") -> None:
        """Add the lines of another extract, with their places."""
        first = len(self.found)
        self.places += [(first + line, " ".join(filter(None, (prefix, name)))) for line, name in other.places]
        for line in _ENDS.sub("\n", other.text).removesuffix("\n").split("\n"):
            self.add(line)

    def extract(self, charset: str = "utf-8", unread: tuple[Place, ...] = ()) -> Extract:
        """Return what was gathered."""
        return Extract("".join(f"{line}\n" for line in self.found), charset, tuple(self.places), unread)


def place_at(places: tuple[Place, ...], line: int) -> str | None:
    """Return the name of the place that a line stands in, None for the body.

    >>> place_at(((1, "header"), (3, ""), (9, "footer")), 4) is None, place_at(((1, "page 1"), (9, "page 2")), 12)
    (True, 'page 2')
    """
    index = bisect_right(places, line, key=lambda place: place[0])
    return (places[index - 1][1] or None) if index else None
