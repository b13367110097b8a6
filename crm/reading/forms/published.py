"""The day of publication that a web page declares where nobody sees it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from crm.reading.forms.markup import Tag

__all__ = ["day_of_data", "declared_day"]

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d(?:[T ][\d:.]{2,12}(?:Z|[+-][\d:]{4,5})?)?")
_WHOLE: Final = frozenset(("html", "body", "article"))
"""Tags that are about all of the page."""
_NAMES: Final = frozenset(("newsdate", "pubdate", "date", "data-date", "data-published"))
_PROPERTIES: Final = frozenset(
    "article:published_time article:published og:published_time datepublished date dc.date dcterms.date dc.date.issued"
    " dcterms.issued dcterms.created citation_publication_date publication_date pubdate publishdate".split()
)
_OF_DATA: Final = re.compile(r'"datePublished"\s*:\s*"([^"]{10,40})"')
_MAX_DATA: Final = 200_000


def declared_day(tag: Tag) -> str | None:
    """Return the day that a tag says the page was published on, as a line of its own; None where it says none."""
    if tag.name == "meta":
        names = (tag.attributes.get(one, "").lower() for one in ("property", "name", "itemprop"))
        value = tag.attributes.get("content", "") if not _PROPERTIES.isdisjoint(names) else ""
    elif tag.name in _WHOLE:
        value = next((value for name, value in tag.attributes.items() if name in _NAMES), "")
    else:
        return None
    return _line(value)


def day_of_data(text: str) -> str | None:
    """Return the day that the data for search engines name, as a line of its own; None where they name none."""
    found = _OF_DATA.search(text, 0, _MAX_DATA) if '"datePublished"' in text else None
    return _line(found[1]) if found else None


def _line(value: str) -> str | None:
    return f'<meta published="{value.strip()}">' if _DAY.fullmatch(value.strip()) else None
