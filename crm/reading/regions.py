"""Whose national phone numbers a text prints: told from the text itself."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

import phonenumbers

from crm.reading.words import languages
from crm.values import CountryCode, LanguageTag

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["is_month_first", "region_of"]

_COUNTRY_CODE: Final = re.compile(r"(?:\+|(?<!\d)(?<!\d[ .-])00)[ ]?([1-9]\d{0,2})(?=[\s().\-\d])")
_DOMAIN: Final = re.compile(r"(?:@|www\.|://)[\w.-]{1,100}?\.([a-z]{2})\b(?![.\w-])", re.IGNORECASE)
_NORTH_AMERICAN: Final = re.compile(r"(?<![\d+(])(?:1[-. ])?\(?[2-9]\d\d\)?[-. /]{1,2}[2-9]\d\d[-. ]\d{4}(?! ?\d)")
"""Three, three and four digits: how the North American numbering plan is printed, and hardly any other."""

_GENERIC: Final = frozenset({"IO", "AI", "TV", "ME", "CO", "FM", "LY", "GG", "SH", "AC", "TO", "CC", "WS", "EU"})
"""Country domains sold to the whole world: they tell nothing."""

_TERRITORIES: Final = {"UK": "GB"}
"""Domains whose letters are not the code of their country. Source: IANA root zone database, read 2026-11-20."""


def region_of(text: str, language: LanguageTag | None) -> str | None:
    """Return the ISO 3166-1 code that most evidence in `text` speaks for; the home of its language breaks a draw.

    None where nothing tells: then only numbers printed with their country code can be read.

    >>> region_of("Contact : Anne Le Goff, +32 2 000 00 00", None)
    'BE'
    """
    votes = Counter(_countries(text))
    home = next((one.region for one in languages() if language and one.tag == language.language), None)
    if home:
        votes[home] += 1
    if not votes:
        return None
    best = max(votes.values())
    return next(region for region in (home, *votes) if region and votes[region] == best)


def _countries(text: str) -> Iterator[str]:
    for code in _COUNTRY_CODE.findall(text):
        yield from _of_calling_code(code)
    for domain in _DOMAIN.findall(text):
        code = _TERRITORIES.get(domain.upper(), domain.upper())
        if code not in _GENERIC and _is_country(code):
            yield code
    if _NORTH_AMERICAN.search(text):
        yield "US"


def _of_calling_code(digits: str) -> Iterator[str]:
    """Yield the main region of the calling code that `digits` begin with."""
    for size in (1, 2, 3):
        region = phonenumbers.region_code_for_country_code(int(digits[:size]))
        if region not in ("ZZ", "001"):
            yield region
            return


def _is_country(code: str) -> bool:
    try:
        CountryCode(code)
    except ValueError:
        return False
    return True


_DAY_FIRST_IN_ENGLISH: Final = frozenset({"GB", "IE", "AU", "NZ", "IN", "ZA", "SG", "MT", "KE", "NG"})


def is_month_first(region: str | None, language: LanguageTag | None) -> bool | None:
    """Whether figures print the month before the day; None where English may mean either.

    Source: Unicode CLDR 46, short date formats (dateFormat short), read 2026-11-21.

    >>> is_month_first("US", None), is_month_first("FR", LanguageTag("fr")), is_month_first("FR", LanguageTag("en"))
    (True, False, None)
    """
    if region == "US":
        return True
    is_english = language is not None and language.language == "en"
    return None if is_english and region not in _DAY_FIRST_IN_ENGLISH else False
