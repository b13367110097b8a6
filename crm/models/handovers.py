"""What was handed over from one contact to another, so that it can be taken back; and the steps of a communiqué."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.base import Base, PrimaryKey, RowId, Uid, choice, utc_now
from crm.columns import Line
from crm.models.communiques import CommuniqueStatus
from crm.models.contacts import PressContact
from crm.models.institutions import Institution

__all__ = ["Handover", "HandoverItem", "StatusStep"]


class Handover(Base):
    """That everything open of one contact became another's from a day on."""

    __tablename__ = "crm_handover"
    __table_args__ = (CheckConstraint("from_contact_id <> to_contact_id", name="not_itself"),)

    id: Mapped[PrimaryKey]
    uid: Mapped[Uid]
    from_contact_id: Mapped[int] = mapped_column(ForeignKey("crm_contact.id", ondelete="RESTRICT"), index=True)
    to_contact_id: Mapped[int] = mapped_column(ForeignKey("crm_contact.id", ondelete="RESTRICT"), index=True)
    starts_on: Mapped[dt.date]
    """The first day of the successor; the day before is the last of the other."""
    institution_id: Mapped[int | None] = mapped_column(
        ForeignKey("crm_institution.id", ondelete="RESTRICT"), index=True
    )
    """On behalf of which institution; None for all."""
    done_at: Mapped[dt.datetime] = mapped_column(default=utc_now)
    done_by: Mapped[str | None] = mapped_column(Line(200))
    undone_at: Mapped[dt.datetime | None]
    undone_by: Mapped[str | None] = mapped_column(Line(200))

    from_contact: Mapped[PressContact] = relationship(foreign_keys=[from_contact_id], lazy="raise_on_sql")
    to_contact: Mapped[PressContact] = relationship(foreign_keys=[to_contact_id], lazy="raise_on_sql")
    institution: Mapped[Institution | None] = relationship(lazy="raise_on_sql")


class HandoverItem(Base):
    """One thing that a handover took from the one and gave to the other: a coverage, a usual contact, a job."""

    __tablename__ = "crm_handover_item"
    __table_args__ = (Index(None, "subject", "ended_id"), Index(None, "subject", "successor_id"))

    id: Mapped[PrimaryKey]
    handover_id: Mapped[int] = mapped_column(ForeignKey("crm_handover.id", ondelete="CASCADE"), index=True)
    subject: Mapped[str] = mapped_column(Line(40))
    """The table of the record, without its prefix."""
    ended_id: Mapped[int] = mapped_column(RowId)
    """The record that was ended on the eve; or, when it had not begun, given to the other as a whole."""
    successor_id: Mapped[int | None] = mapped_column(RowId)
    """The one that follows it; the same for one that was given as a whole; None when nothing had to follow."""
    ended_on_before: Mapped[dt.date | None]
    """The last day it had before; None for what was open."""
    standing_in_for_id: Mapped[int | None] = mapped_column(RowId)
    """Of a coverage that was given as a whole: for whom the other stood in, if they did."""


class StatusStep(Base):
    """A step of a communiqué from one status to another. Rows are only ever added."""

    __tablename__ = "crm_status_step"
    __table_args__ = (Index(None, "communique_id", "stepped_at"),)

    id: Mapped[PrimaryKey]
    communique_id: Mapped[int] = mapped_column(ForeignKey("crm_communique.id", ondelete="CASCADE"))
    status_before: Mapped[CommuniqueStatus] = mapped_column(choice(CommuniqueStatus, "status_before"))
    status_after: Mapped[CommuniqueStatus] = mapped_column(choice(CommuniqueStatus, "status_after"))
    stepped_at: Mapped[dt.datetime] = mapped_column(default=utc_now)
    stepped_by: Mapped[str | None] = mapped_column(Line(200))
    note: Mapped[str | None]
    """Why: what was corrected, why it was withdrawn."""
