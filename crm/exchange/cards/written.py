"""A contact becomes the properties of a card, in the standards' own terms where they have them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from crm.exchange.cards.coordinates import one_by_one
from crm.exchange.cards.labels import MAIL_TYPES, PHONE_TYPES, plain_label
from crm.exchange.cards.properties import Property, escaped
from crm.values import PhoneNumber, parse_many_emails, parse_many_phones
from crm.values.names.text import may_hold_several

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crm.exchange.records import ContactRecord, RecordAffiliation, RecordEmail, RecordPhone

__all__ = ["is_linked", "parts_of", "properties_of", "said_of", "shown_name"]

Params = dict[str, tuple[str, ...]]

_PUBLIC: Final = {True: "yes", False: "no"}


def properties_of(record: ContactRecord, version: str = "4.0") -> Iterator[Property]:
    """Yield the properties of `record`, in the order address books write them."""
    is_new = version == "4.0"
    if record.uid is not None:
        yield Property("UID", f"urn:uuid:{record.uid}")
    yield from _kind(record, is_new=is_new)
    yield from _name(record, is_new=is_new)
    yield from _jobs(record)
    yield from _coordinates(record, is_new=is_new)
    if record.language is not None:
        yield Property("LANG" if is_new else "X-CRM-LANG", str(record.language))
    yield from _unplaced(record)


def _kind(record: ContactRecord, *, is_new: bool) -> Iterator[Property]:
    if is_new:
        yield Property("KIND", "org" if record.kind == "desk" else "individual")
        return
    yield Property("X-CRM-KIND", record.kind)
    if record.kind == "desk":
        yield Property("X-ABShowAs", "COMPANY")


def shown_name(record: ContactRecord) -> str:
    """Return what a card is headed with, which every card must be: of a contact without a name, its best stand-in."""
    parts = " ".join(part for part in (record.title, record.given, record.family, record.suffix) if part)
    texts = [one.text for one in record.email_entries] + [one.text for one in record.phone_entries]
    return record.name or parts or record.institution or next(iter(texts), "?")


def _name(record: ContactRecord, *, is_new: bool) -> Iterator[Property]:
    params: Params = {}
    if record.name is None:
        params["X-CRM-DERIVED"] = ("yes",)
    elif (taken := parts_of(record)) is not None:
        params["X-CRM-PARTS"] = (taken,)
    yield Property("FN", escaped(shown_name(record)), params)
    parts = (record.family, record.given, None, record.title, record.suffix)
    if any(parts) or not is_new:
        yield Property("N", ";".join(escaped(part or "") for part in parts))


def parts_of(record: ContactRecord) -> str | None:
    """Return how a name is taken that would be taken otherwise: for nothing apart, or for one person's all the same."""
    if record.name is None or record.kind != "person":
        return None
    if record.given is None and record.family is None:
        return "none"
    return "stated" if may_hold_several(record.name) else None


def is_linked(record: ContactRecord) -> bool:
    """Whether it must be said which job is which."""
    places = [one.affiliation for one in record.email_entries] + [one.affiliation for one in record.phone_entries]
    is_unnamed = any(not job.institution for job in record.affiliations)
    return is_unnamed or len(record.affiliations) > 1 or any(place is not None for place in places)


def _jobs(record: ContactRecord) -> Iterator[Property]:
    links = is_linked(record)
    for number, job in enumerate(record.affiliations, 1):
        link: Params = {"X-CRM-JOB": (str(number),)} if links else {}
        parts = [job.institution] if job.department is None else [job.institution, job.department]
        if links or any(parts):
            yield Property("ORG", ";".join(map(escaped, parts)), {**link, **_said_of_job(job)})
        if job.role is not None:
            yield Property("TITLE", escaped(job.role), link)


def _said_of_job(job: RecordAffiliation) -> Params:
    said = {"X-CRM-FROM": job.starts_on, "X-CRM-TO": job.ends_on, "X-CRM-INSTITUTION": job.institution_uid}
    return {name: (str(value),) for name, value in said.items() if value is not None}


