"""What a communiqué prints of who answers for it: frozen once, and compared with what is so now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import defaultload

from crm.clocks import today
from crm.coverage.asking import of
from crm.coverage.current import distinct, emails_of, phones_of
from crm.models import CoordinateKind, Coverage, CoverageSnapshot, PressContact, PrintedCoordinate
from crm.places import Places
from crm.values import fold

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from crm.models import Communique, ContactEmail, ContactPhone

__all__ = ["Difference", "differences", "freeze", "printed_coordinates"]


def freeze(session: Session, communique: Communique, on: dt.date | None = None) -> list[CoverageSnapshot]:
    """Freeze what is printed on that day, today by default, of each contact without a snapshot; return the new ones.

    Who does not answer for it on that day, any more or yet, is not printed. The addresses and numbers are those that
    are given out for the institution on that day, for a part of it, and for what it has become.
    """
    session.flush()
    day = on or today()
    snapshots = []
    jobs = defaultload(Coverage.contact).selectinload(PressContact.affiliations)
    new = [one for one in session.scalars(of(communique, on=day).options(jobs)).all() if one.printed is None]
    places = _places(session, new, day)
    for coverage in new:
        contact, place = coverage.contact, coverage.institution
        emails = distinct(email for email in contact.emails if places.gives(email, contact, place))
        phones = distinct(phone for phone in contact.phones if places.gives(phone, contact, place))
        snapshot = _snapshot(coverage, emails, phones, on=day, language=communique.language)
        snapshot.coverage = coverage
        snapshots.append(snapshot)
    session.add_all(snapshots)
    session.flush()
    return snapshots


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
        on=on or today(),
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
