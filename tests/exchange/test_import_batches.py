"""Batches: of any number of rows, all stored, and nothing of them held when they are done."""

from __future__ import annotations

import gc

import pytest
from exchange_lists import HEADING, family, rows
from sqlalchemy import select

from crm.exchange import import_contacts
from crm.exchange.importing.asked import Asked
from crm.exchange.importing.garbage import collector_paused
from crm.exchange.importing.held import HeldContact
from crm.models import ContactEmail, ContactPhone, PressContact, Provenance


@pytest.mark.parametrize("number", [1, 63, 64, 65, 130, 578])
def test_all_rows_are_stored_whatever_their_number(session, number):
    lines = (
        f"{family(one)};Anne;{family(one)}@maison.example.org;06 39 98 {one // 100:02d} {one % 100:02d};;\n"
        for one in range(number)
    )
    assert import_contacts(session, HEADING + "".join(lines)).created == number
    assert session.scalars(select(PressContact.family_name).order_by(PressContact.id)).all() == [
        family(one) for one in range(number)
    ]
    assert session.scalars(select(ContactEmail.address_key).order_by(ContactEmail.id)).all() == [
        f"{family(one).lower()}@maison.example.org" for one in range(number)
    ]
    assert session.scalars(select(ContactPhone.e164).order_by(ContactPhone.id)).all() == [
        f"+3363998{one // 100:02d}{one % 100:02d}" for one in range(number)
    ]
    assert session.scalars(select(Provenance.first_line).order_by(Provenance.id)).all() == list(range(1, number + 1))


def test_a_rejected_row_does_not_hold_its_batch(session):
    text = HEADING + "".join(rows(100))
    gc.collect()
    with collector_paused():
        assert import_contacts(session, text).rejected
        assert not [one for one in gc.get_objects() if isinstance(one, Asked | HeldContact)]