def _coordinates(record: ContactRecord, *, is_new: bool) -> Iterator[Property]:
    emails = [_email(one) for one in record.email_entries]
    phones = [_phone(one, is_new=is_new) for one in record.phone_entries]
    first = {"PREF": ("1",)} if is_new else {"TYPE": ("pref",)}
    groups = 0
    for found in (emails, phones):
        for place, one in enumerate(found):
            params = dict(one.params) if place or len(found) == 1 else {**one.params, **first}
            group = _label(one, params, groups + 1)
            groups += group is not None
            yield Property(one.name, one.raw, params | said_of(one.entry, one.shown), group)
            if group is not None:
                yield Property("X-ABLabel", escaped(one.entry.label or ""), {}, group)


class _Written(NamedTuple):
    entry: RecordEmail | RecordPhone
    name: str
    raw: str
    """The value as written."""
    shown: str
    """The value as it will be read."""
    types: Mapping[str, str]
    params: Params


def _email(entry: RecordEmail) -> _Written:
    shown = entry.text if entry.value is None else str(entry.value)
    return _Written(entry, "EMAIL", escaped(shown), shown, MAIL_TYPES, {})


def _phone(entry: RecordPhone, *, is_new: bool) -> _Written:
    if entry.value is None:
        params: Params = {"VALUE": ("text",)} if is_new else {}
        return _Written(entry, "TEL", escaped(entry.text), entry.text, PHONE_TYPES, params)
    if is_new:
        return _Written(entry, "TEL", f"tel:{entry.value}", str(entry.value), PHONE_TYPES, {"VALUE": ("uri",)})
    shown = f"{entry.value.e164} ext. {entry.value.extension}" if entry.value.extension else entry.value.e164
    return _Written(entry, "TEL", shown, shown, PHONE_TYPES, {})


def _label(one: _Written, params: Params, number: int) -> str | None:
    """Say the label by a type, or by a label of the group that is returned."""
    label = one.entry.label
    if not label:
        return None
    if label in one.types:
        params["TYPE"] = (one.types[label], *params.get("TYPE", ()))
        return None
    if plain_label(label) == label and "\r" not in label:
        return f"item{number}"
    params["X-CRM-LABEL"] = (label,)
    return None


def said_of(entry: RecordEmail | RecordPhone, shown: str) -> Params:
    """Return what only we say of an address or a number, as parameters; `shown` is what will be read of its value."""
    said: dict[str, str | None] = {
        "X-CRM-JOB": None if entry.affiliation is None else str(entry.affiliation + 1),
        "X-CRM-TEXT": entry.text if entry.text != shown or entry.value is None else None,
        "X-CRM-ERROR": entry.error_code,
        "X-CRM-STORED": _only_stored(entry, shown),
        "X-CRM-PUBLIC": None if entry.is_public is None else _PUBLIC[entry.is_public],
        "X-CRM-VERIFIED": None if entry.verified_on is None else entry.verified_on.isoformat(),
    }
    return {name: (value,) for name, value in said.items() if value is not None}


def _only_stored(entry: RecordEmail | RecordPhone, shown: str) -> str | None:
    """Return what is written of a value that no reader would take: it was taken in when numbers were other."""
    value = entry.value
    if value is None:
        return None
    found = _read_phones(shown) if isinstance(value, PhoneNumber) else _read_emails(shown)
    return None if len(found) == 1 and found[0].value == value else str(value)


_read_phones: Final = one_by_one(parse_many_phones, None)
_read_emails: Final = one_by_one(parse_many_emails)


def _unplaced(record: ContactRecord) -> Iterator[Property]:
    for name, text in record.unplaced.items():
        if name == "NOTE":
            yield Property("NOTE", escaped(text))
        else:
            yield Property("X-CRM-UNPLACED", escaped(text), {"X-CRM-NAME": (name,)})
