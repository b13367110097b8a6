"""Where a communiqué comes from: a file, bytes, or the text itself."""

from __future__ import annotations

import hashlib
import io
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, TextIO

from crm.errors import SourceError, SourceFormatUnknown, SourceMissing, SourceNotText, SourceTooLarge
from crm.reading.charset import refuse_binary
from crm.reading.forms import (
    FORMS,
    MAX_LINES,
    Place,
    format_of,
    html_lines,
    is_container,
    is_html,
    place_at,
    recognised,
)

if TYPE_CHECKING:
    from typing import TypeAlias

__all__ = ["FORMATS", "Source", "SourceLike", "open_source"]

SourceLike: TypeAlias = "str | bytes | bytearray | memoryview | os.PathLike[str] | BinaryIO | TextIO"
"""A path, bytes, the text itself, or a file that is open for reading."""

FORMATS: Final = tuple(FORMS)
"""The formats read. One reader of lines reads them all."""

_MAX_BYTES: Final = 5_000_000
"""A communiqué is a few kilobytes, and a thousand times as much is no communiqué."""
_MAX_CONTAINER: Final = 20_000_000
"""A PDF, a DOCX, an ODT or a mail has pictures too."""

_HEAD: Final = 100_000
"""Bytes that tell a container."""

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
    places: tuple[Place, ...] = ()
    """Where the lines stand in a form that has places: from which line on, and what it is called (``page 2``)."""
    unread: tuple[Place, ...] = ()
    """Attachments that could not be read: before which line they would stand, and which and why."""

    def place(self, line: int) -> str | None:
        """Return the place that a line, from 1, stands in: a page, a header, an attachment; None for the body."""
        return place_at(self.places, line)


def open_source(source: SourceLike, format: str | None = None) -> Source:  # noqa: A002 - what people call it
    """Return the text of `source`, which is a path, bytes, the text itself, or a file that is open.

    The format is told from what the file holds, and then from its suffix, unless `format` says it, by one of `FORMATS`
    or by a suffix.

    Raises:
        SourceMissing: there is no such file, it may not be read, or it is a directory.
        SourceError: it is a device or a socket, which may never end.
        SourceFormatUnknown: the format is none of `FORMATS`.
        SourceTooLarge: it is larger than 5 MB (20 MB for PDF, DOCX, ODT and mails), or holds more than is read.
        SourceDamaged: it is broken, or not what its suffix says.
        SourceEncrypted: it opens with a password only.
        SourceScanned: it holds pictures of pages.
        SourceNotText: it is binary.
        MissingExtra: the extra ``documents`` is needed for it.
        TypeError: it is nothing of the kind.
    """
    format = _named(format)  # noqa: A001
    if isinstance(source, bytes | bytearray | memoryview):
        return _from_bytes(bytes(source), None, format)
    if isinstance(source, str) and not _is_path(source):
        return _from_text(source, format)
    if isinstance(source, str | os.PathLike):
        return _from_file(Path(source), format)
    if not callable(getattr(source, "read", None)):
        raise TypeError(f"a communiqué is a path, bytes, text or an open file, and no {type(source).__name__}")
    if isinstance(source, io.TextIOBase):
        return _from_text(_bounded_text(source), format)
    return _from_bytes(_bounded(source), None, format)


def _named(format: str | None) -> str | None:  # noqa: A002 - what people call it
    """Return the format that a name or a suffix means: ``txt``, ``.md``, ``HTML``."""
    if format is None:
        return None
    said = format.strip().lower()
    found = said if said in FORMATS else said and format_of(f"file.{said.removeprefix('.')}")
    if not found:
        raise SourceFormatUnknown(f"the format {format!r} is not known", hint=f"one of {', '.join(FORMATS)}")
    return found


def _bounded_text(file: TextIO) -> str:
    """Return what an open file of text holds, no more of it than tells that it is too large."""
    text = file.read(_MAX_BYTES + 1)
    _refuse_large(len(text), "the source")
    return text


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


def _from_text(text: str, format: str | None) -> Source:  # noqa: A002 - what people call it
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError:
        raise SourceNotText("it holds half of a character, a surrogate, as no text does") from None
    _refuse_large(len(data), "the text")
    if format not in (None, "text", "markdown", "html"):
        return _from_bytes(data, None, format)
    refuse_binary(text)
    _refuse_long(text)
    if format == "html" or (format is None and is_html(text)):
        text = html_lines(text)
    return Source(None, text.removeprefix("\ufeff"), "utf-8", hashlib.sha256(data).hexdigest())


def _from_bytes(data: bytes, file: str | None, format: str | None) -> Source:  # noqa: A002 - what people call it
    _refuse_large(len(data), file or "the source", data)
    found = FORMS[format or recognised(data, file)].extract(data)
    _refuse_long(found.text)
    digest = hashlib.sha256(data).hexdigest()
    return Source(file, found.text, found.charset, digest, found.places, found.unread)


def _from_file(path: Path, format: str | None) -> Source:  # noqa: A002 - what people call it
    name = _displayed(path)
    try:
        _refuse_special(path.stat().st_mode, name)
        with path.open("rb") as file:
            data = _bounded(file, name)
    except (FileNotFoundError, UnicodeEncodeError):
        raise SourceMissing(f"there is no file {name}") from None
    except OSError as error:
        raise SourceMissing(f"{name} cannot be read: {error.strerror}") from error
    return _from_bytes(data, name, format)


def _bounded(file: Any, name: str = "the source") -> bytes:
    """Return what an open file holds; of one that never ends, no more is read than tells that it is too large."""
    data = bytearray()
    for most in (_MAX_BYTES, _MAX_CONTAINER):
        while len(data) <= most and (piece := file.read(most + 1 - len(data))):
            if not isinstance(piece, bytes):
                raise TypeError("a file to be read as a communiqué must be open in binary mode")
            data += piece
        if len(data) <= most or not is_container(bytes(data[:_HEAD])):
            break
    _refuse_large(len(data), name, data)
    return bytes(data)


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


def _refuse_long(text: str) -> None:
    if text.count("\n") > MAX_LINES:
        raise SourceTooLarge(f"it has more than {MAX_LINES:,} lines")


def _refuse_large(size: int, what: str, data: bytes | bytearray = b"") -> None:
    if size > _MAX_BYTES:
        most = _MAX_CONTAINER if is_container(bytes(data[:_HEAD])) else _MAX_BYTES
        if size > most:
            raise SourceTooLarge(f"{what} is larger than {most // 1_000_000} MB")
