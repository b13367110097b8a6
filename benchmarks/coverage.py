"""The questions about coverage beside the same SQL through the raw driver, among a million, in one run.

python benchmarks/coverage.py [--size 1000000] [--rounds 41] [--only sqlite|postgresql]

For each question: the driver's time, the library's and that of models as plain as can be, in turn, so that a busy
machine slows all; for an answer as entities the driver replays every statement that the library sent. Columns are asked
of the session's connection, which needs nothing of the ORM, and of the session itself. Each is asked five times in a
row. Medians, and the
median of the ratios of each round; on SQLite, which works in this process, of the processor's time. Then what it takes
to make the statement, how many there are, whether the plan names an index and no scan of a large table, and the same at
a tenth of the size.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, text

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "benchmarks")]

import crowd  # noqa: E402
from coverage_questions import Question, questions  # noqa: E402
from postgres_cluster import Cluster  # noqa: E402

from crm.database import Database  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    Ask = Callable[[int], Select[Any]]
    Job = Callable[[Session, Select[Any]], object]

REPEATED = 5
KINDS = {"columns": "columns", "by_session": "columns, by the session", "entities": "entities"}
LARGE = ("crm_contact", "crm_communique", "crm_coverage", "crm_contact_email", "crm_contact_phone", "crm_affiliation")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=41)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        if options.only != "postgresql":
            compare(lambda name: f"sqlite:///{place}/{name}.db", options)
        if options.only != "sqlite":
            cluster = Cluster.prepare()
            try:
                cluster.start()
                compare(lambda name: _created(cluster, name), options)
            finally:
                cluster.stop()


def _created(cluster: Cluster, name: str) -> str:
    server = create_engine(cluster.url(), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"))
    server.dispose()
    return cluster.url(name).render_as_string(hide_password=False)


def compare(url: Callable[[str], str], options: argparse.Namespace) -> None:
    found = {}
    for name, size in (("tenth", options.size // 10), ("whole", options.size)):
        with Database.create(url(name)) as database:
            began = time.perf_counter()
            crowd.fill(database.engine, size)
            print(f"\n{database.engine.dialect.name}: {size:,} contacts in {time.perf_counter() - began:.0f} s")
            found[name] = {one.name: measure(database, one, options.rounds) for one in questions(size)}
    for kind, title in KINDS.items():
        head = (title, "driver", "ours", "×", "plain", "×", "+ms", "made", "sent", "÷ tenth", "plan")
        print("\n{:26} {:>8} {:>8} {:>5} {:>8} {:>5} {:>6} {:>6} {:>5} {:>8} {}".format(*head))
        for name, one in found["whole"].items():
            _print(name, getattr(one, kind), getattr(found["tenth"][name], kind), one.plan)


def _print(name: str, whole: Figures, tenth: Figures, plan: str) -> None:
    shown = f"{name:26} {median(whole.driver):8.3f}"
    for times in (whole.ours, whole.plain):
        shown += f" {median(times):8.3f} {whole.beside(times):5.2f}" if times else f" {'':8} {'':5}"
    longer = median(whole.ours) - median(whole.driver)
    shown += f" {longer:6.3f} {median(whole.made):6.3f} {whole.statements:5d}"
    print(f"{shown} {median(whole.ours) / median(tenth.ours):8.2f} {plan}")


@dataclass
class Figures:
    """What each round took, in milliseconds: the driver, our models, plain ones, and to make the statement."""

    driver: list[float] = field(default_factory=list)
    ours: list[float] = field(default_factory=list)
    plain: list[float] = field(default_factory=list)
    made: list[float] = field(default_factory=list)
    statements: int = 0

    def beside(self, times: list[float]) -> float:
        """Return how many times the driver's time it was, as a rule: of rounds, for a busy machine slows both."""
        return median(one / raw for one, raw in zip(times, self.driver, strict=True))


@dataclass
class Answers:
    """A question as columns and as entities."""

    columns: Figures = field(default_factory=Figures)
    by_session: Figures = field(default_factory=Figures)
    entities: Figures = field(default_factory=Figures)
    plan: str = ""


