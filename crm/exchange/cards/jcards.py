"""jCard: the properties of a vCard as JSON. Source: RFC 7095."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from crm.exchange.cards.malformed import Malformed, list_of, object_of, text_of
from crm.exchange.cards.properties import Property, escaped, split_on, unescaped

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["STRUCTURED", "jcard_of_properties", "properties_of_jcard"]

STRUCTURED: Final = frozenset(("N", "ORG", "ADR", "GENDER", "CLIENTPIDMAP"))
"""Properties whose value has parts."""
_TYPES: Final = {"TEL": "text", "LANG": "language-tag", "UID": "uri"}


def properties_of_jcard(card: list[Any]) -> list[Property]:
    """Return the properties of one jCard.

    Raises:
        Malformed: it is none.
    """
    if len(card) < 2 or not isinstance(card[0], str) or card[0].lower() != "vcard":
        raise Malformed("card.unknown", "it is no jCard", value=card, hint='a jCard is ["vcard", [properties]]')
    return [_property(one) for one in list_of(card[1], "vcard")]


def _property(one: Any) -> Property:
    if not isinstance(one, list) or len(one) < 4 or not isinstance(one[0], str):
        raise Malformed("card.malformed", "a property has a name, parameters, a type and a value", value=one)
    name = one[0].upper()
    params = {key.upper(): _texts(value, one[0]) for key, value in object_of(one[1], one[0]).items()}
    group = params.pop("GROUP", (None,))[0]
    raw = ",".join(_raw(value, one[0]) for value in one[3:])
    return Property(name, raw, params, group.lower() if group else None)


def _texts(value: Any, field: str) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(text_of(each, field) for each in values)


def _raw(value: Any, field: str) -> str:
    if not isinstance(value, list):
        return escaped(_said(value, field))
    return ";".join(
        ",".join(escaped(_said(each, field)) for each in part)
        if isinstance(part, list)
        else escaped(_said(part, field))
        for part in value
    )


def _said(value: Any, field: str) -> str:
    return str(value).lower() if isinstance(value, bool) else text_of(value, field)


def jcard_of_properties(properties: Iterable[Property]) -> list[Any]:
    """Return the jCard of these properties."""
    return ["vcard", [["version", {}, "text", "4.0"], *map(_written, properties)]]


def _written(one: Property) -> list[Any]:
    params: dict[str, Any] = {} if one.group is None else {"group": one.group}
    for name, values in one.params.items():
        if name != "VALUE":
            params[name.lower()] = values[0] if len(values) == 1 else list(values)
    kind = one.said("VALUE") or _TYPES.get(one.name, "text")
    return [one.name.lower(), params, kind.lower(), _value(one)]


def _value(one: Property) -> Any:
    if one.name not in STRUCTURED:
        return unescaped(one.raw)
    parts = [unescaped(part) for part in split_on(";", one.raw)]
    return parts if len(parts) > 1 else parts[0]
