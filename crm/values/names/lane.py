"""The fast lane: plainly written names, decided by the looks of their words.

A file of a hundred thousand names is written in a few hundred *shapes*: the looks of its words, in order. What the
reader makes of a shape is found once, by reading the first name that has it; for each further name there is left to
put its own words in the places. Whatever is not plain is left to the reader, which gives the same answer for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import itemgetter
from typing import Any, Final, NamedTuple

from crm.values.folding import fold
from crm.values.names.looks import FOREIGN, Looks
from crm.values.names.parts import parts_of
from crm.values.names.person import PUT, PersonName
from crm.values.names.text import ParsedName, read_names

__all__ = ["LANE", "Lane"]

_LONGEST: Final = 100
"""Longer text is read in full: up to here no key can be too long for its column, whatever its letters fold to."""

_MAX_SHAPES: Final = 4096

_Part = Callable[[list[str]], str | None]
_Key = Callable[[list[str]], str]


class _Shape(NamedTuple):
    """What the reader makes of a name, place by place."""

    title: _Part | None
    given: _Part | None
    family: _Part | None
    suffix: _Part | None
    key: _Key
    """Takes the folded words."""
    has_comma: bool
    warnings: tuple[str, ...]


class Lane:
    """Plain names of one person."""

    def __init__(self) -> None:
        self._looks = Looks()
        self._shapes: dict[tuple[int, ...], _Shape | None] = {}

    def read_all(
        self, texts: Iterable[str], otherwise: Callable[[str], list[ParsedName]] = read_names
    ) -> Iterator[list[ParsedName]]:
        """Yield for each text the name that it plainly is, else what `otherwise`, the reader, says of it.

        One loop with everything in reach: each call and each look-up left out here is a twentieth of the time.
        """
        look_of, fold_of, shapes, learn = (
            self._looks.__getitem__,
            self._looks.folds.__getitem__,
            self._shapes,
            self._learn,
        )
        for text in texts:
            shape = None
            if text.__class__ is str and len(text) <= _LONGEST:
                words = text.split(" ")
                looks = tuple(map(look_of, words))
                shape = shapes.get(looks) or learn(looks, text)
            if shape is None:
                yield otherwise(text)
                continue
            title, given, family, suffix, key, has_comma, warnings = shape
            folds = list(map(fold_of, words))
            if has_comma:
                words = text.replace(",", "").split(" ")
            name, found = _new(PersonName), _new(ParsedName)
            _set_printed(name, text)
            _set_title(name, None if title is None else title(words))
            _set_given(name, None if given is None else given(words))
            _set_family(name, None if family is None else family(words))
            _set_suffix(name, None if suffix is None else suffix(words))
            _set_key(name, key(folds))
            _set_value(found, name)
            _set_error(found, None)
            _set_text(found, text)
            _set_start(found, 0)
            _set_end(found, len(text))
            _set_warnings(found, warnings)
            yield [found]

    def plain(self, text: str) -> PersonName | None:
        """Return the name that `text` plainly is, None when that takes the reader."""
        found = next(self.read_all((text,), lambda _: []))
        return found[0].value if found else None

    def _learn(self, looks: tuple[int, ...], text: str) -> _Shape | None:
        if FOREIGN in looks or looks in self._shapes:
            return None
        words = text.replace(",", "").split(" ")
        if len(set(words)) < len(words):
            return None  # of a word that stands twice nothing tells which place is meant: another name will
        shape = _shape(text, words)
        if len(self._shapes) >= _MAX_SHAPES:
            self._shapes.clear()
        self._shapes[looks] = shape
        return shape


def _shape(text: str, words: list[str]) -> _Shape | None:
    """Return what the reader makes of `text`; None of what is no one person's name from end to end."""
    found = read_names(text)
    if len(found) != 1 or found[0].value is None or found[0].text != text:
        return None
    name, matched = found[0].value, parts_of(text).matched
    parts = (name.title, name.given, name.family, name.suffix)
    if not matched or not all(word in words for part in (*parts, matched) for word in (part or "").split()):
        return None
    title, given, family, suffix = takes = [_part(part, words) for part in parts]
    key = _key(matched, words)
    made = [None if take is None else take(words) for take in takes]
    if made != list(parts) or key([fold(word) for word in words]) != name.key:
        return None
    return _Shape(title, given, family, suffix, key, "," in text, found[0].warnings)


def _part(part: str | None, words: list[str]) -> _Part | None:
    """Return what takes out of a name's words those in the places where `part` has them in `words`."""
    if part is None:
        return None
    places = [words.index(word) for word in part.split()]
    if len(places) == 1:
        return itemgetter(places[0])
    take = _taking(places)
    return lambda words: " ".join(take(words))


def _key(matched: str, words: list[str]) -> _Key:
    """Return what puts together a key of the folded words in the places where `matched` has them."""
    places = [words.index(word) for word in matched.split()]
    if any(" " in fold(words[place]) for place in places) or len(places) == 1:
        return lambda folds: " ".join(sorted(" ".join([folds[place] for place in places]).split()))
    take = _taking(places)
    return lambda folds: " ".join(sorted(take(folds)))


def _taking(places: list[int]) -> Callable[[list[str]], Iterable[str]]:
    """Return what takes the words in two places or more; a slice is taken sooner."""
    first, end = places[0], places[-1] + 1
    return itemgetter(slice(first, end)) if places == list(range(first, end)) else itemgetter(*places)


# The constructors of two frozen dataclasses take as long as all the rest of the lane.
_new: Final[Any] = object.__new__
_set_printed, _set_title, _set_given, _set_family, _set_suffix, _set_key = PUT
_set_value, _set_error, _set_text, _set_start, _set_end, _set_warnings = (
    vars(ParsedName)[field].__set__ for field in ("value", "error", "text", "start", "end", "warnings")
)

LANE: Final = Lane()
"""The one lane: nothing about a name depends on who asks."""
