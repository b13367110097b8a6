"""What a contact block says: the answers of a day, or what was printed, in the words of a language."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from crm.errors import InvalidChoice
from crm.models import ContactKind
from crm.values import PhoneStyle, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crm.answers import Answer, Answers
    from crm.models import PressContact
    from crm.values import PhoneNumber

__all__ = ["LANGUAGES", "Block", "Group", "Printed", "PrintedPhone", "content_of"]

_VOWEL: Final = re.compile(r"[aeiouyh]")
_ASPIRATED: Final = frozenset({"hugues", "hugo", "hubert", "hans", "harald", "harry", "heinz", "henning", "holger"})
"""Given names before which French does not elide: a choice of the commonest, after the dictionaries' *h aspiré*."""


@dataclass(frozen=True, slots=True)
class PrintedPhone:
    """A number as it is shown, and as a link."""

    shown: str
    link: str


@dataclass(frozen=True, slots=True)
class Printed:
    """One contact of a block."""

    name: str
    role: str | None
    emails: tuple[str, ...]
    phones: tuple[PrintedPhone, ...]
    standing_in: str | None = None
    also_for: str | None = None
    """The other institutions they answer for, in words."""


@dataclass(frozen=True, slots=True)
class Group:
    """The contacts of one institution; `name` None for those of none in particular."""

    name: str | None
    contacts: tuple[Printed, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """What a template is given, with the words of the language in `say`."""

    language: str
    heading: str
    groups: tuple[Group, ...]
    say: Mapping[str, str]


@cache
def _phrases() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(files("crm.blocks").joinpath("phrases.toml").read_text(encoding="utf-8"))


LANGUAGES: Final = ("fr", "en", "de", "es")


def content_of(found: Answers, language: str, *, region: str = "FR", no_break: bool = False) -> Block:
    """Return what the contact block of these answers says in `language`; numbers of `region` as at home.

    With `no_break` the spaces of numbers do not break.

    Raises:
        InvalidChoice: there are no words for the language.
    """
    primary = language.partition("-")[0].lower()
    if primary not in LANGUAGES:
        raise InvalidChoice(language, "no contact block is written in it", hint=f"one of {', '.join(LANGUAGES)}")
    say = _phrases()[primary]
    groups = tuple(group for group in _groups(found, say, region, no_break) if group.contacts)
    many = sum(len(group.contacts) for group in groups) > 1
    return Block(language, say["heading_many" if many else "heading_one"], groups, say)


def _groups(found: Answers, say: Mapping[str, Any], region: str, no_break: bool) -> Iterator[Group]:
    for group in found.groups:
        name = None if group.name is None else _line(group.name)
        yield Group(name, tuple(_printed(one, say, region, no_break) for one in group.answers))


def _line(text: str) -> str:
    return " ".join(text.split())


def _printed(one: Answer, say: Mapping[str, Any], region: str, no_break: bool) -> Printed:
    phones = (phone.value for phone in one.phones if phone.value is not None)
    return Printed(
        _name(one.contact, say),
        say["roles"][one.role] or None,
        tuple(str(email.value) for email in one.emails if email.value is not None),
        tuple(_phone(number, say, region, no_break) for number in phones),
        None if one.standing_in_for is None else _standing_in(_name(one.standing_in_for, say), say),
        say["also_for"].format(names=", ".join(_line(other.name) for other in one.also_for)) if one.also_for else None,
    )


def _name(contact: PressContact, say: Mapping[str, Any]) -> str:
    """Return the name; of a person without the civility, which no two languages write alike."""
    if contact.name is None:
        return str(say["desk"])
    name = contact.name
    if contact.kind == ContactKind.DESK or not (name.given and name.family):
        return name.printed
    return " ".join(part for part in (name.given, name.family, name.suffix) if part)


def _phone(number: PhoneNumber, say: Mapping[str, Any], region: str, no_break: bool) -> PrintedPhone:
    at_home = number.region == region.upper()
    plain = type(number)(number.e164)
    shown = plain.formatted(PhoneStyle.NATIONAL if at_home else PhoneStyle.INTERNATIONAL)
    if number.extension:
        shown = f"{shown} {say['extension']} {number.extension}"
    return PrintedPhone(shown.replace(" ", "\u00a0") if no_break else shown, number.rfc3966)


def _standing_in(name: str, say: Mapping[str, Any]) -> str:
    text: str = say["standing_in"]
    if "{de}" not in text:
        return text.format(name=name)
    return text.replace("{de} {name}", f"d’{name}" if _elides(name) else f"de {name}")


def _elides(name: str) -> bool:
    """Whether French writes *d’* before a name: before a vowel, and before an *h* that is silent.

    >>> [_elides(name) for name in ("Anne", "Hélène", "Hugues", "Paul", "Yves", "Yann")]
    [True, True, False, False, True, False]
    """
    first = next(iter(fold(name).split()), "")
    if first.startswith("y"):
        return len(first) > 1 and not _VOWEL.match(first[1])
    return bool(_VOWEL.match(first)) and first not in _ASPIRATED
