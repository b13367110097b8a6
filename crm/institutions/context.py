"""What stands beside the texts that are resolved, and what was fetched of the institutions they may mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.institutions import shelves
from crm.institutions.naming import own_words
from crm.institutions.shelves import Shelf
from crm.values.institutions import name_words

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from crm.institutions.shelves import NameRow, Query

__all__ = ["Context"]


class Context:
    """A text that may speak for some institutions, and the shelf on which they are."""

    def __init__(self, session: Session, text: str = "") -> None:
        self.session = session
        self.text = text
        self.words = frozenset(name_words(text).all) if text else frozenset()
        self.around: set[int] = set()
        """Institutions that the text names for sure: parents speak for their parts."""
        self.shelf = Shelf()
        self._own: dict[int, frozenset[str]] = {}

    def complete(self, institutions: Collection[int]) -> None:
        """Fetch all that is known of `institutions`, unless it was before."""
        shelves.complete(self.session, self.shelf, institutions)

    def names_of(self, one: int) -> list[NameRow]:
        """Return all names of an institution."""
        self.complete([one])
        return self.shelf.names[one]

    def above(self, one: int) -> set[int]:
        """Return everything that an institution is a part of."""
        found: set[int] = set()
        waiting = {one}
        while waiting:
            self.complete(waiting)
            waiting = {whole for part in waiting for whole in self.shelf.parents[part]} - found
            found |= waiting
        return found

    def supporting(self, one: int, query: Query) -> str | None:
        """Return what in the context speaks for the institution: its city, or one it is a part of."""
        if not self.words and not self.around:
            return None
        names = self.shelf.names.get(one, ())
        city = names[0].city if names else None
        context = self.words - query.words.all
        if city and name_words(city).all <= context:
            return city
        if self.shelf.parents.get(one, set()) & self.around:
            return "what it is a part of"
        if one not in self._own:
            self._own[one] = own_words(names)
        return next(iter(sorted(self._own[one] & context)), None)
