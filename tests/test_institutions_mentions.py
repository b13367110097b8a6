"""Every institution of a line is found in its place, and a part is never taken for its parent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_institutions_resolving import named

from crm import institutions

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.models import Institution


@pytest.fixture
def known(session: Session) -> dict[str, Institution]:
    orme = named(session, "Office de recherche sur les milieux et les eaux", acronym="ORME", city="Halden")
    return {
        "ORME": orme,
        "Université de Valmont": named(session, "Université de Valmont", acronym="UDVAL", city="Valmont"),
        "Centrale Valmont": named(session, "Centrale Valmont", city="Valmont"),
        "LAFOR": named(session, "Laboratoire des forêts", "UMR 9997", acronym="LAFOR", city="Valmont"),
        "Institut Fontanel": named(session, "Institut Fontanel"),
    }


def read(session: Session, text: str) -> list[tuple[str, str | None]]:
    found = institutions.mentioned(session, text)
    assert all(text[one.start : one.end] == one.text for one in found)
    assert [one.start for one in found] == sorted(one.start for one in found)
    return [(one.text, one.institution and one.institution.name) for one in found]


def test_an_affiliation_line(session: Session, known) -> None:
    line = "Univ. Valmont, ORME, Centrale Valmont, UMR 9997 - LAFOR, F-99000 Valmont, France"
    assert read(session, line) == [
        ("Univ. Valmont", "Université de Valmont"),
        ("ORME", "Office de recherche sur les milieux et les eaux"),
        ("Centrale Valmont", "Centrale Valmont"),
        ("UMR 9997 - LAFOR", "Laboratoire des forêts"),
    ]


def test_prose(session: Session, known) -> None:
    text = "Des chercheurs de l'ORME et de l’Université de Valmont ont vu, avec l'Institut Fontanel, que c'est grand."
    assert [name for _, name in read(session, text)] == [
        "Office de recherche sur les milieux et les eaux",
        "Université de Valmont",
        "Institut Fontanel",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Délégation ORME Centre-Est",
        "Centre Lorme de l'Université de Valmont",
        "Institut Fontanel de Brisecourt",
        "Faculté de droit de l'Université de Valmont",
        "Laboratoire de mathématiques de l'ORME",
        "Université de Valmont Nord",
    ],
)
def test_the_parent_is_not_read_out_of_a_part(session: Session, known, text: str) -> None:
    assert all(name is None for _, name in read(session, text))


def test_what_is_not_known_is_said_to_be_unsure(session: Session, known) -> None:
    found = read(session, "Institut des glaciers, Université de Valmont, 99000 Valmont")
    assert found == [("Institut des glaciers", None), ("Université de Valmont", "Université de Valmont")]


def test_a_name_and_its_acronym_are_one_mention(session: Session, known) -> None:
    assert read(session, "Laboratoire des forêts (LAFOR), ORME")[0] == (
        "Laboratoire des forêts (LAFOR)",
        "Laboratoire des forêts",
    )


def test_names_with_commas_and_conjunctions_stay_whole(session: Session) -> None:
    named(session, "Arts, lettres et langues")
    named(session, "Institut des sols, des eaux et des forêts")
    assert read(session, "Institut des sols, des eaux et des forêts, Halden") == [
        ("Institut des sols, des eaux et des forêts", "Institut des sols, des eaux et des forêts")
    ]


def test_a_name_that_many_have_must_be_at_its_address(session: Session) -> None:
    made = named(session, "Institut de mathématiques", city="Halden", country="NO")
    assert read(session, "Institut de mathématiques, 9900 Halden") == [("Institut de mathématiques", made.name)]
    assert read(session, "Institut de mathématiques, 1015 Brisecourt") == [("Institut de mathématiques", None)]
    assert read(session, "Institut de mathématiques, Brisecourt, Switzerland") == [("Institut de mathématiques", None)]
    assert read(session, "Institut de mathématiques / Fondation Orme")[0][1] == made.name


def test_the_line_decides_between_two_of_one_acronym(session: Session) -> None:
    named(session, "Institut de mécanique de Valmont", acronym="IMVX", city="Valmont")
    there = named(session, "Institut de musique de Vexin", acronym="IMVX", city="Brisecourt")
    assert read(session, "IMVX, 99000 Brisecourt, France") == [("IMVX", there.name)]
    assert read(session, "IMVX, France") == [("IMVX", None)]


def test_places_and_nothing(session: Session, known) -> None:
    for text in ("", "\n\n", "99000 Valmont, France", "rue des Lilas", "il pleut"):
        assert read(session, text) == []


def test_lines_are_apart(session: Session, known) -> None:
    assert [name for _, name in read(session, "1. ORME, Halden\n2. Institut Fontanel; Centrale Valmont")] == [
        "Office de recherche sur les milieux et les eaux",
        "Institut Fontanel",
        "Centrale Valmont",
    ]


@given(
    names=st.lists(
        st.sampled_from(["ORME", "Université de Valmont", "Centrale Valmont", "Institut Fontanel"]),
        min_size=1,
        max_size=4,
        unique=True,
    ),
    separator=st.sampled_from([", ", " / ", " - ", "; ", " et ", " | ", "\n"]),
    end=st.sampled_from(["", ", France", ", 99000 Halden", ", F-99000", "."]),
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_what_was_joined_is_read_apart(session: Session, known, names, separator: str, end: str) -> None:
    found = institutions.mentioned(session, separator.join(names) + end)
    assert [one.institution for one in found if one.institution] == [known[name] for name in names]


@given(st.text(max_size=60))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text_can_be_asked_about(session: Session, known, text: str) -> None:
    for one in institutions.mentioned(session, text):
        assert text[one.start : one.end] == one.text
    institutions.resolve(session, text)
    institutions.of_email(session, text)
