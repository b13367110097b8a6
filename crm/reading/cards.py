"""Cards that nothing labels: a name, what somebody does, a number; a letterhead, a signature."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from crm.reading.coordinates import first_cell, last_coordinate
from crm.reading.designations import is_institution
from crm.reading.local_parts import resembles
from crm.reading.names import has_given_name, is_person
from crm.reading.paragraphs import paragraphs
from crm.reading.persons import joined_persons
from crm.reading.sections import Section
from crm.reading.vocabulary import first_words, opens_with_phrase, says, says_press
from crm.reading.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.reading.lines import Line

__all__ = ["unlabelled_sections"]

_MAX_CARD: Final = 7
_MAX_WIDTH: Final = 100
"""Characters: a longer line is prose, and ends a card."""
_MAX_WORDS: Final = 9
_MAX_SMALL: Final = 4
"""Words of a line of a card, and those in small letters."""
_HEAD: Final = 12
"""Lines at the top among which one says that the page is a release."""
_NEAR: Final = 2
_MAX_LABEL: Final = 5
"""Lines above a name in which its label stands, and words of that."""
_BLANKS: Final = 6
"""Lines between a greeting and a name."""
_MIN_STEM: Final = 8
"""Letters of a word for communication that compounds begin with."""
_STOPS: Final = (".", "!", "?", "…", ";")


def unlabelled_sections(lines: Sequence[Line]) -> list[Section]:
    """Return the paragraphs that are the card of a person whom nothing says to contact.

    An address made from the name is proof enough, and so is the press in what somebody does. A number alone must
    stand where a release has its contacts: above its text, below a greeting, below all of its text.
    """
    prose = paragraphs(lines)
    is_release = _is_release(lines)
    found, place = [], 0
    while place < len(lines):
        if is_release and _is_under_label(lines, place):
            found.append(Section(lines[place], False, lines[place].plain, None, (), is_labelled=False))
        card = _card_at(lines, place) if _is_name(lines[place]) and not _is_under_others(lines, place) else []
        if card and (_is_sure(card) or (is_release and _stands_well(lines, place, card, prose))):
            found.append(Section(card[0], False, card[0].plain, None, tuple(card[1:]), is_labelled=False))
        place += len(card) or 1
    return found


def _is_name(line: Line) -> bool:
    if line.is_blank or len(line.plain) > _MAX_WIDTH or line.is_link:
        return False
    if line.folded in _labels():
        return False
    return is_person(line.plain) or bool(joined_persons(line.plain)) or _named_with_post(line.plain) != ""


def _is_under_others(lines: Sequence[Line], place: int) -> bool:
    """Whether a label right above says that somebody is not for the press: *Contact scientifique*."""
    above = next((line for line in reversed(lines[max(0, place - _NEAR) : place]) if not line.is_blank), None)
    return above is not None and above.is_for_others and len(above.said) <= _MAX_LABEL and not above.has_coordinates


def _named_with_post(text: str) -> str:
    """Return the name that a line gives with what somebody does: *Anne Quint, MLO to Minister Roy*."""
    name, comma, post = text.partition(",")
    is_short = comma and 0 < post.count(" ") <= _MAX_WORDS and text[-1] not in _STOPS
    return name if is_short and is_person(name) and has_given_name(name) else ""


def _card_at(lines: Sequence[Line], start: int) -> list[Line]:
    """Return the lines of the card that begins with a name, as far as a number or an address; nothing without one."""
    card = [lines[start]]
    for line in lines[start + 1 : start + _MAX_CARD]:
        if not _is_of_card(line) or (_is_name(line) and any(one.has_coordinates for one in card)):
            break
        card.append(line)
    last = max((place for place, line in enumerate(card) if line.has_coordinates), default=0)
    is_followed = last and last + 1 < len(card) and _is_of_press(card[last + 1])
    return card[: last + 2] if is_followed else card[: last + 1] if last else []


def _is_of_card(line: Line) -> bool:
    """Tell a line of a card: a few words, most with capitals, and no end of a sentence behind them."""
    if line.is_blank or len(line.plain) > _MAX_WIDTH or (line.is_for_others and not is_institution(line.plain)):
        return False
    found = [word for word in line.plain.split() if word[0].isalpha() and "@" not in word]
    small = len([word for word in found if word.islower()])
    is_sentence = line.plain.endswith(_STOPS) and not line.has_coordinates and small > 1
    return not is_sentence and len(found) <= _MAX_WORDS and small <= _MAX_SMALL


def _is_sure(card: Sequence[Line]) -> bool:
    """Whether a card has an address made from its name, or the press in what somebody does, and a number."""
    name = _named_with_post(card[0].plain) or card[0].plain
    said = [word for line in card[1:] for word in line.plain.split()]
    has_own = any("@" in word and resembles(word.partition("@")[0], name) for word in said)
    has_number = any(line.has_coordinates and last_coordinate(line.plain.partition("@")[0]) for line in card[1:])
    return has_number and (has_own or (has_given_name(name) and any(_is_of_press(line) for line in card[1:])))


def _is_of_press(line: Line) -> bool:
    """Whether a line of a card speaks of the press or of communication: *Kommunikasjonsrådgiver*."""
    if line.has_coordinates:
        return False
    return says_press(line.said) or any(word.startswith(_stems()) for word in line.said)


@cache
def _stems() -> tuple[str, ...]:
    return tuple(word for word in words()["contacts.communication"] if len(word) >= _MIN_STEM)


def _stands_well(lines: Sequence[Line], place: int, card: Sequence[Line], prose: Sequence[int]) -> bool:
    """Whether a card stands above the text, below a greeting, or below all of the text."""
    if _is_below_greeting(lines, place):
        return True
    number = card[0].number
    return has_given_name(card[0].plain) and bool(prose) and not prose[0] <= number <= prose[-1]


def _is_under_label(lines: Sequence[Line], place: int) -> bool:
    """Whether a line right under *For immediate release* is somebody's, with a number: *Anne Quint, 01 99 …*."""
    line = lines[place]
    if line.is_blank or not line.has_coordinates or len(line.plain) > _MAX_WIDTH:
        return False
    name = first_cell(line.plain)
    if name == line.plain or not (has_given_name(name) and is_person(name)):
        return False
    above = next((one for one in reversed(lines[max(0, place - _BLANKS) : place]) if not one.is_blank), None)
    return above is not None and above.folded in _labels()


def _is_below_greeting(lines: Sequence[Line], place: int) -> bool:
    above = next((line for line in reversed(lines[max(0, place - _BLANKS) : place]) if not line.is_blank), None)
    return above is not None and len(above.said) <= _MAX_WORDS and opens_with_phrase(above.said, "contacts.greetings")


def _is_release(lines: Sequence[Line]) -> bool:
    """Whether a line at the top says that the page is a release, or one that something is for the press."""
    said = [line for line in lines if not line.is_blank]
    is_labelled = any(_is_label(line) or says(line.said, "papers") for line in said[:_HEAD])
    return is_labelled or any(says_press(line.said) for line in said if len(line.plain) <= _MAX_WIDTH)


def _is_label(line: Line) -> bool:
    return line.said[:1] != () and line.said[0] in first_words("title.labels") and _opens_with_label(line)


def _opens_with_label(line: Line) -> bool:
    return line.folded in _labels() or opens_with_phrase(line.said, "title.labels")


@cache
def _labels() -> frozenset[str]:
    return frozenset(words().phrases["title.labels"])
