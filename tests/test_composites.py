"""Composite values: made when they are read, and never of columns that have changed since."""

from __future__ import annotations

import pytest
from builders import contact
from sqlalchemy import select, update

from crm.composites import MadeOnAccess
from crm.models import ContactEmail, ContactPhone, PressContact
from crm.values import EmailAddress, PersonName, PhoneNumber

CASES = [
    (PressContact, "name", PersonName.parse("Anne Valmont"), PersonName.parse("Berthe Roumel")),
    (ContactEmail, "value", EmailAddress("anne@example.org"), EmailAddress("Berthe@example.org")),
    (ContactPhone, "value", PhoneNumber("+33199000001", "7"), PhoneNumber("+33199000002")),
]


@pytest.fixture(params=CASES, ids=["name", "address", "number"])
def case(request, session):
    """A stored record that nothing has been read of, its composite, the value it was stored with, and another."""
    contact(session, "Anne Valmont", emails=("anne@example.org",), phones=("+33199000001;ext=7",))
    session.expunge_all()
    model, key, stored, other = request.param
    return session.scalars(select(model)).one(), key, stored, other


def rewrite(session, record, key, value):
    """Write another value past the record."""
    change = update(type(record)).values({getattr(type(record), key): value})
    session.execute(change.execution_options(synchronize_session=False))


class TestMadeOnAccess:
    def test_nothing_is_made_of_a_row_until_it_is_read(self, case):
        record, key, stored, _ = case
        assert key not in vars(record)
        assert getattr(record, key) == stored
        assert vars(record)[key] is getattr(record, key)

    def test_it_can_be_read_without_a_session(self, case, session):
        record, key, stored, _ = case
        session.expunge_all()
        assert getattr(record, key) == stored

    @pytest.mark.parametrize("is_read_before", [True, False])
    def test_what_was_written_elsewhere_is_seen_after_a_refresh(self, case, session, is_read_before):
        record, key, stored, other = case
        if is_read_before:
            assert getattr(record, key) == stored
        rewrite(session, record, key, other)
        session.refresh(record)
        assert getattr(record, key) == other

    def test_and_when_the_row_is_loaded_again(self, case, session):
        record, key, stored, other = case
        assert getattr(record, key) == stored
        rewrite(session, record, key, other)
        again = session.scalars(select(type(record)).execution_options(populate_existing=True)).one()
        assert again is record
        assert getattr(record, key) == other

    def test_and_when_one_of_its_columns_has_expired(self, case, session):
        record, key, stored, other = case
        assert getattr(record, key) == stored
        rewrite(session, record, key, other)
        session.expire(record, ["text" if key == "value" else "language"])
        assert getattr(record, key) == stored
        session.expire(record, [type(record).__mapper__.composites[key].props[0].key])
        assert str(getattr(record, key))[:8] == str(other)[:8]

    def test_what_is_assigned_is_there_written_and_taken_back(self, case, session):
        record, key, stored, other = case
        session.commit()
        setattr(record, key, other)
        assert getattr(record, key) == other
        session.flush()
        assert key not in vars(record), "it is made of what was written, defaults too"
        assert getattr(record, key) == other
        session.rollback()
        assert getattr(record, key) == stored

    def test_none_is_a_value_too(self, session):
        session.add(PressContact.desk())
        session.commit()
        desk = session.scalars(select(PressContact)).one()
        assert desk.name is None
        desk.name = "Service de presse"
        session.commit()
        assert desk.name == PersonName.verbatim("Service de presse")

    def test_sqlalchemy_still_asks_it_what_to_listen_to(self):
        for model, key, *_ in CASES:
            assert isinstance(model.__mapper__.composites[key], MadeOnAccess)
            assert not model.__mapper__.class_manager.dispatch.load
