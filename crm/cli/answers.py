"""The commands that answer: ``crm who``, ``crm covers`` and ``crm show``."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from crm.cli.origins import list_news, show_contact
from crm.cli.printing import as_json, database_option, json_option, say, table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy.orm import Session

    from crm.answers import Answer, Answers, Unanswered
    from crm.coverage import Difference
    from crm.models import Communique, Coverage, PressContact
    from crm.values import PhoneNumber

__all__ = ["covers", "show", "who"]

day_option = click.option(
    "--on", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="As of this day [default: today]."
)
region_option = click.option(
    "--region", default="FR", show_default=True, metavar="CC", help="Print this country's numbers as at home."
)


@click.command()
@click.argument("communique", metavar="COMMUNIQUE", help="Its number, its file's name, or words of its title.")
@click.option("--printed", is_flag=True, help="What the communiqué printed, instead of what holds now.")
@day_option
@region_option
@database_option
@json_option
def who(
    communique: str, printed: bool, day: dt.datetime | None, region: str, database: str | None, as_json_: bool
) -> None:
    """Say who covers a communiqué, now or on a given day."""
    from crm import answers, communiques, coverage
    from crm.database import Database

    with Database.open(database) as opened, opened.session() as session:
        found = communiques.find(session, communique)
        on = day.date() if day else _today()
        answered = answers.who(session, found, on=on)
        if as_json_:
            as_json({"communique": _communique_dict(found), "as_of": on.isoformat(), **_answers_dict(answered)})
            return
        _print_heading(found)
        if printed:
            _print_printed(session.scalars(coverage.of(found)).all(), region)
        else:
            _print_current(answered, region)


@click.command()
@click.argument("contact", metavar="CONTACT", help="A name, an e-mail address, a phone number with +, or a number.")
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
            answer = [{**_communique_dict(one.communique), **_link_dict(one)} for one in covered]
            as_json({"contact": _contact_dict(found), "communiques": answer})
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
    return number, str(one.communique.dated_on or ""), title, institution, _words(one.role)


# --- who --------------------------------------------------------------------------------------------------------------


def _print_heading(communique: Communique) -> None:
    issuers = ", ".join(issuer.institution.name for issuer in communique.issuers)
    facts = (str(communique.dated_on or "undated"), communique.language or "", issuers, _words(communique.status))
    say(communique.title or "(untitled)", " · ".join(str(fact) for fact in facts if fact), "")


def _print_current(answered: Answers, region: str) -> None:
    from crm import coverage

    rows, notes, changes = [], [], []
    for one in answered:
        emails = [f"{email.value}{' (shared)' if email.is_shared else ''}" for email in one.emails]
        phones = [_phone(phone.value, region) for phone in one.phones if phone.value]
        institutions = [place.name for place in (one.institution, *one.also_for) if place is not None]
        rows.append(
            (_name(one.contact), "\n".join(institutions), _words(one.role), "\n".join(emails), "\n".join(phones))
        )
        notes += [reason.message for reason in one.reasons if reason.code != "assigned"]
        notes += [f"{_name(person)} staffs {_name(one.contact)}" for person in one.staff]
        if one.contact is one.coverage.contact:
            changes += [
                _change(one.coverage, found, region) for found in coverage.differences(one.coverage, answered.on)
            ]
    for left in answered.unanswered:
        place = f" for {left.coverage.institution.name}" if left.coverage.institution else ""
        notes.append(f"nobody answers{place}: {'; '.join(reason.message for reason in left.reasons)}")
    if rows:
        table(("Contact", "For", "Role", "E-mail", "Phone"), rows)
    else:
        say("nobody covers it")
    if notes:
        say("", *(f"  {note}" for note in dict.fromkeys(notes)))
    if changes:
        say("", "Changed since it was printed:", *changes)


def _print_printed(covering: Sequence[Coverage], region: str) -> None:
    from crm.models import CoordinateKind
    from crm.values import PhoneNumber

    rows = []
    for one in covering:
        if one.printed is None:
            rows.append((_name(one.contact), "(not printed)", "", ""))
            continue
        numbers = [PhoneNumber.parse(text) for text in one.printed.printed_values(CoordinateKind.PHONE)]
        phones = "\n".join(_phone(number, region) for number in numbers)
        emails = "\n".join(one.printed.printed_values(CoordinateKind.EMAIL))
        rows.append((one.printed.name or "(desk)", one.printed.institution or "", emails, phones))
    table(("Contact", "For", "E-mail", "Phone"), rows)


def _change(one: Coverage, difference: Difference, region: str) -> str:
    def shown(texts: Sequence[str]) -> str:
        if difference.field == "phones":
            from crm.values import PhoneNumber

            texts = [_phone(PhoneNumber.parse(text), region) for text in texts]
        return ", ".join(texts) or "none"

    return f"  {_name(one.contact)}, {difference.field}: {shown(difference.printed)} → {shown(difference.now)}"


def _phone(number: PhoneNumber, region: str) -> str:
    return number.national if number.region == region.upper() else number.international


def _name(contact: PressContact) -> str:
    return str(contact.name or "(desk)")


def _words(term: str) -> str:
    return term.replace("_", " ")


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()


# --- JSON -------------------------------------------------------------------------------------------------------------


def _communique_dict(communique: Communique) -> dict[str, Any]:
    return {
        "id": communique.id,
        "uid": str(communique.uid),
        "title": communique.title,
        "language": communique.language,
        "dated_on": None if communique.dated_on is None else communique.dated_on.isoformat(),
        "status": communique.status,
        "file": communique.document.name if communique.document else None,
    }


def _contact_dict(contact: PressContact) -> dict[str, Any]:
    return {
        "id": contact.id,
        "uid": str(contact.uid),
        "kind": contact.kind,
        "name": None if contact.name is None else contact.name.printed,
    }


def _link_dict(one: Coverage) -> dict[str, Any]:
    return {
        "institution": one.institution.name if one.institution else None,
        "role": one.role,
        "position": one.position,
        "starts_on": one.starts_on and one.starts_on.isoformat(),
        "ends_on": one.ends_on and one.ends_on.isoformat(),
        "standing_in_for": one.standing_in_for and _name(one.standing_in_for),
    }


def _answers_dict(answered: Answers) -> dict[str, Any]:
    return {
        "contacts": [_answer_dict(one, answered.on) for one in answered],
        "unanswered": [
            {**_contact_dict(one.coverage.contact), **_link_dict(one.coverage), "reasons": _reasons(one)}
            for one in answered.unanswered
        ],
    }


def _answer_dict(one: Answer, on: dt.date) -> dict[str, Any]:
    from crm import coverage

    is_assigned = one.contact is one.coverage.contact
    differences = coverage.differences(one.coverage, on) if is_assigned else []
    return {
        **_contact_dict(one.contact),
        **_link_dict(one.coverage),
        "standing_in_for": one.standing_in_for and _name(one.standing_in_for),
        "also_for": [place.name for place in one.also_for],
        "staff": [_name(person) for person in one.staff],
        "emails": [str(email.value) for email in one.emails],
        "phones": [str(phone.value) for phone in one.phones],
        "reasons": _reasons(one),
        "printed": _printed_dict(one.coverage) if is_assigned else None,
        "differences": [{"field": d.field, "printed": list(d.printed), "now": list(d.now)} for d in differences],
    }


def _reasons(one: Answer | Unanswered) -> list[dict[str, str]]:
    return [{"code": reason.code, "message": reason.message} for reason in one.reasons]


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


# --- show -------------------------------------------------------------------------------------------------------------


@click.command()
@click.argument(
    "kind", type=click.Choice(["communiques", "contacts", "institutions", "news"]), required=False, help="What to list."
)
@click.argument("contact", required=False, help="One of the contacts: where each coordinate comes from.")
@database_option
@json_option
def show(kind: str | None, contact: str | None, database: str | None, as_json_: bool) -> None:
    """List what the database holds, or count it when no KIND is said; of one CONTACT, say where all comes from."""
    from crm.database import Database

    if contact is not None and kind != "contacts":
        raise click.UsageError("only of contacts one can be shown: crm show contacts NAME")
    with Database.open(database) as opened, opened.session() as session:
        if contact is not None:
            show_contact(session, contact, as_json_=as_json_)
            return
        if kind is None:
            counts = _counts(session)
            if as_json_:
                as_json({"database": opened.url, **counts})
            else:
                say(opened.url, *(f"  {count:6d} {_words(what)}" for what, count in counts.items()))
            return
        columns, rows = _LISTS[kind](session)
        if as_json_:
            names = [column.casefold().replace("-", "") for column in columns]
            as_json([dict(zip(names, row, strict=True)) for row in rows])
        elif rows:
            table(columns, ([_cell(cell) for cell in row] for row in rows))
        else:
            say(f"no {kind} yet")


def _cell(value: Any) -> str:
    return "\n".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)


def _counts(session: Session) -> dict[str, int]:
    from sqlalchemy import func, select

    from crm import models

    counted = {
        "communiques": models.Communique,
        "contacts": models.PressContact,
        "institutions": models.Institution,
        "coverages": models.Coverage,
        "documents": models.Document,
    }
    return {what: session.scalar(select(func.count()).select_from(model)) or 0 for what, model in counted.items()}


Listing = tuple[tuple[str, ...], list[tuple[Any, ...]]]


def _communiques(session: Session) -> Listing:
    from crm import communiques

    rows: list[tuple[Any, ...]] = []
    for one in session.scalars(communiques.listed()):
        number, _, title = communiques.label(one).partition(" ")
        issuers = [issuer.institution.name for issuer in one.issuers]
        rows.append((int(number), one.dated_on and one.dated_on.isoformat(), one.language, title, issuers, one.status))
    return ("No", "Date", "Language", "Title", "Issuers", "Status"), rows


def _contacts(session: Session) -> Listing:
    from sqlalchemy import select
    from sqlalchemy.orm import selectinload

    from crm.models import Affiliation, PressContact

    jobs = selectinload(PressContact.affiliations).selectinload(Affiliation.institution)
    rows: list[tuple[Any, ...]] = []
    for one in session.scalars(select(PressContact).options(jobs).order_by(PressContact.name_key, PressContact.id)):
        emails = list(dict.fromkeys(email.text for email in one.emails))
        phones = list(dict.fromkeys(phone.value.international if phone.value else phone.text for phone in one.phones))
        rows.append((one.id, _name(one), [job.institution.name for job in one.affiliations], emails, phones))
    return ("No", "Name", "Institutions", "E-mails", "Phones"), rows


def _institutions(session: Session) -> Listing:
    from sqlalchemy import select
    from sqlalchemy.orm import selectinload

    from crm.models import Institution, InstitutionRelation, RelationKind

    parents = selectinload(Institution.relations).selectinload(InstitutionRelation.related)
    rows: list[tuple[Any, ...]] = []
    for one in session.scalars(select(Institution).options(parents).order_by(Institution.name)):
        above = [relation.related.name for relation in one.relations if relation.kind == RelationKind.PART_OF]
        rows.append((one.id, one.name, above))
    return ("No", "Name", "Part of"), rows


_LISTS: dict[str, Callable[[Session], Listing]] = {
    "communiques": _communiques,
    "contacts": _contacts,
    "institutions": _institutions,
    "news": list_news,
}
