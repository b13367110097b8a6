"""Two verdicts on the same generated e-mails: bulk against single, and single against email-validator.

Run it with ``python benchmarks/differential_emails.py [COUNT] [SEED]``; the exit status is 1 when any two disagree.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from email_validator import EmailNotValidError, validate_email

from crm.errors import InvalidEmail
from crm.values import EmailAddress, ParsedEmail, parse_emails, parse_many_emails

if TYPE_CHECKING:
    from collections.abc import Iterator

GIVEN = "anne zoé marc léa hugo Inès paul JEANNE karim chloë o'neil d'almeida presse info Postmaster WEBMASTER".split()
FAMILY = "legoff martin le-goff van_berg quint+test 7 élan dubois.m a b.c.d".split()
DOMAINS = (
    "example.org EXAMPLE.net univ-valmont.example.com exämple.org xn--exmple-cua.org ınstitut.example.org"
    " пример.example.com münchen.example.net ex--ample.org xn--zz.org a.b.c.d.example.org 1.example.org example.o1"
    " example.123 localhost x.test x.local x.onion x.arpa x.example straße.example.org faß.org example.ORG."
    " 例え.example.org אב.example.org e\u0301xample.org ｅxample.org example。org 1.אב.org"
).split()
WHOLE = (
    "mailto:{}", "<{}>", "Anne Le Goff <{}>", '"Le Goff, Anne" <{}>', "{}.", "{};", " {}", "{}\u00a0", "\u200b{}",
    "Presse : {}", "({})", "{} / b@example.org", "[x](mailto:{})", "'{}'", "{}>", "x {} y", "{}\n", '"{}"',
    "mailto:{}?subject=x",
)  # fmt: skip
SIGNS = "@@@@....--__++''\"\"<>()[]{},;:/\\ \t\n\u00a0\u200b\u00ad＠é\u0301ı\u0430İßſ\ud800\x00\x7f%&=?!#$*|~^`aA0zZ9ǅ﷽"


def generated(rng: random.Random) -> Iterator[str]:
    """Yield addresses for ever: as they should be, a little broken, and hostile."""
    while True:
        kind = rng.random()
        if kind < 0.45:
            yield address(rng)
        elif kind < 0.75:
            yield mutated(rng, address(rng))
        elif kind < 0.9:
            yield rng.choice(WHOLE).format(address(rng))
        else:
            yield hostile(rng)


def address(rng: random.Random) -> str:
    """Return an address that is mostly valid."""
    name = rng.choice(GIVEN)
    if rng.random() < 0.7:
        name += rng.choice("._-+") + rng.choice(FAMILY)
    return f"{name}@{domain(rng)}"


def domain(rng: random.Random) -> str:
    """Return a known domain, or a new one of random labels."""
    if rng.random() < 0.5:
        return rng.choice(DOMAINS)
    letters = "abcdefghijklmnopqrstuvwxyzABCXYZ0123456789---"
    labels = (
        "".join(rng.choice(letters) for _ in range(rng.choice((1, 2, 4, 5, 9, 20, 62, 63, 64)))) for _ in range(4)
    )
    return ".".join([*islice(labels, rng.randint(1, 4)), rng.choice(("org", "fr", "COM", "x1", "o", "example"))])


def mutated(rng: random.Random, text: str) -> str:
    """Return `text` after one to three slips of the keyboard."""
    for _ in range(rng.randint(1, 3)):
        place = rng.randrange(len(text) + 1)
        what = rng.random()
        if what < 0.4:
            text = text[:place] + rng.choice(SIGNS) + text[place:]
        elif what < 0.7:
            text = text[:place] + text[place + 1 :]
        elif what < 0.85:
            text = text[:place] + rng.choice(SIGNS) + text[place + 1 :]
        else:
            text = text[:place] + text[place : place + 2][::-1] + text[place + 2 :]
    return text


def hostile(rng: random.Random) -> str:
    """Return what nobody types: signs only, addresses at the very limit of their length, runs of one sign."""
    what = rng.random()
    if what < 0.5:
        return "".join(rng.choice(SIGNS) for _ in range(rng.randrange(30)))
    if what < 0.8:
        local = rng.choice("aé") * rng.choice((63, 64, 65, 100, 180, 240, 242, 243, 244, 250))
        return f"{local}@{domain(rng)}"
    return rng.choice(SIGNS) * rng.randrange(400) + address(rng)


def said(found: list[ParsedEmail]) -> list[tuple[object, ...]]:
    """Return everything that was read, to the letter."""
    return [
        (
            one.value and (str(one.value), one.value.key),
            one.error,
            one.text,
            one.start,
            one.end,
            one.repairs,
            one.warnings,
        )
        for one in found
    ]


def library(text: str) -> str | None:
    """Return email-validator's normal form, or None."""
    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        return None


def strict(text: str) -> str | None:
    """Return the constructor's normal form, or None."""
    try:
        return str(EmailAddress(text))
    except InvalidEmail:
        return None


def unrepaired(text: str) -> str | None:
    """Return the one address that is the whole text without a repair, or None."""
    found = parse_emails(text)
    whole = len(found) == 1 and found[0].error is None and not found[0].repairs
    return str(found[0].value) if whole else None


def main(count: int = 500_000, seed: int = 1) -> int:
    """Compare, print what was compared, and return how many disagree, at most 1."""
    texts = list(islice(generated(random.Random(seed)), count))
    tally: Counter[str] = Counter()
    for number, (text, found) in enumerate(zip(texts, parse_many_emails(texts), strict=True)):
        tally["accepted" if found and all(one.error is None for one in found) else "refused or empty"] += 1
        if said(found) != said(parse_emails(text)):
            tally["bulk and single disagree"] += 1
            print("bulk and single:", ascii(text), found, parse_emails(text))
        if number % 4 == 0:
            tally["compared with email-validator"] += 1
            if not library(text) == strict(text) == unrepaired(text):
                tally["email-validator disagrees"] += 1
                print("email-validator:", ascii(text), library(text), strict(text), unrepaired(text))
    print(f"{count} generated, {len(set(texts))} of them distinct;", dict(tally))
    return int(tally["bulk and single disagree"] + tally["email-validator disagrees"] > 0)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
