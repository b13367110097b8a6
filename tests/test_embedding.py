"""A host application: its engine, its own migrations beside ours, its event loop, its keys to our tables."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import ForeignKey, MetaData, create_engine, func, inspect, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

from crm import schema
from crm.database import Database, configure
from crm.errors import DatabaseNotOurs
from crm.models import Institution, PressContact

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine
    from sqlalchemy.ext.asyncio import AsyncEngine


@pytest.fixture
def host_engine(empty_url: str) -> Iterator[Engine]:
    engine = configure(create_engine(empty_url))
    yield engine
    engine.dispose()


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names())


class TestOurEngineIsYours:
    def test_upgrade_and_use_it(self, host_engine: Engine) -> None:
        schema.upgrade(host_engine)
        with Session(host_engine) as session:
            session.add(PressContact(name="Anne Exemple"))
            session.commit()
            assert session.scalars(select(PressContact)).one().printed_name == "Anne Exemple"

    def test_database_takes_it_and_leaves_it_open(self, host_engine: Engine) -> None:
        with Database.create(host_engine) as database, database.begin() as session:
            session.add(Institution(name="Université d'Exemple"))
        with host_engine.connect() as connection:
            assert connection.scalar(select(func.count()).select_from(Institution)) == 1

    def test_ours_goes_in_beside_yours_only_when_asked(self, host_engine: Engine) -> None:
        with host_engine.begin() as connection:
            connection.execute(text("CREATE TABLE customer (id INTEGER PRIMARY KEY)"))
        with pytest.raises(DatabaseNotOurs):
            Database.create(host_engine)
        schema.upgrade(host_engine)
        with Database.open(host_engine) as database:
            assert schema.check(database.engine) == []
        schema.downgrade(host_engine, "base")
        assert tables(host_engine) == {"customer", schema.VERSION_TABLE}


HOST_ENV = """
from alembic import context
from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table, Text
from crm import schema
from crm.models import PressContact

metadata = MetaData()
Table("customer", metadata, Column("id", Integer, primary_key=True), Column("name", Text))
Table("visit", metadata, Column("id", Integer, primary_key=True),
      Column("contact_id", ForeignKey(PressContact.id), index=True))

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata,
                  include_name=schema.include_name, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
"""
HOST_TEMPLATE = """
import sqlalchemy as sa
from alembic import op
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}

def upgrade():
    ${upgrades or "pass"}

def downgrade():
    ${downgrades or "pass"}
"""


class TestYourMigrationsBesideOurs:
    @pytest.fixture
    def host(self, tmp_path: Path) -> Config:
        scripts = tmp_path / "host"
        (scripts / "versions").mkdir(parents=True)
        (scripts / "env.py").write_text(HOST_ENV)
        (scripts / "script.py.mako").write_text(HOST_TEMPLATE)
        config = Config()
        config.set_main_option("script_location", str(scripts))
        return config

    def run(self, host: Config, engine: Engine, work: Any, *arguments: Any, **options: Any) -> Any:
        with engine.begin() as connection:
            host.attributes["connection"] = connection
            return work(host, *arguments, **options)

    def revise(self, host: Config, engine: Engine) -> str:
        """Return what the host's autogenerate writes."""
        script = self.run(host, engine, command.revision, message="host", autogenerate=True)
        with open(script.path, encoding="utf-8") as file:  # noqa: PTH123
            return file.read()

    def test_neither_history_touches_the_others_tables(self, host: Config, host_engine: Engine) -> None:
        schema.upgrade(host_engine)
        with Session(host_engine) as session:
            session.add(PressContact(name="Anne Exemple"))
            session.commit()
        written = self.revise(host, host_engine)
        assert "create_table('customer'" in written
        assert "drop_table('crm_" not in written
        self.run(host, host_engine, command.upgrade, "head")
        self.run(host, host_engine, command.check)
        assert {"alembic_version", "customer", "visit", schema.VERSION_TABLE} <= tables(host_engine)
        assert schema.check(host_engine) == []

        theirs = {name for name in tables(host_engine) if not schema.is_ours(name)}
        schema.downgrade(host_engine, "0002")
        schema.upgrade(host_engine)
        assert {name for name in tables(host_engine) if not schema.is_ours(name)} == theirs

        self.run(host, host_engine, command.downgrade, "base")
        schema.require(host_engine)
        with Session(host_engine) as session:
            assert session.scalar(select(func.count()).select_from(PressContact)) == 1

    def test_without_the_filter_ours_would_be_dropped(self, host: Config, host_engine: Engine, tmp_path: Path) -> None:
        """The trap that `schema.include_name` is for."""
        schema.upgrade(host_engine)
        env = tmp_path / "host" / "env.py"
        env.write_text(HOST_ENV.replace("include_name=schema.include_name,", ""))
        assert "drop_table('crm_contact')" in self.revise(host, host_engine)

    def test_ours_from_within_yours(self, host: Config, host_engine: Engine, tmp_path: Path) -> None:
        """A host's env.py may bring our schema up before its own."""
        env = tmp_path / "host" / "env.py"
        env.write_text(
            HOST_ENV.replace(
                "metadata = MetaData()",
                'metadata = MetaData()\nschema.upgrade(context.config.attributes["connection"].engine)',
            )
        )
        self.revise(host, host_engine)
        self.run(host, host_engine, command.upgrade, "head")
        schema.require(host_engine)
        assert {"customer", "visit"} <= tables(host_engine)

    def test_yours_first_then_ours(self, host: Config, host_engine: Engine, tmp_path: Path) -> None:
        env = tmp_path / "host" / "env.py"
        env.write_text(HOST_ENV.replace("ForeignKey(PressContact.id)", "Integer"))
        self.revise(host, host_engine)
        self.run(host, host_engine, command.upgrade, "head")
        schema.upgrade(host_engine)
        assert schema.check(host_engine) == []
        self.run(host, host_engine, command.check)


