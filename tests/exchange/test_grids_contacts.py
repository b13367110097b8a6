import datetime as dt
import io
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.errors import CrmError, InvalidChoice, SourceError
from crm.exchange import Limits, RecordAffiliation, read_records, read_rows, write_grid
from crm.exchange.grids.days import day_of
from crm.exchange.grids.headers import place_of
from crm.exchange.sources import opened

FILES = Path(__file__).parent / "files"


def rows_of(source, **options):
    with opened(source, Limits()) as file:
        stream = read_rows(file, **options)
        return stream, list(stream)


def only(text, **options):
    (record,) = read_records(text, **options)
    return record


def codes(record, *, rejecting=True):
    return [problem.code for problem in record.problems if problem.rejects == rejecting]


def test_a_french_list_of_contacts():
    record = only(
        "Civilité;Nom;Prénom;Courriel;Portable;Fixe;Organisme;Service;Fonction;Langue;Depuis;Jusqu'au\n"
        "Mme;LE GOFF;Anne;anne@example.org;06 39 98 00 12;01 99 00 12 34;Université de Valmont;Communication;"
        "attachée de presse;français;01/09/2024;\n"
    )
    assert (record.name, record.title, record.given, record.family) == ("Anne LE GOFF", "Mme", "Anne", "LE GOFF")
    assert (record.kind, record.language, record.row, record.line) == ("person", "fr", 1, 2)
    assert [(str(entry.value), entry.label) for entry in record.phone_entries] == [
        ("+33639980012", "mobile"),
        ("+33199001234", "landline"),
    ]
    assert record.affiliations == [
        RecordAffiliation(
            "Université de Valmont",
            role="attachée de presse",
            department="Communication",
            starts_on=dt.date(2024, 9, 1),
        )
    ]
    assert (record.emails, record.institution, record.role) == (
        ["anne@example.org"],
        "Université de Valmont",
        "attachée de presse",
    )
    assert not record.is_rejected


def test_what_belongs_to_the_job_and_what_the_contact_takes_along():
    record = only(
        "Name,Company,Business Phone,Mobile Phone,Home Phone,E-mail Address\n"
        "Anne Martin,Institut,01 99 00 00 01,06 39 98 00 01,01 99 00 00 02,a@example.org\n"
    )
    assert [entry.affiliation for entry in record.phone_entries] == [0, None, None]
    assert record.email_entries[0].affiliation == 0


def test_outlook_in_english():
    heading = (
        "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business Street,Business Fax,"
        "Business Phone,Business Phone 2,Mobile Phone,E-mail Address,E-mail Type,E-mail Display Name,E-mail 2 Address,"
        "Notes"
    )
    record = only(
        f"{heading}\nDr,Anne,Marie,Martin,Jr,Valmont Institute,Press,Head of press,1 Main Street,01 99 00 00 09,"
        "01 99 00 00 01,01 99 00 00 02,06 39 98 00 01,anne@example.org,SMTP,Anne (anne@example.org),a2@example.com,\n"
    )
    assert (record.title, record.given, record.family, record.suffix) == ("Dr", "Anne Marie", "Martin", "Jr")
    assert (record.institution, record.role, record.affiliations[0].department) == (
        "Valmont Institute",
        "Head of press",
        "Press",
    )
    assert [entry.label for entry in record.phone_entries] == ["fax", "office", "office", "mobile"]
    assert record.emails == ["anne@example.org", "a2@example.com"]
    assert set(record.unplaced) == {"Business Street", "E-mail Type", "E-mail Display Name"}


def test_outlook_in_french_has_two_columns_titre():
    record = only(
        "Titre;Prénom;Deuxième prénom;Nom;Suffixe;Société;Service;Titre;Téléphone (bureau);Tél. mobile;"
        "Adresse de messagerie;Adresse de messagerie 2\n"
        "Mme;Anne;;Martin;;Institut;Presse;Chargée de presse;0199000001;0639980001;a@example.org;b@example.org\n"
    )
    assert (record.title, record.role, record.name) == ("Mme", "Chargée de presse", "Anne Martin")
    assert [entry.label for entry in record.phone_entries] == ["office", "mobile"]


