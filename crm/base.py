"""What all tables share: the metadata with its naming convention, and the vocabulary of columns."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Annotated, Any, Final

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Integer, MetaData, Table, event
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from crm.columns import (
    KEY_LENGTH,
    Choice,
    Country,
    Day,
    Instant,
    Language,
    Line,
    LongText,
    PlainText,
    UuidColumn,
    check_assignments,
)
from crm.errors import MissingName, PeriodReversed
from crm.values import CountryCode, LanguageTag, fold

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.orm import Mapper

__all__ = [
    "TABLE_PREFIX",
    "Base",
    "Body",
    "Dated",
    "Key",
    "Position",
    "PrimaryKey",
    "RowId",
    "Uid",
    "choice",
    "folded",
    "period",
    "required",
    "utc_now",
]

TABLE_PREFIX: Final = "crm_"

NAMING: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
"""Every constraint has a name, the same on every engine, so that a migration can find it again."""

RowId: Final = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite gives out keys by itself only to a column typed INTEGER."""


def utc_now() -> dt.datetime:
    """Return the present instant, in UTC."""
    return dt.datetime.now(dt.UTC)


class Base(DeclarativeBase):
    """The root of the models. Its metadata is ours alone: a host application's tables are elsewhere."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it as it stands
        str: PlainText(),
        bool: Boolean(),
        dt.date: Day(),
        dt.datetime: Instant(),
        uuid.UUID: UuidColumn(),
        CountryCode: Country(),
        LanguageTag: Language(),
    }


check_assignments(Base)


@event.listens_for(Table, "after_parent_attach")
def _never_reuse_keys(table: Table, metadata: MetaData) -> None:
    """Keep SQLite from giving the key of a deleted row to a new one: what refers to keys would speak of another."""
    if metadata is Base.metadata:
        table.dialect_options["sqlite"]["autoincrement"] = True


PrimaryKey = Annotated[int, mapped_column(RowId, primary_key=True)]
Uid = Annotated[uuid.UUID, mapped_column(UuidColumn(), unique=True, default=uuid.uuid4)]
"""What the record is called outside the database: in links, exports and other people's systems."""
Key = Annotated[str, mapped_column(Line(KEY_LENGTH))]
"""Text folded by Python to be looked up by; collations differ, this does not."""
Body = Annotated[str, mapped_column(LongText())]
Position = Annotated[int, mapped_column(Integer, default=0)]
"""The place in an ordered list, from 0."""


def choice(values: type, name: str) -> Choice:
    """Return the column type of a closed list: text with a CHECK named `name`, on every engine."""
    return Choice(
        values,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=24,
        values_callable=lambda members: [member.value for member in members],
    )


def folded(text: str) -> str:
    """Return the key `text` is looked up by, no longer than a key column is wide."""
    return fold(text)[:KEY_LENGTH]


def required(text: str | None, what: str) -> None:
    """Raise `MissingName` when `text`, the name of `what`, is missing or blank."""
    if text is None or not text.strip():
        raise MissingName(f"{what} needs a name")


class Dated:
    """A record that holds for a period."""

    starts_on: Mapped[dt.date | None]
    """The first day; None when it is not known, or lies before all records."""
    ends_on: Mapped[dt.date | None]
    """The last day; None while it lasts."""

    def holds_on(self, day: dt.date) -> bool:
        """Return whether it holds on that day."""
        return (self.starts_on is None or self.starts_on <= day) and (self.ends_on is None or day <= self.ends_on)

    def refuse_reversed(self) -> None:
        """Raise `PeriodReversed` for a period that ends before it starts."""
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise PeriodReversed(f"{type(self).__name__} ends on {self.ends_on}, before it starts on {self.starts_on}")


def period() -> CheckConstraint:
    """Return the constraint of a `Dated` table, for what is written past the models."""
    return CheckConstraint("ends_on >= starts_on", name="period")


@event.listens_for(Base, "before_insert", propagate=True)
@event.listens_for(Base, "before_update", propagate=True)
def _refuse(mapper: Mapper[Any], connection: Connection, record: Any) -> None:  # noqa: ARG001
    """Ask each record that has a ``refuse`` method whether its values go together."""
    refuse = getattr(record, "refuse", None)
    if refuse is not None:
        refuse()
