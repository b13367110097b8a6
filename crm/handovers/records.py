"""What can be handed over: whose it is, what makes two the same, and what a successor's has of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import or_

from crm.base import TABLE_PREFIX
from crm.models import Absence, Affiliation, Coverage, Staffing, UsualContact

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy import ColumnElement

    from crm.models import PressContact

__all__ = ["COPIED", "OWNERS", "SAME", "SUBJECTS", "called", "lasting", "on_day"]

OWNERS: Final[dict[type[Any], str]] = {
    Coverage: "contact_id",
    UsualContact: "contact_id",
    Staffing: "person_id",
    Absence: "stand_in_id",
}
"""What can be handed over, and which column says whose it is."""
SAME: Final[dict[type[Any], tuple[str, ...]]] = {
    Coverage: ("communique_id", "institution_id", "role"),
    UsualContact: ("institution_id", "role", "territory_key", "topic_key", "language"),
    Staffing: ("desk_id",),
    Absence: ("contact_id", "institution_id"),
}
"""What is the same in two of them, whoever has them."""
COPIED: Final[dict[type[Any], tuple[str, ...]]] = {
    Coverage: ("communique_id", "institution_id", "role", "position", "standing_in_for_id", "ends_on"),
    UsualContact: ("institution_id", "role", "territory", "topic", "language", "position", "ends_on"),
    Staffing: ("desk_id", "position", "ends_on"),
    Absence: ("contact_id", "institution_id", "position", "note", "ends_on"),
}
_MODELS: Final[tuple[type[Any], ...]] = (*OWNERS, Affiliation)
SUBJECTS: Final[dict[str, type[Any]]] = {
    str(model.__tablename__).removeprefix(TABLE_PREFIX): model for model in _MODELS
}


def lasting(model: Any, day: dt.date) -> ColumnElement[bool]:
    """Return the condition for a record not to have ended before that day."""
    return or_(model.ends_on.is_(None), model.ends_on >= day)


def on_day(model: Any, day: dt.date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the conditions for a record to hold on that day."""
    return or_(model.starts_on.is_(None), model.starts_on <= day), lasting(model, day)


def called(contact: PressContact) -> str:
    """Return what to call a contact in a sentence."""
    return str(contact.name or f"desk {contact.id}")
