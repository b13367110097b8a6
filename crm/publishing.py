"""The steps of a communiqué: under embargo, published, corrected, withdrawn; who took them, and when.

An embargo lifts at an instant. It is said on a clock in a zone, and a clock that is put forward or back has hours that
do not exist and hours that come twice: those are refused, because nobody can tell what was meant.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from crm import coverage
from crm.base import utc_now
from crm.errors import EmbargoIncomplete, NotPublishable
from crm.models import Communique, CommuniqueStatus, DateKind, DatePrecision, StatusStep

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from crm.models import CoverageSnapshot

__all__ = ["correct", "instant_of", "lifting", "publish", "put_under_embargo", "release", "steps_of", "withdraw"]

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
    return (
        select(Communique)
        .where(Communique.status == CommuniqueStatus.EMBARGOED)
        .where(Communique.embargo_at >= start, Communique.embargo_at < end)
        .options(selectinload(Communique.document))
        .order_by(Communique.embargo_at, Communique.id)
    )


def instant_of(local: dt.datetime, zone: str) -> dt.datetime:
    """Return the instant, in UTC, at which the clocks of an IANA `zone` show `local`.

    >>> instant_of(dt.datetime(2025, 1, 17, 20), "Europe/Paris").isoformat()
    '2025-01-17T19:00:00+00:00'

    Raises:
        EmbargoIncomplete: there is no such zone; `local` has a zone of its own; or the clocks never show it
            (``embargo.clock_skips``), or show it twice (``embargo.clock_repeats``), that day.
    """
    if local.tzinfo is not None:
        raise EmbargoIncomplete("a time on a clock has no zone of its own", code="embargo.two_zones")
    there = _zone(zone)
    first, second = (local.replace(tzinfo=there, fold=fold).astimezone(dt.UTC) for fold in (0, 1))
    if first.astimezone(there).replace(tzinfo=None) != local:
        raise EmbargoIncomplete(
            f"the clocks of {zone} skip {local:%Y-%m-%d %H:%M}", code="embargo.clock_skips", hint="choose another hour"
        )
    if first != second:
        raise EmbargoIncomplete(
            f"the clocks of {zone} show {local:%Y-%m-%d %H:%M} twice",
            code="embargo.clock_repeats",
            hint="choose another hour, or give the instant in UTC",
        )
    return first


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise EmbargoIncomplete(
            f"there is no time zone {name!r}", code="embargo.zone_unknown", hint="an IANA name, such as Europe/Paris"
        ) from None


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
    _zone(zone)
    moment = at or utc_now()
    if lifts <= moment:
        raise NotPublishable(f"an embargo until {_shown(lifts, zone)} has lifted already", code="embargo.past")
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
    zone = _zone(communique.embargo_zone) if communique.embargo_zone else None
    if isinstance(on, dt.datetime):
        if on.tzinfo is None:
            raise EmbargoIncomplete(f"{on:%Y-%m-%d %H:%M} is no instant: it has no zone", code="embargo.no_zone")
        is_early = communique.embargo_at is not None and on < communique.embargo_at
        day = (on if zone is None else on.astimezone(zone)).date()
    else:
        is_early = communique.embargo_at is not None and on < communique.embargo_at.astimezone(zone).date()
        day = on
    if is_early and communique.embargo_at is not None and communique.embargo_zone is not None:
        until = _shown(communique.embargo_at, communique.embargo_zone)
        raise NotPublishable(f"the communiqué is under embargo until {until}", code="communique.embargoed")
    return day


def _shown(moment: dt.datetime, zone: str) -> str:
    return f"{moment.astimezone(_zone(zone)):%Y-%m-%d %H:%M %Z}"


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
