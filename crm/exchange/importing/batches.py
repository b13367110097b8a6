"""A batch of rows becomes records: every row gets exactly one outcome, from one function."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from crm.exchange.importing.asked import NAMELESS, Asked, Refused, asked_of, storable
from crm.exchange.importing.former import Former
from crm.exchange.importing.known import Known
from crm.exchange.importing.meeting import meet
from crm.exchange.importing.merging import Merge, made_of
from crm.exchange.importing.places import Places
from crm.exchange.importing.report import Outcome, Tally
from crm.exchange.importing.uids import Uids
from crm.exchange.importing.writes import Writes, cells_of, unplaced_of
from crm.exchange.importing.writing import write
from crm.exchange.records import Problem
from crm.models import FindingKind

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from crm.exchange.importing.held import HeldContact
    from crm.exchange.importing.runs import Settings
    from crm.exchange.records import Row
    from crm.models import ImportRun

__all__ = ["Heard", "Taking", "heard"]

Heard: TypeAlias = "tuple[Row, Asked | Refused | None]"

_AS_DESK: Final = Problem(
    "contact.without_name",
    "nobody is named: kept as a desk until a row names somebody with this address",
    hint="give a name",
)
_NO_PLACE: Final = Problem("institution.nothing", "the text names no institution", "institution")


@dataclass(slots=True)
class Taking:
    """How a list is taken in, and what is remembered from batch to batch."""

    places: Places = field(default_factory=Places)
    keep_invalid: bool = False
    overwrite: bool = False
    as_of: dt.datetime | None = None

    @classmethod
    def of(cls, settings: Settings) -> Taking:
        """Return how a list is taken in by these settings."""
        places = Places(told=settings.institutions, create=settings.new_institutions == "create")
        return cls(places, settings.keep_invalid, settings.overwrite, settings.as_of)

    def batch(self, session: Session, run: ImportRun, rows: Sequence[Heard]) -> Tally:
        """Take `rows` in, in the transaction of `session`, and count them in `run`; return the rows of this batch."""
        batch = _Batch(self, session, run)
        return self._written(batch, session, run, batch.all(rows))

    def refuse(self, session: Session, run: ImportRun, row: Row, problem: Problem) -> Tally:
        """Reject a row for what was found out when it was written, and count it in `run`."""
        batch = _Batch(self, session, run)
        return self._written(batch, session, run, Tally(1, {batch.rejected(row, [problem]): 1}))

    def _written(self, batch: _Batch, session: Session, run: ImportRun, tally: Tally) -> Tally:
        write(batch.writes, session, run, run.started_by)
        batch.known.let_go()
        self.places.settle()
        _count(run, tally)
        session.flush()
        return tally

    def forget(self) -> None:
        """Forget what a transaction stored that was rolled back."""
        self.places.forget()


def _count(run: ImportRun, tally: Tally) -> None:
    tally.check()
    run.rows_read += tally.rows
    run.rows_created += tally.outcomes[Outcome.CREATED]
    run.rows_updated += tally.outcomes[Outcome.UPDATED]
    run.rows_unchanged += tally.outcomes[Outcome.UNCHANGED]
    run.rows_rejected += tally.outcomes[Outcome.REJECTED]
    run.rows_blank += tally.outcomes[Outcome.BLANK]


class _Batch:
    """One batch: what its rows say, whom they mean, and what comes of it."""

    def __init__(self, taking: Taking, session: Session, run: ImportRun) -> None:
        self.taking, self.session = taking, session
        self.writes = Writes()
        self.known = Known(session, taking.places, run.id)
        self.former = Former(session, as_of=taking.as_of).of(self.known)
        self.uids = Uids()
        self._found_in: Row | None = None
        """The row that something was found in last."""

    def all(self, rows: Sequence[Heard]) -> Tally:
        """Return what became of `rows`, each counted once as it comes and once by its outcome."""
        asked = self._placed_all(rows)
        self.known.fetch([one for one in asked if isinstance(one, Asked)])
        tally = Tally()
        for (row, _), one in zip(rows, asked, strict=True):
            tally.rows += 1
            tally.outcomes[self._outcome(row, one)] += 1
        return tally

    def _placed_all(self, rows: Sequence[Heard]) -> list[Asked | Refused | None]:
        """Return what each row says, with the institutions it names; or why it cannot be taken in, None for a blank."""
        named = [job for _, one in rows if isinstance(one, Asked) for job in one.record.affiliations]
        if named:
            self.taking.places.prepare(self.session, named)
        return [self._placed(one) if isinstance(one, Asked) else one for _, one in rows]

    def _placed(self, one: Asked) -> Asked | Refused:
        """Find out which institutions the row names; a batch that is tried again asks once more."""
        one.jobs, one.remarks = [], one.problems
        for named in one.record.affiliations:
            try:
                place = self.taking.places.place(self.session, named, one.row)
            except Refused as refused:
                return Refused(*refused.problems, *one.remarks)
            one.jobs.append(None if place is None else (place, named))
            if place is None:
                one.remarks = [*one.remarks, dataclasses.replace(_NO_PLACE, value=named.institution)]
        return one

    # -- one row -----------------------------------------------------------------------------------------------------

    def _outcome(self, row: Row, one: Asked | Refused | None) -> Outcome:
        """Return the one thing that becomes of a row."""
        if one is None:
            return Outcome.BLANK
        if isinstance(one, Refused):
            return self.rejected(row, one.problems)
        try:
            met = meet(self.known, one)
            outcome = self._created(one) if met.contact is None else self._merged(row, one, met.contact)
        except Refused as refused:
            return self.rejected(row, (*refused.problems, *one.remarks))
        for remark in one.remarks:
            self._find(row, FindingKind.WARNING, remark)
        if met.remark is not None:
            self._find(row, FindingKind.WARNING, met.remark)
        return outcome

    def rejected(self, row: Row, problems: Sequence[Problem]) -> Outcome:
        """Keep what keeps a row from being taken in."""
        for problem in sorted(problems, key=lambda one: not one.rejects):
            self._find(row, FindingKind.REJECTED if problem.rejects else FindingKind.WARNING, problem)
        return Outcome.REJECTED

    def _created(self, one: Asked) -> Outcome:
        if one.name is None and one.is_bare:
            raise Refused(NAMELESS)
        contact = made_of(one, one.uid or self.uids.next())
        if one.record.unplaced:
            contact.unplaced = unplaced_of(one.record.unplaced)
        if one.name is None and any(said.key is not None and not said.is_shared for said in one.emails):
            one.remarks = [*one.remarks, _AS_DESK]
        self.writes.create(contact)
        self.known.add(contact)
        return Outcome.CREATED

    def _merged(self, row: Row, one: Asked, held: HeldContact) -> Outcome:
        merge = Merge(held, one, self.former, self.taking.overwrite).found()
        for conflict in merge.conflicts:
            self._find(row, FindingKind.CONFLICT, conflict)
        if merge.is_nothing:
            return Outcome.UNCHANGED
        self._apply(merge, one.row)
        return Outcome.UPDATED

    def _apply(self, merge: Merge, row: int) -> None:
        old_name = merge.held.name_key
        for image, values in merge.changes.items():
            self.former.note(image, self.writes.change(image, values, row))
        if merge.held.name_key != old_name:
            self.known.name(merge.held, old_name)
        for job in merge.jobs:
            merge.held.jobs.append(job)
            self.writes.add(job, row)
        for one in merge.coordinates:
            (merge.held.emails if one.kind == "email" else merge.held.phones).append(one)
            self.writes.add(one, row)
            self.known.coordinate(one)

    def _find(self, row: Row, kind: FindingKind, problem: Problem) -> None:
        """Keep what was found in a row, the first time together with the row as it stood."""
        cells = None if row is self._found_in else cells_of(row.cells)
        self._found_in = row
        texts = [None if one is None else storable(one) for one in (problem.field, problem.value)]
        said = problem.code, storable(problem.message), None if problem.hint is None else storable(problem.hint)
        self.writes.findings.append((row.number, row.line, kind.value, *texts, *said, cells))


def heard(row: Row, *, keep_invalid: bool) -> Heard:
    """Return a row with what it says, why it cannot be taken in, or None for a blank one."""
    record = row.record
    if record is None:
        return row, None
    record.row, record.line = row.number, row.line
    try:
        return row, asked_of(record, keep_invalid=keep_invalid)
    except Refused as refused:
        return row, refused.with_traceback(None)  # its frames would hold the whole batch, and it them
