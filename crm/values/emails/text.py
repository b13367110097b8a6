"""The e-mail addresses that a piece of text holds, cleaned, split and questioned."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from crm.errors import InvalidEmail
from crm.values.emails.address import EmailAddress
from crm.values.emails.cleaning import cleaned
from crm.values.emails.cut import cut_short, glued
from crm.values.emails.labels import grouped, labels_of
from crm.values.emails.meant import joined, meant_by
from crm.values.emails.parsed import ParsedEmail, addresses_of
from crm.values.emails.repairs import Printed, repairs_of
from crm.values.emails.spelled import spelled
from crm.values.emails.verdict import verdict
from crm.values.emails.written import written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["ParsedEmail", "only_email", "parse_emails"]


class _Found(NamedTuple):
    """An address found in the cleaned text: its place there, its plain spelling, what is against it."""

    start: int
    end: int
    address: str
    code: str | None = None
    repairs: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()


_REASONS: Final = {
    "email.too_long": ("it is longer than an address can be", None),
    "email.several_at": ("it has more than one @", "write one @, or a separator between two addresses"),
    "email.handle": ("it is the handle of a social network", "give the e-mail address"),
    "email.quoted": ("the part before the @ is quoted", "give the address without quotes"),
    "email.domain_literal": ("its domain is a number in brackets", "give the name of the domain"),
    "email.no_local": ("there is nothing before the @", "write what comes before the @"),
    "email.unsure_at": ("“at” may be a word of the sentence", "write it with an @"),
    "email.unsure_space": ("a space inside makes it uncertain where the address starts or ends", "remove the space"),
    "email.unsure_end": ("a word or a number is glued to it", "leave a space around the address"),
}


def parse_emails(text: str) -> list[ParsedEmail]:
    """Return every address that `text` holds, in order, the refused and the uncertain ones with their error.

    Text that email-validator accepts whole is one address, unrepaired. Text without a trace of an address gives none.

    >>> [(found.value, found.label) for found in parse_emails("Presse : a@example.org / b@example.org (mobile)")]
    [(EmailAddress('a@example.org'), 'Presse'), (EmailAddress('b@example.org'), 'mobile')]
    >>> parse_emails("Look at example.org")
    []
    """
    try:
        found = EmailAddress.stored(*verdict(text))
    except InvalidEmail as refused:
        return [ParsedEmail(error=refused)] if refused.code == "email.not_text" else _read(text)
    return [ParsedEmail(found, text=text, end=len(text))]


def only_email(text: str) -> EmailAddress:
    """Return the one address that `text` holds.

    Raises:
        InvalidEmail: there is none, there are several, or the one is refused.
    """
    found = parse_emails(text)
    if not found:
        _refuse_empty(text)
    refused = next((one for one in found if one.error is not None), None)
    if refused is not None and refused.error is not None:
        raise _with_suggestion(refused.error, refused.alternatives)
    values = list(dict.fromkeys(one.value for one in found if one.value is not None))
    if len(values) > 1:
        raise InvalidEmail(text[:200], f"it holds {len(values)} addresses", code="email.several", hint="give one")
    return values[0]


def _refuse_empty(text: str) -> None:
    try:
        verdict(text.strip())
    except InvalidEmail as refused:
        code = refused.code if refused.code in ("email.too_long", "email.not_text") else "email.none"
        raise InvalidEmail(text[:200], refused.reason, code=code, hint=refused.hint) from None


def _with_suggestion(error: InvalidEmail, alternatives: Sequence[EmailAddress]) -> InvalidEmail:
    if not alternatives:
        return error
    hint = f"did you mean {' or '.join(alternatives[:2])}?"
    return InvalidEmail(error.value, error.reason, code=error.code, hint=hint)


def _read(text: str) -> list[ParsedEmail]:
    traced = cleaned(text)
    found = sorted(_found(traced.text))
    found = _without_handles(traced.text, _without_echoes(traced.text, found))
    found = _questioned(traced.text, found)
    spans = [traced.span(one.start, one.end) for one in found]
    labels = labels_of(text, spans)
    groups = grouped(text, spans)
    parsed = []
    for place, one in enumerate(found):
        done = (*one.repairs, "email.group_expanded") if place in groups else one.repairs
        rest = traced.text[one.end : one.end + 20]
        printed = _printed(text, spans, place)
        parsed.append(_parsed(one._replace(repairs=done), spans[place], printed, labels[place], rest))
    return parsed


def _printed(text: str, spans: Sequence[tuple[int, int]], place: int) -> Printed:
    start, end = spans[place]
    is_first, is_last = place == 0, place == len(spans) - 1
    before = text[0 if is_first else spans[place - 1][1] : start]
    after = text[end : len(text) if is_last else spans[place + 1][0]]
    return Printed(text[start:end], before, after, is_first, is_last)


def _parsed(one: _Found, span: tuple[int, int], printed: Printed, label: str | None, rest: str) -> ParsedEmail:
    try:
        if one.code is not None:
            raise _refusal(printed.text, one.code)
        value = EmailAddress.stored(*verdict(one.address))
    except InvalidEmail as refused:
        meant = one.alternatives or tuple(meant_by(one.address, rest))
        return ParsedEmail(None, refused, printed.text, *span, label, suggestions=addresses_of(meant))
    repairs = repairs_of(printed, one.address, label, one.repairs)
    return ParsedEmail(value, None, printed.text, *span, label, repairs)


def _found(text: str) -> Iterator[_Found]:
    whole = joined(text)
    if whole is not None:
        yield _Found(whole.start, whole.end, whole.address, whole.code, ("email.space_removed",), whole.alternatives)
        return
    taken: list[tuple[int, int]] = []
    for one in spelled(text):
        code = None if one.is_sure else "email.unsure_space" if one.is_sign else "email.unsure_at"
        taken.append((one.start, one.end))
        yield _Found(one.start, one.end, one.address, code, one.repairs, (one.address,) if code else ())
    yield from _written_elsewhere(text, taken)


def _written_elsewhere(text: str, taken: Sequence[tuple[int, int]]) -> Iterator[_Found]:
    """Both lists are in order, so one walk is enough."""
    place = 0
    for one in written(text):
        while place < len(taken) and taken[place][1] <= one.start:
            place += 1
        if place == len(taken) or one.end <= taken[place][0]:
            repairs = ("email.punctuation_removed",) if one.is_repaired else ()
            yield _Found(one.start, one.end, one.address, one.code, repairs)


def _questioned(text: str, found: list[_Found]) -> list[_Found]:
    """Refuse what may be a piece of an address, or more than one: a valid address that nobody meant does most harm."""
    kept = []
    for place, one in enumerate(found):
        before = text[found[place - 1].end if place else 0 : one.start]
        after = text[one.end : found[place + 1].start if place + 1 < len(found) else len(text)]
        kept.append(one if one.code is not None else _question(one, before, after))
    return kept


def _question(one: _Found, before: str, after: str) -> _Found:
    if (plain := glued(one.address)) is not None:
        return one._replace(code="email.unsure_end", alternatives=(plain,))
    meant = cut_short(before, one.address, after)
    return one._replace(code="email.unsure_space", alternatives=meant) if meant else one


_ECHO: Final = re.compile(
    r"[\s\[\]()<>\"'=]*(?:</?[a-z][^<>@]{0,200}>?|mailto:/{0,2})*[\s\[\]()<>\"'=]*", re.IGNORECASE
)
_MAX_ECHO: Final = 300


def _without_echoes(text: str, found: list[_Found]) -> list[_Found]:
    """Leave out an address that only repeats the one before: the target of a link, or ``a@b.fr <a@b.fr>``."""
    kept: list[_Found] = []
    for one in found:
        if kept and one.address.casefold() == kept[-1].address.casefold() and one.code is None:
            between = text[kept[-1].end : one.start]
            if between.strip() and len(between) <= _MAX_ECHO and _ECHO.fullmatch(between):
                kept[-1] = kept[-1]._replace(repairs=(*kept[-1].repairs, "email.repeated"))
                continue
        kept.append(one)
    return kept


def _without_handles(text: str, found: list[_Found]) -> list[_Found]:
    """Leave out ``@name`` and a lone @ when there is anything else: they are no addresses gone wrong."""
    rest = text.strip(" \t\r\n\u00a0.,;")
    return [one for one in found if one.code != "email.no_local" or one.address == rest]


def _refusal(printed: str, code: str) -> InvalidEmail:
    reason, hint = _REASONS[code]
    return InvalidEmail(printed if len(printed) <= 80 else f"{printed[:40]}…", reason, code=code, hint=hint)
