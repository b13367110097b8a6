"""Whose a mail address is, by its domain."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import select

from crm.columns import DomainColumn
from crm.errors import InvalidEmail, InvalidText
from crm.institutions.naming import is_acronym
from crm.institutions.resolution import MARGIN, SURE, Candidate, Resolution
from crm.institutions.resolving import resolve
from crm.institutions.shelves import NameRow, Shelf, complete
from crm.models import DomainUse, Institution, InstitutionDomain, InstitutionName, InstitutionRelation, RelationKind
from crm.values import EmailAddress, fold
from crm.values.institutions import name_words
from crm.values.institutions.sites import site_keys
from crm.values.institutions.words import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session

__all__ = ["of_email"]

_WEBSITE_LESS: Final = 0.07
_SAME_WORDS: Final = 0.97
_MOST_ALIKE: Final = 200
"""Websites called alike that are looked at."""


class _Claim(NamedTuple):
    """That a domain is an institution's."""

    domain: str
    use: DomainUse
    institution: Institution


def of_email(session: Session, address: str) -> Resolution:
    """Return the institution whose mail domain `address`, or a bare domain, has; None when it may be several.

    A domain that an institution shares with its parts is the institution's. Nobody's: free mail, and what is no domain.
    """
    labels = _domain(address).split(".")
    domains = [".".join(labels[place:]) for place in range(len(labels) - 1)]
    if not domains or _free() & set(domains):
        return Resolution(address, None, (), 0, len(address))
    claims = _claims(session, domains)
    if not claims:
        return _called_like(session, address, domains[-1])
    domain = max((claim.domain for claim in claims), key=len)
    found = _judged(session, address, domain, [claim for claim in claims if claim.domain == domain], domains[0])
    part = _part_of(session, found.institution, labels[: len(labels) - domain.count(".") - 1])
    if part is None:
        return found
    reason = f"{domains[0]} has the name of a part of {domain}'s"
    return replace(found, institution=part, candidates=(Candidate(part, SURE, (reason,)), *found.candidates))


def _part_of(session: Session, owner: Institution | None, labels: Sequence[str]) -> Institution | None:
    """Return the part of the domain's owner that one of the labels below the domain names, when it is one alone."""
    if owner is None or not labels:
        return None
    keys = {fold(label.replace("-", " ")) for label in labels}
    table = InstitutionRelation
    statement = (
        select(Institution)
        .distinct()
        .join(InstitutionName, InstitutionName.institution_id == Institution.id)
        .join(table, table.institution_id == Institution.id)
        .where(table.related_id == owner.id, table.kind == RelationKind.PART_OF, InstitutionName.key.in_(keys))
        .limit(2)
    )
    found = session.scalars(statement).all()
    return found[0] if len(found) == 1 else None


def _called_like(session: Session, address: str, domain: str) -> Resolution:
    """Judge a domain that nobody is known to have by its label: ``univ-valmont`` is a name of several words."""
    label, _, suffix = domain.rpartition(".")
    found = resolve(session, label.replace("-", " "))
    candidates = tuple(
        replace(one, score=min(one.score, 0.9), reasons=(f"{domain} is like {one.reasons[0]}",))
        for one in found.candidates
    )
    one = found.institution
    words = name_words(label)
    is_name = one is not None and found.candidates[0].score >= _SAME_WORDS and len(words.all) > 1
    sure = is_name and bool(words.heads or words.all - vocabulary().common) and "." not in label
    is_at_home = one is not None and (one.country or "").lower() == suffix
    return Resolution(address, one if sure and is_at_home else None, candidates, 0, len(address))


def _domain(address: str) -> str:
    """Return the domain of an address, or of what is a domain itself; nothing for what is neither."""
    try:
        return DomainColumn().check(_after_at(address))
    except InvalidText:
        return ""


def _after_at(address: str) -> str:
    try:
        return str(EmailAddress(address)).rpartition("@")[2].lower()
    except InvalidEmail:
        bare = address.strip().rpartition("@")[2].lower().rstrip(".>")
        return bare if "@" not in address else ""


def _claims(session: Session, domains: Sequence[str]) -> list[_Claim]:
    statement = (
        select(InstitutionDomain, Institution)
        .join(Institution, Institution.id == InstitutionDomain.institution_id)
        .where(InstitutionDomain.domain.in_(domains))
        .order_by(Institution.id)
    )
    listed = [_Claim(claim.domain, claim.use, one) for claim, one in session.execute(statement)]
    known = {claim.institution.id for claim in listed}
    return listed + [claim for claim in _websites(session, domains) if claim.institution.id not in known]


