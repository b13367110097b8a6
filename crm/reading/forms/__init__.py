"""The forms that a communiqué comes in: each module takes the bytes of a file and returns its lines as text.

HTML, PDF, DOCX, ODT and mails are read into the same lines as a text file has, headings marked as Markdown marks them,
so that everything after reads lines and nothing else.
"""

from __future__ import annotations

from crm.reading.forms.extract import MAX_LINES, Extract, Place, place_at
from crm.reading.forms.html import html_lines
from crm.reading.forms.html_signs import is_html
from crm.reading.forms.registry import FORMS, Form, format_of, is_container, recognised

__all__ = [
    "FORMS",
    "MAX_LINES",
    "Extract",
    "Form",
    "Place",
    "format_of",
    "html_lines",
    "is_container",
    "is_html",
    "place_at",
    "recognised",
]
