"""The rows of a grid become contacts, one by one, by a plan that is made once of its columns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from crm.errors import InvalidLanguage, InvalidName, InvalidPhone
from crm.exchange.grids.days import day_of
from crm.exchange.grids.details import WHO, apply_details
from crm.exchange.grids.footers import FOOTER, is_footer
from crm.exchange.grids.headers import FIELDS, Place, label_of, words
from crm.exchange.records import (
    ContactRecord,
    Problem,
    RecordAffiliation,
    RecordCoordinate,
    RecordEmail,
    RecordPhone,
    doubt,
)
from crm.values import LanguageTag, PersonName, fold, parse_many_emails, parse_many_phones
from crm.values.names.lane import LANE
from crm.values.roles import is_common_name, is_role_word

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from crm.exchange.grids.columns import Columns
    from crm.values import ParsedEmail, ParsedName, ParsedPhone

__all__ = ["OWN", "ContactReader", "is_error", "is_plain"]

_ERROR: Final = re.compile(
    r"#(?:REF|N/A|NAME|VALUE|DIV/0|NULL|NUM|SPILL|CALC|NOM|VALEUR|NOMBRE|N/D|WERT|BEZUG|ZAHL|NV)[!?]?", re.IGNORECASE
)
"""What a formula leaves that went wrong, as Excel and LibreOffice write it in four languages."""
_DOUBTFUL_NAME: Final = re.compile(
    r"[\d@/;&+\n\r\t|•<>\x00\ud800-\udfff]|\b(?:et|and|und|ou|or|oder|avec|y|e)\b", re.IGNORECASE
)
_PLAIN_LOCAL: Final = re.compile(r"(?!.*(?:reply|repond|daemon))[a-z0-9][a-z0-9._'+-]{0,63}", re.IGNORECASE | re.ASCII)
"""A local part that is nothing but perhaps a shared mailbox's."""
_MAX_DOMAINS: Final = 10_000
OWN: Final = frozenset(("home", "mobile", "personal", "home_fax"))
"""Coordinates that a contact takes along to another job."""
_MAX_NAME: Final = 200
_JOB: Final = ("institution", "institution_uid", "role", "department", "starts_on", "ends_on")
_QUIET: Final = frozenset(("email.split", "email.shared_mailbox"))
"""What nobody needs to look at: several addresses in a cell are several, and a shared mailbox is one."""


class _Bulk:
    """A bulk parser asked one text at a time: what it has learnt of one, the next one profits from."""

    def __init__(self, parse: Callable[[Iterable[str]], Iterator[Any]]) -> None:
        self._text = ""
        self._found = parse(self._texts())

    def _texts(self) -> Iterator[str]:
        while True:
            yield self._text

    def __call__(self, text: str) -> Any:
        self._text = text
        return next(self._found)


@dataclass(slots=True)
class _Coordinate:
    """A column of addresses or numbers."""

    index: int
    name: str
    label: str | None
    label_index: int | None
    """The column that says the label, where there is one."""
    job: int | None
    """The number of the job it belongs to by its heading."""


