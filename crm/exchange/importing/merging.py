"""A row and the contact it is about, put together: what is stated and not held is added, what is blank erases nothing.

Addresses and numbers are united, what is held staying first. Where there can be one value only, the stated one counts,
unless it is one that the record had before: then it is a conflict, and left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crm.exchange.importing.asked import Refused, error_code_of, reversed_period
from crm.exchange.importing.held import HeldContact, HeldCoordinate, HeldJob
from crm.exchange.importing.matching import OF_JOB, same_coordinates, same_jobs
from crm.exchange.records import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.exchange.importing.asked import Asked, Said
    from crm.exchange.importing.former import Former
    from crm.exchange.importing.held import Image, Place
    from crm.exchange.records import RecordAffiliation

__all__ = ["Merge", "made_of"]


@dataclass(slots=True)
class Merge:
    """What a row changes, found out before any of it is done."""

    held: HeldContact
    one: Asked
    former: Former
    overwrite: bool = False
    changes: dict[Image, dict[str, Any]] = field(default_factory=dict)
    """The new values, by column."""
    jobs: list[HeldJob] = field(default_factory=list)
    coordinates: list[HeldCoordinate] = field(default_factory=list)
    conflicts: list[Problem] = field(default_factory=list)

    def found(self) -> Merge:
        """Find out what the row changes; raise `Refused` where that cannot be."""
        self._contact()
        jobs = self._jobs()
        self._coordinates(self.one.emails, self.held.emails, jobs)
        self._coordinates(self.one.phones, self.held.phones, jobs)
        for image, values in self.changes.items():
            if isinstance(image, HeldJob):
                _refuse_reversed(image, values)
        return self

    @property
    def is_nothing(self) -> bool:
        """Whether the row says nothing new."""
        return not (self.changes or self.jobs or self.coordinates)

    # -- the contact ---------------------------------------------------------------------------------------------------

    def _contact(self) -> None:
        self._state(self.held, "language", self.one.record.language)
        name = self.one.name
        if name is None or not self._may_rename():
            return
        if self._is_outdated(self.held, "printed_name", name.printed):
            return
        parts = name.printed, name.title, name.given, name.family, name.suffix, name.key
        columns = ("printed_name", "title", "given_name", "family_name", "name_suffix", "name_key")
        changed = {one: part for one, part in zip(columns, parts, strict=True) if getattr(self.held, one) != part}
        if self.held.name_key is None and self.one.kind != self.held.kind:
            changed["kind"] = self.one.kind
        if changed:
            self.changes.setdefault(self.held, {}).update(changed)

    def _may_rename(self) -> bool:
        """Whether the row was not found by its name: then the name it states counts, else the spelling that is held."""
        name, held = self.one.name, self.held
        if held.name_key is None:
            return True
        is_stated = self.one.uid == held.uid
        return is_stated and name is not None and (name.printed != held.printed_name or self._has_other_parts())

    def _has_other_parts(self) -> bool:
        record, held = self.one.record, self.held
        pairs = ((record.given, held.given_name), (record.family, held.family_name), (record.title, held.title))
        return held.kind != "desk" and any(stated is not None and stated != known for stated, known in pairs)

    # -- affiliations --------------------------------------------------------------------------------------------------

    def _jobs(self) -> list[HeldJob | None]:
        """Return the job of each affiliation of the row, held or new."""
        found = same_jobs(self.held.jobs, self.one.jobs)
        for number, said in enumerate(self.one.jobs):
            job = found[number]
            if said is None:
                continue
            if job is None:
                found[number] = self._new_job(*said)
            else:
                for name in OF_JOB:
                    self._state(job, name, getattr(said[1], name))
        return found

    def _new_job(self, place: Place, said: RecordAffiliation) -> HeldJob | None:
        if not self.overwrite and self.former.had_job(self.held, place):
            self.conflicts.append(_outdated("institution", said.institution, None))
            return None
        job = HeldJob(self.held, place, said.role, said.department, said.starts_on, said.ends_on)
        self.jobs.append(job)
        return job

    # -- addresses and numbers -----------------------------------------------------------------------------------------

    def _coordinates(self, stated: list[Said], held: list[HeldCoordinate], jobs: list[HeldJob | None]) -> None:
        of_job = [None if one.entry.affiliation is None else jobs[one.entry.affiliation] for one in stated]
        same = same_coordinates(held, stated, of_job)
        position = max((one.position for one in held), default=-1)
        for said, job, known in zip(stated, of_job, same, strict=True):
            if known is not None:
                self._describe(known, said)
            elif not self._is_gone(said) and not self._is_told(said, job):
                position += 1
                self.coordinates.append(coordinate_of(self.held, said, job, position))

    def _is_told(self, said: Said, job: HeldJob | None) -> bool:
        return any(one.identity == said.identity and one.job is job for one in self.coordinates)

    def _is_gone(self, said: Said) -> bool:
        if self.overwrite or not self.former.had_coordinate(self.held, said.kind, said.identity):
            return False
        self.conflicts.append(_outdated(said.kind, said.entry.text, None))
        return True

    def _describe(self, known: HeldCoordinate, said: Said) -> None:
        self._state(known, "label", said.entry.label)
        self._state(known, "is_public", said.entry.is_public)
        day = said.entry.verified_on
        if day is not None and (known.verified_on is None or known.verified_on < day):
            self._state(known, "verified_on", day)

    # -- one value -----------------------------------------------------------------------------------------------------

    def _state(self, image: Image, name: str, value: Any) -> None:
        """Take a value in, where it is stated and another is held."""
        if value is None or getattr(image, name) == value:
            return
        if not self._is_outdated(image, name, value):
            self.changes.setdefault(image, {})[name] = value

    def _is_outdated(self, image: Image, name: str, value: Any) -> bool:
        if self.overwrite or getattr(image, name) == value or not self.former.had(image, name, value):
            return False
        self.conflicts.append(_outdated(name, str(value), getattr(image, name)))
        return True


def made_of(one: Asked, uid: str) -> HeldContact:
    """Return the contact that a row makes, with all that belongs to it."""
    record, name = one.record, one.name
    if name is None:
        contact = HeldContact(uid, "desk", None)
    else:
        contact = HeldContact(uid, one.kind, name.printed, name.title, name.given, name.family, name.suffix, name.key)
    contact.language, contact.row = record.language, record.row
    jobs: list[HeldJob | None] = []
    for said in one.jobs:
        jobs.append(None if said is None else _job_of(contact, *said))
        if jobs[-1] is not None:
            contact.jobs.append(jobs[-1])
    _reach(contact, one.emails, contact.emails, jobs)
    _reach(contact, one.phones, contact.phones, jobs)
    return contact


def _reach(
    contact: HeldContact, stated: list[Said], held: list[HeldCoordinate], jobs: Sequence[HeldJob | None]
) -> None:
    """Add to `held` what a new contact is reached by, each once for each job."""
    for said in stated:
        job = None if said.entry.affiliation is None else jobs[said.entry.affiliation]
        if not held or not any(own.identity == said.identity and own.job is job for own in held):
            held.append(coordinate_of(contact, said, job, len(held)))


def _job_of(contact: HeldContact, place: Place, said: RecordAffiliation) -> HeldJob:
    return HeldJob(contact, place, said.role, said.department, said.starts_on, said.ends_on)


def coordinate_of(contact: HeldContact, said: Said, job: HeldJob | None, position: int) -> HeldCoordinate:
    """Return what `contact` is reached by from now on."""
    kind, identity, value, key, is_shared, entry = said
    error_code = None if value is not None else error_code_of(said)
    is_public = entry.is_public is not False
    return HeldCoordinate(
        contact, kind, identity, value, key, entry.text, position, error_code, entry.label, is_public, is_shared,
        entry.verified_on, job,
    )  # fmt: skip


def _refuse_reversed(job: HeldJob, values: dict[str, Any]) -> None:
    starts_on, ends_on = values.get("starts_on", job.starts_on), values.get("ends_on", job.ends_on)
    if starts_on and ends_on and ends_on < starts_on:
        raise Refused(reversed_period(str(starts_on), str(ends_on)))


def _outdated(name: str, value: str, held: Any) -> Problem:
    message = "it was there before, and was taken away since" if held is None else f"it was changed since, to {held}"
    return Problem("import.outdated", message, name, value, "--overwrite takes it in all the same")
