"""Cards as address books write them, right and wrong."""

from __future__ import annotations

import base64
import datetime as dt
import json
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm import LanguageTag
from crm.errors import SourceDamaged, SourceError, SourceFormatUnknown, SourceTooLarge
from crm.exchange import ContactRecord, Limits, RecordAffiliation, RecordCoordinate
from crm.exchange.cards import cards_of, is_card, jcard_of, jscontact_of, vcard_of
from crm.exchange.cards.reasons import with_reasons
from crm.exchange.sources import opened
from crm.values import PhoneNumber


def stream_of(data, kind=None, **limits):
    data = data.encode() if isinstance(data, str) else data
    with opened(data, Limits(**limits)) as source:
        stream = cards_of(source, kind, region="FR", limits=Limits(**limits))
        rows = list(stream)
        assert [row.number for row in rows] == list(range(1, len(rows) + 1))
        return stream, rows


def rows_of(data, kind=None, **limits):
    return stream_of(data, kind, **limits)[1]


def records_of(data, kind=None, **limits):
    return [row.record for row in rows_of(data, kind, **limits)]


def record_of(data, kind=None, **limits):
    [record] = records_of(data, kind, **limits)
    return record


def card(*lines, version="3.0"):
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


def rejecting(record):
    return [problem.code for problem in record.problems if problem.rejects]


def coordinates(entries):
    return [(str(entry.value or entry.text), entry.label) for entry in entries]


# -- as programs write them -------------------------------------------------------------------------------------------

OUTLOOK = b"""BEGIN:VCARD\r
VERSION:2.1\r
N;LANGUAGE=fr;CHARSET=Windows-1252:Lef\xe8vre;Zo\xe9;Marie;Mme\r
FN;CHARSET=Windows-1252:Mme Zo\xe9 Marie Lef\xe8vre\r
ORG;CHARSET=Windows-1252:Universit\xe9 d'Exemple;Direction de la communication\r
TITLE;CHARSET=Windows-1252:Charg\xe9e des relations presse\r
NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=Windows-1252:Absente le mercredi=0D=0A=\r
Pr=E9f=E8re le t=E9l=E9phone\r
TEL;WORK;VOICE:01 99 00 12 34\r
TEL;CELL;VOICE:06 39 98 12 34\r
TEL;WORK;FAX:01 99 00 12 35\r
ADR;WORK;PREF;CHARSET=Windows-1252:;;12, rue des Essais;Exempleville;;00000;France\r
EMAIL;PREF;INTERNET:zoe.lefevre@example.org\r
PHOTO;TYPE=JPEG;ENCODING=BASE64:\r
 /9j/4AAQSkZJRgABAQEAYABgAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRof\r
 Hh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/2wBDAQkJCQwLDBgNDRgyIRwh\r
\r
REV:20250117T101500Z\r
END:VCARD\r
"""


def test_outlook():
    record = record_of(OUTLOOK)
    assert (record.name, record.given, record.family, record.title) == (
        "Mme Zoé Marie Lefèvre", "Zoé Marie", "Lefèvre", "Mme",
    )  # fmt: skip
    assert record.affiliations == [
        RecordAffiliation("Université d'Exemple", None, "Chargée des relations presse", "Direction de la communication")
    ]
    assert coordinates(record.phone_entries) == [
        ("+33199001234", "office"), ("+33639981234", "mobile"), ("+33199001235", "fax"),
    ]  # fmt: skip
    assert coordinates(record.email_entries) == [("zoe.lefevre@example.org", None)]
    assert record.unplaced["NOTE"] == "Absente le mercredi\nPréfère le téléphone"
    assert record.unplaced["ADR work"] == ";;12, rue des Essais;Exempleville;;00000;France"
    assert record.unplaced["PHOTO"].endswith("not kept)")
    assert rejecting(record) == []


APPLE = """BEGIN:VCARD
VERSION:3.0
PRODID:-//Apple Inc.//macOS 14.5//EN
N:Le Goff;Anne;;;
FN:Anne Le Goff
ORG:Institut des Exemples;Service de presse;
TITLE:Attachée de presse
EMAIL;type=INTERNET;type=HOME:anne@example.net
EMAIL;type=INTERNET;type=WORK;type=pref:anne.legoff@example.org
item1.EMAIL;type=INTERNET:presse@example.org
item1.X-ABLabel:Permanence
TEL;type=IPHONE;type=CELL;type=VOICE;type=pref:06 39 98 12 34
TEL;type=MAIN:01 99 00 12 00
item2.TEL:01 99 00 12 34
item2.X-ABLabel:_$!<Work>!$_
item3.URL;type=pref:https\\://www.example.org
item3.X-ABLabel:_$!<HomePage>!$_
item4.X-ABRELATEDNAMES:Paul Martin
item4.X-ABLabel:_$!<Assistant>!$_
UID:8D3E7C52-7C1B-4C6E-9B1D-9D9E0C9A1F11:ABPerson
X-ABUID:8D3E7C52-7C1B-4C6E-9B1D-9D9E0C9A1F11:ABPerson
END:VCARD
"""


