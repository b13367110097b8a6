"""The commands about who takes over: ``crm handover``, ``crm handovers`` and ``crm undo-handover``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from crm.cli.describing import by_option, day, for_option, institution_of, name_of
from crm.cli.printing import as_json, database_option, json_option, say, table

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session

    from crm.handovers import Plan, Planned
    from crm.models import Handover, Institution

__all__ = ["handover", "handovers", "undo_handover"]


@click.command()
@click.argument("leaver", metavar="FROM", help="Who hands over: a name, an address, a number.")
@click.argument("successor", metavar="TO", required=False, help="Who takes over.")
@day("--on", required=True, help_text="The first day of the successor.")
@for_option
@click.option("--leaves", is_flag=True, help="FROM leaves: the affiliation ends, and its addresses and numbers.")
@click.option("--stand-ins", is_flag=True, help="TO also stands in for those for whom FROM does.")
@click.option("--yes", is_flag=True, help="Do it; without it, only show what would be done.")
@by_option
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
        how = {"leaves": said["leaves"], "stand_ins": said["stand_ins"]}
        plan = handovers.preview(session, one, other, on, institution=where, **how)
        items = [{"what": item.subject, "id": item.record.id, **_note(item)} for item in plan.items]
        done = None
        if said["yes"]:
            done = handovers.hand_over(session, one, other, on, institution=where, by=said["by"], **how)
        if said["as_json_"]:
            answer = {"from": str(one.uid), "to": str(other.uid), "on": on.isoformat(), "items": items}
            doubts = [{"code": doubt.code, "message": doubt.message} for doubt in plan.doubts]
            as_json({**answer, "doubts": doubts, "handover": None if done is None else done.id})
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
    say(*(f"  ! {doubt.message}  [{doubt.code}]" for doubt in plan.doubts))


def _named(what: str, number: int) -> str:
    words = {"coverage": "coverage", "usual_contact": "usual contact", "staffing": "desk", "affiliation": "job ends"}
    words["absence"] = "time to stand in" if number == 1 else "times to stand in"
    return f"{words[what]}{'s' if number > 1 and what not in {'affiliation', 'absence'} else ''}"


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


@click.command()
@click.argument("contact", metavar="CONTACT", required=False, help="Only from or to this one.")
@database_option
@json_option
def handovers(contact: str | None, database: str | None, as_json_: bool) -> None:
    """List what was handed over, newest first."""
    from crm import contacts
    from crm import handovers as asked
    from crm.database import Database

    with Database.open(database) as opened, opened.session() as session:
        found = None if contact is None else contacts.find(session, contact)
        listed = session.scalars(asked.listed(found)).all()
        if as_json_:
            as_json([_handover_dict(one) for one in listed])
        elif listed:
            table(("No", "From", "To", "On", "By", "Taken back"), [_handover_row(one) for one in listed])
        else:
            say("nothing was handed over")


def _handover_dict(one: Handover) -> dict[str, Any]:
    return {
        "id": one.id,
        "from": str(one.from_contact.uid),
        "to": str(one.to_contact.uid),
        "starts_on": one.starts_on.isoformat(),
        "done_at": one.done_at.isoformat(),
        "done_by": one.done_by,
        "undone_at": one.undone_at and one.undone_at.isoformat(),
        "undone_by": one.undone_by,
    }


def _handover_row(one: Handover) -> tuple[str, ...]:
    undone = " by ".join([f"{one.undone_at:%Y-%m-%d}", *filter(None, [one.undone_by])]) if one.undone_at else ""
    return (
        str(one.id),
        name_of(one.from_contact),
        name_of(one.to_contact),
        str(one.starts_on),
        one.done_by or "",
        undone,
    )


@click.command("undo-handover")
@click.argument("number", type=int, metavar="HANDOVER", help="Its number: crm handovers lists them.")
@by_option
@database_option
@json_option
def undo_handover(number: int, by: str | None, database: str | None, as_json_: bool) -> None:
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
        if as_json_:
            as_json(_handover_dict(found))
        else:
            say(f"handover {number} is taken back")
