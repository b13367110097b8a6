"""Institutions that are found by the name of their domain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crm.institutions import shelves
from crm.institutions.comparing import Agreement
from crm.institutions.naming import is_long, is_unit
from crm.institutions.spelling import SHORT, TELLING, may_spell
from crm.values import fold
from crm.values.institutions import name_words
from crm.values.institutions.words import vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from crm.institutions.context import Context
    from crm.institutions.ranking import Scores
    from crm.institutions.shelves import Query

__all__ = ["is_called", "label_of", "locate"]

_DOUBTFUL: Final = 0.8
"""Above it, another institution is likely enough to be a rival."""
_RIVAL: Final = 0.92


def is_called(context: Context, one: int, label: str) -> bool:
    """Whether the last label but one of a domain of the institution is `label`, hyphens apart."""
    return any(label == domain.rsplit(".", 2)[-2].replace("-", "") for domain in context.shelf.domains.get(one, ()))


def locate(context: Context, query: Query, best: Scores) -> None:
    """Count the institutions whose domain or website is called like the acronym, when nobody else is known by it."""
    label = label_of(query)
    if label is None:
        return
    letters = query.key.replace(" ", "")
    bearers = {row.institution for row in context.shelf.rows.get(("key", query.key), ())}
    shelves.fetch_housed(context.session, context.shelf, [letters])
    called = context.shelf.housed[letters] | (set() if bearers else shelves.labelled(context.session, label))
    context.complete(called)
    if query.acronym is None:
        called = {one for one in called if _is_no_place(context, query, one)}
    begun = {one: is_begun for one in called if (is_begun := _begun(context, one, letters, label)) is not None}
    if bearers:
        _oppose(context, best, begun, bearers, letters)
        return
    for one, is_begun in begun.items():
        if is_begun or not any(begun.values()):
            best[one] = Agreement(_called(context, best, begun, one), "the name of its domain")


def _is_no_place(context: Context, query: Query, one: int) -> bool:
    """Whether a word that is no acronym is all that a website is called, and not where its institution is."""
    rows, site = context.shelf.names[one], context.shelf.sites[one].key
    is_there = bool(rows) and query.words.all <= name_words(rows[0].city or "").all
    return not is_there and site in (None, query.key.replace(" ", ""))


def _called(context: Context, best: Scores, begun: Mapping[int, bool], one: int) -> float:
    """Return the score of one that is called like the acronym; lower while it may be that of others as well."""
    rivals = [other for other, found in best.items() if other not in begun and found.score > _DOUBTFUL]
    known = context.shelf
    is_open = not all(known.domains.get(rival) or known.sites[rival].key for rival in rivals if rival in known.sites)
    return 0.86 if is_open or not begun[one] else 0.9


def _oppose(context: Context, best: Scores, begun: Mapping[int, bool], bearers: Collection[int], letters: str) -> None:
    """Let one whose website is called like the acronym stand against those who bear it."""
    is_contested = not begun.keys() & bearers
    for one, is_begun in begun.items():
        if one not in bearers and is_begun and (is_contested or context.shelf.sites[one].key == letters):
            best[one] = Agreement(_RIVAL, "the name of its domain")


def _begun(context: Context, one: int, letters: str, label: str) -> bool | None:
    """Return whether a name begins as the letters do that its website is called by; None when it is not, for sure."""
    rows = context.shelf.names[one]
    names = [name for name in rows if is_long(name)]
    begun = any(may_spell(letters, name.text) or sorted(letters) == sorted(name.words.initials) for name in names)
    if not rows or not (names or len(letters) > TELLING) or not (begun or len(letters) >= TELLING):
        return None
    is_own = _is_own_label(context, one, label) or _is_own_site(context, one, letters, begun)
    return begun if is_own else None


def _is_own_site(context: Context, one: int, letters: str, begun: bool) -> bool:
    """Whether the website is called by the letters, and what stands beside them is its place, number or kind."""
    site = context.shelf.sites[one]
    if site.key == letters:
        return True
    if letters not in (site.first, site.last):
        return False
    rest = (site.last if site.first == letters else site.first) or ""
    rows = context.shelf.names[one]
    if any(row.key.replace(" ", "") == rest for row in rows):
        return False
    if any({letters, rest} == set(row.key.split()) for row in rows):
        return True
    above = {row.key for whole in context.shelf.parents[one] for row in context.names_of(whole)}
    is_known = rest in above | set(fold(rows[0].city or "").split()) or rest[-2:].isdecimal()
    is_kind = name_words(rest).all <= vocabulary().heads | vocabulary().neutral
    return is_known or is_kind or (begun and len(letters) >= TELLING)


def _is_own_label(context: Context, one: int, called: str) -> bool:
    """Whether one of its domains begins with the label and nothing else but its place, number or whole."""
    rows = context.shelf.names[one]
    said = {word for row in rows if is_unit(row) for word in row.words.all}
    said |= {row.key for whole in context.shelf.parents[one] for row in context.names_of(whole)}
    said |= set(fold(rows[0].city or "").split())
    labels = {domain.split(".")[0] for domain in context.shelf.domains[one]}
    return any(
        label == called or (label.startswith(f"{called}-") and name_words(label[len(called) :]).all <= said)
        for label in labels
    )


def label_of(query: Query) -> str | None:
    """Return the label of a domain that would be the text: that of an acronym, or of one word nobody else has."""
    words, key = query.words, query.key
    is_word = len(words.tokens) == 1 and len(key) > TELLING and not words.all & vocabulary().common
    is_kind = words.all <= vocabulary().heads
    is_name = (query.acronym is not None and not is_kind) or (is_word and query.text[:1].isupper())
    return key.replace(" ", "-") if is_name and len(key) >= SHORT and key.isascii() else None
