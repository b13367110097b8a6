"""The migrations: they keep the data, go both ways, and leave nothing half done, however many run at once."""

from __future__ import annotations

import ast
import datetime as dt
import os
import re
import shutil
import subprocess
import sys
import threading
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import MetaData, Table, create_engine, func, inspect, select, text
from sqlalchemy.exc import IntegrityError

from crm import drift, schema
from crm.database import Database, configure
from crm.errors import SchemaBusy
from crm.models import InstitutionName
from crm.models.institutions import KEYS
from crm.values.institutions import keys_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Column, Connection, Engine

ROOT = Path(__file__).parent.parent
REVISIONS = schema.revisions()
Rows = dict[str, list[dict[str, Any]]]

TOGETHER: dict[str, dict[str, Any]] = {
    "crm_import_run": {"rows_read": 6, **dict.fromkeys(("rows_created", "rows_unchanged", "rows_rejected"), 2)}
    | dict.fromkeys(("rows_updated", "rows_blank"), 0),
    "crm_change": {"action": "deleted", "after": None},
    "crm_provenance": {"origin": "edit", "run_id": None},
}
"""What must go together in a row, by table; what one of them says of an import is forgotten on the way down."""

DRIVER_MODES: list[dict[str, Any]] = [{}, {"isolation_level": None}, {"isolation_level": "IMMEDIATE"}]
if sys.version_info >= (3, 12):
    DRIVER_MODES += [{"autocommit": False}, {"autocommit": True}]

BROKEN = """
def upgrade():
    op.create_table("crm_half", sa.Column("id", sa.Integer, primary_key=True))
    op.execute("INSERT INTO crm_half (id) VALUES (1)")
    op.drop_table("crm_provenance")
    raise RuntimeError("half-way")
"""
REBUILT = """
def rebuilt():
    recreate = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    return op.batch_alter_table("crm_institution", recreate=recreate)

def upgrade():
    with rebuilt() as batch:
        batch.add_column(sa.Column("nickname", sa.Text(), nullable=True))

def downgrade():
    with rebuilt() as batch:
        batch.drop_column("nickname")
"""
DANGLING = """
def upgrade():
    op.execute("DELETE FROM crm_institution")
"""


@pytest.fixture
def empty_engine(empty_url: str) -> Iterator[Engine]:
    engine = configure(create_engine(empty_url))
    yield engine
    engine.dispose()


