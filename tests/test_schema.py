"""The schema of a database: what is required of it, what is wrong with it, and the scripts that make it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from crm import drift, schema
from crm.errors import (
    CrmError,
    DatabaseNotOurs,
    SchemaAhead,
    SchemaBehind,
    SchemaBusy,
    SchemaDrifted,
    SchemaError,
    SchemaMissing,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine


@pytest.fixture
def empty_engine(empty_url: str) -> Iterator[Engine]:
    engine = create_engine(empty_url)
    yield engine
    engine.dispose()


def execute(engine: Engine, *statements: str) -> None:
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def test_looking_at_the_schema_does_not_import_alembic() -> None:
    looking = (
        "import sys, sqlalchemy, crm.schema as schema\n"
        "engine = sqlalchemy.create_engine('sqlite://')\n"
        "assert schema.current(engine) is None and schema.head()\n"
        "engine.dispose()\n"
        "sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.call([sys.executable, "-c", looking]) == 0


def test_revisions_are_those_alembic_sees() -> None:
    config = Config()
    config.set_main_option("script_location", str(schema.script_location()).replace("%", "%%"))
    scripts = ScriptDirectory.from_config(config)
    assert schema.revisions() == tuple(script.revision for script in scripts.walk_revisions())[::-1]
    assert scripts.get_heads() == [schema.head()]


def test_only_the_prefix_makes_a_table_ours() -> None:
    assert schema.is_ours("crm_contact")
    assert schema.is_ours(schema.VERSION_TABLE)
    assert not schema.is_ours("contact")
    assert not schema.is_ours("alembic_version")


class TestRequire:
    def test_the_migrated_schema_is_enough(self, engine: Engine) -> None:
        schema.require(engine)
        assert schema.current(engine) == schema.head()

    def test_an_empty_database_has_no_schema(self, empty_engine: Engine) -> None:
        with pytest.raises(SchemaMissing, match="crm init"):
            schema.require(empty_engine)
        assert schema.current(empty_engine) is None

    def test_a_database_taken_back_to_base_has_no_schema(self, engine: Engine) -> None:
        schema.downgrade(engine, "base")
        with pytest.raises(SchemaMissing):
            schema.require(engine)

    def test_other_tables_are_somebody_elses(self, empty_engine: Engine) -> None:
        execute(empty_engine, "CREATE TABLE customer (id INTEGER PRIMARY KEY)")
        with pytest.raises(DatabaseNotOurs, match="crm schema upgrade"):
            schema.require(empty_engine)

    def test_tables_without_a_revision_are_not_trusted(self, empty_engine: Engine) -> None:
        drift.metadata().create_all(empty_engine)
        with pytest.raises(SchemaDrifted):
            schema.require(empty_engine)

    def test_an_older_revision_is_behind(self, engine: Engine) -> None:
        schema.downgrade(engine, "-1")
        with pytest.raises(SchemaBehind, match="crm schema upgrade"):
            schema.require(engine)

    def test_an_unknown_revision_is_ahead(self, engine: Engine) -> None:
        execute(engine, f"UPDATE {schema.VERSION_TABLE} SET version_num = '9999'")
        with pytest.raises(SchemaAhead, match=r"9999.*pip install"):
            schema.require(engine)

    def test_a_connection_is_given_back_in_no_transaction(self, engine: Engine) -> None:
        with engine.connect() as connection:
            schema.require(connection)
            assert not connection.in_transaction()

    def test_a_transaction_under_way_is_left_open(self, engine: Engine) -> None:
        with engine.connect() as connection, connection.begin() as transaction:
            schema.require(connection)
            assert transaction.is_active


class TestUpgradeAndDowngrade:
    def test_the_report_says_what_was_done(self, empty_engine: Engine) -> None:
        assert schema.upgrade(empty_engine) == schema.Migration(None, schema.head(), schema.revisions())
        assert schema.upgrade(empty_engine) == schema.Migration(schema.head(), schema.head())
        back = schema.downgrade(empty_engine, "0001")
        assert (back.before, back.after, back.applied) == (schema.head(), "0001", schema.revisions()[:0:-1])

    def test_a_connection_will_do(self, empty_engine: Engine) -> None:
        with empty_engine.connect() as connection:
            schema.upgrade(connection, "0001")
            assert not connection.in_transaction()
            schema.upgrade(connection)
            assert schema.current(connection) == schema.head()

    def test_a_connection_keeps_its_ways(self, empty_engine: Engine) -> None:
        with empty_engine.connect() as connection:
            before = (
                connection.get_isolation_level(),
                getattr(connection.connection.dbapi_connection, "isolation_level", 0),
            )
            connection.rollback()
            schema.upgrade(connection)
            after = (
                connection.get_isolation_level(),
                getattr(connection.connection.dbapi_connection, "isolation_level", 0),
            )
        assert before == after

    def test_an_engine_in_autocommit_is_no_obstacle(self, empty_url: str) -> None:
        engine = create_engine(empty_url, isolation_level="AUTOCOMMIT")
        schema.upgrade(engine)
        assert schema.check(engine) == []
        engine.dispose()

    def test_somebody_elses_transaction_is_refused(self, empty_engine: Engine) -> None:
        with empty_engine.connect() as connection:
            connection.execute(text("CREATE TABLE theirs (id INTEGER)"))
            with pytest.raises(SchemaBusy, match="transaction"):
                schema.upgrade(connection)
            connection.rollback()
        assert not any(map(schema.is_ours, inspect(empty_engine).get_table_names()))

    def test_a_newer_schema_is_refused(self, engine: Engine) -> None:
        execute(engine, f"UPDATE {schema.VERSION_TABLE} SET version_num = '9999'")
        for move in (lambda: schema.upgrade(engine), lambda: schema.downgrade(engine, "base")):
            with pytest.raises(SchemaAhead):
                move()

    def test_an_unknown_target_is_refused(self, engine: Engine) -> None:
        with pytest.raises(SchemaError, match="the revisions are 0001") as caught:
            schema.upgrade(engine, "9999")
        assert caught.value.code == "schema.revision_unknown"

    def test_a_memory_database_in_use_is_refused(self) -> None:
        engine = create_engine("sqlite://")
        with engine.connect() as connection:
            connection.exec_driver_sql("CREATE TABLE theirs (id INTEGER)")
            connection.exec_driver_sql("INSERT INTO theirs VALUES (1)")
            with pytest.raises(SchemaBusy):
                schema.upgrade(engine)
        engine.dispose()


DRIFTS = [
    ("ALTER TABLE crm_contact ADD COLUMN shoe_size INTEGER", "column crm_contact.shoe_size should not be there"),
    ("DROP INDEX ix_crm_contact_name_key", "index crm_contact.ix_crm_contact_name_key is missing"),
    ("CREATE UNIQUE INDEX ix_mine ON crm_contact (title)", "index crm_contact.ix_mine should not be there"),
    ("DROP TABLE crm_provenance", "table crm_provenance is missing"),
    ("CREATE TABLE crm_extra (id INTEGER PRIMARY KEY)", "table crm_extra should not be there"),
]
DRIFTS_ON_POSTGRESQL = [
    ("ALTER TABLE crm_contact DROP CONSTRAINT ck_crm_contact_kind", "check crm_contact.ck_crm_contact_kind is missing"),
    ("ALTER TABLE crm_contact ALTER COLUMN language TYPE VARCHAR(99)", "column crm_contact.language is VARCHAR(99)"),
    ("ALTER TABLE crm_contact ALTER COLUMN uid DROP NOT NULL", "column crm_contact.uid is UUID NULL"),
    ("ALTER TABLE crm_contact DROP CONSTRAINT uq_crm_contact_uid CASCADE", "unique key crm_contact.uq_crm_contact_uid"),
    (
        "ALTER TABLE crm_contact_email DROP CONSTRAINT fk_crm_contact_email_contact_id",
        "foreign key crm_contact_email.fk_crm_contact_email_contact_id is missing",
    ),
]


class TestCheck:
    def test_what_the_migrations_made_is_right(self, engine: Engine) -> None:
        assert schema.check(engine) == []

    def test_it_leaves_nothing_behind(self, engine: Engine) -> None:
        before = inspect(engine).get_table_names()
        with engine.connect() as connection:
            assert schema.check(connection) == []
            assert not connection.in_transaction()
        assert inspect(engine).get_table_names() == before
        assert inspect(engine).get_temp_table_names() == []

    def test_other_peoples_tables_are_not_looked_at(self, engine: Engine) -> None:
        execute(engine, "CREATE TABLE customer (id INTEGER PRIMARY KEY, name VARCHAR(3) CHECK (name <> 'x'))")
        assert schema.check(engine) == []

    def test_a_schema_that_is_behind_is_one_sentence(self, engine: Engine) -> None:
        schema.downgrade(engine, "-1")
        (sentence,) = schema.check(engine)
        assert "this release needs" in sentence

    @pytest.mark.parametrize(("statement", "sentence"), DRIFTS)
    def test_drift_is_a_sentence(self, engine: Engine, statement: str, sentence: str) -> None:
        execute(engine, statement)
        assert sentence in schema.check(engine)

    @pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
    @pytest.mark.parametrize(("statement", "sentence"), DRIFTS_ON_POSTGRESQL)
    def test_drift_of_a_rule_is_a_sentence(self, engine: Engine, statement: str, sentence: str) -> None:
        execute(engine, statement)
        assert any(found.startswith(sentence) for found in schema.check(engine))

    def test_a_word_missing_from_a_closed_list_is_seen(self, engine: Engine, backend: str) -> None:
        """alembic's own comparison does not see this one."""
        if backend == "sqlite":
            execute(engine, "PRAGMA writable_schema = ON", _FORGET_A_WORD, "PRAGMA writable_schema = RESET")
        else:
            execute(
                engine,
                "ALTER TABLE crm_contact DROP CONSTRAINT ck_crm_contact_kind",
                "ALTER TABLE crm_contact ADD CONSTRAINT ck_crm_contact_kind CHECK (kind IN ('person'))",
            )
        with engine.connect() as connection:
            assert drift._alembic_differences(connection) == []
        (sentence,) = schema.check(engine)
        assert sentence.startswith("check crm_contact.ck_crm_contact_kind is")


