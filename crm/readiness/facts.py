"""What the rules look at: a communiqué and all that belongs to it, loaded at once, as of an instant."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import joinedload

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
    around: tuple[Answers, ...]
    """Of the days before it that are still to come, of the day itself, and of the days after it."""
    boilerplates: Sequence[Boilerplate]
    uncovered: Sequence[Institution]
    """The issuers on whose behalf nobody is assigned on the day."""
    differs: bool
    """Whether another language version has other contacts."""

    @classmethod
    def of(
        cls, session: Session, communique: Communique, at: dt.datetime, *, days_before: int = 0, days_after: int = 0
    ) -> Facts:
        """Return the facts of `communique`; of so many days around the one on which it goes out, too."""
        session.flush()
        today, day = _days(communique, at)
        issuers = session.scalars(
            select(Issuer)
            .where(Issuer.communique_id == communique.id)
            .options(joinedload(Issuer.institution, innerjoin=True))
            .order_by(Issuer.position, Issuer.id)
        ).all()
        theirs = Boilerplate.institution_id.in_([issuer.institution_id for issuer in issuers])
        differing = gaps.translations_that_differ(day).where(Communique.id == communique.id)
        uncovered = gaps.issuers_without_contact(day).where(Communique.id == communique.id)
        answers = who(session, communique, on=day)
        numbers = range(-days_before, days_after + 1)
        around = [one for one in (day + dt.timedelta(days=number) for number in numbers) if today <= one]
        return cls(
            communique,
            at.astimezone(dt.UTC),
            day,
            issuers,
            session.scalars(coverage.of(communique, on=day)).all(),
            answers,
            tuple(answers if one == day else who(session, communique, on=one) for one in around),
            session.scalars(select(Boilerplate).where(theirs)).all(),
            [issuer for _, issuer in session.execute(uncovered)],
            session.scalars(differing.limit(1)).first() is not None,
        )


def _days(communique: Communique, at: dt.datetime) -> tuple[dt.date, dt.date]:
    """Return the day it is, and that on which it would go out, where its embargo was said or `at` was."""
    zone = ZoneInfo(communique.embargo_zone) if communique.embargo_zone else at.tzinfo
    lifts = communique.embargo_at
    return at.astimezone(zone).date(), (at if lifts is None or lifts < at else lifts).astimezone(zone).date()
