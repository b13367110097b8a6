"""E-mails: the library side by side with email-validator, in one run; ratios, not promises.

Run it with ``python benchmarks/values_emails.py``.
"""

from __future__ import annotations

import random
import tracemalloc
from collections import deque
from time import perf_counter
from typing import TYPE_CHECKING

from email_validator import validate_email

from crm.values import EmailAddress, parse_emails, parse_many_emails

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

GIVEN = "anne zoe marc lea hugo ines paul jeanne karim chloe".split()
FAMILY = "legoff martin petit valmont quint almeida berg dubois moreau".split()
PLACES = "lille lyon nantes brest dijon metz tours reims caen nancy".split()


def addresses(count: int, domains: int) -> list[str]:
    """Return `count` addresses over `domains` domains, as a press office's list holds them."""
    rng = random.Random(7)
    names = [f"{rng.choice(PLACES)}-{n}.example.{rng.choice(('org', 'net', 'com'))}" for n in range(domains)]
    return [f"{rng.choice(GIVEN)}.{rng.choice(FAMILY)}{n % 97}@{names[n % domains]}" for n in range(count)]


def each(texts: list[str]) -> None:
    """Validate one by one with the library alone."""
    for text in texts:
        validate_email(text, check_deliverability=False)


def seconds(job: Callable[[], object], repeat: int = 5) -> float:
    """Return the best of a few runs."""
    best = float("inf")
    for _ in range(repeat):
        start = perf_counter()
        job()
        best = min(best, perf_counter() - start)
    return best


def bulk(texts: list[str]) -> None:
    """Validate all in bulk, keeping nothing."""
    deque(parse_many_emails(texts), maxlen=0)


def line(name: str, ours: float, theirs: float, count: int) -> None:
    """Print one comparison."""
    print(f"{name:44} {1e6 * ours / count:7.2f} µs against {1e6 * theirs / count:7.2f} µs: {theirs / ours:6.2f} times")


def peak(count: int) -> int:
    """Return the most memory a run over `count` addresses with as many domains holds at once, in bytes."""

    def lazily() -> Iterator[str]:
        return (f"anne.legoff@d{n}.example.org" for n in range(count))

    tracemalloc.start()
    deque(parse_many_emails(lazily()), maxlen=0)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


def main() -> None:
    """Print every ratio."""
    count = 20_000
    repeated, distinct = addresses(count, 200), addresses(count, count)
    for name, texts in (("bulk, 200 domains", repeated), ("bulk, all domains distinct", distinct)):
        line(name, seconds(lambda texts=texts: bulk(texts)), seconds(lambda texts=texts: each(texts), 3), count)
    single, alone = repeated[:5000], seconds(lambda: each(repeated[:5000]))
    for name, job in (
        ("EmailAddress(text)", EmailAddress),
        ("EmailAddress.parse(text)", EmailAddress.parse),
        ("parse_emails(text)", parse_emails),
    ):
        line(name, seconds(lambda job=job: [job(text) for text in single]), alone, len(single))
    few, many = peak(50_000) / 1e6, peak(500_000) / 1e6
    print(f"memory at its highest: {few:.1f} MB for 50 thousand, {many:.1f} MB for ten times as many")


if __name__ == "__main__":
    main()
