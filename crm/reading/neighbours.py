"""What the neighbours of a token show that its own words do not."""

from __future__ import annotations

from collections import Counter
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final

from crm.reading.civilities import has_title
from crm.reading.local_parts import resembles
from crm.reading.names import has_given_name
from crm.reading.tokens import Kind, Token, is_named, is_understood
from crm.reading.vocabulary import listed, says
from crm.values import folded_words

if TYPE_CHECKING:
    from crm.reading.mails import Mails

__all__ = ["beside_each_other", "joined", "together"]

_MIN_SPACED: Final = 3
_MAX_FIELD: Final = 6
"""Words that name a field of work, or the firm that has it in its name."""
_SMALL: Final = 4
_MAX_SPACED: Final = 1.4
"""Cells per paragraph: with more, the blank lines part contacts and not their lines."""


def joined(tokens: list[Token]) -> list[Token]:
    """Return the tokens as one paragraph where the page puts a blank line after every line."""
    cells = Counter(token.paragraph for token in tokens)
    if len(cells) < _MIN_SPACED or len(tokens) > _MAX_SPACED * len(cells):
        return tokens
    return [token._replace(paragraph=0) for token in tokens]


def together(tokens: list[Token]) -> list[Token]:
    """Return the tokens with a card made one paragraph that has blank lines between name, post and numbers."""
    paragraphs = [list(run) for _, run in groupby(tokens, key=lambda token: token.paragraph)]
    own: dict[int, int] = {}
    for one, two, three in zip(paragraphs, paragraphs[1:], [*paragraphs[2:], []], strict=False):
        kinds = [token.kind for token in one]
        if kinds[0] is not Kind.PERSON or not {Kind.COORDINATE, Kind.DESK, Kind.PERSON}.isdisjoint(kinds[1:]):
            continue
        if len(one) == 1 and _are_posts(two) and _are_coordinates(three):
            own[two[0].paragraph] = own[three[0].paragraph] = one[0].paragraph
        elif two[0].kind in (Kind.DESK, Kind.INSTITUTION) and _has_mail_of(two, one[0].text):
            own[two[0].paragraph] = one[0].paragraph
    return [token._replace(paragraph=own.get(token.paragraph, token.paragraph)) for token in tokens] if own else tokens


def _has_mail_of(paragraph: list[Token], name: str) -> bool:
    """Whether an address in a paragraph was made from the name above it, and it names nobody else."""
    mails = [token.cell.email for token in paragraph if token.cell.email is not None]
    is_own = any(resembles(mail.rpartition("@")[0], name) for mail in mails)
    return is_own and all(token.kind is not Kind.PERSON for token in paragraph)


def _are_posts(paragraph: list[Token]) -> bool:
    """Tell what somebody does, and where."""
    kinds = [token.kind for token in paragraph]
    return Kind.ROLE in kinds and all(kind in (Kind.ROLE, Kind.INSTITUTION) for kind in kinds)


def _are_coordinates(paragraph: list[Token]) -> bool:
    kinds = {token.kind for token in paragraph}
    return bool(paragraph) and paragraph[0].kind is Kind.COORDINATE and kinds.isdisjoint((Kind.PERSON, Kind.DESK))


def beside_each_other(tokens: list[Token], mails: Mails) -> list[Token]:
    """Return the tokens with an institution that looks like a person's name taken for what it is.

    Of two names on two lines of one paragraph, with nothing between them, the first is the institution of the second,
    unless an address was made from it.
    """
    _take_fields(tokens)
    _take_posts(tokens, mails)
    _take_headings(tokens)
    _take_first_names(tokens)
    for index, (one, two) in enumerate(pairwise(tokens)):
        if one.kind is two.kind is Kind.PERSON and one.line == two.line and _is_label_of(one, two):
            tokens[index] = one._replace(kind=Kind.INSTITUTION)
        elif one.kind is two.kind is Kind.PERSON and two.cell.is_aside and one.line == two.line:
            tokens[index + 1] = two._replace(kind=Kind.INSTITUTION)
        elif one.kind is two.kind is Kind.PERSON and _is_header(one, two) and not _is_sure(one, two, mails):
            tokens[index] = one._replace(kind=Kind.INSTITUTION)
    return tokens


def _take_fields(tokens: list[Token]) -> None:
    """Take words for a field of work for the post of the name or the role before them, or for a firm of that field."""
    for index, token in enumerate(tokens):
        if token.kind is not Kind.OTHER or token.is_prose or not _names_a_field(token):
            continue
        before = tokens[index - 1] if index else None
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        if before is not None and before.kind in (Kind.PERSON, Kind.ROLE) and _is_beside(before, token):
            tokens[index] = token._replace(kind=Kind.ROLE)
        elif after is not None and after.kind is Kind.PERSON and _is_beside(token, after):
            tokens[index] = token._replace(kind=Kind.INSTITUTION)


