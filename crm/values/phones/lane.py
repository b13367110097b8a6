"""The fast lane: plainly written numbers, decided by the shape of the text and the rules of the plan.

A file of a hundred thousand numbers is written in a few dozen *shapes*: the text with every digit read as 0. What the
reader would make of the signs is decided once for a shape; for each number there is left to look up whether the plan
knows its digits. Whatever is not plain or not known is left to the full reader, which gives the same answer for all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, Final, NamedTuple

from crm.values.phones import plans
from crm.values.phones.number import PhoneNumber
from crm.values.phones.parsed import ParsedPhone
from crm.values.phones.text import repairs_of

__all__ = ["Lane", "lane_of"]

_ZEROS: Final = str.maketrans("123456789", "000000000")
_LONGEST: Final = 24
_PLAIN: Final = re.compile("\\+?0{1,15}(?:[ .\\-_·•\u00a0\u202f\u2007\u2009\u200a]0{1,15}){0,12}")
_TRUNK: Final = re.compile("(\\+0{1,3}[ \u00a0\u202f]?)\\(0\\)[ \u00a0\u202f]?(0[0 .\\-\u00a0\u202f]+)")
_DATE_LIKE: Final = re.compile(r"(?<!0)(?:0{1,2}[.\-]0{1,2}[.\-]0{4}|0{4}[.\-]0{1,2}[.\-]0{1,2}|0{4}-0{4})(?!0)")
_COMPANY_LIKE: Final = re.compile(r"0{3}[ \u00a0\u202f]0{3}[ \u00a0\u202f]0{3}")
_ADDRESS_LIKE: Final = re.compile(r"0{1,3}(?:\.0{1,3}){3}|\+?0{7,15}\.0{1,2}")
"""Of a computer, or a number that a spreadsheet gave decimals."""
_MAX_SHAPES: Final = 4096
_MAX_E164: Final = 15
_FICTION: Final = ("phone.reserved_for_fiction",)


_Knows = Callable[[str], re.Match[str] | None]
"""Tells whether digits are a known number: a match, of which a group says that it is reserved for fiction."""


class _Shape(NamedTuple):
    signs: tuple[str, ...]
    """The separators to leave out."""
    national: _Knows | None
    """What knows the national numbers with that many digits; None for international ones."""
    abroad: dict[str, _Knows]
    """What knows the international numbers of that many digits, by the first three, which tell the calling code."""
    has_trunk: bool
    """Whether a 0 in brackets is among the signs."""
    repairs: tuple[str, ...]


def _shape(skeleton: str, national: Callable[[int], _Knows | None]) -> _Shape | None:
    """Return what the signs of a text say, None when the full reader has to look."""
    trunk = _TRUNK.fullmatch(skeleton)
    plain = skeleton if trunk is None else trunk[1].strip() + " " + trunk[2]
    if not _PLAIN.fullmatch(plain) or _COMPANY_LIKE.fullmatch(plain) or _ADDRESS_LIKE.fullmatch(plain):
        return None
    if plain[0] != "+" and _DATE_LIKE.search(plain):
        return None
    signs = tuple(sorted(set(plain) - {"0", "+"}))
    repairs = repairs_of(skeleton)
    if trunk is not None:
        return _Shape(("(0)", *signs), None, {}, has_trunk=True, repairs=(*repairs, "phone.trunk_prefix"))
    knows = None if plain[0] == "+" else national(plain.count("0"))
    if knows is None and plain[0] != "+":
        return None
    return _Shape(signs, knows, {}, has_trunk=False, repairs=repairs)


def _nothing(_: str) -> None:
    """Know no number: the full reader will say what it is."""


def _abroad(digits: str, *, has_trunk: bool) -> _Knows:
    """Return what knows the numbers with the calling code of `digits` (after a plus sign) and as many of them."""
    code = plans.calling_code_of(digits[1:])
    if code is None or len(digits) > _MAX_E164 + 1:
        return _nothing
    siblings, skip = plans.plans_of(code), len(code) + 1
    main = siblings[0]
    if has_trunk and not (main.is_simple and main.trunk == "0"):
        return _nothing
    # An overseas number under the code of the mainland has another reading to report.
    excluded = f"{main.prefix.pattern}|{plans.overseas_rule()}" if code == "33" else main.prefix.pattern
    guard = f"(?!0|{excluded})" if has_trunk else f"(?!{excluded})"
    pattern = main.by_length.get(len(digits) - skip)
    if len(siblings) > 1 or main.prefix.match(""):
        return lambda number: plans.known(siblings, number[skip:]) if plans.strip(code, number[skip:]) else None
    return _nothing if pattern is None else re.compile(rf"\+{code}{guard}{pattern.pattern}").fullmatch


@cache
def lane_of(region: str | None) -> Lane:
    """Return the fast lane of `region`."""
    return Lane(region)


class Lane:
    """Plain numbers dialled in one region."""

    def __init__(self, region: str | None) -> None:
        self._shapes: dict[str, _Shape | None] = {}
        plan = plans.plan_of(region) if region else None
        self._plan = plan if plan is not None and plan.is_simple else None
        self._overseas = plans.overseas_rule() if region == "FR" else "(?!)"
        self._code = "" if plan is None else f"+{plan.calling_code}"
        self._trunk_length = 0 if plan is None else len(plan.trunk)

    def read_all(
        self, texts: Iterable[str], otherwise: Callable[[str], list[ParsedPhone]]
    ) -> Iterator[list[ParsedPhone]]:
        """Yield for each text the number that it plainly is, else what `otherwise`, the full reader, says of it.

        One loop with everything in reach: each call and each look-up left out here is a twentieth of the time.
        """
        known_shape, learn, code, skip = self._shapes.get, self._learn, self._code, self._trunk_length
        for text in texts:
            shape = None
            if text.__class__ is str and len(text) <= _LONGEST:
                shape = known_shape(text.translate(_ZEROS)) or learn(text)
            if shape is None:
                yield otherwise(text)
                continue
            signs, national, abroad, has_trunk, repairs = shape
            digits = text
            for sign in signs:
                digits = digits.replace(sign, "")
            if national is not None:
                match = national(digits)
                digits = code + digits[skip:]
            else:
                knows = abroad.get(digits[1:4]) or abroad.setdefault(digits[1:4], _abroad(digits, has_trunk=has_trunk))
                match = knows(digits)
            if match is None:
                yield otherwise(text)
            else:
                yield [_made(digits, text, repairs, _FICTION if match.lastindex else ())]

    def plain(self, text: str) -> ParsedPhone | None:
        """Return the number that `text` plainly is, None when that takes the full reader."""
        found = next(self.read_all((text,), lambda _: []))
        return found[0] if found else None

    def _learn(self, text: str) -> _Shape | None:
        skeleton = text.translate(_ZEROS)
        if skeleton not in self._shapes:
            if len(self._shapes) >= _MAX_SHAPES:
                self._shapes.clear()
            self._shapes[skeleton] = _shape(skeleton, self._national)
        return self._shapes[skeleton]

    def _national(self, length: int) -> _Knows | None:
        """Return what tells, of `length` digits as they are dialled in the region, whether they are a known number.

        One pattern does it all: no international prefix, the national one, no overseas number, and then the plan.
        """
        plan = self._plan
        if plan is None or len(self._code) + length - len(plan.trunk) > _MAX_E164 + 1:
            return None
        start = f"(?!{plan.idd.pattern}){plan.trunk}(?!{self._overseas})"
        if not plan.trunk:
            start = f"(?!{plan.idd.pattern}|{plan.prefix.pattern}|{plan.calling_code})"
        siblings = plans.plans_of(plan.calling_code)
        pattern = plan.by_length.get(length - len(plan.trunk))
        if len(siblings) == 1:
            return None if pattern is None else re.compile(start + pattern.pattern).fullmatch
        begins, skip = re.compile(start).match, len(plan.trunk)
        return lambda digits: plans.known(siblings, digits[skip:]) if begins(digits) else None


_new: Final = object.__new__
_set_e164: Final[Any] = vars(PhoneNumber)["e164"].__set__
_set_extension: Final[Any] = vars(PhoneNumber)["extension"].__set__


def _made(e164: str, text: str, repairs: tuple[str, ...], warnings: tuple[str, ...]) -> ParsedPhone:
    """Return the number as the reader would, past the checks of a form that was just put together.

    The constructors of two frozen dataclasses take as long as all the rest of the lane.
    """
    number, found = _new(PhoneNumber), _new(ParsedPhone)
    _set_e164(number, e164)
    _set_extension(number, None)
    fields = found.__dict__
    fields["value"] = number
    fields["text"] = text
    fields["end"] = len(text)
    if repairs:
        fields["repairs"] = repairs
    if warnings:
        fields["warnings"] = warnings
    return found
