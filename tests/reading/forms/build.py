"""Makes the files beside it again, with LibreOffice and Chromium: python tests/reading/forms/build.py

One invented release in every form that is read; test_reading_forms.py says that they all read alike.
"""

# ruff: noqa: E501, ISC004 - a document, of a line each
import shutil
import subprocess
import tempfile
from email.message import EmailMessage
from email.policy import SMTP
from html import escape
from pathlib import Path

HERE = Path(__file__).parent

HEADER = "Communiqué de presse commun"
FOOTER = "Université de Rivemont – 12 quai des Tanneurs – www.rivemont.example.org"
TITLE = "L'Université de Rivemont et l'Institut Calderane ouvrent un observatoire des sols de montagne"
DATELINE = "Rivemont, le 14 mars 2025"
BODY = (
    "L'Université de Rivemont et l'Institut Calderane ont ouvert ce matin, sur le plateau des Ormeaux, un observatoire "
    "qui suivra pendant vingt ans la vie des sols de montagne. Quarante sondes y mesurent chaque heure l'humidité, la "
    "température et la respiration de la terre, de la prairie jusqu'à l'éboulis.",
    "« Un sol se forme en mille ans et se perd en une saison ; il fallait bien le regarder d'un peu plus près », "
    "explique la directrice du laboratoire, qui conduira les campagnes de mesure avec les communes du plateau.",
    "Les premières données seront publiées à l'automne. Les écoles de la vallée pourront les suivre, et les visiteurs "
    "parcourir le sentier d'interprétation qui relie les quarante sondes.",
)
CONTACTS = (
    ("Hortense Vauquelin", "Attachée de presse", "Université de Rivemont", "01 99 00 41 10",
     "hortense.vauquelin@rivemont.example.org"),
    ("Basile Tournefier", "Chargé de communication", "Institut Calderane", "01 99 00 52 20",
     "basile.tournefier@calderane.example.net"),
    ("Séraphine Delmotte", "Responsable des relations presse", "Institut Calderane", "06 39 98 11 22",
     "seraphine.delmotte@calderane.example.net"),
)  # fmt: skip
ABOUT = (
    ("À propos de l'Université de Rivemont",
     "L'Université de Rivemont accueille neuf mille étudiants et six cents chercheurs dans ses trois facultés. Fondée "
     "au bord de la Serlette, elle étudie la montagne depuis son origine."),
    ("À propos de l'Institut Calderane",
     "L'Institut Calderane étudie l'eau, la roche et le vivant des hautes vallées. Il emploie deux cents personnes."),
)  # fmt: skip


def lines_of(contact: tuple[str, ...]) -> list[str]:
    name, role, institution, phone, email = contact
    return [name, role, institution, f"Tél. : {phone}", f"Courriel : {email}"]


def text() -> str:
    contacts = "\n\n".join("\n".join(lines_of(contact)) for contact in CONTACTS)
    about = "\n\n".join("\n\n".join(one) for one in ABOUT)
    body = "\n\n".join(BODY)
    return f"{HEADER}\n\n{TITLE}\n\n{DATELINE}\n\n{body}\n\nContacts presse\n\n{contacts}\n\n{about}\n\n{FOOTER}\n"


def markdown() -> str:
    contacts = "\n\n".join("\n".join(f"{line}  " for line in lines_of(contact)) for contact in CONTACTS)
    about = "\n\n".join(f"## {head}\n\n{said}" for head, said in ABOUT)
    body = "\n\n".join(BODY)
    head = f"*{HEADER}*\n\n# {TITLE}\n\n{DATELINE}\n\n{body}"
    return f"{head}\n\n## Contacts presse\n\n{contacts}\n\n{about}\n\n{FOOTER}\n"


def cell(contact: tuple[str, ...]) -> str:
    name, role, institution, phone, email = map(escape, contact)
    mail = f'<a href="mailto:{email}">{email}</a>'
    return f"<td><b>{name}</b><br>{role}<br>{institution}<br>Tél.&nbsp;: {phone}<br>Courriel&nbsp;: {mail}</td>"


def html() -> str:
    body = "\n".join(f"<p>{escape(piece)}</p>" for piece in BODY)
    about = "\n".join(f"<h2>{escape(head)}</h2>\n<p>{escape(said)}</p>" for head, said in ABOUT)
    first, second, third = map(cell, CONTACTS)
    return f"""<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<title>{escape(TITLE)} | Université de Rivemont</title>
<style>body {{ font-family: "Liberation Sans"; font-size: 11pt }} td {{ width: 50% }}</style>
<script>var contact = "script@example.org";</script>
</head>
<body>
<nav><ul><li><a href="/">Accueil</a></li><li><a href="/presse">Presse</a></li><li><a href="/contact">Contact</a></li></ul></nav>
<header><p>{escape(HEADER)}</p></header>
<main>
<h1>{escape(TITLE)}</h1>
<p>{escape(DATELINE)}</p>
{body}
<h2>Contacts presse</h2>
<table>
<tr>{first}{second}</tr>
<tr>{third}<td></td></tr>
</table>
{about}
</main>
<footer><p>{escape(FOOTER)}</p></footer>
</body>
</html>
"""


