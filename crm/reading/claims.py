"""Names that a page prints around its text: under a label, beside the date, with the copyright, in a signature."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from crm.reading.labelled import labelled_names, sources_of
from crm.reading.named import claimant
from crm.reading.names import is_person
from crm.reading.naming import MAX_NAME
from crm.reading.phrases import is_clear
from crm.reading.vocabulary import first_words
from crm.reading.words import words
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.reading.lines import Line
    from crm.reading.page import Place

__all__ = ["Claim", "dated_names", "foot_names", "names_under_labels", "signatories", "signatures"]

_HEAD: Final = 40
_LETTERHEAD: Final = 12
_LABELLED: Final = 3
"""Lines after *Communiqué de presse* in which the issuers stand."""
_FOOT: Final = 60
_MAX_CLAIM: Final = 100
_MAX_CLAIMANT: Final = 8
_MAX_PIECE: Final = 8
_MAX_UNDER: Final = 20
_MAX_SIGNATURE: Final = 10
_BETWEEN: Final = re.compile(r"\s+[—–|•·/-]\s+")
_PICTURE: Final = "\ufffc "
"""What stands in a text for a picture."""
_PAIR: Final = 2
_MAX_BESIDE: Final = 5
_MAX_SIGNATORIES: Final = 40
_YEAR: Final = re.compile(r"(?:19|20)\d\d")


class Claim(NamedTuple):
    """Names that stand together on a line, and what that is worth to each of them."""

    names: Sequence[str]
    number: int
    reason: str
    points: float


def names_under_labels(
    page: Sequence[Place], lines: Sequence[Line], title: str | None, language: str | None
) -> Iterator[Claim]:
    """Yield *Source: …*, the names under *Communiqué de presse conjoint*, and those that the label says."""
    since = _LABELLED
    for index, place in enumerate(page[:_HEAD]):
        if place.line.has_label_word:
            if _is_of_issuers(place, is_near=index < _LETTERHEAD):
                yield Claim(labelled_names(place.line.plain, language), place.line.number, "of the label", 2.4)
            yield from _beside_label(place.line, title) if index < _LETTERHEAD else ()
        since = 0 if place.is_label else since + 1
        if 0 < since < _LABELLED and not place.is_prose and not place.is_date_line:
            yield from _under_label(place.line, title)
    yield from signatories(lines)
    for name, number in sources_of(lines):
        yield Claim([name], number, "source", 4.0)


def _is_of_issuers(place: Place, *, is_near: bool) -> bool:
    """Whether a label says whose a release is: *Press release of the Council*, *Joint release Orvane, Orme, ANB*."""
    return (is_near and place.is_label_of) or (place.line.plain.count(",") > 1 and ":" not in place.line.plain)


def _beside_label(line: Line, title: str | None) -> Iterator[Claim]:
    """Yield the name that stands beside a label, and nothing else with them: *Press kit — Orvane*."""
    pieces = [piece.strip() for piece in _BETWEEN.split(line.plain, maxsplit=_PAIR)]
    if len(pieces) != _PAIR or title in pieces:
        return
    labels = words().phrases["title.labels"]
    names = [piece for piece in pieces if fold(piece) not in labels]
    name = names[0] if len(names) == 1 else ""
    if name[:1].isupper() and not any(map(str.isdigit, name)) and len(name.split()) <= _MAX_BESIDE:
        yield Claim(names, line.number, "beside the label", 1.6)


def _under_label(line: Line, title: str | None) -> Iterator[Claim]:
    """Yield the names side by side on a line; a title may be nothing but issuers, but is one itself where it is one."""
    pieces = _BETWEEN.split(line.plain)
    are_clear = all(map(is_clear, pieces))
    are_names = len(pieces) > 1 and all(len(piece.split()) <= _MAX_PIECE and piece[:1].isupper() for piece in pieces)
    is_row, is_title = len(pieces) > 1, line.plain == title
    is_claim = are_clear if is_row and is_title else are_clear or (is_row and are_names)
    if is_claim and (is_row or not is_title):
        yield Claim(pieces, line.number, "under the label", 2.4)


def dated_names(places: Sequence[Place]) -> Iterator[Claim]:
    """Yield what stands beside the date on its line: *[3 mars 2025] - Ville de Valmont*."""
    for place in places[:_LETTERHEAD]:
        if place.is_date_line and place.dates:
            rest = place.line.plain[place.dates[-1].end :].strip(" -–—|:,[]().")
            rest = next((piece for piece in reversed(_BETWEEN.split(rest)) if is_clear(piece)), rest)
            if len(rest.split()) > 1 and rest[:1].isupper() and not any(map(str.isdigit, rest)):
                yield Claim([rest], place.line.number, "beside the date", 1.6)


def foot_names(lines: Sequence[Line]) -> Iterator[Claim]:
    """Yield who claims the copyright, and who *SOURCE* names."""
    for line in lines[-_FOOT:]:
        if not line.printed:
            continue
        if line.said[:1] == ("source",) and line.plain[:7] == "SOURCE " and len(line.plain) < MAX_NAME:
            yield Claim([line.plain[7:]], line.number, "source", 4.0)
        if "©" in line.printed and len(line.plain) <= _MAX_CLAIM and _YEAR.search(line.plain):
            name = claimant(line.plain)
            if name and len(name.split()) <= _MAX_CLAIMANT:
                yield Claim([name], line.number, "copyright", 1.2)


def signatures(places: Sequence[Place], told: str) -> Iterator[Claim]:
    """Yield who stands alone under the text, which names them."""
    last = max((index for index, place in enumerate(places) if place.is_prose), default=len(places))
    for place in places[last + 1 : last + 1 + _MAX_UNDER]:
        name = place.line.plain.lstrip(_PICTURE)
        if 1 < place.size <= _MAX_SIGNATURE and not place.is_text and name in told and is_clear(name):
            yield Claim([name], place.line.number, "signature", 1.6)


def signatories(lines: Sequence[Line]) -> Iterator[Claim]:
    """Yield the institutions that a list under *Signatories:* names; persons who sign are none."""
    firsts = first_words("institutions.signatories")
    for index, line in enumerate(lines):
        said = line.said
        if said and said[0] in firsts and line.folded in words().phrases["institutions.signatories"]:
            signed = list(_items(lines[index + 1 :]))
            if len(signed) > 1 and not all(map(is_person, signed)):
                yield Claim(signed, line.number, "signs", 2.4)


def _items(lines: Sequence[Line]) -> Iterator[str]:
    """Yield the items of the list that the lines begin with."""
    for line in lines[: 2 * _MAX_SIGNATORIES]:
        if not line.is_bullet and not line.is_blank:
            return
        if not line.is_blank:
            yield line.plain.strip(" ;,.")
