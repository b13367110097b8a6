"""``crm history``: who changed what, and when."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from crm.cli.printing import as_json, database_option, json_option, say, table

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.base import Base
    from crm.models import Change

__all__ = ["history"]


@click.command()
@click.argument("kind", type=click.Choice(["communiques", "contacts", "institutions"]), help="What it is.")
@click.argument("name", help="Its name, or another thing that says which; its number for one that is no more.")
@database_option
@json_option
def history(kind: str, name: str, database: str | None, as_json_: bool) -> None:
    """Say who changed what of a record, and of what belongs to it, oldest first."""
    from crm import history
    from crm.database import Database

    with Database.open(database) as opened, opened.session() as session:
        record, label = _record(session, kind, name)
        changes = session.scalars(history.about(session, record)).all()
        if as_json_:
            as_json([_change_dict(session, one) for one in changes])
            return
        say(label, "")
        if changes:
            rows = [(_when(one), _who(one), _what(one), one.action.value, _how(session, one)) for one in changes]
            table(("When (UTC)", "Who", "What", "", "Before → after"), rows)
        else:
            say("nothing is recorded of it")


def _record(session: Session, kind: str, name: str) -> tuple[Base | tuple[type[Base], int], str]:
    """Return the record that `name` means, which may have been deleted, and what to call it."""
    from crm import communiques, contacts, history, institutions, models
    from crm.errors import NotFound

    model: Any = {
        "communiques": models.Communique,
        "contacts": models.PressContact,
        "institutions": models.Institution,
    }[kind]
    try:
        if kind == "institutions":
            found = institutions.find(session, name)
            return found, f"{found.id} {found.name}"
        subject: Any = {"communiques": communiques, "contacts": contacts}[kind]
        record = subject.find(session, name)
        return record, subject.label(record)
    except NotFound:
        gone = (model, int(name)) if name.isdecimal() and name.isascii() and len(name) < 19 else None
        if gone is None or session.scalars(history.of(gone).limit(1)).first() is None:
            raise
        return gone, f"{name} (deleted)"


def _when(change: Change) -> str:
    return f"{change.changed_at:%Y-%m-%d %H:%M:%S}"


def _who(change: Change) -> str:
    return change.changed_by or (f"import {change.run_id}" if change.run_id else "")


def _what(change: Change) -> str:
    numbers = str(change.subject_id) if change.last_id == change.subject_id else ""
    return " ".join(filter(None, (change.subject.replace("_", " "), numbers)))


def _how(session: Session, change: Change) -> str:
    """Return the columns that were changed; of what came or went, those that say something."""
    before, after = (json.loads(text) if text else {} for text in (change.before, change.after))
    if after:
        return "\n".join(f"{name}: {_shown(before[name])} → {_shown(after[name])}" for name in after)
    state = before or _created(session, change)
    return "\n".join(f"{name}: {_shown(state[name])}" for name in _TELLING if state.get(name) not in (None, ""))


def _created(session: Session, change: Change) -> dict[str, Any]:
    """Return what a record was when it was created, as changes are written down; of many at once, nothing."""
    from crm import history
    from crm.models.recorded import dumped

    if change.last_id != change.subject_id:
        return {}
    record = (history.model_of(change), change.subject_id)
    state = history.as_of(session, record, change.changed_at)
    return json.loads(dumped(state)) if state else {}


_TELLING = ("printed_name", "name", "title", "text", "value", "domain", "kind", "role", "department", "institution_id")


def _shown(value: Any) -> str:
    text = "nothing" if value is None else str(value)
    return text if len(text) <= _WIDTH else f"{text[:_WIDTH]}…"


_WIDTH = 60


def _change_dict(session: Session, change: Change) -> dict[str, Any]:
    before, after = (json.loads(text) if text else None for text in (change.before, change.after))
    return {
        "at": change.changed_at.isoformat(),
        "by": change.changed_by,
        "import": change.run_id,
        "record": change.subject,
        "id": change.subject_id,
        "last_id": change.last_id,
        "action": change.action.value,
        "before": before,
        "after": after or (_created(session, change) or None if before is None else None),
    }
