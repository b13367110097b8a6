"""The history: who changed what and when, what was known on a day, and taking changes back."""

from __future__ import annotations

from crm.history.asking import about, between, by_run, model_of, of, values
from crm.history.knowing import ContactThen, as_of, contact_as_of
from crm.history.reverting import Reverted, revert
from crm.history.signing import OWN, by, record_created, record_updated

__all__ = [
    "OWN",
    "ContactThen",
    "Reverted",
    "about",
    "as_of",
    "between",
    "by",
    "by_run",
    "contact_as_of",
    "model_of",
    "of",
    "record_created",
    "record_updated",
    "revert",
    "values",
]
