"""The rows of a grid become contacts, one by one, by a plan that is made once of its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import UUID

from crm.exchange.grids.cells import is_error, one_line
from crm.exchange.grids.coordinates import CoordinateReader
from crm.exchange.grids.days import day_of
from crm.exchange.grids.details import WHO, apply_details
from crm.exchange.grids.footers import FOOTER, is_footer
from crm.exchange.grids.people import NameReader, language_of
from crm.exchange.records import ContactRecord, Problem, RecordAffiliation

if TYPE_CHECKING:
    import datetime as dt

    from crm.exchange.grids.columns import Columns

__all__ = ["ContactReader"]

_JOB: Final = ("institution", "institution_uid", "role", "department", "starts_on", "ends_on")
_SIMPLE: Final = ("institution", "role", "department")
_DETAILS: Final = ("institution_uid", "starts_on", "ends_on")


class _Job(NamedTuple):
    """The columns of one job: in which cell each field stands; the last one, which is empty, for one without column."""

    institution: int
    role: int
    department: int
    details: dict[str, tuple[int, str]] | None
    """Where more stands than that, and what the columns are called."""


def _job(columns: dict[str, tuple[int, str]]) -> _Job:
    """Return the plan of a job of these columns."""
    institution, role, department = (columns[field][0] if field in columns else -1 for field in _SIMPLE)
    return _Job(institution, role, department, None if columns.keys() <= set(_SIMPLE) else columns)


class ContactReader:
    """Reads the cells of one row after another into records.

    `notes` is where that goes which is said once of the whole grid.
    """

    def __init__(self, columns: Columns, region: str | None, notes: list[Problem] | None = None) -> None:
        self.columns, self.region = columns, region
        self.notes = [] if notes is None else notes
        self._width = len(columns.names)
        self._single: dict[str, tuple[int, str]] = {}
        self._others: list[tuple[int, str]] = []
        self._noted: set[int] = set()
        self.coordinates = CoordinateReader(columns, region)
        self._jobs = [_job(columns) for columns in self._planned()]
        self._names = NameReader(self._single)
        self._is_identified = "uid" in self._single or "language" in self._single
        self._is_explained = "details" in self._single

    def _planned(self) -> list[dict[str, tuple[int, str]]]:
        """Make the plan: which cell is asked for what; return the jobs in order."""
        jobs: dict[int, dict[str, tuple[int, str]]] = {}
        for index, (name, place) in enumerate(zip(self.columns.names, self.columns.places, strict=True)):
            if place is None:
                self._others.append((index, name))
            elif place.field in _JOB:
                jobs.setdefault(place.number, {})[place.field] = (index, name)
            elif place.field in ("email", "phone"):
                self.coordinates.add(index, name, place)
            elif place.number > 1 and place.field not in ("email_label", "phone_label"):
                self._others.append((index, name))
            else:
                self._single.setdefault(place.field, (index, name))
        return [jobs[number] for number in sorted(jobs)]

    # -- one row ---------------------------------------------------------------------------------------------------

    def read(self, number: int, line: int, cells: list[str]) -> ContactRecord:
        """Return the record that a row is; a row that is not blank."""
        record = ContactRecord(row=number, line=line)
        if len(cells) != self._width:
            cells = self._of_width(cells, self._width, record.problems)
        texts = [cell.strip() for cell in cells]
        texts.append("")  # what a field reads that has no column
        if "#" in "".join(texts):
            self._refuse_errors(texts, record.problems)
        if self._is_identified:
            self._identify(record, texts)
        self._affiliate(record, texts)
        self.coordinates.read(record, texts)
        self._names.read(record, texts)
        self._keep(record, texts)
        if self._is_explained:
            self._explain(record, texts)
        if record.name is None and record.uid is None:
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

    def _keep(self, record: ContactRecord, texts: list[str]) -> None:
        """Keep what stands in columns without a place, and note once of each that it has none."""
        for index, name in self._others:
            if not texts[index]:
                continue
            record.unplaced[name] = texts[index]
            if index not in self._noted:
                self._noted.add(index)
                message, hint = (
                    "the column has no place in a contact: it is kept beside it",
                    "name its field with --map",
                )
                self.notes.append(Problem("grid.column_unplaced", message, field=name, hint=hint))

    def _text(self, field: str, texts: list[str]) -> str:
        return texts[self._single[field][0]] if field in self._single else ""

    def _explain(self, record: ContactRecord, texts: list[str]) -> None:
        """Complete a row of our own layout by what its last cell says."""
        if text := self._text("details", texts):
            name = self._single["details"][1]
            try:
                apply_details(record, text, [self._text(one, texts) for one in WHO], name)
            except ValueError:
                message = "it is not what was written there"
                hint = "empty the cell to take the others as they are"
                record.problems.append(Problem("details.invalid", message, name, text[:200], hint, rejects=True))

    # -- who -------------------------------------------------------------------------------------------------------

    def _identify(self, record: ContactRecord, texts: list[str]) -> None:
        if text := self._text("uid", texts):
            record.uid = _uid(text, self._single["uid"][1], record)
        if text := self._text("language", texts):
            self._language(record, text)

    def _language(self, record: ContactRecord, text: str) -> None:
        record.language = language_of(text)
        if record.language is None:
            name = self._single["language"][1]
            record.unplaced[name] = text
            message = "it is no language that is known: the text is kept beside the contact"
            record.problems.append(Problem("language.unknown", message, name, text, "write fr, en, de…"))

    def _refuse_nameless(self, record: ContactRecord) -> None:
        """Refuse who has no name, nor a uid: that would say who is meant, and that its name is not told is nothing."""
        if not (record.email_entries or record.phone_entries or record.institution):
            message = "there is nothing to call the contact by: no name, address, number or institution"
            record.problems.append(Problem("contact.nameless", message, rejects=True))
        elif record.kind == "person":
            message = "a person needs a name"
            hint = "a contact without one is a desk"
            record.problems.append(Problem("contact.person_nameless", message, hint=hint, rejects=True))

    def _refuse_footer(self, record: ContactRecord, texts: list[str]) -> None:
        """Refuse what sums the list up; whatever says its kind, or may be reached, is a contact all the same."""
        if self._text("kind", texts) or self._text("uid", texts) or record.emails or record.phones:
            return
        passed_over = [self._single[field][0] for field in ("reason", "reason_code") if field in self._single]
        if is_footer([text for place, text in enumerate(texts) if place not in passed_over]):
            record.problems[:] = [FOOTER]

    # -- for whom --------------------------------------------------------------------------------------------------

    def _affiliate(self, record: ContactRecord, texts: list[str]) -> None:
        for institution, role, department, details in self._jobs:
            made = RecordAffiliation(
                one_line(texts[institution]), None, one_line(texts[role]) or None, one_line(texts[department]) or None
            )
            is_more = details is not None and self._detail(record, made, details, texts)
            if is_more or made.institution or made.role or made.department:
                record.affiliations.append(made)

    def _detail(
        self, record: ContactRecord, made: RecordAffiliation, columns: dict[str, tuple[int, str]], texts: list[str]
    ) -> bool:
        """Add the uid and the days of a job; return whether any is said."""
        uid, starts_on, ends_on = (texts[columns[name][0]] if name in columns else "" for name in _DETAILS)
        if uid:
            made.institution_uid = _uid(uid, columns["institution_uid"][1], record)
        if starts_on:
            made.starts_on = self._day(record, starts_on, columns["starts_on"][1], is_end=False)
        if ends_on:
            name = columns["ends_on"][1]
            made.ends_on = self._day(record, ends_on, name, is_end=True)
            if made.starts_on and made.ends_on and made.ends_on < made.starts_on:
                message = "the job ends before it starts"
                record.problems.append(Problem("period.reversed", message, name, ends_on, rejects=True))
        return bool(uid or starts_on or ends_on)

    def _day(self, record: ContactRecord, text: str, name: str, *, is_end: bool) -> dt.date | None:
        day, assumed = day_of(text, is_end=is_end, month_first=self.region == "US")
        if day is None:
            hint = "write it as 2025-03-31"
            record.problems.append(Problem("date.invalid", "it is no day", name, text, hint, rejects=True))
        elif assumed is not None:
            record.problems.append(Problem(assumed, f"it is read as {day.isoformat()}", name, text))
        return day


def _uid(text: str, name: str, record: ContactRecord) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        problem = Problem("uid.invalid", "it is no identifier that was given here", name, text, rejects=True)
        record.problems.append(problem)
        return None
