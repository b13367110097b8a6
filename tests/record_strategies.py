"""Contacts of every kind, for properties."""

import datetime as dt

from hypothesis import strategies as st

from crm.exchange import ContactRecord, RecordAffiliation, RecordCoordinate
from crm.values import EmailAddress, LanguageTag, PhoneNumber

__all__ = ["records"]

texts = st.one_of(
    st.sampled_from(["Anne LE GOFF", "Service presse", "=1+1", "'x", "", " a  b\n", "N/A", "-", "#REF!", "a;b,c\td|e"]),
    st.text(max_size=12),
)
maybe = st.none() | texts
days = st.none() | st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1))


def coordinates(values, unreadable):
    """Addresses or numbers that could be read, with any text, and those that could not."""
    rest = {
        "label": st.none() | st.sampled_from(["office", "mobile", "home", "presse", " x "]) | texts,
        "is_public": st.none() | st.booleans(),
        "verified_on": days,
        "affiliation": st.none(),
    }
    read = values.flatmap(
        lambda value: st.builds(
            RecordCoordinate, value=st.just(value), text=st.just(str(value)) | texts, error_code=st.none(), **rest
        )
    )
    refused = st.builds(
        RecordCoordinate, value=st.none(), text=unreadable | texts, error_code=st.sampled_from(["x.y"]), **rest
    )
    return st.lists(read | refused, max_size=5)


emails = st.sampled_from(["anne@example.org", "presse@example.com", "B.Petit@example.net", "élise@example.org"])
phones = st.builds(
    PhoneNumber,
    st.sampled_from(["+33199001234", "+33639980000", "+4930123456", "+262262938080", "+12025550123", "+3312"]),
    st.none() | st.sampled_from(["12", "007"]),
)
jobs = st.lists(
    st.builds(
        RecordAffiliation,
        institution=st.sampled_from(["Université de Valmont", "Institut"]) | texts,
        institution_uid=st.none() | st.uuids(),
        role=maybe,
        department=maybe,
        starts_on=days,
        ends_on=days,
    ),
    max_size=4,
)


@st.composite
def records(draw):
    """A contact as a card or a row may say it."""
    found = ContactRecord(
        name=draw(maybe),
        kind=draw(st.sampled_from(["person", "desk"])),
        title=draw(maybe),
        given=draw(maybe),
        family=draw(maybe),
        suffix=draw(maybe),
        language=draw(st.none() | st.sampled_from(["fr", "pt-BR", "zh-Hant"]).map(LanguageTag)),
        uid=draw(st.none() | st.uuids()),
        affiliations=draw(jobs),
        email_entries=draw(coordinates(emails.map(EmailAddress), st.sampled_from(["anne@", "a@b.fr;c@"]))),
        phone_entries=draw(coordinates(phones, st.sampled_from(["3.83593E+10", "06 99"]))),
        unplaced=draw(st.dictionaries(texts, texts, max_size=2)),
    )
    places = st.none() | st.integers(0, len(found.affiliations) - 1) if found.affiliations else st.none()
    for entry in (*found.email_entries, *found.phone_entries):
        entry.affiliation = draw(places)
    return found
