"""The report as one page: self-contained, readable on a telephone and on paper, and by who sees no colours."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from crm.report.figures import figures_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

    from crm.report.figures import Figures, Gap, Line, Place, Span

__all__ = ["page", "page_of"]

_STEPS = 5
"""Shades of a cell."""


def page(session: Session, starts_on: dt.date, ends_on: dt.date) -> str:
    """Return the report of a period as one HTML page in UTF-8 that asks for nothing outside itself."""
    return page_of(figures_of(session, starts_on, ends_on))


def page_of(figures: Figures) -> str:
    """Return the page that shows these figures; the same figures make the same page."""
    return "".join(_page(figures))


def _page(figures: Figures) -> Iterator[str]:
    style = files("crm.report").joinpath("page.css").read_text(encoding="utf-8")
    period = f"{figures.starts_on} – {figures.ends_on}"
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
    yield f"style-src '{_digest(style)}'; img-src data:; base-uri 'none'; form-action 'none'\">\n"
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n<link rel="icon" href="data:,">\n'
    yield f"<title>Coverage {period}</title>\n<style>{style}</style>\n</head>\n<body>\n"
    yield f"<header>\n<h1>Who covered what</h1>\n<p>{period}</p>\n</header>\n<main>\n"
    yield from _summary(figures)
    yield from _coverage(figures)
    yield from _workload(figures)
    yield from _gaps(figures)
    yield "</main>\n</body>\n</html>\n"


def _summary(figures: Figures) -> Iterator[str]:
    missing = sum(gap.count for gap in figures.gaps)
    facts = [
        (figures.communiques, "communiqués"),
        (len(figures.workload) + figures.others, "contacts"),
        (sum(place.name is not None for place in figures.places), "institutions"),
        (missing, "gaps"),
    ]
    yield '<ul class="facts">\n'
    for number, what in facts:
        yield f"<li><strong>{number:,}</strong> {what}</li>\n"
    yield "</ul>\n"


def _coverage(figures: Figures) -> Iterator[str]:
    yield "<section>\n<h2>Coverage over time</h2>\n"
    if not figures.places:
        yield "<p>Nobody covered anything.</p>\n</section>\n"
        return
    yield "<p>Communiqués by the day they are dated. A striped cell: the contact was away for some of it.</p>\n"
    yield '<div class="wide" tabindex="0" role="region" aria-label="Coverage over time">\n'
    yield '<table class="time">\n<thead>\n'
    yield f'<tr><th scope="col">Institution and contact</th>{_heads(figures.spans)}<th scope="col">All</th></tr>\n'
    yield "</thead>\n"
    most = max((count for place in figures.places for count in place.counts), default=1)
    for place in figures.places:
        yield from _place(place, most)
    yield "</table>\n</div>\n</section>\n"


def _heads(spans: Sequence[Span]) -> str:
    return "".join(f'<th scope="col"><span>{escape(span.label)}</span></th>' for span in spans)


def _place(place: Place, most: int) -> Iterator[str]:
    yield "<tbody>\n"
    yield f'<tr class="place"><th scope="rowgroup">{escape(place.name or "On behalf of nobody in particular")}</th>'
    yield f'{"".join(_cell(count, most) for count in place.counts)}<td class="all">{sum(place.counts)}</td></tr>\n'
    for line in place.lines:
        yield _line(line, most)
    yield "</tbody>\n"


def _line(line: Line, most: int) -> str:
    cells = "".join(_cell(count, most, away=away) for count, away in zip(line.counts, line.away, strict=True))
    return f'<tr><th scope="row">{escape(line.label)}</th>{cells}<td class="all">{line.total}</td></tr>\n'


def _cell(count: int, most: int, *, away: bool = False) -> str:
    shade = 0 if count == 0 else 1 + (count - 1) * (_STEPS - 1) // max(most - 1, 1)
    classes = f"s{shade}{' away' if away else ''}"
    title = ' title="away for some of it"' if away else ""
    return f'<td class="{classes}"{title}>{count or ""}</td>'


def _workload(figures: Figures) -> Iterator[str]:
    if not figures.workload:
        return
    most = max(times for _, times, _ in figures.workload)
    yield '<section>\n<h2>Workload</h2>\n<table class="work">\n<thead>\n<tr><th scope="col">Contact</th>'
    yield '<th scope="col">Communiqués</th><th scope="col">Institutions</th></tr>\n</thead>\n<tbody>\n'
    for label, times, places in figures.workload:
        yield f'<tr><th scope="row">{escape(label)}</th><td class="bar">{_bar(times / most)}<span>{times}</span></td>'
        yield f"<td>{places}</td></tr>\n"
    yield "</tbody>\n</table>\n"
    if figures.others:
        yield f"<p>And {figures.others:,} more.</p>\n"
    yield "</section>\n"


def _bar(share: float) -> str:
    opening = '<svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
    return f'{opening}<rect width="{100 * share:.1f}" height="8"/></svg>'


def _gaps(figures: Figures) -> Iterator[str]:
    yield f"<section>\n<h2>Gaps on {figures.ends_on}</h2>\n"
    if not any(gap.count for gap in figures.gaps):
        yield "<p>None.</p>\n"
    for gap in figures.gaps:
        if gap.count:
            yield from _gap(gap)
    yield "</section>\n"


def _gap(gap: Gap) -> Iterator[str]:
    yield f'<details open>\n<summary>{escape(gap.title)} <span class="count">{gap.count:,}</span></summary>\n<ul>\n'
    for text in gap.shown:
        yield f"<li>{escape(text)}</li>\n"
    if gap.count > len(gap.shown):
        yield f"<li>and {gap.count - len(gap.shown):,} more</li>\n"
    yield "</ul>\n</details>\n"


@cache
def _digest(text: str) -> str:
    """Return the name of an inline style in a policy (Content Security Policy Level 3, section 2.3.1)."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
