"""The ways rows are written in bulk say the same, and uids rise."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from sqlalchemy import select

from crm.base import utc_now
from crm.exchange.importing import engines
from crm.exchange.importing.engines import Bulk, bulk_of
from crm.exchange.importing.lookups import among
from crm.exchange.importing.writing import Uids
from crm.models import Change, ContactEmail, PressContact

CONTACT = ("id", "uid", "kind", "printed_name", "name_key", "language")
EMAIL = ("id", "contact_id", "position", "text", "address", "address_key", "is_shared", "is_public", "verified_on")
CHANGE = ("id", "subject", "subject_id", "last_id", "action", "changed_at")


@pytest.mark.parametrize("plain", [False, True])
def test_what_is_written_is_what_is_read(session, plain):
    bulk = Bulk(session.connection()) if plain else bulk_of(session)
    assert plain or type(bulk) is not Bulk
    made = [uuid.uuid4() for _ in range(3)]
    keys = bulk.keys(PressContact.__table__, 3)
    name = 'Zoé\t\\N \\. "x"\n\''
    bulk.add(
        PressContact.__table__,
        CONTACT,
        [(k, u.hex, "desk", name, "zoe", None) for k, u in zip(keys, made, strict=True)],
    )
    [key] = bulk.keys(ContactEmail.__table__, 1)
    row = (key, keys[0], 0, "a@example.org", "a@example.org", "a@example.org", False, True, "2025-01-17")
    bulk.add(ContactEmail.__table__, EMAIL, [row])
    now = utc_now()
    [number] = bulk.keys(Change.__table__, 1)
    bulk.add(Change.__table__, CHANGE, [(number, "contact", keys[0], keys[2], "created", bulk.instant(now))])
    bulk.change(PressContact.__table__, ("kind", "language"), [("person", "fr", keys[1])])
    found = session.scalars(select(PressContact).order_by(PressContact.id)).all()
    assert [one.uid for one in found] == made
    assert [(str(one.name.printed), one.kind, one.language) for one in found[:2]] == [
        (name, "desk", None),
        (name, "person", "fr"),
    ]
    assert (found[0].emails[0].verified_on, found[0].emails[0].is_public) == (dt.date(2025, 1, 17), True)
    assert session.scalars(select(Change.changed_at).where(Change.id == number)).one() == now
    assert next(iter(bulk.keys(PressContact.__table__, 1))) > keys[2]


def test_a_server_without_copy_is_told_row_by_row(session, monkeypatch):
    if session.get_bind().dialect.name == "postgresql":
        monkeypatch.setattr(engines, "_Psycopg", engines._Sequences)
    bulk = bulk_of(session)
    [key] = bulk.keys(PressContact.__table__, 1)
    bulk.add(PressContact.__table__, CONTACT, [(key, uuid.uuid4().hex, "desk", "Zoé", "zoe", None)])
    assert session.get_one(PressContact, key).kind == "desk"


def test_uids_rise_and_are_of_version_7():
    made = Uids()
    hexes = [made.next() for _ in range(70_000)]
    assert hexes == sorted(hexes)
    assert len(set(hexes)) == len(hexes)
    for one in (hexes[0], hexes[20_000], hexes[-1]):
        assert (uuid.UUID(one).version, uuid.UUID(one).variant) == (7, uuid.RFC_4122)


def test_many_values_are_looked_up_at_once(session):
    contacts = [PressContact.desk(f"Bureau {number}") for number in range(3)]
    session.add_all(contacts)
    session.flush()
    dialect, table = session.get_bind().dialect.name, PressContact.__table__
    for name in (dialect, "another"):
        for column, values in (
            (table.c.id, [contacts[0].id, contacts[2].id]),
            (table.c.uid, [contacts[0].uid, contacts[2].uid]),
            (table.c.name_key, {"bureau 0", "bureau 2", "x"}),
        ):
            found = session.scalars(select(table.c.id).where(among(name, column, values)).order_by(table.c.id)).all()
            assert found == [contacts[0].id, contacts[2].id]
