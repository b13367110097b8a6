"""One release in every form reads alike; what a file is, it says itself; each form's own ways and errors."""

import datetime
import io
import sys
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from files import W, docx, picture, zipped
from pypdf import PdfReader, PdfWriter

from crm.errors import (
    MissingExtra,
    SourceDamaged,
    SourceEncrypted,
    SourceFormatUnknown,
    SourceNotText,
    SourceScanned,
    SourceTooLarge,
)
from crm.reading import read
from crm.reading.source import FORMATS, open_source

FORMS = Path(__file__).parent / "forms"
RELEASES = sorted(path.name for path in FORMS.glob("release.*"))


def lines(data: bytes) -> list[str]:
    return [line for line in open_source(data).text.split("\n") if line]


def said(name: str) -> dict[str, object]:
    reading = read(FORMS / name, today=datetime.date(2026, 1, 1))
    contacts = [
        (
            one.name,
            one.institution,
            one.role,
            [str(email) for email in one.emails],
            [str(phone) for phone in one.phones],
        )
        for one in reading.contacts
    ]
    return {
        "title": reading.title,
        "date": reading.date and reading.date.value,
        "language": str(reading.language),
        "institutions": [one.name for one in reading.institutions],
        "contacts": contacts,
        "boilerplates": [one.institution for one in reading.boilerplates],
        "warnings": [one.code for one in reading.warnings],
    }


class TestOneRelease:
    def test_there_is_one_of_each_form(self):
        suffixes = {Path(name).suffix for name in RELEASES}
        assert suffixes == {".txt", ".md", ".html", ".pdf", ".docx", ".odt", ".eml"}
        assert all((FORMS / name).stat().st_size < 60_000 for name in RELEASES)

    @pytest.mark.parametrize("name", RELEASES)
    def test_every_form_says_the_same(self, name):
        assert said(name) == {
            "title": "L'Université de Rivemont et l'Institut Calderane ouvrent un observatoire des sols de montagne",
            "date": datetime.date(2025, 3, 14),
            "language": "fr",
            "institutions": ["Université de Rivemont", "Institut Calderane"],
            "contacts": [
                ("Hortense Vauquelin", "Université de Rivemont", "Attachée de presse",
                 ["hortense.vauquelin@rivemont.example.org"], ["+33199004110"]),
                ("Basile Tournefier", "Institut Calderane", "Chargé de communication",
                 ["basile.tournefier@calderane.example.net"], ["+33199005220"]),
                ("Séraphine Delmotte", "Institut Calderane", "Responsable des relations presse",
                 ["seraphine.delmotte@calderane.example.net"], ["+33639981122"]),
            ],
            "boilerplates": ["Université de Rivemont", "Institut Calderane"],
            "warnings": [],
        }  # fmt: skip

    @pytest.mark.parametrize("name", RELEASES)
    def test_the_name_of_the_file_is_not_needed(self, name):
        data = (FORMS / name).read_bytes()
        assert open_source(data).text == open_source(FORMS / name).text == open_source(io.BytesIO(data)).text

    @pytest.mark.parametrize("name", [name for name in RELEASES if not name.endswith((".txt", ".md"))])
    def test_a_wrong_suffix_does_not_matter(self, name, tmp_path):
        path = tmp_path / "release.txt"
        path.write_bytes((FORMS / name).read_bytes())
        assert open_source(path).text == open_source(FORMS / name).text

    @pytest.mark.parametrize(
        ("name", "places"),
        [
            ("release.pdf", ["page 1", "page 2", "footer"]),
            ("release.docx", ["header", None, "footer"]),
            ("release.odt", ["header", None, "footer"]),
            ("release.txt", [None]),
        ],
    )
    def test_a_line_knows_its_place(self, name, places):
        reading = read(FORMS / name)
        found = [reading.locate(number) for number in range(1, reading.text.count("\n") + 1)]
        assert list(dict.fromkeys(found)) == places

    def test_the_header_of_each_page_is_said_once(self):
        text = open_source(FORMS / "release.pdf").text
        assert text.count("Communiqué de presse commun") == text.count("12 quai des Tanneurs") == 1


