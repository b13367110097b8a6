"""A reading becomes rows: the only place where reading and storing meet.

What is known is recognised, what is not is added, what is doubtful is added and said to be doubtful. Nothing that is
stored already is overwritten, and the same document changes nothing the second time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from sqlalchemy import column, func, or_, select, table

from crm import communiques, contacts, coverage, institutions, provenance
from crm.base import folded
from crm.drift import VERSION_TABLE
from crm.models import (
    Affiliation,
    Boilerplate,
    Communique,
    CommuniqueStatus,
    ContactEmail,
    ContactKind,
    ContactPhone,
    CoordinateKind,
    Coverage,
    CoverageSnapshot,
    DateKind,
    DatePrecision,
    Document,
    Institution,
    InstitutionName,
    Issuer,
    PressContact,
    Provenance,
    RelationKind,
)
from crm.reading import part_of, read
from crm.values import PersonName

if TYPE_CHECKING:
    import datetime as dt
    import os
    from collections.abc import Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from crm.base import Base
    from crm.reading import ReadContact, Reading, ReadWarning

__all__ = ["IngestReport", "ReportEntry", "ingest", "store"]

_LOCK: Final = 0x63726D_696E67
"""The advisory lock of those who ingest on PostgreSQL: ``crm`` and ``ing`` in ASCII."""

Outcome = Literal["added", "recognised", "unchanged"]
Verdict = Literal["added", "recognised", "unsure"]


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """One thing the document named: what became of it, what it is, its name, where it stands, and why in doubt."""

    verdict: Verdict
    what: str
    name: str
    lines: tuple[int, int] | None = None
    note: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the entry as JSON prints it."""
        lines = None if self.lines is None else list(self.lines)
        return {"what": self.what, "name": self.name, "lines": lines, "note": self.note}


@dataclass(slots=True)
class IngestReport:
    """What became of one document, entry by entry in the order it was stored.

    `outcome` is ``added`` for a new communiqué, ``recognised`` for one that was known from another document,
    ``unchanged`` for a document that was stored before.
    """

    file: str | None
    outcome: Outcome
    communique: Communique | None = None
    entries: list[ReportEntry] = field(default_factory=list)
    warnings: Sequence[ReadWarning] = ()

    def having(self, verdict: Verdict) -> list[ReportEntry]:
        """Return the entries that were ``added``, ``recognised`` or left ``unsure``."""
        return [entry for entry in self.entries if entry.verdict == verdict]

    def as_dict(self) -> dict[str, Any]:
        """Return the report as JSON prints it."""
        found = self.communique
        return {
            "file": self.file,
            "outcome": self.outcome,
            "communique": None if found is None else {"id": found.id, "uid": str(found.uid), "title": found.title},
            **{verdict: [entry.as_dict() for entry in self.having(verdict)] for verdict in get_args(Verdict)},
            "warnings": [warning.as_dict() for warning in self.warnings],
        }


def ingest(
    session: Session,
    source: str | bytes | os.PathLike[str],
    *,
    region: str | None = None,
    today: dt.date | None = None,
) -> IngestReport:
    """Read `source` and store what it says; return what was added, recognised and left in doubt.

    Raises:
        SourceError: the file cannot be read; nothing is written.
    """
    return store(session, read(source, region, today))


def store(session: Session, reading: Reading) -> IngestReport:
    """Store what `reading` found; return what was added, recognised and left in doubt.

    Until the transaction ends, others who ingest wait: two at once would each add what neither knows yet.
    """
    _wait_for_turn(session)
    document = session.scalars(select(Document).where(Document.sha256 == reading.sha256)).first()
    if document is not None:
        known = session.scalars(_communique_of(document)).first()
        if known is not None:
            return IngestReport(reading.file, "unchanged", known)
    else:
        document = Document(
            sha256=reading.sha256, name=_file_name(reading.file), charset=reading.charset, text=reading.text
        )
        session.add(document)
    intake = _Intake(session, reading, document)
    same = intake.same_communique()
    return intake.add() if same is None else intake.recognise(same)


def _wait_for_turn(session: Session) -> None:
    """Let one at a time ingest; SQLite's writers queue by themselves."""
    dialect = session.get_bind().dialect.name
    if dialect == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    elif dialect != "sqlite":
        session.execute(select(column("version_num")).select_from(table(VERSION_TABLE)).with_for_update())