_FORGET_A_WORD = (
    "UPDATE sqlite_master SET sql = replace(sql, 'IN (''person'', ''desk'')', 'IN (''person'')') "
    "WHERE name = 'crm_contact'"
)


class TestScripts:
    @pytest.fixture
    def postgresql(self, request: pytest.FixtureRequest) -> Iterator[Engine]:
        server = request.getfixturevalue("server")
        engine = create_engine(server.empty())
        yield engine
        engine.dispose()
        server.drop()

    def run_script(self, engine: Engine, script: str) -> None:
        with engine.connect() as connection:
            driver = connection.connection.driver_connection
            driver.autocommit = True
            driver.execute(script)

    @pytest.mark.postgresql
    def test_the_script_makes_the_same_schema(self, postgresql: Engine) -> None:
        self.run_script(postgresql, schema.upgrade_sql("postgresql"))
        schema.require(postgresql)
        assert schema.check(postgresql) == []

    @pytest.mark.postgresql
    def test_scripts_go_in_steps_and_back(self, postgresql: Engine) -> None:
        self.run_script(postgresql, schema.upgrade_sql("postgresql", "0001"))
        self.run_script(postgresql, schema.upgrade_sql("postgresql://nobody@nowhere/none", "0001:head"))
        assert schema.check(postgresql) == []
        self.run_script(postgresql, schema.downgrade_sql())
        assert inspect(postgresql).get_table_names() == [schema.VERSION_TABLE]
        assert schema.current(postgresql) is None

    def test_the_script_for_sqlite_makes_the_same_schema(self, tmp_path: Path) -> None:
        engine = create_engine(f"sqlite:///{tmp_path / 'press.db'}")
        with engine.connect() as connection:
            connection.connection.driver_connection.executescript(schema.upgrade_sql("sqlite"))
        assert schema.check(engine) == []
        engine.dispose()

    def test_the_script_for_mariadb_uses_its_types(self) -> None:
        assert "DATETIME(6)" in schema.upgrade_sql("mysql")

    def test_an_unknown_revision_is_refused(self) -> None:
        with pytest.raises(CrmError, match="9999"):
            schema.upgrade_sql("postgresql", "9999")
