"""Contacts made by hypothesis, with whatever text a person may have typed."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from crm import EmailAddress, LanguageTag, PhoneNumber
from crm.exchange import ContactRecord, RecordAffiliation, RecordCoordinate

__all__ = ["records"]

signs = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n;,:\\\"^'\t=%")
nasty = st.sampled_from(
    [
        "a\nEND:VCARD\nBEGIN:VCARD\nFN:Zoé",
        "BEGIN:VCARD",
        "\\n",
        "^n^'",
        ";;;",
        'a"b',
        "_$!<Work>!$_",
        "é" * 90,
        "Le Goff, Anne; Presse",
        "mobile",
        "Work",
        "fax",
        "tel:+33",
        "x:y",
        "=3D=\n",
    ]
)
texts = (st.text(signs, min_size=1, max_size=40) | nasty).map(str.strip).filter(bool)
lines = texts.map(lambda text: " ".join(text.split())).filter(bool)
days = st.none() | st.dates(dt.date(1990, 1, 1), dt.date(2060, 1, 1))
labels = st.none() | lines
numbers = st.sampled_from(["+33199001234", "+33639981234", "+33199005678"])
phones = st.builds(PhoneNumber, numbers, st.none() | st.sampled_from(["1", "0042", "12345"]))
emails = (
    st.sampled_from(
        ["anne.martin@example.org", "presse@example.com", "Zoé@example.net", "o'neil+x@example.org", "a,b@example.org"]
    )
    .filter(lambda text: "," not in text)
    .map(EmailAddress)
)
names = lines.filter(lambda text: "@" not in text)


@st.composite
def coordinates(draw, values, count):
    value = draw(st.none() | values)
    return RecordCoordinate(
        value,
        draw(texts if value is None else st.just(str(value)) | texts),
        draw(labels),
        error_code=draw(st.sampled_from(["phone.letters", "email.none", "x"])) if value is None else None,
        is_public=draw(st.none() | st.booleans()),
        verified_on=draw(days),
        affiliation=draw(st.none() | st.integers(0, count - 1)) if count else None,
    )


@st.composite
def records(draw):
    jobs = draw(
        st.lists(
            st.builds(
                RecordAffiliation,
                lines | st.just(""),
                st.none() | st.uuids(),
                st.none() | lines,
                st.none() | lines,
                days,
                days,
            ),
            max_size=3,
        )
    )
    return ContactRecord(
        name=draw(st.none() | names),
        kind=draw(st.sampled_from(["person", "desk"])),
        title=draw(st.none() | lines),
        given=draw(st.none() | lines),
        family=draw(st.none() | lines),
        suffix=draw(st.none() | lines),
        language=draw(st.none() | st.sampled_from(["fr", "en-GB", "zh-Hant-TW"]).map(LanguageTag)),
        uid=draw(st.none() | st.uuids()),
        email_entries=draw(st.lists(coordinates(emails, len(jobs)), max_size=3)),
        phone_entries=draw(st.lists(coordinates(phones, len(jobs)), max_size=3)),
        affiliations=jobs,
        unplaced=draw(st.dictionaries(lines | st.sampled_from(["NOTE", "ADR", "Notes privées"]), texts, max_size=3)),
    )
