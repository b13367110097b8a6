"""What the plain columns of our own layout cannot say, in one cell of JSON: labels, dates, a fourth number.

Every item says what the cell it explains held, so that a person can correct the cells: what is said of a number that
stands there no longer is left out.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from crm.exchange.records import ContactRecord, RecordAffiliation, RecordCoordinate
from crm.values import EmailAddress, LanguageTag, PhoneNumber

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["WHO", "apply_details", "details_of"]

WHO: Final = ("kind", "name", "title", "given", "family", "suffix", "language")
"""The fields of a record that are explained together: the parts of a name depend on it as a whole."""
_COORDINATE: Final = ("value", "text", "label", "error_code", "is_public", "verified_on", "affiliation")
_JOB: Final = ("institution", "institution_uid", "role", "department", "starts_on", "ends_on")
_HALF: Final = re.compile("[\ud800-\udfff]")


def details_of(record: ContactRecord, back: ContactRecord, who: Sequence[str], shown: dict[str, list[int]]) -> str:
    """Return what has to be said of a record besides its cells, nothing when they say it all.

    `back` is what the cells alone read as, `who` the cells of its name; `shown` are the places of the addresses,
    numbers and jobs that have cells of their own.
    """
    details: dict[str, Any] = {}
    said = {name: getattr(record, name) for name in WHO}
    if said != {name: getattr(back, name) for name in WHO} or _is_refused(back):
        details["who"] = {"cells": list(who), **said}
    for kind, names, items, others in (
        ("jobs", _JOB, record.affiliations, back.affiliations),
        ("emails", _COORDINATE, record.email_entries, back.email_entries),
        ("phones", _COORDINATE, record.phone_entries, back.phone_entries),
    ):
        if found := _items(names, items, dict(zip(shown[kind], others, strict=True))):
            details[kind] = found
    if record.unplaced:
        details["other"] = record.unplaced
    if not details:
        return ""
    text = json.dumps(details, ensure_ascii=False, default=str, separators=(", ", ": "))
    return json.dumps(details, default=str) if _HALF.search(text) else text


def _is_refused(back: ContactRecord) -> bool:
    return any(problem.rejects and problem.code.startswith("name.") for problem in back.problems)


def _items(names: Sequence[str], items: Sequence[Any], shown: dict[int, Any]) -> list[dict[str, Any]]:
    """Return an item for each that its cell says only in part, or that has none."""
    found = []
    for at, item in enumerate(items):
        other = shown.get(at)
        if other is None:
            said = {name: getattr(item, name) for name in names}
            found.append({"at": at, **{name: value for name, value in said.items() if value is not None}})
            continue
        differing = {
            name: said
            for name in names
            if (said := getattr(item, name)) is not (held := getattr(other, name)) and _plain(said) != _plain(held)
        }
        if getattr(item, "error_code", None) is not None:
            differing["error_code"] = item.error_code
        if differing:
            found.append({"at": at, "cell": _key(other), **differing})
    return found


def _plain(value: Any) -> Any:
    """Return a value as it compares to the letter: addresses are equal whatever their case."""
    return str(value) if isinstance(value, EmailAddress) else value


def _key(item: Any) -> str:
    """Return by what an item is found again: the text of its cell."""
    return str(item.institution if isinstance(item, RecordAffiliation) else item.text)


# --- back -------------------------------------------------------------------------------------------------------------


def apply_details(record: ContactRecord, text: str, who: Sequence[str]) -> None:
    """Complete a record by what is said of it besides its cells.

    Raises:
        ValueError: the text is not what was written.
    """
    try:
        _apply(record, dict(json.loads(text)), list(who))
    except (TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError("it is not what was written there") from error


def _apply(record: ContactRecord, details: dict[str, Any], who: list[str]) -> None:
    said = details.get("who")
    if said is not None and said["cells"] == who:
        for name in WHO:
            setattr(record, name, _valued(name, said[name]))
        _forget(record, "name.", None)
    _complete(record.affiliations, details.get("jobs", []), lambda: RecordAffiliation(""))
    kinds: tuple[tuple[str, list[Any], Any], ...]
    kinds = ("emails", record.email_entries, _email), ("phones", record.phone_entries, _phone)
    for kind, items, make in kinds:
        _complete(items, details.get(kind, []), lambda: RecordCoordinate(None, ""), make)
        for item in details.get(kind, []):
            if "error_code" in item:
                _forget(record, kind[:-1], item.get("cell"))
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


def _forget(record: ContactRecord, prefix: str, value: str | None) -> None:
    """Drop the refusals of what is explained."""
    record.problems = [
        problem
        for problem in record.problems
        if not (problem.rejects and problem.code.startswith(prefix) and value in (None, problem.value))
    ]


def _check_jobs(record: ContactRecord) -> None:
    """A coordinate of a job that was deleted from its cells is the contact's own."""
    entries: list[RecordCoordinate[Any]] = [*record.email_entries, *record.phone_entries]
    for entry in entries:
        if entry.affiliation is not None and not 0 <= entry.affiliation < len(record.affiliations):
            entry.affiliation = None
