"""Rows that are taken in with warnings or conflicts come back like the rejected ones, from every kind of list."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from crm import exchange
from crm.database import Database
from crm.exchange.importing import hearing
from crm.models import Change, ImportFinding, PressContact

HEADING = ["Nom", "Prénom", "Courriel", "Téléphone", "Organisation", "Pointure"]
ROWS = [
    ["LE GOFF", "Anne", "anne.legoff (at) univ.example.org", "199001234", "Institut Tessan", "38"],
    ["Quint", "Zoé", "zoe.quint@univ.example.org", "01 99 00 12 35", "Institut Tessan", ""],
    ["Petit", "Hugo", "hugo@@univ", "199001236", "", ""],
    [""] * 6,
    ["", "", "lea.morel@univ.example.org", "", "Institut Tessan", ""],
]


def text_of(rows):
    return "\n".join(";".join(row) for row in [HEADING, *rows]) + "\n"


def card(name, *lines, version="3.0"):
    return "\r\n".join(
        ["BEGIN:VCARD", f"VERSION:{version}", f"FN:{name}", f"N:{';'.join(name.split()[::-1])};;;", *lines, ""]
    )


CARDS = "".join(
    (
        card("Anne Gauvin", "EMAIL:anne (at) univ.example.org", "TEL:199001234", "ORG:Institut Tessan", "END:VCARD"),
        card("Hugo Petit", "EMAIL:hugo@@univ", "TEL:199001236", "END:VCARD"),
        card("Léa Morel", "EMAIL:lea (at) univ.example.org", "TEL:199001239", "END:VCARD", version="2.1"),
        card("Zoé Quint", "EMAIL:zoe@univ.example.org", "TEL:199001235", "ORG:Institut Tessan", "END:VCARD"),
    )
)
JSCONTACT = json.dumps([
    {
        "@type": "Card",
        "version": "1.0",
        "name": {"full": name},
        "emails": {"e": {"address": address}},
        "phones": {"p": {"number": number}},
    }
    for name, address, number in (
        ("Anne Gauvin", "anne (at) univ.example.org", "199001234"),
        ("Hugo Petit", "hugo@@univ", "199001236"),
        ("Zoé Quint", "zoe@univ.example.org", "199001235"),
    )
])  # fmt: skip


@pytest.fixture(params=["csv", "xlsx", "vcf", "json"])
def source(request, tmp_path):
    path = tmp_path / f"list.{request.param}"
    if request.param in ("csv", "xlsx"):
        exchange.write_grid([HEADING, *ROWS], path)
    else:
        path.write_text(CARDS if request.param == "vcf" else JSCONTACT, "utf-8", newline="")
    return path


def everything(session):
    """What is stored of everybody, and how many changes it took."""
    people = [record.as_dict() for record in exchange.records_of(session, private=True)]
    return people, session.scalar(select(func.count()).select_from(Change))


# --- as they stood ----------------------------------------------------------------------------------------------------


def test_doubtful_rows_come_back_in_the_columns_of_the_list(session):
    target = io.BytesIO()
    exchange.import_contacts(session, text_of(ROWS), warnings=target)
    heading, *rows = exchange.read_grid(target.getvalue()).rows
    assert heading == ["Import warning", "Import warning code", *HEADING]
    assert [row[2:] for row in rows] == [ROWS[0], ROWS[1], ROWS[4]]
    reason, codes = rows[0][:2]
    assert {"email.spelled_out", "phone.lost_zero"} <= set(codes.split())
    assert "Courriel: read as anne.legoff@univ.example.org" in reason
    assert "Téléphone: read as +33199001234" in reason
    assert "contact.without_name" in rows[2][1].split()


def test_a_rejected_row_comes_back_once_and_among_the_rejected(session):
    other = ["Petit", "Hugo", "anne.legoff@univ.example.org", "199001236", "", ""]
    rejected, warnings = io.BytesIO(), io.BytesIO()
    report = exchange.import_contacts(session, text_of([ROWS[0], other]), rejected=rejected, warnings=warnings)
    assert ("phone.lost_zero", 2) in [(one.code, one.row) for one in report.remarks]
    [[_, codes, *cells]] = exchange.read_grid(rejected.getvalue()).rows[1:]
    assert (codes, cells) == ("contact.name_differs", other)
    assert [row[2:] for row in exchange.read_grid(warnings.getvalue()).rows[1:]] == [ROWS[0]]


def test_a_conflict_comes_back_with_what_else_is_doubtful(session):
    exchange.import_contacts(session, text_of([ROWS[0]]))
    contact = session.scalars(select(PressContact)).one()
    session.delete(contact.phones[0])
    session.flush()
    target = io.BytesIO()
    report = exchange.import_contacts(session, text_of([ROWS[0]]), warnings=target)
    assert (report.unchanged, report.conflicts) == (1, 1)
    [[reason, codes, *cells]] = exchange.read_grid(target.getvalue()).rows[1:]
    assert codes.split()[0] == "import.outdated"
    assert "email.spelled_out" in codes.split()
    assert "--overwrite takes it in all the same" in reason
    assert cells == ROWS[0]
    assert exchange.import_contacts(session, target.getvalue()).conflicts == 1
    assert exchange.import_contacts(session, target.getvalue(), overwrite=True).updated == 1


def test_the_row_is_kept_once_and_only_where_something_was_found(session):
    exchange.import_contacts(session, text_of(ROWS))
    kept = [
        (one.row_number, one.cells is not None)
        for one in session.scalars(select(ImportFinding).order_by(ImportFinding.row_number, ImportFinding.id))
    ]
    assert [row for row, has_cells in kept if has_cells] == sorted({row for row, _ in kept}) == [1, 2, 3, 5]


# --- and again --------------------------------------------------------------------------------------------------------


def test_as_they_are_they_change_nothing(database, source, tmp_path):
    target = tmp_path / f"warnings{source.suffix}"
    first = exchange.import_file(database, source, warnings=target)
    assert first.warnings
    with database.session() as session:
        before = everything(session)
    again = exchange.import_file(database, target)
    assert again.unchanged == again.rows > 0
    assert again.notes == first.notes
    with database.session() as session:
        assert everything(session) == before


def test_corrected_they_complete_the_same_contacts(database, source, tmp_path):
    target = tmp_path / f"warnings{source.suffix}"
    made = exchange.import_file(database, source, warnings=target).created
    if source.suffix == ".xlsx":
        rows = exchange.read_grid(target).rows
        exchange.write_grid([[cell.replace("199001234", "199001277") for cell in row] for row in rows], target)
    else:
        target.write_bytes(target.read_bytes().replace(b"199001234", b"199001277"))
    report = exchange.import_file(database, target)
    assert (report.created, report.updated, report.rejected) == (0, 1, 0)
    with database.session() as session:
        assert session.scalar(select(func.count()).select_from(PressContact)) == made
        numbers = [[number.e164 for number in one.phones] for one in exchange.records_of(session)]
    assert ["+33199001234", "+33199001277"] in numbers


def test_what_was_interrupted_gives_the_same_file(databases, tmp_path, monkeypatch):
    monkeypatch.setattr(hearing, "BATCH", 2)
    path = tmp_path / "list.csv"
    path.write_text(text_of(ROWS), "utf-8")
    whole, resumed = tmp_path / "whole.csv", tmp_path / "resumed.csv"
    with Database.open(databases.migrated()) as one, Database.open(databases.migrated()) as other:
        exchange.import_file(one, path, warnings=whole)

        def stop(done):
            if done == 2:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            exchange.import_file(other, path, warnings=resumed, on_batch=stop)
        assert not resumed.exists()
        assert exchange.import_file(other, path, warnings=resumed).resumed_after == 2
    assert resumed.read_bytes() == whole.read_bytes()


names = st.sampled_from(["Anne", "Zoé", "Karim"]), st.sampled_from(["MARTIN", "Benali", "Quint"])
addresses = st.sampled_from(
    ["", "{} (at) example.org", "{}@example.org, {}2@example.org", "presse@example.org", "{}@univ.example.org", "foo"]
)
numbers = st.sampled_from(["", "199001234", "01 99 00 12 35 / 199001236", "(0)1 99 00 12 37", "12"])
places = st.sampled_from(["", "Institut Tessan", "Musée Corvane"])


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(*names, addresses, numbers, places), min_size=1, max_size=8))
def test_whatever_is_doubtful_changes_nothing_the_second_time(session, said):
    rows = [
        [family, first, address.format(*[first.lower()] * 2), number, place, ""]
        for first, family, address, number, place in said
    ]
    with session.begin_nested() as nested:
        rejected, warnings = io.BytesIO(), io.BytesIO()
        report = exchange.import_contacts(session, text_of(rows), rejected=rejected, warnings=warnings)
        back, doubtful = (exchange.read_grid(one.getvalue()).rows[1:] for one in (rejected, warnings))
        assert len(back) == report.rejected
        assert len(doubtful) == len({one.row for one in report.remarks} - {one.row for one in report.rejections})
        assert all(row[2:] in rows for row in (*back, *doubtful))
        before = everything(session)
        again = exchange.import_contacts(session, warnings.getvalue())
        assert (again.created, again.updated) == (0, 0)
        assert everything(session) == before
        nested.rollback()
