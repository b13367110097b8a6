"""The command that says what a contact answers for: ``crm covers``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from crm.cli.describing import communique_dict, contact_argument, contact_dict, day_option, link_dict, words
from crm.cli.printing import as_json, database_option, json_option, say, table

if TYPE_CHECKING:
    import datetime as dt

    from crm.models import Coverage

__all__ = ["covers"]


@click.command()
@contact_argument
@day_option
@database_option
@json_option
def covers(contact: str, day: dt.datetime | None, database: str | None, as_json_: bool) -> None:
    """Say what a contact covers, newest first."""
    from crm import contacts, coverage
    from crm.database import Database

    with Database.open(database) as opened, opened.session() as session:
        found = contacts.find(session, contact)
        covered = session.scalars(coverage.of_contact(found, on=day.date() if day else None)).all()
        if as_json_:
            answer = [{**communique_dict(one.communique), **link_dict(one)} for one in covered]
            as_json({"contact": contact_dict(found), "communiques": answer})
            return
        say(contacts.label(found), "")
        if not covered:
            say("covers nothing")
            return
        table(("No", "Date", "Communiqué", "For", "Role"), (_covered_row(one) for one in covered))


def _covered_row(one: Coverage) -> tuple[str, ...]:
    from crm import communiques

    number, _, title = communiques.label(one.communique).partition(" ")
    institution = one.institution.name if one.institution else ""
    return number, str(one.communique.dated_on or ""), title, institution, words(one.role)