def test_apple():
    record = record_of(APPLE)
    assert coordinates(record.email_entries) == [
        ("anne.legoff@example.org", "office"), ("anne@example.net", "home"), ("presse@example.org", "Permanence"),
    ]  # fmt: skip
    assert coordinates(record.phone_entries) == [
        ("+33639981234", "mobile"), ("+33199001200", "standard"), ("+33199001234", "office"),
    ]  # fmt: skip
    assert record.affiliations == [
        RecordAffiliation("Institut des Exemples", None, "Attachée de presse", "Service de presse")
    ]
    assert record.uid is None
    assert record.unplaced["UID"].endswith(":ABPerson")
    assert record.unplaced["URL HomePage"] == "https://www.example.org"
    assert record.unplaced["X-ABRELATEDNAMES Assistant"] == "Paul Martin"


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (["N:Presse;Service;;;", "FN:Service Presse"], "desk"),
        (["FN:Rédaction"], "desk"),
        (["EMAIL:presse@example.org"], "desk"),
        (["N:Presse;Anne;;;", "FN:Anne Presse"], "person"),
        (["FN:Service Presse", "KIND:individual"], "person"),
        (["FN:Anne Martin", "X-CRM-KIND:desk"], "desk"),
        (["FN:Anne Martin", "KIND:org"], "desk"),
    ],
)
def test_somebody_or_a_desk(lines, kind):
    record = record_of(card(*lines))
    assert record.kind == kind
    assert (record.given is None) == (kind == "desk")


def test_a_company_of_apple_is_a_desk():
    record = record_of(
        card("N:;;;;", "FN:Institut des Exemples", "ORG:Institut des Exemples;", "X-ABShowAs:COMPANY", "TEL:0199001234")
    )
    assert (record.kind, record.name, record.given, record.family) == ("desk", "Institut des Exemples", None, None)


GOOGLE = """BEGIN:VCARD
VERSION:3.0
FN:
N:;;;;
item1.EMAIL;TYPE=INTERNET:redaction@example.com
item1.X-ABLabel:
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Paul Martin
N:Martin;Paul;;;
EMAIL;TYPE=INTERNET;TYPE=WORK:paul@example.com
TEL;TYPE=CELL:+33 6 39 98 12 34
TEL;TYPE="work,voice":+33 1 99 00 12 34
item1.ORG:Agence Exemple
item1.TITLE:Rédacteur en chef\\, culture
NOTE:Rencontré au salon\\nà rappeler
CATEGORIES:myContacts,Presse
END:VCARD
"""


def test_google():
    nameless, paul = records_of(GOOGLE)
    assert (nameless.kind, nameless.name) == ("desk", None)
    assert coordinates(nameless.email_entries) == [("redaction@example.com", None)]
    assert rejecting(nameless) == []
    assert paul.affiliations == [RecordAffiliation("Agence Exemple", role="Rédacteur en chef, culture")]
    assert coordinates(paul.phone_entries) == [("+33639981234", "mobile"), ("+33199001234", "office")]
    assert [entry.affiliation for entry in paul.phone_entries] == [None, None]
    assert paul.unplaced == {"NOTE": "Rencontré au salon\nà rappeler", "CATEGORIES": "myContacts,Presse"}


ANDROID = b"""BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=89toile;=41=6E=6E=65;;;
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=41=6E=6E=65=20=C3=89toile
TEL;CELL;PREF:0639981234
TEL;X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,Direct):0199001234
EMAIL;HOME:anne@example.net
ORG;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=45=78=65=6D=70=6C=65=20=53=C3=A9=
=63=75=72=69=74=C3=A9
END:VCARD
"""


def test_android():
    record = record_of(ANDROID)
    assert (record.name, record.family) == ("Anne Étoile", "Étoile")
    assert record.institution == "Exemple Sécurité"
    assert [str(phone) for phone in record.phones] == ["+33639981234", "+33199001234"]
    assert record.phone_entries[0].label == "mobile"


THUNDERBIRD = """BEGIN:VCARD
VERSION:4.0
N:Martin;Anne;;;
FN:Anne Martin
EMAIL;PREF=1;TYPE=work:anne.martin@example.org
TEL;TYPE=cell;VALUE=TEXT:06 39 98 12 34
TEL;VALUE=URI;TYPE="work,voice":tel:+33-1-99-00-12-34;ext=12
ORG:Institut;Presse
TITLE:Directrice
ROLE:Porte-parole
X-CUSTOM1;VALUE=TEXT:liste A
LANG;PREF=2:en
LANG;PREF=1:fr
UID:urn:uuid:9b2f0b4a-6d1c-4b3e-8a55-0f1e2d3c4b5a
END:VCARD
"""


