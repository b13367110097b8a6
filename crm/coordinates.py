"""The addresses and numbers of a contact: when releases printed them, which of them are news, where each comes from.

Nothing here is kept a second time: the days are those of the communiqués whose snapshots show the coordinate, the
origins those of its provenance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, selectinload

from crm.base import TABLE_PREFIX
from crm.models import (
    Affiliation,
    Communique,
    ContactEmail,
    ContactPhone,
    CoordinateKind,
    Coverage,
    CoverageSnapshot,
    PressContact,
    PrintedCoordinate,
    Provenance,
    ProvenanceOrigin,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from crm.models import Document

__all__ = [
    "HELD_BACK",
    "Held",
    "Printing",
    "held_by",
    "is_held_back",
    "kind_of",
    "news_emails_of",
    "news_phones_of",
    "printed_after",
    "printings_of",
]

HELD_BACK: Final = "is_public"
"""The field of the provenance that says: a document older than what was known decided whether it is given out."""


def kind_of(coordinate: ContactEmail | ContactPhone) -> CoordinateKind:
    """Return what kind of coordinate it is, as snapshots call it."""
    return CoordinateKind.EMAIL if isinstance(coordinate, ContactEmail) else CoordinateKind.PHONE


# --- nouns ------------------------------------------------------------------------------------------------------------


def printings_of(
    contact: PressContact | int,
) -> Select[tuple[CoordinateKind, str, dt.date | None, dt.date | None, int]]:
    """Return what communiqués printed of `contact`: kind, value, first and last day, and on how many; newest first.

    The days are None where no communiqué that printed it has a date.
    """
    first, last = func.min(Communique.dated_on), func.max(Communique.dated_on)
    number = func.count(Communique.id.distinct())
    return (
        _printed(contact, PrintedCoordinate.kind, PrintedCoordinate.value, first, last, number)
        .group_by(PrintedCoordinate.kind, PrintedCoordinate.value)
        .order_by(PrintedCoordinate.kind, last.is_(None), last.desc(), PrintedCoordinate.value)
    )


def news_emails_of(contact: PressContact | int | None = None) -> Select[ContactEmail]:
    """Return the addresses of `contact`, or of all contacts, that are news: printed, and not looked at by anybody yet.

    A contact's first document is no news, nor is what was known of another job. An address stops being news when it is
    verified (`verified_on`) or somebody's edit of it is recorded.
    """
    order = ContactEmail.contact_id, ContactEmail.position, ContactEmail.id
    return select(ContactEmail).where(*_is_news(ContactEmail, contact)).order_by(*order)


def news_phones_of(contact: PressContact | int | None = None) -> Select[ContactPhone]:
    """Return the numbers of `contact`, or of all contacts, that are news, as `news_emails_of` does the addresses."""
    order = ContactPhone.contact_id, ContactPhone.position, ContactPhone.id
    return select(ContactPhone).where(*_is_news(ContactPhone, contact)).order_by(*order)


def printed_after(
    session: Session,
    contact: PressContact,
    kind: CoordinateKind,
    day: dt.date | None,
    job: Affiliation | None = None,
) -> dt.date | None:
    """Return the last day after `day` on which a coordinate of that `kind` was printed for `contact`, or was verified.

    With a `job` only what was printed for its institution counts: a number there says nothing of one elsewhere.
    None when there is no such day, or `day` is not known.
    """
    if day is None:
        return None
    printed = _printed(contact, func.max(Communique.dated_on)).where(
        PrintedCoordinate.kind == kind, Communique.dated_on > day
    )
    held: list[ContactEmail | ContactPhone] = [*(contact.emails if kind == CoordinateKind.EMAIL else contact.phones)]
    if job is not None:
        printed = printed.where(Coverage.institution_id == job.institution_id)
        held = [one for one in held if one.affiliation_id in {None, job.id}]
    days = [session.scalar(printed), *(one.verified_on for one in held)]
    return max((one for one in days if one is not None and one > day), default=None)


def is_held_back(session: Session, coordinate: ContactEmail | ContactPhone) -> bool:
    """Return whether `coordinate` is not public because of its age, and not because somebody said so."""
    said = select(Provenance.id).where(*_origins(coordinate), Provenance.field == HELD_BACK).limit(1)
    return not coordinate.is_public and session.scalar(said) is not None


def _printed(contact: PressContact | int, *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(PrintedCoordinate)
        .join(CoverageSnapshot, CoverageSnapshot.coverage_id == PrintedCoordinate.coverage_id)
        .join(Coverage, Coverage.id == CoverageSnapshot.coverage_id)
        .join(Communique, Communique.id == Coverage.communique_id)
        .where(Coverage.contact_id == _id(contact))
    )


def _is_news(
    model: type[ContactEmail] | type[ContactPhone], contact: PressContact | int | None
) -> list[ColumnElement[bool]]:
    """The conditions: first from a document, not the contact's own, and neither verified nor edited since."""
    mine = [Provenance.subject == _subject(model), Provenance.subject_id == model.id]
    first = aliased(Provenance)
    introduced = (
        select(first.document_id)
        .where(
            first.subject == _subject(PressContact),
            first.subject_id == model.contact_id,
            first.field.is_(None),
            first.document_id.is_not(None),
        )
        .correlate(model)
    )
    from_elsewhere = (
        select(Provenance.id)
        .where(
            *mine,
            Provenance.field.is_(None),
            Provenance.document_id.is_not(None),
            Provenance.document_id.not_in(introduced),
        )
        .correlate(model)
    )
    edited = select(Provenance.id).where(*mine, Provenance.origin == ProvenanceOrigin.EDIT).correlate(model)
    of_contact = [] if contact is None else [model.contact_id == _id(contact)]
    news = [model.verified_on.is_(None), from_elsewhere.exists(), ~edited.exists(), ~_known_before(model).exists()]
    return [*of_contact, *news]


