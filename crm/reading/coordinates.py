"""One line becomes cells: addresses, numbers, and the words between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from phonenumbers import PhoneMetadata

from crm.errors import InvalidValue
from crm.reading.words import words
from crm.values import EmailAddress, LineType, PhoneNumber, fold, folded_words, parse_emails

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Iterator

    from crm.reading.lines import Line
    from crm.reading.regions import Regions

__all__ = ["Cell", "cells_of", "has_coordinates", "last_coordinate", "without_symbols"]

_MIN_DIGITS: Final = 8
"""Shorter clusters are postcodes, years and house numbers; German local numbers that short are rarely printed."""

_EMAIL: Final = re.compile(r"(?:mailto:)?(?<![\w.+@-])[\w.+'’&-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_MARKS: Final = ' .,:;|-–—/·•<>()[]\t«»"'
_AMOUNT: Final = re.compile(r"\d{1,3}(?:[ .]\d{3}){2,}")
_MAX_LABEL: Final = 7
_MAIL_LABEL: Final = re.compile(r"\b(?:e-?mail|mail|mél|courriel)(?=\s)", re.IGNORECASE)
_LISTED: Final = re.compile(r"\d+")
_URL: Final = re.compile(r"(?:https?://|www\.)\S+|(?<![\w.@-])(?:[a-z\d-]{1,63}\.){1,4}[a-z]{2,6}(?:/\S*)?(?![\w@.-])")
_CLUSTER: Final = re.compile(r"(?<![\w@/])(?:tel:)?[(+]{0,2}\d[\d ().\-–/·•_]{5,40}\d(?![\w@])")
_DIGITS: Final = re.compile(r"\d{2}\D{0,3}\d{2}")
_TWO_NUMBERS: Final = re.compile(r"\s*/\s*|\s+[-–]\s+")
_UNCLOSED: Final = re.compile(r"(?<=\d)\s*\([^)]*$")
"""The beginning of an aside that goes on in words: *(14 h – 18 h)*."""
_SIGNS: Final = str.maketrans({"·": " ", "•": " ", "_": " ", "–": "-"})
_SYMBOLS: Final = re.compile("[\u20e3\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]+")
"""Arrows, dingbats and emoji: pictures beside the words, and between them as good as a comma."""
_SEPARATORS: Final = re.compile(
    r"(\s*[|;\t]\s*|\s+[-–—/·•]+\s+|\s+[–—]|[–—]\s+|\s*\(\s*|\s*\)\s*|\s*:\s+|\s*:$|\s*[,]\s+|^[-–—/·•]\s*"
    rf"|\s*[：，；、｜（）]\s*|\s*{_SYMBOLS.pattern}\s*)"
)
_LIST_NUMBER: Final = re.compile(r"^\d{1,2}[.)]\s+(?=[^\W\d_])")
_DATE: Final = re.compile(
    r"\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d(?!\d)|(?:19|20)\d\d-\d{2}-\d{2}(?!\d)|(?:19|20)\d\d\s*[-–/]\s*(?:19|20)\d\d$|\d{5}-\d{3}$"
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of a line: an address, a number, words, or (`problem` set) what looked like one of the first two."""

    text: str
    line: Line
    email: EmailAddress | None = None
    phone: PhoneNumber | None = None
    problem: InvalidValue | None = None
    is_aside: bool = False
    """Whether it stands in brackets."""
    is_column: bool = False
    """Whether a bar follows: the first of a row may say what the row is."""
    is_joined: bool = False
    """Whether *and* joined it to another of its kind."""
    is_label: bool = False
    """Whether a colon follows: in a script without capitals nothing else tells a label from a name."""

    @property
    def is_coordinate(self) -> bool:
        """Whether an address or a number was read."""
        return self.email is not None or self.phone is not None


def has_coordinates(text: str) -> bool:
    """Tell whether `text` holds what looks like an address or a telephone number.

    >>> has_coordinates("T 01 99 00 12 34"), has_coordinates("Depuis 2007, 22 structures")
    (True, False)
    """
    return last_coordinate(text) > 0


def last_coordinate(text: str, said: Collection[str] | None = None) -> int:
    """Return where the last address or number of `text` ends, 0 where there is none.

    `said` are its folded words, where these are known already.

    >>> last_coordinate("T 01 99 00 12 34, puis"), last_coordinate("Depuis 2007")
    (16, 0)
    """
    if "@" not in text and not _DIGITS.search(text):
        is_spelled = not words()["contacts.at"].isdisjoint(folded_words(text) if said is None else said)
        if not is_spelled or not _spelled_sign().search(text):
            return 0
    return max((found.end() for found in (*_emails(text), *_clusters(text))), default=0)


