"""Embargoes: the instant and its zone in many phrasings, and what makes one doubtful."""

import datetime

import pytest

from crm.reading import read

BODY = {
    "fr": "La Ville de Brisecourt rouvre la bibliothèque, agrandie d'un tiers et accessible à tous, après deux ans de "
    "travaux menés dans la vallée avec les habitants.",
    "en": "The town of Brisecourt has opened the library that was closed for two years and it is free for all of the "
    "people who live in the valley.",
    "de": "Die Stadt öffnet die Bibliothek, die nach zwei Jahren mit einer Feier für alle wieder da ist und auch für "
    "die Kinder im Tal.",
    "es": "La biblioteca de la ciudad se ha abierto después de dos años de obras para todos los habitantes del valle "
    "con una fiesta en la plaza.",
    "it": "La biblioteca della città è stata aperta dopo due anni di lavori per tutti gli abitanti della valle con una "
    "festa nella piazza.",
    "nl": "De bibliotheek van de stad is na twee jaar weer open voor alle bewoners van het dal en dat is een feest "
    "voor iedereen.",
    "pt": "A biblioteca da cidade foi aberta após dois anos de obras para todos os habitantes do vale e com uma festa "
    "na praça, que não é só para as crianças.",
    "no": "Biblioteket i byen er åpnet etter to år og det er gratis for alle som bor i dalen med en fest for barna.",
    "sv": "Biblioteket i byn är öppet igen efter två år och det är gratis för alla som bor i dalen och för barnen.",
    "da": "Biblioteket i byen er åbnet efter to år, og det er gratis for alle som bor i dalen, hvad alle også vil se.",
}


def release(declaration, language):
    return read(f"{declaration}\n\n# Brisecourt\n\n{BODY[language]}")


@pytest.mark.parametrize(
    ("declaration", "language", "instant", "zone"),
    [
        (
            "Sous embargo jusqu'au 17 janvier 2025 à 20h00 (heure de Paris)",
            "fr",
            "2025-01-17T20:00+01:00",
            "Europe/Paris",
        ),
        ("Embargo jusqu'au 3 mars 2025 à 20h", "fr", "2025-03-03T20:00+01:00", "Europe/Paris"),
        ("Sous embargo jusqu'au lundi 3 mars 2025, 8 h 30", "fr", "2025-03-03T08:30+01:00", "Europe/Paris"),
        ("Sous embargo jusqu'à minuit le 3 mars 2025", "fr", "2025-03-03T00:00+01:00", "Europe/Paris"),
        ("EMBARGO : 3 mars 2025, midi", "fr", "2025-03-03T12:00+01:00", "Europe/Paris"),
        ("Embargo : le 3 mars 2025 à 24h00 (heure de Paris)", "fr", "2025-03-04T00:00+01:00", "Europe/Paris"),
        ("Embargoed until 12:01 a.m. ET, Wednesday, March 5, 2025", "en", "2025-03-05T00:01-05:00", "America/New_York"),
        ("EMBARGO: 00:01 GMT 3 March 2025", "en", "2025-03-03T00:01+00:00", "UTC"),
        ("Embargoed until March 5, 2025 at 2 pm Pacific Time", "en", "2025-03-05T14:00-08:00", "America/Los_Angeles"),
        (
            "Under embargo until 14:00 US Eastern Time on March 12, 2025",
            "en",
            "2025-03-12T14:00-04:00",
            "America/New_York",
        ),
        ("Embargoed till noon BST, 4 June 2025", "en", "2025-06-04T12:00+01:00", "Europe/London"),
        (
            "STRICTLY EMBARGOED UNTIL\n\n00.01hrs Tuesday 4 March 2025 (UK time)",
            "en",
            "2025-03-04T00:01+00:00",
            "Europe/London",
        ),
        ("EMBARGOED UNTIL 5 MARCH 2025\n10:00 CET", "en", "2025-03-05T10:00+01:00", "Europe/Paris"),
        ("Sperrfrist: 3. März 2025, 10.00 Uhr MEZ", "de", "2025-03-03T10:00+01:00", "Europe/Berlin"),
        ("Gesperrt bis 3. Juni 2025, 10 Uhr", "de", "2025-06-03T10:00+02:00", "Europe/Berlin"),
        (
            "Embargado hasta las 10:00 horas (hora de Madrid) del 3 de marzo de 2025",
            "es",
            "2025-03-03T10:00+01:00",
            "Europe/Madrid",
        ),
        ("Sotto embargo fino alle ore 11 del 3 marzo 2025", "it", "2025-03-03T11:00+01:00", "Europe/Rome"),
        ("Onder embargo tot 3 maart 2025, 10.00 uur", "nl", "2025-03-03T10:00+01:00", "Europe/Amsterdam"),
        ("Sob embargo até 3 de março de 2025 às 10h (hora de Lisboa)", "pt", "2025-03-03T10:00+00:00", "Europe/Lisbon"),
        ("Sperrefrist til 3. mars 2025 kl. 06.00", "no", "2025-03-03T06:00+01:00", "Europe/Oslo"),
        ("Klausuleret til den 3. marts 2025 kl. 06:00", "da", "2025-03-03T06:00+01:00", "Europe/Copenhagen"),
        ("Embargo till den 3 mars 2025 kl. 06.00", "sv", "2025-03-03T06:00+01:00", "Europe/Stockholm"),
        ("EMBARGO T.O.M. 3 juni 2025 klockan 06:00", "sv", "2025-06-03T06:00+02:00", "Europe/Stockholm"),
        ("Får ej publiceras före 3 mars 2025 kl 6", "sv", "2025-03-03T06:00+01:00", "Europe/Stockholm"),
    ],
)
def test_embargo(declaration, language, instant, zone):
    reading = release(declaration, language)
    assert reading.language == language
    assert reading.embargo.instant == datetime.datetime.fromisoformat(instant)
    assert (reading.embargo.instant.isoformat(timespec="minutes"), reading.embargo.zone) == (instant, zone)
    assert [one.code for one in reading.warnings] == []


