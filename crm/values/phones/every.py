"""Every telephone number in a text, one text or a million."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from crm.errors import InvalidPhone
from crm.values.phones.lane import lane_of
from crm.values.phones.plans import plan_of
from crm.values.phones.reader import read_phones
from crm.values.phones.verdict import HINTS, REASONS
from crm.values.phones.worded import Worded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crm.values.phones.number import PhoneNumber
    from crm.values.phones.parsed import ParsedPhone

__all__ = ["parse_many_phones", "parse_one", "parse_phones"]

_MAX_LENGTH: Final = 250
"""Longer text is not one number; the same bound as phonenumbers' own."""

_REMEMBERED: Final = 4096
"""Texts that had to be read in full and may come again: *n/a*, the switchboard of a house."""


def parse_phones(text: str, region: str | None = "FR") -> list[ParsedPhone]:
    """Return every telephone number in `text`, in order, and what looks like one and cannot be.

    `region` (ISO 3166-1) is where national numbers are dialled; with None only international ones are read. A text
    that is nothing but one value is always answered, by a number or by an error; in a longer one, dates, prices,
    postcodes and references are passed over.

    >>> [(one.value, one.label) for one in parse_phones("Tél. 01 99 00 12 34 poste 12 / 06 39 98 12 34 (mobile)")]
    [(PhoneNumber('+33199001234;ext=12'), None), (PhoneNumber('+33639981234'), <PhoneLabel.MOBILE: 'mobile'>)]
    >>> [refusal] = parse_phones("01 99 OO 12 34")
    >>> refusal.error.code, refusal.alternatives
    ('phone.letters', (PhoneNumber('+33199001234'),))

    Raises:
        InvalidPhone: `text` is not text.
    """
    region = region.upper() if region else None
    return next(lane_of(region).read_all((text,), _worded(region).read))


def parse_many_phones(texts: Iterable[str], region: str | None = "FR") -> Iterator[list[ParsedPhone]]:
    """Yield for each of `texts` what `parse_phones` returns for it, many times faster than one by one.

    Lazy: one text is read when its answer is asked for, and memory does not grow with their number.

    Raises:
        InvalidPhone: one of `texts` is not text.
    """
    region = region.upper() if region else None
    worded = _worded(region)
    remembered = lru_cache(_REMEMBERED)(lambda text: tuple(worded.read(text)))

    def read(text: str) -> list[ParsedPhone]:
        return list(remembered(text)) if len(_text(text)) <= _MAX_LENGTH else worded.read(text)

    return lane_of(region).read_all(texts, read)


@cache
def _worded(region: str | None) -> Worded:
    plan = plan_of(region) if region else None
    dials_00 = plan is not None and plan.idd.pattern == "00"
    return Worded(lane_of(region), lambda text: read_phones(_text(text), region), dials_00=dials_00)


def parse_one(text: str, region: str | None) -> PhoneNumber:
    """Return the one number that `text` holds; see `PhoneNumber.parse`."""
    if len(_text(text)) > _MAX_LENGTH:
        raise _refusal("phone.too_long", f"{text[:40]}…")
    found = parse_phones(text, region)
    if len(found) != 1:
        raise _refusal("phone.several" if found else "phone.invalid", text)
    if found[0].value is None:
        raise found[0].error or _refusal("phone.invalid", text)
    return found[0].value


def _text(text: object) -> str:
    if not isinstance(text, str):
        raise _refusal("phone.not_text", text)
    return text


def _refusal(code: str, value: object) -> InvalidPhone:
    return InvalidPhone(value, REASONS[code], code=code, hint=HINTS[code])
