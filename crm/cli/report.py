"""The command that draws: ``crm report``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from crm.cli.describing import day, today
from crm.cli.printing import database_option, say

__all__ = ["report"]


@click.command()
@click.option("--html", "target", required=True, type=click.Path(dir_okay=False), help="The page that is written.")
@day("--from", help_text="The first day [default: a year before the last].")
@day("--to", help_text="The last day [default: today].")
@database_option
def report(target: str, database: str | None, **period: dt.date | None) -> None:
    """Draw who covered what over time, what is missing and how the work is shared, as one HTML page."""
    from crm import report as drawn
    from crm.database import Database

    last = period["to"] or today()
    first = period["from"] or last - dt.timedelta(days=364)
    if first > last:
        raise click.UsageError(f"--from {first} comes after --to {last}")
    with Database.open(database) as opened, opened.session() as session:
        page = drawn.page(session, first, last)
    Path(target).write_text(page, encoding="utf-8")
    say(f"{target}: {first} to {last}")
