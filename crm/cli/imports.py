"""The commands that take lists in and back out: ``crm import``, ``crm imports`` and ``crm undo-import``."""

from __future__ import annotations

import datetime as dt
import sys
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, Final

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from crm.cli.printing import as_json, complain, database_option, json_option, say, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from crm.database import Database
    from crm.exchange import Finding, ImportReport
    from crm.models import ImportRun

__all__ = ["import_list", "imports", "undo_import"]

_SHOWN: Final = 20
"""Rejections and questions that are printed; the others are counted."""
_WARNINGS: Final = 5
"""What was taken in all the same needs fewer lines."""


def _pairs(context: click.Context, parameter: click.Parameter, given: Sequence[str]) -> dict[str, str]:  # noqa: ARG001
    pairs = {}
    for one in given:
        left, equals, right = one.rpartition("=")
        if not equals or not left.strip():
            raise click.BadParameter(f"{one!r} should have the form {parameter.metavar}")
        pairs[left.strip()] = right.strip()
    return pairs


def _instant(context: click.Context, parameter: click.Parameter, given: str | None) -> dt.datetime | None:  # noqa: ARG001
    if given is None:
        return None
    try:
        moment = dt.datetime.fromisoformat(given)
    except ValueError:
        raise click.BadParameter(f"{given!r} is no day: 2025-01-17, or 2025-01-17T09:30+01:00") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _named(context: click.Context, parameter: click.Parameter, given: str) -> str:  # noqa: ARG001
    if not given:
        raise click.BadParameter("the name of the file is empty")
    return given


def _sign(context: click.Context, parameter: click.Parameter, given: str | None) -> str | None:  # noqa: ARG001
    return "\t" if given in ("tab", "\\t") else given


@click.command("import")
@click.argument(
    "file",
    metavar="FILE",
    callback=_named,
    help="A spreadsheet (CSV, TSV, XLSX, XLS, ODS) or cards (vCard, jCard, JSContact), or - for standard input.",
)
@click.option("--dry-run", is_flag=True, help="Say what would become of each row, and write nothing.")
@click.option(
    "--map", "mapping", multiple=True, metavar="COLUMN=FIELD", callback=_pairs, help="Read a column as this field."
)
@click.option(
    "--region",
    metavar="CC",
    default="FR",
    show_default=True,
    help="Read national phone numbers as of this country (ISO 3166-1).",
)
@click.option(
    "--format", "format_", metavar="FORMAT", help="csv, tsv, xlsx, xls, ods, vcard… [default: from the file]."
)
@click.option("--encoding", metavar="NAME", help="The charset of a text, where it is told wrong: cp1250, koi8-r…")
@click.option("--delimiter", metavar="SIGN", callback=_sign, help="What parts the cells of a text: ; , | or tab.")
@click.option("--sheet", metavar="NAME", help="The sheet of a workbook. [default: the first that is not empty]")
@click.option("--rejected", metavar="FILE", help="Write the rejected rows there, with the reasons, to be corrected.")
@click.option("--warnings", metavar="FILE", help="Write the rows there that were taken in and are doubtful, likewise.")
@click.option("--keep-invalid", is_flag=True, help="Keep what is no address or number with its reason, to be mended.")
@click.option("--as-of", metavar="DAY", callback=_instant, help="The day the list is of: what was changed later stays.")
@click.option("--overwrite", is_flag=True, help="Take values in even where they were changed since.")
@click.option(
    "--institution",
    "institutions",
    multiple=True,
    metavar="TEXT=UID",
    callback=_pairs,
    help="Say which institution a text of the list means.",
)
@click.option(
    "--new-institutions",
    type=click.Choice(["ask", "create"]),
    default="ask",
    show_default=True,
    help="What becomes of a text that may mean several known institutions.",
)
@click.option("--by", metavar="NAME", help="Who does it, for the history.")
@database_option
@json_option
def import_list(file: str, dry_run: bool, format_: str | None, database: str | None, as_json_: bool, **how: Any) -> int:
    """Take the contacts of a list in; every row is counted, and none is lost.

    A row finds its contact by uid, by address and name, by name and institution, or by name and any coordinate; what is
    ambiguous is rejected with a question. Blank cells erase nothing. An interrupted import goes on where it stopped
    when it is started again, and `crm undo-import` takes a finished one back.
    """
    arguments = {**how, "format": format_}
    report = (_rehearsed if dry_run else _imported)(file, database, arguments)
    if as_json_:
        as_json({**report.as_dict(), "dry_run": dry_run, **({"run": None} if dry_run else {})})
    else:
        _print(report, dry_run=dry_run, how=how)
    return 1 if report.rejected else 0


