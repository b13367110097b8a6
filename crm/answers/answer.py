"""Who answers for a communiqué on a day, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from crm.models import Communique, ContactEmail, ContactPhone, Coverage, CoverageRole, Institution, PressContact

__all__ = ["Answer", "Answers", "Group", "Reason", "Unanswered"]


class Reason(NamedTuple):
    """Why somebody is the answer, or is not: a stable `code`, and words."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Somebody who answers for a communiqué on a day, how to reach them then, and why it is them."""

    contact: PressContact
    role: CoverageRole
    institution: Institution | None
    """On behalf of which institution; None when the communiqué does not say."""
    coverage: Coverage
    """What they were assigned by, or what they stand in for."""
    emails: tuple[ContactEmail, ...]
    phones: tuple[ContactPhone, ...]
    reasons: tuple[Reason, ...]
    """At least one, the nearest first."""
    standing_in_for: PressContact | None = None
    staff: tuple[PressContact, ...] = ()
    """Of a desk: who staffs it on that day and is there."""
    also_for: tuple[Institution, ...] = ()
    """The other institutions they answer for in the same role."""
    usual_of: Institution | None = None
    """Of which institution they are the usual contact, where whoever was assigned has left or is away."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A coverage that nobody answers for on a day, and why."""

    coverage: Coverage
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The answers for one institution; without one, those for none in particular."""

    institution: Institution | None
    name: str | None
    """What the institution was called on that day."""
    answers: tuple[Answer, ...]
    unanswered: tuple[Unanswered, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """Who covers a communiqué on a day."""

    communique: Communique
    on: dt.date
    groups: tuple[Group, ...]
    """In the order of the issuers, then of the coverages; an issuer that nobody answers for has an empty one."""

    def __iter__(self) -> Iterator[Answer]:
        """Go through all answers, in order."""
        return (answer for group in self.groups for answer in group.answers)

    @property
    def unanswered(self) -> tuple[Unanswered, ...]:
        """The coverages nobody answers for."""
        return tuple(one for group in self.groups for one in group.unanswered)
