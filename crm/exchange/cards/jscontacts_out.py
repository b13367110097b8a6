"""A contact becomes a JSContact card. Source: RFC 9553."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID, uuid5

from crm.exchange.cards.jscontacts import OURS, VENDOR
from crm.exchange.cards.written import parts_of, said_of, shown_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crm.exchange.records import ContactRecord, RecordAffiliation, RecordEmail, RecordPhone

__all__ = ["jscontact_of"]

_NAMESPACE: Final = UUID("5d0f1c8e-2f0b-4c57-9f43-7a1d6f3f0c11")
_FEATURES: Final = {"mobile": "mobile", "fax": "fax", "pager": "pager"}
_CONTEXTS: Final = {"office": "work", "home": "private"}


def jscontact_of(record: ContactRecord) -> dict[str, Any]:
    """Return `record` as a JSContact Card; read again it gives an equal record.

    Every card has a uid: that of a record without one is made of what it says, and read as none.
    """
    found: dict[str, Any] = {"kind": "org" if record.kind == "desk" else "individual", "name": _name(record)}
    found |= _filled("organizations", "o", map(_organization, record.affiliations))
    found |= _titles(record)
    found |= _filled("emails", "e", (_email(one) for one in record.email_entries))
    found |= _filled("phones", "p", (_phone(one) for one in record.phone_entries))
    for name in ("emails", "phones"):
        if len(found.get(name, ())) > 1:
            next(iter(found[name].values()))["pref"] = 1
    if record.language is not None:
        found["preferredLanguages"] = {"l1": {"@type": "LanguagePref", "language": str(record.language)}}
    found |= _unplaced(record)
    return {"@type": "Card", "version": "1.0", **_uid(record, found), **found}


def _uid(record: ContactRecord, said: dict[str, Any]) -> dict[str, Any]:
    if record.uid is not None:
        return {"uid": f"urn:uuid:{record.uid}"}
    made = uuid5(_NAMESPACE, json.dumps(said, ensure_ascii=True, sort_keys=True))
    return {"uid": f"urn:uuid:{made}", f"{VENDOR}uidAssigned": True}


def _name(record: ContactRecord) -> dict[str, Any]:
    said = {"title": record.title, "given": record.given, "surname": record.family, "credential": record.suffix}
    components = [{"@type": "NameComponent", "kind": kind, "value": text} for kind, text in said.items() if text]
    name: dict[str, Any] = {"@type": "Name", "full": shown_name(record)}
    if components:
        name |= {"components": components, "isOrdered": False}
    if record.name is None:
        name[f"{VENDOR}derived"] = "yes"
    elif (taken := parts_of(record)) is not None:
        name[f"{VENDOR}parts"] = taken
    return name


def _filled(name: str, letter: str, entries: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return the map of `entries` under keys that keep their order, or nothing."""
    found = {f"{letter}{number}": one for number, one in enumerate(entries, 1)}
    return {name: found} if found else {}


def _organization(job: RecordAffiliation) -> dict[str, Any]:
    found: dict[str, Any] = {"@type": "Organization", "name": job.institution}
    if job.department is not None:
        found["units"] = [{"@type": "OrgUnit", "name": job.department}]
    said = {"startsOn": job.starts_on, "endsOn": job.ends_on, "institutionUid": job.institution_uid}
    return found | {VENDOR + name: str(value) for name, value in said.items() if value is not None}


def _titles(record: ContactRecord) -> dict[str, Any]:
    roles = ((number, job.role) for number, job in enumerate(record.affiliations, 1) if job.role is not None)
    made = ({"@type": "Title", "kind": "title", "name": role, "organizationId": f"o{number}"} for number, role in roles)
    return _filled("titles", "t", made)


def _email(entry: RecordEmail) -> dict[str, Any]:
    shown = entry.text if entry.value is None else str(entry.value)
    return {"@type": "EmailAddress", "address": shown, **_said(entry, shown, {})}


def _phone(entry: RecordPhone) -> dict[str, Any]:
    shown = entry.text if entry.value is None else str(entry.value)
    number = shown if entry.value is None else f"tel:{entry.value}"
    return {"@type": "Phone", "number": number, **_said(entry, shown, _FEATURES)}


def _said(entry: RecordEmail | RecordPhone, shown: str, features: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if entry.label in features:
        found["features"] = {features[entry.label]: True}
    elif entry.label in _CONTEXTS:
        found["contexts"] = {_CONTEXTS[entry.label]: True}
    elif entry.label:
        found["label"] = entry.label
    ours: dict[str, Any] = {VENDOR + OURS[name]: values[0] for name, values in said_of(entry, shown).items()}
    if entry.affiliation is not None:
        ours[f"{VENDOR}organizationId"] = f"o{entry.affiliation + 1}"
    if entry.is_public is not None:
        ours[f"{VENDOR}public"] = entry.is_public
    return found | ours


def _unplaced(record: ContactRecord) -> dict[str, Any]:
    found: dict[str, Any] = {}
    others = dict(record.unplaced)
    if "NOTE" in others:
        found["notes"] = {"n1": {"@type": "Note", "note": others.pop("NOTE")}}
    return found | ({f"{VENDOR}unplaced": others} if others else {})
