"""The jobs of a card: the institution with what somebody does there, as ORG, TITLE and ROLE say it apart."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from crm.exchange.cards.coordinates import day_of
from crm.exchange.cards.properties import by_preference
from crm.exchange.records import Problem, RecordAffiliation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crm.exchange.cards.properties import Property

__all__ = ["Jobs"]


class Jobs:
    """The affiliations in order, `places` where each is by what it is called, and `left`: what belongs to none.

    A role without an institution is an affiliation whose institution is not named.
    """

    def __init__(
        self, orgs: Iterable[Property], titles: Sequence[Property], roles: Sequence[Property], problems: list[Problem]
    ) -> None:
        self.affiliations: list[RecordAffiliation] = []
        self.places: dict[str, int] = {}
        self.left: list[Property] = []
        for one in self._once(orgs):
            self._add(one, problems)
        if not self.affiliations and any(one.text.strip() for one in (*titles, *roles)):
            self.affiliations.append(RecordAffiliation(""))
        self._give(self._once(titles))
        self._give(self._once(roles))

    def _once(self, properties: Iterable[Property]) -> list[Property]:
        """Return them, the preferred first; what says one of them in another language is left."""
        found: list[Property] = []
        said: set[str] = set()
        for one in by_preference(properties):
            name = one.said("ALTID")
            (self.left if name is not None and name in said else found).append(one)
            if name is not None:
                said.add(name)
        return found

    def _add(self, one: Property, problems: list[Problem]) -> None:
        parts = [part.strip() for part in one.parts]
        institution, department = parts[0], ", ".join(part for part in parts[1:] if part)
        if not institution and not department and "X-CRM-JOB" not in one.params:
            return
        place = len(self.affiliations)
        for name in (one.said("X-CRM-JOB"), one.group):
            if name is not None:
                self.places.setdefault(name, place)
        job = RecordAffiliation(institution, department=department or None)
        if one.params:
            job.institution_uid = _uid(one, problems)
            job.starts_on = day_of(one, "X-CRM-FROM", problems)
            job.ends_on = day_of(one, "X-CRM-TO", problems)
            _refuse_reversed(job, one, problems)
        self.affiliations.append(job)

    def _give(self, roles: list[Property]) -> None:
        """Give each job its role: by what it is called, else one after the other."""
        waiting = []
        for one in roles:
            if not one.text.strip():
                continue
            name = one.said("X-CRM-JOB")
            place = self.places.get(one.group or "") if name is None else self.places.get(name)
            if place is not None and self.affiliations[place].role is None:
                self.affiliations[place].role = one.text.strip()
            else:
                waiting.append(one)
        free = [job for job in self.affiliations if job.role is None]
        for job, one in zip(free, waiting, strict=False):
            job.role = one.text.strip()
        known = {job.role for job in self.affiliations}
        self.left += [one for one in waiting[len(free) :] if one.text.strip() not in known]


def _refuse_reversed(job: RecordAffiliation, one: Property, problems: list[Problem]) -> None:
    if job.starts_on is not None and job.ends_on is not None and job.ends_on < job.starts_on:
        message = "the job ends before it starts"
        problems.append(Problem("period.reversed", message, one.field, str(job.ends_on), rejects=True))


def _uid(one: Property, problems: list[Problem]) -> UUID | None:
    stated = one.said("X-CRM-INSTITUTION")
    if stated is None:
        return None
    try:
        return UUID(stated)
    except ValueError:
        message = "X-CRM-INSTITUTION is the uid of no institution"
        problems.append(Problem("uid.invalid", message, one.field, stated, "take it out", rejects=True))
        return None
