"""What a section of contacts holds and its contacts do not: what looks like contact matter is a warning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crm.reading.civilities import without_civility
from crm.reading.drafts import Assembled, Draft, unread
from crm.reading.findings import ReadWarning
from crm.reading.section_tokens import is_too_long
from crm.reading.tokens import Kind, Token, is_understood, is_worth_a_warning
from crm.reading.vocabulary import opens_with_phrase, says_phrase
from crm.values import folded_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.reading.lines import Line
    from crm.reading.sections import Section

__all__ = ["Residue"]

_NEAR_LINES: Final = 6
"""Lines after the last contact within which words may still be a name that was not understood."""

_BESIDE: Final = 2
"""Lines around a contact in which every word is to be understood, or reported."""

_MAX_QUOTED: Final = 80


class Residue:
    """What a section holds and its contacts do not."""

    def __init__(self, section: Section, tokens: Sequence[Token], assembly: Assembled, kept: Sequence[Draft]) -> None:
        self.section = section
        self.tokens = tokens
        self.unexplained = {id(token) for token in assembly.unexplained}
        self.joined = assembly.joined
        self.lines = {line for draft in kept for line in draft.lines}
        self.last = max(self.lines, default=None)
        self.paragraphs = {token.paragraph for token in tokens if token.line in self.lines}
        kept_ids = {id(draft) for draft in kept}
        self.left_out = {
            (draft.name, line) for draft in assembly.drafts if id(draft) not in kept_ids for line in draft.lines
        }

    def warnings(self) -> Iterator[ReadWarning]:
        """Yield the warnings in the order of the page; of mere words, only those that stand near a contact."""
        for line in (self.section.heading, *self.section.lines):
            where = (line.number, line.number)
            if is_too_long(line):
                yield ReadWarning("contact.unread", where, "the line is too long: only its beginning was read")
            if self._hides_address(line):
                yield ReadWarning("email.masked", where, "the page hides an address here: look it up there")
        for token in self.tokens:
            yield from self._of(token)

    def _hides_address(self, line: Line) -> bool:
        """Whether a line of a contact has other words in the place of an address."""
        is_near = self.last is not None and line.number <= self.last + _NEAR_LINES
        return is_near and says_phrase(line.said, "contacts.masks")

    def _of(self, token: Token) -> Iterator[ReadWarning]:
        if token.cell.problem is not None and not self._is_mere_date(token):
            problem = unread(token.text, token.cell.problem)
            yield _warning(f"{problem.kind}.unread", token, f"could not be read: {problem.reason}")
        elif "@" in token.text[1:] and token.kind is Kind.OTHER:
            yield _warning("email.unread", token, "could not be read")
        elif self._is_unread(token):
            yield _warning("contact.unread", token, "stands among the contacts and was not understood")
        elif token.kind is Kind.PERSON and self._is_near(token) and self._is_left_out(token):
            yield _warning("contact.unreachable", token, "has no address and no number, and was left out")

    def _is_mere_date(self, token: Token) -> bool:
        """Whether what is no number is a date, and stands near no contact."""
        is_date = token.cell.problem is not None and token.cell.problem.code == "phone.date"
        return is_date and (self.last is None or not self._is_near(token))

    def _is_unread(self, token: Token) -> bool:
        if id(token) in self.joined or opens_with_phrase(folded_words(token.text), "contacts.masks"):
            return False
        if self._is_near(token) and is_worth_a_warning(token):
            return True
        return self._is_beside(token) and (id(token) in self.unexplained or not is_understood(token))

    def _is_near(self, token: Token) -> bool:
        return self.last is None or token.line <= self.last + _NEAR_LINES

    def _is_beside(self, token: Token) -> bool:
        """Whether a token stands in the paragraph of a contact, or hardly a line away; without one, of the heading."""
        if self.last is None:
            return token.line <= self.section.heading.number + _BESIDE
        around = range(token.line - _BESIDE, token.line + _BESIDE + 1)
        return self._is_near(token) and (
            token.paragraph in self.paragraphs or any(line in self.lines for line in around)
        )

    def _is_left_out(self, token: Token) -> bool:
        """Whether the name of a token was that of a draft, and the draft was not kept."""
        return (without_civility(token.text), token.line) in self.left_out


def _warning(code: str, token: Token, what: str) -> ReadWarning:
    text = token.text if len(token.text) <= _MAX_QUOTED else f"{token.text[:_MAX_QUOTED]}…"
    return ReadWarning(code, (token.line, token.line), f"{text!r} {what}")
