"""Text and markdown: what the bytes say, decoded."""

from __future__ import annotations

from crm.reading.charset import decode
from crm.reading.forms.extract import Extract

__all__ = ["extract"]


def extract(data: bytes) -> Extract:
    """Return the text, as an editor shows it.

    Raises:
        SourceNotText: it is binary.
    """
    return Extract(*decode(data))