class TestWhatAFileIs:
    @pytest.mark.parametrize("suffix", [".pdf", ".docx", ".odt"])
    def test_a_text_under_the_name_of_a_document(self, suffix, tmp_path):
        path = tmp_path / f"communique{suffix}"
        path.write_text("Contact presse\nZoé Quint\n", encoding="utf-8")
        with pytest.raises(SourceDamaged, match=suffix[1:].upper()) as caught:
            read(path)
        assert caught.value.code == "source.damaged"
        assert read(path, format="text").text == "Contact presse\nZoé Quint\n"

    def test_a_page_under_the_name_of_a_document(self, tmp_path):
        path = tmp_path / "communique.pdf"
        path.write_text("<!doctype html><h1>Une forêt de mille ans</h1>", encoding="utf-8")
        assert read(path).title == "Une forêt de mille ans"

    def test_an_unknown_suffix(self, tmp_path):
        path = tmp_path / "communique.xyz"
        path.write_text("Contact presse\nZoé Quint\n", encoding="utf-8")
        with pytest.raises(SourceFormatUnknown, match=r"\.xyz"):
            read(path)
        path.write_bytes((FORMS / "release.docx").read_bytes())
        assert len(read(path).contacts) == 3

    @pytest.mark.parametrize(
        ("data", "error", "code"),
        [
            (b"%PDF-1.7\nxx", SourceDamaged, "source.damaged"),
            (b"PK\x03\x04rest", SourceDamaged, "source.damaged"),
            (zipped(readme="x"), SourceFormatUnknown, "source.format_unknown"),
            (b"{\\rtf1 Contact presse}", SourceFormatUnknown, "source.format_unknown"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), SourceFormatUnknown, "source.format_unknown"),
            (
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
                SourceEncrypted,
                "source.encrypted",
            ),
            (b"\x89PNG\r\n", SourceNotText, "source.not_text"),
        ],
        ids=["pdf", "zip", "other zip", "rtf", "old office", "encrypted office", "png"],
    )
    def test_what_is_not_read_says_why(self, data, error, code):
        with pytest.raises(error) as caught:
            read(data)
        assert caught.value.code == code

    @pytest.mark.parametrize("name", FORMATS)
    def test_a_format_that_is_said_is_believed(self, name):
        texts = {"text", "markdown", "html", "eml"}
        data = "Contact presse\n\nZoé Quint\n"
        if name in texts:
            assert "Quint" in read(data, format=name).text
        else:
            with pytest.raises(SourceDamaged):
                read(data, format=name)

    def test_headers_that_people_write_make_no_mail(self):
        text = "Date: 14 mars 2025\nSubject: une forêt\nFrom: Ville de Valmont\n\nLa forêt rouvre.\n"
        assert read(text).text == read(text.encode()).text == text


class TestPdf:
    def test_without_its_library_the_error_names_the_extra(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "pypdf", None)
        with pytest.raises(MissingExtra, match="documents") as caught:
            read(FORMS / "release.pdf")
        assert caught.value.code == "extra.missing"

    def encrypted(self, password: str) -> bytes:
        writer = PdfWriter(clone_from=PdfReader(FORMS / "release.pdf"))
        writer.encrypt(password, owner_password="owner", algorithm="RC4-128")
        data = io.BytesIO()
        writer.write(data)
        return data.getvalue()

    def test_a_password(self):
        with pytest.raises(SourceEncrypted) as caught:
            read(self.encrypted("secret"))
        assert caught.value.code == "source.encrypted"

    def test_a_file_that_only_its_owner_may_change_is_read(self):
        assert open_source(self.encrypted("")).text == open_source(FORMS / "release.pdf").text

    def test_a_picture_of_a_page(self):
        with pytest.raises(SourceScanned) as caught:
            read(picture())
        assert caught.value.code == "source.scanned"

    def test_a_wrapped_address_is_one(self):
        assert "hortense.vauquelin@rivemont.example.org" in lines((FORMS / "release.pdf").read_bytes())


