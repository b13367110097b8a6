"""One line becomes cells: addresses, numbers, and the words between them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from crm.errors import InvalidValue
from crm.reading.commas import rejoined
from crm.reading.coordinates import CLUSTER, EMAIL, SYMBOLS, clusters, emails, is_spelled, urls
from crm.reading.numbers import is_amount, is_fax, mistyped, numbers_at, short_number
from crm.reading.vocabulary import listed
from crm.reading.words import words
from crm.values import EmailAddress, PhoneNumber, fold, folded_words, parse_emails

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.reading.lines import Line
    from crm.reading.regions import Regions
    from crm.values import ParsedEmail

__all__ = ["Cell", "cells_of"]

_MARKS: Final = ' .,:;|-–—/·•<>()[]\t«»"'
_MAX_LABEL: Final = 7
_MAIL_LABEL: Final = re.compile(r"\b(?:e-?mail|mail|e-?post|mejl|mél|courriel)(?=\s)", re.IGNORECASE)
_ONLY_LABEL: Final = re.compile(r"e-?mail|mail|e-?post|mejl|mél|courriel|correo|adresse électronique", re.IGNORECASE)
_SEPARATORS: Final = re.compile(
    r"(?![0-9A-Za-zÀ-ÿ])"
    r"(\s*[|;\t]\s*|\s+[-–—/·•]+\s+|\s+[–—]|[–—]\s+|\s*\(\s*|\s*\)\s*|\s*:\s+|\s*:$|\s*[,]\s+|(?<=[^\W\d_]),(?=[a-zà-ÿ])|^[-–—/·•]\s*"
    rf"|\s*[：，；、｜（）]\s*|\s*{SYMBOLS.pattern}\s*)"
)
"""None begins with a letter: to say so first saves three quarters of the time."""
_LIST_NUMBER: Final = re.compile(r"^\d{1,2}[.)]\s+(?=[^\W\d_])")


class Cell(NamedTuple):
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


def cells_of(line: Line, regions: Regions) -> Iterator[Cell]:
    """Yield the cells of `line` from left to right, without the labels *Tél.* and *E-mail*, without fax numbers."""
    text, end = line.plain, 0
    spelled = {one.start: one for one in parse_emails(_unlabelled(text))} if is_spelled(text, line.said) else {}
    places = sorted([*((one.start, one.end, None) for one in spelled.values()), *_places(text)], key=lambda one: one[0])
    for start, stop, found in places:
        if start < end:
            continue
        wrong = mistyped(found, end, regions) if found is not None and found.re is CLUSTER else None
        start, stop = wrong[:2] if wrong else (start, stop)
        before = text[end:start]
        yield from _words(before, line, is_reached=True)
        end = stop
        if wrong is not None:
            if not is_fax(before):
                yield Cell(wrong[2].text, line, problem=wrong[2].problem)
            continue
        if found is None:
            yield _spelled(spelled[start], text, line)
        elif found.re is EMAIL:
            yield _email(found[0], line)
        elif found.re is CLUSTER and not is_fax(before) and not is_amount(found[0], before, regions.main):
            numbers, end = numbers_at(found, regions)
            yield from (Cell(one.text, line, phone=one.phone, problem=one.problem) for one in numbers)
    yield from _words(text[end:], line)


def _spelled(one: ParsedEmail, text: str, line: Line) -> Cell:
    """Return an address that was spelled out; one that may be a sentence is one if only its label is beside it."""
    beside = f"{text[: one.start]} {text[one.end :]}".strip(_MARKS)
    if one.value is None and len(one.suggestions) == 1 and _ONLY_LABEL.fullmatch(beside):
        return Cell(one.text, line, email=one.suggestions[0])
    return Cell(one.text, line, email=one.value, problem=one.error)


def _unlabelled(text: str) -> str:
    """Return `text` with *E-Mail* blanked, which without its colon might be taken for a part of the address."""
    return _MAIL_LABEL.sub(lambda found: " " * len(found[0]), text)


def _places(text: str) -> Iterator[tuple[int, int, re.Match[str]]]:
    """Yield where an address, a link or a cluster of digits stands, addresses first."""
    for found in (*emails(text), *urls(text), *clusters(text)):
        yield *found.span(), found


def _email(text: str, line: Line) -> Cell:
    clean = text.removeprefix("mailto:").strip(".-'’_")
    try:
        return Cell(text, line, email=EmailAddress(clean))
    except InvalidValue as error:
        return Cell(text, line, problem=error)


def _words(text: str, line: Line, *, is_reached: bool = False) -> Iterator[Cell]:
    """Yield the words of `text`, cut at its separators; labels alone are not worth a cell.

    `is_reached` says that an address or a number follows.
    """
    if not text.strip(_MARKS):
        return
    pieces, above = _SEPARATORS.split(text), ""
    if "," in text and len(pieces) > 1:
        pieces = rejoined(pieces)
    for piece, before, separator in zip(pieces[::2], ["", *pieces[1::2]], [*pieces[1::2], ""], strict=True):
        clean = _without_conjunction(_LIST_NUMBER.sub("", _closed(piece.strip(_MARKS), piece)))
        clean = clean.removesuffix("'") if clean.count("'") == 1 else clean  # the end of a value in quotes
        is_last = is_reached and not separator
        named = _without_label(clean) if ":" in separator else _without_phone_label(clean) if is_last else clean
        short = short_number(clean, above) if clean[-1:].isdigit() else None
        above = clean
        if short is not None:
            yield Cell(short.text, line, problem=short.problem)
        elif clean and not _is_only_labels(clean):
            is_label, is_aside = separator.strip() in (":", "：") and named == clean, before.strip() in ("(", "（")
            is_column = separator.strip() in ("|", ";")
            yield Cell(named, line, is_label=is_label, is_aside=is_aside, is_column=is_column)


def _closed(text: str, piece: str) -> str:
    """Return a piece without the marks around it, but for the sign that ends a quotation within it."""
    if "«" not in text or "»" in text or "»" not in piece:
        return text
    return piece.strip()[: piece.strip().rindex("»") + 1]


def _without_conjunction(text: str) -> str:
    """Return what *and* or *or* joins to something else, without that word: *or Anne Le Goff*."""
    first, _, rest = text.partition(" ")
    return rest if first.islower() and fold(first) in listed("conjunctions", "alternatives") else text


def _without_label(text: str) -> str:
    """Return what stands before a label of its own in one cell: *ORME. Tel:* becomes *ORME*."""
    rest, _, last = text.rpartition(" ")
    return rest.rstrip(" .,") if rest and fold(last) in words()["contacts.labels"] and len(last) < _MAX_LABEL else text


def _without_phone_label(text: str) -> str:
    """Return what stands before the label of the number that follows: *Anne Le Goff cell*."""
    rest, _, last = text.rpartition(" ")
    return rest.rstrip(" .,") if rest and fold(last) in words()["contacts.phones"] else text


def _is_only_labels(text: str) -> bool:
    return _labels().issuperset(folded_words(text))


@cache
def _labels() -> frozenset[str]:
    return listed("contacts.labels", "contacts.fax", "contacts.columns", "contacts.identifiers")
