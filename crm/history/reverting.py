"""Taking changes back, newest first; refused where something later would be lost."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Table, bindparam, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from crm.errors import ChangedSince
from crm.history.asking import table_named, values
from crm.models import Change, ChangeAction
from crm.models.recorded import FROZEN, dumped, key_of, references, subject_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

__all__ = ["Reverted", "revert"]

_CHUNK: Final = 500
_REASONS_KEPT: Final = 100


@dataclass(slots=True)
class Reverted:
    """How many records were given back what they held, taken away, and brought back."""

    updated: int = 0
    deleted: int = 0
    restored: int = 0
    reasons: list[str] = field(default_factory=list)
    """Why not, for the first hundred records that cannot be."""
    refused: int = 0

    def refuse(self, reason: str) -> None:
        """Count a record that cannot be taken back, and say why."""
        self.refused += 1
        if len(self.reasons) < _REASONS_KEPT:
            self.reasons.append(reason)


def revert(session: Session, changes: Select[Change] | Sequence[Change]) -> Reverted:
    """Take `changes` back, newest first, all or none, and return what was done; that is recorded like anything else.

    Memory stays flat when they are given as a statement, such as `by_run(run)`.

    Raises:
        ChangedSince: a value is no longer what the change made of it, or something refers to what was created since;
            `reasons` name the first hundred records.
    """
    session.flush()
    newest = session.scalar(select(func.max(Change.id))) or 0
    work = _Work(session, _numbers(changes), newest)
    report = work.report
    with session.begin_nested():
        for subject, action, some in _batches(session, work.chosen):
            _TAKE_BACK[action](_Batch(work, table_named(subject), some))
        if report.refused:
            raise ChangedSince(
                f"{report.refused} {'record has' if report.refused == 1 else 'records have'} been changed since",
                tuple(report.reasons),
                hint="take back what came later first",
            )
    session.expire_all()
    return report


def _numbers(changes: Select[Change] | Sequence[Change]) -> Select[int]:
    if isinstance(changes, (list, tuple)):
        return select(Change.id).where(Change.id.in_([change.id for change in changes]))
    return changes.with_only_columns(Change.id).order_by(None)  # type: ignore[union-attr]


def _batches(session: Session, chosen: Select[int]) -> Iterator[tuple[str, ChangeAction, list[Change]]]:
    """Yield the changes newest first, those that follow each other and do the same to a table together."""
    last = None
    while True:
        statement = select(Change).where(Change.id.in_(chosen)).order_by(Change.id.desc()).limit(_CHUNK)
        page = session.scalars(statement if last is None else statement.where(Change.id < last)).all()
        for (subject, action), some in groupby(page, key=lambda change: (change.subject, change.action)):
            yield subject, action, list(some)
        if len(page) < _CHUNK:
            return
        last = page[-1].id
        for change in page:
            session.expunge(change)


@dataclass(slots=True)
class _Work:
    """One call of `revert`."""

    session: Session
    chosen: Select[int]
    newest: int
    """The last change when it began: those after it may be its own."""
    given_back: set[tuple[str, int]] = field(default_factory=set)
    """The records that it has changed itself."""
    report: Reverted = field(default_factory=Reverted)


class _Batch:
    """Changes of one kind to one table, being taken back."""

    def __init__(self, work: _Work, table: Table, changes: list[Change]) -> None:
        self.work = work
        self.session = work.session
        self.table = table
        self.changes = changes

    def refuse(self, number: int, reason: str) -> None:
        """Refuse one record."""
        self.work.report.refuse(f"{subject_of(self.table)} {number}: {reason}")

    def update(self) -> None:
        """Give back what the records held, those that still hold what they were given."""
        seen: set[int] = set()
        wave: list[Change] = []
        for change in self.changes:  # a record that was changed twice is given back step by step
            if change.subject_id in seen:
                self._update(wave)
                seen, wave = set(), []
            seen.add(change.subject_id)
            wave.append(change)
        self._update(wave)

    def _update(self, changes: list[Change]) -> None:
        key, found = key_of(self.table), defaultdict(list)
        wanted = [change.subject_id for change in changes]
        statement = select(self.table).where(key.in_(wanted)).with_for_update()
        now = {row[key.key]: row for row in self.session.execute(statement).mappings()}
        for change in changes:
            before, after = values(change)
            row = now.get(change.subject_id)
            if row is None:
                self.refuse(change.subject_id, "it has been deleted")
            elif lost := sorted(name for name in after or {} if not _same(row, name, change)):
                self.refuse(change.subject_id, f"{', '.join(lost)} changed since")
            elif before is not None:
                found[tuple(sorted(before))].append({"_number": change.subject_id, **before})
        for rows in found.values():
            names = [name for name in rows[0] if name != "_number"]
            self.session.connection().execute(
                update(self.table)
                .where(key == bindparam("_number"))
                .values({name: bindparam(name, type_=self.table.c[name].type) for name in names}),
                rows,
            )
            self.work.given_back.update((subject_of(self.table), row["_number"]) for row in rows)
            self.work.report.updated += len(rows)

    def delete(self) -> None:
        """Take away what was created, unless it has been changed or used since."""
        for change in self.changes:
            for start in range(change.subject_id, change.last_id + 1, _CHUNK):
                self._delete(change, start, min(start + _CHUNK - 1, change.last_id))

    def _delete(self, change: Change, first: int, last: int) -> None:
        key = key_of(self.table)
        there = set(self.session.scalars(select(key).where(key.between(first, last)).with_for_update()))
        if self.table.name in FROZEN:
            reasons = dict.fromkeys(there, "it was printed")
        else:
            reasons = {**self._used(first, last), **self._touched(change, first, last)}
        for number in sorted(there & reasons.keys()):
            self.refuse(number, reasons[number])
        if numbers := sorted(there - reasons.keys()):
            self.session.connection().execute(delete(self.table).where(key.in_(numbers)))
            self.work.report.deleted += len(numbers)

    def _touched(self, change: Change, first: int, last: int) -> dict[int, str]:
        """Return the records that somebody else has changed since they were created."""
        subject = subject_of(self.table)
        later = select(Change.id, Change.subject_id).where(
            Change.subject == subject,
            Change.last_id.between(first, last),
            Change.action != ChangeAction.CREATED,
            Change.id > change.id,
            Change.id.not_in(self.work.chosen),
        )
        return {
            number: "it has been changed since it was created"
            for entry, number in self.session.execute(later)
            if entry <= self.work.newest or (subject, number) not in self.work.given_back
        }

    def _used(self, first: int, last: int) -> dict[int, str]:
        """Return the records that others refer to: those that came with them have been taken away before."""
        used: dict[int, str] = {}
        for other, reference in references(self.table):
            owners = select(reference.parent).where(reference.parent.between(first, last)).distinct()
            reason = f"a row of {subject_of(other)} refers to it"
            used.update(dict.fromkeys(self.session.scalars(owners), reason))
        return used

    def restore(self) -> None:
        """Bring back what was deleted, with its number."""
        for change in self.changes:
            before, _ = values(change)
            try:
                with self.session.begin_nested():
                    self.session.connection().execute(insert(self.table), [before or {}])
                self.work.report.restored += 1
            except IntegrityError:
                self.refuse(change.subject_id, "something else has taken its place, or what it belonged to is gone")


def _same(row: Any, name: str, change: Change) -> bool:
    after = json.loads(change.after or "{}")
    return bool(json.loads(dumped({name: row[name]}))[name] == after[name])


_TAKE_BACK: Final = {
    ChangeAction.UPDATED: _Batch.update,
    ChangeAction.CREATED: _Batch.delete,
    ChangeAction.DELETED: _Batch.restore,
}
