"""Rows come back in the source's own columns, with why: the rejected ones, and the doubtful ones of those taken in."""

from __future__ import annotations

import json
from contextlib import ExitStack
from typing import IO, TYPE_CHECKING, Any, Final

from crm.exchange.grids.headers import place_of
from crm.exchange.grids.writing import GridWriter, binary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from types import TracebackType
    from typing import Self

    from crm.exchange.grids.writing import TargetLike
    from crm.exchange.records import Problem

__all__ = ["DOUBT", "REASON", "RejectedWriter", "rejected_writer"]

REASON: Final = ("Rejection reason", "Rejection code")
"""The columns that stand before the source's own, so that a row too short or too long stays as it was."""
DOUBT: Final = ("Import warning", "Import warning code")
"""Those of rows that were taken in all the same. Either pair is passed over when the list is read again."""
_PROPERTY: Final = "X-CRM-REASON"
_FOLD: Final = 60
"""Characters of a folded line of a card, at most 75 bytes in nearly every script. Source: RFC 6350 section 3.2."""


class RejectedWriter:
    """Writes one row or card after another that comes back; a context manager."""

    def __init__(self, closing: ExitStack, *, doubts: bool = False) -> None:
        self._closing = closing
        self._doubts = doubts
        self.count = 0

    def write(self, cells: Sequence[str], problems: Iterable[Problem]) -> None:
        """Write a row as it stood there, with what keeps it from being taken in, or else with what is doubtful."""
        self.count += 1
        self._write(cells, [problem for problem in problems if problem.rejects is not self._doubts])

    def _write(self, cells: Sequence[str], problems: list[Problem]) -> None:
        raise NotImplementedError

    def close(self) -> None:
        """Finish the file."""
        self._closing.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def rejected_writer(
    target: TargetLike,
    header: Sequence[str] | None,
    delimiter: str | None = None,
    encoding: str | None = None,
    *,
    format: str | None = None,  # noqa: A002 - what every function here calls it
    columns: Mapping[str, str] | None = None,
    doubts: bool = False,
) -> RejectedWriter:
    """Return a writer of rejected rows or cards to `target`; with `doubts`, of those that were taken in with warnings.

    `format` is the source's: of cards, cards are written, else the grid that the target's name says. `header` is the
    source's own; without one, a heading is made of what its `columns` were read as. The encoding is UTF-8 with a mark,
    whatever the source's was, unless it is said: a few rows of an old one might be taken for another.
    """
    closing = ExitStack()
    if format in ("vcard", "jcard", "jscontact"):
        file = closing.enter_context(binary(target))
        if format == "vcard":
            return _Cards(closing, file, doubts=doubts)
        writer = _JsonCards(closing, file, doubts=doubts)
        closing.callback(writer.finish)
        return writer
    rows = closing.enter_context(GridWriter.opened(target, delimiter=delimiter, encoding=encoding or "utf-8-sig"))
    return _Rows(closing, rows, header, columns or {}, doubts=doubts)


def _reason(problems: Iterable[Problem]) -> str:
    return "; ".join(_sentence(problem) for problem in problems)


def _sentence(problem: Problem) -> str:
    said = f"{problem.field}: {problem.message}" if problem.field else problem.message
    return f"{said} ({problem.hint})" if problem.hint else said


class _Rows(RejectedWriter):
    def __init__(
        self,
        closing: ExitStack,
        rows: GridWriter,
        header: Sequence[str] | None,
        columns: Mapping[str, str],
        *,
        doubts: bool,
    ) -> None:
        super().__init__(closing, doubts=doubts)
        self._rows = rows
        heading = list(header) if header is not None else [field or name for name, field in columns.items()]
        fields = [place.field if (place := place_of(cell)) is not None else "" for cell in heading]
        self._skipped = 2 if fields[:2] == ["reason", "reason_code"] else 0
        rows.write([*(DOUBT if doubts else REASON), *heading[self._skipped :]])

    def _write(self, cells: Sequence[str], problems: list[Problem]) -> None:
        codes = " ".join(dict.fromkeys(problem.code for problem in problems))
        self._rows.write([_reason(problems), codes, *cells[self._skipped :]])


class _Cards(RejectedWriter):
    """vCards, each with a property for the reason before its end."""

    def __init__(self, closing: ExitStack, file: IO[Any], *, doubts: bool) -> None:
        super().__init__(closing, doubts=doubts)
        self._file = file

    def _write(self, cells: Sequence[str], problems: list[Problem]) -> None:
        self._file.write(_with_reason("".join(cells), _reason(problems)).encode("utf-8", "replace"))


def _with_reason(card: str, reason: str) -> str:
    r"""Return a card that says why it comes back, and not why it did before.

    >>> _with_reason("BEGIN:VCARD\r\nFN:Anne\r\nEND:VCARD\r\n", "no name")
    'BEGIN:VCARD\r\nFN:Anne\r\nX-CRM-REASON:no name\r\nEND:VCARD\r\n'
    """
    lines, is_reason = [], False
    for line in card.splitlines():
        is_reason = line.upper().startswith(_PROPERTY) or (is_reason and line[:1] in (" ", "\t"))
        if not is_reason:
            lines.append(line)
    end = next((place for place, line in enumerate(lines) if line.strip().upper() == "END:VCARD"), len(lines))
    lines[end:end] = _folded(f"{_PROPERTY}:{_escaped(reason)}")
    return "\r\n".join(lines) + "\r\n"


def _escaped(text: str) -> str:
    """Return a text as a card's value. Source: RFC 6350 section 3.4."""
    plain = " ".join(text.split())
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> list[str]:
    return [(" " if start else "") + line[start : start + _FOLD] for start in range(0, len(line), _FOLD)]


class _JsonCards(RejectedWriter):
    """jCard and JSContact: one array of cards, each with its reason."""

    def __init__(self, closing: ExitStack, file: IO[Any], *, doubts: bool) -> None:
        super().__init__(closing, doubts=doubts)
        self._file = file

    def _write(self, cells: Sequence[str], problems: list[Problem]) -> None:
        text = "".join(cells)
        try:
            card = json.loads(text)
        except ValueError:
            card = {"x-crm-text": text}
        said = json.dumps(_json_with_reason(card, _reason(problems)), ensure_ascii=False)
        self._file.write((("[\n" if self.count == 1 else ",\n") + said).encode("utf-8", "replace"))

    def finish(self) -> None:
        """Close the array."""
        self._file.write(b"\n]\n" if self.count else b"[]\n")


def _json_with_reason(card: Any, reason: str) -> Any:
    name = _PROPERTY.lower()
    if isinstance(card, dict):
        return {**card, name: reason}
    if isinstance(card, list) and len(card) > 1 and isinstance(card[1], list):
        rest = [one for one in card[1] if not (isinstance(one, list) and one[:1] == [name])]
        return [card[0], [*rest, [name, {}, "text", reason]], *card[2:]]
    return {"x-crm-card": card, name: reason}
