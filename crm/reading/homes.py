"""Where a national number is at home: in whose numbering plan it is, printed as people there print it."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import phonenumbers
from phonenumbers.phonemetadata import PhoneMetadata

from crm.values.phones.plans import plan_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["is_at_home", "only_homes", "writes_prefix"]

_MAX_NUMBERS: Final = 8
"""Numbers of a text that are asked where they are at home: the first tell as much as all."""
_RUN: Final = re.compile(r"\d[\d ().\-–/·•_]{6,40}\d")
_TWO: Final = re.compile(r"\s+[-–/]\s+")
_PARTS: Final = frozenset("+@/")
"""Before digits they make these a part of something else."""
_PAIRS: Final = [2, 2, 2, 2, 2]
_NO_DIGIT: Final = re.compile(r"\D+")


def only_homes(text: str, regions: Sequence[str], *, in_pairs: bool = True) -> Iterator[str]:
    """Yield, for each national number in `text` that is at home in one of `regions` only, that one.

    Of several, one counts where only people there print the digits in such groups. Without `in_pairs`, what is printed
    in five pairs, as where French is spoken, is no number of theirs.

    >>> list(only_homes("T 081 20 00 00, 0470 00 00 00, 01 99 00 12 34, +32 81 20 00 00", ("FR", "BE")))
    ['BE', 'BE', 'FR']
    """
    for printed in islice(_national(text), _MAX_NUMBERS):
        groups = [len(digits) for digits in _NO_DIGIT.split(printed) if digits]
        if groups == _PAIRS and not in_pairs:
            continue
        found = [region for region in regions if is_at_home(printed, region)]
        if len(found) > 1:  # 041 200 00 00 is Swiss, and 04120 00000 German
            found = [region for region in found if _groups_at_home(printed, region) == groups]
        if len(found) == 1:
            yield found[0]


def _national(text: str) -> Iterator[str]:
    """Yield the clusters of digits without a calling code."""
    for run in _RUN.finditer(text):
        before = text[max(0, run.start() - 2) : run.start()].rstrip("(")[-1:]
        after = text[run.end() : run.end() + 1]
        if not (before in _PARTS or before.isalnum() or after.isalnum() or run[0].startswith("00")):
            yield from _TWO.split(run[0])


def _groups_at_home(printed: str, region: str) -> list[int]:
    """Return of how many digits each are the groups in which a region prints a number."""
    plan, digits = plan_of(region), _NO_DIGIT.sub("", printed)
    trunk = plan.trunk if plan is not None else ""
    format_, number = _format_of(region, digits.removeprefix(trunk)), digits.removeprefix(trunk)
    found = format_.pattern.fullmatch(number) if format_ is not None else None
    if format_ is None or found is None:
        return []
    first, *others = map(len, found.groups())
    return [first + (len(trunk) if format_.has_prefix else 0), *others]


def is_at_home(printed: str, region: str) -> bool:
    """Whether a region has such a number, and people there print just these digits: with a 0 before them, or without.

    >>> [is_at_home("316 555 01 28", region) for region in ("CO", "US", "FR")]
    [True, True, False]
    >>> is_at_home("01 99 00 12 34", "FR"), is_at_home("1 99 00 12 34", "FR")
    (True, False)
    """
    plan = plan_of(region)
    if plan is None:
        return False
    digits = _NO_DIGIT.sub("", printed.removeprefix("tel:"))
    prefix = plan.trunk or ("1" if plan.calling_code == "1" else "")
    bare = digits.removeprefix(prefix)
    if bare != digits and plan.knows(bare):
        return plan.calling_code == "1" or _is_written_with_prefix(region, bare)
    return plan.knows(digits) and not (plan.trunk and _is_written_with_prefix(region, digits))


def writes_prefix(region: str) -> bool:
    """Whether people in a region print a 0, or what else is dialled at home only, before their numbers.

    >>> writes_prefix("CH"), writes_prefix("ES")
    (True, False)
    """
    plan = plan_of(region)
    return plan is not None and plan.trunk == "0"


def _is_written_with_prefix(region: str, number: str) -> bool:
    """Whether the first format that a number has at home puts the national prefix before it."""
    found = _format_of(region, number)
    return found is not None and found.has_prefix


def _format_of(region: str, number: str) -> _Format | None:
    return next((one for one in _formats(region) if one.leading.match(number) and one.pattern.fullmatch(number)), None)


class _Format(NamedTuple):
    """How numbers are printed: what these begin with, their groups, and whether the prefix stands before them."""

    leading: re.Pattern[str]
    pattern: re.Pattern[str]
    has_prefix: bool


@cache
def _formats(region: str) -> tuple[_Format, ...]:
    metadata: Any = PhoneMetadata.metadata_for_region(region)
    if not metadata.number_format:
        main = phonenumbers.region_code_for_country_code(metadata.country_code)
        metadata = PhoneMetadata.metadata_for_region(main)
    return tuple(
        _Format(
            re.compile(one.leading_digits_pattern[-1] if one.leading_digits_pattern else ""),
            re.compile(one.pattern),
            (one.national_prefix_formatting_rule or "").lstrip("(").startswith(metadata.national_prefix or " ")
            and not one.national_prefix_optional_when_formatting,
        )
        for one in metadata.number_format
    )
