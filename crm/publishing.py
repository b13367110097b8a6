"""The steps of a communiqué: under embargo, published, corrected, withdrawn; who took them, and when.

An embargo lifts at an instant. It is said on a clock in a zone, and a clock that is put forward or back has hours that
do not exist and hours that come twice: those are refused, because nobody can tell what was meant.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from crm import coverage
from crm.base import utc_now
from crm.clocks import instant_of, shown_in, zone_of
from crm.errors import EmbargoIncomplete, NotPublishable
from crm.models import Communique, CommuniqueStatus, DateKind, DatePrecision, StatusStep

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from crm.models import CoverageSnapshot

__all__ = [
    "Lifted",
    "correct",
    "due",
    "instant_of",
    "lift",
    "lifting",
    "publish",
    "put_under_embargo",
    "release",
    "steps_of",
    "under_embargo",
    "withdraw",
]

_STEPS: Final[dict[CommuniqueStatus, frozenset[CommuniqueStatus]]] = {
    CommuniqueStatus.DRAFT: frozenset(
        {CommuniqueStatus.EMBARGOED, CommuniqueStatus.PUBLISHED, CommuniqueStatus.WITHDRAWN}
    ),
    CommuniqueStatus.EMBARGOED: frozenset(
        {CommuniqueStatus.DRAFT, CommuniqueStatus.EMBARGOED, CommuniqueStatus.PUBLISHED, CommuniqueStatus.WITHDRAWN}
    ),
    CommuniqueStatus.PUBLISHED: frozenset(
        {CommuniqueStatus.PUBLISHED, CommuniqueStatus.CORRECTED, CommuniqueStatus.WITHDRAWN}
    ),
    CommuniqueStatus.CORRECTED: frozenset({CommuniqueStatus.CORRECTED, CommuniqueStatus.WITHDRAWN}),
    CommuniqueStatus.WITHDRAWN: frozenset(),
}
"""What may come after what: nothing that was out becomes a draft again, and what was withdrawn stays so."""


# --- nouns ------------------------------------------------------------------------------------------------------------


def steps_of(communique: Communique | int) -> Select[StatusStep]:
    """Return the steps that `communique` has taken, oldest first."""
    number = communique if isinstance(communique, int) else communique.id
    return select(StatusStep).where(StatusStep.communique_id == number).order_by(StatusStep.stepped_at, StatusStep.id)


def lifting(start: dt.datetime, end: dt.datetime) -> Select[Communique]:
    """Return the communiqués whose embargo lifts from `start` until before `end`, the first to lift first."""
    return under_embargo().where(Communique.embargo_at >= start, Communique.embargo_at < end)


def due(at: dt.datetime) -> Select[Communique]:
    """Return the communiqués that are under embargo still, though it lifts at that instant or has lifted before."""
    return under_embargo().where(Communique.embargo_at <= at)


def under_embargo() -> Select[Communique]:
    """Return the communiqués that are under embargo, the first to lift first."""
    return (
        select(Communique)
        .where(Communique.status == CommuniqueStatus.EMBARGOED)
        .options(selectinload(Communique.document))
        .order_by(Communique.embargo_at, Communique.id)
    )


# --- verbs ------------------------------------------------------------------------------------------------------------


def put_under_embargo(
    session: Session,
    communique: Communique,
    until: dt.datetime,
    zone: str,
    *,
    at: dt.datetime | None = None,
    by: str | None = None,
) -> StatusStep:
    """Put `communique` under embargo until an instant, or until the clocks of `zone` show a time without one.

    Raises:
        NotPublishable: it is out already, or was withdrawn; or the embargo would lift before `at`, now by default.
        EmbargoIncomplete: the zone or the time does not exist, or the time comes twice.
    """
    lifts = instant_of(until, zone) if until.tzinfo is None else until.astimezone(dt.UTC)
    zone_of(zone)
    moment = at or utc_now()
    if lifts <= moment:
        raise NotPublishable(f"an embargo until {shown_in(lifts, zone)} has lifted already", code="embargo.past")
    _refuse_nonsense(communique, CommuniqueStatus.EMBARGOED)
    communique.embargo_at, communique.embargo_zone = lifts, zone
    return _stepped(session, communique, CommuniqueStatus.EMBARGOED, moment, by, None)


def release(
    session: Session, communique: Communique, *, at: dt.datetime | None = None, by: str | None = None
) -> StatusStep:
    """Make an embargoed communiqué a draft again, without an embargo.

    Raises:
        NotPublishable: it is not under embargo.
    """
    if communique.status != CommuniqueStatus.EMBARGOED:
        raise NotPublishable(f"a {communique.status} communiqué is not under embargo", code="communique.wrong_step")
    step = _stepped(session, communique, CommuniqueStatus.DRAFT, at or utc_now(), by, None)
    communique.embargo_at = communique.embargo_zone = communique.embargo_text = None
    session.flush()
    return step


def publish(
    session: Session, communique: Communique, on: dt.date | dt.datetime, *, by: str | None = None
) -> list[CoverageSnapshot]:
    """Publish `communique` at an instant, or on a day, and freeze what it prints; return the new snapshots.

    Publishing again adds the snapshots of contacts assigned since, and changes none. The day of an instant is that of
    the embargo's zone, or of the instant's own where there is none.

    Raises:
        NotPublishable: it was corrected or withdrawn; or its embargo has not lifted by then, or by the end of that day.
        EmbargoIncomplete: an instant without a zone.
    """
    _refuse_nonsense(communique, CommuniqueStatus.PUBLISHED)
    day = _refuse_embargo(communique, on)
    moment = on.astimezone(dt.UTC) if isinstance(on, dt.datetime) else utc_now()
    return _published(session, communique, day, moment, by)


class Lifted(NamedTuple):
    """A communiqué whose embargo has lifted, and what was frozen of it: nothing where all had been printed before."""

    communique: Communique
    printed: list[CoverageSnapshot]


def lift(session: Session, *, at: dt.datetime | None = None, by: str | None = None) -> list[Lifted]:
    """Publish all whose embargo has lifted by an instant, now by default, the first to lift first; return them.

    What is frozen is what holds on the day on which the embargo lifted, where it was said, however late it is asked.
    Asked again, nothing more is done; of several who ask at once, on PostgreSQL, each publishes what no other does.

    Raises:
        EmbargoIncomplete: an instant without a zone.
    """
    moment = at or utc_now()
    if moment.tzinfo is None:
        raise EmbargoIncomplete(f"{moment:%Y-%m-%d %H:%M} is no instant: it has no zone", code="embargo.no_zone")
    session.flush()
    found = session.scalars(due(moment).with_for_update(skip_locked=True).execution_options(populate_existing=True))
    return [Lifted(one, _published(session, one, _lifts_on(one), moment, by)) for one in found.all()]


def _lifts_on(communique: Communique) -> dt.date:
    lifts, zone = communique.embargo_at, communique.embargo_zone
    assert lifts is not None and zone is not None  # noqa: PT018, S101 - the table has no embargo without them
    return lifts.astimezone(zone_of(zone)).date()


def _published(
    session: Session, communique: Communique, day: dt.date, moment: dt.datetime, by: str | None
) -> list[CoverageSnapshot]:
    if communique.status != CommuniqueStatus.PUBLISHED:
        _stepped(session, communique, CommuniqueStatus.PUBLISHED, moment, by, None)
    if communique.dated_on is None:
        communique.dated_on, communique.date_precision = day, DatePrecision.DAY
        communique.date_kind = DateKind.PUBLISHED
    return coverage.freeze(session, communique, day)


def correct(
    session: Session,
    communique: Communique,
    note: str,
    *,
    on: dt.date,
    at: dt.datetime | None = None,
    by: str | None = None,
) -> list[CoverageSnapshot]:
    """Record that what was published was corrected on that day, and what; return the snapshots of contacts added since.

    Raises:
        NotPublishable: it is not out, or was withdrawn.
    """
    _refuse_nonsense(communique, CommuniqueStatus.CORRECTED)
    _stepped(session, communique, CommuniqueStatus.CORRECTED, at or utc_now(), by, note)
    communique.updated_on = on
    return coverage.freeze(session, communique, on)


def withdraw(
    session: Session, communique: Communique, note: str, *, at: dt.datetime | None = None, by: str | None = None
) -> StatusStep:
    """Withdraw `communique`, for good, and say why; what was printed is kept.

    Raises:
        NotPublishable: it was withdrawn before.
    """
    _refuse_nonsense(communique, CommuniqueStatus.WITHDRAWN)
    return _stepped(session, communique, CommuniqueStatus.WITHDRAWN, at or utc_now(), by, note)


def _refuse_nonsense(communique: Communique, after: CommuniqueStatus) -> None:
    before = CommuniqueStatus(communique.status or CommuniqueStatus.DRAFT)
    if before == CommuniqueStatus.WITHDRAWN:
        raise NotPublishable("the communiqué was withdrawn", code="communique.withdrawn")
    if after not in _STEPS[before]:
        raise NotPublishable(
            f"a {before} communiqué cannot become {after}",
            code="communique.wrong_step",
            hint=f"it can become {_listed(_STEPS[before])}",
        )


def _listed(steps: Sequence[Any] | frozenset[CommuniqueStatus]) -> str:
    return ", ".join(sorted(steps))


def _refuse_embargo(communique: Communique, on: dt.date | dt.datetime) -> dt.date:
    """Refuse what is under embargo still; return the day."""
    zone = zone_of(communique.embargo_zone) if communique.embargo_zone else None
    if isinstance(on, dt.datetime):
        if on.tzinfo is None:
            raise EmbargoIncomplete(f"{on:%Y-%m-%d %H:%M} is no instant: it has no zone", code="embargo.no_zone")
        is_early = communique.embargo_at is not None and on < communique.embargo_at
        day = (on if zone is None else on.astimezone(zone)).date()
    else:
        is_early = communique.embargo_at is not None and on < communique.embargo_at.astimezone(zone).date()
        day = on
    if is_early and communique.embargo_at is not None and communique.embargo_zone is not None:
        until = shown_in(communique.embargo_at, communique.embargo_zone)
        raise NotPublishable(f"the communiqué is under embargo until {until}", code="communique.embargoed")
    return day


def _stepped(
    session: Session,
    communique: Communique,
    after: CommuniqueStatus,
    at: dt.datetime,
    by: str | None,
    note: str | None,
) -> StatusStep:
    session.flush()
    step = StatusStep(
        communique_id=communique.id,
        status_before=communique.status,
        status_after=after,
        stepped_at=at,
        stepped_by=by,
        note=note,
    )
    communique.status = after
    session.add(step)
    session.flush()
    return step
