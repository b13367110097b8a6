"""Whether a file holds cards, told from how it begins."""

from __future__ import annotations

import re
from typing import Final

from crm.exchange.cards.lines import charset_of

__all__ = ["is_card"]

_VCARD: Final = re.compile(r"(?:\A|[\r\n])BEGIN[ \t]*:[ \t]*VCARD[ \t]*(?:[\r\n]|\Z)", re.IGNORECASE)
_JCARD: Final = re.compile(r'\s*(?:\[\s*)?\[\s*"vcard"\s*,', re.IGNORECASE)
_NOBODY: Final = re.compile(r"\s*\[\s*\]\s*")
"""An export of nobody, of either kind."""
_JSCONTACT: Final = re.compile(r'"@type"\s*:\s*"(?:Card|CardGroup)"')


def is_card(head: bytes) -> str | None:
    r"""Return ``vcard``, ``jcard`` or ``jscontact`` when a file that begins with `head` holds such cards, else None.

    >>> is_card(b"BEGIN:VCARD\r\nVERSION:4.0"), is_card(b'["vcard", [["version"'), is_card(b"Nom;Courriel")
    ('vcard', 'jcard', None)
    """
    text = head.decode(charset_of(head), "replace").removeprefix("\ufeff")
    start = text.lstrip()[:1]
    if start == "[" and _JCARD.match(text):
        return "jcard"
    if start and start in "[{":
        return "jscontact" if _JSCONTACT.search(text) or _NOBODY.fullmatch(text) else None
    return "vcard" if _VCARD.search(text) else None
