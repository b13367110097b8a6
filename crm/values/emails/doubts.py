"""What is doubtful about an address that is accepted: warnings with stable codes, and what may have been meant."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from crm.values.roles import role_of

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["doubts", "look_alike", "suggested_domain"]

_MAX_LOCAL: Final = 64
"""Octets before the @ that a server must accept. Source: RFC 5321 section 4.5.3.1.1, read 2026-11-20."""

_RESERVED: Final = ("example", "example.com", "example.net", "example.org")
"""Domains for documentation. Source: RFC 2606 sections 2 and 3, RFC 6761 section 6.5, read 2026-11-20."""

_LOOK_ALIKES: Final = {
    "\u2010": "-", "\u2011": "-", "\u2013": "-", "\u2212": "-", "\u2019": "'",
    "\u0131": "i", "\u0251": "a", "\u0261": "g", "\u0269": "i", "\u026a": "i", "\u01c0": "l", "\u0138": "k",
    "а": "a", "в": "b", "е": "e", "к": "k", "м": "m", "н": "h", "о": "o", "р": "p", "с": "c", "т": "t", "у": "y",
    "х": "x", "і": "i", "ј": "j", "ѕ": "s", "һ": "h", "ԁ": "d", "ԛ": "q", "ԝ": "w", "ӏ": "l", "ѵ": "v", "ь": "b",
    "г": "r", "п": "n", "ё": "e", "ї": "i",
    "α": "a", "β": "b", "γ": "y", "ε": "e", "η": "n", "ι": "i", "κ": "k", "ν": "v", "ο": "o", "ρ": "p", "σ": "o",
    "τ": "t", "υ": "u", "χ": "x", "ω": "w", "ϲ": "c", "ϳ": "j",
    "օ": "o", "ո": "n", "ս": "u", "հ": "h", "ց": "g", "զ": "q", "ա": "w", "յ": "j",
}  # fmt: skip
"""Letters that pass for one of ASCII. Source: UTS #39 confusables.txt 16.0, the single letters met in domains, read
2026-11-20."""

_TURKIC: Final = frozenset({"tr", "az", "cy"})
"""Where the dotless i is a letter like any other."""

_TOGETHER: Final = (
    frozenset({"LATIN", "CJK", "HIRAGANA", "KATAKANA"}),
    frozenset({"LATIN", "CJK", "HANGUL"}),
    frozenset({"LATIN", "CJK", "BOPOMOFO"}),
)
"""Scripts that one word may mix. Source: UTS #39 section 5.2, "Highly Restrictive", read 2026-11-20."""

_PROVIDERS: Final = frozenset(
    """
    bbox.fr free.fr gmail.com gmx.fr googlemail.com hotmail.com hotmail.fr icloud.com laposte.net live.fr neuf.fr
    numericable.fr orange.fr outlook.com outlook.fr protonmail.com sfr.fr wanadoo.fr yahoo.com yahoo.fr
    """.split()
)
"""Providers whose names are often mistyped: each is real, and so far from the others that one slip is told."""

_ENDINGS: Final = {"con": "com", "cmo": "com", "ocm": "com", "comm": "com", "ogr": "org", "orgg": "org", "nte": "net",
                   "rf": "fr", "frr": "fr", "ffr": "fr"}  # fmt: skip
"""Endings that are no top-level domain and one slip away from one. Source: IANA root zone, read 2026-11-20."""


_ORDINARY: Final = re.compile(r"[\w.'+-]*\Z").match
"""What mailboxes are named with; a slash or an equals sign is allowed, and more often a separator."""


