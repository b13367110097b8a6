"""Whether a domain takes mail: asked only when told to, of a resolver that is handed in, within a time limit."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from enum import StrEnum
from time import monotonic
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.values.emails.address import EmailAddress

__all__ = ["Deliverability", "DeliverabilityStatus", "Resolver", "deliverability"]

_TIMEOUT_SECONDS: Final = 5.0


class Resolver(Protocol):
    """Whatever answers questions to the DNS: a function around the host's own resolver, or a dictionary in a test."""

    def __call__(self, name: str, kind: str, timeout: float) -> Sequence[str]:
        """Return the records of `kind` (``MX``, ``A``, ``AAAA``) of `name` as zone files write them, or none.

        An ``MX`` is a preference and a host: ``10 mail.example.org.``. `timeout` is what is left, in seconds.

        Raises:
            LookupError: the name does not exist (NXDOMAIN). Any other exception means that there was no answer.
        """


class DeliverabilityStatus(StrEnum):
    """What the DNS says; *unknown* when it does not answer, which is no reason to drop an address."""

    DELIVERABLE = "deliverable"
    UNDELIVERABLE = "undeliverable"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Deliverability:
    """The answer for one domain, and a stable code for its reason; whether the mailbox exists nobody can ask."""

    domain: str
    status: DeliverabilityStatus
    code: str
    hosts: tuple[str, ...] = ()
    """The hosts that take the domain's mail, the preferred first."""

    def __bool__(self) -> bool:
        """Whether mail can be delivered, as far as is known."""
        return self.status is DeliverabilityStatus.DELIVERABLE


def deliverability(address: EmailAddress, resolver: Resolver, timeout: float = _TIMEOUT_SECONDS) -> Deliverability:
    """Return whether the domain of `address` takes mail, after at most `timeout` seconds whatever the resolver does.

    The codes: ``dns.mx``, ``dns.address_only`` (no MX, but an address: RFC 5321 section 5.1), ``dns.null_mx``
    (RFC 7505), ``dns.no_such_domain``, ``dns.no_mail_host``, ``dns.timeout``, ``dns.no_answer``.

    >>> from crm.values import EmailAddress
    >>> deliverability(EmailAddress("anne@example.org"), lambda name, kind, timeout: ["10 mail.example.org."]).hosts
    ('mail.example.org',)
    """
    domain = address.key.rpartition("@")[2]
    answers: list[Deliverability] = []
    deadline = monotonic() + timeout

    def ask() -> None:
        answers.append(_asked(domain, resolver, deadline))

    # A resolver may ignore its time limit; a thread that is a daemon neither holds the caller nor the program.
    thread = threading.Thread(target=ask, name="deliverability", daemon=True)
    thread.start()
    thread.join(max(0.0, timeout))
    return answers[0] if answers else Deliverability(domain, DeliverabilityStatus.UNKNOWN, "dns.timeout")


def _asked(domain: str, resolver: Resolver, deadline: float) -> Deliverability:
    try:
        return _found(domain, resolver, deadline)
    except LookupError:
        return Deliverability(domain, DeliverabilityStatus.UNDELIVERABLE, "dns.no_such_domain")
    except TimeoutError:
        return Deliverability(domain, DeliverabilityStatus.UNKNOWN, "dns.timeout")
    except Exception:  # the resolver is the caller's: whatever it raises, there was no answer
        return Deliverability(domain, DeliverabilityStatus.UNKNOWN, "dns.no_answer")


def _found(domain: str, resolver: Resolver, deadline: float) -> Deliverability:
    def ask(kind: str) -> Sequence[str]:
        left = deadline - monotonic()
        if left <= 0:
            raise TimeoutError
        return resolver(domain, kind, left)

    records = sorted(_mail_host(record) for record in ask("MX"))
    hosts = tuple(host for _, host in records if host)
    if hosts:
        return Deliverability(domain, DeliverabilityStatus.DELIVERABLE, "dns.mx", hosts)
    if records:
        return Deliverability(domain, DeliverabilityStatus.UNDELIVERABLE, "dns.null_mx")
    if ask("A") or ask("AAAA"):
        return Deliverability(domain, DeliverabilityStatus.DELIVERABLE, "dns.address_only", (domain,))
    return Deliverability(domain, DeliverabilityStatus.UNDELIVERABLE, "dns.no_mail_host")


def _mail_host(record: str) -> tuple[int, str]:
    preference, _, host = record.strip().partition(" ")
    return int(preference), host.strip().rstrip(".").lower()