def without_symbols(text: str) -> str:
    """Return `text` without emoji, arrows and dingbats.

    >>> without_symbols("👤 Anne Le Goff")
    'Anne Le Goff'
    """
    return text if text.isascii() else " ".join(_SYMBOLS.sub(" ", text).split())


def cells_of(line: Line, regions: Regions) -> Iterator[Cell]:
    """Yield the cells of `line` from left to right, without the labels *Tél.* and *E-mail*, without fax numbers."""
    text, end = line.plain, 0
    spelled = {one.start: one for one in parse_emails(_unlabelled(text))} if _spelled_sign().search(text) else {}
    places = sorted([*((one.start, one.end, None) for one in spelled.values()), *_places(text)], key=lambda one: one[0])
    for start, stop, found in places:
        if start < end:
            continue
        before = text[end:start]
        yield from _words(before, line)
        end = stop
        if found is None:
            yield Cell(spelled[start].text, line, email=spelled[start].value, problem=spelled[start].error)
        elif found.re is _EMAIL:
            yield _email(found[0], line)
        elif found.re is _CLUSTER and not _is_fax(before) and not _is_amount(found[0], before, regions.main):
            end = yield from _numbers(found, regions, line)
    yield from _words(text[end:], line)


def _unlabelled(text: str) -> str:
    """Return `text` with *E-Mail* blanked, which without its colon might be taken for a part of the address."""
    return _MAIL_LABEL.sub(lambda found: " " * len(found[0]), text)


def _places(text: str) -> Iterator[tuple[int, int, re.Match[str]]]:
    """Yield where an address, a link or a cluster of digits stands, addresses first."""
    for found in (*_emails(text), *_urls(text), *_clusters(text)):
        yield *found.span(), found


def _numbers(found: re.Match[str], regions: Regions, line: Line) -> Generator[Cell, None, int]:
    """Yield the numbers of a cluster, with its extension and the last digits listed after it; return where they end."""
    text = line.plain
    extension = _extension().match(text, found.end())
    end = extension.end() if extension else found.end()
    cells = list(_phones(found[0], extension[1] if extension else None, regions, line))
    yield from cells
    listed = None if extension else _suffixes().match(text, end)
    if listed is None or cells[-1].phone is None:
        return end
    first = cells[-1].phone.e164
    for digits in _LISTED.findall(listed[0]):
        yield Cell(digits, line, phone=PhoneNumber(first[: -len(digits)] + digits))
    return listed.end()


def _emails(text: str) -> Iterator[re.Match[str]]:
    return _EMAIL.finditer(text) if "@" in text else iter(())


def _urls(text: str) -> Iterator[re.Match[str]]:
    return _URL.finditer(text) if "." in text else iter(())


def _clusters(text: str) -> Iterator[re.Match[str]]:
    """Yield the clusters of digits long enough for a telephone number, dates and spans of years apart."""
    if not _DIGITS.search(text):
        return
    for found in _CLUSTER.finditer(text):
        digits = found[0].strip("() ")
        if sum(c.isdigit() for c in digits) >= _MIN_DIGITS and not _DATE.match(digits):
            yield found


@cache
def _spelled_sign() -> re.Pattern[str]:
    """What an address is spelled with so that no robot reads it: *(at)*, *arobase*, *at … dot*."""
    names = "|".join(sorted(words()["contacts.at"], key=len, reverse=True))
    dots = "|".join(sorted(words()["contacts.dot"], key=len, reverse=True))
    return re.compile(
        rf"[(\[{{]\s?(?:{names}|ät|@)\s?[)\]}}]|\s(?:{names}|ät)\s(?=[\w-]+\s?(?:\.|[(\[]?(?:{dots})\b))", re.IGNORECASE
    )


@cache
def _suffixes() -> re.Pattern[str]:
    """The last digits of further numbers: *2220 oder - 2202*, *-497 | -531*."""
    joined = "|".join(sorted(words()["alternatives"] | words()["conjunctions"], key=len, reverse=True))
    return re.compile(rf"(?:\s*(?:[/|,;]|{joined})\s*[-–]\s?\d{{1,5}}(?![\d\s]*\d))+", re.IGNORECASE)


@cache
def _extension() -> re.Pattern[str]:
    names = "|".join(sorted(words()["contacts.extensions"], key=len, reverse=True))
    return re.compile(rf"[\s,(]*(?:(?:{names})\.?|#)\s*(\d{{1,6}})\b\)?", re.IGNORECASE)


def _is_fax(before: str) -> bool:
    """Whether the last word before a number says that nobody answers there."""
    last = fold(before).split()[-1:]
    return bool(last) and last[0] in words()["contacts.fax"]