def measure(database: Database, question: Question, rounds: int) -> Answers:
    """Ask one question again and again, of another record each time; the first ones warm the caches of all."""
    answers = Answers()
    with database.session() as session:
        for number in range(-5, rounds):
            if number == 0:
                answers = Answers()
            asked = number % 100_003
            sent = _round(session, answers.columns, _rows, question.rows, question.plain_rows, asked)
            _round(session, answers.by_session, _rows_of_session, question.rows, question.plain_rows, asked)
            _round(session, answers.entities, _records, question.records, question.plain_records, asked)
        answers.plan = _plan(session, sent)
    return answers


def _round(
    session: Session, figures: Figures, job: Job, ask: Ask, ask_plainly: Ask | None, number: int
) -> tuple[str, Any]:
    """Ask the driver, our models and plain ones, in turn or the other way round; return what is sent first."""
    clock = time.thread_time if session.get_bind().dialect.name == "sqlite" else time.perf_counter
    began = clock()
    statement = ask(number)
    statement._generate_cache_key()  # SQLAlchemy looks its compiled form up by this
    made = (clock() - began) * 1000
    sent = _sent(session, partial(job, session, statement))
    jobs = [(figures.driver, partial(_replay, session, sent)), (figures.ours, partial(job, session, statement))]
    if ask_plainly is not None:
        plainly = ask_plainly(number)
        assert len(_sent(session, partial(job, session, plainly))) == len(sent), "plain models are asked the same"
        jobs.append((figures.plain, partial(job, session, plainly)))
    for times, one in jobs if number % 2 else reversed(jobs):
        times.append(_ms(session, one, clock))
    figures.made.append(made)
    figures.statements = max(figures.statements, len(sent))
    return sent[0]


def _rows(session: Session, statement: Select[Any]) -> object:
    return session.connection().execute(statement).all()


def _rows_of_session(session: Session, statement: Select[Any]) -> object:
    return session.execute(statement).all()


def _records(session: Session, statement: Select[Any]) -> object:
    return session.scalars(statement).all()


def _ms(session: Session, job: Callable[[], Any], clock: Callable[[], float]) -> float:
    """Return what one of some askings in a row takes, each by a session that knows nothing yet."""
    taken = 0.0
    for _ in range(REPEATED):
        session.expunge_all()
        began = clock()
        job()
        taken += clock() - began
    session.expunge_all()
    return taken / REPEATED * 1000


def _sent(session: Session, job: Callable[[], Any]) -> list[tuple[str, Any]]:
    """Return what a job sends to the driver: each statement with its parameters."""
    sent: list[tuple[str, Any]] = []

    def note(*args: Any) -> None:
        if args[2] != "BEGIN":
            sent.append((args[2], args[3]))

    event.listen(session.get_bind(), "before_cursor_execute", note)
    job()
    event.remove(session.get_bind(), "before_cursor_execute", note)
    return sent


def _replay(session: Session, statements: list[tuple[str, Any]]) -> None:
    driver: Any = session.connection().connection.driver_connection
    for statement, parameters in statements:
        cursor = driver.cursor()
        cursor.execute(statement, parameters)
        cursor.fetchall()
        cursor.close()


def _plan(session: Session, sent: tuple[str, Any]) -> str:
    """Return whether the plan goes through indexes: ``index``, or the large table that it scans."""
    driver: Any = session.connection().connection.driver_connection
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    cursor = driver.cursor()
    cursor.execute(f"EXPLAIN {'QUERY PLAN ' if is_sqlite else ''}{sent[0]}", sent[1])
    lines = [str(row[-1]) for row in cursor.fetchall()]
    scans = [line for line in lines if _scans(line, is_sqlite=is_sqlite)]
    return scans[0].strip() if scans else "index"


def _scans(line: str, *, is_sqlite: bool) -> bool:
    words = line.replace("(", " ").split()
    if is_sqlite:
        return "TEMP B-TREE" in line or (words[:1] == ["SCAN"] and words[1] in LARGE and "USING" not in line)
    return "Seq Scan" in line and any(table in words for table in LARGE)


if __name__ == "__main__":
    main()
