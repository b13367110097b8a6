"""Cells that a spreadsheet would take for a formula or a number, guarded on the way out and freed on the way in.

The guard is the apostrophe that people type for the same purpose. It is put before a cell that a spreadsheet would
reckon with, and before one that begins with such a guard already, so that whatever was written is read again.
Source: OWASP, CSV Injection, read 2026-11-21.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["freed", "guarded", "guarded_in_workbook"]

_RECKONED: Final = re.compile(r"'*(?:[\s\ufeff]*[=+\-@\t\r\n＝＋－＠]|0[0-9]+\Z|[0-9]{12,}\Z|[0-9]+[eE][0-9]+\Z)")
"""A formula, digits whose first 0 would go, digits that would be rounded, digits with an exponent; guarded or not."""
_AS_TEXT: Final = re.compile(r'="((?:[^"]|"")*)"')
"""``="0199001234"``: a formula whose result is the text, as people write it to keep a number whole."""


def guarded(cell: str) -> str:
    """Return `cell` as it can stand in a text file that a spreadsheet opens.

    >>> guarded("=1+1"), guarded("+33199001234"), guarded("0199001234"), guarded("Anne"), guarded("'=1+1")
    ("'=1+1", "'+33199001234", "'0199001234", 'Anne', "''=1+1")
    """
    return f"'{cell}" if _RECKONED.match(cell) is not None else cell


def guarded_in_workbook(cell: str) -> str:
    """Return `cell` as it can stand in a workbook, where text is text: guarded only if it would not be read again."""
    return f"'{cell}" if cell[:1] in ("'", "=") and freed(cell) != cell else cell


def freed(cell: str) -> str:
    """Return `cell` without the guard it was written with.

    >>> freed("'=1+1"), freed("''=1+1"), freed('="0199001234"'), freed("'t Hooft"), freed("'+33199001234")
    ('=1+1', "'=1+1", '0199001234', "'t Hooft", '+33199001234')
    """
    if cell[:1] == "'" and _RECKONED.match(cell, 1) is not None:
        return cell[1:]
    if cell[:2] == '="' and (found := _AS_TEXT.fullmatch(cell)) is not None:
        return found[1].replace('""', '"')
    return cell