def _email(text: str, line: Line) -> Cell:
    clean = text.removeprefix("mailto:").strip(".-'’_")
    try:
        return Cell(text, line, email=EmailAddress(clean))
    except InvalidValue as error:
        return Cell(text, line, problem=error)


def _is_amount(text: str, before: str, region: str | None) -> bool:
    """Tell *450.300.000* from a number: where national numbers begin with 0, one that does not is said to be one."""
    if (
        text[0] in "+(0"
        or text.startswith(("tel:", "00"))
        or not _AMOUNT.fullmatch(text)
        or not _has_trunk_zero(region)
    ):
        return False
    leads = words()["contacts.leads"] | words()["connectors"]
    return not any(word in words()["contacts.labels"] - leads for word in fold(before).split()[-2:])


@cache
def _has_trunk_zero(region: str | None) -> bool:
    metadata = PhoneMetadata.metadata_for_region(region) if region else None
    return metadata is not None and metadata.national_prefix == "0"


def _phones(text: str, extension: str | None, regions: Regions, line: Line) -> Iterator[Cell]:
    """Yield the number that `text` is, or the several when it is not one."""
    whole = _phone(text, extension, regions, line)
    pieces = _TWO_NUMBERS.split(text)
    if whole.problem is None or len(pieces) == 1:
        yield whole
        return
    cells = [_phone(piece, None, regions, line) for piece in pieces[:-1]]
    cells.append(_phone(pieces[-1], extension, regions, line))
    yield from cells if any(cell.phone for cell in cells) else [whole]


def _phone(text: str, extension: str | None, regions: Regions, line: Line) -> Cell:
    clean = _UNCLOSED.sub("", text.removeprefix("tel:").translate(_SIGNS)).strip()
    if clean[:1] not in "+(0" and _has_trunk_zero(regions.main) and (other := _signed(clean, regions)):
        return Cell(text, line, phone=PhoneNumber(other.e164, extension or other.extension))
    try:
        number = PhoneNumber.parse(clean, regions.main)
    except InvalidValue as error:
        other = _abroad(clean, regions)
        if other is None:
            return Cell(text, line, problem=error)
        number = other
    return Cell(text, line, phone=PhoneNumber(number.e164, extension or number.extension))


def _abroad(text: str, regions: Regions) -> PhoneNumber | None:
    """Return the number that `text` is in one of the other regions: the first of those the text gives signs of.

    Where none has such a number it may be of a country of the same language, if it can be of one only.
    """
    if sum(c.isdigit() for c in text) < _MIN_DIGITS:
        return None
    signed = _signed(text, regions)
    found = {} if signed else {number.e164: number for home in regions.homes if (number := _valid(text, home))}
    return signed or (next(iter(found.values())) if len(found) == 1 else None)


def _signed(text: str, regions: Regions) -> PhoneNumber | None:
    return next((number for region in regions.signed if (number := _valid(text, region))), None)


def _valid(text: str, region: str) -> PhoneNumber | None:
    try:
        number = PhoneNumber.parse(text, region)
    except InvalidValue:
        return None
    return None if number.line_type is LineType.UNKNOWN else number


def _words(text: str, line: Line) -> Iterator[Cell]:
    """Yield the words of `text`, cut at its separators; labels alone are not worth a cell."""
    pieces = _SEPARATORS.split(text)
    for piece, before, separator in zip(pieces[::2], ["", *pieces[1::2]], [*pieces[1::2], ""], strict=True):
        clean = _without_conjunction(_LIST_NUMBER.sub("", piece.strip(_MARKS)))
        named = _without_label(clean) if ":" in separator else clean
        if clean and not _is_only_labels(clean):
            is_label, is_aside = separator.strip() in (":", "：") and named == clean, before.strip() in ("(", "（")
            is_column = separator.strip() in ("|", ";")
            yield Cell(named, line, is_label=is_label, is_aside=is_aside, is_column=is_column)


def _without_conjunction(text: str) -> str:
    """Return what *and* or *or* joins to something else, without that word: *or Anne Le Goff*."""
    first, _, rest = text.partition(" ")
    return rest if first.islower() and fold(first) in words()["conjunctions"] | words()["alternatives"] else text


def _without_label(text: str) -> str:
    """Return what stands before a label of its own in one cell: *ORME. Tel:*"""
    rest, _, last = text.rpartition(" ")
    return rest.rstrip(" .,") if rest and fold(last) in words()["contacts.labels"] and len(last) < _MAX_LABEL else text


def _is_only_labels(text: str) -> bool:
    labels = words()["contacts.labels"] | words()["contacts.fax"] | words()["contacts.columns"]
    return all(word in labels for word in fold(text).split())
