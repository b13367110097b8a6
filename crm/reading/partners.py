"""The contacts of several who issue a release together, each under what it says of itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from crm.reading.cues import is_about_heading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.reading.lines import Line
    from crm.reading.sections import Section

__all__ = ["with_partners"]

_MIN_PARTNERS: Final = 2


def with_partners(sections: Sequence[Section], lines: Sequence[Line]) -> list[Section]:
    """Return the sections; one headed *Contact* alone is for the press where those of its partners say so.

    It stands under *About …*, and before and after it press contacts do, each under another *About …*.
    """
    press = [one.heading.number for one in sections if one.is_press]
    if len(press) < _MIN_PARTNERS or not any(map(_may_be_partners, sections)):
        return list(sections)
    abouts = [line.number for line in lines if is_about_heading(line)]
    return [
        replace(one, is_press=True) if _may_be_partners(one) and _is_among(one.heading.number, press, abouts) else one
        for one in sections
    ]


def _may_be_partners(section: Section) -> bool:
    return not (section.is_press or section.is_sentence or section.is_on_duty)


def _is_among(number: int, press: Sequence[int], abouts: Sequence[int]) -> bool:
    """Whether a line stands between two others, with a heading between it and each."""
    before = max((one for one in press if one < number), default=None)
    after = min((one for one in press if one > number), default=None)
    if before is None or after is None:
        return False
    return any(before < one < number for one in abouts) and any(number < one < after for one in abouts)
