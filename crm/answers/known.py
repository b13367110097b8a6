"""What an answer depends on: loaded at once, and asked of a day."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from crm import coverage
from crm.answers.answer import Reason
from crm.models import (
    Absence,
    ContactEmail,
    ContactPhone,
    Coverage,
    Institution,
    InstitutionRelation,
    Issuer,
    NameKind,
    PressContact,
    RelationKind,
    Staffing,
    UsualContact,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session

    from crm.models import Communique

__all__ = ["DEPTH", "Known", "called", "holds", "name_on"]

DEPTH: Final = 5
"""How many stand-ins deep: whoever stands in may be away too."""


@dataclass(slots=True)
class Known:
    """All that the answer depends on, loaded in a number of statements that does not depend on how much it is."""

    day: dt.date
    issuers: Sequence[Issuer]
    coverages: Sequence[Coverage]
    successors: dict[int, list[InstitutionRelation]]
    absences: dict[int, list[Absence]]
    staffing: dict[int, list[Staffing]]
    usual: dict[int, list[UsualContact]]
    language: str | None
    _families: dict[int, dict[int, Institution]] = field(default_factory=dict)

    @classmethod
    def of(cls, session: Session, communique: Communique, day: dt.date) -> Known:
        """Return what is known of `communique` on that day."""
        issuers = session.scalars(
            select(Issuer)
            .where(Issuer.communique_id == communique.id)
            .options(selectinload(Issuer.institution).selectinload(Institution.names))
            .order_by(Issuer.position, Issuer.id)
        ).all()
        jobs = selectinload(Coverage.contact).selectinload(PressContact.affiliations)
        covering = session.scalars(coverage.of(communique, on=day).options(jobs)).all()
        named = {one.institution_id for one in covering if one.institution_id is not None}
        successors = _successors(session, named, day)
        family = named | {relation.institution_id for many in successors.values() for relation in many}
        usual = _usual(session, family, day)
        contacts = {one.contact_id for one in covering} | {one.contact_id for many in usual.values() for one in many}
        staffing = _staffing(session, contacts, day)
        contacts |= {one.person_id for many in staffing.values() for one in many}
        absences = _absences(session, contacts, day)
        return cls(day, issuers, covering, successors, absences, staffing, usual, communique.language)

    def family(self, institution: Institution | None) -> dict[int, Institution]:
        """Return the institution and what it has become, by their keys, nearest first; nothing for none."""
        if institution is None:
            return {}
        if institution.id not in self._families:
            found, left = {institution.id: institution}, [institution.id]
            while left:
                for relation in self.successors.get(left.pop(0), ()):
                    if relation.institution_id not in found:
                        found[relation.institution_id] = relation.institution
                        left.append(relation.institution_id)
            self._families[institution.id] = found
        return self._families[institution.id]

    def gone(self, contact: PressContact, institution: Institution | None) -> Reason | None:
        """Return why a contact does not work there on the day; None when they do, or nobody has said that they did."""
        family = self.family(institution)
        jobs = [job for job in contact.affiliations if not family or job.institution_id in family]
        if not jobs or any(holds(job, self.day) for job in jobs):
            return None
        ended = [job.ends_on for job in jobs if job.ends_on is not None and job.ends_on < self.day]
        if ended:
            return Reason("left", f"{called(contact)} left on {max(ended)}")
        return Reason("not_yet", f"{called(contact)} begins on {min(job.starts_on for job in jobs if job.starts_on)}")

    def away(self, contact: PressContact, institution: Institution | None) -> list[Absence]:
        """Return the absences of a contact on the day, from that institution or from all; none while they are there."""
        family = self.family(institution)
        return [
            one
            for one in self.absences.get(contact.id, ())
            if one.institution_id is None or not family or one.institution_id in family
        ]

    def is_current(
        self, coordinate: ContactEmail | ContactPhone, contact: PressContact, institution: Institution | None
    ) -> bool:
        """Return whether it may be given out for that institution on the day.

        What belongs to a job elsewhere is given out only by somebody who has no job there: a stand-in from outside.
        """
        if coordinate.value is None or not coordinate.is_public:
            return False
        job = next((job for job in contact.affiliations if job.id == coordinate.affiliation_id), None)
        family = self.family(institution)
        works_there = any(one.institution_id in family for one in contact.affiliations)
        return job is None or (holds(job, self.day) and (not works_there or job.institution_id in family))


def name_on(institution: Institution, day: dt.date) -> str:
    """Return what `institution`, its `names` loaded, was called on that day: by a dated name, else the present one."""
    dated = [name for name in institution.names if (name.starts_on or name.ends_on) and holds(name, day)]
    called = [name for name in dated if name.kind in {NameKind.OFFICIAL, NameKind.FORMER}]
    return called[0].text if called else institution.name


def holds(record: Any, day: dt.date) -> bool:
    """Return whether a dated record, already loaded, holds on that day."""
    return (record.starts_on is None or record.starts_on <= day) and (record.ends_on is None or day <= record.ends_on)


def called(contact: PressContact) -> str:
    """Return what to call a contact in a sentence."""
    return str(contact.name or "the desk")


def _successors(session: Session, named: set[int], day: dt.date) -> dict[int, list[InstitutionRelation]]:
    """Return what each institution, and each successor of it, had become by that day."""
    relation = InstitutionRelation
    holding = (
        relation.kind == RelationKind.SUCCESSOR_OF,
        or_(relation.starts_on.is_(None), relation.starts_on <= day),
    )
    later = select(relation.id, relation.institution_id).where(relation.related_id.in_(named), *holding)
    tree = later.cte("later", recursive=True)
    tree = tree.union(
        select(relation.id, relation.institution_id).where(relation.related_id == tree.c.institution_id, *holding)
    )
    found = (
        select(relation)
        .where(relation.id.in_(select(tree.c.id)))
        .options(selectinload(relation.institution).selectinload(Institution.names))
        .order_by(relation.id)
    )
    return _by(session.scalars(found) if named else (), lambda one: one.related_id)


def _absences(session: Session, contacts: set[int], day: dt.date) -> dict[int, list[Absence]]:
    """Return the absences of these contacts on the day, and of those who stand in for them, and so on."""
    found: dict[int, list[Absence]] = {}
    left = contacts
    for _ in range(DEPTH):
        if not left:
            break
        statement = (
            select(Absence)
            .where(Absence.contact_id.in_(left), *_on(Absence, day))
            .options(selectinload(Absence.stand_in).selectinload(PressContact.affiliations))
            .order_by(Absence.position, Absence.id)
        )
        more = _by(session.scalars(statement), lambda one: one.contact_id)
        found |= more
        left = {one.stand_in_id for many in more.values() for one in many if one.stand_in_id} - set(found)
    return found


def _staffing(session: Session, contacts: set[int], day: dt.date) -> dict[int, list[Staffing]]:
    statement = (
        select(Staffing)
        .where(Staffing.desk_id.in_(contacts), *_on(Staffing, day))
        .options(selectinload(Staffing.person).selectinload(PressContact.affiliations))
        .order_by(Staffing.position, Staffing.id)
    )
    return _by(session.scalars(statement), lambda one: one.desk_id)


def _usual(session: Session, institutions: set[int], day: dt.date) -> dict[int, list[UsualContact]]:
    statement = (
        select(UsualContact)
        .where(UsualContact.institution_id.in_(institutions), *_on(UsualContact, day))
        .where(UsualContact.territory_key.is_(None), UsualContact.topic_key.is_(None))
        .options(
            selectinload(UsualContact.contact).selectinload(PressContact.affiliations),
            selectinload(UsualContact.institution),
        )
        .order_by(UsualContact.language.is_(None), UsualContact.position, UsualContact.id)
    )
    return _by(session.scalars(statement), lambda one: one.institution_id)


def _on(model: Any, day: dt.date) -> tuple[Any, Any]:
    return or_(model.starts_on.is_(None), model.starts_on <= day), or_(model.ends_on.is_(None), model.ends_on >= day)


def _by(records: Iterable[Any], key: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for one in records:
        found.setdefault(key(one), []).append(one)
    return found
