"""Grids, rows of text cells, from CSV, TSV, XLSX, XLS and ODS; and back."""

from __future__ import annotations

from crm.exchange.grids.layout import grid_of_records
from crm.exchange.grids.reading import grid_rows, read_grid
from crm.exchange.grids.stream import Grid, GridStream
from crm.exchange.grids.tables import records_of_grid
from crm.exchange.grids.writing import GridWriter, write_grid

__all__ = [
    "Grid",
    "GridStream",
    "GridWriter",
    "grid_of_records",
    "grid_rows",
    "read_grid",
    "records_of_grid",
    "write_grid",
]