@pytest.fixture
def add_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Add a revision to a copy of the migrations, which is then the one in use."""
    scripts = tmp_path / "scripts"
    shutil.copytree(schema.script_location(), scripts, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(schema, "script_location", lambda: scripts)

    def add(body: str) -> str:
        revision = f"{len(schema.revisions()) + 1:04d}"
        header = f'import sqlalchemy as sa\nfrom alembic import op\nrevision = "{revision}"\n'
        (scripts / "versions" / f"{revision}_a_test.py").write_text(
            f'{header}down_revision = "{schema.head()}"\n{body}'
        )
        return revision

    return add


def fill(engine: Engine) -> None:
    """Put two rows into every table, with something in every column that may hold it."""
    tables = MetaData()
    with engine.begin() as connection:
        tables.reflect(connection, only=lambda name, _: schema.is_ours(name) and name != schema.VERSION_TABLE)
        for table in tables.sorted_tables:
            connection.execute(table.insert(), [row_of(connection, table, number) for number in (1, 2)])


def row_of(connection: Connection, table: Table, number: int) -> dict[str, Any]:
    """Return row `number`. Keys to the same table differ within a row: nothing is a part of itself."""
    choices = {rule["name"]: rule["sqltext"] for rule in inspect(connection).get_check_constraints(table.name)}
    seen: dict[str, int] = {}
    row: dict[str, Any] = {}
    together = TOGETHER.get(table.name, {})
    for column in table.columns:
        if column.foreign_keys:
            (key,) = column.foreign_keys
            place = seen[key.column.table.name] = seen.get(key.column.table.name, 0) + 1
            row[column.name] = number if place % 2 else 3 - number
        else:
            row[column.name] = value_of(column, number, choices.get(f"ck_{table.name}_{column.name}", ""))
    return row | {name: value for name, value in together.items() if name in row}


def value_of(column: Column[Any], number: int, choice: str) -> Any:
    if column.name == "error_code":  # a value that is there was not refused
        return None
    if choice:
        return re.findall(r"'([^']+)'", choice)[-1]
    if column.name == "uid" or column.name == "translation_group":
        value = uuid.UUID(int=number)
        return value if column.type.python_type is uuid.UUID else value.hex
    python_type = column.type.python_type
    if python_type is str:
        return f"é{number}"
    return {bool: True, dt.date: dt.date(2025, 1, 17), dt.datetime: dt.datetime(2025, 1, 17, tzinfo=dt.UTC)}.get(
        python_type, number
    )


def rows(engine: Engine) -> Rows:
    """Return everything in our tables."""
    tables = MetaData()
    found: Rows = {}
    with engine.connect() as connection:
        tables.reflect(connection, only=lambda name, _: schema.is_ours(name) and name != schema.VERSION_TABLE)
        for table in tables.tables.values():
            ordered = select(table).order_by(*table.primary_key)
            found[table.name] = [dict(row) for row in connection.execute(ordered).mappings()]
    return found


def common(left: Rows, right: Rows) -> tuple[Rows, Rows]:
    """Return both, without the tables and columns that only one of them has."""

    def part(rows: Rows, other: Rows) -> Rows:
        kept: Rows = {}
        for name in rows.keys() & other.keys():
            columns = set(other[name][0]) if other[name] else set()
            kept[name] = [{key: value for key, value in row.items() if key in columns} for row in rows[name]]
        return kept

    return part(left, right), part(right, left)


def as_given(found: Rows) -> Rows:
    """Return the rows without the keys of names, which a revision may make anew of the names."""
    return {table: [{key: row[key] for key in row.keys() - set(KEYS)} for row in many] for table, many in found.items()}


def state(engine: Engine) -> tuple[Rows, str | None, set[str]]:
    return rows(engine), schema.current(engine), set(inspect(engine).get_table_names())


class TestData:
    def test_down_and_up_through_every_revision_keeps_the_rows(self, engine: Engine) -> None:
        fill(engine)
        for revision in reversed(REVISIONS[:-1]):
            before = rows(engine)
            schema.downgrade(engine, revision)
            after = rows(engine)
            assert after.keys() <= before.keys()
            assert all(after.values()), "a table that stays has lost its rows"
            kept_before, kept_after = common(before, after)
            assert kept_after == kept_before
        for revision in REVISIONS[1:]:
            before = {name: found for name, found in rows(engine).items() if found}
            schema.upgrade(engine, revision)
            kept_before, kept_after = common(before, rows(engine))
            assert as_given(kept_after) == as_given(kept_before)
            assert kept_after.keys() == before.keys()
        assert schema.check(engine) == []

    def test_down_to_nothing_and_up_again_is_the_same_schema(self, engine: Engine) -> None:
        fill(engine)
        schema.downgrade(engine, "base")
        assert rows(engine) == {}
        schema.upgrade(engine)
        assert schema.check(engine) == []
        fill(engine)

    @pytest.mark.parametrize("revision", REVISIONS)
    def test_each_revision_makes_what_the_way_back_to_it_leaves(self, empty_engine: Engine, revision: str) -> None:
        def found() -> dict[str, str]:
            with empty_engine.connect() as connection:
                return drift.facts(connection, filter(schema.is_ours, inspect(connection).get_table_names()))

        schema.upgrade(empty_engine, revision)
        on_the_way_up = found()
        schema.upgrade(empty_engine)
        schema.downgrade(empty_engine, revision)
        assert found() == on_the_way_up

    def test_names_that_were_there_get_the_keys_of_today(self, engine: Engine) -> None:
        texts = ["Université de Valmont", "UMR_S 999 / EA 0012", "L’Œuvre d'Été - Paris III", "C.R.M.S. (Halden)", "LE"]
        texts += ["INSTITUT DES RIVIÈRES", "Valmont University Hospital", "ORME-2", "?", "Centre CeRAPS, Lorraine"]
        schema.downgrade(engine, "0003")
        with engine.begin() as connection:
            connection.execute(text("INSERT INTO crm_institution (id, uid, name, kind) VALUES (7, :u, 'x', 'other')"),
                {"u": uuid.UUID(int=7) if engine.dialect.name == "postgresql" else uuid.UUID(int=7).hex})  # fmt: skip
            rows = [{"id": number, "text": one} for number, one in enumerate(texts, start=1)]
            connection.execute(
                text("INSERT INTO crm_institution_name (id, institution_id, text, key, kind)"
                " VALUES (:id, 7, :text, 'x', 'official')"), rows)  # fmt: skip
        schema.upgrade(engine)
        with engine.connect() as connection:
            names = select(InstitutionName.text, *(getattr(InstitutionName, key) for key in KEYS))
            for name, *found in connection.execute(names):
                keys = keys_of(name)
                assert found == [keys.core, keys.head, keys.initials, keys.anchor], name

    def test_rebuilding_a_parent_table_keeps_its_children(
        self, engine: Engine, add_revision: Callable[[str], str]
    ) -> None:
        """SQLite with foreign keys on would empty every table below, and report success."""
        fill(engine)
        before = rows(engine)
        revision = add_revision(REBUILT)
        schema.upgrade(engine)
        assert schema.current(engine) == revision
        assert common(before, rows(engine))[1] == before
        (drift,) = schema.check(engine)
        assert drift == "column crm_institution.nickname should not be there"
        schema.downgrade(engine, "-1")
        assert rows(engine) == before

    def test_foreign_keys_hold_again_afterwards(self, engine: Engine, backend: str) -> None:
        if backend == "sqlite":
            schema.downgrade(engine, "0001")
            with engine.connect() as connection:
                assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


class TestAllOrNothing:
    def test_a_failure_on_the_way_leaves_an_empty_database_empty(
        self, empty_engine: Engine, add_revision: Callable[[str], str], tmp_path: Path
    ) -> None:
        add_revision(BROKEN)
        with pytest.raises(RuntimeError, match="half-way"):
            schema.upgrade(empty_engine)
        assert inspect(empty_engine).get_table_names() == []

    def test_a_failure_leaves_the_data_as_it_was(self, engine: Engine, add_revision: Callable[[str], str]) -> None:
        fill(engine)
        before, files = state(engine), sorted(_beside(engine))
        add_revision(BROKEN)
        with pytest.raises(RuntimeError, match="half-way"):
            schema.upgrade(engine)
        assert state(engine) == before
        assert sorted(_beside(engine)) == files

    @pytest.mark.parametrize("url", ["sqlite://", "sqlite:///{}/theirs.db"])
    @pytest.mark.parametrize("mode", DRIVER_MODES, ids=str)
    def test_whatever_transaction_mode_a_host_gave_the_driver(
        self, url: str, mode: dict[str, Any], tmp_path: Path, add_revision: Callable[[str], str]
    ) -> None:
        engine = create_engine(url.format(tmp_path), connect_args=mode)
        schema.upgrade(engine)
        fill(engine)
        before = state(engine)
        add_revision(BROKEN)
        with pytest.raises(RuntimeError, match="half-way"):
            schema.upgrade(engine)
        assert state(engine) == before
        schema.downgrade(engine, "base")
        assert inspect(engine).get_table_names() == [schema.VERSION_TABLE]
        engine.dispose()

    @pytest.mark.parametrize("mode", DRIVER_MODES, ids=str)
    def test_a_configured_engine_keeps_its_word_in_every_mode(self, mode: dict[str, Any], tmp_path: Path) -> None:
        engine = configure(create_engine(f"sqlite:///{tmp_path}/theirs.db", connect_args=mode))
        schema.upgrade(engine)
        fill(engine)
        with pytest.raises(IntegrityError), engine.begin() as connection:
            connection.execute(text("DELETE FROM crm_document WHERE id = 1"))
        with engine.begin() as connection:
            connection.execute(text("DELETE FROM crm_boilerplate"))
        assert rows(engine)["crm_boilerplate"] == []
        engine.dispose()

    def test_references_left_dangling_are_refused(
        self, migrated_url: str, backend: str, add_revision: Callable[[str], str]
    ) -> None:
        with Database.open(migrated_url) as database:
            fill(database.engine)
            before = state(database.engine)
            add_revision(DANGLING)
            with pytest.raises(Exception, match=r"references|violates"):
                schema.upgrade(database.engine)
            assert state(database.engine) == before

    def test_those_that_dangled_before_are_not_in_the_way(
        self, migrated_url: str, backend: str, add_revision: Callable[[str], str]
    ) -> None:
        if backend == "postgresql":
            return  # which lets nothing dangle
        engine = create_engine(migrated_url)
        with engine.begin() as connection:
            connection.execute(text("INSERT INTO crm_boilerplate (id, institution_id, text) VALUES (1, 404, 'x')"))
        add_revision(REBUILT)
        schema.upgrade(engine)
        assert schema.current(engine) == schema.head()
        engine.dispose()

    def test_a_hosts_row_that_points_at_us_counts(self, migrated_url: str, backend: str) -> None:
        with Database.open(migrated_url) as database:
            fill(database.engine)
            with database.engine.begin() as connection:
                connection.execute(
                    text("CREATE TABLE visit (id INTEGER PRIMARY KEY, contact_id BIGINT REFERENCES crm_contact (id))")
                )
                connection.execute(text("INSERT INTO visit VALUES (1, 1)"))
            before = state(database.engine)
            with pytest.raises(Exception, match=r"references|depend"):
                schema.downgrade(database.engine, "base")
            assert state(database.engine) == before


UPGRADE_TWICE = """
import sys, threading
from sqlalchemy import create_engine
from crm import drift, schema
import alembic.command, crm.models
errors = []
def upgrade():
    engine = create_engine(sys.argv[1])
    try:
        schema.upgrade(engine)
        schema.require(engine)
    except BaseException as error:
        errors.append(repr(error))
    finally:
        engine.dispose()
