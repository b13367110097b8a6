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
