"""What comes back from a run as lists: its rejected rows, to be corrected, and the doubtful ones of the others."""

from __future__ import annotations

import json
import os
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from crm.errors import TargetError
from crm.exchange.importing.runs import findings_of
from crm.exchange.records import Problem
from crm.exchange.rejected import rejected_writer
from crm.models import FindingKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from crm.exchange.grids.writing import TargetLike
    from crm.exchange.rejected import RejectedWriter
    from crm.exchange.sources import SourceLike
    from crm.exchange.streams import RowStream
    from crm.models import ImportRun

__all__ = ["refuse_targets", "write_rejections", "write_warnings"]


def refuse_targets(source: SourceLike, *targets: TargetLike | None) -> None:
    """Raise `TargetError` for a file that could not be written, that is the list itself, or that is named twice."""
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
    paths = [Path(one) for one in targets if isinstance(one, str | os.PathLike)]
    if len(paths) > len({path.resolve() for path in paths}):
        reason = f"{paths[0].name} cannot hold both the rejected rows and the doubtful ones"
        raise TargetError(reason, code="target.twice", hint="name another file")


def _is_same(path: Path, source: str | os.PathLike[str]) -> bool:
    try:
        return path.samefile(source)
    except (OSError, ValueError):  # one of them is not there, or is the text itself
        return False


def write_rejections(session: Session, run: ImportRun, stream: RowStream, target: TargetLike) -> int:
    """Write the rejected rows of `run` to `target`, as they stood in the list; return how many there are."""
    with _writer(stream, target) as writer:
        for cells, problems in _rows(session, run, FindingKind.REJECTED):
            writer.write(cells, problems)
    return writer.count


def write_warnings(session: Session, run: ImportRun, stream: RowStream, target: TargetLike) -> int:
    """Write the rows that `run` took in with warnings or conflicts to `target`, likewise; return how many there are.

    Taken in again as they are, with the same options, they change nothing. A warning about a rejected row is not among
    them: that row is to be corrected first, and is looked at again then.
    """
    with _writer(stream, target, doubts=True) as writer:
        for cells, problems in _rows(session, run, FindingKind.WARNING, FindingKind.CONFLICT):
            writer.write(cells, problems)
    return writer.count


def _writer(stream: RowStream, target: TargetLike, *, doubts: bool = False) -> RejectedWriter:
    return rejected_writer(
        target, stream.header, stream.delimiter, format=stream.format, columns=stream.columns, doubts=doubts
    )


def _rows(session: Session, run: ImportRun, *kinds: FindingKind) -> Iterator[tuple[list[str], list[Problem]]]:
    """Yield the cells of each row whose first finding is one of `kinds`, and all such findings."""
    found = session.scalars(findings_of(run, *kinds).execution_options(yield_per=500))
    for _, findings in groupby(found, key=lambda one: one.row_number):
        cells: str | None = None
        problems = []
        for number, one in enumerate(findings):
            cells = one.cells if not number else cells
            is_rejected = one.kind is FindingKind.REJECTED
            problems.append(Problem(one.code, one.message, one.field, one.value, one.hint, rejects=is_rejected))
            session.expunge(one)
        if cells is not None:
            yield json.loads(cells), problems
