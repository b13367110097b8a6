"""Press contacts: names, coordinates, affiliations."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, event, select
from sqlalchemy.ext.orderinglist import ordering_list
from sqlalchemy.orm import Mapped, attributes, mapped_column, relationship

from crm.base import Base, Dated, Key, Position, PrimaryKey, Uid, choice, period
from crm.columns import EmailColumn, Line, PhoneColumn, derived
from crm.composites import EmailComparator, MadeOnAccess, NameComparator, PhoneComparator
from crm.errors import ForeignAffiliation, InvalidPhone, MissingName
from crm.models.institutions import Institution
from crm.values import EmailAddress, LanguageTag, PersonName, PhoneNumber, parse_emails, parse_phones

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.orm import Mapper

__all__ = ["Affiliation", "ContactEmail", "ContactKind", "ContactPhone", "PressContact"]


class ContactKind(StrEnum):
    """Whether it is somebody, or a mailbox and a telephone that several people staff."""

    PERSON = "person"
    DESK = "desk"


class PressContact(Base):
    """A person or a desk that journalists are sent to."""

    __tablename__ = "crm_contact"
    __table_args__ = (
        CheckConstraint("kind = 'desk' OR printed_name IS NOT NULL", name="person_has_name"),
        CheckConstraint("(printed_name IS NULL) = (name_key IS NULL)", name="name_has_key"),
        Index(None, "name_key"),
    )

    id: Mapped[PrimaryKey]
    uid: Mapped[Uid]
    kind: Mapped[ContactKind] = mapped_column(choice(ContactKind, "kind"), default=ContactKind.PERSON)
    printed_name: Mapped[str | None] = mapped_column(Line(200))
    title: Mapped[str | None] = mapped_column(Line(200))
    given_name: Mapped[str | None] = mapped_column(Line(200))
    family_name: Mapped[str | None] = mapped_column(Line(200))
    name_suffix: Mapped[str | None] = mapped_column(Line(200))
    name_key: Mapped[Key | None] = mapped_column(default=derived("printed_name", lambda text: PersonName.one(text).key))
    name: Mapped[PersonName | None] = MadeOnAccess(
        PersonName,
        "printed_name",
        "title",
        "given_name",
        "family_name",
        "name_suffix",
        "name_key",
        comparator_factory=NameComparator,
        return_none_on=lambda printed, *_: printed is None,
    )
    """As printed and in parts; None for a desk that has no name but its institution's."""
    language: Mapped[LanguageTag | None]
    """The language to write to them in, where it is known."""

    emails: Mapped[list[ContactEmail]] = relationship(
        back_populates="contact",
        lazy="selectin",
        order_by=lambda: (ContactEmail.position, ContactEmail.id),
        collection_class=ordering_list("position"),
        cascade="all, delete-orphan",
        passive_deletes=True,
    )
    phones: Mapped[list[ContactPhone]] = relationship(
        back_populates="contact",
        lazy="selectin",
        order_by=lambda: (ContactPhone.position, ContactPhone.id),
        collection_class=ordering_list("position"),
        cascade="all, delete-orphan",
        passive_deletes=True,
    )
    affiliations: Mapped[list[Affiliation]] = relationship(
        back_populates="contact", lazy="raise_on_sql", cascade="all, delete-orphan", passive_deletes=True
    )

    @classmethod
    def desk(cls, name: str | None = None, **values: Any) -> PressContact:
        """Return a desk; its name, where it has one, is kept as printed and never taken apart."""
        return cls(kind=ContactKind.DESK, name=None if name is None else PersonName.verbatim(name), **values)

    def refuse(self) -> None:
        """Raise `MissingName` for a person without a name."""
        if self.kind != ContactKind.DESK and self.name is None:
            raise MissingName("a person needs a name", hint="a contact without one is a desk: PressContact.desk()")


class Affiliation(Dated, Base):
    """That a contact works for an institution: in a role, in a department, for a time."""

    __tablename__ = "crm_affiliation"
    __table_args__ = (period(),)

    id: Mapped[PrimaryKey]
    contact_id: Mapped[int] = mapped_column(ForeignKey("crm_contact.id", ondelete="CASCADE"), index=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("crm_institution.id", ondelete="RESTRICT"), index=True)
    role: Mapped[str | None]
    """As printed: *attachée de presse*."""
    department: Mapped[str | None]

    contact: Mapped[PressContact] = relationship(back_populates="affiliations", lazy="raise_on_sql")
    institution: Mapped[Institution] = relationship(lazy="raise_on_sql")

    def refuse(self) -> None:
        """Raise `PeriodReversed`."""
        self.refuse_reversed()


