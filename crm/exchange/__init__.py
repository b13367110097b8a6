"""Lists in and out: spreadsheets and cards become contacts, and contacts become them, and no row is lost.

What needs SQLAlchemy, or reads a format, is loaded when it is first used.
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
from crm.exchange.streams import RowStream

if TYPE_CHECKING:
    from crm.exchange.exporting import FORMATS, chosen_of, export, is_withheld, records_of
    from crm.exchange.grids import Grid, grid_of_records, read_grid, write_grid
    from crm.exchange.importing import (
        Finding,
        ImportReport,
        Outcome,
        UndoReport,
        find_run,
        findings_of,
        import_contacts,
        import_file,
        listed_runs,
        undo_import,
    )
    from crm.exchange.rejected import rejected_writer
    from crm.exchange.rows import read_records, read_rows

__all__ = [
    "FORMATS",
    "ContactRecord",
    "Finding",
    "Grid",
    "ImportReport",
    "Limits",
    "Outcome",
    "Problem",
    "RecordAffiliation",
    "RecordCoordinate",
    "RecordEmail",
    "RecordPhone",
    "Row",
    "RowStream",
    "UndoReport",
    "chosen_of",
    "export",
    "find_run",
    "findings_of",
    "grid_of_records",
    "import_contacts",
    "import_file",
    "is_withheld",
    "listed_runs",
    "read_grid",
    "read_records",
    "read_rows",
    "records_of",
    "rejected_writer",
    "undo_import",
    "write_grid",
]

_HOMES = {
    **dict.fromkeys(
        (
            "Finding ImportReport Outcome UndoReport find_run findings_of import_contacts import_file listed_runs"
            " undo_import"
        ).split(),
        "importing",
    ),
    "Grid": "grids",
    "grid_of_records": "grids",
    "read_grid": "grids",
    "read_records": "rows",
    "read_rows": "rows",
    "rejected_writer": "rejected",
    "write_grid": "grids",
    **dict.fromkeys("FORMATS chosen_of export is_withheld records_of".split(), "exporting"),
}
"""Where a public name lives that is loaded when it is first used."""


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'crm.exchange' has no attribute {name!r}")
    found = getattr(import_module(f"crm.exchange.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return list(__all__)
