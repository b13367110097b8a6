"""What stands around a token of a section: on its line, in its paragraph, and the addresses of all."""

from __future__ import annotations

from itertools import islice, takewhile
from typing import TYPE_CHECKING, Final

from crm.reading.local_parts import resembles
from crm.reading.tokens import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.reading.drafts import Draft
    from crm.reading.tokens import Token

__all__ = ["Around"]

_AROUND: Final = 100
"""Addresses among which the one is looked for that was made from a name."""
_BELOW: Final = 12
"""Lines below an office in which its numbers stand."""


class Around:
    """The tokens of a section by their lines, so that none is looked through for each name."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.by_line: dict[int, list[Token]] = {}
        self.reached: set[int] = set()
        """The paragraphs that have an address or a number."""
        mails = (one.cell.email for one in tokens if one.cell.email is not None)
        self.local_parts = [mail.rpartition("@")[0] for mail in islice(mails, _AROUND)]
        for token in tokens:
            self.by_line.setdefault(token.line, []).append(token)
            if token.kind is Kind.COORDINATE:
                self.reached.add(token.paragraph)

    def has_mail(self, token: Token) -> bool:
        """Whether an address of the section was made from a name."""
        return any(resembles(local_part, token.text) for local_part in self.local_parts)

    def has_own(self, draft: Draft, token: Token) -> bool:
        """Whether a name is reached by itself, and is not that of the coordinates before it."""
        asked = (self._has_own_paragraph, self._has_own_item, self._has_own_line, self._has_other_mail)
        return any(has_own(draft, token) for has_own in asked)

    def has_own_mail_behind(self, draft: Draft | None, token: Token) -> bool:
        """Whether an address follows a name on its line as one stands before it: *orme@… ou Anne Quint, anne@…*."""
        if draft is None or not draft.emails or draft.lines[-1] != token.line:
            return False
        rest = iter(self.by_line[token.line])
        _ = any(one is token for one in rest)  # which goes on to behind it
        own = takewhile(lambda one: one.kind is not Kind.PERSON, rest)
        return any(one.cell.email is not None for one in own)

    def is_office_of(self, draft: Draft, token: Token) -> bool:
        """Whether an office right under somebody's address has numbers alone, and that person none."""
        if draft.phones or not draft.emails or draft.lines[-1] != token.line - 1:
            return False
        below = (one for line in range(token.line + 1, token.line + _BELOW) for one in self.by_line.get(line, ()))
        rest = takewhile(lambda one: one.paragraph == token.paragraph, below)
        kinds = [(one.kind, one.cell.email is None) for one in rest if one.kind is not Kind.OTHER]
        return bool(kinds) and all(kind is Kind.COORDINATE and is_number for kind, is_number in kinds)

    def _has_own_paragraph(self, desk: Draft, token: Token) -> bool:
        """Whether a name below an office that is reached is reached itself, in another paragraph."""
        if not desk.is_desk or not desk.is_reachable or desk.paragraph == token.paragraph:
            return False
        return token.paragraph in self.reached

    def _has_own_item(self, draft: Draft, token: Token) -> bool:
        """Whether a name in a list of items is reached in its own, and an address stands in the item before it."""
        line = token.cell.line
        if not (line.is_bullet and draft.has_bullet and draft.is_reachable) or line.number in draft.lines:
            return False
        return any(one.kind is Kind.COORDINATE for one in self.by_line[token.line])

    def _has_own_line(self, draft: Draft, token: Token) -> bool:
        """Whether a name stands on a line below a mailbox's, with the address or the number that this one has too."""
        if not draft.lines or draft.lines[-1] >= token.line:
            return False
        beside = (one.cell for one in self.by_line[token.line] if one.kind is Kind.COORDINATE)
        return any(bool(draft.emails) if cell.email is not None else bool(draft.phones) for cell in beside)

    def _has_other_mail(self, draft: Draft, token: Token) -> bool:
        """Whether a mailbox with a number stands before a name, and the section has an address made from that."""
        if not (draft.emails and draft.phones) or not self.has_mail(token):
            return False
        return not any(resembles(email.rpartition("@")[0], token.text) for email in draft.emails)
