"""A contact as a row of a spreadsheet or a card says it: what passes between files and the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Literal, NamedTuple, TypeAlias, TypeVar

from crm.values import EmailAddress, PhoneNumber

if TYPE_CHECKING:
    import datetime as dt
    from uuid import UUID

    from crm.values import LanguageTag

__all__ = [
    "ContactRecord",
    "Kind",
    "Problem",
    "RecordAffiliation",
    "RecordCoordinate",
    "RecordEmail",
    "RecordPhone",
    "Row",
    "doubt",
]

Kind: TypeAlias = Literal["person", "desk"]

T = TypeVar("T", EmailAddress, PhoneNumber)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong or doubtful in a row: a stable `code`, where it stands, and what to do about it."""

    code: str
    message: str
    field: str | None = None
    """The column or property, as the source calls it; None for the row as a whole."""
    value: str | None = None
    """What stands there."""
    hint: str | None = None
    rejects: bool = False
    """Whether the row cannot be taken in for it; else it is a warning."""

    def as_dict(self) -> dict[str, str | None]:
        """Return what every JSON answer prints of a problem."""
        return {name: getattr(self, name) for name in ("code", "message", "field", "value", "hint")}


def doubt(code: str) -> str:
    """Return what is doubtful about an address or a number that is taken as it stands.

    >>> doubt("phone.reserved_for_fiction")
    'it is taken as it stands, and looks doubtful: reserved for fiction'
    """
    return f"it is taken as it stands, and looks doubtful: {code.partition('.')[2].replace('_', ' ')}"


@dataclass(slots=True)
class RecordCoordinate(Generic[T]):
    """An address or a number with what the source says of it; `value` is None for one that could not be read."""

    value: T | None
    text: str
    """As it stood there."""
    label: str | None = None
    error_code: str | None = None
    is_public: bool | None = None
    """None where the source does not say."""
    verified_on: dt.date | None = None
    affiliation: int | None = None
    """The place, from 0, of the record's affiliation that it belongs to; None for one of the contact's own."""


RecordEmail: TypeAlias = RecordCoordinate[EmailAddress]
RecordPhone: TypeAlias = RecordCoordinate[PhoneNumber]


@dataclass(slots=True)
class RecordAffiliation:
    """A job as the source says it; the institution is a name still, not a record."""

    institution: str
    """Empty where only a role or a department is said."""
    institution_uid: UUID | None = None
    role: str | None = None
    department: str | None = None
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None


@dataclass(slots=True)
class ContactRecord:
    """One contact as a row or a card says it; what is not said is None or empty, and erases nothing.

    Two records are equal when they say the same, wherever they stand.
    """

    name: str | None = None
    """As printed."""
    kind: Kind = "person"
    title: str | None = None
    given: str | None = None
    family: str | None = None
    suffix: str | None = None
    language: LanguageTag | None = None
    uid: UUID | None = None
    email_entries: list[RecordEmail] = field(default_factory=list)
    phone_entries: list[RecordPhone] = field(default_factory=list)
    affiliations: list[RecordAffiliation] = field(default_factory=list)
    unplaced: dict[str, str] = field(default_factory=dict)
    """What stood in columns or properties that the model has no place for, by their names; it goes with the record."""
    problems: list[Problem] = field(default_factory=list, compare=False)
    row: int = field(default=0, compare=False)
    """The number of the row or card in its source, from 1, a heading not counted."""
    line: int = field(default=0, compare=False)
    """The line of the source it begins on, from 1."""

    @property
    def emails(self) -> list[EmailAddress]:
        """The addresses that could be read, in order."""
        return [entry.value for entry in self.email_entries if entry.value is not None]

    @property
    def phones(self) -> list[PhoneNumber]:
        """The numbers that could be read, in order."""
        return [entry.value for entry in self.phone_entries if entry.value is not None]

    @property
    def institution(self) -> str | None:
        """The name of the first institution; None where only the role is said."""
        return (self.affiliations[0].institution or None) if self.affiliations else None

    @property
    def role(self) -> str | None:
        """The role at the first institution."""
        return self.affiliations[0].role if self.affiliations else None

    @property
    def is_rejected(self) -> bool:
        """Whether a problem keeps the row from being taken in."""
        return any(problem.rejects for problem in self.problems)

    def as_dict(self) -> dict[str, Any]:
        """Return the record as JSON answers print it."""
        return {
            "row": self.row,
            "name": self.name,
            "kind": self.kind,
            "given": self.given,
            "family": self.family,
            "emails": [str(email) for email in self.emails],
            "phones": [str(phone) for phone in self.phones],
            "institution": self.institution,
            "role": self.role,
            "problems": [problem.as_dict() for problem in self.problems],
        }


class Row(NamedTuple):
    """One row of a source, whatever became of it: every row in is one of these, a blank one too."""

    number: int
    """From 1, a heading not counted."""
    line: int
    """The line it begins on, from 1."""
    cells: list[str]
    """As they stood there; the whole text of a card in one."""
    record: ContactRecord | None
    """None for a blank row."""