def _websites(session: Session, domains: Sequence[str]) -> list[_Claim]:
    """Return the institutions whose website is all that one of the domains shows: that is not a page of another's."""
    keys = {key for domain in domains if (key := site_keys(domain).key) is not None}
    alike = select(Institution).where(Institution.site_key.in_(keys)).order_by(Institution.id).limit(_MOST_ALIKE)
    shown = ((_host(one.website or ""), one) for one in session.scalars(alike))
    return [_Claim(host, DomainUse.WEBSITE, one) for host, one in shown if host in domains]


def _host(website: str) -> str:
    """Return the host of a website without its ``www``; nothing when it is one page of it."""
    try:
        address = urlsplit(website if "//" in website else f"//{website}")
        return (address.hostname or "").removeprefix("www.") if address.path in ("", "/") else ""
    except ValueError:
        return ""


def _judged(session: Session, address: str, domain: str, claims: Sequence[_Claim], asked: str) -> Resolution:
    shelf = Shelf()
    ids = [claim.institution.id for claim in claims]
    complete(session, shelf, ids)
    label = domain.split(".")[0]
    scores: dict[int, float] = {}
    reasons: dict[int, str] = {}
    strangers = _bearers(session, label) - set(ids) if any(map(shelf.parents.get, ids)) else set()
    for claim in claims:
        one = claim.institution
        score = 0.95 if claim.use is DomainUse.MAIL else 0.95 - _WEBSITE_LESS
        speaks = any(_speaks(label, name) for name in shelf.names[one.id])
        above = _is_above(shelf, one.id, ids)
        if strangers and not speaks:
            score = 0.5
        elif shelf.parents[one.id] and not speaks and len(ids) == 1:
            score -= 0.15
        if len(ids) > 1:
            score += 0.04 if above else -0.3 if not speaks or _is_below(shelf, one.id, ids) else 0.0
        scores[one.id] = score - (0.02 if asked != domain else 0.0)
        what = "its mail domain" if claim.use is DomainUse.MAIL else "the domain of its website"
        shared = f", shared by {len(ids)}" if len(ids) > 1 else ""
        below = "" if asked == domain else f", of which {asked} is a part"
        reasons[one.id] = f"{domain} is {what}{below}{shared}"
    found = sorted((claim.institution for claim in claims), key=lambda one: (-scores[one.id], one.id))
    candidates = tuple(Candidate(one, scores[one.id], (reasons[one.id],)) for one in found)
    return Resolution(address, _best(candidates), candidates, 0, len(address))


def _best(candidates: Sequence[Candidate]) -> Institution | None:
    first = candidates[0]
    clear = len(candidates) < 2 or first.score - candidates[1].score >= MARGIN
    return first.institution if first.score >= SURE - 0.02 and clear else None


def _speaks(label: str, name: NameRow) -> bool:
    """Whether the label is the institution's acronym, or of its words; an acronym in a longer name is another's."""
    parts = set(label.split("-"))
    if name.key.replace(" ", "") == label.replace("-", ""):
        return True
    if is_acronym(name):
        return name.key.replace(" ", "") in parts
    said = name_words(re.sub(r"(?<=[a-z])(?=[0-9])|-", " ", label)).all
    own = {token.canonical for token in name.words.tokens if not token.raw.isupper()}
    return bool(said & own - vocabulary().common) or (said <= own and bool(said - vocabulary().heads))


def _is_above(shelf: Shelf, one: int, ids: Iterable[int]) -> bool:
    """Whether all the others are its parts."""
    return all(one in shelf.parents[other] for other in ids if other != one)


def _is_below(shelf: Shelf, one: int, ids: Iterable[int]) -> bool:
    return bool(shelf.parents[one] & set(ids))


def _bearers(session: Session, label: str) -> set[int]:
    """Return the institutions that are called like the label: the domain may be theirs."""
    key = fold(label.replace("-", " "))
    statement = select(InstitutionName.institution_id).where(InstitutionName.key.in_([key, key.replace(" ", "")]))
    return set(session.scalars(statement))


@cache
def _free() -> frozenset[str]:
    """The providers that give an address to anybody."""
    from importlib.resources import files

    text = (files(__package__) / "free_mail.txt").read_text(encoding="utf-8")
    return frozenset(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))