def test_thunderbird():
    record = record_of(THUNDERBIRD)
    assert record.uid == UUID("9b2f0b4a-6d1c-4b3e-8a55-0f1e2d3c4b5a")
    assert record.language == LanguageTag("fr")
    assert record.phones == [PhoneNumber("+33639981234"), PhoneNumber("+33199001234", "12")]
    assert record.role == "Directrice"
    assert record.unplaced == {"ROLE": "Porte-parole", "X-CUSTOM1": "liste A", "LANG": "en"}


NEXTCLOUD = """BEGIN:VCARD
VERSION:4.0
PRODID:-//Sabre//Sabre VObject 4.5.4//EN
UID:5a1f6a0e-7a0b-4a7a-9a53-6a1f6a0e7a0b
FN:Service presse
X-ADDRESSBOOKSERVER-KIND:group
ORG:Ville d’Exemple
EMAIL;TYPE=WORK:presse@example.org
PHOTO:data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAA
 DUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==
REV;VALUE=DATE-AND-OR-TIME:20250117T101500Z
END:VCARD
"""


def test_nextcloud():
    record = record_of(NEXTCLOUD)
    assert (record.kind, record.name, record.given) == ("desk", "Service presse", None)
    assert record.uid == UUID("5a1f6a0e-7a0b-4a7a-9a53-6a1f6a0e7a0b")
    assert list(record.unplaced) == ["PHOTO"]


# -- how the text is written ------------------------------------------------------------------------------------------


def test_a_card_of_2_1_with_only_n_has_a_name():
    record = record_of(card("N:Martin;Anne;;Dr", version="2.1"))
    assert (record.name, record.given, record.family, record.title) == ("Dr Anne Martin", "Anne", "Martin", "Dr")


def test_a_card_with_only_fn_has_parts():
    record = record_of(card("FN:Anne LE GOFF", version="4.0"))
    assert (record.name, record.given, record.family) == ("Anne LE GOFF", "Anne", "LE GOFF")


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_any_end_of_line_in_any_charset(ending, charset):
    text = card("FN:Zoé Lefèvre", "ORG:Université de l’Été", "EMAIL:zoe@example.org").replace("\r\n", ending)
    [row] = rows_of((text + text).encode(charset))[1:]
    assert (row.record.name, row.record.institution) == ("Zoé Lefèvre", "Université de l’Été")
    assert row.line == 7


def test_a_fold_inside_a_character():
    data = card("FN:Zoé Lefèvre").encode().replace("é".encode(), b"\xc3\r\n \xa9")
    [row] = rows_of(data)
    assert row.record.name == "Zoé Lefèvre"
    assert "FN:Zoé Lefèvre" in row.cells[0]


def test_a_charset_that_the_property_states():
    data = b"BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=ISO-8859-5:\xbc\xd0\xe0\xe2\xd8\xdd;\xb0\xdd\xdd\xd0\nEND:VCARD\n"
    assert record_of(data).name == "Анна Мартин"


def test_escapes_and_carets():
    record = record_of(
        card("FN:Anne\\, dite \\\\o", r"NOTE:a\;b\:c\Nd\x", 'TEL;X-CRM-LABEL="a^nb^^c^\'d;:,":0199001234')
    )
    assert record.name == "Anne, dite \\o"
    assert record.unplaced["NOTE"] == "a;b:c\nd\\x"
    assert record.phone_entries[0].label == 'a\nb^c"d;:,'


def test_a_line_of_2_1_may_be_folded_many_times():
    folded = "ORG:Institut\n des\n Exemples\n d\n Or: Est\n et Ouest\n"
    record = record_of(f"BEGIN:VCARD\nVERSION:2.1\nN:Martin;Anne\n{folded}END:VCARD\n")
    assert (record.institution, record.problems) == ("Institut des Exemples d Or: Est et Ouest", [])


def test_the_fold_of_2_1_keeps_its_space():
    record = record_of("BEGIN:VCARD\nVERSION:2.1\nN:Martin;Anne\nORG:Institut\n des Exemples\nEND:VCARD\n")
    assert record.institution == "Institut des Exemples"


def test_quoted_printable_that_outlook_breaks_without_a_sign():
    record = record_of(
        "BEGIN:VCARD\nVERSION:2.1\nN:Martin;Anne\nNOTE;ENCODING=QUOTED-PRINTABLE:un=0A\ndeux\nEND:VCARD\n"
    )
    assert record.unplaced["NOTE"].split() == ["un", "deux"]
    assert rejecting(record) == []


