"""The questions about coverage beside the same SQL through the raw driver, among a million, in one run.

python benchmarks/coverage.py [--size 1000000] [--rounds 41] [--only sqlite|postgresql]

For each question: the driver's time, the library's and that of models as plain as can be, in turn, so that a busy
machine slows all, each five times in a row if it is short; for an answer as entities the driver replays every
statement that the library sent. Columns are asked twice: with a statement made for it, of the session, and with one
that was made once, with a parameter, of the session's connection, which needs nothing of the ORM. Medians, and the
median of the ratios of each round; on SQLite, which works in this process, of the processor's time. Then what it takes
to make the statement, how many there are, whether the plan names an index and no scan of a large table, and the same
at a tenth of the size.
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

    Ask = Callable[[Any], Select[Any]]
    Job = Callable[[], object]
    Prepare = Callable[[Session], Job]

REPEATED = 5
ENOUGH = 0.05
"""Seconds after which a question is not asked again in its round."""
LONG = 60.0
"""Seconds after which a question has been asked in enough rounds, when there were seven."""
KINDS = {"columns": "columns", "made_once": "columns, made once", "entities": "entities"}
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
            if getattr(one, kind).driver:
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
    """A question as columns, as columns of a statement that was made once, and as entities."""

    columns: Figures = field(default_factory=Figures)
    made_once: Figures = field(default_factory=Figures)
    entities: Figures = field(default_factory=Figures)
    plan: str = ""


def measure(database: Database, question: Question, rounds: int) -> Answers:
    """Ask one question again and again, of another record each time; the first ones warm the caches of all."""
    answers = Answers()
    once, plain_once = _once(question.rows, question), _once(question.plain_rows, question)
    with database.session() as session:
        began = time.perf_counter()
        for number in range(-5, rounds):
            if number == 0:
                answers = Answers()
            if number > 7 and time.perf_counter() - began > LONG:
                break
            about = question.about(number % 100_003)
            plainly = _plainly(_rows, question.plain_rows, about)
            sent = _round(session, answers.columns, partial(_rows, question.rows, about), plainly)
            if once is not None:
                plainly = _plainly(_rows_of, plain_once, about)
                _round(session, answers.made_once, partial(_rows_of, once, about), plainly)
            plainly = _plainly(_records, question.plain_records, about)
            _round(session, answers.entities, partial(_records, question.records, about), plainly)
        answers.plan = _plan(session, sent)
    return answers


def _once(ask: Ask | None, question: Question) -> Select[Any] | None:
    return None if ask is None or question.parameter is None else ask(question.parameter)


def _plainly(prepare: Callable[..., Job], ask: Ask | Select[Any] | None, about: Any) -> Prepare | None:
    return None if ask is None else partial(prepare, ask, about)


def _rows(ask: Ask, about: Any, session: Session) -> Job:
    """Return what asks a session a statement made for this."""
    statement = _made(ask(about))
    return lambda: session.execute(statement).all()


def _rows_of(statement: Select[Any], about: Any, session: Session) -> Job:
    """Return what asks a session's connection, which needs nothing of the ORM, a statement that was there."""
    return lambda: session.connection().execute(statement, {"asked": about}).all()


def _records(ask: Ask, about: Any, session: Session) -> Job:
    statement = _made(ask(about))
    return lambda: session.scalars(statement).all()


def _made(statement: Select[Any]) -> Select[Any]:
    """Return a statement with what SQLAlchemy looks its compiled form up by."""
    statement._generate_cache_key()
    return statement


def _round(session: Session, figures: Figures, prepare: Prepare, prepare_plainly: Prepare | None) -> tuple[str, Any]:
    """Ask the driver, our models and plain ones, in turn or the other way round; return what is sent first."""
    clock = time.thread_time if session.get_bind().dialect.name == "sqlite" else time.perf_counter
    began = clock()
    job = prepare(session)
    figures.made.append((clock() - began) * 1000)
    sent = _sent(session, job)
    jobs = [(figures.driver, partial(_replay, session, sent)), (figures.ours, job)]
    if prepare_plainly is not None:
        plain_job = prepare_plainly(session)
        assert len(_sent(session, plain_job)) == len(sent), "plain models are asked the same"
        jobs.append((figures.plain, plain_job))
    for times, one in jobs if len(figures.made) % 2 else reversed(jobs):
        times.append(_ms(session, one, clock))
    figures.statements = max(figures.statements, len(sent))
    return sent[0]


def _ms(session: Session, job: Job, clock: Callable[[], float]) -> float:
    """Return what one of some askings in a row takes, each by a session that knows nothing yet."""
    taken, times = 0.0, 0
    while times < REPEATED and taken < ENOUGH:
        session.expunge_all()
        began = clock()
        job()
        taken, times = taken + clock() - began, times + 1
    session.expunge_all()
    return taken / times * 1000


def _sent(session: Session, job: Job) -> list[tuple[str, Any]]:
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
