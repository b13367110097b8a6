"""The same list gives the same database: on every engine, in any order, twice; and any bytes are accounted for."""

from __future__ import annotations

import io
import random
from pathlib import Path

import exchange_lists
import pytest
from exchange.test_import import counts
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from crm import exchange
from crm.database import Database
from crm.errors import SourceError
from crm.models import Change, ImportFinding, PressContact

FILES = Path(__file__).parent / "files"
STAYING = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def known(session):
    """What is known of everybody, without the numbers and uids that each database gives."""
    found = []
    for record in exchange.records_of(session, private=True):
        record.uid = None
        for job in record.affiliations:
            job.institution_uid = None
        found.append(record)
    return found


def findings(session):
    columns = ImportFinding.row_number, ImportFinding.kind, ImportFinding.field, ImportFinding.code, ImportFinding.value
    return [tuple(row) for row in session.execute(select(*columns).order_by(ImportFinding.id))]


# --- on every engine --------------------------------------------------------------------------------------------------


def test_both_engines_store_the_same_row_by_row(files, server, tmp_path):
    path = exchange_lists.write(tmp_path / "list.csv", 600)
    with path.open("a", encoding="utf-8") as file:
        file.write('ﬁn;Zoë;zoë@example.org;+33 1 99 00 12 34 poste 12;É;İ\n"a\nb";ß;x@example.org;;=1+1;\'=1\n')
    told = []
    for url in (files.migrated(), server.migrated()):
        with Database.open(url) as database:
            report = exchange.import_file(database, path)
            with database.session() as session:
                told.append((counts(report), known(session), findings(session)))
    here, there = told
    assert here[0] == there[0]
    for one, other in zip(here[1], there[1], strict=True):
        assert one == other
    assert here[2] == there[2]
    assert len(here[1]) > 400


# --- in any order, rehearsed, twice -----------------------------------------------------------------------------------

given_names = st.sampled_from(["Anne", "Zoé", "Karim"])
families = st.sampled_from(["MARTIN", "Benali", "Quint"])


@st.composite
def lists(draw):
    """Rows about people whose addresses tell them apart; rows about one person agree, though some say less."""
    people = draw(st.lists(st.tuples(given_names, families), unique=True, min_size=1, max_size=5))
    rows = []
    for given_name, family in people:
        address = f"{given_name}.{family}@example.org".lower()
        whole = [family, given_name, address, "01 99 00 12 34", "Institut Tessan", "attachée de presse"]
        for _ in range(draw(st.integers(1, 3))):
            said = [draw(st.booleans()) for _ in range(3)]
            rows.append([*whole[:3], *(cell if is_said else "" for cell, is_said in zip(whole[3:], said, strict=True))])
    return rows


def text_of(rows):
    target = io.StringIO()
    exchange.write_grid([["Nom", "Prénom", "Courriel", "Téléphone", "Organisation", "Fonction"], *rows], target)
    return target.getvalue()


def outcome(session, rows):
    with session.begin_nested() as nested:
        report = exchange.import_contacts(session, text_of(rows))
        people = sorted(map(as_said, known(session)), key=str)
        nested.rollback()
    return (report.created, report.rejected, report.blank), people


def as_said(record):
    """Everything but the order of rows: the number may have come before the job, and belong to none."""
    phones = sorted({str(phone) for phone in record.phones})
    jobs = sorted((job.institution, job.role or "") for job in record.affiliations if job.institution)
    who = record.kind, record.name, record.given, record.family, record.title, record.language
    return who, sorted({str(email) for email in record.emails}), phones, jobs


@st.composite
def crowds(draw):
    """Rows of persons and desks of every kind, each row with what its contact is known by, and what else it says.

    Who is known by an address says it in every row; who has none of their own, the institution.
    """
    rows = []
    for number in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(["address", "namesake", "place", "shared", "desk", "nameless"]))
        family = "MARTIN" if kind == "namesake" else ["MARTIN", "Benali", "Quint", "LE GOFF"][number]
        name = ["", ""] if kind == "nameless" else ["Service presse", ""] if kind == "desk" else [family, "Anne"]
        shared = f"presse@maison{number}.example.org"
        own = {"address": f"anne{number}@example.org", "namesake": f"anne{number}@example.org, a{number}@example.org"}
        address = own.get(kind, "" if kind == "place" else shared)
        whole = [*name, address, f"01 99 00 12 {number:02d}", f"Institut Tessan {'ABCD'[number]}", "porte-parole"]
        needed = {0, 1, 4} if kind in ("place", "shared") else {0, 1, 2}
        for _ in range(draw(st.integers(1, 3))):
            said = needed | draw(st.sets(st.sampled_from([2, 3, 4])))
            said |= {5} if 4 in said and draw(st.booleans()) else set()  # a role without an institution is nothing
            rows.append([cell if place in said else "" for place, cell in enumerate(whole)])
    rows += draw(
        st.lists(st.sampled_from([[""] * 6, ["Petit", "Hugo", "hugo@@univ", "", "", ""], ["Total"] + [""] * 5]))
    )
    return rows


