"""A line of a page in the making: its pieces, and what is bold or in a link in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote

__all__ = ["PageLine", "hidden_address"]

_SPACES: Final = re.compile(r"[ \t\r\n\f\v]+")
_TARGET: Final = re.compile(r"[^\s()<>\[\]]{1,300}")
_MIN_DIGITS: Final = 6
"""A link that shows as many digits shows its number."""


@dataclass
class PageLine:
    """The pieces of a line, and how many of their characters are bold, and in a link."""

    pieces: list[str] = field(default_factory=list)
    size: int = 0
    strong: int = 0
    linked: int = 0
    target: str = ""
    has_address_last: bool = False
    """Whether the last piece is an address that a link hid, which the next word must not be glued to."""

    has_span_last: bool = False
    """Whether words set apart by their style may end here: small letters, where a capital follows."""

    def take(self, text: str, *, is_strong: bool, target: str | None) -> None:
        """Go on with the line, in a link to `target`."""
        is_parted = self.has_span_last and text[:1].isupper() and self.pieces[-1][-1:].islower()
        if is_parted or (self.has_address_last and text[:1].isalnum()):
            self.pieces.append(" ")
        self.has_address_last = self.has_span_last = False
        self.pieces.append(text)
        size = len(text) - text.count(" ") - text.count("\n")
        self.size += size
        self.strong += size if is_strong else 0
        if target is not None:
            self.linked += size
            self.target = self.target or target

    @property
    def text(self) -> str:
        """What the line says, its white space made single spaces, without the sign of an empty column at its ends."""
        text = "".join(self.pieces)
        is_single = "  " not in text and text.isprintable()  # of all white space, only spaces can be printed
        return (text if is_single else _SPACES.sub(" ", text)).strip(" |")

    @property
    def printed(self) -> str:
        """What the line says with its white space, which holds columns apart."""
        return "".join(self.pieces).rstrip()

    @property
    def is_strong(self) -> bool:
        """Whether all of it is bold."""
        return 0 < self.size <= self.strong

    def marked(self, *, is_item: bool) -> str:
        """Return the line with the marks of Markdown: of what is only a link, of what is bold, of an item of a list."""
        text = self.text
        if 0 < self.size <= self.linked and _is_furniture(self.target, text):
            text = f"[{text}]({self.target})"
        elif self.is_strong and not is_item and "*" not in text:
            text = f"**{text}**"
        return f"- {text}" if is_item else text


def hidden_address(target: str, shown: str) -> str:
    """Return the address or number that a link leads to and does not show; empty when there is none.

    >>> hidden_address("mailto:anne@example.org?subject=x", "Anne")
    'anne@example.org'
    >>> hidden_address("tel:+33199001234", "01 99 00 12 34")
    ''
    """
    scheme, _, rest = target.partition(":")
    if scheme.lower() == "mailto":
        is_shown = "@" in shown or "[email" in shown
    elif scheme.lower() == "tel":
        is_shown = sum(map(str.isdigit, shown)) >= _MIN_DIGITS
    else:
        return ""
    return "" if is_shown else unquote(rest.partition("?")[0]).strip()


def _is_furniture(target: str, text: str) -> bool:
    """Tell a link to elsewhere from one that writes to or calls somebody."""
    if target.lower().startswith(("mailto:", "tel:")) or "@" in text or "]" in text:
        return False
    return _TARGET.fullmatch(target) is not None
