"""Text that stays text in Markdown, and addresses that are links."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

__all__ = ["Escaped", "mailto", "markdown"]

_SIGNS: Final = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>#|~&!$"})
_START: Final = re.compile(r"(\s*)(?:([-+:](?=\s|$)|-(?=-)|=)|(\d{1,9})([.)](?=\s|$)))")
"""What makes a list, a rule or a heading of the line above where it opens a line. Source: CommonMark 0.31.2."""
_LINK: Final = re.compile(r"(?i:(?<=\bwww)(\.)|(?<=[a-z])(:)(?=//|[a-z/]))")
"""Where GitHub makes a link of bare text. Source: GitHub Flavored Markdown 0.29, 6.9, extended autolinks."""


class Escaped(str):
    """Markdown that was made on purpose, and is not escaped again."""

    __slots__ = ()


def markdown(text: object) -> Escaped:
    r"""Return `text` as Markdown that shows it, wherever in a line it stands.

    >>> markdown("*Anne* <b>"), markdown("1. www.example.org"), markdown("+33 1 Claire-Lise")
    ('\\*Anne\\* \\<b\\>', '1\\. www\\.example.org', '+33 1 Claire-Lise')
    """
    if isinstance(text, Escaped):
        return text
    plain = _LINK.sub(lambda found: f"\0{found[0]}", str(text).replace("\0", ""))
    plain = _START.sub(_started, plain, count=1) if _START.match(plain) else plain
    return Escaped(plain.translate(_SIGNS).replace("\0", "\\"))


def _started(found: re.Match[str]) -> str:
    space, sign, number, dot = found.groups()
    return f"{space}\0{sign}" if sign else f"{space}{number}\0{dot}"


def mailto(address: object) -> Escaped:
    """Return the link to an address, safe between quotes and between the angles of Markdown.

    >>> mailto("claire+presse@example.org")
    'mailto:claire%2Bpresse@example.org'
    """
    return Escaped(f"mailto:{quote(str(address), safe='@')}")
