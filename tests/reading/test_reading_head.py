"""Title, dates, embargo, language, issuers and boilerplates."""

import datetime
from pathlib import Path

import pytest

from crm.reading import part_of, read

EXAMPLES = Path(__file__).parents[2] / "examples" / "communiques"
TODAY = datetime.date(2026, 1, 1)
LEAD = (
    "La Ville de Brisecourt rouvre la bibliothèque des Tanneurs, agrandie d'un tiers et accessible à tous, après deux "
    "ans de travaux menés dans la vallée avec les habitants."
)


def test_title_skips_label_navigation_and_date():
    text = f"Français Anglais Allemand\n\nCommuniqué de presse\n\n3 mars 2025\n\nLa bibliothèque rouvre\n\n{LEAD}"
    assert read(text).title == "La bibliothèque rouvre"


def test_no_title_where_the_text_opens_with_its_body():
    assert read(f"Changed on 01/07/2024\n{LEAD}\nPhoto de la bibliothèque").title is None


def test_subtitle_is_the_lone_heading_under_the_title():
    assert read(f"# Un titre\n\n## Un sous-titre\n\n{LEAD}").subtitle == "Un sous-titre"
    assert read(f"# Un titre\n\n## Une partie\n\n{LEAD}\n\n## Une autre\n\n{LEAD}").subtitle is None


def test_front_matter_gives_the_title():
    assert read(f'---\nlayout: post\ntitle: "La bibliothèque rouvre"\n---\n{LEAD}').title == "La bibliothèque rouvre"


@pytest.mark.parametrize(
    ("head", "value", "kind"),
    [
        ("Paris, le 11 octobre 2001", "2001-10-11", "published"),
        ("Brisecourt, le 1er avril 2024 – " + LEAD, "2024-04-01", "published"),
        ("09 Jul 2014 | A region on the move", "2014-07-09", "published"),
        ("Publié le 12/04/2023", "2023-04-12", "published"),
        ("Communiqué de presse du 3 janvier 2022", "2022-01-03", "published"),
        ("BRISECOURT, Dec. 03, 2019 (NEWSWIRE) -- " + LEAD, "2019-12-03", "published"),
        ("Posted on November 8, 2016", "2016-11-08", "published"),
        ("On Tuesday the 30th of November 2021, " + LEAD, "2021-11-30", "event"),
        ("Le 17 janvier 2025, " + LEAD, "2025-01-17", "event"),
    ],
)
def test_date(head, value, kind):
    date = read(f"# Un titre\n\n{head}\n\n{LEAD}").date
    assert (date.value.isoformat(), date.kind, date.lines, date.assumed) == (value, kind, (3, 3), ())


def test_a_change_is_not_a_publication():
    reading = read(f"Un titre ici\n\nMis à jour le 06/12/2023\n\n{LEAD}")
    assert (reading.date, reading.updated.value) == (None, datetime.date(2023, 12, 6))


def test_the_weekday_chooses_a_year_that_is_not_printed():
    text = f"Un titre ici\n\nCe mardi 4 mars, {LEAD}\n\nLe centre existe depuis octobre 2023. Horizon 2040."
    date = read(text, today=TODAY).date
    assert (date.value, date.assumed, date.text) == (datetime.date(2025, 3, 4), ("year",), "mardi 4 mars")


def test_a_year_after_today_is_never_inferred():
    text = f"Un titre ici\n\nCe mardi 4 mars, {LEAD}\n\nLe centre existe depuis octobre 2023."
    reading = read(text, today=datetime.date(2024, 6, 1))
    assert reading.date is None
    assert [warning.code for warning in reading.warnings] == ["date.year_unknown"]


def test_a_weekday_that_contradicts_its_date_is_reported_and_not_repaired():
    reading = read(f"Un titre ici\n\nCe lundi 4 mars 2025, {LEAD}")
    assert reading.date.value == datetime.date(2025, 3, 4)
    assert [warning.code for warning in reading.warnings] == ["date.weekday_contradicts"]


def test_embargo_with_its_zone():
    embargo = read(EXAMPLES / "05-ville-de-brisecourt.md").embargo
    assert embargo.instant.isoformat() == "2025-09-12T18:00:00+02:00"
    assert (embargo.zone, embargo.lines) == ("Europe/Paris", (3, 3))


def test_english_embargo_in_twelve_hours():
    embargo = read(f"Embargoed until 17 January 2025, 2:30 p.m. London time\n\n# A title here\n\n{LEAD}").embargo
    assert embargo.instant.isoformat() == "2025-01-17T14:30:00+00:00"