class Coordinate:
    """What an address and a number of a contact have in common."""

    contact_id: Mapped[int] = mapped_column(ForeignKey("crm_contact.id", ondelete="CASCADE"))
    affiliation_id: Mapped[int | None] = mapped_column(ForeignKey("crm_affiliation.id", ondelete="CASCADE"), index=True)
    """The job it belongs to: when that ends, so does the coordinate. None for one that the contact takes along."""
    position: Mapped[Position]
    error_code: Mapped[str | None] = mapped_column(Line(64))
    """Why `text` could not be read; None for a coordinate that could."""
    label: Mapped[str | None] = mapped_column(Line(40))
    """Its use, as said or printed: *mobile*, *standard*, *direct*."""
    is_public: Mapped[bool] = mapped_column(default=True)
    """Whether it may be printed on a release."""
    verified_on: Mapped[dt.date | None]
    """The last day somebody reached the contact there; None when nobody has said."""


def _is_shared(context: Any) -> bool:
    """Whether the address of the same INSERT is a desk's; an unreadable one is not known to be."""
    return bool(derived("address", lambda address: EmailAddress(address).is_shared)(context))


class ContactEmail(Coordinate, Base):
    """An e-mail address of a contact. The same address may belong to several contacts."""

    __tablename__ = "crm_contact_email"
    __table_args__ = (
        CheckConstraint("(address IS NULL) = (error_code IS NOT NULL)", name="read_or_refused"),
        CheckConstraint("(address IS NULL) = (address_key IS NULL)", name="address_has_key"),
        Index(None, "contact_id", "position"),
        Index(None, "address_key"),
    )

    id: Mapped[PrimaryKey]
    address: Mapped[str | None] = mapped_column(EmailColumn())
    address_key: Mapped[Key | None] = mapped_column(default=derived("address", lambda text: EmailAddress(text).key))
    value: Mapped[EmailAddress | None] = MadeOnAccess(
        EmailAddress.stored,
        "address",
        "address_key",
        comparator_factory=EmailComparator,
        return_none_on=lambda address, _: address is None,
    )
    """The address; None for one that could not be read."""
    text: Mapped[str] = mapped_column(default=derived("address", str))
    """As typed or printed."""
    is_shared: Mapped[bool] = mapped_column(default=_is_shared)
    """Whether it is a desk's mailbox, and so never tells who somebody is."""

    contact: Mapped[PressContact] = relationship(back_populates="emails", lazy="raise_on_sql")
    affiliation: Mapped[Affiliation | None] = relationship(lazy="raise_on_sql")

    @classmethod
    def read(cls, text: str, **values: Any) -> list[ContactEmail]:
        """Return every address of what somebody typed, in order, each with its text.

        What cannot be read is kept with the reason, to be mended; only blank text gives nothing.
        """
        found = parse_emails(text)
        if not found and text.strip():
            return [cls(text=text, error_code="email.none", **values)]
        return [cls(value=one.value, text=one.text, error_code=one.error and one.error.code, **values) for one in found]


def _number_text(context: Any) -> str | None:
    """What to keep as typed when only the number was given: all of it, the extension too."""
    extension = context.get_current_parameters().get("extension")
    text: str | None = derived("e164", str)(context)
    return f"{text};ext={extension}" if text and extension else text