def doubts(local: str, domain: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    r"""Return the warnings about an address and the addresses that may have been meant instead.

    >>> doubts("presse", "example.org")
    (('email.reserved_domain', 'email.shared_mailbox'), ())
    >>> doubts("anne", "\u0131nst.fr")
    (('email.lookalike_domain',), ('anne@inst.fr',))
    """
    of_domain, meant_domain = _domain_doubts(domain)
    warnings = [*of_domain, *_local_warnings(local)]
    meant_local = _meant_local(local)
    meant = [f"{local}@{meant_domain}"] if meant_domain else []
    if meant_local:
        meant.append(f"{meant_local}@{meant_domain or domain}")
    return tuple(warnings), tuple(meant)


def _local_warnings(local: str) -> Iterator[str]:
    if len(local) > _MAX_LOCAL or (not local.isascii() and len(local.encode()) > _MAX_LOCAL):
        yield "email.local_too_long"
    if not local.isascii():
        yield "email.needs_smtputf8"
        if look_alike(local):
            yield "email.lookalike_local"
    if not local[0].isalnum():
        yield "email.leading_punctuation"
    elif not _ORDINARY(local):
        yield "email.unusual_local"
    role = role_of(local)
    if role is not None:
        yield "email.no_reply" if role.endswith("nobody opens it") else "email.shared_mailbox"


def _meant_local(local: str) -> str | None:
    if (plain := look_alike(local)) is not None:
        return plain
    if local[:1].isalnum():
        return None
    start = next((place for place, letter in enumerate(local) if letter.isalnum()), 0)
    return local[start:] if start else None


@lru_cache(maxsize=4096)
def _domain_doubts(domain: str) -> tuple[tuple[str, ...], str | None]:
    warnings = []
    meant = look_alike(domain)
    if meant is not None or _mixes_scripts(domain):
        warnings.append("email.lookalike_domain")
    elif (meant := suggested_domain(domain)) is not None:
        warnings.append("email.domain_typo")
    if any(domain == name or domain.endswith(f".{name}") for name in _RESERVED):
        warnings.append("email.reserved_domain")
    return tuple(warnings), meant


def look_alike(text: str) -> str | None:
    r"""Return the ASCII spelling that `text` passes for, or None when it is plain or nothing else than it seems.

    A word wholly in another alphabet is a look-alike only when every letter of it passes for a Latin one.

    >>> look_alike("\u0131nst.fr"), look_alike("ex\u0430mple.fr")
    ('inst.fr', 'example.fr')
    >>> look_alike("exämple.fr"), look_alike("россия.fr")
    (None, None)
    """
    if text.isascii():
        return None
    ending = text.rpartition(".")[2]
    parts = [part if part.isascii() else _plain_label(part, ending) for part in text.split(".")]
    return ".".join(part or "" for part in parts) if all(parts) else None


def _plain_label(label: str, ending: str) -> str | None:
    if "\u0131" in label and ending in _TURKIC:
        return None
    plain = "".join(_LOOK_ALIKES.get(letter, letter) for letter in label.casefold())
    return plain if plain.isascii() else None


def _mixes_scripts(domain: str) -> bool:
    """Tell whether one label mixes scripts that are never written together."""
    return not domain.isascii() and any(_is_mixed(label) for label in domain.split(".") if not label.isascii())


def _is_mixed(label: str) -> bool:
    scripts = {_script(letter) for letter in label if letter.isalpha()}
    return len(scripts) > 1 and not any(scripts <= together for together in _TOGETHER)


def _script(letter: str) -> str:
    """The first word of a letter's name is its script, for the scripts that matter here."""
    return unicodedata.name(letter, "UNKNOWN").partition(" ")[0]


def suggested_domain(domain: str) -> str | None:
    """Return the well-known domain that `domain` is one slip away from.

    >>> suggested_domain("gmial.com"), suggested_domain("valmont.con"), suggested_domain("example.org")
    ('gmail.com', 'valmont.com', None)
    """
    if domain in _PROVIDERS or not domain.isascii():
        return None
    name, _, ending = domain.rpartition(".")
    meant = f"{name}.{_ENDINGS[ending]}" if ending in _ENDINGS else domain
    near = [known for known in sorted(_PROVIDERS) if meant == known or _one_slip(meant, known)]
    if len(near) == 1 and min(len(name), 5) == 5:
        return near[0]
    return meant if meant != domain else None


def _one_slip(typed: str, known: str) -> bool:
    """Tell one letter added, dropped, doubled or changed, or two neighbours exchanged, in the name before the dot."""
    if typed.rpartition(".")[2] != known.rpartition(".")[2] or abs(len(typed) - len(known)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(typed, known, strict=False)) if a != b), min(len(typed), len(known)))
    one, other = typed[start:], known[start:]
    if len(one) == len(other):
        return one[1:] == other[1:] or (one[:2] == other[1::-1] and one[2:] == other[2:])
    return one[1:] == other or one == other[1:]
