"""Why each finding of the head of a page is one: what it was read from, how sure that is, and the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crm.reading.findings import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.reading.dates import Dates
    from crm.reading.findings import ReadBoilerplate, ReadEmbargo
    from crm.reading.institutions import Issuer
    from crm.reading.language import LanguageVote
    from crm.reading.title import Title

__all__ = ["evidence_of"]

_IN_WORDS: Final = {
    "level": "a heading of the page",
    "length": "as long as titles are",
    "first": "among the first lines",
    "declared": "the page says so of itself",
    "labelled": "a label says so",
    "dateline": "in the dateline",
    "event of the lead": "the day of what the first paragraph announces",
    "event of a form": "the day of what the page invites to",
    "title of the page": "the title the page gives itself",
}
"""What speaks for a title or a date, for people."""

_SUBTITLE: Final = 0.6
_EMBARGO: Final = 0.95
_BOILERPLATE: Final = 0.85
_NAMELESS: Final = 0.6
_SAID: Final = 80
"""Characters of a paragraph that stand for it."""


def evidence_of(
    vote: LanguageVote | None,
    title: Title | None,
    dates: Dates,
    embargo: ReadEmbargo | None,
    issuers: Sequence[Issuer],
    boilerplates: Sequence[ReadBoilerplate],
    size: int,
) -> tuple[Evidence, ...]:
    """Return the evidence of all but the contacts, in the order of the page; `size` is how many lines that has."""
    found = [
        *_of_language(vote, size),
        *_of_title(title),
        *_of_dates(dates),
        *_of_embargo(embargo),
        *(
            Evidence("institution", one.lines, one.name, one.name, one.confidence, f"{one.reason}: {one.name}")
            for one in issuers
        ),
        *_of_boilerplates(boilerplates),
    ]
    return tuple(sorted(found, key=lambda one: one.lines))


def _in_words(reason: str) -> str:
    return _IN_WORDS.get(reason, reason)


def _of_language(vote: LanguageVote | None, size: int) -> Iterator[Evidence]:
    if vote is not None:
        reason = f"its little words, {vote.lead:.1f} times as many as of the next language"
        yield Evidence("language", (1, size), "", str(vote.language), vote.confidence, reason)


def _of_title(title: Title | None) -> Iterator[Evidence]:
    if title is None:
        return
    yield Evidence("title", title.lines, title.text, title.text, title.confidence, _in_words(title.reason))
    if title.subtitle is not None:
        where = title.subtitle_lines or title.lines
        yield Evidence("subtitle", where, title.subtitle, title.subtitle, _SUBTITLE, "directly under the title")


def _of_dates(dates: Dates) -> Iterator[Evidence]:
    if dates.date is not None:
        value = dates.date.value.isoformat()
        yield Evidence("date", dates.date.lines, dates.date.text, value, dates.confidence, _in_words(dates.reason))
        if dates.place is not None:
            yield Evidence("dateline", dates.date.lines, dates.place, dates.place, dates.confidence, "before the date")
    if dates.updated is not None:
        value = dates.updated.value.isoformat()
        yield Evidence(
            "updated", dates.updated.lines, dates.updated.text, value, dates.updated_confidence, _in_words("labelled")
        )


def _of_embargo(embargo: ReadEmbargo | None) -> Iterator[Evidence]:
    if embargo is not None:
        value = embargo.instant.isoformat()
        reason = " ".join(("declared, in", embargo.zone, *(f"({name} assumed)" for name in embargo.assumed)))
        yield Evidence("embargo", embargo.lines, embargo.text, value, _EMBARGO, reason)


def _of_boilerplates(boilerplates: Sequence[ReadBoilerplate]) -> Iterator[Evidence]:
    for one in boilerplates:
        confidence = _BOILERPLATE if one.institution else _NAMELESS
        reason = "an institution describes itself" if one.institution else "under a heading for it, nobody named"
        yield Evidence("boilerplate", one.lines, one.text[:_SAID], one.institution or "", confidence, reason)
