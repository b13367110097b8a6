"""The words that make a mailbox a post rather than a person, and where each comes from."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from crm.values.folding import fold

__all__ = ["ROLE_WORDS", "is_common_name", "is_role_word", "role_of"]

_RFC_2142: Final = frozenset(
    """
    abuse ftp hostmaster info list marketing news noc postmaster sales security support trouble usenet uucp
    webmaster www
    """.split()
)
"""Names for common services. Source: RFC 2142 sections 3 to 7, read 2026-11-20."""

_PRESS: Final = frozenset(
    """
    attache attacheepresse attachepresse attaches com comm comms communication communications communique communiques
    comunicacion comunicazione desk externalrelations journaliste journalistes kommunikation media mediadesk
    mediarelations medias medien medienstelle newsdesk newsroom oeffentlichkeitsarbeit persdienst porteparole prensa
    press presse pressebuero pressedienst presseservice presseservices pressestelle pressoffice pressroom
    publicrelations redaction redazione spokesperson stampa ufficiostampa voorlichting
    """.split()
)
"""What press offices call their desk: French, English, German, Dutch, Spanish, Italian. Source: the habit, no norm."""

_OFFICE: Final = frozenset(
    """
    accueil admin administration bureau cabinet contact contacts dircom direction enquiries equipe evenementiel
    events hello information informations infos mairie newsletter office presidence reception secretariat service
    services standard team
    """.split()
)
"""What an organisation calls a mailbox that several people open. Source: the habit, no norm."""

ROLE_WORDS: Final = _PRESS | _OFFICE
"""Folded words that name a post."""

_UNATTENDED: Final = frozenset("donotreply mailerdaemon nepasrepondre noreply nonreply".split())
"""Mailboxes that nobody opens. *mailer-daemon*: RFC 5321 section 4.5.5 leaves the name to habit."""

_AT_THE_END: Final = frozenset({"pr", "rp"})
"""*Public relations*, but only as the last word: ``pr.valmont`` may well be Professor Valmont."""

_WHOLE_ONLY: Final = frozenset("abuse dg ftp list noc security trouble usenet uucp www hello team direction".split())
"""Words that say nothing in the middle of something longer."""

_NAMES: Final = frozenset(
    """
    agnes alain albert alexandre alexis alice amelie andre anne antoine arnaud arthur aurelie axel baptiste beatrice
    benjamin benoit bernard bertrand brigitte bruno camille carole caroline catherine cecile celine chloe christelle
    christian christine christophe claire claude clement corinne cyril damien daniel david delphine denis didier
    dominique elise elodie emilie emma emmanuel eric estelle etienne fabien fabrice francis franck francois
    francoise frederic gabriel georges gerard gilles guillaume guy helene henri herve hugo isabelle jacques jean
    jeanne jerome julie julien karine laetitia laura laurence laurent lea louis louise luc lucas lucie ludovic manon
    marc marcel marie marine marion martin martine mathieu mathilde maxime michel mireille monique morgane muriel
    nathalie nguyen nicolas nicole noemie olivier pascal pascale patrice patricia patrick paul pauline philippe
    pierre quentin raphael raymond remi renaud rene robert roger romain sandra sandrine sebastien serge simon sophie
    stephane stephanie sylvain sylvie theo therese thibault thierry thomas tran valerie veronique victor vincent
    virginie xavier yann yves
    """.split()
)
"""Common first names, and two family names that go with the given name *Com*: beside one, ``presse`` is a family name.

Those that are towns too are left out: ``presse.florence`` may well be a desk. Source: the habit, no census."""

_PAIR: Final = re.compile(r"([^\W\d_]+)[._-]([^\W\d_]+)\Z")
_ANYWHERE: Final = (_RFC_2142 | _PRESS | _OFFICE | _UNATTENDED) - _WHOLE_ONLY
_WORDS: Final = re.compile(r"[^._+\-\d]+")
_JOINABLE: Final = frozenset(word for word in _PRESS | _OFFICE | {"info", "relations"} if len(word) >= 4) | {"com"}
_FIRSTS: Final = tuple(sorted(sorted(_JOINABLE), key=len, reverse=True))
_STARTS: Final = frozenset(word[:3] for word in _JOINABLE)
_MAX_JOINED: Final = 40


def role_of(local_part: str) -> str | None:
    """Return the word that makes this local part a post, and its source, or None.

    >>> role_of("service.presse"), role_of("dr06.com")
    ('presse: what press offices call their desk', 'com: what press offices call their desk')
    >>> role_of("webmaster"), role_of("anne.le-goff"), role_of("servicepresse")
    ('webmaster: RFC 2142', None, 'service + presse: what press offices call their desk')
    """
    local_part = local_part.casefold() if local_part.isascii() else fold(local_part).replace(" ", ".")
    found = _role_in(_WORDS.findall(local_part))
    return None if found is None or _is_person(local_part) else found


def _role_in(words: list[str]) -> str | None:
    if not words:
        return None
    squeezed = words[0] if len(words) == 1 else "".join(words)
    if squeezed in _UNATTENDED or (squeezed in _WHOLE_ONLY and len(words) == 1):
        return _sourced((squeezed,))
    if words[-1] in _AT_THE_END or not _ANYWHERE.isdisjoint(words):
        known = [word for word in words if word in _ANYWHERE or word in _AT_THE_END]
        return _sourced((min(known, key=_rank),))
    for word in words:
        if word[:3] in _STARTS and word.startswith(_FIRSTS) and (parts := _joined_words(word)):
            return _sourced(parts)
    return None


def is_common_name(word: str) -> bool:
    """Tell a folded first name that is sure to be one: *anne*, *pierre*."""
    return word in _NAMES


def _is_person(local_part: str) -> bool:
    """Tell a name or an initial with a post for a family name: ``pierre.presse``, ``a.info``."""
    pair = _PAIR.match(local_part)
    return pair is not None and (pair[1] in _NAMES or len(pair[1]) == 1 or pair[2] in _NAMES)


def is_role_word(word: str) -> bool:
    """Tell a folded word that names a post: *presse*, *service*."""
    return word in ROLE_WORDS


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
    for first in _FIRSTS:
        rest = word.removeprefix(first)
        if rest == word:
            continue
        if rest in _JOINABLE:
            return first, rest
        if more := _joined_words(rest):
            return first, *more
    return ()
