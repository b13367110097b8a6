"""Issuers that a label says: *Source: …*, *Issued by: …*, *Press release of the Council*."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from crm.reading.boilerplates import trim_article
from crm.reading.furniture import labelled_rest
from crm.reading.names import has_given_name, is_person
from crm.reading.phrases import is_clear, opening_names
from crm.reading.vocabulary import first_words
from crm.reading.words import words
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.reading.lines import Line

__all__ = ["labelled_names", "sources_of"]

_NEAR: Final = 60
"""Lines at the top and at the foot among which a label says who issues."""
_MAX_LABEL: Final = 160
_MAX_WORDS: Final = 14
_MAX_LISTED: Final = 8
_ASIDE: Final = re.compile(r",\s(?=[^\W\d_A-Z])|\s[|–—]\s")


def sources_of(lines: Sequence[Line]) -> Iterator[tuple[str, int]]:
    """Yield who *Source: …* at the top names, or *Issued by* there or at the foot, with the line; no persons."""
    top, foot = lines[:_NEAR], lines[max(_NEAR, len(lines) - _NEAR) :]
    yield from _named(top, is_top=True)
    yield from _named(foot, is_top=False)


def _named(lines: Sequence[Line], *, is_top: bool) -> Iterator[tuple[str, int]]:
    """Yield what follows a label on its line, or stands alone under it."""
    firsts = _firsts()
    for place, line in enumerate(lines):
        if not line.said or line.said[0] not in firsts or len(line.plain) > _MAX_LABEL:
            continue
        head, colon, rest = line.plain.partition(":")
        label = fold(head)
        is_source = is_top and label in words().phrases["institutions.sources"]
        if not is_source and label not in words().phrases["institutions.labels"]:
            if not colon and (name := _behind_label(line)):
                yield name, line.number
            continue
        under = next((one for one in lines[place + 1 : place + 2] if not rest.strip() and not one.is_blank), line)
        name = _ASIDE.split(rest if under is line else under.plain)[0].strip()
        if (
            (colon or under is not line)
            and _may_be_issuer(name)
            and (is_source or is_clear(f"{name[:1].upper()}{name[1:]}"))
        ):
            yield name, under.number


def _behind_label(line: Line) -> str | None:
    """Return the institution that a label of several words goes on with: *Issued by the Council*."""
    folded = line.folded
    label = next((one for one in words().phrases["institutions.labels"] if folded.startswith(f"{one} ")), "")
    name = trim_article(" ".join(line.plain.split()[len(label.split()) :])) if " " in label else ""
    return name if is_clear(name) and [name] == list(opening_names(name)) else None


@cache
def _firsts() -> frozenset[str]:
    return first_words("institutions.sources") | first_words("institutions.labels")


def _may_be_issuer(name: str) -> bool:
    """Whether a name may be an issuer's: what *From* says of a mail is a person's, or an address."""
    is_name = 0 < len(name.split()) <= _MAX_WORDS and "@" not in name
    return is_name and not (is_person(name) and has_given_name(name))


def labelled_names(text: str, language: str | None) -> list[str]:
    """Return whose a label says that the release is: *Press release of the Council*."""
    said = text.split()
    size = len(labelled_rest(fold(text))[0].split())
    size += 0 < size < len(said) and said[size].islower()
    rest = " ".join(said[size:]) if size else ""
    listed = rest.split(", ") if rest.count(", ") > 1 else []
    if listed and all(_may_be_listed(name) for name in listed) and any(map(is_clear, listed)):
        return listed
    found = list(opening_names(rest, language)) if rest else []
    return found if found and all(map(is_clear, found)) else []


def _may_be_listed(name: str) -> bool:
    return name[:1].isupper() and 0 < len(name.split()) <= _MAX_LISTED
