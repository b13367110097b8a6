"""A press release becomes a `Reading`: what it says, line by line, without touching a database."""

from __future__ import annotations

from crm.reading.findings import (
    Evidence,
    ReadBoilerplate,
    ReadContact,
    ReadDate,
    ReadEmbargo,
    Reading,
    ReadInstitution,
    ReadUnread,
    ReadWarning,
)
from crm.reading.forms import format_of, recognised
from crm.reading.parts import part_of
from crm.reading.reading import read

__all__ = [
    "Evidence",
    "ReadBoilerplate",
    "ReadContact",
    "ReadDate",
    "ReadEmbargo",
    "ReadInstitution",
    "ReadUnread",
    "ReadWarning",
    "Reading",
    "format_of",
    "part_of",
    "read",
    "recognised",
]
