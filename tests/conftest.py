"""What every test may ask for: a database on each engine, its schema made by the migrations and by nothing else.

``engine``, ``session`` and ``database`` come once per engine, as ``[sqlite]`` and ``[postgresql]``:

* ``session`` runs in a transaction that is rolled back: use it wherever it will do, it costs nothing.
* ``engine`` and ``database`` have a database of their own, copied from a migrated one, where commits may stay.
* ``crm`` runs the command.
* ``migrated_url`` is the URL of such a copy, for commands; ``empty_url`` that of a database with nothing in it.
"""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from postgres_cluster import Cluster
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.orm import Session

from crm.cli import run
from crm.database import Database, configure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine

BACKENDS = ("sqlite", "postgresql")

cluster_of_run = pytest.StashKey[Cluster]()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    handed_down = getattr(config, "workerinput", {}).get("cluster")
    config.stash[cluster_of_run] = Cluster(Path(handed_down)) if handed_down else Cluster.prepare(in_memory=True)
    if not handed_down:  # a run that is told to stop must still stop its server
        signal.signal(signal.SIGTERM, signal.default_int_handler)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["cluster"] = str(node.config.stash[cluster_of_run].folder)


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.stash[cluster_of_run].stop()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "postgresql" in getattr(getattr(item, "callspec", None), "params", {}).values():
            item.add_marker(pytest.mark.postgresql)


@pytest.fixture
def crm(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run ``crm`` with some words; return its exit status, standard output and standard error."""

    def call(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["crm", *map(str, words)])
        with pytest.raises(SystemExit) as left:
            run()
        printed = capsys.readouterr()
        assert "Traceback" not in printed.out + printed.err
        return int(left.value.code or 0), printed.out, printed.err

    return call


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def cluster(pytestconfig: pytest.Config) -> Cluster:
    """The PostgreSQL of this run, started by whoever asks first. A missing one is an error, never a skip."""
    found = pytestconfig.stash[cluster_of_run]
    found.start()
    return found


class Databases:
    """New databases of one engine, by URL: empty ones, and copies of a migrated one."""

    def empty(self) -> str:
        raise NotImplementedError

    def migrated(self, *, for_the_run: bool = False) -> str:
        """Return a copy, which goes after the test unless it is `for_the_run`."""
        raise NotImplementedError

    def filled(self, fill: Callable[[str], object]) -> str:
        """Return a copy of one that `fill` filled, which is called once a run."""
        raise NotImplementedError

    def drop(self) -> None:
        """Remove what the test asked for."""


class Files(Databases):
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count()
        self._template: Path | None = None
        self._filled: dict[str, Path] = {}

    def empty(self) -> str:
        return f"sqlite:///{self._path()}"

    def migrated(self, *, for_the_run: bool = False) -> str:
        if self._template is None:
            self._template = self._folder / "template.db"
            Database.create(self._template).close()
        return self._copy(self._template)

    def filled(self, fill: Callable[[str], object]) -> str:
        if fill.__qualname__ not in self._filled:
            url = self.migrated()
            fill(url)
            self._filled[fill.__qualname__] = Path(url.removeprefix("sqlite:///"))
        return self._copy(self._filled[fill.__qualname__])

    def _copy(self, template: Path) -> str:
        path = self._path()
        shutil.copyfile(template, path)
        return f"sqlite:///{path}"

    def _path(self) -> Path:
        return self._folder / f"press{next(self._numbers)}.db"


class Server(Databases):
    def __init__(self, cluster: Cluster, worker: str) -> None:
        self._cluster = cluster
        self._prefix = f"crm_test_{os.getpid()}_{worker}"
        self._numbers = itertools.count()
        self._template: str | None = None
        self._filled: dict[str, str] = {}
        self._of_test: list[str] = []
        self._of_run: list[str] = []
        self._engine = create_engine(cluster.url(), isolation_level="AUTOCOMMIT", poolclass=NullPool)

    def empty(self) -> str:
        return self._url(self._make("template0", self._of_test))

    def migrated(self, *, for_the_run: bool = False) -> str:
        if self._template is None:
            self._template = self._make("template0", self._of_run)
            Database.create(self._url(self._template)).close()
        return self._url(self._make(self._template, self._of_run if for_the_run else self._of_test))

    def filled(self, fill: Callable[[str], object]) -> str:
        if fill.__qualname__ not in self._filled:
            fill(self.migrated(for_the_run=True))
            self._filled[fill.__qualname__] = self._of_run[-1]
        return self._url(self._make(self._filled[fill.__qualname__], self._of_test))

    def drop(self) -> None:
        self._drop(self._of_test)

    def drop_all(self) -> None:
        self._drop(self._of_test + self._of_run)

    def _make(self, template: str, kept_in: list[str]) -> str:
        name = f"{self._prefix}_{next(self._numbers)}"
        kept_in.append(name)
        self._execute(f"CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8'")
        return name

    def _drop(self, names: list[str]) -> None:
        for name in names:
            self._execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        names.clear()

    def _execute(self, statement: str) -> None:
        with self._engine.connect() as connection:
            connection.execute(text(statement))

    def _url(self, name: str) -> str:
        return self._cluster.url(name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return Files(tmp_path_factory.mktemp("databases"))


@pytest.fixture(scope="session")
def server(cluster: Cluster, worker_id: str) -> Iterator[Server]:
    server = Server(cluster, worker_id)
    yield server
    server.drop_all()


@pytest.fixture
def databases(backend: str, request: pytest.FixtureRequest) -> Iterator[Databases]:
    """New databases of the engine at hand; gone after the test."""
    found: Databases = request.getfixturevalue({"sqlite": "files", "postgresql": "server"}[backend])
    yield found
    found.drop()


@pytest.fixture
def empty_url(databases: Databases) -> str:
    return databases.empty()


@pytest.fixture
def migrated_url(databases: Databases) -> str:
    return databases.migrated()


@pytest.fixture
def database(migrated_url: str) -> Iterator[Database]:
    with Database.open(migrated_url) as database:
        yield database


@pytest.fixture
def engine(database: Database) -> Engine:
    return database.engine


@pytest.fixture(scope="session")
def shared_engine(request: pytest.FixtureRequest) -> Iterator[Callable[[str], Engine]]:
    """One migrated database per engine and worker, in which nothing is ever committed."""
    engines: dict[str, Engine] = {}

    def engine_of(backend: str) -> Engine:
        if backend not in engines:
            made = request.getfixturevalue({"sqlite": "files", "postgresql": "server"}[backend])
            engines[backend] = configure(create_engine(made.migrated(for_the_run=True)))
        return engines[backend]

    yield engine_of
    for engine in engines.values():
        engine.dispose()


@pytest.fixture
def session(backend: str, request: pytest.FixtureRequest) -> Iterator[Session]:
    """A session whose commits are savepoints of a transaction rolled back at the end.

    It is on the shared database, or on that of ``engine`` when the test asks for both.
    """
    own = {"engine", "database"} & set(request.fixturenames)
    engine = request.getfixturevalue("engine") if own else request.getfixturevalue("shared_engine")(backend)
    with engine.connect() as connection, connection.begin() as outer:
        with Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False) as session:
            yield session
        outer.rollback()
