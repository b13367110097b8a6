"""The press contacts of a page: who, for which institution, at which address and number."""

from __future__ import annotations

from itertools import compress
from operator import not_
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from crm.reading.admission import (
    is_beside_end,
    is_beside_persons,
    is_by_the_way,
    is_closing,
    is_for_press,
    is_given,
    is_mailbox,
    is_office,
    is_only_on_duty,
)
from crm.reading.belonging import is_for_others_only
from crm.reading.boilerplates import trim_article
from crm.reading.cards import unlabelled_sections
from crm.reading.entries import completed, distinct
from crm.reading.findings import Evidence, ReadContact, ReadWarning
from crm.reading.known import Known
from crm.reading.names import has_given_name
from crm.reading.orders import assembled
from crm.reading.others import leads_to_others
from crm.reading.paragraphs import first_paragraph, last_words
from crm.reading.partners import with_partners
from crm.reading.pieces import pieces_of
from crm.reading.residue import Residue
from crm.reading.section_tokens import tokens_of
from crm.reading.sections import sections_of
from crm.reading.tables import by_person
from crm.values import folded_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from crm.reading.drafts import Draft
    from crm.reading.findings import Lines
    from crm.reading.lines import Line
    from crm.reading.regions import Regions
    from crm.reading.sections import Section

__all__ = ["Contacts", "contacts_of"]

_UNDER: Final = 20
"""Lines under a heading within which somebody who cannot be reached may be its contact."""

_MAX_PRINTED: Final = 60
"""Lines of a contact printed whole; of one in two columns, only its own."""

_MAX_QUOTED: Final = 80

_ABOVE: Final = 50
"""Contacts above a number among which one is a person's."""

_UNSURE: Final = 0.62
"""A contact of which nothing confirms the name."""
_CERTAIN: Final = 0.99
"""The most a reading claims."""


class Contacts(NamedTuple):
    """What `contacts_of` returns: the contacts in printed order, and the lines their sections took."""

    contacts: tuple[ReadContact, ...]
    warnings: tuple[ReadWarning, ...]
    last_line: int | None
    """The last line of the last section that gave a contact: boilerplates may follow it."""

    def evidence(self) -> Iterator[Evidence]:
        """Yield why each piece of each contact is one."""
        for place, contact in enumerate(self.contacts):
            yield from (one.about(place) for one in contact.evidence)


def contacts_of(lines: Sequence[Line], regions: Regions, known: Known | None = None) -> Contacts:
    """Return the press contacts; `known` is what is known of institutions met elsewhere in the text.

    A section headed *Contact* alone gives only what can be reached: persons with an address or a number, and
    mailboxes that say press.
    """
    known = known or Known()
    pieces = pieces_of(lines)
    sections = with_partners(sections_of(pieces), lines)
    is_any_press = any(one.is_press for one in sections)
    is_of_press = [one.is_press or (is_any_press and one.is_on_duty) for one in sections]
    press = _of_sections(list(compress(sections, is_of_press)), lines, regions, known)
    others = _of_sections(list(compress(sections, map(not_, is_of_press))), lines, regions, known)
    if not press.contacts and not others.contacts:
        return _of_sections(unlabelled_sections(pieces), lines, regions, known)._replace(warnings=press.warnings)
    if not press.contacts:
        return others
    desks = [one for one in others.contacts if is_for_press(one.role, one.emails)]  # though under a mere *Contact*
    return press._replace(contacts=distinct([*completed(press.contacts, others.contacts), *desks]))


def _of_sections(sections: Sequence[Section], lines: Sequence[Line], regions: Regions, known: Known) -> Contacts:
    found: list[ReadContact] = []
    by_the_way: list[ReadContact] = []
    warnings: list[ReadWarning] = []
    last_line = None
    text_begins, text_ends = (first_paragraph(lines), last_words(lines)) if sections else (None, None)
    for section in sections:
        tokens = by_person(tokens_of(section, regions, known))
        assembly = assembled(section, tokens)
        drafts = assembly.drafts
        is_reachable = any(draft.is_reachable for draft in drafts)
        own = [] if section.is_press else _of_the_release(section, drafts, lines, (text_begins, text_ends))
        kept = [
            draft
            for draft in drafts
            if _is_contact(draft, section, others_are_reachable=is_reachable) or any(draft is one for one in own)
        ]
        kept = [draft for draft in kept if section.is_press or found or not is_only_on_duty(draft, section)]
        around = (kept[max(0, place - _ABOVE) : place] for place in range(len(kept)))
        kept = [draft for draft, before in zip(kept, around, strict=True) if not _is_afterthought(draft, before)]
        ends = _ends(section)
        finished = [_finished(draft, section, _place(draft, ends), lines) for draft in kept]
        found += finished
        by_the_way += [one for one in finished if is_by_the_way(section, one)]
        if kept:
            last_line = max(line for draft in kept for line in draft.lines)
        if kept or section.is_press:
            warnings += Residue(section, tokens, assembly, kept).warnings()
    if any(one.name is not None for one in found):
        found = [one for one in found if one not in by_the_way]
    return Contacts(distinct(found), tuple(warnings), last_line)


