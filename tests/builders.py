"""Small invented records, for tests to say only what matters to them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from crm.models import Affiliation, Communique, ContactEmail, ContactPhone, Institution, Issuer, PressContact

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

JANUARY = dt.date(2025, 1, 17)


def institution(session: Session, name: str = "Université de Valmont", **values: Any) -> Institution:
    made = Institution(name=name, **values)
    session.add(made)
    session.flush()
    return made


def contact(
    session: Session,
    name: str = "Anne Valmont",
    *,
    emails: tuple[str, ...] = (),
    phones: tuple[str, ...] = (),
    at: Institution | None = None,
    **values: Any,
) -> PressContact:
    made = PressContact(name=name, **values)
    job = None if at is None else Affiliation(contact=made, institution=at)
    session.add(made)
    session.flush()
    made.emails.extend(ContactEmail(value=email, affiliation=job) for email in emails)
    made.phones.extend(ContactPhone(value=phone, affiliation=job) for phone in phones)
    session.flush()
    return made


def communique(
    session: Session, title: str | None = "Une alliance", *issuers: Institution, **values: Any
) -> Communique:
    made = Communique(title=title, **{"dated_on": JANUARY, **values})
    made.issuers.extend(Issuer(institution=issuer) for issuer in issuers)
    session.add(made)
    session.flush()
    return made