@pytest.mark.parametrize(
    ("declaration", "language", "code"),
    [
        ("Embargoed until March 5, 2025, 9 a.m.", "en", "embargo.unread"),
        ("Embargado hasta las 10 horas del 3 de marzo de 2025", "es", "embargo.unread"),
        ("Sous embargo", "fr", "embargo.unread"),
        ("Sous embargo jusqu'à 20h", "fr", "embargo.unread"),
        ("Sous embargo jusqu'au 3 mars 2025", "fr", "embargo.unread"),
        ("Embargoed until 13 p.m. ET, March 5, 2025", "en", "embargo.unread"),
        ("Sous embargo : dimanche 30 mars 2025 à 2h30", "fr", "embargo.clock_change"),
        ("Sous embargo : dimanche 26 octobre 2025 à 2h30", "fr", "embargo.clock_change"),
        ("Embargoed until 9 a.m. EST July 7, 2025", "en", "embargo.zone_contradicts"),
    ],
)
def test_what_is_not_clear_is_a_warning(declaration, language, code):
    reading = release(declaration, language)
    assert [one.code for one in reading.warnings] == [code]
    assert (reading.embargo is None) is (code == "embargo.unread")


def test_of_an_hour_that_comes_twice_the_abbreviation_chooses():
    winter = release("Sous embargo : 26 octobre 2025 à 2h30 CET", "fr").embargo.instant
    summer = release("Sous embargo : 26 octobre 2025 à 2h30 CEST", "fr").embargo.instant
    assert winter.timestamp() - summer.timestamp() == 3600


def test_the_day_of_an_embargo_is_not_the_day_of_the_release():
    assert release("Sous embargo jusqu'au 3 mars 2025 à 20h", "fr").date is None


def test_a_sentence_about_an_embargo_declares_none():
    text = (
        "# Le blé repart\n\nLa Ville de Brisecourt a appris que l'embargo sur le blé décidé en janvier par les ports "
        "de la vallée est levé depuis lundi, et que les boulangers de la place pourront de nouveau cuire le pain."
    )
    reading = read(text)
    assert (reading.embargo, reading.warnings) == (None, ())


