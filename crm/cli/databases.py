"""The commands about the database itself: ``crm init`` and ``crm schema``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from crm.cli.printing import as_json, database_option, json_option, say

if TYPE_CHECKING:
    from crm.schema import Migration

__all__ = ["init", "schema"]


@click.command()
@database_option
@json_option
def init(database: str | None, as_json_: bool) -> None:
    """Make an empty database ready; one that is ready already stays as it is."""
    from crm.database import Database

    with Database.create(database) as opened:
        made = opened.created
        revision = None if made is None else made.after
        if as_json_:
            as_json({"database": opened.url, "created": made is not None, "revision": revision})
        else:
            say(f"{opened.url}: {'ready' if made is not None else 'was ready already'}")


@click.group()
def schema() -> None:
    """Bring the schema of a database up to date, or look at it."""


@schema.command()
@click.argument("revision", default="head", help="Where to stop: head, or a number such as 0002.")
@click.option("--sql", "sql", is_flag=True, help="Print the SQL for PostgreSQL instead of running it.")
@database_option
@json_option
def upgrade(revision: str, sql: bool, database: str | None, as_json_: bool) -> None:
    """Upgrade the tables, to the newest revision by default; all or nothing."""
    from crm import schema as migrations
    from crm.database import usable_engine

    if sql:
        say(migrations.upgrade_sql("postgresql", revision))
        return
    with usable_engine(database, must_exist=False) as engine:
        _report(migrations.upgrade(engine, revision), as_json_)


@schema.command()
@click.argument("revision", help="Where to stop: a number such as 0001, or base for nothing at all.")
@click.option("--sql", "sql", is_flag=True, help="Print the SQL for PostgreSQL instead of running it.")
@database_option
@json_option
def downgrade(revision: str, sql: bool, database: str | None, as_json_: bool) -> None:
    """Downgrade the tables; all or nothing."""
    from crm import schema as migrations
    from crm.database import usable_engine

    if sql:
        say(migrations.downgrade_sql("postgresql", revision))
        return
    with usable_engine(database) as engine:
        _report(migrations.downgrade(engine, revision), as_json_)


@schema.command()
@database_option
@json_option
def current(database: str | None, as_json_: bool) -> None:
    """Show the revision of the database and the newest one."""
    from crm import schema as migrations
    from crm.database import usable_engine

    with usable_engine(database) as engine:
        found, newest = migrations.current(engine), migrations.head()
    if as_json_:
        as_json({"current": found, "head": newest})
    else:
        say(f"{found or 'none'} (newest: {newest})")


@schema.command()
@database_option
@json_option
def check(database: str | None, as_json_: bool) -> int:
    """Compare the tables with what this release needs; exit status 1 when they differ."""
    from crm import schema as migrations
    from crm.database import usable_engine

    with usable_engine(database) as engine:
        migrations.require(engine)
        differences = migrations.check(engine)
    if as_json_:
        as_json({"clean": not differences, "differences": differences})
    else:
        say(*(differences or ["the schema is what it should be"]))
    return 1 if differences else 0


def _report(migration: Migration, as_json_: bool) -> None:
    copy = None if migration.copy is None else str(migration.copy)
    if as_json_:
        applied = list(migration.applied)
        as_json({"before": migration.before, "after": migration.after, "applied": applied, "copy": copy})
        return
    before, after = migration.before or "nothing", migration.after or "nothing"
    say(f"{before} → {after}" if migration.applied else f"nothing to do: the schema is at {after}")
    if copy is not None:
        say(f"a copy of the file as it was: {copy}")
