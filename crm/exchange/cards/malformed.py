"""JSON that is well written and no card."""

from __future__ import annotations

from typing import Any

__all__ = ["Malformed", "list_of", "object_of", "text_of"]


class Malformed(ValueError):
    """A card's JSON is not what the format says; it never leaves the reader, which makes a problem of it."""

    def __init__(
        self, code: str, message: str, field: str | None = None, value: Any = None, hint: str | None = None
    ) -> None:
        super().__init__(message)
        self.code, self.field, self.hint = code, field, hint
        self.value = None if value is None else repr(value)[:80]


def object_of(value: Any, field: str) -> dict[str, Any]:
    """Return `value`, which must be an object; of what is absent, an empty one."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Malformed("card.malformed", f"{field} must be an object", field, value)
    return value


def list_of(value: Any, field: str) -> list[Any]:
    """Return `value`, which must be a list; of what is absent, an empty one."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise Malformed("card.malformed", f"{field} must be a list", field, value)
    return value


def text_of(value: Any, field: str) -> str:
    """Return `value`, which must be text; of what is absent, none."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Malformed("card.malformed", f"{field} must be text", field, value)
    return str(value)
