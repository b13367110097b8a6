"""What comes back from a run as lists: its rejected rows, to be corrected, and what is doubtful in the others."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from crm.errors import TargetError
from crm.exchange.grids.writing import GridWriter
from crm.exchange.importing.runs import findings_of
from crm.exchange.records import Problem
from crm.exchange.rejected import rejected_writer
from crm.models import FindingKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from crm.exchange.grids.writing import TargetLike
    from crm.exchange.sources import SourceLike
    from crm.exchange.streams import RowStream
    from crm.models import ImportRun

__all__ = ["refuse_targets", "write_rejections", "write_warnings"]

_HEADING: Final = ("File", "Row", "Line", "Kind", "Field", "Value", "Code", "Message", "Hint")


def refuse_targets(source: SourceLike, *targets: TargetLike | None) -> None:
    """Raise `TargetError` for a file that could not be written, or that is the list itself."""
    for target in targets:
        if isinstance(target, str | os.PathLike):
            path = Path(target)
            if isinstance(source, str | os.PathLike) and _is_same(path, source):
                hint = "name another file"
                raise TargetError(f"{path.name} is the list itself", code="target.is_source", hint=hint)
            if path.is_dir() or not os.access(path if path.exists() else path.parent, os.W_OK):
                reason = (
                    "it is a directory" if path.is_dir() else "there is no such directory, or it may not be written"
                )
                raise TargetError(f"{path.name} cannot be written: {reason}")


def _is_same(path: Path, source: str | os.PathLike[str]) -> bool:
    try:
        return path.samefile(source)
    except (OSError, ValueError):  # one of them is not there, or is the text itself
        return False


def write_rejections(session: Session, run: ImportRun, stream: RowStream, target: TargetLike) -> int:
    """Write the rejected rows of `run` to `target`, as they stood in the list; return how many there are."""
    writing = rejected_writer(target, stream.header, stream.delimiter, format=stream.format, columns=stream.columns)
    with writing as writer:
        for cells, problems in _rejected(session, run):
            writer.write(cells, problems)
    return writer.count


def write_warnings(session: Session, run: ImportRun, target: TargetLike) -> int:
    """Write the warnings and conflicts of `run` to `target`, a line for each; return how many there are."""
    with GridWriter.opened(target) as writer:
        writer.write(_HEADING)
        findings = findings_of(run, FindingKind.WARNING, FindingKind.CONFLICT).execution_options(yield_per=500)
        for one in session.scalars(findings):
            place = run.source or "", str(one.row_number), str(one.line_number), one.kind.value
            said = (one.field, one.value, one.code, one.message, one.hint)
            writer.write([*place, *((text or "").replace("\0", "") for text in said)])
            session.expunge(one)
    return writer.count - 1


def _rejected(session: Session, run: ImportRun) -> Iterator[tuple[list[str], list[Problem]]]:
    """Yield the cells of each rejected row, and why."""
    cells: list[str] | None = None
    problems: list[Problem] = []
    for one in session.scalars(findings_of(run, FindingKind.REJECTED).execution_options(yield_per=500)):
        if one.cells is not None:
            if cells is not None:
                yield cells, problems
            cells, problems = json.loads(one.cells), []
        problems.append(Problem(one.code, one.message, one.field, one.value, one.hint, rejects=True))
        session.expunge(one)
    if cells is not None:
        yield cells, problems
