"""How a contact block says things in a language: its words, its typography, and numbers as at home."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from crm.blocks.block import PrintedPhone
from crm.errors import InvalidChoice, InvalidPhone
from crm.values import CountryCode, LanguageTag, PhoneNumber, fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["LANGUAGES", "Wording", "academic", "one_line"]

LANGUAGES: Final = ("fr", "en", "de", "es")

_NO_BREAK: Final = "\u00a0"
_NARROW: Final = "\u202f"
_BOUND: Final = re.compile(r"(?<=«) | (?=[:»–])")
"""The spaces of French signs, and the one that keeps a dash off the beginning of a line."""
_VOWEL: Final = re.compile(r"[aeiouh]")
_SEMIVOWEL: Final = re.compile(r"y[aeiou]")
_SPANISH_I: Final = re.compile(r"i|hi(?!e)|y(?![aeiou])")


@dataclass(frozen=True)
class Wording:
    """The words of a `language`, numbers of `region` as at home, spaces that break or not.

    With `no_break` the spaces of numbers, before a French colon and before a dash do not break; with `narrow` they are
    the narrow ones, U+202F, that French typography asks for. Spaces inside names may always break: a name that cannot
    runs out of a narrow column.

    Raises:
        InvalidChoice: there are no words for the language.
        InvalidCountry: the region is no country.
    """

    language: str
    region: str = "FR"
    no_break: bool = False
    narrow: bool = False

    def __post_init__(self) -> None:
        if self._primary not in LANGUAGES:
            raise InvalidChoice(
                self.language, "no contact block is written in it", hint=f"one of {', '.join(LANGUAGES)}"
            )
        CountryCode(self.region)

    @property
    def _primary(self) -> str:
        try:
            return LanguageTag(self.language).language
        except ValueError:
            return ""

    @property
    def _words(self) -> Mapping[str, Any]:
        words: Mapping[str, Any] = _phrases()[self._primary]
        return words

    @cached_property
    def say(self) -> Mapping[str, str]:
        """The words for a template, with the spaces asked for."""
        return {name: self._spaced(words) for name, words in self._words.items() if isinstance(words, str)}

    def role(self, coverage_role: str) -> str | None:
        """Return the words for a role of `crm.models.CoverageRole`; None for one that goes without saying."""
        return self._words["roles"].get(coverage_role) or None

    def phone(self, number: PhoneNumber) -> PrintedPhone:
        """Return a number as it is printed here, its extension in the words of the language.

        >>> Wording("fr").phone(PhoneNumber("+33199001234", "12")).shown
        '01 99 00 12 34 poste 12'
        """
        shown = self._national(number) or PhoneNumber(number.e164).international
        if number.extension:
            shown = f"{shown} {self._words['extension']} {number.extension}"
        return PrintedPhone(shown.replace(" ", self._space), number.rfc3966)

    def _national(self, number: PhoneNumber) -> str | None:
        """Return a number as at home, None where that would be dialled, or read, as another."""
        shown = PhoneNumber(number.e164).national
        try:
            is_same = number.region == self.region.upper() and PhoneNumber.parse(shown, self.region).e164 == number.e164
        except InvalidPhone:
            return None
        return shown if is_same else None

    def standing_in(self, name: str, *, is_desk: bool = False) -> str:
        """Return the line that says for whom somebody answers.

        >>> Wording("fr").standing_in("Hélène Astier"), Wording("fr").standing_in("Hugo Astier")
        ('en l’absence d’Hélène Astier', 'en l’absence de Hugo Astier')
        """
        said = self.say["standing_in_desk" if is_desk else "standing_in"]
        return said.replace("{de} ", "d’" if _elides(name) else "de ").replace("{name}", name)

    def also_for(self, names: Sequence[str]) -> str | None:
        """Return the line that names other institutions, None without any."""
        return self.say["also_for"].replace("{names}", self.listed(names)) if names else None

    def staffed_by(self, names: Sequence[str]) -> str | None:
        """Return the line that says who is at a desk, None when nobody is known to be."""
        return self.say["staffed_by"].replace("{names}", self.listed(names)) if names else None

    def listed(self, names: Sequence[str]) -> str:
        """Return names as an enumeration.

        >>> Wording("es").listed(["Ana Soler", "Inés Vidal"]), Wording("en").listed(["Ann", "Bob", "Cy"])
        ('Ana Soler e Inés Vidal', 'Ann, Bob and Cy')
        """
        *others, last = names
        and_ = "e" if self._primary == "es" and _SPANISH_I.match(fold(last)) else self._words["and"]
        return f"{', '.join(others)} {and_} {last}" if others else last

    @property
    def _space(self) -> str:
        return _NARROW if self.narrow else _NO_BREAK if self.no_break else " "

    def _spaced(self, words: str) -> str:
        return _BOUND.sub(self._space, words)


def academic(title: str | None) -> str | None:
    """Return what stays of a title in every language, None without any.

    >>> academic("Frau Prof. Dr."), academic("Mme")
    ('Prof. Dr.', None)
    """
    kept = _phrases()["titles"]["academic"].split()
    return " ".join(word for word in (title or "").split() if fold(word) in kept) or None


def one_line(text: str) -> str:
    r"""Return `text` on one line, without what is not seen: marks of direction, controls, lone surrogates.

    >>> one_line("Anne\nLe\u202e Goff")
    'Anne Le Goff'
    """
    seen = ("" if unicodedata.category(sign) in _UNSEEN else sign for sign in " ".join(text.split()))
    return " ".join("".join(seen).split())


_UNSEEN: Final = frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))


def _elides(name: str) -> bool:
    """Whether French writes *d’* before a name: before a vowel, and before an *h* that is silent.

    >>> [_elides(name) for name in ("Anne", "Hélène", "Hugues", "Paul", "Yves", "Yann")]
    [True, True, False, False, True, False]
    """
    first = next(iter(fold(name).split()), "")
    if first.startswith("y"):
        return len(first) > 1 and not _SEMIVOWEL.match(first)
    return bool(_VOWEL.match(first)) and first not in _aspirated()


@cache
def _aspirated() -> frozenset[str]:
    return frozenset(_phrases()["fr"]["names"]["aspirated"].split())


@cache
def _phrases() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(files("crm.blocks").joinpath("phrases.toml").read_text(encoding="utf-8"))
