"""PDF becomes lines: those of each page in the order they were set, which keeps columns apart."""

from __future__ import annotations

import logging
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from crm.errors import CrmError, MissingExtra, SourceDamaged, SourceEncrypted, SourceScanned, SourceTooLarge
from crm.reading.forms.extract import Extract, Lines
from crm.reading.forms.printed_pages import Printed, PrintedPage, lines_of_pages

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pypdf import PageObject, PdfReader

__all__ = ["extract"]

_MAX_PAGES: Final = 200
_MAX_OPERATIONS: Final = 300_000
"""Signs set, lines drawn and so on in the whole file: a page of text takes a few hundred."""
_MAX_STREAM: Final = 20_000_000
"""Bytes of one inflated part: the text of a page takes some thousand."""
_MAX_FORMS: Final = 500
_MAX_LINKS: Final = 500
_FEW_LETTERS: Final = 20
"""A file with fewer letters than that for all its pages, and with pictures, is scanned."""


def extract(data: bytes) -> Extract:
    """Return the lines of a PDF file, with the page of each.

    Raises:
        MissingExtra: pypdf is not installed.
        SourceDamaged: it is broken.
        SourceEncrypted: it opens with a password only.
        SourceScanned: it holds pictures of pages.
        SourceTooLarge: it has more pages, or takes more work, than a communiqué.
    """
    try:
        from pypdf import Configuration, PdfReader, apply_configuration
        from pypdf.errors import LimitReachedError
    except ImportError:
        raise MissingExtra("documents", "pypdf") from None
    # What it has to say of a damaged file is said by our errors, and must not be printed beside them.
    logging.getLogger("pypdf").addHandler(logging.NullHandler())
    bounds = Configuration(
        zlib_maximum_output_length=_MAX_STREAM,
        lzw_maximum_output_length=_MAX_STREAM,
        run_length_maximum_output_length=_MAX_STREAM,
        array_based_stream_maximum_output_length=_MAX_STREAM,
        stream_decoding_work_maximum_length=5 * _MAX_STREAM,
        stream_parsing_work_maximum_count=3 * _MAX_OPERATIONS,
        xform_maximum_invocations_per_extraction=_MAX_FORMS,
        page_tree_maximum_entries=20 * _MAX_PAGES,
        page_tree_maximum_page_entries=200 * _MAX_PAGES,
    )
    try:
        with apply_configuration(bounds):
            return _extract(PdfReader(BytesIO(data)))
    except CrmError:
        raise
    except LimitReachedError as error:
        raise SourceTooLarge("the PDF grows larger, when it is read, than any communiqué") from error
    except Exception as error:  # whatever a broken file makes the library stumble over
        raise SourceDamaged(f"the PDF is damaged: {type(error).__name__}") from error


def _extract(reader: PdfReader) -> Extract:
    if reader.is_encrypted:
        _decrypt(reader)
    if len(reader.pages) > _MAX_PAGES:
        raise SourceTooLarge(f"it has {len(reader.pages):,} pages; no more than {_MAX_PAGES} are read")
    budget = _Budget()
    pages = [PrintedPage(_printed(page, budget), _mails(page)) for page in reader.pages]
    _refuse_scanned(reader, pages)
    lines = Lines()
    for number, texts in enumerate(lines_of_pages(pages), start=1):
        lines.gap()
        lines.place(f"page {number}" if number <= len(pages) else "footer")
        for text in texts:
            lines.add(text) if text else lines.gap()
    return lines.extract()


def _decrypt(reader: PdfReader) -> None:
    """Open a file that anybody may read and only its author change; those have an empty password."""
    from pypdf.errors import DependencyError

    try:
        is_open = bool(reader.decrypt(""))
    except DependencyError:
        raise SourceEncrypted(
            "the PDF is encrypted", hint="save a copy without protection, or pip install cryptography"
        ) from None
    if not is_open:
        raise SourceEncrypted("the PDF opens with a password only", hint="save a copy without a password")


class _Budget:
    """Counts the work that a file makes."""

    def __init__(self) -> None:
        self.done = 0

    def count(self, *_: object) -> None:
        self.done += 1
        if self.done > _MAX_OPERATIONS:
            raise SourceTooLarge("the PDF takes more work to read than any communiqué")


def _printed(page: PageObject, budget: _Budget) -> list[Printed]:
    """Return the lines of a page, each with its place and its letters."""
    printed = [Printed()]

    def take(text: str, outer: Sequence[float], inner: Sequence[float], font: Any, size: float) -> None:
        for index, piece in enumerate(text.split("\n")):
            if index:
                printed.append(Printed())
            if piece.strip():
                height = abs(size * inner[3] * outer[3]) or abs(size)
                place = (inner[4] * outer[0] + outer[4], inner[5] * outer[3] + outer[5])
                printed[-1].take(piece, height, place, is_bold=_is_bold(font))
            elif piece:
                printed[-1].text += piece

    page.extract_text(visitor_text=take, visitor_operand_before=budget.count)
    return printed


def _is_bold(font: Any) -> bool:
    name = str((font or {}).get("/BaseFont", ""))
    return any(word in name.lower() for word in ("bold", "black", "heavy", "semibold"))


def _mails(page: PageObject) -> Iterator[tuple[str, float, float]]:
    """Yield the addresses that the page links to, and from where to where on it each link stands."""
    notes = page.get("/Annots")
    for note in list(notes.get_object() if notes is not None else ())[:_MAX_LINKS]:
        link = note.get_object()
        action = link.get("/A") if hasattr(link, "get") else None
        target = str(action.get_object().get("/URI", "")) if action is not None else ""
        if target.lower().startswith("mailto:") and len(link.get("/Rect", ())) == 4:
            low, high = sorted((float(link["/Rect"][1]), float(link["/Rect"][3])))
            yield unquote(target[7:].partition("?")[0]).strip(), low, high


def _refuse_scanned(reader: PdfReader, pages: Sequence[PrintedPage]) -> None:
    letters = sum(character.isalpha() for page in pages for line in page.lines for character in line.text)
    if letters < _FEW_LETTERS and any(_has_picture(page) for page in reader.pages):
        raise SourceScanned(
            "the PDF holds pictures of pages and no text", hint="run it through a program that recognises text (OCR)"
        )


def _has_picture(page: PageObject) -> bool:
    resources = page.get("/Resources")
    objects = resources.get_object().get("/XObject") if resources is not None else None
    found = objects.get_object().values() if objects is not None else ()
    return any(one.get_object().get("/Subtype") in ("/Image", "/Form") for one in found)
