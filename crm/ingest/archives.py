"""The members of .zip and .tar archives, read in memory and within limits; nothing is ever unpacked to a disk."""

from __future__ import annotations

import gzip
import io
import lzma
import re
import stat
import struct
import tarfile
import zipfile
import zlib
from dataclasses import dataclass, field
from functools import partial
from typing import IO, TYPE_CHECKING, Any, Final, cast

from crm.errors import SourceDamaged, SourceEncrypted, SourceError, SourceTooLarge
from crm.ingest.pieces import Piece, bounded, displayed, reason_to_skip, skipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Limits", "is_archive", "members"]

_SUFFIX: Final = re.compile(r"\.(?:zip|tar|tar\.gz|tgz)", re.IGNORECASE)
_GZIP: Final = b"\x1f\x8b"
_DRIVE: Final = re.compile(r"[A-Za-z]:")
_ENCRYPTED: Final = 0x1
"""The bit of a member's flags. Source: PKWARE APPNOTE 6.3.10 section 4.4.4, read 2026-11-20."""

_ENTRY: Final = 256
"""Bytes of an entry in the directory of a zip: 46, its path, and what tools add."""
_SMALL: Final = 4 << 20

_BROKEN: Final = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    RuntimeError,  # an unknown compression; headers upon headers, until Python stops
)
"""What zipfile and tarfile raise for damaged or hostile bytes."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is taken from a file or an archive before it is refused."""

    members: int = 100_000
    member_bytes: int = 50_000_000
    """Of one file, or of one member unpacked."""
    total_bytes: int = 2_000_000_000
    """Of all members of an archive, unpacked."""
    ratio: int = 200
    """How many times its packed size a member, or a compressed tar as a whole, may have; text has about five."""
    ratio_from: int = 1_000_000
    """Below so many bytes, unpacked, any ratio is harmless."""
    depth: int = 1
    """How many archives deep: 0 reads none inside another, 1 reads those inside a file."""


@dataclass(slots=True)
class _Allowance:
    """What is left of the limits of one archive, and of those inside it."""

    limits: Limits
    members: int = 0
    bytes: int = 0

    def member(self) -> None:
        self.members += 1
        if self.members > self.limits.members:
            raise SourceTooLarge(f"it has more than {self.limits.members} members: the rest is not read")

    def spend(self, size: int) -> None:
        self.bytes += size
        if self.bytes > self.limits.total_bytes:
            raise SourceTooLarge(f"its members are larger than {self.limits.total_bytes} bytes: the rest is not read")

    def refuse_ratio(self, size: int, packed: int) -> None:
        """Raise for what is blown up so much that it was made to."""
        if size > self.limits.ratio_from and size > self.limits.ratio * max(packed, 1):
            raise SourceTooLarge(f"it unpacks to more than {self.limits.ratio} times its size")


def is_archive(name: str) -> bool:
    """Return whether a file of that name is an archive whose members are read.

    >>> is_archive("2025.ZIP"), is_archive("old.tar.gz"), is_archive("notes.gz")
    (True, True, False)
    """
    return any(_SUFFIX.fullmatch(name, place) for place, letter in enumerate(name) if letter == ".")


def members(name: str, opened: Callable[[], IO[bytes]], limits: Limits) -> Iterator[Piece]:
    """Yield the members of an archive, those of a zip sorted by name, each as ``name!member``.

    The bytes of a member can be asked for until the next one is. What is wrong with the archive itself comes last, as a
    piece of its own name.
    """
    return _members(name, opened, _Allowance(limits), limits.depth)


def _members(name: str, opened: Callable[[], IO[bytes]], allowance: _Allowance, depth: int) -> Iterator[Piece]:
    try:
        with opened() as file:
            walk = _zip_members if name.casefold().endswith(".zip") else _tar_members
            for member in walk(file, allowance):
                yield from _pieces(f"{name}!{member.name}", member, allowance, depth)
    except SourceError as error:
        yield Piece.refused(name, error)
    except _BROKEN as error:
        yield Piece.refused(name, _damaged(error))


@dataclass(slots=True)
class _Member:
    """A member of any kind of archive."""

    path: str
    read: Callable[[], bytes]
    oddity: str | None = None
    """Why it is no file; None for a file."""
    refusal: SourceError | None = None
    name: str = field(init=False)
    parts: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.parts = [part for part in self.path.replace("\\", "/").split("/") if part not in {"", "."}]
        self.name = displayed("/".join(self.parts) or self.path)

    def is_unsafe(self) -> bool:
        """Whether the path leads out of the archive, as none that was made in good faith does."""
        return self.path.startswith(("/", "\\")) or ".." in self.parts or bool(_DRIVE.match(self.path))

    def is_hidden(self) -> bool:
        return any(part.startswith(".") or part == "__MACOSX" for part in self.parts)


