"""What an answer depends on: loaded at once, and asked of a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select
from sqlalchemy.orm import defaultload, joinedload, selectinload

from crm import coverage
from crm.answers.answer import Reason
from crm.models import (
    Absence,
    ContactEmail,
    ContactPhone,
    Coverage,
    Institution,
    Issuer,
    PressContact,
    Staffing,
    UsualContact,
)
from crm.places import Places, holds, on_day

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session

    from crm.models import Communique

__all__ = ["DEPTH", "Known", "called"]

DEPTH: Final = 5
"""How many stand-ins deep: whoever stands in may be away too."""


@dataclass(slots=True)
class Known:
    """All that the answer depends on, loaded in a number of statements that does not depend on how much it is."""

    day: dt.date
    language: str | None
    issuers: Sequence[Issuer]
    coverages: Sequence[Coverage]
    places: Places
    usual: dict[int, list[UsualContact]]
    absences: dict[int, list[Absence]]
    staffing: dict[int, list[Staffing]]

    @classmethod
    def of(cls, session: Session, communique: Communique, day: dt.date) -> Known:
        """Return what is known of `communique` on that day."""
        session.flush()
        issuers = session.scalars(
            select(Issuer)
            .where(Issuer.communique_id == communique.id)
            .options(joinedload(Issuer.institution, innerjoin=True).selectinload(Institution.names))
            .order_by(Issuer.position, Issuer.id)
        ).all()
        jobs = defaultload(Coverage.contact).selectinload(PressContact.affiliations)
        covering = session.scalars(coverage.of(communique, on=day).options(jobs)).all()
        named = {one.institution_id for one in covering if one.institution_id is not None}
        places = Places.of(session, named, day)
        family = named | {number for many in places.successors.values() for number in many}
        usual = _usual(session, family, day)
        people = {one.contact.id: one.contact for one in covering}
        people |= {one.contact.id: one.contact for many in usual.values() for one in many}
        absences = _absences(session, set(people), day)
        people |= _people(one.stand_in for many in absences.values() for one in many)
        staffing = _staffing(session, set(people), day)
        staff = _people(one.person for many in staffing.values() for one in many)
        absences |= _absences(session, set(staff) - set(people), day)
        works = {job.institution_id for one in (people | staff).values() for job in one.affiliations}
        places.look_above(session, family | works)
        return cls(day, communique.language, issuers, covering, places, usual, absences, staffing)

    def gone(self, contact: PressContact, institution: Institution | None) -> Reason | None:
        """Return why a contact does not work there on the day; None when they do, or nobody has said that they did."""
        jobs = self.places.jobs(contact, institution)
        if not jobs or any(holds(job, self.day) for job in jobs):
            return None
        ended = [job.ends_on for job in jobs if job.ends_on is not None and job.ends_on < self.day]
        if ended:
            return Reason("left", f"{called(contact)} left on {max(ended)}")
        return Reason("not_yet", f"{called(contact)} begins on {min(job.starts_on for job in jobs if job.starts_on)}")

    def away(self, contact: PressContact, institution: Institution | None) -> list[Absence]:
        """Return the absences of a contact on the day, from that institution or from all; none while they are there."""
        there = {job.institution_id for job in self.places.jobs(contact, institution)}
        there |= set(self.places.family(institution))
        return [
            one
            for one in self.absences.get(contact.id, ())
            if one.institution_id is None or institution is None or one.institution_id in there
        ]

    def is_current(
        self, coordinate: ContactEmail | ContactPhone, contact: PressContact, institution: Institution | None
    ) -> bool:
        """Return whether it may be given out for that institution on the day."""
        return self.places.gives(coordinate, contact, institution)


def called(contact: PressContact) -> str:
    """Return what to call a contact in a sentence."""
    return str(contact.name or "the desk")


def _people(contacts: Iterable[PressContact | None]) -> dict[int, PressContact]:
    return {one.id: one for one in contacts if one is not None}


def _absences(session: Session, contacts: set[int], day: dt.date) -> dict[int, list[Absence]]:
    """Return the absences of these contacts on the day, and of those who stand in for them, and so on."""
    if not contacts:
        return {}
    on = on_day(Absence, day)
    tree = select(Absence.id, Absence.stand_in_id).where(Absence.contact_id.in_(contacts), *on)
    chain = tree.cte("chain", recursive=True)
    chain = chain.union(select(Absence.id, Absence.stand_in_id).where(Absence.contact_id == chain.c.stand_in_id, *on))
    statement = (
        select(Absence)
        .where(Absence.id.in_(select(chain.c.id)))
        .options(selectinload(Absence.stand_in).selectinload(PressContact.affiliations))
        .order_by(Absence.position, Absence.id)
    )
    return _by(session.scalars(statement), lambda one: one.contact_id)


def _staffing(session: Session, contacts: set[int], day: dt.date) -> dict[int, list[Staffing]]:
    statement = (
        select(Staffing)
        .where(Staffing.desk_id.in_(contacts), *on_day(Staffing, day))
        .options(selectinload(Staffing.person).selectinload(PressContact.affiliations))
        .order_by(Staffing.position, Staffing.id)
    )
    return _by(session.scalars(statement) if contacts else (), lambda one: one.desk_id)


def _usual(session: Session, institutions: set[int], day: dt.date) -> dict[int, list[UsualContact]]:
    """Return who usually answers for these institutions, whatever the territory and the topic."""
    statement = (
        select(UsualContact)
        .where(UsualContact.institution_id.in_(institutions), *on_day(UsualContact, day))
        .where(UsualContact.territory_key.is_(None), UsualContact.topic_key.is_(None))
        .options(
            selectinload(UsualContact.contact).selectinload(PressContact.affiliations),
            joinedload(UsualContact.institution, innerjoin=True),
        )
        .order_by(UsualContact.language.is_(None), UsualContact.position, UsualContact.id)
    )
    return _by(session.scalars(statement) if institutions else (), lambda one: one.institution_id)


def _by(records: Iterable[Any], key: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for one in records:
        found.setdefault(key(one), []).append(one)
    return found
