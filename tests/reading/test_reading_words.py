"""The word files: every language has the same tables, and what is in them is folded."""

import tomllib
from collections import defaultdict
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest

from crm.reading.words import languages, words
from crm.values import CountryCode, LanguageTag, fold

TABLES = {
    file.name.removesuffix(".toml"): tomllib.loads(file.read_text(encoding="utf-8"))
    for file in files("crm.reading.words").iterdir()
    if file.name.endswith(".toml")
}
CODED = {"names.countries", "names.cities"}
UNFOLDED = {"language", "region", "stopwords", "embargo.hours", "embargo.zones", "embargo.signs"}


def keys(table, prefix=""):
    for key, value in table.items():
        if isinstance(value, dict) and not prefix:
            yield from keys(value, f"{key}.")
        else:
            yield prefix + key


def entries(table, prefix=""):
    """Every phrase or word of a file, with the dotted key it stands under."""
    for key, value in table.items():
        name = prefix + key
        if isinstance(value, dict):
            yield from entries(value, f"{name}.") if not prefix else ((name, word) for word in value)
        elif isinstance(value, list):
            yield from ((name, piece) for piece in value)
        else:
            yield from ((name, piece) for piece in value.split("|"))


def test_the_languages_there_are():
    assert sorted(TABLES) == ["da", "de", "en", "es", "fr", "it", "nl", "no", "pt", "sv"]
    assert [one.tag for one in languages()] == sorted(TABLES)


@pytest.mark.parametrize("language", sorted(TABLES))
def test_every_file_has_the_same_tables(language):
    all_keys = set().union(*(keys(table) for table in TABLES.values()))
    assert all_keys - set(keys(TABLES[language])) == set()


@pytest.mark.parametrize("language", sorted(TABLES))
def test_every_entry_is_folded(language):
    table = TABLES[language]
    wrong = [
        (name, entry)
        for name, entry in entries(table)
        if name not in {"regions", *CODED} | UNFOLDED - {"embargo.hours", "embargo.zones", "embargo.signs"}
        and " ".join(entry.split()) != fold(entry)
    ]
    assert wrong == []


@pytest.mark.parametrize("language", sorted(TABLES))
def test_a_file_says_its_language_and_its_source(language):
    table, text = TABLES[language], (files("crm.reading.words") / f"{language}.toml").read_text(encoding="utf-8")
    assert LanguageTag(table["language"]) == language
    assert all(CountryCode(region) == region for region in table["regions"].split())
    assert "CLDR" in text.split("language =")[0]
    assert table["stopwords"] == table["stopwords"].lower()


@pytest.mark.parametrize("language", sorted(TABLES))
def test_twelve_months_and_seven_weekdays(language):
    dates = TABLES[language]["dates"]
    assert len(dates["months"]) == 12
    assert all(dates["months"])
    assert len(dates["weekdays"]) == len(dates["weekdays_short"]) == 7
    assert all(dates["weekdays"])


@pytest.mark.parametrize("key", ["months", "weekdays", "weekdays_short"])
def test_a_name_means_the_same_in_all_languages(key):
    meanings = defaultdict(set)
    for table in TABLES.values():
        for number, names in enumerate(table["dates"][key]):
            for name in names.split():
                meanings[name].add(number)
    assert {name: numbers for name, numbers in meanings.items() if len(numbers) > 1} == {}


def test_months_that_need_their_year_are_months():
    assert words()["dates.months_with_year"] <= set(words().months)


def test_what_institutions_end_with_is_told_by_three_letters():
    assert min(map(len, words()["institutions.endings"])) >= 3


def test_zones_exist_and_hours_are_hours():
    for zone in (*words().zones.values(), *words().zone_signs.values()):
        assert ZoneInfo(zone).key == zone
    assert set(words().hours.values()) <= {0, 12}


@pytest.mark.parametrize("language", sorted(TABLES))
@pytest.mark.parametrize("key", sorted(name.partition(".")[2] for name in CODED))
def test_places_are_folded_and_stand_under_the_code_of_their_country(language, key):
    for code, names in TABLES[language]["names"][key].items():
        assert CountryCode(code) == code
        assert [name for name in names.split("|") if name != fold(name)] == []
