"""Where a page names its press contacts: the headings, and the lines that belong to each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from crm.reading.coordinates import has_coordinates, without_symbols
from crm.reading.names import is_designation, is_desk, is_institution, is_person, is_role, opens_with_role
from crm.reading.words import words
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.reading.lines import Line

__all__ = ["Section", "is_about_heading", "named_beside", "press_heading", "sections_of"]

_MAX_HEADING_WORDS: Final = 8
_MAX_ABOUT_WORDS: Final = 14
_MAX_LINES: Final = 60
"""Lines that a section goes on without an address, a number or a name."""
_PROSE_WORDS: Final = 18
"""A line of that many words without a coordinate is prose, and no contact."""

_CUT: Final = re.compile(r"\s*[:|]\s*|\s+[-–—]+\s+|(?=\S+@)|(?=[(+]?\d)")
_OWN: Final = ("press", "contact", "soft", "headings", "desks", "desk_names", "fillers", "others")
_CAPITAL: Final = re.compile(r"[A-ZÀ-Þ]")
_NAME_ENDS: Final = re.compile(r"\s*[,(|:;/]\s*|\s+[-–—]\s+")


@dataclass(frozen=True, slots=True)
class Section:
    """The lines under a heading; `rest` is what the heading's own line says after it, `institution` what it names."""

    heading: Line
    is_press: bool
    """Whether the heading says press; one that says only *Contact* proves less."""
    rest: str
    institution: str | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Heading:
    is_press: bool
    is_soft: bool
    """Whether it names an office (*Relations presse*), which among contacts is one of them and no heading."""
    rest: str
    institution: str | None


def sections_of(lines: Sequence[Line]) -> list[Section]:
    """Return the sections of press contacts; those headed *Contact* alone only where no heading says press."""
    found, index = [], 0
    while index < len(lines):
        heading = press_heading(lines[index])
        if heading is not None:
            found.append(_section(lines, index, heading))
            index += len(found[-1].lines)
        index += 1
    return [section for section in found if section.is_press] or found


def press_heading(line: Line) -> _Heading | None:
    """Return what the line is the heading of, None when it heads no contacts."""
    if line.folded and not _may_head(line):
        return None
    head, rest = _cut(line.plain)
    folded = fold(head).split()
    if not 0 < len(folded) <= _MAX_HEADING_WORDS or (line.is_bullet and not rest):
        return None
    if (_says(folded, "press") and _says(folded, "contact")) or _says(folded, "headings"):
        return (
            _soft_heading(line, head, rest)
            if opens_with_role(head)
            else _Heading(True, False, rest, named_beside(head))
        )
    if _says(folded, "others"):
        return None
    if (_says(folded, "press") and _says(folded, "soft")) or _says(folded, "desk_names"):
        return _soft_heading(line, head, rest)
    return _Heading(False, False, rest, None) if _says_contact(folded) and not line.is_link else None


def _may_head(line: Line) -> bool:
    """Whether one of the words every heading has is in the line: most lines have none, and are done with."""
    return not _triggers().isdisjoint(line.folded.split())


@cache
def _triggers() -> frozenset[str]:
    return frozenset().union(*(words()[f"contacts.{name}"] for name in ("press", "weak", "headings", "desk_names")))


def _soft_heading(line: Line, head: str, rest: str) -> _Heading | None:
    """Return the heading that names an office; *Attachée de presse* alone is somebody's role."""
    if is_role(head.split()[0]) and not rest:
        return None
    return _Heading(True, True, line.plain if is_desk(head) else rest, named_beside(head))


def is_about_heading(line: Line) -> bool:
    """Tell *À propos de …*: a short line that opens a boilerplate."""
    if not line.folded.startswith(words().phrases["boilerplates.headings"]) or line.plain.endswith("."):
        return False
    return len(line.plain.split()) <= _MAX_ABOUT_WORDS and any(
        f"{line.folded} ".startswith(f"{phrase} ") for phrase in words().phrases["boilerplates.headings"]
    )


def _cut(text: str) -> tuple[str, str]:
    """Split a line into what may be its heading and the rest."""
    if len(text) > 400:
        return "", ""
    found = next((cut for cut in _CUT.finditer(text) if cut.start() > 0), None)
    return (text[: found.start()], text[found.end() :]) if found else (text, "")


