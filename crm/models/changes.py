"""The history: what was created, changed and deleted, when, and by whom."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from crm.base import Base, Body, PrimaryKey, RowId, choice, utc_now
from crm.columns import Line, derived

__all__ = ["RANGE", "Change", "ChangeAction"]

RANGE: Final = 1000
"""How many records one row may cover at most: what created one is found within so many entries of an index."""


_CONTACT: Final = re.compile(r'"contact_id": (\d+)')
"""As the history writes it down; within a text its quotes would be escaped."""


def _contact_of(before: str) -> int | None:
    found = _CONTACT.search(before)
    return None if found is None else int(found[1])


class ChangeAction(StrEnum):
    """What was done to a record."""

    CREATED = "created"
    UPDATED = "updated"
    DELETED = "deleted"


class Change(Base):
    """One change of one record; or the creation of many with consecutive numbers. Rows are only ever added.

    What a record was on a day follows from what it is now, by taking back what was changed since.
    """

    __tablename__ = "crm_change"
    __table_args__ = (
        CheckConstraint(f"last_id >= subject_id AND last_id < subject_id + {RANGE}", name="range"),
        CheckConstraint("action = 'created' OR last_id = subject_id", name="one_record"),
        CheckConstraint("(action = 'created') = (before IS NULL)", name="before"),
        CheckConstraint("(action = 'updated') = (after IS NOT NULL)", name="after"),
        Index(None, "subject", "last_id", "subject_id"),
        Index(None, "run_id"),
        Index(None, "former_contact_id"),
    )

    id: Mapped[PrimaryKey]
    subject: Mapped[str] = mapped_column(Line(40))
    """The table of the record, without its prefix."""
    subject_id: Mapped[int] = mapped_column(RowId)
    last_id: Mapped[int] = mapped_column(RowId)
    """The same; or the last of the records that were created together."""
    action: Mapped[ChangeAction] = mapped_column(choice(ChangeAction, "action"))
    before: Mapped[Body | None]
    """The columns that were changed, with what stood there, as JSON; of a deleted record all of them."""
    former_contact_id: Mapped[int | None] = mapped_column(RowId, default=derived("before", _contact_of))
    """The contact to whom it belonged, where that was changed, or all of it deleted: to be found by."""
    after: Mapped[Body | None]
    """The same columns with what came instead; None for a created record, which says itself what it is."""
    changed_at: Mapped[dt.datetime] = mapped_column(default=utc_now)
    changed_by: Mapped[str | None] = mapped_column(Line(200))
    run_id: Mapped[int | None] = mapped_column(ForeignKey("crm_import_run.id", ondelete="RESTRICT"))
    """The import that did it; None for anything else."""