def test_the_preferred_come_first():
    record = record_of(
        card("FN:A B", "EMAIL:c@example.org", "EMAIL;PREF=2:b@example.org", "EMAIL;PREF=1:a@example.org")
    )
    assert [str(email) for email in record.emails] == ["a@example.org", "b@example.org", "c@example.org"]


def test_several_in_one_value_are_several():
    record = record_of(card("FN:A B", "EMAIL:a@example.org; b@example.org", "TEL:01 99 00 12 34 / 06 39 98 12 34"))
    assert len(record.emails) == len(record.phones) == 2


def test_a_group_binds_a_number_to_its_job():
    record = record_of(
        card("FN:A B", "a.ORG:Un", "a.TITLE:Journaliste", "b.ORG:Deux", "b.TITLE:Pigiste", "b.TEL:0199001234")
    )
    assert [(job.institution, job.role) for job in record.affiliations] == [("Un", "Journaliste"), ("Deux", "Pigiste")]
    assert record.phone_entries[0].affiliation == 1


def test_an_institution_in_two_languages_is_one():
    record = record_of(
        card("FN:A B", "ORG;ALTID=1;LANGUAGE=fr:Institut", "ORG;ALTID=1;LANGUAGE=en:Institute", version="4.0")
    )
    assert [job.institution for job in record.affiliations] == ["Institut"]
    assert record.unplaced == {"ORG": "Institute"}


def test_a_dash_is_no_number():
    record = record_of(card("FN:A B", "TEL:-", "EMAIL: ", "TEL:0199001234"))
    assert [str(phone) for phone in record.phones] == ["+33199001234"]
    assert rejecting(record) == []


def test_a_role_without_an_institution_is_not_lost():
    record = record_of(card("FN:Anne Martin", "TITLE:Journaliste"))
    assert (record.institution, record.role) == (None, "Journaliste")


# -- what is wrong ----------------------------------------------------------------------------------------------------


def test_one_bad_card_among_good_ones():
    text = card("FN:Anne Martin") + card("this is no property", "FN:Paul Petit") + card("FN:Zoé Grand")
    good, bad, last = rows_of(text)
    assert (good.record.problems, last.record.problems) == ([], [])
    assert rejecting(bad.record) == ["card.line"]
    assert (bad.line, last.line) == (5, 10)
    assert (bad.record.name, last.record.name) == ("Paul Petit", "Zoé Grand")


def test_a_card_without_its_end():
    first, second = rows_of("BEGIN:VCARD\nVERSION:3.0\nFN:Anne Martin\n" + card("FN:Paul Petit"))
    assert (first.record.name, rejecting(first.record)) == ("Anne Martin", ["card.unfinished"])
    assert (second.record.name, second.line, rejecting(second.record)) == ("Paul Petit", 4, [])
    assert rejecting(record_of("BEGIN:VCARD\nFN:Anne Martin\n")) == ["card.unfinished"]


def test_a_card_without_its_beginning():
    first, second = rows_of(card("FN:Paul Petit") + "VERSION:3.0\nFN:Anne Martin\nEND:VCARD\n")
    assert rejecting(first.record) == []
    assert (second.record.name, second.line, rejecting(second.record)) == ("Anne Martin", 5, ["card.not_begun"])


def test_text_between_cards_is_noted():
    stream, rows = stream_of("Bonjour,\nvoici\n" + card("FN:Anne Martin") + "\n\nFin\n" + card("FN:Paul Petit"))
    assert [row.record.name for row in rows] == ["Anne Martin", "Paul Petit"]
    [note] = stream.notes
    assert note.code == "card.stray_text"
    assert note.message.startswith("3 lines")


def test_blank_cards_are_blank_rows():
    rows = rows_of(card() + card("FN:", "N:;;;;", "REV:20250101") + card("FN:Anne Martin"))
    assert [row.record is None for row in rows] == [True, True, False]


