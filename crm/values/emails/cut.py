"""Addresses that a stray space, comma or missing space has cut short or grown: what is left is valid, and not meant."""

from __future__ import annotations

import re
from typing import Final

from crm.values.emails.labels import says_nothing
from crm.values.emails.spelled import is_address_like
from crm.values.folding import fold
from crm.values.roles import is_common_name, role_of

__all__ = ["cut_short", "glued"]

_WINDOW: Final = 100
"""A longer line is a sentence, not a cell."""

_STOP: Final = re.compile(r"[;:|/<>()\[\]{}\"'«»“”=\r\n\t；：，、–—•·*]")
_GAP: Final = re.compile(r"[\s,]+")
_NAME: Final = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*\.?")
_WORDS: Final = re.compile(r"[^\W\d_]+")
_ANNOUNCING: Final = frozenset(
    """
    and aupres avec chez cf contactez contacter contacting copie cc de dr ecrivez et fax for from joindre
    joignez le m me merci mlle mme mobile monsieur madame mr mrs ms ou or oder pr prof professeur reach see site soit
    tel telephone und via voir web write y z
    """.split()
)
"""Words that announce an address, join two, or title a name: what follows them begins an address."""

_GLUED_END: Final = re.compile(r"\.[a-z]{2,10}(?=[^\W\d_a-z][^\W\d_]{2,}\Z)")
_GLUED_START: Final = re.compile(r"(?:\+\d{10,13}|0\d{9})(?=[^\W\d_])")


def cut_short(before: str, address: str, after: str) -> tuple[str, ...]:
    """Return what an address may be the end of, when a lone word of a name stands before it; else nothing.

    >>> cut_short("anne ", "martin@example.org", "")
    ('martin@example.org', 'anne.martin@example.org', 'annemartin@example.org')
    >>> cut_short("Anne Martin ", "anne.martin@example.org", ""), cut_short("Anne : ", "martin@example.org", "")
    ((), ())
    """
    line = before[-_WINDOW:].rpartition("\n")[2]
    piece = _STOP.split(line)[-1]
    local, _, domain = address.rpartition("@")
    words = _unannounced([word for word in _GAP.split(piece) if word])
    if not words or len(line) >= _WINDOW or len(_WORDS.findall(after[:_WINDOW].partition("\n")[0])) > 2:
        return ()
    if piece.rstrip().endswith(",") and len(words) == 1 and words[0].islower() and "." in words[0].strip("."):
        return (f"{words[0].strip('.')}@{domain}", address) if _NAME.fullmatch(words[0]) else ()
    if is_address_like(local) or not _is_open_name(words, local) or _is_told_by(words, local, domain):
        return ()
    names = [fold(word).replace(" ", "-") for word in words]
    return address, f"{'.'.join(names)}.{local}@{domain}", f"{''.join(names)}{local}@{domain}"


def _unannounced(words: list[str]) -> list[str]:
    """Return the words after the last that only announces an address: *anne* of ``Email anne martin@example.org``."""
    lasts = [fold(word).rpartition(" ")[2] for word in words]
    starts = [place for place, last in enumerate(lasts, 1) if last in _ANNOUNCING or says_nothing(last)]
    return words[starts[-1] :] if starts else words


def _is_open_name(words: list[str], local: str) -> bool:
    """Tell one word of a name, or two typed like an address: two with a capital are a whole name of their own.

    Capitals beside a small local part, ``MARTIN anne@example.org``, were not typed in one go.
    """
    if len(words[-1]) > 1 and words[-1].isupper() and not local.isupper():
        return False
    if not all(map(_NAME.fullmatch, words)):
        return False
    return len(words) == 1 or (len(words) == 2 and words[0].islower() and any(is_common_name(fold(w)) for w in words))


def _is_told_by(words: list[str], local: str, domain: str) -> bool:
    """Tell words that the address repeats, or a post: they are the name of who has it, not the beginning of it."""
    if role_of(local) is not None or any(role_of(fold(word)) is not None for word in words):
        return True
    plain, host = fold(local).replace(" ", ""), fold(domain).replace(" ", "")
    names = [fold(word).replace(" ", "") for word in words]
    return any(len(name) > 1 and (name in plain or (len(name) > 2 and name in host)) for name in names)


def glued(address: str) -> str | None:
    """Return the address without the word or the telephone number that is glued to it, or None.

    >>> glued("anne@example.orgTél"), glued("0199001234anne@example.org"), glued("Anne@Example.ORG")
    ('anne@example.org', 'anne@example.org', None)
    """
    end = _GLUED_END.search(address)
    start = _GLUED_START.match(address)
    if end is None and start is None:
        return None
    return address[start.end() if start else 0 : end.end() if end else len(address)]
