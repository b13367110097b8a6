"""Many e-mail addresses at once: the verdict of the single parse, sooner.

What is plain ASCII is decided here by email-validator's own rules; whatever else goes to the single parse. The
differential run ``benchmarks/differential_emails.py`` and a property test hold the two together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from crm.errors import InvalidEmail
from crm.values.emails.address import EmailAddress
from crm.values.emails.parsed import ParsedEmail
from crm.values.emails.plain import MAX_DOMAIN, Rules
from crm.values.emails.text import parse_emails

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["parse_many_emails"]

_REMEMBERED: Final = 8192
"""Domains remembered at a time; then the memory starts afresh, so that it stays flat."""


class _Domain(NamedTuple):
    """What was decided about a domain: both its spellings, and how many octets may come before the @."""

    shown: str
    ascii: str
    room: int


class _Rules(Rules):
    """The rules, and the domains they were applied to."""

    __slots__ = ("known",)

    def __init__(self) -> None:
        super().__init__()
        self.known: dict[str, _Domain | None] = {}

    def decide(self, domain: str) -> _Domain | None:
        """Return what is to be known of `domain`, and remember it; None leaves its addresses to the single parse."""
        if len(domain) > MAX_DOMAIN:
            return None
        if len(self.known) >= _REMEMBERED:
            self.known.clear()
        found = self._plain(domain) or self._asked(domain)
        self.known[domain] = found
        return found

    def _plain(self, domain: str) -> _Domain | None:
        lower = self.plain_domain(domain)
        return None if lower is None else _Domain(lower, lower, self.room(domain))

    def _asked(self, domain: str) -> _Domain | None:
        """Ask the single parse about one address of the domain: nothing in the verdict on it depends on the rest."""
        if '"' in domain or "<" in domain or "@" in domain:
            return None
        try:
            found = EmailAddress(f"a@{domain}")
        except InvalidEmail:
            return None
        ascii_domain = found.key.rpartition("@")[2]
        longest = max(len(each.encode()) for each in (domain, found.domain, ascii_domain))
        return _Domain(found.domain, ascii_domain, min(self.max_local, self.max_length - 1 - longest))


def parse_many_emails(texts: Iterable[str]) -> Iterator[list[ParsedEmail]]:
    """Yield for each of `texts` what `parse_emails` returns for it, many times faster than one by one, and lazily.

    >>> [[str(one.value) for one in found] for found in parse_many_emails(["Anne@Example.org", "b@c.fr; d@e.fr", "?"])]
    [['Anne@example.org'], ['b@c.fr', 'd@e.fr'], []]
    """
    rules = _Rules()
    known, decide, is_dot_atom, lowered = rules.known, rules.decide, rules.matches_local, rules.lowered
    new, blank, put = str.__new__, object.__new__, object.__setattr__
    for text in texts:
        if type(text) is str:
            local, _, domain = text.rpartition("@")
            found = known[domain] if domain in known else decide(domain)
            if found is not None and len(local) <= found.room and is_dot_atom(local):
                lower = local.lower()
                made = new(EmailAddress, f"{lower if lower in lowered else local}@{found.shown}")
                made.key = f"{lower}@{found.ascii}"
                parsed = blank(ParsedEmail)
                put(parsed, "value", made)  # the rest are the defaults of the class; past `__dict__`, none is made
                put(parsed, "text", text)
                put(parsed, "end", len(text))
                yield [parsed]
                continue
        yield parse_emails(text)
