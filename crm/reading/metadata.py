"""What the file around a communiqué declares: front matter, the variables of a page's program, the tags of a feed."""

from __future__ import annotations

import html
import re
from itertools import takewhile
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from crm.reading.lines import plain_text
from crm.reading.printed_dates import PrintedDate, printed_dates
from crm.reading.words import words
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.reading.findings import Lines
    from crm.reading.lines import Line

__all__ = ["Declared", "DeclaredDate", "declared_of"]

_MAX_LINES: Final = 120
_MAX_CHARACTERS: Final = 400
_MIN_TITLE: Final = 4

_MIN_KEYS: Final = 3
_KEY: Final = re.compile(r"[a-z_]{2,20}:\s+\S")
"""Front matter that lost its fences."""
_FENCES: Final = ("---", "+++")
_HTML_LINES: Final = 40
_HTML: Final = re.compile(r"<(?:html|head|!doctype html)\b", re.IGNORECASE)
"""Where a page is HTML its ``<title>`` is the browser's; in a feed it is the communiqué's."""
_TITLE: Final = re.compile(
    r"\s*(?:<define-tag\s+|(?:export\s+)?(?:const|let|var)\s+|[$@<\"'{]{0,3}\s*)(?:page|release|post|article|[a-z]{2})?_?-?"
    r"(?:title|titre|titel|tittel|titulo|título|titolo|headline)[\"']?\s*(?P<sign>=>?|:|>)\s*(?P<value>\S.*)",
    re.IGNORECASE,
)
_QUOTED: Final = re.compile(r"""(["'])(?:(?!\1)[^\\]|\\.)*\1""")
"""A value of a program, to its first quote that no backslash keeps."""
_DATE: Final = re.compile(
    r"\s*[$@<\"'\w.: -]{0,30}?\b(?P<name>[a-z_ -]{0,20}?date|datum|fecha|pubdate|published(?:_?at|_?on|_?time)?"
    r"|updated(?:_?at|_?on)?|modified(?:_?at|_?on)?|last_?mod)[\"']?\s*(?:=>?|:|>)\s*[\"']?(?P<value>.+)",
    re.IGNORECASE,
)
_UPDATED: Final = re.compile(r"updat|modif|last", re.IGNORECASE)
_NOT_PUBLISHED: Final = re.compile(r"expir|embargo|event|start|end|birth|due|creat", re.IGNORECASE)
_BLOCK: Final = re.compile(r"[>|][+-]?")
"""What stands in the place of a value that begins on the next line."""
_MAX_VALUE: Final = 4
"""Lines after its first that a title goes on for."""
_ENDS: Final = ('"', "'", ",", ";")
_ASSIGNED: Final = re.compile(r"\s*(?:\w+\s+){0,2}\w+\s*(?:=\s*[\"'].*[\"'][,;]?$|:\s*[\"'].*[\"'],$)")
"""*TITLE = "…"*, *title="…"* and *title: "…",*."""
_IN_DATA: Final = re.compile(
    r"""["']title["']\s*(?P<sign>:)\s*(?:\{\s*["']\w+["']\s*:\s*)?(?P<value>"(?:[^"\\]|\\.){3,400}")"""
)
_SHOWN: Final = re.compile(r"""\s*["'](?:rendered|raw|value|text)["']\s*:\s*(?P<value>\S.*)""")
_MAX_DATA: Final = 5_000
"""Characters of data among which their title is."""
_BODY: Final = re.compile(
    r"\s*[\"']?(?:body|content|contenu|corps|text|texte|inhalt|contenido)\w{0,8}[\"']?\s*[:=]\s*[\"'`\[(]"
)
_MAX_FIELDS: Final = 6
"""Lines below a title among which the text is that belongs to it."""
_TITLE_SIGNS: Final = ("tit", "headline", "Tit", "TIT", "Headline")
_DATE_SIGNS: Final = ("dat", "Dat", "DAT", "publish", "modif", "lastmod", "fecha")


class DeclaredDate(NamedTuple):
    """A date declared on a line, of publication or of the last change."""

    line: Line
    printed: PrintedDate
    kind: Literal["published", "updated"]


class Declared(NamedTuple):
    """What `declared_of` returns; `page_title` is the one the browser shows, which often names the site too."""

    title: str | None
    lines: Lines | None
    page_title: str | None
    dates: tuple[DeclaredDate, ...]
    label: tuple[str, Lines] | None = None
    """A title that says only what every release is called, for a text that has no other."""
    matter: int = 0
    """The line that closes the front matter, 0 where there is none."""


