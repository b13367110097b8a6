"""Where a page names its press contacts: the headings, and the lines that belong to each."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from crm.reading.coordinates import first_cell, has_coordinates, without_symbols
from crm.reading.cues import Cue, is_about_heading, is_other_heading
from crm.reading.designations import is_institution
from crm.reading.leads import label_cue, sentence_cue
from crm.reading.names import has_given_name, is_person, is_some_name
from crm.reading.offices import is_designation
from crm.reading.vocabulary import listed, opens_with_phrase, says, says_phrase, says_press
from crm.reading.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.reading.lines import Line

__all__ = ["Section", "sections_of"]

_MAX_LINES: Final = 60
"""Lines that a section goes on without an address, a number or a name."""
_PROSE_WORDS: Final = 18
"""A line of that many words without a coordinate is prose, and no contact."""

_CARD: Final = 6
"""Lines above a label in which the name of a card may stand."""
_MAX_BLOCK: Final = 12
_SHORT: Final = 2
_LEADS: Final = 7
"""Lines within which a sentence must come to an address or a number."""


@dataclass(frozen=True, slots=True)
class Section:
    """The lines under a heading; `rest` is what the heading's own line says after it, `institution` what it names."""

    heading: Line
    is_press: bool
    """Whether the heading says press; one that says only *Contact* proves less."""
    rest: str
    institution: str | None
    lines: tuple[Line, ...]
    is_labelled: bool = True
    """Whether anything says that these are contacts."""
    is_sentence: bool = False
    """Whether a sentence says so, and no heading."""

    @property
    def is_on_duty(self) -> bool:
        """Whether the heading says that somebody answers when the others do not: *Kontakt außerhalb der Bürozeiten*."""
        return not self.is_sentence and says_phrase(self.heading.said, "contacts.duty")


def sections_of(lines: Sequence[Line]) -> list[Section]:
    """Return the sections of contacts in the order of the page, those headed *Contact* alone among them."""
    found, index, before = [], 0, None
    while index < len(lines):
        line = lines[index]
        cue = _cue(lines, index, before) if not line.is_blank and line.has_cue else None
        before = before if line.is_blank else line
        block = _block_above(lines, index) if line.has_cue and _closes(line, cue) else []
        if block:
            found.append(Section(line, True, "", None, tuple(block)))
        elif cue is not None:
            above = [] if cue.rest else _card_above(lines, index) if cue.is_soft else _name_above(lines, index)
            found.append(_section(lines, index, cue, above))
            index += len(found[-1].lines) - len(above)
        index += 1
    return found


def _cue(lines: Sequence[Line], index: int, before: Line | None) -> Cue | None:
    line = lines[index]
    following = lines[index + 1 : index + _LEADS]
    return line.heading or label_cue(line, before, following) or sentence_cue(line, following)


def _name_above(lines: Sequence[Line], index: int) -> list[Line]:
    """Return the name right above a heading, without a blank line between."""
    above = lines[index - 1] if index else None
    return [above] if above is not None and is_person(above.plain) and has_given_name(above.plain) else []


def _card_above(lines: Sequence[Line], index: int) -> list[Line]:
    """Return a name, and what somebody does, right above a label that stands inside the card of a person."""
    found: list[Line] = []
    for line in reversed(lines[max(0, index - _CARD) : index]):
        if line.is_blank:
            continue
        found.insert(0, line)
        if is_person(line.plain):
            return found
        if not (is_designation(line.plain) or _says_only_press(line)):
            break
    return []


def _says_only_press(line: Line) -> bool:
    """Tell a line of one word or two that says press: *Presseagentur*."""
    return len(line.said) <= _SHORT and says_press(line.said)


def _block_above(lines: Sequence[Line], index: int) -> list[Line]:
    """Return the lines right above a label that closes a card, where these name somebody and a coordinate."""
    above = list(takewhile(lambda line: not line.is_blank, reversed(lines[max(0, index - _MAX_BLOCK) : index])))[::-1]
    is_card = any(line.has_coordinates for line in above) and any(is_person(line.plain) for line in above)
    return above if is_card else []


def _closes(line: Line, cue: Cue | None) -> bool:
    """Tell words that end a card and say for whom it is: *Media enquiries only*, *email us here*."""
    is_only = cue is not None and cue.is_press and not cue.rest and says(line.said, "only")
    if not is_only and not says_phrase(line.said, "contacts.press_phrases"):
        return False
    return not (line.has_coordinates or line.plain.endswith(":"))


