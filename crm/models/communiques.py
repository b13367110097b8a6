"""Communiqués and the institutions that issue them."""

from __future__ import annotations

import datetime as dt
import uuid
from enum import StrEnum
from functools import cache
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, UniqueConstraint, event, text
from sqlalchemy.ext.orderinglist import ordering_list
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from crm.base import Base, Body, Key, Position, PrimaryKey, Uid, choice, folded
from crm.columns import Line, derived
from crm.errors import EmbargoIncomplete
from crm.models.documents import Document
from crm.models.institutions import Institution
from crm.values import LanguageTag

__all__ = ["Communique", "CommuniqueStatus", "DateKind", "DatePrecision", "Issuer", "IssuerRole"]


UNDATED: Final = dt.date(1, 1, 1)
"""Databases disagree about where what is missing is sorted; they agree about days."""


class CommuniqueStatus(StrEnum):
    """How far a communiqué is."""

    DRAFT = "draft"
    EMBARGOED = "embargoed"
    PUBLISHED = "published"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


class DateKind(StrEnum):
    """What the date of a communiqué is the date of."""

    PUBLISHED = "published"
    EVENT = "event"


class DatePrecision(StrEnum):
    """How much of a date was said; the rest of the stored day is its first."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class IssuerRole(StrEnum):
    """In what capacity an institution stands over a communiqué."""

    ISSUER = "issuer"
    PARTNER = "partner"


class Communique(Base):
    """A communiqué: one language version of it."""

    __tablename__ = "crm_communique"
    __table_args__ = (
        CheckConstraint("(embargo_at IS NULL) = (embargo_zone IS NULL)", name="embargo_complete"),
        CheckConstraint("status <> 'embargoed' OR embargo_at IS NOT NULL", name="embargoed_until"),
        Index(None, "title_key"),
        Index(None, "date_key", "id"),
        Index(None, "translation_group"),
    )

    id: Mapped[PrimaryKey]
    uid: Mapped[Uid]
    title: Mapped[str | None]
    """None for a release that was found without one; nothing is made up in its place."""
    title_key: Mapped[Key | None] = mapped_column(default=derived("title", folded))
    subtitle: Mapped[str | None]
    language: Mapped[LanguageTag | None]
    body: Mapped[Body | None]
    status: Mapped[CommuniqueStatus] = mapped_column(choice(CommuniqueStatus, "status"), default=CommuniqueStatus.DRAFT)
    dated_on: Mapped[dt.date | None]
    """The day the release gives of itself."""
    date_key: Mapped[dt.date] = mapped_column(
        default=derived("dated_on", lambda day: day, missing=UNDATED), server_default=text(f"'{UNDATED.isoformat()}'")
    )
    """The same, and `UNDATED` where there is none: to be sorted by, newest first and undated ones last, by an index."""
    date_kind: Mapped[DateKind | None] = mapped_column(choice(DateKind, "date_kind"))
    date_precision: Mapped[DatePrecision | None] = mapped_column(choice(DatePrecision, "date_precision"))
    date_text: Mapped[str | None]
    """As printed."""
    date_assumed: Mapped[str | None] = mapped_column(Line(40))
    """Which parts were inferred, such as ``year``; None when all was printed."""
    updated_on: Mapped[dt.date | None]
    """The day of a *changed on* or *mis à jour le*, which is no publication."""
    updated_text: Mapped[str | None]
    embargo_at: Mapped[dt.datetime | None]
    embargo_zone: Mapped[str | None] = mapped_column(Line(64))
    """The IANA zone the embargo was given in, so that it can be printed as it was said."""
    embargo_text: Mapped[str | None]
    source_url: Mapped[str | None]
    translation_group: Mapped[uuid.UUID | None]
    """The same for all language versions of one communiqué."""
    document_id: Mapped[int | None] = mapped_column(ForeignKey("crm_document.id", ondelete="RESTRICT"), index=True)

    document: Mapped[Document | None] = relationship(lazy="raise_on_sql")
    issuers: Mapped[list[Issuer]] = relationship(
        back_populates="communique",
        lazy="raise_on_sql",
        order_by=lambda: (Issuer.position, Issuer.id),
        collection_class=ordering_list("position"),
        cascade="all, delete-orphan",
        passive_deletes=True,
    )

    def refuse(self) -> None:
        """Raise `EmbargoIncomplete` for an embargo that names no instant or no zone."""
        if self.embargo_zone is not None:
            _require_zone(self.embargo_zone)
        if (self.embargo_at is None) != (self.embargo_zone is None):
            raise EmbargoIncomplete("an embargo needs both its instant and its time zone")
        if self.status == CommuniqueStatus.EMBARGOED and self.embargo_at is None:
            raise EmbargoIncomplete("an embargoed communiqué needs the instant its embargo lifts")


def _require_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise EmbargoIncomplete(
            f"there is no time zone {name!r}", code="embargo.zone_unknown", hint="an IANA name, such as Europe/Paris"
        ) from None


class Issuer(Base):
    """That an institution issues a communiqué, at its place in the heading."""

    __tablename__ = "crm_issuer"
    __table_args__ = (UniqueConstraint("communique_id", "institution_id"),)

    id: Mapped[PrimaryKey]
    communique_id: Mapped[int] = mapped_column(ForeignKey("crm_communique.id", ondelete="CASCADE"))
    institution_id: Mapped[int] = mapped_column(ForeignKey("crm_institution.id", ondelete="RESTRICT"), index=True)
    position: Mapped[Position]
    role: Mapped[IssuerRole] = mapped_column(choice(IssuerRole, "role"), default=IssuerRole.ISSUER)
    printed_name: Mapped[str | None]
    """The name as the communiqué prints it."""

    communique: Mapped[Communique] = relationship(back_populates="issuers", lazy="raise_on_sql")
    institution: Mapped[Institution] = relationship(lazy="raise_on_sql")


@event.listens_for(Communique.title, "set")
def _fold_title(communique: Communique, value: str | None, old: object, initiator: object) -> None:  # noqa: ARG001
    communique.title_key = folded(value) if isinstance(value, str) else None


@event.listens_for(Communique.dated_on, "set")
def _key_date(communique: Communique, value: dt.date | None, old: object, initiator: object) -> None:  # noqa: ARG001
    communique.date_key = value or UNDATED


@cache
def newest_first() -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Return the order of communiqués, newest first, undated ones last."""
    return Communique.date_key.desc(), Communique.id.desc()


@cache
def with_document() -> Any:
    """Return what loads the document of each communiqué, which is long: of those in the answer, after any sort."""
    return selectinload(Communique.document)
