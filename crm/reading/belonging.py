"""Whether what a section prints next belongs to the contact it printed before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crm.reading.names import has_given_name
from crm.reading.tokens import Kind
from crm.reading.vocabulary import listed, opens_with_phrase, says, says_press
from crm.values import folded_words

if TYPE_CHECKING:
    from crm.reading.drafts import Draft
    from crm.reading.lines import Line
    from crm.reading.tokens import Token
    from crm.values import EmailAddress

__all__ = [
    "begins_mailbox",
    "has_room",
    "heads_next",
    "is_complete",
    "is_far_off",
    "is_for_others_only",
    "is_labelled_apart",
    "is_named_together",
    "is_next_item",
    "is_of",
    "is_of_next",
    "is_on_duty",
    "is_post_under",
    "is_switchboard",
    "is_told_of",
    "is_town",
    "leads",
]

_MAX_TOLD: Final = 6
"""Words of what somebody does."""
_FAR: Final = 8
"""Words without a coordinate among them after which a page has gone on to something else."""
_MANY: Final = 3
"""Words of a label from which on it is no name of a place: *(P) Taipei: …*"""


def _is_beside(draft: Draft, token: Token) -> bool:
    """Whether a token stands on the last line of a draft, or right under it."""
    return draft.paragraph == token.paragraph and bool(draft.lines) and draft.lines[-1] >= token.line - 1


def is_of(draft: Draft, token: Token, *, is_alone: bool) -> bool:
    """Whether a name belongs to the coordinates before it; `is_alone` where the section has no other."""
    is_near = _is_beside(draft, token)
    if token.is_prose or (not is_near and any(email.is_shared for email in draft.emails)):
        return False
    is_of_institution = draft.institution is not None and not draft.is_inherited and draft.is_reachable
    if is_of_institution and not is_alone and not is_near:
        return False
    return draft.paragraph == token.paragraph or is_alone


def is_town(draft: Draft | None, token: Token, before: Token | None) -> bool:
    """Whether words shaped like a name stand in the postal address of somebody who is not reached yet."""
    if draft is None or before is None or before.kind is not Kind.OTHER or not _awaits_more(draft, token):
        return False
    return draft.lines[-1] < token.line


def is_post_under(draft: Draft | None, token: Token, before: Token | None) -> bool:
    """Whether words shaped like a name stand right under one, and are what somebody does: *Chefarzt Pneumologie*."""
    if draft is None or before is None or before.kind is not Kind.PERSON or not _awaits_more(draft, token):
        return False
    return before.line == token.line - 1


def is_told_of(draft: Draft, token: Token, before: Token, after: Token | None) -> bool:
    """Whether words that no list has end the line of a name, and so say what they do: *Anne Le Goff – chercheuse*."""
    ends = after is None or after.line != token.line
    if before.kind is not Kind.PERSON or before.line != token.line or not ends or draft.role or draft.is_reachable:
        return False
    said = folded_words(token.text)
    is_wordy = len(said) > _MAX_TOLD or any(sign.isdigit() or sign in ":!?@/" for sign in token.text)
    return not (is_wordy or token.cell.is_aside or says(said[:1], "leads") or says(said, "verbs"))


def _awaits_more(draft: Draft, token: Token) -> bool:
    """Whether a person who is surely one is not reached yet, and what follows is surely no other person."""
    if draft.name is None or draft.is_reachable or draft.is_bullet or draft.paragraph != token.paragraph:
        return False
    return draft.is_surely_named and not has_given_name(token.text)


def is_named_together(draft: Draft | None, token: Token, before: Token | None) -> bool:
    """Whether a name follows another on one line, with nothing between them that could be the other's alone."""
    if before is None or before.kind not in (Kind.PERSON, Kind.ROLE) or before.line != token.line or token.is_prose:
        return False
    if draft is None or draft.name is None or draft.lines[-1] != token.line:
        return False
    return not draft.is_reachable


def has_room(draft: Draft, role: Token) -> bool:
    """Whether a role may be that of a draft: its first, or one that goes on before the coordinates begin."""
    if draft.role is None or draft.lines[-1] == role.line:
        return True
    return not draft.is_reachable and not draft.has_role_above


def is_of_next(draft: Draft, role: Token, after: Token | None) -> bool:
    """Whether a role behind somebody's number is that of the name after it: *…, or director Anne Le Goff*."""
    is_behind = draft.is_reachable and draft.lines[-1] == role.line
    return is_behind and after is not None and after.kind is Kind.PERSON and after.line == role.line