def _section(lines: Sequence[Line], index: int, cue: Cue, above: Sequence[Line] = ()) -> Section:
    body = (*above, *_body(lines, index, cue))
    return Section(lines[index], cue.is_press, cue.rest, cue.institution, body, is_sentence=cue.is_sentence)


def _body(lines: Sequence[Line], index: int, cue: Cue) -> Iterator[Line]:
    """Yield the lines after a cue, up to the first that belongs to something else."""
    heading, blanks, only_bullets = lines[index], 0, False
    has_begun, passed = has_coordinates(cue.rest), False
    last, above = heading.number, heading if cue.is_sentence and heading.has_coordinates else None
    for place in range(index + 1, len(lines)):
        line = lines[place]
        if line.is_blank:
            blanks += 1
        elif place == index + 1 and _is_rule(line):
            continue
        elif above is None and not has_begun and cue.is_press and is_other_heading(line):
            yield line  # *For investor or media inquiries, please contact:* and then *Investor relations*
            above = line
        elif (
            _ends(line, heading)
            or sentence_cue(line, lines[place + 1 : place + _LEADS])
            or (above and blanks and _is_unrelated(line, blanks, cue, only_bullets=only_bullets))
            or ((blanks or above is None) and _says_only_others(line))
        ) or (has_begun and blanks and _is_legal(line)):
            return
        elif (has_begun or cue.is_sentence or (above and blanks)) and _is_passed_over(
            line, passed=passed and not blanks
        ):
            blanks, passed = 0, True
            continue
        else:
            blanks, only_bullets = 0, line.is_bullet and (only_bullets or above is None)
            is_evidence, passed = _is_evidence(line), False
            has_begun = has_begun or is_evidence
            last, above = (line.number if is_evidence else last), line
        if line.number > last + _MAX_LINES:
            return
        yield line


def _is_passed_over(line: Line, *, passed: bool) -> bool:
    """Tell the address or number of somebody else, on a line that says so or goes on from one that does."""
    if not line.has_coordinates:
        return False
    return line.is_for_others or (passed and not _opens_with_name(line))


def _is_legal(line: Line) -> bool:
    """Tell the foot of a page that says under which number somebody is registered, with their switchboard."""
    return says_phrase(line.said, "contacts.legal") and not says_press(line.said) and not _opens_with_name(line)


def _is_evidence(line: Line) -> bool:
    """Whether a line shows that contacts go on: it has an address, a number or a name."""
    return line.has_coordinates or _opens_with_name(line)


def _opens_with_name(line: Line) -> bool:
    return is_person(first_cell(without_symbols(line.plain)))


def _ends(line: Line, heading: Line) -> bool:
    is_headed = is_about_heading(line) or (line.level and line.level <= (heading.level or 6)) or _heads_others(line)
    if is_headed or _is_in_strokes(line):
        return True
    if line.has_coordinates:
        return False
    is_prose = len(line.plain.split()) >= _PROSE_WORDS and not is_designation(line.plain)
    return _is_rule(line) or _opens_end(line) or is_prose or is_other_heading(line)


def _is_rule(line: Line) -> bool:
    """Tell a line of signs alone; right under a heading, it underlines it."""
    return not any(c.isalnum() for c in line.plain)


def _is_in_strokes(line: Line) -> bool:
    """Tell what a wire prints of itself: */© 2025 Halden Wire 01 …/*."""
    return line.plain.startswith("/") and line.plain.endswith("/") and not line.has_cue


def _heads_others(line: Line) -> bool:
    """Tell a heading that begins a section of its own; an office, or *Contact : Anne Le Goff*, does not."""
    found = line.heading
    return found is not None and not found.is_soft and (found.is_press or not found.rest)


def _says_only_others(line: Line) -> bool:
    """Tell a heading of a word or two that says who else has a contact: *Chercheur*, *Investisseurs*."""
    return (
        len(line.said) <= _SHORT and line.is_for_others and listed("contacts.others", "articles").issuperset(line.said)
    )


def _opens_end(line: Line) -> bool:
    if not opens_with_phrase(line.said, "contacts.ends") or not line.folded or _opens_with_name(line):
        return False
    return "/" not in line.plain or line.folded in words().phrases["contacts.ends"]


def _is_unrelated(line: Line, blanks: int, cue: Cue, *, only_bullets: bool) -> bool:
    """Tell the first line after blank ones that goes on with something else."""
    name = without_symbols(line.plain)
    if line.has_coordinates or is_person(name) or is_some_name(name):
        return False
    if cue.is_sentence:
        return not is_institution(line.plain)
    return (only_bullets and not line.is_bullet) or (blanks > 1 and not is_institution(line.plain))
