"""The command that takes communiqués in: ``crm ingest``."""

from __future__ import annotations

import json
import sys
from collections import Counter
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, TypeAlias

import click

from crm.cli.files import STANDARD_INPUT, region_option
from crm.cli.printing import complain, database_option, json_option, say, watched, write_utf8

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.database import Database
    from crm.ingest import FileReport, IngestReport

__all__ = ["ingest"]

Counts: TypeAlias = "Counter[str]"

_STORED = ("added", "recognised", "unchanged")
_SIGNS = {"added": "+", "recognised": "=", "news": "*", "unsure": "?"}


@click.command()
@click.argument(
    "paths",
    nargs=-1,
    required=True,
    metavar="PATH...",
    help="A release in any form that crm read takes, a folder or archive (.zip, .tar, .tar.gz) of them, or - for "
    "standard input.",
)
@region_option
@database_option
@json_option
def ingest(paths: Sequence[str], region: str | None, database: str | None, as_json_: bool) -> int:
    """Read communiqués and store what they say: institutions, contacts, and who covers what.

    Folders are read with all that is below them, archives member by member. What is known is recognised, and the same
    file changes nothing the second time: an interrupted run goes on where it stopped when it is started again. A
    database is made where there is none, as soon as there is something to store.
    """
    from crm.ingest import gather, ingest_many

    sources = [sys.stdin.buffer if path == STANDARD_INPUT else path for path in paths]
    printer = _Json() if as_json_ else _Lines()
    with ExitStack() as stack:
        taken = ingest_many(_target(database, stack), sources, region=region)
        for report in watched(taken, "ingesting", lambda: sum(1 for _ in gather(sources))):
            printer.file(report)
        printer.end()
    return printer.status()


def _target(database: str | None, stack: ExitStack) -> Any:
    """Return the database, or where there is none the function that makes it."""
    from crm.database import Database
    from crm.errors import DatabaseMissing, SchemaMissing

    def create() -> Database:
        return stack.enter_context(Database.create(database))

    try:
        return stack.enter_context(Database.open(database))
    except (DatabaseMissing, SchemaMissing):
        return create


class _Printer:
    """What is printed of each file as it comes, and at the end; only counts are kept."""

    def __init__(self) -> None:
        self.counts: Counts = Counter()

    def file(self, one: FileReport) -> None:
        self.counts[one.outcome] += 1
        if one.report is not None:
            self.counts.update(f"new {entry.what}" for entry in one.report.having("added"))
            self.counts.update(news=len(one.report.having("news")), unsure=len(one.report.having("unsure")))
        if one.outcome == "rejected" and one.error is not None:
            complain(_said(one.name, one.error.message), one.error.hint, one.error.code)

    def end(self) -> None:
        """Print what is said when all is done."""

    def status(self) -> int:
        """Return the exit status: 2 when nothing but refusals came of it."""
        return 0 if not self.counts["rejected"] else 1 if self.stored else 2

    @property
    def stored(self) -> int:
        return sum(self.counts[outcome] for outcome in _STORED)


class _Lines(_Printer):
    """A line for each file, with what it named below it."""

    def file(self, one: FileReport) -> None:
        super().file(one)
        if one.outcome == "skipped" and one.error is not None:
            say(f"{one.name}  skipped  {one.error.message} [{one.error.code}]")
        elif one.report is not None:
            _print_report(one.report)

    def end(self) -> None:
        if self.stored or self.counts["skipped"]:
            say("", self._summary())

    def _summary(self) -> str:
        counts = self.counts
        left = [f"{counts[what]} {what}" for what in ("skipped", "rejected") if counts[what]]
        if not self.stored:
            return ", ".join(["nothing read", *left])
        if counts["unchanged"] == self.stored:
            return ", ".join([f"nothing changed: {_counted(self.stored, 'file')} read, all known", *left])
        added = [_counted(counts[f"new {what}"], what) for what in ("communiqué", "contact", "institution")]
        added[-1] += " added"
        news = [f"{counts['news']} news"] if counts["news"] else []
        unchanged = f"{counts['unchanged']} of {_counted(self.stored, 'file')} unchanged"
        return ", ".join([*added, *news, unchanged, f"{counts['unsure']} to check", *left])


class _Json(_Printer):
    """One document, written as it grows: each file on a line of its own."""

    def __init__(self) -> None:
        super().__init__()
        self._left: dict[str, list[dict[str, Any]]] = {"rejected": [], "skipped": []}
        self._begun = False

    def file(self, one: FileReport) -> None:
        super().file(one)
        if one.error is not None:
            self._left[one.outcome].append({"file": one.name, "error": one.error.as_dict()})
            return
        write_utf8()
        sys.stdout.write(",\n" if self._begun else '{"files": [\n')
        sys.stdout.write(json.dumps(one.as_dict(), ensure_ascii=False))
        sys.stdout.flush()
        self._begun = True

    def end(self) -> None:
        if not self._begun and not self.counts["skipped"]:
            return
        write_utf8()
        left = "".join(f',\n"{what}": {_dumped(errors)}' for what, errors in self._left.items())
        opening = "\n]" if self._begun else '{"files": []'
        sys.stdout.write(f'{opening}{left},\n"summary": {json.dumps(self._summary(), ensure_ascii=False)}}}\n')

    def _summary(self) -> dict[str, int]:
        named = {"communiques": "new communiqué", "contacts": "new contact", "institutions": "new institution"}
        outcomes = {what: self.counts[what] for what in (*_STORED, "rejected", "skipped")}
        new = {name: self.counts[what] for name, what in named.items()}
        return {**outcomes, **new, "news": self.counts["news"], "unsure": self.counts["unsure"]}


def _dumped(errors: list[dict[str, Any]]) -> str:
    return "[\n" + ",\n".join(json.dumps(one, ensure_ascii=False) for one in errors) + "\n]" if errors else "[]"


def _said(name: str, message: str) -> str:
    return message if name in message and name != STANDARD_INPUT else f"{name}: {message}"


def _print_report(report: IngestReport) -> None:
    communique = report.communique
    number = f"communiqué {communique.id}: {communique.title or '(untitled)'}" if communique else "nothing stored"
    say(f"{report.file or '(standard input)'}  {report.outcome}  {number}")
    for entry in report.entries:
        if entry.what not in {"communiqué", "boilerplate"} or entry.note:
            say(f"  {_SIGNS[entry.verdict]} {entry.what} {entry.name}{f': {entry.note}' if entry.note else ''}")
    if report.outcome != "unchanged":
        for warning in report.warnings:
            say(f"  ! line {warning.lines[0]}: {warning.message}")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
