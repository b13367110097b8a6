"""The command that draws: ``crm report``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from crm.cli.describing import day
from crm.cli.printing import as_json, database_option, json_option, say
from crm.clocks import today
from crm.errors import TargetError

__all__ = ["report"]


@click.command()
@click.option("--html", "target", required=True, type=click.Path(dir_okay=False), help="The page that is written.")
@day("--from", help_text="The first day [default: a year before the last].")
@day("--to", help_text="The last day [default: today].")
@database_option
@json_option
def report(target: str, database: str | None, as_json_: bool, **period: dt.date | None) -> None:
    """Draw who covered what over time, what is missing and how the work is shared, as one HTML page."""
    from crm import report as drawn
    from crm.database import Database

    last = period["to"] or today()
    first = period["from"] or last - dt.timedelta(days=364)
    if first > last:
        raise click.UsageError(f"--from {first} comes after --to {last}")
    with Database.open(database) as opened, opened.session() as session:
        page = drawn.page(session, first, last)
    try:
        Path(target).write_text(page, encoding="utf-8")
    except OSError as error:
        raise TargetError(f"{target} cannot be written: {error.strerror}") from error
    if as_json_:
        as_json({"file": target, "from": first.isoformat(), "to": last.isoformat()})
    else:
        say(f"{target}: {first} to {last}")
