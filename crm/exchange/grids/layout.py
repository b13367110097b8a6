"""Our own layout of a list of contacts: pleasant for the usual contact with one job, and without loss for any."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from crm.exchange.grids.cells import is_error
from crm.exchange.grids.columns import columns_of
from crm.exchange.grids.contacts import ContactReader
from crm.exchange.grids.coordinates import OWN
from crm.exchange.grids.details import WHO, details_of, differs
from crm.exchange.grids.headers import label_of
from crm.exchange.grids.people import is_plain
from crm.exchange.records import RecordAffiliation, RecordCoordinate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from crm.exchange.records import ContactRecord

__all__ = ["HEADER", "grid_of_records"]

_WHO: Final = ("Kind", "Name", "Civility", "Given name", "Family name", "Suffix", "Language")
_JOB: Final = ("Institution", "Role", "Department", "From", "Until")
_JOBS, _EMAILS, _PHONES = 2, 3, 3

HEADER: Final = (
    *_WHO,
    *_JOB,
    *(cell for number in range(1, _EMAILS + 1) for cell in (f"Email {number}", f"Email {number} label")),
    *(cell for number in range(1, _PHONES + 1) for cell in (f"Phone {number}", f"Phone {number} label")),
    *(f"{cell} {number}" for number in range(2, _JOBS + 1) for cell in _JOB),
    "Contact uid",
    "Institution uid",
    "CRM details",
)
"""The first row. *CRM details* holds what the other cells cannot say."""

_UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]")
_AS_IT_IS: Final = re.compile(r"[^\s#\0\ud800-\udfff]+(?: [^\s\0\ud800-\udfff]+)*").fullmatch
"""One line of words that no list refuses, and no formula that has failed: most cells."""


def grid_of_records(records: Iterable[ContactRecord]) -> Iterator[list[str]]:
    """Yield the heading, then a row for each contact; reading them gives equal records, whatever they hold."""
    yield list(HEADER)
    layout = _Layout()
    for record in records:
        yield layout.row(record)


class _Layout:
    """Puts records into cells, and says the rest in the last one: what the cells alone would read as is known of each.

    A contact's name is read back only where its parts do not follow from it, a coordinate always, and the rest never.
    """

    def __init__(self) -> None:
        self._reader = ContactReader(columns_of(HEADER, []), None)

    def row(self, record: ContactRecord) -> list[str]:
        """Return the cells of a record."""
        said, jobs = _job_echoes(record.affiliations)
        emails = self._echoes(record.email_entries, self._reader.coordinates.read_emails, _EMAILS, has_job=bool(jobs))
        phones = self._echoes(record.phone_entries, self._reader.coordinates.read_phones, _PHONES, has_job=bool(jobs))
        cells = _cells(record, said, list(jobs), list(emails), list(phones))
        who = cells[: len(WHO)]
        is_said = is_plain(record, who) or not differs(record, self._reader.read(0, 0, cells))
        cells[-1] = details_of(record, None if is_said else who, jobs, emails, phones)
        return cells

    def _echoes(
        self, entries: Sequence[RecordCoordinate[Any]], read: Any, most: int, *, has_job: bool
    ) -> dict[int, RecordCoordinate[Any]]:
        """Return what the cells of the entries read as that have some: those that come back as one, with their text."""
        found: dict[int, RecordCoordinate[Any]] = {}
        for place, entry in enumerate(entries):
            cell = _coordinate(entry)
            parsed = read(cell)
            if len(parsed) == 1 and parsed[0].text == cell:
                found[place] = _echo(parsed[0], _cell(entry.label), has_job=has_job)
                if len(found) == most:
                    break
        return found


def _cells(
    record: ContactRecord, said: list[list[str]], jobs: list[int], emails: list[int], phones: list[int]
) -> list[str]:
    first_uid = record.affiliations[jobs[0]].institution_uid if jobs else None
    return [
        *_who_cells(record),
        *(said[0] if said else _NO_JOB),
        *_coordinate_cells(record.email_entries, emails, _EMAILS),
        *_coordinate_cells(record.phone_entries, phones, _PHONES),
        *(said[1] if len(said) > 1 else _NO_JOB),
        str(record.uid or ""),
        str(first_uid or ""),
        "",
    ]


_NO_JOB: Final = [""] * len(_JOB)


def _job_echoes(jobs: Sequence[RecordAffiliation]) -> tuple[list[list[str]], dict[int, RecordAffiliation]]:
    """Return the cells of the first jobs that have some, and what they read as by the places of the jobs."""
    written: list[list[str]] = []
    found: dict[int, RecordAffiliation] = {}
    for place, job in enumerate(jobs):
        cells = _job_cells(job)
        if cells[0] != job.institution or not any(cells):
            continue
        uid = None if found else job.institution_uid
        found[place] = RecordAffiliation(cells[0], uid, cells[1] or None, cells[2] or None, job.starts_on, job.ends_on)
        written.append(cells)
        if len(found) == _JOBS:
            break
    return written, found


def _echo(parsed: Any, label_cell: str, *, has_job: bool) -> RecordCoordinate[Any]:
    """Return what a cell of an address or a number reads as, beside one of its label."""
    label = label_of(label_cell) if label_cell else None
    job = 0 if has_job and label not in OWN else None
    used = label if getattr(parsed, "label", None) is None else str(parsed.label)
    code = None if parsed.error is None else parsed.error.code
    return RecordCoordinate(parsed.value, parsed.text, used, code, affiliation=job)


def _who_cells(record: ContactRecord) -> list[str]:
    values = record.name, record.title, record.given, record.family, record.suffix, record.language
    return [record.kind, *("" if value is None else _cell(value) for value in values)]


def _job_cells(job: RecordAffiliation) -> list[str]:
    values = job.institution, job.role, job.department, job.starts_on, job.ends_on
    return ["" if value is None else _cell(value) for value in values]


def _coordinate_cells(entries: Sequence[RecordCoordinate[Any]], places: list[int], most: int) -> list[str]:
    cells = [cell for place in places for cell in (_coordinate(entries[place]), _cell(entries[place].label))]
    cells += [""] * (2 * most - len(cells))
    return cells


def _coordinate(entry: RecordCoordinate[Any]) -> str:
    """Return the address or number itself; the text of one that could not be read, for somebody to mend."""
    return _cell(entry.text if entry.value is None else entry.value)


def _cell(value: object) -> str:
    """Return a value as a cell can hold it: in one line, and nothing where no list can."""
    if value is None:
        return ""
    text = str(value)
    if _AS_IT_IS(text) is not None:
        return text
    plain = " ".join(text.split())
    return "" if _UNSTORABLE.search(text) or is_error(plain) else plain
