"""Coverage as it leaves the database: who answers for which communiqué, and what was printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy.orm import defer, joinedload, raiseload, selectinload

from crm.exchange.exporting.cells import rows_of
from crm.exchange.exporting.communiques import embargo_of
from crm.models import Communique, CoordinateKind, Coverage, PressContact

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

__all__ = ["coverage_dict", "coverage_rows", "coverages_of"]

_CHUNK: Final = 500


def coverages_of(session: Session, statement: Select[Coverage]) -> Generator[Coverage]:
    """Yield the coverages of `statement`, read in chunks with both ends and what was printed."""
    named = raiseload(PressContact.emails), raiseload(PressContact.phones)
    loaded = statement.options(
        selectinload(Coverage.communique).options(defer(Communique.body, raiseload=True)),
        selectinload(Coverage.contact).options(*named),
        selectinload(Coverage.standing_in_for).options(*named),
        selectinload(Coverage.institution),
        joinedload(Coverage.printed),
    )
    with session.scalars(loaded, execution_options={"yield_per": _CHUNK}) as found:
        yield from found


def coverage_dict(one: Coverage) -> dict[str, Any]:
    """Return who answers for what, for whom, when, and what was printed, for JSON."""
    communique = one.communique
    return {
        "uid": str(one.uid),
        "communique": {
            "uid": str(communique.uid),
            "title": communique.title,
            "date": communique.dated_on and communique.dated_on.isoformat(),
            "status": communique.status,
            "embargo_until": embargo_of(communique),
        },
        "contact": _named(one.contact),
        "institution": one.institution and {"uid": str(one.institution.uid), "name": one.institution.name},
        "role": one.role,
        "position": one.position,
        "starts_on": one.starts_on and one.starts_on.isoformat(),
        "ends_on": one.ends_on and one.ends_on.isoformat(),
        "standing_in_for": one.standing_in_for and _named(one.standing_in_for),
        "printed": _printed(one),
    }


def _named(contact: PressContact) -> dict[str, Any]:
    name = None if contact.name is None else contact.name.printed
    return {"uid": str(contact.uid), "kind": contact.kind, "name": name}


def _printed(one: Coverage) -> dict[str, Any] | None:
    if one.printed is None:
        return None
    return {
        "name": one.printed.name,
        "institution": one.printed.institution,
        "role": one.printed.role,
        "emails": one.printed.printed_values(CoordinateKind.EMAIL),
        "phones": one.printed.printed_values(CoordinateKind.PHONE),
        "frozen_at": one.printed.frozen_at.isoformat(),
    }


_PLACES: Final[dict[str, tuple[str, ...]]] = {
    "uid": ("uid",),
    "communiqué": ("communique", "title"),
    "communiqué uid": ("communique", "uid"),
    "date": ("communique", "date"),
    "status": ("communique", "status"),
    "embargo until": ("communique", "embargo_until"),
    "contact": ("contact", "name"),
    "contact uid": ("contact", "uid"),
    "institution": ("institution", "name"),
    "institution uid": ("institution", "uid"),
    "role": ("role",),
    "position": ("position",),
    "from": ("starts_on",),
    "to": ("ends_on",),
    "standing in for": ("standing_in_for", "name"),
    "standing in for uid": ("standing_in_for", "uid"),
    "printed name": ("printed", "name"),
    "printed institution": ("printed", "institution"),
    "printed role": ("printed", "role"),
    "printed e-mails": ("printed", "emails"),
    "printed phones": ("printed", "phones"),
    "printed at": ("printed", "frozen_at"),
}
"""Where each column stands in `coverage_dict`."""


def coverage_rows(coverages: Iterable[Coverage]) -> Iterator[list[str]]:
    """Yield a heading and a row for each of `coverages`."""
    return rows_of(_PLACES, map(coverage_dict, coverages))
