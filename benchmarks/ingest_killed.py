"""Kill ``crm ingest`` again and again, start it again each time, and compare the end with an undisturbed run.

python benchmarks/ingest_killed.py [RELEASES [KILLS]]      (1,000 and 30, on SQLite and on a PostgreSQL of its own)

A kill is SIGKILL a random time after the first file was told, or after the start, so that it falls anywhere: while
Python starts, a file is read, a transaction runs or commits.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from sqlalchemy import create_engine, func, select, text

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import ingested  # noqa: E402
import releases  # noqa: E402
from postgres_cluster import Cluster  # noqa: E402

from crm.database import Database  # noqa: E402
from crm.models import Document  # noqa: E402

LONGEST = 1.5
"""Seconds."""


def main(number: int = 1000, kills: int = 30) -> None:
    cluster = Cluster.prepare()
    try:
        cluster.start()
        with tempfile.TemporaryDirectory() as place:
            folder = releases.write(Path(place) / "releases", number)
            for engine in ("sqlite", "postgresql"):
                print(engine)
                once, again = (new_database(engine, cluster, place, name) for name in ("once", "again"))
                compare(once, again, folder, kills)
    finally:
        cluster.stop()


def new_database(engine: str, cluster: Cluster, place: str, name: str) -> str:
    if engine == "sqlite":
        url = f"sqlite:///{place}/{name}.db"
    else:
        server = create_engine(cluster.url(), isolation_level="AUTOCOMMIT")
        with server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"))
        server.dispose()
        url = cluster.url(name).render_as_string(hide_password=False)
    Database.create(url).close()
    return url


def compare(once: str, again: str, folder: Path, kills: int) -> None:
    print(f"  undisturbed: {run(once, folder):.1f} s")
    chance = random.Random(11)
    stored = [0]
    for turn in range(kills):
        kill(start(again, folder, stdout=subprocess.PIPE), chance.uniform(0, LONGEST), at_work=turn % 4 > 0)
        stored.append(documents(again))
    moved = sum(after > before for before, after in pairwise(stored))
    print(f"  killed {kills} times, {moved} of them after it had stored something; stored by then: {stored[-1]}")
    print(f"  the last run: {run(again, folder):.1f} s; once more, all unchanged: {run(again, folder):.1f} s")
    same = ingested.contents(once) == ingested.contents(again)
    print(f"  {documents(again)} documents, {'the same' if same else 'NOT the same'} as undisturbed, row by row")


def kill(process: subprocess.Popen[bytes], after: float, *, at_work: bool) -> None:
    with process:
        if at_work:
            process.stdout.readline()
        time.sleep(after)
        process.kill()


def start(url: str, folder: Path, stdout: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "crm", "ingest", str(folder), "--db", url]
    return subprocess.Popen(command, stdout=stdout, cwd=ROOT)


def run(url: str, folder: Path) -> float:
    begun = time.perf_counter()
    assert start(url, folder).wait() == 0
    return time.perf_counter() - begun


def documents(url: str) -> int:
    with Database.open(url) as database, database.session() as session:
        return session.scalar(select(func.count()).select_from(Document)) or 0


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
