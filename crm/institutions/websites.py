"""Institutions whose website is called by all the words of a long name, or by its kind and its place."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice, product
from typing import TYPE_CHECKING, Final

from crm.institutions import shelves
from crm.institutions.comparing import Agreement
from crm.institutions.naming import is_long
from crm.values import fold
from crm.values.institutions import name_words
from crm.values.institutions.sites import MAX_SITE_KEY
from crm.values.institutions.words import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.institutions.context import Context
    from crm.institutions.ranking import Scores
    from crm.institutions.shelves import Query
    from crm.values.institutions import NameToken

__all__ = ["addressed", "addresses_of_all"]

_SHORTEST: Final = 6
_MOST: Final = 120
_MOST_WORDS: Final = 8
_SHORTENED: Final = 3
"""The fewest words of which the first letters stand before the place."""


def addressed(context: Context, query: Query, best: Scores) -> None:
    """Count the institutions whose website is called by the words of the text: ``univ-valmont`` by a university's."""
    names, placeless = _addresses(query)
    if not names:
        return
    place = {query.words.tokens[-1].canonical}
    found = shelves.addressed(context.session, names | placeless)
    context.complete(found)
    for one in filter(context.shelf.names.get, found):
        is_there = name_words(context.shelf.names[one][0].city or "").all == place
        if (context.shelf.sites[one].key in names or is_there) and _is_of_kind(context, query, one):
            best[one] = Agreement(0.9, "the name of its website")


def addresses_of_all(query: Query) -> set[str]:
    """Return what a website would be called that says all words of the text, or all but the place it ends with."""
    return set().union(*_addresses(query))


def _addresses(query: Query) -> tuple[set[str], set[str]]:
    """Return the names of websites that say all words, and of those that leave out the last one."""
    tokens = query.words.tokens
    names = _joined(tokens, query.text)
    return names, _joined(tokens[:-1]) if names else set()


def _joined(tokens: Sequence[NameToken], text: str = "") -> set[str]:
    """Return what a website that says all words of a name would be called, letters alone."""
    every, known = {token.canonical for token in tokens}, vocabulary()
    if not 1 < len(tokens) <= _MOST_WORDS or every <= known.heads | known.neutral:
        return set()
    ways = islice(product(*(_forms(token) for token in tokens)), _MOST)
    made = {"".join(way) for way in ways} | {fold(text).replace(" ", "")}
    if len(tokens) > _SHORTENED:
        before = [word for token in tokens[:-1] for word in token.words]
        made.add("".join(word[0] for word in before) + "".join(tokens[-1].words))
    return {one for one in made if _SHORTEST <= len(one) <= MAX_SITE_KEY}


def _forms(token: NameToken) -> Iterator[str]:
    """Yield a word as it stands, as an acronym for a phrase, and the other words for that kind of body."""
    yield "".join(token.words)
    if len(token.words) > 1:
        yield token.canonical
    if token.canonical in vocabulary().heads:
        yield from _written(token.canonical)


@lru_cache(maxsize=256)
def _written(head: str) -> tuple[str, ...]:
    """Return every word, of any language, for a kind of body."""
    return tuple(sorted(word for word, canon in vocabulary().canonical.items() if canon == head))


def _is_of_kind(context: Context, query: Query, one: int) -> bool:
    """Whether some name is of the same kind of body as the text says, or none says any."""
    long = [row for row in context.shelf.names[one] if is_long(row)]
    kinds = [row.words.heads for row in long if row.words.heads]
    return not kinds or not query.words.heads or any(heads & query.words.heads for heads in kinds)
