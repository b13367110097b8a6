"""Who is there: absences and who stands in, who staffs a desk, and an institution's usual contacts."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.base import Base, Dated, Key, Position, PrimaryKey, Uid, choice, folded, period
from crm.columns import Line, derived
from crm.errors import NotCovering
from crm.models.contacts import PressContact
from crm.models.coverages import CoverageRole
from crm.models.institutions import Institution
from crm.values import LanguageTag

__all__ = ["Absence", "Staffing", "UsualContact"]


class Absence(Dated, Base):
    """That a contact is away from one day to another, and who stands in; one row for each who does."""

    __tablename__ = "crm_absence"
    __table_args__ = (
        period(),
        CheckConstraint("stand_in_id <> contact_id", name="not_itself"),
        Index(None, "contact_id", "starts_on"),
    )

    id: Mapped[PrimaryKey]
    uid: Mapped[Uid]
    contact_id: Mapped[int] = mapped_column(ForeignKey("crm_contact.id", ondelete="CASCADE"))
    starts_on: Mapped[dt.date] = mapped_column(nullable=False)
    """The first day away; the last is not known while nobody knows when they return."""
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("crm_institution.id", ondelete="CASCADE"), index=True)
    """The job the stand-in is for; None for all of them."""
    stand_in_id: Mapped[int | None] = mapped_column(ForeignKey("crm_contact.id", ondelete="CASCADE"), index=True)
    """None when nobody stands in."""
    position: Mapped[Position]
    """The order in which several stand-ins are asked."""
    note: Mapped[str | None]

    contact: Mapped[PressContact] = relationship(foreign_keys=[contact_id], lazy="raise_on_sql")
    stand_in: Mapped[PressContact | None] = relationship(foreign_keys=[stand_in_id], lazy="raise_on_sql")
    institution: Mapped[Institution | None] = relationship(lazy="raise_on_sql")

    def refuse(self) -> None:
        """Raise `PeriodReversed`, or `NotCovering` for a contact who stands in for themselves."""
        self.refuse_reversed()
        if self.stand_in_id is not None and self.stand_in_id == self.contact_id:
            raise NotCovering("a contact cannot stand in for themselves")


class Staffing(Dated, Base):
    """That a person answers the mailbox and the telephone of a desk, for a time."""

    __tablename__ = "crm_staffing"
    __table_args__ = (
        period(),
        CheckConstraint("person_id <> desk_id", name="not_itself"),
        Index(None, "desk_id", "position"),
    )

    id: Mapped[PrimaryKey]
    desk_id: Mapped[int] = mapped_column(ForeignKey("crm_contact.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("crm_contact.id", ondelete="CASCADE"), index=True)
    position: Mapped[Position]

    desk: Mapped[PressContact] = relationship(foreign_keys=[desk_id], lazy="raise_on_sql")
    person: Mapped[PressContact] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")

    def refuse(self) -> None:
        """Raise `PeriodReversed`, or `NotCovering` for a desk that staffs itself."""
        self.refuse_reversed()
        if self.desk_id is not None and self.desk_id == self.person_id:
            raise NotCovering("a desk cannot staff itself")


class UsualContact(Dated, Base):
    """That a contact usually answers for an institution; where a territory, topic or language is said, for that one."""

    __tablename__ = "crm_usual_contact"
    __table_args__ = (period(), Index(None, "institution_id", "position"))

    id: Mapped[PrimaryKey]
    institution_id: Mapped[int] = mapped_column(ForeignKey("crm_institution.id", ondelete="CASCADE"))
    contact_id: Mapped[int] = mapped_column(ForeignKey("crm_contact.id", ondelete="CASCADE"), index=True)
    role: Mapped[CoverageRole] = mapped_column(choice(CoverageRole, "role"), default=CoverageRole.PRESS)
    territory: Mapped[str | None] = mapped_column(Line(100))
    """As the office calls it: *Réunion*, *Grand Est*."""
    territory_key: Mapped[Key | None] = mapped_column(default=derived("territory", folded))
    topic: Mapped[str | None] = mapped_column(Line(100))
    topic_key: Mapped[Key | None] = mapped_column(default=derived("topic", folded))
    language: Mapped[LanguageTag | None]
    position: Mapped[Position]

    institution: Mapped[Institution] = relationship(lazy="raise_on_sql")
    contact: Mapped[PressContact] = relationship(lazy="raise_on_sql")

    def refuse(self) -> None:
        """Raise `PeriodReversed`."""
        self.refuse_reversed()


@event.listens_for(UsualContact.territory, "set")
def _fold_territory(usual: UsualContact, value: str | None, old: object, initiator: object) -> None:  # noqa: ARG001
    usual.territory_key = folded(value) if isinstance(value, str) else None


@event.listens_for(UsualContact.topic, "set")
def _fold_topic(usual: UsualContact, value: str | None, old: object, initiator: object) -> None:  # noqa: ARG001
    usual.topic_key = folded(value) if isinstance(value, str) else None
