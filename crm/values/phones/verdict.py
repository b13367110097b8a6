"""What a run of digits is: a number, what was repaired in it, what else it could be, or why it is none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import phonenumbers
from phonenumbers import NumberParseException, ValidationResult

from crm.values.phones import plans
from crm.values.phones.number import PhoneNumber

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["HINTS", "REASONS", "Verdict", "judge", "refused"]

REASONS: Final = {
    "phone.invalid": "it holds no telephone number",
    "phone.several": "it holds more than one telephone number",
    "phone.not_text": "it is not text",
    "phone.no_region": "it has no country calling code",
    "phone.country_code": "its country calling code does not exist",
    "phone.too_short": "it has too few digits",
    "phone.too_long": "it has too many digits",
    "phone.length": "no number of its country has that many digits",
    "phone.local_only": "it lacks its area code",
    "phone.unassigned": "no numbering plan has such a number",
    "phone.letters": "it has letters where digits belong",
    "phone.separators": "it has signs between its digits that no number has",
    "phone.short_number": "it is a short number, which has no international form",
    "phone.spreadsheet": "a spreadsheet has rounded it",
    "phone.suffix": "it is the end of another number",
    "phone.identifier": "it is the number of a company, not of a telephone",
    "phone.date": "it is a date",
}
"""Why a number is refused, by the code of the refusal. Codes are stable, the words are not."""

HINTS: Final = {
    "phone.invalid": "write it with its country calling code, such as +33 1 99 00 12 34",
    "phone.several": "give one, or use parse_phones",
    "phone.not_text": "give it as text",
    "phone.no_region": "name a region, such as 'FR'",
    "phone.country_code": "check the digits after the plus sign",
    "phone.too_short": "a digit is missing: ask for the whole number",
    "phone.too_long": "check for a digit too many, or for two numbers without a sign between them",
    "phone.length": "check for a missing or doubled digit",
    "phone.local_only": "add the area code",
    "phone.unassigned": "check the first digits",
    "phone.letters": "type the digits: O is 0, l and I are 1, S is 5",
    "phone.separators": "part the digits by spaces",
    "phone.short_number": "it can be dialled inside the country only: keep it as text, or ask for the long number",
    "phone.spreadsheet": "the last digits are lost: format the column as text and copy it again",
    "phone.suffix": "write the second number in full",
    "phone.identifier": "put it in a field of its own",
    "phone.date": "put it in a field of its own",
}
_LENGTHS: Final = {
    ValidationResult.TOO_SHORT: "phone.too_short",
    ValidationResult.TOO_LONG: "phone.too_long",
    ValidationResult.INVALID_LENGTH: "phone.length",
    ValidationResult.IS_POSSIBLE_LOCAL_ONLY: "phone.local_only",
    ValidationResult.INVALID_COUNTRY_CODE: "phone.country_code",
}
_EXCEPTIONS: Final = {
    NumberParseException.INVALID_COUNTRY_CODE: "phone.country_code",
    NumberParseException.NOT_A_NUMBER: "phone.too_short",
    NumberParseException.TOO_SHORT_AFTER_IDD: "phone.too_short",
    NumberParseException.TOO_SHORT_NSN: "phone.too_short",
    NumberParseException.TOO_LONG: "phone.too_long",
}
_MAX_E164: Final = 15
"""The library allows longer numbers, in Germany say; ITU-T E.164 section 6.2.1 does not."""

_FRENCH_DIGITS: Final = 9
_MAX_DIGITS: Final = 40
"""More digits are no number and no two numbers; the library would only take longer to say so."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A `value`, or the `code` of a refusal; and what to say about it."""

    value: PhoneNumber | None = None
    code: str | None = None
    repairs: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    alternatives: tuple[PhoneNumber, ...] = ()
    is_valid: bool = False
    is_written_out: bool = False
    """Whether the digits say by themselves that they are a number: a plus sign, 00 or a national prefix is written."""


def refused(code: str, alternatives: Iterable[PhoneNumber] = ()) -> Verdict:
    """Return the refusal with that code and what the number could have been."""
    return Verdict(code=code, alternatives=tuple(alternatives))


def judge(digits: str, region: str | None) -> Verdict:
    """Return what `digits` (ASCII, perhaps after a plus sign) are, dialled in `region`.

    The library has the last word on everything that is not a French overseas number written nationally.

    >>> judge("0199001234", "FR").value, judge("0262161234", "FR").value
    (PhoneNumber('+33199001234'), PhoneNumber('+262262161234'))
    >>> judge("3949", "FR").code
    'phone.short_number'
    """
    plan = plans.plan_of(region) if region else None
    if plan is None and not digits.startswith("+"):
        return refused("phone.no_region", _abroad(digits))
    if len(digits) > _MAX_DIGITS:
        return refused("phone.too_long")
    return _overseas(digits, region) or _by_library(digits, plan)


def _overseas(digits: str, region: str | None) -> Verdict | None:
    """Return the overseas reading of a French national number, also without its 0; None when it has none.

    Whoever is overseas reads the numbers of the own territory first, then those of the others, then of France.
    """
    home = plans.plan_of(region) if region in plans.FRENCH and region else None
    nsn = digits.removeprefix("0")
    if home is None or len(nsn) != _FRENCH_DIGITS or nsn[0] in "+0":
        return None
    readings = plans.overseas_readings(nsn)
    if home.region != "FR":
        if plans.is_known(home.calling_code, nsn):
            return None
        if not readings and plans.is_known("33", nsn):
            readings = [("FR", f"+33{nsn}")]
    return _overseas_verdict(readings, nsn, has_lost_zero=nsn == digits) if readings else None