def test_an_embargo_that_is_not_clear_is_a_warning():
    reading = read(f"Sous embargo\n\n# Un titre ici\n\n{LEAD}")
    assert (reading.embargo, [warning.code for warning in reading.warnings]) == (None, ["embargo.unread"])


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (LEAD, "fr"),
        ("The town of Brisecourt has opened the library that was closed for two years and it is free for all.", "en"),
        (
            "Die Stadt öffnet die Bibliothek, die nach zwei Jahren mit einer Feier für alle wieder da ist.",
            "de",
        ),
        ("Anne Le Goff\n01 99 00 12 34", None),
    ],
)
def test_language(text, language):
    assert read(text + "\n").language == language


@pytest.mark.parametrize(
    ("title", "issuers"),
    [
        ("L'Université de Valmont et Orvane : une alliance", ["Université de Valmont", "Orvane"]),
        ("Le BRGV et l'Université de Valmont renforcent leur alliance", ["BRGV", "Université de Valmont"]),
        ("The University of Valmont and Orvane open an observatory", ["University of Valmont", "Orvane"]),
        ("La Ville de Brisecourt rouvre sa bibliothèque", ["Ville de Brisecourt"]),
        (
            "L'Agence des rivières du Valmont (ARV) et l'ORME signent",
            ["Agence des rivières du Valmont", "ORME"],
        ),
        ("Anne Le Goff et Zoé Quint reçoivent un prix", []),
    ],
)
def test_issuers_are_the_subject_of_the_title(title, issuers):
    body = "Elles ont été choisies par un jury qui a lu soixante candidatures venues de toute la vallée, " * 2
    assert [one.name for one in read(f"# {title}\n\n{body}").institutions] == issuers


def test_without_a_title_the_issuers_are_those_of_the_lead():
    issuers = read(EXAMPLES / "04-prix-de-la-vallee.txt").institutions
    assert [(one.name, one.lines) for one in issuers] == [
        ("Agence des rivières du Valmont", (2, 2)),
        ("Orvane", (2, 2)),
    ]


@pytest.mark.parametrize(
    ("name", "known", "whole"),
    [
        ("Délégation ORME Grand-Ouest", ["ORME", "Université de Valmont"], "ORME"),
        ("Centre Orvane de l'Université de Valmont", ["Université de Valmont", "Orvane"], "Orvane"),
        ("Orvane centre at the University of Valmont", ["University of Valmont", "Orvane"], "Orvane"),
        (
            "Direction de la communication de l'Université de Valmont",
            ["Université de Valmont"],
            "Université de Valmont",
        ),
        ("Institut de chimie de l'ORME", ["ORME"], "ORME"),
        ("Centre Orvane de l'Université de Valmont", ["Université de Valmont"], None),
        ("Campus partagé de l'ORME et de l'Université de Valmont", ["ORME", "Université de Valmont"], None),
        ("Université de Valmont", ["Université de Valmont", "ORME"], None),
        ("Fondation des amis de l'ORME", ["ORME"], None),
        ("Délégation ORMEAU", ["ORME"], None),
        ("", ["ORME"], None),
    ],
)
def test_part_of(name, known, whole):
    assert part_of(name, known) == whole


def test_boilerplates():
    found = {
        path.name[:2]: [(one.institution, one.lines) for one in read(path).boilerplates]
        for path in sorted(EXAMPLES.iterdir())
    }
    assert found == {
        "01": [("Université de Valmont", (37, 37)), ("Orvane", (39, 39))],
        "02": [("ORME", (26, 26)), ("Université de Valmont", (28, 28))],
        "03": [("University of Valmont", (26, 26))],
        "04": [],
        "05": [("Ville de Brisecourt", (26, 26))],
        "06": [("Halden Foundation", (27, 27))],
        "07": [],
        "08": [],
        "09": [],
        "10": [],
    }


def test_a_boilerplate_keeps_its_text():
    first = read(EXAMPLES / "02-laboratoire-des-forets.md").boilerplates[0]
    assert first.text.startswith("L'ORME : l'Organisme de recherche")


@pytest.mark.parametrize("printed", ["31 février 2025", "31/02/2025", "2025-02-30", "30 February 2025"])
def test_a_day_no_calendar_has_is_reported(printed):
    reading = read(f"La bibliothèque rouvre\n\nNancy, le {printed}\n\n{LEAD}")
    assert (reading.date, reading.title) == (None, "La bibliothèque rouvre")
    assert [(warning.code, warning.lines) for warning in reading.warnings] == [("date.impossible", (3, 3))]


def test_names_end_in_no_space_of_any_kind():
    text = f"# L'Université\u00a0 de\u2009Valmont et Orvane\u00a0: une alliance\n\n**Orvane\u00a0** {LEAD}"
    assert [one.name for one in read(text).institutions] == ["Université de Valmont", "Orvane"]


def test_dates_are_found_deep_in_a_line():
    date = read(f"Un titre ici\n\n{LEAD} {LEAD} C'est le mardi 4 mars 2025 que tout commence.").date
    assert (date.value, date.text) == (datetime.date(2025, 3, 4), "mardi 4 mars 2025")
