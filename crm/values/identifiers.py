"""Identifiers of institutions and persons, with their checksums."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from crm.errors import InvalidIdentifier

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

__all__ = ["Identifier", "IdentifierScheme"]


class IdentifierScheme(StrEnum):
    """The registries whose identifiers are checked."""

    ROR = "ror"
    ISNI = "isni"
    ORCID = "orcid"
    SIREN = "siren"
    SIRET = "siret"
    WIKIDATA = "wikidata"
    RNSR = "rnsr"


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier in the compact form of its scheme, its checksum verified.

    >>> Identifier.parse("isni", "0000 0001 2103 4996")
    Identifier(scheme=<IdentifierScheme.ISNI: 'isni'>, value='0000000121034996')
    """

    scheme: IdentifierScheme
    value: str

    @classmethod
    def parse(cls, scheme: str, text: str) -> Self:
        """Return the identifier that `text` is, written compactly, in groups, or as its web address.

        Raises:
            InvalidIdentifier: the scheme is unknown, the shape is wrong, or the checksum fails.
        """
        known = _scheme(scheme)
        pattern, checks = _RULES[known]
        found = pattern.fullmatch(_compact(text))
        if found is None:
            raise InvalidIdentifier(text, f"it does not have the form of a {known.upper()}", code="identifier.form")
        value = found[1]
        if not checks(value):
            raise InvalidIdentifier(text, f"its {known.upper()} checksum fails", code="identifier.checksum")
        return cls(known, value)


def _scheme(scheme: str) -> IdentifierScheme:
    try:
        return IdentifierScheme(scheme.lower())
    except ValueError:
        known = ", ".join(IdentifierScheme)
        raise InvalidIdentifier(scheme, "no such scheme", code="identifier.scheme", hint=f"one of {known}") from None


def _compact(text: str) -> str:
    return re.sub(r"[\s\u00a0\u202f-]", "", text)


def _luhn(digits: str) -> bool:
    """Source: ISO/IEC 7812-1 annex B."""
    doubled = (int(d) * (1 + place % 2) for place, d in enumerate(reversed(digits)))
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


def _siret(digits: str) -> bool:
    """Luhn; the establishments of La Poste (SIREN 356000000) are summed plainly and divided by five instead.

    Source: INSEE, "Numéro SIRET", read 2026-11-20.
    """
    if digits.startswith("356000000") and sum(map(int, digits)) % 5 == 0:
        return True
    return _luhn(digits)


def _mod_11_2(digits: str) -> bool:
    """Source: ISO 27729 (ISNI) annex, ISO/IEC 7064 MOD 11-2; ORCID uses the same."""
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    rest = (12 - total % 11) % 11
    return digits[-1] == ("X" if rest == 10 else str(rest))


_BASE32: Final = "0123456789abcdefghjkmnpqrstvwxyz"


def _ror(value: str) -> bool:
    """Crockford's base 32 with ISO/IEC 7064 MOD 97-10. Source: ror.org, "ROR identifier pattern", read 2026-11-20."""
    number = 0
    for letter in value[1:7]:
        number = number * 32 + _BASE32.index(letter)
    return int(value[7:]) == 98 - (number * 100) % 97


def _any(value: str) -> bool:  # noqa: ARG001 - the scheme has no checksum
    return True


_RULES: Final[dict[IdentifierScheme, tuple[re.Pattern[str], Callable[[str], bool]]]] = {
    IdentifierScheme.ROR: (
        re.compile(r"(?:https?://)?(?:ror\.org/)?(0[a-hj-km-np-tv-z0-9]{6}[0-9]{2})"),
        _ror,
    ),
    IdentifierScheme.ISNI: (
        re.compile(r"(?:https?://)?(?:(?:www\.)?isni\.org/(?:isni/)?)?([0-9]{15}[0-9X])"),
        _mod_11_2,
    ),
    IdentifierScheme.ORCID: (re.compile(r"(?:https?://)?(?:orcid\.org/)?([0-9]{15}[0-9X])"), _mod_11_2),
    IdentifierScheme.SIREN: (re.compile(r"([0-9]{9})"), _luhn),
    IdentifierScheme.SIRET: (re.compile(r"([0-9]{14})"), _siret),
    IdentifierScheme.WIKIDATA: (
        re.compile(r"(?:https?://(?:www\.)?wikidata\.org/(?:wiki|entity)/)?(Q[1-9][0-9]*)"),
        _any,
    ),
    IdentifierScheme.RNSR: (re.compile(r"([0-9]{9}[A-Z])"), _any),
}
