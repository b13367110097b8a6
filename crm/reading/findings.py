"""What a communiqué was found to say, each finding with the lines it stands on (the first and the last, from 1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from crm.reading.forms.extract import place_at

if TYPE_CHECKING:
    import datetime

    from crm.values import EmailAddress, LanguageTag, PhoneNumber

__all__ = [
    "Evidence",
    "Lines",
    "ReadBoilerplate",
    "ReadContact",
    "ReadDate",
    "ReadEmbargo",
    "ReadInstitution",
    "ReadUnread",
    "ReadWarning",
    "Reading",
]

Lines = tuple[int, int]
"""The first and the last line of a finding, counted from 1."""


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A day the communiqué gives: of itself (``published``) or, failing that, of what it announces (``event``)."""

    value: datetime.date
    kind: Literal["published", "event", "updated"]
    precision: Literal["day", "month", "year"]
    text: str
    lines: Lines
    assumed: tuple[str, ...] = ()
    """What was inferred rather than printed: ``("year",)`` for *Ce lundi 3 mars*."""

    def as_dict(self) -> dict[str, object]:
        """Plain values, the day as ISO 8601."""
        return {
            "value": self.value.isoformat(),
            "kind": self.kind,
            "precision": self.precision,
            "text": self.text,
            "assumed": list(self.assumed),
        }


@dataclass(frozen=True, slots=True)
class ReadEmbargo:
    """The instant before which nothing may be published; `zone` is the IANA name of its zone."""

    instant: datetime.datetime
    zone: str
    text: str
    lines: Lines
    assumed: tuple[str, ...] = ()
    """What was inferred rather than printed: ``year`` from the day of the release, ``zone`` from the country."""

    def as_dict(self) -> dict[str, object]:
        """The instant as ISO 8601 with its offset, the zone, the text as printed, and what was inferred."""
        return {
            "value": self.instant.isoformat(),
            "zone": self.zone,
            "text": self.text,
            "assumed": list(self.assumed),
        }


@dataclass(frozen=True, slots=True)
class ReadInstitution:
    """An issuer, by the name printed, and the issuer it says it is a part of (None where it does not say)."""

    name: str
    lines: Lines
    part_of: str | None = None

    def as_dict(self) -> dict[str, object]:
        """The name and the lines."""
        return {"name": self.name, "lines": list(self.lines)}


class Evidence(NamedTuple):
    """One thing read from the page: what it was taken for, where it stands, how sure that is, and why.

    `kind` is dotted, the broader word first: ``title``, ``date``, ``institution``, ``contact.heading``,
    ``contact.name``, ``contact.email`` and so on. `text` is as printed, `value` as read.
    """

    kind: str
    lines: Lines
    text: str
    value: str
    confidence: float
    reason: str
    contact: int | None = None
    """Which of `Reading.contacts` it is about, from 0; None when it is about no contact."""

    def about(self, contact: int) -> Evidence:
        """Return the same of the contact in that place."""
        return Evidence(self.kind, self.lines, self.text, self.value, self.confidence, self.reason, contact)


@dataclass(frozen=True, slots=True)
class ReadUnread:
    """An address or a number of a contact that could not be read: the text, and why not (an error's code, in words)."""

    kind: Literal["email", "phone"]
    text: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReadContact:
    """A press contact as printed: a person, or a desk whose name may be None."""

    name: str | None
    kind: Literal["person", "desk"]
    institution: str | None
    role: str | None
    emails: tuple[EmailAddress, ...]
    phones: tuple[PhoneNumber, ...]
    lines: Lines
    confidence: float
    """From 0 to 1: of the contacts given 0.9, about nine in ten have their name, addresses and numbers right."""
    printed: str = ""
    """The source lines, as printed."""
    unread: tuple[ReadUnread, ...] = ()
    """What stands among its coordinates and could not be read; each is a warning too."""
    texts: tuple[tuple[str, str], ...] = ()
    """Each address and number, canonical, with how it is printed."""
    evidence: tuple[Evidence, ...] = ()
    """Why each piece of it is one."""

    def text_of(self, value: EmailAddress | PhoneNumber) -> str:
        """Return how an address or a number of the contact is printed."""
        return dict(self.texts).get(str(value), str(value))

    def as_dict(self) -> dict[str, object]:
        """Plain values: phones as E.164, an extension as ``;ext=12``."""
        return {
            "name": self.name,
            "kind": self.kind,
            "institution": self.institution,
            "role": self.role,
            "emails": [str(email) for email in self.emails],
            "phones": [str(phone) for phone in self.phones],
            "lines": list(self.lines),
            "confidence": self.confidence,
        }


@dataclass(frozen=True, slots=True)
class ReadBoilerplate:
    """The paragraphs in which an institution describes itself; `institution` is None when they do not name it."""

    institution: str | None
    lines: Lines
    text: str

    def as_dict(self) -> dict[str, object]:
        """The institution and the lines."""
        return {"institution": self.institution, "lines": list(self.lines)}


@dataclass(frozen=True, slots=True)
class ReadWarning:
    """Something that looked like a finding and could not be read, or that contradicts itself."""

    code: str
    lines: Lines
    message: str

    def as_dict(self) -> dict[str, object]:
        """The code, the lines and the message."""
        return {"code": self.code, "lines": list(self.lines), "message": self.message}


@dataclass(frozen=True, slots=True)
class Reading:
    """What one communiqué says; `text` is all of it, decoded, and `sha256` (hexadecimal) that of the bytes read."""

    file: str | None
    language: LanguageTag | None
    title: str | None
    subtitle: str | None
    date: ReadDate | None
    updated: ReadDate | None
    embargo: ReadEmbargo | None
    institutions: tuple[ReadInstitution, ...]
    contacts: tuple[ReadContact, ...]
    boilerplates: tuple[ReadBoilerplate, ...]
    warnings: tuple[ReadWarning, ...]
    text: str
    charset: str
    sha256: str
    evidence: tuple[Evidence, ...] = ()
    """Why each finding is one, in the order of the page."""
    place: str | None = None
    """The place the dateline names, as printed."""
    places: tuple[tuple[int, str], ...] = ()
    """Where the lines stand in a form that has places: from which line on, and what it is called (``page 2``)."""

    def locate(self, line: int) -> str | None:
        """Return the page, the header, the footer or the attachment that a line stands in; None for the body."""
        return place_at(self.places, line)

    def as_dict(self) -> dict[str, object]:
        """Plain values only, in the shape ``crm read --json`` prints."""
        return {
            "file": self.file,
            "language": self.language and str(self.language),
            "title": self.title,
            "subtitle": self.subtitle,
            "date": self.date and self.date.as_dict(),
            "updated": self.updated and self.updated.as_dict(),
            "embargo": self.embargo and self.embargo.as_dict(),
            "institutions": [institution.as_dict() for institution in self.institutions],
            "contacts": [contact.as_dict() for contact in self.contacts],
            "boilerplates": [boilerplate.as_dict() for boilerplate in self.boilerplates],
            "warnings": [warning.as_dict() for warning in self.warnings],
        }
