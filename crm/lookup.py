"""Turning what a person types into the one record it means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from crm.errors import Ambiguous, NotFound

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

__all__ = ["by_identity", "like", "one_of"]

T = TypeVar("T")

_SHOWN = 8
"""How many candidates an `Ambiguous` names before it stops."""


def by_identity(model: Any, text: str) -> ColumnElement[bool] | None:
    """Return the condition that finds a record by its number or uid; None when `text` is neither."""
    if text.isdecimal() and text.isascii() and len(text) < 19:
        return model.id == int(text)  # type: ignore[no-any-return]
    try:
        return model.uid == UUID(text)  # type: ignore[no-any-return]
    except ValueError:
        return None


def like(text: str) -> str:
    """Return the LIKE pattern, escaped by a backslash, that finds `text` anywhere."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def one_of(session: Session, statement: Select[T], what: str, text: str, label: Callable[[T], str]) -> T:
    """Return the one record that `statement` selects.

    Raises:
        NotFound: it selects none.
        Ambiguous: it selects several; the message names the first of them by `label`.
    """
    found = session.scalars(statement.limit(_SHOWN + 1)).all()
    if not found:
        raise NotFound(f"no {what} answers to {text!r}")
    if len(found) > 1:
        names = "; ".join(label(record) for record in found[:_SHOWN])
        raise Ambiguous(
            f"{text!r} is more than one {what}: {names}{' …' if len(found) > _SHOWN else ''}",
            hint="say which by its number",
        )
    return found[0]
