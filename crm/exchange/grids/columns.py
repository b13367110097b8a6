"""Which column holds what: told by the headings, by the columns beside them, and where those do not tell by content."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from crm.errors import InvalidChoice
from crm.exchange.grids.headers import AMBIGUOUS, FIELDS, Place, is_label, place_of, words
from crm.exchange.records import Problem
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["Columns", "columns_of", "guessed", "heading_of", "second_heading"]

_LOOKS_EMAIL: Final = re.compile(r"[^\s@]@[^\s@]+\.\w")
_LOOKS_PHONE: Final = re.compile(r"\+?[\d(][\d\s().·•/+-]{7,}")
_LOOKS_NAME: Final = re.compile(r"[^\W\d_][^\d@]{1,60}")
_REPEATED: Final = frozenset(("email", "phone", "email_label", "phone_label"))
"""Fields that several columns may hold without a number."""
_STATED: Final = re.compile(r"([a-z_]+)(?:[ .]([1-9]\d?))?(?: ?\((.{1,40})\))?")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a grid: their names and what each is read as, None for one that has no place."""

    names: list[str]
    """Each its own: a second *Notes* is ``Notes (2)``, one without a heading ``column 4``."""
    places: list[Place | None]
    least: int
    """How many cells a row must have: those with a heading."""
    notes: list[Problem] = field(default_factory=list)

    def as_dict(self) -> dict[str, str]:
        """Return what each column was read as; nothing for one that has no place."""
        return {name: str(place or "") for name, place in zip(self.names, self.places, strict=True)}


def heading_of(grid: Sequence[Sequence[str]]) -> int | None:
    """Return the place of the heading's first row: the first with two known words, else with one; None for none.

    A row that holds an address or a number is none, and there is none below it. A title above the heading may well be
    one known word; a heading of one has nothing above it but titles of one cell.

    >>> heading_of([["Contacts", ""], [], ["Nom", "Courriel"], ["Anne", "a@b.fr"]]), heading_of([["Anne", "a@b.fr"]])
    (2, None)
    """
    above = list(takewhile(lambda cells: not _holds_coordinate(cells), grid))
    known = [sum(place_of(cell) is not None for cell in cells if cell.strip()) for cells in above]
    if (found := next((place for place, count in enumerate(known) if count > 1), None)) is not None:
        return found
    filled = [sum(bool(cell.strip()) for cell in cells) for cells in above]
    first = next((place for place, count in enumerate(known) if count), None)
    return first if first is not None and max(filled[:first], default=0) <= 1 else None


def second_heading(heading: Sequence[str], below: Sequence[str]) -> list[str] | None:
    """Return one heading for a heading of two rows, None where the row `below` is not the second of it.

    The second row holds nothing but headings: two at least, or those of cells that are merged above them. Where it
    holds one it is taken, with the word above it that says which address or number it is.

    >>> second_heading(["Contact", "", "Bureau", ""], ["Nom", "Prénom", "Tél.", "Courriel"])
    ['Nom', 'Prénom', 'Bureau Tél.', 'Bureau Courriel']
    >>> second_heading(["Nom", "Téléphone", ""], ["", "fixe", "mobile"])
    ['Nom', 'fixe', 'mobile']
    >>> second_heading(["Nom", "Service"], ["Presse", "Bureau"]) is None
    True
    """
    said = [cell.strip() for cell in below]
    if len(said) > len(heading) or not any(cell and not heading[at].strip() for at, cell in enumerate(said)):
        return None  # nothing stands below a merged cell
    above = _spread(heading, said)
    made = [_joined(one, cell) for one, cell in zip(above, said, strict=False)]
    count = sum(bool(cell) for cell in said)
    if count < _MIN_SECOND or any(cell and place_of(one) is None for cell, one in zip(said, made, strict=True)):
        return None
    return [*made, *heading[len(said) :]]


_MIN_SECOND: Final = 2


def _spread(heading: Sequence[str], below: Sequence[str]) -> list[str]:
    """Return the heading with what a merged cell says over every column that it spans."""
    found: list[str] = []
    for at, cell in enumerate(heading[: len(below)]):
        found.append(found[-1] if found and not cell.strip() and below[at] else cell)
    return found


def _joined(above: str, below: str) -> str:
    if not below:
        return above
    place = place_of(below)
    together = f"{above.strip()} {below}"
    if place is None:
        return together
    is_coordinate = place.field in ("email", "phone") and place.label is None
    return together if is_coordinate and is_label(above) else below


def _holds_coordinate(cells: Sequence[str]) -> bool:
    return any(_LOOKS_EMAIL.search(cell) or _LOOKS_PHONE.fullmatch(cell.strip()) for cell in cells)


def columns_of(
    heading: Sequence[str], sample: Sequence[Sequence[str]], mapping: Mapping[str, str] | None = None
) -> Columns:
    """Return what the columns of a grid hold; what a `mapping` says wins.

    Raises:
        InvalidChoice: the mapping names a column or a field that there is not.
    """
    names = _named(heading)
    stated = _stated(mapping or {}, names, heading)
    places = [stated[name] if name in stated else place_of(cell) for name, cell in zip(names, heading, strict=True)]
    decided = _decided(places, sample)
    notes = _without_twins(decided, names, stated)
    least = max((place + 1 for place, cell in enumerate(heading) if cell.strip()), default=0)
    return Columns(names, decided, least, notes)


def _named(heading: Sequence[str]) -> list[str]:
    names: dict[str, None] = {}
    for number, cell in enumerate(heading, 1):
        name = plain = " ".join(cell.split()) or f"column {number}"
        twin = 1
        while name in names:
            twin += 1
            name = f"{plain} ({twin})"
        names[name] = None
    return list(names)


