"""The paragraphs in which institutions describe themselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crm.reading.cues import is_about_heading
from crm.reading.findings import ReadBoilerplate
from crm.reading.vocabulary import by_first_word, first_words
from crm.reading.words import words
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from crm.reading.lines import Line

__all__ = ["boilerplates_of", "headed_names"]

_MIN_WORDS: Final = 12
"""A description has at least that many."""

_LEAD_IN: Final = re.compile(r"\s*(?:[LlDd][’']|[Ll][ae]s?\s|[Tt]he\s)?\s*\*\*(?P<name>[^*\n]{2,120})\*\*")
_FIRST_WORD: Final = re.compile(r"(\w{1,5})[’'\s]\s*(?=\S)(.*)", re.DOTALL)
_ASIDE: Final = re.compile(r",\s(?=[^\W\d_A-Z])")
"""Where a heading goes on behind its name: *About Orvane, a maker of maps*."""
_LETTERS: Final = re.compile(r"\w+")
_GAPS: Final = re.compile(r"\s{2,}|\t")
_MAX_NAME_WORDS: Final = 10


def headed_names(lines: Sequence[Line]) -> list[str]:
    """Return the institutions that a heading *À propos de …* names, as printed, without article."""
    firsts = first_words("boilerplates.headings")
    opened = [line for line in lines if line.said and line.said[0] in firsts]
    return [name for line in opened if _is_about(line) and (name := _name_after_about(line))]


def _is_about(line: Line) -> bool:
    """Tell *About Valmont* from *Over 500 people*: a preposition alone heads a boilerplate only before a name."""
    if not line.said or line.said[0] not in first_words("boilerplates.headings") or not is_about_heading(line):
        return False
    if len(_GAPS.findall(line.printed.strip())) > 1:
        return False  # a menu
    phrase, rest = _cut(line)
    return " " in phrase or not rest or rest[0].isupper() or (rest[0].isalpha() and " " not in rest)


def boilerplates_of(
    lines: Sequence[Line], names: Sequence[str], contacts_end: int | None
) -> tuple[ReadBoilerplate, ...]:
    """Return the boilerplates in order; `names` are the institutions known so far.

    They stand under *À propos*, under a heading that is an institution's name, or after the contacts (whose last
    line is `contacts_end`) as paragraphs that begin with an institution's name.
    """
    found: list[ReadBoilerplate] = []
    known = {fold(name): name for name in names}
    index = 0
    while index < len(lines):
        if lines[index].is_blank and "" not in known:
            index += 1
            continue
        taken = _at(lines, index, known, contacts_end)
        found += taken
        index = taken[-1].lines[1] if taken else index + 1
    return tuple(found)


def _at(
    lines: Sequence[Line], index: int, names: Mapping[str, str], contacts_end: int | None
) -> Sequence[ReadBoilerplate]:
    line = lines[index]
    if _is_about(line):
        return list(_under_about(lines, index, names))
    if line.folded in names:
        return list(_whole(lines, index + 1, line.plain))
    if contacts_end is not None and line.number > contacts_end and _is_description(line):
        name = _opening_name(line, names)
        return [ReadBoilerplate(name, (line.number, line.number), line.plain)] if name else ()
    return ()


def _under_about(lines: Sequence[Line], index: int, names: Mapping[str, str]) -> Iterator[ReadBoilerplate]:
    """Yield one boilerplate for the institution the heading names, else one for each paragraph that names its own."""
    name = _name_after_about(lines[index])
    if name:
        yield from _whole(lines, index + 1, name)
        return
    for line in _paragraphs(lines, index + 1):
        if _is_description(line):
            yield ReadBoilerplate(_opening_name(line, names), (line.number, line.number), line.plain)


def _whole(lines: Sequence[Line], start: int, name: str) -> Iterator[ReadBoilerplate]:
    """Yield the paragraphs from `start` to the next heading as one boilerplate, if they describe anything."""
    first = next((place for place in range(start, len(lines)) if not lines[place].is_blank), None)
    if first is None or not _is_description(lines[first]):
        return
    body = _paragraphs(lines, first)
    if body:
        yield ReadBoilerplate(name, (body[0].number, body[-1].number), "\n".join(line.plain for line in body))


def _paragraphs(lines: Sequence[Line], start: int) -> list[Line]:
    """Return the lines that are not blank, from `start` to whatever begins something else."""
    body = []
    for place in range(start, len(lines)):
        line = lines[place]
        if not line.is_blank and _begins_another(line):
            break
        if not line.is_blank:
            body.append(line)
    return body


def _begins_another(line: Line) -> bool:
    if line.level or _is_about(line) or line.heading is not None:
        return True
    is_rule = not any(c.isalnum() for c in line.plain)
    return is_rule or line.folded.startswith(words().phrases["contacts.ends"])


def _is_description(line: Line) -> bool:
    return len(line.plain.split()) >= _MIN_WORDS and not line.is_bullet


def _opening_name(line: Line, names: Mapping[str, str]) -> str | None:
    """Return the institution a paragraph begins with: a known one, or the words it prints in bold."""
    opening = _without_article(fold(line.plain[:120])).split()
    known = (" ".join(opening[:size]) for size in range(len(opening), 0, -1))
    longest = next((folded for folded in known if folded in names), None)
    if longest is not None:
        return names[longest]
    bold = _LEAD_IN.match(line.printed)
    name = " ".join(bold["name"].split()).strip(" :") if bold else ""
    return trim_article(name) if name and len(name.split()) <= _MAX_NAME_WORDS else None


def _name_after_about(line: Line) -> str | None:
    """Return what follows *À propos de* in a heading, without article, as printed."""
    return trim_article(_cut(line)[1]) or None


def _cut(line: Line) -> tuple[str, str]:
    """Return the words of a heading that say *about*, folded, and what follows them, as printed."""
    text, folded = line.plain.rstrip(" :"), f"{line.folded} "
    phrases = by_first_word("boilerplates.headings")[line.said[0]]
    phrase = next(one for one in phrases if folded.startswith(f"{one} "))
    ends = [word.end() for word in _LETTERS.finditer(text)]
    size = len(phrase.split())
    name = text[ends[size - 1] :].strip(" ’'") if size <= len(ends) else ""
    return phrase, _ASIDE.split(name, maxsplit=1)[0]


def trim_article(name: str) -> str:
    """Return a name without the article before it.

    >>> trim_article("L'Université de Valmont"), trim_article("the University of Valmont"), trim_article("ORME")
    ('Université de Valmont', 'University of Valmont', 'ORME')
    """
    found = _FIRST_WORD.match(name)
    return found[2] if found and fold(found[1]) in words()["articles"] else name


def _without_article(folded: str) -> str:
    first, _, rest = folded.partition(" ")
    return rest if first in words()["articles"] else folded
