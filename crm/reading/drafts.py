"""A contact while its section is read: what was taken for it, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from crm.errors import InvalidEmail
from crm.reading.findings import Evidence, ReadUnread
from crm.reading.local_parts import resembles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.errors import InvalidValue
    from crm.reading.tokens import Token
    from crm.values import EmailAddress, PhoneNumber

__all__ = ["Assembled", "Draft", "settle", "share", "unread"]

_AROUND: Final = 100
"""Drafts before and after it in which the one is looked for that an address was made from."""


@dataclass(eq=False)
class Draft:
    """A contact while its section is read."""

    paragraph: int
    name: str | None = None
    is_surely_named: bool = False
    """Whether the name is a person's beyond its shape: by its given name, its title, or an address made from it."""
    is_desk: bool = False
    """Whether an office was printed, which is its role."""
    is_bullet: bool = False
    indent: int = 0
    has_bullet: bool = False
    """Whether its first address or number is in an item of a list."""
    institution: str | None = None
    is_inherited: bool = False
    """Whether the institution is that of the heading, and not printed with the contact."""
    role: str | None = None
    has_role_above: bool = False
    is_name_last: bool = False
    has_strange_words: bool = False
    """Whether words that nothing explains stand before its first address or number, in its own paragraph."""
    is_far_off: bool = False
    """Whether words of something else stand between it and the contact before."""
    emails: list[EmailAddress] = field(default_factory=list)
    phones: list[PhoneNumber] = field(default_factory=list)
    unread: list[ReadUnread] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    lines: list[int] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)

    @property
    def is_reachable(self) -> bool:
        """Whether there is an address or a number."""
        return bool(self.emails or self.phones)

    def has_own(self, email: EmailAddress) -> bool:
        """Whether an address was made from the name."""
        return self.name is not None and resembles(email.rpartition("@")[0], self.name)

    def note(self, kind: str, token: Token, value: str, confidence: float, reason: str) -> None:
        """Remember that `token` was taken for something of this contact, and why."""
        self.lines.append(token.line)
        where = (token.line, token.line)
        self.evidence.append(Evidence(f"contact.{kind}", where, token.text, value, confidence, reason))

    def note_above(self, kind: str, token: Token, confidence: float, reason: str) -> None:
        """Remember what stands above this contact and is no line of it."""
        self.note(kind, token, token.text, confidence, reason)
        self.lines.clear()

    def take(self, token: Token) -> None:
        """Take an address or a number, once."""
        email, phone = token.cell.email, token.cell.phone
        if not self.is_reachable:
            self.has_bullet = token.cell.line.is_bullet
        if email is not None and email not in self.emails:
            self.emails.append(email)
        if phone is not None and phone not in self.phones:
            self.phones.append(phone)
        value = str(email or phone)
        self.texts.setdefault(value, token.cell.text)
        if email is None:
            self.note("phone", token, value, 0.95, "a number that the numbering plan knows")
        elif self.has_own(email):
            self.note("email", token, value, 0.99, "an address made from the name")
        else:
            self.note("email", token, value, 0.9, "an address beside the name" if self.name else "an address")

    def give(self, email: EmailAddress, other: Draft) -> None:
        """Give an address to the contact it was made from."""
        self.emails.remove(email)
        other.emails.append(email)
        other.texts[str(email)] = self.texts.pop(str(email), str(email))
        moved = [one for one in self.evidence if one.value == str(email)]
        self.evidence = [one for one in self.evidence if one.value != str(email)]
        other.evidence += moved
        other.lines += [one.lines[0] for one in moved]
        for one in moved:
            self.lines.remove(one.lines[0])


@dataclass(frozen=True, slots=True)
class Assembled:
    """The drafts of a section in printed order, and what no draft took."""

    drafts: list[Draft]
    unexplained: list[Token]
    joined: set[int]
    """The tokens, by identity, that became part of a role."""

    def score(self) -> float:
        """Return how much of the section the drafts explain."""
        named = [draft for draft in self.drafts if draft.name is not None]
        own = sum(draft.has_own(email) for draft in named for email in draft.emails)
        others = sum(not draft.has_own(email) and not email.is_shared for draft in named for email in draft.emails)
        unreachable = sum(not draft.is_reachable for draft in named)
        nameless = sum(draft.name is None for draft in self.drafts)
        return 2 * own - others - 2 * unreachable - nameless


def share(group: Sequence[Draft]) -> None:
    """Give those named together what stands behind the last of them: one number each where there are as many."""
    if not group:
        return
    last = group[-1]
    phones, is_one_each = list(last.phones), len(last.phones) == len(group)
    emails = list(last.emails)
    last.emails = []
    for place, draft in enumerate(group):
        draft.phones = phones[place : place + 1] if is_one_each else list(phones)
        draft.emails = draft.emails or [email for email in emails if not _is_of_another(email, draft, group)]
        draft.texts = draft.texts or dict(last.texts)
        if draft.institution is None or (draft.is_inherited and not last.is_inherited):
            draft.institution, draft.is_inherited = last.institution, last.is_inherited
        draft.lines += last.lines if draft is not last else []


def _is_of_another(email: EmailAddress, draft: Draft, group: Sequence[Draft]) -> bool:
    return not draft.has_own(email) and any(other.has_own(email) for other in group if other is not draft)


def settle(drafts: Sequence[Draft]) -> None:
    """Give each address to the contact it was made from, where that one stands nearby and has none of its own."""
    for place, draft in enumerate(drafts):
        around = drafts[max(0, place - _AROUND) : place + _AROUND]
        lonely = [one for one in around if one.name is not None and one is not draft and not one.emails]
        for email in list(draft.emails):
            if lonely and not draft.has_own(email):
                other = next((one for one in lonely if one.has_own(email)), None)
                if other is not None and not other.emails:
                    draft.give(email, other)


def unread(text: str, problem: InvalidValue) -> ReadUnread:
    """Return what could not be read, as a finding."""
    return ReadUnread("email" if isinstance(problem, InvalidEmail) else "phone", text, problem.code, problem.reason)
