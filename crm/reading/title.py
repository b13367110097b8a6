"""The title of a communiqué and the subtitle under it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from crm.reading.cues import press_heading
from crm.reading.printed_dates import impossible_dates, printed_dates
from crm.reading.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.reading.findings import Lines
    from crm.reading.lines import Line

__all__ = ["Title", "is_chrome", "title_of"]

_MIN_WORDS: Final = 2
_MAX_CHARACTERS: Final = 300
_MAX_DATE_LINE: Final = 110
_PROSE_WORDS: Final = 25
"""A line of that many words that ends in a full stop is the body, and no title comes after it."""

_HEAD_LINES: Final = 60
"""Lines that are not blank in which a title stands, the navigation of a web page included."""

_FRONT_MATTER_TITLE: Final = re.compile(r"title\s*:\s*(.+)", re.IGNORECASE)
_CODE: Final = re.compile(r"\s*(?:#\w|//|<[?!]|\{|\$)")
"""Lines of the program that made the page."""
_LABEL_PREFIX: Final = re.compile(r"(?:Title|Titre)\s*:\s*", re.IGNORECASE)


class Title(NamedTuple):
    """What `title_of` returns; `lines` are the title's."""

    text: str
    subtitle: str | None
    lines: Lines


def title_of(lines: Sequence[Line]) -> Title | None:
    """Return the title, or None where the text opens with its body.

    A Markdown heading of the first level is the title; without one, the first line that is neither label, date,
    navigation nor prose.
    """
    from_matter = _front_matter_title(lines)
    if from_matter is not None:
        return from_matter
    head = [line for line in lines if not line.is_blank][:_HEAD_LINES]
    found = next(_headings(head), None) or next(_titles(head), None)
    if found is None:
        return None
    return Title(_cleaned(found.plain), _subtitle(found, lines), (found.number, found.number))


def is_chrome(line: Line) -> bool:
    """Tell what belongs to the page and not to the communiqué: links alone, a menu, the choice of a language."""
    if line.is_link or line.folded in words().phrases["title.chrome"]:
        return True
    names = line.folded.split()
    return bool(names) and all(name in words()["title.languages"] for name in names)


def is_label(line: Line) -> bool:
    """Tell *Communiqué de presse* and the like."""
    return line.folded in words().phrases["title.labels"]


def _front_matter_title(lines: Sequence[Line]) -> Title | None:
    """Return the ``title:`` of a Markdown file that opens with front matter between two lines of ``---``."""
    if not lines or lines[0].printed.strip() != "---":
        return None
    for line in lines[1:_HEAD_LINES]:
        found = _FRONT_MATTER_TITLE.match(line.printed)
        if found:
            return Title(" ".join(found[1].split()).strip("'\""), None, (line.number, line.number))
        if line.printed.strip() == "---":
            return None
    return None


def _headings(head: Sequence[Line]) -> Iterator[Line]:
    return (line for line in head if line.level == 1 and not is_label(line) and not is_chrome(line))


def _titles(head: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines that could be a title, up to the first paragraph of the body."""
    for line in head:
        if _is_prose(line):
            return
        if press_heading(line) is not None:
            continue
        if not (is_label(line) or is_chrome(line) or line.is_bullet or _is_dated(line)) and _has_shape(line):
            yield line


def _is_prose(line: Line) -> bool:
    return len(line.plain.split()) >= _PROSE_WORDS and line.plain.rstrip('*_»" ').endswith(".")


def _is_dated(line: Line) -> bool:
    """Tell a date line: its date is at one of its ends. A title may hold one in its midst."""
    size = len(line.plain)
    dates = (*printed_dates(line.plain), *impossible_dates(line.plain)) if size < _MAX_DATE_LINE else ()
    return any(date.start <= size // 4 or date.end >= size - 3 for date in dates)


def _has_shape(line: Line) -> bool:
    text = line.plain
    return (
        not _CODE.match(line.printed)
        and len(text) <= _MAX_CHARACTERS
        and len(text.split()) >= _MIN_WORDS
        and not text.endswith((":", ",", ";"))
        and "@" not in text
        and sum(letter.isalpha() for letter in text) * 2 > len(text)
    )


def _cleaned(text: str) -> str:
    return _LABEL_PREFIX.sub("", text, count=1)


def _subtitle(title: Line, lines: Sequence[Line]) -> str | None:
    """Return the heading directly under the title, unless other sections have headings like it."""
    after = [line for line in lines[title.number :] if not line.is_blank]
    if not after or after[0].level <= title.level or not title.level:
        return None
    others = [line for line in after[1:] if line.level == after[0].level]
    return None if others else after[0].plain
