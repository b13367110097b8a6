"""Lists become contacts: who is meant, what is added, what is left alone, and every row counted."""

from __future__ import annotations

import datetime as dt
import io
import json
import uuid

import pytest
from builders import contact, institution
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from crm import history, provenance
from crm.errors import InvalidChoice, SourceError
from crm.exchange import (
    ContactRecord,
    Outcome,
    RecordAffiliation,
    RecordCoordinate,
    grid_of_records,
    import_contacts,
    read_grid,
    write_grid,
)
from crm.models import (
    Affiliation,
    Change,
    ChangeAction,
    ContactEmail,
    ContactPhone,
    ImportFinding,
    ImportRun,
    Institution,
    InstitutionName,
    PressContact,
    Provenance,
    RunStatus,
)
from crm.values import EmailAddress, PhoneNumber

HEADING = "Nom;Prénom;Courriel;Téléphone;Organisation;Fonction;UID\n"
ANNE = "LE GOFF;Anne;anne.legoff@univ.example.org;01 99 00 12 34;Université de Valmont;attachée de presse;\n"
KARIM = "Benali;Karim;k.benali@orvane.example.net;06 39 98 12 34;Orvane;;\n"
DESK = ";;presse@orvane.example.net;01 99 00 00 01;Orvane;;\n"


def take(session, *rows, heading=HEADING, **how):
    return import_contacts(session, heading + "".join(rows), **how)


def counts(report):
    return tuple(report.tally.outcomes[one] for one in Outcome)


def everybody(session):
    return session.scalars(select(PressContact).order_by(PressContact.id)).all()


def codes(findings):
    return [one.code for one in findings]


def number(session, model):
    return session.scalar(select(func.count()).select_from(model))


# --- the law ----------------------------------------------------------------------------------------------------------


def test_every_row_has_one_outcome(session):
    report = take(session, ANNE, KARIM, "\n", DESK, "Quint;Zoé;zoe@@example;;;;\n", ANNE)
    assert counts(report) == (3, 0, 1, 1, 1)
    assert report.rows == 6
    assert str(report) == "6 rows = 3 created + 0 updated + 1 unchanged + 1 rejected + 1 blank"
    run = session.get_one(ImportRun, report.run_id)
    assert (run.status, run.rows_read, run.rows_created, run.rows_rejected) == (RunStatus.FINISHED, 6, 3, 1)
    [rejected] = report.rejections
    assert (rejected.row, rejected.line, rejected.field, rejected.value) == (5, 6, "Courriel", "zoe@@example")
    assert rejected.code.startswith("email.")
    assert rejected.hint


ODD = (
    ";;Anne;LE GOFF;Anne et Bob Petit;anne@example.org;presse@example.org;x@@y;01 99 00 12 34;3.83E+10;Orvane;#REF!;"
    "=1+1;Université de Valmont;2025-02-30;00000000-0000-0000-0000-000000000007;-;desk"
).split(";")
cells = st.one_of(st.sampled_from(ODD), st.text(max_size=12))


@given(st.lists(st.lists(cells, min_size=1, max_size=8), max_size=12))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_law_holds_for_any_cells_and_twice_changes_nothing(session, rows):
    target = io.StringIO()
    names = [["Nom", "Prénom", "Courriel", "Téléphone", "Organisation", "Fonction", "UID"]]
    clean = [[cell.replace("\0", "").encode("utf-8", "replace").decode() for cell in row] for row in rows]
    write_grid(names + clean, target)
    text = target.getvalue()
    with session.begin_nested() as nested:
        first = import_contacts(session, text)
        assert first.rows == sum(counts(first))
        assert first.rows >= len([row for row in read_grid(text).rows[1:] if any(cell.strip() for cell in row)])
        before = number(session, Change)
        again = import_contacts(session, text)
        assert (again.rows, again.created, again.updated) == (first.rows, 0, 0)
        assert (again.rejected, again.blank) == (first.rejected, first.blank)
        assert number(session, Change) == before
        nested.rollback()


@given(st.binary(max_size=300))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_law_holds_for_any_bytes(session, junk):
    with session.begin_nested() as nested:
        try:
            report = import_contacts(session, HEADING.encode() + ANNE.encode() + junk)
        except SourceError:
            report = None
        if report is not None:
            assert report.rows == sum(counts(report)) >= 1
        nested.rollback()


# --- what is stored ---------------------------------------------------------------------------------------------------