def _imported(file: str, database: str | None, arguments: dict[str, Any]) -> ImportReport:
    from crm.exchange import import_file

    with ExitStack() as stack:
        on_batch = stack.enter_context(_bar(file))
        return import_file(_target(database, stack), file, on_batch=on_batch, **arguments)


def _rehearsed(file: str, database: str | None, arguments: dict[str, Any]) -> ImportReport:
    """Do everything in a transaction that is rolled back; where there is no database, in one that never was."""
    from crm.database import Database
    from crm.errors import DatabaseMissing, SchemaMissing
    from crm.exchange import import_contacts

    try:
        opened = Database.open(database)
    except (DatabaseMissing, SchemaMissing):
        opened = Database.create("sqlite://")
    with opened:
        with opened.begin() as session:
            report = import_contacts(session, file, **arguments)
            session.rollback()
        return report


def _target(database: str | None, stack: ExitStack) -> Database | Callable[[], Database]:
    """Return the database; where there is none, what makes it as soon as there is something to store."""
    from crm.database import Database
    from crm.errors import DatabaseMissing, SchemaMissing

    try:
        return stack.enter_context(Database.open(database))
    except (DatabaseMissing, SchemaMissing):
        return lambda: stack.enter_context(Database.create(database))


# --- while a person is watching ---------------------------------------------------------------------------------------


@contextmanager
def _bar(file: str) -> Iterator[Callable[[int], None] | None]:
    """Yield what moves a bar on standard error, or None where nobody is watching."""
    if not sys.stderr.isatty():  # what an environment variable says of colours makes no terminal of a pipe
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("rows"))
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("importing", total=_rows_in(file))
        yield lambda done: bar.update(task, completed=done)


def _rows_in(file: str) -> int | None:
    """Return about how many rows there are: lines, or cards; None where that cannot be told sooner than by reading."""
    from crm.exchange.limits import Limits
    from crm.exchange.sources import opened

    if file == "-":
        return None
    with opened(file, Limits()) as source:
        if source.suffix in {".xlsx", ".xls", ".ods", ".json"}:
            return None
        mark = b"BEGIN:VCARD" if source.suffix in {".vcf", ".vcard"} else b"\n"
        return sum(chunk.count(mark) for chunk in iter(lambda: source.file.read(1 << 20), b""))


# --- what is printed --------------------------------------------------------------------------------------------------


