import io
from dataclasses import asdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from record_strategies import records

from crm.exchange import (
    ContactRecord,
    RecordAffiliation,
    RecordCoordinate,
    grid_of_records,
    read_grid,
    read_records,
    write_grid,
)
from crm.values import EmailAddress, PhoneNumber


def said(record):
    """All that a record says, to the letter: addresses are equal whatever their case."""
    told = asdict(record)
    for name in ("problems", "row", "line"):
        told.pop(name)
    for entry in told["email_entries"]:
        entry["value"] = None if entry["value"] is None else str(entry["value"])
    return told


def through_csv(found, **options):
    written = io.BytesIO()
    write_grid(grid_of_records(found), written, **options)
    return list(read_records(written.getvalue(), format="csv"))


@settings(max_examples=150, deadline=None)
@given(st.lists(records(), max_size=3), st.sampled_from([None, "fr"]))
def test_records_survive_a_csv_file(found, excel):
    assert [said(one) for one in through_csv(found, excel=excel)] == [said(one) for one in found]


@settings(max_examples=60, deadline=None)
@given(records())
def test_what_was_written_is_not_refused_for_what_it_could_not_read(found):
    back = through_csv([found])[0]
    allowed = {"period.reversed", "contact.nameless", "contact.person_nameless"}
    assert {problem.code for problem in back.problems if problem.rejects} <= allowed


def usual(**changes):
    job = RecordAffiliation("Université de Valmont", role="attachée de presse")
    email = RecordCoordinate(EmailAddress("anne@example.org"), "anne@example.org", affiliation=0)
    phone = RecordCoordinate(PhoneNumber("+33199001234"), "+33199001234", "office", affiliation=0)
    values = {
        "name": "Anne LE GOFF",
        "given": "Anne",
        "family": "LE GOFF",
        "affiliations": [job],
        "email_entries": [email],
        "phone_entries": [phone],
    }
    return ContactRecord(**values | changes)


def test_the_usual_contact_needs_no_details():
    header, cells = grid_of_records([usual()])
    row = dict(zip(header, cells, strict=True))
    assert row["Name"] == "Anne LE GOFF"
    assert (row["Email 1"], row["Phone 1"], row["Phone 1 label"]) == ("anne@example.org", "+33199001234", "office")
    assert (row["Institution"], row["Role"]) == ("Université de Valmont", "attachée de presse")
    assert row["CRM details"] == ""


def test_a_private_number_is_explained_and_a_corrected_one_is_not():
    record = usual()
    record.phone_entries[0].is_public = False
    header, cells = grid_of_records([record])
    place = header.index("Phone 1")
    corrected = [*cells[:place], "+33199005678", *cells[place + 1 :]]
    written = io.BytesIO()
    write_grid([header, cells, corrected], written)
    kept, changed = read_records(written.getvalue())
    assert kept == record
    assert [(str(entry.value), entry.is_public) for entry in changed.phone_entries] == [("+33199005678", None)]


def test_a_corrected_name_wins_over_its_explanation():
    record = usual(name="Martin", given=None, family=None)
    header, cells = grid_of_records([record])
    corrected = ["Anne Petit" if name == "Name" else cell for name, cell in zip(header, cells, strict=True)]
    written = io.BytesIO()
    write_grid([header, cells, corrected], written)
    kept, changed = read_records(written.getvalue())
    assert kept == record
    assert (changed.name, changed.given, changed.family) == ("Anne Petit", "Anne", "Petit")


@pytest.mark.parametrize(
    "text",
    ["{", "[]]", "[1]", "null", '{"emails": 3}', '{"phones": [{"at": 0, "x": 1}]}', '{"who": {}}'],
)
def test_broken_details_reject_the_row(text):
    header, cells = grid_of_records([usual()])
    written = io.BytesIO()
    write_grid([header, [*cells[:-1], text]], written)
    (record,) = read_records(written.getvalue())
    assert [problem.code for problem in record.problems if problem.rejects] == ["details.invalid"]


def test_the_layout_is_read_from_a_workbook(tmp_path):
    write_grid(
        grid_of_records([usual(), usual(name="Bruno PETIT", given="Bruno", family="PETIT")]), tmp_path / "a.xlsx"
    )
    assert read_grid(tmp_path / "a.xlsx").format == "xlsx"
    assert [record.name for record in read_records(tmp_path / "a.xlsx")] == ["Anne LE GOFF", "Bruno PETIT"]
