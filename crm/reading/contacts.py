"""The press contacts of a page: who, for which institution, at which address and number."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from crm.errors import InvalidEmail
from crm.reading.findings import ReadContact, ReadUnread, ReadWarning
from crm.reading.names import resembles, without_civility
from crm.reading.sections import named_beside, sections_of
from crm.reading.tokens import Kind, Token, is_worth_a_warning, tokens_of
from crm.reading.words import words
from crm.values import EmailAddress, PhoneNumber, fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from crm.errors import InvalidValue
    from crm.reading.lines import Line
    from crm.reading.sections import Section

__all__ = ["Contacts", "contacts_of"]

_NEAR_LINES: Final = 6
"""Lines after the last contact within which words may still be a name that was not understood."""

_CERTAIN: Final = 0.99
"""The most a reading claims."""


class Contacts(NamedTuple):
    """What `contacts_of` returns: the contacts in printed order, and the lines their sections took."""

    contacts: tuple[ReadContact, ...]
    warnings: tuple[ReadWarning, ...]
    last_line: int | None
    """The last line of the last section that gave a contact: boilerplates may follow it."""


@dataclass
class _Draft:
    """A contact while its section is read."""

    paragraph: int
    name: str | None = None
    is_bullet: bool = False
    institution: str | None = None
    role: str | None = None
    emails: list[EmailAddress] = field(default_factory=list)
    phones: list[PhoneNumber] = field(default_factory=list)
    unread: list[ReadUnread] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)

    @property
    def is_reachable(self) -> bool:
        return bool(self.emails or self.phones)


def contacts_of(lines: Sequence[Line], region: str | None, known: Collection[str] = ()) -> Contacts:
    """Return the press contacts; `known` are names of institutions met elsewhere in the text.

    A section headed *Contact* alone gives only what can be reached: persons with an address or a number, and
    mailboxes that say press.
    """
    folded = frozenset(fold(name) for name in known)
    found: list[ReadContact] = []
    warnings: list[ReadWarning] = []
    last_line = None
    for section in sections_of(lines):
        tokens = tokens_of(section, region, folded)
        drafts = _Assembly(section, tokens).drafts()
        kept = [draft for draft in drafts if _is_contact(draft, section, drafts)]
        found += [_finished(draft, section, lines) for draft in kept]
        if kept:
            last_line = max(line for draft in kept for line in draft.lines)
        if kept or section.is_press:
            warnings += _warnings(tokens, drafts, kept)
    return Contacts(_distinct(found), tuple(warnings), last_line)


class _Assembly:
    """The tokens of one section on their way to drafts."""

    def __init__(self, section: Section, tokens: Sequence[Token]) -> None:
        self.section = section
        self.tokens = tokens
        self.made: list[_Draft] = []
        self.current: _Draft | None = None
        self.institution = section.institution
        self.role: str | None = None
        self.institutions_first = _institutions_first(tokens)
        self.is_alone = sum(token.kind is Kind.PERSON for token in tokens) == 1

    def drafts(self) -> list[_Draft]:
        for token in self.tokens:
            self._take(token)
        return [draft for draft in self.made if draft.lines]

    def _take(self, token: Token) -> None:
        if token.kind is Kind.COORDINATE:
            self._coordinate(token)
        elif token.kind is Kind.PERSON:
            self._name(token)
        elif token.kind is Kind.DESK:
            self._desk(token)
        elif token.kind is Kind.INSTITUTION:
            self._institution(token)
        elif token.kind is Kind.ROLE:
            self._role(token)
        elif token.kind is Kind.PROBLEM:
            self._unread(token)

    def _name(self, token: Token) -> None:
        draft = self.current
        if draft is None or draft.name is not None or not self._is_of(draft, token):
            draft = self._open(token)
        draft.name = without_civility(token.text)
        draft.is_bullet = token.cell.line.is_bullet
        draft.lines.append(token.line)

    def _desk(self, token: Token) -> None:
        """Open a contact without a name, in the role of the office printed; beside somebody's name it is their role."""
        draft = self.current
        if (
            draft is not None
            and draft.name is not None
            and draft.paragraph == token.paragraph
            and not draft.is_reachable
        ):
            self._role(token)
            return
        self.institution = named_beside(token.text) or self.institution
        draft = self._open(token)
        draft.role = token.text
        draft.lines.append(token.line)

    def _is_of(self, draft: _Draft, token: Token) -> bool:
        """Whether a name belongs to the coordinates before it: in one paragraph, or when it is the only name."""
        is_shared = any(email.is_shared for email in draft.emails)
        return draft.paragraph == token.paragraph or (self.is_alone and not is_shared)

    def _institution(self, token: Token) -> None:
        draft = self.current
        is_of_current = draft is not None and draft.name is not None and draft.paragraph == token.paragraph
        if draft is not None and is_of_current and draft.institution is None and not self.institutions_first:
            draft.institution = token.text
            draft.lines.append(token.line)
        else:
            self.current, self.institution, self.role = None, token.text, None

    def _role(self, token: Token) -> None:
        draft = self.current
        if draft is not None and draft.name is not None and draft.role is None and draft.paragraph == token.paragraph:
            draft.role = token.text
            draft.lines.append(token.line)
        else:
            self.role = token.text

    def _coordinate(self, token: Token) -> None:
        draft = self.current or self._open(token)
        email, phone = token.cell.email, token.cell.phone
        if email is not None:
            draft = self._of_the_address(draft, email, token)
        if email is not None and email not in draft.emails:
            draft.emails.append(email)
        if phone is not None and phone not in draft.phones:
            draft.phones.append(phone)
        draft.lines.append(token.line)

    def _unread(self, token: Token) -> None:
        """Keep what should have been an address or a number with the contact it stands beside."""
        if self.current is not None and token.cell.problem is not None:
            self.current.unread.append(_unread(token.cell.text, token.cell.problem))
            self.current.lines.append(token.line)

    def _of_the_address(self, draft: _Draft, email: EmailAddress, token: Token) -> _Draft:
        """Return the draft an address belongs to: one it was made from, a desk of its own, or the current one."""
        local = email.rpartition("@")[0]
        if draft.name is None or not resembles(local, draft.name):
            for other in self.made:
                if other.name is not None and not other.emails and other is not draft and resembles(local, other.name):
                    return other
        is_apart = draft.paragraph != token.paragraph or token.is_prose
        if draft.emails and is_apart and email.is_shared and email not in draft.emails:
            return self._open(token)
        return draft

    def _open(self, token: Token) -> _Draft:
        self.current = _Draft(token.paragraph, institution=self.institution, role=self.role)
        self.role = None
        if not self.institutions_first:
            self.institution = self.section.institution
        self.made.append(self.current)
        return self.current


