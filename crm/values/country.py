"""ISO 3166-1 country codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crm.errors import InvalidCountry

if TYPE_CHECKING:
    from typing import Self

__all__ = ["CountryCode"]

_CODES: Final = frozenset(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
    CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO
    FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE
    JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO
    MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW
    PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM
    TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW
    """.split()
)
"""The 249 codes of ISO 3166-1 alpha-2 (ISO 3166 Maintenance Agency), and XK, which ROR and the EU use for Kosovo."""


class CountryCode(str):
    """An ISO 3166-1 alpha-2 code, in capitals.

    >>> CountryCode("fr")
    CountryCode('FR')

    Raises:
        InvalidCountry: no country has that code.
    """

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """Return the code, checked; a code that is one already as it is."""
        if isinstance(text, cls):
            return text
        code = text.strip().upper() if isinstance(text, str) else text
        if code not in _CODES:
            raise InvalidCountry(text, "ISO 3166-1 has no such two-letter code", hint="France is FR, Belgium BE")
        return cls.stored(code)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the code that `text` is, in any case. Raises `InvalidCountry`."""
        return cls(text)

    @classmethod
    def stored(cls, code: str) -> Self:
        """Return a code that was validated when it was stored."""
        return super().__new__(cls, code)

    def __repr__(self) -> str:
        return f"CountryCode({str.__repr__(self)})"