# --- what the user says -----------------------------------------------------------------------------------------------


def _stated(mapping: Mapping[str, str], names: list[str], heading: Sequence[str]) -> dict[str, Place | None]:
    found: dict[str, Place | None] = {}
    for column, field_name in mapping.items():
        name = _column(column, names, heading)
        found[name] = _place(field_name)
    return found


def _column(column: str, names: list[str], heading: Sequence[str]) -> str:
    folded = fold(column)
    for wanted, known in ((column, names), (column.strip(), names), (folded, [fold(cell) for cell in heading])):
        if wanted and wanted in known:
            return names[list(known).index(wanted)]
    hint = f"the columns are {', '.join(names[:30])}"
    raise InvalidChoice(column, "the list has no such column", code="mapping.column_unknown", hint=hint)


def _place(text: str) -> Place | None:
    if not text.strip():
        return None
    found = _STATED.fullmatch(" ".join(text.casefold().split()))
    if found is None or found[1] not in FIELDS:
        hint = f"the fields are {', '.join(FIELDS)}; email 2 for a second one, phone (mobile) with its label"
        raise InvalidChoice(text, "there is no such field", code="mapping.field_unknown", hint=hint)
    return Place(found[1], int(found[2] or 1), found[3])


# --- what the columns beside it and the content say -------------------------------------------------------------------


def _decided(places: list[Place | None], sample: Sequence[Sequence[str]]) -> list[Place | None]:
    decided: list[Place | None] = []
    for number, place in enumerate(places):
        if place is None or place.field not in AMBIGUOUS:
            decided.append(place)
            continue
        values = [cells[number].strip() for cells in sample if number < len(cells) and cells[number].strip()]
        sure = {one.field for one in places if one is not None} | {one.field for one in decided if one is not None}
        name = _MEANT[place.field](values, sure)
        decided.append(Place(name, place.number) if name else None)
    return decided


def _name_meant(values: list[str], fields: set[str]) -> str:  # noqa: ARG001 - one signature for all
    return "family" if "given" in fields and not fields & {"family", "name"} else "name"


def _given_meant(values: list[str], fields: set[str]) -> str:  # noqa: ARG001
    return "given" if "family" in fields else "name"


def _title_meant(values: list[str], fields: set[str]) -> str:
    from crm.values.names.words import is_title

    civil = sum(all(is_title(word) for word in value.split()) for value in values)
    if "title" not in fields and civil * 2 >= len(values):
        return "title"
    return "role"


def _contact_meant(values: list[str], fields: set[str]) -> str:
    looks = Counter(_look(value) for value in values)
    found = looks.most_common(1)[0][0] if looks else "name"
    return "" if found == "name" and fields & {"name", "family", "given"} else found


def _kind_meant(values: list[str], fields: set[str]) -> str:  # noqa: ARG001
    known = {word for kinds in words()["kinds"].values() for word in kinds}
    return "kind" if values and sum(fold(value) in known for value in values) * 2 > len(values) else ""


_MEANT: Final = {
    "name?": _name_meant,
    "given?": _given_meant,
    "title?": _title_meant,
    "contact?": _contact_meant,
    "kind?": _kind_meant,
}


def _look(value: str) -> str:
    if _LOOKS_EMAIL.search(value):
        return "email"
    return "phone" if _LOOKS_PHONE.search(value) else "name"


def _without_twins(places: list[Place | None], names: list[str], stated: Mapping[str, Place | None]) -> list[Problem]:
    """Leave the first of two columns of one field in its place, a stated one before others, and tell the rest."""
    order = sorted(range(len(places)), key=lambda number: (names[number] not in stated, number))
    held: dict[tuple[str, int], str] = {}
    notes = []
    for number in order:
        place = places[number]
        if place is None or place.field in _REPEATED:
            continue
        first = held.setdefault((place.field, place.number), names[number])
        if first != names[number]:
            places[number] = None
            message = f"the column {first!r} is read as {place} already: this one is kept beside the contact"
            notes.append(Problem("grid.column_twice", message, field=names[number]))
    return notes


# --- no heading at all ------------------------------------------------------------------------------------------------


def guessed(sample: Sequence[Sequence[str]]) -> Columns | None:
    """Return what the columns of a grid without a heading hold; None when their content does not tell."""
    width = max((len(cells) for cells in sample), default=0)
    looks = [_looked(cells[number].strip() for cells in sample if number < len(cells)) for number in range(width)]
    if not {"email", "phone"} & set(looks):
        return None
    named = [number for number, look in enumerate(looks) if look == "name"]
    places: list[Place | None] = [Place(look) if look in ("email", "phone") else None for look in looks]
    if named:
        places[named[0]] = Place("name")
    names = [f"column {number}" for number in range(1, width + 1)]
    told = ", ".join(f"{name} as {place}" for name, place in zip(names, places, strict=True) if place)
    note = Problem("grid.columns_guessed", f"the list has no heading: {told}", hint="add a heading, or use --map")
    return Columns(names, places, 0, [note])


def _looked(values: Iterable[str]) -> str:
    looks: Counter[str] = Counter()
    for value in values:
        if value:
            looks["email" if _LOOKS_EMAIL.search(value) else _phone_or_name(value)] += 1
    return looks.most_common(1)[0][0] if looks else ""


def _phone_or_name(value: str) -> str:
    if _LOOKS_PHONE.search(value):
        return "phone"
    return "name" if _LOOKS_NAME.fullmatch(value) else ""
