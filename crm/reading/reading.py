"""The way of the data: a source becomes lines, the lines findings, the findings a `Reading`."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from crm.errors import InvalidValue, SourceError
from crm.reading.beside import named_beside
from crm.reading.boilerplates import boilerplates_of, headed_names
from crm.reading.contacts import contacts_of
from crm.reading.dates import dates_of
from crm.reading.described import under_boilerplates
from crm.reading.embargo import embargo_of
from crm.reading.evidence import evidence_of
from crm.reading.findings import Reading, ReadWarning
from crm.reading.institutions import Weighing, read_institutions
from crm.reading.known import Known
from crm.reading.language import SAMPLE, leaning_of, vote_of
from crm.reading.lines import lines_of
from crm.reading.metadata import declared_of
from crm.reading.page import page_of
from crm.reading.regions import Regions, is_month_first, regions_of
from crm.reading.sites import untagged
from crm.reading.source import open_source
from crm.reading.title import title_of
from crm.values import CountryCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crm.reading.findings import Evidence
    from crm.reading.lines import Line
    from crm.reading.source import Source, SourceLike

__all__ = ["read"]


def read(
    source: SourceLike,
    region: str | None = None,
    today: datetime.date | None = None,
    format: str | None = None,  # noqa: A002 - what people call it
) -> Reading:
    r"""Return what the communiqué `source` says; no database is touched.

    `source` is a path, bytes, the text itself, or a file that is open (``sys.stdin.buffer``), of which no more than is
    allowed is read. `region` (ISO 3166-1) is where national phone numbers belong; it is told from the text unless
    given. `today` bounds a year that is not printed. `format` is ``text``, ``markdown``, ``html``, ``pdf``, ``docx``,
    ``odt`` or ``eml``, or a suffix, told from what the file holds, and then from its suffix, unless given: a page of
    HTML in a text file is read as HTML, and ``text`` reads it as it is.

    >>> release = "Contact presse\nAnne Le Goff\nanne.le-goff@univ-valmont.example.org\n01 99 00 12 34"
    >>> [(contact.name, str(contact.phones[0])) for contact in read(release, region="FR").contacts]
    [('Anne Le Goff', '+33199001234')]

    Raises:
        InvalidCountry: `region` is no country.
        InvalidValue: `today` is no date.
        SourceError: there is no text in it (code ``source.empty``), or it is a device or a socket.
        SourceMissing: there is no such file, or it may not be read.
        SourceFormatUnknown: the format is not one that is read.
        SourceTooLarge: it is larger than 5 MB (20 MB for PDF, DOCX, ODT and mails), or holds more than is read.
        SourceDamaged: it is broken, or not what its suffix says.
        SourceEncrypted: it opens with a password only.
        SourceScanned: it holds pictures of pages, and no text.
        SourceNotText: it is binary.
        MissingExtra: it is a PDF, and the extra ``documents`` is not installed.
    """
    country = None if region is None else CountryCode(region)
    if today is not None and not isinstance(today, datetime.date):
        raise InvalidValue(today, "today is a datetime.date", code="date.not_a_date")
    opened = open_source(source, format)
    lines = lines_of(opened.text)
    if all(line.is_blank for line in lines):
        raise SourceError(f"there is no text in {opened.file or 'the source'}", code="source.empty")
    return _read(opened, lines, country, today)


def _read(source: Source, lines: Sequence[Line], region: str | None, today: datetime.date | None) -> Reading:
    sample = _sample(lines)
    vote = vote_of(sample)
    language = vote and vote.language
    regions = Regions(region) if region else regions_of(source.text, language or leaning_of(sample))
    region = regions.main
    month_first = is_month_first(region, language)
    declared, page = declared_of(lines), page_of(lines, month_first=bool(month_first))
    title = title_of(lines, page, declared)
    dates = dates_of(lines, today, page, declared, title and title.lines, month_first=month_first)
    headed = headed_names(lines)
    said = title and (untagged(title.text), title.lines)
    weighing = Weighing(said, lines, page, headed, language, declared.matter)
    known = Known([*headed, *(one.name for one in weighing.chosen())], weighing.told)
    found = contacts_of(lines, regions, known)
    of_contacts = [contact.institution for contact in found.contacts if contact.institution]
    weighing.of_contacts(of_contacts, named_beside(found.contacts, weighing.told))
    issuers = weighing.concluded()
    names = _distinct([*(one.name for one in issuers), *headed, *of_contacts])
    released = dates.date.value if dates.date and dates.date.kind == "published" else None
    embargo, embargo_warnings = embargo_of(lines, region, released, month_first=month_first)
    boilerplates = boilerplates_of(lines, names, found.last_line)
    found = found._replace(contacts=under_boilerplates(found.contacts, boilerplates))
    warnings = (*dates.warnings, *embargo_warnings, *found.warnings, *_unread(source))
    return Reading(
        file=source.file,
        language=language,
        title=title and title.text,
        subtitle=title and title.subtitle,
        date=dates.date,
        updated=dates.updated,
        embargo=embargo,
        institutions=read_institutions(issuers),
        contacts=found.contacts,
        boilerplates=boilerplates,
        warnings=tuple(sorted(warnings, key=lambda one: one.lines)),
        text=source.text,
        charset=source.charset,
        sha256=source.sha256,
        evidence=_in_order(
            (*evidence_of(vote, title, dates, embargo, issuers, boilerplates, len(lines)), *found.evidence())
        ),
        place=dates.place,
        places=source.places,
    )


def _in_order(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(sorted(evidence, key=lambda one: one.lines))


def _unread(source: Source) -> list[ReadWarning]:
    """Return a warning for each attachment that could not be read."""
    return [ReadWarning("source.attachment_unread", (line, line), message) for line, message in source.unread]


def _sample(lines: Iterable[Line]) -> str:
    """Return the first lines, as many as the language is told from."""
    pieces: list[str] = []
    size = 0
    for line in lines:
        if size > SAMPLE:
            break
        pieces.append(line.plain)
        size += len(line.plain) + 1
    return "\n".join(pieces)


def _distinct(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
