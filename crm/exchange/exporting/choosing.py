"""Which records a list is of: words, as one finds them by, and what narrows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, or_, select

from crm import communiques, contacts, coverage, lookup
from crm import institutions as directory
from crm.columns import chosen
from crm.errors import NotFound, TargetError
from crm.models import (
    Affiliation,
    Communique,
    CommuniqueStatus,
    Coverage,
    Institution,
    InstitutionName,
    InstitutionRelation,
    Issuer,
    PressContact,
    RelationKind,
)
from crm.values import LanguageTag, fold

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

__all__ = ["chosen_of"]

_NARROWED_BY: Final = {
    "contacts": {"institution", "language"},
    "institutions": {"institution"},
    "communiques": {"institution", "language", "since", "until", "status"},
    "coverage": {"institution", "language", "since", "until", "status"},
}


def chosen_of(
    session: Session,
    what: str,
    query: str | None = None,
    *,
    institution: str | None = None,
    language: str | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    status: CommuniqueStatus | str | None = None,
) -> Select[Any]:
    """Return what `query` means and the rest leaves: a statement to refine.

    `query` is a number, a uid, an address, a telephone number, or words of a name or a title; contacts and coverage are
    also found by the exact name of an institution, coverage by either of its ends. An `institution` stands for its
    parts too, and `language` for its regional kinds. `since` and `until` are days, both included, and leave undated
    communiqués out.

    Raises:
        NotFound: nothing answers to `query`, or there is no such institution.
        Ambiguous: several institutions have that name.
        TargetError: there is no such list, or it is not narrowed by that.
    """
    if what not in _NARROWED_BY:
        raise TargetError(f"there is no list of {what!r}", code="export.what", hint=f"one of {', '.join(_NARROWED_BY)}")
    given = {"institution": institution, "language": language, "since": since, "until": until, "status": status}
    for name in sorted(name for name, value in given.items() if value is not None):
        if name not in _NARROWED_BY[what]:
            raise TargetError(f"{what} are not narrowed by {name}", code="export.option", hint="leave it away")
    statement = _listed(what)
    if query is not None and query.strip():
        statement = statement.where(_MEANT[what](query.strip()))
        _require(session, statement, what, query)
    if institution is not None:
        statement = statement.where(_BELONGING[what](_with_parts(directory.find(session, institution))))
    if language is not None:
        column: Any = PressContact.language if what == "contacts" else Communique.language
        statement = statement.where(or_(column == LanguageTag(language), column.like(f"{LanguageTag(language)}-%")))
    return statement.where(*_dated(since, until, status))


def _require(session: Session, statement: Select[Any], what: str, query: str) -> None:
    if session.execute(statement.with_only_columns(statement.selected_columns[0]).limit(1)).first() is None:
        noun = {"coverage": "coverage", "communiques": "communiqué"}.get(what, what.removesuffix("s"))
        raise NotFound(f"no {noun} answers to {query!r}")


def _listed(what: str) -> Select[Any]:
    if what == "contacts":
        return select(PressContact)
    if what == "institutions":
        return select(Institution)
    return communiques.listed() if what == "communiques" else coverage.listed()


def _contact_meant(text: str) -> ColumnElement[bool]:
    """Whoever answers to it, and whoever is or was with the institution of that very name."""
    named = directory.named(text).with_only_columns(Institution.id).order_by(None)
    staff = select(Affiliation.contact_id).where(Affiliation.institution_id.in_(named))
    return or_(PressContact.id.in_(_ids(contacts.matching(text), PressContact)), PressContact.id.in_(staff))


def _institution_meant(text: str) -> ColumnElement[bool]:
    identity = lookup.by_identity(Institution, text)
    if identity is not None:
        return identity
    words = fold(text).split() or [text]
    held = and_(*(InstitutionName.key.like(lookup.like(word), escape="\\") for word in words))
    return Institution.id.in_(select(InstitutionName.institution_id).where(held))


def _communique_meant(text: str) -> ColumnElement[bool]:
    return Communique.id.in_(_ids(communiques.matching(text), Communique))


def _coverage_meant(text: str) -> ColumnElement[bool]:
    identity = lookup.by_identity(Coverage, text)
    if identity is not None:
        return identity
    named = directory.named(text).with_only_columns(Institution.id).order_by(None)
    return or_(
        Coverage.contact_id.in_(_ids(contacts.matching(text), PressContact)),
        _communique_meant(text),
        Coverage.institution_id.in_(named),
    )


def _ids(statement: Select[Any], model: Any) -> Select[tuple[int]]:
    return statement.with_only_columns(model.id).order_by(None)


_MEANT: Final = {
    "contacts": _contact_meant,
    "institutions": _institution_meant,
    "communiques": _communique_meant,
    "coverage": _coverage_meant,
}


def _with_parts(institution: Institution) -> ColumnElement[Any]:
    """The number of `institution` and those of its direct parts, for IN."""
    parts = select(InstitutionRelation.institution_id).where(
        InstitutionRelation.related_id == institution.id, InstitutionRelation.kind == RelationKind.PART_OF
    )
    return select(Institution.id).where(or_(Institution.id == institution.id, Institution.id.in_(parts)))  # type: ignore[return-value]


_BELONGING: Final = {
    "contacts": lambda ids: PressContact.id.in_(
        select(Affiliation.contact_id).where(Affiliation.institution_id.in_(ids))
    ),
    "institutions": Institution.id.in_,
    "communiques": lambda ids: Communique.id.in_(select(Issuer.communique_id).where(Issuer.institution_id.in_(ids))),
    "coverage": Coverage.institution_id.in_,
}


def _dated(
    since: dt.date | None, until: dt.date | None, status: CommuniqueStatus | str | None
) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if since is not None:
        conditions.append(Communique.dated_on >= since)
    if until is not None:
        conditions.append(Communique.dated_on <= until)
    if status is not None:
        conditions.append(Communique.status == chosen(CommuniqueStatus)(status))
    return conditions