def _overseas_verdict(readings: list[tuple[str, str]], nsn: str, *, has_lost_zero: bool) -> Verdict:
    values = [PhoneNumber(e164) for _, e164 in readings]
    if plans.is_known("33", nsn):
        values.append(PhoneNumber(f"+33{nsn}"))
    values = list(dict.fromkeys(values))
    is_shared = len(values) > 1 or len(readings) > 1 or (nsn[0] == "6" and readings[0][0] in ("RE", "YT"))
    fiction = ("phone.reserved_for_fiction",) if values[0].e164 == f"+33{nsn}" and plans.reserved("33", nsn) else ()
    return Verdict(
        values[0],
        repairs=("phone.lost_zero", "phone.overseas") if has_lost_zero else ("phone.overseas",),
        warnings=(*fiction, "phone.ambiguous") if is_shared else fiction,
        alternatives=tuple(values[1:]),
        is_valid=True,
        is_written_out=not has_lost_zero,
    )


def _by_library(digits: str, plan: plans.Plan | None) -> Verdict:
    region = None if plan is None else plan.region
    try:
        number = phonenumbers.parse(digits, region)
    except NumberParseException as error:
        return _unreadable(digits, plan, _EXCEPTIONS.get(error.error_type, "phone.invalid"))
    nsn = phonenumbers.national_significant_number(number)
    calling_code = str(number.country_code)
    is_valid = plans.is_known(calling_code, nsn)
    code = None if is_valid else _LENGTHS.get(phonenumbers.is_possible_number_with_reason(number))
    if code is None and not is_valid and not plans.is_plausible(calling_code, nsn):
        is_cut_short = plan is not None and plan.trunk != "" and nsn == digits and nsn.startswith(plan.trunk)
        code = "phone.too_short" if is_cut_short else "phone.unassigned"
    if code is None and len(calling_code) + len(nsn) > _MAX_E164:
        code = "phone.too_long"
    if code is not None:
        return _unreadable(digits, plan, code)
    return _accepted(digits, plan, calling_code, nsn, is_valid=is_valid)


def _accepted(digits: str, plan: plans.Plan | None, calling_code: str, nsn: str, *, is_valid: bool) -> Verdict:
    repairs, is_written_out = _repairs(digits, plan, calling_code, nsn)
    warnings = []
    if plans.reserved(calling_code, nsn):
        warnings.append("phone.reserved_for_fiction")
    elif not is_valid:
        warnings.append("phone.not_valid")
    # « +33 692… »: an overseas number given the country code of the mainland.
    # « +33 5 96… » is one of the mainland as well, and its owner is as often in Martinique.
    others = plans.overseas_readings(nsn) if calling_code == "33" else []
    if others:
        warnings.append("phone.ambiguous")
    return Verdict(
        PhoneNumber(f"+{calling_code}{nsn}"),
        repairs=repairs,
        warnings=tuple(warnings),
        alternatives=tuple(dict.fromkeys(PhoneNumber(e164) for _, e164 in others)),
        is_valid=is_valid,
        is_written_out=is_written_out,
    )


def _repairs(digits: str, plan: plans.Plan | None, calling_code: str, nsn: str) -> tuple[tuple[str, ...], bool]:
    """Return what the library had to put right, and whether the number was written out as one."""
    if digits.startswith("+"):
        return (() if digits.lstrip("+") == calling_code + nsn else ("phone.trunk_prefix",)), True
    if plan is None:
        return (), False
    idd = plan.idd.match(digits)
    dialled = digits[idd.end() :] if idd is not None else ""
    if dialled.startswith(calling_code) and len(dialled) >= len(calling_code + nsn):
        return (() if dialled == calling_code + nsn else ("phone.trunk_prefix",)), True
    if digits == nsn:
        return (("phone.lost_zero",) if plan.trunk == "0" and nsn[0] != "0" else ()), not plan.trunk
    if digits.startswith(calling_code) and len(digits) > len(nsn) + 1:
        trunk = () if digits == calling_code + nsn else ("phone.trunk_prefix",)
        return ("phone.missing_plus", *trunk), False
    return (), True


def _unreadable(digits: str, plan: plans.Plan | None, code: str) -> Verdict:
    """Return the refusal: a short number for what it is, else with what a plus sign in front would have made of it."""
    if plan is not None and _is_short(digits, plan.region):
        return refused("phone.short_number")
    return refused(code, _abroad(digits) if code in ("phone.too_long", "phone.length", "phone.unassigned") else ())


def _is_short(digits: str, region: str) -> bool:
    """Tell a number such as 3949 or 112 from a number for text messages only, which is as often a postcode."""
    patterns = plans.short_numbers(region)
    return patterns is not None and bool(patterns[0].fullmatch(digits)) and not patterns[1].fullmatch(digits)


def _abroad(digits: str) -> list[PhoneNumber]:
    """Return the valid number that `digits` are when they begin with the calling code of a country."""
    code = None if digits.startswith(("+", "0")) else plans.calling_code_of(digits)
    rest = "" if code is None else plans.strip(code, digits[len(code) :])
    if not code or not rest or len(code + rest) > _MAX_E164 or not plans.is_known(code, rest):
        return []
    return [PhoneNumber(f"+{code}{rest}")]


def with_repair(verdict: Verdict, repair: str) -> Verdict:
    """Return `verdict` with one more repair, said first."""
    return replace(verdict, repairs=(repair, *verdict.repairs))
