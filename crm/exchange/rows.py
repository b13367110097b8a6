"""Rows of any list: what format it is in is told by its content, and every row becomes a contact or is blank."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from crm.errors import InvalidChoice
from crm.exchange.formats import CARDS, FORMATS
from crm.exchange.grids.tables import records_of_grid
from crm.exchange.limits import Limits
from crm.exchange.sources import opened as opening

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crm.exchange.records import ContactRecord
    from crm.exchange.sources import Opened, SourceLike
    from crm.exchange.streams import RowStream

__all__ = ["read_records", "read_rows"]

_HEAD: Final = 4096
_MAYBE_CARD: Final = re.compile(rb"BEGIN:\s*VCARD|\A[^\w<>;,]{0,64}[{\[]", re.IGNORECASE)
_SUFFIXES: Final = {".vcf": "vcard", ".vcard": "vcard", ".jcard": "jcard"}
_ALSO: Final = {"vcf": "vcard", "vcard3": "vcard", "vcard4": "vcard", "tab": "tsv"}
"""What formats are called besides, when they are written and by their suffixes."""


def _stated(format: str | None) -> str | None:  # noqa: A002 - what every function here calls it
    if format is None:
        return None
    said = format.strip().lower().removeprefix(".")
    if (found := _ALSO.get(said, said)) not in FORMATS:
        raise InvalidChoice(format, "there is no such format", code="format.unknown", hint=", ".join(FORMATS))
    return found


def read_rows(
    opened: Opened,
    format: str | None = None,  # noqa: A002 - what every function here calls it
    *,
    region: str | None = "FR",
    mapping: Mapping[str, str] | None = None,
    limits: Limits | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
) -> RowStream:
    """Return every row of a list, or every card, as long as `opened` is open; blank rows have no record.

    Raises:
        SourceError: the source cannot be read, or is larger than `limits`.
        InvalidChoice: there is no such format, encoding, sheet, or a mapping names what there is not.
    """
    limits = limits or Limits()
    format = _stated(format)  # noqa: A001
    kind = _card_format(opened, format)
    if kind is not None:
        stream: RowStream = _cards().cards_of(opened, kind, region=region, limits=limits)
        return stream
    return records_of_grid(
        opened,
        mapping=mapping,
        region=region,
        limits=limits,
        format=format,
        encoding=encoding,
        delimiter=delimiter,
        sheet=sheet,
    )


def read_records(
    source: SourceLike,
    format: str | None = None,  # noqa: A002
    region: str | None = "FR",
    *,
    mapping: Mapping[str, str] | None = None,
    limits: Limits | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
) -> Iterator[ContactRecord]:
    r"""Yield the contact of every row or card that is not blank, one by one, without a database.

    One that cannot be taken in as it is comes too, with its `problems`.

    >>> [one.name for one in read_records("Nom;Prénom;Courriel\nLE GOFF;Anne;anne@example.org\n")]
    ['Anne LE GOFF']
    """
    limits = limits or Limits()
    options = {"encoding": encoding, "delimiter": delimiter, "sheet": sheet}
    with opening(source, limits) as opened:
        rows = read_rows(opened, format, region=region, mapping=mapping, limits=limits, **options)
        for row in rows:
            if row.record is not None:
                yield row.record


def _card_format(opened: Opened, stated: str | None) -> str | None:
    """Return which kind of cards it is, None for a grid: by what is stated, by the content, by the suffix."""
    if stated is not None:
        return stated if stated in CARDS else None
    opened.file.seek(0)
    head = opened.file.read(_HEAD)
    opened.file.seek(0)
    if not _MAYBE_CARD.search(head.replace(b"\0", b"")):  # the reader of cards is not loaded for a spreadsheet
        return _SUFFIXES.get(opened.suffix)
    found: str | None = _cards().is_card(head)
    return found or _SUFFIXES.get(opened.suffix)


def _cards() -> Any:
    return import_module("crm.exchange.cards")
