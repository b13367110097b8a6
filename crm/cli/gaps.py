"""The command that says what is missing: ``crm gaps``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from crm.cli.describing import day, today
from crm.cli.printing import as_json, database_option, json_option, say, table

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session

    from crm.models import Communique

__all__ = ["gaps", "workload"]

_TITLES = {
    "unanswered": "Nobody answers for",
    "without_contacts": "",  # they are among those that nobody answers for
    "unreachable": "Nobody can be reached for",
    "only_desks": "Only desks answer for",
    "with_leavers": "Somebody who has left answers for",
    "issuers_without_contact": "An issuer without a contact",
    "translations_that_differ": "Language versions with other contacts",
    "stale_coordinates": "Printed, and no longer valid",
}


@click.command()
@day("--on", help_text="As of this day [default: today].")
@click.option("--limit", default=20, show_default=True, help="How many of each are shown.")
@database_option
@json_option
def gaps(on: dt.date | None, limit: int, database: str | None, as_json_: bool) -> int:
    """List communiqués that nobody, or nobody reachable, answers for, and what no longer holds; status 1 if any."""
    from crm.database import Database

    with Database.open(database) as opened, opened.session() as session:
        found = {name: _found(session, name, on or today(), limit) for name in _TITLES}
    if as_json_:
        as_json({name: [row[1] for row in rows] for name, rows in found.items()})
    else:
        for name, rows in found.items():
            if rows and _TITLES[name]:
                say(f"{_TITLES[name]}:", *(f"  {row[0]}" for row in rows), "")
        if not any(found.values()):
            say("no gaps")
    return 1 if any(found.values()) else 0


def _found(session: Session, name: str, on: dt.date, limit: int) -> list[tuple[str, dict[str, Any]]]:
    from crm import contacts
    from crm import gaps as asked

    rows = session.execute(getattr(asked, name)(on).limit(limit)).all()
    if name == "stale_coordinates":
        return [
            (
                f"{value} of {contacts.label(contact)}, on {times} communiqué{'s' if times > 1 else ''}",
                {"contact": str(contact.uid), "kind": kind, "value": value, "communiques": times},
            )
            for contact, kind, value, times, _ in rows
        ]
    return [_told(row) for row in rows]


def _told(row: Any) -> tuple[str, dict[str, Any]]:
    from crm import communiques, contacts
    from crm.models import PressContact

    communique: Communique = row[0]
    label, said = communiques.label(communique), {"communique": communique.id, "title": communique.title}
    if len(row) == 1:
        return label, said
    if isinstance(row[1], PressContact):
        return f"{label}: {contacts.label(row[1])}", {**said, "contact": str(row[1].uid)}
    return f"{label}: {row[1].name}", {**said, "institution": str(row[1].uid)}


@click.command()
@day("--from", required=True, help_text="The first day.")
@day("--to", required=True, help_text="The last day.")
@database_option
@json_option
def workload(database: str | None, as_json_: bool, **period: dt.date) -> None:
    """Say how many communiqués each contact answers for in a period."""
    from crm import contacts
    from crm import gaps as asked
    from crm.database import Database

    with Database.open(database) as opened, opened.session() as session:
        rows = session.execute(asked.workload(period["from"], period["to"])).all()
        if as_json_:
            names = ("communiques", "institutions")
            as_json([{"contact": str(row[0].uid), **dict(zip(names, row[1:], strict=True))} for row in rows])
        elif rows:
            shown = [(contacts.label(contact), str(number), str(places)) for contact, number, places in rows]
            table(("Contact", "Communiqués", "Institutions"), shown)
        else:
            say("nobody answered for anything")
