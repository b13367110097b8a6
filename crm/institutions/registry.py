"""What a record of the Research Organization Registry says, in our words: version 2 of its schema, or the flat lines.

Source: https://ror.readme.io/docs/ror-data-structure (schema 2.1), read 2026-11-20.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit

from crm.errors import InvalidValue, MissingName
from crm.models import DomainUse, InstitutionKind, InstitutionStatus, NameKind
from crm.values import CountryCode, Identifier, IdentifierScheme, LanguageTag, fold
from crm.values.institutions import name_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["RegistryName", "RegistryRecord", "record_of"]

_SCHEMES: Final = {"isni": IdentifierScheme.ISNI, "wikidata": IdentifierScheme.WIKIDATA}
_KINDS: Final = {
    "healthcare": InstitutionKind.HOSPITAL,
    "government": InstitutionKind.GOVERNMENT,
    "company": InstitutionKind.COMPANY,
    "nonprofit": InstitutionKind.ASSOCIATION,
    "facility": InstitutionKind.FACILITY,
}
_LONGEST_CITY: Final = 100
_LONGEST_ROOT: Final = 4
"""Characters of a path that is none, or a language's: ``/en``."""
_ARTICLE: Final = re.compile(r"https?://(?P<language>[a-z]{2,3})(?:\.m)?\.wikipedia\.org/wiki/(?P<title>[^#?]+)")
_EDITION: Final = re.compile(r"^(?:en|fr|de|es|it|nl|pt|www[0-9]?)\.(?=[^.]+\.)")


@dataclass(frozen=True, slots=True)
class RegistryName:
    """One name of a record."""

    text: str
    kind: NameKind
    language: str | None


@dataclass(frozen=True, slots=True)
class RegistryRecord:
    """One institution as the registry describes it."""

    ror: str
    name: str
    names: tuple[RegistryName, ...]
    kind: InstitutionKind
    country: str | None
    city: str | None
    website: str | None
    status: InstitutionStatus | None
    domains: tuple[tuple[str, DomainUse], ...]
    identifiers: tuple[Identifier, ...]
    parts_of: tuple[str, ...]
    parts: tuple[str, ...]
    successors: tuple[str, ...]
    predecessors: tuple[str, ...]


def record_of(given: Any) -> RegistryRecord:
    """Return what `given`, a decoded record, says; odd details are left out, an odd identity is refused.

    Raises:
        InvalidIdentifier: its id is no ROR.
        MissingName: it has no name.
    """
    if not isinstance(given, dict):
        raise MissingName("a record of a registry is a JSON object")
    ror = Identifier.parse("ror", str(given.get("id") or ""))
    names = tuple(_names(given))
    display = _display(given) or (names[0].text if names else "")
    if not display.strip():
        raise MissingName(f"the record {ror.value} has no name")
    place = _place(given)
    return RegistryRecord(
        ror=ror.value,
        name=display,
        names=_with_article(_with_display(names, display), given),
        kind=_kind(given, display),
        country=_country(place.get("country_code") or given.get("country")),
        city=_city(place.get("name") or given.get("city")),
        website=next(iter(_websites(given)), None),
        status=_status(given.get("status")),
        domains=tuple(_domains(given)),
        identifiers=(ror, *_other_identifiers(given)),
        **{field: tuple(_related(given, kind)) for field, kind in _RELATIONS},
    )


_RELATIONS: Final = (
    ("parts_of", "parent"), ("parts", "child"), ("successors", "successor"), ("predecessors", "predecessor"),
)  # fmt: skip


def _objects(given: Mapping[str, Any], key: str) -> Iterator[Mapping[str, Any]]:
    listed = given.get(key)
    return (one for one in listed if isinstance(one, dict)) if isinstance(listed, list) else iter(())


def _names(given: Mapping[str, Any]) -> Iterator[RegistryName]:
    for one in _objects(given, "names"):
        text = one.get("value")
        if isinstance(text, str) and text.strip():
            yield RegistryName(" ".join(text.split()), _name_kind(one.get("types") or ()), _language(one.get("lang")))


def _name_kind(types: Any) -> NameKind:
    if "acronym" in types:
        return NameKind.ACRONYM
    return NameKind.OFFICIAL if {"label", "ror_display"} & set(types) else NameKind.ALIAS


def _display(given: Mapping[str, Any]) -> str:
    for one in _objects(given, "names"):
        if "ror_display" in (one.get("types") or ()) and isinstance(one.get("value"), str):
            return " ".join(one["value"].split())
    name = given.get("name")
    return " ".join(name.split()) if isinstance(name, str) else ""


