"""Who covers a communiqué as it was printed: the snapshots, grouped as the answers of a day are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from crm import coverage
from crm.answers.grouping import in_issuer_order
from crm.base import utc_now
from crm.models import Issuer
from crm.places import Places

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session

    from crm.models import Communique, Coverage, Institution

__all__ = ["PrintedGroup", "as_printed"]


@dataclass(frozen=True, slots=True)
class PrintedGroup:
    """What was printed for one institution; without one, for none in particular."""

    institution: Institution | None
    name: str | None
    """What the communiqué called it: in its heading, or beside its contacts."""
    coverages: tuple[Coverage, ...]
    """Those that were printed, in printed order; what was printed is in `printed`."""


def as_printed(session: Session, communique: Communique) -> tuple[PrintedGroup, ...]:
    """Return what `communique` printed of its contacts, grouped by institution in issuer order.

    Who was assigned after it was printed is not in it; an issuer for which nobody was printed has an empty group.
    """
    session.flush()
    issuers = session.scalars(
        select(Issuer)
        .where(Issuer.communique_id == communique.id)
        .options(joinedload(Issuer.institution, innerjoin=True))
        .order_by(Issuer.position, Issuer.id)
    ).all()
    printed = [one for one in session.scalars(coverage.of(communique)) if one.printed is not None]
    groups: dict[int | None, list[Coverage]] = {}
    for one in printed:
        groups.setdefault(one.institution_id, []).append(one)
    places = Places(_day(printed), {})
    places.look_above(session, (place for place in groups if place is not None))
    by_key = {issuer.institution_id: issuer for issuer in issuers}
    order = in_issuer_order(list(groups), list(by_key), places)
    return tuple(_group(by_key.get(place) if place is not None else None, groups.get(place, [])) for place in order)


def _day(printed: list[Coverage]) -> dt.date:
    """Return the day on which it was first printed."""
    return min((one.printed.frozen_at for one in printed if one.printed), default=utc_now()).date()


def _group(issuer: Issuer | None, covering: list[Coverage]) -> PrintedGroup:
    institution = issuer.institution if issuer else covering[0].institution
    called = [one.printed.institution for one in covering if one.printed and one.printed.institution]
    name = issuer.printed_name if issuer else None
    if name is None:
        name = called[0] if called else institution.name if institution else None
    return PrintedGroup(institution, name, tuple(covering))
