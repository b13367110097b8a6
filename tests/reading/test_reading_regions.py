"""Whose national numbers a text prints."""

import pytest

from crm.reading import read
from crm.reading.regions import Regions, is_month_first, regions_of
from crm.values import LanguageTag

FR, DE, EN, ES, SV = map(LanguageTag, ("fr", "de", "en", "es", "sv"))


@pytest.mark.parametrize(
    ("text", "language", "main"),
    [
        ("", None, None),
        ("", FR, "FR"),
        ("", EN, None),
        ("Tel. +32 2 000 00 00", FR, "BE"),
        ("Tel. 0032 2 000 00 00", FR, "BE"),
        ("presse@orme.example.ch", None, "CH"),
        ("www.orme.example.at", None, "AT"),
        ("https://orme.example.co.uk/presse", EN, "GB"),
        ("orme.example.edu.co", ES, "ES"),
        ("www.orme.example.edu.co, www.valmont.example.edu.co, Colombia", ES, "CO"),
        ("Eine Mitteilung aus Österreich, Österreich und Österreich, www.orme.example.at", DE, "AT"),
        ("Call 202-555-0134 or (202) 555-0135", EN, "US"),
        ("Call 1-202-555-0134", EN, "US"),
        ("Dossier 202-555-01345", EN, None),
        ("Tel. 08-465 004 12", SV, "SE"),
        ("press@orvane.example.se", None, "SE"),
        ("Tel. +358 9 000 00 00", SV, "FI"),
        ("Tel. +46 8 465 004 12", EN, "SE"),
        ("Venue: 120 Old Harbour Street, Cape Town, and in Pretoria", EN, "ZA"),
        ("Dublin W1J and London, London", EN, "GB"),
        ("Pretoria, and www.orme.example.ie", EN, "IE"),
        ("Merelford and the cape of towns", EN, None),
        ("presse@orme.example.at, aus Linz", DE, "AT"),
        ("presse@orme.example.at, aus Linz und Berlin, Berlin", DE, "DE"),
        ("presse@orme.example.de, Berlin", FR, "FR"),
        ("Paris, 0199001234", None, "FR"),
        ("presse@orme.example.be 081&nbsp;20&nbsp;00&nbsp;00 - 0470 00 00 00", FR, "BE"),
        ("01.99.00.12.34", EN, None),
    ],
)
def test_the_main_region(text, language, main):
    assert regions_of(text, language).main == main


@pytest.mark.parametrize(
    "text", ["www.orme.example.io", "presse@orme.example.tv", "www.orme.example.xx", "300 00 33", "+0 12"]
)
def test_what_tells_nothing(text):
    assert regions_of(text, None) == Regions(None)


def test_a_calling_code_says_more_than_a_link():
    assert regions_of("+32 2 000 00 00, www.orme.example.ch", None) == Regions("BE", ("CH",))


@pytest.mark.parametrize(
    ("text", "language", "main"),
    [
        ("Tel. +44 20 7946 0000, 01 99 00 12 34", FR, "FR"),
        ("Tel. +44 20 7946 0000, +44 20 7946 0001", FR, "FR"),
        ("Tel. +33 1 99 00 12 34", DE, "DE"),
        ("Tel. +33 1 99 00 12 34", ES, "ES"),
        ("Tel. +43 1 000 00 00", DE, "AT"),
        ("Tel. +52 55 0000 0000", ES, "MX"),
        ("Tel. +44 20 7946 0000, presse@orme.example.co.uk", FR, "GB"),
        ("Tel. +33 1 99 00 12 34", EN, "FR"),
        ("Tel. +33 1 99 00 12 34", None, "FR"),
    ],
)
def test_one_number_from_abroad_makes_no_text_a_foreign_one(text, language, main):
    found = regions_of(text, language)
    assert found.main == main


def test_a_foreign_number_is_still_a_sign():
    assert regions_of("Tel. +44 20 7946 0000", FR).signed == ("GB",)


def test_an_address_printed_again_and_again_counts_once():
    text = "presse@orme.example.ch " * 9 + "+32 2 000 00 00"
    assert regions_of(text, None) == Regions("BE", ("CH",))


def test_the_other_homes_of_a_language_come_last():
    found = regions_of("presse@orme.example.at", DE)
    assert {found.main, *found.signed} == {"DE", "AT"}
    assert found.homes[0] == "CH"
    assert set(found.homes).isdisjoint({"DE", "AT"})


def test_a_country_is_named_with_a_capital():
    assert regions_of("en Belgique", None).main == "BE"
    assert regions_of("la belgique", None).main is None
    assert regions_of("xBelgique", None).main is None


