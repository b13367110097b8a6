"""Who is there: absences and who stands in, who staffs a desk, and whom an institution usually sends journalists to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from crm import coverage
from crm.base import folded
from crm.columns import chosen
from crm.errors import NotCovering
from crm.models import Absence, ContactKind, CoverageRole, Issuer, PressContact, Staffing, UsualContact

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from crm.models import Communique, Coverage, Institution

__all__ = [
    "absences_of",
    "away",
    "desks_of",
    "every_usual_contact_of",
    "fill",
    "make_usual",
    "staff",
    "staff_of",
    "usual_contacts_of",
]

# --- nouns ------------------------------------------------------------------------------------------------------------


def absences_of(contact: PressContact | int | None = None, *, on: dt.date | None = None) -> Select[Absence]:
    """Return the absences of `contact`, or of all, earliest first, each with who stands in; `on` a day, those of it."""
    mine = [] if contact is None else [Absence.contact_id == _id(contact)]
    return (
        select(Absence)
        .where(*mine, *_holding(Absence, on))
        .options(selectinload(Absence.contact), selectinload(Absence.stand_in), selectinload(Absence.institution))
        .order_by(Absence.starts_on, Absence.position, Absence.id)
    )


def staff_of(desk: PressContact | int, *, on: dt.date | None = None) -> Select[Staffing]:
    """Return who staffs, or staffed, `desk`, in order, each with the person; `on` a day, who did then."""
    return (
        select(Staffing)
        .where(Staffing.desk_id == _id(desk), *_holding(Staffing, on))
        .options(selectinload(Staffing.person))
        .order_by(Staffing.position, Staffing.id)
    )


def desks_of(person: PressContact | int, *, on: dt.date | None = None) -> Select[Staffing]:
    """Return the desks that `person` staffs, or staffed, each with the desk; `on` a day, those of that day."""
    return (
        select(Staffing)
        .where(Staffing.person_id == _id(person), *_holding(Staffing, on))
        .options(selectinload(Staffing.desk))
        .order_by(Staffing.id)
    )


def usual_contacts_of(
    institution: Institution | int,
    *,
    on: dt.date | None = None,
    role: CoverageRole | str | None = None,
    territory: str | None = None,
    topic: str | None = None,
    language: str | None = None,
) -> Select[UsualContact]:
    """Return the usual contacts of `institution` that fit, the most particular first, each with its contact.

    One that is for a territory, a topic or a language fits only what asks for that one; one that is for none fits all.
    """
    particular = [
        _fits(UsualContact.territory_key, None if territory is None else folded(territory)),
        _fits(UsualContact.topic_key, None if topic is None else folded(topic)),
        _fits(UsualContact.language, language),
    ]
    roles = [] if role is None else [UsualContact.role == chosen(CoverageRole)(role)]
    return (
        select(UsualContact)
        .where(UsualContact.institution_id == _id(institution), *roles, *particular, *_holding(UsualContact, on))
        .options(selectinload(UsualContact.contact))
        .order_by(
            UsualContact.territory_key.is_(None),
            UsualContact.topic_key.is_(None),
            UsualContact.language.is_(None),
            UsualContact.position,
            UsualContact.id,
        )
    )


def every_usual_contact_of(institution: Institution | int, *, on: dt.date | None = None) -> Select[UsualContact]:
    """Return all usual contacts of `institution`, in order, whatever they are for, each with its contact."""
    return (
        select(UsualContact)
        .where(UsualContact.institution_id == _id(institution), *_holding(UsualContact, on))
        .options(selectinload(UsualContact.contact))
        .order_by(UsualContact.position, UsualContact.id)
    )


def _fits(column: Any, wanted: str | None) -> ColumnElement[bool]:
    return column.is_(None) if wanted is None else or_(column.is_(None), column == wanted)


def _holding(model: Any, on: dt.date | None) -> list[ColumnElement[bool]]:
    if on is None:
        return []
    return [or_(model.starts_on.is_(None), model.starts_on <= on), or_(model.ends_on.is_(None), model.ends_on >= on)]


# --- verbs ------------------------------------------------------------------------------------------------------------


def away(
    session: Session,
    contact: PressContact,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
    *,
    stand_ins: Sequence[PressContact] = (),
    institution: Institution | None = None,
    note: str | None = None,
) -> list[Absence]:
    """Record that `contact` is away, both days included, and who stands in, in that order; return one absence for each.

    Raises:
        PeriodReversed: it would end before it starts.
        NotCovering: the contact would stand in for themselves.
    """
    absences = [
        Absence(
            contact=contact,
            starts_on=starts_on,
            ends_on=ends_on,
            stand_in=stand_in,
            institution=institution,
            position=place,
            note=note,
        )
        for place, stand_in in enumerate(stand_ins or [None])
    ]
    session.add_all(absences)
    session.flush()
    return absences


def staff(
    session: Session,
    desk: PressContact,
    person: PressContact,
    *,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
) -> Staffing:
    """Let `person` staff `desk` for that time, the last in order, and return it.

    Raises:
        PeriodReversed: it would end before it starts.
        NotCovering: one of them is not what it should be: a desk is staffed by persons.
    """
    if desk.kind != ContactKind.DESK or person.kind != ContactKind.PERSON:
        raise NotCovering("a desk is staffed by persons", code="coverage.not_a_desk")
    session.flush()
    last = session.scalar(select(func.max(Staffing.position)).where(Staffing.desk_id == desk.id))
    place = 0 if last is None else last + 1
    staffing = Staffing(desk=desk, person=person, starts_on=starts_on, ends_on=ends_on, position=place)
    session.add(staffing)
    session.flush()
    return staffing


def make_usual(
    session: Session,
    institution: Institution,
    contact: PressContact,
    *,
    role: CoverageRole | str = CoverageRole.PRESS,
    territory: str | None = None,
    topic: str | None = None,
    language: str | None = None,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
) -> UsualContact:
    """Make `contact` one of the usual contacts of `institution`, the last in order, and return it."""
    session.flush()
    mine = UsualContact.institution_id == institution.id
    last = session.scalar(select(func.max(UsualContact.position)).where(mine))
    usual = UsualContact(
        institution=institution,
        contact=contact,
        role=role,
        territory=territory,
        topic=topic,
        language=language,
        starts_on=starts_on,
        ends_on=ends_on,
        position=0 if last is None else last + 1,
    )
    session.add(usual)
    session.flush()
    return usual


def fill(
    session: Session,
    communique: Communique,
    *,
    on: dt.date,
    territory: str | None = None,
    topic: str | None = None,
) -> list[Coverage]:
    """Let the usual contacts of its issuers cover `communique`, in issuer order; return the new coverages.

    An issuer for which somebody covers it already is left as it is: what was decided for this communiqué goes before
    what is usual. Of each role the most particular contacts are taken, and no others; who has left is passed over.
    """
    session.flush()
    issuers = select(Issuer).where(Issuer.communique_id == communique.id).order_by(Issuer.position, Issuer.id)
    made = []
    for issuer in session.scalars(issuers.options(joinedload(Issuer.institution, innerjoin=True))).all():
        covering = coverage.of(communique, on_behalf_of=issuer.institution).limit(1)
        if session.scalars(covering).first() is None:
            made += _filled(session, communique, issuer.institution, on, territory, topic)
    return made


def _filled(
    session: Session,
    communique: Communique,
    institution: Institution,
    on: dt.date,
    territory: str | None,
    topic: str | None,
) -> list[Coverage]:
    usual = usual_contacts_of(institution, on=on, territory=territory, topic=topic, language=communique.language)
    first: dict[str, tuple[bool, bool, bool]] = {}
    taken = []
    with_jobs = usual.options(selectinload(UsualContact.contact).selectinload(PressContact.affiliations))
    for one in session.scalars(with_jobs):
        if not _works(one.contact, institution, on):
            continue
        aim = one.territory is not None, one.topic is not None, one.language is not None
        if first.setdefault(one.role, aim) == aim:
            taken.append(one)
    return [coverage.assign(session, communique, one.contact, on_behalf_of=institution, role=one.role) for one in taken]


def _works(contact: PressContact, institution: Institution, on: dt.date) -> bool:
    """Whether somebody has a job there on the day, or anywhere when none is known there; or no job is known at all."""
    there = [job for job in contact.affiliations if job.institution_id == institution.id]
    jobs = there or contact.affiliations
    holding = (job for job in jobs if (job.starts_on is None or job.starts_on <= on))
    return not jobs or any(job.ends_on is None or on <= job.ends_on for job in holding)


def _id(record: Any) -> Any:
    return record if isinstance(record, int) else record.id
