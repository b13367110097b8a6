"""What a template is given: the contacts of a block, by institution, in words ready to be printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Block", "Group", "Printed", "PrintedPhone"]


@dataclass(frozen=True, slots=True)
class PrintedPhone:
    """A number as it is shown, and as a link."""

    shown: str
    link: str


@dataclass(frozen=True, slots=True)
class Printed:
    """One contact of a block."""

    name: str
    role: str | None
    emails: tuple[str, ...]
    phones: tuple[PrintedPhone, ...]
    standing_in: str | None = None
    """In whose absence, in words."""
    also_for: str | None = None
    """The other institutions they answer for, in words."""
    staffed_by: str | None = None
    """Of a desk: who is there, in words."""


@dataclass(frozen=True, slots=True)
class Group:
    """The contacts of one institution; `name` None for those of none in particular."""

    name: str | None
    contacts: tuple[Printed, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A contact block, with the words of its language in `say`; without contacts nothing is printed of it."""

    language: str
    heading: str
    groups: tuple[Group, ...]
    say: Mapping[str, str]
    left_out: tuple[str, ...] = ()
    """Who is not named, because nothing is known to reach them by."""
