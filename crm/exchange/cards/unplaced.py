"""What a card says and the model has no place for: kept by its name, as text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crm.exchange.cards.labels import plain_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from crm.exchange.cards.properties import Property

__all__ = ["Unplaced"]

_SILENT: Final = frozenset(("pref", "internet", "voice", "jpeg", "png", "gif", "base64", "b", ""))
_BINARY: Final = frozenset(("PHOTO", "LOGO", "SOUND", "KEY"))
_LINK: Final = re.compile(r"\s*(?:https?|ftp|urn|cid)\b", re.IGNORECASE)
_DATA: Final = re.compile(r"data:[\w.+/-]{0,80}(?:;[^,]{0,80})?;base64,[A-Za-z0-9+/=\s]{200,}")


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Fills `kept`, under names that tell one ADR from another."""

    kept: dict[str, str]
    labels: Mapping[str, str]

    def add_all(self, properties: Iterable[Property]) -> None:
        """Keep several."""
        for one in properties:
            self.add(one)

    def add(self, one: Property) -> None:
        """Keep one; a picture is only noted, and what is blank is nothing."""
        text = _text(one)
        if not text.strip():
            return
        stated = one.said("X-CRM-NAME") if one.name == "X-CRM-UNPLACED" else None
        name = free = stated or self._name(one)
        number = 2
        while free in self.kept:
            free = f"{name} ({number})"
            number += 1
        self.kept[free] = text

    def _name(self, one: Property) -> str:
        words = [word for word in one.types if word not in _SILENT]
        if one.group is not None and one.group in self.labels:
            words.append(plain_label(self.labels[one.group]) or "")
        name = one.field if one.name.startswith("JSON:") else one.name
        return " ".join(filter(None, [name, *words]))


def _text(one: Property) -> str:
    """Return the text of a property; a picture's bytes are no text."""
    encoding = (one.said("ENCODING") or "").upper()
    if one.name in _BINARY and not _LINK.match(one.raw[:40]) and one.raw:
        return f"({len(one.raw)} characters of {one.name.lower()}, not kept)"
    if encoding in ("B", "BASE64"):
        return f"({len(one.raw)} characters of base64, not kept)"
    return _DATA.sub("(data, not kept)", one.text)
