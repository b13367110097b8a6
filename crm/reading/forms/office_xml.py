"""XML becomes events, without entities, doctypes or depth beyond reason: DOCX and ODT are written in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from crm.errors import SourceDamaged, SourceTooLarge

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Handler", "parse"]

_MAX_DEPTH: Final = 500
_MAX_ELEMENTS: Final = 1_000_000


class Handler:
    """What is told of each element, by its name without its namespace, and of each piece of text."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Text within an element."""


def parse(data: bytes, handler: Handler) -> None:
    """Tell `handler` what `data` holds.

    Raises:
        SourceDamaged: it is no well-formed XML, or declares a document type, as neither DOCX nor ODT does: entities
            are how XML grows without bound or reads other files.
        SourceTooLarge: its elements are nested deeper than allowed.
    """
    depth = count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth += 1
        count += 1
        if count > _MAX_ELEMENTS:
            raise SourceTooLarge(f"it has more than {_MAX_ELEMENTS:,} elements")
        if depth > _MAX_DEPTH:
            raise SourceTooLarge(f"its elements are nested more than {_MAX_DEPTH} deep")
        handler.start(_local(name), {_local(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        handler.end(_local(name))

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise SourceDamaged("the file is damaged: its XML cannot be read") from error


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _refuse_doctype(*_: object) -> None:
    raise SourceDamaged("the file is not what it seems: its XML declares a document type")
