"""What the report shows: who answered for how much and when, what is missing, how the work is shared."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import extract, func, or_, select
from sqlalchemy.orm import raiseload

from crm import communiques, contacts, gaps
from crm.models import Absence, Communique, CommuniqueStatus, Coverage, Institution, PressContact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

__all__ = ["Figures", "Gap", "Line", "Place", "Span", "figures_of"]

_MOST: Final = 24
"""Columns that a page shows side by side: months, else quarters, else years."""
_SHOWN: Final = 20
"""Of each kind of gap, the newest."""
_LINES: Final = 300
"""Contacts, the busiest; the others are counted."""


@dataclass(frozen=True, slots=True)
class Span:
    """A column: a month, a quarter or a year."""

    label: str
    starts_on: dt.date
    ends_on: dt.date


@dataclass(frozen=True, slots=True)
class Line:
    """One contact: the communiqués of each span, and the spans with days away."""

    label: str
    counts: tuple[int, ...]
    away: tuple[bool, ...]

    @property
    def total(self) -> int:
        """The communiqués of the whole period."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Place:
    """One institution, or none in particular: its communiqués of each span, and its contacts, the busiest first."""

    name: str | None
    counts: tuple[int, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """One kind of what is missing: how often, and the newest of it in words."""

    code: str
    title: str
    count: int
    shown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """All that a report says of a period."""

    starts_on: dt.date
    ends_on: dt.date
    communiques: int
    spans: tuple[Span, ...]
    places: tuple[Place, ...]
    workload: tuple[tuple[str, int, int], ...]
    """Contact, communiqués, institutions; the busiest first."""
    others: int
    """Contacts that are not shown, because there are too many."""
    gaps: tuple[Gap, ...]
    """As of the last day of the period."""


_GAPS: Final = {
    "unanswered": "Nobody answers",
    "unreachable": "Nobody can be reached",
    "only_desks": "Only a desk answers",
    "with_leavers": "Somebody who has left answers",
    "issuers_without_contact": "An issuer without a contact",
    "translations_that_differ": "Language versions with other contacts",
    "stale_coordinates": "Printed, and no longer valid",
}


def figures_of(session: Session, starts_on: dt.date, ends_on: dt.date) -> Figures:
    """Return the figures of a period, both days included; the gaps are those of its last day."""
    spans = tuple(_spans(starts_on, ends_on))
    dated = select(func.count()).where(*_dated(starts_on, ends_on)).select_from(Communique)
    work = session.execute(gaps.workload(starts_on, ends_on).limit(_LINES)).all()
    shown = {contact.id: contacts.label(contact).partition(" ")[2] for contact, _, _ in work}
    busy = select(func.count(Coverage.contact_id.distinct())).join(Communique, Communique.id == Coverage.communique_id)
    number = session.scalar(busy.where(Communique.dated_on.between(starts_on, ends_on))) or 0
    return Figures(
        starts_on,
        ends_on,
        session.scalar(dated) or 0,
        spans,
        tuple(_places(session, spans, shown)),
        tuple((shown[contact.id], times, places) for contact, times, places in work),
        max(0, number - len(work)),
        tuple(_gap(session, code, title, ends_on) for code, title in _GAPS.items()),
    )


def _dated(starts_on: dt.date, ends_on: dt.date) -> tuple[Any, Any]:
    return Communique.dated_on.between(starts_on, ends_on), Communique.status != CommuniqueStatus.WITHDRAWN


# --- columns ----------------------------------------------------------------------------------------------------------


def _spans(starts_on: dt.date, ends_on: dt.date) -> Iterable[Span]:
    """Yield the months of a period; quarters or years where there would be too many."""
    months = (ends_on.year - starts_on.year) * 12 + ends_on.month - starts_on.month + 1
    step = next((step for step in (1, 3, 12) if months <= _MOST * step), 12)
    month = starts_on.year * 12 + (starts_on.month - 1) // step * step
    while (first := dt.date(month // 12, month % 12 + 1, 1)) <= ends_on:
        month += step
        after = dt.date(month // 12, month % 12 + 1, 1)
        yield Span(_label(first, step), first, after - dt.timedelta(days=1))


def _label(first: dt.date, step: int) -> str:
    if step == 12:
        return f"{first.year}"
    return f"{first:%Y-%m}" if step == 1 else f"{first.year} Q{(first.month + 2) // 3}"


# --- who answered when ------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Counted:
    """The communiqués of one institution, by contact and column."""

    name: str | None
    all: dict[int, int] = field(default_factory=dict)
    by_contact: dict[int, dict[int, int]] = field(default_factory=dict)


def _places(session: Session, spans: Sequence[Span], shown: Mapping[int, str]) -> Iterable[Place]:
    """Yield the institutions, the busiest first, each with those of its contacts that are shown."""
    found: dict[int | None, _Counted] = {}
    column = {month: place for place, span in enumerate(spans) for month in _months(span)}
    named = _counts(spans, Coverage.institution_id, Institution.name)
    for institution, name, year, month, times in session.execute(named):
        _add(found.setdefault(institution, _Counted(name)).all, column[int(year), int(month)], times)
    manned = _counts(spans, Coverage.institution_id, Coverage.contact_id)
    for institution, contact, year, month, times in session.execute(manned):
        mine = found[institution].by_contact.setdefault(contact, {})
        _add(mine, column[int(year), int(month)], times)
    away = _away(session, spans, set(shown))
    for one in sorted(found.values(), key=lambda place: (-sum(place.all.values()), place.name or "")):
        lines = [
            Line(shown[contact], _row(counts, spans), tuple((contact, span) in away for span in range(len(spans))))
            for contact, counts in one.by_contact.items()
            if contact in shown
        ]
        yield Place(one.name, _row(one.all, spans), tuple(sorted(lines, key=lambda line: (-line.total, line.label))))


def _add(counts: dict[int, int], column: int, times: int) -> None:
    counts[column] = counts.get(column, 0) + times


def _counts(spans: Sequence[Span], *what: Any) -> Select[Any]:
    """Return on how many communiqués of each month, by these columns."""
    year, month = extract("year", Communique.dated_on), extract("month", Communique.dated_on)
    return (
        select(*what, year, month, func.count(Communique.id.distinct()))
        .select_from(Coverage)
        .join(Communique, Communique.id == Coverage.communique_id)
        .outerjoin(Institution, Institution.id == Coverage.institution_id)
        .where(*_dated(spans[0].starts_on, spans[-1].ends_on))
        .group_by(*what, year, month)
    )


def _months(span: Span) -> Iterable[tuple[int, int]]:
    first = span.starts_on.year * 12 + span.starts_on.month - 1
    last = span.ends_on.year * 12 + span.ends_on.month - 1
    return ((month // 12, month % 12 + 1) for month in range(first, last + 1))


def _row(counts: Mapping[int, int], spans: Sequence[Span]) -> tuple[int, ...]:
    return tuple(counts.get(place, 0) for place in range(len(spans)))


def _away(session: Session, spans: Sequence[Span], shown: set[int]) -> set[tuple[int, int]]:
    """Return which contact has days away in which column."""
    statement = (
        select(Absence.contact_id, Absence.starts_on, Absence.ends_on)
        .where(Absence.contact_id.in_(shown), Absence.starts_on <= spans[-1].ends_on)
        .where(or_(Absence.ends_on.is_(None), Absence.ends_on >= spans[0].starts_on))
    )
    return {
        (contact, place)
        for contact, first, last in session.execute(statement)
        for place, span in enumerate(spans)
        if first <= span.ends_on and (last is None or last >= span.starts_on)
    }


# --- what is missing --------------------------------------------------------------------------------------------------


def _gap(session: Session, code: str, title: str, on: dt.date) -> Gap:
    statement = getattr(gaps, code)(on)
    counted = select(func.count()).select_from(statement.order_by(None).options(raiseload("*")).subquery())
    rows = session.execute(statement.limit(_SHOWN)).all()
    return Gap(code, title, session.scalar(counted) or 0, tuple(_told(row) for row in rows))


def _told(row: Any) -> str:
    if isinstance(row[0], PressContact):
        return f"{row[2]}, of {contacts.label(row[0]).partition(' ')[2]}, on {row[3]}"
    label = communiques.label(row[0]).partition(" ")[2]
    if len(row) == 1:
        return label
    other = contacts.label(row[1]).partition(" ")[2] if isinstance(row[1], PressContact) else row[1].name
    return f"{label}: {other}"
