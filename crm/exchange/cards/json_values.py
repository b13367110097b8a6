"""Values out of a stream of JSON, one by one: those of one long list, or one after another."""

from __future__ import annotations

import codecs
import json
import re
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any, Final, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["JsonStream", "JsonValue"]

_CHUNK: Final = 1 << 18
_SPACE: Final = re.compile(r"[ \t\r\n\ufeff]*")
_SIGNS: Final = re.compile(r'["\[\]{}]')
_IN_TEXT: Final = re.compile(r'[^"\\]*(?:\\.[^"\\]*)*("?)', re.DOTALL)


@dataclass(frozen=True, slots=True)
class JsonValue:
    """One value, or what stands where none could be read."""

    line: int
    """The line it begins on, from 1."""
    text: str
    """As it stood there; of what is too long, its beginning."""
    value: Any = None
    code: str | None = None
    """Why there is no value, or no certain one."""
    message: str = ""


@dataclass(slots=True)
class JsonStream:
    """Goes through a file once; holds one value and a piece of the file at a time."""

    file: IO[bytes]
    charset: str
    longest: int
    """How many characters a value may have."""
    _text: str = ""
    _place: int = 0
    _line: int = 1
    _counted: int = 0
    _is_over: bool = False
    _damage: str | None = None
    _is_cut: bool = False
    _repeated: list[str] = field(default_factory=list)
    _decoder: codecs.IncrementalDecoder = field(init=False)
    _json: json.JSONDecoder = field(init=False)

    def __post_init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder(self.charset)("strict")
        self._json = json.JSONDecoder(object_pairs_hook=self._object, parse_constant=_refuse)

    def values(self) -> Iterator[JsonValue]:
        """Yield every value; after what cannot be read comes the rest, as one, and no more."""
        while self._peek():
            if self._opens_list():
                self._place += 1
                yield from self._elements()
            else:
                yield self._next()
            if self._damage is not None:
                return

    def _opens_list(self) -> bool:
        """Tell a list of cards from one jCard, which is a list as well, and begins with a name."""
        if self._text[self._place] != "[":
            return False
        after = _SPACE.match(self._text, self._place + 1)
        end = after.end() if after else self._place + 1
        return self._text[end : end + 1] != '"'

    def _elements(self) -> Iterator[JsonValue]:
        sign = self._peek()
        while sign and sign != "]":
            found = self._next()
            yield found
            if self._damage is not None:
                return
            sign = self._peek()
            if sign == ",":
                self._place += 1
                sign = self._peek()
                if sign == "]":
                    break
            elif sign and sign != "]":
                yield self._rest("a comma is missing between two cards")
                return
        if not sign:
            yield self._rest("the list is not closed: the end of the file may be missing")
            return
        self._place += 1

    def _next(self) -> JsonValue:
        """Return the value that begins here, reading more of the file until it is whole."""
        line = self._line_here()
        while True:
            self._repeated.clear()
            try:
                value, end = self._json.raw_decode(self._text, self._place)
            except RecursionError:
                return self._skipped(line, "card.too_deep", "it is nested too deeply")
            except ValueError as error:
                reason = str(error)
            else:
                size = end - self._place
                if end < len(self._text) or not self._more():
                    return self._taken(line, value, self._place + size)
                continue
            if len(self._text) - self._place > self.longest:
                return self._skipped(line, "card.too_long", f"it is longer than {self.longest} characters, or damaged")
            if not self._more():
                return self._rest(reason)

    def _taken(self, line: int, value: Any, end: int) -> JsonValue:
        text = self._text[self._place : end]
        self._place = end
        if len(text) > self.longest:
            return JsonValue(line, text[: self.longest], None, "card.too_long", f"it is longer than {self.longest}")
        if self._repeated:
            message = f"{self._repeated[0]!r} stands twice in one object"
            return JsonValue(line, text, value, "card.repeated_name", message)
        return JsonValue(line, text, value)

    def _skipped(self, line: int, code: str, message: str) -> JsonValue:
        """Go past a value without reading it, by its brackets alone."""
        start = self._text[self._place : self._place + self.longest]
        depth, in_text = 0, False
        while True:
            self._drop()
            depth, in_text, is_done = self._scan(depth, in_text=in_text)
            if is_done:
                return JsonValue(line, start, None, code, message)
            if not self._more():
                self._damage = code
                return JsonValue(line, start, None, code, message)

    def _scan(self, depth: int, *, in_text: bool) -> tuple[int, bool, bool]:
        """Follow brackets and texts to the end of the value or of what was read; leave an escape that is cut."""
        text = self._text
        while True:
            if in_text:
                found = _IN_TEXT.match(text, self._place)
                self._place = found.end() if found else len(text)
                if found is None or not found[1]:
                    return depth, True, False
                in_text = False
                if depth <= 0:
                    return depth, False, True
            sign = _SIGNS.search(text, self._place)
            if sign is None:
                self._place = len(text)
                return depth, False, False
            self._place = sign.end()
            in_text = sign[0] == '"'
            depth += (sign[0] in "[{") - (sign[0] in "]}")
            if depth <= 0 and not in_text:
                return depth, False, True

    def _rest(self, reason: str) -> JsonValue:
        """Return all that is left as one value that cannot be read; only its beginning is kept."""
        line = self._line_here()
        while len(self._text) - self._place < self.longest and self._more():
            pass
        text = self._text[self._place : self._place + self.longest]
        if self._is_cut:
            reason = "it holds bytes that are no text"
        self._damage = "card.not_text" if self._is_cut else "card.damaged"
        return JsonValue(line, text, None, self._damage, reason)

    def _peek(self) -> str:
        """Return the next sign that is no space, without taking it; "" at the end."""
        while True:
            found = _SPACE.match(self._text, self._place)
            self._place = found.end() if found else self._place
            if self._place + 1 < len(self._text) or not self._more():
                return self._text[self._place : self._place + 1]

    def _more(self) -> bool:
        """Read on; False at the end of the file, and where its bytes are no text."""
        if self._is_over:
            return False
        self._drop()
        data = self.file.read(max(_CHUNK, len(self._text)))
        try:
            self._text += self._decoder.decode(data, not data)
        except UnicodeDecodeError as error:
            self._text += data[: error.start].decode(self.charset, "replace")
            self._is_cut, data = True, b""
        self._is_over = not data
        return bool(data)

    def _drop(self) -> None:
        """Forget what was taken."""
        if self._place:
            self._line_here()
            self._text, self._place, self._counted = self._text[self._place :], 0, 0

    def _line_here(self) -> int:
        self._line += self._text.count("\n", self._counted, self._place)
        self._counted = self._place
        return self._line

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            self._repeated.append(next(name for name in names if names.count(name) > 1))
        return found


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")