def _of_the_release(
    section: Section, drafts: Sequence[Draft], lines: Sequence[Line], text: tuple[int | None, int | None]
) -> list[Draft]:
    """Return the offices and mailboxes of a section that says only *Contact*, and is the release's own.

    `text` is where that begins and ends.
    """
    offices = [draft for draft in drafts if is_office(draft, section)]
    if offices and not (is_given(section, text[0]) or is_beside_end(section, lines)):
        offices = [one for one in offices if one.emails and is_beside_persons(section, drafts, text[1])]
    boxes = [draft for draft in drafts if is_mailbox(draft)] if is_closing(section, text[1]) else []
    return [draft for draft in (*offices, *boxes) if not _is_of_others(draft, section)]


def _is_contact(draft: Draft, section: Section, *, others_are_reachable: bool) -> bool:
    if _is_of_others(draft, section):
        return False
    if draft.is_reachable:
        return section.is_press or section.is_on_duty or draft.name is not None or _is_of_press(draft)
    if draft.name is None or not section.is_press:
        return False
    is_near = min(draft.lines) <= section.heading.number + _UNDER
    return draft.is_bullet or (is_near and not others_are_reachable)


def _is_of_press(draft: Draft) -> bool:
    """Whether an office, its address or the institution printed with it is for the press: *Pressedienst der Stadt*."""
    own = None if draft.is_inherited else draft.institution
    return is_for_press(f"{draft.role or ''} {own or ''}", draft.emails)


def _is_afterthought(draft: Draft, before: Sequence[Draft]) -> bool:
    """Tell a number or a mailbox below the persons, in a paragraph of its own, that nothing says is for the press.

    Such is the foot of a page: an address, a switchboard.
    """
    if draft.name is not None or draft.role is not None or is_for_press(None, draft.emails):
        return False
    above = [one for one in before if one.is_reachable and _is_somebody(one)]
    is_apart = draft.is_far_off or all(one.paragraph != draft.paragraph for one in above)
    is_named = draft.institution is not None and not draft.is_inherited
    return bool(above) and is_apart and (draft.has_strange_words or not is_named)


def _is_somebody(draft: Draft) -> bool:
    """Whether a draft is a person, or an office with a mailbox for the press."""
    if draft.name is not None or not draft.emails:
        return draft.name is not None
    return draft.is_desk or is_for_press(draft.role, draft.emails)


def _is_of_others(draft: Draft, section: Section) -> bool:
    """Tell a mailbox whose own name says that it is not for the press: ``kundenservice@…``.

    Somebody under a mere *Contact* who has no other address does not answer for the press either.
    """
    if draft.name is not None and section.is_press:
        return False
    if draft.role is not None and leads_to_others(folded_words(draft.role)):
        return True  # *Investor Relations*
    of_others = [is_for_others_only(email) for email in draft.emails]
    return any(of_others) if draft.name is None else bool(of_others) and all(of_others)


def _finished(draft: Draft, section: Section, place: Lines, lines: Sequence[Line]) -> ReadContact:
    kind: Literal["person", "desk"] = "desk" if draft.name is None else "person"
    return ReadContact(
        name=draft.name,
        kind=kind,
        institution=_without_article(draft.institution),
        role=draft.role,
        emails=tuple(draft.emails),
        phones=tuple(draft.phones),
        unread=tuple(draft.unread),
        texts=tuple(draft.texts.items()),
        evidence=(_heading(section), *draft.evidence),
        lines=place,
        confidence=_confidence(draft, section),
        printed="\n".join(line.printed for line in _own_lines(draft, place, lines)),
    )


def _without_article(name: str | None) -> str | None:
    """Return a name without what a sentence put before it: *de l'Université*; *La Poste* keeps its own."""
    return trim_article(name) if name and name[0].islower() else name


def _heading(section: Section) -> Evidence:
    where = (section.heading.number, section.heading.number)
    text = section.heading.plain[:_MAX_QUOTED]
    reason = "says that press contacts follow" if section.is_press else "says that contacts follow"
    return Evidence("contact.heading", where, text, text, 0.95 if section.is_press else 0.7, reason)


def _ends(section: Section) -> dict[int, int]:
    """Return where the paragraphs end that were read as one line, by the numbers of these."""
    return {line.number: line.until for line in (section.heading, *section.lines) if line.until > line.number}


def _place(draft: Draft, ends: Mapping[int, int]) -> Lines:
    """Return the first and the last line of a contact, to the end of a paragraph that was read as one line."""
    return min(draft.lines), max(ends.get(line, line) for line in draft.lines)


def _own_lines(draft: Draft, place: Lines, lines: Sequence[Line]) -> Sequence[Line]:
    first, last = place
    if last - first < _MAX_PRINTED:
        return lines[first - 1 : last]
    return [lines[number - 1] for number in sorted(set(draft.lines))]


def _confidence(draft: Draft, section: Section) -> float:
    """Return how sure a contact is. Source: of 256 contacts read from real and from invented pages, the share right."""
    has_own_mail = any(draft.has_own(email) for email in draft.emails)
    evidence = (
        (has_own_mail, 0.2),
        (draft.name is not None and has_given_name(draft.name), 0.12),
        (bool(draft.emails) and bool(draft.phones), 0.03),
        (not section.is_labelled, -0.25),
        (len(draft.emails) > 1 or bool(draft.unread), -0.3),
    )
    return round(min(_UNSURE + sum(weight for holds, weight in evidence if holds), _CERTAIN), 2)
