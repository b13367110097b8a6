"""Communiqués as IPTC ninjs 3.1, one object each.

Source: IPTC, ninjs-schema_3.1.json (camelCase names, only ``uri`` required, nothing beside what it lists), read
2026-11-21 at github.com/iptc/newsinjson; the meaning of ``pubStatus`` is that of cv.iptc.org/newscodes/pubstatusg2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from crm import coverage
from crm.exchange.exporting.communiques import embargo_of
from crm.exchange.exporting.schema_org import web_address
from crm.models import ContactKind, DateKind, DatePrecision

if TYPE_CHECKING:
    import datetime as dt

    from crm.exchange.exporting.communiques import Release
    from crm.models import Communique, Coverage, Issuer

__all__ = ["STANDARD", "ninjs_of"]

STANDARD: Final = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
}

_TERMS: Final = {
    "draft": "A draft: not for publication.",
    "embargoed": "Under embargo: not for publication before {until} ({zone}).",
    "withdrawn": "Withdrawn: not for publication.",
}


_VAGUE: Final = (DatePrecision.MONTH, DatePrecision.YEAR)


def ninjs_of(release: Release, now: dt.datetime) -> dict[str, Any]:
    """Return a communiqué as one news object.

    What may not be published is ``withheld``, and says in ``usageTerms`` until when; what was withdrawn is
    ``canceled``. Without its text it is a ``partial`` representation.
    """
    one = release.communique
    headlines = [{"role": "main", "value": one.title}] if one.title else []
    if one.subtitle:
        headlines.append({"role": "subhead", "value": one.subtitle})
    made = {
        "uri": f"urn:uuid:{one.uid}",
        "standard": STANDARD,
        "type": "text",
        "representationType": "full" if release.body == one.body else "partial",
        "versionCreated": now.isoformat(timespec="seconds"),
        "contentCreated": _created(one),
        "embargoedUntil": embargo_of(one),
        "pubStatus": _status(release),
        "usageTerms": _terms(release),
        "language": one.language,
        "title": one.title,
        "by": ", ".join(issuer.printed_name or issuer.institution.name for issuer in one.issuers),
        "headlines": headlines,
        "bodies": [_body(release.body)] if release.body else [],
        "genres": [{"name": "press release"}],
        "organisations": [
            *map(_issuer, one.issuers),
            *(_contact(each, release) for each in release.covering if each.contact.kind == ContactKind.DESK),
        ],
        "people": [_contact(each, release) for each in release.covering if each.contact.kind == ContactKind.PERSON],
        "altIds": [{"role": "source", "value": one.source_url}] if one.source_url else [],
    }
    return {name: value for name, value in made.items() if value not in (None, "", [])}


def _created(one: Communique) -> str | None:
    """The day it gives of itself, where it is one: ninjs has no date without an hour, and midnight stands for it."""
    if one.dated_on is None or one.date_kind == DateKind.EVENT or one.date_precision in _VAGUE:
        return None
    return f"{one.dated_on.isoformat()}T00:00:00Z"


def _status(release: Release) -> str:
    return {None: "usable", "withdrawn": "canceled"}.get(release.withheld, "withheld")


def _terms(release: Release) -> str | None:
    if release.withheld is None:
        return None
    one = release.communique
    return _TERMS[release.withheld].format(until=embargo_of(one), zone=one.embargo_zone)


def _body(text: str) -> dict[str, Any]:
    return {
        "role": "main",
        "contentType": "text/plain",
        "charCount": len(text),
        "wordCount": len(text.split()),
        "value": text,
    }


def _issuer(issuer: Issuer) -> dict[str, Any]:
    institution = issuer.institution
    made = {
        "name": institution.name,
        "rel": issuer.role.value,
        "uri": web_address(institution.identifiers) or f"urn:uuid:{institution.uid}",
        "contactInfo": [{"type": "web", "value": institution.website}] if institution.website else [],
    }
    return {name: value for name, value in made.items() if value}


def _contact(one: Coverage, release: Release) -> dict[str, Any]:
    contact = one.contact
    desk = one.institution.name if one.institution else None
    info = [
        {"type": "email", "role": "press", "value": str(email.value)} for email in coverage.emails_of(one, release.on)
    ]
    info += [
        {"type": "phone", "role": "press", "value": str(phone.value)} for phone in coverage.phones_of(one, release.on)
    ]
    made = {
        "name": desk if contact.name is None else contact.name.printed,
        "rel": "contact",
        "uri": f"urn:uuid:{contact.uid}",
        "contactInfo": info,
    }
    return {name: value for name, value in made.items() if value}