def _institutions_first(tokens: Sequence[Token]) -> bool:
    """Whether the section prints institutions above or before the persons, as its first name shows."""
    kinds = (token.kind for token in tokens if token.kind in (Kind.INSTITUTION, Kind.PERSON, Kind.DESK))
    return next(kinds, None) is Kind.INSTITUTION


def _is_contact(draft: _Draft, section: Section, drafts: Sequence[_Draft]) -> bool:
    if draft.is_reachable:
        return section.is_press or draft.name is not None or _says_press(draft)
    if draft.name is None or not section.is_press:
        return False
    return draft.is_bullet or not any(other.is_reachable for other in drafts)


def _says_press(draft: _Draft) -> bool:
    local_parts = " ".join(email.rpartition("@")[0] for email in draft.emails)
    return any(word in words()["contacts.press"] for word in fold(f"{draft.role or ''} {local_parts}").split())


def _finished(draft: _Draft, section: Section, lines: Sequence[Line]) -> ReadContact:
    first, last = min(draft.lines), max(draft.lines)
    kind: Literal["person", "desk"] = "desk" if draft.name is None else "person"
    return ReadContact(
        name=draft.name,
        kind=kind,
        institution=draft.institution,
        role=draft.role,
        emails=tuple(draft.emails),
        phones=tuple(draft.phones),
        unread=tuple(draft.unread),
        lines=(first, last),
        confidence=_confidence(draft, section),
        printed="\n".join(line.printed for line in lines[first - 1 : last]),
    )


