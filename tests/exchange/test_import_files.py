"""Lists that are taken in batch by batch: interrupted, shared, and at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from exchange_lists import HEADING, rows, write
from sqlalchemy import create_engine, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import sessionmaker

from crm.database import Database, configure
from crm.exchange import Outcome, import_contacts, import_file, undo_import
from crm.exchange.importing import going, hearing
from crm.models import Change, ContactEmail, ImportRun, PressContact, RunStatus

NUMBER = 130


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    monkeypatch.setattr(hearing, "BATCH", 20)


@pytest.fixture
def path(tmp_path):
    return write(tmp_path / "list.csv", NUMBER)


def counts(report):
    return [report.tally.outcomes[one] for one in Outcome]


def addresses(database):
    with database.session() as session:
        found = select(ContactEmail.address_key, PressContact.name_key).join(PressContact)
        return sorted(session.execute(found).all(), key=str)


class Stopped(Exception):
    pass


def stop_after(number):
    def on_batch(done):
        if done >= number:
            raise Stopped

    return on_batch


def test_batch_by_batch_is_as_at_once(databases, path):
    with Database.open(databases.migrated()) as one, Database.open(databases.migrated()) as other:
        in_batches = import_file(one, path)
        with other.begin() as session:
            at_once = import_contacts(session, path)
        assert counts(in_batches) == counts(at_once)
        assert in_batches.rows == NUMBER
        assert all(counts(at_once))
        assert addresses(one) == addresses(other)


def test_a_dry_run_tells_the_counts_of_the_real_run(database, path):
    with database.session() as session:
        dry = import_contacts(session, path)
        session.rollback()
        assert session.scalar(select(func.count()).select_from(PressContact)) == 0
    real = import_file(database, path)
    assert counts(dry) == counts(real)
    assert (dry.conflicts, dry.warnings) == (real.conflicts, real.warnings)
    assert [one.as_dict() for one in dry.rejections] == [one.as_dict() for one in real.rejections]


def test_an_interrupted_run_goes_on(databases, path):
    with Database.open(databases.migrated()) as whole, Database.open(databases.migrated()) as broken:
        expected = import_file(whole, path)
        with pytest.raises(Stopped):
            import_file(broken, path, on_batch=stop_after(40))
        with broken.session() as session:
            [run] = session.scalars(select(ImportRun)).all()
            assert (run.status, run.rows_read) == (RunStatus.RUNNING, 40)
        report = import_file(broken, path)
        assert (report.resumed_after, counts(report)) == (40, counts(expected))
        assert report.run_id == run.id
        assert addresses(broken) == addresses(whole)
        again = import_file(broken, path)
        assert (again.resumed_after, again.created, again.run_id == run.id) == (0, 0, False)


def test_other_settings_make_another_run(database, path):
    with pytest.raises(Stopped):
        import_file(database, path, on_batch=stop_after(40))
    report = import_file(database, path, keep_invalid=True)
    assert report.resumed_after == 0
    assert report.rejected == 0


def test_an_interrupted_run_can_be_undone(database, path):
    with pytest.raises(Stopped):
        import_file(database, path, on_batch=stop_after(40))
    with database.begin() as session:
        undo_import(session, 1)
    assert addresses(database) == []
    assert import_file(database, path).run_id == 2


def test_a_batch_that_another_was_in_the_way_of_is_tried_again(database, path, monkeypatch):
    real, failed = going.Taking.batch, []

    def batch(self, session, run, some):
        tally = real(self, session, run, some)
        if len(failed) < 2:
            failed.append(tally.rows)
            error = OperationalError("", {}, type("Lost", (Exception,), {"sqlstate": "40P01"})())
            raise error
        return tally

    monkeypatch.setattr(going, "_FIRST_PAUSE", 0)
    monkeypatch.setattr(going.Taking, "batch", batch)
    report = import_file(database, path)
    assert (failed, report.rows) == ([20, 20], NUMBER)
    with database.session() as session:
        made = session.scalars(select(Change.subject_id).where(Change.subject == "contact")).all()
        assert len(made) == len(set(made))
        assert session.scalar(select(func.count()).select_from(PressContact)) == report.created


@pytest.mark.parametrize("kind", ["engine", "sessions", "opening"])
def test_a_host_may_hand_in_what_it_has(migrated_url, path, kind):
    engine = configure(create_engine(migrated_url))
    try:
        target = {"engine": engine, "sessions": sessionmaker(engine), "opening": lambda: Database.open(engine)}[kind]
        assert import_file(target, path).rows == NUMBER
    finally:
        engine.dispose()


def test_two_may_take_in_the_same_list_at_once(databases, path):
    with Database.open(databases.migrated()) as alone:
        expected = import_file(alone, path)
        with Database.open(databases.migrated()) as database:
            together = Barrier(2)

            def take_in(_):
                together.wait()
                return import_file(database, path)

            with ThreadPoolExecutor(2) as pool:
                reports = list(pool.map(take_in, range(2)))
            runs = {report.run_id for report in reports}
            assert counts(reports[0])[0] + (0 if len(runs) == 1 else counts(reports[1])[0]) == expected.created
            assert addresses(database) == addresses(alone)


def test_two_lists_that_overlap_make_nobody_twice(databases, tmp_path):
    lines = [line for line in rows(120) if line.strip() and "@@" not in line]
    halves = [tmp_path / "one.csv", tmp_path / "two.csv"]
    halves[0].write_text(HEADING + "".join(lines[:80]), "utf-8")
    halves[1].write_text(HEADING + "".join(reversed(lines[30:])), "utf-8")
    with Database.open(databases.migrated()) as alone, Database.open(databases.migrated()) as database:
        for half in halves:
            import_file(alone, half)
        together = Barrier(2)

        def take_in(half):
            together.wait()
            return import_file(database, half)

        with ThreadPoolExecutor(2) as pool:
            reports = list(pool.map(take_in, halves))
        assert [report.rows for report in reports] == [80, len(lines) - 30]
        assert addresses(database) == addresses(alone)
