"""Addresses of plain ASCII, decided by email-validator's own rules without the long way through it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["MAX_DOMAIN", "Rules", "Verdict", "plain_verdict"]

_PLAIN_DOMAIN: Final = re.compile(
    r"(?:(?!..--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!..--)(?:[a-z0-9][a-z0-9-]{0,61})?[a-z]\Z", re.IGNORECASE
)
"""A domain that needs no IDNA and breaks no rule: labels of at most 63, no hyphen at an edge or in third and fourth
place, a letter at the end. Source: email-validator 2.4 ``syntax.py``, after RFC 1035, RFC 5890, read 2026-11-20."""

MAX_DOMAIN: Final = 253


class Verdict(NamedTuple):
    """An accepted address: `address` in normal form and the `key` it is matched by."""

    address: str
    key: str


class Rules:
    """What email-validator says at this moment: a host may change its settings, so they are read for each run."""

    __slots__ = ("_special", "lowered", "matches_local", "max_length", "max_local")

    def __init__(self) -> None:
        library, constants = _library()
        self.lowered = _lowered()
        self.matches_local = constants.DOT_ATOM_TEXT.match
        self.max_length: int = constants.EMAIL_MAX_LENGTH
        self.max_local: int = constants.LOCAL_PART_MAX_LENGTH if library.STRICT else self.max_length
        self._special = tuple([f".{name}" for name in library.SPECIAL_USE_DOMAIN_NAMES])

    def plain_domain(self, domain: str) -> str | None:
        """Return a plain domain in small letters, None where it is none, or one that may be refused."""
        if len(domain) > MAX_DOMAIN or not domain.isascii() or _PLAIN_DOMAIN.match(domain) is None:
            return None
        lower = domain.lower()
        return None if lower.endswith(self._special) else lower

    def room(self, domain: str) -> int:
        """Return how many octets may come before the ``@`` of `domain`."""
        return min(self.max_local, self.max_length - 1 - len(domain))


def plain_verdict(text: str) -> Verdict | None:
    """Return the verdict on an address of plain ASCII, None where email-validator itself has to look.

    >>> plain_verdict("Anne@Example.org"), plain_verdict("anne@exämple.org")
    (Verdict(address='Anne@example.org', key='anne@example.org'), None)
    """
    local, _, domain = text.rpartition("@")
    rules = Rules()
    shown = rules.plain_domain(domain)
    if shown is None or len(local) > rules.room(domain) or not rules.matches_local(local):
        return None
    lower = local.lower()
    return Verdict(f"{lower if lower in rules.lowered else local}@{shown}", f"{lower}@{shown}")


@cache
def _library() -> tuple[ModuleType, ModuleType]:
    """The library and its constants, imported when they are first needed."""
    import email_validator
    from email_validator import rfc_constants

    return email_validator, rfc_constants


@cache
def _lowered() -> frozenset[str]:
    return frozenset(_library()[1].CASE_INSENSITIVE_MAILBOX_NAMES)
