"""Files that something was read from."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Mapped, mapped_column

from crm.base import Base, Body, PrimaryKey, Uid, utc_now
from crm.columns import Line

__all__ = ["Document"]


class Document(Base):
    """A file something was read from, kept as text: what a person can be shown as evidence."""

    __tablename__ = "crm_document"

    id: Mapped[PrimaryKey]
    uid: Mapped[Uid]
    sha256: Mapped[str] = mapped_column(Line(64), unique=True)
    """Of the bytes as they came: the same file is never read twice."""
    name: Mapped[str]
    """The file's name without its folder, which may name persons or machines."""
    media_type: Mapped[str] = mapped_column(Line(100), default="text/plain")
    charset: Mapped[str | None] = mapped_column(Line(40))
    text: Mapped[Body]
    read_at: Mapped[dt.datetime] = mapped_column(default=utc_now)
