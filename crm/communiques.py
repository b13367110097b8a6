"""Communiqués: found by title, file or number."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import selectinload

from crm import lookup
from crm.models import Communique, Document, Issuer
from crm.models.communiques import newest_first, with_document
from crm.values import fold

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

__all__ = ["find", "label", "listed", "matching", "read_from"]


def listed() -> Select[Communique]:
    """Return all communiqués, newest first and undated ones last, with their document and issuers."""
    return select(Communique).options(*_document_and_issuers()).order_by(*newest_first())


@cache
def _document_and_issuers() -> tuple[Any, ...]:
    """Return what comes with a communiqué of a list."""
    return with_document(), selectinload(Communique.issuers).selectinload(Issuer.institution)


def matching(text: str) -> Select[Communique]:
    """Return the communiqués `text` may mean: a number, a uid, a file's name, or words of a title in any order."""
    identity = lookup.by_identity(Communique, text)
    return listed().where(_is_named(text) if identity is None else identity)


def read_from(document: Document) -> Select[Communique]:
    """Return the communiqués that were read from `document`."""
    return listed().where(Communique.document_id == document.id)


def find(session: Session, text: str) -> Communique:
    """Return the communiqué that `text` means. Raises `NotFound` or `Ambiguous`."""
    return lookup.one_of(session, matching(text), "communiqué", text, label)


def label(communique: Communique) -> str:
    """Return what to call `communique` in a list: its number and its title, or the file it was read from."""
    document = communique.document
    return f"{communique.id} {communique.title or (f'({document.name})' if document else '(untitled)')}"


def _is_named(text: str) -> ColumnElement[bool]:
    words = fold(text).split() or [text]
    titled = and_(*(Communique.title_key.like(lookup.like(word), escape="\\") for word in words))
    return or_(titled, Communique.document.has(Document.name == text))
