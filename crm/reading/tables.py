"""Rows and columns: a table becomes rows without their heading, and columns of persons become persons."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final

from crm.reading.coordinates import has_coordinates
from crm.reading.lines import plain_text
from crm.reading.local_parts import resembles
from crm.reading.names import has_given_name, is_person
from crm.reading.others import leads_to_others
from crm.reading.tokens import Kind, Token
from crm.reading.vocabulary import listed, says
from crm.reading.words import words
from crm.values import fold, folded_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.reading.lines import Line

__all__ = ["by_person", "columns_of", "fields_of", "rows_of"]

_BAR: Final = re.compile(r"\s*\|\s*")
_RULE: Final = re.compile(r"[|:+=\s-]+")
_NAME_PART: Final = re.compile(r"[^\W\d_][^\d@|]*")
_MIN_COLUMNS: Final = 2
_MIN_ROWS: Final = 2
_MAX_FIELD_WORDS: Final = 3
_MIN_WIDTH: Final = 12
"""Characters of a first column: less is a margin or a mark."""
_WIDE: Final = re.compile(r"(?<=\S) {3,}(?=\S)")


def columns_of(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with columns that are held apart by spaces printed one after the other.

    Columns begin at the same place in several lines that follow each other; each becomes a block of its own.
    """
    if sum(["   " in line.printed for line in lines]) < _MIN_ROWS:
        return list(lines)
    found: list[Line] = []
    for _, run in groupby(lines, key=lambda line: line.is_blank):
        found += _unfolded(list(run))
    return found


def _unfolded(block: list[Line]) -> list[Line]:
    wide = [line.printed for line in block if "   " in line.printed]
    if len(wide) < _MIN_ROWS:
        return block
    starts = Counter(gap.end() for printed in wide for gap in _WIDE.finditer(printed))
    edges = sorted(start for start, count in starts.items() if count >= _MIN_ROWS)
    if not edges or edges[0] < _MIN_WIDTH or _cut_words(block, edges) or _is_row(block, edges):
        return block
    blank = block[0].saying("")
    return [piece for one, two in pairwise([0, *edges, None]) for piece in (*_column_of(block, one, two), blank)]


def _cut_words(block: Sequence[Line], edges: Sequence[int]) -> bool:
    """Whether a line goes on across the edge of a column, which would cut a word of it."""
    said = [line.printed for line in block if any(map(str.isalnum, line.printed))]
    return any(len(printed) > edge and " " not in printed[edge - 1 : edge + 1] for printed in said for edge in edges)


def _is_row(block: Sequence[Line], edges: Sequence[int]) -> bool:
    """Tell rows of a table, which are read across: a name in the first column only, and no address or number."""
    firsts = [line.printed[: edges[0]].strip() for line in block]
    if any(map(has_coordinates, firsts)):
        return False
    others = [line.printed[edges[0] :].strip() for line in block]
    return sum(map(is_person, firsts)) > max(1, sum(is_person(one) and has_given_name(one) for one in others))


def _column_of(block: Sequence[Line], start: int | None, end: int | None) -> Iterator[Line]:
    for line in block:
        text = plain_text(line.printed[start:end])
        if text:
            yield line.saying(text)


def rows_of(lines: Sequence[Line]) -> list[Line]:
    """Return the lines without the rules and the heading of a table; a name in two columns comes as one cell."""
    if not any("|" in line.plain for line in lines):
        return list(lines)
    found: list[Line] = []
    names: tuple[int, int] | None = None
    for line in _persons_across(lines):
        cells = _cells(line)
        if len(cells) < _MIN_COLUMNS:
            names = None if line.plain else names
            found.append(line)
        elif _is_heading(cells):
            names = _name_columns(cells)
        elif any(cells) and not _is_rule(line):
            found.append(line.saying(" | ".join(cell for cell in _joined(cells, names) if cell)))
    return found


