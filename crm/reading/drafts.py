"""The tokens of a section become drafts of contacts: the best of the ways in which a page may mean them.

Most pages print a name and then what belongs to it; some print the address first. A section is read both ways where it
may be either, and the reading that explains more of it is kept: addresses made from the name they stand with, nobody
left without a number, no number left without somebody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final

from crm.errors import InvalidEmail
from crm.reading.cues import named_beside
from crm.reading.findings import Evidence, ReadUnread
from crm.reading.names import has_given_name, resembles, without_civility
from crm.reading.tokens import Kind, Token
from crm.reading.words import words
from crm.values import fold

if TYPE_CHECKING:
    from crm.errors import InvalidValue
    from crm.reading.sections import Section
    from crm.values import EmailAddress, PhoneNumber

__all__ = ["Assembled", "Draft", "assembled", "unread"]

_MANY: Final = 3
"""Words of a label from which on it is no name of a place: *(P) Taipei: …*"""
_AROUND: Final = 100
"""Drafts before and after it in which the one is looked for that an address was made from."""


@dataclass(eq=False)
class Draft:
    """A contact while its section is read."""

    paragraph: int
    name: str | None = None
    is_bullet: bool = False
    indent: int = 0
    institution: str | None = None
    is_inherited: bool = False
    """Whether the institution is that of the heading, and not printed with the contact."""
    role: str | None = None
    has_role_above: bool = False
    is_name_last: bool = False
    has_strange_words: bool = False
    """Whether words that nothing explains stand before its first address or number, in its own paragraph."""
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

    def take(self, token: Token) -> None:
        """Take an address or a number, once."""
        email, phone = token.cell.email, token.cell.phone
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


def assembled(section: Section, tokens: Sequence[Token]) -> Assembled:
    """Return the best reading of the tokens of a section."""
    first = _Assembly(section, tokens, is_name_last=False).assembled()
    if not _may_print_names_last(tokens):
        return first
    last = _Assembly(section, tokens, is_name_last=True).assembled()
    return max(first, last, key=Assembled.score)


def _may_print_names_last(tokens: Sequence[Token]) -> bool:
    """Whether a coordinate comes before the first name, and there are names enough to tell."""
    kinds = [token.kind for token in tokens if token.kind in (Kind.COORDINATE, Kind.PERSON)]
    return kinds[:1] == [Kind.COORDINATE] and kinds.count(Kind.PERSON) > 1


class _Assembly:
    """The tokens of one section on their way to drafts, in one of the two ways."""

    def __init__(self, section: Section, tokens: Sequence[Token], *, is_name_last: bool) -> None:
        self.section = section
        self.tokens = tokens
        self.is_name_last = is_name_last
        self.made: list[Draft] = []
        self.current: Draft | None = None
        self.together: list[Draft] = []
        """Persons named together, who share what follows: *Anne Le Goff et Marc Quint : …*"""
        self.institution = section.institution
        self.role: Token | None = None
        self.above: Token | None = None
        """The token that names `institution`; None when it is that of the heading."""
        self.unexplained: list[Token] = []
        self.joined: set[int] = set()
        self.before: Token | None = None
        self.institutions_first = _institutions_first(tokens)
        self.is_alone = sum(token.kind is Kind.PERSON for token in tokens) == 1

    def assembled(self) -> Assembled:
        for token, after in zip(self.tokens, [*self.tokens[1:], None], strict=False):
            self._take(token, after)
            self.before = token
        self._give_up()
        self._share()
        drafts = [draft for draft in self.made if draft.lines]
        _settle(drafts)
        return Assembled([draft for draft in drafts if draft.lines], self.unexplained, self.joined)

    def _take(self, token: Token, after: Token | None) -> None:
        match token.kind:
            case Kind.COORDINATE:
                self._coordinate(token)
            case Kind.PERSON:
                self._name(token)
            case Kind.DESK:
                self._desk(token)
            case Kind.INSTITUTION:
                self._institution(token, after)
            case Kind.ROLE:
                self._role(token)
            case Kind.PROBLEM:
                self._unread(token)
            case _ if not token.is_prose:
                self._rest(token)

    # -- names -----------------------------------------------------------------------------------------------------

    def _name(self, token: Token) -> None:
        if self._is_town(token):
            self.unexplained.append(token)
            return
        if self._is_post_under(token):
            self._role(token)
            return
        if self._is_named_together(token):
            self.together = self.together or [draft for draft in (self.current,) if draft]
            self.together.append(self._open(token, self.together[0]))
        elif self.current is None or self.current.name is not None or not self._is_of(self.current, token):
            self._share()
            self._open(token)
        else:
            self.current.is_name_last = self.current.is_reachable
        draft = self.current
        if draft is not None:
            draft.name = without_civility(token.text)
            draft.has_role_above = draft.role is not None
            draft.is_bullet, draft.indent = token.cell.line.is_bullet, token.cell.line.indent
            is_known = has_given_name(token.text)
            reason = "a person's name, with a common given name" if is_known else "the shape of a person's name"
            draft.note("name", token, draft.name, 0.97 if is_known else 0.85, reason)

    def _is_town(self, token: Token) -> bool:
        """Whether words shaped like a name stand in the postal address of somebody who is not reached yet."""
        draft = self.current
        if draft is None or draft.name is None or draft.is_reachable or has_given_name(token.text):
            return False
        is_under = draft.paragraph == token.paragraph and draft.lines[-1] < token.line and not draft.is_bullet
        return is_under and has_given_name(draft.name) and self.before is not None and self.before.kind is Kind.OTHER

    def _is_post_under(self, token: Token) -> bool:
        """Whether words shaped like a name stand right under one, and are what somebody does: *Chefarzt Pneumologie*."""
        draft, before = self.current, self.before
        if draft is None or draft.name is None or draft.is_reachable or draft.is_bullet or before is None:
            return False
        is_under = before.kind is Kind.PERSON and before.line == token.line - 1 and draft.paragraph == token.paragraph
        return is_under and has_given_name(draft.name) and not has_given_name(token.text) and not self._has_mail(token)

    def _has_mail(self, token: Token) -> bool:
        mails = (one.cell.email for one in self.tokens if one.cell.email is not None)
        return any(resembles(mail.rpartition("@")[0], token.text) for mail in islice(mails, _AROUND))

    def _is_named_together(self, token: Token) -> bool:
        """Whether a name follows another on one line, with nothing between them that could be the other's alone."""
        before = self.before
        if before is None or before.kind not in (Kind.PERSON, Kind.ROLE) or before.line != token.line or token.is_prose:
            return False
        if self.current is None or self.current.name is None or self.current.lines[-1] != token.line:
            return False
        return self.current is not None and not self.current.is_reachable and not token.cell.line.is_bullet

    def _is_of(self, draft: Draft, token: Token) -> bool:
        """Whether a name belongs to the coordinates before it."""
        if token.is_prose or any(email.is_shared for email in draft.emails) > self._is_beside(draft, token):
            return False
        is_of_institution = draft.institution is not None and not draft.is_inherited and draft.is_reachable
        if is_of_institution and not self.is_alone and not self._is_beside(draft, token):
            return False
        return draft.paragraph == token.paragraph or self.is_alone

    def _is_beside(self, draft: Draft, token: Token) -> bool:
        return draft.paragraph == token.paragraph and bool(draft.lines) and draft.lines[-1] >= token.line - 1

    def _desk(self, token: Token) -> None:
        """Open a contact without a name, in the role of the office printed; beside somebody's name it is their role."""
        draft = self.current
        if draft and draft.name is not None and draft.paragraph == token.paragraph and not draft.is_reachable:
            self._role(token)
            return
        self._share()
        named = named_beside(token.text)
        if named:
            self._give_up()
            self.institution, self.above = named, None
        draft = self._open(token)
        draft.role = token.text
        draft.note("desk", token, token.text, 0.9, "an office, and no person")

    # -- what stands beside names ----------------------------------------------------------------------------------

    def _institution(self, token: Token, after: Token | None) -> None:
        draft = self.current
        is_of_current = draft is not None and draft.name is not None and draft.paragraph == token.paragraph
        is_of_current = is_of_current and not (draft and self._is_next_item(draft, token))
        is_free = draft is not None and (draft.institution is None or draft.is_inherited)
        is_under = draft is not None and not draft.is_reachable and (after is None or after.kind is not Kind.PERSON)
        if draft and is_of_current and not is_free and (is_under or draft.lines[-1] == token.line):
            draft.note("institution", token, token.text, 0.5, "another institution beside the name")
            return
        if draft and is_of_current and is_free and not self.institutions_first and not self._leads(token, after, draft):
            draft.institution, draft.is_inherited = token.text, False
            draft.note("institution", token, token.text, 0.85, "an institution beside the name")
            return
        self._give_up()
        self._share()
        self.current, self.institution, self.above, self.role = None, token.text, token, None

    def _leads(self, token: Token, after: Token | None, draft: Draft) -> bool:
        """Whether an institution's own address follows its colon: *Verreval : info@…*"""
        if not token.cell.is_label or after is None or after.kind is not Kind.COORDINATE or after.line != token.line:
            return False
        return after.cell.email is None or not draft.has_own(after.cell.email)

    def _role(self, token: Token) -> None:
        draft = self.current
        is_of = draft is not None and draft.name is not None and draft.paragraph == token.paragraph
        if draft is None or not is_of or not _has_room(draft, token):
            self._give_up_role()
            self.role = token
            return
        if token.text not in (draft.role or ""):
            draft.role = f"{draft.role}, {token.text}" if draft.role else token.text
        draft.note("role", token, token.text, 0.85, "what somebody does")

    def _rest(self, token: Token) -> None:
        """Join words in small letters to the role they go on with; what else there is stays unexplained."""
        draft, before = self.current, self.before
        if draft is None or before is None or not draft.role or not token.text[0].islower():
            return
        if before.kind is Kind.ROLE and draft.lines[-1] == before.line >= token.line - 1:
            draft.role = f"{draft.role} {token.text}"
            draft.note("role", token, token.text, 0.7, "goes on with the role before it")
            self.joined.add(id(token))

    # -- coordinates -----------------------------------------------------------------------------------------------

    def _coordinate(self, token: Token) -> None:
        draft = self.current
        if draft is None or self._begins_another(draft, token):
            self._share()
            before, draft = self.before, self._open(token)
            is_beside = before is not None and before.paragraph == token.paragraph
            draft.has_strange_words = is_beside and before is not None and before.kind is Kind.OTHER
        draft.take(token)

    def _begins_another(self, draft: Draft, token: Token) -> bool:
        """Whether a coordinate is the first of a contact of its own."""
        email = token.cell.email
        if self._is_complete(draft, token) or self._is_next_item(draft, token) or self._is_on_duty(draft):
            return True
        if self.is_name_last and draft.name is None and not draft.is_reachable and draft.paragraph != token.paragraph:
            return True
        if self.is_name_last and draft.is_name_last and draft.lines[-1] != token.line:
            return email is None or not draft.has_own(email)
        if email is None or not email.is_shared or email in draft.emails or draft.has_own(email):
            return False
        is_apart = draft.paragraph != token.paragraph or token.is_prose
        return bool(draft.emails) and is_apart

    def _is_on_duty(self, draft: Draft) -> bool:
        """Whether a number is that of whoever is on duty: *Out of hours: …*"""
        before = self.before
        if before is None or before.kind is not Kind.OTHER or not draft.phones:
            return False
        return f" {fold(before.text)} ".startswith(tuple(f" {phrase} " for phrase in words().phrases["contacts.duty"]))

    def _is_next_item(self, draft: Draft, token: Token) -> bool:
        """Whether a list goes on with an item of its own."""
        line = token.cell.line
        is_other = draft.is_bullet and line.is_bullet and line.number not in draft.lines and draft.is_reachable
        return is_other and line.indent <= draft.indent

    def _is_complete(self, draft: Draft, token: Token) -> bool:
        """Whether somebody has address and number, and these stand in another paragraph with words of their own."""
        if draft.name is None or not (draft.emails and draft.phones) or draft.paragraph == token.paragraph:
            return False
        before = self.before
        has_words = before is not None and before.paragraph == token.paragraph and before.kind is Kind.OTHER
        has_words = has_words and not (before is not None and before.cell.is_label and len(before.text.split()) < _MANY)
        return has_words and not (token.cell.email is not None and draft.has_own(token.cell.email))

    def _unread(self, token: Token) -> None:
        """Keep what should have been an address or a number with the contact it stands beside."""
        if self.current is not None and token.cell.problem is not None:
            self.current.unread.append(unread(token.cell.text, token.cell.problem))
            self.current.lines.append(token.line)

    # -- the state -------------------------------------------------------------------------------------------------

    def _open(self, token: Token, like: Draft | None = None) -> Draft:
        """Make the next contact current, under the institution and the role that stand above it."""
        above = like.institution if like else self.institution
        self.current = draft = Draft(token.paragraph, institution=above)
        draft.is_inherited = like.is_inherited if like else self.above is None and above is not None
        if self.above is not None:
            draft.note("institution", self.above, self.above.text, 0.85, "the institution above")
            draft.lines.clear()
        if self.role is not None:
            draft.role = self.role.text
            draft.note("role", self.role, self.role.text, 0.7, "the role above")
            draft.lines.clear()
        self.role = None
        if self.institutions_first:
            self._keep_above()
        else:
            self.institution, self.above = self.section.institution, None
        self.made.append(draft)
        return draft

    def _keep_above(self) -> None:
        """Let the institution above stand for the next contact too; it is explained now."""
        if self.above is not None:
            self.joined.add(id(self.above))

    def _give_up_role(self) -> None:
        if self.role is not None:
            self.unexplained.append(self.role)
            self.role = None

    def _give_up(self) -> None:
        """Count what waits for a contact among the unexplained."""
        self._give_up_role()
        if self.above is not None and id(self.above) not in self.joined:
            self.unexplained.append(self.above)
        self.above = None

    def _share(self) -> None:
        """Give those named together what stands behind the last of them: one number each where there are as many."""
        group, self.together = self.together, []
        if not group:
            return
        last = group[-1]
        phones, is_one_each = list(last.phones), len(last.phones) == len(group)
        for place, draft in enumerate(group):
            draft.phones = phones[place : place + 1] if is_one_each else list(phones)
            draft.emails = draft.emails or [email for email in last.emails if not _is_of_another(email, draft, group)]
            draft.texts = draft.texts or dict(last.texts)
            draft.lines += last.lines if draft is not last else []


def _is_of_another(email: EmailAddress, draft: Draft, group: Sequence[Draft]) -> bool:
    return not draft.has_own(email) and any(other.has_own(email) for other in group if other is not draft)


def _has_room(draft: Draft, role: Token) -> bool:
    """Whether a role may be that of a draft: its first, or one that goes on before the coordinates begin."""
    if draft.role is None or draft.lines[-1] == role.line:
        return True
    return not draft.is_reachable and not draft.has_role_above


def _institutions_first(tokens: Sequence[Token]) -> bool:
    """Whether the section prints institutions above or before the persons, as its first name shows."""
    kinds = (token.kind for token in tokens if token.kind in (Kind.INSTITUTION, Kind.PERSON, Kind.DESK))
    return next(kinds, None) is Kind.INSTITUTION


def _settle(drafts: Sequence[Draft]) -> None:
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
