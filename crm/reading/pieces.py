"""A line that holds several things becomes pieces, each read as a line of its own.

Pages lose their line breaks on the way: columns end up side by side, whole releases in one line, and the labels of a
form stand glued to what was typed into it. Each piece keeps the number of the line it stands on.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crm.reading.coordinates import is_spelled, last_coordinate
from crm.reading.filled import joined_lines
from crm.reading.gaps import with_usual_gaps
from crm.reading.glued import form_label, is_glued, may_be_glued, parted_fields, unglued
from crm.reading.tables import columns_of, fields_of, rows_of
from crm.reading.vocabulary import listed, says
from crm.reading.words import words
from crm.values import fold, folded_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from crm.reading.lines import Line

__all__ = ["pieces_of"]

_LONG: Final = 160
"""Shorter lines say one thing."""
_MAX_LONG: Final = 20_000
"""Longer lines are not cut: nothing but damage is that long."""
_TAIL: Final = 40
"""Characters after the last address or number with which a sentence goes on to something else."""
_LABEL_WORDS: Final = 4
_MAX_LABEL: Final = 100
"""Words, and characters, before a colon that may be the label of a contact."""

_BREAK: Final = re.compile(r"\s{5,}")
"""A gap as wide as that in a long line was a line break."""
_FIELD: Final = re.compile(r"[\"']?([a-z]{2,20})([A-Z][a-z]+)[\"']?\s?:\s?[\"']")
_LINE_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_GAP: Final = re.compile(r"(?<=[^\s.!?:;,•*–-])(?:\t+|[ ]{2,}|\xa0{2,})(?=\S)")
"""A gap inside a line parts two columns, unless a sentence ends before it."""
_LETTER_BARS: Final = re.compile(r"(?<=\S)\s[lI]\s(?=\S)")
"""A bar that was typed as a letter: *Presse ORME l Anne Le Goff l T 01 …*"""
_COLUMNS: Final = re.compile(r"(?<=[^\s.!?:;,•*–-])(?:\t+|[ ]{3,})(?=\S)")
"""In a short line it takes a wider one: people type two spaces."""
_SENTENCE: Final = re.compile(r"\s(?:(?<=[\w)”»’]{3}[.!?]\s)|(?<=\d\d[.!?]\s))\s*(?=[A-ZÀ-Þ«“(])")
"""Where a sentence ends, behind a word or a number that is no abbreviation; it begins with what is found fast."""
_COLON: Final = re.compile(r":\s")


def pieces_of(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with those that hold several things cut up, in the order of the page."""
    found: list[Line] = []
    for line in joined_lines(columns_of(with_usual_gaps(lines))):
        if line.is_blank:
            found.append(line)
        else:
            found += _pieces(line)
    return fields_of(rows_of(found))


def _pieces(line: Line) -> Iterable[Line]:
    """Return the pieces of a line; one that says a single thing comes as it is."""
    if line.is_piece:
        return (_saying(line, unglued(line.plain)),)
    if "<br" in line.printed and "|" not in line.printed and len(texts := line.broken(_LINE_BREAK, _GAP)) > 1:
        return [line.saying(text) for text in texts if text]
    if may_be_glued(line.plain) and (texts := _unglued(line.plain)):
        if _is_field_of_others(line.plain):
            return ()
        return map(line.saying, texts)
    if " l " in line.plain and len(_LETTER_BARS.findall(line.plain)) > 1:
        return (line.saying(_LETTER_BARS.sub(" | ", line.plain)),)
    if len(line.printed) > _LONG and len(line.plain) <= _MAX_LONG:
        return _of_long(line)
    # A bar between its columns parts cells everywhere else too.
    return (_saying(line, line.parted(_COLUMNS)) if _has_gaps(line) else line,)


def _is_field_of_others(text: str) -> bool:
    """Tell a field in the data of a program whose name says whose address it is: *schoolsEmail: "…"*."""
    found = _FIELD.match(text)
    is_address = found is not None and fold(found[2]) in words()["contacts.labels"]
    return is_address and found is not None and found[1] not in listed("contacts.press", "contacts.contact")


def _unglued(text: str) -> list[str]:
    """Return what a line of fields without spaces between them says; nothing where it is none."""
    label = form_label(text)
    if label:
        return [parted_fields(part) for part in label]
    if is_glued(text):
        return [parted_fields(text)]
    parted = unglued(text)
    return [parted] if parted != text else []


def _saying(line: Line, text: str) -> Line:
    """Return a line that says `text`: itself where it does."""
    return line if text == line.plain else line.saying(text)


def _has_gaps(line: Line) -> bool:
    text = line.printed.strip()
    if text == line.plain:
        return False  # in which all white space is single spaces
    if "  " in text or "\t" in text:
        return True
    return "\xa0" in text and ("\xa0\xa0" in text or "\xa0 " in text or " \xa0" in text)


def _of_long(line: Line) -> Iterable[Line]:
    if not _has_gaps(line):
        return _sentences(line)
    blocks = (_saying(line, text) for text in line.broken(_BREAK, _GAP) if text)
    return (piece for block in blocks for piece in _sentences(block))


def _sentences(block: Line) -> Iterable[Line]:
    """Return the sentences of a long line that speaks of contacts, the line where it does not."""
    if len(block.plain) <= _LONG or not _speaks_of_contacts(block):
        return (block,)
    sentences = (part for sentence in _SENTENCE.split(block.plain) for part in _at_labels(sentence))
    return (block.saying(text) for sentence in sentences for text in _cut(sentence))


def _speaks_of_contacts(line: Line) -> bool:
    return not listed("contacts.press", "contacts.weak").isdisjoint(line.said) or line.has_coordinates


def _at_labels(sentence: str) -> Iterator[str]:
    """Yield a sentence, parted where the label of a contact begins inside it: *… de la vallée Contact presse : …*."""
    start = before = 0
    for colon in _COLON.finditer(sentence):
        found = sentence[max(before, colon.start() - _MAX_LABEL) : colon.start()].rpartition(":")[2]
        before = colon.end()
        place = colon.start() - _label_length(found)
        if start < place < colon.start():
            yield sentence[start:place].strip()
            start = place
    yield sentence[start:]


def _label_length(text: str) -> int:
    """Return how many characters at the end of `text` are the label of a contact; 0 where there is none.

    >>> _label_length("de la vallée Contact presse "), _label_length("de la vallée")
    (15, 0)
    """
    found = text.split()[-_LABEL_WORDS:]
    said = folded_words(" ".join(found))
    if not (says(said, "press") and (says(said, "contact") or says(said, "soft"))) and not says(said, "headings"):
        return 0
    known = listed("contacts.press", "contacts.contact", "contacts.soft")
    first = next((word for word in found if word[0].isupper() and fold(word) in known), None)
    return len(text) - text.rindex(first) if first else 0


def _cut(sentence: str) -> Iterator[str]:
    """Yield a sentence, and apart from it what follows its last address or number."""
    end = last_coordinate(sentence)
    if 0 < end < len(sentence) - _TAIL and not is_spelled(sentence[end:]):
        yield sentence[:end]
        yield sentence[end:].strip()
    else:
        yield sentence
