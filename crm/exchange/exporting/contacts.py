"""Contacts as they leave the database: one record each, read in chunks."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from sqlalchemy import or_, select

from crm.exchange.records import ContactRecord, RecordAffiliation, RecordCoordinate
from crm.models import Affiliation, ContactEmail, ContactPhone, Institution, PressContact
from crm.values import EmailAddress, PhoneNumber

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Generator, Iterator, Sequence
    from uuid import UUID

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from crm.exchange.records import Kind, RecordEmail, RecordPhone
    from crm.values import LanguageTag

__all__ = ["record_dict", "records_of"]

_CHUNK: Final = 1000
"""Contacts of which the related rows are read at once; small enough for the parameters that any engine takes."""

V = TypeVar("V", EmailAddress, PhoneNumber)


class _Contact(NamedTuple):
    """The columns of a contact, without an entity made of them: half of the time an export would take."""

    id: int
    uid: UUID
    kind: Kind
    name: str | None
    title: str | None
    given: str | None
    family: str | None
    suffix: str | None
    language: LanguageTag | None


def records_of(
    session: Session,
    statement: Select[PressContact] | None = None,
    *,
    private: bool = False,
    on: dt.date | None = None,
) -> Generator[ContactRecord]:
    """Yield the contacts of `statement`, each once and in its order; without one, all of them as they were added.

    A coordinate that is not public stays in unless `private`; one that could not be read goes along with its code. The
    jobs that last come first, then the ended ones, the latest before the others; with `on`, only those of that day,
    with their coordinates. A thousand contacts are held at a time, and three statements read what belongs to them.
    """
    for contacts in _chunks(session, select(PressContact) if statement is None else statement):
        ids = [contact.id for contact in contacts]
        # The jobs last: one that is added meanwhile is there for its coordinates.
        emails = _emails(session, ids, private)
        phones = _phones(session, ids, private)
        jobs = _jobs(session, ids, on)
        for contact in contacts:
            yield _record(contact, jobs[contact.id], emails[contact.id], phones[contact.id])


def _chunks(session: Session, statement: Select[PressContact]) -> Iterator[list[_Contact]]:
    entity: Any = statement.column_descriptions[0]["entity"]
    columns = statement.with_only_columns(
        entity.id,
        entity.uid,
        entity.kind,
        entity.printed_name,
        entity.title,
        entity.given_name,
        entity.family_name,
        entity.name_suffix,
        entity.language,
        maintain_column_froms=True,
    ).order_by(entity.id)
    # Only a join can select a contact twice, and only then is it remembered who has been.
    seen: set[int] | None = None if columns.get_final_froms() == [PressContact.__table__] else set()
    with session.execute(columns, execution_options={"yield_per": _CHUNK}) as result:
        for rows in result.partitions():
            yield [_Contact(row[0], row[1], row[2].value, *row[3:]) for row in rows if _is_first(row[0], seen)]


def _is_first(number: int, seen: set[int] | None) -> bool:
    if seen is None:
        return True
    if number in seen:
        return False
    seen.add(number)
    return True


def _record(
    contact: _Contact,
    jobs: dict[int, RecordAffiliation],
    emails: list[tuple[int | None, RecordEmail]],
    phones: list[tuple[int | None, RecordPhone]],
) -> ContactRecord:
    places = {number: place for place, number in enumerate(jobs)}
    return ContactRecord(
        name=contact.name,
        kind=contact.kind,
        title=contact.title,
        given=contact.given,
        family=contact.family,
        suffix=contact.suffix,
        language=contact.language,
        uid=contact.uid,
        email_entries=_placed(emails, places),
        phone_entries=_placed(phones, places),
        affiliations=list(jobs.values()),
    )


def _placed(found: list[tuple[int | None, RecordCoordinate[V]]], places: dict[int, int]) -> list[RecordCoordinate[V]]:
    """Say which job of the record each belongs to, and leave out those of a job that is not in it."""
    kept = []
    for job, entry in found:
        if job is not None:
            if job not in places:
                continue
            entry.affiliation = places[job]
        kept.append(entry)
    return kept


def _emails(
    session: Session, ids: Sequence[int], private: bool
) -> defaultdict[int, list[tuple[int | None, RecordEmail]]]:
    found: defaultdict[int, list[tuple[int | None, RecordEmail]]] = defaultdict(list)
    for address, key, *rest in _coordinates(session, ids, private, ContactEmail, "address", "address_key"):
        value = None if address is None else EmailAddress.stored(address, key)
        found[rest[0]].append((rest[1], RecordCoordinate(value, *rest[2:])))
    return found


def _phones(
    session: Session, ids: Sequence[int], private: bool
) -> defaultdict[int, list[tuple[int | None, RecordPhone]]]:
    found: defaultdict[int, list[tuple[int | None, RecordPhone]]] = defaultdict(list)
    for e164, extension, *rest in _coordinates(session, ids, private, ContactPhone, "e164", "extension"):
        value = None if e164 is None else PhoneNumber(e164, extension)
        found[rest[0]].append((rest[1], RecordCoordinate(value, *rest[2:])))
    return found


def _coordinates(
    session: Session, ids: Sequence[int], private: bool, model: Any, *value: str
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return two columns of the value, whose it is, which job's, and the rest in the order of `RecordCoordinate`."""
    columns = [getattr(model, name) for name in value]
    statement = select(
        *columns,
        model.contact_id,
        model.affiliation_id,
        model.text,
        model.label,
        model.error_code,
        model.is_public,
        model.verified_on,
    ).where(model.contact_id.in_(ids))
    if not private:
        statement = statement.where(model.is_public)
    return session.execute(statement.order_by(model.contact_id, model.position, model.id)).all()


