"""One file or member on its way in, before anybody has looked into it."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from crm.errors import SourceError, SourceFormatUnknown, SourceTooLarge
from crm.reading import format_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import IO, NoReturn, Self

__all__ = ["Piece", "bounded", "displayed", "reason_to_skip", "skipped"]

_UNPRINTABLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Piece:
    """One file or member: what to call it and, on demand, its bytes."""

    name: str
    """For people: the path, ``archive.zip!folder/file.txt`` for a member, ``-`` for what has no name."""
    content: Callable[[], bytes]
    """Return the bytes, until the next piece is asked for; raise `SourceError`."""
    is_found: bool = False
    """Whether it was found in a folder or an archive, and not named by anybody."""
    skip: SourceError | None = None
    """Why it is passed over; None for one that is to be read."""

    @classmethod
    def passed_over(cls, name: str, reason: SourceError) -> Self:
        """Return a piece that is not read, for that reason."""
        return cls(name, _nothing, is_found=True, skip=reason)

    @classmethod
    def refused(cls, name: str, error: SourceError) -> Self:
        """Return a piece that cannot be read, for that reason."""

        def refuse() -> NoReturn:
            raise error

        return cls(name, refuse, is_found=True)


def reason_to_skip(name: str) -> SourceError | None:
    """Return why a file of that name, found in a folder or an archive, is not read; None for one that is."""
    if format_of(name) is not None:
        return None
    suffix = PurePosixPath(name).suffix.lower()
    return SourceFormatUnknown(f"files of the format {displayed(suffix)} are not read")


def skipped(code: str, reason: str) -> SourceError:
    """Return the reason for which something that was found is passed over."""
    return SourceError(reason, code=f"source.{code}")


def bounded(file: IO[bytes], name: str, most: int) -> bytes:
    """Return what an open file holds; no more than `most` bytes are read, and one more to tell that there are.

    Raises:
        SourceTooLarge: there are more.
    """
    held = bytearray()
    while len(held) <= most and (read := file.read(min(_CHUNK, most + 1 - len(held)))):
        held += read
    if len(held) > most:
        raise SourceTooLarge(f"{name} is larger than {most:_} bytes".replace("_", " "))
    return bytes(held)


def displayed(path: str | os.PathLike[str]) -> str:
    """Return a path as one line of text: what cannot be printed, or would print as something else, is replaced."""
    return _UNPRINTABLE.sub("\ufffd", os.fspath(path))


def _nothing() -> bytes:
    return b""
