"""JSContact cards, read as the properties that a vCard has. Source: RFC 9553 and RFC 9555."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from crm.exchange.cards.malformed import Malformed, list_of, object_of, text_of
from crm.exchange.cards.properties import Property, escaped

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["OURS", "VENDOR", "properties_of_jscontact"]

VENDOR: Final = "press-contact-crm.example.org:"
"""Before the names of what only we say. Source: RFC 9553 section 1.8.1."""

OURS: Final = {
    "X-CRM-TEXT": "text", "X-CRM-ERROR": "error", "X-CRM-PUBLIC": "public", "X-CRM-VERIFIED": "verifiedOn",
    "X-CRM-JOB": "organizationId", "X-CRM-FROM": "startsOn", "X-CRM-TO": "endsOn",
    "X-CRM-INSTITUTION": "institutionUid", "X-CRM-PARTS": "parts", "X-CRM-DERIVED": "derived",
    "X-CRM-STORED": "stored",
}  # fmt: skip
"""What a parameter of a vCard is called in a JSContact, behind the prefix."""

_READ: Final = frozenset(
    """
    @type version prodId created updated uid kind name organizations titles emails phones preferredLanguages
    language notes
    """.split()
)
_NAME: Final = {"surname": 0, "surname2": 0, "given": 1, "given2": 2, "title": 3, "credential": 4, "generation": 4}
"""The part of N that each kind of component is in."""


def properties_of_jscontact(card: dict[str, Any]) -> list[Property]:
    """Return what a JSContact says as the properties of a card.

    Raises:
        Malformed: it is no card, or something in it is not what RFC 9553 says.
    """
    if card.get("@type", "Card") not in ("Card", "CardGroup"):
        raise Malformed("card.unknown", "it is no card", "@type", card["@type"], 'the @type of a card is "Card"')
    return list(_all(card))


def _all(card: dict[str, Any]) -> Iterator[Property]:
    if f"{VENDOR}uidAssigned" not in card:
        yield _plain("UID", card.get("uid"), "uid")
    yield _plain("KIND", card.get("kind"), "kind")
    yield from _name(object_of(card.get("name"), "name"))
    for key, one in _entries(card, "organizations"):
        yield _organization(key, one)
    for _, one in _entries(card, "titles"):
        name = "ROLE" if one.get("kind") == "role" else "TITLE"
        jobs = {"X-CRM-JOB": text_of(one.get("organizationId"), "titles")} if one.get("organizationId") else {}
        yield _plain(name, one.get("name"), "titles", jobs)
    for _, one in _entries(card, "emails"):
        yield _plain("EMAIL", one.get("address"), "emails", _said_of(one, "emails"))
    for _, one in _entries(card, "phones"):
        yield _plain("TEL", one.get("number"), "phones", _said_of(one, "phones"))
    for _, one in _entries(card, "preferredLanguages"):
        yield _plain("LANG", one.get("language"), "preferredLanguages", _preference(one, "preferredLanguages"))
    yield _plain("LANGUAGE", card.get("language"), "language")
    for _, one in _entries(card, "notes"):
        yield _plain("NOTE", one.get("note"), "notes")
    yield from _others(card)


def _plain(name: str, value: Any, field: str, params: dict[str, Any] | None = None) -> Property:
    found = {key: each if isinstance(each, tuple) else (each,) for key, each in (params or {}).items()}
    return Property(name, escaped(text_of(value, field)), found, None, field)


def _entries(card: dict[str, Any], field: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for key, one in object_of(card.get(field), field).items():
        yield key, object_of(one, f"{field}/{key}")


def _name(name: dict[str, Any]) -> Iterator[Property]:
    yield _plain("FN", name.get("full"), "name", _ours(name, "name"))
    parts: list[list[str]] = [[], [], [], [], []]
    for one in list_of(name.get("components"), "name"):
        component = object_of(one, "name")
        place = _NAME.get(text_of(component.get("kind"), "name"))
        if place is not None:
            parts[place].append(text_of(component.get("value"), "name"))
    if any(parts):
        yield Property("N", ";".join(escaped(" ".join(part)) for part in parts), {}, None, "name")
    for key, value in name.items():
        if key in ("sortAs", "phoneticSystem", "phoneticScript"):
            yield _kept(f"name/{key}", value)


def _organization(key: str, one: dict[str, Any]) -> Property:
    units = [text_of(object_of(each, "organizations").get("name"), "organizations") for each in _units(one)]
    raw = ";".join(map(escaped, [text_of(one.get("name"), "organizations"), *units]))
    params = {**_ours(one, "organizations"), "X-CRM-JOB": key}
    return Property("ORG", raw, {name: (text,) for name, text in params.items()}, None, "organizations")


def _units(one: dict[str, Any]) -> list[Any]:
    return list_of(one.get("units"), "organizations")


def _said_of(one: dict[str, Any], field: str) -> dict[str, Any]:
    """Return what is said of an address or a number, as the parameters of a vCard."""
    words = [*object_of(one.get("features"), field).items(), *object_of(one.get("contexts"), field).items()]
    params: dict[str, Any] = {**_ours(one, field), **_preference(one, field)}
    types = tuple(name for name, is_so in words if is_so)
    if types:
        params["TYPE"] = types
    label = text_of(one.get("label"), field)
    if label:
        params["X-CRM-LABEL"] = label
    return params


def _preference(one: dict[str, Any], field: str) -> dict[str, Any]:
    return {"PREF": text_of(one["pref"], field)} if one.get("pref") is not None else {}


def _ours(one: dict[str, Any], field: str) -> dict[str, str]:
    found = {}
    for name, key in OURS.items():
        value = one.get(VENDOR + key)
        if value is not None:
            found[name] = ("no", "yes")[value] if isinstance(value, bool) else text_of(value, field)
    return found


def _others(card: dict[str, Any]) -> Iterator[Property]:
    for key, value in card.items():
        if key == f"{VENDOR}unplaced":
            for name, text in object_of(value, key).items():
                yield _plain("X-CRM-UNPLACED", text, key, {"X-CRM-NAME": name})
        elif key not in _READ and not key.startswith(VENDOR):
            yield _kept(key, value)


def _kept(field: str, value: Any) -> Property:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return Property(f"JSON:{field}".upper(), escaped(text), {}, None, field)
