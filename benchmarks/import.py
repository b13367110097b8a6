"""How fast a list is taken in, beside django-import-export and beside SQLite alone, in one run; nothing is asserted.

python benchmarks/import.py [--rows 100000] [--peer-rows 20000] [--rounds 3] [--memory 100000 1000000]
                            [--only raw crm peer postgresql memory]

Every measurement is a process of its own, which says how long it took without Python's start, how much processor time
of it, and its greatest memory; they take turns, and the median counts. The peer (`import_peers.py` says what it does)
gets fewer rows, as a rate; it needs the extra ``bench``. Rates of processor time are printed too: they are what remains
comparable on a machine that does other things besides, but leave out what a PostgreSQL server does.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import import_list  # noqa: E402
import import_peers  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

JOBS = ("raw", "crm", "peer", "postgresql")
NAMES = {
    "raw": "raw executemany of the text",
    "crm": "crm on SQLite",
    "peer": "django-import-export",
    "postgresql": "crm on PostgreSQL, by COPY",
}


def main() -> None:
    options = _options()
    if options.child:
        job, source, place = options.child
        print(json.dumps(measured(job, Path(source), place)))
        return
    with tempfile.TemporaryDirectory() as folder:
        rates = compare(options, Path(folder))
        report(rates)
        if "memory" in options.only:
            memory(options.memory, Path(folder))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--peer-rows", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", type=int, nargs="+", default=[100_000, 1_000_000], metavar="ROWS")
    parser.add_argument("--only", nargs="+", choices=[*JOBS, "memory"], default=[*JOBS, "memory"])
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    return parser.parse_args()


# --- here -------------------------------------------------------------------------------------------------------------


def compare(options: argparse.Namespace, folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Return what every round found, by the job."""
    jobs = [job for job in JOBS if job in options.only]
    long = import_list.write(folder / "list.csv", options.rows)
    short = import_list.write(folder / "short.csv", options.peer_rows)
    found: dict[str, list[dict[str, Any]]] = {job: [] for job in jobs}
    cluster = _cluster() if "postgresql" in jobs else None
    try:
        for turn in range(options.rounds):
            for job in jobs:
                source = short if job == "peer" else long
                with tempfile.TemporaryDirectory(dir=folder) as place:
                    target = _database(cluster, turn) if job == "postgresql" else place
                    found[job].append(child(job, source, target))
    finally:
        if cluster is not None:
            cluster.stop()
    return found


def child(job: str, source: Path, place: str) -> dict[str, Any]:
    """Measure one job in a process of its own."""
    command = [sys.executable, __file__, "--child", job, str(source), place]
    told: dict[str, Any] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return told


def report(found: dict[str, list[dict[str, Any]]]) -> None:
    walls = {job: statistics.median(one["rows"] / one["seconds"] for one in all_) for job, all_ in found.items()}
    works = {job: statistics.median(one["rows"] / one["processor"] for one in all_) for job, all_ in found.items()}
    print(f"{'':30} {'rows':>9} {'rows/s':>9} {'least':>9} {'most':>9} {'rows/s of processor time':>25}")
    for job, all_ in found.items():
        each = [one["rows"] / one["seconds"] for one in all_]
        spread = f"{walls[job]:9,.0f} {min(each):9,.0f} {max(each):9,.0f}"
        print(f"{NAMES[job]:30} {all_[0]['rows']:9,} {spread} {works[job]:25,.0f}")
        if note := all_[0].get("note"):
            print(f"{'':30} {note}")
    if {"crm", "peer"} <= walls.keys():
        _ratio("crm is as many times as fast as django-import-export", "crm", "peer", walls, works, "at least 8")
    if {"crm", "raw"} <= walls.keys():
        _ratio("raw text is as many times as fast as crm", "raw", "crm", walls, works, "at most 6")


def _ratio(what: str, one: str, other: str, walls: dict[str, float], works: dict[str, float], goal: str) -> None:
    wall, work = walls[one] / walls[other], works[one] / works[other]
    print(f"{what}: {wall:.2f}, by processor time {work:.2f} (goal: {goal})")


def memory(sizes: list[int], folder: Path) -> None:
    """Print the greatest memory of imports of several sizes; the first is what the others are compared with."""
    first = None
    for number in sizes:
        source = import_list.write(folder / f"{number}.csv", number)
        with tempfile.TemporaryDirectory(dir=folder) as place:
            told = child("crm", source, place)
        source.unlink()
        first = first or told["memory"]
        rate = told["rows"] / told["seconds"]
        print(
            f"memory, {number:,} rows: {told['memory'] / 2**20:,.0f} MiB at most, {told['memory'] / first:.2f} times"
            f" the first (goal: at most 1.3); {rate:,.0f} rows/s, {told['rows'] / told['processor']:,.0f} of processor"
        )


def _cluster() -> Any:
    from postgres_cluster import Cluster

    cluster = Cluster.prepare()
    cluster.start()
    return cluster


def _database(cluster: Any, turn: int) -> str:
    from sqlalchemy import create_engine, text

    server = create_engine(cluster.url(), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE import_{turn} TEMPLATE template0 ENCODING 'UTF8'"))
    server.dispose()
    url: str = cluster.url(f"import_{turn}").render_as_string(hide_password=False)
    return url


# --- in the child -----------------------------------------------------------------------------------------------------


def measured(job: str, source: Path, place: str) -> dict[str, Any]:
    """Do one job; return how long it took and the rows it had."""
    if job == "raw":
        return _timed(lambda: {"rows": import_peers.raw(source, Path(place))})
    if job == "peer":
        peer = import_peers.settle(Path(place))
        lines = sum(1 for _ in source.open("rb")) - 1
        return _timed(lambda: {"rows": lines, "note": f"{import_peers.peer(source, peer):,} taken in"})
    return _ours(source, f"sqlite:///{place}/press.db" if job == "crm" else place)


def _ours(source: Path, url: str) -> dict[str, Any]:
    from crm.database import Database
    from crm.exchange import import_file

    with Database.create(url) as database:

        def taken() -> dict[str, Any]:
            report = import_file(database, source, new_institutions="create")
            return {"rows": report.rows, "note": f"{report}, {report.warnings:,} warnings"}

        return _timed(taken)


def _timed(job: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    begun, worked = time.perf_counter(), time.process_time()
    told = job()
    told["seconds"], told["processor"] = time.perf_counter() - begun, time.process_time() - worked
    told["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return told


if __name__ == "__main__":
    main()
