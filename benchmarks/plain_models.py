"""The same tables mapped as plainly as SQLAlchemy can: its own types, plain lists, nothing that listens or composes.

What answers take in these is the floor: what SQLAlchemy takes for itself, whatever the models are.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, ForeignKey, Integer, MetaData, String, Table, Uuid
from sqlalchemy.orm import DeclarativeBase, relationship

from crm.columns import Day, Instant
from crm.models.recorded import RECORDED

__all__ = ["Communique", "Contact", "Coverage", "Email", "Institution", "Issuer", "Phone"]

GENERIC: dict[type, Any] = {Day: Date, Instant: DateTime}
KEPT: tuple[Any, ...] = (Boolean, BigInteger, Integer, Uuid)


class Plain(DeclarativeBase):
    metadata = MetaData()


def _table(name: str, **keys: str) -> Table:
    """Return a table of ours with SQLAlchemy's own types; `keys` are the foreign keys that matter here."""
    columns = RECORDED[name].columns
    return Table(name, Plain.metadata, *(_column(column, keys.get(column.name)) for column in columns))


def _column(column: Column[Any], refers_to: str | None) -> Column[Any]:
    kind = GENERIC.get(type(column.type)) or next((kept for kept in KEPT if isinstance(column.type, kept)), String)
    keys = [ForeignKey(refers_to)] if refers_to else []
    return Column(column.name, kind(), *keys, primary_key=column.primary_key)


def _in_order(table: Table) -> tuple[Any, ...]:
    return table.c.position, table.c.id


_EMAIL = _table("crm_contact_email", contact_id="crm_contact.id")
_PHONE = _table("crm_contact_phone", contact_id="crm_contact.id")
_ISSUER = _table("crm_issuer", communique_id="crm_communique.id", institution_id="crm_institution.id")


class Institution(Plain):
    __table__ = _table("crm_institution")


class Email(Plain):
    __table__ = _EMAIL


class Phone(Plain):
    __table__ = _PHONE


class Contact(Plain):
    __table__ = _table("crm_contact")
    emails = relationship(Email, lazy="selectin", order_by=_in_order(_EMAIL))
    phones = relationship(Phone, lazy="selectin", order_by=_in_order(_PHONE))


class Issuer(Plain):
    __table__ = _ISSUER
    institution = relationship(Institution)


class Communique(Plain):
    __table__ = _table("crm_communique")
    issuers = relationship(Issuer, order_by=_in_order(_ISSUER))


class Coverage(Plain):
    __table__ = _table(
        "crm_coverage",
        communique_id="crm_communique.id",
        contact_id="crm_contact.id",
        institution_id="crm_institution.id",
    )
    communique = relationship(Communique)
    contact = relationship(Contact)
    institution = relationship(Institution)
