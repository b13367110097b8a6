"""What is printed beside an address: a display name, a usage such as *presse*, the name of a group."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crm.values.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    Spans = Sequence[tuple[int, int]]

__all__ = ["grouped", "label_of", "labels_of", "says_nothing"]

_GENERIC: Final = frozenset(
    """
    a adel adresse adresses arobase at contact courriel courriels courrier e electronique email emails ecrire ici
    internet mail mailto mails mel messagerie ou par pour smtp to https http
    """.split()
)
"""Words that only say that an address follows."""

_USAGES: Final = frozenset(
    """
    accueil bureau communication desk direct domicile media medias perso personnel personnelle presse press pro
    professionnel professionnelle redaction secretariat service standard travail work home office
    """.split()
)
"""Words that are a label even without a colon."""

_MAX_LENGTH: Final = 60
_MAX_WORDS: Final = 6
_PIECE: Final = re.compile(r"[;|\n\r\t]|(?<=[^A-Z])\. |, | / | [–—-] ")
_COMMENT: Final = re.compile(r"[>\"'\s]{0,3}\(([^()@<>\n]{1,60})\)")
_QUOTED: Final = re.compile(r"\"((?:[^\"\\]|\\.){1,200})\"\s*\Z")
_IN_LIST: Final = re.compile(r"[\s,/&|]*(?:\b(?:ou|et|or|and)\b)?[\s,/&|]*", re.IGNORECASE)
_MAX_SEPARATOR: Final = 20
_GROUP: Final = re.compile(r"([^:;@<>]{1,60}):([^:;]*);")
_ESCAPED: Final = re.compile(r"\\(.)")
_MARKUP: Final = re.compile(r"</?(?!mailto:)[a-zA-Z][^<>]{0,200}>?|mailto:/{0,2}", re.IGNORECASE)


def label_of(before: str, after: str) -> str | None:
    """Return the label of an address from what stands before and after it, or None.

    >>> label_of("Presse : ", ""), label_of("E-mail : ", ""), label_of('"Le Goff, Anne" <', ">")
    ('Presse', None, 'Le Goff, Anne')
    >>> label_of("", " (standard)"), label_of("Merci de nous contacter à ", ".")
    ('standard', None)
    """
    before = _MARKUP.sub("", before[-400:]) if "<" in before.rstrip()[:-1] or "mailto" in before.lower() else before
    found = _before(before.replace("\u00a0", " "))
    if found is None:
        comment = _COMMENT.match(after.replace("\u00a0", " "))
        found = comment[1] if comment else None
    return _said(found)


def labels_of(text: str, spans: Spans) -> list[str | None]:
    """Return the label of each address of `text`; one printed before a list, ``Presse : a@b.fr, c@d.fr``, is for all.

    >>> labels_of("Presse : a, b", [(9, 10), (12, 13)])
    ['Presse', 'Presse']
    """
    labels: list[str | None] = []
    last, of_list = 0, None
    for place, (start, end) in enumerate(spans):
        before = text[last:start]
        after = text[end : spans[place + 1][0] if place + 1 < len(spans) else len(text)]
        goes_on = place > 0 and _goes_on(before)
        own = label_of("" if goes_on else before, after)
        if not goes_on:
            of_list = own if before.rstrip().endswith(":") else None
        labels.append(own or of_list)
        last = end
    return labels


def _goes_on(between: str) -> bool:
    return len(between) <= _MAX_SEPARATOR and _IN_LIST.fullmatch(between) is not None


def grouped(text: str, spans: Spans) -> frozenset[int]:
    """Return the places in `spans` of the addresses in groups, ``Presse: a@b.fr, c@d.fr;``.

    Source: RFC 6854 section 2.1, read 2026-11-20.
    """
    if ";" not in text:
        return frozenset()
    found = set()
    groups = [match.span(2) for match in _GROUP.finditer(text) if _said(match[1]) is not None]
    place = 0
    for number, (start, end) in enumerate(spans):
        while place < len(groups) and groups[place][1] < end:
            place += 1
        if place < len(groups) and groups[place][0] <= start:
            found.add(number)
    return frozenset(found)


def says_nothing(word: str) -> bool:
    """Tell a word that only announces an address or its usage: *mail*, *presse*."""
    return fold(word) in _GENERIC or fold(word) in _USAGES


def _before(before: str) -> str | None:
    near = before[-400:].rstrip("\"' ")
    if near.endswith("<"):
        return _display_name(near[:-1])
    if near.endswith("(") and not near.endswith("]("):
        return _display_name(near[:-1])
    if near.endswith("]("):
        return near[:-2].rpartition("[")[2]
    if near.endswith(":"):
        return _PIECE.split(near[:-1].rstrip())[-1]
    piece = _PIECE.split(before[-400:].rstrip(" ([-–—"))[-1].strip()
    return piece if fold(piece) in _USAGES else None


def _display_name(near: str) -> str:
    quoted = _QUOTED.search(near[-210:])
    if quoted:
        return _ESCAPED.sub(r"\1", quoted[1])
    line = re.split(r"[;\n\r:]", near)[-1]
    return line.strip(" \t,.-–—/|>")


def _said(label: str | None) -> str | None:
    if label is None:
        return None
    label = " ".join(label.split()).strip("\"'«»“”*_ ,:-–—•{([").strip()
    words = fold(label).split()
    if not words or all(word in _GENERIC for word in words):
        return None
    if len(label) > _MAX_LENGTH or len(words) > _MAX_WORDS + 2 or "@" in label:
        return None
    return label if any(letter.isalpha() for letter in label) else None
