"""The questions about coverage beside the same SQL through the raw driver, among a million, in one run.

python benchmarks/coverage.py [--size 1000000] [--rounds 41] [--only sqlite|postgresql] [--keep FOLDER]

For each question: the library's time and the driver's, in turn, so that a busy machine slows both; for an answer as
entities the driver replays every statement that the library sent. Medians. Then how many statements, whether the plan
names an index and no scan of a large table, and the same at a tenth of the size.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, select, text

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "benchmarks")]

import crowd  # noqa: E402
from postgres_cluster import Cluster  # noqa: E402

from crm import communiques, contacts, coverage, gaps  # noqa: E402
from crm.database import Database  # noqa: E402
from crm.models import Communique, Coverage, PressContact  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

PAGE = 50
DAY = dt.date(2024, 1, 1)
LARGE = ("crm_contact", "crm_communique", "crm_coverage", "crm_contact_email", "crm_contact_phone", "crm_affiliation")


@dataclass(frozen=True)
class Question:
    """A question: the statement for the number of a round, and the columns of its answer."""

    name: str
    ask: Callable[[int], Select[Any]]
    columns: tuple[Any, ...]


def questions(size: int) -> list[Question]:
    """Return the questions; the number of a round says which record is asked about."""
    busy, some = max(1, size // 60), lambda number: 1 + number * 7919 % size
    named = (PressContact.id, PressContact.printed_name)
    titled = (Communique.id, Communique.title, Communique.dated_on)
    return [
        Question("who covers this", lambda n: coverage.contacts_of(some(n)), named),
        Question("who covers this, with all", lambda n: coverage.of(some(n)), (Coverage.id, Coverage.contact_id)),
        Question("whose address", lambda n: contacts.with_email(_address(some(n))), named),
        Question("whose number", lambda n: contacts.with_phone(_number(some(n))), named),
        Question("what this one covers", lambda n: coverage.communiques_of(1 + n % busy).limit(PAGE), titled),
        Question("communiqués, newest", lambda n: communiques.listed().limit(PAGE).offset(n), titled),
        Question("who covers a page of them", lambda n: _page_of(some(n)), named),
        Question("nobody assigned", lambda n: gaps.without_contacts(DAY).limit(PAGE).offset(n), titled),
        Question("nobody answers", lambda n: gaps.unanswered(DAY).limit(PAGE).offset(n), titled),
    ]


def _page_of(first: int) -> Select[PressContact]:
    """Return the contacts of some communiqués side by side: a page of fifty."""
    numbers = Coverage.communique_id.in_(range(first, first + 17))
    joined = select(PressContact).join(Coverage, Coverage.contact_id == PressContact.id).where(numbers)
    return joined.order_by(Coverage.communique_id, Coverage.position, Coverage.id).limit(PAGE)


def _address(number: int) -> str:
    given, family = crowd.name_of(number)
    return f"{given}.{family}{number}@institut{1 + number % crowd.INSTITUTIONS}.example.org".lower()


def _number(number: int) -> str:
    extension = f";ext={number // 10_000}" if number >= 10_000 else ""
    return f"+3319900{number % 10_000:04d}{extension}"


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
    head = ("question", "driver", "columns", "×", "entities", "×", "+ms", "statements", "plan", "÷ tenth")
    print("{:28} {:>8} {:>8} {:>5} {:>9} {:>5} {:>6} {:>10} {:>6} {:>8}".format(*head))
    for name, one in found["whole"].items():
        growth = one.columns / found["tenth"][name].columns
        print(
            f"{name:28} {one.raw:8.3f} {one.columns:8.3f} {one.columns / one.raw:5.2f} {one.entities:9.3f}"
            f" {one.entities / one.raw_entities:5.2f} {one.columns - one.raw:6.3f} {one.statements:10d}"
            f" {one.plan:>6} {growth:8.2f}"
        )


@dataclass(frozen=True)
class Figures:
    """Medians, in milliseconds."""

    raw: float
    columns: float
    raw_entities: float
    entities: float
    statements: int
    plan: str


def measure(database: Database, question: Question, rounds: int) -> Figures:
    """Ask one question again and again, of another record each time."""
    told, kept = [], []
    with database.session() as session:
        for number in range(-5, rounds):  # the first ones warm the caches of both
            asked = question.ask(number % 100_003)
            plain = asked.with_only_columns(*question.columns)
            sent = _sent(session, partial(_rows, session, plain)), _sent(session, partial(_records, session, asked))
            told.append(sent)
            jobs = (
                partial(_replay, session, sent[0]),
                partial(_rows, session, plain),
                partial(_replay, session, sent[1]),
                partial(_records, session, asked),
            )
            session.expunge_all()
            kept.append([_ms(job) for job in jobs])
            session.expunge_all()
        plan = _plan(session, told[-1][0][0])
    figures = [median(figure) for figure in zip(*kept[5:], strict=True)]
    return Figures(*figures, max(len(loaded) for _, loaded in told), plan)


def _rows(session: Session, statement: Select[Any]) -> object:
    return session.execute(statement).all()


def _records(session: Session, statement: Select[Any]) -> object:
    return session.scalars(statement).all()


def _ms(job: Callable[[], Any]) -> float:
    began = time.perf_counter()
    job()
    return (time.perf_counter() - began) * 1000


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
