"""What stands before the colon of a line: the group, the name, the parameters."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Head", "head_of", "split_line"]

_QUOTED_HEAD: Final = re.compile(r'((?:[^":]|"[^"]*")*):')
_NAME: Final = re.compile(r"(?:([\w-]+)\.)?([A-Za-z0-9_-]+)\Z", re.ASCII)
_PARAMETER: Final = re.compile(r';((?:[^";]|"[^"]*"?)*)')
_VALUE: Final = re.compile(r'"([^"]*)"?|([^,"]+)')
_CARET: Final = re.compile(r"\^([n'^])")
_CARETS: Final = {"n": "\n", "'": '"', "^": "^"}
"""Source: RFC 6868 section 3, read 2026-11-21."""
_ENCODINGS: Final = frozenset(("QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT", "B"))
_REMEMBERED: Final = 4096
_SHORT: Final = 200


class Head(NamedTuple):
    """What a line says before its value."""

    group: str | None
    name: str
    params: Mapping[str, tuple[str, ...]]


def split_line(line: str) -> tuple[str, str] | None:
    """Return what stands before and after the colon, or None of a line without one."""
    head, colon, value = line.partition(":")
    if '"' not in head:
        return (head, value) if colon else None
    found = _QUOTED_HEAD.match(line)
    return (found[1], line[found.end() :]) if found else None


def head_of(text: str) -> Head | None:
    """Return what `text` says, or None of what names no property.

    >>> head_of('item1.TEL;CELL;X-CRM-TEXT="06 39 98 12 34"')
    Head(group='item1', name='TEL', params={'TYPE': ('CELL',), 'X-CRM-TEXT': ('06 39 98 12 34',)})
    """
    return _remembered(text) if len(text) <= _SHORT else _head(text)


def _head(text: str) -> Head | None:
    start = text.find(";")
    named = _NAME.match((text if start < 0 else text[:start]).strip())
    if named is None:
        return None
    params: dict[str, list[str]] = {}
    for name, values in _parameters(text[start:]) if start >= 0 else ():
        params.setdefault(name, []).extend(values)
    group = named[1].lower() if named[1] else None
    return Head(group, named[2].upper(), {name: tuple(values) for name, values in params.items()})


_remembered = lru_cache(_REMEMBERED)(_head)


def _parameters(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the parameters; one without a name, as vCard 2.1 writes them, is an encoding or a type."""
    pieces = [found[1] for found in _PARAMETER.finditer(text)] if '"' in text else text[1:].split(";")
    for piece in pieces:
        name, equals, value = piece.strip().partition("=")
        if equals:
            yield name.strip().upper(), _values(value)
        elif name:
            yield ("ENCODING" if name.upper() in _ENCODINGS else "TYPE"), (name,)


def _values(text: str) -> tuple[str, ...]:
    quotes = text.count('"')
    if quotes == 2 and text[0] == text[-1] == '"':
        return (_uncareted(text[1:-1]),)
    if not quotes and "," not in text:
        return (_uncareted(text.strip()),)
    found = tuple(_uncareted(one[1] if one[1] is not None else one[2].strip()) for one in _VALUE.finditer(text))
    return found or ("",)


def _uncareted(text: str) -> str:
    return _CARET.sub(lambda found: _CARETS[found[1]], text) if "^" in text else text
