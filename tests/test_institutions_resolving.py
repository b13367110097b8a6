"""Institutions are recognised under names that are not listed, and *not sure* is said before two are joined."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import institution
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select

from crm import institutions
from crm.models import Institution, InstitutionName, InstitutionRelation, NameKind, RelationKind

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def named(session: Session, name: str, *others: str, acronym: str | None = None, **values) -> Institution:
    made = institution(session, name, **values)
    made_names = [InstitutionName(text=text, kind=NameKind.ALIAS) for text in others]
    if acronym:
        made_names.append(InstitutionName(text=acronym, kind=NameKind.ACRONYM))
    for one in made_names:
        one.institution_id = made.id
    session.add_all(made_names)
    session.flush()
    return made


@pytest.fixture
def valmont(session: Session) -> Institution:
    return named(session, "Université de Valmont", acronym="UDVAL", city="Valmont", country="FR")


@pytest.mark.parametrize(
    "text",
    [
        "Université de Valmont",
        "UNIVERSITE DE VALMONT",
        "L’Université de Valmont",
        "Univ. Valmont",
        "Univ Valmont",
        "University of Valmont",
        "Valmont University",
        "Universität Valmont",
        "Universidad de Valmont",
        "the University of Valmont",
        "UDVAL",
        "U.D.V.A.L.",
        "Université de Valmont (UDVAL)",
        "UDVAL (Université de Valmont)",
        "Université de Valmont, 99000 Valmont, France",
        "Univ. Valmont, Halden CEDEX",
    ],
)
def test_one_name_in_many_spellings(session: Session, valmont: Institution, text: str) -> None:
    found = institutions.resolve(session, text)
    assert found.institution is valmont
    assert found.candidates[0].institution is valmont
    assert 0.85 <= found.candidates[0].score <= 1
    assert found.candidates[0].reasons
    assert found.text == text
    assert (found.start, found.end) == (0, len(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "?!",
        "Valmont",
        "Université",
        "Université de Brisecourt",
        "CHU de Valmont",
        "École de Valmont",
        "Faculté de droit de l'Université de Valmont",
        "Délégation UDVAL Nord",
        "Centre Orme de l'Université de Valmont",
        "Université de Valmont 2",
        "Université Valmont Sud",
        "udval",
        "Université de Valmont et Université de Brisecourt",
        "Laboratoire des eaux, Université de Valmont",
        "Université de Valmont, Faculté de droit",
        "Université de Valmont, LAFOR",
        "UDVAL, Berlin, Germany",
    ],
)
def test_what_is_not_sure_is_not_joined(session: Session, valmont: Institution, text: str) -> None:
    assert institutions.resolve(session, text).institution is None


def test_a_number_is_a_veto(session: Session) -> None:
    named(session, "Université Valmont 2")
    third = named(session, "Université Valmont III")
    assert institutions.resolve(session, "Université de Valmont 3").institution is third
    assert institutions.resolve(session, "Université de Valmont 4").institution is None
    assert institutions.resolve(session, "Université de Valmont").institution is None


def test_a_part_is_not_its_parent(session: Session, valmont: Institution) -> None:
    part = named(session, "Centre Orme de l'Université de Valmont")
    session.add(InstitutionRelation(institution_id=part.id, kind=RelationKind.PART_OF, related_id=valmont.id))
    session.flush()
    assert institutions.resolve(session, "Centre Orme de l’université de Valmont").institution is part
    assert institutions.resolve(session, "Orme Centre at the University of Valmont").institution is part
    assert institutions.resolve(session, "Université de Valmont").institution is valmont


def test_an_acronym_of_two_is_nobodys_without_more(session: Session) -> None:
    north = named(session, "Institut des Rivières de Valmont", acronym="IRVX", city="Valmont")
    south = named(session, "Institut Royal de Vexin", acronym="IRVX", city="Brisecourt")
    assert institutions.resolve(session, "IRVX").institution is None
    assert {one.institution for one in institutions.resolve(session, "IRVX").candidates} >= {north, south}
    assert institutions.resolve(session, "IRVX", near="99000 Brisecourt").institution is south
    assert institutions.resolve(session, "IRVX", near="Valmont, France").institution is north


def test_a_short_acronym_needs_a_domain_or_a_place(session: Session) -> None:
    from crm.models import InstitutionDomain

    made = named(session, "Institut des Ormes", acronym="IDO", city="Brisecourt")
    assert institutions.resolve(session, "IDO").institution is None
    assert institutions.resolve(session, "IDO", near="Brisecourt").institution is made
    session.add(InstitutionDomain(institution_id=made.id, domain="ido.example"))
    session.flush()
    assert institutions.resolve(session, "IDO").institution is made


def test_an_acronym_that_is_not_listed_is_spelled(session: Session) -> None:
    made = named(session, "Centre de recherche sur les rivières et les vallées")
    assert institutions.resolve(session, "CRRV").institution is made
    named(session, "Conservatoire royal des roches volcaniques")
    assert institutions.resolve(session, "CRRV").institution is None


def test_a_long_name_that_is_not_listed_is_abbreviated(session: Session) -> None:
    made = named(session, "CERIVA", city="Valmont")
    assert institutions.resolve(session, "Centre d'études des rivières et des vallées").institution is made
    assert institutions.resolve(session, "Conseil des eaux, roches et vallées").institution is None


def test_names_translated(session: Session) -> None:
    made = named(session, "Institut de mathématiques et de physique de Valmont")
    assert institutions.resolve(session, "Valmont Institute of Physics and Mathematics").institution is made
    assert institutions.resolve(session, "Valmont Institute of Physics").institution is None


def test_the_city_may_be_said_or_left_out(session: Session) -> None:
    made = named(session, "Institut Claire Fontanel", city="Brisecourt")
    assert institutions.resolve(session, "Institut Claire Fontanel de Brisecourt").institution is made
    assert institutions.resolve(session, "Institut Claire Fontanel de Valmont").institution is None


def test_the_place_tells_apart_those_of_one_acronym_and_no_branches(session: Session) -> None:
    here = named(session, "Institut des sciences de Valmont", acronym="INSCI", city="Valmont")
    named(session, "Institut des sciences de Brisecourt", acronym="INSCI", city="Brisecourt")
    named(session, "Office des rivières", acronym="OFRIV", city="Valmont")
    assert institutions.resolve(session, "INSCI Valmont").institution is here
    assert institutions.resolve(session, "INSCI").institution is None
    assert institutions.resolve(session, "INSCI Halden").institution is None
    assert institutions.resolve(session, "OFRIV").institution is not None
    assert institutions.resolve(session, "OFRIV Valmont").institution is None


def test_what_is_known_by_its_branch_alone_is_not_known(session: Session) -> None:
    named(session, "ORME Valmont", city="Valmont")
    assert institutions.resolve(session, "ORME").institution is None
    assert institutions.resolve(session, "ORME", near="Valmont").institution is None


def test_an_acronym_abroad_is_another(session: Session, valmont: Institution) -> None:
    assert institutions.resolve(session, "UDVAL", near="Valmont, France").institution is valmont
    assert institutions.resolve(session, "UDVAL", near="Lausanne, Switzerland").institution is None


def test_a_unit_number_in_any_spelling(session: Session) -> None:
    made = named(session, "Laboratoire des forêts", "UMR 9997")
    for text in ("UMR9997", "UMR ORME 9997", "ORME UMR 9997", "umr-9997"):
        assert institutions.resolve(session, text).institution is made
    assert institutions.resolve(session, "UMR 9998").institution is None
    assert institutions.resolve(session, "EA 9997").institution is None


def test_former_names_are_names(session: Session, valmont: Institution) -> None:
    session.add(InstitutionName(institution_id=valmont.id, text="Université Halden", kind=NameKind.FORMER))
    session.flush()
    assert institutions.resolve(session, "Univ. Halden").institution is valmont


def test_two_of_one_name_are_not_told_apart(session: Session) -> None:
    named(session, "Institut des forêts")
    named(session, "Institut des forêts")
    found = institutions.resolve(session, "Institut des forêts")
    assert found.institution is None
    assert len(found.candidates) == 2


def test_names_written_past_the_models_are_found(session: Session, valmont: Institution) -> None:
    values = {"institution_id": valmont.id, "text": "Brisecourt Academy of Halden", "kind": NameKind.ALIAS}
    session.execute(insert(InstitutionName), [values])
    assert institutions.resolve(session, "Académie Halden de Brisecourt").institution is valmont


def test_a_changed_name_has_changed_keys(session: Session, valmont: Institution) -> None:
    name = session.scalars(select(InstitutionName).where(InstitutionName.kind == NameKind.OFFICIAL)).one()
    name.text = "Université de Brisecourt"
    session.flush()
    assert institutions.resolve(session, "Brisecourt University").institution is valmont
    assert institutions.resolve(session, "Valmont University").institution is None


def test_reindex_mends_keys_written_by_others(session: Session, valmont: Institution) -> None:
    from sqlalchemy import text

    session.execute(text("UPDATE crm_institution_name SET core_key = NULL, anchor = NULL"))
    session.expire_all()
    assert institutions.resolve(session, "Valmont University").institution is None
    assert institutions.reindex(session) == 2
    assert institutions.resolve(session, "Valmont University").institution.id == valmont.id
    assert institutions.reindex(session) == 0


def test_the_answer_as_json(session: Session, valmont: Institution) -> None:
    answer = institutions.resolve(session, "Univ. Valmont").as_dict()
    assert answer["institution"] == {"id": valmont.id, "name": "Université de Valmont"}
    assert answer["candidates"][0]["score"] == 0.97
    assert institutions.resolve(session, "Univ. Halden").as_dict()["institution"] is None


def test_initials_of_three_letters_are_sure_when_nobody_else_has_them(session: Session) -> None:
    made = named(session, "Centre Halden Fontanel")
    assert institutions.resolve(session, "CHF").institution is made
    named(session, "Comité des Herbages Fluviaux", acronym="COHEF")
    assert institutions.resolve(session, "CHF").institution is None


def test_initials_that_another_bears_are_not_sure(session: Session) -> None:
    named(session, "Centre Halden Fontanel")
    named(session, "Chambre des Halles", acronym="CHF")
    assert institutions.resolve(session, "CHF").institution is None


def test_figures_in_an_acronym_repeat_a_letter(session: Session) -> None:
    made = named(session, "Centre Valmontois des Roches et Rivières")
    assert institutions.resolve(session, "CV2R").institution is made
    assert institutions.resolve(session, "C2VR").institution is None


def test_a_short_acronym_is_the_initials_of_a_name_that_is_not_listed(session: Session) -> None:
    made = named(session, "IHB", city="Valmont")
    assert institutions.resolve(session, "Institut Halden de Brisecourt").institution is made
    assert institutions.resolve(session, "Institut Fontanel de Brisecourt").institution is None


def test_an_acronym_may_leave_out_what_says_nothing(session: Session) -> None:
    made = named(session, "CEHAB", city="Valmont")
    assert institutions.resolve(session, "Centre de recherche européen Halden Brisecourt").institution is made
    assert institutions.resolve(session, "Centre de recherche Fontanel Brisecourt").institution is None


def test_a_laboratory_may_call_itself_one_or_not(session: Session) -> None:
    made = named(session, "Laboratoire Mécanique Halden Fontanel")
    assert institutions.resolve(session, "Mécanique Halden Fontanel").institution is made
    assert institutions.resolve(session, "Faculté Mécanique Halden Fontanel").institution is None
    assert institutions.resolve(session, "École Mécanique Halden Fontanel").institution is None


def test_an_acronym_is_the_laboratory_of_that_name(session: Session) -> None:
    made = named(session, "Laboratoire ORMEX")
    university = named(session, "Université Halden", acronym="UNHAL")
    assert institutions.resolve(session, "ORMEX").institution is made
    assert institutions.resolve(session, "UMR ORMEX").institution in (made, None)
    assert institutions.resolve(session, "Laboratoire UNHAL").institution is not university


def test_the_label_of_a_unit_may_stand_before_its_acronym(session: Session) -> None:
    made = named(session, "UMR ORMEX")
    assert institutions.resolve(session, "ORMEX").institution is made


def test_what_an_acronym_is_explained_by(session: Session) -> None:
    made = named(session, "HALDEX")
    assert institutions.resolve(session, "HALDEX : mesures et modèles des rivières").institution is made
    assert institutions.resolve(session, "HALDEX : Institut des rivières").institution is None


def test_a_hospital_known_by_its_kind_is_that_of_its_city(session: Session) -> None:
    made = named(session, "CHU", city="Valmont")
    named(session, "CHU", city="Brisecourt")
    assert institutions.resolve(session, "Centre hospitalier universitaire de Valmont").institution is made
    assert institutions.resolve(session, "CHU Halden").institution is None
    assert institutions.resolve(session, "CHU").institution is None


def test_a_part_named_with_its_whole(session: Session, valmont: Institution) -> None:
    part = named(session, "Centre de chimie Halden")
    stranger = named(session, "Institut Fontanel")
    session.add(InstitutionRelation(institution_id=part.id, kind=RelationKind.PART_OF, related_id=valmont.id))
    session.flush()
    for text in ("Université de Valmont, Centre de chimie Halden", "Centre de chimie Halden (CCH), UDVAL"):
        assert institutions.resolve(session, text).institution is part
    assert institutions.resolve(session, f"Centre de chimie Halden, {stranger.name}").institution is None
    assert institutions.resolve(session, "Université de Valmont, Centre de chimie Orme").institution is None


def test_a_few_common_words_in_another_language(session: Session) -> None:
    made = named(session, "Institut de génomique fonctionnelle")
    assert institutions.resolve(session, "Institute for Functional Genomics").institution is made
    named(session, "Institut de génomique fonctionnelle de Vienne", city="Vienne")
    assert institutions.resolve(session, "Institute for Functional Genomics").institution is None
    assert institutions.resolve(session, "Institute for Structural Genomics").institution is None


def variants(name: str):
    """Draw a spelling that means the same: another case, no accents, another apostrophe, hyphens, an article."""
    import unicodedata

    def plain(text: str) -> str:
        return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))

    spellings = [
        str,
        str.upper,
        str.title,
        plain,
        lambda text: plain(text).upper(),
        lambda text: text.replace(" ", "  "),
    ]
    return st.tuples(
        st.sampled_from(["", "l'", "L’", "the ", "La "]),
        st.sampled_from(spellings),
        st.sampled_from([("-", " "), ("-", "–"), (" ", "-"), ("'", "’"), ("'", "´")]),
    ).map(lambda drawn: drawn[0] + drawn[1](name).replace(*drawn[2]))


NAMES = [
    "Université de Valmont-sur-Orme",
    "École d'été de Brisecourt",
    "Institut Claire-Fontanel",
    "Observatoire d'Halden",
]


@given(data=st.data(), name=st.sampled_from(NAMES))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_name_in_any_dress_is_the_same_name(session: Session, data, name: str) -> None:
    with session.begin_nested() as nested:
        made = {one: named(session, one) for one in NAMES}
        text = data.draw(variants(name))
        assert institutions.resolve(session, text).institution is made[name]
        nested.rollback()


@given(
    other=st.builds(
        "{} {} {}".format,
        st.sampled_from(["Université", "Institut", "Délégation", "Centre", "École"]),
        st.sampled_from(["de Valmont", "Halden", "de Brisecourt", "Fontanel", "2"]),
        st.sampled_from(["Nord", "et de Lorme", "Orme", "3", "des arts"]),
    )
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_another_institution_never_turns_a_sure_answer_into_a_wrong_one(session: Session, other: str) -> None:
    with session.begin_nested() as nested:
        made = {name: named(session, name) for name in NAMES}
        named(session, other)
        for name, right in made.items():
            assert institutions.resolve(session, name).institution in (right, None)
        nested.rollback()
