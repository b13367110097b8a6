"""Making a contact answer for a communiqué."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from crm.coverage.asking import number_of, of
from crm.models import Communique, Coverage, CoverageRole

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session

    from crm.models import Institution, PressContact

__all__ = ["assign"]


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
        Coverage.institution_id.is_not_distinct_from(number_of(on_behalf_of)),
        Coverage.standing_in_for_id.is_not_distinct_from(number_of(standing_in_for)),
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


def _lock(session: Session, communique: Communique) -> None:
    """Let one at a time assign contacts to a communiqué, so that nobody is assigned twice; SQLite's writers queue."""
    session.execute(select(Communique.id).where(Communique.id == communique.id).with_for_update())


def _last(session: Session, communique: Communique) -> int:
    highest = session.scalar(select(func.max(Coverage.position)).where(Coverage.communique_id == communique.id))
    return 0 if highest is None else highest + 1
