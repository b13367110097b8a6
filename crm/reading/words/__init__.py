"""The words communiqués are written with: one file per language, and nothing else knows a language.

To add a language, add ``<language>.toml`` with the tables of ``fr.toml``. The lists of all languages are read together,
because a French communiqué often comes with an English "Changed on"; only the stop-words are kept apart, to tell the
languages from each other.
"""

from __future__ import annotations

from dataclasses import InitVar, dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Language", "Words", "languages", "words"]

_LISTS: Final = (
    "articles", "connectors", "conjunctions", "alternatives", "title.languages", "dates.dateline", "dates.openings",
    "dates.bounds", "dates.months_with_year", "dates.weekday_ends", "dates.before_day", "dates.between", "dates.ranges",
    "dates.occasions",
    "title.prefixes", "title.shares", "title.captions", "title.of_press", "title.which",
    "contacts.press", "contacts.contact", "contacts.soft", "contacts.headings", "contacts.desk_names", "contacts.desks",
    "contacts.weak", "contacts.fillers", "contacts.others", "contacts.labels", "contacts.phones",
    "contacts.fax", "contacts.extensions",
    "contacts.role_endings", "contacts.role_openings", "contacts.agents", "contacts.fields", "contacts.images",
    "contacts.identifiers",
    "contacts.only",
    "contacts.roles", "contacts.at", "contacts.dot", "contacts.verbs", "contacts.on_behalf", "contacts.columns",
    "contacts.places", "contacts.answers", "contacts.communication", "contacts.press_stems", "contacts.leads",
    "contacts.belongs", "contacts.papers", "contacts.registers", "contacts.bosses", "contacts.asks",
    "institutions.nouns", "institutions.suffixes", "institutions.parts", "institutions.heads_last",
    "institutions.announces", "institutions.endings", "names.given", "names.degrees", "names.ranks", "names.titles",
    "names.things", "embargo.o_clock", "embargo.at", "institutions.states", "institutions.adjectives",
    "institutions.people", "institutions.projects", "institutions.marks", "institutions.of", "institutions.matters",
    "embargo.time_of", "embargo.time", "embargo.local",
)  # fmt: skip
_PHRASES: Final = (
    "dates.published", "dates.updated", "dates.events",
    "title.labels", "title.chrome", "contacts.ends", "contacts.phrases",
    "contacts.form_labels", "contacts.masks", "contacts.other_phrases", "contacts.legal",
    "contacts.press_phrases", "contacts.duty", "contacts.other_labels", "contacts.notes", "contacts.end_marks",
    "contacts.follows", "contacts.by_the_way", "contacts.both", "contacts.greetings", "contacts.given_labels",
    "contacts.family_labels", "boilerplates.headings", "embargo.labels", "embargo.until", "institutions.part_phrases",
    "institutions.sources", "institutions.labels", "institutions.signatories", "title.provided", "title.keywords",
    "title.honours", "title.kits", "title.notices",
)  # fmt: skip

_TERMS: Final = (
    "press", "contact", "soft", "headings", "desk_names", "desks", "labels", "roles", "phrases", "form_labels",
)  # fmt: skip
"""Lists of contacts whose words tell a language where there is no prose to tell it."""


@dataclass(frozen=True, slots=True)
class Language:
    """What tells one language from the others, and where its national phone numbers belong."""

    tag: str
    stopwords: frozenset[str]
    regions: tuple[str, ...]
    """Where it is spoken (ISO 3166-1), its home first."""
    terms: frozenset[str] = frozenset()
    """The words of its headings and labels of contacts."""
    conjunctions: frozenset[str] = frozenset()
    of: frozenset[str] = frozenset()
    """The words that join what follows to a name, and are no article."""
    singular: frozenset[str] = frozenset()
    """Verbs of one institution alone."""
    apart: frozenset[str] = frozenset()
    """Articles that begin another noun phrase where they follow a name."""


