"""The fast lane: plainly written numbers, decided by the shape of the text and the rules of the plan.

A file of a hundred thousand numbers is written in a few dozen *shapes*: the text with every digit read as 0. What the
reader would make of the signs is decided once for a shape; for each number there is left to look up whether the plan
knows its digits. Whatever is not plain or not known is left to the full reader, which gives the same answer for all.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from crm.values import phone_plans as plans
from crm.values.parsed_phone import ParsedPhone
from crm.values.phone import PhoneNumber
from crm.values.phone_text import repairs_of

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Lane", "lane_of"]

_ZEROS: Final = str.maketrans("123456789", "000000000")
_LONGEST: Final = 24
_PLAIN: Final = re.compile("\\+?0{1,15}(?:[ .\\-\u00a0\u202f]0{1,15}){0,12}")
_DATE_LIKE: Final = re.compile(r"(?<!0)(?:0{1,2}[.\-]0{1,2}[.\-]0{4}|0{4}[.\-]0{1,2}[.\-]0{1,2}|0{4}-0{4})(?!0)")
_COMPANY_LIKE: Final = re.compile(r"0{3}[ \u00a0\u202f]0{3}[ \u00a0\u202f]0{3}")
_MAX_SHAPES: Final = 4096
_FICTION: Final = ("phone.reserved_for_fiction",)
_MAX_E164: Final = 15


class _Shape(NamedTuple):
    signs: tuple[str, ...]
    """The separators to leave out."""
    is_international: bool
    length: int
    repairs: tuple[str, ...]


def _shape(skeleton: str) -> _Shape | None:
    """Return what the signs of a text say, None when the full reader has to look."""
    if not _PLAIN.fullmatch(skeleton) or _COMPANY_LIKE.fullmatch(skeleton):
        return None
    is_international = skeleton[0] == "+"
    if not is_international and _DATE_LIKE.search(skeleton):
        return None
    signs = tuple(sorted(set(skeleton) - {"0", "+"}))
    return _Shape(signs, is_international, len(skeleton), repairs_of(skeleton))


@cache
def lane_of(region: str | None) -> Lane:
    """Return the fast lane of `region`."""
    return Lane(region)


class Lane:
    """Plain numbers dialled in one region."""

    def __init__(self, region: str | None) -> None:
        self._shapes: dict[str, _Shape | None] = {}
        self._plan = plans.plan_of(region) if region else None
        self._overseas = plans.overseas_pattern() if region == "FR" else None

    def read(self, text: str) -> ParsedPhone | None:
        """Return the number that `text` plainly is, None when that takes the full reader."""
        if len(text) > _LONGEST:
            return None
        skeleton = text.translate(_ZEROS)
        try:
            shape = self._shapes[skeleton]
        except KeyError:
            shape = self._remember(skeleton)
        if shape is None:
            return None
        digits = text
        for sign in shape.signs:
            digits = digits.replace(sign, "")
        found = _international(digits[1:]) if shape.is_international else self._national(digits)
        if found is None:
            return None
        e164, warnings = found
        return ParsedPhone(_made(e164), None, text, 0, shape.length, None, shape.repairs, warnings, ())

    def _remember(self, skeleton: str) -> _Shape | None:
        if len(self._shapes) >= _MAX_SHAPES:
            self._shapes.clear()
        self._shapes[skeleton] = shape = _shape(skeleton)
        return shape

    def _national(self, digits: str) -> tuple[str, tuple[str, ...]] | None:
        """Return the E.164 form and the warnings of a national number, None when it is not plain."""
        plan = self._plan
        if plan is None or not plan.is_simple or plan.idd.match(digits):
            return None
        if not plan.trunk:
            nsn = digits
            if plan.prefix.match(digits) or digits.startswith(plan.calling_code):
                return None
        elif digits.startswith(plan.trunk):
            nsn = digits[len(plan.trunk) :]
        else:
            return None
        if self._overseas is not None and self._overseas(nsn):
            return None
        return _answer(plan.calling_code, nsn)


def _international(digits: str) -> tuple[str, tuple[str, ...]] | None:
    code = plans.calling_code_of(digits)
    if code is None:
        return None
    nsn = plans.strip(code, digits[len(code) :])
    return None if nsn is None else _answer(code, nsn)


def _answer(code: str, nsn: str) -> tuple[str, tuple[str, ...]] | None:
    if not plans.is_known(code, nsn) or len(code) + len(nsn) > _MAX_E164:
        return None
    return f"+{code}{nsn}", _FICTION if plans.reserved(code, nsn) else ()


_new: Final = object.__new__
_set_e164: Final[Callable[[PhoneNumber, str], None]] = PhoneNumber.e164.__set__  # type: ignore[attr-defined]
_set_extension: Final[Callable[[PhoneNumber, None], None]] = PhoneNumber.extension.__set__  # type: ignore[union-attr]


def _made(e164: str) -> PhoneNumber:
    """Return the number without checking a form that was just put together: half the time of the whole lane."""
    number = _new(PhoneNumber)
    _set_e164(number, e164)
    _set_extension(number, None)
    return number
