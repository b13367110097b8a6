"""The addresses and numbers of a card, each with what is said of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from crm.errors import CrmError
from crm.exchange.cards.labels import label_of
from crm.exchange.cards.properties import by_preference
from crm.exchange.records import Problem, RecordCoordinate, doubt
from crm.values import EmailAddress, PhoneNumber, parse_many_emails, parse_many_phones

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from crm.exchange.cards.properties import Property

__all__ = ["CoordinateReader", "day_of", "emails_reader", "one_by_one", "phones_reader"]

T = TypeVar("T", EmailAddress, PhoneNumber)

_PUBLIC: Final = {"yes": True, "no": False}
_QUIET: Final = frozenset(("email.split", "email.shared_mailbox"))
"""What nobody needs to look at: several addresses in a value are several, and a shared mailbox is one."""
_URI: Final = ("tel:", "mailto:")


@dataclass(slots=True)
class CoordinateReader(Generic[T]):
    """Reads the coordinates of one kind, card after card, as fast as many are read at once."""

    parse: Callable[[str], list[Any]]
    make: Callable[[str], T]
    """Makes a value that is taken as it is."""
    missing: str
    """The code of a text that holds none."""
    noun: str

    def entries(
        self,
        properties: Iterable[Property],
        labels: Mapping[str, str],
        jobs: Mapping[str, int],
        problems: list[Problem],
    ) -> list[RecordCoordinate[T]]:
        """Return them, the preferred ones first; what could not be read is among them, and a problem each."""
        return [entry for one in by_preference(properties) for entry in self._read(one, labels, jobs, problems)]

    def _read(
        self, one: Property, labels: Mapping[str, str], jobs: Mapping[str, int], problems: list[Problem]
    ) -> Iterator[RecordCoordinate[T]]:
        text = one.text
        if not text.strip():
            return
        base: RecordCoordinate[T] = RecordCoordinate(None, text, label_of(one, labels), affiliation=_job(one, jobs))
        typed = one.said("X-CRM-TEXT") if one.params else None
        if one.params:
            _note_params(one, base, problems)
        code = one.said("X-CRM-ERROR")
        if code is not None and typed == text:
            message = f"it could not be read as {self.noun} before, and is kept as it stands"
            problems.append(Problem(code, message, one.field, text))
            yield replace(base, error_code=code)
        elif (stored := self._stored(one)) is not None:
            yield replace(base, value=stored, text=typed if typed is not None else str(stored))
        elif any(map(str.isalnum, text)):
            yield from self._parsed(one, base, typed, problems)

    def _stored(self, one: Property) -> T | None:
        """Return the value of one that was kept though no reader would take it, and is written so, unchanged."""
        stated = one.said("X-CRM-STORED") if one.params else None
        if stated is None or _without_scheme(one.text.strip()) not in (stated, stated.replace(";ext=", " ext. ")):
            return None  # somebody has changed it
        try:
            return self.make(stated)
        except CrmError:
            return None

    def _parsed(
        self, one: Property, base: RecordCoordinate[T], typed: str | None, problems: list[Problem]
    ) -> Iterator[RecordCoordinate[T]]:
        text = _without_scheme(base.text.strip())
        found = self.parse(text)
        if not found:
            problems.append(_refused(one, self.missing, text, f"it does not hold {self.noun}"))
            yield replace(base, text=text, error_code=self.missing)
        for each in found:
            if each.repairs or each.warnings:
                problems.extend(_doubts(one, each))
            shown = typed if typed is not None and len(found) == 1 else each.text
            entry: RecordCoordinate[T] = RecordCoordinate(
                each.value, shown, base.label, None, base.is_public, base.verified_on, base.affiliation
            )
            if entry.label is None and isinstance(each.value, PhoneNumber) and each.label is not None:
                entry.label = str(each.label)
            if each.error is not None:
                problems.append(_refused(one, each.error.code, each.text, each.error.reason, each.error.hint))
                entry.error_code = each.error.code
            yield entry


def emails_reader() -> CoordinateReader[EmailAddress]:
    """Return what reads addresses."""
    return CoordinateReader(one_by_one(parse_many_emails), EmailAddress, "email.none", "an e-mail address")


def phones_reader(region: str | None) -> CoordinateReader[PhoneNumber]:
    """Return what reads numbers; those written nationally as dialled in `region`."""
    return CoordinateReader(one_by_one(parse_many_phones, region), _number, "phone.invalid", "a phone number")


def _number(text: str) -> PhoneNumber:
    number, _, extension = text.partition(";ext=")
    return PhoneNumber(number, extension or None)


def one_by_one(parse_many: Callable[..., Iterator[list[Any]]], *settings: object) -> Callable[[str], list[Any]]:
    """Return a function for one text out of one that is fast for many: it is given each text when it asks for it."""
    waiting: list[str] = []
    answers = parse_many(iter(waiting.pop, None), *settings)

    def parse(text: str) -> list[Any]:
        waiting.append(text)
        return next(answers)

    return parse


def _without_scheme(text: str) -> str:
    """Return a coordinate without what makes a link of it; what else a link says stays."""
    head = text[:7]
    if ":" not in head:
        return text
    head = head.lower()
    scheme = next((scheme for scheme in _URI if head.startswith(scheme)), "")
    rest = text[len(scheme) :]
    return text if "?" in rest and scheme == "mailto:" else rest


def _job(one: Property, jobs: Mapping[str, int]) -> int | None:
    stated = one.said("X-CRM-JOB")
    if stated is not None:
        return jobs.get(stated)
    return jobs.get(one.group) if one.group is not None else None


def _note_params(one: Property, entry: RecordCoordinate[T], problems: list[Problem]) -> None:
    stated = one.said("X-CRM-PUBLIC")
    if stated is not None:
        entry.is_public = _PUBLIC.get(stated.lower())
        if entry.is_public is None:
            problems.append(_refused(one, "card.choice", stated, "X-CRM-PUBLIC is yes or no"))
    entry.verified_on = day_of(one, "X-CRM-VERIFIED", problems)


def day_of(one: Property, parameter: str, problems: list[Problem]) -> dt.date | None:
    """Return the day a parameter states, or None and a problem."""
    stated = one.said(parameter)
    if stated is None:
        return None
    try:
        return dt.date.fromisoformat(stated)
    except ValueError:
        problems.append(_refused(one, "date.invalid", stated, f"{parameter} is no day", "write it as 2025-01-17"))
        return None


def _refused(one: Property, code: str, value: str, reason: str, hint: str | None = None) -> Problem:
    return Problem(code, reason, one.field, value, hint, rejects=True)


def _doubts(one: Property, found: Any) -> Iterator[Problem]:
    for code in (*found.repairs, *found.warnings):
        if code not in _QUIET:
            message = f"it was read as {found.value}" if code in found.repairs else doubt(code)
            yield Problem(code, message, one.field, found.text)
