"""The lines of a section become tokens: each cell with what it is taken for."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from crm.reading.cells import Cell, cells_of
from crm.reading.looks import Look
from crm.reading.mails import Mails
from crm.reading.neighbours import beside_each_other, joined, together
from crm.reading.numbers import last_digits
from crm.reading.posts import posts_told
from crm.reading.prose import named_by_the_way, prose_paragraphs, sentence_token
from crm.reading.tokens import Token
from crm.reading.vocabulary import opens_with_phrase, says
from crm.values import PhoneNumber, folded_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crm.reading.known import Known
    from crm.reading.lines import Line
    from crm.reading.regions import Regions
    from crm.reading.sections import Section

__all__ = ["is_too_long", "tokens_of"]

_MAX_LINE: Final = 20_000
"""Characters of one line in which contacts are looked for."""


def tokens_of(section: Section, regions: Regions, known: Known) -> list[Token]:
    """Return the tokens of a section in order; `known` is what is known of institutions met elsewhere."""
    lines = (section.heading.saying(section.rest), *section.lines)
    cells = list(_for_the_press(_cells(lines, regions)))
    look = Look(Mails(cells), known)
    prose = prose_paragraphs(cells)
    tokens: list[Token] = []
    for (cell, paragraph), following in zip(cells, [*cells[1:], None], strict=False):
        after = following[0] if following and following[0].line.number == cell.line.number else None
        if paragraph in prose and not (said := look.said_of(cell)):
            tokens.append(sentence_token(cell, paragraph))
        elif paragraph in prose:
            tokens += (Token(cell._replace(text=text), kind, paragraph) for text, kind in said)
        else:
            tokens += (Token(piece, kind, paragraph) for piece, kind in look.at(cell, after))
    found = beside_each_other(joined(named_by_the_way(tokens)), look.mails)
    return together(posts_told(found, look.mails, known))


def _for_the_press(cells: Iterable[tuple[Cell, int]]) -> Iterator[tuple[Cell, int]]:
    """Yield the cells without what a label inside a line gives to others: *Médias : … ; Investisseurs : …*."""
    for _, run in groupby(cells, key=lambda one: one[0].line.number):
        is_given_away, is_first = False, True
        for cell, paragraph in run:
            is_given_away = _is_given_away(cell, is_first=is_first, before=is_given_away)
            is_first = False
            if not is_given_away:
                yield cell, paragraph


def _is_given_away(cell: Cell, *, is_first: bool, before: bool) -> bool:
    """Whether a cell is for others: by its own words where it is a label, else as the one before it on its line."""
    if cell.phone is not None:
        return before
    said = folded_words(cell.text)
    if cell.text.startswith("©") or opens_with_phrase(said, "contacts.follows"):
        return True
    if cell.is_aside and before and says(said, "press"):
        return False  # *Tilde Partners (financial PR)*
    if cell.is_coordinate or not (cell.is_label or (is_first and cell.is_column)):
        return before
    return not says(said, "press") and (before or (says(said, "others") and (cell.is_column or not is_first)))


def _numbered(lines: Iterable[Line]) -> Iterator[tuple[int, Line]]:
    """Yield the lines that are not blank, each with the number of its paragraph."""
    paragraph = 0
    for line in lines:
        paragraph += line.is_blank
        if not line.is_blank:
            yield paragraph, line


def _cells(lines: Iterable[Line], regions: Regions) -> Iterator[tuple[Cell, int]]:
    is_fax = False
    last: Cell | None = None
    for paragraph, line in _numbered(lines):
        found = [] if _is_by_the_way(line) else [_whole(cell, last) for cell in cells_of(_beginning(line), regions)]
        last = next((cell for cell in reversed(found) if cell.phone is not None), last)
        if not (is_fax and all(cell.phone is not None for cell in found)):
            yield from ((cell, paragraph) for cell in found)
        is_fax = not found and _says_fax(line)


def _whole(cell: Cell, last: Cell | None) -> Cell:
    """Return the number of which a cell prints the last digits, the others being those of the one before it."""
    if last is None or last.phone is None or not cell.text[-1:].isdigit() or cell.is_coordinate:
        return cell
    is_short = cell.problem is not None and cell.problem.code == "phone.too_short"  # behind a label and a colon
    ends = cell.text if is_short else last_digits(cell.text)
    if ends is None or len(ends) != len(last_digits(last.text) or ""):
        return cell
    return cell._replace(phone=PhoneNumber(last.phone.e164[: -len(ends)] + ends), problem=None)


def _is_by_the_way(line: Line) -> bool:
    """Tell a line in brackets that names others: for whom somebody stands in; or one in the place of an address."""
    if opens_with_phrase(line.said, "contacts.masks"):
        return True
    is_aside = line.plain.startswith("(") and line.plain.endswith(")") and not line.has_coordinates
    return is_aside and opens_with_phrase(line.said, "contacts.by_the_way")


def _says_fax(line: Line) -> bool:
    """Tell the label of a form whose number stands on the next line, where nobody answers."""
    return bool(line.said) and all(says((word,), "fax") for word in line.said)


def _beginning(line: Line) -> Line:
    """Return a line as far as contacts are looked for in it; `is_too_long` reports what goes on further."""
    return line if not is_too_long(line) else line.saying(line.plain[:_MAX_LINE].rpartition(" ")[0])


def is_too_long(line: Line) -> bool:
    """Whether contacts are looked for in the beginning of a line only."""
    return len(line.plain) > _MAX_LINE
