"""What a website is called is evidence for a name that nobody is known by, and against one that another bears."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from builders import institution
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text, update

from crm import institutions
from crm.institutions.strangers import strangers
from crm.models import Institution, InstitutionName, InstitutionRelation, NameKind, RelationKind
from crm.values.institutions.sites import SiteKeys, site_keys

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

ADDRESSES = st.builds(
    "{}{}.{}/{}".format,
    st.sampled_from(["", "https://", "http://www.", "//", "https://www-"]),
    st.text("abeéß-_ 0", max_size=12),
    st.sampled_from(["example.org", "fr", "ac.example.net:80", "]"]),
    st.one_of(
        st.sampled_from(["", "fr/index.html", "labo/orme-halden/", "?q=1", "%C3%A9t%C3%A9"]), st.text(max_size=20)
    ),
)


def revision() -> Any:
    file = next((Path(__file__).parent.parent / "alembic" / "versions").glob("0008_*.py"))
    spec = importlib.util.spec_from_file_location("revision_0008", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


REVISED = revision()._keys_of_site


def named(session: Session, name: str, *acronyms: str, above: Institution | None = None, **values: Any) -> Institution:
    made = institution(session, name, **values)
    session.add_all(
        InstitutionName(institution_id=made.id, text=one, kind=NameKind.ACRONYM if one.isupper() else NameKind.ALIAS)
        for one in acronyms
    )
    if above is not None:
        session.add(InstitutionRelation(institution_id=made.id, related_id=above.id, kind=RelationKind.PART_OF))
    session.flush()
    return made


def meant(session: Session, asked: str) -> Institution | None:
    return institutions.resolve(session, asked).institution


class TestKeys:
    @pytest.mark.parametrize(
        ("website", "keys"),
        [
            ("https://www.orme.example.org", ("orme", "orme", None)),
            ("www2.orme-halden.example.org/en", ("ormehalden", "orme", "halden")),
            ("https://example.org/units/institut-des-sols/index.php", ("institutdessols", "institut", "sols")),
            ("https://example.org/laboratoires/", ("example", "example", None)),
            ("https://sols.example.org/2024/?lang=fr", ("sols", "sols", None)),
            ("https://%C3%A9t%C3%A9.example.org", ("c3 a9t c3 a9".replace(" ", ""), "c3", "a9")),
            ("https://example.org/%C3%A9t%C3%A9", ("ete", "ete", None)),
            ("https://[", (None, None, None)),
            ("", (None, None, None)),
        ],
    )
    def test_what_an_address_is_found_by(self, website: str, keys: tuple[str | None, ...]) -> None:
        assert site_keys(website) == SiteKeys(*keys)

    @given(ADDRESSES)
    def test_the_revision_makes_the_same(self, website: str) -> None:
        keys = site_keys(website)
        assert REVISED(website) == {"site_key": keys.key, "site_first": keys.first, "site_last": keys.last}

    @given(st.text(max_size=300))
    def test_any_text_has_keys_that_fit(self, website: str) -> None:
        keys = site_keys(website)
        assert all(one is None or 0 < len(one) <= 100 for one in (keys.key, keys.first, keys.last))

    def test_they_follow_the_website(self, session: Session) -> None:
        made = institution(session, "Halden", website="https://orme-sorbel.example.org")
        assert (made.site_key, made.site_first, made.site_last) == ("ormesorbel", "orme", "sorbel")
        made.website = None
        assert (made.site_key, made.site_first, made.site_last) == (None, None, None)

    def test_reindex_makes_them_anew(self, session: Session) -> None:
        made = institution(session, "Halden", website="https://orme.example.org")
        session.execute(text("UPDATE crm_institution SET site_key = NULL"))
        assert institutions.reindex(session) == 1
        assert made.site_key == "orme"
        assert institutions.reindex(session) == 0


class TestAcronyms:
    @pytest.mark.parametrize(
        "website",
        [
            "https://rivor.example.org",
            "https://rivor-valmont.example.org",
            "https://example.org/labos/umr-rivor/",
            "https://example.org/centre-rivor",
            "https://cnho-rivor.example.org",
        ],
    )
    def test_a_website_called_by_it(self, session: Session, website: str) -> None:
        above = named(session, "CNHO")
        made = named(session, "Institut des orages", city="Valmont", website=website, above=above)
        assert meant(session, "RIVOR") is made
        assert meant(session, "RIVORA") is None

    def test_two_are_called_so(self, session: Session) -> None:
        named(session, "Institut des orages", website="https://rivor.example.org")
        named(session, "Office des sols", website="https://example.org/rivor/")
        assert meant(session, "RIVOR") is None

    def test_beside_what_is_unknown_it_must_begin_the_words(self, session: Session) -> None:
        named(session, "Office des sols", website="https://rivor-sorbel.example.org")
        assert meant(session, "RIVOR") is None

    def test_a_word_is_all_of_it_and_not_its_place(self, session: Session) -> None:
        made = named(session, "Institut des orages", city="Valmont", website="https://sorbelia.example.org")
        named(session, "École des sols", city="Valmont", website="https://valmont.example.org")
        named(session, "École des roches", city="Halden", website="https://institut-brisecourt.example.org")
        assert meant(session, "Sorbelia") is made
        assert meant(session, "Valmont") is None
        assert meant(session, "Brisecourt") is None

    def test_its_own_acronym_is_the_other_word(self, session: Session) -> None:
        above = named(session, "Conseil national des herbages et des orages")
        named(session, "Institut Halden", "IHAL", website="https://ihal-cnho.example.org", above=above)
        assert meant(session, "CNHO") is above

    def test_three_letters_in_any_order_of_the_words(self, session: Session) -> None:
        made = named(session, "Centre d'imagerie multimodale", website="https://example.org/centre-mic")
        assert meant(session, "MIC") is made
        named(session, "Maison des îles", website="https://mci.example.org")
        assert meant(session, "MCX") is None

    def test_against_one_who_bears_it(self, session: Session) -> None:
        named(session, "Institut Sorbel", "MICHA")
        made = named(session, "Maison des insectes et de la chimie agricole", website="https://example.org/micha")
        found = institutions.resolve(session, "MICHA")
        assert found.institution is None
        assert {one.institution.id for one in found.candidates} > {made.id}

    def test_not_against_one_whose_own_website_is_called_so(self, session: Session) -> None:
        known = named(session, "Institut Sorbel", "MICHA", website="https://micha.example.org")
        named(session, "Département des microbes", city="Halden", website="https://micha-halden.example.org")
        assert meant(session, "MICHA") is known


class TestNames:
    @pytest.mark.parametrize(
        ("known", "website", "asked"),
        [
            ("UVX", "https://www.univ-valmont.example.org", "Université de Valmont"),
            ("UVX", "https://www.univ-valmont.example.org", "University of Valmont"),
            ("CHRUX", "https://chu-valmont.example.org", "Centre hospitalier universitaire de Valmont"),
            ("École d'art Villa Sorbel", "https://villa-sorbel.example.org/ecole/", "Villa Sorbel"),
            ("Softhalden", "https://centreaneldurand.example.org", "Centre Anel Durand"),
            ("ENSX", "https://ensr-valmont.example.org", "École nationale supérieure des rivières de Valmont"),
        ],
    )
    def test_a_website_called_by_all_words(self, session: Session, known: str, website: str, asked: str) -> None:
        made = named(session, known, city="Valmont", website=website)
        assert meant(session, asked) is made
        assert meant(session, f"{asked} Nord") is None

    def test_the_place_may_be_left_out_where_it_is_its_own(self, session: Session) -> None:
        made = named(session, "UMR9997", city="Valmont", website="https://institut-chimie.example.org")
        assert meant(session, "Institut de chimie de Valmont") is made
        assert meant(session, "Institut de chimie de Halden") is None

    def test_another_kind_of_body_is_a_guest(self, session: Session) -> None:
        named(session, "Presses de Halden", website="https://univ-valmont.example.org")
        assert meant(session, "Université de Valmont") is None

    def test_two_share_it(self, session: Session) -> None:
        named(session, "UVX", website="https://univ-valmont.example.org")
        named(session, "UVY", website="https://univ-valmont.example.org")
        assert meant(session, "Université de Valmont") is None

    def test_such_a_name_is_no_stranger(self, session: Session) -> None:
        named(session, "UVX", website="https://univ-valmont.example.org")
        named(session, "OSX", website="https://sorbelia.example.org")
        asked = ["Université de Valmont", "Université de Halden", "Sorbelia"]
        assert strangers(session, asked) == {"Université de Halden"}

    def test_a_website_written_by_a_statement(self, session: Session) -> None:
        made = named(session, "UVX")
        session.execute(update(Institution).values(website="https://univ-valmont.example.org"))
        session.expire_all()
        institutions.reindex(session)
        assert meant(session, "Université de Valmont") is made
