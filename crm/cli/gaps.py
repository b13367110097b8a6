"""The command that says what is missing: ``crm gaps``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from crm.cli.describing import day
from crm.cli.printing import as_json, database_option, json_option, say, table
from crm.clocks import today

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session

    from crm.models import Communique, PressContact

__all__ = ["gaps", "workload"]

_SHOWN = 20
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
@click.option(
    "--limit", type=click.IntRange(min=1), help=f"How many of each are shown. [default: {_SHOWN}; with --json all]"
)
@database_option
@json_option
def gaps(on: dt.date | None, limit: int | None, database: str | None, as_json_: bool) -> int:
    """List communiqués that nobody, or nobody reachable, answers for, and what no longer holds; status 1 if any."""
    from crm.database import Database

    most = limit or (None if as_json_ else _SHOWN)
    with Database.open(database) as opened, opened.session() as session:
        found = {name: _found(session, name, on or today(), most and most + 1) for name in _TITLES}
    if as_json_:
        as_json({name: [row[1] for row in rows[:most]] for name, rows in found.items()})
    else:
        for name, rows in found.items():
            if rows and _TITLES[name]:
                more = ["  …; --limit shows more"] if len(rows) > len(rows[:most]) else []
                say(f"{_TITLES[name]}:", *(f"  {row[0]}" for row in rows[:most]), *more, "")
        if not any(found.values()):
            say("no gaps")
    return 1 if any(found.values()) else 0


def _found(session: Session, name: str, on: dt.date, limit: int | None) -> list[tuple[str, dict[str, Any]]]:
    from crm import contacts
    from crm import gaps as asked

    rows = session.execute(getattr(asked, name)(on).limit(limit)).all()
    if name == "stale_coordinates":
        return [
            (
                f"{value} of {contacts.label(contact)}, on {times} communiqué{'s' if times > 1 else ''}",
                {**_who(contact), "kind": kind, "value": value, "communiques": times},
            )
            for contact, kind, value, times, _ in rows
        ]
    return [_told(row) for row in rows]


def _told(row: Any) -> tuple[str, dict[str, Any]]:
    from crm import communiques, contacts
    from crm.models import PressContact

    communique: Communique = row[0]
    label = communiques.label(communique)
    said = {"communique": communique.id, "uid": str(communique.uid), "title": communique.title}
    if len(row) == 1:
        return label, said
    if isinstance(row[1], PressContact):
        return f"{label}: {contacts.label(row[1])}", {**said, **_who(row[1])}
    return f"{label}: {row[1].name}", {**said, "institution": str(row[1].uid), "name": row[1].name}


def _who(contact: PressContact) -> dict[str, Any]:
    return {"contact": str(contact.uid), "name": contact.printed_name}


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

    if period["from"] > period["to"]:
        raise click.UsageError(f"--from {period['from']} comes after --to {period['to']}")
    with Database.open(database) as opened, opened.session() as session:
        rows = session.execute(asked.workload(period["from"], period["to"])).all()
        if as_json_:
            names = ("communiques", "institutions")
            as_json([{**_who(row[0]), **dict(zip(names, row[1:], strict=True))} for row in rows])
        elif rows:
            shown = [(contacts.label(contact), str(number), str(places)) for contact, number, places in rows]
            table(("Contact", "Communiqués", "Institutions"), shown)
        else:
            say("nobody answered for anything")
