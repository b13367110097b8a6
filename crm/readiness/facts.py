"""What the rules look at: a communiqué and all that belongs to it, loaded at once, as of an instant."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from crm import coverage, gaps
from crm.answers import Answers, who
from crm.models import Boilerplate, Communique, Issuer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from crm.models import Coverage, Institution

__all__ = ["Facts"]


@dataclass(frozen=True, slots=True)
class Facts:
    """A communiqué as of an instant."""

    communique: Communique
    at: dt.datetime
    """The instant that is asked about, in UTC."""
    on: dt.date
    """The day on which it would go out: of the embargo's lift, or of the instant."""
    issuers: Sequence[Issuer]
    coverages: Sequence[Coverage]
    """Of that day."""
    answers: Answers
    """Of that day."""
    later: tuple[Answers, ...]
    """Of the days after it, one each."""
    boilerplates: Sequence[Boilerplate]
    uncovered: Sequence[Institution]
    """The issuers on whose behalf nobody answers on the day."""
    differs: bool
    """Whether another language version has other contacts."""

    @classmethod
    def of(cls, session: Session, communique: Communique, at: dt.datetime, days_after: int) -> Facts:
        """Return the facts of `communique`; of so many days after it goes out, too."""
        session.flush()
        day = _day(communique, at)
        issuers = session.scalars(
            select(Issuer)
            .where(Issuer.communique_id == communique.id)
            .options(selectinload(Issuer.institution))
            .order_by(Issuer.position, Issuer.id)
        ).all()
        theirs = Boilerplate.institution_id.in_([issuer.institution_id for issuer in issuers])
        differing = gaps.translations_that_differ(day).where(Communique.id == communique.id)
        uncovered = gaps.issuers_without_contact(day).where(Communique.id == communique.id)
        return cls(
            communique,
            at,
            day,
            issuers,
            session.scalars(coverage.of(communique, on=day)).all(),
            who(session, communique, on=day),
            tuple(who(session, communique, on=day + dt.timedelta(days=number + 1)) for number in range(days_after)),
            session.scalars(select(Boilerplate).where(theirs)).all(),
            [issuer for _, issuer in session.execute(uncovered)],
            session.scalars(differing.limit(1)).first() is not None,
        )


def _day(communique: Communique, at: dt.datetime) -> dt.date:
    """Return the day on which it would go out, where its embargo was said."""
    zone = ZoneInfo(communique.embargo_zone) if communique.embargo_zone else dt.UTC
    lifts = communique.embargo_at
    return (at if lifts is None or lifts < at else lifts).astimezone(zone).date()
