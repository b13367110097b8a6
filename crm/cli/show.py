"""The command that lists what the database holds: ``crm show``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from crm.cli.describing import name_of, words
from crm.cli.origins import list_news, show_contact
from crm.cli.printing import as_json, database_option, json_option, say, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

__all__ = ["show"]


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
                say(opened.url, *(f"  {count:6d} {words(what)}" for what, count in counts.items()))
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
        rows.append((one.id, name_of(one), [job.institution.name for job in one.affiliations], emails, phones))
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
