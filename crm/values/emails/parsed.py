"""What was read in a text where an e-mail address stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.errors import InvalidEmail
from crm.values.emails.address import EmailAddress
from crm.values.emails.doubts import doubts
from crm.values.emails.verdict import verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ParsedEmail", "addresses_of"]


@dataclass(frozen=True)
class ParsedEmail:
    """One address of a text: its `value`, or None and the `error` that says why not; never both, never neither."""

    # No slots: what is the same for most addresses stays with the class, which makes one sooner in bulk.
    value: EmailAddress | None = None
    error: InvalidEmail | None = None
    """Why it is no address: a stable ``code``, a ``message`` and a ``hint``."""
    text: str = ""
    """As printed: the part of the text that is the address, without brackets, ``mailto:`` or label."""
    start: int = 0
    """Where `text` begins: ``source[start:end] == text``."""
    end: int = 0
    label: str | None = None
    """A display name, a usage or the name of a group, printed beside the address."""
    repairs: tuple[str, ...] = ()
    """What was done to the text to read it; empty when email-validator accepts the whole text as it is."""
    suggestions: tuple[EmailAddress, ...] = ()
    """What a refused address may have been."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a person should look at, as stable codes; they follow from the address and are found when asked for."""
        return () if self.value is None else _doubts(self.value)[0]

    @property
    def alternatives(self) -> tuple[EmailAddress, ...]:
        """What may have been meant instead. Never applied: a person chooses."""
        return self.suggestions if self.value is None else addresses_of(_doubts(self.value)[1])


def _doubts(address: EmailAddress) -> tuple[tuple[str, ...], tuple[str, ...]]:
    local, _, domain = address.rpartition("@")
    return doubts(local, domain)


def addresses_of(texts: Iterable[str]) -> tuple[EmailAddress, ...]:
    """Return those of `texts` that are addresses, each once."""
    made = []
    for text in texts:
        try:
            made.append(EmailAddress.stored(*verdict(text)))
        except InvalidEmail:
            continue
    return tuple(dict.fromkeys(made))
