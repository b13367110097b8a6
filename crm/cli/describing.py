"""What the commands call things: a communiqué, a contact and a coverage, in words and as JSON."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from crm.models import Communique, Coverage, Institution, PressContact
    from crm.values import PhoneNumber

__all__ = [
    "by_option",
    "communique_argument",
    "communique_dict",
    "contact_argument",
    "contact_dict",
    "day",
    "day_option",
    "for_option",
    "instant_option",
    "institution_of",
    "link_dict",
    "name_of",
    "phone_of",
    "region_option",
    "words",
]

communique_argument = click.argument(
    "communique", metavar="COMMUNIQUE", help="Its number, its file's name, or words of its title."
)
contact_argument = click.argument(
    "contact", metavar="CONTACT", help="A name, an e-mail address, a phone number with +, or a number."
)
day_option = click.option(
    "--on", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="As of this day [default: today]."
)
for_option = click.option("--for", "institution", metavar="INSTITUTION", help="Only on behalf of this institution.")
by_option = click.option("--by", metavar="WHO", help="Who does it, for the record.")
region_option = click.option(
    "--region", default="FR", show_default=True, metavar="CC", help="Print this country's numbers as at home."
)


def _instant(context: click.Context, parameter: click.Parameter, value: str | None) -> dt.datetime | None:  # noqa: ARG001
    if value is None:
        return None
    try:
        found = dt.datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is no date and time such as 2025-01-17T20:00+01:00") from None
    if found.tzinfo is None:
        raise click.BadParameter(f"{value!r} says no zone: 2025-01-17T20:00+01:00, or …Z for UTC")
    return found


instant_option = click.option(
    "--at", metavar="INSTANT", callback=_instant, help="As of 2025-01-17T20:00+01:00 [default: now]."
)


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


def phone_of(number: PhoneNumber, region: str) -> str:
    """Return a number as one prints it in `region`."""
    return number.national if number.region == region.upper() else number.international


def name_of(contact: PressContact) -> str:
    """Return a contact's name, as a table shows it."""
    return str(contact.name or "(desk)")


def words(term: str) -> str:
    """Return a term of ours as people write it."""
    return term.replace("_", " ")


def communique_dict(communique: Communique) -> dict[str, Any]:
    """Return what every JSON answer says of a communiqué."""
    return {
        "id": communique.id,
        "uid": str(communique.uid),
        "title": communique.title,
        "language": communique.language,
        "dated_on": None if communique.dated_on is None else communique.dated_on.isoformat(),
        "status": communique.status,
        "file": communique.document.name if communique.document else None,
    }


def contact_dict(contact: PressContact) -> dict[str, Any]:
    """Return what every JSON answer says of a contact."""
    return {
        "id": contact.id,
        "uid": str(contact.uid),
        "kind": contact.kind,
        "name": None if contact.name is None else contact.name.printed,
    }


def link_dict(one: Coverage) -> dict[str, Any]:
    """Return what every JSON answer says of a coverage."""
    return {
        "institution": one.institution.name if one.institution else None,
        "role": one.role,
        "position": one.position,
        "starts_on": one.starts_on and one.starts_on.isoformat(),
        "ends_on": one.ends_on and one.ends_on.isoformat(),
        "standing_in_for": one.standing_in_for and name_of(one.standing_in_for),
    }
