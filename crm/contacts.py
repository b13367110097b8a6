"""Press contacts: found by name, address or number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select

from crm import lookup
from crm.errors import InvalidValue
from crm.models import (
    Affiliation,
    ContactEmail,
    ContactKind,
    ContactPhone,
    InstitutionRelation,
    PressContact,
    RelationKind,
)
from crm.values import EmailAddress, PersonName, PhoneNumber, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from crm.models import Institution

__all__ = [
    "Recognised",
    "find",
    "label",
    "matching",
    "of_institutions",
    "recognise",
    "with_email",
    "with_phone",
]


def with_email(address: EmailAddress | str) -> Select[PressContact]:
    """Return the contacts that have this address, in any case; a shared mailbox has several."""
    owners = select(ContactEmail.contact_id).where(ContactEmail.value == address)
    return select(PressContact).where(PressContact.id.in_(owners)).order_by(PressContact.id)


def with_phone(number: PhoneNumber | str) -> Select[PressContact]:
    """Return the contacts that have this number, extension included."""
    owners = select(ContactPhone.contact_id).where(ContactPhone.value == number)
    return select(PressContact).where(PressContact.id.in_(owners)).order_by(PressContact.id)


def of_institutions(institutions: Sequence[Institution]) -> Select[PressContact]:
    """Return the contacts that are or were affiliated to one of these institutions or to a part of one."""
    ids = [institution.id for institution in institutions]
    parts = select(InstitutionRelation.institution_id).where(
        InstitutionRelation.related_id.in_(ids), InstitutionRelation.kind == RelationKind.PART_OF
    )
    near = or_(Affiliation.institution_id.in_(ids), Affiliation.institution_id.in_(parts))
    return (
        select(PressContact)
        .where(PressContact.id.in_(select(Affiliation.contact_id).where(near)))
        .order_by(PressContact.id)
    )


def matching(text: str) -> Select[PressContact]:
    """Return the contacts that `text` may mean: a number, a uid, an address, a telephone number, or words of a name."""
    identity = lookup.by_identity(PressContact, text)
    if identity is not None:
        return select(PressContact).where(identity)
    if "@" in text:
        return with_email(EmailAddress(text))
    number = _international(text)
    if number is not None:
        return with_phone(number)
    return select(PressContact).where(_has_words(text)).order_by(PressContact.id)


def find(session: Session, text: str) -> PressContact:
    """Return the contact that `text` means: one with exactly that name before one whose name holds the words.

    Raises:
        NotFound: nobody answers to it.
        Ambiguous: several do.
        InvalidEmail: it has an ``@`` and is no address.
    """
    if any(letter.isalpha() for letter in text) and "@" not in text:
        exact = select(PressContact).where(PressContact.name == PersonName.parse(text)).order_by(PressContact.id)
        if session.scalars(exact.limit(1)).first() is not None:
            return lookup.one_of(session, exact, "contact", text, label)
    return lookup.one_of(session, matching(text), "contact", text, label)


@dataclass(frozen=True, slots=True)
class Recognised:
    """Who is meant: the `contact`, or None and, where somebody known may be meant, the `doubt` in words."""

    contact: PressContact | None = None
    doubt: str | None = None


def recognise(
    session: Session,
    kind: ContactKind | str,
    name: PersonName | None,
    emails: Sequence[EmailAddress],
    institutions: Sequence[Institution],
) -> Recognised:
    """Return the known contact of that `kind` and `name` who has one of these addresses or institutions.

    A shared mailbox tells desks, never persons, and the same name alone tells nobody: a wrong merge is worse than a
    question.
    """
    is_desk = kind == ContactKind.DESK
    telling = [email for email in emails if is_desk or not email.is_shared]
    addressed = session.scalars(_with_emails(telling)).unique().all() if telling else []
    alike = [contact for contact in addressed if contact.kind == kind and _key(contact) == (name and name.key)]
    if not alike and name is not None:
        bearers = of_institutions(institutions).where(PressContact.kind == ContactKind(kind), PressContact.name == name)
        alike = list(session.scalars(bearers))
    if len(alike) == 1:
        return Recognised(alike[0])
    if alike:
        return Recognised(doubt=f"any of the contacts {_numbers(alike)} may be meant: kept apart")
    if addressed:
        return Recognised(doubt=f"the address of contact {_numbers(addressed)} under another name: kept apart")
    return Recognised(doubt=None if name is None else _namesakes(session, name))


def _namesakes(session: Session, name: PersonName) -> str | None:
    found = session.scalars(
        select(PressContact).where(PressContact.name == name).order_by(PressContact.id).limit(9)
    ).all()
    return f"the name of contact {_numbers(found)}, with nothing else in common: kept apart" if found else None


def _with_emails(addresses: Sequence[EmailAddress]) -> Select[PressContact]:
    owners = select(ContactEmail.contact_id).where(ContactEmail.value.in_(addresses))
    return select(PressContact).where(PressContact.id.in_(owners)).order_by(PressContact.id)


def _key(contact: PressContact) -> str | None:
    return None if contact.name is None else contact.name.key


def _numbers(found: Sequence[PressContact]) -> str:
    return ", ".join(str(contact.id) for contact in found)


def label(contact: PressContact) -> str:
    """Return what to call `contact` in a list: its number and its name, or for a nameless desk its first address."""
    return f"{contact.id} {contact.name or next((email.text for email in contact.emails), 'desk without a name')}"


def _has_words(text: str) -> ColumnElement[bool]:
    words = fold(text).split() or [text]
    return and_(*(PressContact.name_key.like(lookup.like(word), escape="\\") for word in words))


def _international(text: str) -> PhoneNumber | None:
    try:
        return PhoneNumber.parse(text)
    except InvalidValue:
        return None