def _with_display(names: tuple[RegistryName, ...], display: str) -> tuple[RegistryName, ...]:
    if any(name.text == display for name in names):
        return names
    return RegistryName(display, NameKind.OFFICIAL, None), *names


def _with_article(names: tuple[RegistryName, ...], given: Mapping[str, Any]) -> tuple[RegistryName, ...]:
    """Add the title of its article in an encyclopedia: that is a name, and often the only one in that language."""
    known = {fold(name.text) for name in names}
    new = {fold(title.text): title for title in reversed(list(_articles(given)))}
    return *names, *(title for key, title in reversed(new.items()) if key and key not in known)


def _articles(given: Mapping[str, Any]) -> Iterator[RegistryName]:
    for text in _links(given, "wikipedia"):
        if found := _ARTICLE.match(text):
            title = " ".join(unquote(found["title"]).replace("_", " ").split())
            yield RegistryName(title, NameKind.ALIAS, _language(found["language"]))


def _kind(given: Mapping[str, Any], display: str) -> InstitutionKind:
    types = given.get("types") or ()
    if "education" in types:
        heads = name_words(display).heads
        return InstitutionKind.UNIVERSITY if "universite" in heads else InstitutionKind.SCHOOL
    return next((kind for word, kind in _KINDS.items() if word in types), InstitutionKind.OTHER)


def _place(given: Mapping[str, Any]) -> Mapping[str, Any]:
    for one in _objects(given, "locations"):
        details = one.get("geonames_details")
        if isinstance(details, dict):
            return details
    return {}


def _city(text: Any) -> str | None:
    return text[:_LONGEST_CITY] if isinstance(text, str) and text.strip() else None


def _country(code: Any) -> str | None:
    try:
        return CountryCode(code) if isinstance(code, str) else None
    except InvalidValue:
        return None


def _language(tag: Any) -> str | None:
    try:
        return LanguageTag(tag) if isinstance(tag, str) else None
    except InvalidValue:
        return None


def _status(word: Any) -> InstitutionStatus | None:
    return InstitutionStatus(word) if word in set(InstitutionStatus) else None


def _links(given: Mapping[str, Any], kind: str) -> Iterator[str]:
    """Yield the links of that type, and those that say no type."""
    listed = given.get("links")
    for one in listed if isinstance(listed, list) else ():
        text = one.get("value") if isinstance(one, dict) and one.get("type") == kind else one
        if isinstance(text, str):
            yield text


def _websites(given: Mapping[str, Any]) -> Iterator[str]:
    return (text for text in _links(given, "website") if "wikipedia.org" not in text)


def _domains(given: Mapping[str, Any]) -> Iterator[tuple[str, DomainUse]]:
    """Yield the domains of its mail, and the host of its website when that is nothing but its own."""
    seen: set[str] = set()
    listed = given.get("domains")
    for text in listed if isinstance(listed, list) else ():
        if isinstance(text, str) and (host := _host(f"//{text}")) and host not in seen:
            seen.add(host)
            yield host, DomainUse.MAIL
    for site in _websites(given):
        host = _own_host(site)
        if host and host not in seen:
            seen.add(host)
            yield host, DomainUse.WEBSITE


def _own_host(site: str) -> str | None:
    """Return the host of a website that has it to itself: one with a path is somebody's guest."""
    address = site if "//" in site else f"//{site}"
    try:
        path = urlsplit(address).path
    except ValueError:
        return None
    return _without_edition(_host(address)) if len(path) < _LONGEST_ROOT else None


def _without_edition(host: str | None) -> str | None:
    """Return the host without the label of a language edition: ``en.orme.example`` is ``orme.example``."""
    return _EDITION.sub("", host) if host else None


def _host(address: str) -> str | None:
    from crm.columns import DomainColumn

    try:
        return DomainColumn().check(urlsplit(address).hostname or "")
    except (InvalidValue, ValueError):
        return None


def _other_identifiers(given: Mapping[str, Any]) -> Iterator[Identifier]:
    for one in _objects(given, "external_ids"):
        scheme = _SCHEMES.get(str(one.get("type", "")).lower())
        listed = one.get("all")
        for value in listed if scheme and isinstance(listed, list) else ():
            try:
                yield Identifier.parse(str(scheme), str(value))
            except InvalidValue:
                continue


def _related(given: Mapping[str, Any], kind: str) -> Iterator[str]:
    for one in _objects(given, "relationships"):
        if str(one.get("type", "")).lower() == kind:
            try:
                yield Identifier.parse("ror", str(one.get("id") or "")).value
            except InvalidValue:
                continue
