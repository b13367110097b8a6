"""Text becomes lines: what each says without its markup, and what its markup says about it."""

from __future__ import annotations

import html
import re
from functools import cache
from typing import TYPE_CHECKING, Final

from crm.reading.computed import computed
from crm.reading.coordinates import has_coordinates
from crm.reading.cues import press_heading
from crm.reading.others import is_for_others
from crm.reading.underlined import underline
from crm.reading.vocabulary import says_cue, signs_of
from crm.reading.words import words
from crm.reading.wrapped import unwrapped
from crm.values import folded_words
from crm.values.folding import folded_lines

if TYPE_CHECKING:
    from crm.reading.cues import Cue

__all__ = ["SHORT", "Line", "lines_of"]

SHORT: Final = 160
"""Longer lines are prose: no label, heading or name is looked for in them."""

_ENDS: Final = re.compile(r"\r\n|\n|\r")
_INVISIBLE: Final = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0020-\U000e007f]"
)
"""What is printed without being seen: soft hyphens, joiners, marks of direction, variation selectors, tags."""
_HEADING: Final = re.compile(r"\s{0,3}(#\s+|##{1,5}\s*)(?=[^\s#])")
_QUOTED: Final = re.compile(r"^\s*(?:>\s*)+")
"""What begins the lines of a quotation."""
_BULLET: Final = re.compile(r"\s*(?:[•‣▪◦●–—*-]|\+(?!\s\d{1,3}[\s(])|o(?=\s{2}))\s+(?=\S)")
_BULLETS: Final = frozenset("•‣▪◦●–—*+-o")
_REFERENCE: Final = re.compile(r"\[([^\[\]]{1,300})\]\[[^\[\]]{0,80}\]")
"""A link whose target stands elsewhere: *[Anne Quint][1]*."""
_IMAGE: Final = re.compile(r"!\[[^\]\n]{0,500}\]\([^)\n]{0,1000}\)")
_LINK: Final = re.compile(r"\[((?:[^\[\]\n]|\[[^\[\]\n]{0,60}\]){0,500})\]\(<?([^()\s<>]*)>?(?:\s+\"[^\"\n]*\")?\)")
_TAG: Final = re.compile(r"</?[A-Za-z][^<>@]*>|<!--[^<>]*-->")
_MAILTO: Final = re.compile(r"<a\s[^<>]*mailto:([^\"'<>?\s]+)[^<>]*>([^<>]*)</a>", re.IGNORECASE)
_ANGLES: Final = re.compile(r"<((?:mailto:)?[^\s<>@]+@[^\s<>@]+|https?://[^\s<>]+)>")
_EMPHASIS: Final = re.compile(r"(?=[*_`])(?:\*{2,3}|(?<!\w)\*|\*(?!\w)|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)|`)")
_ESCAPE: Final = re.compile(r"(`{1,3})[^`\n]{1,500}\1|\\([!-/:-@\[-`{-~])")
"""A span of code, where a backslash is one, or a sign of ASCII that a backslash keeps from being markup.

Source: CommonMark 0.31.2, 2.4 and 6.1, read 2026-11-21.
"""
_PRIVATE: Final = 0x10FF00
_KEPT: Final = {_PRIVATE + code: chr(code) for code in range(0x21, 0x7F)}
_HIDDEN: Final = {ord(sign): stand_in for stand_in, sign in _KEPT.items() if not sign.isalnum()}
"""Stand-ins, from the private use area, for signs that are no markup while the markup goes."""
_MARKED_AT: Final = re.compile(r"(?<=\w)\s([*_]{1,2})at\1\s(?=\w)")
"""An address that is hidden from programs, and its sign set off for people."""
_ATTRIBUTES: Final = re.compile(r"\s*\{:?\s*[#.][^{}\n]{0,300}\}\s*$")
"""What Markdown gives a heading or a paragraph beside its words: *{#contacts .wide}*, *{:.wide}*."""
_STRONG: Final = re.compile(r"(?:\*\*|__)[^*]+(?:\*\*|__)[\s:]*")


