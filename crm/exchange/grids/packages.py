"""What a workbook would unpack to, counted before anything opens it: the bytes of its parts, the area of its sheets."""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import IO, TYPE_CHECKING, Final, TypeAlias
from xml.etree import ElementTree
from xml.parsers import expat

from crm.errors import SourceDamaged, SourceEncrypted, SourceFormatUnknown, SourceTooLarge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.exchange.limits import Limits

__all__ = ["Errors", "check_package"]

_BROKEN: Final = (
    zipfile.BadZipFile,
    ElementTree.ParseError,
    KeyError,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    RuntimeError,
)
"""What zipfile raises for damaged or hostile bytes; ValueError and RuntimeError for what it does not support."""
_CHUNK: Final = 1 << 20
_FREE: Final = 1_000_000
"""Bytes below which any ratio of compression is harmless."""
_MEMBERS: Final = 10_000
_ENCRYPTED: Final = 0x1
MOST_CELLS: Final = 24_000_000
"""Of the rectangle a sheet spans, empty cells included: what opens it holds them all. A full sheet of 22 columns."""
_REF: Final = rb"\sr\s*=\s*[\"']([A-Za-z]{1,7})([0-9]{1,10})[\"']"
_CELL: Final = re.compile(rb"<(?:\w+:)?c(?=\s)[^<>]*?" + _REF + rb"[^<>]*(?<!/)>")
"""A cell with something in it; those that have a style alone do not count."""
_UNPLACED: Final = re.compile(rb"<(?:\w+:)?c(?:>|\s(?![^<>]*?\br\s*=)[^<>]*(?<!/)>)")
_ROW: Final = re.compile(rb"<(?:\w+:)?row(?=[\s>])")
_FAILED_SIGN: Final = re.compile(rb"\bt\s*=\s*[\"']e[\"']")
_FAILED: Final = re.compile(
    rb"<(?:\w+:)?c(?=[^<>]*\bt\s*=\s*[\"']e[\"'])[^<>]*?"
    + _REF
    + rb"[^<>]*>(?:<(?:\w+:)?f[^<>]*>[^<>]*<[^<>]*>|<[^<>]*/>)?"
    rb"<(?:\w+:)?v>(#[^<>]{1,20})</"
)
_MOST_ERRORS: Final = 100_000
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
"""How XML begins that is written in UTF-16, as no program writes a workbook."""
_BOOK: Final = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")


Errors: TypeAlias = "dict[str, dict[tuple[int, int], str]]"
"""Of each sheet the cells, by row and column from 1, whose formula has failed, and what they show."""


def check_package(file: IO[bytes], limits: Limits) -> Errors:
    """Return the failed formulas of a workbook; raise for one that would fill the memory. `file` is a zip.

    Raises:
        SourceTooLarge: it unpacks to too much, or a sheet of it spans too much.
        SourceDamaged: it cannot be unpacked.
        SourceEncrypted: a part of it is encrypted.
        SourceFormatUnknown: it is another kind of file in a zip.
    """
    try:
        with zipfile.ZipFile(file) as package:
            infos = package.infolist()
            _check_parts(infos, limits)
            return _sheets(package, limits)
    except _BROKEN as error:
        raise SourceDamaged("the workbook is damaged: it cannot be unpacked") from error
    finally:
        file.seek(0)


