"""Lists are taken in: in a transaction of the caller's, or batch by batch, so that one may stop anywhere and go on."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from crm.errors import InvalidChoice
from crm.exchange.importing import runs
from crm.exchange.importing.batches import Taking
from crm.exchange.importing.garbage import collector_paused
from crm.exchange.importing.lookups import prefer_indexes
from crm.exchange.importing.places import Places
from crm.exchange.importing.refusals import FAILURES, is_passing, is_refusal, take
from crm.exchange.importing.rejects import refuse_targets, write_rejections, write_warnings
from crm.exchange.importing.runs import Settings
from crm.exchange.limits import Limits
from crm.exchange.rows import read_rows
from crm.exchange.sources import opened
from crm.models import ImportRun, RunStatus
from crm.targets import OpenedTarget, wait_for_turn
from crm.values import CountryCode

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Mapping

    from sqlalchemy.orm import Session

    from crm.exchange.grids.writing import TargetLike
    from crm.exchange.importing.report import ImportReport
    from crm.exchange.records import Row
    from crm.exchange.sources import Opened, SourceLike
    from crm.exchange.streams import RowStream
    from crm.targets import Target

__all__ = ["BATCH", "import_contacts", "import_file"]

BATCH: Final = 4_000
"""Rows of one transaction: always the same, so that those who share the work meet at the same rows."""
_TRIES: Final = 6
_FIRST_PAUSE: Final = 0.05
"""Seconds; each is twice as long as the one before."""
_CACHE: Final = -65_536
"""Of SQLite, while rows come in: 64 MiB, so that the indexes of a million contacts are not read again and again."""

NewInstitutions: TypeAlias = Literal["ask", "create"]


def import_contacts(
    session: Session,
    source: SourceLike,
    *,
    format: str | None = None,  # noqa: A002 - what every function here calls it
    mapping: Mapping[str, str] | None = None,
    region: str | None = "FR",
    by: str | None = None,
    keep_invalid: bool = False,
    as_of: dt.datetime | None = None,
    overwrite: bool = False,
    institutions: Mapping[str, UUID | str] | None = None,
    new_institutions: NewInstitutions = "ask",
    rejected: TargetLike | None = None,
    warnings: TargetLike | None = None,
    limits: Limits | None = None,
) -> ImportReport:
    """Take the contacts of a list in, in the transaction of `session`, and return what became of each row.

    A row finds the contact it is about by its uid, an address with the name, the name with an institution, the name
    with any coordinate; what is ambiguous is rejected with a question. What is blank erases nothing, and what would
    undo a newer edit is left out as a conflict, unless `overwrite`; with `as_of`, the day the list is of, anything
    changed later is newer. `institutions` says which one a text means, by uid; with `new_institutions` ``create`` a
    text that may mean several makes a new one. `rejected` gets the rejected rows, to be corrected, and `warnings` those
    of the others that are doubtful or have conflicts: each in the list's own columns, with the reasons before them.

    Nothing is committed: roll back, and it was a dry run. On SQLite the transaction should be one of
    `Database.begin`, which waits for its turn.

    Raises:
        SourceError: the list cannot be read, or no column could be understood.
        InvalidChoice, InvalidCountry: an argument is none of what there is.
        TargetError: what is to be corrected cannot be written there.
    """
    settings = _settings(format, mapping, region, by, keep_invalid, as_of, overwrite, institutions, new_institutions)
    refuse_targets(source, rejected, warnings)
    with opened(source, limits or Limits()) as file:
        sha256 = file.sha256()
        stream = _rows_of(file, settings, limits)
        session.flush()
        wait_for_turn(session)
        run = runs.begun(session, file.name, sha256, settings, again=False)
        taking = _taking(settings)
        while _took(taking, session, run, stream):
            pass
        runs.finish(session, run)
        report = runs.report_of(session, run, stream)
        _write_back(session, run, stream, rejected, warnings)
    session.expire_all()
    return report


def import_file(
    target: Target,
    source: SourceLike,
    *,
    format: str | None = None,  # noqa: A002
    mapping: Mapping[str, str] | None = None,
    region: str | None = "FR",
    by: str | None = None,
    keep_invalid: bool = False,
    as_of: dt.datetime | None = None,
    overwrite: bool = False,
    institutions: Mapping[str, UUID | str] | None = None,
    new_institutions: NewInstitutions = "ask",
    rejected: TargetLike | None = None,
    warnings: TargetLike | None = None,
    limits: Limits | None = None,
    on_batch: Callable[[int], None] | None = None,
) -> ImportReport:
    """Take the contacts of a list in, some thousand rows a transaction, and return what became of each row.

    Interrupted at any moment, even killed, it goes on with the same bytes and settings where it was: the run, its rows
    and what they changed are committed together. Several may take in the same list, or lists that overlap, at once.
    `on_batch` is told how many rows are done. The other arguments are those of `import_contacts`.

    Raises:
        SourceError, InvalidChoice, InvalidCountry, TargetError: as `import_contacts`.
        DatabaseError, SchemaError: the database cannot be used, or not any more; what was done stays done.
    """
    settings = _settings(format, mapping, region, by, keep_invalid, as_of, overwrite, institutions, new_institutions)
    refuse_targets(source, rejected, warnings)
    with opened(source, limits or Limits()) as file:
        sha256 = file.sha256()
        stream = _rows_of(file, settings, limits)
        target_ = OpenedTarget(target)
        going = _Going(target_, file.name, sha256, settings, stream, on_batch)
        with _larger_cache(target):
            going.all()
        with target_.looking() as session:
            run = session.get_one(ImportRun, going.run)
            report = runs.report_of(session, run, stream, going.resumed_after)
            _write_back(session, run, stream, rejected, warnings)
    return report


def _write_back(
    session: Session, run: ImportRun, stream: RowStream, rejected: TargetLike | None, warnings: TargetLike | None
) -> None:
    if rejected is not None:
        write_rejections(session, run, stream, rejected)
    if warnings is not None:
        write_warnings(session, run, stream, warnings)


# --- what both do -----------------------------------------------------------------------------------------------------


def _settings(
    format: str | None,  # noqa: A002
    mapping: Mapping[str, str] | None,
    region: str | None,
    by: str | None,
    keep_invalid: bool,
    as_of: dt.datetime | None,
    overwrite: bool,
    institutions: Mapping[str, UUID | str] | None,
    new_institutions: str,
) -> Settings:
    if new_institutions not in ("ask", "create"):
        raise InvalidChoice(new_institutions, "new institutions are asked about or created", hint="ask or create")
    told = {text: _uid(one) for text, one in institutions.items()} if institutions else None
    country = None if region is None else CountryCode(region)
    return Settings(format, mapping, country, by, keep_invalid, as_of, overwrite, told, new_institutions)


def _uid(given: UUID | str) -> UUID:
    try:
        return given if isinstance(given, UUID) else UUID(given)
    except ValueError:
        raise InvalidChoice(given, "it is no uid", hint="crm institutions find NAME prints it") from None


def _rows_of(file: Opened, settings: Settings, limits: Limits | None) -> RowStream:
    return read_rows(file, settings.format, region=settings.region, mapping=settings.mapping, limits=limits or Limits())


def _took(taking: Taking, session: Session, run: ImportRun, stream: RowStream) -> int:
    """Take one batch in; return how many rows there were."""
    with collector_paused():
        rows = list(islice(stream, BATCH))
        if rows:
            take(taking, session, run, rows)
        return len(rows)


def _taking(settings: Settings) -> Taking:
    places = Places(told=settings.institutions, create=settings.new_institutions == "create")
    return Taking(places, settings.keep_invalid, settings.overwrite, settings.as_of)


# --- batch by batch ---------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Going:
    """One run, on its way through the list."""

    target: OpenedTarget
    source: str | None
    sha256: str
    settings: Settings
    stream: RowStream
    on_batch: Callable[[int], None] | None = None
    run: int | None = None
    resumed_after: int = 0

    def all(self) -> None:
        """Take all rows in that nobody else has."""
        taking, seen = _taking(self.settings), 0
        ended = False
        while not ended:
            with collector_paused():
                rows = list(islice(self.stream, BATCH))
                seen += len(rows)
                ended = self._patiently(taking, rows, seen) or len(rows) < BATCH
                del rows
            if self.on_batch is not None:
                self.on_batch(seen)

    def _patiently(self, taking: Taking, rows: list[Row], seen: int) -> bool:
        """Take a batch in, once more when another's transaction was in the way; return whether the run has ended.

        What a row is to blame for is looked for with savepoints, which cost something, only when there is such a row; a
        clash of keys may be with what somebody else has just stored, and is tried again first.
        """
        halving = False
        for attempt in range(_TRIES):
            try:
                with self.target.begin() as session:
                    run, ended = self._batch(session, taking, rows, seen, take if halving else Taking.batch)
            except FAILURES as error:
                taking.forget()
                is_refused = not halving and is_refusal(error)
                if attempt + 1 == _TRIES or not (is_refused or is_passing(error)):
                    raise
                halving = halving or (is_refused and (attempt > 0 or not isinstance(error, IntegrityError)))
                if not halving:
                    time.sleep(_FIRST_PAUSE * 2**attempt)
            else:
                self.run = run
                return ended
        raise AssertionError("a batch is taken in, or it is said why not")

    def _batch(
        self, session: Session, taking: Taking, rows: list[Row], seen: int, take_in: Callable[..., object]
    ) -> tuple[int, bool]:
        wait_for_turn(session)
        prefer_indexes(session)
        run = self._run(session)
        if run.status != RunStatus.RUNNING:  # somebody else has taken in the rest
            return run.id, True
        there = seen - len(rows)
        rest = rows[max(0, run.rows_read - there) :]
        if rest:
            take_in(taking, session, run, rest)
        if len(rows) < BATCH and run.rows_read == seen:
            runs.finish(session, run)
        return run.id, False

    def _run(self, session: Session) -> ImportRun:
        """Return the run as it is now, that others may have taken further."""
        if self.run is not None:
            return session.get_one(ImportRun, self.run, populate_existing=True)
        run = runs.begun(session, self.source, self.sha256, self.settings, again=True)
        self.resumed_after = run.rows_read
        return run


@contextmanager
def _larger_cache(target: Target) -> Iterator[None]:
    """Give SQLite room for its indexes on every connection that is used meanwhile."""
    engine: Any = target if isinstance(target, Engine) else getattr(target, "engine", None)
    if engine is None or engine.dialect.name != "sqlite":
        yield
        return
    with engine.connect() as connection:
        before = connection.exec_driver_sql("PRAGMA cache_size").scalar()
        connection.exec_driver_sql(f"PRAGMA cache_size = {_CACHE}")
    try:
        yield
    finally:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA cache_size = {before}")
