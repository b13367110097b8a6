"""Small files made to take for ever or to fill the memory: each ends in a reading or in an error of ours."""

import zlib

import pytest
from files import W, docx, pdf, zipped

from crm.errors import CrmError, SourceDamaged, SourceError, SourceTooLarge
from crm.reading import read

MANY = 20_000
PAGE = "<!doctype html><html><body>"
FONT = b"<</Font <</F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>>>"
MAIL = b"From: a@example.org\nMIME-Version: 1.0\n"


def outcome(source: str | bytes) -> str:
    try:
        read(source)
    except CrmError as error:
        return error.code
    return "read"


def nested_mail(depth: int) -> bytes:
    body = "Content-Type: text/plain\n\nbonjour\n"
    for level in range(depth):
        body = f"Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n{body}\n--b{level}--\n"
    return MAIL + body.encode()


def stream(data: bytes, entries: bytes = b"") -> bytes:
    packed = zlib.compress(data)
    return b"<</Length %d /Filter /FlateDecode %b>>\nstream\n%b\nendstream" % (len(packed), entries, packed)


def page(content: bytes, resources: bytes = FONT, *more: bytes) -> bytes:
    return pdf(
        [
            b"<</Type /Catalog /Pages 2 0 R>>",
            b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
            b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources %b>>" % resources,
            stream(content),
            *more,
        ]
    )


def form(number: int) -> bytes:
    return stream(b"/X Do " * 20, b"/Type /XObject /Subtype /Form /Resources <</XObject <</X %d 0 R>>>>" % (number + 1))


@pytest.mark.parametrize(
    "text",
    [
        PAGE + "<div>" * 100_000,
        PAGE + "<div>" * MANY + "x" + "</div>" * MANY,
        PAGE + "<table>" * MANY + "x" + "</table>" * MANY,
        PAGE + "<table><tr><td>x" * MANY,
        PAGE + "<table><tr>" + "<td>x" * MANY,
        PAGE + "<!--" * MANY,
        PAGE + "<" * MANY,
        PAGE + "<a " * MANY,
        PAGE + "<a b='" * MANY,
        PAGE + "<a " + "b=" * MANY + ">",
        PAGE + "<script>" * MANY,
        PAGE + "<a href=mailto:a@example.org>" * MANY,
        PAGE + "<h1>x" * MANY,
        PAGE + "<title>x</title>" * MANY + "<h2>x y</h2>" * 500,
        PAGE + "&" + "a" * 1_000_000,
        PAGE + "x" * 1_000_000,
        PAGE + "@" * 1_000_000,
        "@" * 1_000_000,
        "<!-- x -->\n" * MANY,
        "<?xml?>" + "<![CDATA[" * MANY,
        "<?xml?>" + "<a>&lt;p&gt;</a>" * MANY,
        "<define-tag " * MANY + ">",
    ],
)
def test_html(text):
    assert outcome(text) in ("read", "source.empty", "source.too_large")


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (zipped(**{"word/document.xml": "0" * 50_000_000}), SourceTooLarge),
        (zipped(**{"word/document.xml": " " * 5_000_000}), SourceTooLarge),
        (zipped(**{"word/document.xml": "<a/>", **{f"f{number}": "" for number in range(5001)}}), SourceTooLarge),
        (docx("<w:p>" * 501), SourceTooLarge),
        (docx("<w:p>"), SourceDamaged),
        (docx("<w:p/>")[:200], SourceDamaged),
        (
            zipped(
                **{
                    "word/document.xml": "<!DOCTYPE a [<!ENTITY b 'x'>"
                    + "".join(f"<!ENTITY b{n} '{'&b;' * 99}'>" for n in range(9))
                    + "]><a>&b8;</a>"
                }
            ),
            SourceDamaged,
        ),
        (
            zipped(**{"word/document.xml": "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/hostname'>]><a>&b;</a>"}),
            SourceDamaged,
        ),
        (zipped(**{"word/document.xml": f"<w:document {W}>&b;</w:document>"}), SourceDamaged),
        (
            zipped(**{"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<!DOCTYPE a><a/>"}),
            SourceDamaged,
        ),
    ],
    ids=["bomb", "ratio", "members", "depth", "unclosed", "cut", "laughs", "external", "entity", "odt doctype"],
)
def test_office(data, error):
    with pytest.raises(error):
        read(data)


def test_text_boxes_within_text_boxes():
    text = "<w:p><w:r><w:t>x</w:t></w:r></w:p>"
    assert read(docx("<w:txbxContent>" * 400 + text + "</w:txbxContent>" * 400)).text.strip() == "x"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ((b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \n"
         b"trailer <</Size 1 /Prev 9 /Root 1 0 R>>\nstartxref\n9\n%%EOF"), "damaged"),
        (pdf([b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [2 0 R] /Count 1>>"]), "damaged"),
        (pdf([b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [" + b"3 0 R " * 201 + b"] /Count 201>>",
              b"<</Type /Page /Parent 2 0 R>>"]), "too_large"),
        (page(b"q " * 20_000_000), "too_large"),
        (page(b"q Q " * 200_000), "too_large"),
        (page(b"/X Do", b"<</XObject <</X 5 0 R>>>>", *map(form, range(5, 10)), stream(b"")), "scanned"),
        (page(b"BT (x"), "damaged"),
    ],
    ids=["xref loop", "page loop", "pages", "inflated", "operations", "forms within forms", "cut"],
)  # fmt: skip
def test_pdf(data, code):
    with pytest.raises(SourceError) as caught:
        read(data)
    assert caught.value.code == f"source.{code}"


@pytest.mark.parametrize(
    "data",
    [
        nested_mail(1000),
        MAIL + b"Content-Type: message/rfc822\n\n" * 1000,
        MAIL + b"Content-Type: a" + b";" * 100_000 + b"\n\nx",
        MAIL + b"X: a\n" * 30_000 + b"\nx",
        MAIL + b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\na\n" * MANY,
    ],
    ids=["parts", "mails", "parameters", "headers", "siblings"],
)
def test_mail_beyond_any_mail(data):
    with pytest.raises(SourceTooLarge):
        read(data)


@pytest.mark.parametrize(
    "data",
    [
        nested_mail(90),
        MAIL + b"Subject: " + b"=?utf-8?q?a?= " * MANY + b"\n\nx",
        MAIL + b"Content-Type: text/plain; charset=zlib\nContent-Transfer-Encoding: base64\n\n!!!",
        MAIL + b'Content-Type: multipart/mixed; boundary=""\n\n--\n\nx\n',
        MAIL + b"Content-Type: multipart/alternative\n\nx",
        MAIL + b"Subject: =?x?z?\xff?=\nContent-Disposition: attachment; filename*=a''%ff\n\nx",
    ],
)
def test_mail_that_is_odd(data):
    assert outcome(data) in ("read", "source.empty")


def test_a_text_of_more_lines_than_are_read():
    with pytest.raises(SourceTooLarge):
        read("x\n" * 200_001)