threads = [threading.Thread(target=upgrade) for _ in range(2)]
print("ready", flush=True)
sys.stdin.readline()
for thread in threads: thread.start()
for thread in threads: thread.join()
sys.exit("; ".join(errors) or None)
"""


class TestConcurrency:
    def test_twenty_upgrades_of_one_empty_database_all_succeed(self, empty_url: str, empty_engine: Engine) -> None:
        """Ten processes with two threads each, let go together."""
        command = [sys.executable, "-c", UPGRADE_TWICE, empty_url]
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        processes = [subprocess.Popen(command, text=True, **pipes) for _ in range(10)]
        for process in processes:
            assert process.stdout.readline() == "ready\n"
        for process in processes:
            process.stdin.write("\n")
            process.stdin.flush()
        outcomes = [(process.communicate()[1], process.returncode) for process in processes]
        assert outcomes == [("", 0)] * 10
        assert schema.check(empty_engine) == []

    def test_twenty_threads_make_one_database(self, empty_url: str) -> None:
        made: list[object] = []

        def create() -> None:
            try:
                with Database.create(empty_url) as database:
                    made.append(database.created is not None)
            except Exception as error:
                made.append(error)

        threads = [threading.Thread(target=create) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(map(str, made)) == ["False"] * 19 + ["True"]

    def test_a_migrator_that_waits_too_long_is_told_so(
        self, empty_engine: Engine, backend: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        if backend == "sqlite":
            monkeypatch.setattr("crm._environment.PATIENCE_S", 0)
            hold = "BEGIN IMMEDIATE"
        else:
            from crm import _environment

            monkeypatch.setattr("crm._environment.PATIENCE_S", 0.01)
            hold = f"SELECT pg_advisory_xact_lock({_environment.LOCK})"
        with empty_engine.connect() as holder:
            if backend == "sqlite":
                holder = holder.execution_options(crm_begin=hold)
                holder.begin()
            else:
                holder.exec_driver_sql(hold)
            with pytest.raises(SchemaBusy, match="try again"):
                schema.upgrade(empty_engine)
            holder.rollback()


class TestCopies:
    @pytest.fixture
    def file(self, tmp_path: Path) -> Path:
        path = tmp_path / "press.db"
        with Database.create(path) as database:
            fill(database.engine)
            schema.downgrade(database.engine, "0002")
        for copy in tmp_path.glob("*.bak"):
            copy.unlink()
        return path

    @pytest.fixture
    def file_engine(self, file: Path) -> Iterator[Engine]:
        engine = configure(create_engine(f"sqlite:///{file}"))
        yield engine
        engine.dispose()

    def test_the_file_is_copied_before_an_upgrade(self, file: Path, file_engine: Engine) -> None:
        before = rows(file_engine)
        copy = schema.upgrade(file_engine, "0003").copy
        assert copy == file.with_name("press.db.before-0003.bak")
        copied = create_engine(f"sqlite:///{copy}")
        assert rows(copied) == before
        assert schema.current(copied) == "0002"
        copied.dispose()
        assert list(file.parent.glob("*.part")) == []

    def test_nothing_to_do_is_nothing_to_copy(self, file: Path, file_engine: Engine) -> None:
        assert schema.upgrade(file_engine, "0002").copy is None
        assert _copies(file) == []

    def test_an_earlier_copy_is_never_written_over(self, file: Path, file_engine: Engine) -> None:
        earlier = file.with_name("press.db.before-0003.bak")
        earlier.write_text("something dear")
        copy = schema.upgrade(file_engine, "0003").copy
        assert copy == file.with_name("press.db.before-0003.2.bak")
        assert earlier.read_text() == "something dear"

    def test_a_new_database_is_not_copied(self, tmp_path: Path) -> None:
        with Database.create(tmp_path / "new.db") as database:
            assert database.created.copy is None
        assert _copies(tmp_path / "new.db") == []

    def test_memory_is_not_copied(self) -> None:
        with Database.create(":memory:") as database:
            assert schema.downgrade(database.engine, "0001").copy is None


class TestFiles:
    @pytest.mark.parametrize("file", sorted(schema.script_location().glob("versions/*.py")), ids=lambda file: file.name)
    def test_a_migration_outlives_the_library_of_today(self, file: Path) -> None:
        assert re.fullmatch(r"\d{4}_[a-z0-9]+(_[a-z0-9]+){2,}\.py", file.name)
        tree = ast.parse(file.read_text())
        imported = {
            name
            for node in ast.walk(tree)
            for name in (
                [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else []
            )
        }
        assert not any(name.partition(".")[0] == "crm" for name in imported)
        assert {"upgrade", "downgrade"} <= {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}

    def test_the_folder_of_migrations_is_not_taken_for_the_library(self) -> None:
        assert not (ROOT / "alembic" / "__init__.py").exists()
        where = subprocess.run(
            [sys.executable, "-c", "import alembic; print(alembic.__file__)"],
            cwd=ROOT, capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert Path(where.stdout.strip()).parent.parent.name == "site-packages"

    def test_the_longest_name_fits_the_version_table(self) -> None:
        assert all(len(revision) <= 32 for revision in REVISIONS)


class TestAlembicCommand:
    """In a copy of the checkout, with a space, an accent and a percent sign in its path, and no ini file."""

    @pytest.fixture
    def checkout(self, tmp_path: Path) -> Path:
        checkout = tmp_path / "été 100 %41"
        for folder in ("crm", "alembic"):
            shutil.copytree(ROOT / folder, checkout / folder, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "pyproject.toml", checkout)
        return checkout

    def alembic(self, checkout: Path, *arguments: str, fails: bool = False, **environment: str) -> str:
        inherited = {name: value for name, value in os.environ.items() if name != "CRM_DATABASE_URL"}
        done = subprocess.run(
            [sys.executable, "-m", "alembic", *arguments],
            cwd=checkout,
            env={**inherited, "PYTHONPATH": str(checkout), **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        assert bool(done.returncode) is fails, done.stderr
        return done.stdout + done.stderr

    def test_upgrade_reads_the_url_from_the_command_line(self, checkout: Path, empty_url: str) -> None:
        self.alembic(checkout, "-x", f"url={empty_url}", "upgrade", "head")
        with Database.open(empty_url) as database:
            assert schema.check(database.engine) == []

    def test_upgrade_reads_the_url_from_the_environment(self, checkout: Path, empty_url: str) -> None:
        self.alembic(checkout, "upgrade", "head", CRM_DATABASE_URL=empty_url)
        assert schema.head() in self.alembic(checkout, "current", CRM_DATABASE_URL=empty_url)
        assert "No new upgrade operations" in self.alembic(checkout, "check", CRM_DATABASE_URL=empty_url)

    def test_the_default_is_a_file_here(self, checkout: Path) -> None:
        self.alembic(checkout, "upgrade", "head")
        self.alembic(checkout, "downgrade", "0001")
        Database.create(checkout / "other.db").close()
        assert (checkout / "press.db").exists()
        assert (checkout / "press.db.before-0001.bak").exists()

    def test_offline_prints_a_script(self, checkout: Path) -> None:
        script = self.alembic(checkout, "-x", "url=postgresql://nobody@nowhere/x", "upgrade", "head", "--sql")
        assert "CREATE TABLE crm_contact" in script
        assert "pg_advisory_xact_lock" in script

    def test_an_unusable_url_is_one_line(self, checkout: Path) -> None:
        said = self.alembic(checkout, "-x", "url=oracel://u:s3cret@h/d", "upgrade", "head", fails=True)
        assert "FAILED" in said
        assert "Traceback" not in said
        assert "s3cret" not in said

    def test_a_new_revision_has_the_next_number_and_plain_types(
        self, checkout: Path, migrated_url: str, engine: Engine
    ) -> None:
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE customer (id INTEGER PRIMARY KEY)"))
            connection.execute(text("ALTER TABLE crm_communique DROP COLUMN language"))
            connection.execute(text("DROP TABLE crm_provenance"))
        slug = "contacts remember their shoe size"
        self.alembic(checkout, "-x", f"url={migrated_url}", "revision", "--autogenerate", "-m", slug)
        number = f"{len(REVISIONS) + 1:04d}"
        written = (checkout / "alembic" / "versions" / f"{number}_contacts_remember_their_shoe_size.py").read_text()
        assert f'down_revision = "{schema.head()}"' in written.replace("'", '"')
        assert "sa.Column('language', sa.String(length=35), nullable=True)" in written
        assert "crm_provenance" in written
        assert "sa.Column('origin', sa.Enum('document', 'import', 'edit', name='origin', native_enum=False" in written
        assert "crm." not in written
        assert "customer" not in written


INSTALLED = """
import crm.schema as schema, pathlib
from crm.database import Database
here = pathlib.Path(__file__).parent
assert schema.script_location() == here / "crm" / "_alembic", schema.script_location()
with Database.create(here / "press.db") as database:
    assert schema.check(database.engine) == []
"""


def test_the_installed_layout_works_wherever_it_is(tmp_path: Path) -> None:
    site = tmp_path / "à côté, 50 %s %(here)s"
    shutil.copytree(ROOT / "crm", site / "crm", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "alembic", site / "crm" / "_alembic", ignore=shutil.ignore_patterns("__pycache__"))
    (site / "main.py").write_text(INSTALLED)
    subprocess.run([sys.executable, "-W", "error", str(site / "main.py")], cwd=tmp_path, check=True)


def _beside(engine: Engine) -> list[str]:
    """Return the files beside that of the database, but for those SQLite itself keeps there."""
    if engine.dialect.name != "sqlite":
        return []
    file = Path(str(engine.url.database))
    return [path.name for path in file.parent.glob(f"{file.name}*") if not path.name.endswith(("-wal", "-shm"))]


def _copies(file: Path) -> list[Path]:
    return list(file.parent.glob("*.bak*"))


def test_every_table_was_given_rows(engine: Engine) -> None:
    """The proof that data is kept is worth what `fill` puts in."""
    fill(engine)
    with engine.connect() as connection:
        for table in drift.metadata().tables.values():
            assert connection.scalar(select(func.count()).select_from(table)) == 2
