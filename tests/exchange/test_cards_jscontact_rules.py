"""A JSContact is written as RFC 9553 has it, whatever the contact says."""

from __future__ import annotations

import re

import pytest
from card_records import records
from hypothesis import given

from crm.exchange import ContactRecord
from crm.exchange.cards import jscontact_of

# Source: RFC 9553 sections 1.4, 1.8.1 and 2, read 2026-11-21: the properties we write, and of what type they are.
PREFIXED = re.compile(r"[a-z0-9][a-z0-9.-]*\.[a-z]+:[A-Za-z0-9_-]+")
ID = re.compile(r"[A-Za-z0-9_-]{1,255}")
COORDINATE = {"contexts": "set:work private", "label": str, "pref": int}
RULES = {
    "Card": {
        "version": "word:1.0",
        "uid": str,
        "kind": "word:individual org",
        "name": "Name",
        "organizations": "map:Organization",
        "titles": "map:Title",
        "emails": "map:EmailAddress",
        "phones": "map:Phone",
        "preferredLanguages": "map:LanguagePref",
        "notes": "map:Note",
    },
    "Name": {"full": str, "components": "list:NameComponent", "isOrdered": bool},
    "NameComponent": {"kind": "word:title given given2 surname surname2 credential generation", "value": str},
    "Organization": {"name": str, "units": "list:OrgUnit"},
    "OrgUnit": {"name": str},
    "Title": {"kind": "word:title role", "name": str, "organizationId": str},
    "EmailAddress": {"address": str, **COORDINATE},
    "Phone": {"number": str, "features": "set:mobile voice text video main-number textphone fax pager", **COORDINATE},
    "LanguagePref": {"language": str, "pref": int},
    "Note": {"note": str},
}
NEEDED = {
    "Card": {"version", "uid"},
    "NameComponent": {"kind", "value"},
    "OrgUnit": {"name"},
    "Title": {"name"},
    "EmailAddress": {"address"},
    "Phone": {"number"},
    "LanguagePref": {"language"},
    "Note": {"note"},
}


def check(kind, value):
    assert value["@type"] == kind
    assert NEEDED.get(kind, set()) <= value.keys()
    for name, one in value.items():
        if ":" in name:
            assert PREFIXED.fullmatch(name)
        elif name != "@type":
            check_value(RULES[kind][name], one)


def check_value(rule, value):
    if isinstance(rule, type):
        assert type(value) is rule
        return
    how, _, what = rule.partition(":")
    if how == "map":
        assert value
        assert all(ID.fullmatch(key) for key in value)
        for one in value.values():
            check(what, one)
    elif how == "list":
        assert value
        for one in value:
            check(what, one)
    elif how == "set":
        assert set(value.values()) == {True}
        assert value.keys() <= set(what.split())
    elif how == "word":
        assert value in what.split()
    else:
        check(how, value)


@given(records())
def test_a_card_keeps_the_rules(record):
    written = jscontact_of(record)
    check("Card", written)
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", written["uid"])
    places = written.get("organizations", {}).keys()
    assert {one["organizationId"] for one in written.get("titles", {}).values()} <= places


def test_the_rules_are_no_rubber_stamp():
    written = jscontact_of(ContactRecord(name="Anne Martin"))
    written["emails"] = {"e1": {"@type": "EmailAddress"}}
    with pytest.raises(AssertionError):
        check("Card", written)
