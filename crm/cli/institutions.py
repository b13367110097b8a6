"""The commands about institutions: ``crm institutions load``, ``resolve``, ``mentioned``, ``who-is``, ``reindex``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from crm.cli.printing import as_json, complain, database_option, json_option, say, table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crm.institutions import LoadReport, Resolution

__all__ = ["institutions"]

_EVERY = 5_000


@click.group()
def institutions() -> None:
    """Recognise institutions, and load them from a registry."""


@institutions.command()
@click.argument(
    "file", metavar="FILE", type=click.Path(), help="A ROR dump (JSON, or the .zip it comes in) or JSON lines."
)
@database_option
@json_option
def load(file: str, database: str | None, as_json_: bool) -> int:
    """Store the institutions of a registry; what is there is never erased. A database is made where there is none."""
    from crm import institutions as library
    from crm.database import Database
    from crm.institutions.dump import records_of

    for _ in records_of(file):
        break  # what cannot be read is refused before a database is made for it
    with Database.create(database) as opened, opened.begin() as session:
        report = library.load(session, file, progress=_progress())
    if as_json_:
        as_json({"file": file, **report.as_dict()})
    else:
        _print_report(report)
    return 1 if report.rejected else 0


def _progress() -> Callable[[int], None] | None:
    """Tell a person who is watching how far it is."""
    if not sys.stderr.isatty():
        return None

    def tell(records: int) -> None:
        if records % _EVERY == 0:
            click.echo(f"\r{records:,} records", err=True, nl=False)

    return tell


def _print_report(report: LoadReport) -> None:
    counts = f"{report.created} created, {report.updated} updated, {report.unchanged} unchanged"
    say(f"{report.records} records: {counts}, {report.rejected} rejected")
    say(f"{report.names} names and {report.relations} relations added")
    if report.refused_relations:
        say(f"{report.refused_relations} relations left out: they would make an institution stand above itself")
    for rejection in report.rejections:
        complain(f"record {rejection.number}: {rejection.error.message}", rejection.error.hint, rejection.error.code)


@institutions.command()
@click.argument("text", metavar="TEXT", help="A name, however it is written.")
@click.option("--near", metavar="TEXT", help="What stands beside it: a city, or what it is a part of.")
@database_option
@json_option
def resolve(text: str, near: str | None, database: str | None, as_json_: bool) -> int:
    """Say which institution a name means; exit status 1 when that is not sure."""
    from crm import institutions as library
    from crm.database import Database

    with Database.open(database) as opened, opened.session() as session:
        return _answer([library.resolve(session, text, near=near)], as_json_, one=True)


@institutions.command()
@click.argument("text", metavar="TEXT", help="A line or a paragraph.")
@database_option
@json_option
def mentioned(text: str, database: str | None, as_json_: bool) -> int:
    """Say which institutions a line names, in order; exit status 1 when one of them is not sure."""
    from crm import institutions as library
    from crm.database import Database

    with Database.open(database) as opened, opened.session() as session:
        return _answer(library.mentioned(session, text), as_json_, one=False)


@institutions.command("who-is")
@click.argument("email", metavar="EMAIL", help="A mail address, or a domain.")
@database_option
@json_option
def who_is(email: str, database: str | None, as_json_: bool) -> int:
    """Say whose mail domain it is; exit status 1 when that is not sure."""
    from crm import institutions as library
    from crm.database import Database

    with Database.open(database) as opened, opened.session() as session:
        return _answer([library.of_email(session, email)], as_json_, one=True)


@institutions.command()
@database_option
@json_option
def reindex(database: str | None, as_json_: bool) -> None:
    """Make the keys that names are found by anew, after an upgrade by script or by another program."""
    from crm import institutions as library
    from crm.database import Database

    with Database.open(database) as opened, opened.begin() as session:
        changed = library.reindex(session)
    if as_json_:
        as_json({"changed": changed})
    else:
        say(f"{changed} names had keys that were not theirs" if changed else "every name has its keys")


def _answer(found: Sequence[Resolution], as_json_: bool, *, one: bool) -> int:
    if as_json_:
        as_json(found[0].as_dict() if one else [resolution.as_dict() for resolution in found])
    else:
        for resolution in found:
            _print(resolution)
        if not found:
            say("no institution is named")
    return 0 if found and all(resolution.institution is not None for resolution in found) else 1


def _print(resolution: Resolution) -> None:
    meant = resolution.institution
    say(f"{resolution.text}  →  {'not sure' if meant is None else f'{meant.id} {meant.name}'}")
    rows = [
        (f"  {one.institution.id}", one.institution.name, f"{one.score:.2f}", "; ".join(one.reasons))
        for one in resolution.candidates
    ]
    if rows:
        table(("  No", "Candidate", "Score", "Because"), rows)
