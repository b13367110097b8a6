"""Lists are taken in: in a transaction of the caller's, or batch by batch, so that one may stop anywhere and go on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, TypeAlias
from uuid import UUID

from crm.errors import InvalidChoice
from crm.exchange.importing import runs
from crm.exchange.importing.batches import Taking
from crm.exchange.importing.garbage import collector_paused
from crm.exchange.importing.going import Going
from crm.exchange.importing.hearing import Hearing
from crm.exchange.importing.refusals import take
from crm.exchange.importing.rejects import refuse_targets, write_rejections, write_warnings
from crm.exchange.importing.runs import Settings
from crm.exchange.importing.tuning import tuned
from crm.exchange.limits import Limits
from crm.exchange.rows import read_rows
from crm.exchange.sources import opened
from crm.models import ImportRun
from crm.targets import OpenedTarget, wait_for_turn
from crm.values import CountryCode

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

    from sqlalchemy.orm import Session

    from crm.exchange.grids.writing import TargetLike
    from crm.exchange.importing.report import ImportReport
    from crm.exchange.sources import Opened, SourceLike
    from crm.exchange.streams import RowStream
    from crm.targets import Target

__all__ = ["import_contacts", "import_file"]

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
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
) -> ImportReport:
    """Take the contacts of a list in, in the transaction of `session`, and return what became of each row.

    A row finds the contact it is about by its uid, an address with the name, the name with an institution, the name
    with any coordinate; what is ambiguous is rejected with a question. What is blank erases nothing, and what would
    undo a newer edit is left out as a conflict, unless `overwrite`; with `as_of`, the day the list is of, anything
    changed later is newer. `institutions` says which one a text means, by uid; with `new_institutions` ``create`` a
    text that may mean several makes a new one. `encoding`, `delimiter` and `sheet` say how the list is written where
    that is told wrong, and which sheet of a workbook it is. `rejected` gets the rejected rows, to be corrected, and
    `warnings` those of the others that are doubtful or have conflicts: each in the list's own columns, with the reasons
    before them.

    Nothing is committed: roll back, and it was a dry run. On SQLite the transaction should be one of
    `Database.begin`, which waits for its turn.

    Raises:
        SourceError: the list cannot be read, or no column could be understood.
        InvalidChoice, InvalidCountry: an argument is none of what there is.
        TargetError: what is to be corrected cannot be written there.
    """
    settings = _settings(format, mapping, region, by, keep_invalid, as_of, overwrite, institutions, new_institutions)
    settings = replace(settings, encoding=encoding, delimiter=delimiter, sheet=sheet)
    refuse_targets(source, rejected, warnings)
    with opened(source, limits or Limits()) as file:
        sha256 = file.sha256()
        stream = _rows_of(file, settings, limits)
        session.flush()
        wait_for_turn(session)
        run = runs.begun(session, file.name, sha256, settings, again=False)
        _take_all(session, run, settings, stream)
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
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
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
    settings = replace(settings, encoding=encoding, delimiter=delimiter, sheet=sheet)
    refuse_targets(source, rejected, warnings)
    with opened(source, limits or Limits()) as file:
        sha256 = file.sha256()
        stream = _rows_of(file, settings, limits)
        target_ = OpenedTarget(target)
        going = Going(target_, file.name, sha256, settings, stream, on_batch)
        with tuned(target):
            going.all()
        with target_.looking() as session:
            run = session.get_one(ImportRun, going.run)
            report = runs.report_of(session, run, stream, going.resumed_after)
            _write_back(session, run, stream, rejected, warnings)
    return report


def _take_all(session: Session, run: ImportRun, settings: Settings, stream: RowStream) -> None:
    """Take all rows in, in the transaction of `session`."""
    taking = Taking.of(settings)
    hearing = Hearing(stream, keep_invalid=taking.keep_invalid)
    while not hearing.is_ended:
        with collector_paused():
            if rows := hearing.take():
                take(taking, session, run, rows)
    runs.finish(session, run)


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
        raise InvalidChoice(given, "it is no uid", hint="crm institutions resolve TEXT --json prints it") from None


def _rows_of(file: Opened, settings: Settings, limits: Limits | None) -> RowStream:
    return read_rows(
        file,
        settings.format,
        region=settings.region,
        mapping=settings.mapping,
        limits=limits or Limits(),
        encoding=settings.encoding,
        delimiter=settings.delimiter,
        sheet=settings.sheet,
    )
