"""Workbooks, XLSX, XLS and ODS: the cells of one sheet as text, within limits."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from crm.errors import InvalidChoice, MissingExtra, SourceDamaged, SourceEncrypted, SourceTooLarge
from crm.exchange.grids.guards import freed
from crm.exchange.grids.stream import GridStream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.exchange.limits import Limits
    from crm.exchange.sources import Opened

__all__ = ["workbook_rows"]

_WHOLE: Final = 1e15
"""Up to which a float holds every whole number."""


def workbook_rows(opened: Opened, format: str, limits: Limits, sheet: str | None = None) -> GridStream:  # noqa: A002
    """Return the rows of one sheet: the one that is named, else the first that is not empty.

    Raises:
        MissingExtra: python-calamine is not installed.
        InvalidChoice: there is no sheet of that name.
        SourceError: it is broken, encrypted, or larger than `limits`.
    """
    try:
        import python_calamine as calamine
    except ImportError as error:
        raise MissingExtra("xlsx", "python-calamine") from error
    opened.file.seek(0)
    try:
        book = calamine.CalamineWorkbook.from_filelike(opened.file)
        name, found = _chosen(book, sheet)
    except calamine.PasswordError as error:
        raise SourceEncrypted("the workbook is encrypted", hint="save a copy without a password") from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise SourceDamaged("the workbook cannot be opened: it is damaged, or no workbook") from error
    if found is None:
        return GridStream(iter(()), format, sheet=name)
    if found.total_height > limits.rows or found.total_width > limits.columns:
        raise SourceTooLarge(f"the sheet has more than {limits.rows} rows or {limits.columns} columns")
    return GridStream(_rows(found, limits), format, sheet=name)


def _chosen(book: Any, wanted: str | None) -> tuple[str | None, Any]:
    names = list(book.sheet_names)
    if wanted is not None:
        if wanted not in names:
            hint = f"the sheets are {', '.join(names[:30])}"
            raise InvalidChoice(wanted, "the workbook has no such sheet", code="sheet.unknown", hint=hint)
        return wanted, book.get_sheet_by_name(wanted)
    for name in names:
        sheet = book.get_sheet_by_name(name)
        if sheet.total_height:
            return name, sheet
    return (names[0] if names else None), None


def _rows(sheet: Any, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(sheet.to_python(skip_empty_area=False), 1):
        cells = [_text(value) for value in row]
        if any(len(cell) > limits.cell_chars for cell in cells):
            raise SourceTooLarge(f"row {number} has a cell of more than {limits.cell_chars} characters")
        yield number, cells if any(cells) else []


def _text(value: Any) -> str:
    """Return the text of a cell: a whole number without decimals, a day as ISO writes it."""
    if isinstance(value, str):
        return freed(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _WHOLE else repr(value)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, dt.date | dt.time | dt.datetime):
        return value.isoformat()
    return str(value)
