"""The lines of a file of cards, in bytes: whatever ends them, however long they are."""

from __future__ import annotations

import codecs
from typing import IO, TYPE_CHECKING, Final

from crm.errors import SourceNotText
from crm.reading.charset import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["HEAD", "charset_of", "chunks_of", "lines_of"]

HEAD: Final = 1 << 16
"""How much of a file is looked at to tell what it is."""
_CHUNK: Final = 1 << 18
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE: Final = {b"\0\0\0x": "utf-32-be", b"x\0\0\0": "utf-32-le", b"\0x\0x": "utf-16-be", b"x\0x\0": "utf-16-le"}
"""Where the NULs stand among the first four bytes of text that has no mark. Source: RFC 4627 section 3."""


def charset_of(head: bytes) -> str:
    """Return the encoding of a file that begins with `head`.

    >>> charset_of("BEGIN:VCARD".encode("utf-16-le")), charset_of("NOTE:Été à Orléans".encode("cp1252"))
    ('utf-16-le', 'cp1252')
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    wide = _WIDE.get(bytes(0 if byte == 0 else 0x78 for byte in head[:4]))
    if wide is not None:
        return wide
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return _eight_bit(head)
    return "utf-8"


def _eight_bit(head: bytes) -> str:
    try:
        return decode(head.replace(b"\0", b""))[1]
    except (SourceNotText, UnicodeError):
        return "cp1252"


def chunks_of(file: IO[bytes], charset: str) -> Iterator[bytes]:
    """Yield the file in pieces: its own bytes, but UTF-8 where a character has two bytes or four."""
    if not charset.startswith(("utf-16", "utf-32")):
        yield from iter(lambda: file.read(_CHUNK), b"")
        return
    decoder = codecs.getincrementaldecoder(charset)("replace")
    while chunk := file.read(_CHUNK):
        yield decoder.decode(chunk).encode("utf-8", "replace")
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")


def lines_of(chunks: Iterator[bytes], longest: int) -> Iterator[bytes]:
    """Yield every line without its end, which is CR LF, LF or CR.

    Of a line that is longer than `longest` bytes come that many and one: what reads them sees that it is cut.
    """
    pending = b""
    for chunk in chunks:
        *lines, pending = _whole(pending + chunk).split(b"\n")
        if lines:
            lines[0] = lines[0][: longest + 1]
            yield from lines
        if len(pending) > longest + 1:
            pending = pending[: longest + 1] + _held(pending)
    if pending:
        yield pending.removesuffix(b"\r")[: longest + 1]


def _held(pending: bytes) -> bytes:
    """Return the CR that a cut line ends with: an LF may follow in the next piece."""
    return b"\r" if pending.endswith(b"\r") else b""


def _whole(data: bytes) -> bytes:
    """Return `data` with LF at every end of line but a CR at its own end, which may be half of one."""
    if b"\r" not in data:
        return data
    held = data.endswith(b"\r")
    data = data.replace(b"\r\n", b"\n")
    if not held:
        return data.replace(b"\r", b"\n")
    return data[:-1].replace(b"\r", b"\n") + b"\r"
