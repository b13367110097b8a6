"""A batch on its way into the database: records, what they were, and which row of which run says so."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final, cast

from crm.base import folded, utc_now
from crm.exchange.importing.engines import bulk_of
from crm.exchange.importing.held import subject_of
from crm.exchange.importing.uids import Uids
from crm.models import (
    Affiliation,
    Change,
    ContactEmail,
    ContactPhone,
    ImportFinding,
    Institution,
    InstitutionName,
    PressContact,
    Provenance,
)
from crm.models.changes import RANGE
from crm.models.recorded import dumped
from crm.values.institutions import keys_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Table
    from sqlalchemy.orm import Session

    from crm.exchange.importing.engines import Bulk
    from crm.exchange.importing.held import HeldContact, HeldCoordinate, HeldJob, Image, Place
    from crm.exchange.importing.writes import Writes
    from crm.models import ImportRun

__all__ = ["write"]

_TABLES: Final = {
    "institution": cast("Table", Institution.__table__),
    "institution_name": cast("Table", InstitutionName.__table__),
    "contact": cast("Table", PressContact.__table__),
    "affiliation": cast("Table", Affiliation.__table__),
    "contact_email": cast("Table", ContactEmail.__table__),
    "contact_phone": cast("Table", ContactPhone.__table__),
    "change": cast("Table", Change.__table__),
    "provenance": cast("Table", Provenance.__table__),
    "finding": cast("Table", ImportFinding.__table__),
}
"""In the order in which records refer to each other."""
_COORDINATE: Final = (
    "id", "contact_id", "affiliation_id", "position", "error_code", "label", "is_public", "verified_on", "text",
)  # fmt: skip
_COLUMNS: Final = {
    "institution": ("id", "uid", "name", "kind"),
    "institution_name": (
        "id", "institution_id", "text", "key", "kind", "core_key", "head_key", "initials", "anchor",
    ),
    "contact": (
        "id", "uid", "kind", "printed_name", "title", "given_name", "family_name", "name_suffix", "name_key",
        "language",
    ),
    "affiliation": ("id", "contact_id", "institution_id", "role", "department", "starts_on", "ends_on"),
    "contact_email": (*_COORDINATE, "address", "address_key", "is_shared"),
    "contact_phone": (*_COORDINATE, "e164", "extension"),
    "change": (
        "id", "subject", "subject_id", "last_id", "action", "before", "after", "changed_at", "changed_by", "run_id",
    ),
    "provenance": (
        "id", "subject", "subject_id", "field", "origin", "run_id", "first_line", "last_line", "text", "recorded_by",
        "recorded_at",
    ),
    "finding": (
        "id", "run_id", "row_number", "line_number", "kind", "field", "value", "code", "message", "hint", "cells",
    ),
}  # fmt: skip


def write(writes: Writes, session: Session, run: ImportRun, by: str | None) -> None:
    """Write all that a batch changes."""
    writing = _Writing(bulk_of(session), run.id, by)
    writing.make_ready(writes)
    writing.store()


class _Writing:
    """One batch: first every row is made, then they are stored, table by table."""

    def __init__(self, bulk: Bulk, run: int, by: str | None) -> None:
        self.bulk, self.run, self.by = bulk, run, by
        self.now = bulk.instant(utc_now())
        self.rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in _TABLES}
        self.changes: list[tuple[Any, ...]] = []
        self.origins: list[tuple[Any, ...]] = []

    def make_ready(self, writes: Writes) -> None:
        """Give out keys, change what was there and make the rows of what was not."""
        changed = writes.columns_changed()  # before the new have keys, and look like the others
        self._institutions(writes.jobs)
        self._contacts(writes.contacts)
        self._jobs(writes.jobs)
        self._emails(writes.emails)
        self._phones(writes.phones)
        for added, row in writes.added:
            self._origin(subject_of(added), added.id, row)
        for image, before, after, row in writes.changed:
            self._change(image, before, after, row)
        self._update(changed)
        self._number("change", self.changes)
        self._number("provenance", self.origins)
        self._number("finding", [(self.run, *one) for one in writes.findings])

    def store(self) -> None:
        """Store the rows."""
        for name, rows in self.rows.items():
            self.bulk.add(_TABLES[name], _COLUMNS[name], rows)

    # -- records -----------------------------------------------------------------------------------------------------

    def _institutions(self, jobs: Sequence[HeldJob]) -> None:
        """Store the institutions that somebody works for from now on, under the names that rows gave them."""
        places = list(dict.fromkeys(job.place for job in jobs if job.place.id is None))
        uids = Uids()
        for place in places:
            place.uid = place.uid or uids.next()
        self._key("institution", places)
        self.rows["institution"] = [(place.id, place.uid, place.name, "other") for place in places]
        names = self._keys("institution_name", len(places))
        self.rows["institution_name"] = [_name_of(key, one) for key, one in zip(names, places, strict=True)]
        for place in places:
            self._origin("institution", place.id, place.row)

    def _contacts(self, contacts: Sequence[HeldContact]) -> None:
        self._key("contact", contacts)
        self.rows["contact"] = [
            (
                one.id, one.uid, one.kind, one.printed_name, one.title, one.given_name, one.family_name,
                one.name_suffix, one.name_key, one.language,
            )
            for one in contacts
        ]  # fmt: skip
        run, by, now = self.run, self.by, self.now
        self.origins.extend(
            ("contact", one.id, None, "import", run, one.row, one.row, one.unplaced, by, now) for one in contacts
        )

    def _jobs(self, jobs: Sequence[HeldJob]) -> None:
        self._key("affiliation", jobs)
        self.rows["affiliation"] = [
            (
                one.id, one.contact.id, one.place.id, one.role, one.department,
                one.starts_on and one.starts_on.isoformat(), one.ends_on and one.ends_on.isoformat(),
            )
            for one in jobs
        ]  # fmt: skip

    def _emails(self, held: Sequence[HeldCoordinate]) -> None:
        self._key("contact_email", held)
        self.rows["contact_email"] = [
            (
                one.id, one.contact.id, one.job and one.job.id, one.position, one.error_code, one.label, one.is_public,
                one.verified_on and one.verified_on.isoformat(), one.text, one.value, one.key, one.is_shared,
            )
            for one in held
        ]  # fmt: skip

    def _phones(self, held: Sequence[HeldCoordinate]) -> None:
        self._key("contact_phone", held)
        self.rows["contact_phone"] = [
            (
                one.id, one.contact.id, one.job and one.job.id, one.position, one.error_code, one.label, one.is_public,
                one.verified_on and one.verified_on.isoformat(), one.text, one.value, one.key,
            )
            for one in held
        ]  # fmt: skip

    def _key(self, subject: str, images: Sequence[Any]) -> None:
        for key, image in zip(self._keys(subject, len(images)), images, strict=True):
            image.id = key

    def _keys(self, subject: str, number: int) -> Sequence[int]:
        """Return keys for new records, and say in the history that this run made them."""
        keys = self.bulk.keys(_TABLES[subject], number) if number else ()
        for first, last in _ranges(keys):
            self.changes.append((subject, first, last, "created", None, None, self.now, self.by, self.run))
        return keys

    def _update(self, changed: Mapping[Image, set[str]]) -> None:
        """Change the records that were there; those that change in the same columns together."""
        alike: dict[tuple[str, tuple[str, ...]], list[tuple[Any, ...]]] = {}
        for image, names in changed.items():
            columns = tuple(sorted(names))
            values = (_plain(getattr(image, name)) for name in columns)
            alike.setdefault((subject_of(image), columns), []).append((*values, image.id))
        for (subject, columns), rows in alike.items():
            self.bulk.change(_TABLES[subject], columns, rows)

    # -- what is kept of it ------------------------------------------------------------------------------------------

    def _change(self, image: Image, before: dict[str, Any], after: dict[str, Any], row: int) -> None:
        subject = subject_of(image)
        texts = dumped(before), dumped(after)
        self.changes.append((subject, image.id, image.id, "updated", *texts, self.now, self.by, self.run))
        for name, value in after.items():
            if name != "name_key":
                self._origin(subject, image.id, row, name, str(value))

    def _origin(
        self, subject: str, key: int | None, row: int, field: str | None = None, text: str | None = None
    ) -> None:
        self.origins.append((subject, key, field, "import", self.run, row, row, text, self.by, self.now))

    def _number(self, name: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Give keys to rows that nothing refers to."""
        keys = self.bulk.keys(_TABLES[name], len(rows)) if rows else ()
        self.rows[name] = [(key, *row) for key, row in zip(keys, rows, strict=True)]


def _ranges(keys: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of each run of consecutive keys, none longer than the history takes."""
    first = last = None
    for key in keys:
        if first is not None and last is not None and key == last + 1 and key - first < RANGE:
            last = key
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = key
    if first is not None and last is not None:
        yield first, last


def _name_of(key: int, place: Place) -> tuple[Any, ...]:
    keys = keys_of(place.name)
    return key, place.id, place.name, folded(place.name), "official", keys.core, keys.head, keys.initials, keys.anchor


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
