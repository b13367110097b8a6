"""Text becomes lines: what each says without its markup, and what its markup says about it."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from crm.values import fold

__all__ = ["Line", "lines_of"]

_SHORT: Final = 160
"""Longer lines are prose: no label, heading or name is looked for in them."""

_ENDS: Final = re.compile(r"\r\n|\n|\r")
_INVISIBLE: Final = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0020-\U000e007f]"
)
"""What is printed without being seen: soft hyphens, joiners, marks of direction, variation selectors, tags."""
_SPACES: Final = re.compile(r"\s{2,}|[^\S ]")
_HEADING: Final = re.compile(r"\s{0,3}(#\s+|##{1,5}\s*)(?=[^\s#])")
_BULLET: Final = re.compile(r"\s*(?:[•‣▪◦●–—*+-]|o(?=\s{2}))\s+(?=\S)")
_IMAGE: Final = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)")
_LINK: Final = re.compile(r"\[([^\[\]\n]*)\]\(<?([^()\s<>]*)>?(?:\s+\"[^\"\n]*\")?\)")
_TAG: Final = re.compile(r"</?[A-Za-z][^<>@]*>|<!--[^<>]*-->")
_MAILTO: Final = re.compile(r"<a\s[^<>]*mailto:([^\"'<>?\s]+)[^<>]*>([^<>]*)</a>", re.IGNORECASE)
_ANGLES: Final = re.compile(r"<((?:mailto:)?[^\s<>@]+@[^\s<>@]+|https?://[^\s<>]+)>")
_EMPHASIS: Final = re.compile(r"\*{2,3}|(?<!\w)\*|\*(?!\w)|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)|`")
_STRONG: Final = re.compile(r"(?:\*\*|__)[^*]+(?:\*\*|__)[\s:]*")


@dataclass(frozen=True)
class Line:
    """One line of a source; `number` counts from 1.

    >>> line = lines_of("**Contact** : [anne@example.org](mailto:anne@example.org)")[0]
    >>> line.plain, line.level, line.is_bullet
    ('Contact : anne@example.org', 0, False)
    """

    number: int
    printed: str
    plain: str
    """The text without markup, its white space made single spaces."""
    level: int = 0
    """1 to 6 for a Markdown heading, else 0."""
    is_bullet: bool = False
    is_strong: bool = False
    """Whether the whole line is bold."""
    is_link: bool = False
    """Whether the line is nothing but links or images: furniture of a page."""

    @property
    def is_blank(self) -> bool:
        """Whether nothing is left once the markup is gone."""
        return not self.plain

    @cached_property
    def folded(self) -> str:
        """`plain` folded for matching; empty for a line too long to be a label."""
        return fold(self.plain) if len(self.plain) <= _SHORT else ""


def lines_of(text: str) -> list[Line]:
    """Return the lines of `text`, as an editor counts them."""
    return [_line(number, printed) for number, printed in enumerate(_ENDS.split(text), start=1)]


def _line(number: int, printed: str) -> Line:
    clean = _INVISIBLE.sub("", printed)
    heading = _HEADING.match(clean)
    bullet = None if heading else _BULLET.match(clean)
    start = heading or bullet
    body = clean[start.end() :] if start else clean
    return Line(
        number,
        printed,
        plain_text(body),
        level=heading[1].count("#") if heading else 0,
        is_bullet=bullet is not None,
        is_strong=_STRONG.fullmatch(body.strip()) is not None,
        is_link=_is_only_links(body),
    )


def plain_text(text: str) -> str:
    """Return `text` without Markdown or HTML markup; a link that hides an address shows it.

    >>> plain_text("**Anne** [Écrire](mailto:anne@example.org)")
    'Anne Écrire anne@example.org'
    """
    if "[" in text:
        text = _LINK.sub(_link_text, _IMAGE.sub("", text))
    if "<" in text:
        text = _TAG.sub(" ", _MAILTO.sub(_hidden_address, _ANGLES.sub(r" \1 ", text)))
    if "&" in text:
        text = _ANGLES.sub(r" \1 ", html.unescape(text))
    return _SPACES.sub(" ", _EMPHASIS.sub("", text)).strip()


def _link_text(link: re.Match[str]) -> str:
    text, target = link[1], link[2]
    return _with_address(text, target[7:].partition("?")[0]) if target.lower().startswith("mailto:") else text


def _hidden_address(link: re.Match[str]) -> str:
    return _with_address(link[2], link[1])


def _with_address(text: str, address: str) -> str:
    return text if "@" in text else f"{text} {address}"


def _is_only_links(text: str) -> bool:
    rest = _LINK.sub(lambda link: "@" if "mailto:" in link[2] else "", _IMAGE.sub("", text))
    return bool(text.strip()) and not rest.strip(" |·*_>-")
