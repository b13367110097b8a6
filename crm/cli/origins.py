"""What is printed of one contact: each coordinate, where it comes from, and when it was last printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crm.cli.printing import as_json, say, table

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.coordinates import Held
    from crm.models import ContactEmail, ContactPhone, PressContact

__all__ = ["list_news", "show_contact"]


def show_contact(session: Session, text: str, *, as_json_: bool) -> None:
    """Print the contact that `text` means. Raises `NotFound` or `Ambiguous`."""
    from crm import contacts, coordinates

    contact = contacts.find(session, text)
    held = coordinates.held_by(session, contact)
    if as_json_:
        as_json({**_contact_dict(contact), "coordinates": [_held_dict(one) for one in held]})
        return
    say(contacts.label(contact), "")
    if not held:
        say("no address and no number")
        return
    rows = [(_shown(one), _origin(one), _days(one), ", ".join(_marks(one))) for one in held]
    table(("Coordinate", "From", "Printed", "Note"), rows)


def list_news(session: Session) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Return the columns and rows of all coordinates that are news, contact by contact."""
    from crm import contacts, coordinates
    from crm.models import PressContact

    found: list[ContactEmail | ContactPhone] = [
        *session.scalars(coordinates.news_emails_of()),
        *session.scalars(coordinates.news_phones_of()),
    ]
    rows = []
    for number in sorted({one.contact_id for one in found}):
        contact = session.get_one(PressContact, number)
        _, _, name = contacts.label(contact).partition(" ")
        for held in coordinates.held_by(session, contact):
            if held.is_news:
                marks = [mark for mark in _marks(held) if mark != "news"]
                rows.append((number, name, _shown(held), _origin(held), _days(held), ", ".join(marks)))
    return ("No", "Contact", "News", "From", "Printed", "Note"), rows


def _shown(one: Held) -> str:
    from crm.models import ContactPhone

    coordinate = one.coordinate
    if isinstance(coordinate, ContactPhone) and coordinate.value is not None:
        return coordinate.value.international
    return str(coordinate.value or coordinate.text)


def _origin(one: Held) -> str:
    if one.document is None:
        return "entered"
    return f"{one.document.name}{f', line {one.lines[0]}' if one.lines else ''}"


def _days(one: Held) -> str:
    if one.printing is None:
        return "never"
    times = f"{one.printing.times} {'time' if one.printing.times == 1 else 'times'}"
    return f"{times}, last on {one.printing.last_on}" if one.printing.last_on else f"{times}, undated"


def _marks(one: Held) -> list[str]:
    coordinate = one.coordinate
    marks = {
        "news": one.is_news,
        "older than what holds": one.is_held_back,
        "not public": not coordinate.is_public and not one.is_held_back,
        f"cannot be read [{coordinate.error_code}]": coordinate.error_code is not None,
        f"verified on {coordinate.verified_on}": coordinate.verified_on is not None,
    }
    return [mark for mark, holds in marks.items() if holds]


def _contact_dict(contact: PressContact) -> dict[str, Any]:
    name = None if contact.name is None else contact.name.printed
    return {"id": contact.id, "uid": str(contact.uid), "kind": contact.kind, "name": name}


def _held_dict(one: Held) -> dict[str, Any]:
    from crm import coordinates

    coordinate, printing = one.coordinate, one.printing
    return {
        "kind": coordinates.kind_of(coordinate),
        "value": None if coordinate.value is None else str(coordinate.value),
        "text": coordinate.text,
        "error_code": coordinate.error_code,
        "public": coordinate.is_public,
        "verified_on": coordinate.verified_on and coordinate.verified_on.isoformat(),
        "news": one.is_news,
        "older": one.is_held_back,
        "document": one.document and one.document.name,
        "lines": one.lines and list(one.lines),
        "first_printed_on": printing and printing.first_on and printing.first_on.isoformat(),
        "last_printed_on": printing and printing.last_on and printing.last_on.isoformat(),
        "times_printed": printing.times if printing else 0,
    }