def _names_a_field(token: Token) -> bool:
    """Tell *Public Affairs*, *Valmont Public Relations*: a few words with capitals, and no label."""
    found = token.text.split()
    is_titled = all(word[0].isupper() or (word.islower() and len(word) < _SMALL) for word in found)
    is_short = 1 < len(found) <= _MAX_FIELD and found[0][0].isupper() and not token.cell.is_label
    return is_short and is_titled and says(folded_words(token.text), "fields")


def _is_label_of(one: Token, two: Token) -> bool:
    """Whether a colon leads from words shaped like a name to one that surely is: *Hafen Merel: Anne Quint*."""
    return one.cell.is_label and not has_given_name(one.text) and has_given_name(two.text)


def _is_beside(one: Token, two: Token) -> bool:
    return one.paragraph == two.paragraph and two.line - one.line <= 1


def _is_sure(one: Token, two: Token, mails: Mails) -> bool:
    """Whether the first of two names is a person's: by its address, its title, or a given name that only it has."""
    if mails.has_one_of(one.text, one.line) or has_title(one.text):
        return True
    is_only_one = has_given_name(one.text) and not has_given_name(two.text) and not has_title(two.text)
    return is_only_one and not mails.has_one_of(two.text, two.line)


def _take_posts(tokens: list[Token], mails: Mails) -> None:
    """Take for a post what is shaped like a second name on a line, and surely is none."""
    first: Token | None = None
    for index, token in enumerate(tokens):
        if token.kind is Kind.COORDINATE or (first is not None and first.line != token.line):
            first = None
        is_name = token.kind is Kind.PERSON
        if not (is_name or (first is not None and is_named(token))) or token.cell.is_aside or token.cell.is_joined:
            continue
        if first is not None and _is_a_post(first, token, mails):
            tokens[index] = token._replace(kind=Kind.ROLE)
        elif is_name:
            first = token


def _take_first_names(tokens: list[Token]) -> None:
    """Take a given name alone for a person's where a line begins with it and leads to an address: *Maëlle – …*."""
    for index, (token, after) in enumerate(pairwise(tokens)):
        if token.kind is not Kind.OTHER or token.is_prose or " " in token.text or not has_given_name(token.text):
            continue
        before = tokens[index - 1] if index else None
        is_first = before is None or before.line != token.line or before.cell.is_label or _says_office(before)
        is_first = is_first or (
            after.cell.email is not None and resembles(after.cell.email.rpartition("@")[0], token.text)
        )
        is_near = after.line <= token.line + 1 and after.paragraph == token.paragraph
        if is_first and is_near and token.text[0].isupper() and after.kind in (Kind.COORDINATE, Kind.ROLE):
            tokens[index] = token._replace(kind=Kind.PERSON)


def _says_office(token: Token) -> bool:
    """Tell what is left of the label of an office: *Relations presse*, *Service*."""
    return token.kind is Kind.OTHER and listed("contacts.soft", "contacts.press").issuperset(folded_words(token.text))


def _take_headings(tokens: list[Token]) -> None:
    """Take words on a line of their own for the institution of the contact in the paragraph right below."""
    paragraphs = [list(run) for _, run in groupby(range(len(tokens)), key=lambda index: tokens[index].paragraph)]
    for (first, *more), below in pairwise(paragraphs):
        contact = [tokens[index] for index in below]
        if not more and (_may_head(tokens[first]) or _is_no_name(tokens[first], contact[0])) and _is_contact(contact):
            tokens[first] = tokens[first]._replace(kind=Kind.INSTITUTION)


def _is_no_name(token: Token, below: Token) -> bool:
    """Tell words shaped like a name, and with no given name, above one that has one: *Maison Halden*, *Paul Roy*."""
    is_named = has_given_name(below.text) and not has_given_name(token.text)
    return token.kind is below.kind is Kind.PERSON and is_named and not token.cell.is_label


def _may_head(token: Token) -> bool:
    said = folded_words(token.text)
    is_said = any(
        says(said, name) for name in ("press", "contact", "others", "answers", "fillers", "labels", "communication")
    )
    return (
        token.kind is Kind.OTHER
        and not is_understood(token)
        and token.text[0].isupper()
        and not is_said
        and not token.cell.is_label
    )


def _is_contact(paragraph: list[Token]) -> bool:
    kinds = [token.kind for token in paragraph]
    return kinds[0] in (Kind.PERSON, Kind.DESK) and Kind.COORDINATE in kinds


def _is_a_post(one: Token, two: Token, mails: Mails) -> bool:
    """Tell words with capitals beside a name that are no second name: *Anne Quint, Science Communicator*."""
    is_sure = has_given_name(one.text) or mails.has_one_of(one.text, one.line)
    return is_sure and not has_given_name(two.text) and not mails.has_one_of(two.text, two.line)


def _is_header(one: Token, two: Token) -> bool:
    return one.paragraph == two.paragraph and one.line != two.line and not one.cell.line.is_bullet
