"""What a site, a wire or a mailing list adds to a title: its name, its sections, its tags."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crm.reading.furniture import is_label_text
from crm.reading.words import words
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.reading.page import Place

__all__ = [
    "gone_on",
    "opens_with_label",
    "reprinted",
    "untagged",
    "without_badge",
    "without_domain",
    "without_prefix",
    "without_site",
]

_MIN_REPRINTED: Final = 4
_MAX_TITLE_LINES: Final = 3
_SITE: Final = re.compile(r"\s+(?:[|–—·•›»«-]|::|//)\s+|\s*\|\s*|\]\s+")
"""What parts a title from the name of its page."""
_MAX_SITE: Final = 5
_MAX_SIGNS: Final = 5
_MAX_REPRINTED: Final = 60
_TAGS: Final = re.compile(r"(?:(?:re|fwd?|tr|wg|aw|rv|i|sv|vs)\s?:\s*|\[[^\[\]]{1,40}\]\s*)+(?=\S)", re.IGNORECASE)
_LITTLE: Final = 3
_DOMAIN: Final = re.compile(r"\s+[|–—·•›»-]\s+(?:[\w-]+\.)+[A-Za-z]{2,6}$")
_MARKUP: Final = re.compile(r"(?:\.\.\s+|={1,3}\s+|h[1-3]\.\s+|%(?:h[1-6]\s+)?\s*|!{1,3}\s*)(?=\w)|\\title\{(?=.*\}$)")
"""The marks of a title in reStructuredText, AsciiDoc, Textile, wikis and LaTeX."""


_BADGE: Final = re.compile(r"(?:\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}-\d\d-\d\d)(?:\s+[|–—-]|\s?:)\s+(?=\S)")


def untagged(text: str) -> str:
    """Return a subject without the tag of its list and without *Re:* and *Fwd:*.

    >>> untagged("Fwd: [Presse] Une école ouvre")
    'Une école ouvre'
    >>> untagged("Culture: une école ouvre")
    'Culture: une école ouvre'
    """
    tags = _TAGS.match(text)
    return text[tags.end() :] if tags else text


def opens_with_label(text: str) -> bool:
    """Tell *[Press release] A school opens*, which is printed so, from the tag of a list.

    >>> opens_with_label("[Communiqué] Une école ouvre"), opens_with_label("[presse-orvane] Une école ouvre")
    (True, False)
    """
    label, bracket, _ = text[1:].partition("]") if text[:1] == "[" else ("", "", "")
    return bool(bracket) and is_label_text(label)


def without_badge(text: str) -> str:
    """Return a title without the day that stands before it, set off by a bar or a dash.

    >>> without_badge("13.09.2021 | Une école ouvre"), without_badge("2025 – une année de forêts")
    ('Une école ouvre', '2025 – une année de forêts')
    """
    badge = _BADGE.match(text)
    return text[badge.end() :] if badge else text


def without_domain(text: str) -> str:
    """Return a title without the domain of its site behind it.

    >>> without_domain("The library opens – orvane.example.org"), without_domain("Open, or: example.org")
    ('The library opens', 'Open, or: example.org')
    """
    domain = _DOMAIN.search(text)
    return text[: domain.start()] if domain else text


def reprinted(text: str, page: Sequence[Place]) -> str:
    """Return a title without the names of its page before it or after it, where a line prints it without them."""
    pieces = list(_between_signs(text))
    keys = set(_printed_keys(page[:_MAX_REPRINTED])) if pieces else ()
    found = next((piece for piece in pieces if piece.count(" ") >= _MIN_REPRINTED - 1 and fold(piece) in keys), None)
    return found or text


def gone_on(text: str, page: Sequence[Place]) -> str:
    """Return the heading that begins with a title that was cut short, or else the title."""
    key = fold(text)
    headings = (place for place in page[:_MAX_REPRINTED] if place.line.level == 1 and place.key.startswith(f"{key} "))
    found = next(headings, None) if key.count(" ") >= _MIN_REPRINTED - 1 else None
    return found.line.plain if found is not None else text


def _between_signs(text: str) -> Iterator[str]:
    """Yield what stands between any two of the signs in a text, the longest first."""
    signs = list(_SITE.finditer(text))[:_MAX_SIGNS]
    starts, ends = [0, *(sign.end() for sign in signs)], [*(sign.start() for sign in signs), len(text)]
    pieces = (text[start:end] for start in starts for end in ends if start < end and end - start < len(text))
    yield from sorted(pieces, key=len, reverse=True)


def _printed_keys(page: Sequence[Place]) -> Iterator[str]:
    """Yield what the lines of a page say, and what two of them say together."""
    for index, place in enumerate(page):
        if not place.is_item:
            key, line = place.key, place.line.number
            yield key
            for after in page[index + 1 : index + _MAX_TITLE_LINES]:
                if after.line.number != line + 1:
                    break
                key, line = f"{key} {after.key}", line + 1
                yield key


def without_site(text: str, page: Sequence[Place]) -> str:
    """Return the first line of a page without the name of its site behind a bar, or one that the page prints again."""
    signs = list(_SITE.finditer(text))
    if not signs or text[: signs[-1].start()].count(" ") < _MIN_REPRINTED - 1:
        return text
    sign = signs[-1]
    name = text[sign.end() :].strip()
    if name.count(" ") > _MAX_SITE or not name[:1].isupper():
        return text
    is_name = all(word[0].isupper() for word in name.split() if len(word) > _LITTLE)
    others = (one.line.plain for one in page[1:] if is_name and name in one.line.plain)
    is_site = "|" in sign[0] or any(text not in other for other in others)
    return text[: sign.start()].strip() if is_site else text


def without_prefix(text: str) -> str:
    """Return a title without the mark or the word that says it is one.

    >>> without_prefix("Title: The library opens"), without_prefix("h1. The library opens")
    ('The library opens', 'The library opens')
    """
    marked = _MARKUP.match(text)
    text = text[marked.end() :].rstrip("}").rstrip(" =") if marked else text
    if ":" not in text:
        return text
    head, colon, rest = text.partition(":")
    return untagged(rest.strip()) if colon and rest.strip() and fold(head) in words()["title.prefixes"] else text
