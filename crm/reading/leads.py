"""What leads to a contact and is no heading: a sentence that gives one, the label of the line below."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crm.reading.coordinates import first_cell, has_coordinates, spelled_at
from crm.reading.cues import Cue, head_and_rest, named_beside
from crm.reading.designations import is_institution, opens_with_role
from crm.reading.names import has_given_name, is_person, is_some_name
from crm.reading.offices import is_desk
from crm.reading.persons import asked_for
from crm.reading.vocabulary import says, says_phrase, says_press
from crm.reading.words import words
from crm.values import folded_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.reading.lines import Line

__all__ = ["label_cue", "sentence_cue"]

_MAX_LABEL: Final = 80
_MAX_LABEL_WORDS: Final = 6
_MAX_NAME: Final = 4
_MAX_DUTY_WORDS: Final = 9
"""Of a label that says when somebody answers: *Rückfragen außerhalb der Bürozeiten und am Wochenende:*."""
_MAX_SENTENCE: Final = 2_000
_STOPS: Final = (".", "!", "?")
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")


def sentence_cue(line: Line, following: Sequence[Line]) -> Cue | None:
    """Return what a sentence says of the contacts in it or right after it: *For more information, please contact …*.

    `following` are the lines after it. A sentence that leads to no address and no number says nothing.
    """
    if not line.has_cue or len(line.plain) > _MAX_SENTENCE:
        return None
    said = _without_addresses(line)
    is_press = says_press(said) and (says(said, "contact") or says(said, "verbs"))
    is_press = is_press or says_phrase(said, "contacts.press_phrases")
    if says_phrase(said, "contacts.other_phrases") or _is_to_register(said):
        return None
    if not is_press and (says(said, "others") or not says_phrase(said, "contacts.phrases")):
        return None
    if not (line.has_coordinates or _leads_on(line, following)) or opens_with_role(line.plain):
        return None
    return Cue(is_press, False, _after_colon(line.plain), is_sentence=True)


def _is_to_register(said: Sequence[str]) -> bool:
    """Tell a sentence by which somebody comes to a conference, unless it leads to answers too."""
    weak = words()["contacts.weak"]
    return says(said, "registers") and not says([word for word in said if word not in weak], "answers")


def _without_addresses(line: Line) -> Sequence[str]:
    """Return the folded words without addresses and links, whose words are names."""
    sign = spelled_at(line.plain, line.said)
    if sign:
        return folded_words(line.plain[:sign].rstrip().rpartition(" ")[0])
    if "@" not in line.plain and "/" not in line.plain:
        return line.said
    return folded_words(" ".join(word for word in line.plain.split() if "@" not in word and "/" not in word))


def _after_colon(text: str) -> str:
    """Return what a sentence says after its colon, all of it where there is none, or somebody is named before it."""
    head, colon, rest = text.partition(": ")
    is_named_before = has_coordinates(head) or asked_for(head) or _opens_with_person(head)
    return rest if colon and not is_named_before else text


def _opens_with_person(head: str) -> bool:
    """Tell *Anne Quint is available for interviews. Contact: …*: a known name, and words in small letters."""
    found = head.split(maxsplit=_MAX_NAME)
    return any(
        found[size][0].islower() and has_given_name(name := " ".join(found[:size])) and is_person(name)
        for size in range(2, len(found))
    )


def _leads_on(line: Line, following: Sequence[Line]) -> bool:
    """Whether an address or a number follows in the same paragraph, or under a line that ends with a colon."""
    is_open = not line.plain.endswith(_STOPS)
    for after in following:
        if after.is_blank and not is_open:
            return False
        if after.has_coordinates:
            return True
    return False


def label_cue(line: Line, before: Line | None, following: Sequence[Line]) -> Cue | None:
    """Return what a short label says of the contact right under it: *Presse*, *Auskünfte erteilt:*, *Porte-parole :*.

    A word of the press, or one for who answers, is enough where a name or an address follows at once. Under a name
    the same words are somebody's role: `before` is the line above, if it says anything.
    """
    is_on_duty = line.plain.endswith(":") and says_phrase(line.said, "contacts.duty")
    if not (is_on_duty or says(line.said, "answers") or says(line.said, "communication") or says_press(line.said)):
        return None
    head, rest = head_and_rest(line.plain[:_MAX_SENTENCE])
    said = folded_words(head) if len(head) <= _MAX_LABEL else []
    is_on_duty = is_on_duty or says_phrase(said, "contacts.duty")
    if (
        not 0 < len(said) <= (_MAX_DUTY_WORDS if is_on_duty else _MAX_LABEL_WORDS)
        or not _may_label(line, head)
        or says(said, "others")
    ):
        return None
    is_press = says_press(said) or says(said, "communication")
    is_of_else = says(said, "registers") or (says(said, "papers") and not _names_somebody(line, first_cell(rest)))
    if is_of_else and not says(said, "contact"):
        return None  # what the press is given, or comes to: *Sign up to receive press releases:*
    is_of_nobody = not (is_press or is_on_duty or says(said, "answers"))
    if is_of_nobody or _is_role_of(before, line) or _labels_a_release(head, said):
        return None
    return Cue(is_press, True, rest, named_beside(head)) if _leads_at_once(rest, following) else None


def _names_somebody(line: Line, name: str) -> bool:
    """Tell *Pressebilder: Anne Quint* from the title of a release: *# Pressemeldung — Orvane Karten-Server*."""
    return is_person(name) and (line.level == 0 or has_given_name(name))


def _may_label(line: Line, head: str) -> bool:
    return not (line.plain.endswith(_STOPS) or line.is_link or has_coordinates(head))


def _labels_a_release(head: str, said: Sequence[str]) -> bool:
    """Tell *Media advisory*, which is no office that answers."""
    return len(said) > 1 and " ".join(said) in words().phrases["title.labels"] and not is_desk(head)


def _is_role_of(before: Line | None, line: Line) -> bool:
    return before is not None and not line.plain.endswith(":") and is_person(before.plain)


def _leads_at_once(rest: str, following: Sequence[Line]) -> bool:
    """Whether the words after a label, or the next line that says anything, begin a contact that can be reached."""
    said = [line for line in following if line.plain]
    first = rest or next((line.plain for line in said), "")
    name = first_cell(first)
    if _YEAR.search(rest) and not has_coordinates(rest):
        return False  # a dateline: *Pressemitteilung – Berlin, Mai 2024*
    is_reached = has_coordinates(rest) or any(line.has_coordinates for line in said)
    return is_reached and (has_coordinates(first) or is_some_name(name) or is_person(name) or is_institution(name))
