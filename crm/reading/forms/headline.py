"""Which line of a web page is the headline: the heading that the page's own title repeats."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["with_headline"]

_HEADING: Final = re.compile(r"(#{1,6}) (.+)")
_SITE: Final = re.compile(r"\s+(?:[|–—•·-]|::)\s+")
_MIN_WORDS: Final = 2
_MIN_SITE_WORDS: Final = 3
_MIN_SHARE: Final = 0.5
"""How much of the page's title a heading must be, to be the headline."""


def with_headline(text: str, titles: Sequence[str]) -> str:
    r"""Return the lines of a page, its headline the one heading of the first level above the others.

    A heading that one of `titles` repeats is the headline, and what stands above it (the name of the site, often) is
    none. A page without a heading of the first level gets one, from the last of `titles`.

    >>> print(with_headline("# Ville de Valmont\n\n## Une forêt de mille ans\n", ["Une forêt de mille ans - Orme"]))
    ## Ville de Valmont
    <BLANKLINE>
    # Une forêt de mille ans
    <BLANKLINE>
    """
    named = [title for title in (" ".join(title.split()) for title in titles) if title]
    lines = text.split("\n")
    headings = {index: found for index, line in enumerate(lines) if (found := _HEADING.fullmatch(line))}
    if not named:
        return text
    repeated = [index for index, found in headings.items() if any(_repeats(title, found[2]) for title in named)]
    if repeated:
        chosen = max(repeated, key=lambda index: (len(headings[index][2]), -index))
        for index in (index for index in headings if index < chosen and len(headings[index][1]) == 1):
            lines[index] = f"#{lines[index]}"
        lines[chosen] = f"# {headings[chosen][2]}"
    elif not any(len(found[1]) == 1 for found in headings.values()):
        lines[:0] = [f"# {_without_site(named[-1])}", ""]
    return "\n".join(lines)


def _repeats(title: str, heading: str) -> bool:
    whole, part = fold(title), fold(heading)
    return len(part.split()) >= _MIN_WORDS and part in whole and len(part) >= _MIN_SHARE * len(whole)


def _without_site(title: str) -> str:
    """Return a title without the name of the site around it.

    >>> _without_site("Une forêt | Ville de Valmont"), _without_site("Le CHU - une histoire")
    ('Une forêt', 'Le CHU - une histoire')
    """
    sign = _SITE.search(title)
    if sign is None:
        return title
    before = title[: sign.start()]
    return before if "|" in sign[0] or len(before.split()) >= _MIN_SITE_WORDS else title
