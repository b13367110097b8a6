"""Contacts, institutions and communiqués in the words of schema.org, as JSON-LD.

schema.org has no type for a press release: it is a ``NewsArticle`` (reports news, or gives its background) whose
``genre`` says so. A desk is an ``Organization``, because only that and a ``Person`` have addresses, numbers and a body
they belong to. Source: schema.org, the types and properties named here, read 2026-11-21.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from crm import coverage
from crm.exchange.exporting.communiques import embargo_of
from crm.models import CommuniqueStatus, DateKind, DatePrecision, InstitutionKind, RelationKind
from crm.values import IdentifierScheme

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from crm.exchange.exporting.communiques import Release
    from crm.exchange.records import ContactRecord, RecordAffiliation
    from crm.models import Communique, Coverage, Institution, InstitutionIdentifier

__all__ = ["article", "organization", "person_or_desk", "web_address"]

_TYPES: Final = {
    InstitutionKind.UNIVERSITY: "CollegeOrUniversity",
    InstitutionKind.RESEARCH: "ResearchOrganization",
    InstitutionKind.SCHOOL: "EducationalOrganization",
    InstitutionKind.HOSPITAL: "Hospital",
    InstitutionKind.GOVERNMENT: "GovernmentOrganization",
    InstitutionKind.TERRITORY: "GovernmentOrganization",
    InstitutionKind.COMPANY: "Corporation",
}
"""What is none of these is an ``Organization``."""

_WEB: Final = {
    IdentifierScheme.ROR: "https://ror.org/",
    IdentifierScheme.ISNI: "https://isni.org/isni/",
    IdentifierScheme.WIKIDATA: "http://www.wikidata.org/entity/",
    IdentifierScheme.ORCID: "https://orcid.org/",
}
"""The registries that give each record a web address."""


def _urn(uid: UUID | str | None) -> str | None:
    """Source: RFC 9562 section 4, read 2026-11-21."""
    return None if uid is None else f"urn:uuid:{uid}"


def _said(**facts: Any) -> dict[str, Any]:
    """Leave out what is not known, and write a single thing without its list; ``id`` and ``type`` get their ``@``."""
    found = {}
    for name, value in facts.items():
        if isinstance(value, list):
            value = value[0] if len(value) == 1 else value
        if value not in (None, "", []):
            found[f"@{name}" if name in ("id", "type") else name] = value
    return found


def web_address(identifiers: Iterable[InstitutionIdentifier]) -> str | None:
    """Return the address of the first registry that has one for the institution: ROR before ISNI before Wikidata."""
    found = {identifier.scheme: identifier.value for identifier in identifiers}
    return next((f"{site}{found[scheme]}" for scheme, site in _WEB.items() if scheme in found), None)


# --- institutions -----------------------------------------------------------------------------------------------------


def organization(one: Institution) -> dict[str, Any]:
    """Return an institution; its acronyms, translations and former names are alternate names."""
    identifiers = sorted(one.identifiers, key=lambda identifier: (identifier.scheme, identifier.value))
    same = [f"{_WEB[each.scheme]}{each.value}" for each in identifiers if each.scheme in _WEB]
    others = [name.text for name in sorted(one.names, key=lambda name: name.id) if name.text != one.name]
    address = _said(type="PostalAddress", addressLocality=one.city, addressCountry=one.country)
    return _said(
        type=_TYPES.get(one.kind, "Organization"),
        id=_urn(one.uid),
        name=one.name,
        alternateName=list(dict.fromkeys(others)),
        url=one.website,
        address=address if len(address) > 1 else None,
        sameAs=same,
        identifier=[
            _said(type="PropertyValue", propertyID=each.scheme.upper(), value=each.value) for each in identifiers
        ],
        parentOrganization=[
            _said(type=_TYPES.get(each.related.kind, "Organization"), id=_urn(each.related.uid), name=each.related.name)
            for each in sorted(one.relations, key=lambda relation: relation.id)
            if each.kind == RelationKind.PART_OF and each.ends_on is None
        ],
    )


# --- contacts ---------------------------------------------------------------------------------------------------------


def person_or_desk(record: ContactRecord) -> dict[str, Any]:
    """Return a contact; a job of known duration is a role between the two, as schema.org wants it."""
    is_desk = record.kind == "desk"
    names = {} if is_desk else _parts_of_name(record)
    link = "parentOrganization" if is_desk else "worksFor"
    jobs = {link: [_job(job, link) for job in record.affiliations]}
    return _said(
        type="Organization" if is_desk else "Person",
        id=_urn(record.uid),
        name=record.name,
        **names,
        knowsLanguage=record.language,
        email=list(dict.fromkeys(map(str, record.emails))),
        telephone=list(dict.fromkeys(map(str, record.phones))),
        **jobs,
    )


def _parts_of_name(record: ContactRecord) -> dict[str, Any]:
    return {
        "honorificPrefix": record.title,
        "givenName": record.given,
        "familyName": record.family,
        "honorificSuffix": record.suffix,
        "jobTitle": list(dict.fromkeys(job.role for job in record.affiliations if job.role and job.ends_on is None)),
    }


def _job(job: RecordAffiliation, link: str) -> dict[str, Any]:
    department = _said(type="Organization", name=job.department)
    employer = _said(
        type="Organization",
        id=_urn(job.institution_uid),
        name=job.institution,
        department=department if job.department else None,
    )
    if link != "worksFor" or (job.starts_on is None and job.ends_on is None):
        return employer
    return _said(
        type="EmployeeRole",
        roleName=job.role,
        startDate=job.starts_on and job.starts_on.isoformat(),
        endDate=job.ends_on and job.ends_on.isoformat(),
        worksFor=employer,
    )


# --- communiqués ------------------------------------------------------------------------------------------------------


def article(release: Release) -> dict[str, Any]:
    """Return a communiqué; what may not be published yet says so in ``creativeWorkStatus`` and has no text."""
    one = release.communique
    issuers = [_issuer(issuer.institution, release) for issuer in one.issuers]
    known = {issuer.institution_id for issuer in one.issuers}
    others = [_elsewhere(each, release) for each in release.covering if each.institution_id not in known]
    return _said(
        type="NewsArticle",
        id=_urn(one.uid),
        genre="press release",
        headline=one.title,
        alternativeHeadline=one.subtitle,
        inLanguage=one.language,
        datePublished=_date(one) if release.withheld is None else None,
        dateModified=one.updated_on and one.updated_on.isoformat(),
        creativeWorkStatus=_status(release),
        url=one.source_url,
        articleBody=release.body,
        author=issuers,
        publisher=issuers[:1],
        contributor=others,
    )


def _status(release: Release) -> str:
    until = embargo_of(release.communique) if release.withheld == "embargoed" else None
    return f"embargoed until {until}" if until else release.withheld or _word(release.communique.status)


def _word(status: CommuniqueStatus) -> str:
    """What is embargoed in name only, since its hour has passed, is published."""
    return CommuniqueStatus.PUBLISHED if status == CommuniqueStatus.EMBARGOED else status


def _date(one: Communique) -> str | None:
    """As much of the date as was said: schema.org takes ISO 8601, in which a year or a month is a date."""
    if one.dated_on is None or one.date_kind == DateKind.EVENT:
        return None
    length = {DatePrecision.YEAR: 4, DatePrecision.MONTH: 7}.get(one.date_precision or DatePrecision.DAY, 10)
    return one.dated_on.isoformat()[:length]


def _issuer(institution: Institution, release: Release) -> dict[str, Any]:
    points = [_point(each, release) for each in release.covering if each.institution_id == institution.id]
    return _said(
        type=_TYPES.get(institution.kind, "Organization"),
        id=_urn(institution.uid),
        name=institution.name,
        sameAs=web_address(institution.identifiers),
        contactPoint=points,
    )


def _elsewhere(one: Coverage, release: Release) -> dict[str, Any]:
    """Whoever answers for a body that does not issue it, or for none that is named."""
    name = one.institution and one.institution.name
    return _said(type="Organization", name=name, contactPoint=_point(one, release))


def _point(one: Coverage, release: Release) -> dict[str, Any]:
    return _said(
        type="ContactPoint",
        contactType=one.role.replace("_", " "),
        name=None if one.contact.name is None else one.contact.name.printed,
        email=[str(email.value) for email in coverage.emails_of(one, release.on)],
        telephone=[str(phone.value) for phone in coverage.phones_of(one, release.on)],
    )
