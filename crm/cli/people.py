"""The commands about who is there: ``crm away``, ``crm absences``, ``crm staff``, ``crm usual`` and ``crm fill``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from crm.cli.describing import (
    communique_argument,
    contact_argument,
    day,
    for_option,
    institution_of,
    link_dict,
    name_of,
    words,
)
from crm.cli.printing import as_json, database_option, json_option, say, table
from crm.clocks import today

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session

    from crm.models import Absence, Institution, PressContact

__all__ = ["absences", "away", "fill", "staff", "usual"]


@click.command()
@contact_argument
@day("--from", required=True, help_text="The first day away.")
@day("--to", help_text="The last day away [default: nobody knows].")
@click.option("--stand-in", "stand_ins", multiple=True, metavar="CONTACT", help="Who stands in; several, in order.")
@for_option
@click.option("--note", help="Why, for those who read it later.")
@database_option
@json_option
def away(contact: str, stand_ins: tuple[str, ...], institution: str | None, database: str | None, **said: Any) -> None:
    """Record that a contact is away, and who stands in."""
    from crm import availability, contacts
    from crm.database import Database

    with Database.open(database) as opened, opened.begin() as session:
        absent = contacts.find(session, contact)
        instead = [contacts.find(session, one) for one in stand_ins]
        where = institution_of(session, institution)
        availability.away(
            session, absent, said["from"], said["to"], stand_ins=instead, institution=where, note=said["note"]
        )
        if said["as_json_"]:
            period = {"starts_on": said["from"].isoformat(), "ends_on": said["to"] and said["to"].isoformat()}
            as_json({"contact": str(absent.uid), **period, "stand_ins": [str(one.uid) for one in instead]})
            return
        who = ", then ".join(str(one.name or f"desk {one.id}") for one in instead) or "nobody"
        until = f" to {said['to']}" if said["to"] else ", until nobody knows when"
        say(f"{contacts.label(absent)} is away from {said['from']}{until}; {who} stands in")


@click.command()
@click.argument("contact", metavar="CONTACT", required=False, help="Only of this one.")
@day("--on", help_text="Only who is away on this day.")
@database_option
@json_option
def absences(contact: str | None, on: dt.date | None, database: str | None, as_json_: bool) -> None:
    """List who is away, when, and who stands in."""
    from crm import availability, contacts
    from crm.database import Database

    with Database.open(database) as opened, opened.session() as session:
        found = None if contact is None else contacts.find(session, contact)
        listed = session.scalars(availability.absences_of(found, on=on)).all()
        if as_json_:
            as_json([_absence_dict(one) for one in listed])
        elif listed:
            table(("Contact", "From", "To", "Stands in", "Only for", "Note"), [_absence_row(one) for one in listed])
        else:
            say("nobody is away")


def _absence_dict(one: Absence) -> dict[str, Any]:
    return {
        "contact": str(one.contact.uid),
        "name": None if one.contact.name is None else one.contact.name.printed,
        "starts_on": one.starts_on.isoformat(),
        "ends_on": one.ends_on and one.ends_on.isoformat(),
        "stand_in": one.stand_in and str(one.stand_in.uid),
        "institution": one.institution and one.institution.name,
        "note": one.note,
    }


def _absence_row(one: Absence) -> tuple[str, ...]:
    stand_in = name_of(one.stand_in) if one.stand_in else "nobody"
    only = one.institution.name if one.institution else ""
    return name_of(one.contact), str(one.starts_on), str(one.ends_on or "?"), stand_in, only, one.note or ""


@click.command()
@click.argument("desk", metavar="DESK", help="A desk: its name, its address or its number.")
@click.argument("person", metavar="PERSON", required=False, help="Who staffs it; without, those who do are listed.")
@day("--from", help_text="The first day.")
@day("--to", help_text="The last day.")
@database_option
@json_option
def staff(desk: str, person: str | None, database: str | None, as_json_: bool, **period: dt.date | None) -> None:
    """Record that a person staffs a desk, or list who does and did."""
    from crm import availability, contacts
    from crm.database import Database

    with Database.open(database) as opened, opened.begin() as session:
        place = contacts.find(session, desk)
        if person is None:
            _list_staff(session, place, as_json_=as_json_)
            return
        somebody = contacts.find(session, person)
        availability.staff(session, place, somebody, starts_on=period["from"], ends_on=period["to"])
        if as_json_:
            as_json({"desk": str(place.uid), "person": str(somebody.uid)})
        else:
            say(f"{contacts.label(somebody)} staffs {contacts.label(place)}")


def _list_staff(session: Session, desk: PressContact, *, as_json_: bool) -> None:
    from crm import availability, contacts

    rows = [(one.person, one.starts_on, one.ends_on) for one in session.scalars(availability.staff_of(desk))]
    if as_json_:
        periods = [(str(person.uid), *(day and day.isoformat() for day in days)) for person, *days in rows]
        as_json([dict(zip(("person", "starts_on", "ends_on"), one, strict=True)) for one in periods])
    elif rows:
        shown = [(contacts.label(person), *(str(day or "") for day in days)) for person, *days in rows]
        table(("Person", "From", "To"), shown)
    else:
        say(f"nobody is known to staff {contacts.label(desk)}")


@click.command()
@click.argument("institution", metavar="INSTITUTION", help="Its name, or its number.")
@click.argument("contact", metavar="CONTACT", required=False, help="Who; without, the usual contacts are listed.")
@click.option("--role", default="press", show_default=True, help="What they answer for.")
@click.option("--territory", help="Only for this territory.")
@click.option("--topic", help="Only for this topic.")
@click.option("--language", metavar="TAG", help="Only for communiqués in this language.")
@database_option
@json_option
def usual(institution: str, contact: str | None, database: str | None, as_json_: bool, **said: Any) -> None:
    """Make a contact one of an institution's usual contacts, or list them."""
    from crm import availability, contacts, institutions
    from crm.database import Database

    with Database.open(database) as opened, opened.begin() as session:
        where = institutions.find(session, institution)
        if contact is None:
            _list_usual(session, where, as_json_=as_json_)
            return
        somebody = contacts.find(session, contact)
        availability.make_usual(session, where, somebody, **said)
        if as_json_:
            as_json({"institution": str(where.uid), "contact": str(somebody.uid), **said})
        else:
            say(f"{contacts.label(somebody)} usually answers for {where.name}")