def test_the_card_of_an_assistant_is_not_a_row():
    text = card("N:Martin;Anne", "AGENT:", "BEGIN:VCARD", "N:Petit;Paul", "TEL:0199001234", "END:VCARD", version="2.1")
    record, after = records_of(text + card("FN:Zoé Grand"))
    assert (record.name, record.phones, after.name) == ("Anne Martin", [], "Zoé Grand")
    assert "Paul" in record.unplaced["AGENT"]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["FN:Anne Martin", "TEL:01 99 OO 12 34"], "phone.letters"),
        (["FN:Anne Martin", "TEL:1\\,99001E+08"], "phone.spreadsheet"),
        (["FN:Anne Martin", "EMAIL:anne@@example.org"], "email.several_at"),
        (["FN:Anne Martin", "EMAIL:personne"], "email.none"),
        (["FN:Anne Martin", "UID:urn:uuid:nobody"], "uid.invalid"),
        (["FN:Anne Martin", "KIND:device"], "kind.unknown"),
        (["FN:Anne et Paul Martin"], "name.several"),
        (["N:Martin et Petit;Anne et Zoé", "FN:Anne Martin et Zoé Petit"], "name.several"),
        (["NOTE:nobody"], "contact.nameless"),
        (["KIND:individual", "EMAIL:a@example.org"], "contact.person_nameless"),
        (["FN:Anne Martin", "ORG;X-CRM-FROM=2025-02-30:X"], "date.invalid"),
        (["FN:Anne Martin", "ORG;X-CRM-FROM=2025-02-20;X-CRM-TO=2024-01-01:X"], "period.reversed"),
        (["FN:Anne Martin", "NOTE:" + "x" * 150_000], "card.value_too_long"),
        (["FN:Anne Martin", *["X-A:b"] * 1200], "card.too_many_properties"),
        (["FN:Anne Martin", *["NOTE:" + "x" * 60_000] * 20], "card.too_long"),
        (["FN;ENCODING=QUOTED-PRINTABLE:Anne=00Martin"], "text.invalid"),
    ],
)
def test_what_rejects_a_card(lines, code):
    records = records_of(card(*lines, version="2.1" if "QUOTED" in lines[0] else "4.0") + card("FN:Zoé Grand"))
    assert code in rejecting(records[0])
    assert [len(records), records[1].name, records[1].problems] == [2, "Zoé Grand", []]


def test_an_unreadable_number_stays_with_its_reason():
    record = record_of(card("FN:Anne Martin", "TEL;CELL:01 99 OO 12 34"))
    assert record.phone_entries == [RecordCoordinate(None, "01 99 OO 12 34", "mobile", "phone.letters")]
    [problem] = [problem for problem in record.problems if problem.rejects]
    assert (problem.field, problem.value, problem.hint is not None) == ("TEL", "01 99 OO 12 34", True)


def test_an_unknown_language_is_kept_and_does_not_reject():
    record = record_of(card("FN:Anne Martin", "LANG:klingon!"))
    assert (record.language, record.unplaced, rejecting(record)) == (None, {"LANG": "klingon!"}, [])


def test_a_huge_picture_rejects_nothing_and_is_not_kept():
    picture = base64.b64encode(bytes(3_000_000)).decode()
    whole = card(f"PHOTO;ENCODING=b;TYPE=JPEG:{picture}", "FN:Anne Martin")
    pieces = "\r\n ".join(picture[place : place + 74] for place in range(0, len(picture), 74))
    for text in (whole, card("FN:Anne Martin", f"PHOTO;ENCODING=b:{pieces}", "TEL:0199001234")):
        [row] = rows_of(text)
        assert (row.record.name, rejecting(row.record)) == ("Anne Martin", [])
        assert len(row.cells[0]) <= 1_000_100
    assert len(row.record.phones) == 1


def test_more_cards_than_the_limits_allow():
    with pytest.raises(SourceTooLarge):
        rows_of(card("FN:Anne Martin") * 4, rows=3)


def test_what_holds_no_card():
    with pytest.raises(SourceFormatUnknown):
        rows_of("Nom;Courriel\nAnne;anne@example.org\n")
    with pytest.raises(SourceFormatUnknown):
        rows_of(card(), "spreadsheet")
    with pytest.raises(SourceDamaged):
        rows_of("Nom;Courriel\n", "vcard")
    assert rows_of(b"", "vcard") == []


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"BEGIN:VCARD\r\n", "vcard"),
        (b"\xef\xbb\xbf\r\nbegin:vcard\r\n", "vcard"),
        ("BEGIN:VCARD\r\nFN:x".encode("utf-16"), "vcard"),
        (b"some text\nBEGIN:VCARD\n", "vcard"),
        (b'["vcard",[]]', "jcard"),
        (b' [\n ["vcard", [', "jcard"),
        (b'{"@type": "Card", ', "jscontact"),
        (b'[{"version":"1.0","@type":"Card"', "jscontact"),
        (b"Nom;Note\nAnne;  BEGIN:VCARD\n", None),
        (b'{"type": "FeatureCollection"}', None),
        (b"", None),
        (b"PK\x03\x04\x00\x00", None),
    ],
)
def test_recognition(head, kind):
    assert is_card(head) == kind


def test_what_is_known_of_the_file():
    stream, _ = stream_of(OUTLOOK + APPLE.encode())
    assert (stream.format, stream.encoding, stream.header, stream.delimiter) == ("vcard", "cp1252", None, None)
    assert (stream.columns["TEL"], stream.columns["ADR"]) == ("phones", "")
    fields = [note.field for note in stream.notes]
    assert len(fields) == len(set(fields))
    assert {"NOTE", "ADR", "PHOTO", "URL"} <= set(fields)


