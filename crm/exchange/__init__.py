"""Lists in and out: spreadsheets and cards become contacts, and contacts become them, and no row is lost.

What reads and writes files needs no database; what does is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from crm.exchange.limits import Limits
from crm.exchange.records import (
    ContactRecord,
    Problem,
    RecordAffiliation,
    RecordCoordinate,
    RecordEmail,
    RecordPhone,
    Row,
)

if TYPE_CHECKING:
    from crm.exchange.exporting import FORMATS, chosen_of, export, is_withheld, records_of

__all__ = [
    "FORMATS",
    "ContactRecord",
    "Limits",
    "Problem",
    "RecordAffiliation",
    "RecordCoordinate",
    "RecordEmail",
    "RecordPhone",
    "Row",
    "chosen_of",
    "export",
    "is_withheld",
    "records_of",
]

_HOMES = dict.fromkeys("FORMATS chosen_of export is_withheld records_of".split(), "exporting")
"""Where the names live that need SQLAlchemy."""


def __getattr__(name: str) -> Any:
    """Import what needs a database when it is first asked for (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'crm.exchange' has no attribute {name!r}")
    found = getattr(import_module(f"crm.exchange.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
