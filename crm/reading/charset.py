"""Bytes become text: which of the encodings press offices still use they are in."""

from __future__ import annotations

import codecs
import re
from typing import Final

from crm.errors import SourceNotText

__all__ = ["decode", "eight_bit_of", "utf16_by_its_nuls"]

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""UTF-32 before UTF-16: its little-endian mark begins with the other's."""

_MAGIC: Final = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"{\\rtf",
    b"\x7fELF",
    b"SQLite format 3\0",
)
"""How PDF, the zip family (DOCX, ODT), old Word, images, gzip, RTF, programs and SQLite files begin."""

_EIGHT_BIT: Final = ("cp1252", "mac_roman", "cp850")
"""Windows, the Macintosh before 2001, DOS: in the order of their likelihood, which settles a draw."""

_DECLARABLE: Final = ("iso8859", "cp125", "koi8", "mac", "shift_jis", "euc_", "gb", "big5", "cp932", "cp949", "tis-620")
"""Encodings believed when they are declared; of the others the bytes tell, or nobody should use them."""

_PLAUSIBLE: Final = re.compile(r"(?<=[a-zà-ÿ'’])[àâäæçéèêëîïíñóôöœùúûüß]|[ÀÂÇÉÈÊÎÔÙ](?=[A-Za-zÀ-ÿ])|[’‘“”«»–—…€°©\xa0]")
_IMPLAUSIBLE: Final = re.compile(r"[a-zà-ÿ][ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÖÚÛÝÞ‚„ˆ‡†Ž]|[\x80-\x9f┐-╬░▒▓¤¶‰ŠÌÓÔÒÚ]")
_CONTROLS: Final = bytes((*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20)))


_SECOND: Final = "\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122"
_TWICE: Final = re.compile(f"[\u00c2-\u00ef](?:(?<=[\u00c2-\u00df])[{_SECOND}]|(?<=[\u00e0-\u00ef])[{_SECOND}]{{2}})")
"""A letter as UTF-8 writes it in two or three bytes, each byte shown as a letter of Windows'.

What it may begin with stands first, which lets the search run fast."""
_TWICE_IN_BYTES: Final = re.compile(rb"\xc3[\x82-\xaf][\xc2\xc5\xc6\xcb\xe2]")
"""How each of these begins in UTF-8: hardly any text has it, and it is found fast."""
_MAX_MEANT: Final = 2


def decode(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """Return the text that `data` is, and the name of its encoding.

    `declared` is the encoding that the data, or what it came in, says it has: it is believed of bytes that have no mark
    and are no UTF-8, when they decode in it.

    >>> decode("Université".encode("cp1252"))
    ('Université', 'cp1252')

    Raises:
        SourceNotText: the bytes are of a known binary format, or hold control characters as text never does.
    """
    if data.startswith(_MAGIC):
        raise SourceNotText("the bytes are of a binary format", hint="give the text of the communiqué")
    charset = _charset(data, declared)
    text = data.decode(charset, errors="replace" if charset in _EIGHT_BIT else "strict")
    refuse_binary(text)
    may_be_twice = charset == "utf-8" and _TWICE_IN_BYTES.search(data) is not None
    repaired = _repaired(text) if may_be_twice and _TWICE.search(text) else text
    return repaired, charset if repaired is text else f"{charset} written twice"


def _repaired(text: str) -> str:
    """Return a text that was written as UTF-8 twice, read once as Windows': *UniversitÃ©* becomes *Université*.

    One such sequence may be meant; several are damage.
    """
    found = list(_TWICE.finditer(text))
    return _TWICE.sub(_read_once, text) if len(found) > _MAX_MEANT else text


def _read_once(found: re.Match[str]) -> str:
    raw = b"".join(_byte(c) for c in found[0])
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return found[0]


def _byte(c: str) -> bytes:
    try:
        return c.encode("cp1252")
    except UnicodeEncodeError:
        return bytes([ord(c)]) if ord(c) < 0x100 else b"?"


def refuse_binary(text: str) -> None:
    """Raise `SourceNotText` when `text` holds a NUL, or more control characters than a slip explains."""
    raw = text.encode("utf-8", "replace")
    if "\0" in text or len(raw) - len(raw.translate(None, _CONTROLS)) > 2 + len(text) // 1000:
        raise SourceNotText("it holds control characters, as no text does")


def _charset(data: bytes, declared: str | None = None) -> str:
    marked = next((name for mark, name in _BOMS if data.startswith(mark)), None)
    for name in (marked, utf16_by_its_nuls(data), "utf-8", _known(declared)):
        if name and _decodes(data, name):
            return name
    return eight_bit_of(data)


def eight_bit_of(data: bytes) -> str:
    """Return the encoding of one byte a letter in which `data` looks most like text."""
    return max(_EIGHT_BIT, key=lambda name: _plausibility(data, name))


def _known(declared: str | None) -> str | None:
    """Return the name of an encoding of text, as browsers understand it: Latin-1 is Windows'."""
    try:
        name = codecs.lookup(declared or "").name
    except (LookupError, ValueError):
        return None
    if name in ("iso8859-1", "ascii"):
        return "cp1252"
    return name if name.startswith(_DECLARABLE) else None


def _decodes(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def utf16_by_its_nuls(data: bytes) -> str | None:
    """Tell UTF-16 without a mark: in Latin text every second byte is a NUL."""
    pairs = len(data[:4096]) // 2
    if pairs and data[1:4096:2].count(0) > 0.7 * pairs and data[0:4096:2].count(0) < 0.1 * pairs:
        return "utf-16-le"
    if pairs and data[0:4096:2].count(0) > 0.7 * pairs and data[1:4096:2].count(0) < 0.1 * pairs:
        return "utf-16-be"
    return None


def _plausibility(data: bytes, name: str) -> int:
    """Count the letters and signs that belong in a text, less twice those that do not."""
    text = data[:65536].decode(name, errors="replace")
    return len(_PLAUSIBLE.findall(text)) - 2 * (len(_IMPLAUSIBLE.findall(text)) + text.count("\ufffd"))
