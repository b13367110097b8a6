"""Names of persons, as printed and in parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from crm.errors import InvalidName
from crm.values.folding import fold
from crm.values.names.parts import NameParts, parts_of
from crm.values.names.words import CIVILITIES, PARTICLES, opens_family
from crm.values.roles import is_role_word

if TYPE_CHECKING:
    from typing import Self

__all__ = ["CIVILITIES", "PARTICLES", "PUT", "PersonName", "read_name"]

_Name = TypeVar("_Name", bound="PersonName")

_MAX_LENGTH: Final = 200
_MAX_KEY: Final = 320
"""Folding can lengthen a name (*œ*, *ß*); no column holds a longer key."""
_UNSTORABLE: Final = re.compile(r"[\x00\ud800-\udfff]")
_DIGITS: Final = 6
"""So many digits are a telephone's or a postcode's."""


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

    def __post_init__(self) -> None:
        """Refuse what `parse` would, and derive the key of a name that was put together by hand."""
        _checked(self.printed)
        object.__setattr__(self, "key", (self.key or self._derived_key())[:_MAX_KEY])

    def _derived_key(self) -> str:
        parts = _folded(f"{self.given or ''} {self.family or ''}").split()
        return " ".join(sorted(parts)) or _folded(self.printed)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the one person's name that `text` is; its accents and capitals stay as printed.

        Raises:
            InvalidName: there is no letter in it, it is longer than 200 characters, or it names two persons
                (``name.several``): `crm.values.parse_names` tells them apart.
        """
        if (plain := _plain(cls, text)) is not None:
            return plain
        from crm.values.names.text import holds_several

        printed = _checked(text)
        _refuse_addresses(printed)
        if holds_several(text):
            raise InvalidName(text, "it names more than one person", code="name.several", hint="one name at a time")
        return read_name(cls, printed)[0]

    @classmethod
    def one(cls, text: str) -> Self:
        """Return the name that `text` is when it is known to be one person's.

        Raises:
            InvalidName: there is no letter in it, or it is longer than 200 characters.
        """
        return _plain(cls, text) or read_name(cls, text)[0]

    @classmethod
    def of_parts(
        cls, given: str | None, family: str | None, *, title: str | None = None, suffix: str | None = None
    ) -> Self:
        """Return the name that columns hold in parts: nothing in them is taken apart again, blank ones are None.

        Printed are the given and the family name. The key is that of `one`, except where a column holds what `one`
        leaves out of a key: a title, a suffix, an aside.

        >>> name = PersonName.of_parts("Anne", "de la Tour", title="Mme")
        >>> name.printed, name.title, name.family, name.key == PersonName.one("DE LA TOUR Anne").key
        ('Anne de la Tour', 'Mme', 'de la Tour', True)

        Raises:
            InvalidName: there is no letter in them, they are longer than 200 characters, or hold an address or number.
        """
        given, family = _part(given), _part(family)
        printed = _checked(f"{given} {family}" if given and family else given or family or "")
        _refuse_addresses(printed)
        name = object.__new__(cls)
        key = " ".join(sorted(_folded(printed).split())) or _folded(printed)
        _put_printed(name, printed)
        _put_title(name, _part(title))
        _put_given(name, given)
        _put_family(name, family)
        _put_suffix(name, _part(suffix))
        _put_key(name, key[:_MAX_KEY])
        return name

    @classmethod
    def verbatim(cls, text: str) -> Self:
        """Return a name that is not a person's (a press office, a desk): printed, with no parts.

        Raises:
            InvalidName: there is no letter in it, or it is longer than 200 characters.
        """
        printed = _checked(text)
        return cls(printed, key=_folded(printed))

    @property
    def particles(self) -> str | None:
        """The particles that the family name opens with.

        >>> PersonName.parse("Anne de la Tour").particles
        'de la'
        """
        words = (self.family or "").split()
        count = next((place for place, word in enumerate(words) if not opens_family(word)), len(words))
        return " ".join(words[:count]) or None if count < len(words) else None

    @property
    def warnings(self) -> tuple[str, ...]:
        """The stable codes of what is uncertain about the parts, read again from what is printed.

        >>> PersonName.parse("M. C. Blanc").warnings
        ('name.civility_or_initial',)
        """
        return () if self.given is None and self.family is None else _parts(self.printed).warnings

    @property
    def is_unsure(self) -> bool:
        """Whether the parts could be others."""
        return bool(self.warnings)

    def __composite_values__(self) -> tuple[str, str | None, str | None, str | None, str | None, str]:
        """The columns a name is stored in."""
        return self.printed, self.title, self.given, self.family, self.suffix, self.key

    def __str__(self) -> str:
        return self.printed