def test_rows_come_before_the_file_is_read():
    class Counted:
        def __init__(self, text):
            self.left, self.text = 3000, text.encode()

        def read(self, _=-1):
            self.left -= 1
            return self.text if self.left >= 0 else b""

    from crm.exchange.cards.lines import chunks_of, lines_of
    from crm.exchange.cards.splitting import Splitter

    file = Counted(card("FN:Anne Martin"))
    assert next(Splitter(1000).cards(lines_of(chunks_of(file, "utf-8"), 1000))).line == 1
    assert file.left > 2990


# -- JSON -------------------------------------------------------------------------------------------------------------

ANNE = {
    "@type": "Card",
    "version": "1.0",
    "uid": "urn:uuid:9b2f0b4a-6d1c-4b3e-8a55-0f1e2d3c4b5a",
    "name": {"components": [{"kind": "surname", "value": "Martin"}, {"kind": "given", "value": "Anne"}]},
    "organizations": {"o": {"name": "Institut", "units": [{"name": "Presse"}]}},
    "titles": {"t": {"name": "Directrice", "organizationId": "o"}, "r": {"kind": "role", "name": "Porte-parole"}},
    "emails": {
        "b": {"address": "b@example.org"},
        "a": {"address": "a@example.org", "pref": 1, "contexts": {"work": True}},
    },
    "phones": {"p": {"number": "tel:+33-1-99-00-12-34;ext=12", "features": {"voice": True}, "label": "accueil"}},
    "preferredLanguages": {"l": {"language": "fr"}},
    "notes": {"n": {"note": "à rappeler"}},
    "nicknames": {"k": {"name": "Nana"}},
}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(ANNE),
        json.dumps([ANNE]),
        json.dumps([ANNE], indent=1).replace("\n", "\r\n"),
        json.dumps(ANNE) + "\n",
    ],
)
def test_jscontact(text):
    record = record_of(text)
    assert (record.name, record.given, record.family) == ("Anne Martin", "Anne", "Martin")
    assert record.affiliations == [RecordAffiliation("Institut", None, "Directrice", "Presse")]
    assert coordinates(record.email_entries) == [("a@example.org", "office"), ("b@example.org", None)]
    assert coordinates(record.phone_entries) == [("+33199001234;ext=12", "accueil")]
    assert (record.language, record.unplaced["NOTE"]) == (LanguageTag("fr"), "à rappeler")
    assert json.loads(record.unplaced["nicknames"]) == ANNE["nicknames"]
    assert record.unplaced["ROLE"] == "Porte-parole"


def test_cards_line_by_line_and_lists():
    line = json.dumps(ANNE)
    assert len(records_of(f"{line}\n{line}\n\n{line}")) == 3
    assert [row.line for row in rows_of(f"[{line},\n{line},\n\n{line}]")] == [1, 2, 4]
    one = ["vcard", [["version", {}, "text", "4.0"], ["fn", {}, "text", "Anne Martin"]]]
    assert [row.name for row in records_of(json.dumps([one, one]))] == ["Anne Martin"] * 2
    assert record_of(json.dumps(one)).name == "Anne Martin"


def test_jcard():
    record = record_of(
        json.dumps(
            [
                "vcard",
                [
                    ["version", {}, "text", "4.0"],
                    ["fn", {}, "text", "Anne Martin; dite Nana"],
                    ["n", {}, "text", ["Martin", ["Anne", "Zoé"], "", "", ""]],
                    ["org", {}, "text", ["Institut", "Presse"]],
                    ["tel", {"type": ["cell", "voice"], "pref": "1"}, "uri", "tel:+33639981234"],
                    ["email", {"group": "x"}, "text", "anne@example.org"],
                    ["x-ablabel", {"group": "x"}, "text", "Permanence"],
                    ["x-flag", {}, "boolean", True],
                ],
            ]
        )
    )
    assert (record.name, record.given) == ("Anne Martin; dite Nana", "Anne Zoé")
    assert coordinates(record.phone_entries) == [("+33639981234", "mobile")]
    assert coordinates(record.email_entries) == [("anne@example.org", "Permanence")]
    assert record.unplaced == {"X-FLAG": "true"}


