"""A mail domain is somebody's, or nobody's, and what is shared is the parent's or unsure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from test_institutions_resolving import named

from crm import institutions
from crm.errors import InvalidText
from crm.models import DomainUse, InstitutionDomain, InstitutionRelation, RelationKind

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.models import Institution


def owns(session: Session, one: Institution, domain: str, use: DomainUse = DomainUse.MAIL) -> None:
    session.add(InstitutionDomain(institution_id=one.id, domain=domain, use=use))
    session.flush()


def part_of(session: Session, part: Institution, whole: Institution) -> None:
    session.add(InstitutionRelation(institution_id=part.id, kind=RelationKind.PART_OF, related_id=whole.id))
    session.flush()


@pytest.fixture
def valmont(session: Session) -> Institution:
    made = named(session, "Université de Valmont", country="FR")
    owns(session, made, "univ-valmont.example.org")
    return made


@pytest.mark.parametrize(
    "address",
    [
        "anne@univ-valmont.example.org",
        "ANNE@UNIV-VALMONT.EXAMPLE.ORG",
        "anne@labo.univ-valmont.example.org",
        "univ-valmont.example.org",
    ],
)
def test_a_domain_and_what_is_below_it(session: Session, valmont: Institution, address: str) -> None:
    found = institutions.of_email(session, address)
    assert found.institution is valmont
    assert found.candidates[0].reasons


@pytest.mark.parametrize(
    "address",
    ["anne@valmont.example.org", "anne@example.org", "anne", "", "@", "anne@gmail.com", "a@x.wordpress.com", "a b@c d"],
)
def test_nobodys(session: Session, valmont: Institution, address: str) -> None:
    assert institutions.of_email(session, address).institution is None


@pytest.mark.parametrize(
    ("website", "address"),
    [
        ("https://www.halden.example.org", "nora@halden.example.org"),
        ("http://halden.example.org/", "nora@mail.halden.example.org"),
        ("halden.example.org", "halden.example.org"),
    ],
)
def test_the_host_of_a_website(session: Session, website: str, address: str) -> None:
    halden = named(session, "Halden University", website=website)
    found = institutions.of_email(session, address)
    assert found.institution is halden
    assert "the domain of its website" in found.candidates[0].reasons[0]


@pytest.mark.parametrize(
    "website",
    ["https://www.halden.example.org/units/cerev", "https://cerev.halden.example.org", "https://halden.example.com"],
)
def test_a_page_or_another_host_is_not_the_domain(session: Session, website: str) -> None:
    named(session, "Centre de recherche sur les rêves", website=website)
    assert institutions.of_email(session, "nora@halden.example.org").institution is None


def test_a_website_that_two_share_is_neither_s(session: Session) -> None:
    for name in ("Halden University", "Halden Polytechnic"):
        named(session, name, website="https://www.halden.example.org")
    found = institutions.of_email(session, "nora@halden.example.org")
    assert (found.institution, len(found.candidates)) == (None, 2)


def test_free_mail_is_nobodys_whatever_is_stored(session: Session, valmont: Institution) -> None:
    owns(session, valmont, "laposte.net")
    assert institutions.of_email(session, "anne@laposte.net").institution is None


def test_the_longest_domain_counts(session: Session, valmont: Institution) -> None:
    part = named(session, "Laboratoire des forêts", acronym="LAFOR")
    owns(session, part, "lafor.univ-valmont.example.org")
    assert institutions.of_email(session, "a@lafor.univ-valmont.example.org").institution is part
    assert institutions.of_email(session, "a@other.univ-valmont.example.org").institution is valmont


def test_a_part_is_recognised_by_its_label(session: Session, valmont: Institution) -> None:
    part = named(session, "Laboratoire des forêts", acronym="LAFOR")
    assert institutions.of_email(session, "a@lafor.univ-valmont.example.org").institution is valmont
    part_of(session, part, valmont)
    assert institutions.of_email(session, "a@lafor.univ-valmont.example.org").institution is part


def test_shared_with_parts_it_is_the_parents(session: Session, valmont: Institution) -> None:
    for name in ("Laboratoire des forêts", "Laboratoire des eaux"):
        part = named(session, name)
        part_of(session, part, valmont)
        owns(session, part, "univ-valmont.example.org")
    found = institutions.of_email(session, "a@univ-valmont.example.org")
    assert found.institution is valmont
    assert len(found.candidates) == 3


def test_shared_by_strangers_it_is_unsure(session: Session) -> None:
    for name in ("Laboratoire des forêts", "Laboratoire des eaux"):
        owns(session, named(session, name), "orme.example.org")
    found = institutions.of_email(session, "a@orme.example.org")
    assert found.institution is None
    assert len(found.candidates) == 2


def test_a_part_does_not_own_what_speaks_of_another(session: Session) -> None:
    whole = named(session, "Office des eaux", acronym="ORME")
    part = named(session, "Laboratoire des forêts", acronym="LAFOR")
    part_of(session, part, whole)
    owns(session, part, "orme.example.org")
    assert institutions.of_email(session, "a@orme.example.org").institution is None


def test_a_parts_own_domain_speaks_of_it(session: Session, valmont: Institution) -> None:
    for name, domain in (
        ("Institut Halden 3", "institut-halden3.example"),
        ("École polytechnique", "polytechnique.example"),
    ):
        part = named(session, name)
        part_of(session, part, valmont)
        owns(session, part, domain)
        assert institutions.of_email(session, f"a@{domain}").institution is part


def test_a_domain_that_is_a_name(session: Session) -> None:
    made = named(session, "Université de Brisecourt", country="FR")
    assert institutions.of_email(session, "a@univ-brisecourt.fr").institution is made
    assert institutions.of_email(session, "a@univ-brisecourt.de").institution is None
    assert institutions.of_email(session, "a@brisecourt.fr").institution is None


@pytest.mark.parametrize("domain", ["", "no dots", "localhost", "a@b.example.org", "x..org", "-x.org"])
def test_what_is_no_host_is_refused(session: Session, valmont: Institution, domain: str) -> None:
    with pytest.raises(InvalidText):
        InstitutionDomain(institution_id=valmont.id, domain=domain)


def test_hosts_are_stored_in_one_spelling(session: Session, valmont: Institution) -> None:
    assert (
        InstitutionDomain(institution_id=valmont.id, domain="WWW.Valmont.Example.ORG.").domain == "valmont.example.org"
    )
