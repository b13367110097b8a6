"""Storing what a registry says of institutions: what is new is added, what is there is never erased."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, insert, select, update

from crm.base import folded
from crm.errors import CrmError
from crm.institutions.dump import records_of
from crm.institutions.registry import RegistryRecord, record_of
from crm.models import (
    Institution,
    InstitutionDomain,
    InstitutionIdentifier,
    InstitutionName,
    InstitutionRelation,
    NameKind,
    RelationKind,
)
from crm.models.institutions import KEYS, SITE_KEYS
from crm.values import IdentifierScheme
from crm.values.institutions import keys_of
from crm.values.institutions.sites import site_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from sqlalchemy.orm import Session

__all__ = ["LoadReport", "RejectedRecord", "load", "reindex"]

_BATCH: Final = 500
_REJECTIONS_KEPT: Final = 100
_KEY_BATCH: Final = 2000


@dataclass(frozen=True, slots=True)
class RejectedRecord:
    """A record that says nothing one could store."""

    number: int
    """Its place in the dump, from 1."""
    error: CrmError


@dataclass(slots=True)
class LoadReport:
    """What a load found and did: records = created + updated + unchanged + rejected."""

    records: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    names: int = 0
    relations: int = 0
    refused_relations: int = 0
    """Those that would make an institution stand above itself."""
    rejections: list[RejectedRecord] = field(default_factory=list)
    """The first hundred."""

    def as_dict(self) -> dict[str, Any]:
        """Return the counts, and the first rejections with their reasons."""
        counts = "records created updated unchanged rejected names relations refused_relations".split()
        told = [{"record": one.number, **one.error.as_dict()} for one in self.rejections]
        return {**{name: getattr(self, name) for name in counts}, "rejections": told}


def load(session: Session, source: str | Path, *, progress: Callable[[int], None] | None = None) -> LoadReport:
    """Store the institutions of a registry's dump and return what was done; the same dump changes nothing twice.

    `progress` is told how many records have been stored so far. The dump is read twice: relations come last, when both
    ends are known. Raises the errors of `crm.institutions.dump.records_of`.
    """
    session.flush()
    report = LoadReport()
    numbered = _numbered(records_of(source), report)
    while batch := list(islice(numbered, _BATCH)):
        _Batch(session, report, batch).store()
        if progress is not None:
            progress(report.records)
    _Relations(session, report).store(one for _, one in _numbered(records_of(source), LoadReport()))
    session.expire_all()
    return report


def reindex(session: Session) -> int:
    """Make the keys of every name and website anew and return how many had others."""
    session.flush()
    names, sites = InstitutionName.__table__, Institution.__table__
    changed = _remade(session, names, names.c.text, ("key", *KEYS), _keys)
    changed += _remade(session, sites, sites.c.website, SITE_KEYS, _site_keys)
    session.expire_all()
    return changed


def _remade(
    session: Session, table: Any, source: Any, keys: Sequence[str], derive: Callable[[Any], list[str | None]]
) -> int:
    """Make the keys that follow from a column of a table anew; return how many rows had others."""
    changed, last = 0, 0
    while True:
        some = select(table.c.id, source, *(table.c[key] for key in keys))
        found = session.execute(some.where(table.c.id > last).order_by(table.c.id).limit(_KEY_BATCH)).all()
        if not found:
            return changed
        last = found[-1].id
        wrong = [(number, wanted) for number, given, *has in found if (wanted := derive(given)) != has]
        for number, wanted in wrong:
            session.execute(update(table).where(table.c.id == number).values(dict(zip(keys, wanted, strict=True))))
        changed += len(wrong)


def _keys(text: str) -> list[str | None]:
    keys = keys_of(text)
    return [folded(text), keys.core, keys.head, keys.initials, keys.anchor]


def _site_keys(website: str | None) -> list[str | None]:
    keys = site_keys(website or "")
    return [keys.key, keys.first, keys.last]


def _numbered(records: Iterator[Any], report: LoadReport) -> Iterator[tuple[int, RegistryRecord]]:
    """Yield the records that can be stored, and count the others among the rejected."""
    for number, given in enumerate(records, start=1):
        report.records = number
        try:
            yield number, record_of(given)
        except CrmError as error:
            report.rejected += 1
            if len(report.rejections) < _REJECTIONS_KEPT:
                report.rejections.append(RejectedRecord(number, error))


def _known(session: Session, values: Iterable[str]) -> dict[str, int]:
    """Return the institutions that bear these ROR identifiers."""
    table = InstitutionIdentifier
    statement = select(table.value, table.institution_id).where(
        table.scheme == IdentifierScheme.ROR, table.value.in_(list(values))
    )
    return dict(session.execute(statement).all())


def _write(session: Session, table: Any, rows: list[dict[str, Any]]) -> None:
    """Insert many rows; a server is given them in few statements, which it is only when asked for something back."""
    statement = insert(table.__table__)  # the mapper would sort rows by which of their values are missing
    is_server = session.get_bind().dialect.name == "postgresql"
    session.execute(statement.returning(table.__table__.c.id) if is_server else statement, rows)


class _Batch:
    """Some records, stored with one statement per table."""

    def __init__(self, session: Session, report: LoadReport, numbered: Sequence[tuple[int, RegistryRecord]]) -> None:
        self.session = session
        self.report = report
        self.records = {record.ror: record for _, record in numbered}
        self.twice = len(numbered) - len(self.records)

    def store(self) -> None:
        """Add the new institutions, then everything that any of them has and the database has not."""
        known = _known(self.session, self.records)
        new = [record for ror, record in self.records.items() if ror not in known]
        made = self._institutions(new)
        everyone = {**known, **made}
        changed = self._names(everyone) | self._identifiers(everyone) | self._domains(everyone)
        changed |= self._facts({ror: known[ror] for ror in known})
        self.report.created += len(new)
        updated = sum(institution in changed for institution in known.values())
        self.report.updated += updated
        self.report.unchanged += len(known) - updated + self.twice

    def _institutions(self, records: Sequence[RegistryRecord]) -> dict[str, int]:
        if not records:
            return {}
        uids = {uuid.uuid4(): record for record in records}
        rows = [
            {
                "uid": uid,
                "name": record.name,
                "kind": record.kind,
                "country": record.country,
                "website": record.website,
                "city": record.city,
                "status": record.status,
            }
            for uid, record in uids.items()
        ]
        _write(self.session, Institution, rows)
        found = self.session.execute(select(Institution.uid, Institution.id).where(Institution.uid.in_(list(uids))))
        return {uids[uid].ror: number for uid, number in found}

    def _names(self, everyone: dict[str, int]) -> set[int]:
        table = InstitutionName
        statement = select(table.institution_id, table.text).where(table.institution_id.in_(everyone.values()))
        there = {(institution, text) for institution, text in self.session.execute(statement)}
        rows = []
        for ror, institution in everyone.items():
            for name in self.records[ror].names:
                if (institution, name.text) not in there:
                    there.add((institution, name.text))
                    values = {"text": name.text, "kind": name.kind, "language": name.language}
                    rows.append({"institution_id": institution, **values})
        self.report.names += len(rows)
        return self._insert(table, rows)

    def _identifiers(self, everyone: dict[str, int]) -> set[int]:
        table = InstitutionIdentifier
        wanted = [(one, everyone[ror]) for ror in everyone for one in self.records[ror].identifiers]
        statement = select(table.scheme, table.value).where(table.value.in_([one.value for one, _ in wanted]))
        there = {(scheme, value) for scheme, value in self.session.execute(statement)}
        rows = []
        for one, institution in wanted:
            if (one.scheme, one.value) not in there:
                there.add((one.scheme, one.value))
                rows.append({"institution_id": institution, "scheme": one.scheme, "value": one.value})
        return self._insert(table, rows)

    def _domains(self, everyone: dict[str, int]) -> set[int]:
        table = InstitutionDomain
        statement = select(table.institution_id, table.domain).where(table.institution_id.in_(everyone.values()))
        there = {(institution, domain) for institution, domain in self.session.execute(statement)}
        rows = [
            {"institution_id": institution, "domain": domain, "use": use}
            for ror, institution in everyone.items()
            for domain, use in self.records[ror].domains
            if (institution, domain) not in there
        ]
        return self._insert(table, rows)

    def _insert(self, table: Any, rows: list[dict[str, Any]]) -> set[int]:
        if rows:
            _write(self.session, table, rows)
        return {row["institution_id"] for row in rows}

    def _facts(self, known: dict[str, int]) -> set[int]:
        """Fill in what is blank, take over a new status, and let the old display name be a former one."""
        changed: set[int] = set()
        statement = select(Institution).where(Institution.id.in_(known.values()))
        there = {one.id: one for one in self.session.scalars(statement)}
        for ror, number in known.items():
            if self._update(there[number], self.records[ror]):
                changed.add(number)
        self.session.flush()
        return changed

    def _update(self, institution: Institution, record: RegistryRecord) -> bool:
        news: dict[str, Any] = {
            name: getattr(record, name)
            for name in ("country", "website", "city")
            if getattr(institution, name) is None and getattr(record, name) is not None
        }
        if record.status is not None and institution.status != record.status:
            news["status"] = record.status
        for name, value in news.items():
            setattr(institution, name, value)
        return self._renamed(institution, record) or bool(news)

    def _renamed(self, institution: Institution, record: RegistryRecord) -> bool:
        """A display name that the record has no more was the official one, and is a former one now."""
        if any(name.text == institution.name for name in record.names):
            return False
        table = InstitutionName
        old = (table.institution_id == institution.id, table.text == institution.name)
        of_registry = self.session.scalar(select(func.count()).where(*old, table.kind == NameKind.OFFICIAL))
        if not of_registry:
            return False
        self.session.execute(update(table).where(*old).values(kind=NameKind.FORMER))
        institution.name = record.name
        return True


class _Relations:
    """The relations of a dump, whose both ends are in the database, without a circle."""

    def __init__(self, session: Session, report: LoadReport) -> None:
        self.session = session
        self.report = report
        table = InstitutionRelation
        self.above: dict[RelationKind, dict[int, set[int]]] = {kind: {} for kind in RelationKind}
        for kind, lower, upper in session.execute(select(table.kind, table.institution_id, table.related_id)):
            self.above[kind].setdefault(lower, set()).add(upper)

    def store(self, records: Iterator[RegistryRecord]) -> None:
        """Add those that are new, some records at a time."""
        while batch := list(islice(records, _BATCH)):
            wanted = [edge for record in batch for edge in _edges(record)]
            known = _known(self.session, {ror for _, lower, upper in wanted for ror in (lower, upper)})
            rows = [
                {"kind": kind, "institution_id": known[lower], "related_id": known[upper]}
                for kind, lower, upper in wanted
                if lower in known and upper in known and self._is_new(kind, known[lower], known[upper])
            ]
            if rows:
                _write(self.session, InstitutionRelation, rows)
            self.report.relations += len(rows)

    def _is_new(self, kind: RelationKind, lower: int, upper: int) -> bool:
        above = self.above[kind]
        if upper in above.get(lower, ()):
            return False
        if lower == upper or self._reaches(above, upper, lower):
            self.report.refused_relations += 1
            return False
        above.setdefault(lower, set()).add(upper)
        return True

    def _reaches(self, above: dict[int, set[int]], start: int, goal: int) -> bool:
        seen, waiting = {start}, [start]
        while waiting:
            for upper in above.get(waiting.pop(), ()):
                if upper == goal:
                    return True
                if upper not in seen:
                    seen.add(upper)
                    waiting.append(upper)
        return False


def _edges(record: RegistryRecord) -> Iterator[tuple[RelationKind, str, str]]:
    yield from ((RelationKind.PART_OF, record.ror, other) for other in record.parts_of)
    yield from ((RelationKind.PART_OF, other, record.ror) for other in record.parts)
    yield from ((RelationKind.SUCCESSOR_OF, other, record.ror) for other in record.successors)
    yield from ((RelationKind.SUCCESSOR_OF, record.ror, other) for other in record.predecessors)
