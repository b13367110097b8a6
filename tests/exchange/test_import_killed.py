"""Killed at any moment and started again: no row lost, none twice."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from exchange_lists import write
from sqlalchemy import create_engine, func, select

from crm.database import Database
from crm.exchange import import_file
from crm.exchange.importing.hearing import BATCH
from crm.models import Affiliation, ContactEmail, ContactPhone, ImportRun, Institution, PressContact, Provenance

ROOT = Path(__file__).parent.parent.parent
NUMBER = 2 * BATCH + 1
KILLS = 2


def start(url, path):
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "crm", "import", str(path), "--db", url]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )


def rows_done(engine):
    with engine.connect() as connection:
        return connection.scalar(select(func.max(ImportRun.rows_read))) or 0


def contents(url):
    """Return what is stored, without what differs from time to time."""
    with Database.open(url) as database, database.session() as session:
        jobs = select(PressContact.name_key, Affiliation.role, Institution.name)
        numbers = select(PressContact.name_key, ContactPhone.e164, ContactPhone.position)
        return [
            session.execute(
                select(PressContact.name_key, PressContact.kind, ContactEmail.address_key, ContactEmail.position)
                .outerjoin(ContactEmail)
                .order_by(PressContact.id, ContactEmail.position)
            ).all(),
            session.execute(numbers.join(ContactPhone).order_by(PressContact.id, ContactPhone.position)).all(),
            session.execute(
                jobs.join(Affiliation, Affiliation.contact_id == PressContact.id)
                .join(Institution, Institution.id == Affiliation.institution_id)
                .order_by(PressContact.id, Affiliation.id)
            ).all(),
            session.execute(
                select(Provenance.subject, Provenance.field, Provenance.first_line).order_by(Provenance.id)
            ).all(),
            [
                (run.rows_read, run.rows_created, run.rows_updated, run.rows_rejected, run.status)
                for run in session.scalars(select(ImportRun))
            ],
        ]


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return write(tmp_path_factory.mktemp("list") / "list.csv", NUMBER)


def test_killed_and_started_again_it_ends_as_if_nothing_had_been(databases, path):
    url, undisturbed = databases.migrated(), databases.migrated()
    with Database.open(undisturbed) as database:
        assert import_file(database, path).rows == NUMBER
    chance, engine = random.Random(7), create_engine(url)
    for turn in range(KILLS):
        process = start(url, path)
        while process.poll() is None and rows_done(engine) < turn * BATCH:
            pass  # until a batch more is done: the kill falls somewhere in the one after it
        for _ in range(chance.randrange(200)):
            rows_done(engine)
        process.kill()
        process.communicate()
    engine.dispose()
    last = start(url, path)
    printed, said = last.communicate()
    assert (last.returncode, said) == (1, "")  # some rows were rejected
    assert f"{NUMBER:,} rows = " in printed
    assert contents(url) == contents(undisturbed)
