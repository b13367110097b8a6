"""The fields of a reading as evidence: what is known of each without anybody having said why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crm.reading import Evidence
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.reading import ReadContact, Reading
    from crm.reading.findings import Lines
    from crm.reading.lines import Line

__all__ = ["fields_of"]

UNMEASURED: Final = -1.0
"""The confidence of what nothing measures."""
NOWHERE: Final = (0, 0)

_HEAD: Final = 60
_TITLE_LINES: Final = 4
"""Lines over which a title may be printed."""
_ABOVE: Final = 15
"""Lines above a contact in which its institution is looked for."""


def fields_of(reading: Reading, lines: Sequence[Line]) -> Iterator[Evidence]:
    """Yield what `reading` says, field by field, with the place in `lines` where that is known or easily found."""
    yield from _of_the_head(reading, lines)
    for institution in reading.institutions:
        why = f"a part of {institution.part_of}" if institution.part_of else ""
        yield _evidence("institution", institution.lines, institution.name, institution.name, why)
    for number, contact in enumerate(reading.contacts):
        yield from _of_contact(number, contact, lines)
    for boilerplate in reading.boilerplates:
        yield _evidence("boilerplate", boilerplate.lines, "", boilerplate.institution or "", "")
    for warning in reading.warnings:
        yield _evidence("warning", warning.lines, "", warning.message, warning.code)


def _of_the_head(reading: Reading, lines: Sequence[Line]) -> Iterator[Evidence]:
    for kind, text in (("title", reading.title), ("subtitle", reading.subtitle)):
        if text is not None:
            yield _evidence(kind, _lines_saying(text, lines), text, text, "")
    if reading.language is not None:
        yield _evidence("language", NOWHERE, "", str(reading.language), "")
    for kind, date in (("date", reading.date), ("updated", reading.updated)):
        if date is not None:
            assumed = f"assumed, not printed: {', '.join(date.assumed)}" if date.assumed else ""
            value = f"{date.value.isoformat()} ({date.kind}{'' if date.precision == 'day' else f', {date.precision}'})"
            yield _evidence(kind, date.lines, date.text, value, assumed)
    if reading.embargo is not None:
        instant = reading.embargo.instant.isoformat(sep=" ", timespec="minutes")
        yield _evidence("embargo", reading.embargo.lines, reading.embargo.text, f"{instant} {reading.embargo.zone}", "")


def _of_contact(number: int, contact: ReadContact, lines: Sequence[Line]) -> Iterator[Evidence]:
    """Yield the contact as a whole, then each thing it says of itself."""
    name = contact.name or "(no name)"
    yield Evidence("contact", contact.lines, "", f"{name}, {contact.kind}", contact.confidence, "", number)
    said: list[tuple[str, str, str, str]] = [
        (kind, value, value, "")
        for kind, value in (
            ("contact.name", contact.name),
            ("contact.role", contact.role),
            ("contact.institution", contact.institution),
        )
        if value is not None
    ]
    said += [("contact.email", contact.text_of(email), str(email), "") for email in contact.emails]
    said += [("contact.phone", contact.text_of(phone), str(phone), "") for phone in contact.phones]
    said += [("contact.unread", unread.text, unread.text, unread.reason) for unread in contact.unread]
    for kind, text, value, reason in said:
        # The institution often stands above, as a heading over several contacts.
        above = _ABOVE if kind == "contact.institution" else 0
        yield _evidence(kind, _line_within(text, contact.lines, lines, above), text, value, reason, number)


def _evidence(kind: str, lines: Lines, text: str, value: str, reason: str, contact: int | None = None) -> Evidence:
    return Evidence(kind, lines, text, value, UNMEASURED, reason, contact)


def _line_within(text: str, block: Lines, lines: Sequence[Line], above: int = 0) -> Lines:
    """Return the line of `block`, or else the nearest `above` it, that says `text`; failing that all of `block`."""
    first = max(block[0] - 1, 0)
    candidates = [*lines[first : block[1]], *reversed(lines[max(first - above, 0) : first])]
    for line in candidates:
        if text in line.printed or text in line.plain:
            return line.number, line.number
    folded = fold(text)
    for line in candidates:
        if folded and folded in fold(line.plain):
            return line.number, line.number
    return block


def _lines_saying(text: str, lines: Sequence[Line]) -> Lines:
    """Return the first lines that say `text`, or nowhere: a reading does not keep where its title stands."""
    wanted = " ".join(text.split())
    head = [line for line in lines if not line.is_blank][:_HEAD]
    for line in (*(line for line in head if line.plain == wanted), *head):
        if wanted in line.plain:
            return line.number, line.number
    for place, line in enumerate(head):
        if line.plain and wanted.startswith(line.plain):
            last = _end_of(wanted, head[place : place + _TITLE_LINES])
            if last is not None:
                return line.number, last
    return NOWHERE


def _end_of(wanted: str, candidates: Sequence[Line]) -> int | None:
    """Return the number of the line with which `candidates` have said all that is `wanted`."""
    said = ""
    for line in candidates:
        said = f"{said} {line.plain}".lstrip()
        if said == wanted:
            return line.number
    return None
