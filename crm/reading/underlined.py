"""Headings that are told by the rule under them, or by one above and one below, as in reStructuredText and Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.reading.lines import Line

__all__ = ["underline"]

_SIGNS: Final = ("=", "-")
_MAX_ROOM: Final = 2
"""Signs that a rule under a heading is longer or shorter."""
_MAX_UNDERLINED: Final = 120


def underline(lines: Sequence[Line]) -> None:
    """Make headings of the lines that a rule as long as they are stands under: those that have one above first."""
    levels = {"=": 1, "-": 2}
    for index in range(1, len(lines)):
        sign = _rule(lines[index]) if lines[index].printed[:1] in _SIGNS else ""
        line, above = lines[index - 1], lines[index - 2] if index > 1 else lines[index - 1]
        if not sign or line.is_blank or line.is_bullet or line.level or _rule(line) or line.printed[0] == " ":
            continue
        is_over = index > 1 and _rule(above) == sign == "="
        if not (is_over or above.is_blank or index == 1):
            continue
        room = abs(len(lines[index].printed.strip()) - len(line.printed.strip()))
        if room <= _MAX_ROOM or (sign == "=" and len(line.plain) <= _MAX_UNDERLINED):
            line.__dict__["level"] = 1 if is_over else levels[sign]
            levels["="] = 2 if is_over else levels["="]


def _rule(line: Line) -> str:
    """Return the sign of a rule of three or more, none where a line is no rule."""
    text = line.printed.strip()
    return text[0] if len(text) > _MAX_ROOM and text[0] in _SIGNS and not text.strip(text[0]) else ""
