"""Where numbers stand in a text: one pass over it, whatever signs, spaces and scripts they are written with."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ADDRESS", "CleanText", "Cluster", "clean", "clusters", "piece_of", "repairs_of", "without_dates"]

_INVISIBLE: Final = (
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufe0e\ufe0f\ufeff"
)
"""Soft hyphen, joiners, direction marks, variation selectors and the byte order mark: they print nothing."""

_BULLETS: Final = "·•‧∙⋅●▪・｡。⸱ᐧ"
_DASHES: Final = "‐‑‒–—―−ー﹣－⁃"
_LINES: Final = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"


class _Signs(dict[int, str]):
    """What each character is read as; filled with one entry per character met."""

    def __missing__(self, code: int) -> str:
        self[code] = read = _read_as(chr(code))
        return read


def _read_as(char: str) -> str:
    if char.isascii():
        return "\n" if char in _LINES else char
    for signs, read in ((_BULLETS, "•"), (_DASHES, "-"), (_LINES, "\n"), ("’ʼ‘", "'"), ("∼〜～", "~"), ("│¦", "|")):
        if char in signs:
            return read
    if char.isspace():
        return " "
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    if char.isdigit():
        return " "  # « 34¹ » is a footnote
    folded = unicodedata.normalize("NFKC", char)
    return folded if len(folded) == 1 and folded.isascii() else char


_SIGNS: Final = _Signs()
_HAS_INVISIBLE: Final = re.compile(f"[{_INVISIBLE}]")


@dataclass(frozen=True, slots=True)
class CleanText:
    """A text with every space, digit and dash read as the plain one; `offsets` leads back when some were left out."""

    source: str
    text: str
    offsets: tuple[int, ...] | None

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where in `source` the characters from `start` to `end` of `text` stand."""
        if self.offsets is None:
            return start, end
        return self.offsets[start], self.offsets[end - 1] + 1


def clean(source: str) -> CleanText:
    """Return `source` as plain signs, invisible characters left out.

    >>> clean("٠١\u202f９９\u200b·00").text
    '01 99•00'
    """
    if source.isascii() or not _HAS_INVISIBLE.search(source):
        return CleanText(source, source.translate(_SIGNS), None)
    kept = tuple(place for place, char in enumerate(source) if char not in _INVISIBLE)
    return CleanText(source, "".join(source[place] for place in kept).translate(_SIGNS), kept)


_LOOKALIKE: Final = "OoQDIlSsBZ"
_UNIT: Final = (
    rf"(?:[0-9]|(?<=[0-9])[{_LOOKALIKE}]{{1,3}}(?![^\W\d_])|(?<![^\W\d_])[{_LOOKALIKE}]{{1,2}}(?=[0-9])"
    rf"|(?<=[0-9{_LOOKALIKE}][ .•\-])[OolI]{{1,3}}(?![^\W_])|(?<=\()[Oo](?=\)))"
)
_GAP: Final = r"(?:[ .•\-/()\[\]|_~'\t]|,(?![,])){0,5}"
_PATTERN: Final = re.compile(
    rf"""(?P<skip>(?:https?://|ftp://|www\.)\S{{1,400}}|\b10\.[0-9]{{4,9}}/\S{{1,100}}
        |\b[A-Z]{{2}}[0-9]{{2}}(?:[ ]?[A-Z0-9]{{4}}){{3,8}}(?:[ ]?[A-Z0-9]{{1,3}})?(?![A-Za-z0-9])
        |(?<![0-9])[0-9]{{4}}-[0-9]{{4}}-[0-9]{{4}}-[0-9]{{3}}[0-9X](?![0-9]))
    |(?P<uri>\btel:\+?[0-9(][0-9()\-. %*\#]{{0,40}}(?:;[\w\-]{{1,20}}=[^;\s,<>"'&]{{1,60}}){{0,6}})
    |(?P<exponent>(?<![\w.,])\+?[0-9](?:[.,][0-9]{{1,15}})?[Ee]\+?[0-9]{{1,2}}(?![\w])
        |(?<![\w.,])[0-9][.,][0-9]{{1,15}}[ ]?(?:[Ee][ ]?\+|[*x×][ ]?10\^)[0-9]{{1,2}}(?![\w]))
    |(?P<number>(?:[(\[][ ]?)?(?:\+{{1,2}}[ ]?[(\[]?[ ]?)?(?={_UNIT}){_UNIT}(?:{_GAP}{_UNIT})*)""",
    re.VERBOSE,
)
"""Every part is bounded, or made of classes that exclude each other: the time is linear in the length of the text."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A run of digits and the signs between them, from `start` to `end` of a clean text; or one that is no number.

    `kind` is ``number``, ``uri`` (RFC 3966) or ``exponent`` (a spreadsheet's).
    """

    text: str
    start: int
    end: int
    kind: str = "number"

    @property
    def digits(self) -> str:
        """The digits alone, with the plus sign when there is one."""
        return "".join(c for c in self.text if c.isdigit() or c == "+")


