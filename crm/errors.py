"""Every error the library raises, in one tree.

::

    CrmError
    ├── InvalidValue (ValueError)        one value that cannot be what it claims to be
    │   ├── InvalidEmail
    │   ├── InvalidPhone
    │   ├── InvalidName
    │   ├── InvalidCountry
    │   ├── InvalidLanguage
    │   ├── InvalidIdentifier
    │   ├── InvalidInstant
    │   ├── InvalidDay
    │   ├── InvalidChoice
    │   └── InvalidText
    ├── InvalidRecord (ValueError)       values that are right one by one and wrong together
    │   ├── MissingName
    │   ├── PeriodReversed
    │   ├── RelationCycle
    │   ├── ForeignAffiliation
    │   ├── EmbargoIncomplete
    │   ├── SnapshotFrozen
    │   ├── NotPublishable
    │   ├── NotCovering
    │   ├── HandoverRefused
    │   ├── Unrecordable
    │   ├── ChangedSince
    │   └── ImportUndone
    ├── NotFound (LookupError)           nothing in the database answers to that
    │   └── Ambiguous                    more than one thing does
    ├── RuleInvalid (ValueError)         a rule of a house that says nothing that can be asked
    ├── TemplateInvalid (ValueError)     a template of a house that cannot be filled
    ├── SourceError                      a file that cannot be read as a communiqué
    │   ├── SourceMissing
    │   ├── SourceNotText
    │   ├── SourceTooLarge
    │   ├── SourceFormatUnknown
    │   ├── SourceDamaged
    │   ├── SourceEncrypted
    │   └── SourceScanned
    ├── TargetError                      a list that cannot be written there, or not in that format
    ├── DatabaseError                    the database cannot be used at all
    │   ├── DatabaseBusy
    │   ├── DatabaseMissing
    │   ├── DatabaseUnreadable
    │   └── DatabaseNotOurs
    ├── SchemaError                      the database is ours, its schema is not what this release needs
    │   ├── SchemaMissing
    │   ├── SchemaBehind
    │   ├── SchemaAhead
    │   ├── SchemaDrifted
    │   └── SchemaBusy
    └── MissingExtra (ImportError)       an optional dependency that is not installed

Each has a stable ``code`` (dotted, lower case), a ``message`` for people and, where one is known, a ``hint``:
what to do next. A message may quote the value; nothing here is ever written to a log.
"""

from __future__ import annotations

from typing import Any, ClassVar

__all__ = [
    "Ambiguous",
    "ChangedSince",
    "CrmError",
    "DatabaseBusy",
    "DatabaseError",
    "DatabaseMissing",
    "DatabaseNotOurs",
    "DatabaseUnreadable",
    "EmbargoIncomplete",
    "ForeignAffiliation",
    "HandoverRefused",
    "ImportUndone",
    "InvalidChoice",
    "InvalidCountry",
    "InvalidDay",
    "InvalidEmail",
    "InvalidIdentifier",
    "InvalidInstant",
    "InvalidLanguage",
    "InvalidName",
    "InvalidPhone",
    "InvalidRecord",
    "InvalidText",
    "InvalidValue",
    "MissingExtra",
    "MissingName",
    "NotCovering",
    "NotFound",
    "NotPublishable",
    "PeriodReversed",
    "RelationCycle",
    "RuleInvalid",
    "SchemaAhead",
    "SchemaBehind",
    "SchemaBusy",
    "SchemaDrifted",
    "SchemaError",
    "SchemaMissing",
    "SnapshotFrozen",
    "SourceDamaged",
    "SourceEncrypted",
    "SourceError",
    "SourceFormatUnknown",
    "SourceMissing",
    "SourceNotText",
    "SourceScanned",
    "SourceTooLarge",
    "TargetError",
    "TemplateInvalid",
    "Unrecordable",
]


