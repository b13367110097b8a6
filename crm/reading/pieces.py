"""A line that holds several things becomes pieces, each read as a line of its own.

Pages lose their line breaks on the way: columns end up side by side, whole releases in one line, and the labels of a
form stand glued to what was typed into it. Each piece keeps the number of the line it stands on.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from crm.reading.coordinates import last_coordinate
from crm.reading.tables import columns_of, fields_of, rows_of
from crm.reading.words import words
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.reading.lines import Line

__all__ = ["pieces_of"]

_LONG: Final = 160
"""Shorter lines say one thing."""
_MAX_LONG: Final = 20_000
"""Longer lines are not cut: nothing but damage is that long."""
_TAIL: Final = 40
"""Characters after the last address or number with which a sentence goes on to something else."""

_BREAK: Final = re.compile(r"\s{5,}")
"""A gap as wide as that in a long line was a line break."""
_GAP: Final = re.compile(r"(?<=[^\s.!?:;,•*–-])(?:\t+|[ ]{2,}|\xa0{2,})(?=\S)")
"""A gap inside a line parts two columns, unless a sentence ends before it."""
_LETTER_BARS: Final = re.compile(r"(?<=\S)\s[lI]\s(?=\S)")
"""A bar that was typed as a letter: *Presse ORME l Anne Le Goff l T 01 …*"""
_COLUMNS: Final = re.compile(r"(?<=[^\s.!?:;,•*–-])(?:\t+|[ ]{3,})(?=\S)")
"""In a short line it takes a wider one: people type two spaces."""
_SENTENCE: Final = re.compile(r"(?:(?<=[\w)”»’]{3}[.!?])|(?<=\d\d[.!?]))\s+(?=[A-ZÀ-Þ«“(])")
_GLUED_PLUS: Final = re.compile(r"(?<=[a-zß-ÿ]{3})\+\d{1,3}[ .-]?\d")
_JOINT: Final = re.compile(r"(?<=[a-zß-ÿ]{3})(?=[A-ZÀ-Þ][a-zß-ÿ])|(?<=\b[A-Z][a-zß-ÿ])(?<!Mc)(?<!De)(?<!Le)(?<!La)(?<!Du)(?<!Di)(?<!Da)(?=[A-ZÀ-Þ][a-zß-ÿ])|(?<=\d{4})(?=[a-z]{3})|(?<=[a-zß-ÿ]{3})(?=\d{3}|\+\d)|(?<=[a-z]\.)(?=[A-Z][a-z]{2})")
"""Where two fields of a form meet without a space."""
_GLUED_MAIL: Final = re.compile(r"(?<=\d{4})(?=[a-z][a-z._-]{2,40}@)")
_GLUED_TEL: Final = re.compile(r"(?<=[a-zß-ÿ]{2})(?:Tel|Tél|Cel|Mob)\.?:?\s?[(+\d]")
_LABEL: Final = re.compile(r"(?:[^\s:]+\s){0,3}[^\s:]+(?=\s?:\s)")
"""Up to four words before a colon."""


def pieces_of(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with those that hold several things cut up, in the order of the page."""
    return fields_of(list(rows_of([piece for line in columns_of(lines) for piece in _pieces(line)])))


def _pieces(line: Line) -> Iterator[Line]:
    if line.is_blank:
        yield line
        return
    if line.is_piece:
        yield line.saying(_unglued(line.plain))
        return
    glued = _glued(line)
    if glued is None and _is_glued(line.plain):
        yield line.saying(_unglued(_JOINT.sub(" | ", line.plain)))
    elif glued:
        yield from (line.saying(_unglued(_JOINT.sub(" | ", text))) for text in glued)
    elif ":" in line.plain and _glued_label().search(line.plain):
        yield line.saying(_unglued(line.plain))
    elif len(_LETTER_BARS.findall(line.plain)) > 1:
        yield line.saying(_LETTER_BARS.sub(" | ", line.plain))
    elif len(line.printed) > _LONG and len(line.plain) <= _MAX_LONG:
        yield from _of_long(line)
    else:
        yield _in_columns(line)


