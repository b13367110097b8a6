"""Telephone numbers: E.164 with an extension of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import phonenumbers

from crm.errors import InvalidPhone

if TYPE_CHECKING:
    from typing import Self

__all__ = ["LineType", "PhoneNumber", "PhoneStyle"]

_E164: Final = re.compile(r"\+[1-9][0-9]{1,14}")
"""Source: ITU-T E.164 (11/2010) section 6.2.1, read 2026-11-20."""

_EXTENSION: Final = re.compile(r"[0-9]{1,11}")
_GAPS: Final = re.compile(r"\) ?|[ \-/]")


class PhoneStyle(StrEnum):
    """How a number can be printed; each is read back as the same number, the national ones in its own region."""

    E164 = "e164"
    """``+33199001234``, an extension as ``;ext=12``."""
    RFC3966 = "rfc3966"
    """``tel:+33-1-99-00-12-34;ext=12``."""
    INTERNATIONAL = "international"
    """``+33 1 99 00 12 34``."""
    INTERNATIONAL_TRUNK = "international_trunk"
    """``+33 (0)1 99 00 12 34``; international where no 0 is written at home."""
    NATIONAL = "national"
    """``01 99 00 12 34``."""
    NATIONAL_NO_BREAK = "national_no_break"
    """National, with U+00A0 for its spaces."""
    NATIONAL_NARROW = "national_narrow"
    """National, with the narrow no-break space U+202F that French typography asks for."""
    NATIONAL_DOTS = "national_dots"
    """``01.99.00.12.34``."""


class LineType(StrEnum):
    """What kind of line a number is, as far as its digits tell."""

    FIXED_LINE = "fixed_line"
    MOBILE = "mobile"
    FIXED_LINE_OR_MOBILE = "fixed_line_or_mobile"
    TOLL_FREE = "toll_free"
    PREMIUM_RATE = "premium_rate"
    SHARED_COST = "shared_cost"
    VOIP = "voip"
    PERSONAL_NUMBER = "personal_number"
    PAGER = "pager"
    UAN = "uan"
    VOICEMAIL = "voicemail"
    UNKNOWN = "unknown"


_LINE_TYPES: Final = {getattr(phonenumbers.PhoneNumberType, one.name): one for one in LineType}


@dataclass(frozen=True, slots=True, order=True)
class PhoneNumber:
    """A telephone number: `e164` (``+33199001234``) and, apart from it, the `extension` (``12``) or None.

    Made from plain text by `parse`; made directly it must be E.164 already. Whether a number is *possible* or *valid*
    is a fact about a numbering plan on a day (`metadata_version`), so that a stored number is never refused later:
    only its shape is checked here.

    >>> PhoneNumber.parse("01 99 00 12 34 poste 7", "FR")
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
            raise InvalidPhone(
                self.extension,
                "an extension is 1 to 11 digits",
                code="phone.extension",
                hint="keep other words in a note",
            )

    @classmethod
    def parse(cls, text: str, region: str | None = None) -> Self:
        """Return the one number that `text` holds; `region` (ISO 3166-1) reads a number written nationally.

        Without a region only international numbers are read. What `crm.values.parse_phones` repairs is repaired.

        Raises:
            InvalidPhone: `text` holds no number, more than one, or one that cannot be.
        """
        from crm.values.phones.every import parse_one

        found = parse_one(text, region)
        return cls(found.e164, found.extension) if cls is not PhoneNumber else found  # type: ignore[return-value]

    @property
    def region(self) -> str | None:
        """The ISO 3166-1 code of the country or territory the number belongs to; None when it is of none."""
        found = phonenumbers.region_code_for_number(self._parsed())
        return None if found in (None, "001", "ZZ") else str(found)

    @property
    def line_type(self) -> LineType:
        """The kind of line: fixed, mobile, toll free…; unknown for a number no plan knows."""
        return _LINE_TYPES.get(phonenumbers.number_type(self._parsed()), LineType.UNKNOWN)

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
    def is_possible(self) -> bool:
        """Whether the number has a length that its country uses: a fact with a date, not a constraint."""
        return bool(phonenumbers.is_possible_number(self._parsed()))

    @property
    def is_valid(self) -> bool:
        """Whether the installed numbering plans know the number today: a fact with a date, not a constraint."""
        return bool(phonenumbers.is_valid_number(self._parsed()))

    @property
    def metadata_version(self) -> str:
        """The release of the numbering plans that `is_possible`, `is_valid`, `region` and `line_type` come from."""
        return str(phonenumbers.__version__)

    def formatted(self, style: PhoneStyle | str = PhoneStyle.NATIONAL) -> str:
        """Return the number in `style`.

        >>> number = PhoneNumber("+33199001234")
        >>> number.formatted("national_dots"), number.formatted(PhoneStyle.INTERNATIONAL_TRUNK)
        ('01.99.00.12.34', '+33 (0)1 99 00 12 34')

        Raises:
            ValueError: there is no such style.
        """
        match PhoneStyle(style):
            case PhoneStyle.E164:
                return str(self)
            case PhoneStyle.RFC3966:
                return self.rfc3966
            case PhoneStyle.INTERNATIONAL:
                return self.international
            case PhoneStyle.INTERNATIONAL_TRUNK:
                return self._with_trunk()
            case PhoneStyle.NATIONAL_DOTS:
                return self._dotted()
            case PhoneStyle.NATIONAL_NO_BREAK:
                return self.national.replace(" ", "\u00a0")
            case PhoneStyle.NATIONAL_NARROW:
                return self.national.replace(" ", "\u202f")
            case _:
                return self.national

    def _with_trunk(self) -> str:
        """The international form with the 0 in brackets, where one is written at home."""
        head, _, rest = self.international.partition(" ")
        is_trunk = self.national == f"0{rest}" and not rest.startswith("0")
        return f"{head} (0){rest}" if is_trunk else self.international

    def _dotted(self) -> str:
        number, mark, extension = self.national.partition(" ext. ")
        return _GAPS.sub(".", number.lstrip("(")) + mark + extension

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
