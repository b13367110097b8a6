"""Markup becomes events: tags, text and instructions, in one pass whatever the damage.

The standard library's parser takes quadratic time on unclosed tags (20 seconds for 60 kB in Python 3.11.7) and, as
every parser that follows the standard for browsers, reads ``<anne@example.org>`` as a tag and PHP as text. Here each
character is looked at a bounded number of times.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Event", "Instruction", "Tag", "Text", "events_of"]

_NAME: Final = re.compile(r"/?([A-Za-z][A-Za-z0-9:_.-]*)(?=[\s/>\"']|$)")
_ATTRIBUTE: Final = re.compile(r"[\s/]*(?:([^\s=>\"'/<]+)(\s*=\s*)?)?")
_UNQUOTED: Final = re.compile(r"[^\s>\"'<]*")
_HIDDEN: Final = frozenset(
    ("script", "style", "svg", "template", "select", "iframe", "noframes", "noscript", "textarea")
)
"""Elements whose text is no part of the page."""

_MAX_VALUE: Final = 2000
"""Characters kept of the value of an attribute."""


class Text(NamedTuple):
    """Text between two tags, entities and all."""

    text: str


class Tag(NamedTuple):
    """A tag; an attribute without a name, as templates have them, goes by the empty one."""

    name: str
    is_end: bool
    attributes: dict[str, str]


class Instruction(NamedTuple):
    """What stands between ``<?`` and ``?>``: a program, or the declaration of XML."""

    text: str


Event = Text | Tag | Instruction


def events_of(text: str) -> Iterator[Event]:
    """Yield what `text` holds, in order; comments and the text of scripts are left out.

    >>> found = events_of("<p>Anne <anne@example.org><br/>")
    >>> [event.text if isinstance(event, Text) else event.name for event in found]
    ['p', 'Anne ', '<', 'anne@example.org>', 'br']
    """
    return _Scanner(text).events()


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0
        self.absent: set[str] = set()
        """What was looked for once and does not come any more."""

    def events(self) -> Iterator[Event]:
        text = self.text
        while self.place < len(text):
            start = text.find("<", self.place)
            start = len(text) if start < 0 else start
            if start > self.place:
                yield Text(text[self.place : start])
            self.place = start
            if start < len(text):
                event = self._event()
                if event is not None:
                    yield event

    def _event(self) -> Event | None:
        """Return what begins at the ``<`` here, and go on behind it."""
        opened = self.text[self.place : self.place + 9]
        if opened == "<![CDATA[":
            self.place += 9
            return None
        if opened.startswith("<!"):
            self._skip("-->" if opened.startswith("<!--") else ">", 4 if opened.startswith("<!--") else 2)
            return None
        if opened.startswith(("<?", "<%")):
            return Instruction(self._skip("?>" if opened[1] == "?" else "%>", 2))
        return self._tag()

    def _skip(self, end: str, size: int) -> str:
        """Go on behind the next `end`, or where there is none behind the sign itself; return what was passed."""
        start = self.place + size
        found = self._find(end, start)
        self.place = start if found < 0 else found + len(end)
        return self.text[start:found] if found >= 0 else ""

    def _find(self, what: str, start: int) -> int:
        if what in self.absent:
            return -1
        found = self.text.find(what, start)
        if found < 0:
            self.absent.add(what)
        return found

    def _tag(self) -> Event:
        name = _NAME.match(self.text, self.place + 1)
        if name is None or self._find(">", self.place) < 0:
            self.place += 1
            return Text("<")
        is_end = self.text[self.place + 1] == "/"
        self.place = name.end()
        tag = Tag(name[1].lower(), is_end, self._attributes())
        if tag.name in _HIDDEN and not is_end:
            self._hide(tag.name)
        return tag

    def _attributes(self) -> dict[str, str]:
        """Return the attributes up to the end of the tag, which the next tag ends too."""
        found: dict[str, str] = {}
        while self.place < len(self.text):
            match = _ATTRIBUTE.match(self.text, self.place)
            name = "" if match is None or match[1] is None else match[1].lower()
            self.place = match.end() if match else self.place
            sign = self.text[self.place : self.place + 1]
            if match is not None and match[1] is not None and match[2] is None:
                found.setdefault(name, "")
            elif sign and (sign in "\"'" or (match is not None and match[2])):
                found.setdefault(name, self._value(sign)[:_MAX_VALUE])
            else:
                self.place += sign in (">", "=")
                if sign != "=":
                    break
        return found

    def _value(self, sign: str) -> str:
        if sign in ('"', "'"):
            return self._skip(sign, 1)
        match = _UNQUOTED.match(self.text, self.place)
        self.place = match.end() if match else self.place
        return match[0] if match else ""

    def _hide(self, name: str) -> None:
        """Go to the end of an element that is not shown; one that never ends hides nothing."""
        end = f"</{name}"
        if end in self.absent:
            return
        found = re.compile(end, re.IGNORECASE).search(self.text, self.place)
        if found is None:
            self.absent.add(end)
        else:
            self.place = found.start()
