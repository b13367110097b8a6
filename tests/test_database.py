"""Opening a database: what is made, what is refused, and how SQLite behaves once it is open."""

from __future__ import annotations

import builtins
import sqlite3
import threading
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import create_engine, event, func, inspect, select, text
from sqlalchemy.exc import IntegrityError

from crm import database as database_module
from crm import schema
from crm.database import Database, configure, url_of, usable_engine
from crm.errors import (
    DatabaseBusy,
    DatabaseMissing,
    DatabaseNotOurs,
    DatabaseUnreadable,
    MissingExtra,
    SchemaAhead,
    SchemaBehind,
    SchemaMissing,
)
from crm.models import PressContact

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine


def count(database: Database) -> int:
    with database.session() as session:
        return session.scalar(select(func.count()).select_from(PressContact)) or 0


class TestOpen:
    def test_a_migrated_database_opens(self, migrated_url: str) -> None:
        with Database.open(migrated_url) as database:
            assert count(database) == 0
            assert database.created is None

    def test_an_empty_one_is_refused(self, empty_url: str, backend: str) -> None:
        with pytest.raises(DatabaseMissing if backend == "sqlite" else SchemaMissing):
            Database.open(empty_url)

    def test_an_older_schema_is_never_upgraded_unasked(self, engine: Engine, migrated_url: str) -> None:
        schema.downgrade(engine, "0001")
        for create in (False, True):
            with pytest.raises(SchemaBehind):
                Database.open(migrated_url, create=create)
        assert schema.current(engine) == "0001"

    def test_a_newer_schema_is_refused(self, engine: Engine, migrated_url: str) -> None:
        with engine.begin() as connection:
            connection.execute(text(f"UPDATE {schema.VERSION_TABLE} SET version_num = '9999'"))
        with pytest.raises(SchemaAhead):
            Database.open(migrated_url)

    def test_a_hosts_engine_stays_open(self, engine: Engine) -> None:
        with Database.open(engine) as database, database.session() as session:
            session.connection()
            assert engine.pool.checkedout() == 1
        pool = engine.pool
        database.close()
        assert engine.pool is pool

    def test_the_environment_says_which(self, migrated_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("CRM_DATABASE_URL", migrated_url)
        with Database.open() as database:
            assert count(database) == 0

    def test_the_default_is_a_file_here(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("CRM_DATABASE_URL", raising=False)
        monkeypatch.chdir(tmp_path)
        with pytest.raises(DatabaseMissing, match=r"press\.db.*crm init"):
            Database.open()
        assert list(tmp_path.iterdir()) == []

    def test_a_missing_file_is_not_made(self, tmp_path: Path) -> None:
        for target in (tmp_path / "no.db", str(tmp_path / "no.db"), f"sqlite:///{tmp_path}/no.db"):
            with pytest.raises(DatabaseMissing):
                Database.open(target)
        assert list(tmp_path.iterdir()) == []

    def test_a_file_of_nothing_is_an_empty_database(self, tmp_path: Path) -> None:
        (tmp_path / "empty.db").touch()
        with pytest.raises(SchemaMissing):
            Database.open(tmp_path / "empty.db")

    def test_a_file_that_is_no_database_is_left_alone(self, tmp_path: Path) -> None:
        file = tmp_path / "letter.doc"
        file.write_bytes(b"Madame, Monsieur, " * 100)
        for create in (False, True):
            with pytest.raises(DatabaseUnreadable, match="not a database"):
                Database.open(file, create=create)
        assert file.read_bytes() == b"Madame, Monsieur, " * 100

    def test_a_folder_is_no_database(self, tmp_path: Path) -> None:
        for create in (False, True):
            with pytest.raises(DatabaseUnreadable):
                Database.open(tmp_path, create=create)

    def test_a_folder_that_is_missing_is_not_made(self, tmp_path: Path) -> None:
        with pytest.raises(DatabaseUnreadable):
            Database.create(tmp_path / "no" / "press.db")

    @pytest.mark.parametrize(
        "url",
        [
            "oracel://user:s3cret@host/db",
            "postgresql://user:s3cret@host:port/db",
            "://user:s3cret@host",
            "postgresql://user:s3cret@127.0.0.1:1/db?connect_timeout=1",
            "postgresql://user:s3cret@127.0.0.1:1/db?password=s3cret&connect_timeout=1",
            "postgresql+nothing://user:s3cret@host/db",
            "sqlite://user:s3cret@host/press.db",
            "sqlite+aiosqlite:///press.db",
        ],
    )
    def test_an_unusable_url_is_one_sentence_without_the_password(self, url: str) -> None:
        with pytest.raises(DatabaseUnreadable) as caught:
            Database.open(url, create=True)
        assert "s3cret" not in f"{caught.value}{caught.value.hint}"

    def test_a_refused_login_does_not_show_the_password(self, server: Any) -> None:
        url = url_of(server.empty()).set(username="stranger", password="s3cret")
        with pytest.raises(DatabaseUnreadable, match="stranger") as caught:
            Database.open(url)
        assert "s3cret" not in str(caught.value)
        server.drop()

    def test_a_missing_driver_names_the_extra(self, monkeypatch: pytest.MonkeyPatch) -> None:
        real_import = builtins.__import__

        def without_psycopg(name: str, *args: Any, **kwargs: Any) -> Any:
            if name == "psycopg":
                raise ModuleNotFoundError("No module named 'psycopg'", name="psycopg")
            return real_import(name, *args, **kwargs)

        monkeypatch.setattr(builtins, "__import__", without_psycopg)
        with pytest.raises(MissingExtra, match=r"press-contact-crm\[postgresql\]"):
            Database.open("postgresql://host/db")


class TestCreate:
    def test_an_empty_database_is_filled(self, empty_url: str) -> None:
        with Database.create(empty_url) as database:
            assert database.created is not None
            assert database.created.after == schema.head()
            assert schema.check(database.engine) == []

    def test_a_second_time_nothing_is_done(self, empty_url: str) -> None:
        Database.create(empty_url).close()
        with Database.create(empty_url) as database:
            assert database.created is None

    def test_other_peoples_tables_are_refused(self, empty_url: str) -> None:
        engine = create_engine(empty_url)
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE customer (id INTEGER PRIMARY KEY)"))
        with pytest.raises(DatabaseNotOurs):
            Database.create(empty_url)
        assert inspect(engine).get_table_names() == ["customer"]
        engine.dispose()

    def test_a_file_lets_readers_read_while_one_writes(self, tmp_path: Path) -> None:
        with Database.create(tmp_path / "press.db") as database, database.session() as session:
            assert session.scalar(text("PRAGMA journal_mode")) == "wal"
        assert [file.name for file in tmp_path.iterdir()] == ["press.db"]

    def test_memory_is_shared_by_every_thread(self) -> None:
        with Database.create(":memory:") as database:
            with database.begin() as session:
                session.add(PressContact(name="Anne Exemple"))
            seen: list[int] = []
            reader = threading.Thread(target=lambda: seen.append(count(database)))
            reader.start()
            reader.join()
            assert seen == [1]

    def test_odd_characters_in_a_path_do_no_harm(self, tmp_path: Path) -> None:
        file = tmp_path / "été % ?#&.db"
        Database.create(file).close()
        with Database.open(str(file)) as database:
            assert "été" in database.url
        with Database.open(database.url) as database:
            assert count(database) == 0
        assert [found.name for found in tmp_path.iterdir()] == [file.name]


class TestUsableEngine:
    def test_whatever_its_schema(self, engine: Engine, migrated_url: str) -> None:
        schema.downgrade(engine, "0001")
        with usable_engine(migrated_url) as usable:
            assert schema.current(usable) == "0001"

    def test_what_is_missing_is_not_made(self, tmp_path: Path) -> None:
        with pytest.raises(DatabaseMissing), usable_engine(tmp_path / "no.db"):
            pass

    def test_unless_it_need_not_exist(self, tmp_path: Path) -> None:
        with usable_engine(tmp_path / "new.db", must_exist=False) as usable:
            schema.upgrade(usable)
        Database.open(tmp_path / "new.db").close()

    def test_what_goes_wrong_is_one_sentence(self, tmp_path: Path) -> None:
        (tmp_path / "letter.doc").write_text("Madame, Monsieur, " * 100)
        with pytest.raises(DatabaseUnreadable, match=r"letter\.doc"), usable_engine(tmp_path / "letter.doc") as usable:
            schema.upgrade(usable)


class TestSessions:
    def test_begin_commits(self, database: Database) -> None:
        with database.begin() as session:
            contact = PressContact(name="Anne Exemple")
            session.add(contact)
        assert contact.printed_name == "Anne Exemple"
        assert count(database) == 1

    def test_begin_takes_everything_back_on_an_error(self, database: Database) -> None:
        with pytest.raises(RuntimeError), database.begin() as session:
            session.add(PressContact(name="Anne Exemple"))
            session.flush()
            raise RuntimeError
        assert count(database) == 0

    def test_the_password_is_not_printed(self) -> None:
        database = Database(create_engine("postgresql://anne:s3cret@host/press?password=s3cret"))
        assert "s3cret" not in f"{database!r} {database.url}"

    def test_foreign_keys_hold(self, database: Database) -> None:
        orphan = "INSERT INTO crm_boilerplate (id, institution_id, text) VALUES (1, 404, 'x')"
        with pytest.raises(IntegrityError), database.begin() as session:
            session.execute(text(orphan))

    def test_a_savepoint_can_be_taken_back(self, database: Database) -> None:
        with database.begin() as session:
            session.add(PressContact(name="Anne Exemple"))
            with pytest.raises(RuntimeError), session.begin_nested():
                session.add(PressContact(name="Paul Exemple"))
                session.flush()
                raise RuntimeError
        assert count(database) == 1

    def test_tables_are_made_within_the_transaction(self, database: Database) -> None:
        with pytest.raises(RuntimeError), database.begin() as session:
            session.execute(text("CREATE TABLE half_made (id INTEGER PRIMARY KEY)"))
            raise RuntimeError
        assert not inspect(database.engine).has_table("half_made")


class TestWaitingForSqlite:
    @pytest.fixture
    def impatient(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
        """A file on which nobody waits: neither for this long, nor for the driver's five seconds."""
        monkeypatch.setattr(database_module, "PATIENCE_MS", 0)
        Database.create(tmp_path / "press.db").close()
        return f"sqlite:///{tmp_path / 'press.db'}?timeout=0"

    def test_a_second_writer_is_told_so(self, impatient: str) -> None:
        with Database.open(impatient) as first, Database.open(impatient) as second, first.begin() as session:
            session.add(PressContact(name="Anne Exemple"))
            with pytest.raises(DatabaseBusy, match="try again"), second.begin():
                pass

    def test_a_reader_is_not_in_the_way(self, impatient: str) -> None:
        with Database.open(impatient) as first, Database.open(impatient) as second, first.begin() as session:
            session.add(PressContact(name="Anne Exemple"))
            session.flush()
            assert count(second) == 0

    def test_a_locked_file_cannot_be_opened(self, impatient: str, tmp_path: Path) -> None:
        with closing(sqlite3.connect(tmp_path / "press.db", isolation_level=None)) as holder:
            holder.execute("PRAGMA journal_mode = DELETE")
            holder.execute("BEGIN EXCLUSIVE")
            with pytest.raises(DatabaseBusy):
                Database.open(impatient)


class TestConfigure:
    def test_twice_is_as_good_as_once(self) -> None:
        engine = create_engine("sqlite://")
        statements: list[str] = []
        assert configure(configure(engine)) is engine
        event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
        with engine.begin() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert statements.count("BEGIN") == 1
        engine.dispose()

    @pytest.mark.parametrize("url", ["sqlite://", "postgresql+psycopg://host/db"])
    def test_engines_of_the_same_connections_make_them_once(self, url: str) -> None:
        """Each would cost every later connection a listener, and end what another thread is connecting with."""
        engine = configure(create_engine(url))
        listeners = len(engine.pool.dispatch.connect)
        for level in ("AUTOCOMMIT", "SERIALIZABLE"):
            configure(engine.execution_options(isolation_level=level))
        assert len(engine.pool.dispatch.connect) == listeners
        engine.dispose()

    def test_an_engine_is_configured_after_one_with_options_of_its_own(self, tmp_path: Path) -> None:
        engine = create_engine(f"sqlite:///{tmp_path}/x.db")
        configure(configure(engine.execution_options(crm_begin="BEGIN IMMEDIATE")) and engine)
        with engine.connect() as connection:
            connection.exec_driver_sql("CREATE TABLE undone (id INTEGER)")
            connection.rollback()
            assert connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar() == 0
        engine.dispose()

    def test_a_longer_patience_is_kept(self, tmp_path: Path) -> None:
        engine = configure(create_engine(f"sqlite:///{tmp_path}/x.db", connect_args={"timeout": 99}))
        with engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 99_000
        engine.dispose()

    def test_autocommit_begins_nothing(self) -> None:
        engine = configure(create_engine("sqlite://"))
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("CREATE TABLE kept (id INTEGER)")
            driver: Any = connection.connection.driver_connection
            assert not driver.in_transaction
        engine.dispose()

    def test_other_engines_are_left_alone(self) -> None:
        engine = create_engine("postgresql://host/db")
        configure(engine)
        assert not event.contains(engine, "connect", database_module._on_connect)
