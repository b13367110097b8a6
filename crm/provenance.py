"""Where values came from: recorded beside them, asked for by record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import and_, exists, insert, or_, select
from sqlalchemy.orm import aliased, selectinload

from crm.base import TABLE_PREFIX
from crm.models import Change, ChangeAction, Document, Provenance, ProvenanceOrigin
from crm.models.changes import RANGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from crm.base import Base

__all__ = ["Said", "of", "record", "record_all"]

_OWNERS: Final = ("contact", "institution")


class Said(NamedTuple):
    """What some lines of a document said: a record, or one `field` of it."""

    subject: Base
    lines: tuple[int, int] | None = None
    field: str | None = None
    text: str | None = None


def of(record: Base) -> Select[Provenance]:
    """Return what is known of the origin of `record` and its fields, oldest first, each with its document.

    What an import made together with a contact or an institution has the origin of that one.
    """
    mine = and_(Provenance.subject == _subject(record), Provenance.subject_id == _id(record))
    return (
        select(Provenance)
        .where(or_(mine, *_of_owner(record)))
        .options(selectinload(Provenance.document))
        .order_by(Provenance.id)
    )


def _of_owner(record: Base) -> Iterator[ColumnElement[bool]]:
    """Yield the condition of the origin that `record` shares: that of its owner, in the import that made them both.

    What a later row of the same import added has an origin of its own.
    """
    owner = next((name for name in _OWNERS if hasattr(record, f"{name}_id")), None)
    if owner is None or record.__tablename__ == f"{TABLE_PREFIX}{owner}":
        return
    own = aliased(Provenance)
    alone = exists().where(own.subject == _subject(record), own.subject_id == _id(record), own.field.is_(None))
    made = select(Change.run_id).where(
        Change.subject == _subject(record),
        Change.action == ChangeAction.CREATED,
        Change.last_id.between(_id(record), _id(record) + RANGE - 1),
        Change.subject_id <= _id(record),
        Change.run_id.is_not(None),
    )
    yield and_(
        Provenance.subject == owner,
        Provenance.subject_id == getattr(record, f"{owner}_id"),
        Provenance.field.is_(None),
        Provenance.run_id.in_(made),
        ~alone,
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