def _says(folded: Sequence[str], name: str) -> bool:
    listed = words()[f"contacts.{name}"]
    return any(word in listed for word in folded)


def _says_contact(folded: Sequence[str]) -> bool:
    weak, fillers = words()["contacts.weak"], words()["contacts.fillers"]
    return any(word in weak for word in folded) and all(word in weak or word in fillers for word in folded)


def named_beside(head: str) -> str | None:
    """Return the institution that a heading, or the name of an office, names beside its own words.

    >>> named_beside("Contact presse Ville de Valmont"), named_beside("Press contacts")
    ('Ville de Valmont', None)
    """
    own = frozenset().union(*(words()[f"contacts.{name}"] for name in _OWN))
    found = head.split()
    others = [place for place, word in enumerate(found) if any(piece not in own for piece in fold(word).split())]
    name = " ".join(found[others[0] : others[-1] + 1]).strip(" ,.()–—-") if others else ""
    return name if _CAPITAL.search(name) else None


def _section(lines: Sequence[Line], index: int, heading: _Heading) -> Section:
    return Section(lines[index], heading.is_press, heading.rest, heading.institution, tuple(_body(lines, index)))


def _body(lines: Sequence[Line], index: int) -> Iterator[Line]:
    """Yield the lines after a heading, up to the first that belongs to something else."""
    heading, blanks, only_bullets = lines[index], 0, False
    last, above = heading.number, None
    for place in range(index + 1, len(lines)):
        line = lines[place]
        if line.is_blank:
            blanks += 1
        elif not _is_role_under(above, line) and (
            _ends(line, heading) or (above and blanks and _is_unrelated(line, blanks, only_bullets=only_bullets))
        ):
            return
        else:
            blanks, only_bullets = 0, line.is_bullet and (only_bullets or above is None)
            last, above = (line.number if _is_evidence(line) else last), line
        if line.number > last + _MAX_LINES:
            return
        yield line


def _is_evidence(line: Line) -> bool:
    """Whether a line shows that contacts go on: it has an address, a number or a name."""
    return has_coordinates(line.plain) or _opens_with_name(line)


def _opens_with_name(line: Line) -> bool:
    return is_person(_NAME_ENDS.split(without_symbols(line.plain), maxsplit=1)[0])


def _is_role_under(above: Line | None, line: Line) -> bool:
    """Tell what somebody does, under their name or under another of their roles: it ends nothing and heads nothing."""
    if above is None or not (opens_with_role(line.plain) and is_designation(line.plain)):
        return False
    return opens_with_role(above.plain) or _opens_with_name(above)


def _ends(line: Line, heading: Line) -> bool:
    if is_about_heading(line) or (line.level and line.level <= (heading.level or 6)) or _heads_others(line):
        return True
    if has_coordinates(line.plain):
        return False
    is_rule = not any(c.isalnum() for c in line.plain)
    is_prose = len(line.plain.split()) >= _PROSE_WORDS and not is_designation(line.plain)
    return is_rule or _opens_end(line) or is_prose or _is_other_heading(line)


def _heads_others(line: Line) -> bool:
    """Tell a heading that begins a section of its own; an office, or *Contact : Anne Le Goff*, does not."""
    found = press_heading(line)
    return found is not None and not found.is_soft and (found.is_press or not found.rest)


def _opens_end(line: Line) -> bool:
    if not line.folded.startswith(words().phrases["contacts.ends"]):
        return False
    return line.folded in words().phrases["contacts.ends"] or (
        "/" not in line.plain and any(line.folded.startswith(f"{end} ") for end in words().phrases["contacts.ends"])
    )


def _is_other_heading(line: Line) -> bool:
    """Tell the heading of contacts that are not for the press: *Investor relations:*."""
    if words()["contacts.others"].isdisjoint(line.folded.split()):
        return False
    folded = fold(_cut(line.plain)[0]).split()
    contact = words()["contacts.contact"]
    return (
        len(folded) <= 5
        and any(word in words()["contacts.others"] for word in folded)
        and any(word in contact for word in folded)
    )


def _is_unrelated(line: Line, blanks: int, *, only_bullets: bool) -> bool:
    """Tell the first line after blank ones that goes on with something else."""
    if has_coordinates(line.plain) or is_person(without_symbols(line.plain)):
        return False
    return (only_bullets and not line.is_bullet) or (blanks > 1 and not is_institution(line.plain))
