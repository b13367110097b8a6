"""The forms that are read: what each is called, how its files end and begin, and which module reads it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from crm.errors import SourceDamaged, SourceEncrypted, SourceFormatUnknown, SourceNotText
from crm.reading.charset import decode
from crm.reading.forms.html_signs import is_html

if TYPE_CHECKING:
    from crm.reading.forms.extract import Extract

__all__ = ["FORMS", "Form", "format_of", "is_container", "recognised"]


@dataclass(frozen=True, slots=True)
class Form:
    """A form of files; `module` has the function `extract`, and is imported when the first file is read."""

    suffixes: tuple[str, ...]
    module: str
    is_text: bool = False
    """Whether any bytes could be a file of it: only the suffix tells."""

    def extract(self, data: bytes) -> Extract:
        """Return the lines of a file."""
        extract: Extract = import_module(f"crm.reading.forms.{self.module}").extract(data)
        return extract


FORMS: Final = {
    "text": Form(("", ".txt", ".text"), "plain", is_text=True),
    "markdown": Form((".md", ".markdown"), "plain", is_text=True),
    "html": Form((".html", ".htm", ".xhtml", ".xml"), "html", is_text=True),
    "pdf": Form((".pdf",), "pdf"),
    "docx": Form((".docx", ".docm", ".dotx"), "docx"),
    "odt": Form((".odt", ".ott"), "odt"),
    "eml": Form((".eml",), "eml", is_text=True),
}
"""Every form by the name that `format` takes."""

_SAMPLE: Final = 100_000
"""Bytes that tell a page of HTML from a text."""

_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_OFFICE: Final = "EncryptedPackage".encode("utf-16-le")
_HEADER: Final = re.compile(rb"([A-Za-z][A-Za-z0-9-]{1,60}):[^\n]*\n(?:[ \t][^\n]*\n)*")
_OF_MAIL: Final = frozenset((b"from", b"to", b"subject", b"date"))
_OF_MACHINES: Final = frozenset(
    (b"mime-version", b"message-id", b"received", b"return-path", b"content-type", b"dkim-signature", b"delivered-to")
)


def format_of(name: str) -> str | None:
    """Return the name of the form that files so called are in; None when files with that suffix are not read.

    >>> format_of("Releases/March.MD"), format_of("notes"), format_of("photo.jpg")
    ('markdown', 'text', None)
    """
    suffix = PurePath(name).suffix.lower()
    return next((form for form, one in FORMS.items() if suffix in one.suffixes), None)


def is_container(head: bytes) -> bool:
    """Tell from its first bytes a file that pictures may make large: PDF, DOCX, ODT, a mail."""
    return b"%PDF-" in head[:1024] or head.startswith(b"PK\x03\x04") or _is_mail(head)


def recognised(data: bytes, name: str | None = None) -> str:
    """Return the name of the form that `data` is in, told from what it holds, and then from the suffix of `name`.

    Raises:
        SourceDamaged: the suffix is that of another form than the one it holds.
        SourceEncrypted: it is a DOCX with a password.
        SourceFormatUnknown: neither the one nor the other is that of a form that is read.
        SourceNotText: it holds no text, and is of no form known.
    """
    suffix = PurePath(name).suffix.lower() if name else ""
    named = format_of(name or "")
    held = _held(data)
    if held is not None:
        return held
    if named is not None and not FORMS[named].is_text:
        if _is_html(data):
            return "html"
        raise SourceDamaged(f"the file is damaged: it is no {suffix[1:].upper()}, whatever its name says")
    if named is None:
        raise SourceFormatUnknown(
            f"files of the format {suffix} are not read: {PurePath(name or '').name}",
            hint="format='text' reads it as plain text",
        )
    return named if named in ("html", "eml") or not _is_html(data) else "html"


def _is_html(data: bytes) -> bool:
    """Tell HTML by its beginning, which most texts need not be decoded for: in every encoding, ``<`` is a byte."""
    sample = data[:_SAMPLE]
    try:
        return b"<" in sample and is_html(decode(sample)[0])
    except SourceNotText:
        return False


def _held(data: bytes) -> str | None:
    """Return the form that the first bytes name, None where they could be any text."""
    if b"%PDF-" in data[:1024] and data.lstrip()[:1] != b"<":
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _held_by_zip(data)
    if data.startswith(_OLD_OFFICE):
        raise _old_office(data)
    if data.startswith(b"{\\rtf"):
        raise SourceFormatUnknown("RTF files are not read", hint="save a copy as DOCX or PDF")
    return "eml" if _is_mail(data) else None


def _held_by_zip(data: bytes) -> str:
    from crm.reading.forms.zipped import Zipped

    package = Zipped(data)
    if "word/document.xml" in package.names:
        return "docx"
    if "content.xml" in package.names and b"opendocument.text" in package.part("mimetype"):
        return "odt"
    raise SourceFormatUnknown("a zip file that is neither DOCX nor ODT is not read", hint="give the files it holds")


def _old_office(data: bytes) -> SourceEncrypted | SourceFormatUnknown:
    if _ENCRYPTED_OFFICE in data:
        return SourceEncrypted("the file opens with a password only", hint="save a copy without a password")
    return SourceFormatUnknown(
        "files of Word before 2007 and messages of Outlook are not read", hint="save a copy as DOCX, PDF or EML"
    )


def _is_mail(data: bytes) -> bool:
    """Tell a mail by its headers: those that people write may open a text, those that machines write do not."""
    names, place = set(), 0
    if data.startswith(b"From "):
        place = data.find(b"\n") + 1
    head = data[:_SAMPLE].replace(b"\r\n", b"\n")
    while (found := _HEADER.match(head, place)) is not None:
        names.add(found[1].lower())
        place = found.end()
    return bool(names & _OF_MAIL) and bool(names & _OF_MACHINES)