def test_google_contacts():
    record = only(
        "Name,Given Name,Family Name,Organization Name,Organization Title,E-mail 1 - Label,E-mail 1 - Value,"
        "Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value,Labels\n"
        "Anne Martin,Anne,Martin,Institut,Press officer,* Work,a@example.org ::: b@example.org,Mobile,06 39 98 00 01,"
        "Presse,01 99 00 00 01 ::: 01 99 00 00 02,* myContacts\n"
    )
    assert record.emails == ["a@example.org", "b@example.org"]
    assert [entry.label for entry in record.email_entries] == ["office", "office"]
    assert [(str(entry.value), entry.label) for entry in record.phone_entries] == [
        ("+33639980001", "mobile"),
        ("+33199000001", "Presse"),
        ("+33199000002", "Presse"),
    ]
    assert (record.name, record.role) == ("Anne Martin", "Press officer")


@pytest.mark.parametrize(
    ("heading", "row", "name"),
    [
        ("Nom;Courriel", "Anne Martin;a@example.org", ("Anne Martin", "Anne", "Martin")),
        ("Nom;Prénom;Courriel", "Martin;Anne;a@example.org", ("Anne Martin", "Anne", "Martin")),
        ("NOM Prénom;Courriel", "MARTIN Anne;a@example.org", ("MARTIN Anne", "Anne", "MARTIN")),
        ("Name;Vorname;E-Mail", "Martin;Anne;a@example.org", ("Anne Martin", "Anne", "Martin")),
        ("Nombre;Apellidos;Correo electrónico", "Anne;Martin;a@example.org", ("Anne Martin", "Anne", "Martin")),
        ("Contact;Mél.", "Anne Martin;a@example.org", ("Anne Martin", "Anne", "Martin")),
        ("Name,First Name,Last Name", "Dr. A. Martin,Anne,Martin", ("Dr. A. Martin", "Anne", "Martin")),
    ],
)
def test_what_a_name_is_depends_on_the_columns_beside_it(heading, row, name):
    record = only(f"{heading}\n{row}\n")
    assert (record.name, record.given, record.family) == name


def test_a_column_called_contact_may_hold_addresses():
    record = only("Organisme;Contact\nInstitut;presse@example.org\n")
    assert (record.kind, record.emails, record.name) == ("desk", ["presse@example.org"], None)


@pytest.mark.parametrize(
    ("heading", "place"),
    [
        ("Tél. presse", "phone (presse)"),
        ("Téléphone 2 (bureau)", "phone 2 (office)"),
        ("E-mail 3 Address", "email 3"),
        ("Phone 1 - Type", "phone_label"),
        ("ÉTABLISSEMENT", "institution"),
        ("Jusqu’au", "ends_on"),
    ],
)
def test_headings(heading, place):
    assert str(place_of(heading)) == place


@pytest.mark.parametrize(
    "heading", ["Adresse", "Numéro de rue", "Web Page", "Notes", "", "x" * 500, "Type de messagerie"]
)
def test_headings_of_nothing_we_keep(heading):
    assert place_of(heading) is None


def test_title_lines_above_the_heading_are_no_rows_and_are_told():
    stream, rows = rows_of("Liste de presse;;\nMise à jour : mars 2025;;\n\nNom;Courriel;\nA Martin;a@example.org;\n")
    assert [(row.number, row.line) for row in rows] == [(1, 5)]
    assert [note.value for note in stream.notes if note.code == "grid.title_above"] == [
        "Liste de presse",
        "Mise à jour : mars 2025",
    ]


def test_a_title_that_could_be_a_heading_is_none_above_a_better_one():
    stream, rows = rows_of("Contacts;;\nNom;Courriel;Tél.\nA Martin;a@example.org;\n")
    assert [row.record.name for row in rows] == ["A Martin"]
    assert [note.value for note in stream.notes if note.code == "grid.title_above"] == ["Contacts"]


def test_a_row_among_the_data_is_no_heading():
    with pytest.raises(SourceError):
        list(read_records("aaa;bbb\nAnne;Évry\nDirection;Nancy\n"))
    stream, rows = rows_of("Anne Martin;a@example.org\nService;Direction\n")
    assert (len(rows), stream.header) == (2, None)


