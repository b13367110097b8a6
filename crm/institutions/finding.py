"""Several texts weighed against the stored names with a few statements, whatever their number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from crm.institutions import shelves
from crm.institutions.abbreviations import abbreviate
from crm.institutions.acronyms import derive, tell_apart, trust, verify
from crm.institutions.comparing import Agreement, compare
from crm.institutions.context import Context
from crm.institutions.domains import label_of, locate
from crm.institutions.naming import is_acronym
from crm.institutions.places import doubt_elsewhere
from crm.institutions.ranking import decided, ranked
from crm.institutions.relatives import add_twins, cover, forgive_parts
from crm.institutions.resolution import SURE, Candidate, Resolution
from crm.institutions.shelves import Query
from crm.institutions.websites import addressed
from crm.models import Institution

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from crm.institutions.ranking import Scores
    from crm.institutions.shelves import NameRow

__all__ = ["Finder"]

_MOST_CANDIDATES: Final = 5
_LEAST: Final = 0.3
_LOOKED_AT: Final = 0.6
"""The score from which on everything that is known of an institution is fetched."""
_CROWD: Final = 40
"""The most names under one key that are looked at."""


@dataclass(frozen=True, slots=True)
class _Match:
    """How a text agrees with the names that were fetched."""

    query: Query
    best: Scores
    acronyms: frozenset[int]
    """The institutions that agree by an acronym."""
    bearers: Mapping[str, set[int]]
    """The institutions by the acronyms they have."""

    @classmethod
    def of(cls, query: Query, rows: Iterable[NameRow]) -> _Match:
        """Return the best agreement with a name of each institution."""
        best: Scores = {}
        acronyms: set[int] = set()
        bearers: dict[str, set[int]] = {}
        for row in rows:
            agreement = compare(query, row)
            if is_acronym(row):
                bearers.setdefault(row.key, set()).add(row.institution)
            if agreement.score > best.get(row.institution, Agreement(0.0, "")).score:
                best[row.institution] = agreement
                if is_acronym(row) and agreement.score >= _LOOKED_AT:
                    acronyms.add(row.institution)
                else:
                    acronyms.discard(row.institution)
        return cls(query, best, frozenset(acronyms), bearers)


class Finder:
    """Finds what each of several texts of one context may mean."""

    def __init__(self, session: Session, near: str = "") -> None:
        self.context = Context(session, near)
        self._seen: set[str] = set()
        self._matches: dict[tuple[str, bool], _Match] = {}
        self._scores: dict[tuple[str, bool, frozenset[int]], Scores] = {}

    def prepare(self, texts: Iterable[str], *, whole: bool = False) -> None:
        """Fetch what all of `texts` will need; of the `whole` only, names of the same words."""
        new = [text for text in dict.fromkeys(texts) if text not in self._seen]
        self._seen.update(new)
        queries = [Query.of(text) for text in new]
        fetched = shelves.fetch(self.context.session, queries, whole=whole)
        said = "\n".join([self.context.text, *new]).casefold()
        for key, rows in fetched.rows.items():
            self.context.shelf.rows.setdefault(key, rows if len(rows) <= _CROWD else _thinned(rows, said))
        self.context.shelf.flooded |= fetched.flooded
        if not whole:
            letters = [query.key.replace(" ", "") for query in queries if label_of(query) is not None]
            shelves.fetch_housed(self.context.session, self.context.shelf, letters)

    def ready(self, texts: Iterable[str], *, whole: bool = False) -> None:
        """Fetch at once what `scores` of all of `texts` will ask about the institutions that they may mean."""
        matches = [self._matched(text, whole=whole) for text in texts]
        likely = (one for match in matches for one, found in match.best.items() if found.score >= _LOOKED_AT)
        self.context.complete(dict.fromkeys(likely))

    def scores(self, text: str, *, whole: bool = False) -> Scores:
        """Return the institutions that `text` may mean, with the best agreement; `whole`, only by the same words."""
        key = (text, whole, frozenset(self.context.around))
        if key not in self._scores:
            self._scores[key] = self._weighed(self._matched(text, whole=whole), whole=whole)
        return self._scores[key]

    def _matched(self, text: str, *, whole: bool) -> _Match:
        """Return what the names alone say, once for each text."""
        if (text, whole) not in self._matches:
            query = Query.of(text)
            rows = self.context.shelf.of(query, whole=whole).values() if query.words.tokens else ()
            self._matches[text, whole] = _Match.of(query, rows)
        return self._matches[text, whole]

    def _weighed(self, match: _Match, *, whole: bool) -> Scores:
        context = self.context
        query, best, acronyms, bearers = match.query, dict(match.best), match.acronyms, match.bearers
        context.complete([one for one, found in best.items() if found.score >= _LOOKED_AT])
        tell_apart(context, best, bearers)
        verify(context, query, best, acronyms)
        doubt_elsewhere(context, query, best, acronyms)
        if not whole:
            derive(context, query, best)
            locate(context, query, best)
            trust(query, best)
        forgive_parts(context, best)
        add_twins(context, best)
        if not whole and not any(found.score >= SURE for found in best.values()):
            abbreviate(context, query, best)
            addressed(context, query, best)
            cover(context, query, best)
        return best

    def judged(self, text: str, scores: Mapping[int, Agreement], start: int = 0) -> Resolution:
        """Return the resolution of `text`, which stands at `start`: the best, when it is good and alone."""
        shown = [(one, found) for one, found in ranked(scores) if found.score >= _LEAST][:_MOST_CANDIDATES]
        candidates = self._candidates(shown)
        sure = decided(scores) is not None
        return Resolution(text, candidates[0].institution if sure else None, candidates, start, start + len(text))

    def _candidates(self, shown: Sequence[tuple[int, Agreement]]) -> tuple[Candidate, ...]:
        statement = select(Institution).where(Institution.id.in_([one for one, _ in shown]))
        found = {one.id: one for one in self.context.session.scalars(statement)} if shown else {}
        return tuple(Candidate(found[one], agreement.score, (agreement.reason,)) for one, agreement in shown)


def _thinned(rows: Sequence[NameRow], said: str) -> list[NameRow]:
    """Return a few of a crowd of names, those in a place that is said first: it takes only two to be unsure."""
    return sorted(rows, key=lambda row: not (row.city and row.city.casefold() in said))[:_CROWD]
