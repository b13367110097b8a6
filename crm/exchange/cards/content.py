"""A vCard becomes properties: unfolded, decoded, its quoted-printable read."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from crm.errors import SourceNotText
from crm.exchange.cards.heads import head_of, split_line
from crm.exchange.cards.properties import Property
from crm.reading.charset import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Content", "content_of"]

_OLD: Final = re.compile(rb"^[ \t]*VERSION[ \t]*(?:;[^:\n]*)?:[ \t]*2\.1", re.MULTILINE | re.IGNORECASE)
_CHARSET: Final = re.compile(rb";[ \t]*CHARSET=\"?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_FOLD: Final = re.compile(rb"\n[ \t]")
_OLD_FOLD: Final = re.compile(rb"(?:^|(?<=\n[ \t]))(.*)\n([ \t])", re.MULTILINE)
"""A line, or the rest of one behind a fold, with the fold behind it."""
_FULL: Final = 74
"""So many bytes before a fold: the line was broken where it was full, and not at a space."""
_BINARY: Final = frozenset(("PHOTO", "LOGO", "SOUND", "KEY"))
_QUOTED: Final = re.compile(r"QUOTED-PRINTABLE", re.IGNORECASE)
_TEXT: Final = re.compile(r"utf-?(?:8|16|32)|iso|windows|cp\d|latin|us-ascii|koi8|mac|shift|euc|gb|big5", re.IGNORECASE)
_LATIN: Final = re.compile(r"iso-?8859-1|latin-?1|us-ascii", re.IGNORECASE)
_WINDOWS: Final = "cp1252"
"""What is called Latin-1 is Windows', as browsers take it."""
_STARTS: Final = frozenset("bBeE\ufeff")
_LOOSE: Final = frozenset(("NOTE", "ADR", "LABEL", "AGENT"))
"""What no value is read of: a line without a name goes on with it. Outlook breaks notes without a sign."""


@dataclass(slots=True)
class Content:
    """What a card holds."""

    text: str
    """As it stood there."""
    properties: list[Property] = field(default_factory=list)
    bad_lines: list[str] = field(default_factory=list)
    """The lines that are none of a card."""


def content_of(data: bytes, charset: str) -> Content:
    """Return what the card `data` holds; `charset` is that of bytes that are no UTF-8 and do not say what they are."""
    is_old = _OLD.search(data) is not None
    if is_old:
        unfolded = _OLD_FOLD.sub(_unfolded_old, data) if b"\n " in data or b"\n\t" in data else data
    else:
        unfolded = _FOLD.sub(b"", data) if b"\n " in data or b"\n\t" in data else data
    text, lines = _decoded(data, unfolded, charset)
    found = Content(text)
    if is_old and _QUOTED.search(text):
        lines = _joined(lines)
    _read(lines, found)
    return found


def _unfolded_old(found: re.Match[bytes]) -> bytes:
    """Take the end of a line away and leave the space, as vCard 2.1 has it, but not inside a word of a full line."""
    return found[1] if len(found[1]) >= _FULL else found[1] + found[2]


def _decoded(data: bytes, unfolded: bytes, charset: str) -> tuple[str, list[str]]:
    """Return the text of a card and its lines: a character may be folded, or each line have its own charset."""
    try:
        lines = unfolded.decode().split("\n")
    except UnicodeDecodeError:
        lines = [_line(line, charset) for line in unfolded.split(b"\n")]
        return "\n".join(lines), lines
    try:
        return data.decode(), lines
    except UnicodeDecodeError:
        return "\n".join(lines), lines


def _line(line: bytes, charset: str) -> str:
    stated = _CHARSET.search(line.partition(b":")[0])
    return _text(line, stated[1].decode("ascii") if stated else None, charset)


def _text(data: bytes, stated: str | None, charset: str) -> str:
    """Return the text of `data`: UTF-8 if it is, else what the property states, else what the file looks like."""
    for name in ("utf-8", stated):
        try:
            if name and _TEXT.match(name):
                return data.decode(_WINDOWS if _LATIN.fullmatch(name) else name)
        except (LookupError, UnicodeError, ValueError):
            continue
    try:
        return decode(data, charset)[0]
    except (SourceNotText, UnicodeError):
        return data.decode("cp1252", "replace")


def _joined(lines: list[str]) -> list[str]:
    """Put the lines of quoted-printable together: one goes on behind a ``=``, and in Outlook's without a name too."""
    joined: list[list[str]] = []
    is_open = is_quoted = False
    for line in lines:
        if is_open:
            joined[-1][-1] = joined[-1][-1].rstrip(" \t")[:-1]
            joined[-1].append(line)
        elif is_quoted and line and ":" not in line:
            joined[-1] += "=0A", line
        else:
            joined.append([line])
            is_quoted = _QUOTED.search(line.partition(":")[0]) is not None
        is_open = is_quoted and line.rstrip(" \t").endswith("=")
    return ["".join(pieces) for pieces in joined]


def _read(lines: list[str], found: Content) -> None:
    properties = found.properties
    loose: list[str] = []
    for line in _outer(lines, found):
        pair = split_line(line)
        head = head_of(pair[0]) if pair else None
        if pair is None or head is None:
            loose.append(line)
            continue
        if loose:
            _go_on(loose, found)
            loose = []
        if head.name not in ("BEGIN", "END"):
            value = pair[1]
            if "ENCODING" in head.params and _QUOTED.match(head.params["ENCODING"][0]):
                value = _unquoted(value, head.params.get("CHARSET", (None,))[0])
            properties.append(Property(head.name, value, head.params, head.group))
    _go_on(loose, found)


def _outer(lines: list[str], found: Content) -> Iterator[str]:
    """Yield the lines of the card itself; the card of an assistant inside it is one value, its text."""
    depth = 0
    inner: list[str] = []
    for line in lines:
        marker = _marker(line) if line[:1] in _STARTS else ""
        depth += marker == "BEGIN:VCARD"
        if depth > 1:
            inner.append(line)
        elif line.strip():
            yield line
        if marker == "END:VCARD":
            depth -= 1
            if depth == 1:
                if found.properties and found.properties[-1].name == "AGENT":
                    found.properties.pop()
                found.properties.append(Property("AGENT", "\\n".join(inner)))
                inner = []


def _marker(line: str) -> str:
    return line[:16].removeprefix("\ufeff").rstrip(" \t").upper().replace(" ", "")


def _go_on(lines: list[str], found: Content) -> None:
    """Add lines that are no property to the one that they go on with, or keep them as bad ones."""
    last = found.properties[-1] if found.properties else None
    if not lines or (last is not None and last.name in _BINARY):
        return
    if last is not None and last.name in _LOOSE:
        found.properties[-1] = Property(last.name, "\\n".join([last.raw, *lines]), last.params, last.group)
    else:
        found.bad_lines += lines


def _unquoted(value: str, stated: str | None) -> str:
    """Return the text of quoted-printable, its breaks written as escapes. Source: RFC 2045 section 6.7."""
    data = binascii.a2b_qp(value.encode("utf-8", "surrogatepass"))
    text = _text(data, stated, "cp1252")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
