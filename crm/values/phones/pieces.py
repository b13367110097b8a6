"""A run of digits becomes numbers: one, several, one and the end of another, or none."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from crm.values.phones.number import PhoneNumber
from crm.values.phones.plans import FRENCH, plan_of
from crm.values.phones.text import Cluster, piece_of
from crm.values.phones.verdict import Verdict, judge, refused, with_repair

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Piece", "pieces_of"]

_STRONG: Final = re.compile(
    r"(?:^|[ \t]+)[0-9][.)][ \t]+(?=[(+0])|[ \t]*[/|,][ \t]*|[ \t]+-[ \t]+|[ \t]+•[ \t]+|[ ]{2,}|\t"
    r"|(?<=[0-9])[ ]\((?![0Oo]\))|(?<=[0-9])[ ]+[oO][ ]+(?=[(+0-9])"
)
_TRUNK: Final = re.compile(r"[(\[]\s?0\s?[)\]]")
_GROUP: Final = re.compile(r"[0-9]+")
_SHORTENED: Final = re.compile(r"(?:/[ ]?-?|[ ]-|[ ][oO])[ ]*$")
"""What stands between a number and the end of another, given for the whole of it."""

_SIGN_LENGTH: Final = 12
"""Longer runs of signs and spaces join nothing; a bound keeps long text linear."""

_DOUBTFUL: Final = re.compile(
    r"[0-9]{3} [0-9]{3} [0-9]{3}|[1-9][0-9]{0,2}(?: [0-9]{3})+,[0-9]{2}|[1-9][0-9]{0,2} ?000 ?000"
)
"""Nine digits that are printed as no French number is: a company's, an amount, a count."""

_COMPANY: Final = re.compile(r"[1-9][0-9]{8}")
_DECIMALS: Final = re.compile(r"(\+?[0-9]{7,15})[.,]0{1,2}")
_SIREN: Final = re.compile(r"[0-9]{3} [0-9]{3} [0-9]{3}")
_SIRET: Final = re.compile(r"[0-9]{14}|[0-9]{3} [0-9]{3} [0-9]{3} [0-9]{5}")
_EDGE_LETTERS: Final = re.compile(r"^[A-Za-z]+ +|[ .•\-]+[A-Za-z]+$")
_LETTERS: Final = str.maketrans("OoQDIlSsBZ", "0000115582")
_MAX_SUFFIX: Final = 4
_MAX_STRANGERS: Final = 2
_LEAST: Final = 6
_MOST: Final = 15
"""Digits of a number that others follow without a sign between them."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a cluster with its verdict."""

    cluster: Cluster
    verdict: Verdict


def pieces_of(cluster: Cluster, region: str | None, *, is_alone: bool) -> list[Piece]:
    """Return what `cluster` holds, in order; `is_alone` says that the text holds nothing else."""
    special = _special(cluster, region) if is_alone else None
    if special is not None:
        return [Piece(cluster, special)]
    parts = _parts(cluster)
    if len(parts) == 1:
        is_listed = parts[0].text != cluster.text and _one(cluster, region).value is None
        return _unseparated(parts[0] if is_listed else cluster, region)
    read = [_unseparated(part, region) for part in parts]
    if all(_is_number(piece) for pieces in read for piece in pieces):
        return [piece for pieces in read for piece in pieces]
    whole = _one(cluster, region)
    if whole.value is not None and whole.is_valid and not _ends_in_suffix(read):
        return [Piece(cluster, whole)]
    if any(_is_number(piece) for pieces in read for piece in pieces):
        return list(_with_suffixes(cluster, [piece for pieces in read for piece in pieces]))
    return [Piece(cluster, whole)]


def _parts(cluster: Cluster) -> list[Cluster]:
    """Return the parts of `cluster` between the signs that part two numbers, when they are not those of one."""
    edges = [0]
    for found in _STRONG.finditer(cluster.text):
        edges += [found.start(), found.end()]
    edges.append(len(cluster.text))
    parts = (piece_of(cluster, edges[i], edges[i + 1]) for i in range(0, len(edges), 2))
    return [part for part in parts if part is not None]


