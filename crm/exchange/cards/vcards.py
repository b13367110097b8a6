"""vCard 2.1, 3.0 and 4.0, read card by card."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Final

from crm.errors import SourceDamaged
from crm.exchange.cards.content import content_of
from crm.exchange.cards.lines import HEAD, charset_of, chunks_of, lines_of
from crm.exchange.cards.splitting import RawCard, Splitter
from crm.exchange.cards.tidying import may_be_damaged, tidy
from crm.exchange.records import ContactRecord, Problem, Row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.exchange.cards.contact import ContactReader
    from crm.exchange.cards.content import Content
    from crm.exchange.limits import Limits

__all__ = ["charset_in", "vcard_rows"]

_WHOLE: Final = {
    "card.unfinished": ("the card has no END:VCARD", "end it before the next one begins"),
    "card.not_begun": ("the card has no BEGIN:VCARD", "begin it with BEGIN:VCARD"),
    "card.too_long": ("the card is too long, and what is over is not kept", "take out what is no contact's"),
}


def charset_in(file: IO[bytes]) -> str:
    """Return the encoding of an open file, and go back to its start."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    return charset_of(head)


def vcard_rows(file: IO[bytes], charset: str, reader: ContactReader, limits: Limits) -> Iterator[Row]:
    """Yield a row for each card, and note what stands between them.

    Raises:
        SourceDamaged: there are lines and no card among them.
    """
    splitter = Splitter(limits.row_chars)
    number = 0
    for number, raw in enumerate(splitter.cards(lines_of(chunks_of(file, charset), limits.row_chars)), 1):
        yield _row(raw, number, charset, reader, limits)
    if not splitter.stray:
        return
    if not number:
        raise SourceDamaged("it holds no card", hint="a card stands between BEGIN:VCARD and END:VCARD")
    message = (
        f"{splitter.stray} lines between the cards belong to none, the first of them is line {splitter.stray_line}"
    )
    reader.notes.append(Problem("card.stray_text", message))


def _row(raw: RawCard, number: int, charset: str, reader: ContactReader, limits: Limits) -> Row:
    content = content_of(raw.data, charset)
    record = reader.read(content.properties[: limits.columns], number, raw.line)
    problems = list(_problems(raw, content, limits))
    if problems and record is None:
        record = ContactRecord(row=number, line=raw.line)
    if record is not None:
        record.problems.extend(problems)
        if may_be_damaged(content.text):
            tidy(record)
    return Row(number, raw.line, [content.text], record)


def _problems(raw: RawCard, content: Content, limits: Limits) -> Iterator[Problem]:
    if raw.code is not None:
        message, hint = _WHOLE[raw.code]
        yield Problem(raw.code, f"{message} (line {raw.line})", hint=hint, rejects=True)
    if raw.left_out:
        yield Problem(
            "card.picture", "a picture or sound was left out of the text of the card", value=str(raw.left_out)
        )
    if len(content.properties) > limits.columns:
        message, hint = "the card has too many properties", f"at most {limits.columns}"
        yield Problem("card.too_many_properties", message, None, str(len(content.properties)), hint, rejects=True)
    for line in content.bad_lines[:3]:
        message, hint = "the line is no property of a card", "begin what goes on from the line above with a space"
        yield Problem("card.line", message, None, line[:200], hint, rejects=True)
    for one in content.properties:
        if len(one.raw) > limits.cell_chars and one.name not in ("PHOTO", "LOGO", "SOUND", "KEY"):
            message = f"it is longer than {limits.cell_chars} characters"
            yield Problem("card.value_too_long", message, one.field, one.raw[:40], "shorten it", rejects=True)
