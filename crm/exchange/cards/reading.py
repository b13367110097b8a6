"""A file of cards, of whichever format, becomes rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.errors import SourceFormatUnknown, SourceTooLarge
from crm.exchange.cards.contact import ContactReader
from crm.exchange.cards.lines import HEAD
from crm.exchange.cards.recognition import is_card
from crm.exchange.cards.vcards import charset_in, vcard_rows
from crm.exchange.formats import CARDS
from crm.exchange.limits import Limits
from crm.exchange.streams import RowStream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.exchange.records import Row
    from crm.exchange.sources import Opened

__all__ = ["cards_of"]


def cards_of(
    opened: Opened,
    format: str | None = None,  # noqa: A002 - what the whole library calls it
    *,
    region: str | None = "FR",
    limits: Limits | None = None,
) -> RowStream:
    """Return the rows of a file of cards, one for each card, read as they are asked for.

    The format is told from the content unless it is given. `columns` and `notes` are filled while the rows are read.

    Raises:
        SourceFormatUnknown: it holds no cards, or there is no such format.
        SourceTooLarge: there are more cards than `limits` allow (while the rows are read).
        SourceDamaged: there is no card in it after all (while the rows are read).
    """
    limits = limits or Limits()
    opened.file.seek(0)
    kind = format or is_card(opened.file.read(HEAD))
    if kind not in CARDS:
        hint = f"one of {', '.join(CARDS)}"
        raise SourceFormatUnknown(
            "it holds no cards" if kind is None else f"no such format of cards: {kind}", hint=hint
        )
    charset = charset_in(opened.file)
    reader = ContactReader(region)
    if kind == "vcard":
        rows = vcard_rows(opened.file, charset, reader, limits)
    else:
        from crm.exchange.cards.json_rows import json_rows

        rows = json_rows(opened.file, charset, reader, limits)
    shown = "utf-8" if charset == "utf-8-sig" else charset
    return RowStream(_counted(rows, limits), kind, encoding=shown, columns=reader.columns, notes=reader.notes)


def _counted(rows: Iterator[Row], limits: Limits) -> Iterator[Row]:
    for row in rows:
        if row.number > limits.rows:
            raise SourceTooLarge(f"it holds more than {limits.rows} cards")
        yield row
