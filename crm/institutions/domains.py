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
    from crm.institutions.context import Context
    from crm.institutions.ranking import Scores
    from crm.institutions.shelves import Query

__all__ = ["is_called", "locate"]

_DOUBTFUL: Final = 0.8
"""Above it, another institution is likely enough to be a rival."""


def is_called(context: Context, one: int, label: str) -> bool:
    """Whether the last label but one of a domain of the institution is `label`, hyphens apart."""
    return any(label == domain.rsplit(".", 2)[-2].replace("-", "") for domain in context.shelf.domains.get(one, ()))


def locate(context: Context, query: Query, best: Scores) -> None:
    """Count the institutions whose domain or website is called like the acronym, when nobody else is known by it."""
    label = _label(query)
    if label is None or context.shelf.rows.get(("key", query.key)):
        return
    letters = query.key.replace(" ", "")
    by_domain = shelves.labelled(context.session, label)
    found = by_domain | shelves.housed(context.session, {letters})
    context.complete(found)
    rivals = [one for one, other in best.items() if one not in found and other.score > _DOUBTFUL]
    is_open = not all(context.shelf.domains.get(one) for one in rivals)
    for one in filter(context.shelf.names.get, found):
        names = [name for name in context.shelf.names[one] if is_long(name)]
        begun = any(may_spell(letters, name.text) for name in names)
        is_own = (one in by_domain and _is_own_label(context, one, label)) or _is_own_site(context, one, letters, begun)
        if (names or len(letters) > TELLING) and is_own and (begun or len(letters) >= TELLING):
            best[one] = Agreement(0.86 if is_open or not begun else 0.9, "the name of its domain")


def _is_own_site(context: Context, one: int, letters: str, begun: bool) -> bool:
    """Whether the website is called by the letters, and what stands beside them is its place, number or kind."""
    site = context.shelf.sites.get(one)
    if site is None or site.key is None:
        return False
    if site.key == letters:
        return True
    rest = site.last if site.first == letters else site.first
    rows = context.shelf.names[one]
    said = {word for row in rows for word in row.key.split()} | set(fold(rows[0].city or "").split())
    said |= {row.key for whole in context.shelf.parents[one] for row in context.names_of(whole)}
    is_known = rest in said or not name_words(rest or "").all - vocabulary().heads or (rest or "")[-2:].isdecimal()
    return letters in (site.first, site.last) and (is_known or (begun and len(letters) >= TELLING))


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


def _label(query: Query) -> str | None:
    """Return the label of a domain that would be the text: that of an acronym, or of one word nobody else has."""
    words, key = query.words, query.key
    is_word = len(words.tokens) == 1 and len(key) > TELLING and not words.all & vocabulary().common
    is_kind = words.all <= vocabulary().heads
    is_name = (query.acronym is not None and not is_kind) or (is_word and query.text[:1].isupper())
    return key.replace(" ", "-") if is_name and len(key) >= SHORT and key.isascii() else None
