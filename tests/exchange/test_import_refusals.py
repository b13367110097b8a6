"""Rows that nothing is wrong with but what the database says of them: rejected, and the others taken in."""

from __future__ import annotations

import io

import pytest
from exchange.test_import import counts
from exchange_lists import HEADING, family
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import DBAPIError, OperationalError

from crm import exchange
from crm.exchange.importing import going, hearing
from crm.models import ContactPhone, ImportRun, Institution, PressContact

TRIGGERS = {
    "sqlite": """
        CREATE TRIGGER barred BEFORE INSERT ON crm_contact_phone WHEN NEW.e164 LIKE '%7'
        BEGIN SELECT RAISE(ABORT, 'this number is barred'); END
    """,
    "postgresql": """
        CREATE FUNCTION barred() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN IF NEW.e164 LIKE '%7' THEN RAISE EXCEPTION 'this number is barred'; END IF; RETURN NEW; END$$;
        CREATE TRIGGER barred BEFORE INSERT ON crm_contact_phone FOR EACH ROW EXECUTE FUNCTION barred()
    """,
}


def line(number, *, phone=None):
    name = family(number)
    address = f"{name.lower()}@maison.example.org"
    return f"{name};Anne;{address};01 99 00 {(phone or number):04d};Institut {family(number // 3)};\n"


def bar(connection):
    """Have the database refuse every number that ends in 7."""
    connection.execute(text(TRIGGERS[connection.dialect.name]))


@pytest.fixture
def barring(database):
    with database.engine.begin() as connection:
        bar(connection)
    return database


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "list.csv"
    made.write_text(HEADING + "".join(map(line, range(1, 31))), "utf-8")
    return made


@pytest.mark.parametrize("batch", [1, 8, 4000])
def test_the_rows_that_the_database_refuses_are_rejected_and_the_others_taken_in(
    barring, path, tmp_path, batch, monkeypatch
):
    monkeypatch.setattr(hearing, "BATCH", batch)
    rejected = tmp_path / "rejected.csv"
    report = exchange.import_file(barring, path, rejected=rejected)
    assert (report.rows, report.created, report.rejected) == (30, 27, 3)
    told = [(one.row, one.line, one.code, one.message) for one in report.rejections]
    assert told == [
        (row, row + 1, "row.refused", "the database refuses it: this number is barred") for row in (7, 17, 27)
    ]
    with barring.session() as session:
        assert session.scalar(select(func.count()).select_from(PressContact)) == 27
        names = session.scalars(select(Institution.name)).all()
        assert len(names) == len(set(names)) == 11
    rejected.write_text(rejected.read_text("utf-8").replace("01 99 00 00", "01 99 00 11").replace("7;", "8;"), "utf-8")
    again = exchange.import_file(barring, rejected)
    assert (again.created, again.rejected) == (3, 0)


def test_in_a_transaction_of_the_callers_too(barring, path):
    with barring.session() as session:
        made = Institution(name="Musée Corvane")
        session.add(made)
        report = exchange.import_contacts(session, path)
        assert (report.created, report.rejected) == (27, 3)
        assert made in session
        session.rollback()
        assert session.scalar(select(func.count()).select_from(PressContact)) == 0
    assert counts(exchange.import_file(barring, path)) == counts(report)


def test_a_row_that_would_change_somebody_is_refused_as_one_that_would_make_somebody(barring, path):
    with barring.begin() as session:
        exchange.import_contacts(session, HEADING + line(3))
        report = exchange.import_contacts(session, HEADING + line(3, phone=4) + line(3, phone=57) + line(3))
        assert [one.row for one in report.rejections] == [2]
        assert (report.updated, report.unchanged) == (1, 1)
        assert session.scalars(select(ContactPhone.e164).order_by(ContactPhone.id)).all() == [
            "+33199000003",
            "+33199000004",
        ]


def test_a_check_is_told_by_its_name(database, path):
    if database.engine.dialect.name == "sqlite":  # which cannot add one to a table
        statement = "CREATE UNIQUE INDEX one_of_a_kind ON crm_affiliation (institution_id)"
    else:
        statement = "ALTER TABLE crm_affiliation ADD CONSTRAINT one_of_a_kind UNIQUE (institution_id)"
    with database.engine.begin() as connection:
        connection.execute(text(statement))
    report = exchange.import_file(database, path)
    assert (report.created, report.rejected) == (11, 19)
    assert {one.code for one in report.rejections} == {"row.refused"}
    assert all("affiliation" in one.message or "one_of_a_kind" in one.message for one in report.rejections)
    assert not any("example.org" in one.message for one in report.rejections)


# --- what is no row's fault -------------------------------------------------------------------------------------------


def test_a_database_that_fails_whatever_the_row_stops_the_list(database, path):
    with database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE crm_import_finding RENAME TO crm_import_finding_old"))
    with pytest.raises(DBAPIError):
        exchange.import_file(database, path)
    with database.session() as session:
        assert session.scalar(select(func.count()).select_from(PressContact)) == 0
        assert session.scalar(select(func.count()).select_from(ImportRun)) == 0


def test_an_error_that_passes_while_rows_are_looked_for_is_tried_again(barring, path, monkeypatch):
    real, failed = going.Taking.refuse, []

    def refuse(self, session, run, row, problem):
        if len(failed) < 2:
            failed.append(row.number)
            raise OperationalError("", {}, type("Lost", (Exception,), {"sqlstate": "40P01"})())
        return real(self, session, run, row, problem)

    monkeypatch.setattr(going.Taking, "refuse", refuse)
    report = exchange.import_file(barring, path)
    assert (failed, report.created, report.rejected) == ([7, 7], 27, 3)


def test_a_clash_with_somebody_else_is_looked_at_again_before_a_row_is_blamed(database, path, monkeypatch):
    real, tries = going.Taking.batch, []

    def batch(self, session, run, rows):
        tries.append(len(rows))
        tally = real(self, session, run, rows)
        if len(tries) == 1:
            session.execute(text("INSERT INTO crm_import_run (id) SELECT id FROM crm_import_run"))
        return tally

    monkeypatch.setattr(going, "_FIRST_PAUSE", 0)
    monkeypatch.setattr(going.Taking, "batch", batch)
    assert exchange.import_file(database, path).created == 30
    assert tries == [30, 30]


def test_what_the_server_says_to_copy_is_told_as_all_it_says(server):
    from crm.database import Database

    with Database.open(server.migrated()) as database, database.begin() as session:
        bar(session.connection())
        seen = []
        event.listen(database.engine, "rollback_savepoint", lambda *_: seen.append(1))
        report = exchange.import_contacts(session, HEADING + line(7))
        assert (report.rejected, seen) == (1, [1])


# --- whatever rows ----------------------------------------------------------------------------------------------------


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(1, 6), st.integers(0, 19)), min_size=1, max_size=12))
def test_the_law_holds_and_nothing_refused_is_stored(session, said):
    with session.begin_nested() as nested:
        bar(session.connection())
        rejected = io.BytesIO()
        lines = [line(person, phone=number) if number else "\n" for person, number in said]
        report = exchange.import_contacts(session, HEADING + "".join(lines), rejected=rejected)
        assert sum(counts(report)) == report.rows == len(lines)
        refused = [place for place, (_, number) in enumerate(said, 1) if number % 10 == 7]
        assert [one.row for one in report.rejections] == refused
        held = session.scalars(select(ContactPhone.e164)).all()
        assert {one[-2:] for one in held} == {f"{number:02d}" for _, number in said if number and number % 10 != 7}
        nested.rollback()
