"""Parts of a zip file, read within bounds: DOCX and ODT are zip files of XML."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from typing import Final

from crm.errors import SourceDamaged, SourceEncrypted, SourceTooLarge

__all__ = ["Zipped"]

_MAX_MEMBERS: Final = 5000
_MAX_PART: Final = 40_000_000
"""Bytes of one part once it is inflated; the text of a book of a thousand pages is a tenth of it."""
_MAX_RATIO: Final = 300
_FREE: Final = 1_000_000
"""Bytes below which the ratio of compression does not count: white space compresses well."""
_ENCRYPTED: Final = 0x1


class Zipped:
    """A zip file in memory.

    Raises:
        SourceDamaged: it is no zip file, or a broken one.
        SourceTooLarge: it has more members than any document.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            self.names = frozenset(self._zip.namelist())
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, IndexError) as error:
            raise SourceDamaged("the file is damaged: it is a zip file that cannot be opened") from error
        if len(self.names) > _MAX_MEMBERS:
            raise SourceTooLarge(f"it is a zip file of more than {_MAX_MEMBERS:,} parts")
        self._left = _MAX_PART

    def part(self, name: str) -> bytes:
        """Return the bytes of a part, none where there is no such part.

        Raises:
            SourceDamaged: the part is broken.
            SourceEncrypted: it is encrypted.
            SourceTooLarge: inflated it is larger than allowed, or much larger than it is compressed.
        """
        if name not in self.names:
            return b""
        info = self._zip.getinfo(name)
        if info.flag_bits & _ENCRYPTED:
            raise SourceEncrypted("the file is encrypted", hint="save a copy without a password")
        if info.file_size > self._left or info.file_size > max(_FREE, _MAX_RATIO * info.compress_size):
            raise SourceTooLarge(f"its part {name} grows too large when it is inflated")
        self._left -= info.file_size
        try:
            # No more is inflated than the size checked above: a part that says less than it holds is cut there.
            return self._zip.read(info)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
            RuntimeError,
            ValueError,
        ) as error:
            raise SourceDamaged(f"the file is damaged: its part {name} cannot be read") from error