def _communique_of(document: Document) -> Select[Communique]:
    """Return the communiqué that was read from `document`, or recognised in it."""
    recognised = select(Provenance.subject_id).where(
        Provenance.subject == "communique", Provenance.document_id == document.id, Provenance.field.is_(None)
    )
    return communiques.listed().where(or_(Communique.document_id == document.id, Communique.id.in_(recognised)))


@dataclass(slots=True)
class _Intake:
    """One document on its way in."""

    session: Session
    reading: Reading
    document: Document
    report: IngestReport = field(init=False)
    issuers: list[Institution] = field(default_factory=list)
    named: dict[str, Institution] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.report = IngestReport(self.reading.file, "added", warnings=self.reading.warnings)

    # -- the two ways ----------------------------------------------------------------------------------------------

    def add(self) -> IngestReport:
        """Store a communiqué that is not known."""
        communique = self._communique()
        self.report.communique = communique
        for position, found in enumerate(self.reading.institutions):
            institution = self._institution(found.name, found.lines)
            self._issuer(communique, institution, position, found.name)
            self.issuers.append(institution)
        for position, contact in enumerate(self.reading.contacts):
            self._coverage(communique, contact, position)
        self._boilerplates()
        self.session.flush()
        return self.report

    def same_communique(self) -> Communique | None:
        """Return the communiqué that is known under this title, language and date; without a date, ask."""
        reading = self.reading
        if reading.title is None:
            return None
        alike = communiques.listed().where(
            Communique.title_key == folded(reading.title), Communique.language.is_not_distinct_from(reading.language)
        )
        if reading.date is not None:
            return self.session.scalars(alike.where(Communique.dated_on == reading.date.value)).first()
        undated = self.session.scalars(alike.where(Communique.dated_on.is_(None))).first()
        if undated is not None:
            note = f"the title of communiqué {undated.id}, and no date on either: kept apart"
            self._tell("unsure", "communiqué", reading.title, None, note)
        return None

    def recognise(self, communique: Communique) -> IngestReport:
        """Keep a second document of a known communiqué, and ask about what it prints otherwise."""
        self.report.outcome = "recognised"
        self.report.communique = communique
        self.session.flush()
        self._origin(communique, None)
        covering = self.session.scalars(coverage.of(communique)).all()
        for found in self.reading.contacts:
            note = _otherwise(found, covering)
            if note is not None:
                self._tell("unsure", "contact", str(_name(found) or _address(found)), found.lines, note)
        return self.report

    # -- communiqué ------------------------------------------------------------------------------------------------

    def _communique(self) -> Communique:
        reading = self.reading
        date, updated, embargo = reading.date, reading.updated, reading.embargo
        communique = Communique(
            title=reading.title,
            subtitle=reading.subtitle,
            language=reading.language,
            body=reading.text,
            status=CommuniqueStatus.PUBLISHED,
            dated_on=date and date.value,
            date_kind=date and DateKind(date.kind),
            date_precision=date and DatePrecision(date.precision),
            date_text=date and date.text,
            date_assumed=",".join(date.assumed) or None if date else None,
            updated_on=updated and updated.value,
            updated_text=updated and updated.text,
            embargo_at=embargo and embargo.instant,
            embargo_zone=embargo and embargo.zone,
            embargo_text=embargo and embargo.text,
            document=self.document,
        )
        self._new("communiqué", reading.title or "(untitled)", communique, None)
        for name, found in (("dated_on", date), ("updated_on", updated), ("embargo_at", embargo)):
            if found is not None:
                self._origin(communique, found.lines, name, found.text)
        if date is not None and date.assumed:
            self._tell("unsure", "date", date.text, date.lines, f"{', '.join(date.assumed)} inferred: {date.value}")
        return communique

    def _issuer(self, communique: Communique, institution: Institution, position: int, printed: str) -> None:
        key = {"communique_id": communique.id, "institution_id": institution.id}
        if self.session.scalars(select(Issuer).filter_by(**key)).first() is None:
            self.session.add(Issuer(**key, position=position, printed_name=printed))
            self.session.flush()

    def _boilerplates(self) -> None:
        for found in self.reading.boilerplates:
            if found.institution is None:
                self._tell("unsure", "boilerplate", found.text[:60], found.lines, "whose it is, the text does not say")
                continue
            institution = self._institution(found.institution, found.lines)
            same = select(Boilerplate).where(
                Boilerplate.institution_id == institution.id, Boilerplate.text == found.text
            )
            if self.session.scalars(same).first() is None:
                boilerplate = Boilerplate(
                    institution_id=institution.id, language=self.reading.language, text=found.text
                )
                self._new("boilerplate", institution.name, boilerplate, found.lines)

    # -- institutions ----------------------------------------------------------------------------------------------

    def _institution(self, name: str, lines: tuple[int, int]) -> Institution:
        """Return the institution of that name; within one document the same name is the same institution."""
        key = folded(name)
        if key not in self.named:
            self.named[key] = self._known_institution(name, lines) or self._new_institution(name, lines)
        return self.named[key]

    def _known_institution(self, name: str, lines: tuple[int, int]) -> Institution | None:
        """Return the one institution of that name; of several none is chosen."""
        known = self.session.scalars(institutions.named(name).limit(2)).all()
        if len(known) > 1:
            self._tell("unsure", "institution", name, lines, "several have this name: kept apart as a new one")
        if len(known) != 1:
            return None
        self._tell("recognised", "institution", known[0].name, lines)
        return known[0]

    def _new_institution(self, name: str, lines: tuple[int, int]) -> Institution:
        names = [InstitutionName(text=name, language=self.reading.language)]
        institution = Institution(name=name, names=names)
        self._new("institution", name, institution, lines)
        self._parent(institution, lines)
        return institution

    def _parent(self, institution: Institution, lines: tuple[int, int]) -> None:
        """Relate a part to its parent where its name says which of the issuers that is."""
        issuers = [issuer.name for issuer in self.reading.institutions if issuer.name != institution.name]
        name = part_of(institution.name, issuers)
        if name is not None:
            parent = self._institution(name, lines)
            relation = institutions.relate(self.session, institution, RelationKind.PART_OF, parent)
            self._origin(relation, lines, text=institution.name)
            self._tell("added", "relation", f"{institution.name} is a part of {parent.name}", lines)

    # -- contacts --------------------------------------------------------------------------------------------------

    def _coverage(self, communique: Communique, found: ReadContact, position: int) -> None:
        institution = self._institution(found.institution, found.lines) if found.institution else None
        contact = self._contact(found, institution)
        job = None if institution is None else self._affiliation(contact, institution, found)
        self._coordinates(contact, job, found)
        covering = coverage.assign(self.session, communique, contact, on_behalf_of=institution, position=position)
        self._origin(covering, found.lines, text=found.printed)
        self._freeze(covering, found)

    def _contact(self, found: ReadContact, institution: Institution | None) -> PressContact:
        """Return the contact this is; one that nobody is known to be is added, with the doubt there may be."""
        name = _name(found)
        near = self.issuers if institution is None else [institution]
        recognised = contacts.recognise(self.session, found.kind, name, found.emails, near)
        if recognised.contact is not None:
            self._known("contact", str(recognised.contact.name or _address(found)), found.lines)
            return recognised.contact
        contact = PressContact(kind=ContactKind(found.kind), name=name)
        label = str(name or f"desk {_address(found)}")
        self._new("contact", label, contact, found.lines)
        if recognised.doubt is not None:
            self._tell("unsure", "contact", label, found.lines, recognised.doubt)
        return contact

    def _affiliation(self, contact: PressContact, institution: Institution, found: ReadContact) -> Affiliation:
        key = {"contact_id": contact.id, "institution_id": institution.id}
        jobs = self.session.scalars(select(Affiliation).filter_by(**key).order_by(Affiliation.id)).all()
        dated_on = self.reading.date.value if self.reading.date else None
        held = [job for job in jobs if job.ends_on is None or dated_on is None or dated_on <= job.ends_on]
        if held:
            return held[0]
        job = Affiliation(**key, role=found.role)
        self.session.add(job)
        self.session.flush()
        self._origin(job, found.lines)
        return job

    def _coordinates(self, contact: PressContact, job: Affiliation | None, found: ReadContact) -> None:
        """Add the addresses and numbers that are news; what is known already stays as it is."""
        owned: Base
        for email in found.emails:
            if not any(_is_same(known, email, job) for known in contact.emails):
                contact.emails.append(owned := ContactEmail(value=email, text=found.text_of(email), affiliation=job))
                self._new("e-mail", str(email), owned, found.lines)
        for phone in found.phones:
            if not any(_is_same(known, phone, job) for known in contact.phones):
                contact.phones.append(owned := ContactPhone(value=phone, text=found.text_of(phone), affiliation=job))
                self._new("phone", str(phone), owned, found.lines)

        self._unreadable(contact, job, found)

    def _unreadable(self, contact: PressContact, job: Affiliation | None, found: ReadContact) -> None:
        """Keep what could not be read with its reason, to be mended."""
        for unread in found.unread:
            owned: ContactEmail | ContactPhone
            values = {"text": unread.text, "error_code": unread.code, "affiliation": job}
            if unread.kind == "email":
                contact.emails.append(owned := ContactEmail(**values))
            else:
                contact.phones.append(owned := ContactPhone(**values))
            self._new(unread.kind, unread.text, owned, found.lines)
            self._tell("unsure", unread.kind, unread.text, found.lines, f"kept as it is: {unread.reason}")

    def _freeze(self, covering: Coverage, found: ReadContact) -> None:
        """Keep what was printed of the contact, as it was printed."""
        name = _name(found)
        if covering.printed is None:
            snapshot = CoverageSnapshot(
                coverage=covering,
                name=None if name is None else name.printed,
                institution=found.institution,
                role=found.role,
                text=found.printed or None,
                coordinates=[
                    *coverage.printed_coordinates(CoordinateKind.EMAIL, found.emails),
                    *coverage.printed_coordinates(CoordinateKind.PHONE, found.phones),
                ],
            )
            self.session.add(snapshot)
            self.session.flush()

    # -- the report ------------------------------------------------------------------------------------------------

    def _new(self, what: str, name: str, record: Base, lines: tuple[int, int] | None) -> None:
        self.session.add(record)
        self.session.flush()
        self._origin(record, lines)
        self._tell("added", what, name, lines)

    def _known(self, what: str, name: str, lines: tuple[int, int] | None) -> None:
        if not any((entry.what, entry.name) == (what, name) for entry in self.report.entries):
            self._tell("recognised", what, name, lines)

    def _tell(
        self, verdict: Verdict, what: str, name: str, lines: tuple[int, int] | None, note: str | None = None
    ) -> None:
        self.report.entries.append(ReportEntry(verdict, what, name, lines, note))

    def _origin(
        self, record: Base, lines: tuple[int, int] | None, column: str | None = None, text: str | None = None
    ) -> None:
        provenance.record(self.session, record, document=self.document, lines=lines, field=column, text=text)


