"""E-mail addresses: one that is valid, every one of a text, a million of them."""

from __future__ import annotations

__all__: list[str] = []
