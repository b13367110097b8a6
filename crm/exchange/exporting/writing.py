"""The one verb that writes a list: records out of the database, in a format, to a file."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from typing import IO, TYPE_CHECKING, Any, Final, Literal

from sqlalchemy import Select

from crm.base import utc_now
from crm.errors import TargetError
from crm.exchange.cards import jcard_of, jscontact_of, vcard_of
from crm.exchange.exporting.cells import without_controls
from crm.exchange.exporting.choosing import chosen_of
from crm.exchange.exporting.communiques import communique_dict, communique_rows, releases_of
from crm.exchange.exporting.contacts import record_dict, records_of
from crm.exchange.exporting.coverages import coverage_dict, coverage_rows, coverages_of
from crm.exchange.exporting.formats import GRIDS, format_of
from crm.exchange.exporting.institutions import institution_dict, institution_rows, institutions_of
from crm.exchange.exporting.json_lists import write_graph, write_list
from crm.exchange.exporting.ninjs import ninjs_of
from crm.exchange.exporting.schema_org import article, organization, person_or_desk
from crm.exchange.exporting.targets import STANDARD_OUTPUT, writable
from crm.exchange.grids import grid_of_records, write_grid

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Generator, Iterable, Iterator

    from sqlalchemy.orm import Session

    from crm.exchange.exporting.formats import What
    from crm.exchange.exporting.targets import TargetLike
    from crm.exchange.records import ContactRecord
    from crm.models import CommuniqueStatus

__all__ = ["export"]

_EVERY: Final = 500
"""How often progress is told."""


def export(
    session: Session,
    what: What,
    target: TargetLike,
    *,
    format: str | None = None,  # noqa: A002 - the word for it
    query: str | Select[Any] | None = None,
    institution: str | None = None,
    language: str | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    status: CommuniqueStatus | str | None = None,
    on: dt.date | None = None,
    private: bool = False,
    excel: str | None = None,
    now: dt.datetime | None = None,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Write the contacts, institutions, communiqués or coverage that are meant to `target`; return how many.

    The format is that of `FORMATS` for such a list; unsaid, what the suffix of the path tells, else CSV. `query` and
    what follows it say which records, as in `chosen_of`; a statement stands for all of them. A file at a path is
    replaced once all is written, and otherwise stays as it was.

    What is not public stays in unless `private`: a contact's private coordinates, and the text of a communiqué that at
    `now` is a draft, was withdrawn or is under embargo; it is marked as such either way. `on` keeps of each contact
    only the jobs of that day. ``excel="fr"`` writes CSV as a French Excel opens it. `progress` is told, now and then,
    how many have been written.

    Raises:
        TargetError: the target cannot be written, or there is no such list, format or option for it.
        NotFound: nothing answers to `query`, or to `institution`.
        MissingExtra: a workbook is wanted, and nothing that writes one is installed.
    """
    meant = format_of(what, format, target)
    _refuse(meant, target, excel)
    narrowed = {"institution": institution, "language": language, "since": since, "until": until, "status": status}
    statement = _statement(session, what, query, {name: value for name, value in narrowed.items() if value is not None})
    moment = now or utc_now()
    # Closed here, come what may: a reader that has left must not leave a statement open.
    with closing(_items(session, what, statement, private, on, moment)) as items, writable(target) as file:
        counted = _Counted(items, progress)
        _write(what, meant, counted, file, excel, moment)
    return counted.number


def _statement(session: Session, what: str, query: str | Select[Any] | None, narrowed: dict[str, Any]) -> Select[Any]:
    if not isinstance(query, Select):
        return chosen_of(session, what, query, **narrowed)
    if narrowed:
        raise TargetError("a statement is narrowed by its own conditions", code="export.option")
    return query


def _items(
    session: Session, what: str, statement: Select[Any], private: bool, on: dt.date | None, now: dt.datetime
) -> Generator[Any]:
    if what == "contacts":
        return records_of(session, statement, private=private, on=on)
    if what == "institutions":
        return institutions_of(session, statement)
    if what == "communiques":
        return releases_of(session, statement, now, private=private)
    return coverages_of(session, statement)


def _refuse(meant: str, target: TargetLike, excel: str | None) -> None:
    if meant == "xlsx" and target == STANDARD_OUTPUT:
        raise TargetError("a workbook is not written to standard output", code="export.stdout", hint="name a file")
    if excel is not None and (excel != "fr" or meant != "csv"):
        raise TargetError(
            f"there is no {excel!r} kind of {meant}", code="export.option", hint="the one there is: 'fr', of csv"
        )


class _Counted:
    """Things that go by one by one, and how many did."""

    def __init__(self, things: Iterator[Any], progress: Callable[[int], None] | None) -> None:
        self.number = 0
        self._things = things
        self._progress = progress

    def __iter__(self) -> Iterator[Any]:
        for thing in self._things:
            yield thing
            self.number += 1
            if self._progress is not None and self.number % _EVERY == 0:
                self._progress(self.number)
        if self._progress is not None:
            self._progress(self.number)


_ROWS: Final[dict[str, Callable[[Iterable[Any]], Iterator[list[str]]]]] = {
    "contacts": grid_of_records,
    "institutions": institution_rows,
    "communiques": communique_rows,
    "coverage": coverage_rows,
}

_DICTS: Final[dict[str, Callable[[Any], Any]]] = {
    "contacts": record_dict,
    "institutions": institution_dict,
    "communiques": communique_dict,
    "coverage": coverage_dict,
}

_LINKED: Final[dict[str, Callable[[Any], Any]]] = {
    "contacts": person_or_desk,
    "institutions": organization,
    "communiques": article,
}


def _write(what: str, meant: str, items: Iterable[Any], file: IO[bytes], excel: str | None, now: dt.datetime) -> None:
    if meant in GRIDS:
        rows = _ROWS[what](items)
        write_grid(without_controls(rows) if meant == "xlsx" else rows, file, format=meant, excel=excel)
    elif meant == "jsonld":
        write_graph(map(_LINKED[what], items), file)
    elif meant in ("vcard", "vcard3"):
        _write_cards(items, file, "4.0" if meant == "vcard" else "3.0")
    else:
        made: dict[str, Callable[[Any], Any]] = {
            "jcard": jcard_of,
            "jscontact": jscontact_of,
            "ninjs": partial(ninjs_of, now=now),
        }
        write_list(map(made.get(meant, _DICTS[what]), items), file)


def _write_cards(records: Iterable[ContactRecord], file: IO[bytes], version: Literal["4.0", "3.0"]) -> None:
    for record in records:
        file.write(vcard_of(record, version).encode())
