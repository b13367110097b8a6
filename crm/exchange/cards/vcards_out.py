"""Properties become the text of a vCard, folded, with nothing in it that opens another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, Literal

from crm.exchange.cards.jcards import jcard_of_properties
from crm.exchange.cards.written import properties_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.exchange.cards.properties import Property
    from crm.exchange.records import ContactRecord

__all__ = ["folded", "jcard_of", "line_of", "vcard_of"]

_WIDTH: Final = 75
"""In octets, the end of the line not counted. Source: RFC 6350 section 3.2."""
_UNSAID: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
"""What no card can carry; a tab and the end of a line it can."""
_SAFE: Final = re.compile(r"[A-Za-z0-9._/-]+")
_CARETS: Final = str.maketrans({"^": "^^", '"': "^'", "\n": "^n"})


def vcard_of(record: ContactRecord, version: Literal["4.0", "3.0"] = "4.0") -> str:
    """Return `record` as a vCard, its lines ended by CR LF.

    Read again it gives an equal record. What the standard has no word for is said in ``X-CRM-`` parameters and
    properties. A control character is left out.

    Raises:
        ValueError: there is no such version.
    """
    if version not in ("4.0", "3.0"):
        raise ValueError(f"vCard {version} is not written: 4.0 or 3.0")
    lines = [line_of(one) for one in properties_of(record, version)]
    return "".join(f"{folded(line)}\r\n" for line in ["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD"])


def jcard_of(record: ContactRecord) -> list[Any]:
    """Return `record` as a jCard; read again it gives an equal record."""
    return jcard_of_properties(properties_of(record))


def line_of(one: Property) -> str:
    """Return the line of a property, not folded."""
    group = "" if one.group is None else f"{one.group}."
    params = "".join(f";{name}={','.join(map(_param, values))}" for name, values in one.params.items())
    return _UNSAID.sub("", f"{group}{one.name}{params}:{one.raw}").replace("\n", "")


def _param(text: str) -> str:
    """Return the text of a parameter as it is written. Source: RFC 6868 section 3, read 2026-11-21."""
    if _SAFE.fullmatch(text):
        return text
    return '"' + text.replace("\r\n", "\n").replace("\r", "\n").translate(_CARETS) + '"'


def folded(line: str) -> str:
    """Return `line` in pieces of at most 75 octets, never cut inside a character."""
    if len(line) <= _WIDTH and (line.isascii() or len(line.encode()) <= _WIDTH):
        return line
    return "\r\n ".join(_pieces(line))


def _pieces(line: str) -> Iterator[str]:
    data = line.encode()
    start, width = 0, _WIDTH
    while start < len(data):
        end = min(start + width, len(data))
        while end < len(data) and data[end] & 0xC0 == 0x80:
            end -= 1
        yield data[start:end].decode()
        start, width = end, _WIDTH - 1
