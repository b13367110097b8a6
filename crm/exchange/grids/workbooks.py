"""Workbooks, XLSX, XLS and ODS: the cells of one sheet as text, within limits."""

from __future__ import annotations

import datetime as dt
import io
import pickle
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from crm.errors import CrmError, InvalidChoice, MissingExtra, SourceDamaged, SourceEncrypted, SourceTooLarge
from crm.exchange.grids.guards import freed
from crm.exchange.grids.packages import check_package
from crm.exchange.grids.stream import GridStream
from crm.exchange.records import Problem
from crm.exchange.sources import Opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.exchange.grids.packages import Errors
    from crm.exchange.limits import Limits

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
    if format == "xls":
        return _apart(opened, limits, sheet)
    return _opened(opened, format, check_package(opened.file, limits), limits, sheet, calamine)


def _opened(
    opened: Opened,
    format: str,  # noqa: A002
    errors: Errors,
    limits: Limits,
    sheet: str | None,
    calamine: Any,
) -> GridStream:
    try:
        book = calamine.CalamineWorkbook.from_filelike(opened.file)
        name, found = _chosen(book, sheet)
    except InvalidChoice:
        raise
    except calamine.PasswordError as error:
        raise SourceEncrypted("the workbook is encrypted", hint="save a copy without a password") from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise SourceDamaged(_DAMAGED) from error
    except BaseException as error:  # what calamine panics with is no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise SourceDamaged(_DAMAGED) from error
    if found is None or found.start is None:
        return GridStream(iter(()), format, sheet=name)
    if found.end[0] >= limits.rows or found.end[1] >= limits.columns:
        raise SourceTooLarge(f"the sheet has more than {limits.rows} rows or {limits.columns} columns")
    notes = [] if sheet else list(_unread(book, name))
    return GridStream(_rows(found, errors.get(name or "", {}), limits), format, sheet=name, notes=notes)


def _unread(book: Any, chosen: str | None) -> Iterator[Problem]:
    """Yield a note for each other sheet that is not empty: nobody should think that its rows were taken in."""
    for name in book.sheet_names:
        if name != chosen and book.get_sheet_by_name(name).start is not None:
            hint = "name the sheet to read it: sheet=…, --sheet"
            message = f"the sheet {name!r} is not read, only {chosen!r}"
            yield Problem("grid.sheet_unread", message, value=name, hint=hint)


_DAMAGED: Final = "the workbook cannot be opened: it is damaged, or no workbook"


# --- XLS --------------------------------------------------------------------------------------------------------------

_CHILD: Final = "import sys; sys.path[:] = sys.argv[1:]; from crm.exchange.grids.workbooks import answer; answer()"
_MOST_MEMORY: Final = 4 << 30


def _apart(opened: Opened, limits: Limits, sheet: str | None) -> GridStream:
    """Read an XLS in a process of its own: of a damaged one calamine asks for more memory than there is, and dies."""
    asked = pickle.dumps((limits, sheet)) + opened.file.read()
    command = [sys.executable, "-c", _CHILD, *sys.path]
    done = subprocess.run(command, input=asked, capture_output=True, check=False)  # noqa: S603 - ourselves
    if done.returncode:
        raise SourceDamaged(_DAMAGED)
    name, rows, notes = pickle.loads(done.stdout)  # noqa: S301 - from ourselves
    if isinstance(rows, CrmError):
        raise rows
    return GridStream(iter(rows), "xls", sheet=name, notes=notes)


def answer() -> None:
    """Read, in a process of its own, what `_apart` asks for, and answer it."""
    import python_calamine as calamine

    with suppress(ImportError):  # Windows has no such limit
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    limits, sheet = pickle.load(sys.stdin.buffer)  # noqa: S301 - from ourselves
    file = io.BytesIO(sys.stdin.buffer.read())
    try:
        stream = _opened(Opened(None, file, 0), "xls", {}, limits, sheet, calamine)
        found: Any = stream.sheet, list(stream), stream.notes
    except CrmError as error:
        error.__cause__ = None
        found = None, error, []
    sys.stdout.buffer.write(pickle.dumps(found))


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
