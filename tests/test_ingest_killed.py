"""Killed at any moment and started again: nothing lost, nothing twice."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
import releases
from ingested import contents, kill_after, outcomes, start
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

from crm.database import Database, configure
from crm.ingest import ingest_many

if TYPE_CHECKING:
    from pathlib import Path

NUMBER = 40


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return releases.write(tmp_path / "releases", NUMBER)


def undisturbed(url: str, folder: Path) -> dict[str, list[tuple]]:
    with Database.open(url) as database:
        assert [report.outcome for report in ingest_many(database, [folder])] == ["added"] * NUMBER
    return contents(url)


def test_killed_and_started_again_it_ends_as_if_nothing_had_been(databases, folder):
    expected = undisturbed(databases.migrated(), folder)
    url = databases.empty()
    chance = random.Random(5)
    done = []
    for _ in range(4):
        # what a file named stands below its line: after so many lines the kill falls somewhere among the files
        before = done[-1] if done else 0
        counted = outcomes(kill_after(start(url, folder), before + chance.randint(2, 20)))
        done.append(counted["unchanged"] + counted["added"])
    assert 0 < done[0] < NUMBER
    last = start(url, folder)
    printed, said = last.communicate()
    assert (last.returncode, said) == (0, "")
    counted = outcomes(printed.splitlines())
    assert counted["unchanged"] >= max(done)
    assert counted["unchanged"] + counted["added"] == NUMBER
    assert contents(url) == expected


@pytest.fixture
def strict(migrated_url):
    """A host's engine whose transactions see nothing that others stored since they began."""
    engine = configure(create_engine(migrated_url, isolation_level="SERIALIZABLE"))
    yield engine
    engine.dispose()


@pytest.mark.parametrize("kind", ["engine", "sessions"])
def test_several_may_take_in_the_same_folder_at_once(strict, folder, kind):
    target = strict if kind == "engine" else sessionmaker(strict)

    def take_in(turn: int) -> list[str]:
        return [report.outcome for report in ingest_many(target, [folder])]

    with ThreadPoolExecutor(3) as pool:
        found = [outcome for outcomes in pool.map(take_in, range(3)) for outcome in outcomes]
    assert (found.count("added"), found.count("unchanged")) == (NUMBER, 2 * NUMBER)


def test_two_processes_may_take_in_the_same_folder_at_once(databases, folder):
    expected = undisturbed(databases.migrated(), folder)
    url = databases.migrated()
    both = [start(url, folder), start(url, folder)]
    counted = [outcomes(process.communicate()[0].splitlines()) for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sum(one["added"] for one in counted) == NUMBER
    assert sum(one["unchanged"] for one in counted) == NUMBER
    assert contents(url) == expected
