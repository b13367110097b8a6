"""How well a text agrees with one name of an institution: by its words, never by the likeness of its letters."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from crm.institutions.naming import is_acronym
from crm.values.institutions import name_words
from crm.values.institutions.keys import head_of
from crm.values.institutions.words import vocabulary

if TYPE_CHECKING:
    from crm.institutions.shelves import NameRow, Query

__all__ = ["BUT_FOR_THE_PLACE", "Agreement", "compare", "weight"]

BUT_FOR_THE_PLACE: Final = ", but for the place"

_OWN: Final = 3.0
_PLACE: Final = 2.5
_COMMON: Final = 1.0
_GENERIC: Final = 0.5
_ENOUGH: Final = 3.0
"""What the words of a name must weigh together to be one institution's and not many others': one of its own does."""
_SEVERAL: Final = 3
"""Words that hardly two names share all of, though each of them is in many."""
_LONG: Final = 4
_IN_BRACKETS: Final = re.compile(r"\([A-Z][A-Z0-9-]+\)$")


class Agreement(NamedTuple):
    """A score from 0 to 1 and what it rests on."""

    score: float
    reason: str
    is_rival: bool = False
    """Whether it alone keeps another from being sure, though it is not good enough itself."""


def compare(query: Query, row: NameRow) -> Agreement:
    """Return how well `query` agrees with the name in `row`."""
    if query.key == row.key:
        return _same_letters(query, row)
    asked, known = query.words, row.words
    if query.acronym and is_acronym(row) and query.acronym == row.key.replace(" ", ""):
        return Agreement(0.93, f"the acronym {row.text}")
    if asked.all == known.all:
        return _same_words(query, row)
    if _numbers(asked.all) != _numbers(known.all):
        return Agreement(0.2, f"another number than {row.text}")
    if asked.core == known.core:
        return _same_core(query, row)
    return _overlapping(query, row)


def _same_letters(query: Query, row: NameRow) -> Agreement:
    """An acronym typed in small letters is more likely a word."""
    if not is_acronym(row) or query.text == row.text:
        if is_acronym(row):
            return Agreement(0.95, f"the name {row.text}")
        tells = weight(query.words.all) >= _ENOUGH
        return Agreement(1.0 if tells else 0.86, f"the name {row.text}")
    if query.acronym or (len(query.text) >= 5 and query.text[:1].isupper()):
        return Agreement(0.94, f"the acronym {row.text}")
    return Agreement(0.6, f"the acronym {row.text}, in small letters")


def _same_words(query: Query, row: NameRow) -> Agreement:
    """The same words in another order, spelling or language; a few common ones are many others' as well."""
    asked = query.words
    if weight(asked.all) >= _ENOUGH:
        return Agreement(0.97, f"the words of {row.text}")
    in_order = [token.word for token in asked.tokens] == [token.word for token in row.words.tokens]
    if in_order or len(asked.all) >= _SEVERAL:
        return Agreement(0.87, f"the words of {row.text}")
    return Agreement(0.82, f"the words of {row.text}, which are many others'")


def _numbers(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in words if any(map(str.isdigit, word)))


def _same_core(query: Query, row: NameRow) -> Agreement:
    """The distinctive words are the same, but not the kind of body, or a word such as *national*."""
    words, asked, known = vocabulary(), query.words.heads, row.words.heads
    if asked == known:
        core = query.words.core
        apart = (query.words.all ^ row.words.all) <= words.plain
        both_say = bool(query.words.all - core - asked) and bool(row.words.all - core - known)
        several = len(core) >= _SEVERAL or (len(core) > 1 and both_say)
        score = 0.9 if weight(core) > _OWN else 0.87 if several or (apart and core - words.common) else 0.8
        return Agreement(score, f"the distinctive words of {row.text}")
    differing = asked ^ known
    if differing & words.parts:
        return Agreement(0.4, f"a part that shares the words of {row.text}")
    if (asked < known or known < asked) and _is_mild(query, row, differing):
        return Agreement(0.87, f"the words of {row.text}, the kind of body apart")
    if asked and known:
        score = 0.75 if differing <= words.mild else 0.6 if asked & known else 0.3
        return Agreement(score, f"the words of {row.text}, but another kind of body")
    own = query.words.core - words.common
    is_short = query.acronym is not None and len(query.acronym) >= _LONG and len(query.words.core) == 1
    if is_short and own and not asked and known <= words.mild:
        return Agreement(0.88, f"what {row.text} is called in short")
    if is_acronym(row):
        return Agreement(0.7, f"the acronym {row.text} of a body of some kind")
    return Agreement(0.8 if len(own) > 1 else 0.5, f"the words of {row.text}, the kind of body apart")