class ContactPhone(Coordinate, Base):
    """A telephone number of a contact."""

    __tablename__ = "crm_contact_phone"
    __table_args__ = (
        CheckConstraint("(e164 IS NULL) = (error_code IS NOT NULL)", name="read_or_refused"),
        CheckConstraint("extension IS NULL OR e164 IS NOT NULL", name="extension_of_number"),
        Index(None, "contact_id", "position"),
        Index(None, "e164"),
    )

    id: Mapped[PrimaryKey]
    e164: Mapped[str | None] = mapped_column(PhoneColumn())
    extension: Mapped[str | None] = mapped_column(Line(11))
    value: Mapped[PhoneNumber | None] = MadeOnAccess(
        PhoneNumber,
        "e164",
        "extension",
        comparator_factory=PhoneComparator,
        return_none_on=lambda e164, _: e164 is None,
    )
    """The number with its extension; None for one that could not be read."""
    text: Mapped[str] = mapped_column(default=_number_text)
    """As typed or printed."""

    contact: Mapped[PressContact] = relationship(back_populates="phones", lazy="raise_on_sql")
    affiliation: Mapped[Affiliation | None] = relationship(lazy="raise_on_sql")

    @classmethod
    def read(cls, text: str, region: str | None = "FR", **values: Any) -> list[ContactPhone]:
        """Return every number of what somebody typed, in order, each with its text and label.

        What cannot be read is kept with the reason, to be mended; only blank text gives nothing.
        """
        found = parse_phones(text, region)
        if not found and text.strip():
            return [cls(text=text, error_code=InvalidPhone.default_code, **values)]
        return [
            cls(value=one.value, text=one.text, label=one.label, error_code=one.error and one.error.code, **values)
            for one in found
        ]


@event.listens_for(ContactEmail.value, "set", retval=True)
@event.listens_for(ContactPhone.value, "set", retval=True)
def _make_coordinate(coordinate: ContactEmail | ContactPhone, value: Any, old: object, initiator: object) -> Any:  # noqa: ARG001
    """Make a value of assigned text, and keep beside it what follows from it: the text as typed, and whose it is."""
    if value is None:
        return None
    coordinate.error_code = None
    is_text = not isinstance(value, (EmailAddress, PhoneNumber))
    is_changed = isinstance(old, (EmailAddress, PhoneNumber)) or attributes.instance_state(coordinate).has_identity
    made = _made(coordinate, value)
    if is_text or is_changed:
        coordinate.text = str(value)
    if isinstance(made, EmailAddress) and isinstance(coordinate, ContactEmail) and is_changed:
        coordinate.is_shared = made.is_shared
    return made


def _made(coordinate: ContactEmail | ContactPhone, value: Any) -> EmailAddress | PhoneNumber:
    if isinstance(value, (EmailAddress, PhoneNumber)):
        return value
    return EmailAddress.parse(value) if isinstance(coordinate, ContactEmail) else PhoneNumber.parse(value)


@event.listens_for(PressContact.name, "set", retval=True)
def _make_name(contact: PressContact, value: Any, old: object, initiator: object) -> Any:  # noqa: ARG001
    """Take a person's name apart, and leave a desk's as it is."""
    if value is None or isinstance(value, PersonName):
        return value
    return PersonName.verbatim(value) if contact.kind == ContactKind.DESK else PersonName.parse(value)


@event.listens_for(ContactEmail.address, "set")
def _key_address(email: ContactEmail, value: Any, old: object, initiator: object) -> None:  # noqa: ARG001
    """Keep the key in step with an address that is assigned past `value`."""
    email.address_key = None if value is None else EmailAddress(value).key


@event.listens_for(PressContact.printed_name, "set")
def _key_name(contact: PressContact, value: Any, old: object, initiator: object) -> None:  # noqa: ARG001
    """Keep the key in step with a name that is assigned past `name`."""
    contact.name_key = None if value is None else PersonName.one(value).key


@event.listens_for(PressContact.kind, "set")
def _keep_desk_name(contact: PressContact, value: Any, old: object, initiator: object) -> None:  # noqa: ARG001
    """Put the name of what turns out to be a desk together again."""
    if value == ContactKind.DESK and contact.name is not None:
        contact.name = PersonName.verbatim(contact.name.printed)


@event.listens_for(ContactEmail, "before_insert")
@event.listens_for(ContactEmail, "before_update")
@event.listens_for(ContactPhone, "before_insert")
@event.listens_for(ContactPhone, "before_update")
def _refuse_foreign(mapper: Mapper[Any], connection: Connection, coordinate: Any) -> None:  # noqa: ARG001
    table = Affiliation.__table__
    if coordinate.affiliation_id is not None:
        owner = connection.scalar(select(table.c.contact_id).where(table.c.id == coordinate.affiliation_id))
        if owner != coordinate.contact_id:
            raise ForeignAffiliation("a coordinate cannot belong to an affiliation of another contact")
