"""What is exported in a format that is also read comes back as the same contacts."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from exchange.office import office
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm import exchange
from crm.models import Affiliation, ContactEmail, ContactPhone, Institution, PressContact
from crm.values import EmailAddress, LanguageTag, PersonName, PhoneNumber

TWO_WAYS = ("csv", "tsv", "xlsx", "vcard", "vcard3", "jcard", "jscontact")

signs = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]) | st.sampled_from(",;|\"'\\=+-@:^<>\n\t")
# Spaces around a text are no part of what it says: a card does not keep them.
texts = st.one_of(
    st.sampled_from(
        [
            '=HYPERLINK("https://evil.example.com")',
            "+33 1 99 00 12 34",
            "@SUM(A1)",
            "-1+1",
            "0199001234",
            "3.83593E+10",
            "'= apostrophe",
            "a\nEND:VCARD\nBEGIN:VCARD",
            "N/A",
            "</script>",
            "attachée de presse | relations, médias; web",
        ]
    ),
    st.text(signs, min_size=1, max_size=30).map(str.strip).filter(bool),
)
lines = texts.map(lambda text: " ".join(text.split())).filter(bool)
names = lines.filter(lambda text: "@" not in text and sum(map(str.isdigit, text)) < 6).map(lambda text: f"A{text}")
names |= st.sampled_from(["Anne et Bob PETIT", "LE GOFF", "Dr Zoé Quint"])
parts = st.none() | lines
maybe = st.none() | texts
days = st.none() | st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1))
emails = st.sampled_from(["anne@example.org", "presse@example.com", "B.Petit@example.net", "élise@example.org"])
phones = st.builds(
    PhoneNumber,
    st.sampled_from(["+33199001234", "+33639980000", "+4930123456", "+262262938080", "+12025550123"]),
    st.none() | st.sampled_from(["12", "007"]),
)


@st.composite
def contacts(draw):
    """What a database may hold of a contact: the contact, its jobs at one of two institutions, its coordinates."""
    made = PressContact(
        kind=draw(st.sampled_from(["person", "desk"])),
        uid=draw(st.uuids(version=4)),
        language=draw(st.none() | st.sampled_from(["fr", "pt-BR", "zh-Hant"]).map(LanguageTag)),
    )
    named = st.builds(PersonName, names, parts, parts, parts, parts)
    made.name = draw(named) if made.kind == "person" else draw(st.none() | names.map(PersonName.verbatim))
    jobs = [
        (draw(st.integers(0, 1)), Affiliation(role=draw(maybe), department=draw(maybe), **draw(periods())))
        for _ in range(draw(st.integers(0, 3)))
    ]
    made.emails = [ContactEmail(**draw(coordinates(emails.map(EmailAddress)))) for _ in range(draw(st.integers(0, 3)))]
    made.phones = [ContactPhone(**draw(coordinates(phones))) for _ in range(draw(st.integers(0, 3)))]
    owned = [(entry, draw(st.none() | st.sampled_from(jobs))) for entry in (*made.emails, *made.phones) if jobs]
    return made, jobs, owned


@st.composite
def periods(draw):
    first, last = draw(days), draw(days)
    if first and last and last < first:
        first, last = last, first
    return {"starts_on": first, "ends_on": last}


@st.composite
def coordinates(draw, values):
    value = draw(st.none() | values)
    return {
        "value": value,
        "text": draw(texts if value is None else texts | st.just(str(value))),
        "error_code": "value.invalid" if value is None else None,
        "label": draw(
            st.none() | st.sampled_from(["mobile", "fax", "presse"]) | texts.map(lambda text: text[:40].strip())
        ),
        "is_public": draw(st.booleans()),
        "verified_on": draw(days),
    }


def store(session, made):
    houses = [Institution(name="Université de Valmont"), Institution(name="=Institut; Orvane, le | seul")]
    session.add_all(houses)
    session.flush()
    for contact, jobs, owned in made:
        session.add(contact)
        session.flush()
        for house, job in jobs:
            job.contact_id, job.institution_id = contact.id, houses[house].id
            session.add(job)
            session.flush()
        for entry, job in owned:
            entry.affiliation_id = job and job[1].id
        session.flush()


def read_back(session, kind, **options):
    file = io.BytesIO()
    exchange.export(session, "contacts", file, format=kind, **options)
    return list(exchange.read_records(file.getvalue(), region="FR"))


@settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
@given(made=st.lists(contacts(), min_size=1, max_size=3), private=st.booleans())
def test_every_two_way_format_loses_nothing(session, made, private):
    with session.begin_nested() as savepoint:
        store(session, made)
        records = list(exchange.records_of(session, private=private))
        assert len(records) == len(made)
        for kind in TWO_WAYS:
            back = read_back(session, kind, private=private)
            assert back == records, kind
        savepoint.rollback()


@pytest.mark.parametrize("kind", TWO_WAYS)
def test_the_office_comes_back(session, kind):
    office(session)
    records = list(exchange.records_of(session))
    assert len(records) == 2
    assert read_back(session, kind) == records


def test_excel_in_france_comes_back_too(session):
    office(session)
    assert read_back(session, "csv", excel="fr") == list(exchange.records_of(session))
