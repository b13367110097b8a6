"""Numbering plans as compiled rules, derived from the metadata of phonenumbers when a region is first met.

The library asks the same questions through ``re.compile`` at every call, and its patterns for sixty regions no longer
fit into the 512 that ``re`` remembers. Here each region is compiled once. What these rules accept is what
`phonenumbers.is_valid_number` accepts: ``benchmarks/differential_phones.py`` compares them on half a million numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import phonenumbers
from phonenumbers.phonemetadata import PhoneMetadata

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "FRENCH",
    "Plan",
    "calling_code_of",
    "is_known",
    "is_plausible",
    "known",
    "overseas_readings",
    "overseas_rule",
    "plan_of",
    "plans_of",
    "reserved",
    "short_numbers",
    "strip",
]

_TYPES: Final = "premium_rate toll_free shared_cost voip personal_number pager uan voicemail fixed_line mobile".split()
_ABROAD: Final = "GP BL MF MQ GF RE YT PM".split()
"""Territories that share the ten-digit national dialling plan of France, each under a calling code of its own.
Which prefixes are theirs is not written here: it is derived from the metadata of each."""

FRENCH: Final = frozenset(["FR", *_ABROAD])

_FICTION: Final = {
    "33": r"(?:19900|26191|35301|46571|53649|63998)\d{4}",  # Arcep
    "44": r"7700900\d{3}|1632960\d{3}|2079460\d{3}|1(?:1[3-8]|21|31|41|51|61)4960\d{3}|1914980\d{3}"
    r"|2920180\d{3}|8081570\d{3}|9098790\d{3}|3069990\d{3}",  # Ofcom, "numbers for drama use"
    "1": r"[2-9]\d\d55501\d\d",  # NANPA: 555-0100 to 555-0199 in every area
    "49": r"(?:3023125|6990009|4066969|2214710|8999998)\d{3}",  # Bundesnetzagentur
    "61": r"[2378](?:5550|7010)\d{4}|491570(?:110|15[6-9])|1800(?:160401|975707)",  # ACMA, 2009
}
"""Numbers kept for novels and films, by calling code, as their regulators publish them. Checked on 2026-11-20 against
copies (BBC News 32348371, Wikipedia "Fictitious telephone number"), not against the regulators' own pages."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the metadata say about the numbers of one region, compiled."""

    region: str
    calling_code: str
    trunk: str
    """The national prefix that people write, ``0`` in France; empty where nobody writes one."""
    is_simple: bool
    """Whether a national prefix is just taken off: no carriers, no area moved to another place."""
    prefix: re.Pattern[str]
    idd: re.Pattern[str]
    leading: re.Pattern[str] | None
    general: re.Pattern[str]
    by_length: dict[int, re.Pattern[str]]
    """What is valid, by the number of digits; group 1 is set when it is reserved for fiction."""

    def knows(self, nsn: str) -> bool:
        """Whether the region has such a national significant number."""
        pattern = self.by_length.get(len(nsn))
        return pattern is not None and pattern.fullmatch(nsn) is not None

    def is_plausible(self, nsn: str) -> bool:
        """Whether `nsn` has the general form of the region's numbers, assigned or not."""
        return self.general.fullmatch(nsn) is not None


@cache
def plan_of(region: str) -> Plan | None:
    """Return the plan of `region` (ISO 3166-1), None when there is none."""
    metadata = PhoneMetadata.metadata_for_region(region)
    return None if metadata is None else _plan(region, metadata)


@cache
def plans_of(calling_code: str) -> tuple[Plan, ...]:
    """Return the plans under one calling code, the main one first."""
    regions = phonenumbers.region_codes_for_country_code(int(calling_code))
    if regions == ("001",):
        return (_plan("001", PhoneMetadata.metadata_for_nongeo_region(int(calling_code))),)
    return tuple(plan for plan in map(plan_of, regions) if plan is not None)


def _plan(region: str, metadata: Any) -> Plan:
    prefix = metadata.national_prefix_for_parsing or ""
    return Plan(
        region=region,
        calling_code=str(metadata.country_code),
        trunk=metadata.national_prefix if _writes_prefix(metadata) else "",
        is_simple=not metadata.national_prefix_transform_rule and re.compile(prefix).groups == 0,
        prefix=re.compile(prefix or "(?!)"),
        idd=re.compile(metadata.international_prefix or "(?!)"),
        leading=re.compile(metadata.leading_digits) if metadata.leading_digits else None,
        general=re.compile(metadata.general_desc.national_number_pattern or "(?!)"),
        by_length=_by_length(metadata, _FICTION.get(str(metadata.country_code), "(?!)")),
    )


def _writes_prefix(metadata: Any) -> bool:
    r"""Tell France, where the 0 is written, from Spain, which has none, and the United States, where 1 is left out.

    The rule of a format is already expanded in the metadata: ``0\1``. A region without formats uses its main one's.
    """
    formats = metadata.number_format or _main_formats(metadata)
    return bool(metadata.national_prefix) and any(
        (one.national_prefix_formatting_rule or "").lstrip("(").startswith(metadata.national_prefix)
        and not one.national_prefix_optional_when_formatting
        for one in formats
    )


def _main_formats(metadata: Any) -> Iterable[Any]:
    main = PhoneMetadata.metadata_for_region(phonenumbers.region_code_for_country_code(metadata.country_code))
    return () if main is None else main.number_format


