"""What the plain columns of our own layout cannot say, in one cell of JSON: labels, dates, a fourth number.

Every item says what the cell it explains held, so that a person can correct the cells: what is said of a number that
stands there no longer is left out.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from crm.exchange.records import ContactRecord, Problem, RecordAffiliation, RecordCoordinate
from crm.values import EmailAddress, LanguageTag, PhoneNumber

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["WHO", "apply_details", "details_of", "differs"]

WHO: Final = ("kind", "name", "title", "given", "family", "suffix", "language")
"""The fields of a record that are explained together: the parts of a name depend on it as a whole."""
_COORDINATE: Final = ("value", "text", "label", "error_code", "is_public", "verified_on", "affiliation")
_JOB: Final = ("institution", "institution_uid", "role", "department", "starts_on", "ends_on")
_VALUES: Final[dict[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]] = {
    names: attrgetter(*names) for names in (_COORDINATE, _JOB)
}
_HALF: Final = re.compile("[\ud800-\udfff]")


def details_of(
    record: ContactRecord,
    who: Sequence[str] | None,
    jobs: Mapping[int, RecordAffiliation],
    emails: Mapping[int, RecordCoordinate[Any]],
    phones: Mapping[int, RecordCoordinate[Any]],
) -> str:
    """Return what has to be said of a record besides its cells, nothing when they say it all.

    `who` are the cells of its name, None where they say it; the others are what the cells of the jobs, addresses and
    numbers that have some read as, by their places.
    """
    details: dict[str, Any] = {}
    if who is not None:
        details["who"] = {"cells": list(who), **{name: getattr(record, name) for name in WHO}}
    public = _public_of(record)
    items = (
        ("jobs", _items(_JOB, record.affiliations, jobs)),
        ("emails", _items(_COORDINATE, record.email_entries, emails, public)),
        ("phones", _items(_COORDINATE, record.phone_entries, phones, public)),
    )
    details |= {kind: found for kind, found in items if found}
    if record.unplaced:
        details["other"] = record.unplaced
    if not details:
        return _ALL[public]
    if public is not None:
        details["public"] = public
    text = _ENCODER.encode(details)
    return json.dumps(details, default=str) if _HALF.search(text) else text


_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, default=str)
_ALL: Final = {None: "", True: '{"public": true}', False: '{"public": false}'}


def _public_of(record: ContactRecord) -> bool | None:
    """Return what is said of most addresses and numbers, or None where of one nothing is said."""
    said = [one.is_public for one in record.email_entries] + [one.is_public for one in record.phone_entries]
    return None if not said or None in said else said.count(False) * 2 <= len(said)


def differs(record: ContactRecord, back: ContactRecord) -> bool:
    """Whether the name is not what its cells read as, or they are refused."""
    is_refused = any(problem.rejects and problem.code.startswith("name.") for problem in back.problems)
    return is_refused or any(getattr(record, name) != getattr(back, name) for name in WHO)


def _items(
    names: tuple[str, ...], items: Sequence[Any], shown: Mapping[int, Any], public: bool | None = None
) -> list[dict[str, Any]]:
    """Return an item for each that its cell says only in part, or that has none."""
    found = []
    for at, item in enumerate(items):
        other = shown.get(at)
        if other is None:
            said = {name: getattr(item, name) for name in names}
            found.append({"at": at, **{name: value for name, value in said.items() if value is not None}})
            continue
        if public is not None:
            other.is_public = public
        if differing := _differing(names, item, other):
            found.append({"at": at, "cell": _key(other), **differing})
    return found


def _differing(names: tuple[str, ...], item: Any, other: Any) -> dict[str, Any]:
    said, held = _VALUES[names](item), _VALUES[names](other)
    differing = {}
    if said != held:
        differing = {name: one for name, one, back in zip(names, said, held, strict=True) if one != back}
    if names is _JOB:
        return differing
    # Addresses are equal whatever their case. And what could not be read is said in full: with a region, its text may
    # well read as a number.
    is_told = item.error_code is not None or str(item.value) != str(other.value)
    return {**differing, "value": item.value, "error_code": item.error_code} if is_told else differing


def _key(item: Any) -> str:
    """Return by what an item is found again: the text of its cell."""
    return str(item.institution if isinstance(item, RecordAffiliation) else item.text)


# --- back -------------------------------------------------------------------------------------------------------------


def apply_details(record: ContactRecord, text: str, who: Sequence[str], column: str) -> None:
    """Complete a record by what is said of it besides its cells, in this `column`.

    What could not be read when it was written, and stands there still, is a warning and no reason to refuse the row.

    Raises:
        ValueError: the text is not what was written.
    """
    try:
        details = dict(json.loads(text))
        _apply(record, details, list(who))
        for kind, noun in (("email", "an address"), ("phone", "a number")):
            for item in details.get(f"{kind}s", []):
                if "error_code" in item:
                    _settle(record, kind, noun, item, column)
    except (TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError("it is not what was written there") from error


def _apply(record: ContactRecord, details: dict[str, Any], who: list[str]) -> None:
    said = details.get("who")
    if said is not None and said["cells"] == who:
        for name in WHO:
            setattr(record, name, _valued(name, said[name]))
        _forget(record, "name.")
    _complete(record.affiliations, details.get("jobs", []), lambda: RecordAffiliation(""))
    kinds: tuple[tuple[str, list[Any], Any], ...]
    kinds = ("emails", record.email_entries, _email), ("phones", record.phone_entries, _phone)
    for kind, items, make in kinds:
        _complete(items, details.get(kind, []), lambda: RecordCoordinate(None, ""), make)
        _publish(items, details.get("public"))
    _check_jobs(record)
    for name, value in details.get("other", {}).items():
        record.unplaced[str(name)] = str(value)


def _complete(found: list[Any], items: list[dict[str, Any]], blank: Any, make: Any = None) -> None:
    """Change the items that were read from cells, and put in those that had none."""
    used: set[int] = set()
    for said in sorted(items, key=lambda item: int(item["at"])):
        if "cell" not in said:
            item = blank()
            found.insert(int(said["at"]), item)
        else:
            item = _matching(found, said, used)
        if item is None:
            continue
        used.add(id(item))
        for name, value in said.items():
            if name not in ("at", "cell"):
                if name not in type(item).__slots__:
                    raise KeyError(name)
                setattr(item, name, _valued(name, value, make))


def _matching(found: list[Any], said: dict[str, Any], used: set[int]) -> Any:
    at = int(said["at"])
    order = [*found[at : at + 1], *found]
    return next((item for item in order if id(item) not in used and _key(item) == said["cell"]), None)


def _valued(name: str, value: Any, make: Any = None) -> Any:
    """Return what a field holds of what JSON holds."""
    if value is None:
        return None
    if name in ("starts_on", "ends_on", "verified_on"):
        return dt.date.fromisoformat(value)
    if name in ("affiliation", "is_public"):
        if not isinstance(value, int):
            raise TypeError
        return value
    if name == "kind" and value not in ("person", "desk"):
        raise ValueError("there is no such kind")
    return _MADE.get(name, str)(value) if name != "value" else make(value)


_MADE: Final[dict[str, Any]] = {"institution_uid": UUID, "language": LanguageTag}


def _email(text: str) -> EmailAddress:
    return EmailAddress(text)


def _phone(text: str) -> PhoneNumber:
    number, _, extension = text.partition(";ext=")
    return PhoneNumber(number, extension or None)


def _publish(entries: list[RecordCoordinate[Any]], public: object) -> None:
    """Say of all addresses or numbers what is said of none but by the row as a whole."""
    if public is not None and not isinstance(public, bool):
        raise TypeError
    for entry in entries:
        entry.is_public = public if entry.is_public is None else entry.is_public


def _forget(record: ContactRecord, prefix: str) -> None:
    """Drop the refusals of what is explained."""
    record.problems = [one for one in record.problems if not (one.rejects and one.code.startswith(prefix))]


def _settle(record: ContactRecord, kind: str, noun: str, item: dict[str, Any], column: str) -> None:
    """Take the refusals of what is explained back, and warn of what could not be read when it was written either."""
    cell, code = item.get("cell"), item["error_code"]
    text = str(item.get("text", cell))
    entries: list[RecordCoordinate[Any]] = [*record.email_entries, *record.phone_entries]
    if not any(entry.text == text and entry.error_code == code for entry in entries):
        return  # it was corrected
    told = [one for one in record.problems if one.rejects and one.code.startswith(f"{kind}.") and one.value == cell]
    record.problems = [one for one in record.problems if one not in told]
    if code is not None:
        message = f"it could not be read as {noun} before, and is kept as it stands"
        record.problems.append(Problem(str(code), message, told[0].field if told else column, text))


def _check_jobs(record: ContactRecord) -> None:
    """A coordinate of a job that was deleted from its cells is the contact's own."""
    entries: list[RecordCoordinate[Any]] = [*record.email_entries, *record.phone_entries]
    for entry in entries:
        if entry.affiliation is not None and not 0 <= entry.affiliation < len(record.affiliations):
            entry.affiliation = None
