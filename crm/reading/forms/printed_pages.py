"""The lines of printed pages become those of a text: wrapped ones joined, headings told by their letters' height."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Printed", "PrintedPage", "lines_of_pages"]

_HEADING: Final = 1.15
"""How much higher than those of the text the letters of a heading are."""
_GAP: Final = 1.7
"""Lines further apart than so many heights of their letters are of two paragraphs."""
_COLUMN: Final = 0.8
"""Between two words are no more than so many heights; between two cells of a row there are."""
_DOUBT: Final = 0.15
"""Fonts are wider or narrower than the usual by that share."""
_CELLS: Final = " | "
_DOMAIN: Final = re.compile(r"\.?[a-z0-9-]+(?:\.[a-z0-9-]+)*[,;)]?")
_UNFINISHED: Final = re.compile(r"@[\w-]+\.$")
_NARROW: Final = frozenset("iljtfrI.,;:'’|!() -/\u00a0")
_EDGE: Final = 3
"""Lines at the head and at the foot of a page that may be its header and footer."""
_MIN_FULL: Final = 45
_FULL: Final = 0.6
"""A line of that share of the longest one's characters was broken for want of room."""
_MAX_LINES: Final = 100
"""Lines of one paragraph."""
_MAX_HEADING: Final = 5
"""Lines of one heading."""

_NUMBER: Final = re.compile(
    r"\s*(?:page\s*)?[-–—]?\s*\d{1,3}\s*(?:(?:/|sur|of|von)\s*\d{1,3})?\s*[-–—]?\s*", re.IGNORECASE
)
_HYPHENED: Final = re.compile(r"[^\W\d_]{2,}[-\u00ad\u2010]$")
_BULLET: Final = re.compile(r"[•‣▪◦●–—*+-]\s|\d{1,2}[.)]\s")
_ENDS: Final = (".", ":", ";", "!", "?", "…", "»")


@dataclass(slots=True)
class Printed:
    """A line as it was set: its text, the height of its letters and where its first one stands."""

    text: str = ""
    height: float = 0.0
    x: float = 0.0
    y: float = 0.0
    is_bold: bool = False
    end: float = 0.0
    """Where its last letter ends, more or less: the widths of the letters are guessed."""
    slack: float = 0.0
    """By how much that guess may be wrong."""

    def take(self, text: str, height: float, place: tuple[float, float], *, is_bold: bool) -> None:
        """Go on with the line."""
        if not self.text.strip():
            self.x, self.y = place
            self.is_bold = is_bold
        elif place[0] - self.end > _COLUMN * height + self.slack:
            self.text = f"{self.text.rstrip()}{_CELLS}"
            text = text.lstrip()
        self.text += text
        width = height * sum(map(_width, text.strip()))
        self.end, self.slack = place[0] + width, _DOUBT * width
        self.height = max(self.height, height)
        self.is_bold = self.is_bold and is_bold


def _width(letter: str) -> float:
    """Return the width of a letter, of its height, in the usual fonts."""
    return 0.3 if letter in _NARROW else 0.85 if letter in "mwMW@" else 0.7 if letter.isupper() else 0.56


@dataclass(slots=True)
class PrintedPage:
    """The lines of a page, and the addresses linked to: each with the lowest and highest point of its link."""

    lines: list[Printed]
    mails: Iterable[tuple[str, float, float]] = field(default_factory=tuple)

    def __post_init__(self) -> None:
        self.mails = tuple(self.mails)
        self.lines = [line for line in self.lines if line.text.strip()]
        for line in self.lines:
            line.text = " ".join(line.text.split(" ")).strip()


def lines_of_pages(pages: Sequence[PrintedPage]) -> Iterator[list[str]]:
    """Yield the lines of each page, an empty one between paragraphs, and in the end those of the footers.

    What stands at the head or the foot of most pages is given once, and page numbers are not; headings are marked as in
    Markdown, those with the highest letters with one sign.
    """
    for page in pages:
        page.lines = _without_number(page.lines)
    repeated = _repeated(pages)
    kept, feet = [], dict[str, None]()
    for page in pages:
        foot = {id(line) for line in page.lines[max(_EDGE, len(page.lines) - _EDGE) :] if _key(line) in repeated}
        feet.update((line.text, None) for line in page.lines if id(line) in foot)
        kept.append([line for line in page.lines if id(line) not in foot])
    _keep_once(kept, repeated)
    body = _body_height(kept)
    largest = max((line.height for page in kept[:1] for line in page if len(line.text.split()) > 1), default=body)
    longest = max((len(line.text) for page in kept for line in page), default=0)
    for page, lines in zip(pages, kept, strict=True):
        _show_links(lines, page)
        joined = _joined(lines, {mail for mail, _, _ in page.mails}, body, longest)
        yield list(_text_lines(joined, body, largest))
    yield list(feet)


