"""A grid of any format: which one it is, and its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crm.errors import InvalidChoice, SourceFormatUnknown
from crm.exchange.grids.separated import separated
from crm.exchange.grids.stream import Grid, GridStream
from crm.exchange.limits import Limits
from crm.exchange.sources import opened as opening

if TYPE_CHECKING:
    from crm.exchange.sources import Opened, SourceLike

__all__ = ["WORKBOOKS", "grid_rows", "read_grid", "workbook_format"]

WORKBOOKS: Final = ("xlsx", "xls", "ods")
_TEXTS: Final = {"csv": None, "tsv": "\t"}
_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0"
_ODS: Final = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
_OTHERS: Final = {
    b"%PDF-": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\x1f\x8b": "packed with gzip",
    b"{\\rtf": "an RTF document",
    b"SQLite format 3\0": "a SQLite database",
}
"""How files begin that people take for lists."""


def read_grid(
    source: SourceLike,
    *,
    format: str | None = None,  # noqa: A002 - what every function here calls it
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    limits: Limits | None = None,
) -> Grid:
    r"""Return all rows of a list as text, with the encoding and the delimiter it was written with.

    >>> read_grid("Nom;Tél.\nAnne Le Goff;\"01 99 00 12 34\"\n").rows
    [['Nom', 'Tél.'], ['Anne Le Goff', '01 99 00 12 34']]

    Raises:
        SourceError: it cannot be read, or is larger than `limits`.
        InvalidChoice: there is no such format, encoding or sheet.
    """
    limits = limits or Limits()
    with opening(source, limits) as opened:
        stream = grid_rows(opened, limits, format=format, encoding=encoding, delimiter=delimiter, sheet=sheet)
        rows = list(stream)
    return Grid(
        [cells for _, cells in rows],
        stream.format,
        stream.encoding,
        stream.delimiter,
        stream.sheet,
        [line for line, _ in rows],
        [*stream.notes, *stream.faults.values()],
    )


def grid_rows(
    opened: Opened,
    limits: Limits,
    *,
    format: str | None = None,  # noqa: A002
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
) -> GridStream:
    """Return the rows of a list one by one, as long as `opened` is open; the format is told by the content."""
    if format is not None and format not in (*WORKBOOKS, *_TEXTS):
        raise InvalidChoice(format, "there is no such format of grids", code="format.unknown", hint="csv, tsv, xlsx")
    if (kind := _format(opened, format)) is not None:
        from crm.exchange.grids.workbooks import workbook_rows

        return workbook_rows(opened, kind, limits, sheet)
    return separated(opened, limits, encoding=encoding, delimiter=delimiter or _TEXTS.get(format or "csv"))


def _format(opened: Opened, stated: str | None) -> str | None:
    return None if stated in _TEXTS else workbook_format(opened) or (stated if stated in WORKBOOKS else None)


def workbook_format(opened: Opened) -> str | None:
    """Return ``xlsx``, ``xls`` or ``ods`` for a workbook, None for text.

    Raises:
        SourceFormatUnknown: it is neither.
    """
    opened.file.seek(0)
    head = opened.file.read(128)
    opened.file.seek(0)
    if head.startswith(_ZIP):
        return "ods" if _ODS in head or opened.suffix == ".ods" else "xlsx"
    if head.startswith(_OLE):
        return "xls"
    other = next((what for mark, what in _OTHERS.items() if head.startswith(mark)), None)
    if other is not None:
        raise SourceFormatUnknown(f"it is {other}, and no list", hint="save the list as CSV or XLSX")
    return None
