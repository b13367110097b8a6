"""Grids are written so that a spreadsheet opens them without reckoning, and so that they read back equal."""

from __future__ import annotations

import io
import os
import re
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, TypeAlias

from crm.errors import InvalidChoice, InvalidText, MissingExtra, TargetError
from crm.exchange.grids.guards import guarded, guarded_in_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["GridWriter", "TargetLike", "binary", "write_grid", "written_line"]

TargetLike: TypeAlias = "str | os.PathLike[str] | IO[bytes] | IO[str]"
"""A path, or a file open for writing, of bytes or of text."""

_QUOTES: Final = re.compile(r'[;,\t|"\r\n]|\A[\s\ufeff]|\s\Z')
_QUOTES_FIRST: Final = re.compile(r"\A(?:id|sep=|begin|gif8|pk|sqlite|[^\w'])", re.IGNORECASE)
"""How the first cell of a file begins that would be taken for another format: *ID* makes Excel think of SYLK."""
_UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]")
_UNSTORABLE_IN_WORKBOOK: Final = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
"""What XML cannot hold, or holds as something else: a carriage return comes back as a line feed."""
_MAX_CELL: Final = 32_767
_MAX_ROWS: Final = 1_048_576
_MAX_COLUMNS: Final = 16_384
"""Of a worksheet. Source: Excel specifications and limits, read 2026-11-21."""
_FORMATS: Final = {"csv": ",", "tsv": "\t", "xlsx": ""}


def write_grid(
    rows: Iterable[Sequence[str]],
    target: TargetLike,
    *,
    format: str | None = None,  # noqa: A002 - what every function here calls it
    delimiter: str | None = None,
    excel: str | None = None,
    encoding: str | None = None,
) -> int:
    r"""Write `rows` of text and return how many; none is held longer than it is written.

    The format is that of the target's name, else CSV. With ``excel="fr"`` the CSV is one that a French Excel opens with
    a double click: semicolons, and UTF-8 with a mark; any other region's has commas. A cell that a spreadsheet would
    reckon with is guarded by an apostrophe, which `read_grid` takes off again; in a workbook text is text, and needs
    none.

    What cannot come back is refused: NUL and half characters, in a workbook control characters and cells of more than
    32,767 characters. A workbook does not tell a missing cell from an empty one.

    >>> import io
    >>> written = io.StringIO()
    >>> write_grid([["Nom", "Tél."], ["Anne", "+33199001234"]], written)
    2
    >>> written.getvalue()
    "Nom,Tél.\r\nAnne,'+33199001234\r\n"

    Raises:
        InvalidText: a cell holds what cannot be written, or is too long.
        InvalidChoice: there is no such format, delimiter or encoding.
    """
    with GridWriter.opened(target, format=format, delimiter=delimiter, excel=excel, encoding=encoding) as writer:
        for row in rows:
            writer.write(row)
        return writer.count


class GridWriter:
    """Writes one row after another; made by `opened`."""

    def __init__(self) -> None:
        self.count = 0

    @staticmethod
    @contextmanager
    def opened(
        target: TargetLike,
        *,
        format: str | None = None,  # noqa: A002
        delimiter: str | None = None,
        excel: str | None = None,
        encoding: str | None = None,
    ) -> Iterator[GridWriter]:
        """Yield a writer to `target`, and close what was opened here."""
        kind = format or _format_of(target)
        if kind not in _FORMATS:
            raise InvalidChoice(kind, "there is no such format to write", code="format.unknown", hint="csv, tsv, xlsx")
        if kind == "xlsx":
            with binary(target) as file, _workbook(file) as workbook:
                yield workbook
            return
        separator = delimiter or (";" if excel == "fr" and kind == "csv" else _FORMATS[kind])
        _check_delimiter(separator)
        with binary(target) as file, _text(file, encoding or ("utf-8-sig" if excel else "utf-8")) as text:
            yield _TextWriter(text, separator)

    def write(self, row: Sequence[str]) -> None:
        """Write one row of text."""
        self.count += 1
        self._write(row)

    def _write(self, row: Sequence[str]) -> None:
        raise NotImplementedError


class _TextWriter(GridWriter):
    """CSV and TSV."""

    def __init__(self, file: IO[str], delimiter: str) -> None:
        super().__init__()
        self._file, self._delimiter = file, delimiter

    def _write(self, row: Sequence[str]) -> None:
        line = written_line(row, self._delimiter, is_first=self.count == 1)
        try:
            self._file.write(line)
        except UnicodeEncodeError as error:
            letter = error.object[error.start : error.end][:1]
            reason = f"the encoding {error.encoding} has no such letter"
            raise InvalidText(letter, reason, code="cell.encoding", hint="write UTF-8") from None