def _glued(line: Line) -> tuple[str, str] | None:
    """Return the label of a form and what is glued to it: *Contact DetailsAnne Le Goff*."""
    found = _form_label().match(line.plain)
    return (found[0], line.plain[found.end() :]) if found else None


@cache
def _form_label() -> re.Pattern[str]:
    labels = "|".join(map(re.escape, words().phrases["contacts.form_labels"]))
    return re.compile(rf"(?i:{labels})(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ]|https?:)")


def _unglued(text: str) -> str:
    """Return `text` with a bar before each label that is glued to what stands before it: *Anne Le GoffPhone: …*"""
    if "@" in text:
        text = _GLUED_MAIL.sub(" ", text)
    return _glued_label().sub(" | ", text) if ":" in text else text


@cache
def _glued_label() -> re.Pattern[str]:
    labels = "|".join(sorted((word.capitalize() for word in words()["contacts.labels"] if len(word) > 2), key=len))
    return re.compile(rf"(?<=[a-zß-ÿ\d])(?=(?:{labels}|E-?[Mm]ail|Website)\s?:)")


def _is_glued(text: str) -> bool:
    """Tell a line of fields without spaces between them: a number runs into an address, a name into *Tel.*"""
    if "@" in text and _GLUED_MAIL.search(text) is not None:
        return True
    return _GLUED_TEL.search(text) is not None or _GLUED_PLUS.search(text) is not None


def _in_columns(line: Line) -> Line:
    """Return a line with its columns parted by a bar, which parts cells everywhere else too."""
    if "\t" not in line.printed and "  " not in line.printed and "\xa0" not in line.printed:
        return line
    parted = line.parted(_COLUMNS)
    return line if parted == line.plain else line.saying(parted)


def _of_long(line: Line) -> Iterator[Line]:
    blocks = [text for text in line.broken(_BREAK, _GAP) if text]
    for block in blocks:
        if len(block) <= _LONG:
            yield line.saying(block)
        elif _speaks_of_contacts(block):
            sentences = (part for sentence in _SENTENCE.split(block) for part in _at_labels(sentence))
            yield from (line.saying(text) for sentence in sentences for text in _cut(sentence))
        else:
            yield line.saying(block)


def _speaks_of_contacts(text: str) -> bool:
    return "@" in text or last_coordinate(text) > 0 or not _cues().isdisjoint(fold(text).split())


@cache
def _cues() -> frozenset[str]:
    return words()["contacts.press"] | words()["contacts.weak"]


def _at_labels(sentence: str) -> Iterator[str]:
    """Yield a sentence, parted where the label of a contact begins inside it: *… de la vallée Contact presse : …*"""
    start = 0
    for found in _LABEL.finditer(sentence):
        place = _label_start(found)
        if place > start:
            yield sentence[start:place].strip()
            start = place
    yield sentence[start:]


def _label_start(found: re.Match[str]) -> int:
    """Return where the label of a contact begins among a few words before a colon; 0 where there is none."""
    said = fold(found[0]).split()
    if not (_says(said, "press") and (_says(said, "contact") or _says(said, "soft"))) and not _says(said, "headings"):
        return 0
    known = words()["contacts.press"] | words()["contacts.contact"] | words()["contacts.soft"]
    first = next((word for word in found[0].split() if word[0].isupper() and fold(word) in known), None)
    return found.start() + found[0].index(first) if first else 0


def _says(said: list[str], name: str) -> bool:
    return not words()[f"contacts.{name}"].isdisjoint(said)


def _cut(sentence: str) -> Iterator[str]:
    """Yield a sentence, and apart from it what follows its last address or number."""
    end = last_coordinate(sentence)
    if 0 < end < len(sentence) - _TAIL:
        yield sentence[:end]
        yield sentence[end:].strip()
    else:
        yield sentence