@pytest.mark.parametrize(
    ("said", "instant", "zone"),
    [
        ("20h00 (heure de La Réunion)", "2025-03-12T20:00+04:00", "Indian/Reunion"),
        ("20h, heure locale de Tokyo", "2025-03-12T20:00+09:00", "Asia/Tokyo"),
        ("20h heure de Cayenne", "2025-03-12T20:00-03:00", "America/Cayenne"),
        ("20h, heure d'Alger", "2025-03-12T20:00+01:00", "Africa/Algiers"),
        ("14h, HEURE DE NEW YORK", "2025-03-12T14:00-04:00", "America/New_York"),
    ],
)
def test_the_hour_is_that_of_the_place_it_names(said, instant, zone):
    embargo = release(f"Sous embargo jusqu'au 12 mars 2025 à {said}", "fr").embargo
    assert (embargo.instant.isoformat(timespec="minutes"), embargo.zone) == (instant, zone)
    assert embargo.assumed == ()


@pytest.mark.parametrize(
    ("declaration", "zone"),
    [
        ("Embargoed until 14:00 Nairobi time, 12 March 2025", "Africa/Nairobi"),
        ("Strictly embargoed until 1600 London time (GMT) Wednesday 12 March 2025", "Europe/London"),
        ("Not for publication before 12 March 2025 at 16:00 UTC", "UTC"),
    ],
)
def test_places_and_hours_in_english(declaration, zone):
    reading = release(declaration, "en")
    assert reading.embargo.zone == zone
    assert (reading.embargo.instant.date().isoformat(), reading.date, reading.warnings) == ("2025-03-12", None, ())


def test_the_hour_of_an_unknown_place_is_not_taken_for_that_of_the_country():
    reading = release("Sous embargo jusqu'au 12 mars 2025 à 20h (heure de Brisecourt)", "fr")
    assert (reading.embargo, [one.code for one in reading.warnings]) == (None, ["embargo.unread"])


def test_a_zone_that_is_not_printed_is_said_to_be_assumed():
    reading = release("Ne pas diffuser avant le 3 mars 2025 à 20h", "fr")
    assert reading.embargo.as_dict() == {
        "value": "2025-03-03T20:00:00+01:00",
        "zone": "Europe/Paris",
        "text": "Ne pas diffuser avant le 3 mars 2025 à 20h",
        "assumed": ["zone"],
    }
    assert reading.date is None


@pytest.mark.parametrize(
    "declaration",
    [
        "Sous embargo jusqu'au 2 janvier à 20h (heure de Paris)\nValmont, le 30 décembre 2024",
        "Valmont, le 30 décembre 2024\nSous embargo jusqu'au jeudi 2 janvier, 20h (heure de Paris)",
        "Sous embargo jusqu'au 2 janvier, 20 h, heure de Paris (communiqué du 30 décembre 2024)",
    ],
)
def test_a_year_that_is_not_printed_follows_the_day_of_the_release(declaration):
    embargo = release(declaration, "fr").embargo
    assert embargo.instant == datetime.datetime.fromisoformat("2025-01-02T20:00+01:00")
    assert embargo.assumed == ("year",)


def test_the_hour_of_another_day_is_not_that_of_the_embargo():
    reading = release("Sous embargo jusqu'au 17 janvier\nValmont, le 15 janvier 2025, 10h30", "fr")
    assert (reading.embargo, [one.code for one in reading.warnings]) == (None, ["embargo.unread"])


def test_a_weekday_that_the_day_is_not_is_told_and_not_repaired():
    reading = release("Sous embargo jusqu'au lundi 17 janvier 2025 à 20h", "fr")
    assert reading.embargo.instant.date() == datetime.date(2025, 1, 17)
    assert [one.code for one in reading.warnings] == ["date.weekday_contradicts"]


def test_figures_are_read_as_they_are_in_the_country():
    text = f"Embargoed until 03/12/2025, 2 p.m. ET\n\n# Brisecourt\n\n{BODY['en']}"
    american, unsure = read(text, region="US"), read(text)
    assert american.embargo.instant == datetime.datetime.fromisoformat("2025-03-12T14:00-04:00")
    assert american.warnings == ()
    assert [one.code for one in unsure.warnings] == ["date.ambiguous"]
