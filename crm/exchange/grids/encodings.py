"""In which encoding a list is written, told from all its bytes without holding them."""

from __future__ import annotations

import codecs
import io
import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Final

from crm.errors import InvalidChoice, SourceNotText
from crm.exchange.records import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.exchange.sources import Opened

__all__ = ["Encoding", "encoding_of", "text_of"]

_CHUNK: Final = 1 << 20
_HEAD: Final = 1 << 16
_SAMPLE: Final = 1 << 16
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
)
"""A mark, the codec of what follows it, and what both are called together."""
_ASCII: Final = bytes(range(0x80))
_ESCAPED: Final = re.compile("[\udc80-\udcff]")
_OTHERS: Final = re.compile(rb"[^\r\n]{0,200}[\x80-\xff][^\r\n]{0,200}")
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_STRAY: Final = "crm.stray"


def _read_stray(error: UnicodeError) -> tuple[str, int]:
    """Read bytes that are no UTF-8 as Windows' letters: that is what they nearly always are."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_STRAY, _read_stray)


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the bytes of a list become text."""

    name: str
    """As it is told: ``utf-8-sig``, ``utf-16``, ``cp1252``."""
    codec: str
    errors: str = "replace"
    skipped: int = 0
    """The bytes of the mark at the start."""
    notes: list[Problem] = field(default_factory=list)


def encoding_of(opened: Opened, stated: str | None = None) -> Encoding:
    """Return the encoding of a source: the one that is `stated`, else what its mark or all its bytes say.

    Raises:
        InvalidChoice: there is no encoding of the name that is stated.
        SourceNotText: the bytes are no text in any encoding.
    """
    opened.file.seek(0)
    head = opened.file.read(_HEAD)
    found = _stated(stated, head) if stated else _marked(head) or _scanned(opened.file, head)
    _refuse_binary(head[found.skipped :].decode(found.codec, found.errors), is_sure=found.name.startswith("utf"))
    return found


def text_of(opened: Opened, encoding: Encoding, most: int) -> Iterator[str]:
    """Yield the lines of a source with their ends, whichever they are; none is longer than `most`, or cut there."""
    opened.file.seek(encoding.skipped)
    wrapper = io.TextIOWrapper(opened.file, encoding=encoding.codec, errors=encoding.errors, newline="")
    try:
        yield from iter(lambda: wrapper.readline(most), "")
    finally:
        with suppress(ValueError):  # it is closed already, when nobody took the rest
            wrapper.detach()  # the file belongs to whoever opened it


def _stated(name: str, head: bytes) -> Encoding:
    try:
        "é".encode(name, "replace")
        codec = codecs.lookup(name).name
    except (LookupError, UnicodeError, TypeError, ValueError):
        raise InvalidChoice(name, "there is no such encoding", code="encoding.unknown") from None
    for mark, marked, called in _BOMS:
        if head.startswith(mark) and codec.replace("_", "-") in (marked, called):
            return Encoding(called, marked, skipped=len(mark))
    return Encoding(codec, codec)


def _marked(head: bytes) -> Encoding | None:
    for mark, codec, name in _BOMS:
        if head.startswith(mark):
            return Encoding(name, codec, _STRAY if codec == "utf-8" else "replace", len(mark))
    codec_by_nuls = _by_nuls(head)
    return Encoding(codec_by_nuls, codec_by_nuls) if codec_by_nuls else None


def _by_nuls(head: bytes) -> str | None:
    from crm.reading.charset import utf16_by_its_nuls

    return utf16_by_its_nuls(head) if b"\0" in head else None


def _scanned(file: IO[bytes], head: bytes) -> Encoding:
    scan = _Scan()
    chunk = head
    while chunk:
        scan.take(chunk)
        chunk = file.read(_CHUNK)
    scan.end()
    return scan.answer()


class _Scan:
    """What all bytes of a source say of its encoding, chunk by chunk."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        self._others = 0
        """Bytes beyond ASCII."""
        self._stray = 0
        """Those of them that no UTF-8 has there."""
        self._sample = b""

    def take(self, chunk: bytes) -> None:
        """Count what stands in one more chunk."""
        if chunk.isascii():
            self._count("" if self._decoder.getstate() == (b"", 0) else self._decoder.decode(chunk))
            return
        self._others += len(chunk.translate(None, _ASCII))
        self._count(self._decoder.decode(chunk))
        if self._stray and len(self._sample) < _SAMPLE:
            self._sample += b"\n".join(_OTHERS.findall(chunk))[:_SAMPLE]

    def end(self) -> None:
        """Count a character that the source breaks off in."""
        self._count(self._decoder.decode(b"", final=True))

    def _count(self, text: str) -> None:
        if not text.isascii():
            self._stray += len(_ESCAPED.findall(text))

    def answer(self) -> Encoding:
        """Return UTF-8 unless most bytes beyond ASCII speak against it."""
        if not self._stray:
            return Encoding("utf-8", "utf-8", _STRAY)
        if (self._others - self._stray) * 4 < self._stray or not self._sample:
            from crm.reading.charset import eight_bit_of

            name = eight_bit_of(self._sample)
            return Encoding(name, name)
        return Encoding("utf-8", "utf-8", _STRAY, notes=[_mixed(self._stray)])


def _mixed(count: int) -> Problem:
    return Problem(
        "grid.mixed_encoding",
        f"the list is written in UTF-8, and {count} bytes of it in another encoding: they are read as Windows' letters",
        hint="look at the accents of what was read",
    )


def _refuse_binary(text: str, *, is_sure: bool) -> None:
    """Raise for what holds so many control characters that it is no text; a NUL among letters is a slip."""
    is_binary = not is_sure and len(_CONTROLS.findall(text)) > 2 + len(text) // 100
    if is_binary or text.count("\0") > 2 + len(text) // 100:
        raise SourceNotText("it holds control characters, as no list does", hint="save the list as CSV or XLSX")
