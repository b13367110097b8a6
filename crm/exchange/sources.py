"""Where a list comes from: a path, an open file, bytes, text, or standard input."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, TypeAlias

from crm.errors import SourceError, SourceMissing, SourceNotText, SourceTooLarge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.exchange.limits import Limits

__all__ = ["Opened", "SourceLike", "opened"]

SourceLike: TypeAlias = "str | bytes | os.PathLike[str] | IO[bytes] | IO[str]"
"""A path, bytes, the text itself (of several lines, or JSON), a file open for reading, or ``-`` for standard input."""

_CHUNK: Final = 1 << 20
_IN_MEMORY: Final = 4 << 20
"""A pipe larger than that is kept in a temporary file: a list is gone through more than once."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A source that is open at its start and can be gone through again."""

    name: str | None
    """The file's name without its folder; None for what has none."""
    file: IO[bytes]
    size: int
    """In bytes."""
    suffix: str = ""
    """In lower case with its dot, or nothing."""

    def sha256(self) -> str:
        """Return the digest of all bytes, and go back to the start."""
        digest = hashlib.sha256()
        self.file.seek(0)
        while chunk := self.file.read(_CHUNK):
            digest.update(chunk)
        self.file.seek(0)
        return digest.hexdigest()


@contextmanager
def opened(source: SourceLike, limits: Limits) -> Iterator[Opened]:
    """Yield `source` open for reading, and close what was opened here.

    Raises:
        SourceMissing: there is no such file, or it may not be read.
        SourceTooLarge: it has more bytes than `limits` allow.
        SourceNotText: it is text with half a character.
        TypeError: it is nothing of the kind.
    """
    if isinstance(source, str | os.PathLike) and not _is_text(source):
        if source == "-":
            with _spooled(sys.stdin.buffer, limits) as file:
                yield file
            return
        with _opened_path(Path(source), limits) as found:
            yield found
        return
    with _spooled(_binary(source), limits) as file:
        yield file


def _is_text(source: object) -> bool:
    """Whether a text is the list itself: several lines are no path, nor is nothing, nor JSON that names no file."""
    if not isinstance(source, str):
        return False
    is_path = bool(source) and not any(c in source for c in "\n\r\0")
    return not is_path or (source.lstrip()[:1] in ("[", "{") and not _exists(source))


def _exists(name: str) -> bool:
    try:
        return Path(name).exists()
    except OSError:  # longer than the name of a file may be
        return False


def _binary(source: Any) -> IO[Any]:
    if isinstance(source, str):
        try:
            return io.BytesIO(source.encode())
        except UnicodeEncodeError:
            raise SourceNotText("it holds half of a character, a surrogate, as no text does") from None
    if isinstance(source, bytes | bytearray | memoryview):
        return io.BytesIO(source)
    if not callable(getattr(source, "read", None)):
        raise TypeError(f"a list is a path, bytes, text or an open file, and no {type(source).__name__}")
    opened: IO[Any] = source
    return opened


@contextmanager
def _opened_path(path: Path, limits: Limits) -> Iterator[Opened]:
    name = (path.name or str(path)).encode("utf-8", "replace").decode("utf-8")
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise SourceMissing(f"{name} is a directory", hint="name a file in it")
        file = path.open("rb")
    except (FileNotFoundError, ValueError):
        raise SourceMissing(f"there is no file {name}") from None
    except OSError as error:
        raise SourceMissing(f"{name} cannot be read: {error.strerror}") from error
    with file:
        if not stat.S_ISREG(mode):
            if not stat.S_ISFIFO(mode):
                raise SourceError(f"{name} is neither a file nor a pipe", hint="name a file")
            with _spooled(file, limits, name) as spooled:
                yield spooled
            return
        size = os.fstat(file.fileno()).st_size
        _refuse_large(size, limits)
        yield Opened(name, file, size, path.suffix.lower())


@contextmanager
def _spooled(file: IO[Any], limits: Limits, name: str | None = None) -> Iterator[Opened]:
    """Yield a copy of what cannot be gone through twice, or is open as text."""
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as copy:
        size = 0
        while chunk := file.read(_CHUNK):
            data = chunk.encode("utf-8", "surrogatepass") if isinstance(chunk, str) else chunk
            size += len(data)
            _refuse_large(size, limits)
            copy.write(data)
        copy.seek(0)
        yield Opened(name or _name_of(file), copy, size, Path(_name_of(file) or "").suffix.lower())


def _name_of(file: IO[Any]) -> str | None:
    name = getattr(file, "name", None)
    return Path(name).name if isinstance(name, str) and not name.startswith("<") else None


def _refuse_large(size: int, limits: Limits) -> None:
    if size > limits.file_bytes:
        raise SourceTooLarge(f"the list is larger than {limits.file_bytes} bytes")