def _print(report: ImportReport, *, dry_run: bool, how: Mapping[str, Any]) -> None:
    rejected, warnings = how["rejected"], how["warnings"]
    if report.resumed_after:
        say(f"went on after row {report.resumed_after:,}, where it was interrupted")
    for note in report.notes:
        say(f"! {f'{note.field}: ' if note.field else ''}{note.message} [{note.code}]{_hinted(note.hint)}")
    conflicts = [one for one in report.remarks if one.code == "import.outdated"]
    doubts = [one for one in report.remarks if one.code.startswith(("contact.", "institution."))]
    _print_findings(report.rejections, "rejected", _SHOWN, written=rejected)
    _print_findings(conflicts, "conflict", _SHOWN, report.conflicts, warnings)
    _print_findings(doubts, "to check", _SHOWN, written=warnings)
    others = [one for one in report.remarks if one not in conflicts and one not in doubts]
    _print_findings(others, "warning", _WARNINGS, report.warnings - len(doubts), warnings)
    run = "" if dry_run else f"  (import {report.run_id})"
    say(f"{'dry run: ' if dry_run else ''}{report}{run}")
    counts = ((report.conflicts, "conflict"), (report.warnings, "warning"))
    if extras := [f"{count:,} {what}{'' if count == 1 else 's'}" for count, what in counts if count]:
        say(", ".join(extras))
    if rejected is not None and report.rejected:
        same = " with the same --map" if how["mapping"] else ""
        say(f"the rejected rows are in {rejected}: correct them there, and import it{same}")
    if warnings is not None and report.remarks:
        say(f"the doubtful rows that were taken in are in {warnings}")


def _print_findings(
    findings: Sequence[Finding], what: str, most: int, number: int | None = None, written: str | None = None
) -> None:
    """Print the first findings, and where the others are of the `number` that there are."""
    for one in findings[:most]:
        where = f"row {one.row}, line {one.line}{f', {one.field}' if one.field else ''}"
        value = f" {one.value!r}:" if one.value else ":"
        say(f"{what}: {where}{value} {one.message} [{one.code}]{_hinted(one.hint)}")
    rest = max(number or 0, len(findings)) - min(len(findings), most)
    if rest > 0:
        option = "--rejected" if what == "rejected" else "--warnings"
        where = f"they are all in {written}" if written else f"{option} FILE writes them all"
        say(f"{what}: {rest:,} more; {where}, --json prints the first thousand")


def _hinted(hint: str | None) -> str:
    return f" – {hint}" if hint else ""


@click.command()
@database_option
@json_option
def imports(database: str | None, as_json_: bool) -> None:
    """List the imports, the newest first."""
    from crm.database import Database
    from crm.exchange import listed_runs

    with Database.open(database) as opened, opened.session() as session:
        runs = [_described(run) for run in session.scalars(listed_runs())]
    if as_json_:
        as_json({"imports": runs})
    else:
        columns = (
            "id",
            "source",
            "status",
            "started_at",
            "rows",
            "created",
            "updated",
            "unchanged",
            "rejected",
            "blank",
        )
        table(columns, [[str(run[name] if run[name] is not None else "") for name in columns] for run in runs])


def _described(run: ImportRun) -> dict[str, Any]:
    return {
        "id": run.id,
        "uid": str(run.uid),
        "source": run.source,
        "status": run.status.value,
        "started_at": run.started_at.isoformat(timespec="seconds"),
        "started_by": run.started_by,
        "rows": run.rows_read,
        "created": run.rows_created,
        "updated": run.rows_updated,
        "unchanged": run.rows_unchanged,
        "rejected": run.rows_rejected,
        "blank": run.rows_blank,
    }


@click.command("undo-import")
@click.argument("run", metavar="RUN", help="The import: its number, its uid, or the name of its file.")
@click.option("--by", metavar="NAME", help="Who does it, for the history.")
@database_option
@json_option
def undo_import(run: str, by: str | None, database: str | None, as_json_: bool) -> int:
    """Take an import back: what it made goes, what it changed is again what it was.

    Where something was edited or used since, nothing is taken back, and the records are named.
    """
    from crm import exchange
    from crm.database import Database
    from crm.errors import ChangedSince

    try:
        with Database.open(database) as opened, opened.begin() as session:
            report = exchange.undo_import(session, run, by=by)
    except ChangedSince as error:
        complain(error.message, error.hint, error.code)
        for reason in error.reasons:
            click.echo(f"     {reason}", err=True)
        return 2
    if as_json_:
        as_json(report.as_dict())
    else:
        name = report.source or "a pipe"
        say(f"import {report.run_id} of {name} undone: {report.removed:,} records gone, {report.restored:,} as before")
    return 0
