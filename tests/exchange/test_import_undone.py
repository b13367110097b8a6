"""An import is taken back, all of it, or nothing and why."""

from __future__ import annotations

import pytest
from builders import communique, contact, institution
from sqlalchemy import select, text

from crm import coverage
from crm.base import Base
from crm.errors import ChangedSince, ImportUndone, NotFound
from crm.exchange import import_contacts, undo_import
from crm.models import Affiliation, ContactPhone, Coverage, ImportRun, PressContact, RunStatus

HEADING = "Nom;Prénom;Courriel;Téléphone;Organisation;Fonction\n"
ANNE = "LE GOFF;Anne;anne.legoff@univ.example.org;01 99 00 12 34;Institut Tessan;directrice\n"
KARIM = "Benali;Karim;k.benali@orvane.example.net;06 39 98 12 34;Orvane;\n"
KEPT = {"crm_change", "crm_provenance", "crm_import_run", "crm_import_finding"}


def contents(session):
    session.flush()
    return {
        table.name: sorted(map(str, session.execute(select(table)).all()))
        for table in Base.metadata.sorted_tables
        if table.name not in KEPT
    }


@pytest.fixture
def known(session):
    at = institution(session, "Institut Tessan")
    anne = contact(session, "Anne Le Goff", emails=("anne.legoff@univ.example.org",))
    session.add(Affiliation(contact=anne, institution=at, role="porte-parole"))
    session.flush()
    return anne


def test_everything_is_as_it_was(session, known):
    before = contents(session)
    report = import_contacts(session, HEADING + ANNE + KARIM)
    assert (report.created, report.updated) == (1, 1)
    assert contents(session) != before
    undone = undo_import(session, report.run_id, by="Zoé")
    assert contents(session) == before
    assert (undone.removed, undone.restored) == (7, 1)
    run = session.get_one(ImportRun, report.run_id)
    assert (run.status, run.undone_at is not None) == (RunStatus.UNDONE, True)


def test_the_same_list_may_be_taken_in_again(session, known):
    first = import_contacts(session, HEADING + ANNE + KARIM)
    taken = contents(session)
    undo_import(session, first.run_id)
    again = import_contacts(session, HEADING + ANNE + KARIM)
    assert (again.created, again.updated, again.conflicts) == (1, 1, 0)
    assert again.run_id != first.run_id
    assert {name: len(rows) for name, rows in contents(session).items()} == {
        name: len(rows) for name, rows in taken.items()
    }


@pytest.mark.parametrize("name", ["number", "uid", "source"])
def test_an_import_is_named_in_three_ways(session, tmp_path, name):
    path = tmp_path / "list.csv"
    path.write_text(HEADING + ANNE, "utf-8")
    report = import_contacts(session, path)
    undo_import(session, {"number": str(report.run_id), "uid": str(report.run_uid), "source": "list.csv"}[name])
    assert session.scalars(select(PressContact)).all() == []
    with pytest.raises(ImportUndone):
        undo_import(session, report.run_id)
    with pytest.raises(NotFound):
        undo_import(session, report.run_id + 1)


def edit_a_value(session):
    session.scalars(select(PressContact).where(PressContact.name == "Karim Benali")).one().name = "Karim Ben Ali"


def add_a_number(session):
    karim = session.scalars(select(PressContact).where(PressContact.name == "Karim Benali")).one()
    karim.phones.append(ContactPhone(value="+33199001299"))


def change_what_it_changed(session):
    session.scalars(select(Affiliation).where(Affiliation.role == "directrice")).one().role = "présidente"


def cover(session):
    karim = session.scalars(select(PressContact).where(PressContact.name == "Karim Benali")).one()
    coverage.assign(session, communique(session), karim)


@pytest.mark.parametrize("later", [edit_a_value, add_a_number, change_what_it_changed, cover])
def test_what_came_later_is_not_lost(session, known, later):
    report = import_contacts(session, HEADING + ANNE + KARIM)
    later(session)
    before = contents(session)
    with pytest.raises(ChangedSince) as refused:
        undo_import(session, report.run_id)
    assert refused.value.reasons
    assert contents(session) == before
    assert session.get_one(ImportRun, report.run_id).status == RunStatus.FINISHED


def test_imports_on_top_of_each_other_are_undone_in_order(session, known):
    before = contents(session)
    first = import_contacts(session, HEADING + ANNE)
    between = contents(session)
    second = import_contacts(session, HEADING + ANNE.replace("directrice", "présidente") + KARIM)
    with pytest.raises(ChangedSince):
        undo_import(session, first.run_id)
    undo_import(session, second.run_id)
    assert contents(session) == between
    undo_import(session, first.run_id)
    assert contents(session) == before
    assert session.scalars(select(Coverage)).all() == []
    assert session.scalar(text("SELECT count(*) FROM crm_import_run WHERE status = 'undone'")) == 2