@dataclass(slots=True)
class ContactReader:
    """Reads the cells of one row after another into records."""

    columns: Columns
    region: str | None
    notes: list[Problem] = field(default_factory=list)
    """Where what is said once of the whole grid goes."""
    _single: dict[str, tuple[int, str]] = field(init=False, default_factory=dict)
    _emails: list[_Coordinate] = field(init=False, default_factory=list)
    _phones: list[_Coordinate] = field(init=False, default_factory=list)
    _jobs: list[dict[str, tuple[int, str]]] = field(init=False, default_factory=list)
    _others: list[tuple[int, str]] = field(init=False, default_factory=list)
    _noted: set[int] = field(init=False, default_factory=set)
    _at: dict[str, int] = field(init=False, default_factory=dict)
    """In which cell a field stands; the last, which is empty, for one that has no column."""
    _plain_domains: dict[str, bool] = field(init=False, default_factory=dict)
    _read_names: Callable[[str], list[ParsedName]] = field(init=False)
    """What a text plainly is; nothing for what takes the reader of names."""
    read_emails: Callable[[str], list[ParsedEmail]] = field(init=False)
    read_phones: Callable[[str], list[ParsedPhone]] = field(init=False)

    def __post_init__(self) -> None:
        """Make the plan: which cell is asked for what."""
        jobs: dict[int, dict[str, tuple[int, str]]] = {}
        for index, (name, place) in enumerate(zip(self.columns.names, self.columns.places, strict=True)):
            if place is None:
                self._others.append((index, name))
            elif place.field in _JOB:
                jobs.setdefault(place.number, {})[place.field] = (index, name)
            elif place.field in ("email", "phone"):
                self._coordinates(place).append(self._coordinate(index, name, place))
            elif place.number > 1 and place.field not in ("email_label", "phone_label"):
                self._others.append((index, name))
            else:
                self._single.setdefault(place.field, (index, name))
        self._jobs = [jobs[number] for number in sorted(jobs)]
        self._at = {name: self._single[name][0] if name in self._single else -1 for name in FIELDS}
        self.read_emails = _Bulk(parse_many_emails)
        self._read_names = _Bulk(lambda texts: LANE.read_all(texts, lambda _: []))
        self.read_phones = _Bulk(lambda texts: parse_many_phones(texts, self.region))

    def _coordinates(self, place: Place) -> list[_Coordinate]:
        return self._emails if place.field == "email" else self._phones

    def _coordinate(self, index: int, name: str, place: Place) -> _Coordinate:
        """Return the plan of one column, with the column of its label: of the same number, the nearest."""
        wanted = (f"{place.field}_label", place.number)
        labels = [
            number
            for number, other in enumerate(self.columns.places)
            if other is not None and (other.field, other.number) == wanted
        ]
        nearest = min(labels, key=lambda number: abs(number - index), default=None)
        return _Coordinate(index, name, place.label, nearest, None if place.label in OWN else 0)

    # -- one row ---------------------------------------------------------------------------------------------------

    def read(self, number: int, line: int, cells: list[str]) -> ContactRecord:
        """Return the record that a row is; a row that is not blank."""
        width = len(self.columns.names)
        record = ContactRecord(row=number, line=line)
        problems = record.problems
        if len(cells) != width:
            cells = self._of_width(cells, width, problems)
        texts = [cell.strip() for cell in cells]
        texts.append("")  # what a field reads that has no column
        if "#" in "\t".join(texts):
            self._refuse_errors(texts, problems)
        self._identify(record, texts)
        self._affiliate(record, texts)
        self._reach(record, texts)
        self._name(record, texts)
        for index, name in self._others:
            if texts[index]:
                self._keep(record, index, name, texts[index])
        self._explain(record, texts)
        self._refuse_nameless(record)
        if not record.email_entries or record.email_entries[0].value is None:
            self._refuse_footer(record, texts)
        return record

    def _of_width(self, cells: list[str], width: int, problems: list[Problem]) -> list[str]:
        """Return as many cells as there are columns, and tell the ones too few or too many."""
        if len(cells) > width:
            if any(cell.strip() for cell in cells[width:]):
                message = f"the row has {len(cells)} cells and the heading {width}"
                hint = "is there a separator in a cell that is not quoted?"
                problems.append(Problem("row.too_long", message, value=str(len(cells)), hint=hint, rejects=True))
            return cells[:width]
        if len(cells) < self.columns.least:
            message = f"the row has {len(cells)} cells and the heading {self.columns.least}"
            hint = "which cell is missing cannot be told: write the empty ones too"
            problems.append(Problem("row.too_short", message, value=str(len(cells)), hint=hint, rejects=True))
        return [*cells, *[""] * (width - len(cells))]

    def _refuse_errors(self, texts: list[str], problems: list[Problem]) -> None:
        for index, text in enumerate(texts):
            if is_error(text):
                message = "a formula has failed there"
                is_placed = self.columns.places[index] is not None
                name = self.columns.names[index]
                problems.append(
                    Problem("cell.formula_error", message, name, text, "write the value", rejects=is_placed)
                )
                texts[index] = "" if is_placed else text

    def _keep(self, record: ContactRecord, index: int, name: str, text: str) -> None:
        record.unplaced[name] = text
        if index not in self._noted:
            self._noted.add(index)
            message = "the column has no place in a contact: it is kept beside it"
            self.notes.append(Problem("grid.column_unplaced", message, field=name, hint="name its field with --map"))

    def _explain(self, record: ContactRecord, texts: list[str]) -> None:
        """Complete a row of our own layout by what its last cell says."""
        if text := texts[self._at["details"]]:
            name = self._single["details"][1]
            try:
                apply_details(record, text, [texts[self._at[one]] for one in WHO], name)
            except ValueError:
                message = "it is not what was written there"
                hint = "empty the cell to take the others as they are"
                record.problems.append(Problem("details.invalid", message, name, text[:200], hint, rejects=True))

    # -- who -------------------------------------------------------------------------------------------------------

    def _identify(self, record: ContactRecord, texts: list[str]) -> None:
        if text := texts[self._at["uid"]]:
            record.uid = self._uid(text, self._single["uid"][1], record)
        if text := texts[self._at["language"]]:
            self._language(record, text)

    def _uid(self, text: str, name: str, record: ContactRecord) -> UUID | None:
        try:
            return UUID(text)
        except ValueError:
            problem = Problem("uid.invalid", "it is no identifier that was given here", name, text, rejects=True)
            record.problems.append(problem)
            return None

    def _language(self, record: ContactRecord, text: str) -> None:
        record.language = _language_of(text)
        if record.language is None:
            name = self._single["language"][1]
            record.unplaced[name] = text
            message = "it is no language that is known: the text is kept beside the contact"
            record.problems.append(Problem("language.unknown", message, name, text, "write fr, en, de…"))

    def _name(self, record: ContactRecord, texts: list[str]) -> None:
        """Fill the name and its parts, and what kind of contact has it."""
        at = self._at
        if text := texts[at["title"]]:
            record.title = _line(text)
        if text := texts[at["suffix"]]:
            record.suffix = _line(text)
        given = _line(texts[at["given"]])
        if middle := texts[at["middle"]]:
            given = _line(f"{given} {middle}".strip())
        family = _line(texts[at["family"]])
        printed = _line(texts[at["name"]])
        stated = self._kind(record, texts)
        if given or family:
            record.given, record.family = given or None, family or None
            record.name = printed or f"{given} {family}".strip()
            if _DOUBTFUL_NAME.search(record.name) or len(record.name) > _MAX_NAME:
                self._check_name(record, "name" if printed else "family" if family else "given")
            record.kind = stated or "person"
        elif printed:
            self._full_name(record, printed, stated)
        else:
            record.kind = stated or "desk"

    def _full_name(self, record: ContactRecord, printed: str, stated: Any) -> None:
        record.name = printed
        record.kind = stated or ("desk" if record.title is None and _is_desk(printed) else "person")
        try:
            name = PersonName.verbatim(printed) if record.kind == "desk" else self._parsed_name(printed)
        except InvalidName as error:
            self._refuse_name(record, error, "name")
            return
        record.title = record.title or name.title
        record.given, record.family = name.given, name.family
        record.suffix = record.suffix or name.suffix

    def _parsed_name(self, printed: str) -> PersonName:
        found = self._read_names(printed)
        plain = found[0].value if found else None
        return plain or PersonName.parse(printed)

    def _check_name(self, record: ContactRecord, place: str) -> None:
        try:
            PersonName.parse(record.name or "")
        except InvalidName as error:
            self._refuse_name(record, error, place)

    def _refuse_name(self, record: ContactRecord, error: InvalidName, place: str) -> None:
        column = self._single.get(place, (0, place))[1]
        record.problems.append(Problem(error.code, error.reason, column, record.name, error.hint, rejects=True))

    def _kind(self, record: ContactRecord, texts: list[str]) -> Any:
        if not (text := texts[self._at["kind"]]):
            return None
        found = _kinds().get(fold(text))
        if found is None:
            name = self._single["kind"][1]
            hint = "write person or desk"
            record.problems.append(Problem("kind.unknown", "there is no such kind", name, text, hint, rejects=True))
        return found

    def _refuse_nameless(self, record: ContactRecord) -> None:
        if record.name is not None or record.uid is not None:
            return  # a uid says who is meant, and that its name is not told changes nothing
        if not (record.email_entries or record.phone_entries or record.institution):
            message = "there is nothing to call the contact by: no name, address, number or institution"
            record.problems.append(Problem("contact.nameless", message, rejects=True))
        elif record.kind == "person":
            message = "a person needs a name"
            hint = "a contact without one is a desk"
            record.problems.append(Problem("contact.person_nameless", message, hint=hint, rejects=True))

    def _refuse_footer(self, record: ContactRecord, texts: list[str]) -> None:
        """Refuse what sums the list up; whatever says its kind, or may be reached, is a contact all the same."""
        at = self._at
        if texts[at["kind"]] or texts[at["uid"]] or record.emails or record.phones:
            return
        passed_over = at["reason"], at["reason_code"]
        if is_footer([text for place, text in enumerate(texts) if place not in passed_over]):
            record.problems[:] = [FOOTER]

    # -- for whom --------------------------------------------------------------------------------------------------

    def _affiliate(self, record: ContactRecord, texts: list[str]) -> None:
        for job in self._jobs:
            said = {name: text for name, (index, _) in job.items() if (text := texts[index])}
            if said:
                record.affiliations.append(self._affiliation(record, said, job))

    def _affiliation(
        self, record: ContactRecord, said: dict[str, str], job: dict[str, tuple[int, str]]
    ) -> RecordAffiliation:
        made = RecordAffiliation(_line(said.get("institution", "")))
        made.role = _line(said.get("role", "")) or None
        made.department = _line(said.get("department", "")) or None
        if uid := said.get("institution_uid"):
            made.institution_uid = self._uid(uid, job["institution_uid"][1], record)
        if day := said.get("starts_on"):
            made.starts_on = self._day(record, day, job["starts_on"][1], is_end=False)
        if day := said.get("ends_on"):
            made.ends_on = self._day(record, day, job["ends_on"][1], is_end=True)
        if made.starts_on and made.ends_on and made.ends_on < made.starts_on:
            message = "the job ends before it starts"
            name, value = job["ends_on"][1], said["ends_on"]
            record.problems.append(Problem("period.reversed", message, name, value, rejects=True))
        return made

    def _day(self, record: ContactRecord, text: str, name: str, *, is_end: bool) -> dt.date | None:
        day, assumed = day_of(text, is_end=is_end, month_first=self.region == "US")
        if day is None:
            hint = "write it as 2025-03-31"
            record.problems.append(Problem("date.invalid", "it is no day", name, text, hint, rejects=True))
        elif assumed is not None:
            record.problems.append(Problem(assumed, f"it is read as {day.isoformat()}", name, text))
        return day

    # -- where -----------------------------------------------------------------------------------------------------

    def _reach(self, record: ContactRecord, texts: list[str]) -> None:
        for plan in self._emails:
            if text := texts[plan.index]:
                self._add_emails(record, text, plan, texts)
        for plan in self._phones:
            if text := texts[plan.index]:
                self._add_phones(record, text, plan, texts)

    def _add_emails(self, record: ContactRecord, text: str, plan: _Coordinate, texts: list[str]) -> None:
        found = self.read_emails(text)
        label, job = self._use(record, plan, texts)
        for one in found:
            entry: RecordEmail = RecordCoordinate(one.value, one.text, label, affiliation=job)
            record.email_entries.append(entry)
            if one.error is not None:
                entry.error_code = one.error.code
                self._refuse(record, plan, one.text, one.error)
            elif one.repairs or not self._is_plain(one):
                self._warn(record, plan, one.text, one)
        if not found and not _is_placeholder(text):
            record.email_entries.append(RecordCoordinate(None, text, label, "email.none", affiliation=job))
            message, hint = "there is no address in it", "write it as name@example.org"
            record.problems.append(Problem("email.none", message, plan.name, text, hint, rejects=True))

    def _is_plain(self, found: ParsedEmail) -> bool:
        """Tell an address that there is nothing to say of, by what was found of another of its domain."""
        local, _, domain = found.text.rpartition("@")
        if _PLAIN_LOCAL.fullmatch(local) is None:
            return False
        known = self._plain_domains.get(domain)
        if known is None and len(self._plain_domains) < _MAX_DOMAINS:
            known = self._plain_domains[domain] = _QUIET.issuperset(found.warnings)
        return bool(known)

    def _add_phones(self, record: ContactRecord, text: str, plan: _Coordinate, texts: list[str]) -> None:
        found = self.read_phones(text)
        label, job = self._use(record, plan, texts)
        for one in found:
            used = label if one.label is None else str(one.label)
            entry: RecordPhone = RecordCoordinate(one.value, one.text, used, affiliation=job)
            record.phone_entries.append(entry)
            if one.error is not None:
                entry.error_code = one.error.code
                self._refuse(record, plan, one.text, one.error)
            elif one.repairs or one.warnings:
                self._warn(record, plan, one.text, one)
        if not found and not _is_placeholder(text):
            code = InvalidPhone.default_code
            record.phone_entries.append(RecordCoordinate(None, text, label, code, affiliation=job))
            message, hint = "there is no number in it", "write it with its country: +33 …"
            record.problems.append(Problem(code, message, plan.name, text, hint, rejects=True))

    def _use(self, record: ContactRecord, plan: _Coordinate, texts: list[str]) -> tuple[str | None, int | None]:
        """Return the label of a coordinate, and the place of the job it belongs to."""
        label = plan.label
        if plan.label_index is not None and (said := texts[plan.label_index]):
            label = label_of(said)
        return label, 0 if record.affiliations and label not in OWN else None

    def _refuse(self, record: ContactRecord, plan: _Coordinate, text: str, error: Any) -> None:
        record.problems.append(Problem(error.code, error.reason, plan.name, text, error.hint, rejects=True))

    def _warn(self, record: ContactRecord, plan: _Coordinate, text: str, found: ParsedEmail | ParsedPhone) -> None:
        for code in (*found.repairs, *found.warnings):
            if code not in _QUIET:
                message = f"read as {found.value}" if code in found.repairs else doubt(code)
                record.problems.append(Problem(code, message, plan.name, text))


