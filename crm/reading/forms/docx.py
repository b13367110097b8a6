"""DOCX becomes lines: paragraphs, tables, text boxes, links, and the headers and footers once each.

Read from its XML rather than through python-docx, which leaves out what is in content controls, text boxes and
tracked insertions, as templates of press offices have them.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Final

from crm.errors import SourceDamaged
from crm.reading.forms.office_xml import Handler, parse
from crm.reading.forms.page import Page
from crm.reading.forms.zipped import Zipped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.reading.forms.extract import Extract

__all__ = ["MAIN_PART", "extract"]

MAIN_PART: Final = "word/document.xml"

_HEADING: Final = re.compile(r"(?:heading|titre|überschrift|título|titolo|kop)\s?([1-6])", re.IGNORECASE)
_TITLE: Final = re.compile(r"title|titre|titel|título|titolo", re.IGNORECASE)
_FIELD_LINK: Final = re.compile(r"\s*HYPERLINK\s+\"([^\"]+)\"")
_MAX_CODE: Final = 2000
_LARGE: Final = 28
_LARGER: Final = 32
"""Half points from which letters, bold or not, are those of a headline where no style says so."""
_HEADING_WORDS: Final = (4, 40)
"""How many words a headline has: fewer are the name of the office, or *Communiqué de presse*."""
_OFF: Final = frozenset(("0", "false", "off", "none"))
_PART: Final = re.compile(r"word/(header|footer)\d*\.xml")
_NOTES: Final = ("word/footnotes.xml", "word/endnotes.xml")


def extract(data: bytes) -> Extract:
    """Return the lines of a DOCX file: headers, body, notes, footers.

    Raises:
        SourceDamaged: it is broken.
        SourceEncrypted: it is encrypted.
        SourceTooLarge: it holds more than is read.
    """
    package = Zipped(data)
    if MAIN_PART not in package.names:
        raise SourceDamaged("the file is damaged: it is no DOCX")
    styles = _Styles()
    parse(package.part("word/styles.xml") or b"<none/>", styles)
    page = Page()
    headers, footers = (_parts(package, kind) for kind in ("header", "footer"))
    said: set[str] = set()
    for place, names in (("header", headers), ("", [MAIN_PART]), ("", _NOTES), ("footer", footers)):
        page.paragraph()
        page.lines.place(place)
        for name in names:
            _read_part(package, name, page, styles.levels, said)
    return page.finish().extract()


def _parts(package: Zipped, kind: str) -> list[str]:
    return sorted(name for name in package.names if (found := _PART.fullmatch(name)) and found[1] == kind)


def _read_part(package: Zipped, name: str, page: Page, levels: Mapping[str, int], said: set[str]) -> None:
    """Put what a part says on the page; what another header or footer has said is not said again."""
    data = package.part(name)
    if not data:
        return
    links = _Links()
    folder, _, file = name.rpartition("/")
    parse(package.part(posixpath.join(folder, "_rels", f"{file}.rels")) or b"<none/>", links)
    body = _Body(page, levels, links.targets)
    page.set_aside()
    parse(data, body)
    lines = [*page.take_back(), *body.boxes]
    page.add(line for line in lines if line not in said or name == MAIN_PART)
    said.update(filter(None, lines))


class _Links(Handler):
    """The targets of the relationships of a part, by their ids."""

    def __init__(self) -> None:
        self.targets: dict[str, str] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") == "External":
            self.targets[attributes.get("Id", "")] = attributes.get("Target", "")


class _Styles(Handler):
    """The levels of the styles that are headings, by their ids."""

    def __init__(self) -> None:
        self.levels: dict[str, int] = {}
        self._id = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        value = attributes.get("val", "")
        if name == "style":
            self._id = attributes.get("styleId", "")
        elif name == "name" and _TITLE.fullmatch(value):
            self.levels[self._id] = 1
        elif name == "name" and (found := _HEADING.fullmatch(value)):
            self.levels[self._id] = int(found[1])
        elif name == "outlineLvl" and value in tuple("012345"):
            self.levels.setdefault(self._id, int(value) + 1)


class _Body(Handler):
    """The text of a part, on its way to the page."""

    def __init__(self, page: Page, levels: Mapping[str, int], targets: Mapping[str, str]) -> None:
        self.page = page
        self.levels = levels
        self.targets = targets
        self._reads = ""
        self._code = ""
        self._skipped = 0
        self._is_strong = False
        self._size = 0
        self._sizes: list[int] = []
        """Of the letters of the paragraph, where a run says it, in half points; 0 where it does not."""
        self.boxes: list[str] = []
        self._depth_of_boxes = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._skipped or name in _SKIPPED:
            self._skipped += 1
        elif name in ("t", "instrText"):
            self._reads = name
        elif name in _STARTS:
            _STARTS[name](self.page)
        elif name == "tab" and "val" not in attributes:
            self.page.tab()
        elif name == "txbxContent":
            self._depth_of_boxes += 1
            self.page.set_aside()
        else:
            self._property(name, attributes)

    def _property(self, name: str, attributes: Mapping[str, str]) -> None:
        value = attributes.get("val", "")
        if name == "pStyle" and value in self.levels:
            self.page.heading(self.levels[value])
        elif name in ("r", "b"):
            self._bold(is_on=name == "b" and value not in _OFF)
            self._size = 0 if name == "r" else self._size
        elif name == "sz" and value.isascii() and value.isdigit():
            self._size = int(value[:4])
        elif name == "hyperlink":
            self.page.link(self.targets.get(attributes.get("id", ""), ""))
        elif name == "fldChar":
            self._field(attributes.get("fldCharType", ""))

    def _bold(self, *, is_on: bool) -> None:
        self.page.strong(is_on - self._is_strong)
        self._is_strong = is_on

    def _field(self, kind: str) -> None:
        """A field is its code and then what is shown: of a link, the code has the target."""
        found = _FIELD_LINK.match(self._code) if kind == "separate" else None
        if found:
            self.page.link(found[1])
        elif kind == "end":
            self.page.end_link()
        if kind != "separate":
            self._code = ""

    def end(self, name: str) -> None:
        if self._skipped:
            self._skipped -= 1
        elif name == "txbxContent":
            self._depth_of_boxes -= 1
            self.boxes += ["", *self.page.take_back(), ""]
        elif name == "p":
            self._paragraph()
        elif name in _ENDS:
            _ENDS[name](self.page)
        elif name in ("t", "instrText"):
            self._reads = ""

    def _paragraph(self) -> None:
        if min(self._sizes, default=0) >= (_LARGE if self.page.is_strong else _LARGER):
            self.page.mark_heading(1, _HEADING_WORDS)
        self._sizes = []
        self.page.printed_line()
        if not self._depth_of_boxes:
            self.page.add(self.boxes)
            self.boxes = []

    def text(self, text: str) -> None:
        if self._skipped:
            return
        if self._reads == "t":
            self._sizes += [self._size] if text.strip() else []
            self.page.text(text)
        elif self._reads == "instrText" and len(self._code) < _MAX_CODE:
            self._code += text


_SKIPPED: Final = frozenset(("del", "moveFrom", "Fallback", "rPrChange", "pPrChange"))
"""What was deleted, how it looked before, and the copy of a text box for old programs."""

_STARTS: Final = {
    "numPr": Page.item,
    "br": Page.line_break,
    "cr": Page.line_break,
    "noBreakHyphen": lambda page: page.text("-"),
    "tbl": Page.table,
    "tr": Page.row,
    "tc": Page.cell,
}
_ENDS: Final = {"tbl": Page.end_table, "tr": Page.end_cell, "tc": Page.end_cell, "hyperlink": Page.end_link}
