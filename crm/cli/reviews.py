"""What ``crm read`` shows for a person to check: annotated text on a terminal, and a page in a file."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from rich.text import Text

from crm.cli.printing import console
from crm.errors import CrmError
from crm.review import Refused, look_at, marks_of, page
from crm.review.explain import WIDTH, explained
from crm.review.look import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crm.reading import Reading

__all__ = ["page_path", "print_explained", "write_page"]

_PAGES: Final = {".html", ".htm"}
_SIGN: Final = b'<meta name="generator" content="crm review">'
_OPENING: Final = 200
_STYLES: Final = {
    "file": "bold",
    "number": "dim",
    "dim": "dim",
    "title": "bold blue",
    "date": "cyan",
    "embargo": "magenta",
    "institution": "bright_magenta",
    "contact": "green",
    "unread": "red",
    "boilerplate": "yellow",
    "decoy": "dim italic",
    "warning": "bold yellow",
}
_LONGEST: Final = 400
_MARGIN: Final = 40
"""Room that a terminal leaves after the text of a line, for what was left out of it."""


def page_path(context: click.Context, parameter: click.Parameter, value: str) -> Path:
    """Return where the page goes; what could be somebody's communiqué is not overwritten."""
    path = Path(value)
    reason = _why_not(path)
    if reason is not None:
        raise click.BadParameter(f"{click.format_filename(value)} {reason}", context, parameter)
    return path


def _why_not(path: Path) -> str | None:
    if path.suffix.lower() not in _PAGES:
        return "does not end in .html"
    if not path.parent.is_dir():
        return f"cannot be written: there is no directory {click.format_filename(path.parent)}"
    if path.exists() and not _is_replaceable(path):
        return "is there already, and is no page that this command wrote"
    return None


def _is_replaceable(path: Path) -> bool:
    """Whether a file is a page of ours, or has nothing in it."""
    if not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            opening = file.read(_OPENING)
    except OSError:
        return False
    return not opening or _SIGN in opening


def print_explained(reading: Reading, all_lines: bool) -> None:
    """Print the annotated text of `reading`, in colours where a person is watching."""
    printer = console()
    width = max(WIDTH - _MARGIN, min(printer.width - _MARGIN, _LONGEST)) if printer.is_terminal else WIDTH
    for line in explained(reading, all_lines, width):
        text = Text.assemble(*((segment.text, _STYLES.get(segment.style, "")) for segment in line))
        text.rstrip()
        # Lines are as long as they are: into a pipe nothing is broken, and a terminal breaks them itself.
        printer.print(text, soft_wrap=True)
    printer.print()


def write_page(path: Path, readings: Iterable[tuple[str, Reading | CrmError]]) -> str:
    """Write the page of `readings` to `path`, which is replaced once all of it is written; return a summary of it."""
    counts: Counter[str] = Counter()
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with draft.open("x", encoding="utf-8", newline="\n") as file:
            file.writelines(page(_counting(readings, counts)))
        draft.replace(path)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise click.FileError(click.format_filename(path), error.strerror or "it cannot be written") from error
    finally:
        draft.unlink(missing_ok=True)
    refused = f", {counts['refused']} not read" if counts["refused"] else ""
    return f"{click.format_filename(path)}: {counted(counts['files'], 'file')}, {counts['look']} to look at{refused}"


def _counting(readings: Iterable[tuple[str, Reading | CrmError]], counts: Counter[str]) -> Iterator[Reading | Refused]:
    for name, one in readings:
        counts["files"] += 1
        if isinstance(one, CrmError):
            counts["refused"] += 1
            yield Refused(name, one)
            continue
        counts["look"] += bool(look_at(one, marks_of(one)).reasons)
        yield replace(one, file=name)
