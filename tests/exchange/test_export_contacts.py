"""Contacts and institutions written out: each format's content, what stays in, and that nothing piles up."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import tracemalloc

import pytest
from builders import communique, contact, institution
from exchange.office import NOW, Statements, many, office
from sqlalchemy import select
from sqlalchemy.orm import aliased, selectinload

from crm import contacts, coverage, exchange
from crm.exchange.records import RecordAffiliation, RecordCoordinate
from crm.models import Affiliation, Institution, PressContact
from crm.values import EmailAddress, PhoneNumber


def written(session, what, kind, **options):
    file = io.BytesIO()
    number = exchange.export(session, what, file, format=kind, **{"now": NOW, **options})
    return number, file.getvalue()


def loaded(session, what, kind, **options):
    return json.loads(written(session, what, kind, **options)[1])


def record_of(session, one, **options):
    [record] = exchange.records_of(session, contacts.matching(str(one.uid)), **options)
    return record


@pytest.fixture
def house(session):
    return office(session)


# Records --------------------------------------------------------------------------------------------------------------


def test_a_record_says_all_that_is_public(session, house):
    record = record_of(session, house.anne)
    assert (record.uid, record.kind, record.name) == (house.anne.uid, "person", "Mme Anne LE GOFF")
    assert (record.title, record.given, record.family, record.language) == ("Mme", "Anne", "LE GOFF", "fr")
    assert record.affiliations == [
        RecordAffiliation(
            "Université de Valmont",
            house.valmont.uid,
            "attachée de presse",
            "Presse",
            starts_on=dt.date(2020, 9, 1),
        ),
        RecordAffiliation("Institut Orvane", house.orvane.uid, "stagiaire", ends_on=dt.date(2020, 8, 31)),
    ]
    valid, before, unreadable = record.email_entries
    assert (valid.value, valid.affiliation, valid.verified_on) == (
        EmailAddress("anne.legoff@univ-valmont.example.org"),
        0,
        dt.date(2026, 1, 5),
    )
    assert (before.text, before.affiliation) == ("a.legoff@orvane.example.org", 1)
    assert (unreadable.value, unreadable.text) == (None, "anne.legoff@@example")
    assert unreadable.error_code.startswith("email.")
    assert record.phone_entries == [
        RecordCoordinate(
            PhoneNumber("+33199001234", "7"), "01 99 00 12 34 poste 7", "direct", is_public=True, affiliation=0
        )
    ]


def test_what_is_private_goes_along_when_it_is_asked_for(session, house):
    record = record_of(session, house.anne, private=True)
    assert [(entry.text, entry.is_public) for entry in record.email_entries][2] == ("anne@home.example.net", False)
    assert [entry.is_public for entry in record.phone_entries] == [True, False]


@pytest.mark.parametrize("kind", exchange.FORMATS["contacts"])
@pytest.mark.parametrize("private", [False, True])
def test_what_is_private_stays_in_in_every_format(session, house, kind, private):
    data = written(session, "contacts", kind, private=private)[1]
    if kind == "xlsx":
        data = "\n".join(cell for row in exchange.read_grid(data).rows for cell in row).encode()
    assert (b"anne@home.example.net" in data) == private


def test_a_day_leaves_out_other_jobs_and_their_coordinates(session, house):
    record = record_of(session, house.anne, on=dt.date(2020, 8, 31))
    assert [job.institution for job in record.affiliations] == ["Institut Orvane"]
    assert [entry.text for entry in record.email_entries] == ["a.legoff@orvane.example.org", "anne.legoff@@example"]
    assert record.email_entries[0].affiliation == 0
    assert record.phone_entries == []
    assert [job.institution for job in record_of(session, house.anne, on=dt.date(2020, 9, 1)).affiliations] == [
        "Université de Valmont"
    ]


def test_a_desk_is_a_desk(session, house):
    record = record_of(session, house.desk)
    assert (record.kind, record.name, record.given, record.language) == ("desk", "Service de presse", None, "fr-FR")


def test_the_order_is_that_of_the_statement_and_else_of_the_numbers(session):
    for name in ("Zoé Quint", "Anne Le Goff", "Karim Benali"):
        contact(session, name)
    assert [record.name for record in exchange.records_of(session)] == ["Zoé Quint", "Anne Le Goff", "Karim Benali"]
    by_name = select(PressContact).order_by(PressContact.printed_name.desc())
    assert [record.name for record in exchange.records_of(session, by_name)] == [
        "Zoé Quint",
        "Karim Benali",
        "Anne Le Goff",
    ]


def test_whoever_is_selected_twice_is_one(session):
    house = institution(session)
    anne = contact(session, "Anne Valmont", at=house)
    release = communique(session, "Une alliance", house)
    for role in ("press", "scientific"):
        coverage.assign(session, release, anne, role=role)
    statement = coverage.contacts_of(release)
    assert len(session.scalars(statement).all()) == 2
    assert [record.name for record in exchange.records_of(session, statement)] == ["Anne Valmont"]


def test_a_statement_may_be_of_an_alias_and_load_more(session):
    contact(session)
    alias = aliased(PressContact)
    for statement in (select(alias), select(PressContact).options(selectinload(PressContact.affiliations))):
        assert [record.name for record in exchange.records_of(session, statement.limit(1))] == ["Anne Valmont"]


# Streaming ------------------------------------------------------------------------------------------------------------


def test_a_thousand_more_cost_four_statements_at_most(session):
    def sent():
        with Statements(session) as statements:
            number = sum(1 for _ in exchange.records_of(session))
        return number, len(statements)

    many(session, 999)
    assert sent() == (999, 4)
    many(session, 1001)
    assert sent() == (2000, 7)


def test_nothing_piles_up(session):
    def peak():
        tracemalloc.start()
        try:
            for _ in exchange.records_of(session):
                pass
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    many(session, 1500)
    peak()
    small = peak()
    many(session, 3000)
    assert peak() < small * 1.5


def test_it_can_be_left_half_way(session):
    many(session, 1500)
    records = exchange.records_of(session)
    next(records)
    records.close()
    assert sum(1 for _ in exchange.records_of(session)) == 1500


# Formats --------------------------------------------------------------------------------------------------------------


def test_the_json_of_contacts_holds_all(session, house):
    anne = next(one for one in loaded(session, "contacts", "json") if one["uid"] == str(house.anne.uid))
    assert anne["emails"][0] == {
        "address": "anne.legoff@univ-valmont.example.org",
        "text": "anne.legoff@univ-valmont.example.org",
        "label": None,
        "error": None,
        "public": True,
        "verified_on": "2026-01-05",
        "affiliation": 0,
    }
    assert anne["emails"][2]["address"] is None
    assert anne["emails"][2]["error"].startswith("email.")
    assert anne["phones"][0]["number"] == "+33199001234;ext=7"
    assert anne["affiliations"][1] == {
        "institution": "Institut Orvane",
        "institution_uid": str(house.orvane.uid),
        "role": "stagiaire",
        "department": None,
        "starts_on": None,
        "ends_on": "2020-08-31",
    }


def test_the_json_ld_of_contacts(session, house):
    document = loaded(session, "contacts", "jsonld")
    assert document["@context"] == "https://schema.org"
    anne, desk = document["@graph"]
    assert (anne["@type"], anne["@id"]) == ("Person", f"urn:uuid:{house.anne.uid}")
    assert (anne["givenName"], anne["familyName"], anne["honorificPrefix"]) == ("Anne", "LE GOFF", "Mme")
    assert (anne["jobTitle"], anne["knowsLanguage"]) == ("attachée de presse", "fr")
    assert anne["email"] == ["anne.legoff@univ-valmont.example.org", "a.legoff@orvane.example.org"]
    assert anne["telephone"] == "+33199001234;ext=7"
    assert anne["worksFor"][0] == {
        "@type": "EmployeeRole",
        "roleName": "attachée de presse",
        "startDate": "2020-09-01",
        "worksFor": {
            "@type": "Organization",
            "@id": f"urn:uuid:{house.valmont.uid}",
            "name": "Université de Valmont",
            "department": {"@type": "Organization", "name": "Presse"},
        },
    }
    assert (desk["@type"], desk["parentOrganization"]["name"]) == ("Organization", "Institut Orvane")


def test_the_json_ld_of_institutions(session, house):
    valmont, orvane = loaded(session, "institutions", "jsonld")["@graph"]
    assert (valmont["@type"], orvane["@type"]) == ("CollegeOrUniversity", "ResearchOrganization")
    assert valmont["alternateName"] == ["UV", "University of Valmont", "École de Valmont"]
    assert valmont["sameAs"] == [
        "https://isni.org/isni/0000000121034996",
        "https://ror.org/0abcdef23",
        "http://www.wikidata.org/entity/Q99900",
    ]
    assert {"@type": "PropertyValue", "propertyID": "ROR", "value": "0abcdef23"} in valmont["identifier"]
    assert valmont["address"] == {"@type": "PostalAddress", "addressLocality": "Valmont", "addressCountry": "FR"}
    assert orvane["parentOrganization"] == {
        "@type": "CollegeOrUniversity",
        "@id": f"urn:uuid:{house.valmont.uid}",
        "name": "Université de Valmont",
    }


def test_the_rows_and_the_json_of_institutions(session, house):
    text = written(session, "institutions", "csv")[1].decode("utf-8-sig")
    valmont, orvane = csv.DictReader(io.StringIO(text))
    assert (valmont["name"], valmont["kind"], valmont["country"]) == ("Université de Valmont", "university", "FR")
    assert (valmont["acronyms"], valmont["other names"], valmont["former names"]) == (
        "UV",
        "University of Valmont",
        "École de Valmont",
    )
    assert (valmont["ROR"].lstrip("'"), valmont["WIKIDATA"]) == ("0abcdef23", "Q99900")
    assert (orvane["part of"], orvane["part of uid"]) == ("Université de Valmont", str(house.valmont.uid))
    one = loaded(session, "institutions", "json", query="University of Valmont")[0]
    assert [name["text"] for name in one["names"]][-1] == "École de Valmont"
    assert one["identifiers"][0] == {"scheme": "isni", "value": "0000000121034996"}


@pytest.mark.parametrize("kind", ["csv", "json", "jsonld"])
def test_more_institutions_cost_the_same_statements_again(session, kind):
    def sent(number):
        session.add_all([Institution(name=f"Ville {count}") for count in range(number)])
        session.flush()
        session.expunge_all()
        with Statements(session) as statements:
            written(session, "institutions", kind)
        return len(statements)

    first, second, third = sent(500), sent(500), sent(500)
    assert third - second == second - first <= 6


# Which ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ({"query": "le goff"}, ["Mme Anne LE GOFF"]),
        ({"query": "PRESSE@orvane.example.org"}, ["Service de presse"]),
        ({"query": "+33 1 99 00 12 34 ext 7"}, ["Mme Anne LE GOFF"]),
        ({"query": "Université de Valmont"}, ["Mme Anne LE GOFF"]),
        ({"query": "institut orvane"}, ["Mme Anne LE GOFF", "Service de presse"]),
        ({"query": "  "}, ["Mme Anne LE GOFF", "Service de presse"]),
        ({"institution": "UV"}, ["Mme Anne LE GOFF", "Service de presse"]),
        ({"institution": "Institut Orvane", "language": "fr"}, ["Mme Anne LE GOFF", "Service de presse"]),
        ({"language": "fr-FR"}, ["Service de presse"]),
    ],
)
def test_which_contacts(session, house, options, names):
    assert [one["name"] for one in loaded(session, "contacts", "json", **options)] == names


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ({"query": "valmont universite"}, ["Université de Valmont"]),
        ({"query": "uv"}, ["Université de Valmont"]),
        ({"institution": "UV"}, ["Université de Valmont", "Institut Orvane"]),
    ],
)
def test_which_institutions(session, house, options, names):
    assert [one["name"] for one in loaded(session, "institutions", "json", **options)] == names


def test_a_statement_says_which(session, house):
    statement = select(PressContact).where(PressContact.affiliations.any(Affiliation.role == "stagiaire"))
    assert [one["name"] for one in loaded(session, "contacts", "json", query=statement)] == ["Mme Anne LE GOFF"]
