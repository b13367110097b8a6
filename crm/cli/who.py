"""The command that says who answers: ``crm who``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from crm.cli.describing import (
    communique_argument,
    communique_dict,
    contact_dict,
    day_option,
    link_dict,
    name_of,
    phone_of,
    region_option,
    words,
)
from crm.cli.printing import as_json, database_option, json_option, say, table
from crm.clocks import today

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from crm.answers import Answer, Answers, PrintedGroup, Unanswered
    from crm.coverage import Difference
    from crm.models import Communique, Coverage

__all__ = ["who"]


@click.command()
@communique_argument
@click.option("--printed", is_flag=True, help="What the communiqué printed, instead of what holds now.")
@day_option
@region_option
@database_option
@json_option
def who(
    communique: str, printed: bool, day: dt.datetime | None, region: str, database: str | None, as_json_: bool
) -> None:
    """Say who covers a communiqué, now or on a given day."""
    from crm import answers, communiques
    from crm.database import Database

    if printed and day:
        raise click.UsageError("what was printed is the same on every day: --printed or --on, not both")
    with Database.open(database) as opened, opened.session() as session:
        found = communiques.find(session, communique)
        if printed:
            _say_printed(found, answers.as_printed(session, found), region, as_json_=as_json_)
            return
        on = day.date() if day else today()
        answered = answers.who(session, found, on=on)
        if as_json_:
            as_json({"communique": communique_dict(found), "as_of": on.isoformat(), **_answers_dict(answered)})
            return
        _print_heading(found)
        _print_current(answered, region)


def _print_heading(communique: Communique) -> None:
    issuers = ", ".join(issuer.institution.name for issuer in communique.issuers)
    facts = (str(communique.dated_on or "undated"), communique.language or "", issuers, words(communique.status))
    say(communique.title or "(untitled)", " · ".join(str(fact) for fact in facts if fact), "")


def _print_current(answered: Answers, region: str) -> None:
    rows, notes, changes = [], [], []
    for group in answered.groups:
        for one in group.answers:
            rows.append(_row(one, group.name, region))
            notes += [reason.message for reason in one.reasons if reason.code != "assigned"]
            notes += [f"{name_of(person)} staffs {name_of(one.contact)}" for person in one.staff]
            changes += [_change(one.coverage, found, region) for found in _differences(one, answered.on)]
        notes += [_unanswered(one, group.name) for one in group.unanswered]
    if rows:
        table(("Contact", "For", "Role", "E-mail", "Phone"), rows)
    else:
        say("nobody covers it")
    if notes:
        say("", *(f"  {note}" for note in dict.fromkeys(notes)))
    if changes:
        say("", "Changed since it was printed:", *changes)


def _row(one: Answer, called: str | None, region: str) -> tuple[str, ...]:
    institutions = [*([called] if called else []), *(place.name for place in one.also_for)]
    emails = [f"{email.value}{' (shared)' if email.is_shared else ''}" for email in one.emails]
    phones = [phone_of(phone.value, region) for phone in one.phones if phone.value]
    return name_of(one.contact), "\n".join(institutions), words(one.role), "\n".join(emails), "\n".join(phones)


def _unanswered(one: Unanswered, called: str | None) -> str:
    place = f" for {called}" if called else ""
    return f"nobody answers{place}: {'; '.join(reason.message for reason in one.reasons)}"


def _differences(one: Answer, on: dt.date) -> list[Difference]:
    """Return what was printed of somebody and is not so now; nothing of a stand-in, who was not printed."""
    from crm import coverage

    if one.contact is not one.coverage.contact:
        return []
    return coverage.differences(one.coverage, on, emails=one.emails, phones=one.phones)


def _say_printed(communique: Communique, groups: tuple[PrintedGroup, ...], region: str, *, as_json_: bool) -> None:
    if as_json_:
        contacts = [_as_printed_dict(one) for group in groups for one in group.coverages]
        as_json({"communique": communique_dict(communique), "as_of": None, "contacts": contacts})
        return
    _print_heading(communique)
    rows = [_printed_row(one, group.name, region) for group in groups for one in group.coverages]
    if rows:
        table(("Contact", "For", "E-mail", "Phone"), rows)
    else:
        say("nobody was printed")


def _printed_row(one: Coverage, called: str | None, region: str) -> tuple[str, ...]:
    from crm.models import CoordinateKind
    from crm.values import PhoneNumber

    assert one.printed is not None  # noqa: S101 - only what was printed is in the groups
    numbers = [PhoneNumber.parse(text) for text in one.printed.printed_values(CoordinateKind.PHONE)]
    phones = "\n".join(phone_of(number, region) for number in numbers)
    emails = "\n".join(one.printed.printed_values(CoordinateKind.EMAIL))
    return one.printed.name or "(desk)", one.printed.institution or called or "", emails, phones


def _change(one: Coverage, difference: Difference, region: str) -> str:
    def shown(texts: Sequence[str]) -> str:
        if difference.field == "phones":
            from crm.values import PhoneNumber

            texts = [phone_of(PhoneNumber.parse(text), region) for text in texts]
        return ", ".join(texts) or "none"

    return f"  {name_of(one.contact)}, {difference.field}: {shown(difference.printed)} → {shown(difference.now)}"


# --- JSON -------------------------------------------------------------------------------------------------------------


def _answers_dict(answered: Answers) -> dict[str, Any]:
    return {
        "contacts": [_answer_dict(one, answered.on) for one in answered],
        "institutions": [
            {
                "name": group.name,
                "uid": None if group.institution is None else str(group.institution.uid),
                "contacts": [one.contact.id for one in group.answers],
            }
            for group in answered.groups
        ],
        "unanswered": [
            {**contact_dict(one.coverage.contact), **link_dict(one.coverage), "reasons": _reasons(one)}
            for one in answered.unanswered
        ],
    }


def _answer_dict(one: Answer, on: dt.date) -> dict[str, Any]:
    is_assigned = one.contact is one.coverage.contact
    return {
        **contact_dict(one.contact),
        **link_dict(one.coverage),
        "standing_in_for": one.standing_in_for and name_of(one.standing_in_for),
        "usual_of": one.usual_of and one.usual_of.name,
        "also_for": [place.name for place in one.also_for],
        "staff": [name_of(person) for person in one.staff],
        "emails": [str(email.value) for email in one.emails],
        "phones": [str(phone.value) for phone in one.phones],
        "reasons": _reasons(one),
        "printed": _printed_dict(one.coverage) if is_assigned else None,
        "differences": [
            {"field": d.field, "printed": list(d.printed), "now": list(d.now)} for d in _differences(one, on)
        ],
    }


def _reasons(one: Answer | Unanswered) -> list[dict[str, str]]:
    return [{"code": reason.code, "message": reason.message} for reason in one.reasons]


def _as_printed_dict(one: Coverage) -> dict[str, Any]:
    return {**contact_dict(one.contact), **link_dict(one), "printed": _printed_dict(one)}


def _printed_dict(one: Coverage) -> dict[str, Any] | None:
    from crm.models import CoordinateKind

    if one.printed is None:
        return None
    return {
        "name": one.printed.name,
        "institution": one.printed.institution,
        "role": one.printed.role,
        "emails": one.printed.printed_values(CoordinateKind.EMAIL),
        "phones": one.printed.printed_values(CoordinateKind.PHONE),
    }