def test_one_known_heading_is_enough():
    assert only("Nom;Zzz\nAnne Martin;x\n").unplaced == {"Zzz": "x"}
    assert [record.name for record in read_records("Nom\nAnne Martin\nBruno Petit\n")] == ["Anne Martin", "Bruno Petit"]


def test_a_list_without_a_heading_is_read_by_its_content():
    stream, rows = rows_of("Anne Martin,anne@example.org,0639980000\nBruno Petit,bruno@example.org,\n")
    assert [row.record.name for row in rows] == ["Anne Martin", "Bruno Petit"]
    assert [note.code for note in stream.notes] == ["grid.columns_guessed"]
    assert stream.header is None


def test_a_list_that_nothing_tells_the_columns_of_is_refused():
    with pytest.raises(SourceError) as refused:
        list(read_records("foo;bar\nx;y\n"))
    assert refused.value.code == "source.no_columns"
    assert "foo | bar" in refused.value.message


def test_a_mapping_wins_and_is_checked():
    record = only("foo;Nom\na@example.org;Anne Martin\n", mapping={"foo": "email", "nom": "name"})
    assert (record.name, record.emails) == ("Anne Martin", ["a@example.org"])
    record = only("A;B\n06 39 98 00 00;Anne Martin\n", mapping={"A": "phone 2 (mobile)", "B": "name"})
    assert record.phone_entries[0].label == "mobile"
    assert only("Nom;Note\nAnne Martin;x\n", mapping={"Note": ""}).unplaced == {"Note": "x"}
    for mapping, code in (({"zzz": "email"}, "mapping.column_unknown"), ({"Nom": "zzz"}, "mapping.field_unknown")):
        with pytest.raises(InvalidChoice) as refused:
            list(read_records("Nom;Courriel\nx;y\n", mapping=mapping))
        assert refused.value.code == code


def test_what_has_no_place_goes_with_the_contact_and_is_noted_once():
    stream, rows = rows_of("Nom;Courriel;Ville;Ville\nA B;a@example.org;Évry;x\nC D;c@example.org;Nancy;\n")
    assert [row.record.unplaced for row in rows] == [{"Ville": "Évry", "Ville (2)": "x"}, {"Ville": "Nancy"}]
    noted = [note.field for note in stream.notes if note.code == "grid.column_unplaced"]
    assert noted == ["Ville", "Ville (2)"]
    assert stream.columns == {"Nom": "name", "Courriel": "email", "Ville": "", "Ville (2)": ""}


def test_blank_rows_are_rows_without_a_contact():
    _, rows = rows_of("Nom;Courriel\n\nA Martin;a@example.org\n ;\u00a0\n;\n")
    assert [row.record is None for row in rows] == [True, False, True, True]
    assert [row.number for row in rows] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("A Martin;a@example.org;01 99 00 12 34", None),
        ("A Martin;a@example.org;01 99 00 12 34;;", None),
        ("A Martin;a@example.org;01 99 00 12 34;x", "row.too_long"),
        ("A Martin;a@example.org", "row.too_short"),
        ("A Martin;foo;01 99 00 12 34", "email.none"),
        ("A Martin;a@@example.org;", "email."),
        ("A Martin;;3.83593E+10", "phone."),
        ("A Martin;;383593000", None),
        ("A Martin;;03 83 59 3O OO", "phone."),
        ("A Martin;;demander", "phone.invalid"),
        ("A Martin;-;néant", None),
        ("Anne Martin et Bruno Petit;a@example.org;", "name.several"),
        ("a@example.org;;", "name.not_a_name"),
        ("A Martin;#REF!;", "cell.formula_error"),
        ('"A Martin;a@example.org;01 99 00 12 34', "cell.quote_unclosed"),
    ],
)
def test_what_rejects_a_row(row, code):
    record = only(f"Nom;Courriel;Tél.\n{row}\n")
    assert len(codes(record)) == (code is not None), record.problems
    assert codes(record)[0].startswith(code) if code else record.name


@pytest.mark.parametrize(
    ("heading", "cell", "code"),
    [
        ("Kind", "robot", "kind.unknown"),
        ("Contact uid", "12", "uid.invalid"),
        ("Depuis", "31/02/2024", "date.invalid"),
        ("Depuis", "bientôt", "date.invalid"),
    ],
)
def test_bad_values_of_other_columns_reject_the_row_and_say_where(heading, cell, code):
    record = only(f"Nom;Organisme;{heading}\nA Martin;Institut;{cell}\n")
    (problem,) = [problem for problem in record.problems if problem.rejects]
    assert (problem.code, problem.field, problem.value) == (code, heading, cell)
    assert problem.message


