"""What a contact block said: the snapshots of a communiqué, in the words of a language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.blocks.block import Block, Group, Printed
from crm.blocks.content import block_of
from crm.blocks.wording import Wording, one_line
from crm.models import CoordinateKind
from crm.values import PhoneNumber

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crm.models import Coverage, CoverageSnapshot

__all__ = ["printed_of"]


def printed_of(
    coverages: Iterable[Coverage], language: str, *, region: str = "FR", no_break: bool = False, narrow: bool = False
) -> Block:
    """Return what the communiqué of these coverages printed of its contacts, whatever is so now.

    They come in the order given, as `crm.coverage.of` has them, by institution as it was printed; a coverage without a
    snapshot was not printed. Who and what was printed is that of the day; the layout is ours.

    Raises:
        InvalidChoice: there are no words for the language.
        InvalidCountry: the region is no country.
    """
    wording = Wording(language, region, no_break, narrow)
    groups: dict[str | None, list[Printed]] = {}
    for one in coverages:
        if one.printed is not None:
            name = one_line(one.printed.institution or "") or None
            groups.setdefault(name, []).append(_printed(one.printed, one.role, wording))
    return block_of((Group(name, tuple(contacts)) for name, contacts in groups.items()), wording)


def _printed(snapshot: CoverageSnapshot, role: str, wording: Wording) -> Printed:
    numbers = (PhoneNumber.parse(text) for text in snapshot.printed_values(CoordinateKind.PHONE))
    return Printed(
        one_line(snapshot.name or "") or wording.say["desk"],
        one_line(snapshot.role or "") or (wording.role(role) if snapshot.name else None),
        tuple(snapshot.printed_values(CoordinateKind.EMAIL)),
        tuple(wording.phone(number) for number in numbers),
    )
