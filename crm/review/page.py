"""Readings as one page: it asks for nothing outside itself, and opens from a file."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from crm.review.cards import cards
from crm.review.look import counted, look_at
from crm.review.marks import FAMILIES
from crm.review.pane import source_pane
from crm.review.places import annotate
from crm.review.visible import escaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crm.errors import CrmError
    from crm.reading import Reading
    from crm.review.look import Look
    from crm.review.places import Annotated

__all__ = ["Refused", "page"]

_PLACE_OF_FILES: Final = "@@FILES@@"


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that could not be read, and why not."""

    file: str
    error: CrmError


def page(readings: Iterable[Reading | Refused]) -> Iterator[str]:
    r"""Yield the page, piece by piece: as many readings as there are, and no more than one of them kept at a time.

    The same readings make the same page. It is UTF-8, whatever the locale: write it so.

    >>> import crm
    >>> html = "".join(page([crm.read("Ouverture du port\n\nContact presse\nAnne Le Goff\nanne@example.org")]))
    >>> html.startswith("<!doctype html>"), "anne@example.org" in html
    (True, True)
    """
    before, after = _template()
    yield before
    for number, one in enumerate(readings, start=1):
        yield from _refused(number, one) if isinstance(one, Refused) else _file(number, one)
    yield after


def _file(number: int, reading: Reading) -> Iterator[str]:
    annotated = annotate(reading)
    look = look_at(reading, annotated.marks)
    yield _opening(number, reading, look)
    yield _heading(annotated, look)
    yield '<div class="panes">\n<section class="source" aria-label="Source text">\n'
    yield from source_pane(number, annotated)
    yield '</section>\n<section class="findings" aria-label="What was read from it">\n'
    yield from cards(number, annotated)
    yield "</section>\n</div>\n</article>\n"


def _opening(number: int, reading: Reading, look: Look) -> str:
    facts = {
        "file": reading.file or "(text)",
        "key": _key(reading),
        "contacts": look.contacts,
        "warnings": look.warnings,
        "low": "" if look.lowest is None else f"{look.lowest:.4f}",
        "look": "1" if look.reasons else "",
    }
    attributes = " ".join(f'data-{name}="{escaped(str(value))}"' for name, value in facts.items())
    return f'<article class="file" id="f{number}" {attributes}>\n'


def _key(reading: Reading) -> str:
    """Return what a reviewed reading is remembered by: once it reads differently, it is to be reviewed again."""
    said = json.dumps([reading.sha256, reading.as_dict()], sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(said.encode("ascii")).hexdigest()[:20]


def _heading(annotated: Annotated, look: Look) -> str:
    reading = annotated.reading
    facts = [
        str(reading.language or "language unknown"),
        reading.charset,
        counted(len(annotated.lines), "line"),
        counted(look.contacts, "contact"),
        "" if look.lowest is None else f"lowest confidence {look.lowest:.0%}",
    ]
    reasons = f'<p class="look">Needs a look: {escaped("; ".join(look.reasons))}</p>\n' if look.reasons else ""
    file = escaped(reading.file or "(text)")
    said = escaped(" · ".join(filter(None, facts)))
    return _header(reading.title or "(no title)", f"<b>{file}</b> · {said}", reasons)


def _refused(number: int, refused: Refused) -> Iterator[str]:
    file, error = escaped(refused.file), refused.error
    key = hashlib.sha256(repr((refused.file, error.code)).encode("utf-8", "replace")).hexdigest()[:20]
    facts = f'data-file="{file}" data-key="{key}" data-contacts="0" data-warnings="0" data-low=""'
    hint = f"<p>{escaped(error.hint)}</p>" if error.hint else ""
    yield f'<article class="file" id="f{number}" {facts} data-look="1" data-error="1">\n'
    yield _header("Could not be read", f"<b>{file}</b>", "")
    yield '<div class="error" role="note">'
    yield f"<p>{escaped(error.message)}</p>{hint}<p><code>{escaped(error.code)}</code></p></div>\n</article>\n"


def _header(title: str, facts: str, reasons: str) -> str:
    """Return the head of a file; `facts` and `reasons` are HTML."""
    return (
        f'<header>\n<div class="heading">\n<h2>{escaped(title)}</h2>\n<p class="facts">{facts}</p>\n{reasons}</div>\n'
        '<label class="reviewed"><input type="checkbox"> reviewed</label>\n</header>\n'
    )


@cache
def _template() -> tuple[str, str]:
    """Return the page before the files and after them; its own style and script, and none else, are let run."""
    html, style, script = (_resource(f"page.{suffix}") for suffix in ("html", "css", "js"))
    legend = "".join(
        f'<li><span class="tag k-{family}">{escaped(word)}</span></li>' for family, word in FAMILIES.items()
    )
    before, _, after = (
        html.replace("@@LEGEND@@", legend)
        .replace("@@STYLE_HASH@@", _digest(style))
        .replace("@@SCRIPT_HASH@@", _digest(script))
        .replace("@@STYLE@@", style)
        .replace("@@SCRIPT@@", script)
        .partition(_PLACE_OF_FILES)
    )
    return before, after


def _resource(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    """Return the name of an inline style or script in a policy (Content Security Policy Level 3, section 2.3.1)."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}"
