"""The institutions that rows name: found once for each text, asked about where several may be meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlalchemy import func, select

from crm import institutions
from crm.base import folded
from crm.exchange.importing.asked import Refused
from crm.exchange.importing.held import Place
from crm.exchange.importing.lookups import among
from crm.exchange.records import Problem
from crm.institutions.strangers import strangers
from crm.models import Institution, InstitutionName, Provenance, ProvenanceOrigin

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sqlalchemy.orm import Session

    from crm.exchange.records import RecordAffiliation
    from crm.institutions import Candidate

__all__ = ["Places"]

_LIKELY: Final = 0.6
"""The least score of a candidate that is asked about: a faint likeness is none."""
_REMEMBERED: Final = 20_000
"""Texts remembered at a time; then the memory starts afresh, so that it stays flat."""
_SHOWN: Final = 5


class Places:
    """What each text for an institution means, as far as it has been asked."""

    def __init__(self, *, told: Mapping[str, UUID] | None = None, create: bool = False) -> None:
        self._told = {folded(text): uid.hex for text, uid in (told or {}).items()}
        self._create = create
        self._meant: dict[str, Place | Problem] = {}
        self._by_id: dict[int, Place] = {}
        self._by_uid: dict[str, Place] = {}
        self._new: list[Place] = []
        self._strangers: set[str] = set()
        """Texts of this batch that no stored name has anything in common with."""

    def forget(self) -> None:
        """Forget everything: a transaction was rolled back, and what it stored is not there."""
        self._meant.clear()
        self._by_id.clear()
        self._by_uid.clear()
        self._new.clear()

    def settle(self) -> None:
        """Take note of the institutions that have been stored since: there is one image of each."""
        for place in self._new:
            if place.id is not None and place.uid is not None:
                self._by_id[place.id] = self._by_uid[place.uid] = place
        self._new = [place for place in self._new if place.id is None]

    def prepare(self, session: Session, named: Iterable[RecordAffiliation]) -> None:
        """Look up what the affiliations of a batch name, so that only what is not exact is looked for one by one."""
        if len(self._meant) + len(self._by_id) > _REMEMBERED:
            self.forget()
        uids, keys = set(self._told.values()), dict[str, str]()
        for one in named:
            if one.institution_uid is not None:
                uids.add(one.institution_uid.hex)
            if one.institution not in self._meant and (key := folded(one.institution)):
                keys.setdefault(key, one.institution)
        self._by_uids(session, uids - self._by_uid.keys())
        self._exactly(session, keys.keys())
        unknown = [text for key, text in keys.items() if _exact(key) not in self._meant]
        self._strangers = strangers(session, unknown)

    def stored(self, number: int, name: str, uid: str) -> Place:
        """Return the one image there is of a stored institution."""
        place = self._by_id.get(number)
        if place is None:
            place = self._by_id[number] = Place(name, number, uid)
            self._by_uid[uid] = place
        return place

    def place(self, session: Session, named: RecordAffiliation, row: int) -> Place | None:
        """Return the institution that is named, known or new; None for a text that names nothing.

        Raises:
            Refused: several may be meant.
        """
        uid = None if named.institution_uid is None else named.institution_uid.hex
        if uid is not None and uid in self._by_uid:
            return self._by_uid[uid]
        text = named.institution
        meant = self._meant.get(text)
        if meant is None:
            if not folded(text):
                return None
            meant = self._meant[text] = self._resolved(session, text, row)
        if isinstance(meant, Problem):
            raise Refused(meant)
        if meant.id is None and meant.uid is None and uid is not None:
            meant.uid = uid
            self._by_uid[uid] = meant
        return meant

    def _by_uids(self, session: Session, uids: Collection[str]) -> None:
        if uids:
            dialect = session.get_bind().dialect.name
            known = among(dialect, Institution.__table__.c.uid, [UUID(one) for one in uids])
            for number, name, uid in session.execute(
                select(Institution.id, Institution.name, Institution.uid).where(known)
            ):
                self.stored(number, name, uid.hex)

    def _exactly(self, session: Session, keys: Collection[str]) -> None:
        """Remember the institutions of exactly these names, where there is one only."""
        if not keys:
            return
        dialect = session.get_bind().dialect.name
        bearers: dict[str, dict[int, Any]] = {}
        statement = (
            select(InstitutionName.key, Institution.id, Institution.name, Institution.uid)
            .join(Institution, Institution.id == InstitutionName.institution_id)
            .where(among(dialect, InstitutionName.__table__.c.key, keys))
        )
        for key, number, name, uid in session.execute(statement):
            bearers.setdefault(key, {})[number] = (name, uid)
        for key, found in bearers.items():
            [(number, (name, uid)), *others] = found.items()
            # a single word may be anybody's acronym: it must be what the institution is called
            if not others and (" " in key or folded(name) == key):
                self._meant[_exact(key)] = self.stored(number, name, uid.hex)

    def _resolved(self, session: Session, text: str, row: int) -> Place | Problem:
        key = folded(text)
        told = self._by_uid.get(self._told.get(key, ""))
        if told is not None:
            return told
        if key in self._told:
            return _unknown_uid(text, self._told[key])
        exact = self._meant.get(_exact(key))
        if exact is None:
            known = None if text in self._strangers else self._likely(session, text)
            exact = known or self._made(text, row)
        self._meant[_exact(key)] = exact
        return exact

    def _made(self, text: str, row: int) -> Place:
        place = Place(" ".join(text.split()), row=row)
        self._new.append(place)
        return place

    def _likely(self, session: Session, text: str) -> Place | Problem | None:
        found = institutions.resolve(session, text)
        if found.institution is not None:
            return self._of(found.institution)
        likely = [one for one in found.candidates if one.score >= _LIKELY]
        same = [one for one in likely if folded(one.institution.name) == folded(text)]
        if len(same) == 1 and (len(likely) == 1 or self._create):
            return self._of(same[0].institution)
        if self._create:
            made = _made_before(session, [one.institution.id for one in same])
            return next((self._of(one.institution) for one in same if one.institution.id == made), None)
        return _question(text, likely) if likely else None

    def _of(self, institution: Institution) -> Place:
        return self.stored(institution.id, institution.name, institution.uid.hex)


def _made_before(session: Session, ids: Collection[int]) -> int | None:
    """Return the newest of these institutions that a list made: of the same name, it is the one that lists mean."""
    origins = select(func.max(Provenance.subject_id)).where(
        Provenance.subject == "institution",
        Provenance.subject_id.in_(ids),
        Provenance.origin == ProvenanceOrigin.IMPORT,
        Provenance.field.is_(None),
    )
    return session.scalar(origins) if ids else None


def _exact(key: str) -> str:
    """Return the place of a folded text beside the texts as printed, which never begin like that."""
    return f"\0{key}"


def _question(text: str, candidates: Collection[Candidate]) -> Problem:
    named = "; ".join(f"{one.institution.name} ({one.institution.uid})" for one in list(candidates)[:_SHOWN])
    return Problem(
        "institution.ambiguous",
        f"it may be {named}",
        "institution",
        text,
        f'say which: --institution "{text}=UID", or that it is a new one',
        rejects=True,
    )


def _unknown_uid(text: str, uid: str) -> Problem:
    return Problem("institution.unknown", f"no institution has the uid {UUID(uid)}", "institution", text, rejects=True)