def flat_odt() -> str:
    def paragraph(said: str, style: str = "Standard") -> str:
        return f'<text:p text:style-name="{style}">{escape(said, quote=False)}</text:p>'

    def heading(said: str) -> str:
        return f'<text:h text:outline-level="2" text:style-name="Heading_20_2">{escape(said, quote=False)}</text:h>'

    def cell_of(contact: tuple[str, ...] | None) -> str:
        lines = lines_of(contact) if contact else [""]
        said = [paragraph(line, "Bold" if line == lines[0] and line else "Standard") for line in lines]
        if contact:
            mail = f'<text:a xlink:type="simple" xlink:href="mailto:{contact[4]}">{contact[4]}</text:a>'
            said[-1] = f'<text:p text:style-name="Standard">Courriel : {mail}</text:p>'
        return f"<table:table-cell>{''.join(said)}</table:table-cell>"

    rows = ((CONTACTS[0], CONTACTS[1]), (CONTACTS[2], None))
    table = "".join(f"<table:table-row>{''.join(map(cell_of, row))}</table:table-row>" for row in rows)
    about = "".join(heading(head) + paragraph(said, "Body") for head, said in ABOUT)
    font = '<style:text-properties style:font-name="Liberation Sans" fo:font-size="{size}" {more}/>'
    gaps = '<style:paragraph-properties fo:margin-top="0.2cm" fo:margin-bottom="0.2cm"/>'
    namespaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
        for name, urn in (
            ("office", "office"), ("text", "text"), ("style", "style"), ("table", "table"), ("fo", "xsl-fo-compatible"),
            ("svg", "svg-compatible"),
        )
    )  # fmt: skip
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {namespaces} xmlns:xlink="http://www.w3.org/1999/xlink"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls><style:font-face style:name="Liberation Sans" svg:font-family="'Liberation Sans'"/></office:font-face-decls>
<office:styles>
<style:style style:name="Standard" style:family="paragraph">{font.format(size="10pt", more='fo:language="fr" fo:country="FR"')}</style:style>
<style:style style:name="Body" style:family="paragraph" style:parent-style-name="Standard">{gaps}</style:style>
<style:style style:name="Bold" style:family="paragraph" style:parent-style-name="Standard">{font.format(size="10pt", more='fo:font-weight="bold"')}</style:style>
<style:style style:name="Title" style:family="paragraph" style:parent-style-name="Standard">{gaps}{font.format(size="18pt", more='fo:font-weight="bold"')}</style:style>
<style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="paragraph" style:parent-style-name="Standard" style:default-outline-level="2">{gaps}{font.format(size="13pt", more='fo:font-weight="bold"')}</style:style>
</office:styles>
<office:automatic-styles><style:page-layout style:name="pm1"><style:page-layout-properties fo:page-width="14.8cm" fo:page-height="21cm" fo:margin="1.5cm"/><style:header-style/><style:footer-style/></style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="pm1"><style:header>{paragraph(HEADER)}</style:header><style:footer>{paragraph(FOOTER)}</style:footer></style:master-page></office:master-styles>
<office:body><office:text>
{paragraph(TITLE, "Title")}
{paragraph(DATELINE, "Body")}
{"".join(paragraph(piece, "Body") for piece in BODY)}
{heading("Contacts presse")}
<table:table table:name="Contacts"><table:table-column table:number-columns-repeated="2"/>{table}</table:table>
{about}
</office:text></office:body></office:document>
"""


def mail(document: bytes | None = None) -> bytes:
    """The release in a mail: quoted-printable in Latin-1, as text and as HTML; the signature is that of a machine."""
    message = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    message["Subject"] = TITLE
    message["From"] = "Envoi <envoi@lettres.example.com>"
    message["To"] = "redaction@journal.example.com"
    message["Date"] = "Thu, 13 Mar 2025 18:02:11 +0100"
    message["Message-ID"] = "<release-1@lettres.example.com>"
    body = text().replace(f"{TITLE}\n\n", "").replace("–", "-")
    message.set_content(body, charset="iso-8859-1", cte="quoted-printable")
    return message.as_bytes()


def office(source: Path, kind: str, folder: Path) -> Path:
    profile = f"-env:UserInstallation=file://{folder}/profile"
    words = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(source)]
    subprocess.run(words, check=True, capture_output=True)
    return folder / f"{source.stem}.{kind.partition(':')[0]}"


def main() -> None:
    (HERE / "release.txt").write_text(text(), encoding="utf-8")
    (HERE / "release.md").write_text(markdown(), encoding="utf-8")
    (HERE / "release.html").write_text(html(), encoding="utf-8")
    (HERE / "release.eml").write_bytes(mail())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        flat = folder / "release.fodt"
        flat.write_text(flat_odt(), encoding="utf-8")
        for kind in ("odt", "docx", "pdf"):
            shutil.copy(office(flat, kind, folder), HERE / f"release.{kind}")
        printed = folder / "printed.pdf"
        words = [
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
            "--generate-pdf-document-outline=false",
        ]
        subprocess.run(
            [*words, f"--print-to-pdf={printed}", str(HERE / "release.html")], check=True, capture_output=True
        )
        shutil.copy(printed, HERE / "release.chromium.pdf")


if __name__ == "__main__":
    main()
