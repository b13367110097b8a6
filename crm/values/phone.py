"""Telephone numbers: E.164 with an extension of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import phonenumbers

from crm.errors import InvalidPhone

if TYPE_CHECKING:
    from typing import Self

__all__ = ["PhoneNumber"]

_E164: Final = re.compile(r"\+[1-9][0-9]{1,14}")
"""Source: ITU-T E.164 (11/2010) section 6.2.1, read 2026-11-20."""

_EXTENSION: Final = re.compile(r"[0-9]{1,11}")
_MAX_LENGTH: Final = 250
"""Longer text is no number; the same bound as phonenumbers' own."""

_REASONS: Final = {
    phonenumbers.ValidationResult.TOO_SHORT: ("too_short", "it has too few digits"),
    phonenumbers.ValidationResult.TOO_LONG: ("too_long", "it has too many digits"),
    phonenumbers.ValidationResult.INVALID_COUNTRY_CODE: (
        "country_code",
        "its country calling code does not exist",
    ),
}


@dataclass(frozen=True, slots=True, order=True)
class PhoneNumber:
    """A telephone number: `e164` (``+33199001234``) and, apart from it, the `extension` (``12``) or None.

    Made from plain text by `parse`; made directly it must be E.164 already. Whether a number is *valid* is a fact
    about a numbering plan on a day, so that a stored number is never refused later: only its shape is checked here.

    >>> PhoneNumber.parse("01 99 00 12 34 ext. 7", "FR")
    PhoneNumber('+33199001234;ext=7')
    >>> PhoneNumber("+33199001234").national
    '01 99 00 12 34'

    Raises:
        InvalidPhone: `e164` or `extension` is not of the right shape.
    """

    e164: str
    extension: str | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.e164, str) or not _E164.fullmatch(self.e164):
            raise InvalidPhone(
                self.e164,
                "it is not in E.164 form",
                code="phone.not_e164",
                hint="parse national text with a region",
            )
        if self.extension is not None and not _EXTENSION.fullmatch(self.extension):
            raise InvalidPhone(self.extension, "an extension is 1 to 11 digits", code="phone.extension")

    @classmethod
    def parse(cls, text: str, region: str | None = None) -> Self:
        """Return the one number that `text` is; `region` (ISO 3166-1) reads a number written nationally.

        Raises:
            InvalidPhone: `text` is no number that the numbering plan of its country knows.
        """
        number = _parsed(text, region)
        _refuse_impossible(text, number)
        e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        return cls(e164, number.extension or None)

    @property
    def region(self) -> str | None:
        """The ISO 3166-1 code of the country or territory the number belongs to; None when it is of none."""
        found = phonenumbers.region_code_for_number(self._parsed())
        return None if found in (None, "001", "ZZ") else str(found)

    @property
    def national(self) -> str:
        """As printed at home: ``01 99 00 12 34``, with the extension where there is one."""
        return self._formatted(phonenumbers.PhoneNumberFormat.NATIONAL)

    @property
    def international(self) -> str:
        """As printed abroad: ``+33 1 99 00 12 34``, with the extension where there is one."""
        return self._formatted(phonenumbers.PhoneNumberFormat.INTERNATIONAL)

    @property
    def rfc3966(self) -> str:
        """As a link: ``tel:+33-1-99-00-12-34;ext=12``. Source: RFC 3966, read 2026-11-20."""
        return self._formatted(phonenumbers.PhoneNumberFormat.RFC3966)

    @property
    def is_valid(self) -> bool:
        """Whether the installed numbering plans know the number today: a fact with a date, not a constraint."""
        return bool(phonenumbers.is_valid_number(self._parsed()))

    def _parsed(self) -> phonenumbers.PhoneNumber:
        number = phonenumbers.parse(self.e164)
        number.extension = self.extension
        return number

    def _formatted(self, style: int) -> str:
        return str(phonenumbers.format_number(self._parsed(), style))

    def __composite_values__(self) -> tuple[str, str | None]:
        """The two columns a number is stored in."""
        return self.e164, self.extension

    def __str__(self) -> str:
        return self.e164 if self.extension is None else f"{self.e164};ext={self.extension}"

    def __repr__(self) -> str:
        return f"PhoneNumber({str(self)!r})"


def _parsed(text: str, region: str | None) -> phonenumbers.PhoneNumber:
    if not isinstance(text, str):
        raise InvalidPhone(text, "it is not text", code="phone.not_text")
    if len(text) > _MAX_LENGTH:
        raise InvalidPhone(f"{text[:40]}…", f"it is longer than {_MAX_LENGTH} characters", code="phone.too_long")
    try:
        return phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException as error:
        if error.error_type == phonenumbers.NumberParseException.INVALID_COUNTRY_CODE and region is None:
            raise InvalidPhone(
                text,
                "it has no country calling code",
                code="phone.no_region",
                hint="name a region, such as 'FR'",
            ) from None
        raise InvalidPhone(text, "it holds no telephone number", code="phone.invalid") from None


def _refuse_impossible(text: str, number: phonenumbers.PhoneNumber) -> None:
    code, reason = _REASONS.get(phonenumbers.is_possible_number_with_reason(number), ("", ""))
    if code:
        raise InvalidPhone(text, reason, code=f"phone.{code}")
    if not phonenumbers.is_valid_number(number):
        raise InvalidPhone(text, "no numbering plan has such a number", code="phone.unassigned")
