"""What a text tells of a name beside where it stands: how often it is printed, and whether it is anything else."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from crm.reading.issuers import OF_SENTENCES
from crm.reading.naming import times_in
from crm.reading.phrases import joins
from crm.reading.vocabulary import signs_of
from crm.reading.words import words
from crm.values import fold
from crm.values.names.given import is_given

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crm.reading.issuers import Issuer

__all__ = ["Doubts"]

_OF_CONTACTS: Final = frozenset({"of a contact", "domain", "often named", "only among the contacts"})
"""What speaks for the agency that handles the press as much as for who issues."""
_OF_FIRST: Final = frozenset({"opens the title", "after the colon"})
_OF_OPENINGS: Final = OF_SENTENCES | {"often named", "under another name"}
_OF_TITLE: Final = _OF_CONTACTS | {"opens the title", "before the colon of the title", "under another name"}
_OF_NO_PERSON: Final = frozenset({"about", "source"})
"""What speaks for no person."""
_ONCE: Final = ("only in the title", "only opens a sentence")
"""Doubts that what is learnt later may end."""
_OFTEN: Final = 0.15
_MOST: Final = 1.2
_MAX_GIVEN: Final = 30


class Doubts:
    """A title, the text under it, and the part of that which leads to nobody: what they say for and against a name."""

    def __init__(self, title: str, body: str, told: str) -> None:
        self.title = title
        self.body = body
        self.told = told

    def count(self, issuer: Issuer) -> int:
        """Return how often the text prints the name."""
        if issuer.count is None:
            issuer.count = times_in(issuer.name, self.body)
        return issuer.count

    def weigh(self, issuer: Issuer, groups: Iterable[Iterable[str]]) -> None:
        """Give a name its points; `groups` are the keys of the names that sentences coordinate."""
        points = issuer.points
        count = self.count(issuer) if issuer.count is None else issuer.count
        for reason in _ONCE:
            points.pop(reason, None)
        points["often named"] = min(_MOST, _OFTEN * count)
        if self._is_person(issuer):
            points["looks like a person"] = -2.2
        if points.keys() <= _OF_CONTACTS and issuer.name not in self.told:
            points["only among the contacts"] = -1.5
        if not count and "domain" in points and not issuer.is_clear and points.keys() <= _OF_TITLE:
            points["only in the title"] = -1.0
        self._weigh_as_subject(issuer, count, groups)

    def _weigh_as_subject(self, issuer: Issuer, count: int, groups: Iterable[Iterable[str]]) -> None:
        points = issuer.points
        if count > 1 and self._acts(issuer):
            points["acts in the title"] = 0.8
        if issuer.is_clear:
            points["says so itself"] = 0.4
        elif count < 2 and self._only_opens(issuer, groups):
            points["only opens a sentence"] = -0.8 if "announces" in points else -1.5

    def _only_opens(self, issuer: Issuer, groups: Iterable[Iterable[str]]) -> bool:
        """Whether one word with a capital is printed nowhere but where a sentence begins: *Découvrez*, *Following*."""
        name = issuer.name
        is_word = name.isalpha() and name[1:].islower() and name not in self.title
        if not is_word or not issuer.points.keys() <= _OF_OPENINGS:
            return False
        return not any(fold(name) in group for group in groups)

    def _acts(self, issuer: Issuer) -> bool:
        """Whether a title goes on behind its first name with a word in small letters: with what it does."""
        if _OF_FIRST.isdisjoint(issuer.points) or " " not in issuer.name or issuer.is_person:
            return False
        after = self.title.partition(issuer.name)[2]
        return after[:1] == " " and after[1:2].islower() and not joins(after.split()[0])

    def _is_person(self, issuer: Issuer) -> bool:
        """Whether a name is a person's, by its given name, or by what stands before it: *Congresswoman Quint*."""
        points = issuer.points
        if not _OF_NO_PERSON.isdisjoint(points) or ("domain" in points and OF_SENTENCES.isdisjoint(points)):
            return False
        return issuer.is_person or self._is_family_name(issuer.name)

    def _is_family_name(self, name: str) -> bool:
        if " " in name or not (name.isalpha() and name[1:].islower()):
            return False
        end = self.body.find(f" {name}")
        before = self.body[max(0, end - _MAX_GIVEN) : end].rpartition(" ")[2] if end > 0 else ""
        return before[:1].isupper() and (is_given(before) or fold(before) in _before_names())


@cache
def _before_names() -> frozenset[str]:
    """Return what stands before the name of a person."""
    return words()["contacts.bosses"] | words()["names.titles"] | signs_of("title.honours")
