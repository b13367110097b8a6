"""What is known of the contacts that a batch of rows may be about: plain images of their records, changed in memory.

An image without an ``id`` is written at the end of its batch.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    import datetime as dt

__all__ = ["HeldContact", "HeldCoordinate", "HeldJob", "Image", "Place", "subject_of"]


@dataclass(slots=True, eq=False)
class Place:
    """An institution: a stored one, or one that is stored as soon as somebody works there."""

    name: str
    id: int | None = None
    uid: str | None = None
    row: int = 0
    """The row that named it first, of one that is not stored."""


@dataclass(slots=True, eq=False)
class HeldJob:
    """An affiliation."""

    contact: HeldContact
    place: Place
    role: str | None = None
    department: str | None = None
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    id: int | None = None


@dataclass(slots=True, eq=False)
class HeldCoordinate:
    """An address or a number; `identity` tells two apart that are not of one job."""

    contact: HeldContact
    kind: Literal["email", "phone"]
    identity: str
    value: str | None
    """The address, or E.164; None for one that could not be read."""
    key: str | None
    """The key of the address, or the extension."""
    text: str
    position: int
    error_code: str | None = None
    label: str | None = None
    is_public: bool = True
    is_shared: bool = False
    verified_on: dt.date | None = None
    job: HeldJob | None = None
    id: int | None = None


@dataclass(slots=True, eq=False)
class HeldContact:
    """A contact with all that belongs to it."""

    uid: str
    kind: str
    printed_name: str | None = None
    title: str | None = None
    given_name: str | None = None
    family_name: str | None = None
    name_suffix: str | None = None
    name_key: str | None = None
    language: str | None = None
    id: int | None = None
    row: int = 0
    """The row that made it, of one that is not stored."""
    unplaced: str | None = None
    emails: list[HeldCoordinate] = field(default_factory=list)
    phones: list[HeldCoordinate] = field(default_factory=list)
    jobs: list[HeldJob] = field(default_factory=list)

    @property
    def is_bare(self) -> bool:
        """Whether nothing but the name is known."""
        return not (self.emails or self.phones or self.jobs)


Image: TypeAlias = HeldContact | HeldCoordinate | HeldJob


def subject_of(image: Image) -> str:
    """Return what the history calls the table of `image`."""
    if isinstance(image, HeldCoordinate):
        return f"contact_{image.kind}"
    return "contact" if isinstance(image, HeldContact) else "affiliation"
