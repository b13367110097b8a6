"""Lines that say what they are: *Source: …*, *Key words: …*, *News provided by …*, *About …*."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from crm.reading.credits import is_provider
from crm.reading.cues import is_about_heading
from crm.reading.vocabulary import signs_of
from crm.reading.words import words
from crm.values import fold

if TYPE_CHECKING:
    from crm.reading.lines import Line

__all__ = ["is_about", "is_named_line"]

_MAX_NAME: Final = 4
_LITTLE: Final = 3
"""Letters of a word that is small in a name."""
_SIGN: Final = re.compile(r"\s[/|–—-]\s")


def is_named_line(line: Line) -> bool:
    """Tell *Source: …*, *What: …*, *Key words: …*, *News provided by …* and *About …*: they say what they are."""
    opening, _, rest = line.plain.partition(":") if ":" in line.plain else ("", "", "")
    if rest and (fold(opening) in _of_issuers() or fold(opening) in words()["dates.occasions"] or _says_keywords(line)):
        return True
    return line.folded in _about() or (not line.level and is_provider(line))


@cache
def _about() -> frozenset[str]:
    return frozenset(words().phrases["boilerplates.headings"])


def is_about(line: Line) -> bool:
    """Tell *About us* and *About Orvane*, which *Over 500 visitors came* is not."""
    if line.level == 1 or not is_about_heading(line):
        return False
    phrase = next(one for one in words().phrases["boilerplates.headings"] if f"{line.folded} ".startswith(f"{one} "))
    rest = line.plain.split()[phrase.count(" ") + 1 :]
    return len(rest) <= _MAX_NAME and all(word[0].isupper() for word in rest if len(word) > _LITTLE)


@cache
def _of_issuers() -> frozenset[str]:
    """Return what stands before the colon behind which somebody is said to issue or to have provided the news."""
    phrases = words().phrases
    return frozenset(phrases["institutions.sources"]) | frozenset(phrases["institutions.labels"])


def _says_keywords(line: Line) -> bool:
    """Whether what stands before a colon, behind a sign perhaps, says that key words follow."""
    if signs_of("title.keywords").isdisjoint(line.said):
        return False
    openings = line.plain.split(":")[:-1]
    return any(fold(_SIGN.split(opening)[-1]) in words().phrases["title.keywords"] for opening in openings)