class TestYourEventLoop:
    def async_engine(self, url: str) -> AsyncEngine:
        engine = create_async_engine(url.replace("sqlite:", "sqlite+aiosqlite:"))
        configure(engine.sync_engine)
        return engine

    def test_our_statements_run_in_an_async_session(self, empty_url: str) -> None:
        async def use() -> list[str | None]:
            engine = self.async_engine(empty_url)
            try:
                async with engine.connect() as connection:
                    migration = await connection.run_sync(schema.upgrade)
                    assert migration.after == schema.head()
                    assert await connection.run_sync(schema.check) == []
                async with AsyncSession(engine) as session:
                    session.add(PressContact(name="Anne Exemple"))
                    await session.commit()
                async with AsyncSession(engine) as session:
                    found = await session.scalars(select(PressContact).order_by(PressContact.name_key))
                    return [contact.printed_name for contact in found]
            finally:
                await engine.dispose()

        assert asyncio.run(use()) == ["Anne Exemple"]

    def test_foreign_keys_hold_there_too(self, migrated_url: str) -> None:
        async def use() -> None:
            engine = self.async_engine(migrated_url)
            try:
                async with engine.begin() as connection:
                    orphan = "INSERT INTO crm_boilerplate (id, institution_id, text) VALUES (1, 404, 'x')"
                    await connection.execute(text(orphan))
            finally:
                await engine.dispose()

        with pytest.raises(IntegrityError):
            asyncio.run(use())


class HostBase(DeclarativeBase):
    metadata = MetaData()


class Visit(HostBase):
    """A host's own table, in its own metadata, with a key to ours and a relationship across."""

    __tablename__ = "host_visit"

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey(PressContact.id, ondelete="CASCADE"))
    contact: Mapped[PressContact] = relationship(PressContact)


class TestYourKeysToOurTables:
    def test_a_host_table_points_at_a_contact(self, engine: Engine) -> None:
        HostBase.metadata.create_all(engine)
        with Session(engine) as session:
            session.add(Visit(contact=PressContact(name="Anne Exemple")))
            session.commit()
            visit = session.scalars(select(Visit).join(Visit.contact)).one()
            assert visit.contact.printed_name == "Anne Exemple"
        assert schema.check(engine) == []

    def test_the_key_holds(self, engine: Engine) -> None:
        HostBase.metadata.create_all(engine)
        with Session(engine) as session:
            session.add(Visit(contact_id=404))
            with pytest.raises(IntegrityError):
                session.commit()

    def test_the_database_follows_a_deletion(self, engine: Engine) -> None:
        HostBase.metadata.create_all(engine)
        with Session(engine) as session:
            visit = Visit(contact=PressContact(name="Anne Exemple"))
            session.add(visit)
            session.commit()
            session.delete(visit.contact)
            session.commit()
        with engine.connect() as connection:
            assert connection.scalar(select(func.count()).select_from(Visit)) == 0

    def test_our_upgrade_leaves_those_rows_alone(self, engine: Engine) -> None:
        HostBase.metadata.create_all(engine)
        with Session(engine) as session:
            session.add(Visit(contact=PressContact(name="Anne Exemple")))
            session.commit()
        schema.downgrade(engine, "0002")
        schema.upgrade(engine)
        with engine.connect() as connection:
            assert connection.scalar(select(func.count()).select_from(Visit)) == 1
