"""Communiqués as they leave the database, and which of their texts may not be published yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import or_
from sqlalchemy.orm import raiseload, selectinload

from crm import coverage
from crm.exchange.exporting.cells import rows_of
from crm.models import (
    Communique,
    CommuniqueStatus,
    ContactEmail,
    ContactPhone,
    Coverage,
    Institution,
    Issuer,
    PressContact,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Generator, Iterable, Iterator, Sequence

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

__all__ = [
    "Release",
    "communique_dict",
    "communique_rows",
    "embargo_of",
    "is_withheld",
    "releases_of",
    "withheld_because",
]

_CHUNK: Final = 100
"""Communiqués held at a time: each may be as long as a small book."""


class Release(NamedTuple):
    """A communiqué on its way out, with who covers it."""

    communique: Communique
    covering: list[Coverage]
    withheld: Literal["draft", "embargoed", "withdrawn"] | None
    """Why its text may not be published now; None when it may."""
    body: str | None
    """Its text; None where that stays in."""
    on: dt.date
    """The day of the export: whose coordinates hold then are given."""


def releases_of(
    session: Session, statement: Select[Communique], now: dt.datetime, *, private: bool = False
) -> Generator[Release]:
    """Yield the communiqués of `statement`, a hundred at a time with their issuers and whoever covers them today.

    The text of a draft, of what was withdrawn, and of what is under embargo at `now` stays in unless `private`.
    """
    issuing = selectinload(Communique.issuers).selectinload(Issuer.institution).selectinload(Institution.identifiers)
    loaded = statement.options(issuing, selectinload(Communique.document))
    today = now.astimezone().date()
    with session.scalars(loaded, execution_options={"yield_per": _CHUNK}) as found:
        for communiques in found.partitions():
            covering = _covering(session, [one.id for one in communiques], today)
            for one in communiques:
                withheld = withheld_because(one, now)
                body = one.body if private or withheld is None else None
                yield Release(one, covering.get(one.id, []), withheld, body, today)


def _covering(session: Session, ids: Sequence[int], on: dt.date) -> dict[int, list[Coverage]]:
    """Return who covers each of these communiqués on that day, in printed order."""
    contact = selectinload(Coverage.contact)
    statement = (
        coverage.listed(on=on)
        .where(Coverage.communique_id.in_(ids))
        .options(
            contact.selectinload(PressContact.emails).joinedload(ContactEmail.affiliation),
            contact.selectinload(PressContact.phones).joinedload(ContactPhone.affiliation),
            selectinload(Coverage.institution),
            raiseload(Coverage.communique),
        )
    )
    found: dict[int, list[Coverage]] = {}
    for one in session.scalars(statement):
        found.setdefault(one.communique_id, []).append(one)
    return found


def withheld_because(one: Communique, now: dt.datetime) -> Literal["draft", "embargoed", "withdrawn"] | None:
    """Return why the text of a communiqué may not be published at `now`; the clock lifts an embargo, not the status."""
    if one.status == CommuniqueStatus.WITHDRAWN:
        return "withdrawn"
    if one.embargo_at is not None and now < one.embargo_at:
        return "embargoed"
    return "draft" if one.status == CommuniqueStatus.DRAFT else None


def is_withheld(now: dt.datetime) -> ColumnElement[bool]:
    """Return the condition that finds what `withheld_because` gives a reason for."""
    unpublished = Communique.status.in_([CommuniqueStatus.WITHDRAWN, CommuniqueStatus.DRAFT])
    return or_(unpublished, Communique.embargo_at > now)


def embargo_of(one: Communique) -> str | None:
    """Return the instant the embargo lifts, on the clocks of the zone it was given in; None without an embargo."""
    if one.embargo_at is None or one.embargo_zone is None:
        return None
    return one.embargo_at.astimezone(ZoneInfo(one.embargo_zone)).isoformat()


_PLACES: Final[dict[str, tuple[str, ...]]] = {
    "uid": ("uid",),
    "title": ("title",),
    "subtitle": ("subtitle",),
    "language": ("language",),
    "status": ("status",),
    "withheld": ("withheld",),
    "date": ("date",),
    "date kind": ("date_kind",),
    "date precision": ("date_precision",),
    "date as printed": ("date_text",),
    "updated on": ("updated_on",),
    "embargo until": ("embargo_until",),
    "embargo zone": ("embargo_zone",),
    "issuers": ("issuers", "name"),
    "issuers uid": ("issuers", "uid"),
    "contacts": ("contacts", "name"),
    "contacts uid": ("contacts", "uid"),
    "source": ("source",),
    "file": ("file",),
    "translation group": ("translation_group",),
}
"""Where each column stands in `communique_dict`; the text is in none: no cell of a spreadsheet would hold it."""


def communique_rows(releases: Iterable[Release]) -> Iterator[list[str]]:
    """Yield a heading and a row for each of `releases`."""
    return rows_of(_PLACES, map(communique_dict, releases))


def communique_dict(release: Release) -> dict[str, Any]:
    """Return all that is known of a communiqué, its issuers and who covers it, for JSON."""
    one = release.communique
    return {
        "uid": str(one.uid),
        "title": one.title,
        "subtitle": one.subtitle,
        "language": one.language,
        "status": one.status,
        "withheld": release.withheld,
        "date": one.dated_on and one.dated_on.isoformat(),
        "date_kind": one.date_kind,
        "date_precision": one.date_precision,
        "date_text": one.date_text,
        "updated_on": one.updated_on and one.updated_on.isoformat(),
        "embargo_until": embargo_of(one),
        "embargo_zone": one.embargo_zone,
        "source": one.source_url,
        "file": one.document.name if one.document else None,
        "translation_group": one.translation_group and str(one.translation_group),
        "issuers": [
            {
                "uid": str(issuer.institution.uid),
                "name": issuer.institution.name,
                "role": issuer.role,
                "printed": issuer.printed_name,
            }
            for issuer in one.issuers
        ],
        "contacts": [_contact_dict(each, release.on) for each in release.covering],
        "body": release.body,
    }


def _contact_dict(one: Coverage, on: dt.date) -> dict[str, Any]:
    contact = one.contact
    return {
        "uid": str(contact.uid),
        "kind": contact.kind,
        "name": None if contact.name is None else contact.name.printed,
        "institution": one.institution.name if one.institution else None,
        "role": one.role,
        "emails": [str(email.value) for email in coverage.emails_of(one, on)],
        "phones": [str(phone.value) for phone in coverage.phones_of(one, on)],
    }
