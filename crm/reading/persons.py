"""Names of persons within words that say more: two of them, in a sentence, at its end."""

from __future__ import annotations

from typing import Final

from crm.reading.names import has_given_name, is_person
from crm.reading.vocabulary import listed
from crm.reading.words import words
from crm.values import fold, folded_words
from crm.values.names.words import is_title

__all__ = ["asked_for", "name_after_title", "name_at_end", "two_persons"]

_MAX_WORDS: Final = 5


def two_persons(text: str) -> tuple[str, ...]:
    """Return the two persons that *et*, *and* or ``&`` joins, none where there is one: *Anne et Marc Quint* are one.

    >>> two_persons("Anne Le Goff et Marc Quint"), two_persons("Anne et Marc Quint")
    (('Anne Le Goff', 'Marc Quint'), ())
    """
    found = text.split()
    for place in range(2, len(found) - 2):
        if fold(found[place]) in words()["conjunctions"] or found[place] == "&":
            one, two = " ".join(found[:place]), " ".join(found[place + 1 :])
            if is_person(one) and is_person(two):
                return one, two
    return ()


def asked_for(text: str) -> list[str]:
    """Return the persons that a piece of a sentence says to contact.

    >>> asked_for("veuillez contacter Anne Le Goff ou Marc Quint chez ORME"), asked_for("dit Anne Le Goff")
    (['Anne Le Goff', 'Marc Quint'], [])
    """
    found = text.split()
    verbs = words()["contacts.verbs"]
    places = [place for place, word in enumerate(found) if verbs.intersection(folded_words(word))]
    names: list[str] = []
    place = places[0] + 1 if places else len(found)
    while place < len(found) - 1:
        size = next((size for size in range(_MAX_WORDS, 1, -1) if _is_sure_name(found[place : place + size])), 0)
        name = " ".join(found[place : place + size])
        is_where = bool(names) and _is_connector(found[place - 1]) and not has_given_name(name)
        if size and not is_where:  # *Anne Le Goff at Verreval Express*
            names.append(name)
        place += size or 1
    return names


def name_after_title(text: str) -> str | None:
    """Return the name that words end with behind its title: *z. Hd. Frau Anne Quint*.

    >>> name_after_title("z. Hd. Frau Anne Quint"), name_after_title("Secrétariat de M. Paul Roy")
    ('Frau Anne Quint', None)
    """
    found = text.split()
    for place in range(1, len(found) - 2):
        name = " ".join(found[place:])
        if is_title(found[place]) and not is_title(found[place - 1]):
            return name if is_person(name) and not _is_connector(found[place - 1]) else None
    return None


def _is_connector(word: str) -> bool:
    return word.islower() and fold(word) in words()["connectors"]


def _is_sure_name(found: list[str]) -> bool:
    return found[0][0].isupper() and len(found) > 1 and is_person(" ".join(found)) and not _joins(found)


def _joins(found: list[str]) -> bool:
    joining = listed("conjunctions", "alternatives")
    return any(fold(word) in joining for word in found)


def name_at_end(text: str) -> str | None:
    """Return the person's name that a piece of a sentence ends with.

    >>> name_at_end("ou appeler Anne Le Goff au"), name_at_end("à l'équipe de presse")
    ('Anne Le Goff', None)
    """
    found = text.split()
    ends = listed("connectors", "contacts.leads")
    while found and (found[-1].islower() or not found[-1].isalpha()) and set(folded_words(found[-1])) <= ends:
        found.pop()
    sizes = range(min(_MAX_WORDS - 1, len(found)), 1, -1)
    names = [name for size in sizes if found[-size][0].isupper() and is_person(name := " ".join(found[-size:]))]
    if len(names) > 1 and not _is_given(names[0].split()[0]):  # *Agence Tilde Anne Le Goff*, but *Le Goff Anne*
        return next((name for name in names if _opens_with_given(name)), names[0])
    return names[0] if names else None


def _opens_with_given(name: str) -> bool:
    found = name.split()
    return _is_given(found[0]) and not _is_given(found[-1])


def _is_given(word: str) -> bool:
    return not words()["names.given"].isdisjoint(folded_words(word)[:1])
