"""The time zone that a declaration names: by its usual name, its abbreviation, or a city of the time zone database."""

from __future__ import annotations

import re
import zoneinfo
from functools import cache
from typing import TYPE_CHECKING, Final

from crm.reading.words import words
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["printed_zone", "zone_of_region"]

_SIGN: Final = re.compile(r"(?<![^\W\d_])[A-Z]{2,4}(?![^\W\d_])")

_ZONES: Final = {
    "FR": "Europe/Paris", "BE": "Europe/Brussels", "DE": "Europe/Berlin", "GB": "Europe/London",
    "LU": "Europe/Luxembourg", "CH": "Europe/Zurich", "AT": "Europe/Vienna", "IT": "Europe/Rome",
    "NL": "Europe/Amsterdam", "IE": "Europe/Dublin", "NO": "Europe/Oslo", "DK": "Europe/Copenhagen",
    "SE": "Europe/Stockholm", "PL": "Europe/Warsaw", "CZ": "Europe/Prague", "FI": "Europe/Helsinki",
    "GR": "Europe/Athens", "HU": "Europe/Budapest", "JP": "Asia/Tokyo", "IN": "Asia/Kolkata",
    "ZA": "Africa/Johannesburg", "RE": "Indian/Reunion", "YT": "Indian/Mayotte", "GP": "America/Guadeloupe",
    "MQ": "America/Martinique", "GF": "America/Cayenne", "PM": "America/Miquelon", "NC": "Pacific/Noumea",
    "WF": "Pacific/Wallis",
}  # fmt: skip
"""Countries of one time zone: where no zone is printed, theirs is meant. Spain (the Canaries), Portugal (the Azores),
the United States, Canada, Australia, Brazil and Mexico have several, and theirs is not guessed.

Source: IANA time zone database 2025b, zone1970.tab, read 2026-11-21."""

_CENTRAL_EUROPEAN: Final = frozenset(
    {"FR", "BE", "DE", "LU", "CH", "AT", "IT", "NL", "NO", "DK", "SE", "PL", "CZ", "HU", "ES"}
)
"""Countries whose own zone is the one called CET in winter and CEST in summer."""

_MAINLAND: Final = {"ES": "Europe/Madrid"}

_WORD: Final = re.compile(r"[^\W\d_][^\W_]*")
_APART: Final = frozenset((" ", "-", "’", "'"))
_AFTER_HOUR: Final = re.compile(r"(?:\d\s?[a-z]{0,5}|\b[ap]\.?\s?m\.?|\()[\s,(]*\Z", re.IGNORECASE)
_MAX_PLACE: Final = 5
"""Words of a place's name: *Saint-Pierre et Miquelon*."""


def zone_of_region(region: str | None) -> str | None:
    """Return the time zone of a country that has but one."""
    return _ZONES.get(region or "")


def printed_zone(text: str, region: str | None) -> tuple[str | None, bool]:
    """Return the IANA name of the zone that `text` names, and whether it names any: one that is not known is None.

    >>> printed_zone("17 janvier 2025 à 20h (heure de La Réunion)", "FR")
    ('Indian/Reunion', True)
    >>> printed_zone("à 20h, heure de Brisecourt", "FR"), printed_zone("à 20h", "FR")
    ((None, True), (None, False))
    """
    found = _zone_names().search(fold(text))
    zone = words().zones[found[0]] if found else next(_signs(text), None)
    if zone == "CET":
        return (_own(region) if region in _CENTRAL_EUROPEAN else "Europe/Paris"), True
    if zone is not None:
        return zone, True
    place = _place(text)
    return (_cities().get(place), True) if place else (None, False)


def _own(region: str | None) -> str:
    return _ZONES.get(region or "") or _MAINLAND[region or ""]


def _signs(text: str) -> Iterator[str]:
    return (words().zone_signs[sign] for found in _SIGN.findall(text) if (sign := found.lower()) in words().zone_signs)


def _place(text: str) -> str:
    """Return the folded name of the place whose time is named; nothing for none, and for *local time*.

    >>> _place("à 20h (heure de La Réunion)"), _place("14:00 Hong Kong time"), _place("at 14:00 local time")
    ('reunion', 'hong kong', '')
    """
    found = list(_WORD.finditer(text))
    said = [fold(word[0]) for word in found]
    for at, word in enumerate(said):
        if word in words()["embargo.time_of"]:
            name = _named(text, found, said, range(at + 1, len(said)))
        elif word in words()["embargo.time"]:
            name = _named(text, found, said, range(at - 1, -1, -1))
            first = found[at - len(name)].start() if name else 0
            name = name[::-1] if _AFTER_HOUR.search(text, 0, first) else []
        else:
            continue
        if name:
            return " ".join(name)
    return ""


def _named(text: str, found: Sequence[re.Match[str]], said: Sequence[str], order: range) -> list[str]:
    """Return the words of a name with capitals, in the order looked at; little words before it are passed over."""
    little = words()["articles"] | words()["connectors"] | words()["embargo.local"]
    name: list[str] = []
    for at in order:
        if not name and said[at] in little:
            continue
        last = at - order.step
        between = text[found[min(at, last)].end() : found[max(at, last)].start()]
        is_capital = found[at][0][0].isupper() and said[at] not in words()["embargo.o_clock"]
        if not is_capital or (name and between not in _APART) or len(name) == _MAX_PLACE:
            break
        name.append(said[at])
    return name


@cache
def _zone_names() -> re.Pattern[str]:
    names = sorted(words().zones, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(names)})\b")


@cache
def _cities() -> Mapping[str, str]:
    """Return the zones by the folded name of their city or island, without those that two zones have."""
    found: dict[str, str | None] = {}
    for zone in sorted(zoneinfo.available_timezones()):
        if "/" in zone and not zone.startswith(("Etc/", "SystemV/", "US/", "posix/", "right/")):
            name = fold(zone.rpartition("/")[2].replace("_", " "))
            found[name] = zone if name not in found else None
    return {name: zone for name, zone in found.items() if zone is not None}
