"""The questions about coverage, as rows of columns and as records, and of plain models where they can be asked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import crowd
import plain_models as plain
from sqlalchemy import Integer, bindparam, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from crm import communiques, contacts, coverage, gaps
from crm.models import Communique, ContactEmail, ContactPhone, Coverage, Institution, PressContact

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import BindParameter, Select

    Asked = Callable[[Any], Select[Any]]

__all__ = ["PAGE", "Question", "questions"]

PAGE = 50
DAY = dt.date(2024, 1, 1)

NUMBER: BindParameter[int] = bindparam("asked", type_=Integer)
NUMBERS: BindParameter[Any] = bindparam("asked", type_=Integer, expanding=True)

OURS: Any = SimpleNamespace(
    Communique=Communique, Contact=PressContact, Coverage=Coverage, Email=ContactEmail, Institution=Institution,
    Phone=ContactPhone,
)  # fmt: skip
PLAIN: Any = plain


@dataclass(frozen=True)
class Question:
    """A question: its statements about what is asked in a round, as rows of columns and as records."""

    name: str
    about: Callable[[int], Any]
    rows: Asked
    records: Asked
    plain_rows: Asked | None = None
    plain_records: Asked | None = None
    parameter: BindParameter[Any] | None = None
    """What stands for what is asked in a statement that is made once; None where it has to be known."""


def questions(size: int) -> list[Question]:
    """Return the questions about a press office of that size."""

    def some(number: int) -> int:
        return 1 + number * 7919 % size

    def busy(number: int) -> int:
        return 1 + size // 120 + number  # half way among the busy: who covers as many at any size

    def page(number: int) -> list[int]:
        return list(range(some(number), some(number) + 17))

    return [
        _of_contacts("who covers this", some, coverage.contacts_of, _contacts_of, NUMBER),
        Question(
            "who covers this, with all",
            some,
            lambda asked: coverage.of(asked).with_only_columns(Coverage.id, Coverage.contact_id),
            coverage.of,
            parameter=NUMBER,
        ),
        _of_contacts("whose address", lambda n: _address(some(n)), contacts.with_email),
        _of_contacts("whose number", lambda n: _number(some(n), size), contacts.with_phone),
        _of_communiques(
            "what this one covers",
            busy,
            lambda asked: coverage.communiques_of(asked).limit(PAGE),
            lambda asked: _communiques_of(asked).limit(PAGE),
        ),
        _of_communiques(
            "communiqués, newest",
            int,
            lambda asked: communiques.listed().limit(PAGE).offset(asked),
            lambda asked: _newest().limit(PAGE).offset(asked),
        ),
        _of_contacts("who covers a page of them", page, partial(_page_of, OURS), partial(_page_of, PLAIN), NUMBERS),
        Question(
            "the list that is printed",
            int,
            lambda asked: _printed(OURS, coverage.listed()).limit(PAGE).offset(asked),
            lambda asked: _with_all(OURS, coverage.listed()).limit(PAGE).offset(asked),
            lambda asked: _printed(PLAIN, _listed()).limit(PAGE).offset(asked),
            lambda asked: _with_all(PLAIN, _listed()).limit(PAGE).offset(asked),
            NUMBER,
        ),
        _of_communiques("nobody assigned", int, lambda asked: gaps.without_contacts(DAY).limit(PAGE).offset(asked)),
        _of_communiques("nobody answers", int, lambda asked: gaps.unanswered(DAY).limit(PAGE).offset(asked)),
    ]


def _of_contacts(
    name: str,
    about: Callable[[int], Any],
    ask: Asked,
    plainly: Asked | None = None,
    parameter: BindParameter[Any] | None = None,
) -> Question:
    plain_rows = plainly and _only(plainly, _named(PLAIN))
    return Question(name, about, _only(ask, _named(OURS)), ask, plain_rows, plainly, parameter)


def _of_communiques(name: str, about: Callable[[int], Any], ask: Asked, plainly: Asked | None = None) -> Question:
    plain_rows = plainly and _only(plainly, _titled(PLAIN))
    return Question(name, about, _only(ask, _titled(OURS)), ask, plain_rows, plainly, NUMBER)


def _only(ask: Asked, columns: tuple[Any, ...]) -> Asked:
    return lambda asked: ask(asked).with_only_columns(*columns)


def _named(models: Any) -> tuple[Any, ...]:
    return models.Contact.id, models.Contact.printed_name


def _titled(models: Any) -> tuple[Any, ...]:
    return models.Communique.id, models.Communique.title, models.Communique.dated_on


# --- what a press office asks beside what the library asks for it -----------------------------------------------------


def _page_of(models: Any, numbers: Any) -> Select[Any]:
    """Return the contacts of some communiqués side by side: a page of fifty."""
    of, contact = models.Coverage, models.Contact
    joined = select(contact).join(of, of.contact_id == contact.id).where(of.communique_id.in_(numbers))
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


def _number(number: int, size: int) -> str:
    e164, extension = crowd.line_of(number, size)
    return f"{e164};ext={extension}" if extension else e164