def test_nothing_to_call_a_contact_by():
    assert codes(only("Nom;Courriel;Ville\n;;Évry\n")) == ["contact.nameless"]


def test_what_could_not_be_read_stays_with_its_text_and_reason():
    record = only("Nom;Courriel;Tél.\nA Martin;a@example.org, foo@;3.83593E+10\n")
    assert record.email_entries[0].text == "a@example.org"
    assert any(entry.value is None and entry.error_code for entry in record.email_entries)
    assert record.phone_entries[0].text == "3.83593E+10"
    assert record.phone_entries[0].error_code


def test_a_number_whose_zero_a_spreadsheet_lost_is_mended_and_told(tmp_path):
    for text in ("383593000", "33383593000", "383593000.0"):
        record = only(f"Nom;Tél.\nA Martin;{text}\n")
        assert str(record.phones[0]) == "+33383593000"
        assert any(code.startswith("phone.") for code in codes(record, rejecting=False))


@pytest.mark.parametrize("name", ["libreoffice.xlsx", "libreoffice.xls", "libreoffice.ods", "libreoffice-macroman.csv"])
def test_what_libreoffice_has_done_to_a_number(name):
    records = list(read_records(FILES / name))
    assert [record.name for record in records] == ["Anne LE GOFF", "Bruno PETIT", "Élise D'ALMEIDA"]
    assert str(records[2].phones[0]) == "+33199005678"
    assert records[1].emails == ["bruno@example.net", "b.petit@example.com"]
    assert records[0].affiliations[0].starts_on == dt.date(2024, 9, 1)


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("Service presse;presse@example.org;", "desk"),
        ("Direction de la communication;;", "desk"),
        (";newsroom@example.org;", "desk"),
        ("Anne Martin;presse@example.org;", "person"),
        ("Anne Martin;;desk", "desk"),
        ("Bureau;;personne", "person"),
    ],
)
def test_persons_and_desks(row, kind):
    assert only(f"Nom;Courriel;Kind\n{row}\n").kind == kind


def test_a_column_type_that_holds_something_else_has_no_place():
    record = only("Nom;Courriel;Type\nA Martin;a@example.org;Presse nationale\n")
    assert (record.unplaced, codes(record)) == ({"Type": "Presse nationale"}, [])


def test_two_jobs_and_a_role_without_an_institution():
    record = only("Nom;Organisme;Fonction;Organisme 2;Fonction 2\nA B;X;chef;;porte-parole\n")
    assert record.affiliations == [RecordAffiliation("X", role="chef"), RecordAffiliation("", role="porte-parole")]


def test_uids_are_taken_as_they_are():
    uid = UUID(int=7)
    assert only(f"Nom;Contact uid\nA Martin;{uid}\n").uid == uid


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-09-01", dt.date(2024, 9, 1)),
        ("2024-09-01 00:00:00", dt.date(2024, 9, 1)),
        ("1/9/2024", dt.date(2024, 9, 1)),
        ("01.09.2024", dt.date(2024, 9, 1)),
        ("1er septembre 2024", dt.date(2024, 9, 1)),
        ("September 1, 2024", dt.date(2024, 9, 1)),
        ("20240901", dt.date(2024, 9, 1)),
        ("09/2024", dt.date(2024, 9, 1)),
        ("2024", dt.date(2024, 1, 1)),
        ("09/25/2024", dt.date(2024, 9, 25)),
        ("31/02/2024", None),
        ("lundi", None),
        ("45536", None),
        ("du 3 au 5 mars 2025", None),
        ("99999999", None),
    ],
)
def test_days(text, day):
    assert day_of(text)[0] == day


