"""What is written as a card reads back as the same contact, whatever stands in it."""

from __future__ import annotations

import json

from card_records import records
from hypothesis import given

from crm.exchange import Limits
from crm.exchange.cards import cards_of, jcard_of, jscontact_of, vcard_of
from crm.exchange.sources import opened


def read(text, kind=None):
    with opened(text.encode(), Limits()) as source:
        return list(cards_of(source, kind, region="FR", limits=Limits()))


def written(record):
    return {
        "4.0": vcard_of(record, "4.0"),
        "3.0": vcard_of(record, "3.0"),
        "jcard": json.dumps(jcard_of(record)),
        "jscontact": json.dumps(jscontact_of(record)),
    }


@given(records())
def test_every_format_loses_nothing(record):
    for kind, text in written(record).items():
        [row] = read(text)
        assert row.record == record, (kind, text)


@given(records())
def test_nothing_in_a_contact_makes_another_line_or_card(record):
    for version in ("3.0", "4.0"):
        text = vcard_of(record, version)
        lines = text.split("\r\n")
        assert lines[-1] == ""
        assert "\n" not in "".join(lines)
        assert "\r" not in "".join(lines)
        assert [line for line in lines if line.upper().startswith(("BEGIN", "END"))] == ["BEGIN:VCARD", "END:VCARD"]
        assert all(len(line.encode()) <= 75 for line in lines)