def _is_number(piece: Piece) -> bool:
    verdict = piece.verdict
    is_written = verdict.is_valid or (verdict.value is not None and verdict.is_written_out)
    return is_written or (verdict.code == "phone.letters" and bool(verdict.alternatives))


def _ends_in_suffix(read: list[list[Piece]]) -> bool:
    """Whether a whole number is followed by a few digits: 30 123456 / 57, where the plan would allow them to be one."""
    first, last = read[0][-1], read[-1][0].cluster.digits
    return len(last) <= _MAX_SUFFIX and _is_number(first) and len(first.cluster.digits) >= _LEAST + 1


def _with_suffixes(cluster: Cluster, pieces: list[Piece]) -> Iterator[Piece]:
    """Yield the pieces; digits after a number and a slash are refused, the number they stand for as the suggestion."""
    number: PhoneNumber | None = None
    for piece in pieces:
        digits = piece.cluster.digits
        place = piece.cluster.start - cluster.start
        sign = _SHORTENED.search(cluster.text, max(0, place - _SIGN_LENGTH), place)
        if number is not None and sign and len(digits) <= _MAX_SUFFIX and digits.isdecimal():
            yield Piece(piece.cluster, refused("phone.suffix", [PhoneNumber(number.e164[: -len(digits)] + digits)]))
            continue
        number = piece.verdict.value or number
        yield piece


def _unseparated(cluster: Cluster, region: str | None) -> list[Piece]:
    """Return what digits parted by spaces, dots or hyphens are: one number, or several one after the other."""
    verdict = _one(cluster, region)
    if verdict.code not in ("phone.too_long", "phone.length", "phone.unassigned"):
        return [Piece(cluster, verdict)]
    pieces, is_whole = _in_a_row(cluster, region)
    if is_whole and len(pieces) > 1:
        return pieces
    values = [piece.verdict.value for piece in pieces if piece.verdict.value is not None]
    if region and (meant := _half_dialled(cluster.digits, region)):
        values = [] if meant.value is None else [meant.value]
    return [Piece(cluster, replace(verdict, alternatives=(*verdict.alternatives, *values)))]


def _half_dialled(digits: str, region: str) -> Verdict | None:
    """Return what `digits` are when their 0 is half of the 00 before the country's code: *033 1 99 00 12 34*."""
    plan = plan_of(region)
    begins = plan is not None and plan.trunk == "0" and digits.startswith(f"0{plan.calling_code}")
    return judge(f"+{digits[1:]}", region) if begins else None


def _in_a_row(cluster: Cluster, region: str | None) -> tuple[list[Piece], bool]:
    """Return the numbers that `cluster` is made of, and whether it is made of them without a rest.

    A group of four or five digits, such as a postcode, may stand before and after numbers that are printed otherwise.
    """
    groups = [found.span() for found in _GROUP.finditer(cluster.text)]
    pieces: list[Piece] = []
    first = strangers = 0
    while first < len(groups):
        last, piece = _first_number(cluster, groups, first, region)
        if piece is None:
            piece = _stranger(cluster, groups, first)
            strangers += 1
        if piece is None or strangers > _MAX_STRANGERS:
            return pieces, False
        pieces.append(piece)
        first = last + 1
    return pieces, len(pieces) > strangers


def _stranger(cluster: Cluster, groups: list[tuple[int, int]], place: int) -> Piece | None:
    """Return the group at `place` as something else than a number, None when it could be the rest of one."""
    start, end = groups[place]
    before = groups[place - 1] if place else (0, 0)
    if end - start not in (4, 5) or end - start == before[1] - before[0]:
        return None
    part = piece_of(cluster, start, end)
    return None if part is None else Piece(part, refused("phone.too_short"))


