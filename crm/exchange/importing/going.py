"""One run on its way through a list, a transaction a batch: stopped anywhere, it goes on where it was."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import IntegrityError

from crm.exchange.importing import runs
from crm.exchange.importing.batches import Taking
from crm.exchange.importing.garbage import collector_paused
from crm.exchange.importing.hearing import Hearing
from crm.exchange.importing.lookups import prefer_indexes
from crm.exchange.importing.refusals import FAILURES, is_passing, is_refusal, take
from crm.models import ImportRun, RunStatus
from crm.targets import wait_for_turn

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from crm.exchange.importing.batches import Heard
    from crm.exchange.importing.runs import Settings
    from crm.exchange.streams import RowStream
    from crm.targets import OpenedTarget

__all__ = ["Going"]

_TRIES: Final = 6
_FIRST_PAUSE: Final = 0.05
"""Seconds; each is twice as long as the one before."""


@dataclass(slots=True)
class Going:
    """One run, on its way through the list."""

    target: OpenedTarget
    source: str | None
    sha256: str
    settings: Settings
    stream: RowStream
    on_batch: Callable[[int], None] | None = None
    run: int | None = None
    resumed_after: int = 0

    def all(self) -> None:
        """Take all rows in that nobody else has."""
        taking = Taking.of(self.settings)
        hearing = Hearing(self.stream, keep_invalid=taking.keep_invalid)
        has_ended = False
        while not has_ended:
            with collector_paused():
                has_ended = self._patiently(taking, hearing.take(), hearing) or hearing.is_ended
            if self.on_batch is not None:
                self.on_batch(hearing.seen)

    def _patiently(self, taking: Taking, rows: list[Heard], hearing: Hearing) -> bool:
        """Take a batch in, once more when another's transaction was in the way; return whether the run has ended.

        What a row is to blame for is looked for with savepoints, which cost something, only when there is such a row; a
        clash of keys may be with what somebody else has just stored, and is tried again first.
        """
        halving = False
        for attempt in range(_TRIES):
            try:
                with self.target.begin() as session:
                    run, ended = self._batch(session, taking, rows, hearing, take if halving else Taking.batch)
            except FAILURES as error:
                taking.forget()
                is_refused = not halving and is_refusal(error)
                if attempt + 1 == _TRIES or not (is_refused or is_passing(error)):
                    raise
                halving = halving or (is_refused and (attempt > 0 or not isinstance(error, IntegrityError)))
                if not halving:
                    time.sleep(_FIRST_PAUSE * 2**attempt)
            else:
                self.run = run
                return ended
        raise AssertionError("a batch is taken in, or it is said why not")

    def _batch(
        self, session: Session, taking: Taking, rows: list[Heard], hearing: Hearing, take_in: Callable[..., object]
    ) -> tuple[int, bool]:
        wait_for_turn(session)
        prefer_indexes(session)
        run = self._run(session)
        if run.status != RunStatus.RUNNING:  # somebody else has taken in the rest
            return run.id, True
        there = hearing.seen - len(rows)
        rest = rows[max(0, run.rows_read - there) :]
        if rest:
            take_in(taking, session, run, rest)
        if hearing.is_ended and run.rows_read == hearing.seen:
            runs.finish(session, run)
        return run.id, False

    def _run(self, session: Session) -> ImportRun:
        """Return the run as it is now, that others may have taken further."""
        if self.run is not None:
            return session.get_one(ImportRun, self.run, populate_existing=True)
        run = runs.begun(session, self.source, self.sha256, self.settings, again=True)
        self.resumed_after = run.rows_read
        return run
