"""Rows, columns and fields: what a table says of its persons."""

import pytest

from crm.reading import read
from crm.reading.lines import lines_of
from crm.reading.tables import columns_of, fields_of, rows_of


def said(lines):
    return [line.plain for line in lines if not line.is_blank]


def rows(text):
    return said(rows_of(lines_of(text)))


def people(text):
    contacts = read(f"Contacts presse\n\n{text}", region="FR").contacts
    return [(one.name, [str(e) for e in one.emails], [p.national for p in one.phones]) for one in contacts]


def test_rules_and_headings_of_a_table_are_left_out():
    text = "| Nom | Téléphone |\n|---|---|\n| Zoé Quint | 01 99 00 12 34 |"
    assert rows(text) == ["Zoé Quint | 01 99 00 12 34"]


def test_a_page_without_bars_stays_as_it_is():
    lines = lines_of("Zoé Quint\n----\n01 99 00 12 34")
    assert rows_of(lines) == lines


def test_empty_cells_are_left_out():
    assert rows("| Zoé Quint | | 01 99 00 12 34 |\n| | | |") == ["Zoé Quint | 01 99 00 12 34"]


@pytest.mark.parametrize(
    ("heading", "row"),
    [
        ("Nom | Prénom | Fonction", "Quint | Zoé | Directrice"),
        ("Prénom | Nom | Fonction", "Zoé | Quint | Directrice"),
        ("Last name | First name | Role", "Quint | Zoé | Directrice"),
    ],
)
def test_a_heading_says_which_cell_is_the_given_name(heading, row):
    assert rows(f"{heading}\n{row}") == ["Zoé Quint | Directrice"]


def test_a_given_name_beside_another_word_needs_no_heading():
    assert rows("Anne | Le Goff | 01 99 00 12 34\nValmont | Mérel | 01 99 00 12 35") == [
        "Anne Le Goff | 01 99 00 12 34",
        "Valmont | Mérel | 01 99 00 12 35",
    ]


def test_two_given_names_stay_apart():
    assert rows("Anne | Marie | 01 99 00 12 34") == ["Anne | Marie | 01 99 00 12 34"]


def test_the_heading_of_one_table_is_not_that_of_the_next():
    text = "Nom | Prénom\nQuint | Zoé\n\ntexte\n\nBrisecourt | Valmont"
    assert rows(text) == ["Zoé Quint", "texte", "Brisecourt | Valmont"]


def test_persons_side_by_side_are_read_column_by_column():
    text = "Anne Le Goff | Marc Quint\n01 99 00 12 34 | 01 99 00 12 35\na@example.org | m@example.org"
    assert rows(text) == [
        "Anne Le Goff",
        "01 99 00 12 34",
        "a@example.org",
        "Marc Quint",
        "01 99 00 12 35",
        "m@example.org",
    ]
    assert people(text) == [
        ("Anne Le Goff", ["a@example.org"], ["01 99 00 12 34"]),
        ("Marc Quint", ["m@example.org"], ["01 99 00 12 35"]),
    ]


def test_the_column_of_others_is_left_out():
    text = "Presse | Réservations\nAnne Le Goff | Marc Quint\n01 99 00 12 34 | 01 99 00 12 35"
    assert rows(text) == ["Presse", "Anne Le Goff", "01 99 00 12 34"]


def test_columns_held_apart_by_spaces_are_read_one_after_the_other():
    text = "Anne Le Goff             Marc Quint\n01 99 00 12 34           01 99 00 12 35"
    assert said(columns_of(lines_of(text))) == ["Anne Le Goff", "01 99 00 12 34", "Marc Quint", "01 99 00 12 35"]


def test_rows_held_apart_by_spaces_are_read_across():
    lines = lines_of("Anne Le Goff             01 99 00 12 34\nMarc Quint               01 99 00 12 35")
    assert columns_of(lines) == lines


@pytest.mark.parametrize("text", ["", "a   b", "a    b\nc  d", "   a\n   b\n   c"])
def test_what_are_no_columns(text):
    lines = lines_of(text)
    assert columns_of(lines) == lines


@pytest.mark.parametrize(
    "text",
    [
        "Vorname:\nZoé\nNachname:\nQuint",
        "Nachname:\nQuint\n\nVorname:\nZoé",
        "First name\n\nZoé\n\nLast name\n\nQuint",
    ],
)
def test_two_fields_of_a_form_are_one_name(text):
    assert said(fields_of(lines_of(text))) == ["Zoé Quint"]


def test_one_field_alone_is_no_name():
    lines = lines_of("Vorname:\nZoé\nOrt:\nMérel")
    assert fields_of(lines) == lines


def test_names_then_addresses_then_numbers_are_rows():
    text = "Anne Le Goff\nMarc Quint\na.legoff@example.org\nm.quint@example.org\n01 99 00 12 34\n01 99 00 12 35"
    assert people(text) == [
        ("Anne Le Goff", ["a.legoff@example.org"], ["01 99 00 12 34"]),
        ("Marc Quint", ["m.quint@example.org"], ["01 99 00 12 35"]),
    ]
