"""Everything a reading says, as marks: what was read, where it stands, how sure that is, and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crm.reading.lines import lines_of
from crm.review.fields import fields_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from crm.reading import Evidence, Reading
    from crm.reading.findings import Lines
    from crm.reading.lines import Line

__all__ = ["Mark", "family_of", "label_of", "marks_of"]

FAMILIES: Final = {
    "title": "Title",
    "date": "Date",
    "embargo": "Embargo",
    "language": "Language",
    "institution": "Institution",
    "contact": "Contact",
    "unread": "Not read",
    "boilerplate": "Boilerplate",
    "decoy": "Not taken",
    "warning": "Warning",
}
"""What is told apart by colour and by word, and the word."""

_FAMILY_OF: Final = {
    "subtitle": "title",
    "dateline": "date",
    "updated": "date",
    "contact.unread": "unread",
}
_LABELS: Final = {"contact.email": "E-mail", "contact.unread": "Not read"}
_ONE_EACH: Final = frozenset({"title", "subtitle", "date", "updated", "embargo", "language", "contact.name"})
"""Of these a reading has one, so that one piece of evidence tells of it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing a person checks; `number` counts from 1 in the order of the page.

    `lines` is None for what stands nowhere in particular, as a language. `value` is what was read and `text` what is
    printed, empty where that is a whole block. `confidence` is None where nothing measures it.
    """

    number: int
    kind: str
    lines: Lines | None
    text: str
    value: str
    confidence: float | None
    reason: str
    contact: int | None = None
    """Which of `Reading.contacts`, from 0."""

    @property
    def is_block(self) -> bool:
        """Whether it covers whole lines rather than some words of them."""
        return self.kind in {"contact", "boilerplate"}

    def as_dict(self) -> dict[str, object]:
        """Plain values only, in the shape of an `Evidence`."""
        return {
            "kind": self.kind,
            "lines": self.lines and list(self.lines),
            "text": self.text,
            "value": self.value,
            "confidence": self.confidence,
            "reason": self.reason,
            "contact": self.contact,
        }


def family_of(kind: str) -> str:
    """Return which of the families a kind of mark belongs to; a kind that is not known has none, which is empty."""
    family = _FAMILY_OF.get(kind, kind.partition(".")[0])
    return family if family in FAMILIES else ""


def label_of(kind: str) -> str:
    """Return the word for a kind of mark.

    >>> label_of("contact.email"), label_of("contact.desk"), label_of("some.thing_else")
    ('E-mail', 'Desk', 'Some thing else')
    """
    said = kind.removeprefix("contact.").replace(".", " ").replace("_", " ")
    return _LABELS.get(kind) or FAMILIES.get(kind) or said.capitalize()


def marks_of(reading: Reading, lines: Sequence[Line] | None = None) -> tuple[Mark, ...]:
    """Return the marks of a reading in the order of the page, the larger before what it holds.

    They come from its evidence; what no evidence tells of comes from the fields, so that nothing read goes unshown.
    `lines` are those of its text, made here unless they are at hand.
    """
    lines = lines_of(reading.text) if lines is None else lines
    found = [*reading.evidence, *_untold(reading.evidence, fields_of(reading, lines))]
    placed = [(_within(one.lines, len(lines)), one) for one in found]
    placed.sort(key=lambda pair: _place(*pair))
    return tuple(
        Mark(number, one.kind, where, one.text, one.value, _ratio(one.confidence), one.reason, one.contact)
        for number, (where, one) in enumerate(placed, start=1)
    )


def _untold(evidence: Iterable[Evidence], fields: Iterable[Evidence]) -> Iterator[Evidence]:
    """Yield the `fields` that no evidence tells of."""
    values = Counter(_identity(one) for one in evidence)
    kinds = {(one.kind, one.contact) for one in evidence}
    blocks = {(one.kind, one.lines) for one in evidence}
    for field in fields:
        if field.kind in _ONE_EACH and (field.kind, field.contact) in kinds:
            continue
        if field.kind == "boilerplate" and (field.kind, field.lines) in blocks:
            continue
        if values[_identity(field)]:
            values[_identity(field)] -= 1
            continue
        yield field


def _identity(one: Evidence) -> tuple[str, int | None, str]:
    """What is the same however it was found; of what could not be read, that is its text."""
    if one.kind == "contact.unread":
        return one.kind, None, "".join(one.text.split())
    return one.kind, one.contact, "".join(one.value.split()).casefold()


def _within(lines: Lines, last: int) -> Lines | None:
    """Return `lines` as far as there are such lines; evidence made by hand may name any."""
    first, end = max(lines[0], 1), min(max(lines), last)
    return (first, end) if first <= end else None


def _place(where: Lines | None, one: Evidence) -> tuple[int, int, int]:
    """Order as on the page: what stands nowhere first, then by line, the longer first."""
    first, end = where or (0, 0)
    return first, -end, 0 if one.kind in {"contact", "boilerplate"} else 1


def _ratio(confidence: float) -> float | None:
    return confidence if 0 <= confidence <= 1 else None