def declared_of(lines: Sequence[Line]) -> Declared:
    """Return the title and the dates that the file declares of itself before its text begins."""
    title, where, page_title, label, is_told = None, None, None, None, False
    dates: list[DeclaredDate] = []
    fence, is_html = _fence(lines), _is_html(lines[:_HTML_LINES])
    for line in lines[:_MAX_LINES]:
        in_matter = line.number <= fence
        text = line.printed
        if not in_matter and not _is_code(text):
            continue
        if any(sign in text for sign in _DATE_SIGNS):
            dates += _dates(text, line)
        if not is_told and any(sign in text for sign in _TITLE_SIGNS):
            found = _title(lines, line, in_matter=in_matter)
            if found and is_html and "<title" in text.lower():
                page_title = page_title or found[0]
            elif found and _says_nothing(found[0]):
                label = label or found
            elif found and (title is None or _has_body(lines, line)):
                is_told = in_matter or _has_body(lines, line)
                title, where = found
    return Declared(title, where, page_title, tuple(dates), label, fence)


def _is_html(lines: Sequence[Line]) -> bool:
    return any("<" in line.printed and _HTML.search(line.printed) for line in lines)


def _fence(lines: Sequence[Line]) -> int:
    """Return the number of the line that closes the front matter, 0 where there is none."""
    mark = lines[0].printed.strip() if lines else ""
    if mark not in _FENCES:
        return _keys(lines)
    return next((line.number for line in lines[1:_MAX_LINES] if line.printed.strip() == mark), 0)


def _keys(lines: Sequence[Line]) -> int:
    """Return the last of the lines with a key in small letters that a file opens with, 0 where there are only a few."""
    count = next((place for place, line in enumerate(lines[:_MAX_LINES]) if not _KEY.match(line.printed)), 0)
    return count if count >= _MIN_KEYS else 0


def _is_code(text: str) -> bool:
    """Tell a line of a program, of a feed or of JSON by its first character, or by the quotes of what it assigns."""
    if text.lstrip().startswith(("$", "@", "<", '"', "'", "{", "[{")):
        return True
    return text[-1:] in _ENDS and _ASSIGNED.match(text) is not None


def _has_body(lines: Sequence[Line], line: Line) -> bool:
    """Whether the data that a title stands in hold a text as well: that of the release, and not one of a list."""
    below = lines[line.number : line.number + _MAX_FIELDS]
    own = takewhile(lambda other: not _TITLE.match(other.printed), below)
    return any(_BODY.match(other.printed) for other in own)


def _title(lines: Sequence[Line], line: Line, *, in_matter: bool) -> tuple[str, Lines] | None:
    found = _TITLE.match(line.printed) or _of_data(line.printed)
    if found is None:
        return None
    value, last = found["value"].strip(), line.number
    if value == "{" and last < len(lines) and (shown := _SHOWN.match(lines[last].printed)):
        value, last = shown["value"].strip(), last + 1
    if in_matter:
        value, last = _whole(lines, line, value)
    text = _clean(value, in_matter=in_matter, sign=found["sign"])
    is_label = not in_matter and text.endswith(":")  # of an item of a list: *{ title: "Press office:", text: … }*
    return (text, (line.number, last)) if len(text) >= _MIN_TITLE and not is_label else None


def _of_data(text: str) -> re.Match[str] | None:
    """Return the title in data (JSON) that stand on one line, None where a line is none of theirs."""
    return _IN_DATA.search(text, 0, _MAX_DATA) if text[:1] in ("{", "[") else None


def _whole(lines: Sequence[Line], line: Line, value: str) -> tuple[str, int]:
    """Return a value that may go on for a few lines, and its last line: in quotes, or further to the right."""
    last, quote = line.number, value[0] if value[0] in "\"'" else ""
    value = "" if _BLOCK.fullmatch(value) else value
    for other in lines[last : last + _MAX_VALUE]:
        is_open = bool(quote) and (len(value) == 1 or value[-1] != quote)
        if not other.printed.strip() or not (is_open or (not quote and other.printed[0] in " \t")):
            break
        value, last = f"{value} {other.printed.strip()}".strip(), last + 1
    return value, last


def _says_nothing(text: str) -> bool:
    """Whether a title is only what every release is called, with its day perhaps: *Communiqué de presse 18.07.2025*."""
    day = next(printed_dates(text), None)
    rest = text if day is None else f"{text[: day.start]} {text[day.end :]}"
    return fold(rest) in words().phrases["title.labels"]


def _clean(value: str, *, in_matter: bool, sign: str) -> str:
    """Return a declared value without its quotes, its tags and the end of its statement."""
    value = value.strip()
    if sign == ">":
        value = value.rpartition("</")[0] or value
    if value[:1] in ("'", '"'):
        quote = value[0]
        whole = None if in_matter else _QUOTED.match(value)
        end = value.rfind(quote) if whole is None else whole.end() - 1
        value = value[1:end] if end > 0 else value[1:]
        value = value.replace(quote * 2, quote) if in_matter and quote == "'" else value.replace(f"\\{quote}", quote)
    return plain_text(html.unescape(value))[:_MAX_CHARACTERS]


def _dates(text: str, line: Line) -> Iterator[DeclaredDate]:
    found = _DATE.match(text)
    if found is None or _NOT_PUBLISHED.search(found["name"]):
        return
    printed = next((date for date in printed_dates(found["value"]) if date.year and date.day), None)
    if printed is not None:
        yield DeclaredDate(line, printed, "updated" if _UPDATED.search(found["name"]) else "published")
