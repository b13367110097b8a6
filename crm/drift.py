"""What the tables are, as the database itself tells it, beside what the models say they should be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, MetaData, create_engine, inspect, text

from crm.base import TABLE_PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlalchemy import Dialect, Inspector

__all__ = [
    "VERSION_TABLE",
    "comparison_options",
    "differences",
    "facts",
    "in_autocommit",
    "include_name",
    "is_ours",
    "metadata",
]

VERSION_TABLE: Final = f"{TABLE_PREFIX}alembic_version"


def is_ours(table_name: str) -> bool:
    """Return whether a table of that name belongs to the library."""
    return table_name.startswith(TABLE_PREFIX)


def include_name(name: str | None, type_: str, parent_names: Mapping[str, Any]) -> bool:  # noqa: ARG001
    """Return whether a host's autogenerate should look at `name`: pass it to its ``context.configure``."""
    return type_ != "table" or name is None or not is_ours(name)


def differences(connection: Connection) -> list[str]:
    """Return what differs between the tables and what the models would make, one sentence each."""
    return _fact_differences(connection) or _alembic_differences(connection)


def metadata() -> MetaData:
    """Return the metadata of all models."""
    import crm.models
    from crm.base import Base

    assert crm.models  # noqa: S101 - imported for the tables it declares
    return Base.metadata


def comparison_options() -> dict[str, Any]:
    """Return how alembic is to compare, here and in ``alembic revision --autogenerate``."""
    return {
        "version_table": VERSION_TABLE,
        "compare_type": True,
        "compare_server_default": True,
        "include_name": lambda name, type_, parents: type_ != "table" or not include_name(name, type_, parents),
    }


def _alembic_differences(connection: Connection) -> list[str]:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    context = MigrationContext.configure(connection, opts=comparison_options())
    return [f"alembic would change this: {difference}" for difference in compare_metadata(context, metadata())]


def _fact_differences(connection: Connection) -> list[str]:
    """Compare with a schema made from the models, where there is a place for one that leaves nothing behind."""
    make = {"sqlite": _wanted_on_sqlite, "postgresql": _wanted_on_postgresql}.get(connection.dialect.name)
    found = facts(connection, filter(is_ours, inspect(connection).get_table_names()))
    return _differences(found, make(connection)) if make else []


def _wanted_on_sqlite(connection: Connection) -> dict[str, str]:  # noqa: ARG001 - another database altogether
    engine = create_engine("sqlite://")
    try:
        with engine.connect() as scratch:
            metadata().create_all(scratch)
            return facts(scratch, metadata().tables)
    finally:
        engine.dispose()


def _wanted_on_postgresql(connection: Connection) -> dict[str, str]:
    """Temporary tables need no right that a host might refuse, and go with the transaction."""
    copies = MetaData(naming_convention=metadata().naming_convention)
    for table in metadata().tables.values():
        table.to_metadata(copies, schema="pg_temp")
    outside = in_autocommit(connection)
    connection.exec_driver_sql("BEGIN" if outside else "SAVEPOINT crm_check")
    try:
        copies.create_all(connection, checkfirst=False)
        schema = connection.scalar(text("SELECT nspname FROM pg_namespace WHERE oid = pg_my_temp_schema()"))
        return facts(connection, metadata().tables, schema)
    finally:
        connection.exec_driver_sql("ROLLBACK" if outside else "ROLLBACK TO SAVEPOINT crm_check")


def in_autocommit(connection: Connection) -> bool:
    """Return whether the driver ends each statement's transaction by itself."""
    driver: Any = connection.connection.dbapi_connection
    return connection.dialect.detect_autocommit_setting(driver)


def _differences(found: dict[str, str], wanted: dict[str, str]) -> list[str]:
    missing = [f"{name} is missing" for name in wanted.keys() - found.keys()]
    unknown = [f"{name} should not be there" for name in found.keys() - wanted.keys()]
    altered = [
        f"{name} is {found[name]}, and should be {wanted[name]}"
        for name in found.keys() & wanted.keys()
        if found[name] != wanted[name]
    ]
    return sorted(missing + unknown + altered)


def facts(connection: Connection, tables: Iterable[str], schema: str | None = None) -> dict[str, str]:
    """Return everything the database says of `tables`: ``column crm_x.y`` → ``VARCHAR(24) NOT NULL``."""
    inspector = inspect(connection)
    described: dict[str, str] = {}
    for table in set(tables) - {VERSION_TABLE}:
        described[f"table {table}"] = "there"
        described.update(_column_facts(inspector, connection.dialect, table, schema))
        described.update(_key_facts(inspector, table, schema))
        described.update(_rule_facts(inspector, table, schema))
    return described


def _column_facts(inspector: Inspector, dialect: Dialect, table: str, schema: str | None) -> Iterator[tuple[str, str]]:
    for column in inspector.get_columns(table, schema):
        null = "NULL" if column["nullable"] else "NOT NULL"
        # a sequence is named after the table it was first made for, whatever that is called today
        default = re.sub(r"nextval\(.*\)", "nextval", column["default"] or "")
        kind = column["type"].compile(dialect)
        yield f"column {table}.{column['name']}", " ".join(filter(None, (kind, null, default and f"DEFAULT {default}")))


def _key_facts(inspector: Inspector, table: str, schema: str | None) -> Iterator[tuple[str, str]]:
    primary = inspector.get_pk_constraint(table, schema)
    yield f"primary key {table}.{primary['name']}", _listed(primary["constrained_columns"])
    for key in inspector.get_foreign_keys(table, schema):
        rules = " ".join(f"{rule} {what}" for rule, what in sorted(key["options"].items()))
        there = f"{key['referred_table']}{_listed(key['referred_columns'])}"
        yield f"foreign key {table}.{key['name']}", f"{_listed(key['constrained_columns'])} → {there} {rules}".strip()


def _rule_facts(inspector: Inspector, table: str, schema: str | None) -> Iterator[tuple[str, str]]:
    for key in inspector.get_unique_constraints(table, schema):
        yield f"unique key {table}.{key['name']}", _listed(key["column_names"])
    for index in inspector.get_indexes(table, schema):
        if not index.get("duplicates_constraint"):
            unique = "UNIQUE " if index["unique"] else ""
            yield f"index {table}.{index['name']}", unique + _listed(index["column_names"])
    for rule in inspector.get_check_constraints(table, schema):
        yield f"check {table}.{rule['name']}", " ".join(rule["sqltext"].split())


def _listed(names: Iterable[str | None]) -> str:
    return f"({', '.join(map(str, names))})"
