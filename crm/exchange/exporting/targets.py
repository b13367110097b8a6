"""Where a list goes: a path, an open file, or standard output; never half a file under a name."""

from __future__ import annotations

import codecs
import io
import os
import secrets
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, TypeAlias

from crm.errors import TargetError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["STANDARD_OUTPUT", "TargetLike", "is_path", "writable"]

TargetLike: TypeAlias = "str | os.PathLike[str] | IO[bytes] | IO[str]"
"""A path, a file that is open for writing, or ``-`` for standard output."""

STANDARD_OUTPUT: Final = "-"


def is_path(target: TargetLike) -> bool:
    """Whether `target` is a path: neither an open file nor standard output."""
    return isinstance(target, str | os.PathLike) and target != STANDARD_OUTPUT


@contextmanager
def writable(target: TargetLike) -> Iterator[IO[bytes]]:
    """Yield `target` open for bytes; what was at a path is replaced at the end, and only when all went well.

    Raises:
        TargetError: it cannot be written.
    """
    if isinstance(target, str | os.PathLike):
        if target == STANDARD_OUTPUT:
            sys.stdout.flush()
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
            return
        with _replaced(Path(target)) as file:
            yield file
        return
    if isinstance(target, io.TextIOBase):
        with _AsBytes(target) as encoded:
            yield encoded  # type: ignore[misc]
        return
    yield target  # type: ignore[misc]


@contextmanager
def _replaced(path: Path) -> Iterator[IO[bytes]]:
    """Yield a file that takes the place of `path`; a link stays one, and a device or a pipe is written to."""
    with _saying(path):
        if path.exists() and not path.is_file():
            with path.open("wb") as file:
                yield file
            return
        place = path.resolve()
        draft = place.with_name(f".{place.name[:100]}.{secrets.token_hex(4)}.part")
        try:
            with draft.open("xb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            if place.exists():
                shutil.copymode(place, draft)
            draft.replace(place)
        finally:
            draft.unlink(missing_ok=True)


@contextmanager
def _saying(path: Path) -> Iterator[None]:
    """Say which file cannot be written, and why, without the folder it is in."""
    name = path.name.encode("utf-8", "replace").decode("utf-8")
    if "\0" in str(path):
        raise TargetError("no path holds the character NUL")
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = "there is no such directory" if isinstance(error, FileNotFoundError) else error.strerror or str(error)
        raise TargetError(f"{name} cannot be written: {reason}") from error


class _AsBytes(io.RawIOBase):
    """A file open for text that takes UTF-8; closing it leaves the file open."""

    def __init__(self, file: io.TextIOBase) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        made = bytes(data)  # type: ignore[call-overload]
        self._file.write(self._decoder.decode(made))
        return len(made)
