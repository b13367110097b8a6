"""Our own layout of a list of contacts: pleasant for the usual contact with one job, and without loss for any."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from crm.exchange.grids.columns import columns_of
from crm.exchange.grids.contacts import ContactReader, is_error
from crm.exchange.grids.details import WHO, details_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from crm.exchange.records import ContactRecord, RecordAffiliation, RecordCoordinate

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


def grid_of_records(records: Iterable[ContactRecord]) -> Iterator[list[str]]:
    """Yield the heading, then a row for each contact; reading them gives equal records, whatever they hold."""
    yield list(HEADER)
    layout = _Layout()
    for record in records:
        yield layout.row(record)


class _Layout:
    """Puts records into cells, reads those, and says the rest in the last one."""

    def __init__(self) -> None:
        self._reader = ContactReader(columns_of(HEADER, []), None)

    def row(self, record: ContactRecord) -> list[str]:
        """Return the cells of a record."""
        shown: dict[str, list[int]] = {
            "jobs": self._shown(record.affiliations, _JOBS, self._shows_job),
            "emails": self._shown(record.email_entries, _EMAILS, self._shows_email),
            "phones": self._shown(record.phone_entries, _PHONES, self._shows_phone),
        }
        cells = self._cells(record, shown)
        back = self._reader.read(0, 0, cells)
        cells[-1] = details_of(record, back, cells[: len(WHO)], shown)
        return cells

    def _shown(self, items: Sequence[Any], most: int, shows: Any) -> list[int]:
        """Return the places of the items that have cells of their own: those that read back as one, with their text."""
        return [place for place, item in enumerate(items) if shows(item)][:most]

    def _shows_job(self, job: RecordAffiliation) -> bool:
        return any(_job_cells(job)) and (_cell(job.institution) == job.institution)

    def _shows_email(self, entry: RecordCoordinate[Any]) -> bool:
        found = self._reader.read_emails(_coordinate(entry))
        return len(found) == 1 and found[0].text == _coordinate(entry)

    def _shows_phone(self, entry: RecordCoordinate[Any]) -> bool:
        found = self._reader.read_phones(_coordinate(entry))
        return len(found) == 1 and found[0].text == _coordinate(entry)

    def _cells(self, record: ContactRecord, shown: dict[str, list[int]]) -> list[str]:
        jobs = [_job_cells(record.affiliations[place]) for place in shown["jobs"]]
        jobs += [[""] * len(_JOB)] * (_JOBS - len(jobs))
        first_uid = record.affiliations[shown["jobs"][0]].institution_uid if shown["jobs"] else None
        return [
            *_who_cells(record),
            *jobs[0],
            *_coordinate_cells(record.email_entries, shown["emails"], _EMAILS),
            *_coordinate_cells(record.phone_entries, shown["phones"], _PHONES),
            *(cell for job in jobs[1:] for cell in job),
            str(record.uid or ""),
            str(first_uid or ""),
            "",
        ]


def _who_cells(record: ContactRecord) -> list[str]:
    return [_cell(getattr(record, name)) for name in WHO]


def _job_cells(job: RecordAffiliation) -> list[str]:
    return [_cell(value) for value in (job.institution, job.role, job.department, job.starts_on, job.ends_on)]


def _coordinate_cells(entries: Sequence[RecordCoordinate[Any]], places: list[int], most: int) -> list[str]:
    cells = [cell for place in places for cell in (_coordinate(entries[place]), _cell(entries[place].label))]
    return cells + [""] * (2 * most - len(cells))


def _coordinate(entry: RecordCoordinate[Any]) -> str:
    """Return the address or number itself; the text of one that could not be read, for somebody to mend."""
    return _cell(entry.text if entry.value is None else entry.value)


def _cell(value: object) -> str:
    """Return a value as a cell can hold it: in one line, and nothing where no list can."""
    if value is None:
        return ""
    text = str(value)
    if text.isprintable() and text.isascii() and "  " not in text and text.strip() == text and text[:1] != "#":
        return text  # most are that plain
    plain = " ".join(text.split())
    return "" if _UNSTORABLE.search(text) or is_error(plain) else plain
