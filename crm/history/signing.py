"""Who is writing, and what bulk loaders write into the history themselves."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from crm.columns import Line
from crm.models import ChangeAction
from crm.models.recorded import dumped, ranges, subject_of
from crm.models.recording import BY, OWN, RUN, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlalchemy.orm import Session

    from crm.base import Base
    from crm.models import ImportRun

__all__ = ["OWN", "by", "record_created", "record_updated"]

_AUTHOR = Line(200)


@contextmanager
def by(session: Session, author: str | None, *, run: ImportRun | int | None = None) -> Iterator[None]:
    """Let what `session` writes meanwhile be said to be the work of `author`, or of an import.

    What is pending is flushed at both ends, so that each is given their own. For a session's whole life, or an
    `AsyncSession`, set ``session.info["crm_by"]`` instead.
    """
    session.flush()
    before = {name: session.info.get(name) for name in (BY, RUN)}
    number = run if run is None or isinstance(run, int) else run.id
    session.info.update({BY: None if author is None else _AUTHOR.check(author), RUN: number})
    try:
        yield
        session.flush()
    finally:
        session.info.update(before)


def record_created(session: Session, model: type[Base], keys: Iterable[int]) -> None:
    """Record the creation of rows that were written with the execution options `OWN`."""
    write(session.connection(), ranges(_table(model), keys))


def record_updated(
    session: Session, model: type[Base], changes: Iterable[tuple[int, Mapping[str, Any], Mapping[str, Any]]]
) -> None:
    """Record updates that were written with the execution options `OWN`: key, what was changed before and after.

    Values are those that the columns return, not what was bound; columns that were not changed are left out.
    """
    table = _table(model)
    write(session.connection(), (_updated(table, *change) for change in changes))


def _updated(table: Any, key: int, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "subject": subject_of(table),
        "subject_id": key,
        "last_id": key,
        "action": ChangeAction.UPDATED,
        "before": dumped(before),
        "after": dumped(after),
    }


def _table(model: Any) -> Any:
    return model.__table__
