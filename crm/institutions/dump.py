"""Reading a registry's dump record by record: a JSON array or JSON lines, plain or in a zip, with flat memory."""

from __future__ import annotations

import io
import json
import zipfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, TextIO

from crm.errors import SourceDamaged, SourceFormatUnknown, SourceMissing, SourceNotText

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["records_of"]

_CHUNK: Final = 1 << 20
_LARGEST_RECORD: Final = 1 << 24
"""Characters; what is longer than that without an end is no record."""
_DECODER: Final = json.JSONDecoder()
_BETWEEN: Final = " \t\r\n,"


def records_of(source: str | Path) -> Iterator[Any]:
    """Yield what the dump at `source` holds, in its order, without judging it.

    Raises:
        SourceMissing: there is no such file.
        SourceNotText: it is not UTF-8.
        SourceFormatUnknown: it is neither a JSON array, nor JSON lines, nor a zip of such.
        SourceDamaged: it ends, or goes wrong, in the middle.
    """
    with _opened(Path(source)) as text:
        try:
            yield from _records(text)
        except UnicodeDecodeError as error:
            raise SourceNotText(f"{source} is not UTF-8: {error.reason} at byte {error.start}") from None
        except zipfile.BadZipFile as error:
            raise SourceDamaged(f"{source} is damaged: {error}") from None


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    try:
        file = path.open("rb")
    except OSError as error:
        raise SourceMissing(f"{path} cannot be opened: {error.strerror}") from None
    with file:
        if file.read(4) != b"PK\x03\x04":
            file.seek(0)
            yield _as_text(file)
            return
        try:
            archive = zipfile.ZipFile(file)
        except zipfile.BadZipFile as error:
            raise SourceDamaged(f"{path} is damaged: {error}") from None
        with archive, archive.open(_member(archive, path)) as member:
            yield _as_text(member)


def _as_text(file: Any) -> TextIO:
    binary: BinaryIO = file
    return io.TextIOWrapper(binary, encoding="utf-8-sig")


def _member(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    """Return the dump among what is in the zip: version 2 if it says so, and then the largest."""
    found = [one for one in archive.infolist() if one.filename.endswith((".json", ".jsonl"))]
    if not found:
        raise SourceFormatUnknown(f"{path} holds no .json file", hint="a dump as the registry publishes it")
    return max(found, key=lambda one: ("v2" in one.filename, one.file_size))


def _records(text: TextIO) -> Iterator[Any]:
    """Decode one record after the other from a buffer that is filled up when a record is cut."""
    buffer = text.read(_CHUNK).lstrip()
    if not buffer.startswith(("[", "{")):
        raise SourceFormatUnknown(f"a dump begins with [ or {{, not with {buffer[:10]!r}", hint="JSON or JSON lines")
    is_array, place, number = buffer.startswith("["), int(buffer.startswith("[")), 0
    while True:
        place = _next(buffer, place)
        if place < len(buffer) and is_array and buffer[place] == "]":
            return
        record, end = _decoded(buffer, place)
        if end < 0:
            more = text.read(_CHUNK)
            _require_more(buffer, place, more, is_array=is_array, number=number)
            if not more:
                return
            buffer, place = buffer[place:] + more, 0
            continue
        yield record
        place, number = end, number + 1


def _next(buffer: str, place: int) -> int:
    while place < len(buffer) and buffer[place] in _BETWEEN:
        place += 1
    return place


def _decoded(buffer: str, place: int) -> tuple[Any, int]:
    """Return the record at `place` and where it ends; -1 when it is not there as a whole."""
    try:
        return _DECODER.raw_decode(buffer, place)
    except (json.JSONDecodeError, RecursionError):
        return None, -1


def _require_more(buffer: str, place: int, more: str, *, is_array: bool, number: int) -> None:
    """Raise unless the rest may still become a record, or nothing is missing at the end."""
    complete = not more and place >= len(buffer) and not is_array
    if not complete and (not more or len(buffer) - place > _LARGEST_RECORD):
        raise SourceDamaged(f"the dump ends, or goes wrong, after {number} records", hint="fetch it again")