def _check_parts(infos: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(infos) > _MEMBERS:
        raise SourceTooLarge(f"it is a zip file of more than {_MEMBERS} parts")
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise SourceEncrypted("the workbook is encrypted", hint="save a copy without a password")
    total = sum(info.file_size for info in infos)
    if total > limits.unpacked_bytes:
        raise SourceTooLarge(f"the workbook unpacks to more than {limits.unpacked_bytes} bytes")
    for info in infos:
        if info.file_size > _FREE and info.file_size > limits.ratio * max(info.compress_size, 1):
            raise SourceTooLarge(f"the workbook unpacks to more than {limits.ratio} times its size")


def _sheets(package: zipfile.ZipFile, limits: Limits) -> Errors:
    names = package.namelist()
    if "content.xml" in names:
        _refuse_area(*_ods_area(_parts(package, "content.xml", limits)), limits)
        return {}
    if "xl/workbook.xml" not in names:
        raise SourceFormatUnknown("it is a zip file, and no XLSX or ODS workbook", hint="save the list as XLSX or CSV")
    found: dict[str, dict[tuple[int, int], str]] = {}
    for name in names:
        if not name.endswith(".xml"):
            continue
        sheet = _Sheet() if "sheets/" in name else None
        for chunk in _parts(package, name, limits):
            if sheet is not None:
                sheet.take(chunk)
        if sheet is not None:
            sheet.end()
            _refuse_area(sheet.rows, sheet.columns, limits)
            found[name] = sheet.errors
    return _by_name(package, found) if any(found.values()) else {}


def _by_name(package: zipfile.ZipFile, found: Errors) -> Errors:
    """Return what was found in parts by the names of the sheets."""
    book, links = (ElementTree.fromstring(package.read(name)) for name in _BOOK)  # noqa: S314 - expat bounds entities
    targets = {link.get("Id"): (link.get("Target") or "").removeprefix("/xl/") for link in links}
    sheets = (one for one in book.iter() if one.tag.endswith("}sheet"))
    return {
        sheet.get("name", ""): found.get(
            f"xl/{targets.get(next((v for k, v in sheet.items() if k.endswith('}id')), ''))}", {}
        )
        for sheet in sheets
    }


def _parts(package: zipfile.ZipFile, name: str, limits: Limits) -> Iterator[bytes]:
    """Yield the bytes of a part; one that says less than it holds is found out."""
    size = 0
    with package.open(name) as file:
        while chunk := file.read(_CHUNK):
            if not size and chunk[:2] in _WIDE:
                raise SourceDamaged(f"the workbook is damaged: {name} is not written in UTF-8")
            size += len(chunk)
            if size > limits.unpacked_bytes:
                raise SourceTooLarge(f"the workbook unpacks to more than {limits.unpacked_bytes} bytes")
            yield chunk


def _refuse_area(rows: int, columns: int, limits: Limits) -> None:
    hint = "delete the empty rows and columns beside the list, or save it as CSV"
    if rows > limits.rows or columns > limits.columns:
        raise SourceTooLarge(f"a sheet has more than {limits.rows} rows or {limits.columns} columns", hint=hint)
    if rows * columns > MOST_CELLS:
        raise SourceTooLarge(f"a sheet spans more than {MOST_CELLS} cells", hint=hint)


# --- XLSX -------------------------------------------------------------------------------------------------------------


class _Sheet:
    """The area of a sheet, chunk by chunk, and the cells whose formula has failed: what opens it shows those empty."""

    def __init__(self) -> None:
        self.rows = self.columns = 0
        self.errors: dict[tuple[int, int], str] = {}
        self._tail = b""
        self._counted = self._in_row = 0

    def take(self, chunk: bytes) -> None:
        """Look at one more chunk; a cell that it breaks off in waits for the next."""
        text = self._tail + chunk
        end = max(text.rfind(b"<c"), text.rfind(b":c")) - 20
        text, self._tail = (text[:end], text[end:]) if end > 0 else (text, b"")
        self._look(text)

    def end(self) -> None:
        """Look at what waits."""
        self._look(self._tail)

    def _look(self, text: bytes) -> None:
        if found := _CELL.findall(text):
            self.rows = max(self.rows, *map(int, {row for _, row in found}))
            self.columns = max(self.columns, *map(_column, {column for column, _ in found}))
        if _UNPLACED.search(text):
            self._count(text)
        if _FAILED_SIGN.search(text) and len(self.errors) < _MOST_ERRORS:
            for column, row, said in _FAILED.findall(text):
                self.errors[int(row), _column(column)] = said.decode("ascii", "replace")

    def _count(self, text: bytes) -> None:
        """Count cells that do not say where they stand: each stands behind the one before."""
        first, *others = _ROW.split(text)
        for part, is_new in ((first, False), *((part, True) for part in others)):
            self._counted += is_new
            self._in_row = len(_UNPLACED.findall(part)) + (0 if is_new else self._in_row)
            self.columns = max(self.columns, self._in_row)
        self.rows = max(self.rows, self._counted)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


# --- ODS --------------------------------------------------------------------------------------------------------------


class _Ods:
    """The area of the sheets of an ODS, element by element: a cell can stand there a million times in one."""

    def __init__(self) -> None:
        self.rows = self.columns = 0
        self._row = self._column = 0
        self._repeat = 1
        self._width = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        if kind == "table":
            self._row = 0
        elif kind == "table-row":
            self._repeat = _repeated(attributes, "table:number-rows-repeated")
            self._column = self._width = 0
        elif kind in ("table-cell", "covered-table-cell"):
            self._column += _repeated(attributes, "table:number-columns-repeated")
            if any(key.startswith(("office:", "calcext:")) for key in attributes) or "table:formula" in attributes:
                self._width = self._column
        elif kind == "p":
            self._width = max(self._width, self._column)

    def end(self, name: str) -> None:
        if name.rpartition(":")[2] == "table-row":
            self._row += self._repeat
            if self._width:
                self.rows, self.columns = max(self.rows, self._row), max(self.columns, self._width)


def _repeated(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return int(text) if text.isdecimal() and len(text) < _DIGITS else 1


_DIGITS: Final = 18


def _ods_area(chunks: Iterator[bytes]) -> tuple[int, int]:
    area = _Ods()
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = area.start, area.end
    try:
        for chunk in chunks:
            parser.Parse(chunk)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise SourceDamaged("the workbook is damaged: its table is no XML") from error
    return area.rows, area.columns
