"""The questions about coverage, as rows of columns and as records, and of plain models where they can be asked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import crowd
import plain_models as plain
from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from crm import communiques, contacts, coverage, gaps
from crm.models import Communique, ContactEmail, ContactPhone, Coverage, Institution, PressContact

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Select

    Asked = Callable[[int], Select[Any]]

__all__ = ["PAGE", "Question", "questions"]

PAGE = 50
DAY = dt.date(2024, 1, 1)

OURS: Any = SimpleNamespace(
    Communique=Communique, Contact=PressContact, Coverage=Coverage, Email=ContactEmail, Institution=Institution,
    Phone=ContactPhone,
)  # fmt: skip
PLAIN: Any = plain


@dataclass(frozen=True)
class Question:
    """A question: its statements for the number of a round, which says what record is asked about."""

    name: str
    rows: Asked
    records: Asked
    plain_rows: Asked | None = None
    plain_records: Asked | None = None


def questions(size: int) -> list[Question]:
    """Return the questions about a press office of that size."""
    busy, some = max(1, size // 60), lambda number: 1 + number * 7919 % size
    return [
        _of_contacts("who covers this", lambda n: coverage.contacts_of(some(n)), lambda n: _contacts_of(some(n))),
        _with_columns("who covers this, with all", lambda n: coverage.of(some(n)), (Coverage.id, Coverage.contact_id)),
        _of_contacts("whose address", lambda n: contacts.with_email(_address(some(n)))),
        _of_contacts("whose number", lambda n: contacts.with_phone(_number(some(n)))),
        _of_communiques(
            "what this one covers",
            lambda n: coverage.communiques_of(1 + n % busy).limit(PAGE),
            lambda n: _communiques_of(1 + n % busy).limit(PAGE),
        ),
        _of_communiques(
            "communiqués, newest",
            lambda n: communiques.listed().limit(PAGE).offset(n),
            lambda n: _newest().limit(PAGE).offset(n),
        ),
        _of_contacts(
            "who covers a page of them", lambda n: _page_of(OURS, some(n)), lambda n: _page_of(PLAIN, some(n))
        ),
        Question(
            "the list that is printed",
            lambda n: _printed(OURS, coverage.listed()).limit(PAGE).offset(n),
            lambda n: _with_all(OURS, coverage.listed()).limit(PAGE).offset(n),
            lambda n: _printed(PLAIN, _listed()).limit(PAGE).offset(n),
            lambda n: _with_all(PLAIN, _listed()).limit(PAGE).offset(n),
        ),
        _of_communiques("nobody answers", lambda n: gaps.without_contacts(DAY).limit(PAGE).offset(n)),
    ]


def _of_contacts(name: str, asked: Asked, plainly: Asked | None = None) -> Question:
    return _with_columns(name, asked, _named(OURS), plainly, _named(PLAIN))


def _of_communiques(name: str, asked: Asked, plainly: Asked | None = None) -> Question:
    return _with_columns(name, asked, _titled(OURS), plainly, _titled(PLAIN))


def _with_columns(
    name: str, asked: Asked, columns: tuple[Any, ...], plainly: Asked | None = None, plain_columns: tuple[Any, ...] = ()
) -> Question:
    def rows(number: int) -> Select[Any]:
        return asked(number).with_only_columns(*columns)

    def plain_rows(number: int) -> Select[Any]:
        assert plainly is not None
        return plainly(number).with_only_columns(*plain_columns)

    return Question(name, rows, asked, plainly and plain_rows, plainly)


def _named(models: Any) -> tuple[Any, ...]:
    return models.Contact.id, models.Contact.printed_name


def _titled(models: Any) -> tuple[Any, ...]:
    return models.Communique.id, models.Communique.title, models.Communique.dated_on


# --- what a press office asks beside what the library asks for it -----------------------------------------------------


def _page_of(models: Any, first: int) -> Select[Any]:
    """Return the contacts of some communiqués side by side: a page of fifty."""
    of, contact = models.Coverage, models.Contact
    numbers = of.communique_id.in_(range(first, first + 17))
    joined = select(contact).join(of, of.contact_id == contact.id).where(numbers)
    return joined.order_by(of.communique_id, of.position, of.id).limit(PAGE)


def _printed(models: Any, listed: Select[Any]) -> Select[Any]:
    """Return a list of who answers for what: title, date, name, institution, role, first public address and number."""
    communique, of, institution = models.Communique, models.Coverage, models.Institution
    named = listed.join(of.contact).outerjoin(institution, institution.id == of.institution_id)
    address, number = _first(models, models.Email.address), _first(models, models.Phone.e164)
    return named.with_only_columns(
        communique.title, communique.dated_on, models.Contact.printed_name, institution.name, of.role, address, number
    )


def _first(models: Any, column: Any) -> Any:
    of = column.class_
    theirs = select(column).where(of.contact_id == models.Contact.id, of.is_public.is_(True), column.is_not(None))
    return theirs.order_by(of.position).limit(1).scalar_subquery()


def _with_all(models: Any, listed: Select[Any]) -> Select[Any]:
    """Return the same list as records, each with its communiqué, institution and contact with all coordinates."""
    of = models.Coverage
    return listed.options(
        contains_eager(of.communique), joinedload(of.institution), joinedload(of.contact, innerjoin=True)
    )


# --- what the library asks, of plain models ---------------------------------------------------------------------------


def _contacts_of(communique: int) -> Select[Any]:
    of, contact = plain.Coverage, plain.Contact
    joined = select(contact).join(of, of.contact_id == contact.id).where(of.communique_id == communique)
    return joined.order_by(of.position, of.id)


def _newest() -> Select[Any]:
    one = plain.Communique
    issuers = selectinload(one.issuers).selectinload(plain.Issuer.institution)
    return select(one).options(issuers).order_by(one.date_key.desc(), one.id.desc())


def _communiques_of(contact: int) -> Select[Any]:
    one, of = plain.Communique, plain.Coverage
    covered = select(of.communique_id).where(of.contact_id == contact)
    return select(one).where(one.id.in_(covered)).order_by(one.date_key.desc(), one.id.desc())


def _listed() -> Select[Any]:
    one, of = plain.Communique, plain.Coverage
    return select(of).join(of.communique).order_by(one.date_key.desc(), one.id.desc(), of.position, of.id)


def _address(number: int) -> str:
    given, family = crowd.name_of(number)
    return f"{given}.{family}{number}@institut{1 + number % crowd.INSTITUTIONS}.example.org".lower()


def _number(number: int) -> str:
    extension = f";ext={number // 10_000}" if number >= 10_000 else ""
    return f"+3319900{number % 10_000:04d}{extension}"
