"""The addresses and numbers that are given out for a coverage on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from crm.clocks import today
from crm.models import ContactEmail, ContactPhone

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from crm.models import Coverage

C = TypeVar("C", ContactEmail, ContactPhone)

__all__ = ["distinct", "emails_of", "phones_of"]


def emails_of(coverage: Coverage, on: dt.date | None = None) -> list[ContactEmail]:
    """Return the public addresses for `coverage` on that day, today by default, but for those of an ended job.

    Those of a job elsewhere are for who has none of the institution's own: an agency, a press office that is a part.
    """
    day = on or today()
    return distinct(email for email in coverage.contact.emails if _is_current(email, coverage, day))


def phones_of(coverage: Coverage, on: dt.date | None = None) -> list[ContactPhone]:
    """Return the public numbers for `coverage` on that day, today by default, but for those of an ended job.

    Those of a job elsewhere are for who has none of the institution's own: an agency, a press office that is a part.
    """
    day = on or today()
    return distinct(phone for phone in coverage.contact.phones if _is_current(phone, coverage, day))


def _is_current(coordinate: ContactEmail | ContactPhone, coverage: Coverage, on: dt.date) -> bool:
    if coordinate.value is None or not coordinate.is_public:
        return False
    job = coordinate.affiliation
    if job is None:
        return True
    elsewhere = coverage.institution_id not in {None, job.institution_id} and _is_reached_there(coverage)
    return (
        not elsewhere and (job.starts_on is None or job.starts_on <= on) and (job.ends_on is None or on <= job.ends_on)
    )


def _is_reached_there(coverage: Coverage) -> bool:
    """Whether the contact has, or had, an address or a number of a job at the institution of the coverage."""
    jobs = [email.affiliation for email in coverage.contact.emails]
    jobs += [phone.affiliation for phone in coverage.contact.phones]
    return any(job is not None and job.institution_id == coverage.institution_id for job in jobs)


def distinct(coordinates: Iterable[C]) -> list[C]:
    """Leave out a coordinate that is there a second time, for another job."""
    first: dict[object, C] = {}
    for coordinate in coordinates:
        first.setdefault(coordinate.value, coordinate)
    return list(first.values())
