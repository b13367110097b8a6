"""Readings become rows: one document, or folders and archives of them, in transactions of their own."""

from __future__ import annotations

from crm.ingest.archives import Limits
from crm.ingest.gathering import gather
from crm.ingest.many import ingest_many
from crm.ingest.report import Candidate, FileReport, IngestReport, ReportEntry
from crm.ingest.storing import ingest, store

__all__ = [
    "Candidate",
    "FileReport",
    "IngestReport",
    "Limits",
    "ReportEntry",
    "gather",
    "ingest",
    "ingest_many",
    "store",
]
