"""Killed at any moment and started again: nothing lost, nothing twice."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
import releases
from ingested import contents, kill_after, outcomes, start

from crm.database import Database
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
    url = databases.migrated()
    chance = random.Random(5)
    done = 0
    for _ in range(4):
        # entries stand below the line of their file: a kill after one of those lines falls among the files
        printed = kill_after(start(url, folder), chance.randint(done + 3, done + 40))
        counted = outcomes(printed)
        assert counted.get("unchanged", 0) >= done
        done = counted.get("unchanged", 0) + counted.get("added", 0)
    assert 0 < done < NUMBER
    last = start(url, folder)
    printed, said = last.communicate()
    assert (last.returncode, said) == (0, "")
    counted = outcomes(printed.splitlines())
    assert counted["unchanged"] >= done
    assert counted["unchanged"] + counted["added"] == NUMBER
    assert contents(url) == expected


def test_killed_before_there_are_tables_it_can_be_started_again(databases, folder):
    url = databases.empty()
    kill_after(start(url, folder), 1)
    last = start(url, folder)
    assert last.communicate()[1] == ""
    assert last.returncode == 0
    assert len(contents(url)["crm_communique"]) == NUMBER


def test_several_may_take_in_the_same_folder_at_once(database, folder):
    def take_in(turn: int) -> list[str]:
        return [report.outcome for report in ingest_many(database, [folder])]

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