class Line:
    """One line of a source; `number` counts from 1. Most of what it is is worked out when somebody asks.

    >>> line = lines_of("**Contact** : [anne@example.org](mailto:anne@example.org)")[0]
    >>> line.plain, line.level, line.is_bullet
    ('Contact : anne@example.org', 0, False)
    """

    is_piece = False
    """Whether it is a part of a line, cut out and cleaned."""

    until = 0
    """The number of the last of the lines that it was made from, where it was made from several."""

    def __init__(self, number: int, printed: str) -> None:
        self.number = number
        self.printed = printed

    def __repr__(self) -> str:
        return f"Line({self.number}, {self.printed!r})"

    def saying(self, plain: str) -> Line:
        """Return a line of the same place and shape that says only `plain`."""
        piece = Line(self.number, self.printed)
        piece.__dict__["_parts"] = self._parts
        piece.__dict__["plain"] = plain
        piece.is_piece = True
        piece.until = self.until
        return piece

    @computed
    def _parts(self) -> tuple[re.Match[str] | None, str]:
        """The mark of a heading or of an item of a list, and what follows it."""
        clean = self.printed if self.printed.isascii() else _INVISIBLE.sub("", self.printed)
        first = clean.lstrip()[:1]
        if first == ">":
            clean = _QUOTED.sub("", clean)
            first = clean[:1]
        start = _HEADING.match(clean) if first == "#" else _BULLET.match(clean) if first in _BULLETS else None
        return start, clean if start is None else clean[start.end() :]

    @computed
    def plain(self) -> str:
        """The text without markup, its white space made single spaces."""
        return plain_text(self._parts[1])

    def parted(self, gap: re.Pattern[str]) -> str:
        """Return `plain` with a bar wherever `gap`, which is wider than one space, parts two columns."""
        body = self._parts[1].strip()
        return self.plain if not self.is_piece and body == self.plain else plain_text(gap.sub(" | ", body))

    def broken(self, at: re.Pattern[str], gap: re.Pattern[str]) -> list[str]:
        """Return the pieces of `plain` that `at` parts, with a bar wherever `gap` parts two columns."""
        return [plain_text(gap.sub(" | ", piece.strip())) for piece in at.split(self._parts[1])]

    @computed
    def said(self) -> tuple[str, ...]:
        """The folded words of `plain`."""
        return tuple(folded_words(self.plain))

    @computed
    def folded(self) -> str:
        """`plain` folded for matching; empty for a line too long to be a label."""
        return " ".join(self.said) if len(self.plain) <= SHORT else ""

    @computed
    def has_cue(self) -> bool:
        """Whether it has one of the words without which nothing says that contacts follow."""
        return says_cue(self.said)

    @computed
    def has_label_word(self) -> bool:
        """Whether it has one of the words without which nothing says that the page is a release."""
        return not signs_of("title.labels").isdisjoint(self.said)

    @computed
    def heading(self) -> Cue | None:
        """What it is the heading of; None when it heads no contacts."""
        return press_heading(self)

    @computed
    def is_for_others(self) -> bool:
        """Whether it leads to somebody who does not answer for the press."""
        return is_for_others(self)

    @computed
    def has_coordinates(self) -> bool:
        """Whether it holds what looks like an address or a telephone number."""
        return has_coordinates(self.plain)

    @computed
    def level(self) -> int:
        """1 to 6 for a Markdown heading, else 0."""
        start = self._parts[0]
        return start[1].count("#") if start is not None and start.re is _HEADING else 0

    @computed
    def is_bullet(self) -> bool:
        """Whether it is an item of a list."""
        start = self._parts[0]
        return start is not None and start.re is _BULLET

    @property
    def indent(self) -> int:
        """How many characters of space stand before it."""
        return len(self.printed) - len(self.printed.lstrip())

    @computed
    def is_strong(self) -> bool:
        """Whether the whole line is bold."""
        return _STRONG.fullmatch(self._parts[1].strip()) is not None

    @computed
    def is_link(self) -> bool:
        """Whether the line is nothing but links or images: furniture of a page."""
        return "[" in self._parts[1] and _is_only_links(self._parts[1])

    @computed
    def is_blank(self) -> bool:
        """Whether nothing is left once the markup is gone."""
        return not self.printed or self.printed.isspace() or not self.plain


_BLANK: Final = {
    "plain": "", "said": (), "folded": "", "has_cue": False, "has_coordinates": False, "heading": None, "level": 0,
    "is_bullet": False, "is_strong": False, "is_link": False, "is_blank": True,
}  # fmt: skip
"""What a line is on which nothing is printed."""


