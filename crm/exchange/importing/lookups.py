"""Conditions over thousands of values in one statement, with one parameter where the database can."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import ARRAY, String, any_, column, func, literal, select, text, type_coerce

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

__all__ = ["among", "prefer_indexes"]


def among(dialect: str, tested: Any, values: Collection[Any]) -> ColumnElement[bool]:
    """Return whether the column `tested` holds one of `values`, which are numbers, text or UUIDs."""
    if dialect == "sqlite":
        packed = json.dumps([getattr(one, "hex", one) for one in values])
        listed = func.json_each(packed).table_valued(column("value", String))
        condition: ColumnElement[bool] = type_coerce(tested, String).in_(select(listed.c.value))
        return condition
    if dialect == "postgresql":
        kind = tested.type
        plain = getattr(kind, "impl_instance", kind)
        return type_coerce(tested, plain) == any_(literal(list(values), ARRAY(plain)))
    plainly: ColumnElement[bool] = tested.in_(list(values))
    return plainly


def prefer_indexes(session: Session) -> None:
    """Have PostgreSQL look thousands of values up one by one until the transaction ends.

    Tables that are being filled have no statistics yet, and it would read them whole for every batch.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL enable_seqscan = off"))
        session.execute(text("SET LOCAL jit = off"))
