"""Where a communiqué comes from: a file, bytes, or the text itself."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from crm.errors import SourceError, SourceFormatUnknown, SourceMissing, SourceNotText, SourceTooLarge
from crm.reading.charset import decode, refuse_binary

if TYPE_CHECKING:
    from typing import TypeAlias

__all__ = ["FORMATS", "Source", "SourceLike", "format_of", "open_source", "recognised"]

SourceLike: TypeAlias = "str | bytes | os.PathLike[str] | BinaryIO"
"""A path, bytes, the text itself, or a binary file that is open for reading."""

FORMATS: Final = {"text": ("", ".txt", ".text"), "markdown": (".md", ".markdown")}
"""The formats read, and the suffixes each goes by. One reader of lines reads both: old releases mix them."""

_MAX_BYTES: Final = 5_000_000
"""A communiqué is a few kilobytes, and a thousand times as much is no communiqué."""

_DOCUMENT: Final = re.compile(r"\.(?:txt|text|md|markdown|pdf|docx?|odt|rtf|html?|eml|msg)", re.IGNORECASE)
_SUFFIX: Final = re.compile(r"\S+\.[A-Za-z][A-Za-z0-9]{0,4}")
_MAX_PATH: Final = 4096


@dataclass(frozen=True, slots=True)
class Source:
    """A communiqué before it is read; `charset` is the one it was decoded from."""

    file: str | None
    text: str
    charset: str
    sha256: str


def format_of(name: str) -> str | None:
    """Return the format that a file of that name is read as; None when files with its suffix are not read.

    >>> format_of("Releases/March.MD"), format_of("photo.jpg")
    ('markdown', None)
    """
    suffix = Path(name).suffix.lower()
    return next((format for format, suffixes in FORMATS.items() if suffix in suffixes), None)  # noqa: A001


def recognised(data: bytes, name: str | None = None) -> str:  # noqa: ARG001 - text and markdown begin alike
    """Return the format that the bytes of a file of that `name` are read as; without a name they are a text.

    Raises:
        SourceFormatUnknown: files with its suffix are not read.
    """
    path = Path(name or "")
    found = format_of(path.name)
    if found is None:
        raise SourceFormatUnknown(
            f"files of the format {path.suffix.lower()} are not read: {_displayed(Path(path.name))}",
            hint="format='text' reads it as plain text",
        )
    return found


def open_source(source: SourceLike, format: str | None = None) -> Source:  # noqa: A002 - what people call it
    """Return the text of `source`, which is a path, bytes, the text itself, or a binary file that is open.

    Raises:
        SourceMissing: there is no such file, it may not be read, or it is a directory.
        SourceError: it is a device or a socket, which may never end.
        SourceFormatUnknown: `format`, or the suffix of the file, is none of `FORMATS`.
        SourceTooLarge: it is larger than 5 MB.
        SourceNotText: it is binary.
    """
    if format is not None and format not in FORMATS:
        raise SourceFormatUnknown(f"the format {format!r} is not known", hint=f"one of {', '.join(FORMATS)}")
    if isinstance(source, bytes):
        return _from_bytes(source, None)
    if isinstance(source, str) and not _is_path(source):
        return _from_text(source)
    if isinstance(source, str | os.PathLike):
        return _from_file(Path(source), format)
    return _from_bytes(_bounded(source), None)


def _is_path(text: str) -> bool:
    """Tell a path from a text of one line: it names a file, or ends as the name of one does."""
    if not text or len(text) > _MAX_PATH or any(c in text for c in "\n\r\0"):
        return False
    if _exists(Path(text)):
        return True
    return bool(_DOCUMENT.fullmatch(Path(text).suffix)) or ("@" not in text and bool(_SUFFIX.fullmatch(text)))


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        # A text longer than a file name may be.
        return False


def _from_text(text: str) -> Source:
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError:
        raise SourceNotText("it holds half of a character, a surrogate, as no text does") from None
    _refuse_large(len(data), "the text")
    refuse_binary(text)
    return Source(None, text.removeprefix("\ufeff"), "utf-8", hashlib.sha256(data).hexdigest())


def _from_bytes(data: bytes, file: str | None) -> Source:
    _refuse_large(len(data), file or "the source")
    text, charset = decode(data)
    return Source(file, text, charset, hashlib.sha256(data).hexdigest())


def _from_file(path: Path, format: str | None) -> Source:  # noqa: A002 - what people call it
    name = _displayed(path)
    try:
        _refuse_special(path.stat().st_mode, name)
        if format is None:
            recognised(b"", path.name)
        with path.open("rb") as file:
            data = _bounded(file, name)
    except (FileNotFoundError, UnicodeEncodeError):
        raise SourceMissing(f"there is no file {name}") from None
    except OSError as error:
        raise SourceMissing(f"{name} cannot be read: {error.strerror}") from error
    return _from_bytes(data, name)


def _bounded(file: BinaryIO, name: str = "the source") -> bytes:
    """Return what an open file holds; of one that never ends, no more is read than tells that it is too large."""
    pieces, size = [], 0
    while size <= _MAX_BYTES and (piece := file.read(_MAX_BYTES + 1 - size)):
        if not isinstance(piece, bytes):
            raise TypeError("a file to be read as a communiqué must be open in binary mode")
        pieces.append(piece)
        size += len(piece)
    _refuse_large(size, name)
    return b"".join(pieces)


def _displayed(path: Path) -> str:
    """Return the name of a file as text: bytes of it that are no UTF-8 are replaced."""
    try:
        return os.fsencode(path).decode("utf-8", "replace")
    except UnicodeEncodeError:
        return str(path).encode("utf-8", "replace").decode("utf-8")


def _refuse_special(mode: int, name: str) -> None:
    if stat.S_ISDIR(mode):
        raise SourceMissing(f"{name} is a directory", hint="name a file in it")
    if not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode)):
        raise SourceError(f"{name} is neither a file nor a pipe", hint="name a text file")


def _refuse_large(size: int, what: str) -> None:
    if size > _MAX_BYTES:
        raise SourceTooLarge(f"{what} is larger than {_MAX_BYTES // 1_000_000} MB")