class CrmError(Exception):
    """The root: catch it to catch everything the library says no with."""

    default_code: ClassVar[str] = "crm.error"

    def __init__(self, message: str, *, code: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.default_code
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel between processes, whatever the leaf's constructor takes."""
        return _restored, (type(self).__name__, self.args, self.__dict__)

    def as_dict(self) -> dict[str, str | None]:
        """``code``, ``message`` and ``hint``, as every JSON answer prints an error."""
        return {"code": self.code, "message": self.message, "hint": self.hint}


class InvalidValue(CrmError, ValueError):
    """One value that cannot be what it claims to be; ``value`` is what was given, ``reason`` why not.

    Two of a kind are equal when they say the same, so that what was read twice can be compared.
    """

    default_code = "value.invalid"
    noun: ClassVar[str] = "value"

    def __init__(self, value: object, reason: str, *, code: str | None = None, hint: str | None = None) -> None:
        self.value = value
        self.reason = reason
        super().__init__(f"{value!r} is not a valid {self.noun}: {reason}", code=code, hint=hint)

    def __eq__(self, other: object) -> bool:
        return type(self).__name__ == type(other).__name__ and self._said() == getattr(other, "_said", tuple)()

    def __hash__(self) -> int:
        return hash(self._said())

    def _said(self) -> tuple[object, ...]:
        return self.code, self.message, self.hint


class InvalidEmail(InvalidValue):
    """Not an e-mail address."""

    default_code = "email.invalid"
    noun = "e-mail address"


class InvalidPhone(InvalidValue):
    """Not a telephone number; ``position`` is where in the text it stands, None when the text is all there is."""

    default_code = "phone.invalid"
    noun = "phone number"
    position: tuple[int, int] | None = None

    def _said(self) -> tuple[object, ...]:
        return *super()._said(), self.position


class InvalidName(InvalidValue):
    """Not a name a person or a desk can have."""

    default_code = "name.invalid"
    noun = "name"


class InvalidCountry(InvalidValue):
    """Not an ISO 3166-1 alpha-2 code."""

    default_code = "country.invalid"
    noun = "country code"


class InvalidLanguage(InvalidValue):
    """Not a BCP 47 language tag."""

    default_code = "language.invalid"
    noun = "language tag"


class InvalidIdentifier(InvalidValue):
    """An identifier of the wrong shape, or whose checksum fails."""

    default_code = "identifier.invalid"
    noun = "identifier"


class InvalidInstant(InvalidValue):
    """A date and time that names no instant, because it has no time zone."""

    default_code = "instant.naive"
    noun = "instant"


class InvalidDay(InvalidValue):
    """Not a day: a text, or a day with an hour."""

    default_code = "day.invalid"
    noun = "day"


class InvalidChoice(InvalidValue):
    """Not one of a closed list."""

    default_code = "choice.unknown"
    noun = "choice"


class InvalidText(InvalidValue):
    """Text that no database would take: too long, or with characters that are none."""

    default_code = "text.invalid"
    noun = "text"


class InvalidRecord(CrmError, ValueError):
    """Values that are right one by one and wrong together."""

    default_code = "record.invalid"


class MissingName(InvalidRecord):
    """A person, an institution or a communiqué without the name it must have."""

    default_code = "record.name_missing"


class PeriodReversed(InvalidRecord):
    """A period that ends before it starts."""

    default_code = "period.reversed"


class RelationCycle(InvalidRecord):
    """An institution that would be a part, a subordinate or a successor of itself."""

    default_code = "relation.cycle"


class ForeignAffiliation(InvalidRecord):
    """A coordinate bound to an affiliation of somebody else."""

    default_code = "affiliation.foreign"


class EmbargoIncomplete(InvalidRecord):
    """An embargo without its instant, or without its time zone."""

    default_code = "embargo.incomplete"


class SnapshotFrozen(InvalidRecord):
    """An attempt to change what was printed."""

    default_code = "snapshot.frozen"


class NotPublishable(InvalidRecord):
    """A communiqué that cannot be published: withdrawn, or under embargo on that day."""

    default_code = "communique.not_publishable"


class HandoverRefused(InvalidRecord):
    """A handover that cannot be done, or not be taken back any more."""

    default_code = "handover.refused"


class NotCovering(InvalidRecord):
    """A coverage that cannot be: the stand-in stands in for themselves, say."""

    default_code = "coverage.invalid"


class Unrecordable(InvalidRecord):
    """A statement whose effect cannot be known, and so cannot be kept in the history."""

    default_code = "history.unrecordable"


class ChangedSince(InvalidRecord):
    """Changes that cannot be taken back without losing later ones; `reasons` say which and why."""

    default_code = "history.changed_since"

    def __init__(
        self, message: str, reasons: tuple[str, ...] = (), *, code: str | None = None, hint: str | None = None
    ) -> None:
        self.reasons = reasons
        super().__init__(message, code=code, hint=hint)


class ImportUndone(InvalidRecord):
    """An import that has been taken back already."""

    default_code = "import.undone"


class NotFound(CrmError, LookupError):
    """Nothing in the database answers to that name, address or identifier."""

    default_code = "record.not_found"


class Ambiguous(NotFound):
    """More than one record answers to that; the message names them."""

    default_code = "record.ambiguous"


class RuleInvalid(CrmError, ValueError):
    """A rule of a house that says nothing that can be asked."""

    default_code = "rule.invalid"


class TemplateInvalid(CrmError, ValueError):
    """A template of a house that cannot be filled."""

    default_code = "template.invalid"


class SourceError(CrmError):
    """A file that cannot be read as a communiqué."""

    default_code = "source.unreadable"


class SourceMissing(SourceError):
    """There is no such file, or it may not be opened."""

    default_code = "source.missing"


class SourceNotText(SourceError):
    """The file holds bytes that are no text."""

    default_code = "source.not_text"


class SourceTooLarge(SourceError):
    """The file is larger than a communiqué can sensibly be."""

    default_code = "source.too_large"


class SourceFormatUnknown(SourceError):
    """A format the reader does not know."""

    default_code = "source.format_unknown"


class SourceDamaged(SourceError):
    """The file is broken, or is not of the format that it claims to be."""

    default_code = "source.damaged"


class SourceEncrypted(SourceError):
    """The file opens with a password only."""

    default_code = "source.encrypted"


class SourceScanned(SourceError):
    """The file holds pictures of pages, and no text."""

    default_code = "source.scanned"


class TargetError(CrmError):
    """A list that cannot be written there, or not in that format."""

    default_code = "target.unwritable"


class DatabaseError(CrmError):
    """The database cannot be used at all."""

    default_code = "database.unusable"


class DatabaseBusy(DatabaseError):
    """Another program has been writing to it for longer than one waits."""

    default_code = "database.busy"


class DatabaseMissing(DatabaseError):
    """The SQLite file does not exist, and nobody asked to create it."""

    default_code = "database.missing"


class DatabaseUnreadable(DatabaseError):
    """The URL cannot be understood, or nothing usable answers there."""

    default_code = "database.unreadable"


class DatabaseNotOurs(DatabaseError):
    """The database holds somebody else's tables and none of ours."""

    default_code = "database.not_ours"


class SchemaError(CrmError):
    """The schema is not what this release needs."""

    default_code = "schema.unusable"


class SchemaMissing(SchemaError):
    """The database is empty."""

    default_code = "schema.missing"


class SchemaBehind(SchemaError):
    """The schema is older than this release."""

    default_code = "schema.behind"


class SchemaAhead(SchemaError):
    """The schema was made by a newer release."""

    default_code = "schema.ahead"


class SchemaDrifted(SchemaError):
    """The tables are not what the migrations made."""

    default_code = "schema.drifted"


class SchemaBusy(SchemaError):
    """The migration cannot run now: another one, or the caller's own transaction, is in the way."""

    default_code = "schema.busy"


class MissingExtra(CrmError, ImportError):
    """An optional dependency is not installed; the hint is the command that installs it."""

    default_code = "extra.missing"

    def __init__(self, extra: str, module: str) -> None:
        self.extra = extra
        super().__init__(f"{module} is not installed", hint=f"pip install 'press-contact-crm[{extra}]'")


def _restored(name: str, args: tuple[Any, ...], state: dict[str, Any]) -> CrmError:
    kind: type[CrmError] = globals()[name]
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error
