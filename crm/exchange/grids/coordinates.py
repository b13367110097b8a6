"""The columns of addresses and of numbers: what their cells hold, and what is wrong or doubtful in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from crm.errors import InvalidPhone
from crm.exchange.grids.cells import is_placeholder
from crm.exchange.grids.headers import label_of
from crm.exchange.records import Problem, RecordCoordinate, doubt
from crm.values import parse_many_emails, parse_many_phones

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from crm.exchange.grids.columns import Columns
    from crm.exchange.grids.headers import Place
    from crm.exchange.records import ContactRecord
    from crm.values import ParsedEmail, ParsedPhone

__all__ = ["OWN", "CoordinateReader", "one_by_one"]

OWN: Final = frozenset(("home", "mobile", "personal", "home_fax"))
"""Coordinates that a contact takes along to another job."""
_PLAIN_LOCAL: Final = re.compile(r"[a-z0-9][a-z0-9._'+-]{0,63}", re.IGNORECASE | re.ASCII)
"""A local part that is nothing but perhaps a shared mailbox's, unless one of these words is in it."""
_MAX_DOMAINS: Final = 10_000
_QUIET: Final = frozenset(("email.split", "email.shared_mailbox"))
"""What nobody needs to look at: several addresses in a cell are several, and a shared mailbox is one."""


def one_by_one(parse: Callable[[Iterable[str]], Iterator[Any]]) -> Callable[[str], Any]:
    """Return a bulk parser to be asked one text at a time: what it has learnt of one, the next one profits from."""
    asked: list[str] = []
    push, pull = asked.append, parse(iter(asked.pop, None)).__next__

    def answer(text: str) -> Any:
        push(text)
        return pull()

    return answer


@dataclass(slots=True)
class _Column:
    """A column of addresses or numbers."""

    index: int
    name: str
    label: str | None
    label_index: int | None
    """The column that says the label, where there is one."""
    is_own: bool
    """Whether it goes along to another job, by its heading."""

    def use(self, record: ContactRecord, texts: list[str]) -> tuple[str | None, int | None]:
        """Return the label of a coordinate, and the place of the job it belongs to."""
        label, is_own = self.label, self.is_own
        if self.label_index is not None and (said := texts[self.label_index]):
            label = label_of(said)
            is_own = label in OWN
        return label, 0 if record.affiliations and not is_own else None


class CoordinateReader:
    """Reads the addresses and numbers of one row after another, by a plan that is made once of the columns."""

    def __init__(self, columns: Columns, region: str | None) -> None:
        self._columns = columns
        self._emails: list[_Column] = []
        self._phones: list[_Column] = []
        self._plain_domains: dict[str, bool] = {}
        self.read_emails: Callable[[str], list[ParsedEmail]] = one_by_one(parse_many_emails)
        self.read_phones: Callable[[str], list[ParsedPhone]] = one_by_one(lambda all_: parse_many_phones(all_, region))

    def add(self, index: int, name: str, place: Place) -> None:
        """Read the column `index` as well, with the column of its label: of the same number, the nearest."""
        wanted = (f"{place.field}_label", place.number)
        labels = [
            number
            for number, other in enumerate(self._columns.places)
            if other is not None and (other.field, other.number) == wanted
        ]
        nearest = min(labels, key=lambda number: abs(number - index), default=None)
        of_kind = self._emails if place.field == "email" else self._phones
        of_kind.append(_Column(index, name, place.label, nearest, place.label in OWN))

    def read(self, record: ContactRecord, texts: list[str]) -> None:
        """Fill in where the contact is reached; its affiliations are there already."""
        for column in self._emails:
            if text := texts[column.index]:
                self._add_emails(record, text, column, texts)
        for column in self._phones:
            if text := texts[column.index]:
                self._add_phones(record, text, column, texts)

    def _add_emails(self, record: ContactRecord, text: str, column: _Column, texts: list[str]) -> None:
        found = self.read_emails(text)
        label, job = column.use(record, texts)
        for one in found:
            error = one.error
            code = None if error is None else error.code
            record.email_entries.append(RecordCoordinate(one.value, one.text, label, code, None, None, job))
            if error is not None:
                _refuse(record, column, one.text, error)
            elif one.repairs or not self._is_plain(one):
                _warn(record, column, one.text, one)
        if not found and not is_placeholder(text):
            record.email_entries.append(RecordCoordinate(None, text, label, "email.none", affiliation=job))
            message, hint = "there is no address in it", "write it as name@example.org"
            record.problems.append(Problem("email.none", message, column.name, text, hint, rejects=True))

    def _is_plain(self, found: ParsedEmail) -> bool:
        """Tell an address that there is nothing to say of, by what was found of another of its domain."""
        local, _, domain = found.text.rpartition("@")
        key = found.value.key if found.value is not None else ""
        if "reply" in key or "repond" in key or "daemon" in key or _PLAIN_LOCAL.fullmatch(local) is None:
            return False
        known = self._plain_domains.get(domain)
        if known is None and len(self._plain_domains) < _MAX_DOMAINS:
            known = self._plain_domains[domain] = _QUIET.issuperset(found.warnings)
        return bool(known)

    def _add_phones(self, record: ContactRecord, text: str, column: _Column, texts: list[str]) -> None:
        found = self.read_phones(text)
        label, job = column.use(record, texts)
        for one in found:
            error = one.error
            code = None if error is None else error.code
            used = label if one.label is None else str(one.label)
            record.phone_entries.append(RecordCoordinate(one.value, one.text, used, code, None, None, job))
            if error is not None:
                _refuse(record, column, one.text, error)
            elif one.repairs or one.warnings:
                _warn(record, column, one.text, one)
        if not found and not is_placeholder(text):
            code = InvalidPhone.default_code
            record.phone_entries.append(RecordCoordinate(None, text, label, code, affiliation=job))
            message, hint = "there is no number in it", "write it with its country: +33 …"
            record.problems.append(Problem(code, message, column.name, text, hint, rejects=True))


def _refuse(record: ContactRecord, column: _Column, text: str, error: Any) -> None:
    record.problems.append(Problem(error.code, error.reason, column.name, text, error.hint, rejects=True))


def _warn(record: ContactRecord, column: _Column, text: str, found: ParsedEmail | ParsedPhone) -> None:
    for code in (*found.repairs, *found.warnings):
        if code not in _QUIET:
            message = f"read as {found.value}" if code in found.repairs else doubt(code)
            record.problems.append(Problem(code, message, column.name, text))
