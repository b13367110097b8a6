"""Names of persons, as printed and in parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crm.errors import InvalidName
from crm.values.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

__all__ = ["CIVILITIES", "PARTICLES", "PersonName"]

_MAX_LENGTH: Final = 200

CIVILITIES: Final = frozenset(
    """
    m mm mme mmes mlle mlles monsieur madame mademoiselle dr drs docteur pr prof professeur professeure me maitre
    mr mrs ms miss doctor professor sir herr frau sr sra don dona dott ing dipl
    """.split()
)
"""Civilities and academic titles, folded, of French, English, German, Spanish and Italian usage."""

_SUFFIXES: Final = frozenset("jr sr ii iii iv phd md junior senior".split())

PARTICLES: Final = frozenset(
    """
    de du des d da di do dos das del della der den van
    von vom zu zur zum ten ter te le la les el al bin ben ibn
    """.split()
)
"""Words that open a family name. *Le* and *La* are among them because French *Le Goff* is one family name."""


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name as `printed`, and the parts that could be told apart; a part that could not is None.

    >>> name = PersonName.parse("Mme Anne LE GOFF")
    >>> name.printed, name.title, name.given, name.family
    ('Mme Anne LE GOFF', 'Mme', 'Anne', 'LE GOFF')
    >>> name.key == PersonName.parse("Le Goff Anne").key
    True
    """

    printed: str
    title: str | None = None
    given: str | None = None
    family: str | None = None
    suffix: str | None = None
    key: str = ""
    """The folded words of the name without title and suffix, sorted: equal whichever comes first, on every database."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the person's name that `text` is; its accents and capitals stay as printed.

        Raises:
            InvalidName: there is no letter in it, or it is longer than 200 characters.
        """
        printed = _checked(text)
        words = printed.replace(",", " , ").split()
        titles, words = _split_titles(words)
        words, suffixes = _split_suffixes(words)
        given, family = _parts(words)
        key = " ".join(sorted(fold(" ".join(words)).split())) or fold(printed)
        return cls(printed, _joined(titles), given, family, _joined(suffixes), key)

    @classmethod
    def verbatim(cls, text: str) -> Self:
        """Return a name that is not a person's (a press office, a desk): printed, with no parts.

        Raises:
            InvalidName: there is no letter in it, or it is longer than 200 characters.
        """
        printed = _checked(text)
        return cls(printed, key=fold(printed))

    def __composite_values__(self) -> tuple[str, str | None, str | None, str | None, str | None, str]:
        """The columns a name is stored in."""
        return self.printed, self.title, self.given, self.family, self.suffix, self.key

    def __str__(self) -> str:
        return self.printed


def _checked(text: str) -> str:
    if not isinstance(text, str):
        raise InvalidName(text, "it is not text", code="name.not_text")
    printed = " ".join(text.split())
    if not any(letter.isalpha() for letter in printed):
        raise InvalidName(text, "there is no letter in it", code="name.empty")
    if len(printed) > _MAX_LENGTH:
        raise InvalidName(f"{printed[:40]}…", f"it is longer than {_MAX_LENGTH} characters", code="name.too_long")
    return printed


def _split_titles(words: Sequence[str]) -> tuple[list[str], list[str]]:
    count = 0
    while count < len(words) - 1 and fold(words[count]) in CIVILITIES:
        count += 1
    return list(words[:count]), list(words[count:])


def _split_suffixes(words: Sequence[str]) -> tuple[list[str], list[str]]:
    count = len(words)
    while count > 2 and fold(words[count - 1]).replace(" ", "") in _SUFFIXES:
        count -= 1
    kept = list(words[:count])
    if kept and kept[-1] == ",":
        kept.pop()
    return kept, [word for word in words[count:] if word != ","]


def _parts(words: Sequence[str]) -> tuple[str | None, str | None]:
    """Tell given from family name: by the comma, else by the capitals, else by a particle, else by their order."""
    if "," in words:
        comma = words.index(",")
        return _joined([word for word in words[comma + 1 :] if word != ","]), _joined(words[:comma])
    if len(words) < 2:
        return None, _joined(words)
    return _by_capitals(words) or _by_particle(words) or (_joined(words[:-1]), words[-1])


def _by_capitals(words: Sequence[str]) -> tuple[str | None, str | None] | None:
    family = [word for word in words if _is_capitals(word)]
    given = [word for word in words if not _is_capitals(word)]
    if not family or all(fold(word) in PARTICLES for word in given):
        return None
    start, end = words.index(family[0]), len(words) - list(reversed(words)).index(family[-1])
    while start > 1 and fold(words[start - 1]) in PARTICLES:
        start -= 1
    if start > 0 and end < len(words):
        return None
    return _joined([*words[:start], *words[end:]]), _joined(words[start:end])


def _by_particle(words: Sequence[str]) -> tuple[str | None, str | None] | None:
    start = next((place for place, word in enumerate(words) if _opens_family(word)), None)
    if start is None:
        return None
    if start == 0:
        end = len(words) - 1
        return _joined(words[end:]), _joined(words[:end])
    return _joined(words[:start]), _joined(words[start:])


def _opens_family(word: str) -> bool:
    return fold(word) in PARTICLES or re.match(r"[dD]['’]\w", word) is not None


def _is_capitals(word: str) -> bool:
    letters = [letter for letter in word if letter.isalpha()]
    return len(letters) > 1 and all(letter.isupper() for letter in letters)


def _joined(words: Sequence[str]) -> str | None:
    return " ".join(words) or None