def clusters(text: str) -> Iterator[Cluster]:
    """Yield what could be numbers in a clean text, in order. Web addresses, DOIs, IBANs and ORCIDs are passed over."""
    for found in _PATTERN.finditer(text):
        kind = found.lastgroup if found.lastgroup in ("uri", "exponent", "number") else None
        kind = "uri" if found["uri"] else kind
        if kind is not None and not found["skip"] and not _is_part_of_a_word(text, found.start(), found.end()):
            cluster = Cluster(found[0], found.start(), found.end(), kind)
            yield (kind == "number" and _without_hours(cluster, text)) or cluster


_HOURS: Final = re.compile(r"[hHjJ](?![^\W\d_])")


def _without_hours(cluster: Cluster, text: str) -> Cluster | None:
    """Return `cluster` without a last group that belongs to the letter behind it: *24h/24*, *7j/7*."""
    cut = max(map(cluster.text.rfind, " (-/"))
    return piece_of(cluster, 0, cut) if cut > 0 and _HOURS.match(text, cluster.end) else None


_GLUED_LABEL: Final = re.compile(
    r"(?:^|[^\w])(?:t|tel|tél|p|m|f|fax|mob|d|port|phone|fon|fixe|standard|ou|et|or)$", re.IGNORECASE
)
_PARAMETER: Final = re.compile(r"\w=")
_MAIL_AFTER: Final = re.compile(r"[\w.+\-]{0,64}@")
_MAIL_BEFORE: Final = re.compile(r"@[\w.\-]{0,64}$")


def _is_part_of_a_word(text: str, start: int, end: int) -> bool:
    """Tell the digits of an address, a reference or a file name from a number with a label stuck to it."""
    before = text[max(0, start - 65) : start]
    is_glued = before[-1:].isalnum() or before[-1:] in tuple("_#@&") or _PARAMETER.search(before[-2:]) is not None
    if is_glued and text[start] != "+" and not _GLUED_LABEL.search(before[-12:]):
        return True
    if text[end : end + 1] in ("@", "_") or _MAIL_AFTER.match(text[end : end + 65]):
        return True
    return bool(_MAIL_BEFORE.search(before))


_YEAR: Final = r"(?:19|20)[0-9]{2}"
_DAY: Final = r"(?:0?[1-9]|[12][0-9]|3[01])"
_MONTH: Final = r"(?:0?[1-9]|1[0-2])"
_DATE: Final = re.compile(
    rf"(?<![0-9])(?<![0-9][./\-])(?:{_DAY}([./\-]){_MONTH}\1{_YEAR}|{_YEAR}([./\-]){_MONTH}\2{_DAY}|{_MONTH}/{_DAY}/{_YEAR}"
    rf"|{_YEAR}[ ]?[/\-][ ]?{_YEAR})(?![0-9])(?![./\-][0-9])"
)
_OCTET: Final = r"(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])"
ADDRESS: Final = re.compile(rf"(?!(?:[0-9]{{2}}\.){{3}}[0-9]{{2}}$)(?!0){_OCTET}(?:\.{_OCTET}){{3}}")
"""Of a computer, IPv4."""

_SHORT_DATE: Final = re.compile(rf"{_DAY}([./\-]){_MONTH}\1[0-9]{{2}}|{_DAY}/{_MONTH}")


def without_dates(cluster: Cluster) -> list[Cluster]:
    """Return the pieces of a cluster between its dates; the cluster itself when it has none.

    >>> without_dates(Cluster("12/11/2024 01 99 00 12 34", 0, 25))
    [Cluster(text='01 99 00 12 34', start=11, end=25, kind='number')]
    """
    if _SHORT_DATE.fullmatch(cluster.text):
        return []
    dates = [found.span() for found in _DATE.finditer(cluster.text)]
    if not dates:
        return [cluster]
    edges = [0, *(edge for span in dates for edge in span), len(cluster.text)]
    pieces = (piece_of(cluster, edges[i], edges[i + 1]) for i in range(0, len(edges), 2))
    return [piece for piece in pieces if piece is not None]


def piece_of(cluster: Cluster, start: int, end: int) -> Cluster | None:
    """Return the part of `cluster` from `start` to `end` without the signs around it, None without digits."""
    text = cluster.text[start:end]
    left = len(text) - len(text.lstrip(" .•-/)]|_~',\t"))
    kept = text[left:].rstrip(" .•-/([|_~',\t")
    if not any(c.isdigit() for c in kept):
        return None
    return Cluster(kept, cluster.start + start + left, cluster.start + start + left + len(kept), cluster.kind)


_USUAL: Final = frozenset("0123456789+()./- \u00a0")


def repairs_of(printed: str) -> tuple[str, ...]:
    """Return the repairs that the signs of a printed number needed.

    >>> repairs_of("01\u202f99\u202f00\u202f12\u202f34"), repairs_of("01.99.00.12.34")
    (('phone.separators',), ())
    """
    unusual = frozenset(printed) - _USUAL
    if not unusual:
        return ()
    found = []
    if any(c in _INVISIBLE for c in unusual):
        found.append("phone.invisible_characters")
    if any(c.isdecimal() for c in unusual):
        found.append("phone.digits")
    signs = (c for c in unusual if not c.isalnum() and c not in _INVISIBLE and c not in ";=#,\n:")
    return (*found, "phone.separators") if any(signs) else tuple(found)