def _pieces(name: str, member: _Member, allowance: _Allowance, depth: int) -> Iterator[Piece]:
    """Yield the piece that a member is, or the members of the archive that it is."""
    if member.is_unsafe():
        yield Piece.refused(name, skipped("unsafe_name", "its path leads out of the archive"))
    elif member.is_hidden():
        yield Piece.passed_over(name, skipped("hidden", "its name, or that of its folder, begins with a dot"))
    elif member.oddity is not None:
        yield Piece.passed_over(name, skipped("special", member.oddity))
    elif member.refusal is not None:
        yield Piece.refused(name, member.refusal)
    elif is_archive(member.name):
        yield from _inside(name, member, allowance, depth)
    else:
        reason = reason_to_skip(member.name)
        yield Piece(name, member.read, is_found=True) if reason is None else Piece.passed_over(name, reason)


def _inside(name: str, member: _Member, allowance: _Allowance, depth: int) -> Iterator[Piece]:
    if depth < 1:
        yield Piece.passed_over(name, skipped("nested", "an archive so deep inside archives is not opened"))
        return
    yield from _members(name, lambda: io.BytesIO(member.read()), allowance, depth - 1)


def _damaged(error: BaseException) -> SourceDamaged:
    return SourceDamaged(f"it is damaged, or no such archive: {error or type(error).__name__}")


# --- zip --------------------------------------------------------------------------------------------------------------


class _Directory:
    """A zip as zipfile may read it: its directory comes in one piece, and is refused before it fills the memory."""

    def __init__(self, file: IO[bytes], limits: Limits) -> None:
        self._file = file
        self._most = max(_SMALL, limits.members * _ENTRY)

    def read(self, size: int = -1) -> bytes:
        if size > self._most:
            raise SourceTooLarge("its directory is larger than that of the members which are read")
        return self._file.read(size)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def _zip_members(file: IO[bytes], allowance: _Allowance) -> Iterator[_Member]:
    with zipfile.ZipFile(cast("IO[bytes]", _Directory(file, allowance.limits))) as archive:
        for info in sorted(archive.infolist(), key=lambda one: one.filename):
            allowance.member()
            if not info.filename.endswith("/"):  # `is_dir` fails for one without a name
                yield _zip_member(archive, info, allowance)


def _zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, allowance: _Allowance) -> _Member:
    mode = stat.S_IFMT(info.external_attr >> 16)
    return _Member(
        info.filename,
        partial(_unzipped, archive, info, allowance),
        oddity="it is a link or a device" if mode not in {0, stat.S_IFREG} else None,
        refusal=SourceEncrypted("it is encrypted", hint="unpack it with its password first")
        if info.flag_bits & _ENCRYPTED
        else None,
    )


def _unzipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo, allowance: _Allowance) -> bytes:
    allowance.refuse_ratio(info.file_size, info.compress_size)
    try:
        with archive.open(info) as file:
            data = bounded(file, "the member", allowance.limits.member_bytes)
    except _BROKEN as error:
        raise _damaged(error) from error
    allowance.spend(len(data))
    return data


# --- tar --------------------------------------------------------------------------------------------------------------


class _Metered(io.RawIOBase):
    """What a compressed file unpacks to, as long as that is not too much."""

    def __init__(self, file: IO[bytes], packed: int, allowance: _Allowance) -> None:
        self._file, self._packed, self._allowance, self._size = file, packed, allowance, 0
        self.end = b""
        """The last block so far."""

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._size += len(data)
        self.end = (self.end + data[-tarfile.BLOCKSIZE :])[-tarfile.BLOCKSIZE :]
        self._allowance.refuse_ratio(self._size, self._packed)
        self._allowance.spend(len(data))
        return data


def _tar_members(file: IO[bytes], allowance: _Allowance) -> Iterator[_Member]:
    packed = file.seek(0, io.SEEK_END)
    file.seek(0)
    is_packed = file.read(2) == _GZIP
    file.seek(0)
    unpacked: Any = gzip.GzipFile(fileobj=file) if is_packed else file
    metered = _Metered(unpacked, packed, allowance)
    with tarfile.open(fileobj=metered, mode="r|") as archive:
        for info in archive:
            allowance.member()
            if not info.isdir():
                yield _tar_member(archive, info, allowance)
    if metered.end.strip(b"\0"):  # tarfile takes an archive that breaks off for one that ends
        raise tarfile.ReadError("it breaks off before its end")


def _tar_member(archive: tarfile.TarFile, info: tarfile.TarInfo, allowance: _Allowance) -> _Member:
    is_plain = info.isreg() and not info.issparse()
    oddity = None if is_plain else "it is a link, a device or a sparse file"
    return _Member(info.name, partial(_untarred, archive, info, allowance.limits), oddity=oddity)


def _untarred(archive: tarfile.TarFile, info: tarfile.TarInfo, limits: Limits) -> bytes:
    try:
        file = archive.extractfile(info)
        return b"" if file is None else bounded(file, "the member", limits.member_bytes)
    except _BROKEN as error:
        raise _damaged(error) from error
