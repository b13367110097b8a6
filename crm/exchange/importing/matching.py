"""Which of a contact's jobs, addresses and numbers a row speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crm.exchange.importing.asked import Said
    from crm.exchange.importing.held import HeldCoordinate, HeldJob, Place
    from crm.exchange.records import RecordAffiliation

__all__ = ["OF_JOB", "same_coordinates", "same_jobs"]

OF_JOB: Final = ("role", "department", "starts_on", "ends_on")
"""What is said of a job besides where it is."""


def same_jobs(held: list[HeldJob], stated: Iterable[tuple[Place, RecordAffiliation] | None]) -> list[HeldJob | None]:
    """Return for each stated affiliation the held one that it is.

    One that is the same in all it says comes before one in the same role, and that before any at the place.
    """
    said = list(stated)
    found: list[HeldJob | None] = [None] * len(said)
    for same in (_is_equal, _is_same_role, None):
        for number, one in enumerate(said):
            if one is not None and found[number] is None:
                free = [job for job in held if job.place is one[0] and job not in found and _agrees(job, one[1])]
                like = [job for job in free if same(job, one[1])] if same is not None else sorted(free, key=_is_ended)
                found[number] = next(iter(like), None)
    return found


def _is_equal(job: HeldJob, said: RecordAffiliation) -> bool:
    return all(getattr(job, name) == getattr(said, name) for name in OF_JOB)


def _is_same_role(job: HeldJob, said: RecordAffiliation) -> bool:
    return fold(job.role or "") == fold(said.role or "")


def _is_ended(job: HeldJob) -> bool:
    return job.ends_on is not None


def _agrees(job: HeldJob, said: RecordAffiliation) -> bool:
    """Whether the two may have begun on the same day."""
    return job.starts_on is None or said.starts_on is None or job.starts_on == said.starts_on


def same_coordinates(
    held: list[HeldCoordinate], stated: list[Said], jobs: list[HeldJob | None]
) -> list[HeldCoordinate | None]:
    """Return for each stated coordinate the held one: of the same job, else one of no job or for no job.

    One that is held twice is found twice, in order: each has a label of its own.
    """
    found: list[HeldCoordinate | None] = []
    for said, job in zip(stated, jobs, strict=True):
        alike = [own for own in held if own.identity == said.identity and own.job is job]
        free = [own for own in alike if own not in found] if len(alike) > 1 else alike
        found.append(next(iter(free or alike), None))
    for number, (said, job) in enumerate(zip(stated, jobs, strict=True)):
        if found[number] is None:
            same = [own for own in held if own.identity == said.identity]
            free = same if job is None else [own for own in same if own.job is None and own not in found]
            found[number] = next(iter(free), None)
    return found
