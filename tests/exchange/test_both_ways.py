"""What is exported is taken in again: into the same database it changes nothing, into an empty one it is all there."""

from __future__ import annotations

import io

import pytest
from exchange.test_export_round_trip import TWO_WAYS, contacts, store
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from crm import exchange
from crm.models import Change

EVERYTHING = settings(
    max_examples=20,
    suppress_health_check=list(HealthCheck),
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


def exported(session, kind):
    file = io.BytesIO()
    exchange.export(session, "contacts", file, format=kind, private=True)
    return file.getvalue()


def told(session, report):
    """What the import says and did, for whoever reads that a test has failed."""
    changes = session.scalars(select(Change).where(Change.run_id == report.run_id))
    said = [(one.code, one.field, one.value) for one in (*report.rejections, *report.remarks)]
    return said, [(one.subject, one.action, one.before, one.after) for one in changes]


def united(record):
    """The record with each address and number once for a job: a list that says one twice means it once."""
    for name in ("email_entries", "phone_entries"):
        kept = {}
        for entry in getattr(record, name):
            kept.setdefault((entry.value or f"\0{entry.text}", entry.affiliation), entry)
        setattr(record, name, list(kept.values()))
    return record


def says_something(made):
    """Whether there is anything to call a contact by but its uid, which a database that knows nobody cannot take."""
    contact, jobs, _ = made
    return contact.name is not None or contact.emails or contact.phones or jobs


@EVERYTHING
@given(made=st.lists(contacts(), min_size=1, max_size=3))
def test_our_own_export_changes_nothing(session, made):
    with session.begin_nested() as savepoint:
        store(session, made)
        for kind in TWO_WAYS:
            file = exported(session, kind)
            report = exchange.import_contacts(session, file)
            assert (report.unchanged, report.rows) == (len(made), len(made)), (kind, told(session, report), file)
        savepoint.rollback()


@EVERYTHING
@given(made=st.lists(contacts().filter(says_something), min_size=1, max_size=3))
def test_our_own_export_is_all_there_in_an_empty_database(session, made):
    with session.begin_nested() as savepoint:
        store(session, made)
        records = list(map(united, exchange.records_of(session, private=True)))
        files = {kind: exported(session, kind) for kind in TWO_WAYS}
        savepoint.rollback()
    for kind, file in files.items():
        with session.begin_nested() as savepoint:
            report = exchange.import_contacts(session, file)
            assert (report.created, report.rows) == (len(made), len(made)), (kind, told(session, report), file)
            assert list(exchange.records_of(session, private=True)) == records, (kind, file)
            savepoint.rollback()


@pytest.mark.parametrize("kind", TWO_WAYS)
def test_an_export_of_nobody_is_a_list_of_nobody(session, kind):
    report = exchange.import_contacts(session, exported(session, kind))
    assert (report.rows, report.notes) == (0, [])
