"""Coverage: who answers for which communiqué, and what was printed of them."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, event, inspect
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.base import Base, Dated, Key, Position, PrimaryKey, Uid, choice, period, utc_now
from crm.errors import NotCovering, SnapshotFrozen
from crm.models.communiques import Communique
from crm.models.contacts import PressContact
from crm.models.institutions import Institution

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.orm import Mapper

__all__ = ["CoordinateKind", "Coverage", "CoverageRole", "CoverageSnapshot", "PrintedCoordinate"]


class CoverageRole(StrEnum):
    """What a contact answers for."""

    PRESS = "press"
    REGIONAL_PRESS = "regional_press"
    SCIENTIFIC = "scientific"
    SPOKESPERSON = "spokesperson"
    AGENCY = "agency"
    OTHER = "other"


class CoordinateKind(StrEnum):
    """What a printed coordinate was."""

    EMAIL = "email"
    PHONE = "phone"


class Coverage(Dated, Base):
    """That a contact answers for a communiqué. The link stays live; what was printed is in `printed`."""

    __tablename__ = "crm_coverage"
    __table_args__ = (
        period(),
        CheckConstraint("standing_in_for_id <> contact_id", name="not_itself"),
        Index(None, "communique_id", "position"),
        Index(None, "contact_id", "communique_id"),
    )

    id: Mapped[PrimaryKey]
    uid: Mapped[Uid]
    communique_id: Mapped[int] = mapped_column(ForeignKey("crm_communique.id", ondelete="RESTRICT"))
    contact_id: Mapped[int] = mapped_column(ForeignKey("crm_contact.id", ondelete="RESTRICT"))
    institution_id: Mapped[int | None] = mapped_column(
        ForeignKey("crm_institution.id", ondelete="RESTRICT"), index=True
    )
    """On behalf of which institution; None when the communiqué does not say."""
    role: Mapped[CoverageRole] = mapped_column(choice(CoverageRole, "role"), default=CoverageRole.PRESS)
    position: Mapped[Position]
    standing_in_for_id: Mapped[int | None] = mapped_column(
        ForeignKey("crm_contact.id", ondelete="RESTRICT"), index=True
    )

    communique: Mapped[Communique] = relationship(lazy="raise_on_sql")
    contact: Mapped[PressContact] = relationship(foreign_keys=[contact_id], lazy="raise_on_sql")
    institution: Mapped[Institution | None] = relationship(lazy="raise_on_sql")
    standing_in_for: Mapped[PressContact | None] = relationship(foreign_keys=[standing_in_for_id], lazy="raise_on_sql")
    printed: Mapped[CoverageSnapshot | None] = relationship(
        back_populates="coverage", lazy="raise_on_sql", uselist=False, passive_deletes="all"
    )

    def refuse(self) -> None:
        """Raise `PeriodReversed`, or `NotCovering` for a contact who stands in for themselves."""
        self.refuse_reversed()
        if self.standing_in_for_id is not None and self.standing_in_for_id == self.contact_id:
            raise NotCovering("a contact cannot stand in for themselves")


class CoverageSnapshot(Base):
    """What the communiqué printed of a contact: frozen at publication, never changed after."""

    __tablename__ = "crm_coverage_snapshot"

    coverage_id: Mapped[int] = mapped_column(
        ForeignKey("crm_coverage.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False
    )
    name: Mapped[str | None]
    institution: Mapped[str | None]
    role: Mapped[str | None]
    text: Mapped[str | None]
    """The lines themselves, where they were read from a document."""
    frozen_at: Mapped[dt.datetime] = mapped_column(default=utc_now)

    coverage: Mapped[Coverage] = relationship(back_populates="printed", lazy="raise_on_sql")
    coordinates: Mapped[list[PrintedCoordinate]] = relationship(
        back_populates="snapshot",
        lazy="selectin",
        order_by=lambda: (PrintedCoordinate.kind, PrintedCoordinate.position),
        passive_deletes="all",
    )

    def printed_values(self, kind: CoordinateKind) -> list[str]:
        """Return the printed addresses or numbers, canonical, in printed order."""
        return [printed.value for printed in self.coordinates if printed.kind == kind]


class PrintedCoordinate(Base):
    """An address or a number as a communiqué printed it."""

    __tablename__ = "crm_printed_coordinate"
    __table_args__ = (UniqueConstraint("coverage_id", "kind", "position"), Index(None, "kind", "value"))

    id: Mapped[PrimaryKey]
    coverage_id: Mapped[int] = mapped_column(ForeignKey("crm_coverage_snapshot.coverage_id", ondelete="RESTRICT"))
    kind: Mapped[CoordinateKind] = mapped_column(choice(CoordinateKind, "kind"))
    position: Mapped[Position]
    value: Mapped[Key]
    """An address's normal form, or a number in E.164 with its extension as ``;ext=``."""

    snapshot: Mapped[CoverageSnapshot] = relationship(back_populates="coordinates", lazy="raise_on_sql")


@event.listens_for(CoverageSnapshot, "before_update")
@event.listens_for(CoverageSnapshot, "before_delete")
@event.listens_for(PrintedCoordinate, "before_update")
@event.listens_for(PrintedCoordinate, "before_delete")
def _refuse_change(mapper: Mapper[Any], connection: Connection, record: Any) -> None:  # noqa: ARG001
    raise SnapshotFrozen("what was printed cannot be changed", hint="correct the contact, or publish a correction")


@event.listens_for(PrintedCoordinate, "before_insert")
def _refuse_addition(mapper: Mapper[Any], connection: Connection, printed: PrintedCoordinate) -> None:  # noqa: ARG001
    """Let an address or a number come with its snapshot, and never after it."""
    snapshot = printed.__dict__.get("snapshot")
    if snapshot is None or inspect(snapshot).persistent:
        raise SnapshotFrozen("nothing is added to what was printed", hint="publish a correction")