def _jobs(session: Session, ids: Sequence[int], on: dt.date | None) -> defaultdict[int, dict[int, RecordAffiliation]]:
    statement = (
        select(
            Affiliation.contact_id,
            Affiliation.id,
            Institution.name,
            Institution.uid,
            Affiliation.role,
            Affiliation.department,
            Affiliation.starts_on,
            Affiliation.ends_on,
        )
        .join(Affiliation.institution)
        .where(Affiliation.contact_id.in_(ids))
        .order_by(Affiliation.contact_id, Affiliation.ends_on.is_not(None), Affiliation.ends_on.desc(), Affiliation.id)
    )
    if on is not None:
        statement = statement.where(
            or_(Affiliation.starts_on.is_(None), Affiliation.starts_on <= on),
            or_(Affiliation.ends_on.is_(None), Affiliation.ends_on >= on),
        )
    found: defaultdict[int, dict[int, RecordAffiliation]] = defaultdict(dict)
    for contact, number, institution, uid, role, department, starts_on, ends_on in session.execute(statement):
        found[contact][number] = RecordAffiliation(institution, uid, role, department, starts_on, ends_on)
    return found


def record_dict(record: ContactRecord) -> dict[str, Any]:
    """Return all that `record` says, for JSON."""
    return {
        "uid": record.uid and str(record.uid),
        "kind": record.kind,
        "name": record.name,
        "title": record.title,
        "given": record.given,
        "family": record.family,
        "suffix": record.suffix,
        "language": record.language,
        "emails": [{"address": entry.value, **_entry_dict(entry)} for entry in record.email_entries],
        "phones": [
            {"number": None if entry.value is None else str(entry.value), **_entry_dict(entry)}
            for entry in record.phone_entries
        ],
        "affiliations": [_job_dict(job) for job in record.affiliations],
    }


def _entry_dict(entry: RecordCoordinate[Any]) -> dict[str, Any]:
    return {
        "text": entry.text,
        "label": entry.label,
        "error": entry.error_code,
        "public": entry.is_public,
        "verified_on": entry.verified_on and entry.verified_on.isoformat(),
        "affiliation": entry.affiliation,
    }


def _job_dict(job: RecordAffiliation) -> dict[str, Any]:
    return {
        "institution": job.institution,
        "institution_uid": job.institution_uid and str(job.institution_uid),
        "role": job.role,
        "department": job.department,
        "starts_on": job.starts_on and job.starts_on.isoformat(),
        "ends_on": job.ends_on and job.ends_on.isoformat(),
    }
