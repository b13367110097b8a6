"""Which institution a text means, when that is sure."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from crm.institutions import shelves
from crm.institutions.comparing import BUT_FOR_THE_PLACE, Agreement, compare, is_acronym, is_unit, spells
from crm.institutions.resolution import MARGIN, SURE, Candidate, Resolution
from crm.institutions.shelves import NameRow, Query, Shelf
from crm.models import Institution
from crm.values.institutions import name_words
from crm.values.institutions.keys import written_out
from crm.values.institutions.words import stem, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

__all__ = ["Finder", "decided", "looked_up", "resolve"]

_MOST_CANDIDATES: Final = 5
_LEAST: Final = 0.3
_LONGEST: Final = 300
_SHORT: Final = 3
_DERIVED: Final = 4
_MOST_PIECES: Final = 4
_LIKELY: Final = 0.7
"""The least score of a whole beside which its part stands."""
_PLAIN: Final = 0.97
"""The score of the same words: below it, and for acronyms, the place must not speak against it."""
_DOUBTFUL: Final = 0.8
_ELSEWHERE: Final = 0.9
_TWO: Final = re.compile(
    r"^(?P<name>[^()\[\]]+?)\s*[(\[](?P<other>[^()\[\]]+)[)\]]\s*$|^(?P<first>[^()]+?)(?:\s[-–—]\s|\s?:\s)(?P<second>.+)$"
)

Scores = dict[int, Agreement]


def resolve(session: Session, text: str, *, near: str | None = None) -> Resolution:
    """Return which institution `text`, the name of one, means; `institution` is None when that is not sure.

    `near` is text that stands beside it, where a city or a parent may decide between several.
    """
    given = " ".join(text.split())[:_LONGEST]
    found = Finder(session, near or "").resolved(given)
    name, _, place = given.partition(",")
    if found.institution is None and place and (part := _named_with_its_whole(session, given, near or "")):
        found = part
    if found.institution is None and place and _is_address(place):
        said = Finder(session, f"{place} {near or ''}").resolved(name)
        found = said if said.institution is not None else found
    return replace(found, text=text, start=0, end=len(text))


def looked_up(text: str) -> set[str]:
    """Return all that `resolve` looks up for `text`: its pieces between commas and in brackets too."""
    given = " ".join(text.split())[:_LONGEST]
    name, comma, _ = given.partition(",")
    pieces = {given, name, *(piece.strip() for piece in given.split(",") if piece.strip())} if comma else {given}
    return pieces.union(*map(_pieces, pieces))


def _named_with_its_whole(session: Session, text: str, near: str) -> Resolution | None:
    """Return what one of the names between commas means, when the others name nothing but what it is a part of."""
    pieces = [piece.strip() for piece in text.split(",") if piece.strip()]
    if len(pieces) > _MOST_PIECES:
        return None
    finder = Finder(session, near)
    found = [finder.resolved(piece) for piece in pieces]
    parts = [one for one in found if finder.is_part_of_all(one, [other for other in found if other is not one])]
    return parts[0] if len(parts) == 1 else None


class Finder:
    """Resolves several texts of one context with a few statements."""

    def __init__(self, session: Session, context: str = "") -> None:
        self.session = session
        self.context = frozenset(name_words(context).all) if context else frozenset()
        self.around: set[int] = set()
        """Institutions that the context names for sure: parents speak for their parts."""
        self.shelf = Shelf()
        self._seen: set[str] = set()

    def prepare(self, texts: Iterable[str], *, whole: bool = False) -> None:
        """Fetch what all of `texts` will need; of the `whole` only, names of the same words."""
        new = [text for text in dict.fromkeys(texts) if text not in self._seen]
        self._seen.update(new)
        fetched = shelves.fetch(self.session, [Query.of(text) for text in new], whole=whole)
        for key, rows in fetched.rows.items():
            self.shelf.rows.setdefault(key, rows)
        self.shelf.flooded |= fetched.flooded

    def resolved(self, text: str) -> Resolution:
        """Return which institution `text` means, taken as a whole, or as a name with another in brackets."""
        pieces = _pieces(text)
        self.prepare([text, *pieces])
        whole = self.judged(text, self.scores(text))
        if whole.institution is not None or len(pieces) < 2:
            return whole
        return self._together(text, [self.judged(piece, self.scores(piece)) for piece in pieces]) or whole

    def scores(self, text: str, *, whole: bool = False) -> Scores:
        """Return the institutions that `text` may mean, with the best agreement; `whole`, only by the same words."""
        query = Query.of(text)
        if not query.words.tokens:
            return {}
        best: Scores = {}
        acronyms: set[int] = set()
        bearers: dict[str, set[int]] = {}
        for row in self.shelf.of(query, whole=whole).values():
            agreement = compare(query, row)
            if is_acronym(row):
                bearers.setdefault(row.key, set()).add(row.institution)
            if agreement.score > best.get(row.institution, Agreement(0.0, "")).score:
                best[row.institution] = agreement
                if is_acronym(row) and agreement.score >= 0.6:
                    acronyms.add(row.institution)
                else:
                    acronyms.discard(row.institution)
        shelves.complete(self.session, self.shelf, [one for one, found in best.items() if found.score >= 0.6])
        self._tell_apart(best, bearers)
        self._verify(query, best, acronyms)
        self._place(query, best, acronyms)
        if not whole:
            self._derive(query, best)
        self._forgive_parts(best)
        self._twins(best)
        if not whole and not any(found.score >= SURE for found in best.values()):
            self._abbreviate(query, best)
        return best

    def _tell_apart(self, best: Scores, bearers: Mapping[str, set[int]]) -> None:
        """Let the place decide where several bear an acronym; of one bearer it may be a branch."""
        for one, found in best.items():
            acronym = next((name.key for name in self.shelf.names.get(one, ()) if name.key in bearers), None)
            if found.reason.endswith(BUT_FOR_THE_PLACE) and acronym is not None and len(bearers[acronym]) > 1:
                best[one] = Agreement(max(found.score, 0.9), found.reason)

    def _verify(self, query: Query, best: Scores, acronyms: set[int]) -> None:
        """Look twice at acronyms: their kind of body, how short they are, and what the context says."""
        alone = len(acronyms) == 1
        near = {one for one in acronyms if self._supported(one, query)}
        for one in acronyms:
            agreement = best[one]
            if agreement.score == 0.7 and (self._has_heads(one, query) or self._may_have_heads(one, query)):
                agreement = Agreement(0.88, f"{agreement.reason}, which it is")
            supported = self._supported(one, query)
            if not supported and alone and self._has_domain(one, query.key.replace(" ", "")):
                supported = "its domain"
            if near and one not in near:
                agreement = Agreement(min(agreement.score, _ELSEWHERE), agreement.reason)
            if len(query.key.replace(" ", "")) <= _SHORT and not supported:
                agreement = Agreement(min(agreement.score, 0.8), f"{agreement.reason}, too short to be sure")
            if supported:
                agreement = Agreement(min(agreement.score + 0.06, 0.99), f"{agreement.reason}, and {supported}")
            best[one] = agreement

    def _place(self, query: Query, best: Scores, acronyms: set[int]) -> None:
        """Let acronyms be unsure in another country, and names that many have at another address."""
        countries = self._countries()
        for one, found in best.items():
            weak = one in acronyms or found.score < _PLAIN
            if not weak or found.score < SURE or self._supported(one, query):
                continue
            country = self.shelf.names[one][0].country
            abroad = bool(countries) and country is not None and country not in countries
            if abroad or (self._has_postcode() and found.score < SURE + 0.02):
                best[one] = Agreement(_DOUBTFUL, f"{found.reason}, but elsewhere", found.is_rival)

    def _has_postcode(self) -> bool:
        return any(word.isdecimal() and len(word) > _SHORT for word in self.context)

    def _countries(self) -> set[str]:
        known = vocabulary()
        return {code for word, code in known.countries.items() if known.canonical.get(word, stem(word)) in self.context}

    def _has_domain(self, one: int, label: str) -> bool:
        return any(label == domain.rsplit(".", 2)[-2].replace("-", "") for domain in self.shelf.domains.get(one, ()))

    def _has_heads(self, one: int, query: Query) -> bool:
        heads = query.words.heads - {"centre"}
        mild = heads <= vocabulary().mild | {"equipe", "groupe"}
        return bool(heads) and mild and any(heads <= row.words.heads for row in self.shelf.names.get(one, ()))

    def _may_have_heads(self, one: int, query: Query) -> bool:
        """Whether the text calls a long acronym a laboratory or the like, and no name says it is anything else."""
        mild = vocabulary().mild
        known = {head for row in self.shelf.names.get(one, ()) for head in row.words.heads}
        is_long = any(len(word) >= _DERIVED for word in query.words.core)
        return is_long and bool(query.words.heads) and query.words.heads <= mild and known <= mild

    def _supported(self, one: int, query: Query) -> str | None:
        """Return what in the context speaks for the institution: its city, or one it is a part of."""
        if not self.context and not self.around:
            return None
        names = self.shelf.names.get(one, ())
        city = names[0].city if names else None
        context = self.context - query.words.all
        if city and name_words(city).all <= context:
            return city
        if self.shelf.parents.get(one, set()) & self.around:
            return "what it is a part of"
        own = {word for name in names if _is_long(name) for word in name.words.core} - vocabulary().common
        own |= {name.key for name in names if is_acronym(name) and len(name.key) > _SHORT}
        return next(iter(sorted(own & context)), None)

    def _derive(self, query: Query, best: Scores) -> None:
        """Count the institutions whose name the acronym spells: as rivals, or when it is long, as the one meant."""
        if not query.acronym or len(query.acronym) < 3:
            return
        spelled = {
            row.institution: row
            for (column, _), rows in self.shelf.rows.items()
            if column == "initials"
            for row in rows
            if row.institution not in best or best[row.institution].score < SURE
            if spells(query.acronym, row.text)
        }
        shelves.complete(self.session, self.shelf, list(spelled))
        is_rival = any(found.score >= SURE for found in best.values())
        flooded = "initials" in self.shelf.flooded
        self._doubt(query, best, is_rival=bool(spelled) or flooded)
        for one, row in spelled.items():
            score = self._derived(query, row, is_rival=is_rival, flooded=flooded)
            if score:
                best[one] = Agreement(score, f"the initials of {row.text}")

    def _derived(self, query: Query, row: NameRow, *, is_rival: bool, flooded: bool) -> float:
        """Return the score of an institution whose name spells the acronym; 0 when it is known by another one."""
        acronym = query.acronym or ""
        others = [name for name in self.shelf.names[row.institution] if is_acronym(name) or _is_coined(name)]
        is_strict = row.initials in written_out(acronym) and not _has_phrase(row)
        if others and not any(acronym in name.key.split() for name in others):
            return (0.91 if is_rival else 0.84) if is_strict else 0.0
        if is_rival or (len(acronym) >= _DERIVED and not flooded):
            return 0.92
        is_listed = bool(self.shelf.rows.get(("key", query.key)))
        return 0.87 if is_strict and not flooded and not is_listed else 0.84

    def _forgive_parts(self, best: Scores) -> None:
        """Let what is a part of the best be no rival of it: the whole may be called by itself."""
        first = next((one for one, _ in _ranked(best)), None)
        for one, found in best.items():
            if found.is_rival and first in self.shelf.parents.get(one, ()):
                best[one] = found._replace(is_rival=False)

    def _twins(self, best: Scores) -> None:
        """Let records of one place that share a long name, as registries have some, stand in each other's way."""
        one = decided(best)
        mine = {name.key for name in self.shelf.names.get(one, ()) if _is_long(name)} if one is not None else set()
        if one is None or not mine:
            return
        for row in shelves.bearers(self.session, mine):
            if row.institution != one and row.city == self.shelf.names[one][0].city:
                best[row.institution] = Agreement(best[one].score, f"also called {row.text}")

    def _doubt(self, query: Query, best: Scores, *, is_rival: bool) -> None:
        """Three letters that another name spells as well are no part's for sure; they may be a great institution's."""
        if not is_rival or len(query.acronym or "") > _SHORT:
            return
        for one, found in best.items():
            if self.shelf.parents.get(one) and not self._supported(one, query):
                best[one] = Agreement(min(found.score, 0.8), f"{found.reason}, which others may be called")

    def _abbreviate(self, query: Query, best: Scores) -> None:
        """Count the institutions known by an acronym that the words of a long name make, and by no other long name."""
        if query.acronym:
            return
        exact = shelves.acronyms_of(query.text)
        made = exact | shelves.shortened_acronyms_of(query.text)
        rows = [row for row in shelves.fetch_acronyms(self.session, made) if is_acronym(row)]
        shelves.complete(self.session, self.shelf, [row.institution for row in rows])
        for row in rows:
            others = [name for name in self.shelf.names[row.institution] if _is_long(name)]
            alike = any(_overlap(query.text, name, 0.5) for name in others)
            here = row.city is not None and name_words(row.city).all <= query.words.all | self.context
            letters = row.key.replace(" ", "")
            if others and not (alike and letters in exact):
                continue
            sure = alike or here or len(letters) >= _DERIVED or query.words.initials in written_out(letters)
            best[row.institution] = Agreement(0.88 if sure else 0.7, f"its initials are {row.text}")

    def is_part_of_all(self, part: Resolution, wholes: Sequence[Resolution]) -> bool:
        """Whether the best of each of `wholes` stands above what `part` means for sure."""
        if part.institution is None or not wholes:
            return False
        above = self.above(part.institution.id)
        likely = (whole.candidates[0] if whole.candidates else None for whole in wholes)
        return all(one is not None and one.score >= _LIKELY and one.institution.id in above for one in likely)

    def above(self, one: int) -> set[int]:
        """Return everything that an institution is a part of."""
        found: set[int] = set()
        waiting = {one}
        while waiting:
            shelves.complete(self.session, self.shelf, waiting)
            waiting = {whole for part in waiting for whole in self.shelf.parents[part]} - found
            found |= waiting
        return found

    def judged(self, text: str, scores: Mapping[int, Agreement], start: int = 0) -> Resolution:
        """Return the resolution of `text`, which stands at `start`: the best, when it is good and alone."""
        shown = [(one, found) for one, found in _ranked(scores) if found.score >= _LEAST][:_MOST_CANDIDATES]
        candidates = self._candidates(shown)
        sure = decided(scores) is not None
        return Resolution(text, candidates[0].institution if sure else None, candidates, start, start + len(text))

    def _candidates(self, shown: Sequence[tuple[int, Agreement]]) -> tuple[Candidate, ...]:
        statement = select(Institution).where(Institution.id.in_([one for one, _ in shown]))
        found = {one.id: one for one in self.session.scalars(statement)} if shown else {}
        return tuple(Candidate(found[one], agreement.score, (agreement.reason,)) for one, agreement in shown)

    def _together(self, text: str, parts: Sequence[Resolution]) -> Resolution | None:
        """Judge a name and what stands in brackets, or after a dash: they must not speak of two institutions."""
        sure = [part for part in parts if part.institution is not None]
        if not sure or any(part.institution is not sure[0].institution for part in sure):
            return None
        if len(sure) == 2 or self._agree(sure[0], next(part for part in parts if part is not sure[0]), text):
            return replace(sure[0], text=text, end=len(text))
        return None

    def _agree(self, sure: Resolution, other: Resolution, text: str) -> bool:
        """Whether what is not sure may be another name of what is: its acronym, or the words its acronym is made of."""
        assert sure.institution is not None  # noqa: S101 - that is what sure means
        names = self._names_of(sure.institution.id)
        letters = Query.of(other.text).acronym or ""
        if any(spells(letters, name.text) for name in names) or any(_overlap(other.text, name) for name in names):
            return True
        if any(is_acronym(name) and spells(name.key.replace(" ", ""), other.text) for name in names):
            return True
        if text.endswith((")", "]")):
            return text.startswith(sure.text) and _may_stand_beside(other.text)
        letters = Query.of(sure.text).acronym or ""
        return text.startswith(sure.text) and len(letters) >= _DERIVED and not name_words(other.text).heads

    def _names_of(self, one: int) -> list[NameRow]:
        shelves.complete(self.session, self.shelf, [one])
        return self.shelf.names[one]


