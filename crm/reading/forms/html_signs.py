"""What tells HTML from text, a page from a template, and in which charset a page says it is."""

from __future__ import annotations

import re
from typing import Final

from crm.reading.forms.scripts import is_script

__all__ = ["declared_charset", "has_block", "is_html", "is_page"]

_BEGINNING: Final = re.compile(
    r"\s*+(?:<!--(?>.*?-->)\s*+)*+<(?:!doctype html|html[\s>]|\?xml|\?php|head[\s>])", re.IGNORECASE | re.DOTALL
)
_PAGE: Final = re.compile(r"\s*+(?:<!--(?>.*?-->)\s*+)*+<(?:!doctype html|html[\s>]|\?xml)", re.IGNORECASE | re.DOTALL)
"""How a page begins that is one from its first character to its last; the others stand in a program or a template."""
_BLOCK_TAG: Final = re.compile(
    r"</?(?:p|br|div|h[1-6]|li|ul|td|tr|table|define-tag|title|pre)(?=[\s/>])", re.IGNORECASE
)
_MIN_TAGS: Final = 4
_MIN_SHARE: Final = 0.5
"""Share of the paragraphs of a text that must hold a tag, for the text to be HTML."""

_CHARSET: Final = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w-]{2,40})""", re.IGNORECASE
)


def declared_charset(data: bytes) -> str | None:
    """Return the charset that a page says it is in, None where it does not."""
    found = _CHARSET.search(data[:4096])
    return found[1].decode("ascii", "replace") if found else None


def is_html(text: str) -> bool:
    r"""Tell a page saved as text from a text in which a few tags or ``<addresses@example.org>`` stand.

    >>> is_html("<html><body>Bonjour"), is_html("# Titre\n\nDu *texte*<br>\n\nContact : <anne@example.org>")
    (True, False)
    """
    if "<" not in text:
        return False
    if _BEGINNING.match(text):
        return True
    tags = [found.start() for found in _BLOCK_TAG.finditer(text)]
    if len(tags) < _MIN_TAGS:
        return False
    if is_script(text):
        return True
    paragraphs = [piece for piece in re.split(r"\n[ \t\r]*\n", text) if piece.strip()]
    return sum(_BLOCK_TAG.search(piece) is not None for piece in paragraphs) >= _MIN_SHARE * len(paragraphs)


def is_page(text: str) -> bool:
    """Tell a page from a template or a program with HTML in it, whose own lines are lines."""
    return _PAGE.match(text) is not None


def has_block(text: str) -> bool:
    """Tell whether a tag of a block stands in a text."""
    return _BLOCK_TAG.search(text) is not None
