"""What a record says besides its names is evidence: its domain, what it is a part of, all its names together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import institution

from crm import institutions
from crm.models import Institution, InstitutionDomain, InstitutionName, InstitutionRelation, NameKind, RelationKind

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def named(
    session: Session, name: str, *others: str, domain: str | None = None, above: Institution | None = None, **values
) -> Institution:
    made = institution(session, name, **values)
    made_names = [
        InstitutionName(text=text, kind=NameKind.ACRONYM if text.isupper() else NameKind.ALIAS) for text in others
    ]
    for one in made_names:
        one.institution_id = made.id
    session.add_all(made_names)
    if domain:
        session.add(InstitutionDomain(institution_id=made.id, domain=domain))
    if above:
        session.add(InstitutionRelation(institution_id=made.id, related_id=above.id, kind=RelationKind.PART_OF))
    session.flush()
    return made


@pytest.mark.parametrize("domain", ["rivor.example.org", "rivor-valmont.example.org"])
def test_the_domain_is_called_like_the_acronym(session: Session, domain: str) -> None:
    made = named(session, "Institut des rivières, des vallées et des orages", city="Valmont", domain=domain)
    assert institutions.resolve(session, "RIVOR").institution is made
    assert institutions.resolve(session, "RIVO").institution is None


def test_the_domain_of_another_place_or_bearer_proves_nothing(session: Session) -> None:
    named(session, "Institut des rivières et des orages", city="Valmont", domain="rivor-halden.example.org")
    assert institutions.resolve(session, "RIVOR").institution is None
    named(session, "Office des sols", city="Valmont", domain="ofsol.example.org")
    known = named(session, "OFSOL", city="Halden")
    assert institutions.resolve(session, "OFSOL").institution is known


def test_three_letters_of_a_domain_must_begin_words_of_the_name(session: Session) -> None:
    named(session, "Compagnie minière", domain="ldr.example.org")
    assert institutions.resolve(session, "LDR").institution is None
    made = named(session, "Ligue pour la défense de la faune des rivières", domain="lfr.example.org")
    assert institutions.resolve(session, "LFR").institution is made


def test_a_domain_beside_one_whose_initials_they_are(session: Session) -> None:
    made = named(session, "Laboratoire de radiologie osseuse animale", domain="lra.example.org")
    assert institutions.resolve(session, "LRA").institution is made
    named(session, "Laboratoire de recherche automobile")
    assert institutions.resolve(session, "LRA").institution is None


def test_what_stands_above_may_be_said_too(session: Session) -> None:
    above = named(session, "Office Ormelin de physique", "ORMELI")
    made = named(session, "Centre d'études scientifiques et techniques de Valmont", city="Valmont", above=above)
    asked = "ORMELI Centre d'études scientifiques et techniques de Valmont"
    assert institutions.resolve(session, asked).institution is made
    assert institutions.resolve(session, asked.replace("ORMELI", "SORBEL")).institution is None


def test_the_subject_may_be_left_out_beside_a_person(session: Session) -> None:
    made = named(session, "Centre des matériaux Aldebert Fontanel")
    assert institutions.resolve(session, "Centre Aldebert Fontanel").institution is made
    assert institutions.resolve(session, "Centre Fontanel").institution is None
    assert institutions.resolve(session, "Hôpital Aldebert Fontanel").institution is None
    named(session, "Centre de chimie Aldebert Fontanel")
    assert institutions.resolve(session, "Centre Aldebert Fontanel").institution is None


def test_a_place_is_not_left_out_as_a_subject_is(session: Session) -> None:
    named(session, "Orme Sorbel Halden", city="Brisecourt")
    assert institutions.resolve(session, "Orme Sorbel").institution is None


def test_all_names_together_say_a_name(session: Session) -> None:
    made = named(session, "Unité de recherche sur les huiles", "Corps gras, huiles et savons", "UMR 9997")
    assert institutions.resolve(session, "UMR 9997 Huiles et savons").institution is made
    assert institutions.resolve(session, "UMR 9997 Céréales").institution is None


def test_an_acronym_that_no_other_name_explains(session: Session) -> None:
    made = named(session, "Atelier Ormelin", "ECDR")
    assert institutions.resolve(session, "École de création et de dessin des rivières").institution is made
    named(session, "Office de commerce et de droit fluvial", "OCDF")
    assert institutions.resolve(session, "Office de création et de dessin des forêts").institution is None


def test_every_word_of_a_kind_of_body_gives_its_initial(session: Session) -> None:
    made = named(session, "Centre hospitalier universitaire de Valmont", city="Valmont")
    assert institutions.resolve(session, "CHUV").institution is made
    assert institutions.resolve(session, "CHV").institution is None


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        ("Institut d'études politiques de Valmont", "Sciences Po Valmont"),
        ("INSA Valmont", "National Institute of Applied Sciences of Valmont"),
        ("Centre d'investigation clinique Fontanel", "CIC Fontanel"),
        ("Institut des poumons de Valmont", "Valmont Lung Institute"),
    ],
)
def test_kinds_of_bodies_and_subjects_by_their_other_names(session: Session, known: str, asked: str) -> None:
    made = named(session, known, city="Valmont")
    assert institutions.resolve(session, asked).institution is made


def test_what_many_are_is_no_name_of_one(session: Session) -> None:
    made = named(session, "Institut national des sciences appliquées de Valmont", "INSA", city="Valmont")
    assert institutions.resolve(session, "INSA").institution is None
    assert institutions.resolve(session, "INSA", near="Valmont").institution is made


def test_a_long_name_may_be_abbreviated_without_one_of_its_words(session: Session) -> None:
    made = named(session, "IREVA")
    assert (
        institutions.resolve(session, "Institut de recherche sur les eaux, les sols et la vallée").institution is made
    )
    named(session, "IRPV")
    assert (
        institutions.resolve(session, "Institut des roches, des plaines, des sols et de la vallée").institution is None
    )


def test_names_explained_after_a_dash(session: Session) -> None:
    made = named(session, "Centre Aldebert Fontanel")
    asked = "Centre Aldebert Fontanel - Chimie et physique comparées"
    assert institutions.resolve(session, asked).institution is made
    assert institutions.resolve(session, "Centre Aldebert Fontanel - Service des sols").institution is None


@pytest.mark.parametrize(
    ("acronym", "asked"),
    [
        ("C3M", "Centre méditerranéen de médecine moléculaire"),
        ("ICLA4", "Institut des cultures et langues d'Asie, Afrique, Amérique et Australie"),
        ("IINS", "Institut interdisciplinaire de neurosciences"),
        ("VRIC", "ValmontRivers Institute of onCology"),
    ],
)
def test_letters_that_are_counted_compounded_or_shown(session: Session, acronym: str, asked: str) -> None:
    made = named(session, acronym)
    assert institutions.resolve(session, asked).institution is made
    other = named(session, f"{acronym} Halden")
    session.delete(other)
    session.add(InstitutionName(institution_id=named(session, "Sorbel").id, text=acronym, kind=NameKind.ACRONYM))
    session.flush()
    assert institutions.resolve(session, asked).institution is None


def test_four_letters_in_another_language_than_the_known_acronym(session: Session) -> None:
    made = named(session, "Agence internationale des roches et cavernes", "IARK")
    assert institutions.resolve(session, "AIRC").institution is made
    named(session, "Atelier interrégional de recherche côtière", "ATERC")
    assert institutions.resolve(session, "AIRC").institution is None


def test_four_letters_that_its_own_acronym_spells_otherwise(session: Session) -> None:
    named(session, "Centre de recherche et de documentation animale", "CREDA")
    assert institutions.resolve(session, "CRDA").institution is None


def test_a_name_akin_to_another_of_the_same_initials(session: Session) -> None:
    made = named(session, "Centre de biologie structurale", "CBS")
    assert institutions.resolve(session, "Centre de biochimie structurale").institution is made
    assert institutions.resolve(session, "Institut de biochimie structurale").institution is None
    named(session, "Centre de botanique structurale", "CBS")
    assert institutions.resolve(session, "Centre de biochimie structurale").institution is None


def test_a_place_that_differs_is_not_akin(session: Session) -> None:
    named(session, "Centre de mathématiques de Valmont", "CMV", city="Valmont")
    assert institutions.resolve(session, "Centre de mathématiques de Vieilbourg").institution is None


def test_a_list_of_subjects_with_and_without_the_kind_of_body(session: Session) -> None:
    made = named(session, "Institut génétique, génomique et bioinformatique")
    assert institutions.resolve(session, "Genetics, genomics and bioinformatics").institution is made
    assert institutions.resolve(session, "Genetics and genomics").institution is None
    named(session, "Laboratoire de génétique, génomique et bioinformatique")
    assert institutions.resolve(session, "Genetics, genomics and bioinformatics").institution is None