def test_a_row_becomes_a_contact_with_all_that_belongs_to_it(session):
    report = take(session, ANNE, by="Zoé")
    [anne] = everybody(session)
    assert (anne.name.given, anne.name.family, anne.kind) == ("Anne", "LE GOFF", "person")
    assert [str(one.value) for one in anne.emails] == ["anne.legoff@univ.example.org"]
    assert [str(one.value) for one in anne.phones] == ["+33199001234"]
    assert anne.phones[0].text == "01 99 00 12 34"
    [job] = session.scalars(select(Affiliation)).all()
    assert (job.role, session.get_one(Institution, job.institution_id).name) == (
        "attachée de presse",
        "Université de Valmont",
    )
    [name] = session.scalars(select(InstitutionName)).all()
    assert (name.text, name.key, name.core_key) == ("Université de Valmont", "universite de valmont", "valmont")
    made = session.scalars(history.by_run(report.run_id)).all()
    assert {one.action for one in made} == {ChangeAction.CREATED}
    assert {one.changed_by for one in made} == {"Zoé"}
    assert sorted(one.subject for one in made) == [
        "affiliation", "contact", "contact_email", "contact_phone", "institution", "institution_name",
    ]  # fmt: skip


def test_a_name_in_parts_has_the_key_of_the_same_name_in_one(session):
    take(session, ANNE, "de la Tour;Jean-Éric;je@univ.example.org;;;;\n")
    for one in everybody(session):
        assert session.scalars(select(PressContact).where(PressContact.name == str(one.name))).all() == [one]


def test_what_came_with_a_contact_has_its_origin(session):
    report = take(session, KARIM, ANNE)
    _, anne = everybody(session)
    [of_anne] = session.scalars(provenance.of(anne)).all()
    assert (of_anne.run_id, of_anne.first_line, of_anne.origin) == (report.run_id, 2, "import")
    for one in (*anne.emails, *anne.phones):
        assert session.scalars(provenance.of(one)).all() == [of_anne]


def test_what_was_added_later_has_an_origin_of_its_own(session):
    take(session, ANNE)
    later = take(session, "\n", "LE GOFF;Anne;anne.legoff@univ.example.org;06 39 98 00 07;;;\n")
    [anne] = everybody(session)
    [own] = session.scalars(provenance.of(anne.phones[1])).all()
    assert (own.run_id, own.first_line, own.subject) == (later.run_id, 2, "contact_phone")
    [first] = session.scalars(provenance.of(anne.phones[0])).all()
    assert first.subject == "contact"


def test_what_has_no_place_is_kept_with_the_origin(session):
    report = import_contacts(session, "Nom;Courriel;Pointure\nAnne Quint;anne.quint@example.org;38\n")
    [origin] = session.scalars(select(Provenance).where(Provenance.subject == "contact")).all()
    assert json.loads(origin.text) == {"Pointure": "38"}
    assert report.columns["Pointure"] == ""
    assert any(note.field == "Pointure" for note in report.notes)


def test_an_invalid_value_comes_back_or_is_kept_to_be_mended(session):
    row = "Quint;Zoé;zoe@@example;01 99 00 12 35;;;\n"
    assert counts(take(session, row)) == (0, 0, 0, 1, 0)
    report = take(session, row, keep_invalid=True)
    assert counts(report) == (1, 0, 0, 0, 0)
    assert any(code.startswith("email.") for code in codes(report.remarks))
    [email] = session.scalars(select(ContactEmail)).all()
    assert (email.value, email.text, email.error_code) == (None, "zoe@@example", email.error_code)
    assert counts(take(session, row, keep_invalid=True)) == (0, 0, 1, 0, 0)


def test_nobody_named_but_an_address_is_kept_until_the_name_is_known(session):
    report = take(session, ";;zoe.quint@example.org;;;;\n")
    assert "contact.without_name" in codes(report.remarks)
    assert counts(take(session, "Quint;Zoé;zoe.quint@example.org;;;;\n")) == (0, 1, 0, 0, 0)
    [zoe] = everybody(session)
    assert (zoe.kind, str(zoe.name)) == ("person", "Zoé Quint")


# --- who is it? -------------------------------------------------------------------------------------------------------


def test_the_same_list_twice_changes_nothing(session):
    take(session, ANNE, KARIM, DESK)
    changes, origins = number(session, Change), number(session, Provenance)
    assert counts(take(session, ANNE, KARIM, DESK)) == (0, 0, 3, 0, 0)
    assert (number(session, Change), number(session, Provenance)) == (changes, origins)