def lines_of(text: str) -> list[Line]:
    """Return the lines of `text`, as an editor counts them.

    What nearly all of them are asked is worked out here at once, which takes half the time of asking each.
    """
    lines = [Line(number, printed) for number, printed in enumerate(unwrapped(_split(text)), start=1)]
    said_by: list[Line] = []
    for line in lines:
        if not line.printed or line.printed.isspace():
            line.__dict__.update(_BLANK)
        else:
            said_by.append(line)
    for line, said in zip(said_by, folded_lines([_plain(line) for line in said_by]), strict=True):
        line.__dict__["said"] = tuple(said)
    if "\n===" in text or "\n---" in text:
        underline(lines)
    return lines


def _plain(line: Line) -> str:
    """Return the plain text of a line, and keep what shows of it on the way there."""
    fields = line.__dict__
    start, body = line._parts
    fields["level"] = start[1].count("#") if start is not None and start.re is _HEADING else 0
    fields["is_bullet"] = start is not None and start.re is _BULLET
    if not ("*" in body or "_" in body or "[" in body):
        fields["is_strong"] = fields["is_link"] = False  # nothing is set off in it, and nothing linked
    fields["plain"] = plain = plain_text(body)
    fields["is_blank"] = not plain
    return plain


def _spaced(text: str) -> str:
    """Return `text` with single spaces for its white space, of which among all that can be printed only spaces are."""
    return text.strip() if "  " not in text and text.isprintable() else " ".join(text.split())


def _split(text: str) -> list[str]:
    return _ENDS.split(text) if "\r" in text else text.split("\n")


def plain_text(text: str) -> str:
    r"""Return `text` without Markdown or HTML markup; a link that hides an address shows it.

    >>> plain_text("**Anne** [Écrire](mailto:anne@example.org)")
    'Anne Écrire anne@example.org'
    >>> plain_text(r"claire\_f@example.org, \*orme\*")
    'claire_f@example.org, *orme*'
    >>> plain_text("anne *at* example.org")
    'anne (at) example.org'
    >>> plain_text("Contacts presse {#contacts_presse}")
    'Contacts presse'
    """
    if "\\" in text:
        text = text.rstrip("\\") if text.endswith("\\") else text  # which ends a line as *<br>* does
        return _without_markup(_ESCAPE.sub(_kept, text)).translate(_KEPT)
    return _without_markup(text)


def _kept(escape: re.Match[str]) -> str:
    return (escape[2] or escape[0].strip("`")).translate(_HIDDEN)


def _without_markup(text: str) -> str:
    if "at*" in text or "at_" in text:
        text = _MARKED_AT.sub(" (at) ", text)
    if "{" in text:
        text = _ATTRIBUTES.sub("", text)
    if "[" in text:
        text = _image_mark().sub("", text)
        text = _LINK.sub(_link_text, _IMAGE.sub("", text))
        text = _REFERENCE.sub(r"\1", text) if "][" in text else text
    if "<" in text:
        text = _TAG.sub(" ", _MAILTO.sub(_hidden_address, _ANGLES.sub(r" \1 ", text)))
    if "&" in text:
        text = _ANGLES.sub(r" \1 ", html.unescape(text))
    if "*" in text or "_" in text or "`" in text:
        text = _EMPHASIS.sub("", text)
    return _spaced(text)


@cache
def _image_mark() -> re.Pattern[str]:
    """What stands for a picture where a page was made text: *[Bild: Anne Quint]*, *[Photo]*."""
    names = "|".join(sorted(words()["contacts.images"], key=len, reverse=True))
    return re.compile(rf"\[(?i:{names}|porträt|porträtt)\s?(?::[^\[\]\n]{{0,200}})?\](?!\()\s*")


def _link_text(link: re.Match[str]) -> str:
    text, target = link[1], link[2]
    return _with_address(text, target[7:].partition("?")[0]) if target.lower().startswith("mailto:") else text


def _hidden_address(link: re.Match[str]) -> str:
    return _with_address(link[2], link[1])


def _with_address(text: str, address: str) -> str:
    return text if "@" in text else f"{text} {address}"


def _is_only_links(text: str) -> bool:
    rest = _LINK.sub(lambda link: "@" if "mailto:" in link[2] else "", _IMAGE.sub("", text))
    return bool(text.strip()) and not rest.strip(" |·*_>-")
