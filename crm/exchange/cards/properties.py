"""A property of a card, and the escapes its value and its parameters are written with."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Property", "by_preference", "escaped", "split_on", "types_in", "unescaped"]

_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_MEANT: Final = {"n": "\n", "N": "\n", "\\": "\\", ",": ",", ";": ";", ":": ":"}
_BREAK: Final = re.compile(r"\r\n?")
_LEAST: Final = 101
"""After the least preference there is. Source: RFC 6350 section 5.3, read 2026-11-21."""

Params = "Mapping[str, tuple[str, ...]]"


@dataclass(slots=True)
class Property:
    """One property as the card gives it: names in capitals, parameters read, the value with its escapes still."""

    # Not frozen: a card makes a dozen, and a frozen one takes three times as long to make.

    name: str
    raw: str
    params: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    group: str | None = None
    source: str | None = None
    """What the source calls it, where that is another name."""

    @property
    def field(self) -> str:
        """What it is called when something is said of it."""
        return self.source or self.name

    @property
    def text(self) -> str:
        """The value as one text."""
        return unescaped(self.raw)

    @property
    def parts(self) -> list[str]:
        """The parts of a structured value; of several texts in one, all with a space between."""
        if "," not in self.raw and "\\" not in self.raw:
            return self.raw.split(";")
        return [" ".join(map(unescaped, split_on(",", part))) for part in split_on(";", self.raw)]

    @property
    def types(self) -> list[str]:
        """What TYPE says, in small letters."""
        return types_in(self.params.get("TYPE", ()))

    def said(self, parameter: str) -> str | None:
        """Return the text of `parameter`, or None."""
        found = self.params.get(parameter)
        return found[0] if found else None


def types_in(stated: Iterable[str]) -> list[str]:
    """Return the words of TYPE, however they are quoted and listed."""
    return [one.strip().lower() for text in stated for one in text.split(",")]


def unescaped(raw: str) -> str:
    r"""Return the text that `raw` stands for; an escape that none is stays.

    >>> unescaped(r"Le Goff\, Anne\nPresse \x")
    'Le Goff, Anne\nPresse \\x'
    """
    return _ESCAPE.sub(lambda found: _MEANT.get(found[1], found[0]), raw) if "\\" in raw else raw


def escaped(text: str) -> str:
    r"""Return `text` as a value is written: nothing in it ends the line, or the part.

    >>> escaped("Presse; radio, télé\nEND:VCARD")
    'Presse\\; radio\\, télé\\nEND:VCARD'
    """
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return _BREAK.sub("\n", text).replace("\n", "\\n")


def split_on(sign: str, raw: str) -> list[str]:
    r"""Return what stands between the signs that are not escaped.

    >>> split_on(";", r"Martin;Anne\;Zoé;")
    ['Martin', 'Anne\\;Zoé', '']
    """
    if "\\" not in raw:
        return raw.split(sign)
    return list(_pieces(sign, raw))


def _pieces(sign: str, raw: str) -> Iterable[str]:
    start = 0
    for found in re.finditer(rf"\\.|{sign}", raw, re.DOTALL):
        if found[0] == sign:
            yield raw[start : found.start()]
            start = found.end()
    yield raw[start:]


def by_preference(properties: Iterable[Property]) -> list[Property]:
    """Return them as they stand, those first that are said to be preferred."""
    found = list(properties)
    return sorted(found, key=_preference) if len(found) > 1 else found


def _preference(one: Property) -> int:
    stated = one.said("PREF")
    if stated is not None and stated.isascii() and stated.isdigit() and len(stated) < 4:
        return int(stated)
    return 1 if stated == "" or "pref" in one.types else _LEAST
