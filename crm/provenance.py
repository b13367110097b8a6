"""Where values came from: recorded beside them, asked for by record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import insert, select
from sqlalchemy.orm import selectinload

from crm.base import TABLE_PREFIX
from crm.models import Document, Provenance, ProvenanceOrigin

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from crm.base import Base

__all__ = ["Said", "of", "record", "record_all"]


class Said(NamedTuple):
    """What some lines of a document said: a record, or one `field` of it."""

    subject: Base
    lines: tuple[int, int] | None = None
    field: str | None = None
    text: str | None = None


def of(record: Base) -> Select[Provenance]:
    """Return what is known of the origin of `record` and its fields, oldest first, each with its document."""
    return (
        select(Provenance)
        .where(Provenance.subject == _subject(record), Provenance.subject_id == _id(record))
        .options(selectinload(Provenance.document))
        .order_by(Provenance.id)
    )


def record(
    session: Session,
    subject: Base,
    *,
    document: Document | None = None,
    lines: tuple[int, int] | None = None,
    field: str | None = None,
    text: str | None = None,
    by: str | None = None,
) -> Provenance:
    """Record that `subject`, or one `field` of it, came from those `lines` of `document`, or from an edit `by` someone.

    `subject` must have been flushed: it is remembered by its table and key.
    """
    first, last = lines or (None, None)
    origin = ProvenanceOrigin.EDIT if document is None else ProvenanceOrigin.DOCUMENT
    entry = Provenance(
        subject=_subject(subject),
        subject_id=_id(subject),
        field=field,
        origin=origin,
        document=document,
        first_line=first,
        last_line=last,
        text=text,
        recorded_by=by,
    )
    session.add(entry)
    return entry


def record_all(session: Session, document: Document, said: Iterable[Said]) -> None:
    """Record all that came from `document` in one statement; it and the subjects must have been flushed."""
    rows = [
        {
            "subject": _subject(one.subject),
            "subject_id": _id(one.subject),
            "field": one.field,
            "origin": ProvenanceOrigin.DOCUMENT,
            "document_id": document.id,
            "first_line": one.lines and one.lines[0],
            "last_line": one.lines and one.lines[1],
            "text": one.text,
        }
        for one in said
    ]
    if rows:
        session.execute(insert(Provenance), rows)


def _subject(record: Any) -> str:
    return str(record.__table__.name).removeprefix(TABLE_PREFIX)


def _id(record: Any) -> int:
    return int(record.__mapper__.primary_key_from_instance(record)[0])