def test_rows_of_one_person_are_one_contact(session):
    report = take(session, ANNE, "Le Goff;ANNE;Anne.LeGoff@univ.example.org;06 39 98 00 07;;;\n")
    assert counts(report) == (1, 1, 0, 0, 0)
    [anne] = everybody(session)
    assert [str(one.value) for one in anne.phones] == ["+33199001234", "+33639980007"]
    assert [one.position for one in anne.phones] == [0, 1]
    assert str(anne.name) == "Anne LE GOFF"


def test_the_uid_comes_first(session):
    anne = contact(session, "Anne Le Goff")
    report = take(session, f"Legoff;Anna;anna@example.org;;;;{anne.uid}\n")
    assert counts(report) == (0, 1, 0, 0, 0)
    assert str(anne.name) == "Anna Legoff"
    assert session.scalars(select(PressContact).where(PressContact.name == "Anna Legoff")).all() == [anne]


def test_an_unknown_uid_is_taken_over(session):
    uid = uuid.uuid4()
    assert take(session, f"LE GOFF;Anne;anne.legoff@univ.example.org;;;;{uid}\n").created == 1
    assert everybody(session)[0].uid == uid
    assert take(session, f"LE GOFF;Anne;anne.legoff@univ.example.org;;;;{uid}\n").unchanged == 1


def test_an_unknown_uid_of_somebody_known_is_a_question(session):
    take(session, ANNE)
    report = take(session, f"LE GOFF;Anne;anne.legoff@univ.example.org;;;;{uuid.uuid4()}\n")
    assert codes(report.rejections) == ["contact.uid_differs"]


def test_the_same_address_under_another_name_is_a_question(session):
    take(session, ANNE)
    row = "Martin;Luc;anne.legoff@univ.example.org;;;;"
    report = take(session, f"{row}\n")
    assert codes(report.rejections) == ["contact.name_differs"]
    assert str(everybody(session)[0].uid) in report.rejections[0].message
    assert take(session, f"{row}{uuid.uuid4()}\n").created == 1  # the answer: it is somebody else


def test_an_address_of_two_people_is_nobodys_key(session):
    for name in ("Anne Le Goff", "Karim Benali"):
        contact(session, name, emails=("labo@univ.example.org",))
    assert take(session, "Quint;Zoé;labo@univ.example.org;;;;\n").created == 1


def test_a_shared_mailbox_tells_desks_and_never_persons(session):
    take(session, "Quint;Zoé;presse@orvane.example.net;;;;\n", DESK)
    assert [one.kind for one in everybody(session)] == ["person", "desk"]
    report = take(session, "Petit;Luc;presse@orvane.example.net;;;;\n", DESK)
    assert counts(report) == (1, 0, 1, 0, 0)


def test_a_name_at_an_institution_tells_who_it_is(session):
    at = institution(session, "Orvane Institut")
    karim = contact(session, "Karim Benali", at=at)
    assert counts(take(session, "Benali;Karim;karim@example.org;;Orvane Institut;;\n")) == (0, 1, 0, 0, 0)
    assert [str(one.value) for one in karim.emails] == ["karim@example.org"]


def test_a_name_with_any_coordinate_tells_who_it_is(session):
    contact(session, "Karim Benali", phones=("+33199001234",), emails=("presse@example.org",))
    assert take(session, "Benali;Karim;;01 99 00 12 34;;;\n").unchanged == 1
    assert take(session, "Benali;Karim;presse@example.org;;;;\n").unchanged == 1


def test_several_that_may_be_meant_are_named(session):
    at = institution(session, "Orvane Institut")
    both = [contact(session, "Karim Benali", at=at), contact(session, "Benali Karim", at=at)]
    report = take(session, "Benali;Karim;karim@example.org;;Orvane Institut;;\n")
    assert codes(report.rejections) == ["contact.ambiguous"]
    assert all(str(one.uid) in report.rejections[0].message for one in both)


def test_a_bare_name_is_not_joined_with_more(session):
    assert counts(take(session, "Benali;Karim;;;;;\n", "Benali;Karim;;;;;\n")) == (1, 0, 1, 0, 0)
    report = take(session, KARIM)
    assert (report.created, codes(report.remarks)[-1]) == (1, "contact.namesake")
    assert take(session, "Benali;Karim;;;;;\n").unchanged == 1


# --- institutions -----------------------------------------------------------------------------------------------------


def test_an_institution_is_made_once_and_known_by_any_case(session):
    take(session, ANNE, "Quint;Zoé;zoe@example.org;;UNIVERSITE DE VALMONT;;\n")
    assert number(session, Institution) == 1
    take(session, "Petit;Luc;luc@example.org;;Université de  Valmont;;\n")
    assert number(session, Institution) == 1


