"""Who could take over, and why."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import func, select

from crm.handovers.records import lasting, on_day
from crm.models import Absence, Affiliation, PressContact, Staffing, UsualContact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from crm.models import Institution

__all__ = ["Proposal", "successors_for"]


class Proposal(NamedTuple):
    """Somebody who could take over, and why."""

    contact: PressContact
    reasons: tuple[str, ...]


def successors_for(
    session: Session, contact: PressContact, *, institution: Institution | None = None, on: dt.date
) -> list[Proposal]:
    """Return who could take over from `contact` on that day, the likeliest first, each with the reasons.

    Who is away on the day, or has left, is not proposed.
    """
    found: dict[int, list[str]] = {}
    for reason, statement in _candidates(contact, institution, on):
        for other in session.scalars(statement):
            if other != contact.id:
                found.setdefault(other, []).append(reason)
    out = {*session.scalars(select(Absence.contact_id).where(Absence.contact_id.in_(found), *on_day(Absence, on)))}
    has_job = set(session.scalars(select(Affiliation.contact_id).where(Affiliation.contact_id.in_(found))))
    works = select(Affiliation.contact_id).where(Affiliation.contact_id.in_(found), *on_day(Affiliation, on))
    out |= has_job - set(session.scalars(works))
    order = sorted((one for one in found if one not in out), key=lambda one: (-len(found[one]), one))
    contacts = {one.id: one for one in session.scalars(select(PressContact).where(PressContact.id.in_(order)))}
    return [Proposal(contacts[one], tuple(found[one])) for one in order]


def _candidates(
    contact: PressContact, institution: Institution | None, on: dt.date
) -> Iterator[tuple[str, Select[Any]]]:
    """Yield why somebody could take over, with the numbers of those of whom it is true."""
    eve = on - dt.timedelta(days=1)
    mine = select(Affiliation.institution_id).where(Affiliation.contact_id == contact.id, lasting(Affiliation, eve))
    places = mine if institution is None else [institution.id]
    desks = select(Staffing.desk_id).where(Staffing.person_id == contact.id)
    roles = select(func.lower(Affiliation.role)).where(Affiliation.contact_id == contact.id)
    stood_in = select(Absence.stand_in_id).where(Absence.contact_id == contact.id, Absence.stand_in_id.is_not(None))
    usual = select(UsualContact.contact_id).where(UsualContact.institution_id.in_(places), *on_day(UsualContact, on))
    staffing = select(Staffing.person_id).where(Staffing.desk_id.in_(desks), *on_day(Staffing, on))
    working = select(Affiliation.contact_id).where(Affiliation.institution_id.in_(places), *on_day(Affiliation, on))
    yield "stood in before", stood_in.distinct()
    yield "usual contact there", usual.distinct()
    yield "staffs the same desk", staffing.distinct()
    yield "works there", working.distinct()
    yield "has the same role there", working.where(func.lower(Affiliation.role).in_(roles)).distinct()
