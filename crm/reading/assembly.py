"""The tokens of a section become drafts of contacts, in the order in which they are printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.reading.around import Around
from crm.reading.belonging import (
    begins_mailbox,
    has_room,
    heads_next,
    is_complete,
    is_far_off,
    is_labelled_apart,
    is_named_together,
    is_next_item,
    is_of,
    is_of_next,
    is_on_duty,
    is_post_under,
    is_switchboard,
    is_told_of,
    is_town,
    leads,
)
from crm.reading.civilities import has_title, without_civility
from crm.reading.cues import named_beside
from crm.reading.drafts import Assembled, Draft, settle, share, unread
from crm.reading.names import has_given_name
from crm.reading.tokens import Kind, Token, is_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.reading.sections import Section

__all__ = ["Assembly"]


class Assembly:
    """The tokens of one section on their way to drafts, in one of the two ways."""

    def __init__(self, section: Section, tokens: Sequence[Token], *, is_name_last: bool) -> None:
        self.section = section
        self.tokens = tokens
        self.around = Around(tokens)
        self.is_name_last = is_name_last
        self.made: list[Draft] = []
        self.current: Draft | None = None
        self.together: list[Draft] = []
        """Persons named together, who share what follows: *Anne Le Goff et Marc Quint : …*."""
        self.institution = section.institution
        self.role: Token | None = None
        self.above: Token | None = None
        """The token that names `institution`; None when it is that of the heading."""
        self.over: Token | None = None
        """The institution that stands on a line of its own above all who are named in its paragraph."""
        self.unexplained: list[Token] = []
        self.joined: set[int] = set()
        self.before: Token | None = None
        self.first: Token | None = None
        """The first token of the line."""
        self.passed = 0
        """Words since the last token that was understood."""
        self.institutions_first = _institutions_first(tokens)
        self.is_alone = sum(token.kind is Kind.PERSON for token in tokens) == 1

    def assembled(self) -> Assembled:
        """Return the drafts that the tokens become."""
        for token, after in zip(self.tokens, [*self.tokens[1:], None], strict=False):
            if self.first is None or self.first.line != token.line:
                self.first = token
            self._take(token, after)
            self.before = token
            self.passed = self.passed + len(token.text.split()) if token.kind is Kind.OTHER else 0
        self._give_up()
        self._share()
        drafts = [draft for draft in self.made if draft.lines]
        settle(drafts)
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
                self._role(token, after)
            case Kind.PROBLEM:
                self._unread(token)
            case _ if not token.is_prose:
                self._rest(token, after)

    # -- names -----------------------------------------------------------------------------------------------------

    def _name(self, token: Token) -> None:
        if is_town(self.current, token, self.before):
            self.unexplained.append(token)
        elif is_post_under(self.current, token, self.before) and not self.around.has_mail(token):
            self._role(token, None)
        else:
            self._named(self._draft_for(token), token)

    def _draft_for(self, token: Token) -> Draft:
        """Return the contact that a name is that of: the one whose coordinates stand before it, or a new one."""
        draft = self.current
        if is_named_together(draft, token, self.before):
            self.together = self.together or [one for one in (draft,) if one]
            self.together.append(self._open(token, self.together[0]))
            return self.together[-1]
        is_another = draft is None or draft.name is not None or not is_of(draft, token, is_alone=self.is_alone)
        is_another = is_another or self.around.has_own_mail_behind(draft, token)
        if draft is None or is_another or self.around.has_own(draft, token):
            self._share()
            return self._open(token)
        draft.is_name_last = draft.is_reachable
        return draft

    def _named(self, draft: Draft, token: Token) -> None:
        draft.name = without_civility(token.text)
        draft.has_role_above = draft.role is not None
        draft.is_bullet, draft.indent = token.cell.line.is_bullet, token.cell.line.indent
        is_known = has_given_name(token.text)
        draft.is_surely_named = is_known or has_title(token.text) or self.around.has_mail(token)
        reason = "a person's name, with a common given name" if is_known else "the shape of a person's name"
        draft.note("name", token, draft.name, 0.97 if is_known else 0.85, reason)

    def _desk(self, token: Token) -> None:
        """Open a contact without a name, in the role of the office printed; beside somebody's name it is their role."""
        draft = self.current
        is_beside = draft is not None and draft.name is not None and draft.paragraph == token.paragraph
        if draft is not None and is_beside and (not draft.is_reachable or self.around.is_office_of(draft, token)):
            self._role(token, None)
            return
        self._share()
        named = named_beside(token.text)
        if named:
            self._give_up()
            self.institution, self.above = named, None
        draft = self._open(token)
        draft.role, draft.is_desk = token.text, True
        draft.note("desk", token, token.text, 0.9, "an office, and no person")

    # -- what stands beside names ----------------------------------------------------------------------------------

    def _institution(self, token: Token, after: Token | None) -> None:
        draft = self._person_of(token) or self._desk_of(token)
        if token.cell.is_joined:
            self._institution_of_all(token)
            return
        if draft is None or is_next_item(draft, token) or heads_next(token, after):
            self._put_above(token)
            return
        is_free = draft.institution is None or draft.is_inherited
        is_under = not draft.is_reachable and (after is None or after.kind is not Kind.PERSON)
        if not is_free and (is_under or draft.lines[-1] == token.line):
            draft.note("institution", token, token.text, 0.5, "another institution beside the name")
        elif is_free and not self.institutions_first and not leads(token, after, draft):
            draft.institution, draft.is_inherited = token.text, False
            draft.note("institution", token, token.text, 0.85, "an institution beside the name")
        else:
            self._put_above(token)

    def _institution_of_all(self, token: Token) -> None:
        """Give those named before it in the paragraph the institution that is said to be that of both, or all."""
        for draft in self.made:
            if (
                draft.name is not None
                and draft.paragraph == token.paragraph
                and (draft.institution is None or draft.is_inherited)
            ):
                draft.institution, draft.is_inherited = token.text, False
                draft.note("institution", token, token.text, 0.85, "the institution of all who are named")

    def _desk_of(self, token: Token) -> Draft | None:
        """Return the office that stands before an institution on its line: *Press office, Halden Trust, 01 …*."""
        draft = self.current
        is_of = draft is not None and draft.is_desk and not draft.is_reachable and draft.lines[-1:] == [token.line]
        return draft if is_of and not token.cell.is_label else None

    def _person_of(self, token: Token) -> Draft | None:
        """Return the person in whose paragraph a token stands."""
        draft = self.current
        is_of = draft is not None and draft.name is not None and draft.paragraph == token.paragraph
        return draft if is_of else None

    def _put_above(self, token: Token) -> None:
        """Let an institution stand above the contacts that follow."""
        kept = self.role if self.role is not None and self.role.line == token.line else None
        self.role = None if kept is not None else self.role
        self._give_up()
        self._share()
        self.current, self.institution, self.above, self.role = None, token.text, token, kept

    def _role(self, token: Token, after: Token | None) -> None:
        draft = self._person_of(token)
        if draft is None or not has_room(draft, token) or is_of_next(draft, token, after):
            self._give_up_role()
            self.role = token
            return
        if token.text not in (draft.role or ""):
            draft.role = f"{draft.role}, {token.text}" if draft.role else token.text
        draft.note("role", token, token.text, 0.85, "what somebody does")

    def _rest(self, token: Token, after: Token | None) -> None:
        """Take a post under a name, and words in small letters that a role goes on with; the rest stays unexplained."""
        draft, before = self.current, self.before
        if is_post_under(draft, token, before) and is_named(token):
            self._role(token, after)
        if draft is None or before is None or not token.text[0].islower():
            return
        if is_told_of(draft, token, before, after):
            draft.role = token.text
            draft.note("role", token, token.text, 0.6, "words in small letters beside the name")
            self.joined.add(id(token))
        elif draft.role and before.kind is Kind.ROLE and draft.lines[-1] == before.line >= token.line - 1:
            draft.role = f"{draft.role} {token.text}"
            draft.note("role", token, token.text, 0.7, "goes on with the role before it")
            self.joined.add(id(token))

    # -- coordinates -----------------------------------------------------------------------------------------------

    def _coordinate(self, token: Token) -> None:
        draft = self.current
        if draft is not None and self._is_printed_again(draft, token):
            return
        if draft is None or self._begins_another(draft, token):
            self._share()
            is_below = draft is not None and is_switchboard(draft, token, self.first)
            before, draft = self.before, self._open(token)
            draft.is_far_off = is_below or is_far_off(token, self.passed)
            is_beside = before is not None and before.paragraph == token.paragraph
            draft.has_strange_words = is_beside and before is not None and before.kind is Kind.OTHER
        draft.take(token)

    def _is_printed_again(self, draft: Draft, token: Token) -> bool:
        """Whether an address beside somebody who has one is that of the contact before: a sentence says it again."""
        email = token.cell.email
        if email is None or not draft.emails or email in draft.emails or len(self.made) == 1:
            return False
        return email in self.made[-2].emails

    def _begins_another(self, draft: Draft, token: Token) -> bool:
        """Whether a coordinate is the first of a contact of its own."""
        if is_complete(draft, token, self.before) or is_next_item(draft, token) or is_on_duty(draft, self.before):
            return True
        if is_switchboard(draft, token, self.first):
            return True
        if is_labelled_apart(draft, token, self.first) or (draft.is_reachable and is_far_off(token, self.passed)):
            return True
        if self.is_name_last and draft.name is None and not draft.is_reachable and draft.paragraph != token.paragraph:
            return True
        if self.is_name_last and draft.is_name_last and draft.lines[-1] != token.line:
            return token.cell.email is None or not draft.has_own(token.cell.email)
        return begins_mailbox(draft, token)

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
            draft.note_above("institution", self.above, 0.85, "the institution above")
        if self.role is not None:
            draft.role = self.role.text
            draft.note_above("role", self.role, 0.7, "the role above")
        self.role = None
        self._keep_over(draft, token)
        if self.institutions_first and self.above is not None:
            self.joined.add(id(self.above))  # it stands for the next contact too, and is explained now
        elif not self.institutions_first:
            self.institution, self.above = self.section.institution, None
        self.made.append(draft)
        return draft

    def _keep_over(self, draft: Draft, token: Token) -> None:
        """Let an institution on a line of its own stand for all in its paragraph who have no other."""
        if self.above is not None:
            self.over = self.above if self.above.line < token.line else None
        elif self.over is not None and draft.institution is None and self.over.paragraph == token.paragraph:
            draft.institution, draft.is_inherited = self.over.text, True

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
        """End those named together: they share what stands behind the last of them."""
        share(self.together)
        self.together = []


def _institutions_first(tokens: Sequence[Token]) -> bool:
    """Whether the section prints institutions above or before the persons, as its first name shows."""
    kinds = (token.kind for token in tokens if token.kind in (Kind.INSTITUTION, Kind.PERSON, Kind.DESK))
    return next(kinds, None) is Kind.INSTITUTION
