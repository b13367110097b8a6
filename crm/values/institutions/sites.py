"""The words in the address of an institution's website that may be its name, its acronym or a part of either."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from crm.values.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MAX_SITE_KEY", "SiteKeys", "site_keys"]

MAX_SITE_KEY: Final = 100
_SHORTEST: Final = 2
_WEB: Final = re.compile(r"(?:www?[0-9]*|w[0-9])(?:$|-)")
_SUFFIX: Final = re.compile(r"\.[a-z]{2,5}$", re.IGNORECASE)
_PAGES: Final = frozenset(
    """accueil web site sites page pages home index default main content contact welcome about presentation node spip
    php html fr en de es it nl pt us uk eng fra english french francais anglais deutsch
    ecole ecoles hub labo labos laboratoire laboratoires lab labs recherche research ufr unite unites""".split()
)
"""Words of an address that name a page, a language or any laboratory's shelf, and nobody."""


@dataclass(frozen=True, slots=True)
class SiteKeys:
    """What a website is found by; all None where its address says nothing."""

    key: str | None
    """All letters of the telling part: the last part of its path that is no page's name, else of its host the first."""
    first: str | None
    """The first word of that part, where hyphens divide it."""
    last: str | None
    """The last one, when there are several."""


@lru_cache(maxsize=1024)
def site_keys(website: str) -> SiteKeys:
    """Return the keys of the address of a website.

    >>> site_keys("https://www.orme-valmont.example.org/en/index.html")
    SiteKeys(key='ormevalmont', first='orme', last='valmont')
    >>> site_keys("https://valmont.example.org/units/cerev/")
    SiteKeys(key='cerev', first='cerev', last=None)
    """
    words = next(_telling(website), [])
    key = "".join(words)[:MAX_SITE_KEY]
    if not key:
        return SiteKeys(None, None, None)
    several = len(words) > 1
    return SiteKeys(key, words[0][:MAX_SITE_KEY], words[-1][:MAX_SITE_KEY] if several else None)


def _telling(website: str) -> Iterator[list[str]]:
    """Yield the words of the parts of the address that may be a name, the narrowest part first."""
    try:
        address = urlsplit(website if "//" in website else f"//{website}")
        host = address.hostname or ""
    except ValueError:
        return
    for segment in reversed(unquote(address.path).split("/")):
        if _is_telling(words := fold(_SUFFIX.sub("", segment)).split()):
            yield words
    for label in host.split(".")[:-1]:
        if _is_telling(words := fold(_WEB.sub("", label)).split()):
            yield words


def _is_telling(words: list[str]) -> bool:
    return len("".join(words)) >= _SHORTEST and not set(words) <= _PAGES and not "".join(words).isdecimal()
