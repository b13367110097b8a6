"""What the commands print: one JSON document, or tables a person likes to read."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

__all__ = [
    "as_json",
    "bar_of",
    "complain",
    "console",
    "database_option",
    "json_option",
    "progress",
    "say",
    "table",
    "watched",
    "write_utf8",
]

T = TypeVar("T")

WIDTH_IN_A_PIPE = 200
"""Wide enough that a table keeps one line a row where no terminal says how wide it is."""


def database_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give `command` the option ``--db``, which may also stand before its name."""

    def chosen(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:  # noqa: ARG001
        return value if value is not None else context.obj

    help_text = "The database: a SQLite file or a URL [default: $CRM_DATABASE_URL, else press.db]."
    return click.option("--db", "database", metavar="URL", callback=chosen, help=help_text)(command)


def json_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give `command` the option ``--json``."""
    return click.option("--json", "as_json_", is_flag=True, help="Print one JSON document and nothing else.")(command)


def as_json(document: object) -> None:
    """Print `document` as JSON, in UTF-8 whatever the locale."""
    write_utf8()
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def write_utf8() -> None:
    """Write UTF-8 from here on: JSON is that, whatever the locale."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8")


def console() -> Console:
    """Return the console for answers; it writes no colour and no line breaks of its own into a pipe."""
    terminal = sys.stdout.isatty()
    return Console(width=None if terminal else WIDTH_IN_A_PIPE, highlight=False, emoji=False, markup=False)


def say(*lines: str) -> None:
    """Print plain lines."""
    for line in lines:
        click.echo(line)


def complain(message: str, hint: str | None = None, code: str | None = None) -> int:
    """Say on standard error what could not be done, and return the exit status of that."""
    click.echo(f"crm: {message}{f' [{code}]' if code else ''}", err=True)
    if hint:
        click.echo(f"     {hint}", err=True)
    return 2


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table without boxes; a cell may have several lines, and a column with nothing in it is left out."""
    rows = list(rows)
    made = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 3, 0, 0))
    shown = [place for place in range(len(columns)) if any(row[place] for row in rows)]
    for place in shown:
        made.add_column(columns[place], overflow="fold")
    for row in rows:
        made.add_row(*(Text(row[place]) for place in shown))
    printer = console()
    with printer.capture() as captured:
        printer.print(made)
    click.echo("\n".join(line.rstrip() for line in captured.get().splitlines()))


def progress(things: Sequence[Any], what: str) -> Iterator[Any]:
    """Yield `things` one by one, with a bar on standard error while a person is watching."""
    errors = Console(stderr=True)
    if len(things) < 2 or not errors.is_terminal:
        yield from things
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=errors, transient=True) as bar:
        yield from bar.track(things, description=what)


@contextmanager
def bar_of(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """Yield what moves a bar on standard error to a number out of `total`, for a person who is watching."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task(what, total=total)
        yield lambda number: bar.update(task, completed=number)


def watched(things: Iterable[T], what: str, total: Callable[[], int]) -> Iterator[T]:
    """Yield `things` one by one, with a bar on standard error while a person is watching: only then are they counted.

    The bar is away while the caller has the thing, so that what it prints stands by itself.
    """
    errors = Console(stderr=True)
    if not errors.is_terminal:
        yield from things
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(
        *columns, console=errors, transient=True, auto_refresh=False, redirect_stdout=False, redirect_stderr=False
    )
    task = bar.add_task(what, total=total())
    try:
        bar.start()
        for thing in things:
            bar.stop()
            yield thing
            bar.advance(task)
            bar.start()
    finally:
        bar.stop()
