"""ODT becomes lines: headings, paragraphs, tables, text boxes, links, and the headers and footers of its pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crm.errors import SourceDamaged, SourceEncrypted
from crm.reading.forms.office_xml import Handler, parse
from crm.reading.forms.page import Page
from crm.reading.forms.zipped import Zipped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.reading.forms.extract import Extract

__all__ = ["MAIN_PART", "extract"]

MAIN_PART: Final = "content.xml"

_STYLE: Final = re.compile(r"Title|Heading_20_([1-6])")
_FRAMES: Final = ("header", "footer")


def extract(data: bytes) -> Extract:
    """Return the lines of an ODT file: header, body, footer.

    Raises:
        SourceDamaged: it is broken.
        SourceEncrypted: it is encrypted.
        SourceTooLarge: it holds more than is read.
    """
    package = Zipped(data)
    if MAIN_PART not in package.names:
        raise SourceDamaged("the file is damaged: it is no ODT")
    if b"encryption-data" in package.part("META-INF/manifest.xml"):
        raise SourceEncrypted("the file is encrypted", hint="save a copy without a password")
    page = Page()
    frames = _Text(page, {})
    parse(package.part("styles.xml") or b"<none/>", frames)
    for place in ("header", "", "footer"):
        page.paragraph()
        page.lines.place(place)
        if place:
            page.add(frames.frames[place])
        else:
            body = _Text(page, frames.parents)
            parse(package.part(MAIN_PART), body)
            page.finish()
            page.add(body.boxes)
    return page.finish().extract()


class _Text(Handler):
    """The text of a part, on its way to the page; headers and footers are kept in `frames`."""

    def __init__(self, page: Page, parents: Mapping[str, str]) -> None:
        self.page = page
        self.frames: dict[str, list[str]] = {name: [] for name in _FRAMES}
        self.parents = dict(parents)
        """The style that each style is made from."""
        self._bold_styles: set[str] = set()
        self._style = ""
        self._spans: list[bool] = []
        self._skipped = 0
        self._inside = 0
        self.boxes: list[str] = []
        self._depth_of_boxes = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._skipped or name in _SKIPPED:
            self._skipped += 1
        elif name in ("p", "h"):
            self._inside += 1
            self._heading(name, attributes)
        elif name in _STARTS:
            _STARTS[name](self.page)
        elif name in ("text-box", *_FRAMES):
            self._depth_of_boxes += 1
            self.page.set_aside()
        else:
            self._property(name, attributes)

    def _heading(self, name: str, attributes: Mapping[str, str]) -> None:
        style = attributes.get("style-name", "")
        printed = attributes.get("outline-level", "1") if name == "h" else ""
        level = int(printed) if printed in tuple("123456") else 6 if printed else self._level_of(style)
        if level:
            self.page.heading(level)
        self._span(is_bold=style in self._bold_styles)

    def _level_of(self, style: str) -> int:
        """Return the level of the heading that a style, or the one it is made from, makes; 0 for that of a text."""
        for name in (style, self.parents.get(style, "")):
            found = _STYLE.fullmatch(name)
            if found:
                return int(found[1] or 1)
        return 0

    def _property(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "style":
            self._style = attributes.get("name", "")
            self.parents[self._style] = attributes.get("parent-style-name", "")
        elif name == "text-properties" and attributes.get("font-weight") == "bold":
            self._bold_styles.add(self._style)
        elif name == "span":
            self._span(is_bold=attributes.get("style-name", "") in self._bold_styles)
        elif name == "a":
            self.page.link(attributes.get("href", ""))

    def _span(self, *, is_bold: bool) -> None:
        self._spans.append(is_bold)
        self.page.strong(int(is_bold))

    def end(self, name: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        if name in ("span", "p", "h") and self._spans:
            self.page.strong(-int(self._spans.pop()))
        if name in ("p", "h"):
            self._paragraph()
        elif name in _ENDS:
            _ENDS[name](self.page)
        elif name == "text-box":
            self._depth_of_boxes -= 1
            self.boxes += ["", *self.page.take_back(), ""]
        elif name in _FRAMES:
            self._depth_of_boxes -= 1
            lines = self.page.take_back()
            self.frames[name] += [line for line in lines if line not in self.frames[name]]

    def _paragraph(self) -> None:
        self._inside -= 1
        self.page.printed_line()
        if not self._depth_of_boxes:
            self.page.add(self.boxes)
            self.boxes = []

    def text(self, text: str) -> None:
        if self._inside and not self._skipped:
            self.page.text(text)


_SKIPPED: Final = frozenset(
    ("tracked-changes", "annotation", "note-citation", "header-left", "footer-left", "page-number")
)
"""What was deleted, what somebody remarked, and the copies of the header for the left pages."""

_STARTS: Final = {
    "tab": Page.tab,
    "line-break": Page.line_break,
    "s": lambda page: page.text(" "),
    "list-item": Page.item,
    "table": Page.table,
    "table-row": Page.row,
    "table-cell": Page.cell,
}
_ENDS: Final = {
    "list-item": Page.end_item,
    "a": Page.end_link,
    "table": Page.end_table,
    "table-row": Page.end_cell,
    "table-cell": Page.end_cell,
}
