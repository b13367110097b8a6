"""A reading becomes rows: the only place where reading and storing meet.

What is known is recognised, what is not is added, what is doubtful is added and said to be doubtful. Nothing that is
stored already is overwritten, and the same document changes nothing the second time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from crm import communiques, coverage
from crm.base import folded
from crm.ingest.institutions import Named
from crm.ingest.intake import Intake
from crm.ingest.people import People, address_of, name_of
from crm.ingest.report import IngestReport
from crm.ingest.standing import standing_of
from crm.models import (
    Boilerplate,
    Communique,
    CommuniqueStatus,
    DateKind,
    DatePrecision,
    Document,
    Institution,
    Issuer,
    Provenance,
    StatusStep,
)
from crm.models.recording import BY
from crm.reading import read
from crm.targets import wait_for_turn

if TYPE_CHECKING:
    import datetime as dt
    import os
    from collections.abc import Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from crm.ingest.standing import Standing
    from crm.models import Coverage, PressContact
    from crm.reading import ReadContact, Reading
    from crm.values import PersonName

__all__ = ["ingest", "store", "stored"]

_ARCHIVE: Final = re.compile(r".*?\.(?:zip|tar|tar\.gz|tgz)!(?=.)", re.IGNORECASE | re.DOTALL)


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
    return store(session, read(source, region, today), today=today)


def store(session: Session, reading: Reading, *, today: dt.date | None = None) -> IngestReport:
    """Store what `reading` found; return what was added, recognised and left in doubt.

    A communiqué whose embargo has not lifted on `today`, by now unless given, is stored under embargo.

    Until the transaction ends, others who ingest wait: two at once would each add what neither knows yet. On PostgreSQL
    the transaction should be READ COMMITTED, as it is by default, so that whoever has waited sees what was added.
    """
    wait_for_turn(session)
    document = session.scalars(select(Document).where(Document.sha256 == reading.sha256)).first()
    if document is not None:
        known = _communique_of(session, document.id, communiques.listed())
        if known is not None:
            return IngestReport(reading.file, "unchanged", known)
    else:
        document = Document(
            sha256=reading.sha256, name=_file_name(reading.file), charset=reading.charset, text=reading.text
        )
        session.add(document)
    storing = _Storing(Intake(session, reading, document), standing_of(reading, today))
    same = storing.same_communique()
    return storing.add() if same is None else storing.recognise(same)


def stored(session: Session, sha256: str) -> Communique | None:
    """Return the communiqué that bytes with this SHA-256 (hexadecimal) were stored as; None when they were not."""
    document = session.scalar(select(Document.id).where(Document.sha256 == sha256))
    return None if document is None else _communique_of(session, document, select(Communique))


def _communique_of(session: Session, document: int, among: Select[Communique]) -> Communique | None:
    """Return the communiqué that was read from that document, or else the one that was recognised in it.

    They are two questions, because PostgreSQL reads the whole table for one with OR.
    """
    recognised = select(Provenance.subject_id).where(
        Provenance.subject == "communique", Provenance.document_id == document, Provenance.field.is_(None)
    )
    read_from = session.scalars(among.where(Communique.document_id == document).limit(1)).first()
    return read_from or session.scalars(among.where(Communique.id.in_(recognised)).limit(1)).first()


@dataclass(slots=True)
class _Storing:
    """One document, on one of the two ways: a new communiqué, or one that is known from another document."""

    intake: Intake
    standing: Standing
    named: Named = field(init=False)

    def __post_init__(self) -> None:
        self.named = Named(self.intake)

    def add(self) -> IngestReport:
        """Store a communiqué that is not known."""
        reading = self.intake.reading
        communique = self._communique()
        self.intake.report.communique = communique
        people = People(self.intake, self.named)
        people.issuers = self._issuers(communique)
        for contact in reading.contacts:
            people.meet(contact)
        people.cover(communique)
        self._boilerplates()
        return self.intake.settle()

    def same_communique(self) -> Communique | None:
        """Return the communiqué that is known under this title, language and date; without a date, ask."""
        reading, session = self.intake.reading, self.intake.session
        if reading.title is None:
            return None
        alike = communiques.listed().where(
            Communique.title_key == folded(reading.title), Communique.language.is_not_distinct_from(reading.language)
        )
        if reading.date is not None:
            return session.scalars(alike.where(Communique.dated_on == reading.date.value)).first()
        undated = session.scalars(alike.where(Communique.dated_on.is_(None))).first()
        if undated is not None:
            note = f"the title of communiqué {undated.id}, and no date on either: kept apart"
            self.intake.tell("unsure", "communiqué", reading.title, None, note)
        return None

    def recognise(self, communique: Communique) -> IngestReport:
        """Keep a second document of a known communiqué, and ask about what it prints otherwise."""
        self.intake.report.outcome = "recognised"
        self.intake.report.communique = communique
        self.intake.session.flush()
        self.intake.origin(communique, None)
        covering = self.intake.session.scalars(coverage.of(communique)).all()
        for found in self.intake.reading.contacts:
            note = _otherwise(found, covering)
            if note is not None:
                self.intake.tell("unsure", "contact", str(name_of(found) or address_of(found)), found.lines, note)
        return self.intake.settle()

    def _communique(self) -> Communique:
        reading = self.intake.reading
        date, updated, embargo = reading.date, reading.updated, reading.embargo
        communique = Communique(**_facts(reading), document=self.intake.document, status=self.standing.status)
        self.intake.new("communiqué", reading.title or "(untitled)", communique, None)
        self._step(communique)
        for name, found in (("dated_on", date), ("updated_on", updated), ("embargo_at", embargo)):
            if found is not None:
                self.intake.origin(communique, found.lines, name, found.text)
        if date is not None and date.assumed:
            note = f"{', '.join(date.assumed)} inferred: {date.value}"
            self.intake.tell("unsure", "date", date.text, date.lines, note)
        return communique

    def _step(self, communique: Communique) -> None:
        """Record how the communiqué came to stand as it does, and tell of an embargo."""
        session, embargo, (status, doubt) = self.intake.session, self.intake.reading.embargo, self.standing
        if status != CommuniqueStatus.DRAFT:
            steps = {"status_before": CommuniqueStatus.DRAFT, "status_after": status}
            by = session.info.get(BY)
            session.add(StatusStep(communique_id=communique.id, **steps, stepped_by=by, note="ingested"))
        if doubt is not None:
            self.intake.tell("unsure", "embargo", doubt.message, doubt.lines, "stored as a draft: say until when")
        elif status == CommuniqueStatus.EMBARGOED and embargo is not None:
            until = f"until {embargo.instant:%Y-%m-%d %H:%M} {embargo.zone}"
            self.intake.tell("added", "embargo", until, embargo.lines)

    def _issuers(self, communique: Communique) -> list[Institution]:
        """Return the institutions of the heading, in order, each made an issuer once."""
        found = [(one, self.named.institution(one.name, one.lines)) for one in self.intake.reading.institutions]
        issuers: dict[int, Issuer] = {}
        for position, (one, institution) in enumerate(found):
            key = {"communique_id": communique.id, "institution_id": institution.id}
            issuers.setdefault(institution.id, Issuer(**key, position=position, printed_name=one.name))
        self.intake.session.add_all(issuers.values())
        return [institution for _, institution in found]

    def _boilerplates(self) -> None:
        for found in self.intake.reading.boilerplates:
            if found.institution is None:
                note = "whose it is, the text does not say"
                self.intake.tell("unsure", "boilerplate", found.text[:60], found.lines, note)
                continue
            institution = self.named.institution(found.institution, found.lines)
            same = select(Boilerplate.id).where(
                Boilerplate.institution_id == institution.id, Boilerplate.text == found.text
            )
            if self.intake.session.scalars(same).first() is None:
                language = self.intake.reading.language
                boilerplate = Boilerplate(institution_id=institution.id, language=language, text=found.text)
                self.intake.new("boilerplate", institution.name, boilerplate, found.lines)


def _facts(reading: Reading) -> dict[str, Any]:
    """Return the columns of a communiqué that the text itself fills."""
    date, updated, embargo = reading.date, reading.updated, reading.embargo
    return {
        "title": reading.title,
        "subtitle": reading.subtitle,
        "language": reading.language,
        "body": reading.text,
        "dated_on": date and date.value,
        "date_kind": date and DateKind(date.kind),
        "date_precision": date and DatePrecision(date.precision),
        "date_text": date and date.text,
        "date_assumed": ",".join(date.assumed) or None if date else None,
        "updated_on": updated and updated.value,
        "updated_text": updated and updated.text,
        "embargo_at": embargo and embargo.instant,
        "embargo_zone": embargo and embargo.zone,
        "embargo_text": embargo and embargo.text,
    }


def _otherwise(found: ReadContact, covering: Sequence[Coverage]) -> str | None:
    """Return in words what a second document prints of a contact that the first did not."""
    name = name_of(found)
    printed = [one.printed for one in covering if one.printed and _same_name(one.contact, name)]
    if not printed:
        return "printed here, but the communiqué was stored from another document without this contact"
    known = {coordinate.value.casefold() for snapshot in printed for coordinate in snapshot.coordinates}
    news = [str(value) for value in (*found.emails, *found.phones) if str(value).casefold() not in known]
    return f"printed here with {', '.join(news)}, which the first document does not have" if news else None


def _same_name(contact: PressContact, name: PersonName | None) -> bool:
    return (contact.name and contact.name.key) == (name and name.key)


def _file_name(file: str | None) -> str:
    """The name without its folder or archive, of whichever system: folders name persons and machines."""
    inside = _ARCHIVE.sub("", (file or "").replace("\\", "/"))
    return inside.rpartition("/")[2] or "(text)"
