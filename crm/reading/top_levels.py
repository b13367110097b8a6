"""Which country the end of a domain speaks of: most have its letters, some are sold to the whole world."""

from __future__ import annotations

from typing import Final

from crm.values import CountryCode

__all__ = ["country_of"]

_SOLD: Final = frozenset({"IO", "AI", "TV", "ME", "CO", "FM", "LY", "GG", "SH", "AC", "TO", "CC", "WS", "EU"})
"""Country domains sold to the whole world: they tell nothing."""

_SECOND_LEVEL: Final = frozenset({"co", "com", "edu", "gov", "gob", "gouv", "org", "ac", "mil", "net", "nom"})
"""What stands before the letters of a country where these are used at home: ``example.edu.co``."""

_BY_NAME: Final = {
    "uk": "GB", "edu": "US", "gov": "US", "mil": "US", "nyc": "US", "boston": "US", "miami": "US", "vegas": "US",
    "quebec": "CA", "london": "GB", "scot": "GB", "wales": "GB", "cymru": "GB", "irish": "IE",
    "paris": "FR", "bzh": "FR", "alsace": "FR", "corsica": "FR",
    "berlin": "DE", "hamburg": "DE", "bayern": "DE", "koeln": "DE", "cologne": "DE", "nrw": "DE", "ruhr": "DE",
    "saarland": "DE", "wien": "AT", "tirol": "AT", "swiss": "CH", "zuerich": "CH",
    "brussels": "BE", "vlaanderen": "BE", "gent": "BE", "amsterdam": "NL", "frl": "NL",
    "madrid": "ES", "barcelona": "ES", "cat": "ES", "eus": "ES", "gal": "ES", "rio": "BR",
    "sydney": "AU", "melbourne": "AU", "kiwi": "NZ", "capetown": "ZA", "durban": "ZA", "joburg": "ZA",
}  # fmt: skip
"""Ends that are not the code of their country, and those of places. Source: IANA root zone database, 2026-11-20."""


def country_of(domain: str) -> str | None:
    """Return the country (ISO 3166-1) that the end of a domain tells, None where it tells none.

    >>> [country_of(f"orme.{end}") for end in ("fr", "org.uk", "co", "org.co", "bzh", "example.org")]
    ['FR', 'GB', None, 'CO', 'FR', None]
    """
    *owner, end = domain.lower().split(".")
    if end in _BY_NAME:
        return _BY_NAME[end]
    code = end.upper()
    is_national = bool(owner) and owner[-1] in _SECOND_LEVEL
    return code if len(end) == 2 and (code not in _SOLD or is_national) and _is_country(code) else None


def _is_country(code: str) -> bool:
    try:
        CountryCode(code)
    except ValueError:
        return False
    return True
