"""A whole database as plain values, so that two can be compared, and the command in a process that can be killed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, select

from crm.base import Base

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

ROOT = Path(__file__).parent.parent
OF_THE_MOMENT = ("uid", "read_at", "frozen_at", "stepped_at", "recorded_at", "changed_at", "started_at", "finished_at")
"""What differs from run to run and means nothing."""
UID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")
"""In what is said of a record."""


def contents(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of all tables in order, a key as the place of its row: a number that is skipped is no change."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            places = {table.name: _places(connection, table) for table in Base.metadata.sorted_tables}
            return {table.name: _rows(connection, table, places) for table in Base.metadata.sorted_tables}
    finally:
        engine.dispose()


def _places(connection: Connection, table: Table) -> dict[int, int]:
    [key] = table.primary_key.columns
    return {one: place for place, one in enumerate(connection.scalars(select(key).order_by(key)))}


def _rows(connection: Connection, table: Table, places: dict[str, dict[int, int]]) -> list[tuple[Any, ...]]:
    [key] = table.primary_key.columns
    shown = [column for column in table.columns if column.name not in OF_THE_MOMENT]
    rows = connection.execute(select(*shown).order_by(key))
    return [tuple(_value(column, value, row, places) for column, value in zip(shown, row, strict=True)) for row in rows]


def _value(column: Any, value: Any, row: Any, places: dict[str, dict[int, int]]) -> Any:
    if value is None:
        return None
    if column.primary_key and not column.foreign_keys:
        return places[column.table.name][value]
    if column.foreign_keys:
        [reference] = column.foreign_keys
        return places[reference.column.table.name][value]
    if column.name in ("subject_id", "last_id"):
        return places[f"crm_{row.subject}"].get(value)  # None for one that was deleted since
    return UID.sub("UID", value) if isinstance(value, str) else value


def start(url: str, *paths: Path, words: tuple[str, ...] = ()) -> subprocess.Popen[str]:
    """Start ``crm ingest`` in a process of its own, its output in a pipe."""
    return subprocess.Popen(
        [sys.executable, "-m", "crm", "ingest", *map(str, paths), "--db", url, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        pipesize=4096,  # it cannot run far ahead of who reads
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
    )


def kill_after(process: subprocess.Popen[str], lines: int) -> list[str]:
    """Read that many lines of what it prints, and kill it with SIGKILL; return what it printed, in whole lines."""
    assert process.stdout is not None
    printed = [line for _, line in zip(range(lines), process.stdout, strict=False)]
    process.kill()
    rest, _ = process.communicate()
    return [*printed, *rest.splitlines(keepends=True)]


def outcomes(lines: list[str]) -> dict[str, int]:
    """Return how many files came out how, as the printed lines tell."""
    found: dict[str, int] = defaultdict(int)
    for line in lines:
        for outcome in ("added", "recognised", "unchanged"):
            found[outcome] += f".txt  {outcome}  communiqué" in line
    return dict(found)
