"""The command that reads files and stores nothing: ``crm read``."""

from __future__ import annotations

import sys
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from crm.cli.printing import as_json, complain, json_option, progress, say, table
from crm.errors import CrmError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from crm.reading import Reading

__all__ = ["STANDARD_INPUT", "read", "region_option"]

STANDARD_INPUT = "-"

region_option = click.option(
    "--region",
    metavar="CC",
    help="Read national phone numbers as of this country (ISO 3166-1) [default: from the text].",
)


def _page_path(context: click.Context, parameter: click.Parameter, value: str | None) -> Path | None:
    if value is None:
        return None
    from crm.cli.reviews import page_path

    return page_path(context, parameter, value)


@click.command()
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    help="A release as text, markdown, HTML, PDF, DOCX, ODT or mail (.eml), or - for standard input.",
)
@region_option
@click.option("--explain", is_flag=True, help="Print the text, and under each line what was read from it, and why.")
@click.option("--all-lines", is_flag=True, help="With --explain: also the lines from which nothing was read.")
@click.option(
    "--report",
    metavar="OUT.html",
    callback=_page_path,
    help="Write a page for a browser on which to check what was read; print only how many files are in it.",
)
@json_option
def read(
    files: Sequence[str], region: str | None, explain: bool, all_lines: bool, report: Path | None, as_json_: bool
) -> int:
    """Show what communiqués say: title, date, issuers and press contacts. Nothing is stored.

    --explain with --json gives each answer its "evidence" in place of the annotated text. --report writes its page
    beside either of them; a file that could not be read is in it with the reason.
    """
    if all_lines and not explain:
        raise click.UsageError("--all-lines goes with --explain.")
    answers: list[dict[str, Any]] = []
    rejected: list[tuple[str, CrmError]] = []
    show = _shown_by(answers, as_json_, explain, all_lines, report is not None)
    readings = _read_each(files, region, show, rejected)
    if report is None:
        deque(readings, maxlen=0)
    else:
        _write_page(report, readings, as_json_)
    if as_json_ and len(rejected) < len(files):
        as_json(answers[0] if len(files) == 1 else answers)
    return _status(rejected, len(files))


def _read_each(
    files: Sequence[str],
    region: str | None,
    show: Callable[[str, Reading | CrmError], None],
    rejected: list[tuple[str, CrmError]],
) -> Iterator[tuple[str, Reading | CrmError]]:
    """Yield what each file was read as, or why it was not, once that is shown."""
    for file in progress(files, "reading"):
        one: Reading | CrmError
        try:
            one = _reading(file, region)
        except CrmError as error:
            rejected.append((file, error))
            one = error
        name = click.format_filename(file)
        show(name, one)
        yield name, one


def _shown_by(
    answers: list[dict[str, Any]], as_json_: bool, explain: bool, all_lines: bool, report: bool
) -> Callable[[str, Reading | CrmError], None]:
    """Return what shows one reading: as JSON, annotated, in short, or not at all where the page does."""

    def show(name: str, one: Reading | CrmError) -> None:
        if isinstance(one, CrmError):
            if as_json_:
                answers.append({"file": name, "error": one.as_dict()})
        elif as_json_:
            answers.append({**one.as_dict(), "file": name, **(_evidence(one) if explain else {})})
        elif explain:
            from crm.cli.reviews import print_explained

            print_explained(replace(one, file=name), all_lines)
        elif not report:
            _print_reading(name, one)

    return show


def _evidence(reading: Reading) -> dict[str, Any]:
    from crm.review import marks_of

    return {"evidence": [mark.as_dict() for mark in marks_of(reading)]}


def _write_page(path: Path, readings: Iterator[tuple[str, Reading | CrmError]], as_json_: bool) -> None:
    from crm.cli.reviews import write_page

    written = write_page(path, readings)
    if not as_json_:
        say(written)


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