PUT: Final[Any] = tuple(vars(PersonName)[field].__set__ for field in PersonName.__slots__)
"""What fills in each field of a name that was checked: the constructor would check, and derive, all over again."""

_put_printed, _put_title, _put_given, _put_family, _put_suffix, _put_key = PUT


def _part(text: str | None) -> str | None:
    return None if text is None else " ".join(text.split()) or None


def read_name(kind: type[_Name], text: str) -> tuple[_Name, tuple[str, ...]]:
    """Return the one name that `text` is, and its warnings, by reading all of it: what the fast lane is held to."""
    printed = _checked(text)
    _refuse_addresses(printed)
    title, given, family, suffix, matched, warnings = _parts(printed)
    key = " ".join(sorted(_folded(matched).split())) or _folded(printed)
    name = kind(printed, title, given, family, suffix, key)
    return name, () if given is None and family is None else warnings


def _plain(kind: type[_Name], text: str) -> _Name | None:
    """Return the name that the fast lane sees in `text`, if it does."""
    from crm.values.names.lane import LANE

    return LANE.plain(text) if kind is PersonName else None  # type: ignore[return-value]


def _folded(text: str) -> str:
    """Fold, with the letter apostrophe as an apostrophe."""
    return fold(text.replace("ʼ", "'"))


def _refuse_addresses(printed: str) -> None:
    """Only on the way in: what was stored before stays readable."""
    if printed.replace(" ", "").isalpha():
        return
    if "@" in printed or sum(map(str.isdigit, printed)) >= _DIGITS:
        raise InvalidName(printed, "it holds an address or a number", code="name.not_a_name", hint="the name alone")


def _checked(text: str) -> str:
    if not isinstance(text, str):
        raise InvalidName(text, "it is not text", code="name.not_text")
    if text.__class__ is str and text[:1].isalpha() and text.isprintable() and "  " not in text and text[-1] != " ":
        printed = text  # no white space is printable but the one space
    else:
        printed = _tidied(text)
    if len(printed) > _MAX_LENGTH:
        raise InvalidName(f"{printed[:40]}…", f"it is longer than {_MAX_LENGTH} characters", code="name.too_long")
    return printed


def _tidied(text: str) -> str:
    if _UNSTORABLE.search(text) is not None:
        raise InvalidName(ascii(text), "it holds characters that no text holds", code="name.characters")
    printed = " ".join(text.split())
    if not any(map(str.isalpha, printed)):
        raise InvalidName(text, "there is no letter in it", code="name.empty")
    return printed


def _parts(printed: str) -> NameParts:
    """The parts of a line that names one person, whatever else it says of others."""
    from crm.values.names.text import core_of, may_hold_several

    core = core_of(printed)
    parts = parts_of(core)
    if any(map(is_role_word, _folded(parts.matched).split())):
        parts = parts._replace(warnings=(*parts.warnings, "name.maybe_desk"))
    if may_hold_several(core):
        return parts._replace(warnings=(*parts.warnings, "name.maybe_several"))
    if len(core) < len(printed) and any(map(str.isalpha, printed.replace(core, "", 1))):
        return parts._replace(warnings=(*parts.warnings, "name.extra_text"))
    return parts
