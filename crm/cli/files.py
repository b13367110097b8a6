"""The commands that take files: ``crm read`` and ``crm ingest``."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import click

from crm.cli.printing import as_json, complain, database_option, json_option, progress, say, table
from crm.errors import CrmError, InvalidRecord, InvalidValue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.ingest import IngestReport
    from crm.reading import Reading

__all__ = ["ingest", "read"]

STANDARD_INPUT = "-"

region_option = click.option(
    "--region",
    metavar="CC",
    help="Read national phone numbers as of this country (ISO 3166-1) [default: from the text].",
)


@click.command()
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    help="A release as text, markdown, HTML, PDF, DOCX, ODT or mail (.eml), or - for standard input.",
)
@region_option
@json_option
def read(files: Sequence[str], region: str | None, as_json_: bool) -> int:
    """Show what communiqués say: title, date, issuers and press contacts. Nothing is stored."""
    answers: list[dict[str, Any]] = []
    rejected: list[tuple[str, CrmError]] = []
    for file in progress(files, "reading"):
        try:
            reading = _reading(file, region)
        except CrmError as error:
            rejected.append((file, error))
            answers.append({"file": click.format_filename(file), "error": error.as_dict()})
            continue
        answers.append({**reading.as_dict(), "file": click.format_filename(file)})
        if not as_json_:
            _print_reading(click.format_filename(file), reading)
    if as_json_ and len(rejected) < len(files):
        as_json(answers[0] if len(files) == 1 else answers)
    return _status(rejected, len(files))


@click.command()
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    help="A release as text, markdown, HTML, PDF, DOCX, ODT or mail (.eml), or - for standard input.",
)
@region_option
@database_option
@json_option
def ingest(files: Sequence[str], region: str | None, database: str | None, as_json_: bool) -> int:
    """Read communiqués and store what they say: institutions, contacts, and who covers what.

    What is known is recognised, and the same file changes nothing the second time. A database is made where there is
    none, as soon as there is something to store.
    """
    from crm.database import Database
    from crm.ingest import store

    reports: list[IngestReport] = []
    rejected: list[tuple[str, CrmError]] = []
    opened: Database | None = None
    with ExitStack() as open_at_last:
        for file in progress(files, "ingesting"):
            try:
                reading = _reading(file, region)
            except CrmError as error:
                rejected.append((file, error))
                continue
            opened = opened or open_at_last.enter_context(Database.create(database))
            try:
                with opened.begin() as session:
                    reports.append(store(session, reading))
            except (InvalidValue, InvalidRecord) as error:
                rejected.append((file, error))
    if as_json_ and reports:
        refusals = [{"file": click.format_filename(file), "error": error.as_dict()} for file, error in rejected]
        as_json({"files": [report.as_dict() for report in reports], "rejected": refusals})
    elif reports:
        _print_reports(reports)
    return _status(rejected, len(files))


def _reading(file: str, region: str | None) -> Reading:
    from pathlib import Path

    from crm.reading import read as read_communique

    return read_communique(sys.stdin.buffer if file == STANDARD_INPUT else Path(file), region)


def _status(rejected: Sequence[tuple[str, CrmError]], of: int) -> int:
    for file, error in rejected:
        complain(f"{click.format_filename(file)}: {error.message}", error.hint, error.code)
    return 0 if not rejected else 2 if len(rejected) == of else 1


def _print_reading(file: str, reading: Reading) -> None:
    date, updated = reading.date, reading.updated
    facts = [
        str(reading.language or "language unknown"),
        f"{date.value} ({date.kind}{', assumed: ' + ', '.join(date.assumed) if date.assumed else ''})"
        if date
        else "no date",
        f"updated {updated.value}" if updated else "",
        ", ".join(institution.name for institution in reading.institutions),
    ]
    say(f"{file}: {reading.title or '(no title)'}", "  " + " · ".join(fact for fact in facts if fact))
    if reading.contacts:
        table(
            ("  Contact", "For", "E-mail", "Phone", "Line"),
            (
                (
                    f"  {contact.name or '(desk)'}",
                    contact.institution or "",
                    "\n".join(contact.emails),
                    "\n".join(phone.international for phone in contact.phones),
                    str(contact.lines[0]),
                )
                for contact in reading.contacts
            ),
        )
    else:
        say("  no press contact")
    for warning in reading.warnings:
        say(f"  ? line {warning.lines[0]}: {warning.message}")
    say("")


_SIGNS = {"added": "+", "recognised": "=", "unsure": "?"}


def _print_reports(reports: Sequence[IngestReport]) -> None:
    for report in reports:
        communique = report.communique
        number = f"communiqué {communique.id}: {communique.title or '(untitled)'}" if communique else "nothing stored"
        say(f"{report.file or '(standard input)'}  {report.outcome}  {number}")
        for entry in report.entries:
            if entry.what not in {"communiqué", "boilerplate"} or entry.note:
                say(f"  {_SIGNS[entry.verdict]} {entry.what} {entry.name}{f': {entry.note}' if entry.note else ''}")
        if report.outcome != "unchanged":
            for warning in report.warnings:
                say(f"  ! line {warning.lines[0]}: {warning.message}")
    say("", _summary(reports))


def _summary(reports: Sequence[IngestReport]) -> str:
    new = [entry.what for report in reports for entry in report.having("added")]
    if not new:
        return f"nothing changed: {_counted(len(reports), 'file')} read, all known"
    added = ", ".join(_counted(new.count(what), what) for what in ("communiqué", "contact", "institution"))
    unchanged = sum(report.outcome == "unchanged" for report in reports)
    doubts = sum(len(report.having("unsure")) for report in reports)
    return f"{added} added, {unchanged} of {_counted(len(reports), 'file')} unchanged, {doubts} to check"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