def test_english_numbers_with_dashes_are_no_sign_of_america_in_german():
    assert regions_of("202-555-0134", DE).main == "DE"


@pytest.mark.parametrize(
    ("region", "language", "expected"),
    [
        ("US", EN, True),
        ("US", None, True),
        ("GB", EN, False),
        ("FR", EN, None),
        (None, EN, None),
        ("FR", FR, False),
        (None, None, False),
    ],
)
def test_where_the_month_comes_first(region, language, expected):
    assert is_month_first(region, language) is expected


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Contact presse : Claire Fontanel, 01 99 00 12 34", "+33199001234"),
        ("Service de presse\nTél. : 01 99 00 12 34", "+33199001234"),
        ("Contacto de prensa: Ana Gil, 91 123 45 67", "+34911234567"),
        ("Contatto stampa: Maria Rossi, 06 6982 1234", "+390669821234"),
        ("Perscontact: Jan de Vries, 020 123 4567", "+31201234567"),
    ],
)
def test_without_prose_the_headings_tell_the_country(text, number):
    reading = read(text)
    assert [str(phone) for contact in reading.contacts for phone in contact.phones] == [number]
    assert (reading.language, reading.warnings) == (None, ())


def test_headings_that_several_countries_share_tell_none():
    assert [one.code for one in read("Press contact: Jane Doe, 020 7946 0958").warnings] == ["phone.unread"]


@pytest.mark.parametrize(
    ("text", "main"),
    [
        ("comunicaciones@orme.example.org.co, celular 316 555 01 28", "CO"),
        ("comunicaciones@orme.example.org.co.\nCelular: 300 555 0127\nPBX: (605) 555 0180", "CO"),
        ("Celular: 300 555 0127, Barranquilla, Colombia", "CO"),
        ("comunicaciones@orme.example.co, celular 316 555 01 28", "ES"),
        ("comunicaciones@orme.example.org, 202-555-0134, 202-555-0135, 202-555-0136", "US"),
    ],
)
def test_numbers_in_threes_are_no_sign_of_america_where_the_country_named_prints_them_so(text, main):
    assert regions_of(text, ES).main == main


@pytest.mark.parametrize(
    ("text", "main"),
    [
        ("presse@orme.example.be, 04 70 12 34 56", "FR"),  # fits both, and is printed as in France
        ("presse@orme.example.be, 0470/12.34.56", "BE"),
        ("presse@orme.example.be, 0470/12.34.56, 081/22.33.44", "BE"),
        ("presse@orme.example.be, 0470/12.34.56, 01 99 00 12 34", "FR"),
        ("presse@orme.example.be, 02 512 34 56, 01 99 00 12 34, 01 99 00 12 35, 02 512 34 57, Belgique", "BE"),
    ],
)
def test_numbers_that_only_one_country_has_tell_whose_the_others_are(text, main):
    assert regions_of(text, FR).main == main


@pytest.mark.parametrize(
    ("text", "main"),
    [
        ("press@orme.example.edu", "US"),
        ("press@orme.edu, press@orme.gov", "US"),
        ("presse@orme.bzh", "FR"),
        ("presse@orme.example.wien.", "AT"),
        ("presse@orme.example.be.", "BE"),
        ("presse@orme.example.be.example", None),
        ("presse@orme.co", None),
        ("presse@orme.net.co", "CO"),
    ],
)
def test_the_end_of_a_domain(text, main):
    assert regions_of(text, None).main == main


def test_a_number_is_of_the_main_region_where_people_there_print_it_so():
    page = "Contacto de prensa: Ana Gil, celular 316 555 01 28, ana@orme.example.org.co, +1 202 555 0134, Colombia"
    assert [str(one) for one in read(page).contacts[0].phones] == ["+573165550128", "+12025550134"]


@pytest.mark.parametrize(
    ("text", "language", "main"),
    [
        ("Tel. 071 200 00 10, Tel. 079 200 00 11", DE, "CH"),
        ("Tel. 030 200 00 10, Tel. 040 200 00 11", DE, "DE"),
        ("Tél. 022 300 00 10", FR, "CH"),
        ("Tél. 01 99 00 12 34", FR, "FR"),
        ("Tel. 967 14 00 12", ES, "ES"),
    ],
)
def test_the_groups_of_a_number_tell_the_country_where_a_language_has_several(text, language, main):
    assert regions_of(text, language).main == main


def test_a_number_of_no_country_that_prints_it_so_is_nobodys():
    warnings = read("Press contact: Jane Quint, 07700 900 701, jane@orme.example.org").warnings
    assert [one.code for one in warnings] == ["phone.unread"]
