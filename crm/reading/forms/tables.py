"""The rows of a table become lines, so that what is said of one person stays together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["lines_of_table"]

Cell = list[str]
"""The lines of a cell."""

_MAX_ROW: Final = 160
"""A longer row is no longer read as one: its cells are given a line each."""

_EMAIL: Final = re.compile(r"\S@\S")
_PHONE: Final = re.compile(r"\+?(?:\d[\s().–-]{0,3}){8,}")


def lines_of_table(rows: Sequence[Sequence[Cell]]) -> Iterator[str]:
    """Yield the lines of a table, an empty one between what does not belong together.

    A row of short cells is one line; where a cell has several lines each cell is a paragraph; where the columns are
    persons (names over names, addresses over addresses) the table is read column by column.

    >>> list(lines_of_table([[["Anne Le Goff"], ["Ville"], ["anne@example.org"]]]))
    ['Anne Le Goff | Ville | anne@example.org']
    >>> list(lines_of_table([[["Anne Le Goff"], ["Zoé Quint"]], [["a@example.org"], ["z@example.org"]]]))
    ['', 'Anne Le Goff', 'a@example.org', '', '', 'Zoé Quint', 'z@example.org', '']
    """
    if _are_columns_persons(rows):
        for cells in _columns(rows):
            yield from ("", *(line for cell in cells for line in cell), "")
        return
    for row in rows:
        filled = [cell for cell in row if cell]
        if _is_one_line(filled):
            yield _joined([cell[0] for cell in filled])
        else:
            for cell in filled:
                yield from ("", *cell, "")


def _is_one_line(cells: Sequence[Cell]) -> bool:
    texts = [line for cell in cells for line in cell]
    is_short = len(texts) == len(cells) and sum(len(text) + 3 for text in texts) <= _MAX_ROW
    return len(cells) > 1 and is_short and not any(text.startswith("#") for text in texts)


def _joined(texts: Sequence[str]) -> str:
    """Join the cells of a row; a label with its colon needs no other sign."""
    plain = [text.replace("**", "") for text in texts]
    first, *others = [text.removeprefix("- ") for text in plain]
    return f"{first} {' | '.join(others)}" if first.endswith(":") else " | ".join((first, *others))


def _are_columns_persons(rows: Sequence[Sequence[Cell]]) -> bool:
    """Tell names over names and addresses over addresses: a row of e-mails or of numbers only, and one without any."""
    kinds = [_kind(row) for row in rows if sum(map(bool, row)) > 1]
    return "words" in kinds and ("emails" in kinds or "phones" in kinds) and "mixed" not in kinds


def _kind(row: Sequence[Cell]) -> str:
    texts = [" ".join(cell) for cell in row if cell]
    emails = [_EMAIL.search(text) is not None for text in texts]
    phones = [_PHONE.search(text) is not None for text in texts]
    if not any(emails) and not any(phones):
        return "words"
    return "emails" if all(emails) and not any(phones) else "phones" if all(phones) and not any(emails) else "mixed"


def _columns(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    width = max(map(len, rows))
    return [[row[place] for row in rows if place < len(row)] for place in range(width)]