class TestDocx:
    def paragraph(self, text: str) -> str:
        return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"

    def test_what_python_docx_leaves_out_is_read(self):
        body = (
            f"<w:sdt><w:sdtContent>{self.paragraph('Champ')}</w:sdtContent></w:sdt>"
            "<w:p><w:ins><w:r><w:t>Ajout</w:t></w:r></w:ins><w:del><w:r><w:delText>Retrait</w:delText></w:r></w:del></w:p>"
            f"<w:p><w:r><w:txbxContent>{self.paragraph('Cadre')}</w:txbxContent></w:r><w:r><w:t>Texte</w:t></w:r></w:p>"
        )
        assert lines(docx(body)) == ["Champ", "Ajout", "Texte", "Cadre"]

    def test_a_link_shows_the_address_it_hides(self):
        relations = (
            "<Relationships><Relationship Id='r1' TargetMode='External' Target='mailto:zoe.quint@example.org'/>"
            "</Relationships>"
        )
        body = (
            "<w:p><w:hyperlink r:id='r1' xmlns:r='r'><w:r><w:t>Zoé Quint</w:t></w:r></w:hyperlink></w:p>"
            "<w:p><w:r><w:fldChar w:fldCharType='begin'/><w:instrText>HYPERLINK \"mailto:a@example.org\"</w:instrText>"
            "<w:fldChar w:fldCharType='separate'/><w:t>Anne</w:t><w:fldChar w:fldCharType='end'/></w:r></w:p>"
        )
        found = lines(docx(body, **{"word/_rels/document.xml.rels": relations}))
        assert found == ["Zoé Quint zoe.quint@example.org", "Anne a@example.org"]

    def test_headings_bold_lines_tabs_and_lists(self):
        styles = f"<w:styles {W}><w:style w:styleId='T'><w:name w:val='heading 2'/></w:style></w:styles>"
        body = (
            "<w:p><w:pPr><w:pStyle w:val='T'/></w:pPr><w:r><w:t>Contact</w:t></w:r></w:p>"
            "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Zoé</w:t></w:r></w:p>"
            "<w:p><w:r><w:t>Tél.</w:t><w:tab/><w:t>01 99 00 12 34</w:t></w:r></w:p>"
            "<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>un</w:t></w:r></w:p>"
        )
        found = lines(docx(body, **{"word/styles.xml": styles}))
        assert found == ["## Contact", "**Zoé**", "Tél. | 01 99 00 12 34", "- un"]

    def sized(self, text: str, size: int, bold: str = "") -> str:
        return f"<w:p><w:r><w:rPr>{bold}<w:sz w:val='{size}'/></w:rPr><w:t>{text}</w:t></w:r></w:p>"

    def test_large_letters_make_a_headline_where_no_style_does(self):
        body = (
            self.sized("Ville de Valmont", 40)
            + self.sized("Une forêt de mille ans rouvre", 28, "<w:b/>")
            + self.sized("La forêt rouvre samedi, à dix heures.", 28)
        )
        header = f"<w:hdr {W}>{self.paragraph('Direction de la communication')}</w:hdr>"
        assert read(docx(body, **{"word/header1.xml": header})).title == "Une forêt de mille ans rouvre"

    def test_headers_and_footers_once_each(self):
        header = f"<w:hdr {W}>{self.paragraph('Ville de Valmont')}</w:hdr>"
        parts = {f"word/header{number}.xml": header for number in (1, 2, 3)}
        source = open_source(docx(self.paragraph("Une forêt"), **parts))
        assert source.text.split() == ["Ville", "de", "Valmont", "Une", "forêt"]
        assert (source.place(1), source.place(3)) == ("header", None)


