"""Telling of many texts at once, with a few statements, which ones no stored name has anything in common with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.institutions import shelves
from crm.institutions.domains import label_of
from crm.institutions.resolving import looked_up
from crm.institutions.shelves import Query
from crm.institutions.spelling import acronyms_of, shortened_acronyms_of
from crm.institutions.websites import addresses_of_all

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

__all__ = ["strangers"]


def strangers(session: Session, texts: Collection[str]) -> set[str]:
    """Return those of `texts` for which `resolve` would find no candidate: a list of new names is mostly such."""
    probes = {text: wanted for text in texts if (wanted := _probes(text)) is not None}
    stored = shelves.stored(session, set().union(*probes.values()))
    return {text for text, wanted in probes.items() if stored.isdisjoint(wanted)}


def _probes(text: str) -> set[tuple[str, str]] | None:
    """Return every key, with its column, under which `resolve` would look; None where it looks at domains too."""
    found: set[tuple[str, str]] = set()
    for piece in looked_up(text):
        query = Query.of(piece)
        if query.acronym:
            return None
        found |= shelves.probes(query)
        found.update((shelves.OF_SITE[0], one) for one in addresses_of_all(query))
        if label_of(query) is not None:
            found.update((column, query.key.replace(" ", "")) for column in shelves.OF_SITE)
        letters = acronyms_of(piece) | shortened_acronyms_of(piece)
        found.update((column, one) for one in letters for column in shelves.OF_ACRONYMS)
    return found
