"""The properties of a card become a contact."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from uuid import UUID

from crm.errors import InvalidLanguage
from crm.exchange.cards.affiliations import Jobs
from crm.exchange.cards.coordinates import CoordinateReader, emails_reader, phones_reader
from crm.exchange.cards.people import read_kind, read_name
from crm.exchange.cards.properties import Property, by_preference
from crm.exchange.cards.unplaced import Unplaced
from crm.exchange.records import ContactRecord, Problem
from crm.values import LanguageTag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.values import EmailAddress, PhoneNumber

__all__ = ["ContactReader"]

_FIELDS: Final = {
    "FN": "name", "N": "name", "EMAIL": "emails", "TEL": "phones", "ORG": "institution", "TITLE": "role",
    "ROLE": "role", "UID": "uid", "LANG": "language", "LANGUAGE": "language", "X-CRM-LANG": "language",
    "KIND": "kind", "X-ADDRESSBOOKSERVER-KIND": "kind", "X-CRM-KIND": "kind", "X-ABSHOWAS": "kind",
    "X-ABLABEL": "label", "X-CRM-UNPLACED": "unplaced",
}  # fmt: skip
_ABOUT_THE_FILE: Final = frozenset("VERSION PRODID REV CREATED CLIENTPIDMAP SOURCE X-CRM-REASON".split())
_URN: Final = "urn:uuid:"


@dataclass(slots=True)
class ContactReader:
    """Makes contacts of cards, and gathers what is known of the file: `columns` and `notes`."""

    region: str | None
    columns: dict[str, str] = field(default_factory=dict)
    """The properties met, and what each was read as; "" for one that has no place."""
    notes: list[Problem] = field(default_factory=list)
    _emails: CoordinateReader[EmailAddress] = field(default_factory=emails_reader)
    _phones: CoordinateReader[PhoneNumber] = field(init=False)

    def __post_init__(self) -> None:
        self._phones = phones_reader(self.region)

    def read(self, properties: Sequence[Property], row: int, line: int) -> ContactRecord | None:
        """Return the contact, or None of a card that says nothing."""
        by_name: defaultdict[str, list[Property]] = defaultdict(list)
        is_blank = True
        for one in properties:
            by_name[one.name].append(one)
            if is_blank and one.name not in _ABOUT_THE_FILE and one.raw.strip(" \t;,"):
                is_blank = False
        if is_blank:
            return None
        record = ContactRecord(row=row, line=line)
        self._fill(record, by_name)
        if record.name is None and record.uid is None:  # a uid says who is meant
            _refuse_nameless(record)
        return record

    def _fill(self, record: ContactRecord, by_name: defaultdict[str, list[Property]]) -> None:
        problems = record.problems
        labels = {one.group: one.text for one in by_name["X-ABLABEL"] if one.group is not None}
        jobs = Jobs(by_name["ORG"], by_name["TITLE"], by_name["ROLE"], problems)
        record.affiliations = jobs.affiliations
        if by_name["EMAIL"]:
            record.email_entries = self._emails.entries(by_name["EMAIL"], labels, jobs.places, problems)
        if by_name["TEL"]:
            record.phone_entries = self._phones.entries(by_name["TEL"], labels, jobs.places, problems)
        read_name(record, by_name)
        read_kind(record, by_name)
        unplaced = Unplaced(record.unplaced, labels)
        unplaced.add_all(jobs.left)
        self._read_uid(record, by_name["UID"], unplaced)
        self._read_language(record, by_name, unplaced)
        self._place_rest(by_name, unplaced)

    def _read_uid(self, record: ContactRecord, uids: list[Property], unplaced: Unplaced) -> None:
        for one in uids:
            text = one.text.strip()
            is_urn = text.lower().startswith(_URN)
            try:
                found = UUID(text) if is_urn or _is_uuid(text) else None
            except ValueError:
                message, hint = "it is no UUID", "take it out, or mend it"
                record.problems.append(Problem("uid.invalid", message, one.field, text, hint, rejects=True))
                continue
            if found is not None and record.uid is None:
                record.uid = found
            else:
                unplaced.add(one)

    def _read_language(
        self, record: ContactRecord, by_name: defaultdict[str, list[Property]], unplaced: Unplaced
    ) -> None:
        for one in [*by_preference([*by_name["LANG"], *by_name["X-CRM-LANG"]]), *by_name["LANGUAGE"]]:
            text = one.text.strip()
            if not text:
                continue
            if record.language is not None:
                unplaced.add(one)
                continue
            try:
                record.language = LanguageTag(text)
            except InvalidLanguage as error:
                record.problems.append(Problem(error.code, error.reason, one.field, text, error.hint))
                unplaced.add(one)

    def _place_rest(self, by_name: defaultdict[str, list[Property]], unplaced: Unplaced) -> None:
        for name, found in by_name.items():
            if name in _ABOUT_THE_FILE or not found:
                continue
            place = _FIELDS.get(name, "")
            for one in found if not place or name == "X-CRM-UNPLACED" else found[1:] if name == "FN" else ():
                unplaced.add(one)
            source = found[0].field
            if source not in self.columns:
                self.columns[source] = place
                if not place:
                    message = "there is no place for it; it is kept as text with the contact"
                    self.notes.append(Problem("card.property_unplaced", message, source))


def _refuse_nameless(record: ContactRecord) -> None:
    if not (record.email_entries or record.phone_entries or any(job.institution for job in record.affiliations)):
        message = "there is nothing to call the contact by: no name, address, number or institution"
        record.problems.append(Problem("contact.nameless", message, "FN", rejects=True))
    elif record.kind == "person":
        message, hint = "a person needs a name", "a contact without one is a desk"
        record.problems.append(Problem("contact.person_nameless", message, "FN", hint=hint, rejects=True))


def _is_uuid(text: str) -> bool:
    return len(text) == 36 and text.count("-") == 4 and all(sign in "0123456789abcdefABCDEF-" for sign in text)
