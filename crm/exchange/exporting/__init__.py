"""Lists out of the database: which records, in which format, where to."""

from __future__ import annotations

from crm.exchange.exporting.choosing import chosen_of
from crm.exchange.exporting.communiques import is_withheld
from crm.exchange.exporting.contacts import records_of
from crm.exchange.exporting.formats import FORMATS
from crm.exchange.exporting.writing import export

__all__ = ["FORMATS", "chosen_of", "export", "is_withheld", "records_of"]
