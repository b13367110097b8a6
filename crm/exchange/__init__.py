"""Lists in and out: spreadsheets and cards become contacts, and contacts become them, and no row is lost."""

from __future__ import annotations

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

__all__ = [
    "ContactRecord",
    "Limits",
    "Problem",
    "RecordAffiliation",
    "RecordCoordinate",
    "RecordEmail",
    "RecordPhone",
    "Row",
]
