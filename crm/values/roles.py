"""The words that make a mailbox a post rather than a person, and where each comes from."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

__all__ = ["is_role_word", "role_of"]

_RFC_2142: Final = frozenset(
    """
    abuse ftp hostmaster info list marketing news noc postmaster sales security support trouble usenet uucp
    webmaster www
    """.split()
)
"""Names for common services. Source: RFC 2142 sections 3 to 7, read 2026-11-20."""

_PRESS: Final = frozenset(
    """
    attache attaches attacheepresse attachepresse com comm comms communication communications communique
    communiques desk externalrelations journaliste journalistes kommunikation media mediadesk mediarelations medias
    medien newsdesk newsroom oeffentlichkeitsarbeit porteparole prensa press presse pressebuero presseservice
    presseservices pressestelle pressoffice publicrelations redaction redazione spokesperson stampa
    """.split()
)
"""What press offices call their desk, in French, English, German, Spanish and Italian. Source: the habit, no norm."""

_OFFICE: Final = frozenset(
    """
    accueil administration bureau cabinet contact contacts dircom direction equipe hello information informations
    infos mairie office presidence reception secretariat service services standard team
    """.split()
)
"""What an organisation calls a mailbox that several people open. Source: the habit, no norm."""

_UNATTENDED: Final = frozenset("donotreply mailerdaemon nepasrepondre noreply nonreply".split())
"""Mailboxes that nobody opens. *mailer-daemon*: RFC 5321 section 4.5.5 leaves the name to habit."""

_AT_THE_END: Final = frozenset({"pr", "rp"})
"""*Public relations*, but only as the last word: ``pr.valmont`` may well be Professor Valmont."""

_WHOLE_ONLY: Final = frozenset("abuse ftp list noc security trouble usenet uucp www hello team direction".split())
"""Words that say nothing in the middle of something longer."""

_ANYWHERE: Final = (_RFC_2142 | _PRESS | _OFFICE | _UNATTENDED) - _WHOLE_ONLY
_SEPARATOR: Final = re.compile(r"[._+\-\d]+")
_JOINABLE: Final = frozenset(word for word in _PRESS | _OFFICE | {"info", "relations"} if len(word) >= 4) | {"com"}
_MAX_JOINED: Final = 40


def role_of(local_part: str) -> str | None:
    """Return the word that makes this local part a post, and its source, or None.

    >>> role_of("service.presse"), role_of("dr06.com")
    ('presse: what press offices call their desk', 'com: what press offices call their desk')
    >>> role_of("webmaster"), role_of("anne.le-goff"), role_of("servicepresse")
    ('webmaster: RFC 2142', None, 'service + presse: what press offices call their desk')
    """
    words = [word for word in _SEPARATOR.split(local_part.casefold()) if word]
    if not words:
        return None
    squeezed = words[0] if len(words) == 1 else "".join(words)
    if squeezed in _UNATTENDED or (squeezed in _WHOLE_ONLY and len(words) == 1):
        return _sourced((squeezed,))
    if words[-1] in _AT_THE_END or not _ANYWHERE.isdisjoint(words):
        known = [word for word in words if word in _ANYWHERE or word in _AT_THE_END]
        return _sourced((min(known, key=_rank),))
    return next((_sourced(parts) for parts in map(_joined_words, words) if parts), None)


def is_role_word(word: str) -> bool:
    """Tell a folded word that names a post: *presse*, *service*."""
    return word in _PRESS or word in _OFFICE


def _rank(word: str) -> int:
    """The press first: it says the most to a press office."""
    return 0 if word in _PRESS or word in _AT_THE_END else 1 if word in _RFC_2142 else 2


def _sourced(words: tuple[str, ...]) -> str:
    word = min(words, key=_rank)
    if word in _RFC_2142:
        source = "RFC 2142"
    elif word in _UNATTENDED:
        source = "nobody opens it"
    elif _rank(word) == 0:
        source = "what press offices call their desk"
    else:
        source = "a mailbox that several people open"
    return f"{' + '.join(words)}: {source}"


@lru_cache(maxsize=4096)
def _joined_words(word: str) -> tuple[str, ...]:
    """Return the two or three known words that `word` is written of without a separator, or none."""
    if not 7 <= len(word) <= _MAX_JOINED:
        return ()
    for first in sorted(_JOINABLE, key=len, reverse=True):
        rest = word.removeprefix(first)
        if rest == word:
            continue
        if rest in _JOINABLE:
            return first, rest
        if more := _joined_words(rest):
            return first, *more
    return ()
