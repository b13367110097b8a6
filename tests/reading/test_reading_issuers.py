"""Issuers: what speaks for a name, and how sure that is."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.reading import read
from crm.reading.beside import named_beside
from crm.reading.choosing import coordinated
from crm.reading.findings import Evidence, ReadContact
from crm.reading.lines import lines_of
from crm.reading.named import abbreviated_names
from crm.reading.page import page_of
from crm.reading.phrases import opening_names
from crm.reading.speakers import speakers_of, spoken_for
from crm.values import folded_words

LEAD = (
    "a annoncé que la bibliothèque des Tanneurs est agrandie d'un tiers et accessible à tous, après deux ans de "
    "travaux menés dans la vallée avec les habitants et les écoles."
)
ENGLISH = (
    "today announced that the library which was closed for two years is open again, and that it is free for all who "
    "live in the valley and for those who visit it."
)


HEADS = tomllib.loads((Path(__file__).parent / "heads.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("release", HEADS["issuers"], ids=lambda release: " ".join(release["expected"]) or "none")
def test_issuers(release):
    assert [one.name for one in read(release["text"]).institutions] == release["expected"]


ISSUERS = tomllib.loads((Path(__file__).parent / "issuers.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("release", ISSUERS["release"], ids=lambda release: release["rule"])
def test_issuers_by_rule(release):
    assert [one.name for one in read(release["text"]).institutions] == release["expected"]


@pytest.mark.parametrize("name", [one["expected"][0] for one in ISSUERS["release"] if one["expected"]])
def test_an_issuer_is_printed(name):
    text = next(one["text"] for one in ISSUERS["release"] if one["expected"][:1] == [name])
    for one in read(text).institutions:
        assert " ".join(one.name.split()) in " ".join(text.split())


@given(st.text(max_size=400))
def test_any_text_opens_with_words_of_its_own(text):
    said = " ".join(text.split())
    for language in (None, "fr", "de"):
        for name in opening_names(said, language):
            assert set(folded_words(name)) <= set(folded_words(said))


def test_an_over_in_english_is_no_about_in_dutch():
    text = (
        f"# The library opens\n\nOver 500 people\n\nThe town {ENGLISH}\n\nOver Orvane\n\n" + "Orvane leest boeken " * 5
    )
    assert [one.institution for one in read(text).boilerplates] == ["Orvane"]


def test_an_institution_is_surer_the_more_speaks_for_it():
    one_side = read(f"# A library opens in the valley\n\nOrvane {ENGLISH}")
    more = read(
        f"# Orvane opens a library\n\nOrvane {ENGLISH}\n\npress@orvane.example.org\n\nAbout Orvane\n\nOrvane reads."
    )
    confidences = [
        next(one.confidence for one in reading.evidence if one.kind == "institution") for reading in (one_side, more)
    ]
    assert confidences == sorted(set(confidences))


def test_evidence_stands_on_its_lines_and_says_why():
    text = (
        f"# La bibliothèque rouvre ses portes\n\n## Un tiers de plus\n\nBrisecourt, le 3 mars 2025\n\n"
        f"Mis à jour le 6 mars 2025\n\nLa Ville de Brisecourt {LEAD}\n\nSous embargo jusqu'au 3 mars 2025 à 20h\n\n"
        "À propos de la Ville de Brisecourt\n\nLa Ville de Brisecourt prête des livres à tous ceux qui vivent dans la "
        "vallée et à leurs hôtes depuis deux cents ans."
    )
    reading = read(text)
    found = {one.kind: one for one in reading.evidence}
    assert set(found) == {
        "language", "title", "subtitle", "date", "dateline", "updated", "institution", "embargo", "boilerplate"
    }  # fmt: skip
    printed = text.splitlines()
    for one in reading.evidence:
        assert isinstance(one, Evidence)
        assert 0 < one.confidence <= 1
        assert one.reason
        assert one.text.split("\n")[0] in "\n".join(printed[one.lines[0] - 1 : one.lines[1]])
    assert (found["date"].value, found["date"].lines) == ("2025-03-03", (5, 5))
    assert (found["dateline"].value, reading.place) == ("Brisecourt", "Brisecourt")
    assert found["institution"].value == "Ville de Brisecourt"
    assert [one.lines for one in reading.evidence] == sorted(one.lines for one in reading.evidence)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("La biblioteca della città è stata aperta dopo due anni di lavori per gli abitanti della valle.", "it"),
        ("La biblioteca de la ciudad se ha abierto después de dos años de obras para los habitantes.", "es"),
        ("A biblioteca da cidade foi aberta após dois anos de obras, e não é só para as crianças.", "pt"),
        ("De bibliotheek van de stad is na twee jaar weer open, en dat is een feest voor het dal.", "nl"),
        ("Biblioteket er åpnet etter to år, og det er gratis for alle, av hensyn til barna fra byen.", "no"),
        ("Biblioteket er åbnet efter to år, og det er gratis for alle, af hensyn til børnene fra byen.", "da"),
        ("Biblioteket är öppet igen efter två år, och det är gratis för alla, av hänsyn till barnen från byn.", "sv"),
    ],
)
def test_language(text, language):
    assert read(f"{text}\n").language == language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"Une carte pour la vallée\n\nLe Réseau pour les Sources Vives (RSV) {LEAD}",
            ["Réseau pour les Sources Vives"],
        ),
        (f"# Une carte\n\n**Sources et Rivières**, association de la vallée, {LEAD}", ["Sources et Rivières"]),
        (f"VALMONT, Halden — The Institute of Springs (IOS) {ENGLISH}", ["Institute of Springs"]),
    ],
)
def test_a_name_with_its_initials_or_in_bold_issues(text, expected):
    assert [one.name for one in read(text).institutions] == expected


def test_words_that_the_initials_do_not_fit_are_no_name():
    assert list(abbreviated_names("Les services de la Ville (MNOP) et Orvane (Halden) signent")) == []


@given(st.text(max_size=300), st.sampled_from([None, "de", "en", "fr"]))
def test_who_is_spoken_for_is_named_in_the_text(text, language):
    for name in spoken_for(text, language):
        assert set(folded_words(name)) <= set(folded_words(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        ",",
        "said Anne Le Goff, who was there.",
        "said Anne Le Goff, director.",
        "said Anne Le Goff, director of nothing at all.",
        "in spring, director of Orvane Lines",
    ],
)
def test_nobody_is_spoken_for(text):
    assert list(spoken_for(text, "en")) == []


def test_whom_the_first_speaks_for_stands_first():
    lines = lines_of(
        "« Bravo à tous ceux qui sont venus », dit Anne Le Goff, présidente du Fonds des Sources.\n\n"
        "« Bravo encore », dit Marc Quint, directeur de l'Institut des Cartes, devant deux cents personnes venues.\n\n"
        "« Merci à tous ceux qui sont venus », dit Claire Delmas, trésorière du Fonds des Sources."
    )
    assert list(speakers_of(page_of(lines), "fr")) == [("Fonds des Sources", 1), ("Institut des Cartes", 3)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Orvane, Orme and the Halden Bund open.", ["Orvane", "Orme", "Halden Bund"]),
        ("Orvane. Then Orvane and Orme open.", ["Orvane", "Orme"]),
        ("Orvane with Orme. The Halden Bund.", []),
        ("Orvane and Orvane open.", []),
        ("", []),
    ],
)
def test_names_that_nothing_parts_are_coordinated(text, expected):
    assert coordinated(["Halden Bund", "Orme", "Orvane"], text) == expected


def confidence_of(text):
    return next(one.confidence for one in read(text).evidence if one.kind == "institution")


def test_a_name_that_has_only_an_address_is_less_sure_than_one_that_announces():
    guessed = confidence_of(
        "# Une femme au Théâtre du Lavoir\n\nAnne Quint, née à Mérel, dirige le Théâtre du Lavoir.\n\n"
        "Contact presse : presse@theatre-du-lavoir.example.org"
    )
    said = confidence_of(f"# Le Théâtre du Lavoir ouvre\n\nLe Théâtre du Lavoir {LEAD}")
    assert guessed < 0.5 < said


def test_a_press_office_of_nobody_is_no_issuer():
    text = (
        "# The valley has more bees\n\nThere are more bees in the valley than a year ago, and all of them are wild.\n\n"
        "Media contact:\nCommunications and Publishing\nAnne Quint\n01 99 00 12 34"
    )
    assert read(text).institutions == ()


def test_names_beside_contacts_are_no_persons_and_no_roles():
    printed = "Anne Quint, Press Officer, Friends of the Old Mill, Media Office, Claire Delmas, Quay 12, a@example.org"
    told = "Friends of the Old Mill and Claire Delmas met at Quay 12 with a Press Officer of the Media Office"
    assert list(named_beside([contact("Anne Quint", None, printed)], told)) == ["Friends of the Old Mill"]
    assert list(named_beside([contact("Anne Quint", "Orvane", printed)], told)) == []
    assert list(named_beside([contact("Anne Quint", None, printed)], "")) == []


def contact(name, institution, printed):
    return ReadContact(name, "person", institution, None, (), (), (1, 1), 0.9, printed)
