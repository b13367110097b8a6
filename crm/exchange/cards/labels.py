"""What a coordinate is for, as cards say it and as we call it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from crm.exchange.cards.properties import types_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.exchange.cards.properties import Property

__all__ = ["MAIL_TYPES", "PHONE_TYPES", "label_of", "plain_label"]

PHONE_TYPES: Final = {"mobile": "cell", "fax": "fax", "pager": "pager", "office": "work", "home": "home"}
"""Our labels that a TYPE stands for."""
MAIL_TYPES: Final = {"office": "work", "home": "home"}

_LABELS: Final = {
    "cell": "mobile", "mobile": "mobile", "iphone": "mobile", "pcs": "mobile", "car": "mobile", "fax": "fax",
    "workfax": "fax", "homefax": "fax", "otherfax": "fax", "pager": "pager", "main": "standard",
    "main-number": "standard", "home": "home", "private": "home", "work": "office",
}  # fmt: skip
_SILENT: Final = frozenset(
    """
    voice pref internet msg video text textphone bbs modem isdn x400 other dom intl postal parcel tlx aol applelink
    attmail cis eworld ibmmail mcimail powershare prodigy x-internet x-voice x-other x-pref
    """.split()
)
"""Types that say nothing of whose line it is."""
_ORDER: Final = ("fax", "mobile", "pager", "standard", "home", "office")
"""A work fax is a fax first."""
_APPLE: Final = re.compile(r"_\$!<(.*)>!\$_\Z", re.DOTALL)


def plain_label(text: str) -> str | None:
    """Return what a label of an address book says; Apple wraps those it translates.

    >>> plain_label("_$!<WorkFAX>!$_"), plain_label("_$!<Other>!$_"), plain_label("Work")
    ('fax', None, 'Work')
    """
    wrapped = _APPLE.match(text.strip())
    if wrapped is None:
        return text if text.strip() else None
    word = wrapped[1].strip()
    return None if word.lower() in _SILENT else _LABELS.get(word.lower(), word)


def label_of(one: Property, labels: Mapping[str, str]) -> str | None:
    """Return the label of a coordinate: ours, that of its group in `labels`, or what its types amount to."""
    stated = one.said("X-CRM-LABEL")
    if stated:
        return stated
    if one.group is not None and one.group in labels:
        return plain_label(labels[one.group])
    return _of_types(one.params["TYPE"]) if "TYPE" in one.params else None


@lru_cache(1024)
def _of_types(types: tuple[str, ...]) -> str | None:
    known, others = set(), []
    for word in types_in(types):
        if word in _LABELS:
            known.add(_LABELS[word])
        elif word and word not in _SILENT:
            others.append(word.removeprefix("x-"))
    return next((label for label in _ORDER[:4] if label in known), None) or _other(others, known)


def _other(others: list[str], known: set[str]) -> str | None:
    return others[0] if others else next((label for label in _ORDER[4:] if label in known), None)
