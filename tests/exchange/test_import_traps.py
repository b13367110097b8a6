"""What lists and cards of the world do to programs that take them in, each with what becomes of it here."""

from __future__ import annotations

import csv
import io
import quopri

import pytest
from exchange.test_import import counts
from sqlalchemy import select

from crm import exchange
from crm.exchange import import_contacts
from crm.models import Affiliation, ContactEmail, ContactPhone, PressContact


def people(session):
    return [str(name) for name in session.scalars(select(PressContact.printed_name).order_by(PressContact.id))]


def addresses(session):
    return sorted(map(str, session.scalars(select(ContactEmail.address))))


def numbers(session):
    return sorted(session.scalars(select(ContactPhone.e164)))


# --- spreadsheets -----------------------------------------------------------------------------------------------------

ROWS = [
    ["Nom", "Prénom", "Courriel", "Téléphone", "Notes"],
    ["LE GOFF", "Anne", "anne@example.org", "01 99 00 12 34", 'deux\nlignes; et, plus\t"ici"'],
    ["Quint", "Zoé", "zoe@@example", "01 99 00 12 35", ""],
    ["Bénali", "Karim", "karim@example.org", "06 39 98 12 36", "œuf €"],
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize(
    "dialect",
    [
        {"delimiter": ";"},
        {"delimiter": ","},
        {"dialect": "excel-tab"},
        {"dialect": "unix"},
        {"delimiter": "|", "quoting": csv.QUOTE_ALL},
        {"delimiter": ";", "quoting": csv.QUOTE_NONNUMERIC},
    ],
    ids=["semicolon", "comma", "excel-tab", "unix", "bar", "nonnumeric"],
)
def test_what_pythons_writer_makes_of_a_list(session, encoding, dialect):
    target = io.StringIO(newline="")
    csv.writer(target, **dialect).writerows(ROWS)
    report = import_contacts(session, target.getvalue().encode(encoding))
    assert counts(report) == (2, 0, 0, 1, 0)
    [bad] = report.rejections
    assert (bad.row, bad.line, bad.field, bad.value) == (2, 4, "Courriel", "zoe@@example")
    assert people(session) == ["Anne LE GOFF", "Karim Bénali"]


def test_a_blank_line_ends_nothing_and_a_short_or_long_row_comes_back(session):
    text = "Nom;Prénom;Courriel\nMARTIN;Anne;a@example.org\n\n;;\nPETIT;Paul\nGRAND;Léa;l@example.org;x\n"
    report = import_contacts(session, f"{text}QUINT;Zoé;z@example.org;\n")
    assert counts(report) == (2, 0, 0, 2, 2)
    assert [(one.line, one.code) for one in report.rejections] == [(5, "row.too_short"), (6, "row.too_long")]
    assert people(session) == ["Anne MARTIN", "Zoé QUINT"]


@pytest.mark.parametrize(
    "heading",
    [
        "First Name,Last Name,E-mail Address,Business Phone",
        "Prénom,Nom,Adresse de messagerie,Téléphone (bureau)",
        "Given Name,Family Name,E-mail 1 - Value,Phone 1 - Value",
        "First Name,Last Name,E-mail 1 - Value,Phone 1 - Value",
        "Prénom,Nom de famille,Courriel,Tél.",
        "first,last,email,phone",
        "Vorname,Nachname,E-Mail,Telefon",
    ],
)
def test_the_headings_of_address_books(session, heading):
    report = import_contacts(session, f"{heading}\nAnne,MARTIN,anne@example.org,01 99 00 12 34\n")
    assert (counts(report), report.notes) == ((1, 0, 0, 0, 0), [])
    assert (people(session), addresses(session), numbers(session)) == (
        ["Anne MARTIN"],
        ["anne@example.org"],
        ["+33199001234"],
    )


@pytest.mark.parametrize(
    "cell", ["a@example.org, b@example.net", "a@example.org / b@example.net", '"a@example.org;b@example.net"']
)
def test_two_addresses_in_a_cell_are_two(session, cell):
    import_contacts(session, f"Nom\tCourriel\nAnne MARTIN\t{cell}\n")
    assert addresses(session) == ["a@example.org", "b@example.net"]


@pytest.mark.parametrize(
    ("cell", "becomes"),
    [
        ("199001234", ["+33199001234"]),
        ("199001234.0", ["+33199001234"]),
        ("33199001234", ["+33199001234"]),
        ("0033199001234", ["+33199001234"]),
        ("'0199001234", ["+33199001234"]),
        ('="0199001234"', ["+33199001234"]),
        ("3.3199E+10", None),
        ("3,3199E+10", None),
        ("#####", []),
        ("#VALEUR!", None),
    ],
)
def test_what_a_spreadsheet_makes_of_a_number(session, cell, becomes):
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=";").writerows([["Nom", "Courriel", "Tél."], ["Anne MARTIN", "a@example.org", cell]])
    report = import_contacts(session, target.getvalue())
    assert (report.rejected, numbers(session)) == ((1, []) if becomes is None else (0, becomes))