def _first_number(
    cluster: Cluster, groups: list[tuple[int, int]], first: int, region: str | None
) -> tuple[int, Piece | None]:
    """Return the first run of groups from `first` that is a number written out, and where it ends."""
    start = groups[first][0] if first else 0
    for last in range(first, min(first + _MOST, len(groups))):
        part = piece_of(cluster, start, groups[last][1])
        length = 0 if part is None else len(part.digits)
        if part is None or length > _MOST:
            break
        if length >= _LEAST:
            verdict = judge(part.digits, region)
            if verdict.value is not None and verdict.is_written_out:
                return last, Piece(part, verdict)
    return first, None


def _one(cluster: Cluster, region: str | None) -> Verdict:
    """Return what `cluster` is, taken as one number."""
    if any(c.isalpha() for c in cluster.text):
        return _with_letters(cluster, region)
    verdict = judge(cluster.digits, region)
    if not verdict.is_valid and cluster.digits.startswith("+") and _TRUNK.search(cluster.text):
        # « +34 (0)91… »: a 0 that the country does not have; where it has one, as in Italy, the number was valid.
        without = judge(Cluster(_TRUNK.sub("", cluster.text), 0, 0).digits, region)
        if without.is_valid:
            return with_repair(without, "phone.trunk_prefix")
    return verdict


def _with_letters(cluster: Cluster, region: str | None) -> Verdict:
    """Refuse letters among digits; the suggestion is what they look like. A word beside the number is no part of it."""
    bare = _EDGE_LETTERS.sub("", cluster.text)
    if not any(c.isalpha() for c in bare):
        verdict = judge(Cluster(bare, 0, 0).digits, region)
        if verdict.value is not None and verdict.is_written_out:
            return verdict
    guess = judge(Cluster(cluster.text.translate(_LETTERS), 0, 0).digits, region)
    if guess.value is None and cluster.text[0].isalpha():
        # « l6 39… »: whatever stands in the place of the national prefix is meant to be it.
        guess = judge("0" + Cluster(cluster.text[1:].translate(_LETTERS), 0, 0).digits, region)
    if guess.code == "phone.no_region":
        return guess
    values = [] if guess.value is None else [guess.value, *guess.alternatives]
    return refused("phone.letters", values)


def _special(cluster: Cluster, region: str | None) -> Verdict | None:
    """Return the verdict on what only a cell of its own can be: a number out of a spreadsheet, a company's number."""
    decimals = _DECIMALS.fullmatch(cluster.text)
    if decimals is not None:
        verdict = judge(decimals[1], region)
        return verdict if verdict.value is None else with_repair(verdict, "phone.spreadsheet_decimals")
    if region not in FRENCH:
        return None
    if not (_SIREN.fullmatch(cluster.text) or _SIRET.fullmatch(cluster.text)):
        return _doubtful(cluster, region)
    verdict = judge(cluster.digits, region)
    if verdict.is_valid and verdict.is_written_out:
        return None  # 00 and a country: fourteen digits all the same
    if _is_luhn(cluster.digits):
        return refused("phone.identifier", filter(None, [verdict.value]))
    return _doubtful(cluster, region)


def _doubtful(cluster: Cluster, region: str | None) -> Verdict | None:
    """Return a number without its 0 that may as well be an amount or a company's; None when it is neither."""
    is_company = _COMPANY.fullmatch(cluster.text) is not None and _is_luhn(cluster.digits)
    if not is_company and not _DOUBTFUL.fullmatch(cluster.text):
        return None
    verdict = judge(cluster.digits, region)
    if verdict.value is None or "phone.ambiguous" in verdict.warnings:
        return verdict
    return replace(verdict, warnings=(*verdict.warnings, "phone.ambiguous"))


def _is_luhn(digits: str) -> bool:
    """Whether the check digit is right. Source: ISO/IEC 7812-1, annex B, which INSEE applies to SIREN and SIRET."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (1 + place % 2)
        total += doubled - 9 * (doubled > 9)
    return total % 10 == 0
