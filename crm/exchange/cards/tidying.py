"""Characters that no database takes: half of one, and NUL."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from crm.exchange.records import Problem

if TYPE_CHECKING:
    from crm.exchange.records import ContactRecord

__all__ = ["may_be_damaged", "tidy"]

_SUSPECT: Final = re.compile(r"\x00|=00|\\u(?:0000|[dD][89a-fA-F])")
_UNSTORABLE: Final = re.compile(r"[\x00\ud800-\udfff]")


def may_be_damaged(text: str) -> bool:
    """Tell whether such a character may be read in the text of a card, plain or as an escape."""
    return _SUSPECT.search(text) is not None


def tidy(record: ContactRecord) -> None:
    """Reject a contact that says something in such characters; U+FFFD stands where they stood."""
    damaged = [
        place
        for thing in (record, *record.email_entries, *record.phone_entries, *record.affiliations)
        for place in _places(thing)
    ]
    unplaced = [pair for pair in record.unplaced.items() if any(map(_UNSTORABLE.search, pair))]
    if damaged or unplaced:
        for thing, name, text in damaged:
            setattr(thing, name, _mended(text))
        for name, text in unplaced:
            del record.unplaced[name]
            record.unplaced[_mended(name)] = _mended(text)
        message, hint = "it holds characters that no text holds", "write it anew"
        record.problems.append(Problem("text.invalid", message, hint=hint, rejects=True))


def _places(thing: Any) -> list[tuple[Any, str, str]]:
    """Return the texts of `thing` that hold one."""
    found = []
    for name in thing.__slots__:
        text = getattr(thing, name)
        if type(text) is str and (not text.isascii() or "\0" in text) and _UNSTORABLE.search(text):
            found.append((thing, name, text))
    return found


def _mended(text: str) -> str:
    return _UNSTORABLE.sub("\ufffd", text)
