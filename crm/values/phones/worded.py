"""Plain numbers with words around them: *Tél. : … (mobile)* a thousand times over is read once.

What the reader makes of the words depends on the words alone when no digit stands among them. So the answer for a text
tells where the number stands, and what it is called, in every text of the same shape; its digits take the fast lane.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from crm.values.phones.number import PhoneNumber
from crm.values.phones.parsed import ParsedPhone
from crm.values.phones.words import PhoneLabel

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm.values.phones.lane import Lane

__all__ = ["Worded"]

_ZEROS: Final = str.maketrans("123456789", "000000000")
_DIALLED: Final = re.compile("00[ .\\-\u00a0\u202f]?(?=[1-9])")
_EXTENDED: Final = re.compile(r"(\+?[0-9][0-9 .\-\u00a0\u202f]*[0-9])\D+([0-9]{1,7})\D?")
_LONGEST: Final = 80
_MAX_SHAPES: Final = 4096


class _Words(NamedTuple):
    start: int
    end: int
    label: PhoneLabel | None
    is_prefixed: bool
    """Whether the number begins with a plus sign or a 0: one that does is no price."""
    is_extended: bool


def _words(one: ParsedPhone) -> _Words:
    return _Words(one.start, one.end, one.label, one.text[0] in "+0", one.extension is not None)


class Worded:
    """The reader of one region, with what it said about the words around numbers."""

    def __init__(self, lane: Lane, read: Callable[[str], list[ParsedPhone]], *, dials_00: bool) -> None:
        self._lane = lane
        self._read = read
        self._dials_00 = dials_00
        self._shapes: dict[str, _Words] = {}

    def read(self, text: str) -> list[ParsedPhone]:
        """Return what the reader says of `text`."""
        if text.__class__ is not str or len(text) > _LONGEST:
            return self._read(text)
        skeleton = text.translate(_ZEROS)
        words = self._shapes.get(skeleton)
        if words is not None:
            found = self._placed(text, words)
            return self._read(text) if found is None else [found]
        answer = self._read(text)
        if len(answer) == 1 and self._is_plain(text, answer[0]):
            if len(self._shapes) >= _MAX_SHAPES:
                self._shapes.clear()
            self._shapes[skeleton] = _words(answer[0])
        return answer

    def _plain(self, printed: str) -> ParsedPhone | None:
        """Return the plain number that `printed` is, also after the 00 that is dialled for abroad."""
        if self._dials_00 and printed.startswith("00"):
            printed = _DIALLED.sub("+", printed, count=1)
        return self._lane.plain(printed)

    def _is_plain(self, text: str, one: ParsedPhone) -> bool:
        """Whether what was read needs no more than its place: a plain number, and no digit but its own."""
        outside = text[: one.start] + text[one.end :]
        if one.value is None or any(c.isnumeric() or c == "+" for c in outside):
            return False
        return self._placed(text, _words(one)) == one

    def _placed(self, text: str, words: _Words) -> ParsedPhone | None:
        start, end, label, is_prefixed, is_extended = words
        printed = text[start:end]
        extended = _EXTENDED.fullmatch(printed) if is_extended else None
        if (printed[0] in "+0") != is_prefixed or (extended is None) == is_extended:
            return None
        plain = self._plain(printed if extended is None else extended[1])
        if plain is None or plain.value is None:
            return None
        value = plain.value if extended is None else PhoneNumber(plain.value.e164, extended[2])
        warnings = (*plain.warnings, "phone.fax") if label is PhoneLabel.FAX else plain.warnings
        return ParsedPhone(value, None, printed, start, end, label, plain.repairs, warnings)
