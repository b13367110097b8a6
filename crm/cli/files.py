"""The command that reads files and stores nothing: ``crm read``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from crm.cli.printing import as_json, complain, json_option, progress, say, table
from crm.errors import CrmError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.reading import Reading

__all__ = ["STANDARD_INPUT", "read", "region_option"]

STANDARD_INPUT = "-"

region_option = click.option(
    "--region",
    metavar="CC",
    help="Read national phone numbers as of this country (ISO 3166-1) [default: from the text].",
)


@click.command()
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", help="A text or markdown file, or - for standard input."
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
