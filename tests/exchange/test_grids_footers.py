"""Rows at the foot of a list are nobody, come back, and are never mistaken for somebody or the other way round."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm import exchange
from crm.exchange.grids.footers import is_footer
from crm.exchange.grids.headers import words

HEADING = "Nom;Prénom;Organisation;Téléphone;Courriel\n"
WITH = HEADING + "MARTIN;Anne;Institut Tessan;01 99 00 12 34;anne@example.org\n"
FOOTERS = [
    "Total : 8 contacts",
    "Total",
    "TOTAL GÉNÉRAL : 1 024",
    "Sous-total : 12",
    "8 contacts",
    "12 contacts presse exportés",
    "Nombre de contacts : 12",
    "Nombre total de contacts presse : 12",
    "Contacts : 8",
    "Exporté le 12/03/2024",
    "Exporté le mardi 12 mars 2024 à 14 h 05 par Zoé",
    "Liste mise à jour le 12/03/24",
    "Total : 8 contacts – export du 12/03/2024",
    "Page 1 sur 3",
    "Page 1/3",
    "Grand total: 8",
    "Total contacts: 8",
    "Number of records: 12",
    "12 rows",
    "Exported on March 12, 2024",
    "Last updated: 2024-03-12",
    "Anzahl der Kontakte: 12",
    "Gesamt: 12",
    "Stand: 12.03.2024",
    "Exportiert am 12.03.2024",
    "Seite 1 von 3",
    "Número de contactos: 12",
    "Total de contactos: 12",
    "Exportado el 12/03/2024",
]
SOMEBODY = [
    "TotalEnergies",
    "Total Corvane",
    "Contacts presse",
    "Contacts",
    "Service presse",
    "20 Minutes imaginaires",
    "Page Corvane",
    "Nombre Quint",
    "Les 3 Tessan",
    "Export Tessan",
    "Stand 5 Tessan",
    "Journal de mars",
    "Contact 8",
    "Anne Total",
]


def record_of(row, above=WITH):
    return list(exchange.read_records(above + row))[-1]


@pytest.mark.parametrize("text", FOOTERS)
@pytest.mark.parametrize("row", ["{};;;;\n", "{}\n", ";;{};;\n"], ids=["first", "alone", "third"])
def test_a_footer_is_nobody(text, row):
    record = record_of(row.format(text))
    assert [one.code for one in record.problems] == ["row.footer"]
    assert record.is_rejected


@pytest.mark.parametrize("row", ["Total;8;;;\n", "Total;;;8;\n", "Total;;contacts;8;\n", "8;contacts;;;\n"])
def test_a_footer_in_several_cells_is_one(row):
    assert [one.code for one in record_of(row).problems] == ["row.footer"]


@pytest.mark.parametrize("text", SOMEBODY)
def test_a_name_that_only_looks_like_one_is_somebody(text):
    for row in ("{};;;;\n", ";;{};;\n"):
        assert not record_of(row.format(text)).is_rejected


@pytest.mark.parametrize(
    "row",
    [
        "Total;;;;total@example.org\n",
        "Total;;;01 99 00 12 34;\n",
        "Total;Anne;;;\n",
        "Total;;Institut Tessan;;\n",
        "Quint;Zoé;Total;;\n",
        "8 contacts;;;01 99 00 12 34;\n",
    ],
)
def test_whoever_may_be_reached_or_has_a_name_is_somebody(row):
    assert not record_of(row).is_rejected


def test_a_kind_makes_it_a_contact():
    above = "Nom;Organisation;Courriel;Type\nAnne Martin;;a@example.org;personne\n"
    assert [one.code for one in record_of(";Total;;\n", above).problems] == ["row.footer"]
    assert not record_of(";Total;;service\n", above).is_rejected


def test_a_workbook_has_them_too(tmp_path):
    path = tmp_path / "list.xlsx"
    exchange.write_grid(
        [["Nom", "Courriel"], ["Anne Martin", "a@example.org"], ["Total", "1"], ["1 contact", ""]], path
    )
    found = [[one.code for one in record.problems if one.rejects] for record in exchange.read_records(path)]
    assert found == [[], ["row.footer"], ["row.footer"]]


def test_it_comes_back_and_nobody_is_made_of_it(session):
    rejected = io.BytesIO()
    report = exchange.import_contacts(session, WITH + "\nTotal : 1 contact;;;;\n", rejected=rejected)
    assert (report.created, report.rejected, report.blank) == (1, 1, 1)
    [finding] = report.rejections
    assert (finding.row, finding.code, bool(finding.hint)) == (3, "row.footer", True)
    assert exchange.read_grid(rejected.getvalue()).rows[1][1:3] == ["row.footer", "Total : 1 contact"]
    assert exchange.import_contacts(session, rejected.getvalue()).rejected == 1
    assert exchange.import_contacts(session, WITH + "Total;;;;\n", keep_invalid=True).rejected == 1


def test_one_whose_name_is_total_goes_out_and_comes_back(session):
    exchange.import_contacts(session, "Nom;Organisation;Type\n;Total;service\n")
    target = io.BytesIO()
    exchange.export(session, "contacts", target, format="csv")
    assert exchange.import_contacts(session, target.getvalue()).unchanged == 1


@given(st.lists(st.text(max_size=30), max_size=5))
def test_any_cells_are_told(cells):
    assert is_footer(cells) in (True, False)
    assert not is_footer([*cells, "Corvane"])


def test_the_words_are_folded_and_said_once():
    from crm.values import fold

    for name, listed in words()["footers"].items():
        assert listed == [fold(word).strip() for word in listed], name
        assert len(listed) == len(set(listed)), name