def test_several_institutions_that_may_be_meant_are_asked_about(session):
    made = [institution(session, "Université de Valmont"), institution(session, "Université de Valmont")]
    report = take(session, ANNE)
    assert codes(report.rejections) == ["institution.ambiguous"]
    assert all(str(one.uid) in report.rejections[0].message for one in made)
    assert take(session, ANNE, institutions={"Université de Valmont": made[0].uid}).created == 1
    assert session.scalar(select(Affiliation.institution_id)) == made[0].id
    assert number(session, Institution) == 2


def test_a_new_institution_is_made_where_one_says_so(session):
    institution(session, "Université de Valmont")
    institution(session, "Université de Valmont")
    assert take(session, ANNE, new_institutions="create").created == 1
    assert number(session, Institution) == 3
    assert take(session, ANNE, new_institutions="create").unchanged == 1
    assert number(session, Institution) == 3


def test_an_institution_of_a_rejected_row_is_not_made(session):
    take(session, ANNE)
    take(session, "Martin;Luc;anne.legoff@univ.example.org;;Institut Tessan;;\n")
    assert number(session, Institution) == 1


def test_an_unknown_uid_of_an_institution_is_refused(session):
    report = take(session, ANNE, institutions={"Université de Valmont": uuid.uuid4()})
    assert codes(report.rejections) == ["institution.unknown"]
    with pytest.raises(InvalidChoice):
        take(session, ANNE, institutions={"Université de Valmont": "nonsense"})


# --- what is held stays -----------------------------------------------------------------------------------------------


def test_blank_cells_erase_nothing(session):
    take(session, ANNE)
    assert take(session, "LE GOFF;Anne;anne.legoff@univ.example.org;;Université de Valmont;;\n").unchanged == 1
    [anne] = everybody(session)
    assert (len(anne.phones), session.scalar(select(Affiliation.role))) == (1, "attachée de presse")


def test_a_stated_value_is_changed_and_recorded(session):
    take(session, ANNE)
    report = take(session, ANNE.replace("attachée de presse", "directrice"))
    assert counts(report) == (0, 1, 0, 0, 0)
    [change] = session.scalars(history.by_run(report.run_id)).all()
    assert history.values(change) == ({"role": "attachée de presse"}, {"role": "directrice"})
    [job] = session.scalars(select(Affiliation)).all()
    origin = session.scalars(provenance.of(job)).all()[-1]
    assert (origin.field, origin.text, origin.run_id) == ("role", "directrice", report.run_id)


def test_an_older_list_undoes_no_newer_edit(session):
    take(session, ANNE)
    [anne] = everybody(session)
    [job] = session.scalars(select(Affiliation)).all()
    job.role = "directrice"
    session.delete(anne.phones[0])
    session.flush()
    report = take(session, ANNE)
    assert (counts(report), report.conflicts) == ((0, 0, 1, 0, 0), 2)
    assert [(one.code, one.field) for one in report.remarks if one.code == "import.outdated"] == [
        ("import.outdated", "role"),
        ("import.outdated", "phone"),
    ]
    session.refresh(anne)
    assert (job.role, anne.phones) == ("directrice", [])
    assert take(session, ANNE, overwrite=True).updated == 1
    session.refresh(anne)
    assert (job.role, len(anne.phones)) == ("attachée de presse", 1)


def test_an_address_that_was_corrected_does_not_come_back(session):
    take(session, ANNE)
    [anne] = everybody(session)
    anne.emails[0].value = "anne@valmont.example.org"
    session.flush()
    report = take(session, ANNE)
    assert (report.created, report.conflicts) == (0, 1)
    session.refresh(anne)
    assert [str(one.value) for one in anne.emails] == ["anne@valmont.example.org"]


