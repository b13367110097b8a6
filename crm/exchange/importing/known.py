"""The contacts that the rows of a batch may be about, fetched with a few statements whatever the size of the batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlalchemy import select, union

from crm.exchange.importing.held import HeldContact, HeldCoordinate, HeldJob
from crm.exchange.importing.lookups import among
from crm.models import Affiliation, ContactEmail, ContactKind, ContactPhone, Institution, PressContact, Provenance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy.orm import Session

    from crm.exchange.importing.asked import Asked
    from crm.exchange.importing.places import Places

__all__ = ["Known"]

_CONTACT: Final = PressContact.__table__.c
_EMAIL: Final = ContactEmail.__table__.c
_PHONE: Final = ContactPhone.__table__.c
_JOB: Final = Affiliation.__table__.c
_CHUNK: Final = 5_000
"""Contacts fetched at a time."""


class Known:
    """Images of contacts, found by uid, by address, by number and by name; those of the batch itself included."""

    def __init__(self, session: Session, places: Places, run: int) -> None:
        self._session = session
        self._run = run
        self._places = places
        self._dialect = session.get_bind().dialect.name
        self.contacts: dict[int, HeldContact] = {}
        self.by_uid: dict[str, HeldContact] = {}
        self.by_name: dict[str, list[HeldContact]] = {}
        self.by_coordinate: dict[str, list[HeldContact]] = {}
        self.unnamed: list[HeldContact] = []
        """The desks without a name."""

    def fetch(self, batch: Sequence[Asked]) -> None:
        """Fetch whoever a row of the batch may mean."""
        found = self._ids(batch)
        for start in range(0, len(found), _CHUNK):
            self._load(found[start : start + _CHUNK])

    def add(self, contact: HeldContact) -> None:
        """Let the rows that follow meet `contact`."""
        self.by_uid[contact.uid] = contact
        if contact.name_key is None:
            self.unnamed.append(contact)
        else:
            self.name(contact, None)
        for one in contact.emails:
            self.coordinate(one)
        for one in contact.phones:
            self.coordinate(one)

    def name(self, contact: HeldContact, old: str | None) -> None:
        """Let `contact` be met under its name, and no longer under its `old` one."""
        if old is not None and contact in self.by_name.get(old, ()):
            self.by_name[old].remove(contact)
        if contact.name_key is not None:
            self.by_name.setdefault(contact.name_key, []).append(contact)

    def coordinate(self, one: HeldCoordinate) -> None:
        """Let the contact of `one` be met under it."""
        holders = self.by_coordinate.get(one.identity)
        if holders is None:
            self.by_coordinate[one.identity] = [one.contact]
        elif one.contact not in holders:
            holders.append(one.contact)

    def is_new(self, contact: HeldContact) -> bool:
        """Whether the list itself has made `contact`, in this batch or in one before."""
        if contact.id is None:
            return True
        made = select(Provenance.id).where(
            Provenance.subject == "contact",
            Provenance.subject_id == contact.id,
            Provenance.run_id == self._run,
            Provenance.field.is_(None),
        )
        return self._session.scalar(made.limit(1)) is not None

    def let_go(self) -> None:
        """Take the images apart, so that they go at once: each contact and its addresses hold each other."""
        for contact in self.by_uid.values():
            contact.emails.clear()
            contact.phones.clear()
            contact.jobs.clear()

    # -- statements --------------------------------------------------------------------------------------------------

    def _ids(self, batch: Sequence[Asked]) -> list[int]:
        questions = list(self._questions(batch))
        if not questions:
            return []
        return sorted(self._session.scalars(union(*questions)))

    def _questions(self, batch: Sequence[Asked]) -> Iterator[Any]:
        uids = [UUID(one.uid) for one in batch if one.uid is not None]
        names = {one.name.key for one in batch if one.name is not None}
        keys = {said.key for one in batch for said in one.emails if said.key is not None and not said.is_shared}
        of_desks = {said.key for one in batch for said in one.emails if said.is_shared and _may_be_a_desk(one)}
        nameless = [one for one in batch if one.name is None]
        if uids:
            yield select(_CONTACT.id).where(among(self._dialect, _CONTACT.uid, uids))
        if names:
            yield select(_CONTACT.id).where(among(self._dialect, _CONTACT.name_key, names))
        if keys:
            yield select(_EMAIL.contact_id).where(among(self._dialect, _EMAIL.address_key, keys))
        if of_desks:  # a person is never met under a shared mailbox, which thousands may have
            owners = select(_EMAIL.contact_id).where(among(self._dialect, _EMAIL.address_key, of_desks))
            yield select(_CONTACT.id).where(_CONTACT.kind == ContactKind.DESK, _CONTACT.id.in_(owners))
        if nameless:
            yield from self._of_nameless(nameless)

    def _of_nameless(self, batch: Sequence[Asked]) -> Iterator[Any]:
        """Return the desks without a name that have the same number or the same institution."""
        unnamed = select(_CONTACT.id).where(_CONTACT.name_key.is_(None))
        numbers = {said.value for one in batch for said in one.phones if said.value is not None}
        unread = {said.entry.text for one in batch for said in one.coordinates if said.value is None}
        places = {place.id for one in batch for place in one.places if place.id is not None}
        if numbers:
            owners = select(_PHONE.contact_id).where(among(self._dialect, _PHONE.e164, numbers))
            yield unnamed.where(_CONTACT.id.in_(owners))
        for table in (_EMAIL, _PHONE) if unread else ():
            owners = select(table.contact_id).where(
                table.error_code.is_not(None), among(self._dialect, table.text, unread)
            )
            yield unnamed.where(_CONTACT.id.in_(owners))
        if places:
            owners = select(_JOB.contact_id).where(among(self._dialect, _JOB.institution_id, places))
            yield unnamed.where(_CONTACT.id.in_(owners))

    def _load(self, ids: Sequence[int]) -> None:
        loaded: dict[int, HeldContact] = {}
        columns = (
            _CONTACT.uid, _CONTACT.kind, _CONTACT.printed_name, _CONTACT.title, _CONTACT.given_name,
            _CONTACT.family_name, _CONTACT.name_suffix, _CONTACT.name_key, _CONTACT.language, _CONTACT.id,
        )  # fmt: skip
        for uid, kind, *rest in self._rows(select(*columns), _CONTACT.id, ids, _CONTACT.id):
            contact = HeldContact(uid.hex, str(kind), *rest)
            loaded[rest[-1]] = contact
        jobs = self._load_jobs(loaded, ids)
        self._load_emails(loaded, jobs, ids)
        self._load_phones(loaded, jobs, ids)
        self.contacts.update(loaded)
        for contact in loaded.values():
            self.add(contact)

    def _rows(self, statement: Any, key: Any, ids: Sequence[int], *order: Any) -> Iterable[Any]:
        return self._session.execute(statement.where(among(self._dialect, key, ids)).order_by(*order))

    def _load_jobs(self, loaded: dict[int, HeldContact], ids: Sequence[int]) -> dict[int, HeldJob]:
        jobs: dict[int, HeldJob] = {}
        statement: Any = select(Affiliation.__table__, Institution.__table__.c.name, Institution.__table__.c.uid).join(
            Institution.__table__, Institution.__table__.c.id == _JOB.institution_id
        )
        for row in self._rows(statement, _JOB.contact_id, ids, _JOB.id):
            place = self._places.stored(row.institution_id, row.name, row.uid.hex)
            contact = loaded[row.contact_id]
            job = HeldJob(contact, place, row.role, row.department, row.starts_on, row.ends_on, row.id)
            contact.jobs.append(job)
            jobs[row.id] = job
        return jobs

    def _load_emails(self, loaded: dict[int, HeldContact], jobs: dict[int, HeldJob], ids: Sequence[int]) -> None:
        order = _EMAIL.contact_id, _EMAIL.position, _EMAIL.id
        for row in self._rows(select(ContactEmail.__table__), _EMAIL.contact_id, ids, *order):
            contact = loaded[row.contact_id]
            identity = row.address_key if row.address is not None else f"\0{row.text}"
            held = HeldCoordinate(contact, "email", identity, row.address, row.address_key, row.text, row.position)
            _describe(held, row, jobs)
            held.is_shared = row.is_shared
            contact.emails.append(held)

    def _load_phones(self, loaded: dict[int, HeldContact], jobs: dict[int, HeldJob], ids: Sequence[int]) -> None:
        order = _PHONE.contact_id, _PHONE.position, _PHONE.id
        for row in self._rows(select(ContactPhone.__table__), _PHONE.contact_id, ids, *order):
            contact = loaded[row.contact_id]
            number = row.e164 if row.extension is None else f"{row.e164};ext={row.extension}"
            identity = number if row.e164 is not None else f"\0{row.text}"
            held = HeldCoordinate(contact, "phone", identity, row.e164, row.extension, row.text, row.position)
            _describe(held, row, jobs)
            contact.phones.append(held)


def _describe(held: HeldCoordinate, row: Any, jobs: dict[int, HeldJob]) -> None:
    held.error_code, held.label, held.is_public = row.error_code, row.label, row.is_public
    held.verified_on, held.id = row.verified_on, row.id
    held.job = None if row.affiliation_id is None else jobs.get(row.affiliation_id)


def _may_be_a_desk(one: Asked) -> bool:
    return one.kind == "desk" or one.name is None
