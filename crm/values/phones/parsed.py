"""What was read in a text where a telephone number stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crm.errors import InvalidPhone
    from crm.values.phones.number import LineType, PhoneNumber
    from crm.values.phones.words import PhoneLabel

__all__ = ["ParsedPhone"]


@dataclass(frozen=True)
class ParsedPhone:
    """One number found in a text, or what looked like one: either `value` or `error` is set."""

    # No slots: what is the same for most numbers stays with the class, which halves the time to make one in bulk.
    value: PhoneNumber | None = None
    error: InvalidPhone | None = None
    """Why it is no number: a stable ``code``, a ``message``, a ``hint`` and the ``position``."""
    text: str = ""
    """The number as printed, with its extension and without the words around it."""
    start: int = 0
    """Where `text` begins: ``source[start:end] == text``."""
    end: int = 0
    label: PhoneLabel | None = None
    """What the words around it call it; None when they do not say."""
    repairs: tuple[str, ...] = ()
    """What had to be put right, as stable codes.

    ``phone.separators`` unusual signs between the digits; ``phone.invisible_characters``; ``phone.digits`` of another
    script or width; ``phone.trunk_prefix`` a national 0 after the country; ``phone.missing_plus``; ``phone.lost_zero``;
    ``phone.spreadsheet_decimals`` a ``.0`` at the end; ``phone.overseas`` read in the plan of an overseas territory.
    """
    warnings: tuple[str, ...] = ()
    """What a person should look at, as stable codes: ``phone.reserved_for_fiction``, ``phone.not_valid`` (possible, but
    no plan knows it), ``phone.ambiguous`` (see `alternatives`, or several territories share it),
    ``phone.extension_unsure`` (an extension stands there that was not read, or a second one), ``phone.fax``."""
    alternatives: tuple[PhoneNumber, ...] = ()
    """What a number could also be, and what a refused one could have been; never applied."""

    @property
    def e164(self) -> str | None:
        """The E.164 form of the value, None of a refusal."""
        return None if self.value is None else self.value.e164

    @property
    def extension(self) -> str | None:
        """The extension of the value."""
        return None if self.value is None else self.value.extension

    @property
    def region(self) -> str | None:
        """The ISO 3166-1 code of the country or territory of the value."""
        return None if self.value is None else self.value.region

    @property
    def line_type(self) -> LineType | None:
        """The kind of line of the value."""
        return None if self.value is None else self.value.line_type
