"""Text made safe to look at: what would be invisible, or would move what is around it, is shown by its name."""

from __future__ import annotations

import html
import re
from typing import Final

__all__ = ["escaped", "visible"]

_HIDDEN: Final = re.compile(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Control characters, separators of lines, marks of direction, spaces without width, halves of characters, tags.

The joiners U+200C and U+200D stay: Persian words and pictures of families are written with them.
"""


def visible(text: str) -> str:
    r"""Return `text` with a visible sign for each character that is none: no line ends in it, nothing turns it round.

    >>> visible("a\x1b[31m\u202eb\r")
    'a⟨U+001B⟩[31m⟨U+202E⟩b⟨U+000D⟩'
    """
    return _HIDDEN.sub(_sign, text)


def escaped(text: str) -> str:
    r"""Return `text` as HTML that says just that, between tags and in a quoted attribute.

    >>> escaped("<b title='&'>\0")
    '&lt;b title=&#x27;&amp;&#x27;&gt;⟨U+0000⟩'
    """
    return html.escape(visible(text), quote=True)


def _sign(found: re.Match[str]) -> str:
    return f"⟨U+{ord(found[0]):04X}⟩"
