"""The whole of a name: what its initials stand for, what a small word cut off, and the article that belongs to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crm.reading.issuers import Issuer
from crm.reading.phrases import is_clear, is_legal_form
from crm.reading.words import words
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Wholes"]

_OF_A_FORM: Final = frozenset({"with its initials", "of a contact", "source", "under the label"})
"""What gives a name whole, whatever its words are."""
_OF_AN_OFFICE: Final = frozenset({"of a contact", "under the label", "of the label"})
_MIN_STEM: Final = 5
_MAX_ENDING: Final = 2
_ARTICLE: Final = re.compile(r"([^\W\d_a-z]\w{0,2}(?:\s|[’']))$")
_MAX_ARTICLE: Final = 5
_MAX_KIND: Final = 2
"""Words before a name: an article, and what it is."""


class Wholes:
    """The names of a communiqué, of which one may be the whole of another."""

    def __init__(self, found: Mapping[str, Issuer], initials: Mapping[str, str], lead: str, text: str) -> None:
        self.found = found
        self.initials = initials
        self.lead = lead
        self.text = text

    def of(self, issuer: Issuer) -> Issuer:
        """Return the issuer under its whole name."""
        full = self.found.get(self.initials.get(fold(issuer.name), "")) or next(self._longer(issuer), None)
        if full is not None:
            return full
        name = issuer.name if is_clear(issuer.name) else self._with_kind(issuer.name)
        name = self._with_stop(self._with_article(self._as_declined(name)))
        return issuer if name == issuer.name else Issuer(name, issuer.lines, issuer.order, issuer.points)

    def _longer(self, issuer: Issuer) -> Iterator[Issuer]:
        """Yield the names that give this one whole: behind a small word, or with what it is (*Orvane City Council*)."""
        start = f"{issuer.name} "
        for other in self.found.values():
            if not other.name.startswith(start):
                continue
            if issuer.is_clear and " " not in issuer.name:
                is_whole = other.is_clear and "domain" in other.points and other.name.count(" ") == 1
            elif issuer.is_clear:
                is_whole = other.name[len(issuer.name) + 1].islower() and not _OF_A_FORM.isdisjoint(other.points)
            else:
                is_form = fold(other.name[len(issuer.name) :]).replace(" ", "") in words()["institutions.suffixes"]
                is_whole = other.is_clear and not is_form and not _OF_AN_OFFICE.isdisjoint(other.points)
            if is_whole:
                yield other

    def _with_kind(self, name: str) -> str:
        """Return a name with the word that says what it is where the lead opens with both: *Le projet Orvane …*."""
        if " " in name:
            return name
        opening = self.lead.partition(name)
        before, after = fold(opening[0]).split(), opening[2].split(maxsplit=1)
        if not opening[1] or not before or before[0] not in words()["articles"] or len(before) > _MAX_KIND:
            return name
        if len(before) == _MAX_KIND and before[-1] in words()["institutions.projects"]:
            return f"{opening[0].split()[-1]} {name}"
        is_kind = len(before) == 1 and after and fold(after[0]) in words()["institutions.projects"]
        return f"{name} {after[0]}" if is_kind else name

    def _as_declined(self, name: str) -> str:
        """Return a name as the contacts print it, where only the end of its first word is another there."""
        first, _, rest = name.partition(" ")
        stem = first[:-_MAX_ENDING]
        if not rest or len(stem) < _MIN_STEM:
            return name
        for other in self.found.values():
            beginning, _, end = other.name.partition(" ")
            is_same = end == rest and beginning.startswith(stem)
            if is_same and "of a contact" in other.points and abs(len(beginning) - len(first)) <= _MAX_ENDING:
                return other.name
        return name

    def _with_stop(self, name: str) -> str:
        """Return a name with the full stop of its legal form, which ends no sentence: *e. V.*."""
        said = name.split()
        if name[-1] == "." or not (is_legal_form("".join(said[-2:])) or is_legal_form(said[-1])):
            return name
        place = self.text.find(f"{name}.")
        after = self.text[place + len(name) + 1 :].lstrip(" ")[:1]
        is_within = after.islower() or after in ("(", ",", ";") or "." in "".join(said[-2:])
        return f"{name}." if place >= 0 and is_within else name

    def _with_article(self, name: str) -> str:
        """Return a name with the article that the text prints in capitals within its sentences: *de La Coopérative*."""
        place = self.text.find(name)
        article = _ARTICLE.search(self.text[max(0, place - _MAX_ARTICLE) : place])
        if article is None or fold(article[1]) not in words()["articles"]:
            return name
        whole = f"{article[1]}{name}"
        is_always = self.text.count(whole) == self.text.count(name)
        return whole if is_always and _is_within_sentences(whole, self.text) else name


def _is_within_sentences(name: str, text: str) -> bool:
    """Whether a text prints a name behind a word in small letters."""
    place = text.find(name)
    while place >= 0:
        if text[place - 2 : place - 1].islower() and text[place - 1] == " ":
            return True
        place = text.find(name, place + 1)
    return False