def _unread(text: str, problem: InvalidValue) -> ReadUnread:
    kind: Literal["email", "phone"] = "email" if isinstance(problem, InvalidEmail) else "phone"
    return ReadUnread(kind, text, problem.code, problem.reason)


def _confidence(draft: _Draft, section: Section) -> float:
    has_own_mail = any(resembles(email.rpartition("@")[0], draft.name or "") for email in draft.emails)
    evidence = (
        (section.is_press, 0.25),
        (draft.name is not None, 0.1),
        (bool(draft.emails), 0.1),
        (bool(draft.phones), 0.1),
        (has_own_mail, 0.1),
    )
    return round(min(0.35 + sum(weight for holds, weight in evidence if holds), _CERTAIN), 2)


def _distinct(contacts: Sequence[ReadContact]) -> tuple[ReadContact, ...]:
    """Return the contacts, each once: a page may print its contact block above and below."""
    kept: list[ReadContact] = []
    for contact in contacts:
        place = next((place for place, other in enumerate(kept) if _is_same(other, contact)), None)
        if place is None:
            kept.append(contact)
        else:
            kept[place] = _merged(kept[place], contact)
    return tuple(kept)


def _is_same(one: ReadContact, two: ReadContact) -> bool:
    """Whether two blocks give one contact: the same name, or none, with an address or a number in common."""
    shared = set(one.emails) & set(two.emails) or set(one.phones) & set(two.phones)
    return fold(one.name or "") == fold(two.name or "") and bool(shared)


def _merged(one: ReadContact, two: ReadContact) -> ReadContact:
    return replace(
        one,
        institution=one.institution or two.institution,
        role=one.role or two.role,
        unread=tuple(dict.fromkeys((*one.unread, *two.unread))),
        emails=tuple(dict.fromkeys((*one.emails, *two.emails))),
        phones=tuple(dict.fromkeys((*one.phones, *two.phones))),
    )


def _warnings(tokens: Sequence[Token], drafts: Sequence[_Draft], kept: Sequence[_Draft]) -> Iterator[ReadWarning]:
    """Yield what the section holds and the contacts do not; of mere words, only what stands near a contact."""
    last = max((line for draft in kept for line in draft.lines), default=None)
    for token in tokens:
        is_near = last is None or token.line <= last + _NEAR_LINES
        if token.cell.problem is not None:
            unread = _unread(token.text, token.cell.problem)
            yield _warning(f"{unread.kind}.unread", token, f"could not be read: {unread.reason}")
        elif "@" in token.text[1:] and token.kind is Kind.OTHER:
            yield _warning("email.unread", token, "could not be read")
        elif is_near and is_worth_a_warning(token):
            yield _warning("contact.unread", token, "stands among the contacts and was not understood")
        elif is_near and token.kind is Kind.PERSON and _is_left_out(token, drafts, kept):
            yield _warning("contact.unreachable", token, "has no address and no number, and was left out")


def _warning(code: str, token: Token, what: str) -> ReadWarning:
    return ReadWarning(code, (token.line, token.line), f"{token.text!r} {what}")


def _is_left_out(token: Token, drafts: Sequence[_Draft], kept: Sequence[_Draft]) -> bool:
    """Whether the name of a token was that of a draft, and the draft was not kept."""
    name = without_civility(token.text)
    return any(draft.name == name and token.line in draft.lines and draft not in kept for draft in drafts)
