"""Who answers for which communiqué, as statements: refine, page or stream them, in a `Session` or an `AsyncSession`.

A record is given as it is, by its number, or by an expression of that: with ``bindparam("communique")`` a statement is
made once and asked as often as one likes, with ``{"communique": 7}``.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, raiseload, selectinload

from crm.columns import chosen
from crm.models import Communique, ContactEmail, ContactPhone, Coverage, CoverageRole, Institution, PressContact
from crm.models.communiques import newest_first, with_document

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Select

    from crm.expressions import DayLike, NumberLike

__all__ = ["communiques_of", "contacts_of", "listed", "number_of", "of", "of_contact"]


def listed(
    *,
    role: CoverageRole | str | None = None,
    on_behalf_of: Institution | None = None,
    on: DayLike | None = None,
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
    communique: Communique | NumberLike,
    *,
    role: CoverageRole | str | None = None,
    on_behalf_of: Institution | None = None,
    on: DayLike | None = None,
) -> Select[Coverage]:
    """Return the coverages of `communique` in printed order, each with contact, institution and snapshot.

    `role`, `on_behalf_of` and `on` (a day within the coverage's period) narrow the answer.
    """
    return (
        select(Coverage)
        .where(Coverage.communique_id == number_of(communique), *_narrowed(role, on_behalf_of, on))
        .options(*_contact_and_more())
        .order_by(Coverage.position, Coverage.id)
    )


def of_contact(
    contact: PressContact | NumberLike,
    *,
    role: CoverageRole | str | None = None,
    on_behalf_of: Institution | None = None,
    on: DayLike | None = None,
) -> Select[Coverage]:
    """Return the coverages of `contact`, newest communiqué first, each with communiqué, institution and snapshot."""
    return (
        select(Coverage)
        .join(Coverage.communique)
        .where(Coverage.contact_id == number_of(contact), *_narrowed(role, on_behalf_of, on))
        .options(*_contact_and_more(), *_communique_and_document())
        .order_by(*newest_first(), Coverage.id)
    )


def contacts_of(
    communique: Communique | NumberLike,
    *,
    role: CoverageRole | str | None = None,
    on_behalf_of: Institution | None = None,
    on: DayLike | None = None,
) -> Select[PressContact]:
    """Return the contacts who cover `communique`, in printed order, once for each coverage.

    The statement joins `Coverage`, so that it can be refined by it: ``.where(Coverage.ends_on.is_(None))``.
    """
    return (
        select(PressContact)
        .join(Coverage, Coverage.contact_id == PressContact.id)
        .where(Coverage.communique_id == number_of(communique), *_narrowed(role, on_behalf_of, on))
        .order_by(Coverage.position, Coverage.id)
    )


def communiques_of(
    contact: PressContact | NumberLike,
    *,
    role: CoverageRole | str | None = None,
    on_behalf_of: Institution | None = None,
    on: DayLike | None = None,
) -> Select[Communique]:
    """Return the communiqués that `contact` covers, newest first, undated ones last, each once."""
    covered = select(Coverage.communique_id).where(
        Coverage.contact_id == number_of(contact), *_narrowed(role, on_behalf_of, on)
    )
    return select(Communique).where(Communique.id.in_(covered)).options(with_document()).order_by(*newest_first())


def number_of(record: Any) -> Any:
    """Return the key of a record; a key, or an expression of one, as it is."""
    return record.id if isinstance(record, (Communique, PressContact, Institution)) else record


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
    role: CoverageRole | str | None, on_behalf_of: Institution | None, on: DayLike | None
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