def is_plain(record: ContactRecord, who: Sequence[str]) -> bool:
    """Tell a contact of whom the cells `who` say what it is, told by its values without reading them.

    False where that cannot be told: a person's name that is not in parts, one that is doubtful.
    """
    kind, name, title, given, family, suffix, language = who
    said = (record.kind, record.name, record.title, record.given, record.family, record.suffix)
    if (kind, name or None, title or None, given or None, family or None, suffix or None) != said:
        return False
    if (_language_of(language) if language else None) != record.language:
        return False
    if given or family:
        return bool(name) and len(name) <= _MAX_NAME and _DOUBTFUL_NAME.search(name) is None
    return not name and kind == "desk"


def is_error(text: str) -> bool:
    """Tell what a formula leaves that has failed.

    >>> is_error("#REF!"), is_error("#presse")
    (True, False)
    """
    return text[:1] == "#" and _ERROR.fullmatch(text) is not None


def _line(text: str) -> str:
    """Return a text as one line, its words apart by one space each; it is stripped already."""
    return text if not text or (text.isprintable() and "  " not in text) else " ".join(text.split())


@lru_cache(256)
def _language_of(text: str) -> LanguageTag | None:
    try:
        return LanguageTag(text)
    except InvalidLanguage:
        known = {word: code for code, said in words()["languages"].items() for word in said}
        found = known.get(fold(text))
        return LanguageTag(found) if found else None


@lru_cache(1)
def _kinds() -> dict[str, str]:
    return {fold(word): kind for kind, said in words()["kinds"].items() for word in (kind, *said)}


@lru_cache(1)
def _blank_words() -> frozenset[str]:
    return frozenset(words()["blank"]["words"])


def _is_placeholder(text: str) -> bool:
    """Tell what people write where there is nothing to write: a dash, *néant*, *n/a*."""
    return (len(text) <= _MAX_BLANK and fold(text) in _blank_words()) or not any(map(str.isalnum, text))


_MAX_BLANK: Final = 20


def _is_desk(printed: str) -> bool:
    """Tell the name of an office: *Service presse*, *Direction de la communication*."""
    found = fold(printed).split()
    return any(map(is_role_word, found)) and not is_common_name(found[0])