def _by_length(metadata: Any, fiction: str) -> dict[int, re.Pattern[str]]:
    """Compile what is valid at each length: of the general form, and of one of the types."""
    general = metadata.general_desc
    found: dict[int, list[str]] = {}
    for desc in _descriptions(metadata):
        for length in desc.possible_length or range(2, 18):
            if not general.possible_length or length in general.possible_length:
                found.setdefault(length, []).append(desc.national_number_pattern)
    start = f"(?:(?=({fiction})\\Z)|)(?=(?:{general.national_number_pattern})\\Z)"
    return {length: re.compile(f"{start}(?:{'|'.join(patterns)})") for length, patterns in found.items()}


def _descriptions(metadata: Any) -> Iterator[Any]:
    """Yield the descriptions of the types a number can be of; as phonenumbers does, *mobile* not twice."""
    for name in _TYPES:
        desc = getattr(metadata, name)
        is_double = name == "mobile" and metadata.same_mobile_and_fixed_line_pattern
        if desc is not None and desc.national_number_pattern and not is_double:
            yield desc


def is_known(calling_code: str, nsn: str) -> bool:
    """Tell, as `phonenumbers.is_valid_number` does, whether a region under `calling_code` has the number `nsn`."""
    return known(plans_of(calling_code), nsn) is not None


def known(plans: tuple[Plan, ...], nsn: str) -> re.Match[str] | None:
    """Return the match of `nsn` in the first of `plans` that it belongs to; group 1 says that it is for fiction."""
    for plan in plans:
        if plan.leading is None or plan.leading.match(nsn) or len(plans) == 1:
            pattern = plan.by_length.get(len(nsn))
            match = pattern.fullmatch(nsn) if pattern is not None else None
            if match is not None or plan.leading is not None:
                return match
    return None


def is_plausible(calling_code: str, nsn: str) -> bool:
    """Whether `nsn` has the general form of a number of a region under `calling_code`."""
    return any(plan.is_plausible(nsn) for plan in plans_of(calling_code))


@cache
def _calling_codes() -> frozenset[str]:
    return frozenset(map(str, phonenumbers.COUNTRY_CODE_TO_REGION_CODE))


def calling_code_of(digits: str) -> str | None:
    """Return the calling code that `digits`, an international number without its plus sign, begin with."""
    codes = _calling_codes()
    return next((digits[:length] for length in (1, 2, 3) if digits[:length] in codes), None)


def strip(calling_code: str, rest: str) -> str | None:
    """Return what follows a calling code when it has no national prefix; None when only the library can tell."""
    match = plans_of(calling_code)[0].prefix.match(rest)
    return rest if match is None or (match.end() == 0 and not any(match.groups())) else None


@cache
def _fiction(calling_code: str) -> re.Pattern[str]:
    return re.compile(_FICTION.get(calling_code, "(?!)"))


def reserved(calling_code: str, nsn: str) -> bool:
    """Whether the number is kept for novels and films: it reaches nobody.

    >>> reserved("33", "199001234"), reserved("33", "142001234")
    (True, False)
    """
    return _fiction(calling_code).fullmatch(nsn) is not None


@cache
def _overseas() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The geographic and mobile numbers of each overseas territory, as compiled patterns of nine digits."""
    rules = []
    for region in _ABROAD:
        metadata: Any = PhoneMetadata.metadata_for_region(region)
        patterns = [metadata.fixed_line.national_number_pattern, metadata.mobile.national_number_pattern]
        rules.append((region, re.compile("|".join(patterns))))
    return tuple(rules)


@cache
def _service() -> re.Pattern[str]:
    """The numbers of France that belong to no place: 08, 09. Overseas plans describe the same ones."""
    metadata = PhoneMetadata.metadata_for_region("FR")
    names = "toll_free premium_rate shared_cost voip uan".split()
    return re.compile("|".join(getattr(metadata, name).national_number_pattern for name in names))


def overseas_readings(nsn: str) -> list[tuple[str, str]]:
    """Return each (region, E.164) that a French national number without its 0 is overseas, the best first.

    Saint-Pierre-et-Miquelon has six digits, written nationally after its own calling code: 0508 and six more.

    >>> overseas_readings("596301234"), overseas_readings("508410123"), overseas_readings("142001234")
    ([('MQ', '+596596301234')], [('PM', '+508410123')], [])
    """
    if len(nsn) != 9 or _service().fullmatch(nsn):
        return []
    found = []
    for region, pattern in _overseas():
        code = str(phonenumbers.country_code_for_region(region))
        inner = nsn.removeprefix(code) if region == "PM" else nsn
        if pattern.fullmatch(inner) and len(inner) == (6 if region == "PM" else 9):
            found.append((region, f"+{code}{inner}"))
    return found


@cache
def overseas_rule() -> str:
    """Return the pattern of what the digits begin with that may have an overseas reading."""
    return "508|" + "|".join(f"(?:{pattern.pattern})" for region, pattern in _overseas() if region != "PM")


@cache
def short_numbers(region: str) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    """Return (short numbers of `region`, those of them for text messages or one carrier only); or None."""
    metadata = PhoneMetadata.short_metadata_for_region(region)
    if metadata is None:
        return None
    spoken = [_pattern(metadata.emergency), _pattern(metadata.toll_free), _pattern(metadata.standard_rate)]
    silent = f"(?:{_pattern(metadata.carrier_specific)}|(?!{'|'.join(spoken)})(?:{_pattern(metadata.sms_services)}))"
    return re.compile(_pattern(metadata.short_code)), re.compile(silent)


def _pattern(desc: Any) -> str:
    return f"(?:{desc.national_number_pattern})" if desc is not None and desc.national_number_pattern else "(?!)"