def _otherwise(found: ReadContact, covering: Sequence[Coverage]) -> str | None:
    """Return in words what a second document prints of a contact that the first did not."""
    name = _name(found)
    printed = [one.printed for one in covering if one.printed and _same_name(one.contact, name)]
    if not printed:
        return "printed here, but the communiqué was stored from another document without this contact"
    known = {coordinate.value.casefold() for snapshot in printed for coordinate in snapshot.coordinates}
    news = [str(value) for value in (*found.emails, *found.phones) if str(value).casefold() not in known]
    return f"printed here with {', '.join(news)}, which the first document does not have" if news else None


def _same_name(contact: PressContact, name: PersonName | None) -> bool:
    return (contact.name and contact.name.key) == (name and name.key)


def _file_name(file: str | None) -> str:
    """The name without its folder, of whichever system: folders name persons and machines."""
    return (file or "").replace("\\", "/").rpartition("/")[2] or "(text)"


def _address(found: ReadContact) -> str:
    return str(next(iter([*found.emails, *found.phones]), "without a name"))


def _name(found: ReadContact) -> PersonName | None:
    """The person's name, or what the desk is called; None for a bare mailbox. A couple in one line stays one."""
    if found.kind == "person" and found.name is not None:
        return PersonName.one(found.name)
    printed = found.name or found.role
    return None if printed is None else PersonName.verbatim(printed)


def _is_same(known: ContactEmail | ContactPhone, value: object, job: Affiliation | None) -> bool:
    """A coordinate printed for a second job is a second coordinate: it may end with the one and not the other."""
    return known.value == value and (job is None or known.affiliation_id in (None, job.id))
