"""Titles in the layouts pages have: navigation, menus, labels, popups, headings, broken lines, one long line."""

import tomllib
from pathlib import Path

import pytest

from crm.reading import read

LEAD = (
    "La Ville de Brisecourt rouvre la bibliothèque des Tanneurs, agrandie d'un tiers et accessible à tous, après deux "
    "ans de travaux menés dans la vallée avec les habitants."
)
ENGLISH = (
    "The town of Brisecourt has opened the library that was closed for two years, and it is free for all who live in "
    "the valley and for those who visit it."
)
MORE = (
    "Une grande salle de lecture donne sur la rivière, et les enfants ont un étage pour eux seuls, avec des livres "
    "dans neuf langues. Chacun peut venir lire sans carte, sans inscription, tous les jours de la semaine."
)
MENU = (
    "Aller au contenu\n\n* Nous connaître\n* Nos actions\n    + Les livres\n    + Les lecteurs\n* Actualités\n* Contact"
)
HEADS = tomllib.loads((Path(__file__).parent / "heads.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("release", HEADS["title"], ids=lambda release: release.get("expected", "none"))
def test_title(release):
    assert read(release["text"]).title == release.get("expected")


def test_a_title_on_two_lines_has_both():
    reading = read(f"PRESS RELEASE\n\nLIBRARY OPENS ITS DOORS\nTO THE WHOLE VALLEY\n\n{ENGLISH}")
    evidence = next(one for one in reading.evidence if one.kind == "title")
    assert evidence.lines == (3, 4)


def test_a_lone_subtitle_set_in_italics():
    head = "# La bibliothèque rouvre ses portes\n\n_Un tiers de plus, et tout est accessible_\n\n"
    assert read(f"{head}Brisecourt, le 3 mars 2025\n\n{LEAD}").subtitle == "Un tiers de plus, et tout est accessible"


def test_a_subheading_of_html_is_no_part_of_the_title():
    reading = read(f"# La bibliothèque rouvre ses portes\n## Un tiers de plus\n\n{LEAD}")
    assert (reading.title, reading.subtitle) == ("La bibliothèque rouvre ses portes", "Un tiers de plus")


def test_confidence_orders_a_heading_before_a_guess():
    sure = read(f"# La bibliothèque des Tanneurs rouvre\n\nBrisecourt, le 3 mars 2025\n\n{LEAD}")
    guess = read(f"{MENU}\n\nUne photo de la salle\n\nLa bibliothèque des Tanneurs\n\n{LEAD}")
    sure, guess = (next(one.confidence for one in r.evidence if one.kind == "title") for r in (sure, guess))
    assert guess < 0.9 < sure


@pytest.mark.parametrize(
    "label",
    [
        "PRESS RELEASE 3-MAR-2025",
        "Press Note No. BRI/COM/2025-12",
        "COMMUNIQUÉ N°03/2025/VDB",
        "PRESS RELEASE | PERSBERICHT",
        "Communiqué de presse - Pour diffusion immédiate",
    ],
)
def test_a_label_with_a_number_a_date_or_a_translation_is_no_title(label):
    assert read(f"{label}\n\nThe library opens its doors\n\n{ENGLISH}").title == "The library opens its doors"


@pytest.mark.parametrize(
    "menu",
    ["Home > Media > Press releases", "Presse › Archiv", "HOME   NEWS   EVENTS   CONTACT", "Accueil | Presse | FR"],
)
def test_a_menu_is_no_title(menu):
    page = f"{menu}\n\nThe library opens its doors to the whole valley\n\n{ENGLISH}"
    assert read(page).title == "The library opens its doors to the whole valley"


def test_a_heading_that_goes_on_in_small_letters_is_one_title():
    page = f"# La bibliothèque des Tanneurs\nrouvre ses portes à toute la vallée\n\n{LEAD}"
    assert read(page).title == "La bibliothèque des Tanneurs rouvre ses portes à toute la vallée"


def test_a_title_broken_at_its_colon_has_both_lines():
    page = f"COMMUNIQUÉ DE PRESSE\n\nBibliothèque des Tanneurs :\nLes travaux sont finis\n\n3 mars 2025\n\n{LEAD}"
    assert read(page).title == "Bibliothèque des Tanneurs : Les travaux sont finis"


def test_the_name_of_the_site_is_left_out_where_the_page_prints_the_title_again():
    title = "The library opens its doors to everyone"
    page = (
        f"Brisecourt Wire - News - {title}\n\nHome   News   Contact   Log in\n\n{title}\n\nMarch 3, 2025\n\n{ENGLISH}"
    )
    assert read(page).title == title


def test_the_tag_of_a_mailing_list_is_no_part_of_the_subject():
    mail = f"Subject: [VDB] The library opens its doors\nFrom: press@brisecourt.example.org\n\n{ENGLISH}"
    assert read(mail).title == "The library opens its doors"


def test_front_matter_without_fences_declares_the_title():
    page = f"title: The library opens: come in\nsource: Brisecourt\ndate: 2025-03-03\n----\n\nCOME IN\n\n{ENGLISH}"
    assert read(page).title == "The library opens: come in"


def test_a_title_may_begin_with_a_sum():
    page = f"MEDIA RELEASE\n\n3 March 2025\n\n$96 million to open the library again\n\n{ENGLISH}"
    assert read(page).title == "$96 million to open the library again"


def test_the_name_that_the_text_says_again_is_no_title():
    page = f"The town of Brisecourt\n\nMarch 3, 2025\n\nDoors open\n\nThe library is back for all\n\n{ENGLISH}"
    assert read(page).title == "The library is back for all"


@pytest.mark.parametrize(
    "page",
    [
        "Accueil › Presse — Orvane — Brisecourt, 3 mars 2025 — La bibliothèque des Tanneurs rouvre — {lead}",
        "Orvane | News | La bibliothèque des Tanneurs rouvre Menu 3.3.2025 La bibliothèque des Tanneurs rouvre {lead}",
    ],
)
def test_a_page_in_one_line_has_a_title(page):
    assert read(page.format(lead=f"{LEAD} {MORE}")).title == "La bibliothèque des Tanneurs rouvre"


def test_a_page_in_one_line_without_signs_has_none():
    assert read(f"{LEAD} {MORE}").title is None


def test_a_dash_at_the_end_of_a_line_does_not_cut_the_title():
    page = f"PRESS RELEASE\n\nThe library of the valley –\nopen again for all who read\n\nMarch 3, 2025\n\n{ENGLISH}"
    assert read(page).title == "The library of the valley – open again for all who read"


def test_a_title_between_the_names_of_the_site_is_found_where_it_is_printed_again():
    title = "The library opens its doors to everyone"
    page = f"Orvane Wire - {title} - Orvane\n\nMarch 3, 2025\n\n{title}\n\n{ENGLISH}"
    assert read(page).title == title


FOLDED = "Une forêt de mille ans dans les écoles de la Ville de Valmont"


@pytest.mark.parametrize(
    "declared",
    [
        "title: Une forêt de mille ans dans\n  les écoles de la Ville de Valmont",
        "title: >-\n  Une forêt de mille ans\n  dans les écoles de la\n  Ville de Valmont",
        "title: |\n    Une forêt de mille ans dans les écoles de la Ville de Valmont",
        'title: "Une forêt de mille ans\n  dans les écoles de la Ville de Valmont"',
        "title: 'Une forêt de mille ans dans les écoles de la Ville de Valmont'",
    ],
)
def test_a_declared_title_may_go_on_for_some_lines(declared):
    text = f"---\n{declared}\ndate: 2025-03-03\ntags:\n- forêt\n---\n\nLa Ville de Valmont ouvre une forêt.\n"
    assert read(text.encode()).title == FOLDED


@pytest.mark.parametrize("declared", ["Communiqué de presse", "Communiqué de presse 18.07.2025", "Press release"])
def test_a_declared_title_that_every_release_has_is_none(declared):
    text = f"---\ntitle: {declared}\nauthor: Orme\ndraft: no\n---\n\n# {FOLDED}\n\nLa Ville ouvre une forêt.\n"
    assert read(text.encode()).title == FOLDED


def test_a_declared_title_that_was_cut_short_goes_on_in_the_heading():
    text = (
        "---\ntitle: Une forêt de mille ans\ndate: 2025-03-03\ntags: forêt\n---\n\n"
        "# Une forêt de mille ans pour les écoles\n\n"
        "La Ville de Valmont ouvre une forêt.\n"
    )
    assert read(text.encode()).title == "Une forêt de mille ans pour les écoles"


@pytest.mark.parametrize(
    "above",
    [
        "Pasar al contenido principal",
        "Overslaan en naar de inhoud gaan",
        "Utgiver: Valmont kommune",
        "Contacts: Anne Corvel, Ville de Valmont, 01 99 00 12 34",
    ],
)
def test_what_stands_above_and_is_no_title(above):
    text = f"{above}\n\n{FOLDED}\n\nOrme, le 3 mars 2025\n\nLa Ville de Valmont ouvre une forêt pour les écoles.\n"
    assert read(text.encode()).title == FOLDED


def test_the_day_before_a_title_is_a_badge():
    text = (
        f"03.03.2025 | {FOLDED}\n\nLa Ville de Valmont ouvre une forêt de mille arbres pour les écoles du quartier.\n"
    )
    assert read(text.encode()).title == FOLDED


@pytest.mark.parametrize(
    "heading",
    [
        "# 01.07.2004: Le port de Valmont rouvre ses portes {#le_port_de_valmont}",
        "# Le port de Valmont rouvre ses portes {: .wide #port}",
        "# 2004-07-01 : Le port de Valmont rouvre ses portes",
    ],
)
def test_attributes_of_markdown_and_the_day_before_a_colon_are_no_part_of_a_title(heading):
    text = f"{heading}\n\nLa Ville de Valmont rouvre son port aux bateaux de pêche après trois années de travaux.\n"
    assert read(text).title == "Le port de Valmont rouvre ses portes"


def test_an_item_of_a_list_in_a_program_is_no_title_of_the_page():
    text = (
        "import Page from '@/Page';\n\nexport default function Press() {\n  const contacts = [\n"
        "    { title: 'Service de presse :', text: 'presse@example.org' },\n  ];\n\n  return (\n    <Page>\n"
        "      <h1>Le port de Valmont rouvre ses portes</h1>\n      <p>La Ville de Valmont rouvre son port aux bateaux "
        "de pêche après trois années de travaux et de débats.</p>\n    </Page>\n  );\n}\n"
    )
    assert read(text).title == "Le port de Valmont rouvre ses portes"


@pytest.mark.parametrize(
    "line",
    [
        ", directrice du port de Valmont, et Paul Roy, maire",
        "Site du port © Tous droits réservés",
        "Quoi : point de presse sur les travaux du port",
        "What: Press briefing on the works in the harbour",
    ],
)
def test_what_is_cut_off_claimed_or_the_line_of_a_form_is_no_title(line):
    prose = (
        "La Ville de Valmont rouvre son port aux bateaux de pêche après trois années de travaux et de longs débats.\n"
    )
    assert read(f"{line}\n\n{prose}").title is None
    assert read(f"Le port de Valmont rouvre ses portes\n\n{line}\n\n{prose}").title == (
        "Le port de Valmont rouvre ses portes"
    )