def _is_address(text: str) -> bool:
    """Whether what follows a comma names no other body: nothing but words that begin with a capital, and numbers."""
    words = name_words(text)
    known = vocabulary()
    shouts = [one for one in words.tokens if one.raw.isupper() and len(one.raw) > 2 and one.raw.isalpha()]
    return not words.heads and all(one.word in known.countries or one.word == "cedex" for one in shouts)


def _ranked(scores: Mapping[int, Agreement]) -> list[tuple[int, Agreement]]:
    return sorted(scores.items(), key=lambda item: (-item[1].score, item[0]))


def decided(scores: Mapping[int, Agreement]) -> int | None:
    """Return the institution whose score is high and clearly above the next one's; None when there is none."""
    ranked = _ranked(scores)
    if not ranked or ranked[0][1].score < SURE:
        return None
    if ranked[0][1].score < 1 and any(found.is_rival for _, found in ranked[1:]):
        return None
    return None if len(ranked) > 1 and ranked[0][1].score - ranked[1][1].score < MARGIN else ranked[0][0]


def _pieces(text: str) -> list[str]:
    found = _TWO.match(text)
    return [piece for piece in found.groups() if piece is not None] if found else []


def _may_stand_beside(text: str) -> bool:
    """Whether what is unknown in brackets may be an acronym or a place, and is not a part."""
    words = name_words(text)
    return len(words.tokens) <= 3 and not words.heads & vocabulary().parts and not any(map(str.isdigit, text))


def _is_coined(row: NameRow) -> bool:
    """Whether the name is one word with capitals inside, and no number of a unit."""
    return " " not in row.text and not is_unit(row) and row.text[:1].isupper() and any(map(str.isupper, row.text[1:]))


def _has_phrase(row: NameRow) -> bool:
    """Whether several words of the name count as one: its initials are not those of its words."""
    return any(" " in row.text[token.start : token.end] for token in row.words.tokens)


def _is_long(row: NameRow) -> bool:
    return len(row.words.tokens) > 1 and not is_acronym(row)


def _overlap(text: str, row: NameRow, share: float = 0.5) -> bool:
    asked, known = name_words(text), row.words
    shared = asked.core & known.core
    return asked.heads == known.heads and len(shared) > share * max(len(asked.core), len(known.core))