@dataclass(eq=False)
class Words(dict[str, frozenset[str]]):
    """The lists of all languages together: sets of folded words, tuples of folded phrases (the longest first).

    A dictionary of the sets, for they are looked up many times for each line.
    """

    lists: InitVar[Mapping[str, frozenset[str]]]
    phrases: Mapping[str, tuple[str, ...]]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    short_weekdays: Mapping[str, int]
    """Apart from the others: *mon* and *sat* are words of other languages, and days only before a date."""
    hours: Mapping[str, int]
    """Hours that have a name: *minuit*, *noon*."""
    zones: Mapping[str, str]
    """IANA names by what they are called in running text: *heure de paris*."""
    countries: Mapping[str, str]
    """What each language calls the countries its releases come from, and their codes (ISO 3166-1)."""
    cities: Mapping[str, str]
    """What each language calls its larger towns, and their countries."""
    zone_signs: Mapping[str, str]
    """IANA names by their abbreviations, which count in capitals only: *ET* is Eastern Time, *et* is French."""

    def __post_init__(self, lists: Mapping[str, frozenset[str]]) -> None:
        self.update(lists)


@cache
def _tables() -> tuple[Mapping[str, Any], ...]:
    import tomllib
    from importlib.resources import files

    found = (file for file in files(__package__).iterdir() if file.name.endswith(".toml"))
    ordered = sorted(found, key=lambda file: file.name)
    return tuple(tomllib.loads(file.read_text(encoding="utf-8")) for file in ordered)


@cache
def languages() -> tuple[Language, ...]:
    """Every language there is a file of words for, in the order of their tags."""
    return tuple(
        Language(
            table["language"],
            frozenset(table["stopwords"].split()),
            tuple(table["regions"].split()),
            frozenset(
                word for name in _TERMS for phrase in _listed(table["contacts"][name]) for word in phrase.split()
            ),
            frozenset(table["conjunctions"].split()),
            frozenset(table["connectors"].split()).difference(table["articles"].split()),
            frozenset(table["institutions"]["singular"].split()),
            frozenset(table["institutions"]["articles"].split()),
        )
        for table in _tables()
    )


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


@cache
def words() -> Words:
    """The lists of all languages, read once."""
    return Words(
        countries={name: code for table in _tables() for code, name in _places(table, "countries")},
        cities={name: code for table in _tables() for code, name in _places(table, "cities")},
        lists={name: frozenset(_words_of(name)) for name in _LISTS},
        phrases={name: _longest_first(_phrases_of(name)) for name in _PHRASES},
        months={
            name: number
            for table in _tables()
            for number, names in enumerate(table["dates"]["months"], start=1)
            for name in names.split()
        },
        weekdays=_weekdays("weekdays"),
        short_weekdays=_weekdays("weekdays_short"),
        hours=_mapped("hours"),
        zones=_mapped("zones"),
        zone_signs=_mapped("signs"),
    )


def _weekdays(key: str) -> dict[str, int]:
    return {
        name: number
        for table in _tables()
        for number, names in enumerate(table["dates"][key])
        for name in names.split()
    }


def _mapped(key: str) -> dict[str, Any]:
    return {name: value for table in _tables() for name, value in table["embargo"][key].items()}


def _places(table: Mapping[str, Any], key: str) -> Iterator[tuple[str, str]]:
    for code, names in table["names"].get(key, {}).items():
        yield from ((code, name) for name in names.split("|"))


def _values(name: str) -> Iterator[Any]:
    """Yield what each language has under the dotted `name`."""
    section, _, key = name.rpartition(".")
    for table in _tables():
        value = (table.get(section, {}) if section else table).get(key)
        if value:
            yield value


def _words_of(name: str) -> Iterator[str]:
    for value in _values(name):
        yield from value.split() if isinstance(value, str) else value


def _phrases_of(name: str) -> Iterator[str]:
    for value in _values(name):
        yield from value.split("|") if isinstance(value, str) else value


def _longest_first(phrases: Iterator[str]) -> tuple[str, ...]:
    return tuple(sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase)))