def test_what_was_changed_after_the_day_of_the_list_is_newer(session):
    take(session, ANNE)
    [job] = session.scalars(select(Affiliation)).all()
    job.role = "directrice"
    session.flush()
    newest = ANNE.replace("attachée de presse", "porte-parole")
    report = take(session, newest, as_of=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    assert (report.unchanged, report.conflicts) == (1, 1)
    assert take(session, newest).updated == 1


def test_an_affiliation_is_not_reversed(session):
    at = institution(session, "Orvane Institut")
    karim = contact(session, "Karim Benali", emails=("karim@example.org",))
    session.add(Affiliation(contact=karim, institution=at, starts_on=dt.date(2024, 1, 1)))
    session.flush()
    heading = "Nom;Courriel;Organisation;Fin\n"
    report = import_contacts(session, heading + "Karim Benali;karim@example.org;Orvane Institut;2023-01-01\n")
    assert report.columns["Fin"] == "ends_on"
    assert codes(report.rejections) == ["period.reversed"]


# --- what comes back --------------------------------------------------------------------------------------------------


def test_rejected_rows_can_be_corrected_and_taken_in(session, tmp_path):
    target = tmp_path / "rejected.csv"
    take(session, ANNE, "Quint;Zoé;zoe@@example.org;01 99 00 12 35;Orvane;;\n", rejected=target)
    grid = read_grid(target)
    assert len(grid.rows) == 2
    assert "zoe@@example.org" in grid.rows[1]
    target.write_text(target.read_text("utf-8").replace("zoe@@example.org", "zoe@example.org"), "utf-8")
    assert counts(import_contacts(session, target)) == (1, 0, 0, 0, 0)
    take(session, ANNE, rejected=target)
    assert len(read_grid(target).rows) == 1


def test_a_rejected_card_comes_back_as_a_card(session, tmp_path):
    card = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Zoé Quint\r\nEMAIL:zoe@@example.org\r\nEND:VCARD\r\n"
    target = tmp_path / "rejected.vcf"
    assert import_contacts(session, card.encode(), rejected=target).rejected == 1
    text = target.read_bytes().decode()
    assert "X-CRM-REASON" in text
    mended = text.replace("zoe@@example.org", "zoe@example.org")
    assert import_contacts(session, mended.encode()).created == 1


def test_the_findings_keep_the_row_as_it_stood(session):
    take(session, "Quint;Zoé;zoe@@example;abc;;;\n")
    kept = session.scalars(select(ImportFinding.cells).where(ImportFinding.cells.is_not(None))).all()
    assert [json.loads(one) for one in kept] == [["Quint", "Zoé", "zoe@@example", "abc", "", "", ""]]


def test_cards_are_taken_in_with_the_jobs_of_their_coordinates(session):
    card = (
        "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Zoé Quint\r\nN:Quint;Zoé;;;\r\nORG:Orvane\r\nTITLE:rédactrice\r\n"
        "EMAIL;TYPE=work:zoe.quint@example.org\r\nEND:VCARD\r\n"
    )
    assert import_contacts(session, card.encode()).created == 1
    assert import_contacts(session, card.encode()).unchanged == 1
    assert session.scalar(select(Affiliation.role)) == "rédactrice"
    assert number(session, ContactPhone) == 0


def test_our_own_layout_comes_in_whole_and_changes_nothing_the_second_time(session):
    anne = EmailAddress("anne@example.org")
    record = ContactRecord(
        name="Anne Le Goff",
        given="Anne",
        family="Le Goff",
        uid=uuid.uuid4(),
        affiliations=[
            RecordAffiliation("Institut Tessan", role="x", starts_on=dt.date(2020, 1, 1), ends_on=dt.date(2021, 1, 1)),
            RecordAffiliation("Orvane", role="y", department="d"),
            RecordAffiliation("Orvane", role="z"),
        ],
        email_entries=[
            RecordCoordinate(anne, "anne@example.org", affiliation=1),
            RecordCoordinate(anne, "anne@example.org"),
            RecordCoordinate(EmailAddress("a2@example.org"), "a2@example.org", label="home", is_public=False),
        ],
        phone_entries=[RecordCoordinate(PhoneNumber("+33199001234", "12"), "+33199001234", affiliation=2)],
    )
    target = io.StringIO()
    write_grid(grid_of_records([record]), target)
    assert counts(import_contacts(session, target.getvalue())) == (1, 0, 0, 0, 0)
    assert counts(import_contacts(session, target.getvalue())) == (0, 0, 1, 0, 0)
    [made] = everybody(session)
    jobs = session.scalars(select(Affiliation).order_by(Affiliation.id)).all()
    assert [(job.role, job.department, job.ends_on) for job in jobs] == [
        ("x", None, dt.date(2021, 1, 1)),
        ("y", "d", None),
        ("z", None, None),
    ]
    assert [(str(one.value), one.affiliation_id, one.is_public) for one in made.emails] == [
        ("anne@example.org", jobs[1].id, True),
        ("anne@example.org", None, True),
        ("a2@example.org", None, False),
    ]
    assert (made.uid, made.phones[0].value.extension, made.phones[0].affiliation_id) == (record.uid, "12", jobs[2].id)
