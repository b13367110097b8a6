"""What somebody is, and for whom: the role and the institution in what a page prints as one, or one for the other."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from crm.reading.civilities import is_degree
from crm.reading.designations import has_institution_word, is_role, opens_with_role
from crm.reading.employers import (
    Employers,
    after_connectors,
    has_noun,
    is_acronym,
    is_agent,
    is_named,
    is_named_office,
    leading_words,
    name_at,
    size_before_work,
)
from crm.reading.names import has_given_name
from crm.reading.offices import is_of_work
from crm.reading.tokens import Kind, is_understood
from crm.reading.vocabulary import opens_with_phrase
from crm.reading.words import words
from crm.values import fold, folded_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from crm.reading.known import Known
    from crm.reading.mails import Mails
    from crm.reading.tokens import Token

    Pieces = list[tuple[str, Kind]]

__all__ = ["posts_told"]

_MAX_WORDS: Final = 14
"""Of a post that is looked into."""
_LONG_ACRONYM: Final = 4
"""Capitals that name an institution though nothing leads to it: *PR*, *RH* and *CEO* do not."""
_MIN_SET_OFF: Final = 3
_CAMEL: Final = re.compile(r"[A-Z][a-z]+[A-Z]\w+")
"""A name that no language spells: *HaldenLUG*."""
_POSTCODE: Final = re.compile(r"(?<!\d)\d{5,6}$")
_CODE: Final = 2


def posts_told(tokens: list[Token], mails: Mails, known: Known) -> list[Token]:
    """Return the tokens with each role apart from its institution, and neither taken for the other."""
    employers = Employers(mails, known)
    found = list(tokens)
    is_list = _names_each_institution(tokens)
    for index, (before, token) in enumerate(pairwise(tokens), 1):
        if token.is_prose or not _is_beside(before, token):
            continue
        if before.kind is Kind.OTHER and token.kind is Kind.PERSON and _is_above(before, token, employers):
            found[index - 1] = before._replace(kind=Kind.INSTITUTION)
        kind = _kind_beside(before, token, tokens[index + 1 : index + 2], employers, is_list=is_list)
        found[index] = token if kind is token.kind else token._replace(kind=kind)
    return list(_parted(_placed(found, employers), employers))


# --- one for the other ------------------------------------------------------------------------------------------------


def _kind_beside(
    before: Token, token: Token, following: Sequence[Token], employers: Employers, *, is_list: bool
) -> Kind:
    """Return what a token is, seen beside the one before it."""
    if token.kind is Kind.INSTITUTION and _is_no_institution(token):
        return Kind.OTHER
    if before.kind is token.kind is Kind.INSTITUTION and token.cell.is_aside and before.line == token.line:
        return Kind.OTHER  # its initials
    if before.kind is Kind.ROLE and _goes_on(before, token):
        return Kind.ROLE
    if before.kind is not Kind.PERSON:
        return token.kind
    is_office = token.kind is Kind.DESK and is_named_office(token.text)
    is_for = is_office or _is_for(token, employers) or _is_between(before, token, following, is_list=is_list)
    return Kind.INSTITUTION if is_for else token.kind


def _is_no_institution(token: Token) -> bool:
    """Tell *(UK)* and *FR :*, a country or a language, *India 110024*, where somebody lives, and *Source: …*."""
    is_code = len(token.text) == _CODE and (token.cell.is_aside or token.cell.is_label)
    is_source = opens_with_phrase(folded_words(token.text), "institutions.sources")
    return is_code or is_source or _POSTCODE.search(token.text) is not None


def _goes_on(role: Token, token: Token) -> bool:
    """Whether a field of work stands behind a role on its line: *Director, Corporate Communications*."""
    is_words = token.kind in (Kind.INSTITUTION, Kind.OTHER, Kind.DESK) and not token.cell.is_aside
    return is_words and token.line == role.line and not token.cell.is_label and is_of_work(token.text)


def _is_for(token: Token, employers: Employers) -> bool:
    """Whether words beside a person's name are the name of an institution that is known, or has an address here."""
    return _may_be_for(token) and employers.is_known(token.text, token.line)


def _may_be_for(token: Token) -> bool:
    text = token.text
    is_label = token.cell.is_label and not token.cell.is_aside
    if token.kind not in (Kind.OTHER, Kind.ROLE) or is_label or not is_named(text):
        return False
    if token.kind is Kind.OTHER and (is_understood(token) or _is_by_the_way(text)):
        return False
    return not (is_role(text) or is_degree(text) or has_given_name(text))


def _is_by_the_way(text: str) -> bool:
    return opens_with_phrase(folded_words(text), "contacts.by_the_way")


def _is_between(person: Token, token: Token, following: Sequence[Token], *, is_list: bool) -> bool:
    """Whether a name stands between a person's and a number: *Anne Le Goff, Halden Bay Trust, 01 …*.

    One word alone does so in brackets, or where others in its place are institutions (`is_list`).
    """
    leads = bool(following) and following[0].kind in (Kind.COORDINATE, Kind.PROBLEM)
    if not leads or not person.line == token.line == following[0].line or not _may_be_for(token):
        return False
    if is_of_work(token.text):
        return False
    if " " in token.text:
        return not is_agent(token.text)
    is_set_off = (token.cell.is_aside or is_list) and len(token.text) >= _MIN_SET_OFF
    return is_set_off and fold(token.text) not in words()["title.languages"]


def _is_above(token: Token, name: Token, employers: Employers) -> bool:
    """Whether words on the line above a name say for whom that one answers: *Halden & Merel*."""
    is_alone = token.line < name.line and not token.cell.is_label
    if not is_alone or not is_named(token.text.replace("&", "")) or has_given_name(token.text):
        return False
    return "&" in token.text or employers.is_known(token.text, token.line)