@pytest.mark.parametrize("damage", ["{oops}", '{"@type": "Card", "uid": NaN}', "", '{"@type": "Card"', "9" * 5000])
def test_rows_before_damaged_json_stand(damage):
    good = json.dumps(ANNE)
    first, second = rows_of(f"[{good},\n{damage}")
    assert first.record.problems == record_of(good).problems
    assert rejecting(second.record) == ["card.damaged"]
    assert second.line == 2


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ('{"@type": "Card", "@type": "Card"}', "card.repeated_name"),
        ("[" * 100_000 + "]" * 100_000, "card.too_deep"),
        (json.dumps({"@type": "Card", "x": "y" * 2_000_000}), "card.too_long"),
        (json.dumps({"@type": "Card", "x": ['"}]\\' * 400_000]}), "card.too_long"),
        ("7", "card.unknown"),
        ('"BEGIN:VCARD"', "card.unknown"),
        ('{"@type": "Event"}', "card.unknown"),
        ('["vcal", []]', "card.unknown"),
        ('["vcard", [["fn"]]]', "card.malformed"),
        ('{"@type": "Card", "emails": ["a@example.org"]}', "card.malformed"),
        ('{"@type": "Card", "name": {"full": {}}}', "card.malformed"),
        ('{"@type": "Card", "name": {"full": "Anne \\ud800 Martin"}}', "text.invalid"),
        (json.dumps({"@type": "Card", "name": {"full": "Anne Martin"}, "notes": {"n": {"note": "x" * 150_000}}}),
         "card.value_too_long"),
    ],
)  # fmt: skip
def test_a_bad_card_of_a_list_and_the_others(value, code):
    good = json.dumps(ANNE)
    first, bad, last = records_of(f"[{good}, {value}, {good}]", "jscontact")
    assert code in rejecting(bad)
    assert first == last
    assert rejecting(first) == rejecting(last) == []


def test_blank_cards_of_json():
    assert records_of("[{}, null, []]", "jscontact") == [None, None, None]


def test_bytes_that_are_no_text_in_json():
    good = json.dumps(ANNE).encode()
    first, rest = rows_of(b"[" + good + b",\n" + b" " * 70_000 + b'{"@type": "Card", "uid": "\xff"}]')
    assert rejecting(first.record) == []
    assert rejecting(rest.record) == ["card.not_text"]


# -- what is written --------------------------------------------------------------------------------------------------

RECORD = ContactRecord(
    name="Anne Martin",
    given="Anne",
    family="Martin",
    language=LanguageTag("fr"),
    uid=UUID("9b2f0b4a-6d1c-4b3e-8a55-0f1e2d3c4b5a"),
    email_entries=[],
    phone_entries=[
        RecordCoordinate(PhoneNumber("+33199001234", "12"), "01 99 00 12 34 p. 12", "office", affiliation=0),
        RecordCoordinate(PhoneNumber("+33639981234"), "+33639981234", "permanence", None, False, dt.date(2025, 1, 17)),
    ],
    affiliations=[RecordAffiliation("Institut; Nord", None, "Attachée de presse", "Presse", dt.date(2020, 1, 1))],
    unplaced={"NOTE": "à rappeler"},
)


def test_vcard_4():
    assert vcard_of(RECORD).replace("\r\n ", "").split("\r\n") == [
        "BEGIN:VCARD",
        "VERSION:4.0",
        "UID:urn:uuid:9b2f0b4a-6d1c-4b3e-8a55-0f1e2d3c4b5a",
        "KIND:individual",
        "FN:Anne Martin",
        "N:Martin;Anne;;;",
        "ORG;X-CRM-JOB=1;X-CRM-FROM=2020-01-01:Institut\\; Nord;Presse",
        "TITLE;X-CRM-JOB=1:Attachée de presse",
        'TEL;VALUE=uri;PREF=1;TYPE=work;X-CRM-JOB=1;X-CRM-TEXT="01 99 00 12 34 p. 12":tel:+33199001234;ext=12',
        "item1.TEL;VALUE=uri;X-CRM-PUBLIC=no;X-CRM-VERIFIED=2025-01-17:tel:+33639981234",
        "item1.X-ABLabel:permanence",
        "LANG:fr",
        "NOTE:à rappeler",
        "END:VCARD",
        "",
    ]


def test_vcard_3():
    text = vcard_of(RECORD, "3.0").replace("\r\n ", "")
    assert ":+33199001234 ext. 12\r\n" in text
    assert "tel:" not in text
    with pytest.raises(ValueError, match=r"2\.1"):
        vcard_of(RECORD, "2.1")


def test_jscontact_is_as_rfc_9553_has_it():
    written = jscontact_of(RECORD)
    assert (written["@type"], written["version"], written["kind"]) == ("Card", "1.0", "individual")
    assert written["uid"] == f"urn:uuid:{RECORD.uid}"
    assert written["name"]["full"] == "Anne Martin"
    assert {one["kind"] for one in written["name"]["components"]} == {"given", "surname"}
    assert written["organizations"]["o1"]["units"][0]["name"] == "Presse"
    assert written["titles"]["t1"]["organizationId"] == "o1"
    assert written["phones"]["p1"]["contexts"] == {"work": True}
    assert written["phones"]["p2"]["label"] == "permanence"
    assert json.loads(json.dumps(written)) == written


