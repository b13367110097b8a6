"""Pages that a program in JavaScript draws (JSX): what it says in quotes is shown, what it does is not."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["is_script", "titles_of_script", "without_code", "without_script"]

_HEAD: Final = 20_000
_SCRIPT: Final = re.compile(
    r"""^\s{0,9}(?:import\b[^\n]{0,300}["'];?|export\s+(?:default|const|async|function)\b[^\n]*"""
    r"""|["']use client["'];?)\s*$""",
    re.MULTILINE,
)
_LITERAL: Final = r"""(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\$]|\\.)*`)"""
_REMARK: Final = re.compile(r"\{\s*/\*(?:[^*]|\*(?!/)){0,2000}\*/\s*\}")
_SHOWN: Final = re.compile(
    rf"\{{\s*(?:[A-Za-z_$][\w.$]{{0,60}}\(\s*)?({_LITERAL}(?:\s*,\s*(?:{_LITERAL}|[\w.$]{{1,60}})){{0,8}})\s*,?\s*\)?\s*\}}"
)
"""*{"words"}*, and *{text("key", "words")}*."""
_CONSTANT: Final = re.compile(rf"\b(?:const|let|var)\s+(\w+)(?:\s*:\s*\w+)?\s*=\s*({_LITERAL})")
_TITLED: Final = re.compile(
    rf"\b(?:const|let|var)\s+(\w+)[^=\n]{{0,60}}=\s*\{{[^{{}}\[]{{0,300}}?\btitle\s*:\s*({_LITERAL})"
)
_NAME: Final = re.compile(r"(?<=>)\s*\{\s*(\w+(?:\.title)?)\s*\}")
_QUOTED: Final = re.compile(_LITERAL)
_KEY: Final = re.compile(r"[\w-]+(?:[.:_/][\w-]+)+")
_HEADED: Final = re.compile(
    r"""<([A-Z]\w{0,30})\s(?:[^<>]{0,300}\s)?(?:variant|as|component)=["']h([1-6])["'][^<>]{0,300}>"""
)
_ESCAPED: Final = re.compile(r"\\(.)")
_SIGNS: Final = re.compile(r"[{}\"'`]")
_MAX_VALUE: Final = 3_000
_MAX_VALUES: Final = 3_000
_CODE: Final = re.compile(
    r"\s*(?:(?:import|export|const|let|var|function|async|class|return|render|interface|type)\b.*[{}(\[;'\"\]>]"
    rf"|(?:title|description|keywords)\s*:\s*{_LITERAL},?|\{{[^{{}}]*\btitle\s*:[^{{}}]*\}},?"
    r"|[\w.]+\s*=\s*['\"].*|[\w-]+\(\)\s*\{|[\s(){}\[\];,<>/=]+|[\"']use client[\"'];?)\s*"
)
_DECLARED: Final = re.compile(rf"""(?:^|[{{,;\s])["']?(?:page)?title["']?\s*:\s*({_LITERAL})""", re.IGNORECASE)
_PASSED: Final = re.compile(rf"<[A-Z]\w*\s[^<>]{{0,600}}?\b(?:title|heading|headline)=\{{?({_LITERAL})")
_MAX_TITLES: Final = 3


def is_script(text: str) -> bool:
    """Tell a program that draws a page from a page with programs in it, and from a text with a part or two drawn."""
    if "className=" in text:
        return True
    return "return (" in text and _SCRIPT.search(text, 0, _HEAD) is not None


def without_script(text: str) -> str:
    """Return a page as its program draws it, as far as it says so: remarks go, and what stands in quotes is shown.

    >>> without_script('<h1 style={{ color: "red" }}>{text("head", "Une forêt")}</h1>{/* Texte */}')
    '<h1 style="">Une forêt</h1>'
    """
    return _SHOWN.sub(_shown, _headed(_plain_values(_named(_REMARK.sub("", text)))))


def titles_of_script(text: str) -> list[str]:
    """Return what a program calls its page, the most reliable last: its data, and what it hands to a part of it.

    >>> titles_of_script('export const metadata = { title: "Espace presse" }; <Hero title="Une forêt" />')
    ['Espace presse', 'Une forêt']
    """
    declared = islice(_DECLARED.finditer(text, 0, _HEAD), 1)
    passed = islice(_PASSED.finditer(text, 0, _HEAD), _MAX_TITLES)
    return [_unquoted(found[1]) for found in (*declared, *list(passed)[:1])]


def without_code(lines: str) -> str:
    """Return the lines of a page without those that are only program."""
    return "\n".join(line for line in lines.split("\n") if not line.strip() or not _CODE.fullmatch(line))


def _named(text: str) -> str:
    """Return the text with what a constant or the title of its data says, where that is shown: ``<h1>{title}</h1>``."""
    names = {found[1]: found[2] for found in islice(_CONSTANT.finditer(text, 0, _HEAD), _MAX_VALUES)}
    names |= {f"{found[1]}.title": found[2] for found in islice(_TITLED.finditer(text, 0, _HEAD), _MAX_TITLES)}
    if not names:
        return text
    return _NAME.sub(lambda name: _unquoted(names[name[1]]) if name[1] in names else name[0], text)


def _shown(found: re.Match[str]) -> str:
    """Return the longest of the words in quotes, none where they are only the key of words that stand elsewhere."""
    longest = max(map(_unquoted, _QUOTED.findall(found[1])), key=len)
    return "" if _KEY.fullmatch(longest) and "(" in found[0] else longest


def _headed(text: str) -> str:
    """Return the text with a tag of headings for each part that says it is one: ``<Text variant="h2">``."""
    names = {found[1] for found in _HEADED.finditer(text)}
    if not names:
        return text
    ends = re.compile(rf"</(?:{'|'.join(sorted(names))})\s*>")
    return ends.sub("</h1>", _HEADED.sub(r"<h\2>", text))


def _unquoted(literal: str) -> str:
    return _ESCAPED.sub(r"\1", literal[1:-1])


def _plain_values(text: str) -> str:
    """Return the text with each attribute that is worked out (``={…}``) empty, or what it has in quotes."""
    pieces, done = [], 0
    for start in islice(_values(text), _MAX_VALUES):
        end = _closed(text, start + 1) if start >= done else 0
        if end:
            shown = _QUOTED.fullmatch(text[start + 2 : end - 1].strip())
            value = _unquoted(shown[0]).replace('"', "&quot;") if shown else ""
            pieces += [text[done:start], f'="{value}"']
            done = end
    return "".join([*pieces, text[done:]])


def _values(text: str) -> Iterator[int]:
    place = text.find("={")
    while place >= 0:
        yield place
        place = text.find("={", place + 2)


def _closed(text: str, start: int) -> int:
    """Return where the brace that opens at `start` is closed again, 0 where it is not for long."""
    depth, quote = 0, ""
    for sign in _SIGNS.finditer(text, start, start + _MAX_VALUE):
        if quote or sign[0] in "\"'`":
            quote = "" if sign[0] == quote else quote or sign[0]
            continue
        depth += 1 if sign[0] == "{" else -1
        if depth == 0:
            return sign.end()
    return 0
