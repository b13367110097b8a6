"""Names of persons: in parts, and every one of a line."""

from __future__ import annotations

__all__: list[str] = []