def written_line(row: Sequence[str], delimiter: str, *, is_first: bool = False) -> str:
    r"""Return a row as it is written, with its end.

    >>> written_line(["Anne", "a;b", "=1+1", ""], ";")
    'Anne;"a;b";\'=1+1;\r\n'

    Raises:
        InvalidText: a cell holds a NUL or half a character.
    """
    cells = [cell if not cell or cell[0].isalpha() else guarded(cell) for cell in row]  # no guard before a letter
    joined = "".join(cells)
    if (found := _UNSTORABLE.search(joined)) is not None:
        raise InvalidText(ascii(found[0]), "no list can hold that character", code="cell.unstorable")
    if not joined:
        return ('""' if len(cells) == 1 else delimiter * (len(cells) - 1)) + "\r\n" if cells else "\r\n"
    quoted = [_quoted(cell) if cell and _QUOTES.search(cell) else cell for cell in cells]
    if is_first and quoted and _QUOTES_FIRST.match(quoted[0]) and not quoted[0].startswith('"'):
        quoted[0] = f'"{quoted[0]}"'
    return delimiter.join(quoted) + "\r\n"


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


class _WorkbookWriter(GridWriter):
    """XLSX: one sheet, every cell text."""

    def __init__(self, sheet: Any) -> None:
        super().__init__()
        self._sheet = sheet

    def _write(self, row: Sequence[str]) -> None:
        if self.count > _MAX_ROWS or len(row) > _MAX_COLUMNS:
            reason = f"a worksheet holds {_MAX_ROWS} rows of {_MAX_COLUMNS} cells"
            raise InvalidText(f"row {self.count}", reason, code="grid.too_large", hint="write CSV")
        for column, cell in enumerate(row):
            if cell:
                self._sheet.write_string(self.count - 1, column, _storable(guarded_in_workbook(cell)))


def _storable(cell: str) -> str:
    if len(cell) > _MAX_CELL:
        reason = f"a cell of a workbook holds {_MAX_CELL} characters"
        raise InvalidText(f"{cell[:40]}…", reason, code="cell.too_long", hint="write CSV")
    if (found := _UNSTORABLE_IN_WORKBOOK.search(cell)) is not None:
        raise InvalidText(ascii(found[0]), "no workbook can hold that character", code="cell.unstorable")
    return cell


@contextmanager
def _workbook(file: IO[bytes]) -> Iterator[_WorkbookWriter]:
    try:
        import xlsxwriter  # type: ignore[import-untyped]
    except ImportError as error:
        raise MissingExtra("xlsx", "XlsxWriter") from error
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(file, options)
    try:
        yield _WorkbookWriter(book.add_worksheet())
    finally:
        book.close()


def _format_of(target: TargetLike) -> str:
    suffix = Path(target).suffix.lower().removeprefix(".") if isinstance(target, str | os.PathLike) else "csv"
    return {"tab": "tsv", "txt": "csv", "": "csv"}.get(suffix, suffix)


def _check_delimiter(delimiter: str) -> None:
    if len(delimiter) != 1 or delimiter not in ";,\t|":
        raise InvalidChoice(delimiter, "no list is separated so", code="delimiter.unknown", hint="; , tab |")


@contextmanager
def binary(target: TargetLike) -> Iterator[IO[Any]]:
    """Yield `target` open for writing, and close it if it was opened here.

    Raises:
        TargetError: it cannot be opened.
    """
    if isinstance(target, str | os.PathLike):
        try:
            opened = Path(target).open("wb")  # noqa: SIM115 - what goes wrong later is no matter of the path
        except (OSError, ValueError) as error:
            raise TargetError(f"{Path(target).name} cannot be written: {_told(error)}") from error
        with opened as file:
            yield file
        return
    yield target


def _told(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such directory"
    return getattr(error, "strerror", None) or str(error)


@contextmanager
def _text(file: IO[Any], encoding: str) -> Iterator[IO[str]]:
    """Yield a file of text over one of bytes, or the one of text that was given."""
    if _takes_text(file):
        yield file
        return
    try:
        wrapper = io.TextIOWrapper(file, encoding=encoding, newline="")
    except LookupError:
        raise InvalidChoice(encoding, "there is no such encoding", code="encoding.unknown") from None
    try:
        yield wrapper
        wrapper.flush()
    finally:
        wrapper.detach()


def _takes_text(file: object) -> bool:
    return isinstance(file, io.TextIOBase)
