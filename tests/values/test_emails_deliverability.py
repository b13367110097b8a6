"""Deliverability, with resolvers that are functions: nothing here asks a network."""

from __future__ import annotations

from threading import Event

import pytest

from crm.values import EmailAddress, deliverability

ANNE = EmailAddress("anne@exämple.org")


def answering(**records):
    return lambda name, kind, timeout: records.get(kind, ())


@pytest.mark.parametrize(
    ("records", "code", "hosts", "is_deliverable"),
    [
        ({"MX": ["20 b.example.net.", "10 A.example.net."]}, "dns.mx", ("a.example.net", "b.example.net"), True),
        ({"MX": ["0 ."]}, "dns.null_mx", (), False),
        ({"A": ["192.0.2.1"]}, "dns.address_only", ("xn--exmple-cua.org",), True),
        ({"AAAA": ["2001:db8::1"]}, "dns.address_only", ("xn--exmple-cua.org",), True),
        ({}, "dns.no_mail_host", (), False),
        ({"MX": ["nonsense"]}, "dns.no_answer", (), False),
    ],
)
def test_the_records_decide(records, code, hosts, is_deliverable):
    found = deliverability(ANNE, answering(**records))
    assert (found.code, found.hosts, bool(found)) == (code, hosts, is_deliverable)


@pytest.mark.parametrize(
    ("error", "code", "status"),
    [
        (LookupError, "dns.no_such_domain", "undeliverable"),
        (TimeoutError, "dns.timeout", "unknown"),
        (OSError, "dns.no_answer", "unknown"),
        (RuntimeError, "dns.no_answer", "unknown"),
    ],
)
def test_what_a_resolver_raises_is_an_answer(error, code, status):
    def failing(name, kind, timeout):
        raise error

    found = deliverability(ANNE, failing)
    assert (found.code, found.status) == (code, status)


def test_the_domain_is_asked_in_ascii_with_what_is_left_of_the_time():
    asked = []

    def noting(name, kind, timeout):
        asked.append((name, kind, timeout <= 2))
        return ()

    deliverability(ANNE, noting, timeout=2)
    assert asked == [("xn--exmple-cua.org", kind, True) for kind in ("MX", "A", "AAAA")]


def test_a_resolver_that_never_answers_is_not_waited_for():
    given_up = Event()
    found = deliverability(ANNE, lambda name, kind, timeout: given_up.wait() or (), timeout=0.05)
    assert (found.code, found.status) == ("dns.timeout", "unknown")
    given_up.set()