def heads_next(token: Token, after: Token | None) -> bool:
    """Whether an institution is the label of the name after it: *Halden Bay Trust: Anne Quint, 01 …*."""
    return token.cell.is_label and after is not None and after.kind is Kind.PERSON and after.line == token.line


def leads(token: Token, after: Token | None, draft: Draft) -> bool:
    """Whether an institution's own address follows its colon, or it on a line below: *Verreval : info@…*."""
    if after is None or after.kind is not Kind.COORDINATE or after.line != token.line:
        return False
    is_below = bool(draft.emails and draft.phones) and draft.lines[-1] < token.line
    if not (token.cell.is_label or is_below):
        return False
    return after.cell.email is None or not draft.has_own(after.cell.email)


def is_on_duty(draft: Draft, before: Token | None) -> bool:
    """Whether the number after `before` is that of whoever is on duty: *Out of hours: …*.

    In brackets the words are said of a number of the same person: *01 …, 06 … (astreinte)*.
    """
    if before is None or before.kind is not Kind.OTHER or before.cell.is_aside or not draft.phones:
        return False
    return opens_with_phrase(folded_words(before.text), "contacts.duty")


def is_next_item(draft: Draft, token: Token) -> bool:
    """Whether a list goes on with an item of its own."""
    line = token.cell.line
    is_other = draft.is_bullet and line.is_bullet and line.number not in draft.lines and draft.is_reachable
    return is_other and line.indent <= draft.indent and not _is_field(line)


def _is_field(line: Line) -> bool:
    """Tell a line of a form that says of whoever stands above: *Phone: 01 …*."""
    label, colon, _ = line.plain.partition(":")
    return bool(colon) and listed("contacts.labels").issuperset(folded_words(label))


def is_complete(draft: Draft, token: Token, before: Token | None) -> bool:
    """Whether somebody has address and number, and these stand in another paragraph with words of their own."""
    if not (draft.emails and draft.phones) or draft.paragraph == token.paragraph:
        return False
    if before is None or before.paragraph != token.paragraph or before.kind is not Kind.OTHER:
        return False
    is_short_label = before.cell.is_label and len(before.text.split()) < _MANY
    return not is_short_label and (token.cell.email is None or not draft.has_own(token.cell.email))


def is_switchboard(draft: Draft, token: Token, first: Token | None) -> bool:
    """Whether a line below somebody who has an own address and a number begins with words of something else.

    Such is the foot of a page: *Verreval, 12 rue des Tanneurs, 01 99 …*.
    """
    if first is None or not draft.phones or not any(draft.has_own(email) for email in draft.emails):
        return False
    if first is token or first.line != token.line or draft.lines[-1] >= token.line or token.cell.email in draft.emails:
        return False
    is_words = first.kind is Kind.OTHER and not first.cell.is_label and " " in first.text
    return (is_words or first.kind is Kind.INSTITUTION) and not (token.cell.email and draft.has_own(token.cell.email))


def is_labelled_apart(draft: Draft, token: Token, first: Token | None) -> bool:
    """Whether a line of its own begins with a label, and leads to a mailbox: *Belgique : presse-be@…*."""
    email = token.cell.email
    if draft.name is None or not draft.is_reachable or email is None or draft.has_own(email):
        return False
    if not (email.is_shared or any(draft.has_own(one) for one in draft.emails)):
        return False
    if first is None or first.kind is not Kind.OTHER or not first.cell.is_label or first.line != token.line:
        return False
    return draft.lines[0] < token.line and not says(folded_words(first.text), "labels")


def is_far_off(token: Token, passed: int) -> bool:
    """Whether a mailbox that nothing says is for the press comes after as many words of something else."""
    email = token.cell.email
    if email is None or not email.is_shared or passed < _FAR:
        return False
    return not says_press(folded_words(email.rpartition("@")[0]))


def is_for_others_only(email: EmailAddress) -> bool:
    """Whether what stands before the ``@`` says that it is not for the press: ``kundenservice@…``."""
    said = folded_words(email.rpartition("@")[0])
    return says(said, "others") and not says_press(said)


def begins_mailbox(draft: Draft, token: Token) -> bool:
    """Whether an address is a mailbox apart from somebody who has an address already."""
    email = token.cell.email
    if email is None or email in draft.emails or draft.has_own(email):
        return False
    if draft.emails and is_for_others_only(email):
        return True
    if not email.is_shared:
        return False
    return bool(draft.emails) and (draft.paragraph != token.paragraph or token.is_prose)