def test_the_last_day_of_a_month_or_a_year():
    assert day_of("02/2024", is_end=True)[0] == dt.date(2024, 2, 29)
    assert day_of("12/2024", is_end=True)[0] == dt.date(2024, 12, 31)
    assert day_of("12/9999", is_end=True) is not None


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.lists(
            st.sampled_from(["Nom", "a@example.org", "01 99 00 12 34", "#REF!", "=1", '"', "2024", "", "é"])
            | st.text(max_size=4),
            max_size=6,
        ),
        max_size=6,
    )
)
def test_every_row_below_the_heading_is_one_row(grid):
    written = io.BytesIO()
    rows = [["Nom", "Courriel", "Tél.", "Depuis", "Langue", "Kind"], *grid]
    try:
        write_grid(rows, written)
    except CrmError:
        return
    _, found = rows_of(written.getvalue())
    assert [row.number for row in found] == list(range(1, len(grid) + 1))
    assert [row.cells for row in found] == grid
    assert [row.record is None for row in found] == [not any(cell.strip() for cell in cells) for cells in grid]


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_contacts_or_an_error(data):
    try:
        _, rows = rows_of(b"Nom;Courriel;Tel\n" + data)
    except CrmError:
        return
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))


@pytest.mark.parametrize(
    ("heading", "below", "emails", "labels"),
    [
        (["Contact", "", "Coordonnées", ""], ["Nom", "Prénom", "Téléphone", "Mail"], ["a@example.org"], [None]),
        (["Nom", "Prénom", "Bureau", ""], ["", "", "Tél.", "Courriel"], ["a@example.org"], ["office"]),
    ],
)
def test_a_heading_of_two_rows(heading, below, emails, labels):
    written = io.BytesIO()
    write_grid([heading, below, ["LE GOFF", "Anne", "01 99 00 12 34", "a@example.org"]], written)
    (record,) = read_records(written.getvalue())
    assert (record.given, record.family, record.emails, record.row) == ("Anne", "LE GOFF", emails, 1)
    assert [entry.label for entry in record.phone_entries] == labels


def test_the_numbers_below_one_merged_heading():
    (record,) = read_records("Nom;Téléphone;;Mail\n;fixe;mobile;\nAnne LE GOFF;01 99 00 12 34;06 39 98 12 34;\n")
    assert [(str(one.value), one.label) for one in record.phone_entries] == [
        ("+33199001234", "landline"),
        ("+33639981234", "mobile"),
    ]


def test_a_row_that_says_words_of_headings_is_a_row():
    found = [record.name for record in read_records("Nom;Service\nPresse;Bureau\nAnne LE GOFF;Presse\n")]
    assert found == ["Presse", "Anne LE GOFF"]


@pytest.mark.parametrize(
    ("text", "region", "number"),
    [
        (
            "Cognome;Nome;Telefono;Indirizzo e-mail;Ente\nRossi;Maria;06 6982 1234;a@example.org;Comune",
            "IT",
            "+390669821234",
        ),
        (
            "Achternaam;Voornaam;Telefoonnummer;E-mailadres;Organisatie\nRossi;Maria;020 123 4567;a@example.org;Comune",
            "NL",
            "+31201234567",
        ),
        (
            "Apelido;Nome;Telemóvel;Correio eletrónico;Entidade\nRossi;Maria;912 345 678;a@example.org;Comune",
            "PT",
            "+351912345678",
        ),
    ],
)
def test_headings_in_italian_dutch_and_portuguese(text, region, number):
    (record,) = read_records(text, region=region)
    assert (record.given, record.family, record.institution) == ("Maria", "Rossi", "Comune")
    assert ([str(one) for one in record.phones], record.emails) == ([number], ["a@example.org"])


def test_json_in_one_line_and_nothing_are_texts():
    (record,) = read_records('[{"@type": "Card", "name": {"full": "Anne LE GOFF"}}]')
    assert (record.name, list(read_records(""))) == ("Anne LE GOFF", [])


@pytest.mark.parametrize("form", ["vcf", "vcard", "vcard3", ".VCF"])
def test_a_format_may_be_called_as_it_is_written_or_by_its_suffix(form):
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:Anne LE GOFF\nEND:VCARD\n"
    assert [record.name for record in read_records(card, format=form)] == ["Anne LE GOFF"]


@pytest.mark.parametrize("source", [None, 3, [["Nom"]]])
def test_what_is_no_list_is_said(source):
    with pytest.raises(TypeError, match=type(source).__name__):
        list(read_records(source))
