"""JSON written one record at a time: valid at the end, however long it is."""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["write_graph", "write_list"]

_IN_A_PAGE: Final = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
"""What would end or begin something where JSON-LD stands in a web page; none of it is JSON's own grammar."""


def write_list(items: Iterable[object], file: IO[bytes]) -> None:
    """Write `items` as one list, each on a line of its own."""
    _write(items, file, "[", "]\n")


def write_graph(items: Iterable[object], file: IO[bytes]) -> None:
    """Write `items` as one JSON-LD document in the words of schema.org that may stand in a ``<script>`` as it is."""
    _write(items, file, '{"@context": "https://schema.org", "@graph": [', "]}\n", in_a_page=True)


def _write(items: Iterable[object], file: IO[bytes], head: str, tail: str, *, in_a_page: bool = False) -> None:
    file.write(head.encode())
    lead = "\n"
    for item in items:
        text = json.dumps(item, ensure_ascii=False)
        for sign, escaped in _IN_A_PAGE.items() if in_a_page else ():
            text = text.replace(sign, escaped)
        file.write(f"{lead}{text}".encode())
        lead = ",\n"
    file.write(f"\n{tail}".encode())