def fields_of(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with a name that a form prints in two fields made one: *Vorname:* … *Nachname:* …."""
    if _given_labels().isdisjoint([line.folded for line in lines if len(line.said) <= _MAX_FIELD_WORDS]):
        return list(lines)
    said = [place for place, line in enumerate(lines) if not line.is_blank]
    found: list[Line | None] = list(lines)
    for first, second, third, fourth in zip(said, said[1:], said[2:], said[3:], strict=False):
        names = lines[second].plain, lines[fourth].plain
        if _is_given(lines[first]) and _is_family(lines[third]):
            found[second] = lines[second].saying(" ".join(names))
        elif _is_family(lines[first]) and _is_given(lines[third]):
            found[second] = lines[second].saying(" ".join(reversed(names)))
        else:
            continue
        found[first] = found[third] = found[fourth] = None
    return [line for line in found if line is not None]


def _is_given(line: Line) -> bool:
    return line.folded in _given_labels()


@cache
def _given_labels() -> frozenset[str]:
    return frozenset(words().phrases["contacts.given_labels"])


def _is_family(line: Line) -> bool:
    return len(line.said) <= _MAX_FIELD_WORDS and line.folded in words().phrases["contacts.family_labels"]


def _persons_across(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines with a table that prints its persons side by side read column by column."""
    for _, run in groupby(lines, key=lambda line: len(_cells(line)) if not line.is_blank else 0):
        block = [line for line in run if not _is_rule(line)]
        rows = [_cells(line) for line in block]
        is_table = len(rows) >= _MIN_ROWS and len(rows[0]) >= _MIN_COLUMNS
        is_across = is_table and any(all(map(_opens_with_name, row)) for row in rows)
        if not (is_across or (is_table and any(map(_labels_a_contact, rows[0][1:])))):
            yield from block
            continue
        for column in zip(*rows, strict=True):
            if not any(leads_to_others(folded_words(cell)) for cell in column):
                yield from (line.saying(cell) for line, cell in zip(block, column, strict=True) if cell)
                yield block[-1].saying("")


def _labels_a_contact(cell: str) -> bool:
    """Tell a cell at the head of a column whose label leads to somebody: *CONTACT: Anne Quint*."""
    label, colon, rest = cell.partition(":")
    return bool(colon and rest) and says(folded_words(label), "contact") and _opens_with_name(rest.strip())


def _opens_with_name(cell: str) -> bool:
    return is_person(cell.partition(",")[0])


def _cells(line: Line) -> list[str]:
    if "|" not in line.plain:
        return []
    text = line.plain
    return _BAR.split(text[text.startswith("|") : len(text) - text.endswith("|")].strip())


def _is_rule(line: Line) -> bool:
    return "-" in line.plain and _RULE.fullmatch(line.plain) is not None


def _is_heading(cells: Sequence[str]) -> bool:
    """Tell the row that says what the columns hold: *Nom | Fonction | Courriel*."""
    said = folded_words(" ".join(cells))
    return bool(said) and listed("contacts.labels", "contacts.columns").issuperset(said)


def _name_columns(cells: Sequence[str]) -> tuple[int, int] | None:
    """Return the columns of the given and the family name where a heading tells them apart."""
    given = _column(cells, "contacts.given_labels")
    family = _column(cells, "contacts.family_labels")
    return None if given is None or family is None or given == family else (given, family)


def _column(cells: Sequence[str], phrases: str) -> int | None:
    return next((place for place, cell in enumerate(cells) if fold(cell) in words().phrases[phrases]), None)


def _joined(cells: list[str], names: tuple[int, int] | None) -> list[str]:
    """Return the cells with a name in two of them made one."""
    columns = names or _split_name(cells)
    if columns is None or max(columns) >= len(cells):
        return cells
    given, family = columns
    kept = [cell for place, cell in enumerate(cells) if place not in columns]
    return [*kept[: min(columns)], f"{cells[given]} {cells[family]}", *kept[min(columns) :]]


def _split_name(cells: Sequence[str]) -> tuple[int, int] | None:
    """Return two cells side by side that are a given name and another word: nothing else is printed so."""
    for place in range(len(cells) - 1):
        one, two = cells[place], cells[place + 1]
        if " " in one or not _NAME_PART.fullmatch(one) or not _NAME_PART.fullmatch(two) or len(two.split()) > 3:
            continue
        if has_given_name(one) and two[0].isupper() and not has_given_name(two.split()[0]):
            return place, place + 1
    return None


def by_person(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with columns made rows: the names, then as many addresses, then as many numbers."""
    runs = [list(run) for _, run in groupby(tokens, key=_sort)]
    found: list[Token] = []
    while runs:
        size, block = len(runs[0]), [runs.pop(0)]
        if _sort(block[0][0]) is Kind.PERSON and size > 1:
            while runs and len(runs[0]) == size and _sort(runs[0][0]) not in (Kind.PERSON, Kind.OTHER):
                block.append(runs.pop(0))
        found += _row_by_row(block, _of_all(block, runs)) if len(block) > 1 else block[0]
    return found


def _of_all(block: Sequence[Sequence[Token]], runs: list[list[Token]]) -> list[Token]:
    """Take the one address that follows the numbers of persons in their paragraph, and is made from nobody's name."""
    names = block[0]
    following = runs[0] if runs else []
    mail = following[0].cell.email if len(following) == 1 else None
    is_apart = mail is None or any(_sort(run[0]) == "email" for run in block) or _is_elsewhere(names, following[0])
    is_somebodys = mail is not None and any(resembles(mail.rpartition("@")[0], name.text) for name in names)
    return [] if is_apart or is_somebodys else runs.pop(0)


def _is_elsewhere(names: Sequence[Token], mail: Token) -> bool:
    """Whether an address stands in another paragraph than the names, or these on a line each."""
    return mail.paragraph != names[-1].paragraph or names[0].line != names[-1].line


def _sort(token: Token) -> object:
    """What makes a run: addresses and numbers apart."""
    if token.kind is Kind.COORDINATE:
        return "email" if token.cell.email is not None else "phone"
    return token.kind


def _row_by_row(block: Sequence[Sequence[Token]], of_all: Sequence[Token]) -> Iterator[Token]:
    """Yield the first of each run, then the second: each row a paragraph of its own, with a number no other has."""
    for name, *others in zip(*block, strict=True):
        yield from (token._replace(paragraph=-id(name)) for token in (name, *others, *of_all))
