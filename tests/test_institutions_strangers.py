"""Which of many texts no stored name has anything in common with."""

from __future__ import annotations

from crm import institutions
from crm.institutions.strangers import strangers
from crm.models import Institution, InstitutionName, NameKind

STORED = (
    "Institut des rivières de Valmont",
    "Centre d'études sur les rivières Halden",
    "Observatoire Quintal",
    "CERIV",
    "Fondation Almeida (FALM)",
)
STRANGE = ("Maison Belbabalet", "Radio Robovamont : la voix", "Gazette du Tivafoteau")
LIKE = (
    "institut des rivieres de valmont",
    "Laboratoire Valmont",
    "Centre Halden des rivières",
    "Quintal",
    "Centre d'études des rivières et vallées",
    "IRV",
    "Université Robovamont, Observatoire Quintal",
    "Maison Belbabalet (CERIV)",
)


def store(session):
    for text in STORED:
        one = Institution(name=text)
        one.names.append(InstitutionName(text=text, kind=NameKind.OFFICIAL))
        session.add(one)
    session.flush()


def test_those_that_have_a_word_in_common_are_none(session):
    store(session)
    assert strangers(session, [*STRANGE, *LIKE]) == set(STRANGE)


def test_nothing_would_be_found_for_a_stranger(session):
    store(session)
    texts = [*STRANGE, *LIKE, *STORED, "", "   ", "()", ",", "Institut", "A, B (C)", "Émile-Zola", "x" * 400]
    found = {text for text in texts if institutions.resolve(session, text).candidates}
    assert found
    assert not found & strangers(session, texts)


def test_in_an_empty_database_everybody_is_one_whose_letters_no_domain_can_have(session):
    with_letters = {"IRV", "Maison Belbabalet (CERIV)"}
    assert strangers(session, LIKE) == set(LIKE) - with_letters
    assert strangers(session, []) == set()
