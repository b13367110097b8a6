"""A file of cards becomes cards: one for each BEGIN:VCARD, whatever stands between them or is missing."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["RawCard", "Splitter"]

_STARTS: Final = frozenset(b"bBeE\xef")
"""What begins with a space goes on with the line above, whatever it says."""
_MARKER: Final = 40
"""A line that opens or closes a card is shorter."""
_HEAD: Final = 200
_BINARY: Final = (b"PHOTO", b"LOGO", b"SOUND", b"KEY")


class RawCard(NamedTuple):
    """One card in bytes, its lines ended by LF."""

    line: int
    """The line it begins on, from 1."""
    data: bytes
    code: str | None = None
    """What is wrong with it as a whole."""
    left_out: int = 0
    """How many bytes of pictures and sounds are not in `data`, which would be too long with them."""


@dataclass(slots=True)
class Splitter:
    """Goes through the lines once; `stray` counts those that belong to no card, the first of them on `stray_line`."""

    longest: int
    """How many bytes of a card are kept, its pictures not counted."""
    stray: int = 0
    stray_line: int = 0
    _lines: list[bytes] = field(default_factory=list)
    _size: int = 0
    _depth: int = 0
    _start: int = 0
    _too_long: bool = False
    _is_skipping: bool = False
    """Whether what follows is of a picture that there is no room for."""
    _left_out: int = 0

    def cards(self, lines: Iterable[bytes]) -> Iterator[RawCard]:
        """Yield the cards in order."""
        number = 0
        for number, line in enumerate(lines, 1):
            marker = _marker(line) if line and line[0] in _STARTS and len(line) < _MARKER else b""
            if marker == b"BEGIN" and not (self._depth and self._is_agent()):
                if self._depth:
                    yield self._card("card.unfinished")
                elif self._lines:
                    self._leave()
                self._open(number, line)
            elif marker == b"END" and self._depth < 2:
                self._keep(number, line)
                yield self._card(None if self._depth else "card.not_begun")
            else:
                self._keep(number, line)
                self._depth += (marker == b"BEGIN") - (marker == b"END")
        if self._depth:
            yield self._card("card.unfinished")
        self._leave()

    def _open(self, number: int, line: bytes) -> None:
        self._start, self._depth = number, 1
        line = line.removeprefix(codecs.BOM_UTF8)  # before any card, where files were put one behind the other
        self._lines, self._size = [line], len(line) + 1

    def _keep(self, number: int, line: bytes) -> None:
        """Keep a line of a card; between cards one as well: what ends in END:VCARD is a card that was not begun."""
        if not self._lines:
            if not line.strip():
                return
            self._start = number
        if self._is_skipping:
            if _goes_on(line):
                self._left_out += len(line)
                return
            self._is_skipping = False
        if self._size + len(line) < self.longest or (not self._too_long and self._makes_room(line)):
            self._lines.append(line)
            self._size += len(line) + 1

    def _makes_room(self, line: bytes) -> bool:
        """Take the pictures out of a card that is too long with them; whether `line` is to be kept then."""
        kept: list[bytes] = []
        in_picture = False
        for one in self._lines:
            in_picture = in_picture if _goes_on(one) else _is_binary(one)
            if not in_picture:
                kept.append(one)
            elif not _goes_on(one):
                kept.append(one.partition(b":")[0][:_HEAD] + b":")
        self._is_skipping = in_picture if _goes_on(line) else _is_binary(line)
        self._lines, size = kept, sum(map(len, kept)) + len(kept)
        self._left_out += self._size - size + (len(line) if self._is_skipping else 0)
        self._size = size
        self._too_long = not self._is_skipping and size + len(line) >= self.longest
        return not self._is_skipping and not self._too_long

    def _card(self, code: str | None) -> RawCard:
        data = b"\n".join(self._lines)
        found = RawCard(self._start, data, code or ("card.too_long" if self._too_long else None), self._left_out)
        self._clear()
        return found

    def _leave(self) -> None:
        """Count what stands before a card and is none."""
        if self._lines:
            self.stray += len(self._lines)
            self.stray_line = self.stray_line or self._start
        self._clear()

    def _clear(self) -> None:
        self._lines, self._size, self._depth = [], 0, 0
        self._too_long = self._is_skipping = False
        self._left_out = 0

    def _is_agent(self) -> bool:
        """Whether the card that begins here is inside another: the one of an assistant, as vCard 2.1 has it."""
        last = next((line for line in reversed(self._lines) if line.strip()), b"")
        name, colon, value = last.strip().partition(b":")
        is_agent = name.upper().rpartition(b".")[2].partition(b";")[0] == b"AGENT"
        return is_agent and bool(colon) and not value.strip()


def _marker(line: bytes) -> bytes:
    name, _, value = line.removeprefix(codecs.BOM_UTF8).partition(b":")
    if value.strip().upper() != b"VCARD":
        return b""
    name = name.strip().upper()
    return name if name in (b"BEGIN", b"END") else b""


def _goes_on(line: bytes) -> bool:
    """Tell a line that goes on with the one above it; the base64 of vCard 2.1 is not always indented."""
    return line[:1] in (b" ", b"\t") or b":" not in line


def _is_binary(line: bytes) -> bool:
    """Tell a property that holds a picture, a sound or a key."""
    if line[:1] in (b" ", b"\t") or len(line) < 4:
        return False
    name = line[:40].partition(b":")[0].partition(b";")[0].upper().rpartition(b".")[2]
    return name in _BINARY