def test_a_card_without_a_uid_gets_one_that_is_always_the_same():
    record = ContactRecord(name="Anne Martin")
    assert jscontact_of(record)["uid"] == jscontact_of(record)["uid"] != jscontact_of(ContactRecord(name="P"))["uid"]
    assert record_of(json.dumps(jscontact_of(record))).uid is None


def test_a_mended_number_is_read_although_the_card_says_it_could_not_be():
    record = ContactRecord(name="Anne", phone_entries=[RecordCoordinate(None, "01 99 OO 12 34", None, "phone.letters")])
    text = vcard_of(record)
    kept = record_of(text)
    assert (kept, rejecting(kept), [one.code for one in kept.problems]) == (record, [], ["phone.letters"])
    mended = record_of(text.replace("\r\n ", "").replace(":01 99 OO", ":01 99 00"))
    assert (mended.phones, rejecting(mended)) == ([PhoneNumber("+33199001234")], [])


# -- back to be mended ------------------------------------------------------------------------------------------------

REASONS = ["phone.letters: it holds letters;\nEND:VCARD " + "mend it " * 20, "phone.doubt: a doubt"]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("vcard", card("FN:Anne Martin", "TEL:01 99 OO 12 34")),
        ("vcard", card("FN:Anne Martin", "TEL:01 99 OO 12 34").replace("\r\n", "\n")),
        ("vcard", card("FN:Anne Martin", "NOTE:one line\u2028and the same", "TEL:01 99 OO 12 34")),
        ("jscontact", json.dumps({**ANNE, "phones": {"p": {"number": "01 99 OO 12 34"}}})),
        (
            "jcard",
            json.dumps(jcard_of(ContactRecord(name="Anne", phone_entries=[RecordCoordinate(None, "1 OO", None, "x")]))),
        ),
    ],
)
def test_a_card_goes_back_with_reasons_that_are_nothing_it_says(kind, text):
    record = record_of(text)
    back = with_reasons(text, kind, REASONS)
    assert "phone.letters" in back
    assert "phone.doubt" in back
    assert record_of(back) == record
    assert with_reasons(back, kind, REASONS) == back
    assert "it holds letters" not in with_reasons(back, kind, [])


def test_a_card_that_is_no_card_goes_back_too():
    assert json.loads(with_reasons("{oops", "jscontact", REASONS))["x-crm-text"] == "{oops"
    assert json.loads(with_reasons("[1, 2]", "jcard", REASONS))["x-crm-card"] == [1, 2]
    unfinished = with_reasons("BEGIN:VCARD\nFN:Anne", "vcard", REASONS)
    assert rejecting(records_of(unfinished + card("FN:Paul Petit"))[0]) == ["card.unfinished"]


# -- anything at all --------------------------------------------------------------------------------------------------

LINES = [
    b"BEGIN:VCARD", b"END:VCARD", b"VERSION:2.1", b"VERSION:4.0", b"FN:Anne Martin", b"N:Martin;Anne", b"PREF=:",
    b"TEL;CELL:01 99", b"EMAIL:a@example.org", b"AGENT:", b" folded", b"\xff\xfe", b"", b"junk", b"ORG:;;", b"X:\x00",
    b"NOTE;ENCODING=QUOTED-PRINTABLE:a=", b"PHOTO;ENCODING=b:AAAA", b"UID:urn:uuid:1", b'TEL;X="a:b":1',
    b"begin:vcard ",
]  # fmt: skip


@given(st.lists(st.sampled_from(LINES) | st.binary(max_size=8), max_size=20), st.sampled_from([b"\n", b"\r\n", b"\r"]))
def test_any_lines_give_rows_or_an_error(lines, ending):
    try:
        rows_of(ending.join(lines), "vcard")
    except SourceError:
        return


@given(st.binary(max_size=300), st.sampled_from(["vcard", "jcard", "jscontact", None]))
def test_any_bytes_give_rows_or_an_error(data, kind):
    try:
        rows_of(data, kind)
    except SourceError:
        return


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                "@type name full components kind value emails address phones number organizations units titles".split()
                + "contexts features pref label uid notes".split()
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.lists(values, max_size=4))
def test_every_value_of_a_list_is_one_row(cards):
    assert len(rows_of(json.dumps([{}, *cards]), "jscontact")) == len(cards) + 1


@given(
    st.lists(st.sampled_from(["FN:Anne", "TEL:x", "junk", "", "NOTE:a\r\n b", "X-A;B:c"]), max_size=6),
    st.integers(0, 4),
)
def test_every_begin_is_one_row(lines, count):
    text = card(*lines) * count
    rows = rows_of(text, "vcard")
    assert len(rows) == count
