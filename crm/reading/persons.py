"""Names of persons within words that say more: two of them, in a sentence, at its end."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from crm.reading.names import has_given_name, is_person
from crm.reading.remembered import remembered
from crm.reading.vocabulary import first_words, listed, opens_with_phrase
from crm.reading.words import words
from crm.values import fold, folded_words
from crm.values.names.words import is_title

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["asked_for", "both_at", "joined_persons", "name_after_title", "name_at_end", "persons_at", "where_named"]

_MAX_WORDS: Final = 5
_MAX_JOINED: Final = 200
"""Characters of several names."""


@remembered
def joined_persons(text: str) -> tuple[str, ...]:
    """Return the persons that *et*, *or*, ``&`` or a stroke joins, none where there is one: *Anne et Marc Quint*.

    >>> joined_persons("Anne Le Goff et Marc Quint"), joined_persons("Anne et Marc Quint")
    (('Anne Le Goff', 'Marc Quint'), ())
    >>> joined_persons("Anne Le Goff/Marc Quint ou Zoé Le Goff"), joined_persons("Halden Park or Marrow Park")
    (('Anne Le Goff', 'Marc Quint', 'Zoé Le Goff'), ())
    """
    if len(text) > _MAX_JOINED:
        return ()
    found = (text.replace("/", " / ") if "/" in text else text).split()
    for place in range(2, len(found) - 2):
        if found[place] not in _joining() or not is_person(one := " ".join(found[:place])):
            continue
        two = " ".join(found[place + 1 :])
        others = joined_persons(two) or ((two,) if is_person(two) else ())
        if others and _surely_joins(found[place], (one, *others)):
            return (one, *others)
    return ()


@cache
def _joining() -> frozenset[str]:
    """Return what may join two names: signs, and words, which have no accents in any language."""
    return listed("conjunctions", "alternatives") | {"&", "/"}


def _surely_joins(word: str, names: Sequence[str]) -> bool:
    """Whether what stands between names joins them: *or* joins much else, and *of*, which is Dutch for it, anything."""
    folded = fold(word)
    if word == "&" or folded in words()["conjunctions"]:
        return True
    known = [has_given_name(name) for name in names]
    return all(known) if folded in words()["connectors"] else any(known)


def persons_at(text: str) -> tuple[tuple[str, ...], str]:
    """Return the persons that words begin with, and where they work: *Anne Le Goff or Marc Quint at Verreval Express*.

    >>> persons_at("Nora Whitcombe of the Halden Trust"), persons_at("Head of the Halden Trust")
    ((('Nora Whitcombe',), 'Halden Trust'), ((), ''))
    """
    found = text.split()
    for place in range(2, len(found) - 1):
        if found[place] not in words()["contacts.belongs"]:
            continue
        head, where = " ".join(found[:place]), _without_article(found[place + 1 :])
        names = joined_persons(head) or ((head,) if has_given_name(head) and is_person(head) else ())
        if names and where and where[0][0].isupper():
            return names, " ".join(where)
    return (), ""


def both_at(text: str) -> str:
    """Return where all who are named before work: *both with the Halden Trust*; nothing for other words.

    >>> both_at("both with the Halden Trust"), both_at("with the Halden Trust")
    ('Halden Trust', '')
    """
    if text.partition(" ")[0].lower() not in first_words("contacts.both"):
        return ""
    said = folded_words(text)
    if not opens_with_phrase(said, "contacts.both"):
        return ""
    first = next(one for one in words().phrases["contacts.both"] if " ".join(said).startswith(one))
    return where_named(" ".join(text.split()[len(first.split()) :]))


def where_named(text: str) -> str:
    """Return the name in words like *of the Halden Trust*, without the small ones before it; nothing without a name.

    >>> where_named("of the Halden Trust"), where_named("of the day")
    ('Halden Trust', '')
    """
    found = text.split()
    small = listed("contacts.belongs", "connectors", "articles")
    size = next(
        (place for place, word in enumerate(found) if not word.islower() or fold(word) not in small), len(found)
    )
    return " ".join(found[size:]) if size < len(found) and found[size][0].isupper() else ""


def _without_article(found: list[str]) -> list[str]:
    return found[1:] if fold(found[0]) in words()["articles"] and found[0].islower() else found


def asked_for(text: str) -> list[str]:
    """Return the persons that a piece of a sentence says to contact.

    >>> asked_for("veuillez contacter Anne Le Goff ou Marc Quint chez ORME"), asked_for("dit Anne Le Goff")
    (['Anne Le Goff', 'Marc Quint'], [])
    """
    verbs = words()["contacts.verbs"]
    if verbs.isdisjoint(folded_words(text)):
        return []
    found = text.split()
    names: list[str] = []
    place = next(place for place, word in enumerate(found, 1) if not verbs.isdisjoint(folded_words(word)))
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
