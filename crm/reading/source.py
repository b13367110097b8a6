"""Where a communiqué comes from: a file, bytes, or the text itself."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from crm.errors import SourceFormatUnknown, SourceMissing, SourceTooLarge
from crm.reading.charset import decode, refuse_binary

if TYPE_CHECKING:
    import os

__all__ = ["FORMATS", "Source", "open_source"]

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


def open_source(source: str | bytes | os.PathLike[str], format: str | None = None) -> Source:  # noqa: A002 - what people call it
    """Return the text of `source`, which is a path, bytes, or the text itself.

    Raises:
        SourceMissing: there is no such file, it may not be read, or it is a directory.
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
    return _from_file(Path(source), format)


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
    data = text.encode("utf-8", errors="surrogatepass")
    _refuse_large(len(data), "the text")
    refuse_binary(text)
    return Source(None, text.removeprefix("\ufeff"), "utf-8", hashlib.sha256(data).hexdigest())


def _from_bytes(data: bytes, file: str | None) -> Source:
    _refuse_large(len(data), file or "the source")
    text, charset = decode(data)
    return Source(file, text, charset, hashlib.sha256(data).hexdigest())


def _from_file(path: Path, format: str | None) -> Source:  # noqa: A002 - what people call it
    if path.is_dir():
        raise SourceMissing(f"{path} is a directory", hint="name a file in it")
    if path.exists() and format is None:
        _refuse_unknown(path)
    try:
        _refuse_large(path.stat().st_size, str(path))
        return _from_bytes(path.read_bytes(), str(path))
    except FileNotFoundError:
        raise SourceMissing(f"there is no file {path}") from None
    except OSError as error:
        raise SourceMissing(f"{path} cannot be read: {error.strerror}") from error


def _refuse_unknown(path: Path) -> None:
    suffix = path.suffix.lower()
    if not any(suffix in suffixes for suffixes in FORMATS.values()):
        raise SourceFormatUnknown(
            f"files of the format {suffix} are not read: {path.name}", hint="format='text' reads it as plain text"
        )


def _refuse_large(size: int, what: str) -> None:
    if size > _MAX_BYTES:
        raise SourceTooLarge(f"{what} is larger than {_MAX_BYTES // 1_000_000} MB")