def _is_mild(query: Query, row: NameRow, differing: frozenset[str]) -> bool:
    """Whether only one of the two says that it is a laboratory or the like, and what they share is enough."""
    core = query.words.core
    shared = len(core) + len(query.words.heads & row.words.heads)
    tells = shared >= _SEVERAL or (shared > 1 and bool(core - vocabulary().common))
    longer = query.words if query.words.heads & differing else row.words
    leads = longer.tokens[0].canonical in differing
    return tells and leads and differing <= vocabulary().mild and not is_acronym(row) and not query.acronym


def _overlapping(query: Query, row: NameRow) -> Agreement:
    """Some distinctive words differ: only the place of the institution may be said or left out."""
    words, asked, known = vocabulary(), query.words, row.words
    differing, shared = asked.core ^ known.core, asked.core & known.core
    same_heads = asked.heads == known.heads or (is_acronym(row) and not asked.heads)
    places = _places(row.city) if row.city else frozenset()
    own = shared - words.common - places
    if differing <= places and same_heads and shared:
        return _but_for_the_place(query, row, bool(own))
    if known.core == known.all <= words.heads and asked.heads == known.all and asked.core == places - {"france"}:
        return Agreement(0.88, f"{row.text}, in its place")
    if _is_subject_list(query, row) or _is_subject_list(row, query):
        return Agreement(0.86, f"the subjects of {row.text}")
    head = head_of(row.text)
    if head is not None and (part := _first_part(query, row, head, own)):
        return part
    score = 0.7 * weight(shared) / weight(asked.core | known.core)
    return Agreement(score if same_heads else score * 0.7, f"some of the words of {row.text}")


def _but_for_the_place(query: Query, row: NameRow, own: bool) -> Agreement:
    """The text says the place and the name does not; the other way round it may be what this one is a part of."""
    if query.words.core < row.words.core:
        if own and len(query.words.core) > 1 and not query.acronym and not is_acronym(row):
            return Agreement(0.86, f"{row.text}{BUT_FOR_THE_PLACE}")
        is_rival = query.words.all - row.words.all == frozenset() == row.words.all - query.words.all - row.words.core
        return Agreement(0.75, f"{row.text}, in that place perhaps", is_rival)
    sure = (own or len(query.words.core) > 2) and not is_acronym(row)
    return Agreement(0.88 if sure else 0.7, f"{row.text}{BUT_FOR_THE_PLACE}")


def _is_subject_list(short: Query | NameRow, long: Query | NameRow) -> bool:
    """Whether one says three subjects and no kind of body, and the other nothing but these, of some kind."""
    words = vocabulary()
    has, other = short.words, long.words
    subjects = has.core & words.common - words.places
    is_list = not has.heads and has.core <= other.core and len(subjects) >= _SEVERAL
    return is_list and len(other.core - has.core) <= 1 and not other.heads & words.parts


def _first_part(query: Query, row: NameRow, head: str, own: frozenset[str]) -> Agreement | None:
    """The text is the name before its explanation in brackets, after a dash or a colon."""
    first = name_words(head)
    if first.core != query.words.core or first.heads != query.words.heads:
        return None
    tells = own or (len(first.core) > 1 and _IN_BRACKETS.search(row.text))
    return Agreement(0.9 if tells else 0.7, f"what stands first in {head}")


@lru_cache(maxsize=4096)
def _places(city: str) -> frozenset[str]:
    return name_words(city).all | {"france"}


def weight(words: frozenset[str]) -> float:
    """Return how much the words together tell an institution from others."""
    return sum(map(_weight_of, words)) or 1.0


def _weight_of(word: str) -> float:
    known = vocabulary()
    if word in known.heads or word in known.neutral:
        return _GENERIC
    return _PLACE if word in known.places else _COMMON if word in known.common else _OWN
