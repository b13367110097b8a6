"""HTML becomes lines: each block, each row of short cells and each ``<br>`` one; templates and XML are read alike."""

from __future__ import annotations

import html
import re
from typing import Final

from crm.errors import SourceTooLarge
from crm.reading.charset import decode
from crm.reading.forms.extract import Extract
from crm.reading.forms.headline import with_headline
from crm.reading.forms.html_signs import declared_charset, has_block, is_page
from crm.reading.forms.markup import Instruction, Tag, Text, events_of
from crm.reading.forms.page import Page
from crm.reading.forms.programs import titles_of_template, with_variable, without_program
from crm.reading.forms.protected import unprotected
from crm.reading.forms.published import day_of_data, declared_day
from crm.reading.forms.scripts import is_script, titles_of_script, without_code, without_script

__all__ = ["extract", "html_lines"]

_PARAGRAPHS: Final = frozenset(
    "ul ol dl blockquote section article header aside main nav figure hr form fieldset details".split()
)
_LINES: Final = frozenset("div dt dd address figcaption legend caption center body option summary label".split())
_INLINE: Final = frozenset(
    "a abbr acronym b bdi bdo big cite code del em font i img ins kbd mark q s samp small span strike strong sub sup"
    " time tt u var wbr newsurl newsurldead".split()
)
_TITLES: Final = frozenset(("title", "define-tag"))
_LINE_END: Final = re.compile(r"(\n\s*)")
_MAX_EVENTS: Final = 300_000
"""Tags, and texts between them, of a page: the longest have some ten thousand."""
_MAX_TITLES: Final = 8
_MAX_TITLE: Final = 500
_HEADING: Final = re.compile(r"h([1-6])")

_HOLDS_TEXT: Final = re.compile(r"p|h[1-6]|li|t[dh]|dt|dd|div|blockquote")

_TEMPLATE: Final = re.compile(r"^#use wml", re.MULTILINE)
_TEMPLATE_LINE: Final = re.compile(r"^#(?:use\b|include\b|[\s#]|$).*$", re.MULTILINE)
_COMPONENT: Final = re.compile(r"^<(/?)template\b", re.MULTILINE)
"""What is shown of a component (Vue): a template that no script fills."""
_PHP_TITLE: Final = re.compile(
    r"""(\$(?:(?:page_?)?tit(?:le|re)|page_?name))\s*=\s*(?:'([^'\n]{3,300})'|"([^"\n]{3,300})")""", re.IGNORECASE
)


def extract(data: bytes) -> Extract:
    """Return the lines of an HTML file, decoded from the charset it names unless its bytes are of another.

    Raises:
        SourceNotText: it is no text.
        SourceTooLarge: it holds more than is read.
    """
    text, charset = decode(data, declared_charset(data))
    return Extract(html_lines(text), charset)


def html_lines(text: str, *, is_titled: bool = True) -> str:
    """Return the lines of a page that is HTML or a template of it, its title among them unless `is_titled` is false.

    >>> print(html_lines("<h1>Une forêt</h1><p><b>Contact presse</b><br><a href='mailto:anne@example.org'>Anne</a>"))
    # Une forêt
    <BLANKLINE>
    **Contact presse**
    Anne anne@example.org
    <BLANKLINE>
    <BLANKLINE>
    """
    is_template = not is_page(text)
    if _TEMPLATE.search(text):
        text = _TEMPLATE_LINE.sub("", text).replace("\\\n", "")
    reader = _Reader(is_xml=text.lstrip("\ufeff \r\n\t").startswith("<?xml") and "<html" not in text[:2000])
    reader.is_loose = is_template
    found = _PHP_TITLE.search(text[:20_000]) if is_template else None
    reader.titles += titles_of_template(text) if is_template else []
    text = without_program(_COMPONENT.sub(r"<\1div", text) if is_template else text)
    is_drawn = is_template and is_script(text)
    if is_drawn:
        reader.titles += titles_of_script(text)
        text = without_script(text)
    if found:
        reader.titles.append(found[2] or found[3])
        text = with_variable(text, found[1], reader.titles[0])
    reader.feed(unprotected(text))
    reader.end_title()
    lines = reader.page.finish().extract().text
    lines = without_code(lines) if is_drawn else lines
    lines = with_headline(lines, reader.titles) if is_titled else lines
    declared = reader.day or day_of_data(text)
    return f"{declared}\n\n{lines}" if declared else lines


