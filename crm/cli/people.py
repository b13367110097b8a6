"""The commands about who is there, who stands in, and who takes over: from ``crm away`` to ``crm handover``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from crm.cli.printing import as_json, database_option, json_option, say, table

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from crm.handovers import Plan, Planned
    from crm.models import Institution

__all__ = ["away", "day", "handover", "institution_of", "staff", "undo_handover", "usual"]


def day(name: str, *, required: bool = False, help_text: str) -> Callable[..., Any]:
    """Give a command an option that takes a date."""

    def date(context: click.Context, parameter: click.Parameter, value: dt.datetime | None) -> dt.date | None:  # noqa: ARG001
        return None if value is None else value.date()

    kind = click.DateTime(["%Y-%m-%d"])
    return click.option(name, type=kind, metavar="DATE", required=required, callback=date, help=help_text)


def institution_of(session: Session, text: str | None) -> Institution | None:
    """Return the institution that somebody named, if they did; raise `NotFound` or `Ambiguous`."""
    from crm import institutions

    return None if text is None else institutions.find(session, text)


for_option = click.option("--for", "institution", metavar="INSTITUTION", help="Only on behalf of this institution.")


@click.command()
@click.argument("contact", metavar="CONTACT", help="A name, an e-mail address, a phone number with +, or a number.")
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
@click.argument("desk", metavar="DESK")
@click.argument("person", metavar="PERSON")
@day("--from", help_text="The first day.")
@day("--to", help_text="The last day.")
@database_option
def staff(desk: str, person: str, database: str | None, **said: Any) -> None:
    """Record that a person staffs a desk."""
    from crm import availability, contacts
    from crm.database import Database

    with Database.open(database) as opened, opened.begin() as session:
        place, somebody = contacts.find(session, desk), contacts.find(session, person)
        availability.staff(session, place, somebody, starts_on=said["from"], ends_on=said["to"])
        say(f"{contacts.label(somebody)} staffs {contacts.label(place)}")


@click.command()
@click.argument("institution", metavar="INSTITUTION")
@click.argument("contact", metavar="CONTACT")
@click.option("--role", default="press", show_default=True, help="What they answer for.")
@click.option("--territory", help="Only for this territory.")
@click.option("--topic", help="Only for this topic.")
@click.option("--language", metavar="TAG", help="Only for communiqués in this language.")
@database_option
def usual(institution: str, contact: str, database: str | None, **said: Any) -> None:
    """Make a contact one of an institution's usual contacts."""
    from crm import availability, contacts, institutions
    from crm.database import Database

    with Database.open(database) as opened, opened.begin() as session:
        where, somebody = institutions.find(session, institution), contacts.find(session, contact)
        availability.make_usual(session, where, somebody, **said)
        say(f"{contacts.label(somebody)} usually answers for {where.name}")


# --- handovers --------------------------------------------------------------------------------------------------------


@click.command()
@click.argument("leaver", metavar="FROM")
@click.argument("successor", metavar="TO", required=False)
@day("--on", required=True, help_text="The first day of the successor.")
@for_option
@click.option("--leaves", is_flag=True, help="FROM leaves: the affiliation ends, and its addresses and numbers.")
@click.option("--yes", is_flag=True, help="Do it; without it, only show what would be done.")
@click.option("--by", metavar="WHO", help="Who does it, for the history.")
@database_option
@json_option
def handover(
    leaver: str, successor: str | None, on: dt.date, institution: str | None, database: str | None, **said: Any
) -> int:
    """Hand over everything open of a contact to another; without TO, say who could take over."""
    from crm import contacts, handovers
    from crm.database import Database

    with Database.open(database) as opened, opened.begin() as session:
        one, where = contacts.find(session, leaver), institution_of(session, institution)
        if successor is None:
            return _propose(session, one, where, on, as_json_=said["as_json_"])
        other = contacts.find(session, successor)
        plan = handovers.preview(session, one, other, on, institution=where, leaves=said["leaves"])
        items = [{"what": item.subject, "id": item.record.id, **_note(item)} for item in plan.items]
        done = None
        if said["yes"]:
            done = handovers.hand_over(session, one, other, on, institution=where, leaves=said["leaves"], by=said["by"])
        if said["as_json_"]:
            answer = {"from": str(one.uid), "to": str(other.uid), "on": on.isoformat(), "items": items}
            as_json({**answer, "doubts": list(plan.doubts), "handover": None if done is None else done.id})
            return 0
        _print_plan(plan)
        if done is not None:
            say(f"done: handover {done.id}; `crm undo-handover {done.id}` takes it back")
        else:
            say("nothing is written yet: add --yes to do it")
    return 0


def _note(item: Planned) -> dict[str, bool]:
    return {"is_whole": item.is_whole, "is_held": item.is_held}


def _print_plan(plan: Plan) -> None:
    from crm import contacts

    say(f"From {contacts.label(plan.leaver)} to {contacts.label(plan.successor)} on {plan.starts_on}:")
    counts: dict[str, int] = {}
    for item in plan.items:
        counts[item.subject] = counts.get(item.subject, 0) + 1
    say(*(f"  {number:4d} {_named(what, number)}" for what, number in counts.items()))
    if not counts:
        say("  nothing is open")
    say(*(f"  ! {doubt}" for doubt in plan.doubts))


def _named(what: str, number: int) -> str:
    words = {"coverage": "coverage", "usual_contact": "usual contact", "staffing": "desk", "affiliation": "job ends"}
    return f"{words[what]}{'s' if number > 1 and what != 'affiliation' else ''}"


def _propose(session: Session, leaver: Any, where: Institution | None, on: dt.date, *, as_json_: bool) -> int:
    from crm import contacts, handovers

    found = handovers.successors_for(session, leaver, institution=where, on=on)
    if as_json_:
        as_json([{"contact": str(one.contact.uid), "reasons": list(one.reasons)} for one in found])
    elif found:
        say("Who could take over:")
        table(("Contact", "Why"), [(contacts.label(one.contact), ", ".join(one.reasons)) for one in found])
    else:
        say("nobody is known who could take over")
    return 0


@click.command("undo-handover")
@click.argument("number", type=int, metavar="HANDOVER")
@click.option("--by", metavar="WHO", help="Who does it, for the history.")
@database_option
def undo_handover(number: int, by: str | None, database: str | None) -> None:
    """Take a handover back: what it ended goes on as before."""
    from crm import handovers
    from crm.database import Database
    from crm.errors import NotFound
    from crm.models import Handover

    with Database.open(database) as opened, opened.begin() as session:
        found = session.get(Handover, number)
        if found is None:
            raise NotFound(f"there is no handover {number}")
        handovers.undo(session, found, by=by)
        say(f"handover {number} is taken back")
