"""Kill ``crm import`` again and again, start it again each time, and compare the end with an undisturbed run.

python benchmarks/import_killed.py [--rows 50000] [--kills 100] [--engine sqlite postgresql] [--seed 11]

A kill is SIGKILL at a random time before the next batch is committed, or the few after it, so that it falls anywhere:
while Python starts, the list is read, a transaction runs or commits. A list that is through before all kills are done
is compared, and taken in once more, in another database.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, select, text

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import import_list  # noqa: E402
import ingested  # noqa: E402
from postgres_cluster import Cluster  # noqa: E402

from crm.database import Database  # noqa: E402
from crm.models import ImportRun, RunStatus  # noqa: E402

if TYPE_CHECKING:
    from sqlalchemy import Engine

READ_AGAIN = 0.4
"""Of the time a batch takes, what reading its rows takes: a run that goes on reads them again."""
LATEST = 4
"""Batches after the next commit, when the last of the kills come."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--engine", nargs="+", choices=["sqlite", "postgresql"], default=["sqlite", "postgresql"])
    parser.add_argument("--seed", type=int, default=11)
    options = parser.parse_args()
    cluster = Cluster.prepare()
    try:
        cluster.start()
        with tempfile.TemporaryDirectory() as place:
            source = import_list.write(Path(place) / "list.csv", options.rows)
            for engine in options.engine:
                print(engine, flush=True)
                Killing(engine, cluster, place, source, random.Random(options.seed)).all(options.kills)
    finally:
        cluster.stop()


@dataclass(slots=True)
class Killing:
    """One engine: an undisturbed run, and as many others as there are kills for."""

    engine: str
    cluster: Cluster
    place: str
    source: Path
    chance: random.Random
    databases: int = 0
    first: float = 0.0
    """Seconds from the start of an undisturbed run to its first commit."""
    batch: float = 0.0
    """Seconds from one commit to the next."""
    kills: list[int] = field(default_factory=list)
    """The rows that were done when each kill had fallen."""

    def all(self, number: int) -> None:
        url = self.new_database()
        self.undisturbed(url)
        wanted = ingested.contents(url)
        rows = sum(map(len, wanted.values()))
        print(f"  undisturbed: first commit after {self.first:.1f} s, then one in {self.batch:.2f} s", flush=True)
        while len(self.kills) < number:
            before = len(self.kills)
            other = self.new_database()
            self.killed(other, number)
            same = ingested.contents(other) == wanted
            said = "the same" if same else "NOT THE SAME"
            print(f"  killed {len(self.kills) - before} times: {rows:,} rows of all tables {said}", flush=True)
        steps = sum(after > before for before, after in zip([0, *self.kills], self.kills, strict=False))
        print(f"  {len(self.kills)} kills in all, {steps} of them after a commit of the process", flush=True)

    def new_database(self) -> str:
        self.databases += 1
        name = f"killed_{self.databases}"
        url = f"sqlite:///{self.place}/{name}.db"
        if self.engine == "postgresql":
            server = create_engine(self.cluster.url(), isolation_level="AUTOCOMMIT")
            with server.connect() as connection:
                connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"))
            server.dispose()
            url = self.cluster.url(name).render_as_string(hide_password=False)
        Database.create(url).close()
        return url

    def undisturbed(self, url: str) -> None:
        """Import once, and see how long the commits take."""
        engine, begun, commits, done = create_engine(url), time.perf_counter(), [], 0
        process = self.start(url)
        while process.poll() is None:
            rows, _ = progress(engine)
            if rows > done:
                done = rows
                commits.append(time.perf_counter() - begun)
            time.sleep(0.02)
        engine.dispose()
        assert process.returncode in (0, 1), process.returncode
        self.first, self.batch = commits[0], (commits[-1] - commits[0]) / max(1, len(commits) - 1)

    def killed(self, url: str, number: int) -> None:
        """Import with kills until all is done, the last time without."""
        engine, per_batch = create_engine(url), 4_000
        while len(self.kills) < number:
            rows, status = progress(engine)
            if status == RunStatus.FINISHED:
                break
            needed = self.first + rows / per_batch * self.batch * READ_AGAIN
            process = self.start(url)
            time.sleep(self.chance.uniform(0, needed + LATEST * self.batch))
            if process.poll() is not None:
                break  # it was through
            process.kill()
            process.wait()
            self.kills.append(progress(engine)[0])
        if progress(engine)[1] != RunStatus.FINISHED:
            assert self.start(url).wait() in (0, 1)
        engine.dispose()

    def start(self, url: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "crm", "import", str(self.source), "--db", url, "--new-institutions", "create"]
        environment: dict[str, Any] = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)


def progress(engine: Engine) -> tuple[int, RunStatus | None]:
    """Return how many rows are done, and how the run stands."""
    with engine.connect() as connection:
        found = connection.execute(select(ImportRun.rows_read, ImportRun.status)).all()
        assert len(found) < 2, "it began anew"
        return (found[0][0], found[0][1]) if found else (0, None)


if __name__ == "__main__":
    main()
