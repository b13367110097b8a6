"""The contacts that a document prints: recognised or added, each with its coverage and what was printed of it.

What a known contact was not known by is *news*: kept behind what is held, with its origin, and told. When a later
release has printed the contact otherwise, it is kept but not public until a person, or a release of that day or later,
says that it holds: an old release never makes an old number look current.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from crm import contacts, coordinates
from crm.base import folded
from crm.models import (
    Affiliation,
    ContactEmail,
    ContactKind,
    ContactPhone,
    CoordinateKind,
    Coverage,
    CoverageRole,
    CoverageSnapshot,
    PressContact,
    PrintedCoordinate,
)
from crm.values import EmailAddress, PersonName

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.ingest.institutions import Named
    from crm.ingest.intake import Intake
    from crm.models import Communique, Institution
    from crm.reading import ReadContact
    from crm.values import PhoneNumber

__all__ = ["People", "address_of", "name_of"]


@dataclass(slots=True)
class People:
    """The contacts of one document."""

    intake: Intake
    named: Named
    issuers: list[Institution] = field(default_factory=list)
    added: set[int] = field(default_factory=set)
    """The contacts that this document made known: nothing it prints of them is news."""
    met: list[tuple[PressContact, Institution | None, ReadContact]] = field(default_factory=list)

    def meet(self, found: ReadContact) -> None:
        """Find or add the contact that is printed there, with what is printed of it."""
        institution = self.named.institution(found.institution, found.lines) if found.institution else None
        contact = self._contact(found, institution)
        job = None if institution is None else self._affiliation(contact, institution, found)
        self._coordinates(contact, job, found)
        self._unreadable(contact, job, found)
        self.met.append((contact, institution, found))

    def cover(self, communique: Communique) -> None:
        """Make those who were met answer for a new communiqué, and freeze what it prints of each."""
        covering: dict[tuple[int, int | None], Coverage] = {}
        firsts, mentions = [], []
        for position, (contact, institution, found) in enumerate(self.met):
            key = contact.id, None if institution is None else institution.id
            if key not in covering:
                covering[key] = _coverage(communique, contact, institution, found, position)
                firsts.append((covering[key], found))
            mentions.append((covering[key], found))
        self.intake.session.add_all(covering.values())
        self.intake.session.flush()
        for one, found in mentions:
            self.intake.origin(one, found.lines, text=found.printed)
        printed = [row for one, found in firsts for row in _printed(one, found)]
        if printed:  # at once: through the snapshots SQLite would be told one by one
            self.intake.session.execute(insert(PrintedCoordinate), printed)

    def _contact(self, found: ReadContact, institution: Institution | None) -> PressContact:
        """Return the contact this is; one that nobody is known to be is added, with the doubt there may be."""
        name = name_of(found)
        near = self.issuers if institution is None else [institution]
        recognised = contacts.recognise(self.intake.session, found.kind, name, found.emails, near)
        if recognised.contact is not None:
            self.intake.known("contact", str(recognised.contact.name or address_of(found)), found.lines)
            return recognised.contact
        contact = PressContact(kind=ContactKind(found.kind), name=name)
        label = str(name or f"desk {address_of(found)}")
        self.intake.new("contact", label, contact, found.lines)
        self.added.add(contact.id)
        if recognised.doubt is not None:
            self.intake.tell("unsure", "contact", label, found.lines, recognised.doubt)
        return contact

    def _affiliation(self, contact: PressContact, institution: Institution, found: ReadContact) -> Affiliation:
        key = {"contact_id": contact.id, "institution_id": institution.id}
        jobs = select(Affiliation).filter_by(**key).order_by(Affiliation.id)
        day = self.intake.dated_on
        held = [
            job for job in self.intake.session.scalars(jobs) if job.ends_on is None or day is None or day <= job.ends_on
        ]
        if held:
            self._role(contact, held[0], found)
            return held[0]
        job = Affiliation(**key, role=found.role)
        self.intake.keep(job, found.lines)
        return job

    def _role(self, contact: PressContact, job: Affiliation, found: ReadContact) -> None:
        """Tell a role that the job does not have and no release has printed; what was printed is in the snapshot."""
        if not found.role or folded(found.role) == folded(job.role or ""):
            return
        roles = select(CoverageSnapshot.role).join(Coverage).where(Coverage.contact_id == contact.id).distinct()
        if folded(found.role) not in {folded(role) for role in self.intake.session.scalars(roles) if role}:
            self._news("role", found.role, contact, found, f"was not known; known: {job.role or 'none'}")

    # -- coordinates -----------------------------------------------------------------------------------------------

    def _coordinates(self, contact: PressContact, job: Affiliation | None, found: ReadContact) -> None:
        """Add the addresses and numbers that are not held; what is held stays as it is."""
        for email in found.emails:
            self._coordinate(contact, job, found, email, contact.emails)
        for phone in found.phones:
            self._coordinate(contact, job, found, phone, contact.phones)

    def _coordinate(
        self,
        contact: PressContact,
        job: Affiliation | None,
        found: ReadContact,
        value: EmailAddress | PhoneNumber,
        held: Sequence[ContactEmail | ContactPhone],
    ) -> None:
        """Add one coordinate, the last of its kind, unless it is held."""
        same = next((known for known in held if _is_same(known, value, job)), None)
        if same is None:
            values = [known.value for known in held if known.value is not None]
            is_news = contact.id not in self.added and value not in values
            add = self._add_news if is_news else self._add_coordinate
            add(contact, job, found, value)
        elif not same.is_public:
            self._public_again(contact, job, same, found)

    def _add_coordinate(
        self, contact: PressContact, job: Affiliation | None, found: ReadContact, value: EmailAddress | PhoneNumber
    ) -> None:
        owned = _appended(contact, value, text=found.text_of(value), affiliation=job)
        self.intake.new(_what(owned), str(value), owned, found.lines)

    def _add_news(
        self, contact: PressContact, job: Affiliation | None, found: ReadContact, value: EmailAddress | PhoneNumber
    ) -> None:
        """Keep behind what is held what a known contact was not known by; out of the way when it is older than that."""
        kind = CoordinateKind.EMAIL if isinstance(value, EmailAddress) else CoordinateKind.PHONE
        held = contact.emails if kind == CoordinateKind.EMAIL else contact.phones
        known = ", ".join(str(one.value or one.text) for one in held) or "none"
        later = coordinates.printed_after(self.intake.session, contact, kind, self.intake.dated_on, job)
        owned = _appended(contact, value, text=found.text_of(value), affiliation=job, is_public=later is None)
        self.intake.keep(owned, found.lines)
        if later is not None:
            self.intake.origin(owned, found.lines, coordinates.HELD_BACK)
        age = f"older than what held on {later}, so not public; " if later else ""
        self._news(_what(owned), str(value), contact, found, f"was not known; {age}known: {known}")

    def _public_again(
        self, contact: PressContact, job: Affiliation | None, held: ContactEmail | ContactPhone, found: ReadContact
    ) -> None:
        """Give out again what was held back for its age, when a release prints it that is not older than others."""
        session, kind = self.intake.session, coordinates.kind_of(held)
        if self.intake.dated_on is None or not coordinates.is_held_back(session, held):
            return
        if coordinates.printed_after(session, contact, kind, self.intake.dated_on, job) is None:
            held.is_public = True
            self.intake.origin(held, found.lines, coordinates.HELD_BACK)
            self._news(_what(held), str(held.value), contact, found, "was not public for its age, and is again")

    def _news(self, what: str, name: str, contact: PressContact, found: ReadContact, note: str) -> None:
        day = self.intake.dated_on
        label = str(contact.name or f"desk {contact.id}")
        when = f"printed on {day}" if day else "printed without a date"
        self.intake.tell("news", what, name, found.lines, f"{label}, {when}, {note}")

    def _unreadable(self, contact: PressContact, job: Affiliation | None, found: ReadContact) -> None:
        """Keep what could not be read with its reason, to be mended; once, however often it is printed."""
        for unread in found.unread:
            owned: ContactEmail | ContactPhone
            held: Sequence[ContactEmail | ContactPhone]
            held = contact.emails if unread.kind == "email" else contact.phones
            if any((known.text, known.error_code) == (unread.text, unread.code) for known in held):
                continue
            values = {"text": unread.text, "error_code": unread.code, "affiliation": job}
            if unread.kind == "email":
                contact.emails.append(owned := ContactEmail(**values))
            else:
                contact.phones.append(owned := ContactPhone(**values))
            self.intake.new(unread.kind, unread.text, owned, found.lines)
            self.intake.tell("unsure", unread.kind, unread.text, found.lines, f"kept as it is: {unread.reason}")


def _coverage(
    communique: Communique,
    contact: PressContact,
    institution: Institution | None,
    found: ReadContact,
    position: int,
) -> Coverage:
    """Return the coverage of a contact, with what was printed of it."""
    name = name_of(found)
    snapshot = CoverageSnapshot(
        name=None if name is None else name.printed,
        institution=found.institution,
        role=found.role,
        text=found.printed or None,
    )
    return Coverage(
        communique=communique,
        contact=contact,
        institution=institution,
        role=CoverageRole.PRESS,
        position=position,
        printed=snapshot,
        standing_in_for=None,
    )


def _printed(covering: Coverage, found: ReadContact) -> Iterator[dict[str, object]]:
    """Yield the rows of the addresses and numbers that were printed."""
    for kind, values in ((CoordinateKind.EMAIL, found.emails), (CoordinateKind.PHONE, found.phones)):
        for place, value in enumerate(values):
            yield {"coverage_id": covering.id, "kind": kind, "position": place, "value": str(value)}


def name_of(found: ReadContact) -> PersonName | None:
    """Return the person's name, or what the desk is called; None for a bare mailbox. A couple in one line stays one."""
    if found.kind == "person" and found.name is not None:
        return PersonName.one(found.name)
    printed = found.name or found.role
    return None if printed is None else PersonName.verbatim(printed)


def address_of(found: ReadContact) -> str:
    """Return the first address or number, to call a contact by that has no name."""
    return str(next(iter([*found.emails, *found.phones]), "without a name"))


def _appended(
    contact: PressContact, value: EmailAddress | PhoneNumber, **values: object
) -> ContactEmail | ContactPhone:
    if isinstance(value, EmailAddress):
        email = ContactEmail(value=value, **values)
        contact.emails.append(email)
        return email
    phone = ContactPhone(value=value, **values)
    contact.phones.append(phone)
    return phone


def _what(coordinate: ContactEmail | ContactPhone) -> str:
    return "e-mail" if isinstance(coordinate, ContactEmail) else "phone"


def _is_same(known: ContactEmail | ContactPhone, value: object, job: Affiliation | None) -> bool:
    """A coordinate printed for a second job is a second coordinate: it may end with the one and not the other."""
    return known.value == value and (job is None or known.affiliation_id in (None, job.id))
