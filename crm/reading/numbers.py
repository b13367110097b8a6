"""A cluster of digits becomes telephone numbers: of which country, with which extension, one or several."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from phonenumbers import PhoneMetadata

from crm.errors import InvalidPhone, InvalidValue
from crm.reading.homes import is_at_home
from crm.reading.vocabulary import listed
from crm.reading.words import words
from crm.values import LineType, PhoneNumber, folded_words, parse_phones

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.reading.regions import Regions

__all__ = ["Number", "is_amount", "is_fax", "last_digits", "mistyped", "numbers_at", "short_number"]

_AMOUNT: Final = re.compile(r"\d{1,3}(?:[ .]\d{3}){2,}")
_LISTED: Final = re.compile(r"\d+")
_TWO_NUMBERS: Final = re.compile(r"\s*/\s*|\s+[-–]\s+")
_AREA: Final = re.compile(r"\(0?\d{2,4}\)")
_SHORTENED: Final = re.compile(r"(.*\d)(?:\s*/\s*([-–])\s?|\s*/\s*)(\d{3,5}|(?<=[-–])\d{1,2}|(?<=[-–] )\d{1,2})")
_DIRECT_LINE: Final = re.compile(r"(.*\d\s.*\d)/(\d{3,4})")
_WITH_DIRECT_LINES: Final = ("+43", "+49")
"""Where a number and its direct line are dialled as one, and numbers are of any length."""
_MOST_DIGITS: Final = 11
"""Of such a number, without its country code: longer, it is two."""
_EXTENDED: Final = re.compile(r"(\+{0,2}1?[ .-]?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4})-(\d{2,5})")
"""A number of North America, whose length all know, with the extension behind one more dash."""
_LOCAL: Final = re.compile(r"\s?[,;/]\s?((\d{3})[-.](\d{4}))(?=\s*(?:[,;|)]|$))")
"""A second number of North America without its area code, which is that of the first: *709-555-0144, 555-0145*."""
_AREA_CODE: Final = 5
"""Characters of its code of country and area."""
_BRACKETED: Final = re.compile(r"\(([1-9]\d{0,2})\)\s?([1-9][\d ().-]{5,16}\d)")
_UNCLOSED: Final = re.compile(r"(?<=\d)\s*\([^)]*$")
"""The beginning of an aside that goes on in words: *(14 h – 18 h)*."""
_SIGNS: Final = str.maketrans({"·": " ", "•": " ", "_": " ", "–": "-"})
_MIN_GROUP: Final = 4
"""Digits of a group that others may stand for: *(202) 555-0123 or 0124*; fewer may be anything."""
_MIN_DIGITS: Final = 8
"""Of a number that may be of another country."""


class Number(NamedTuple):
    """A number as printed: what was read, or why it could not be."""

    text: str
    phone: PhoneNumber | None
    problem: InvalidValue | None = None


def numbers_at(found: re.Match[str], regions: Regions) -> tuple[list[Number], int]:
    """Return the numbers of a cluster, with its extension and the last digits listed after it, and where they end."""
    text = found.string
    extension = _extension().match(text, found.end())
    end = extension.end() if extension else found.end()
    numbers = list(_phones(found[0], extension[1] if extension else None, regions))
    first = numbers[-1].phone
    if not extension and first is not None and first.e164.startswith("+1") and (local := _LOCAL.match(text, end)):
        return [*numbers, Number(local[1], PhoneNumber(first.e164[:_AREA_CODE] + local[2] + local[3]))], local.end()
    listed = None if extension else _suffixes().match(text, end)
    if listed is None or first is None:
        bare = None if extension or first is None else _bare_suffix().match(text, end)
        refused = parse_phones(text[found.start() : bare.end()], regions.main)[-1].error if bare else None
        if bare is None or refused is None or first is None:
            return numbers, end
        if len(bare[1]) == len(_LISTED.findall(found[0])[-1]) >= _MIN_GROUP:
            return [*numbers, Number(bare[1], PhoneNumber(first.e164[: -len(bare[1])] + bare[1]))], bare.end()
        return [*numbers, Number(bare[1], None, refused)], bare.end()
    further = (Number(one, PhoneNumber(first.e164[: -len(one)] + one)) for one in _LISTED.findall(listed[0]))
    return [*numbers, *further], listed.end()


def mistyped(found: re.Match[str], since: int, regions: Regions) -> tuple[int, int, Number] | None:
    """Return where a number with a letter typed for a digit stands, and the refusal of it: *O6 39 98 12 34*.

    Without that group what is left may well be a number, of somebody else. One that is whole without it is left alone:
    *bâtiment I2 01 99 00 12 34*. The text before `since` is taken.
    """
    text = found.string
    before = _GROUP_BEFORE.search(text, max(since, found.start() - _LONGEST_GROUP), found.start())
    after = _GROUP_AFTER.match(text, found.end())
    if (before is None and after is None) or (regions.main and _valid(found[0], regions.main)):
        return None
    start, end = before.start(1) if before else found.start(), after.end(1) if after else found.end()
    refused = next((one.error for one in parse_phones(text[start:end], regions.main) if one.error is not None), None)
    return None if refused is None else (start, end, Number(text[start:end], None, refused))


_LETTERED: Final = r"(?=\w{0,3}[OolI])(?=\w{0,3}\d|OO)[\dOolI]{2,4}"
_LONGEST_GROUP: Final = 8
_GROUP_BEFORE: Final = re.compile(rf"(?<![\w.-])({_LETTERED})[ .\-\u00a0\u202f]\Z")
_GROUP_AFTER: Final = re.compile(rf"[ .\-\u00a0\u202f]({_LETTERED})(?![\w@])")


@cache
def _suffixes() -> re.Pattern[str]:
    """The last digits of further numbers: *2220 oder - 2202*, *-497 | -531*."""
    joined = "|".join(sorted(listed("alternatives", "conjunctions"), key=len, reverse=True))
    return re.compile(rf"(?:\s*(?:[/|,;]|{joined})\s*[-–]\s?\d{{1,5}}(?![\d\s]*\d))+", re.IGNORECASE)


@cache
def _bare_suffix() -> re.Pattern[str]:
    """Last digits without a dash, which may be anything: *01 99 00 12 34 ou 35*."""
    joined = "|".join(sorted(words()["alternatives"], key=len, reverse=True))
    return re.compile(rf"\s+(?:{joined})\s+(\d{{1,4}})(?=\s*(?:[,;|)]|$))", re.IGNORECASE)


@cache
def _extension() -> re.Pattern[str]:
    names = "|".join(sorted(words()["contacts.extensions"], key=len, reverse=True))
    return re.compile(rf"[\s,(]*(?:(?:{names})\.?|#)\s*(\d{{1,6}})\b\)?", re.IGNORECASE)


def last_digits(text: str) -> str | None:
    """Return the digits behind the only dash of a number, or of a label: an extension of the same house.

    >>> [last_digits(text) for text in ("+49 30 23125-012", "Tel. -113", "12 14", "Mo 9-12", "01-99-00-12-34")]
    ['012', '113', None, None, None]
    """
    found = _LAST_DIGITS.search(text)
    if found is None or not _DASHES.isdisjoint(text[: found.start()]):
        return None
    said = folded_words(text[: found.start()])
    is_number = len("".join(said)) >= _MIN_DIGITS - len(found[1]) and "".join(said).isdigit()
    return found[1] if is_number or (said and words()["contacts.labels"].issuperset(said)) else None


_DASHES: Final = frozenset("-–")
_LAST_DIGITS: Final = re.compile(r"\s?[-–]\s?(\d{2,5})$")


def is_fax(before: str) -> bool:
    """Whether the last word before a number says that nobody answers there: a fax, or the number of a register."""
    return not listed("contacts.fax", "contacts.identifiers").isdisjoint(folded_words(before)[-1:])


def is_amount(text: str, before: str, region: str | None) -> bool:
    """Tell *450.300.000* from a number: where national numbers begin with 0, one that does not is said to be one."""
    if (
        text[0] in "+(0"
        or text.startswith(("tel:", "00"))
        or not _AMOUNT.fullmatch(text)
        or not _has_trunk_zero(region)
    ):
        return False
    return _labels_of_numbers().isdisjoint(folded_words(before)[-2:])


def short_number(text: str, before: str) -> Number | None:
    """Return the refusal of a number of few digits that a label says is one: *Tél. : 3949*; None for other words."""
    found = _SHORT.fullmatch(text)
    label = folded_words(f"{before} {found[1]}")[-1:] if found else []
    if found is None or words()["contacts.phones"].isdisjoint(label):
        return None
    refused = InvalidPhone(
        found[2], "it is too short for a number that can be dialled from abroad", code="phone.too_short"
    )
    return Number(found[2], None, refused)


_SHORT: Final = re.compile(r"([^\d\W]{0,12})[.:\s]*(\d{2,6})")


@cache
def _labels_of_numbers() -> frozenset[str]:
    return words()["contacts.labels"] - listed("contacts.leads", "connectors")


@cache
def _has_trunk_zero(region: str | None) -> bool:
    metadata = PhoneMetadata.metadata_for_region(region) if region else None
    return metadata is not None and metadata.national_prefix == "0"


def _phones(text: str, extension: str | None, regions: Regions) -> Iterator[Number]:
    """Yield the number that `text` is, or the several when it is not one."""
    whole = _phone(text, extension, regions)
    pieces = _TWO_NUMBERS.split(text)
    if whole.problem is None:
        yield whole
        return
    several = _with_extension(text, regions) or _with_direct_line(text, regions) or _with_last_digits(text, regions)
    if several or len(pieces) == 1:
        yield from several or [whole]
        return
    area = _AREA.match(text)
    pieces = [pieces[0], *(_in_area(piece, area, regions) for piece in pieces[1:])]
    numbers = [_phone(piece, None, regions) for piece in pieces[:-1]]
    numbers.append(_phone(pieces[-1], extension, regions))
    yield from numbers if any(one.phone for one in numbers) else [whole]


def _in_area(text: str, area: re.Match[str] | None, regions: Regions) -> str:
    """Return the second of two numbers with the area code that only the first has: *(61) 3333-4444 / 99999-8888*."""
    if area is None or text[:1] in "(+0" or regions.main is None or _valid(text, regions.main):
        return text
    whole = f"{area[0]} {text}"
    return whole if _valid(whole, regions.main) else text


def _with_last_digits(text: str, regions: Regions) -> list[Number]:
    """Return a number and another of which only the last digits follow a stroke: *…1230/ -1231*, *…1230 / 1231*.

    Without a dash they must be as many as those they stand for, and more than two, which may be anything.
    """
    found = _SHORTENED.fullmatch(text)
    first = _phone(found[1], None, regions).phone if found else None
    if found is None or first is None:
        return []
    group = _LISTED.findall(found[1])[-1]
    if not found[2] and len(found[3]) != len(group):
        return []
    return [Number(found[1], first), Number(found[3], PhoneNumber(first.e164[: -len(found[3])] + found[3]))]


def _with_extension(text: str, regions: Regions) -> list[Number]:
    """Return the one number of North America that is printed with its extension behind a dash: *202-555-0123-752*."""
    found = _EXTENDED.fullmatch(text)
    number = None if found is None else _phone(found[1], found[2], regions)
    return [Number(text, number.phone)] if number is not None and number.phone is not None else []


def _with_direct_line(text: str, regions: Regions) -> list[Number]:
    """Return the one number that is printed with a stroke before its direct line, as in Austria: *+43 1 … 12/345*."""
    found = _DIRECT_LINE.fullmatch(text)
    line = None if found is None else _phone(found[1] + found[2], None, regions).phone
    if found is None or line is None or not line.e164.startswith(_WITH_DIRECT_LINES):
        return []
    is_short = len(line.e164) - len(_WITH_DIRECT_LINES[0]) <= _MOST_DIGITS
    return [Number(text, line)] if is_short else []


def _phone(text: str, extension: str | None, regions: Regions) -> Number:
    clean = _UNCLOSED.sub("", text.removeprefix("tel:").translate(_SIGNS)).strip()
    if _may_be_abroad(clean, regions.main) and (other := _signed(clean, regions)):
        return Number(text, PhoneNumber(other.e164, extension or other.extension))
    try:
        number = PhoneNumber.parse(clean, regions.main)
    except InvalidValue as error:
        other = _abroad(clean, regions) or _in_brackets(clean)
        if other is None:
            return Number(text, None, error)
        number = other
    return Number(text, PhoneNumber(number.e164, extension) if extension else number)


def _in_brackets(text: str) -> PhoneNumber | None:
    """Return the number whose country stands in brackets, without its plus: *(44) 20 7946 0012*."""
    found = _BRACKETED.fullmatch(text)
    if found is None:
        return None
    try:
        return PhoneNumber.parse(f"+{found[1]} {found[2]}", None)
    except InvalidValue:
        return None


def _may_be_abroad(text: str, region: str | None) -> bool:
    """Whether a number has no 0 before it where a region's have one: of Colombia's, for one, not all do."""
    return region is not None and text[:1] not in "+(0" and _has_trunk_zero(region) and not is_at_home(text, region)


def _abroad(text: str, regions: Regions) -> PhoneNumber | None:
    """Return the number that `text` is in one of the other regions: the first of those the text gives signs of.

    Where none has such a number it may be of a country of the same language, if it can be of one only.
    """
    if sum(c.isdigit() for c in text) < _MIN_DIGITS:
        return None
    signed = _signed(text, regions)
    # Where numbers begin with 0, one that does not has lost its beginning: a neighbour's would be somebody else's.
    is_cut = text[:1] not in "+(0" and _has_trunk_zero(regions.main)
    homes = () if signed or is_cut else regions.homes
    at_home = (home for home in homes if is_at_home(text, home))
    found = {number.e164: number for home in at_home if (number := _valid(text, home))}
    return signed or (next(iter(found.values())) if len(found) == 1 else None)


def _signed(text: str, regions: Regions) -> PhoneNumber | None:
    return next((number for region in regions.signed if (number := _valid(text, region))), None)


def _valid(text: str, region: str) -> PhoneNumber | None:
    try:
        number = PhoneNumber.parse(text, region)
    except InvalidValue:
        return None
    return None if number.line_type is LineType.UNKNOWN else number
