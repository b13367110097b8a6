"""What a row says, made ready to be looked up: its name with its key, its coordinates with their identities."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from crm.errors import CrmError, InvalidPhone
from crm.exchange.records import Problem
from crm.values import PersonName

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.exchange.importing.held import Place
    from crm.exchange.records import ContactRecord, RecordAffiliation, RecordEmail, RecordPhone

__all__ = ["NAMELESS", "Asked", "Refused", "Said", "asked_of", "error_code_of", "reversed_period", "storable"]

_KEPT_INVALID: Final = ("email.", "phone.")
_LONGEST: Final = {"label": 40, "error_code": 64, "title": 200, "suffix": 200, "given": 200, "family": 200}
_NAMES: Final = ("title", "given", "family", "suffix")
_SHORTEST: Final = min(_LONGEST[what] for what in _NAMES)
"""Where all that a row says is no longer than that, no part of a name is."""
NAMELESS: Final = Problem(
    "contact.nameless",
    "there is nothing to call the contact by",
    hint="give a name, an address, a number or an institution",
    rejects=True,
)


class Refused(Exception):
    """The row cannot be taken in, for these problems."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems


class Said(NamedTuple):
    """An address or a number of a row."""

    kind: Literal["email", "phone"]
    identity: str
    value: str | None
    key: str | None
    is_shared: bool
    entry: RecordEmail | RecordPhone


@dataclass(slots=True, eq=False)
class Asked:
    """One row that is asked about: whom it means, and what it says of them."""

    record: ContactRecord
    row: int
    """The number of the row."""
    uid: str | None
    """The uid that the row states, as 32 hexadecimal digits."""
    kind: str
    name: PersonName | None
    emails: list[Said]
    phones: list[Said]
    problems: Sequence[Problem]
    """What was doubtful when it was read; `remarks` has what was found out about it since as well."""
    remarks: Sequence[Problem] = ()
    jobs: list[tuple[Place, RecordAffiliation] | None] = field(default_factory=list)
    """In the order of the record's affiliations; None for one that names nothing."""

    @property
    def coordinates(self) -> chain[Said]:
        """The addresses, then the numbers."""
        return chain(self.emails, self.phones)

    @property
    def places(self) -> list[Place]:
        """The institutions that the row names."""
        return [job[0] for job in self.jobs if job is not None]

    @property
    def is_bare(self) -> bool:
        """Whether it says nothing but a name."""
        return not (self.emails or self.phones or any(self.jobs))


def asked_of(record: ContactRecord, *, keep_invalid: bool) -> Asked:
    """Return what `record` says; raise `Refused` with all that keeps it from being taken in."""
    problems = record.problems
    if problems:
        if keep_invalid:
            problems = [_downgraded(problem) for problem in problems]
        if rejecting := [problem for problem in problems if problem.rejects]:
            raise Refused(*rejecting)
    _refuse_unstorable(record)
    emails, phones = list(map(_email, record.email_entries)), list(map(_phone, record.phone_entries))
    name, kind = _name(record), str(record.kind)
    if name is None and record.uid is None and not (emails or phones or record.affiliations):
        raise Refused(NAMELESS)
    uid = None if record.uid is None else record.uid.hex
    return Asked(record, record.row, uid, kind, name, emails, phones, problems)


def _downgraded(problem: Problem) -> Problem:
    """Make a warning of what is wrong with an address or a number: it is kept as it stands, to be mended."""
    return dataclasses.replace(problem, rejects=False) if problem.code.startswith(_KEPT_INVALID) else problem


def _name(record: ContactRecord) -> PersonName | None:
    printed = record.name or " ".join(filter(None, (record.given, record.family)))
    if not printed:
        return None
    try:
        if record.kind == "desk":
            return PersonName.verbatim(printed)
        # Whoever read the row has taken the name apart, or was told that it has no parts.
        return PersonName.told(printed, record.title, record.given, record.family, record.suffix)
    except CrmError as error:
        raise Refused(Problem(error.code, error.message, "name", printed[:200], error.hint, rejects=True)) from None


def _email(entry: RecordEmail) -> Said:
    if entry.value is None:
        return Said("email", f"\0{entry.text}", None, None, False, entry)
    address = entry.value
    key = address.key
    return Said("email", key, str(address), key, address.is_shared, entry)


def _phone(entry: RecordPhone) -> Said:
    if entry.value is None:
        return Said("phone", f"\0{entry.text}", None, None, False, entry)
    number = entry.value
    identity = number.e164 if number.extension is None else f"{number.e164};ext={number.extension}"
    return Said("phone", identity, number.e164, number.extension, False, entry)


def error_code_of(said: Said) -> str | None:
    """Return the code to store with what could not be read."""
    if said.value is not None:
        return None
    return said.entry.error_code or ("email.invalid" if said.kind == "email" else InvalidPhone.default_code)


# --- text that every database takes -----------------------------------------------------------------------------------


def storable(text: str) -> str:
    """Return `text`, or what Python prints of it when no database would take it."""
    return text if _is_storable(text) else ascii(text)


def _is_storable(text: str) -> bool:
    if "\0" in text:
        return False
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _refuse_unstorable(record: ContactRecord) -> None:
    """Check once what the typed columns would check value by value: bulk statements go past them."""
    text = f"{record.title}{record.given}{record.family}{record.suffix}"  # what is not said is a word like any other
    for job in record.affiliations:
        text += f"{job.institution}{job.role}{job.department}"
        if job.starts_on and job.ends_on and job.ends_on < job.starts_on:
            raise Refused(reversed_period(str(job.starts_on), str(job.ends_on)))
    entries: chain[RecordEmail | RecordPhone] = chain(record.email_entries, record.phone_entries)
    for entry in entries:
        text += entry.text
        if entry.label is not None or entry.error_code is not None:
            text += entry.label or ""
            _refuse_long("label", entry.label)
            _refuse_long("error_code", entry.error_code)
    if not _is_storable(text):
        raise Refused(Problem("text.invalid", "a cell holds a character that no text holds", rejects=True))
    if len(text) > _SHORTEST:
        for what in _NAMES:
            _refuse_long(what, getattr(record, what))


def _refuse_long(what: str, text: str | None) -> None:
    if text is not None and len(text) > _LONGEST[what]:
        message = f"it is longer than {_LONGEST[what]} characters"
        raise Refused(Problem("text.too_long", message, what, f"{text[:40]}…", rejects=True))


def reversed_period(starts_on: str, ends_on: str) -> Problem:
    """Return the problem of an affiliation that would end before it starts."""
    message = f"the affiliation would end on {ends_on}, before it starts on {starts_on}"
    return Problem("period.reversed", message, "ends_on", ends_on, "correct one of the two days", rejects=True)