class TestOdt:
    HEAD = "<d xmlns:t='t' xmlns:x='x' xmlns:s='s' xmlns:f='f' xmlns:w='w'>"

    def odt(self, body: str, styles: str = "", **parts: str) -> bytes:
        content = f"{self.HEAD}<automatic-styles>{styles}</automatic-styles>{body}</d>"
        return zipped(**{"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content, **parts})

    def test_paragraphs_spans_links_lists_and_tabs(self):
        bold = "<s:style s:name='B'><s:text-properties f:font-weight='bold'/></s:style>"
        body = (
            "<t:p t:style-name='Title'>Une forêt</t:p><t:h t:outline-level='2'>Contact</t:h>"
            "<t:p><t:span t:style-name='B'>Zoé</t:span></t:p>"
            "<t:p>Tél.<t:tab/>01 99 00 12 34<t:line-break/><t:a x:href='mailto:z@example.org'>Zoé</t:a></t:p>"
            "<t:list><t:list-item><t:p>un</t:p></t:list-item></t:list><t:p>deux<t:s/>mots</t:p>"
        )
        assert lines(self.odt(body, bold)) == [
            "# Une forêt", "## Contact", "**Zoé**", "Tél. | 01 99 00 12 34", "Zoé z@example.org", "- un", "deux mots",
        ]  # fmt: skip

    def test_a_style_made_from_that_of_a_heading(self):
        style = "<s:style s:name='P1' s:parent-style-name='Heading_20_1'/>"
        assert lines(self.odt("<t:p t:style-name='P1'>Une forêt</t:p>", style)) == ["# Une forêt"]

    def test_what_was_deleted_or_remarked_is_left_out_and_a_text_box_is_not(self):
        body = (
            "<t:tracked-changes><t:p>Retrait</t:p></t:tracked-changes>"
            "<t:p>Texte<annotation><t:p>Remarque</t:p></annotation><w:text-box><t:p>Cadre</t:p></w:text-box></t:p>"
        )
        assert lines(self.odt(body)) == ["Texte", "Cadre"]

    def test_a_password(self):
        manifest = "<m><encryption-data/></m>"
        with pytest.raises(SourceEncrypted):
            read(self.odt("<t:p>x</t:p>", **{"META-INF/manifest.xml": manifest}))


class TestMail:
    def mail(
        self, subject: str = "Une forêt de mille ans", body: str = "Brisecourt, le 14 mars 2025\n"
    ) -> EmailMessage:
        message = EmailMessage()
        message["Subject"] = subject
        message["From"] = "Envoi Automatique <envoi@example.com>"
        message["Message-ID"] = "<1@example.com>"
        message["Date"] = "Thu, 13 Mar 2025 18:02:11 +0100"
        message.set_content(body)
        return message

    def test_its_headers_are_no_contacts_and_no_date(self):
        reading = read(self.mail(body="La forêt rouvre.\n").as_bytes())
        assert (reading.title, reading.date, reading.contacts) == ("Une forêt de mille ans", None, ())
        assert "envoi@example.com" not in reading.text

    @pytest.mark.parametrize("prefix", ["Re: ", "TR : ", "Fwd: RE: "])
    def test_what_forwarding_puts_before_the_subject(self, prefix):
        assert read(self.mail(prefix + "Une forêt de mille ans").as_bytes()).title == "Une forêt de mille ans"

    def test_a_heading_in_the_body_is_the_title(self):
        message = self.mail("Communiqué de presse")
        message.add_alternative("<h1>Une forêt de mille ans</h1><p>Elle rouvre enfin.</p>", subtype="html")
        assert read(message.as_bytes()).title == "Une forêt de mille ans"

    def test_the_title_of_its_page_is_none(self):
        message = self.mail()
        message.add_alternative("<html><title>Lettre 12</title><p>Elle rouvre, la forêt.</p>", subtype="html")
        assert read(message.as_bytes()).title == "Une forêt de mille ans"

    def test_the_fuller_of_two_ways(self):
        message = self.mail(body="Affichez ce message dans un navigateur.\n")
        message.add_alternative("<p>La forêt rouvre le 14 mars, avec ses mille chênes.</p>", subtype="html")
        assert "mille chênes" in lines(message.as_bytes())[1]
        message = self.mail(body="La forêt rouvre le 14 mars, avec ses mille chênes.\n")
        message.add_alternative("<img src='x'><p>Bonjour</p>", subtype="html")
        assert "mille chênes" in lines(message.as_bytes())[1]

    def test_attachments_are_read_with_their_names_as_places(self):
        message = self.mail(body="Ci-joint notre communiqué.\n")
        for name in ("release.pdf", "release.docx", "release.html", "release.txt"):
            message.add_attachment(
                (FORMS / name).read_bytes(), maintype="application", subtype="octet-stream", filename=name
            )
        source = open_source(message.as_bytes())
        places = list(dict.fromkeys(source.place(number + 1) for number in range(source.text.count("\n"))))
        assert places == [
            None, "release.pdf page 1", "release.pdf page 2", "release.pdf footer", "release.docx header",
            "release.docx", "release.docx footer", "release.html", "release.txt",
        ]  # fmt: skip

    def test_an_attachment_that_cannot_be_read_is_a_warning(self):
        message = self.mail()
        message.add_attachment(b"%PDF-1.7\nxx", maintype="application", subtype="pdf", filename="communiqué.pdf")
        (warning,) = (one for one in read(message.as_bytes()).warnings if one.code == "source.attachment_unread")
        assert "communiqué.pdf" in warning.message

    def test_a_mail_in_a_mail(self):
        message = self.mail("Pour information", "Voir ci-dessous.\n")
        message.add_attachment(self.mail(body="La forêt rouvre.\n"))
        source = open_source(message.as_bytes())
        assert "La forêt rouvre." in source.text
        assert source.place(source.text.split("\n").index("La forêt rouvre.") + 1) == "attached mail"

    def test_a_charset_that_does_not_exist(self):
        data = b"From: a@example.org\nMIME-Version: 1.0\nContent-Type: text/plain; charset=x-mac-fr\n\nfor\xeat\n"
        assert "forêt" in read(data).text


class TestLimits:
    def test_a_document_may_be_larger_than_a_text(self, tmp_path):
        path = tmp_path / "long.docx"
        path.write_bytes(docx("<w:p><w:r><w:t>Une forêt</w:t></w:r></w:p>", image="x"))
        with zipfile.ZipFile(path, "a") as file:
            file.writestr("word/media/image.png", bytes(6_000_000))
        assert path.stat().st_size > 5_000_000
        assert "Une forêt" in read(path).text

    def test_more_than_twenty_megabytes(self):
        with pytest.raises(SourceTooLarge, match="20 MB"):
            read(b"%PDF-1.7\n" + bytes(20_000_000))


@pytest.mark.parametrize("charset", ["utf-8", "cp1252"])
@pytest.mark.parametrize(
    "subject",
    [
        "Communiqué de presse – Une forêt rouvre",
        "Fwd: [CP] Une forêt rouvre",
        "CP : Une forêt rouvre",
        "Une forêt rouvre",
    ],
)
def test_the_title_is_the_subject_without_its_labels(subject, charset):
    mail = (
        "From: presse@example.org\nMessage-ID: <1@example.org>\nMIME-Version: 1.0\n"
        f"Subject: {subject}\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n"
        "L'Université de Valmont rouvre la forêt de la vallée aux marcheurs de la ville et des environs.\n"
    )
    assert read(mail.encode(charset)).title == "Une forêt rouvre"
