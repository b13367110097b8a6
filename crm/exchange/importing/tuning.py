"""SQLite while rows come in by the thousand."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.targets import Target

__all__ = ["tuned"]

_TUNED: Final = {"cache_size": -65_536, "wal_autocheckpoint": 16_384}
"""A cache of 64 MiB, so that the indexes of a million contacts are not read again and again; and as many pages in the
log before they are carried over: most of those that a batch changes, the next one changes too."""


@contextmanager
def tuned(target: Target) -> Iterator[None]:
    """Give SQLite room for its indexes on every connection that is used meanwhile."""
    engine: Any = target if isinstance(target, Engine) else getattr(target, "engine", None)
    if engine is None or engine.dialect.name != "sqlite":
        yield
        return
    with engine.connect() as connection:
        before = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in _TUNED}
        _set(connection, _TUNED)
    try:
        yield
    finally:
        with engine.connect() as connection:
            _set(connection, before)


def _set(connection: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        connection.exec_driver_sql(f"PRAGMA {name} = {value}")
