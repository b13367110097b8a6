"""Files by the thousand: each in a transaction of its own, so that one may stop anywhere and go on another day."""

from __future__ import annotations

import dataclasses
import hashlib
from typing import TYPE_CHECKING

from sqlalchemy.exc import DataError, IntegrityError

from crm.errors import CrmError, DatabaseError, SchemaError, SourceError, SourceFormatUnknown, SourceNotText
from crm.ingest.gathering import gather
from crm.ingest.report import FileReport, IngestReport
from crm.ingest.storing import store, stored
from crm.reading import read, recognised
from crm.targets import OpenedTarget, Target
from crm.values import CountryCode

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from crm.ingest.archives import Limits
    from crm.ingest.gathering import SourceLike
    from crm.ingest.pieces import Piece
    from crm.reading import Reading

__all__ = ["Target", "ingest_many"]


def ingest_many(
    target: Target,
    sources: Iterable[SourceLike],
    *,
    region: str | None = None,
    today: dt.date | None = None,
    limits: Limits | None = None,
) -> Iterator[FileReport]:
    """Take in files, folders and archives, and yield what became of each file, as soon as it is committed.

    Each file is stored in a transaction of its own, in order. Nothing runs ahead of the iteration, and nothing is kept
    behind it. Whoever stops, or is killed, and starts again with the same sources loses nothing and stores nothing
    twice: bytes that are stored already are known by their SHA-256 and not read again. Several may do so at once.

    A communiqué whose embargo has not lifted on `today`, by now unless given, is stored under embargo.

    A function as `target` is called once, when there is first something to store; nothing is known before that.

    Raises:
        InvalidCountry: `region` is none.
        DatabaseError, SchemaError: the database cannot be used, or not any more; what was yielded is stored.
    """
    country = None if region is None else CountryCode(region)
    opened = OpenedTarget(target)
    for piece in gather(sources, limits):
        yield _taken(opened, piece, country, today)


def _taken(opened: OpenedTarget, piece: Piece, region: str | None, today: dt.date | None) -> FileReport:
    """Return what became of one piece."""
    if piece.skip is not None:
        return FileReport(piece.name, "skipped", error=piece.skip)
    try:
        content = piece.content()
        known = _known(opened, piece, content)
        report = known or _stored(opened, _read(piece, content, region, today), today)
    except (DatabaseError, SchemaError):
        raise
    except CrmError as error:
        return FileReport(piece.name, "skipped" if _is_no_release(piece, error) else "rejected", error=error)
    return FileReport(piece.name, report.outcome, report)


def _known(opened: OpenedTarget, piece: Piece, content: bytes) -> IngestReport | None:
    """Return the report of bytes that are stored already; they are not read again."""
    if not opened.is_open:
        return None
    with opened.looking() as session:
        communique = stored(session, hashlib.sha256(content).hexdigest())
    return None if communique is None else IngestReport(_file(piece), "unchanged", communique)


def _read(piece: Piece, content: bytes, region: str | None, today: dt.date | None) -> Reading:
    file = _file(piece)
    return dataclasses.replace(read(content, region, today, recognised(content, file)), file=file)


def _file(piece: Piece) -> str | None:
    return None if piece.name == "-" else piece.name


def _stored(opened: OpenedTarget, reading: Reading, today: dt.date | None) -> IngestReport:
    """Return the report of what was stored. Somebody else may have stored the same in between: then look again."""
    try:
        return _committed(opened, reading, today)
    except (IntegrityError, DataError):
        try:
            return _committed(opened, reading, today)
        except (IntegrityError, DataError) as error:
            reason = str(error.orig).partition("\n")[0]
            raise SourceError(f"the database refuses it: {reason}", code="source.refused") from error


def _committed(opened: OpenedTarget, reading: Reading, today: dt.date | None) -> IngestReport:
    with opened.begin() as session:
        return store(session, reading, today=today)


def _is_no_release(piece: Piece, error: CrmError) -> bool:
    """Whether something was found that never claimed to be a text, rather than a text that cannot be read."""
    if not piece.is_found:
        return False
    has_suffix = "." in piece.name.rpartition("/")[2].rpartition("!")[2]
    return isinstance(error, SourceFormatUnknown) or (isinstance(error, SourceNotText) and not has_suffix)
