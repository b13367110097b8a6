"""The rules of IPTC ninjs 3.1 that a communiqué can break, and what breaks them.

Source: IPTC, ninjs-schema_3.1.json, read 2026-11-21 in github.com/iptc/newsinjson (3ace397), JSON Schema 2020-12:
``unevaluatedProperties`` and ``additionalProperties`` false throughout, ``uri`` the one required property of an item,
``value`` of a headline and of a body, either ``value`` or ``address`` of a contactInfo. What is listed here is what the
schema lists for the properties that a communiqué can have; a property that is not listed is an error here, even if the
schema knows it.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def text(value: Any) -> bool:
    return isinstance(value, str)


def uri(value: Any) -> bool:
    return isinstance(value, str) and bool(urlsplit(value).scheme) and not any(map(str.isspace, value))


def moment(value: Any) -> bool:
    """RFC 3339: a date, an hour and an offset."""
    try:
        return isinstance(value, str) and dt.datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def one_of(*values: str) -> Callable[[Any], bool]:
    return lambda value: value in values


CONTACT_INFO = {"type": text, "role": text, "lang": text, "name": text, "value": text, "address": {"lines": [text]}}
PARTY = {"name": text, "rel": text, "uri": uri, "literal": text, "contactInfo": [CONTACT_INFO]}
HEADLINE = {"role": text, "contentType": text, "value": text}

ITEM: dict[str, Any] = {
    "uri": uri,
    "standard": {"name": text, "version": text, "schema": uri},
    "type": one_of("text", "audio", "video", "picture", "graphic", "composite", "component", "event", "planning"),
    "representationType": one_of("full", "partial"),
    "version": text,
    "firstCreated": moment,
    "versionCreated": moment,
    "contentCreated": moment,
    "embargoedUntil": moment,
    "pubStatus": one_of("usable", "withheld", "canceled"),
    "usageTerms": text,
    "edNote": text,
    "language": text,
    "title": text,
    "by": text,
    "headlines": [HEADLINE],
    "bodies": [{**HEADLINE, "charCount": integer, "wordCount": integer}],
    "people": [PARTY],
    "organisations": [PARTY],
    "altIds": [{"role": text, "value": text}],
    "genres": [{"name": text, "uri": text, "literal": text}],
}

REQUIRED = {"": {"uri"}, ".headlines[]": {"value"}, ".bodies[]": {"value"}}


def faults(item: Any) -> list[str]:
    """Return what the schema would say against `item`, by place; nothing when it is valid."""
    return list(_faults(item, ITEM, ""))


def _faults(value: Any, rule: Any, place: str) -> Iterator[str]:
    if callable(rule):
        if not rule(value):
            yield f"{place}: {value!r}"
    elif isinstance(rule, list):
        if not isinstance(value, list):
            yield f"{place}: not an array"
            return
        for one in value:
            yield from _faults(one, rule[0], f"{place}[]")
    elif not isinstance(value, dict):
        yield f"{place}: not an object"
    else:
        yield from _faults_of_object(value, rule, place)


def _faults_of_object(value: dict[str, Any], rule: dict[str, Any], place: str) -> Iterator[str]:
    yield from (f"{place}.{name}: unknown" for name in value.keys() - rule.keys())
    yield from (f"{place}.{name}: missing" for name in REQUIRED.get(place, set()) - value.keys())
    if rule is CONTACT_INFO and ("value" in value) == ("address" in value):
        yield f"{place}: either a value or an address"
    for name in value.keys() & rule.keys():
        yield from _faults(value[name], rule[name], f"{place}.{name}")
