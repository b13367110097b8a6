"""The rejected rows of a list as a list of their own: the source's own columns and the reason, to be corrected."""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from crm.exchange.cards import with_reason
from crm.exchange.grids import write_grid
from crm.exchange.importing.runs import findings_of
from crm.exchange.records import Problem
from crm.models import FindingKind

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from crm.exchange.streams import RowStream
    from crm.models import ImportRun

__all__ = ["write_rejections"]

_REASON: Final = "reason"
_GRIDS: Final = frozenset({"csv", "tsv", "xlsx", "xls", "ods"})


def write_rejections(
    session: Session, run: ImportRun, stream: RowStream, target: str | os.PathLike[str] | IO[str] | IO[bytes]
) -> None:
    """Write the rejected rows of `run` to `target`, each as it stood in the list, with every reason.

    A spreadsheet gets a last column for the reasons; cards get a line each, which is passed over when they come back.
    """
    if stream.format in _GRIDS:
        write_grid(_grid(session, run, stream), target)
        return
    with _opened(target) as file:
        for text in _cards(session, run, stream.format):
            file.write(text)


def _rejected(session: Session, run: ImportRun) -> Iterator[tuple[list[str], list[Problem]]]:
    """Yield the cells of each rejected row, and why."""
    cells: list[str] | None = None
    reasons: list[Problem] = []
    for one in session.scalars(findings_of(run, FindingKind.REJECTED).execution_options(yield_per=500)):
        if one.cells is not None:
            if cells is not None:
                yield cells, reasons
            cells, reasons = json.loads(one.cells), []
        reasons.append(Problem(one.code, one.message, one.field, one.value, one.hint, rejects=True))
        session.expunge(one)
    if cells is not None:
        yield cells, reasons


def _reason(one: Problem) -> str:
    where = f"{one.field}: " if one.field else ""
    hint = f" ({one.hint})" if one.hint else ""
    return f"{where}{one.message}{hint} [{one.code}]"


def _grid(session: Session, run: ImportRun, stream: RowStream) -> Iterator[list[str]]:
    header = stream.header
    width = 0 if header is None else len(header)
    has_reason = header is not None and header[-1:] == [_REASON]
    if header is not None:
        yield header if has_reason else [*header, _REASON]
    for cells, reasons in _rejected(session, run):
        row = cells[: width - 1] if has_reason else cells
        padding = [""] * (width - has_reason - len(row))
        yield [*row, *padding, "; ".join(map(_reason, reasons))]


def _cards(session: Session, run: ImportRun, format: str) -> Iterator[str]:  # noqa: A002
    """Yield what to write, piece by piece: cards one after the other, or a JSON list of them."""
    is_json = format != "vcard"
    between = "[\n" if is_json else ""
    for (text, *_), reasons in _rejected(session, run):
        yield between + with_reason(text, reasons).rstrip() + ("" if is_json else "\r\n")
        between = ",\n" if is_json else ""
    if is_json:
        yield "\n]\n" if between == ",\n" else "[]\n"


@contextmanager
def _opened(target: Any) -> Iterator[IO[str]]:
    """Yield what text is written to: a file that is made here, or one that is open."""
    if hasattr(target, "write"):
        yield _Encoding(target)  # type: ignore[misc]
        return
    with Path(target).open("w", encoding="utf-8", newline="") as file:
        yield file


class _Encoding:
    """A file that is open, as text or for bytes."""

    def __init__(self, file: IO[Any]) -> None:
        self._file = file

    def write(self, text: str) -> None:
        """Write `text`, in UTF-8 where bytes are wanted."""
        try:
            self._file.write(text)
        except TypeError:
            self._file.write(text.encode())
