"""The institutions that a document names: recognised, added, or asked about.

A name that is not listed is recognised where that is sure. A name that several institutions have, or may have, is never
joined to one of them. It gets an institution of its own, once: the provenance of that one's ``name`` says which printed
text it stands for, and the next document with the same text meets it again, with the same question.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from crm import institutions
from crm.base import folded
from crm.ingest.report import Candidate
from crm.models import Institution, InstitutionName, Provenance, ProvenanceOrigin, RelationKind
from crm.reading import part_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from crm.ingest.intake import Intake

__all__ = ["Named", "Resolved"]

_STANDS_FOR: Final = "name"
"""The field of the provenance that says: this institution stands for that printed name, which several have."""

_LIKELY: Final = 0.6
"""The least score of a candidate that is asked about."""

_SHOWN: Final = 9


@dataclass(frozen=True, slots=True)
class Resolved:
    """The institution a name means, or, where it may mean several, those."""

    institution: Institution | None = None
    candidates: Sequence[Institution] = ()


def _resolved(session: Session, name: str) -> Resolved:
    """Return what `name` means: one institution, or candidates that it may well mean, or nothing known.

    This is all that ingest asks of the directory. A candidate is a question to a person: a faint likeness is none.
    """
    exact = _bearer(session, name)
    if exact is not None:
        return Resolved(exact)
    found = institutions.resolve(session, name)
    likely = [one.institution for one in found.candidates if one.score >= _LIKELY]
    if found.institution is None and len(likely) == 1 and folded(likely[0].name) == folded(name):
        return Resolved(likely[0])  # an acronym too short to be sure of, and yet nobody else's
    return Resolved(found.institution, likely)


def _bearer(session: Session, name: str) -> Institution | None:
    """Return the only institution of that name, when it is what we call it: asked first, because it is cheap.

    A single word is no such name: it may be an acronym, which may be anybody's.
    """
    key = folded(name)
    found = session.scalars(institutions.named(name)).all() if " " in key else ()
    return found[0] if len(found) == 1 and folded(found[0].name) == key else None


@dataclass(slots=True)
class Named:
    """The institutions of one document, by name: within it the same name is the same institution."""

    intake: Intake
    found: dict[str, Institution] = field(default_factory=dict)

    def institution(self, name: str, lines: tuple[int, int]) -> Institution:
        """Return the institution of that name, known or new."""
        key = folded(name)
        if key not in self.found:
            resolved = _resolved(self.intake.session, name)
            self.found[key] = self._settled(name, lines, resolved)
        return self.found[key]

    def _settled(self, name: str, lines: tuple[int, int], resolved: Resolved) -> Institution:
        if resolved.institution is not None:
            known = resolved.institution
            note = None if folded(name) == folded(known.name) else f"printed as {name}"
            self.intake.tell("recognised", "institution", known.name, lines, note)
            return known
        return self._apart(name, lines, resolved.candidates) if resolved.candidates else self._new(name, lines)

    def _apart(self, name: str, lines: tuple[int, int], candidates: Sequence[Institution]) -> Institution:
        """Return the institution that stands for a name several have, and ask which of them is meant."""
        standing = self._standing_for(name)
        institution = standing or self._new(name, lines)
        if standing is None:
            self.intake.origin(institution, lines, _STANDS_FOR, name)
        meant = [Candidate(one.id, one.name) for one in candidates if one.id != institution.id]
        named = ", ".join(f"{one.id} {one.name}" for one in meant[:_SHOWN])
        note = f"may be {named}{' …' if len(meant) > _SHOWN else ''}: kept apart as {institution.id}"
        self.intake.tell("unsure", "institution", name, lines, note, meant)
        return institution

    def _standing_for(self, name: str) -> Institution | None:
        """Return the institution that was added when the same text was asked about before."""
        named = (
            select(Institution, Provenance.text)
            .join(Provenance, Provenance.subject_id == Institution.id)
            .where(
                Provenance.subject == "institution",
                Provenance.field == _STANDS_FOR,
                Provenance.origin == ProvenanceOrigin.DOCUMENT,
                Institution.id.in_(select(InstitutionName.institution_id).where(InstitutionName.key == folded(name))),
            )
            .order_by(Institution.id)
        )
        rows = self.intake.session.execute(named)
        return next((institution for institution, text in rows if folded(text or "") == folded(name)), None)

    def _new(self, name: str, lines: tuple[int, int]) -> Institution:
        language = self.intake.reading.language
        institution = Institution(name=name, names=[InstitutionName(text=name, language=language)])
        self.intake.new("institution", name, institution, lines)
        self._relate(institution, lines)
        return institution

    def _relate(self, institution: Institution, lines: tuple[int, int]) -> None:
        """Relate a part to its parent where its name says which of the issuers that is."""
        issuers = [issuer.name for issuer in self.intake.reading.institutions if issuer.name != institution.name]
        name = part_of(institution.name, issuers)
        if name is not None:
            parent = self.institution(name, lines)
            relation = institutions.relate(self.intake.session, institution, RelationKind.PART_OF, parent)
            self.intake.origin(relation, lines, text=institution.name)
            self.intake.tell("added", "relation", f"{institution.name} is a part of {parent.name}", lines)
