"""Who answers for which communiqué: asked by statements, changed by verbs.

The statements are plain `Select` objects: refine, page or stream them, run them in a `Session` or an `AsyncSession`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import func, or_, select
from sqlalchemy.orm import defaultload, joinedload, raiseload, selectinload

from crm.columns import chosen
from crm.models import (
    Communique,
    ContactEmail,
    ContactPhone,
    CoordinateKind,
    Coverage,
    CoverageRole,
    CoverageSnapshot,
    Institution,
    PressContact,
    PrintedCoordinate,
)
from crm.models.communiques import newest_first, with_document
from crm.places import Places
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

C = TypeVar("C", ContactEmail, ContactPhone)

__all__ = [
    "Difference",
    "assign",
    "communiques_of",
    "contacts_of",
    "differences",
    "emails_of",
    "freeze",
    "listed",
    "of",
    "of_contact",
    "phones_of",
    "printed_coordinates",
]


def listed(
    *,
    role: CoverageRole | str | None = None,
    on_behalf_of: Institution | None = None,
    on: dt.date | None = None,
) -> Select[Coverage]:
    """Return all coverages, newest communiqué first and in printed order, with nothing loaded beside them.

    The statement joins `Communique`, so that it can be refined by it.
    """
    return (
        select(Coverage)
        .join(Coverage.communique)
        .where(*_narrowed(role, on_behalf_of, on))
        .order_by(*newest_first(), Coverage.position, Coverage.id)
    )


def of(
    communique: Communique | int,
    *,
    role: CoverageRole | str | None = None,
    on_behalf_of: Institution | None = None,
    on: dt.date | None = None,
) -> Select[Coverage]:
    """Return the coverages of `communique` in printed order, each with contact, institution and snapshot.

    `role`, `on_behalf_of` and `on` (a day within the coverage's period) narrow the answer.
    """
    return (
        select(Coverage)
        .where(Coverage.communique_id == _id(communique), *_narrowed(role, on_behalf_of, on))
        .options(*_contact_and_more())
        .order_by(Coverage.position, Coverage.id)
    )


def of_contact(
    contact: PressContact | int,
    *,
    role: CoverageRole | str | None = None,
    on_behalf_of: Institution | None = None,
    on: dt.date | None = None,
) -> Select[Coverage]:
    """Return the coverages of `contact`, newest communiqué first, each with communiqué, institution and snapshot."""
    return (
        select(Coverage)
        .join(Coverage.communique)
        .where(Coverage.contact_id == _id(contact), *_narrowed(role, on_behalf_of, on))
        .options(*_contact_and_more(), *_communique_and_document())
        .order_by(*newest_first(), Coverage.id)
    )


def contacts_of(
    communique: Communique | int,
    *,
    role: CoverageRole | str | None = None,
    on_behalf_of: Institution | None = None,
    on: dt.date | None = None,
) -> Select[PressContact]:
    """Return the contacts who cover `communique`, in printed order, once for each coverage.

    The statement joins `Coverage`, so that it can be refined by it: ``.where(Coverage.ends_on.is_(None))``.
    """
    return (
        select(PressContact)
        .join(Coverage, Coverage.contact_id == PressContact.id)
        .where(Coverage.communique_id == _id(communique), *_narrowed(role, on_behalf_of, on))
        .order_by(Coverage.position, Coverage.id)
    )


def communiques_of(
    contact: PressContact | int,
    *,
    role: CoverageRole | str | None = None,
    on_behalf_of: Institution | None = None,
    on: dt.date | None = None,
) -> Select[Communique]:
    """Return the communiqués that `contact` covers, newest first, undated ones last, each once."""
    covered = select(Coverage.communique_id).where(
        Coverage.contact_id == _id(contact), *_narrowed(role, on_behalf_of, on)
    )
    return select(Communique).where(Communique.id.in_(covered)).options(with_document()).order_by(*newest_first())


def assign(
    session: Session,
    communique: Communique,
    contact: PressContact,
    *,
    on_behalf_of: Institution | None = None,
    role: CoverageRole | str = CoverageRole.PRESS,
    position: int | None = None,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
    standing_in_for: PressContact | None = None,
) -> Coverage:
    """Make `contact` answer for `communique` and return the coverage; one that is there already is returned.

    Without a `position` the contact comes last.

    Raises:
        PeriodReversed: the coverage would end before it starts.
        NotCovering: the contact would stand in for themselves.
    """
    session.flush()
    _lock(session, communique)
    same = of(communique, role=role).where(
        Coverage.contact_id == contact.id,
        Coverage.institution_id.is_not_distinct_from(_id(on_behalf_of)),
        Coverage.standing_in_for_id.is_not_distinct_from(_id(standing_in_for)),
        Coverage.starts_on.is_not_distinct_from(starts_on),
    )
    known = session.scalars(same).first()
    if known is not None:
        return known
    coverage = Coverage(
        communique=communique,
        contact=contact,
        institution=on_behalf_of,
        role=role,
        position=_last(session, communique) if position is None else position,
        starts_on=starts_on,
        ends_on=ends_on,
        standing_in_for=standing_in_for,
        printed=None,
    )
    session.add(coverage)
    session.flush()
    return coverage


def freeze(session: Session, communique: Communique, on: dt.date | None = None) -> list[CoverageSnapshot]:
    """Freeze what is printed on that day, today by default, of each contact without a snapshot; return the new ones.

    Who does not answer for it on that day, any more or yet, is not printed. The addresses and numbers are those that
    are given out for the institution on that day, for a part of it, and for what it has become.
    """
    session.flush()
    day = on or _today()
    snapshots = []
    jobs = defaultload(Coverage.contact).selectinload(PressContact.affiliations)
    new = [one for one in session.scalars(of(communique, on=day).options(jobs)).all() if one.printed is None]
    places = _places(session, new, day)
    for coverage in new:
        contact, place = coverage.contact, coverage.institution
        emails = _distinct(email for email in contact.emails if places.gives(email, contact, place))
        phones = _distinct(phone for phone in contact.phones if places.gives(phone, contact, place))
        snapshot = _snapshot(coverage, emails, phones, on=day, language=communique.language)
        snapshot.coverage = coverage
        snapshots.append(snapshot)
    session.add_all(snapshots)
    session.flush()
    return snapshots


def emails_of(coverage: Coverage, on: dt.date | None = None) -> list[ContactEmail]:
    """Return the public addresses for `coverage` on that day, today by default, but for those of an ended job.

    Those of a job elsewhere are for who has none of the institution's own: an agency, a press office that is a part.
    """
    day = on or _today()
    return _distinct(email for email in coverage.contact.emails if _is_current(email, coverage, day))


def phones_of(coverage: Coverage, on: dt.date | None = None) -> list[ContactPhone]:
    """Return the public numbers for `coverage` on that day, today by default, but for those of an ended job.

    Those of a job elsewhere are for who has none of the institution's own: an agency, a press office that is a part.
    """
    day = on or _today()
    return _distinct(phone for phone in coverage.contact.phones if _is_current(phone, coverage, day))


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that a communiqué printed of a contact and that is not so now."""

    field: str
    """``name``, ``institution``, ``emails`` or ``phones``."""
    printed: tuple[str, ...]
    now: tuple[str, ...]


def differences(
    coverage: Coverage,
    on: dt.date | None = None,
    *,
    emails: Iterable[ContactEmail] | None = None,
    phones: Iterable[ContactPhone] | None = None,
) -> list[Difference]:
    """Return what the snapshot of `coverage` printed otherwise than it would be on that day, today by default.

    `emails` and `phones` are those it is compared with, where others than `emails_of` and `phones_of` hold now. What
    was not printed is no difference, and without a snapshot there is none.
    """
    if coverage.printed is None:
        return []
    printed = coverage.printed
    now = _snapshot(
        coverage,
        emails_of(coverage, on) if emails is None else emails,
        phones_of(coverage, on) if phones is None else phones,
        on=on or _today(),
    )
    found = [
        _name_difference(coverage, printed.name),
        _institution_difference(coverage, printed.institution),
        _coordinate_difference("emails", printed, now, CoordinateKind.EMAIL),
        _coordinate_difference("phones", printed, now, CoordinateKind.PHONE),
    ]
    return [difference for difference in found if difference is not None]


def _name_difference(coverage: Coverage, printed: str | None) -> Difference | None:
    now = None if coverage.contact.name is None else coverage.contact.name.printed
    if printed is None or fold(printed) == fold(now or ""):
        return None
    return Difference("name", (printed,), _text(now))


def _institution_difference(coverage: Coverage, printed: str | None) -> Difference | None:
    """Another name of the same institution is no difference."""
    now = coverage.institution
    if printed is None or (now is not None and fold(printed) in {name.key for name in now.names}):
        return None
    return Difference("institution", (printed,), _text(None if now is None else now.name))


def _coordinate_difference(
    field: str, printed: CoverageSnapshot, now: CoverageSnapshot, kind: CoordinateKind
) -> Difference | None:
    """Another order is no difference, and another case of an address none either."""
    was, is_now = printed.printed_values(kind), now.printed_values(kind)
    if not was or {text.casefold() for text in was} == {text.casefold() for text in is_now}:
        return None
    return Difference(field, tuple(was), tuple(is_now))


def _text(text: str | None) -> tuple[str, ...]:
    return () if text is None else (text,)


def _snapshot(
    coverage: Coverage,
    emails: Iterable[ContactEmail],
    phones: Iterable[ContactPhone],
    *,
    on: dt.date,
    language: str | None = None,
) -> CoverageSnapshot:
    """What would be printed; it belongs to no coverage yet, so that asking writes nothing."""
    contact, institution = coverage.contact, coverage.institution
    return CoverageSnapshot(
        name=None if contact.name is None else contact.name.printed,
        institution=None if institution is None else institution.name_on(on, language),
        coordinates=[
            *printed_coordinates(CoordinateKind.EMAIL, (email.value for email in emails)),
            *printed_coordinates(CoordinateKind.PHONE, (phone.value for phone in phones)),
        ],
    )


def _places(session: Session, covering: Iterable[Coverage], day: dt.date) -> Places:
    """Return what the institutions of these coverages, and of their contacts' jobs, are on that day."""
    named = {one.institution_id for one in covering if one.institution_id is not None}
    places = Places.of(session, named, day)
    works = {job.institution_id for one in covering for job in one.contact.affiliations}
    places.look_above(session, named | works | {number for many in places.successors.values() for number in many})
    return places


def printed_coordinates(kind: CoordinateKind, values: Iterable[Any]) -> list[PrintedCoordinate]:
    """Return `values` (addresses or numbers) as a snapshot keeps them, in order."""
    return [PrintedCoordinate(kind=kind, position=place, value=str(value)) for place, value in enumerate(values)]


def _is_current(coordinate: ContactEmail | ContactPhone, coverage: Coverage, on: dt.date) -> bool:
    if coordinate.value is None or not coordinate.is_public:
        return False
    job = coordinate.affiliation
    if job is None:
        return True
    elsewhere = coverage.institution_id not in {None, job.institution_id} and _is_reached_there(coverage)
    return (
        not elsewhere and (job.starts_on is None or job.starts_on <= on) and (job.ends_on is None or on <= job.ends_on)
    )


def _is_reached_there(coverage: Coverage) -> bool:
    """Whether the contact has, or had, an address or a number of a job at the institution of the coverage."""
    jobs = [email.affiliation for email in coverage.contact.emails]
    jobs += [phone.affiliation for phone in coverage.contact.phones]
    return any(job is not None and job.institution_id == coverage.institution_id for job in jobs)


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()


def _distinct(coordinates: Iterable[C]) -> list[C]:
    """Leave out a coordinate that is there a second time, for another job."""
    first: dict[object, C] = {}
    for coordinate in coordinates:
        first.setdefault(coordinate.value, coordinate)
    return list(first.values())


def _id(record: Any) -> Any:
    return record if record is None or isinstance(record, int) else record.id


def _lock(session: Session, communique: Communique) -> None:
    """Let one at a time assign contacts to a communiqué, so that nobody is assigned twice; SQLite's writers queue."""
    session.execute(select(Communique.id).where(Communique.id == communique.id).with_for_update())


def _last(session: Session, communique: Communique) -> int:
    highest = session.scalar(select(func.max(Coverage.position)).where(Coverage.communique_id == communique.id))
    return 0 if highest is None else highest + 1


@cache
def _contact_and_more() -> tuple[Any, ...]:
    """Return what comes with a coverage, in a way that whoever refines the statement can say again with more."""
    contact = selectinload(Coverage.contact)
    return (
        contact.selectinload(PressContact.emails).joinedload(ContactEmail.affiliation),
        contact.selectinload(PressContact.phones).joinedload(ContactPhone.affiliation),
        selectinload(Coverage.institution).selectinload(Institution.names),
        selectinload(Coverage.standing_in_for).options(raiseload(PressContact.emails), raiseload(PressContact.phones)),
        joinedload(Coverage.printed),
    )


@cache
def _communique_and_document() -> tuple[Any, ...]:
    """Return what comes with the coverages of a contact: a join would carry every body and text through the sort."""
    return (selectinload(Coverage.communique).selectinload(Communique.document),)


def _narrowed(
    role: CoverageRole | str | None, on_behalf_of: Institution | None, on: dt.date | None
) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if role is not None:
        conditions.append(Coverage.role == chosen(CoverageRole)(role))
    if on_behalf_of is not None:
        conditions.append(Coverage.institution_id == on_behalf_of.id)
    if on is not None:
        conditions.append(or_(Coverage.starts_on.is_(None), Coverage.starts_on <= on))
        conditions.append(or_(Coverage.ends_on.is_(None), Coverage.ends_on >= on))
    return conditions
