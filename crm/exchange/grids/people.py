"""Who a row is: a name in parts or as a whole, a language, a person or a desk."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from crm.errors import InvalidLanguage, InvalidName
from crm.exchange.grids.cells import one_line
from crm.exchange.grids.coordinates import one_by_one
from crm.exchange.grids.headers import words
from crm.exchange.records import Problem
from crm.values import LanguageTag, PersonName, fold
from crm.values.names.lane import LANE
from crm.values.roles import ROLE_WORDS, is_common_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm.exchange.records import ContactRecord

__all__ = ["NameReader", "is_plain", "language_of"]

_DOUBTFUL_NAME: Final = re.compile(
    r"[\d@/;&+\n\r\t|•<>\x00\ud800-\udfff]|\b(?:et|and|und|ou|or|oder|avec|y|e)\b", re.IGNORECASE
)
_MAX_NAME: Final = 200
_PARTS: Final = ("title", "given", "middle", "family", "suffix", "kind")


class NameReader:
    """Reads the names of one row after another; `single` says in which cell a field stands, and its column."""

    def __init__(self, single: Mapping[str, tuple[int, str]]) -> None:
        self._single = single
        self._title, self._given, self._middle, self._family, self._suffix, self._at_kind = (
            single[field][0] if field in single else -1 for field in _PARTS
        )
        self._printed = single["name"][0] if "name" in single else -1
        self._is_whole = not any(field in single for field in _PARTS)
        """Whether there is nothing but a column of names."""
        self._read_names = one_by_one(lambda texts: LANE.read_all(texts, lambda _: []))

    def read(self, record: ContactRecord, texts: list[str]) -> None:
        """Fill the name and its parts, and what kind of contact has it; the last text is empty."""
        printed = one_line(texts[self._printed])
        if self._is_whole:
            if printed:
                self._full_name(record, printed, None)
            else:
                record.kind = "desk"
            return
        self._name_of_parts(record, texts, printed)

    def _name_of_parts(self, record: ContactRecord, texts: list[str], printed: str) -> None:
        if text := texts[self._title]:
            record.title = one_line(text)
        if text := texts[self._suffix]:
            record.suffix = one_line(text)
        given = one_line(texts[self._given])
        if middle := texts[self._middle]:
            given = one_line(f"{given} {middle}".strip())
        family = one_line(texts[self._family])
        stated = self._kind(record, texts)
        if given or family:
            record.given, record.family = given or None, family or None
            record.name = printed or f"{given} {family}".strip()
            if _DOUBTFUL_NAME.search(record.name) or len(record.name) > _MAX_NAME:
                self._check_name(record, "name" if printed else "family" if family else "given")
            record.kind = stated or "person"
        elif printed:
            self._full_name(record, printed, stated)
        else:
            record.kind = stated or "desk"

    def _full_name(self, record: ContactRecord, printed: str, stated: Any) -> None:
        record.name = printed
        record.kind = stated or ("desk" if record.title is None and _is_desk(printed) else "person")
        try:
            name = PersonName.verbatim(printed) if record.kind == "desk" else self._parsed_name(printed)
        except InvalidName as error:
            self._refuse_name(record, error, "name")
            return
        record.title = record.title or name.title
        record.given, record.family = name.given, name.family
        record.suffix = record.suffix or name.suffix

    def _parsed_name(self, printed: str) -> PersonName:
        found = self._read_names(printed)
        plain = found[0].value if found else None
        return plain or PersonName.parse(printed)

    def _check_name(self, record: ContactRecord, place: str) -> None:
        try:
            PersonName.parse(record.name or "")
        except InvalidName as error:
            self._refuse_name(record, error, place)

    def _refuse_name(self, record: ContactRecord, error: InvalidName, place: str) -> None:
        column = self._single.get(place, (0, place))[1]
        record.problems.append(Problem(error.code, error.reason, column, record.name, error.hint, rejects=True))

    def _kind(self, record: ContactRecord, texts: list[str]) -> Any:
        if not (text := texts[self._at_kind]):
            return None
        found = _kinds().get(fold(text))
        if found is None:
            name = self._single["kind"][1]
            hint = "write person or desk"
            record.problems.append(Problem("kind.unknown", "there is no such kind", name, text, hint, rejects=True))
        return found


def is_plain(record: ContactRecord, who: Sequence[str]) -> bool:
    """Tell a contact of whom the cells `who` say what it is, told by its values without reading them.

    False where that cannot be told: a person's name that is not in parts, one that is doubtful.
    """
    kind, name, title, given, family, suffix, language = who
    said = (record.kind, record.name, record.title, record.given, record.family, record.suffix)
    if (kind, name or None, title or None, given or None, family or None, suffix or None) != said:
        return False
    if (language_of(language) if language else None) != record.language:
        return False
    if given or family:
        return bool(name) and len(name) <= _MAX_NAME and _DOUBTFUL_NAME.search(name) is None
    return not name and kind == "desk"


@lru_cache(256)
def language_of(text: str) -> LanguageTag | None:
    """Return the language that a cell names, by its code or in words; None for none that is known."""
    try:
        return LanguageTag(text)
    except InvalidLanguage:
        known = {word: code for code, said in words()["languages"].items() for word in said}
        found = known.get(fold(text))
        return LanguageTag(found) if found else None


@lru_cache(1)
def _kinds() -> dict[str, str]:
    return {fold(word): kind for kind, said in words()["kinds"].items() for word in (kind, *said)}


def _is_desk(printed: str) -> bool:
    """Tell the name of an office: *Service presse*, *Direction de la communication*."""
    found = fold(printed).split()
    return not ROLE_WORDS.isdisjoint(found) and not is_common_name(found[0])