class _Reader:
    """Takes tags and text in their order, and tells the page what they mean."""

    def __init__(self, *, is_xml: bool) -> None:
        self.page = Page()
        self.is_xml = is_xml
        self.titles: list[str] = []
        """What the page calls itself, the most reliable last."""
        self.day: str | None = None
        """The line that says when the page was published, where a tag does."""
        self.is_loose = False
        self._inside = False
        self._events = 0
        self._is_office = False
        self._captured: list[str] | None = None
        self._is_nested = False

    def feed(self, text: str) -> None:
        for event in events_of(text):
            self._events += 1
            if self._events > _MAX_EVENTS:
                raise SourceTooLarge(f"the page has more than {_MAX_EVENTS:,} tags and texts")
            if isinstance(event, Text):
                self._text(event.text.replace("]]>", ""))
            elif isinstance(event, Instruction):
                continue
            elif event.name in _TITLES:
                self._title(event)
            else:
                self._tag(event)

    def _text(self, text: str) -> None:
        shown = html.unescape(text) if "&" in text else text
        if self._captured is not None:
            self._captured.append(shown[:1000])
        elif self.is_xml and not self._is_nested and "<" in shown and has_block(shown):
            # The body of a release inside XML is HTML that was escaped.
            self._is_nested = True
            self.feed(shown)
            self._is_nested = False
        elif self._has_lines() and not self.page.is_preformatted:
            self._lines(shown)
        else:
            self.page.text(shown)

    def _has_lines(self) -> bool:
        """Whether text has lines of its own here: in XML, and in a template outside of every element."""
        return (self.is_xml and not self._is_nested) or (self.is_loose and not self._inside)

    def _lines(self, text: str) -> None:
        """Go on with text whose lines are lines, as no browser would show them: it stands in no element."""
        for index, piece in enumerate(_LINE_END.split(text)):
            if index % 2 == 0:
                self.page.text(piece)
            elif piece.count("\n") > 1:
                self.page.paragraph()
            else:
                self.page.line()

    def _title(self, tag: Tag) -> None:
        """Take the title of the page apart; a template defines it, and other things, with a tag of its own."""
        self.end_title()
        if not tag.is_end and (tag.name == "title" or "pagetitle" in tag.attributes):
            self._captured = []
        self.page.line()

    def end_title(self) -> None:
        """End the title, which the first block ends that is not in it."""
        if self._captured is not None:
            self._call("".join(self._captured))
            self._captured = None

    def _call(self, title: str) -> None:
        if len(self.titles) < _MAX_TITLES:
            self.titles.append(title[:_MAX_TITLE])

    def _tag(self, tag: Tag) -> None:
        name, page = tag.name, self.page
        self.day = self.day or declared_day(tag)
        if _HOLDS_TEXT.fullmatch(name):
            self._inside = not tag.is_end
        heading = _HEADING.fullmatch(name)
        if self._captured is not None and (name in _INLINE or name == "br"):
            self._captured.append(" " if name == "br" else "")
            return
        self.end_title()
        if heading:
            page.heading(0 if tag.is_end else int(heading[1]))
        elif name in _PARAGRAPHS:
            page.paragraph()
        elif name in _LINES:
            page.line()
        elif name in _MEANINGS:
            _MEANINGS[name](self, tag)
        elif self.is_xml and name not in _INLINE:
            page.line()

    def _paragraph(self, tag: Tag) -> None:
        """Begin or end a paragraph; one of Word or Outlook is a line, and when it is empty a gap."""
        was, self._is_office = self._is_office, tag.attributes.get("class", "").startswith("Mso") and not tag.is_end
        if self._is_office:
            self.page.line()
        elif was and tag.is_end:
            self.page.printed_line()
        else:
            self.page.paragraph()

    def _bold(self, tag: Tag) -> None:
        self.page.strong(-1 if tag.is_end else 1)

    def _link(self, tag: Tag) -> None:
        if tag.is_end:
            self.page.end_link()
        elif "href" in tag.attributes:
            self.page.link(html.unescape(tag.attributes["href"]))

    def _span(self, tag: Tag) -> None:
        """Part two spans that nothing parts, as a style sheet does: *Anne Quint* and *Head of Media*."""
        if tag.is_end:
            self.page.end_span()

    def _footer(self, tag: Tag) -> None:
        """Rule off the foot of the page, which goes on with nothing above it."""
        self.page.paragraph()
        if not tag.is_end:
            self.page.rule()

    def _template_link(self, tag: Tag) -> None:
        self.page.text(html.unescape(tag.attributes.get("", "")).removeprefix("mailto:"))

    def _quote(self, _: Tag) -> None:
        self.page.text('"')

    def _break(self, _: Tag) -> None:
        self.page.line_break()

    def _item(self, tag: Tag) -> None:
        self.page.end_item() if tag.is_end else self.page.item()

    def _preformatted(self, tag: Tag) -> None:
        self.page.paragraph()
        self.page.is_preformatted = not tag.is_end

    def _table(self, tag: Tag) -> None:
        self.page.end_table() if tag.is_end else self.page.table()

    def _row(self, tag: Tag) -> None:
        self.page.end_cell() if tag.is_end else self.page.row()

    def _cell(self, tag: Tag) -> None:
        self.page.end_cell() if tag.is_end else self.page.cell()

    def _meta(self, tag: Tag) -> None:
        names = (tag.attributes.get("property", ""), tag.attributes.get("name", ""))
        if "og:title" in names:
            self._call(html.unescape(tag.attributes.get("content", "")))


_MEANINGS: Final = {
    "p": _Reader._paragraph,
    "b": _Reader._bold,
    "strong": _Reader._bold,
    "a": _Reader._link,
    "span": _Reader._span,
    "footer": _Reader._footer,
    "newsurl": _Reader._template_link,
    "newsurldead": _Reader._template_link,
    "q": _Reader._quote,
    "br": _Reader._break,
    "li": _Reader._item,
    "pre": _Reader._preformatted,
    "table": _Reader._table,
    "tr": _Reader._row,
    "td": _Reader._cell,
    "th": _Reader._cell,
    "meta": _Reader._meta,
}