def _list_usual(session: Session, where: Institution, *, as_json_: bool) -> None:
    from crm import availability, contacts

    names = ("role", "territory", "topic", "language")
    found = session.scalars(availability.every_usual_contact_of(where)).all()
    rows = [(one.contact, *(getattr(one, name) for name in names)) for one in found]
    if as_json_:
        as_json([{"contact": str(who.uid), **dict(zip(names, aims, strict=True))} for who, *aims in rows])
    elif rows:
        shown = [(contacts.label(who), words(role), *(str(aim or "") for aim in aims)) for who, role, *aims in rows]
        table(("Contact", "Role", "Territory", "Topic", "Language"), shown)
    else:
        say(f"{where.name} has no usual contacts")


@click.command()
@communique_argument
@day("--on", help_text="The usual contacts of this day [default: today].")
@click.option("--territory", help="What it is about: the contacts for this territory go first.")
@click.option("--topic", help="What it is about: the contacts for this topic go first.")
@database_option
@json_option
def fill(communique: str, on: dt.date | None, database: str | None, as_json_: bool, **aim: str | None) -> None:
    """Let the usual contacts of its issuers cover a communiqué, but for issuers somebody covers it for already."""
    from crm import availability, communiques, contacts
    from crm.database import Database

    with Database.open(database) as opened, opened.begin() as session:
        found = communiques.find(session, communique)
        made = availability.fill(session, found, on=on or today(), **aim)
        if as_json_:
            as_json([{"contact": str(one.contact.uid), **link_dict(one)} for one in made])
            return
        say(f"{communiques.label(found)}: {len(made)} added")
        for one in made:
            place = one.institution.name if one.institution else "nobody in particular"
            say(f"  {contacts.label(one.contact)} for {place} ({words(one.role)})")
