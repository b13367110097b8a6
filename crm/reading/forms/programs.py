"""Pages that a PHP program holds: the text that stands in it as a document is taken out of it."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

__all__ = ["titles_of_template", "with_variable", "without_program"]

_BEGINNING: Final = re.compile(r"""<<<[ \t]*(["']?)([A-Za-z_]\w{0,40})\1[ \t]*\r?\n""")
_MAX_DOCUMENTS: Final = 20
_HEAD: Final = 20_000
_SECTION: Final = re.compile(
    r"""@section\(\s*['"]title['"]\s*,\s*(?:'([^'\n]{3,300})'|"([^"\n]{3,300})")"""
    r"""|\{%-?\s*block\s+(?:page_?)?title\s*-?%\}([^{}]{3,300})\{%"""
)


def without_program(text: str) -> str:
    r"""Return `text` with the documents of its program (``<<<PAGE``) outside of the program.

    >>> without_program("<?php $html = <<<PAGE\n<p>Une forêt</p>\nPAGE;\n show($html);")
    '<?php $html = ?><p>Une forêt</p>\n<?php ;\n show($html);?>'
    """
    if "<?php" not in text or "<<<" not in text:
        return text
    pieces, done = [], 0
    for found in islice(_BEGINNING.finditer(text), _MAX_DOCUMENTS):
        end = re.compile(rf"^[ \t]*{found[2]}\b", re.MULTILINE).search(text, found.end())
        if found.start() >= done and end is not None:
            pieces += [text[done : found.start()], "?>", text[found.end() : end.start()], "<?php "]
            done = end.end()
    return "".join([*pieces, text[done:], "" if "?>" in text[done:] else "?>"]) if pieces else text


def titles_of_template(text: str) -> list[str]:
    """Return what a template calls its page, in a section or a block of that name.

    >>> titles_of_template("@section('title', 'Une forêt')")
    ['Une forêt']
    >>> titles_of_template("{% block title %}Une forêt{% endblock %}")
    ['Une forêt']
    """
    found = _SECTION.search(text, 0, _HEAD) if "title" in text else None
    return [(found[1] or found[2] or found[3]).strip()] if found else []


def with_variable(text: str, name: str, value: str) -> str:
    """Return `text` with the value of a variable where it is shown.

    >>> with_variable("<h1><?=$title?></h1><h1>$title</h1><?php echo $title; ?>", "$title", "Une forêt")
    '<h1>Une forêt</h1><h1>Une forêt</h1>Une forêt'
    """
    shown = re.compile(
        rf"<\?(?:=|php\s+(?:echo|print)\b)\s{{0,9}}\"?{re.escape(name)}\"?\s{{0,9}};?\s{{0,9}}\?>|(?<=>){re.escape(name)}(?=<)"
    )
    return shown.sub(lambda _: value, text)
