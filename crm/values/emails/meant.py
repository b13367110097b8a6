"""What a refused address may have been meant as; and addresses torn apart by the spaces of typography."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from crm.errors import InvalidEmail
from crm.values.emails.labels import says_nothing
from crm.values.emails.spelled import is_address_like
from crm.values.emails.verdict import MAX_LENGTH, verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Joined", "joined", "meant_by"]

_DOTS: Final = re.compile(r"\.{2,}")
_SIGNS: Final = re.compile(r"@{2,}")
_AFTER_COMMA: Final = re.compile(r"[,;: ]\s?([a-z]{2,6})\b")
_UNUSUAL: Final = re.compile(r"[\s\"'<>()\[\]\\,;:]+")
_ENDINGS: Final = {
    name: endings
    for endings, names in {
        ("com",): "gmail icloud protonmail googlemail",
        ("fr", "com"): "hotmail outlook yahoo live",
        ("fr",): "orange wanadoo free sfr neuf bbox",
        ("net",): "laposte",
    }.items()
    for name in names.split()
}
"""The endings of providers, for ``anne@gmail``."""


class Joined(NamedTuple):
    """A whole text that is one address once its spaces are taken out; a `code` when that is not certain."""

    start: int
    end: int
    address: str
    code: str | None
    alternatives: tuple[str, ...]


def joined(text: str) -> Joined | None:
    r"""Return the address that `text` is without its inner spaces, when nothing else can be read in it.

    >>> joined("anne@\u00a0example.org").address
    'anne@example.org'
    >>> joined("anne@exam ple.org").code, joined("Anne anne@example.org")
    ('email.unsure_space', None)
    """
    stripped = text.strip()
    pieces = stripped.split()
    if not 2 <= len(pieces) <= 8 or len(stripped) > MAX_LENGTH or text.count("@") != 1:
        return None
    address = "".join(pieces)
    at = next(place for place, piece in enumerate(pieces) if "@" in piece)
    if not _is_valid(address) or (address.isascii() != pieces[at].isascii() and at > 0):
        return None
    believed = _believed(pieces, at, stripped)
    if believed is None:
        return None
    start = text.index(stripped)
    others = (pieces[at],) if _is_valid(pieces[at]) else ()
    code = None if believed else "email.unsure_space"
    return Joined(start, start + len(stripped), address, code, () if believed else (address, *others))


def _believed(pieces: list[str], at: int, text: str) -> bool | None:
    """Tell True to join, False for a question, None when the piece with the @ is an address among other words."""
    before, piece, after = pieces[:at], pieces[at], pieces[at + 1 :]
    has_lines = len(text.splitlines()) > 1
    is_typographic = " " not in text and "\t" not in text and not has_lines
    if len(pieces) > 3 or not _is_torn(before, piece, after, is_typographic=is_typographic):
        return None
    if any(each.startswith(("www.", "+", "0")) for each in before):
        return None
    if piece[0] == "@" or piece[-1] == "@":
        return is_typographic if is_typographic or has_lines else None
    is_open = before != [] and not is_address_like(before[-1]) and before[-1][-1] not in "-_+" and _is_valid(piece)
    return is_typographic and not is_open


def _is_torn(before: list[str], piece: str, after: list[str], *, is_typographic: bool) -> bool:
    if not _is_valid(piece):
        return True
    if any(each[0] in "._-" and len(each) > 1 for each in after):
        return True
    if is_typographic and any(each.islower() and not says_nothing(each) for each in before):
        return True
    return any(each[-1] in "-_+" or (is_address_like(each) and each[0].islower()) for each in before)


def meant_by(address: str, after: str = "") -> Iterator[str]:
    """Yield what may have been meant by an address that is refused; not all of it need be valid.

    >>> next(meant_by("anne..legoff@example.org")), next(meant_by("anne@example", ",org"))
    ('anne.legoff@example.org', 'anne@example.org')
    """
    if len(address) > MAX_LENGTH:
        return
    local, _, domain = _SIGNS.sub("@", _DOTS.sub(".", address)).rpartition("@")
    local, domain = local.strip(".@"), domain.strip(".-")
    local = _UNUSUAL.sub("", local)
    if local and domain:
        yield from _with_ending(local, domain, after)
        yield f"{local}@{domain}"
        yield f"{local}@{domain.replace('_', '-')}"


def _with_ending(local: str, domain: str, after: str) -> Iterator[str]:
    if "." in domain:
        return
    comma = _AFTER_COMMA.match(after)
    if comma is not None and after[0] in ",;:":
        yield f"{local}@{domain}.{comma[1]}"
    for ending in _ENDINGS.get(domain.lower(), ()):
        yield f"{local}@{domain}.{ending}"


def _is_valid(text: str) -> bool:
    try:
        verdict(text)
    except InvalidEmail:
        return False
    return True
