"""What is missing or no longer holds: communiqués that nobody answers for, issuers without a contact, stale numbers.

All are statements, as of a day; refine, count, page or stream them. With an expression of the day, as
``bindparam("on", type_=Date)``, a statement is made once and asked of any day: making one takes milliseconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, and_, exists, func, literal, or_, select, type_coerce
from sqlalchemy.orm import aliased

from crm.models import (
    Affiliation,
    Communique,
    CommuniqueStatus,
    ContactEmail,
    ContactKind,
    ContactPhone,
    CoordinateKind,
    Coverage,
    CoverageSnapshot,
    Institution,
    Issuer,
    IssuerRole,
    PressContact,
    PrintedCoordinate,
)
from crm.models.communiques import newest_first, with_document
from crm.presence import answered, given_out, has_left, within

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy import ColumnElement, Select

    from crm.expressions import DayLike

__all__ = [
    "issuers_without_contact",
    "only_desks",
    "stale_coordinates",
    "translations_that_differ",
    "unanswered",
    "unreachable",
    "with_leavers",
    "without_contacts",
    "workload",
]


def without_contacts(on: DayLike) -> Select[Communique]:
    """Return the communiqués that nobody is assigned to on that day, newest first; withdrawn ones are left out."""
    return _communiques().where(~_one_by_one(_covered(on)).exists())


def unanswered(on: DayLike) -> Select[Communique]:
    """Return the communiqués that nobody answers for on that day, newest first; withdrawn ones are left out.

    They are those for which `crm.answers.who` finds no answer: nobody is assigned, or all who are have left or are
    away, and nobody who stands in is there, nor a usual contact of the institution.
    """
    return _communiques().where(~_one_by_one(_covered(on).where(answered(on))).correlate(Communique).exists())


def unreachable(on: DayLike) -> Select[Communique]:
    """Return the communiqués that somebody is assigned to, and none of them can be reached, newest first.

    To be reached is to have a public address or number that was read and is given out for the institution: not of a job
    that does not hold on that day, nor of one elsewhere.
    """
    reachable = _covered(on).where(or_(given_out(ContactEmail, on), given_out(ContactPhone, on)))
    return _communiques().where(_covered(on).exists(), ~reachable.exists())


def only_desks(on: DayLike) -> Select[Communique]:
    """Return the communiqués for which only desks answer on that day, newest first."""
    person = _covered(on).join(PressContact, PressContact.id == Coverage.contact_id)
    return _communiques().where(_covered(on).exists(), ~person.where(PressContact.kind == ContactKind.PERSON).exists())


def with_leavers(on: DayLike) -> Select[Communique, PressContact]:
    """Return the communiqués with each contact who is assigned to them still, and has left, newest first.

    Somebody has left an institution when a job of theirs ended there, at a part of it or at what became it, and they
    have none there on that day; where they never had one there, when they have none any more at what it is a part of,
    and else, or where a coverage names no institution, when they have no job at all any more.
    """
    return (
        _communiques(Communique, PressContact)
        .join(Coverage, Coverage.communique_id == Communique.id)
        .join(PressContact, PressContact.id == Coverage.contact_id)
        .where(*_open(Coverage, on), has_left(on))
        .order_by(Coverage.position, Coverage.id)
    )


def issuers_without_contact(on: DayLike) -> Select[Communique, Institution]:
    """Return the communiqués with each issuer on whose behalf nobody answers on that day, newest first.

    Who answers for a part of the issuer, or for what it became, answers for it. Of a communiqué whose contacts are on
    behalf of nobody in particular, no issuer is without. A partner needs no contact.
    """
    theirs = _covered(on).where(
        or_(Coverage.institution_id.is_(None), within(Coverage.institution_id, Issuer.institution_id, on)), answered(on)
    )
    return (
        _communiques(Communique, Institution)
        .join(Issuer, Issuer.communique_id == Communique.id)
        .join(Institution, Institution.id == Issuer.institution_id)
        .where(Issuer.role == IssuerRole.ISSUER, ~theirs.correlate(Communique, Issuer).exists())
        .order_by(Issuer.position)
    )


def translations_that_differ(on: DayLike) -> Select[Communique]:
    """Return the communiqués of which another language version has other contacts on that day, newest first."""
    other, theirs = aliased(Communique), aliased(Coverage)
    same = select(theirs.id).where(
        theirs.communique_id == other.id,
        theirs.contact_id == Coverage.contact_id,
        theirs.role == Coverage.role,
        *_open(theirs, on),
    )
    missing = _covered(on).where(~same.correlate(other, Coverage).exists())
    mine, their = aliased(Coverage), aliased(Coverage)
    held = select(mine.id).where(
        mine.communique_id == Communique.id,
        mine.contact_id == their.contact_id,
        mine.role == their.role,
        *_open(mine, on),
    )
    added = select(their.id).where(
        their.communique_id == other.id, *_open(their, on), ~held.correlate(Communique, their).exists()
    )
    pair = and_(
        other.translation_group == Communique.translation_group,
        other.id != Communique.id,
        or_(missing.correlate(Communique, other).exists(), added.correlate(Communique, other).exists()),
    )
    return _communiques().where(Communique.translation_group.is_not(None), exists().where(pair))


def stale_coordinates(on: DayLike) -> Select[PressContact, CoordinateKind, str, int, dt.date | None]:
    """Return what was printed and no longer holds on that day: contact, kind, value, on how many communiqués, the last.

    An address or a number holds while the contact has it, public, and not of an affiliation that has ended. What is on
    communiqués of later days only had not been printed yet.
    """
    times, last = func.count(Communique.id.distinct()), func.max(Communique.dated_on)
    phone = and_(ContactPhone.contact_id == PressContact.id, _number() == PrintedCoordinate.value)
    as_printed = PrintedCoordinate.value, func.lower(PrintedCoordinate.value)
    address = or_(ContactEmail.address == as_printed[0], ContactEmail.address_key == as_printed[1])
    email = and_(ContactEmail.contact_id == PressContact.id, address)
    kind = PrintedCoordinate.kind
    _, lasting = _open(Affiliation, on)
    holds = or_(
        and_(kind == CoordinateKind.EMAIL, _held(ContactEmail, email, lasting)),
        and_(kind == CoordinateKind.PHONE, _held(ContactPhone, phone, lasting)),
    )
    return (
        select(PressContact, PrintedCoordinate.kind, PrintedCoordinate.value, times, last)
        .select_from(PrintedCoordinate)
        .join(CoverageSnapshot, CoverageSnapshot.coverage_id == PrintedCoordinate.coverage_id)
        .join(Coverage, Coverage.id == CoverageSnapshot.coverage_id)
        .join(Communique, Communique.id == Coverage.communique_id)
        .join(PressContact, PressContact.id == Coverage.contact_id)
        .where(~holds, or_(Communique.dated_on.is_(None), Communique.dated_on <= on))
        .group_by(PressContact.id, PrintedCoordinate.kind, PrintedCoordinate.value)
        .order_by(times.desc(), PressContact.id, PrintedCoordinate.kind, PrintedCoordinate.value)
    )


def workload(starts_on: DayLike, ends_on: DayLike) -> Select[PressContact, int, int]:
    """Return how much each contact answers for in that period, the busiest first: communiqués, and institutions.

    Counted are the communiqués of these days, for whoever answered for them on their day; one that a contact answers
    for twice is one.
    """
    begun = or_(Coverage.starts_on.is_(None), Coverage.starts_on <= Communique.dated_on)
    lasting = or_(Coverage.ends_on.is_(None), Coverage.ends_on >= Communique.dated_on)
    number, institutions = func.count(Communique.id.distinct()), func.count(Coverage.institution_id.distinct())
    return (
        select(PressContact, number, institutions)
        .join(Coverage, Coverage.contact_id == PressContact.id)
        .join(Communique, Communique.id == Coverage.communique_id)
        .where(Communique.dated_on.between(starts_on, ends_on), begun, lasting)
        .group_by(PressContact.id)
        .order_by(number.desc(), PressContact.id)
    )


def _communiques(*entities: Any) -> Select[Any]:
    return (
        select(*(entities or (Communique,)))
        .where(Communique.status != CommuniqueStatus.WITHDRAWN)
        .options(with_document())
        .order_by(*newest_first())
    )


def _covered(on: DayLike) -> Select[int]:
    return (
        select(Coverage.id).where(Coverage.communique_id == Communique.id, *_open(Coverage, on)).correlate(Communique)
    )


def _one_by_one(asked: Select[int]) -> Select[int]:
    """Keep PostgreSQL from answering for a page by first looking at all there is: an OFFSET stays where it stands."""
    return asked.offset(0)


def _held(model: Any, same: ColumnElement[bool], holding: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether there is such an address or number that may be given out, not of a job that is not `holding`."""
    ended = select(Affiliation.id).where(Affiliation.id == model.affiliation_id, ~holding)
    return exists().where(same, model.error_code.is_(None), model.is_public, ~ended.correlate(model).exists())


def _number() -> ColumnElement[str]:
    """A number as snapshots write it."""
    extension = literal(";ext=", Text) + type_coerce(ContactPhone.extension, Text)
    return type_coerce(ContactPhone.e164, Text) + func.coalesce(extension, "")


def _open(model: Any, on: DayLike) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    begun = or_(model.starts_on.is_(None), model.starts_on <= on)
    return begun, or_(model.ends_on.is_(None), model.ends_on >= on)
