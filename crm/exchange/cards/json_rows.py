"""jCard and JSContact, read card by card out of a stream of JSON."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from crm.exchange.cards.jcards import properties_of_jcard
from crm.exchange.cards.jscontacts import properties_of_jscontact
from crm.exchange.cards.json_values import JsonStream, JsonValue
from crm.exchange.cards.malformed import Malformed
from crm.exchange.cards.tidying import may_be_damaged, tidy
from crm.exchange.records import ContactRecord, Problem, Row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.exchange.cards.contact import ContactReader
    from crm.exchange.cards.properties import Property
    from crm.exchange.limits import Limits

__all__ = ["json_rows"]


def json_rows(file: IO[bytes], charset: str, reader: ContactReader, limits: Limits) -> Iterator[Row]:
    """Yield a row for each card of a list, of one card alone, or of cards line by line."""
    for number, found in enumerate(JsonStream(file, charset, limits.row_chars).values(), 1):
        record = _record(found, number, reader, limits)
        if record is not None and may_be_damaged(found.text):
            tidy(record)
        yield Row(number, found.line, [found.text], record)


def _record(found: JsonValue, number: int, reader: ContactReader, limits: Limits) -> ContactRecord | None:
    record: ContactRecord | None = ContactRecord(row=number, line=found.line)
    problem = None
    if found.code is not None:
        problem = Problem(found.code, f"{found.message} (line {found.line})", hint="mend the card", rejects=True)
    try:
        if found.value is not None or found.code is None:
            properties = _properties(found.value)
            record = reader.read(properties[: limits.columns], number, found.line)
            problem = problem or _too_much(properties, limits)
    except Malformed as error:
        problem = problem or Problem(error.code, str(error), error.field, error.value, error.hint, rejects=True)
    if problem is not None:
        record = record or ContactRecord(row=number, line=found.line)
        record.problems.append(problem)
    return record


def _properties(value: Any) -> list[Property]:
    if value is None or value == {} or value == []:
        return []
    if isinstance(value, list):
        return properties_of_jcard(value)
    if isinstance(value, dict):
        return properties_of_jscontact(value)
    raise Malformed("card.unknown", "it is no card", value=value, hint="a card is an object, or a list for jCard")


def _too_much(properties: list[Property], limits: Limits) -> Problem | None:
    if len(properties) > limits.columns:
        message, hint = "the card has too many properties", f"at most {limits.columns}"
        return Problem("card.too_many_properties", message, None, str(len(properties)), hint, rejects=True)
    for one in properties:
        if len(one.raw) > limits.cell_chars and one.name not in ("PHOTO", "LOGO", "SOUND", "KEY"):
            message = f"it is longer than {limits.cell_chars} characters"
            return Problem("card.value_too_long", message, one.field, one.raw[:40], "shorten it", rejects=True)
    return None