def _known_before(model: type[ContactEmail] | type[ContactPhone]) -> Select[int]:
    """Return the coordinates of the same contact that are the same and older: those of another job."""
    older: Any = aliased(model)
    same = older.contact_id == model.contact_id, older.id < model.id
    if issubclass(model, ContactEmail):
        return select(older.id).where(*same, older.address_key == model.address_key).correlate(model)
    extensions = func.coalesce(older.extension, "") == func.coalesce(model.extension, "")
    return select(older.id).where(*same, older.e164 == model.e164, extensions).correlate(model)


# --- one contact ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Printing:
    """When communiqués printed a coordinate: the first and the last day (None: undated), and on how many."""

    first_on: dt.date | None
    last_on: dt.date | None
    times: int


@dataclass(frozen=True, slots=True)
class Held:
    """A coordinate of a contact, where it comes from, and when it was printed."""

    coordinate: ContactEmail | ContactPhone
    document: Document | None
    """None for one that somebody entered."""
    lines: tuple[int, int] | None
    printing: Printing | None
    """None for one that no communiqué has printed for the contact."""
    is_news: bool
    is_held_back: bool


def held_by(session: Session, contact: PressContact) -> list[Held]:
    """Return the addresses and then the numbers of `contact`, in order, each with its origin and its printings."""
    rows: Iterable[Any] = session.execute(printings_of(contact))
    printings = {
        (kind, value.casefold()): Printing(first_on, last_on, times) for kind, value, first_on, last_on, times in rows
    }
    emails, phones = session.scalars(news_emails_of(contact)), session.scalars(news_phones_of(contact))
    news = {(CoordinateKind.EMAIL, one.id) for one in emails} | {(CoordinateKind.PHONE, one.id) for one in phones}
    held: list[ContactEmail | ContactPhone] = [*contact.emails, *contact.phones]
    return [_held(session, one, printings, is_news=(kind_of(one), one.id) in news) for one in held]


def _held(
    session: Session,
    coordinate: ContactEmail | ContactPhone,
    printings: dict[tuple[CoordinateKind, str], Printing],
    *,
    is_news: bool,
) -> Held:
    origins = session.scalars(_origins_of(coordinate)).all()
    first = next((one for one in origins if one.field is None and one.document is not None), None)
    return Held(
        coordinate,
        None if first is None else first.document,
        None if first is None or first.first_line is None else (first.first_line, first.last_line or first.first_line),
        printings.get((kind_of(coordinate), str(coordinate.value).casefold())),
        is_news,
        not coordinate.is_public and any(one.field == HELD_BACK for one in origins),
    )


def _origins_of(coordinate: ContactEmail | ContactPhone) -> Select[Provenance]:
    return (
        select(Provenance)
        .where(*_origins(coordinate))
        .options(selectinload(Provenance.document))
        .order_by(Provenance.id)
    )


def _origins(coordinate: ContactEmail | ContactPhone) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Provenance.subject == _subject(type(coordinate)), Provenance.subject_id == coordinate.id


def _subject(model: Any) -> str:
    return str(model.__table__.name).removeprefix(TABLE_PREFIX)


def _id(contact: PressContact | int) -> int:
    return contact if isinstance(contact, int) else contact.id
