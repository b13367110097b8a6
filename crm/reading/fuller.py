"""The whole of a name: what its initials stand for, what a small word cut off, and the article that belongs to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crm.reading.issuers import Issuer
from crm.reading.naming import places_of
from crm.reading.phrases import is_clear, is_legal_form, joins
from crm.reading.words import words
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["Wholes"]

_OF_A_FORM: Final = frozenset({"with its initials", "of a contact", "source", "under the label"})
"""What gives a name whole, whatever its words are."""
_OF_AN_OFFICE: Final = frozenset({"of a contact", "under the label", "of the label"})
_MIN_STEM: Final = 5
_MAX_ENDING: Final = 2
_ARTICLE: Final = re.compile(r"([^\W\d_a-z]\w{0,2}(?:\s|[’']))$")
_MAX_ARTICLE: Final = 5
_MIN_WITH_LITTLE: Final = 2
_MIN_INITIALS: Final = 2
_MAX_NOUN: Final = 40
_MAX_SHARE: Final = 3
"""Times that a name is printed for once that the longer one is."""
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
        is_short = "about" not in issuer.points  # else it is what the institution calls itself
        full = self._spelt(issuer) if is_short else None
        full = full or next(self._longer(issuer), None)
        if full is not None:
            return full
        issuer = self._as_usual(issuer)
        outer = next(self._outer(issuer), None)
        if outer is not None:
            return outer
        name = issuer.name if is_clear(issuer.name) else self._with_kind(self._as_subject(issuer.name))
        name = self._with_stop(self._with_article(self._as_declined(name)))
        return issuer if name == issuer.name else Issuer(name, issuer.lines, issuer.order, issuer.points)

    def _spelt(self, issuer: Issuer) -> Issuer | None:
        """Return the name of which one in capitals is the initials."""
        full = self.found.get(self.initials.get(fold(issuer.name), ""))
        if full is not None or not (issuer.name.isupper() and len(issuer.name) > _MIN_INITIALS):
            return full
        return next((one for one in self.found.values() if one.count and _capitals(one.name) == issuer.name), None)

    def _longer(self, issuer: Issuer) -> Iterator[Issuer]:
        """Yield the names that give this one whole: behind a small word, or with what it is (*Orvane City Council*)."""
        starts = (f"{issuer.name} ", f"{issuer.name}'s ", f"{issuer.name}’s ")
        for other in self.found.values():
            if not other.name.startswith(starts):
                continue
            if issuer.is_clear and " " not in issuer.name:
                is_whole = other.is_clear and "domain" in other.points and other.name.count(" ") == 1
            elif issuer.is_clear:
                is_whole = other.name[len(issuer.name) + 1].islower() and not _OF_A_FORM.isdisjoint(other.points)
            else:
                is_form = fold(other.name[len(issuer.name) :]).replace(" ", "") in words()["institutions.suffixes"]
                is_whole = other.is_clear and not is_form
                is_whole = is_whole and (not _OF_AN_OFFICE.isdisjoint(other.points) or self._is_usual(other, issuer))
            if is_whole:
                yield other

    def _as_usual(self, issuer: Issuer) -> Issuer:
        """Return the name as the text prints it most often, where only a little word of it is another: *de*, *des*."""
        size = issuer.name.count(" ")
        if size < _MIN_WITH_LITTLE or issuer.name.istitle():
            return issuer
        said = _longer_words(issuer.name)
        first = f"{issuer.name.partition(' ')[0]} "
        alike = (one for one in self.found.values() if one.name.startswith(first) and one.name.count(" ") == size)
        same = [one for one in alike if one.count and _longer_words(one.name) == said]
        return max(same, key=lambda one: (one.count or 0, one is issuer), default=issuer)

    def _outer(self, issuer: Issuer) -> Iterator[Issuer]:
        """Yield the institution of which a name says only that it is a part, or its people: *Board of Orvane SA*."""
        said = issuer.name.split()
        if not any(map(str.islower, said)) or fold(said[0]) in words()["institutions.nouns"]:
            return
        for other in self.found.values():
            is_often = (other.count or 0) > (issuer.count or 0) and other.is_clear and "domain" in other.points
            if is_often and issuer.name.endswith(f" {other.name}"):
                before = issuer.name[: -len(other.name)].split()[-1]
                if before.islower() and joins(before):
                    yield other

    def _is_usual(self, longer: Issuer, issuer: Issuer) -> bool:
        """Whether a text calls an institution by its longer name again and again."""
        often = longer.count or 0
        return "domain" in longer.points and often > 1 and often * _MAX_SHARE >= (issuer.count or 0)

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

    def _as_subject(self, name: str) -> str:
        """Return a name with the noun in small letters that a sentence opens with before it: *La fondation Orvane*."""
        if " " in name:
            return name
        for place in places_of(name, self.text):
            said = self.text[max(0, place - _MAX_NOUN) : place].split()[-2:]
            if len(said) == _MAX_KIND and said[0][0].isupper() and said[1].islower() and _is_kind(said):
                return f"{said[1]} {name}"
        return name

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


def _capitals(name: str) -> str:
    """Return the capitals of a name of several words: those of *U.S. Library Survey* are *USLS*."""
    return "".join(filter(str.isupper, name)) if " " in name else ""


def _longer_words(name: str) -> list[str]:
    little = words()["articles"] | words()["connectors"]
    return [word for word in fold(name).split() if word not in little]


def _is_kind(said: Sequence[str]) -> bool:
    """Whether two words are an article and a noun for an institution, or for a project."""
    noun = fold(said[1])
    is_noun = noun in words()["institutions.nouns"] or noun in words()["institutions.projects"]
    return is_noun and fold(said[0]) in words()["articles"]


def _is_within_sentences(name: str, text: str) -> bool:
    """Whether a text prints a name behind a word in small letters."""
    place = text.find(name)
    while place >= 0:
        if text[place - 2 : place - 1].islower() and text[place - 1] == " ":
            return True
        place = text.find(name, place + 1)
    return False