@pytest.mark.parametrize("cell", ["=cmd|'/c calc'!A1", "+1+1", "-2+3", "@SUM(A1)", "=1+1"])
def test_a_formula_is_text_in_and_does_not_reckon_out(session, cell):
    report = import_contacts(
        session, f"Nom\tCourriel\tFonction\tOrganisation\nAnne MARTIN\ta@example.org\t{cell}\tTessan\n"
    )
    assert report.created == 1
    assert session.scalar(select(Affiliation.role)) == cell
    target = io.BytesIO()
    exchange.export(session, "contacts", target, format="csv")
    heading, row = csv.reader(io.StringIO(target.getvalue().decode(), newline=""))
    assert dict(zip(heading, row, strict=True))["Role"] == f"'{cell}"


# --- cards ------------------------------------------------------------------------------------------------------------


def card(*lines, version="3.0"):
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


def soft(text):
    """Quoted-printable with soft line breaks, as phones write it."""
    return quopri.encodestring(text.encode()).decode().replace("\n", "\r\n")


def test_quoted_printable_with_soft_line_breaks(session):
    long = "Séverine-Éléonore Désirée de la Très-Longue-Rivière"
    name = f"FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{soft(long)}"
    assert "=\r\n" in name
    assert import_contacts(session, card(name, "TEL;CELL:0639981234", version="2.1").encode()).created == 1
    assert people(session) == [long]
    assert session.execute(select(ContactPhone.e164, ContactPhone.label)).one() == ("+33639981234", "mobile")


@pytest.mark.parametrize(
    "lines",
    [
        ["TEL;CELL:06 39 98 12 34"],
        ["TEL;TYPE=CELL:+33 6 39 98 12 34"],
        ["TEL;TYPE=cell;VALUE=uri:tel:+33-6-39-98-12-34"],
        ["item1.TEL:+33639981234", "item1.X-ABLabel:_$!<Mobile>!$_"],
    ],
)
def test_every_way_to_say_a_mobile(session, lines):
    for version in ("3.0", "4.0"):
        import_contacts(session, b"\xef\xbb\xbf" + card("FN:Anne Martin", *lines, version=version).encode())
    assert session.execute(select(ContactPhone.e164, ContactPhone.label)).all() == [("+33639981234", "mobile")]


def test_one_bad_card_takes_no_other_along(session):
    good = [card(f"FN:{name} Martin", f"EMAIL:{name}@example.org".lower()) for name in ("Anne", "Zoe")]
    bad = [
        card("FN:Paul Petit", "EMAIL:paul@@example"),
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Léa Grand\r\n",
        card("N:;;;;"),
    ]
    report = import_contacts(session, (good[0] + "".join(bad[:2]) + bad[2] + good[1]).encode())
    assert report.rows == sum(counts(report)) == 5
    assert people(session) == ["Anne Martin", "Zoe Martin"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_cards_of_every_encoding_and_two_files_in_one(session, encoding):
    book = [
        card(f"FN:{name}", f"EMAIL:a{number}@example.org") for number, name in enumerate(["Zoé Quint", "Léa Bénali"])
    ]
    both = b"".join(one.encode(encoding) for one in book) if encoding == "utf-8-sig" else "".join(book).encode(encoding)
    assert counts(import_contacts(session, both)) == (2, 0, 0, 0, 0)
    assert people(session) == ["Zoé Quint", "Léa Bénali"]


def test_a_line_folded_inside_a_character(session):
    data = card("FN:Zoé Quint", "EMAIL:zoe@example.org").encode()
    cut = data.index("é".encode()) + 1
    assert import_contacts(session, data[:cut] + b"\r\n " + data[cut:]).created == 1
    assert people(session) == ["Zoé Quint"]


def test_a_card_without_a_uid_duplicates_nobody(session):
    book = (
        card("FN:Anne Martin", "EMAIL:anne@example.org")
        + card("FN:Zoé Quint", "TEL:01 99 00 12 34")
        + card("FN:Léa Grand")
    )
    assert import_contacts(session, book.encode()).created == 3
    assert import_contacts(session, book.encode()).unchanged == 3


# --- what others lose -------------------------------------------------------------------------------------------------


def test_a_new_employer_erases_nothing_and_a_blank_neither(session):
    heading = "Nom;Courriel;Téléphone;Organisation;Fonction;Jusqu'au\n"
    import_contacts(
        session, f"{heading}Anne MARTIN;anne@example.org;01 99 00 12 34;Institut Tessan;rédactrice;31/12/2024\n"
    )
    assert import_contacts(session, f"{heading}Anne MARTIN;anne@example.org;;Orvane;directrice;\n").updated == 1
    jobs = session.execute(select(Affiliation.role, Affiliation.ends_on).order_by(Affiliation.id)).all()
    assert [(role, day and day.isoformat()) for role, day in jobs] == [
        ("rédactrice", "2024-12-31"),
        ("directrice", None),
    ]
    assert numbers(session) == ["+33199001234"]