def _names_each_institution(tokens: Sequence[Token]) -> bool:
    """Whether an institution stands between a name and its number: then what else stands there is one as well."""
    sought = (Kind.PERSON, Kind.INSTITUTION, Kind.COORDINATE)
    threes = zip(tokens, tokens[1:], tokens[2:], strict=False)
    return any(
        (one.kind, two.kind, three.kind) == sought and one.line == two.line == three.line for one, two, three in threes
    )


def _is_beside(one: Token, two: Token) -> bool:
    return one.paragraph == two.paragraph and two.line - one.line <= 1


# --- where they work --------------------------------------------------------------------------------------------------


def _placed(tokens: Sequence[Token], employers: Employers) -> Iterator[Token]:
    """Yield the tokens, and behind who is to be reached *at the Halden Trust* that institution."""
    for token, after in zip(tokens, [*tokens[1:], None], strict=False):
        yield token
        is_last = after is None or after.kind is not Kind.PERSON or after.line != token.line
        if token.kind is Kind.PERSON and is_last and (name := employers.behind(token.text, token.cell.line)):
            yield token._replace(cell=token.cell._replace(text=name, is_joined=True), kind=Kind.INSTITUTION)


# --- both in one ------------------------------------------------------------------------------------------------------


def _parted(tokens: Iterable[Token], employers: Employers) -> Iterator[Token]:
    for token in tokens:
        may_be_both = token.kind in (Kind.ROLE, Kind.DESK, Kind.INSTITUTION) and not token.is_prose
        pieces = _pieces(token, employers) if may_be_both and " " in token.text else []
        yield from (token._replace(cell=token.cell._replace(text=text), kind=kind) for text, kind in pieces)
        if not pieces:
            yield token


def _pieces(token: Token, employers: Employers) -> Pieces:
    """Return a role and its institution, in the order of the page; nothing where only one of them is said."""
    found = token.text.split()
    if len(found) > _MAX_WORDS:
        return []
    is_role_first = opens_with_role(token.text) or token.kind is Kind.DESK
    pieces = _at_end(found, token, employers) if is_role_first else []
    if pieces or token.kind is Kind.DESK:
        return pieces
    if token.kind is Kind.INSTITUTION:
        return _before_small(found)
    if is_role(found[0]):
        return _behind(found)
    return _before_role(found, token.line, employers) or _acronym_first(found, employers)


def _at_end(found: Sequence[str], token: Token, employers: Employers) -> Pieces:
    """Return *président d'Orme*, *Press officer of the Halden Trust* as a role and an institution."""
    for place in range(1, len(found)):
        if has_noun(found[place - 1 : place]) and not is_of_work(found[place - 1]):
            return []  # a name has begun: *Ufficio stampa Museo del Vetro*
        rest = after_connectors(found[place:])
        is_led = rest != list(found[place:]) or fold(found[place - 1]) in leading_words()
        name = name_at(rest) if is_led and rest else ""
        if name and employers.may_be(name, token.line):
            kind = Kind.DESK if token.kind is Kind.DESK else Kind.ROLE
            return [(_without_leading(found[:place]), kind), (name, Kind.INSTITUTION)]
    return []


def _without_leading(found: Sequence[str]) -> str:
    size = len(found)
    while size > 1 and fold(found[size - 1]) in leading_words():
        size -= 1
    return " ".join(found[:size])


def _behind(found: Sequence[str]) -> Pieces:
    """Return *Chargée de comptes ORME* as a role and an institution, though nothing leads from one to the other."""
    role, name = " ".join(found[:-1]), found[-1]
    is_long = len(name) >= _LONG_ACRONYM and is_acronym(name) and not role.isupper()
    is_name = is_long or _CAMEL.fullmatch(name) is not None
    if is_name and not (is_role(name) or is_of_work(name) or is_degree(name)):
        return [(role, Kind.ROLE), (name, Kind.INSTITUTION)]
    return []


def _before_role(found: Sequence[str], line: int, employers: Employers) -> Pieces:
    """Return *Orvane.org Press Officer* as an institution and a role, where the text or an address tells the former."""
    for size in range(len(found) - 1, 0, -1):
        name, role = " ".join(found[:size]), " ".join(found[size:])
        if is_role(role) and not is_role(name) and is_named(name) and employers.is_called(name, line):
            return [(name, Kind.INSTITUTION), (role, Kind.ROLE)]
    return []


def _acronym_first(found: Sequence[str], employers: Employers) -> Pieces:
    """Return *ORME North Spokesperson on Education* as an institution and a role."""
    size = size_before_work(found)
    name, role = " ".join(found[:size]), " ".join(found[size:])
    if not (size and is_acronym(found[0]) and is_role(role) and is_named(name)):
        return []
    is_sure = employers.known.tells_often(found[0]) or (len(found[0]) >= _LONG_ACRONYM and not role.isupper())
    return [(name, Kind.INSTITUTION), (role, Kind.ROLE)] if is_sure else []


def _before_small(found: Sequence[str]) -> Pieces:
    """Return *Halden Trust director of development* as an institution and a role: the latter in small letters."""
    size = next((place for place, word in enumerate(found) if word.islower() and is_role(word)), 0)
    name, role = " ".join(found[:size]), " ".join(found[size:])
    is_both = size > 1 and is_named(name) and has_institution_word(name)
    return [(name, Kind.INSTITUTION), (role, Kind.ROLE)] if is_both else []
