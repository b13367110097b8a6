"""What there is to take in: files, folders and archives become pieces, one by one, each with its bytes on demand.

Nothing is passed over in silence: what is found in a folder and not read is a piece too, with the reason.
"""

from __future__ import annotations

import os
import stat
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from crm.errors import SourceError, SourceMissing
from crm.ingest.archives import Limits, is_archive, members
from crm.ingest.pieces import Piece, bounded, displayed, reason_to_skip, skipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO, TypeAlias

__all__ = ["SourceLike", "gather"]

SourceLike: TypeAlias = "str | os.PathLike[str] | BinaryIO"
"""The path of a file, a folder or an archive, or a binary file that is open for reading."""


def gather(sources: Iterable[SourceLike], limits: Limits | None = None) -> Iterator[Piece]:
    """Yield every file and member below `sources`, in order, folders sorted by name; nothing is read ahead.

    Of a folder the names are held in memory while it is walked, of an archive one member at a time.
    """
    limits = limits or Limits()
    for source in sources:
        if not isinstance(source, str | os.PathLike):
            yield Piece("-", partial(_content, source, "the source", limits))
            continue
        path = Path(source)
        if _is_folder(path):
            yield from _or_empty(_below(path, limits), displayed(path))
        else:
            yield from _file(path, limits)


def _or_empty(found: Iterator[Piece], name: str) -> Iterator[Piece]:
    """Yield what was found, or that nothing was."""
    first = next(found, None)
    yield Piece.passed_over(name, skipped("empty", "there is nothing in it")) if first is None else first
    yield from found


def _below(folder: Path, limits: Limits) -> Iterator[Piece]:
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208 - names alone, of folders that may hold a million
    except OSError as error:
        yield Piece.refused(displayed(folder), SourceMissing(f"the folder cannot be read: {error.strerror}"))
        return
    for name in names:
        path = folder / name
        reason = _reason(path)
        if reason is not None:
            yield Piece.passed_over(displayed(path), reason)
        elif _is_folder(path):
            yield from _below(path, limits)
        else:
            yield from _file(path, limits, is_found=True)


def _is_folder(path: Path) -> bool:
    """Whether it is one; of what cannot be told, opening it tells why not."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _reason(path: Path) -> SourceError | None:
    """Return why something in a folder is passed over; None for a folder, an archive, and a file that is read."""
    if path.name.startswith("."):
        return skipped("hidden", "its name begins with a dot")
    try:
        mode = path.stat().st_mode
    except OSError:
        return skipped("link", "a link that leads nowhere") if path.is_symlink() else None
    if stat.S_ISDIR(mode):
        return skipped("link", "a link to a folder is not followed") if path.is_symlink() else None
    if not stat.S_ISREG(mode):
        return skipped("special", "it is neither a file nor a folder")
    return None if is_archive(path.name) else reason_to_skip(path.name)


def _file(path: Path, limits: Limits, *, is_found: bool = False) -> Iterator[Piece]:
    name = displayed(path)
    if is_archive(path.name):
        yield from _or_empty(members(name, partial(_opened, path), limits), name)
    else:
        yield Piece(name, partial(_bytes, path, limits), is_found=is_found)


def _bytes(path: Path, limits: Limits) -> bytes:
    with _opened(path) as file:
        return _content(file, displayed(path), limits)


def _content(file: BinaryIO, name: str, limits: Limits) -> bytes:
    try:
        return bounded(file, name, limits.member_bytes)
    except OSError as error:
        raise SourceMissing(f"{name} cannot be read: {error.strerror or error}") from error


def _opened(path: Path) -> BinaryIO:
    """Return the file, open; a device or a socket, which may never end, is refused."""
    name = displayed(path)
    try:
        if not _is_readable(path.stat().st_mode):
            raise SourceError(f"{name} is neither a file nor a pipe", hint="name a text file")
        return path.open("rb")
    except (FileNotFoundError, UnicodeEncodeError, ValueError):
        raise SourceMissing(f"there is no file {name}") from None
    except OSError as error:
        raise SourceMissing(f"{name} cannot be read: {error.strerror}") from error


def _is_readable(mode: int) -> bool:
    return stat.S_ISREG(mode) or stat.S_ISFIFO(mode)
