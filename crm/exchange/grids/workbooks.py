"""Workbooks, XLSX, XLS and ODS: the cells of one sheet as text, within limits."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from crm.errors import InvalidChoice, MissingExtra, SourceDamaged, SourceEncrypted, SourceTooLarge
from crm.exchange.grids.guards import freed
from crm.exchange.grids.packages import check_package
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
    errors = check_package(opened.file, limits) if format != "xls" else {}
    try:
        book = calamine.CalamineWorkbook.from_filelike(opened.file)
        name, found = _chosen(book, sheet)
    except InvalidChoice:
        raise
    except calamine.PasswordError as error:
        raise SourceEncrypted("the workbook is encrypted", hint="save a copy without a password") from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise SourceDamaged("the workbook cannot be opened: it is damaged, or no workbook") from error
    if found is None or found.start is None:
        return GridStream(iter(()), format, sheet=name)
    if found.end[0] >= limits.rows or found.end[1] >= limits.columns:
        raise SourceTooLarge(f"the sheet has more than {limits.rows} rows or {limits.columns} columns")
    return GridStream(_rows(found, errors.get(name or "", {}), limits), format, sheet=name)


def _chosen(book: Any, wanted: str | None) -> tuple[str | None, Any]:
    names = list(book.sheet_names)
    if wanted is not None:
        if wanted not in names:
            hint = f"the sheets are {', '.join(names[:30])}"
            raise InvalidChoice(wanted, "the workbook has no such sheet", code="sheet.unknown", hint=hint)
        return wanted, book.get_sheet_by_name(wanted)
    for name in names:
        sheet = book.get_sheet_by_name(name)
        if sheet.start is not None:
            return name, sheet
    return (names[0] if names else None), None


def _rows(sheet: Any, errors: dict[tuple[int, int], str], limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows from the sheet's first one on; its empty columns on the left are left out."""
    left = sheet.start[1] + 1
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = [_text(value) for value in row]
        if errors:
            cells = [cell or errors.get((number, left + place), "") for place, cell in enumerate(cells)]
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