def _without_number(lines: list[Printed]) -> list[Printed]:
    """Leave out the number of the page, at its head or its foot."""
    last = len(lines) - _EDGE
    return [line for place, line in enumerate(lines) if _EDGE <= place < last or not _NUMBER.fullmatch(line.text)]


def _keep_once(pages: Iterable[list[Printed]], repeated: set[str]) -> None:
    """Leave of the lines repeated on each page the first."""
    said: set[str] = set()
    for lines in pages:
        keys = [_key(line) for line in lines]
        lines[:] = [line for line, key in zip(lines, keys, strict=True) if key not in said]
        said.update(repeated.intersection(keys))


def _repeated(pages: Sequence[PrintedPage]) -> set[str]:
    """Return what stands at the edges of most of several pages, figures apart."""
    edges = Counter(
        key
        for page in pages
        for key in {_key(line) for line in (*page.lines[:_EDGE], *page.lines[max(_EDGE, len(page.lines) - _EDGE) :])}
    )
    return {key for key, count in edges.items() if count > 1 and count * 2 > len(pages)}


def _key(line: Printed) -> str:
    return re.sub(r"\d+", "0", line.text)


def _body_height(pages: Iterable[Iterable[Printed]]) -> float:
    heights: Counter[float] = Counter()
    for page in pages:
        for line in page:
            heights[round(line.height, 1)] += len(line.text)
    return heights.most_common(1)[0][0] if heights else 0.0


def _show_links(lines: Sequence[Printed], page: PrintedPage) -> None:
    """Put the addresses that links hide at the end of the lines that the links are on."""
    shown = "".join(line.text for line in lines).lower()
    for mail, low, high in page.mails:
        line = next((line for line in lines if low <= line.y <= high), None)
        if line is not None and mail.lower() not in shown and "@" not in line.text:
            line.text = f"{line.text} {mail}"


def _joined(lines: Sequence[Printed], mails: set[str], body: float, longest: int) -> Iterator[tuple[Printed, bool]]:
    """Yield the lines, wrapped ones as one, each with whether a gap is before it."""
    whole: Printed | None = None
    last, count, has_gap = None, 0, False
    for line in lines:
        if whole is not None and last is not None and _goes_on(whole, last, line, mails, body, longest, count):
            whole.text = _with(whole.text, line.text, mails)
            count += 1
        else:
            if whole is not None:
                yield whole, has_gap
            has_gap = last is not None and (not _is_near(last, line) or (line.is_bold and not last.is_bold))
            whole, count = Printed(line.text, line.height, line.x, line.y, line.is_bold), 1
        last = line
    if whole is not None:
        yield whole, has_gap


def _is_near(above: Printed, line: Printed) -> bool:
    """Whether a line stands directly under another."""
    return 0 < above.y - line.y <= _GAP * max(above.height, line.height, 1.0)


def _goes_on(
    whole: Printed, above: Printed, line: Printed, mails: set[str], body: float, longest: int, count: int
) -> bool:
    """Tell the second half of a line that was broken for want of room."""
    if (
        count >= _MAX_LINES
        or not _is_near(above, line)
        or abs(above.height - line.height) > 0.1 * max(above.height, line.height)
    ):
        return False
    if _broken_address(whole.text, line.text, mails):
        return True
    is_row = _CELLS in above.text or _CELLS in line.text
    if is_row or _BULLET.match(line.text) or above.is_bold != line.is_bold:
        return False
    if line.height > _HEADING * body:
        return count < _MAX_HEADING and not whole.text.endswith(_ENDS[:3])
    is_full = len(above.text) >= max(_MIN_FULL, _FULL * longest)
    return is_full and (not above.text.endswith(_ENDS) or line.text[:1].islower())


def _broken_address(above: str, below: str, mails: set[str]) -> bool:
    """Tell an address that goes on in the next line: the link that is on it says so, or a sign at the break."""
    head, tail = above.split()[-1], below.split()[0]
    if "@" not in head or "@" in tail:
        return False
    return f"{head}{tail}" in mails or (
        _DOMAIN.fullmatch(tail) is not None
        and (head.endswith(("@", "-")) or tail.startswith(".") or _UNFINISHED.search(head) is not None)
    )


def _with(above: str, below: str, mails: set[str]) -> str:
    if _broken_address(above, below, mails):
        return above + below
    word = above.split()[-1]
    if _HYPHENED.fullmatch(word) and below[:1].islower():
        return above[:-1] + below
    return f"{above}{'' if above.endswith('-') else ' '}{below}"


def _text_lines(lines: Iterable[tuple[Printed, bool]], body: float, largest: float) -> Iterator[str]:
    for line, has_gap in lines:
        is_heading = line.height > _HEADING * body and len(line.text) <= 300
        if has_gap or is_heading:
            yield ""
        if is_heading:
            yield f"{'#' if line.height >= largest - 0.1 else '##'} {line.text}"
        else:
            yield f"**{line.text}**" if line.is_bold and "*" not in line.text else line.text
