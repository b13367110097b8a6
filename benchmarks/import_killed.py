"""Kill ``crm import`` again and again, start it again each time, and compare the end with an undisturbed run.

python benchmarks/import_killed.py [ROWS [KILLS]]      (50,000 and 100, on SQLite and on a PostgreSQL of its own)

A kill is SIGKILL a random time after the start, up to the time that Python and some batches take, so that it falls
anywhere: while Python starts, a batch is read, a transaction runs or commits.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "benchmarks")]

from exchange_lists import write  # noqa: E402
from ingest_killed import new_database  # noqa: E402
from postgres_cluster import Cluster  # noqa: E402

from crm.base import Base  # noqa: E402
from crm.database import Database  # noqa: E402
from crm.models import ImportRun  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

OF_THE_MOMENT = {"uid", "started_at", "finished_at", "recorded_at", "changed_at"}
"""What differs from run to run and means nothing."""


def main(rows: int = 50_000, kills: int = 100) -> None:
    cluster = Cluster.prepare()
    try:
        cluster.start()
        with tempfile.TemporaryDirectory() as place:
            path = write(Path(place) / "list.csv", rows)
            for engine in ("sqlite", "postgresql"):
                compare(path, kills, (new_database(engine, cluster, place, f"d{turn}") for turn in count()))
    finally:
        cluster.stop()


def compare(path: Path, kills: int, databases: Iterator[str]) -> None:
    """Import into one database at one go, and into others with kills, a new one whenever all rows are done."""
    once = next(databases)
    begun = time.perf_counter()
    finish(once, path)
    whole = time.perf_counter() - begun
    print(f"{once.partition(':')[0]}\n  undisturbed: {whole:.1f} s, {progress(once)[1]:,} rows")
    expected, chance, moved, same, done = contents(once), random.Random(11), 0, [], 0
    while done < kills:
        again = next(databases)
        while done < kills and not progress(again)[0]:
            before = progress(again)
            with start(again, path) as process:
                time.sleep(chance.uniform(0, whole * 0.7))
                process.kill()
            done += 1
            moved += progress(again) != before
        if not progress(again)[0]:
            finish(again, path)
        same.append(contents(again) == expected)
    print(f"  killed {done} times, {moved} of them after something had been committed")
    print(f"  {sum(same)} of {len(same)} databases are the same as undisturbed, row by row")


def finish(url: str, path: Path) -> None:
    with start(url, path) as process:
        assert process.wait() == 1  # done, and some rows were rejected


def start(url: str, path: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "crm", "import", str(path), "--db", url]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=ROOT)


def progress(url: str) -> tuple[bool, int]:
    """Return whether the run is finished, and how many rows it has done."""
    with Database.open(url) as database, database.session() as session:
        rows = session.scalar(select(func.max(ImportRun.rows_read))) or 0
        finished = session.scalar(select(func.count()).where(ImportRun.finished_at.is_not(None)))
        return bool(finished), rows


def contents(url: str) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table but for what is of the moment; keys are the same: nothing may be skipped."""
    with Database.open(url) as database, database.engine.connect() as connection:
        found = {}
        for table in Base.metadata.sorted_tables:
            if table.name == "crm_import_run":
                continue
            shown = [column for column in table.columns if column.name not in OF_THE_MOMENT and not column.primary_key]
            shown = [
                column for column in shown if not (database.engine.dialect.name == "postgresql" and is_key(column))
            ]
            found[table.name] = sorted(map(tuple, connection.execute(select(*shown))), key=repr)
        return found


def is_key(column: object) -> bool:
    """Whether it holds keys: a sequence skips those that a killed transaction had drawn."""
    return bool(column.foreign_keys) or column.name in {"subject_id", "last_id", "before", "after"}  # type: ignore[attr-defined]


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