@STAYING
@given(lists() | crowds(), st.randoms(use_true_random=False))
def test_rows_that_agree_give_the_same_people_in_any_order(session, rows, chance):
    """Not so where rows of one contact contradict each other, or where none but a third row shows that two are one."""
    shuffled = random.Random(chance.random()).sample(rows, len(rows))
    assert outcome(session, rows) == outcome(session, shuffled)


def test_where_the_order_counts(session):
    by_place = ["MARTIN", "Anne", "", "", "Institut Tessan", ""]
    by_address = ["MARTIN", "Anne", "anne@example.org", "", "", ""]
    both = ["MARTIN", "Anne", "anne@example.org", "", "Institut Tessan", ""]
    assert outcome(session, [by_place, both, by_address])[0][0] == 1
    assert outcome(session, [by_place, by_address, both])[0][0] == 2
    roles = [[*both[:5], role] for role in ("porte-parole", "journaliste")]
    assert outcome(session, roles)[1] != outcome(session, roles[::-1])[1]


@STAYING
@given(lists())
def test_a_rehearsal_tells_the_truth_and_twice_is_once(session, rows):
    with session.begin_nested() as nested:
        with session.begin_nested() as rehearsal:
            would = counts(exchange.import_contacts(session, text_of(rows)))
            rehearsal.rollback()
        assert session.scalar(select(func.count()).select_from(PressContact)) == 0
        assert counts(exchange.import_contacts(session, text_of(rows))) == would
        people, changes = known(session), session.scalar(select(func.count()).select_from(Change))
        again = exchange.import_contacts(session, text_of(rows))
        assert (again.unchanged + again.rejected, again.created, again.updated) == (len(rows), 0, 0)
        assert (known(session), session.scalar(select(func.count()).select_from(Change))) == (people, changes)
        nested.rollback()


# --- any bytes --------------------------------------------------------------------------------------------------------

CARDS = [
    b"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Anne Martin\r\nTEL;VALUE=uri:tel:+33199001234\r\nORG:Tessan\r\nEND:VCARD\r\n",
    b"BEGIN:VCARD\r\nVERSION:2.1\r\nN;ENCODING=QUOTED-PRINTABLE:L=E9a;=\r\n Zo=E9\r\nTEL;CELL:0639\r\nEND:VCARD\r\n",
    b'[["vcard",[["version",{},"text","4.0"],["fn",{},"text","Anne"],["email",{},"text","a@example.org"]]]]',
    b'[{"@type":"Card","version":"1.0","uid":"x","name":{"full":"Anne"},"emails":{"e":{"address":"a@example.org"}}}]',
]
SEEDS = [*CARDS, *(path.read_bytes() for path in sorted(FILES.glob("libreoffice*")))]


@st.composite
def mutated(draw):
    """A good file of any format with some of its bytes replaced, taken out, doubled or put in."""
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 4))):
        first = draw(st.integers(0, len(data)))
        last = min(len(data), first + draw(st.integers(0, 40)))
        data[first:last] = draw(st.binary(max_size=8) | st.just(bytes(data[first:last]) * 2))
    return bytes(data)


@settings(parent=STAYING, max_examples=60)
@given(mutated() | st.binary(max_size=400))
@example(b"[]")
@example(b"\xff\xfe")
@example(b"PK\x03\x04")
@example(b"Nom;Courriel\n\0;\xed\xa0\x80\n")
def test_any_bytes_are_refused_or_accounted_for(session, data):
    with session.begin_nested() as nested:
        try:
            report = exchange.import_contacts(session, data)
        except SourceError:
            nested.rollback()
            return
        assert report.rows == sum(counts(report))
        rejected = {one.row for one in report.rejections}
        assert len(rejected) == report.rejected
        assert all(one.code and one.line >= 0 for one in report.rejections)
        nested.rollback()


@pytest.mark.parametrize("path", sorted(FILES.glob("libreoffice*")), ids=lambda path: path.name)
def test_what_libreoffice_saved_is_taken_in(session, path):
    report = exchange.import_contacts(session, path)
    assert report.rows == sum(counts(report))
    assert report.created
