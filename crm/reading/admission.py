"""Whether what a section holds answers for the press, where neither its heading nor a name says so."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from crm.reading.paragraphs import is_code
from crm.reading.vocabulary import opens_with_phrase, says, says_press
from crm.reading.words import words
from crm.values import folded_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crm.reading.drafts import Draft
    from crm.reading.findings import ReadContact
    from crm.reading.lines import Line
    from crm.reading.sections import Section
    from crm.values import EmailAddress

__all__ = [
    "is_beside_end",
    "is_beside_persons",
    "is_by_the_way",
    "is_closing",
    "is_for_press",
    "is_given",
    "is_mailbox",
    "is_office",
    "is_only_on_duty",
]

_MAX_CLOSING: Final = 3
"""Lines of a mere *Contact* that a text ends with."""
_MIN_SIGNS: Final = 3
"""Signs in a row that end a text: *###*."""
_NOTES_WITHIN: Final = 15
"""Lines below a section, all items of a list, before the notes to editors."""
_LONG_SENTENCE: Final = 18
"""Words of a sentence that says more than whom to contact."""


def is_by_the_way(section: Section, contact: ReadContact) -> bool:
    """Tell a mailbox that a long sentence gives for something else, as questions to a conference, and no office."""
    is_mere = contact.name is None and contact.role is None and not is_for_press(None, contact.emails)
    return is_mere and section.is_sentence and len(section.heading.said) > _LONG_SENTENCE


def is_given(section: Section, text_begins: int | None) -> bool:
    """Whether a section that says only *Contact* is the release's own: above its text, or for *Rückfragen*."""
    if section.is_press or section.is_sentence or not section.is_labelled:
        return False
    is_above = text_begins is not None and section.heading.number < text_begins
    return is_above or says(section.heading.said, "asks")


def is_beside_end(section: Section, lines: Sequence[Line]) -> bool:
    """Whether a section that says only *Contact* stands right below the sign of a text's end, or above its notes."""
    if section.is_press or section.is_sentence or not section.is_labelled:
        return False
    last = section.lines[-1] if section.lines else section.heading
    above = next((line for line in reversed(lines[: section.heading.number - 1]) if not line.is_blank), None)
    below = [line for line in lines[last.number : last.number + _NOTES_WITHIN] if not line.is_blank]
    is_below_end = above is not None and _is_end_mark(above)
    notes = next((place for place, line in enumerate(below) if opens_with_phrase(line.said, "contacts.notes")), None)
    return is_below_end or (notes is not None and all(line.is_bullet for line in below[:notes]))


def _is_end_mark(line: Line) -> bool:
    """Tell *ENDS*, *-30-*, *# # #*: what a release prints below its text."""
    signs = line.printed.replace(" ", "")
    return line.folded in _end_marks() or (len(signs) >= _MIN_SIGNS and set(signs) == {"#"})


@cache
def _end_marks() -> frozenset[str]:
    return frozenset(words().phrases["contacts.end_marks"])


def is_closing(section: Section, text_ends: int | None) -> bool:
    """Whether a section that says only *Contact* is what a text ends with, and not the foot of a page below it."""
    if section.is_press or section.is_sentence or not section.is_labelled or text_ends is None:
        return False
    last = section.lines[-1] if section.lines else section.heading
    is_short = len([line for line in section.lines if not is_code(line)]) <= _MAX_CLOSING
    return is_short and text_ends <= last.number


def is_beside_persons(section: Section, drafts: Iterable[Draft], text_ends: int | None) -> bool:
    """Whether a text ends with a section that says only *Contact*, and persons are in it beside the offices."""
    if section.is_press or section.is_sentence or not section.is_labelled or text_ends is None:
        return False
    last = section.lines[-1] if section.lines else section.heading
    return text_ends <= last.number and any(draft.name is not None and draft.is_reachable for draft in drafts)


def is_mailbox(draft: Draft) -> bool:
    """Tell an address that nothing else is beside: with a number it may be the help desk of a wire."""
    return bool(draft.emails) and not draft.phones and draft.name is None


def is_office(draft: Draft, section: Section) -> bool:
    """Tell the office of a section that is the release's own: it is named beside its number."""
    is_named = draft.role is not None or (draft.institution is not None and not draft.is_inherited)
    is_asked = says(section.heading.said, "asks")
    return draft.is_reachable and draft.name is None and (is_named or is_asked)


def is_only_on_duty(draft: Draft, section: Section) -> bool:
    """Whether nothing but its hours says that a number is for the press: it is, below one that is."""
    return section.is_on_duty and draft.name is None and not is_for_press(draft.role, draft.emails)


def is_for_press(role: str | None, emails: Iterable[EmailAddress]) -> bool:
    """Whether a role, or what stands before the ``@``, has a word of the press."""
    local_parts = " ".join(email.rpartition("@")[0] for email in emails)
    said = folded_words(f"{role or ''} {local_parts}")
    return says_press(said)
