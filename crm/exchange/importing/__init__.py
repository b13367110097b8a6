"""Lists become contacts: each row is counted, whom it means is never guessed, and all of it can be taken back."""

from __future__ import annotations

from crm.exchange.importing.report import Finding, ImportReport, Outcome, Tally
from crm.exchange.importing.runs import find_run, findings_of
from crm.exchange.importing.runs import listed as listed_runs
from crm.exchange.importing.taking import import_contacts, import_file
from crm.exchange.importing.undoing import UndoReport, undo_import

__all__ = [
    "Finding",
    "ImportReport",
    "Outcome",
    "Tally",
    "UndoReport",
    "find_run",
    "findings_of",
    "import_contacts",
    "import_file",
    "listed_runs",
    "undo_import",
]
