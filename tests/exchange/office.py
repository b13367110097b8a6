"""An invented press office with something of everything, for what is written out of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from builders import institution
from sqlalchemy import event, func, insert, select

from crm import coverage
from crm.institutions import relate
from crm.models import (
    Affiliation,
    Communique,
    CommuniqueStatus,
    ContactEmail,
    ContactPhone,
    DateKind,
    DatePrecision,
    Institution,
    InstitutionIdentifier,
    InstitutionName,
    Issuer,
    PressContact,
)
from crm.values import PhoneNumber

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

NOW = dt.datetime(2026, 3, 2, 10, 0, tzinfo=dt.UTC)
"""When things are written out."""
LIFTS = dt.datetime(2026, 3, 2, 19, 0, tzinfo=dt.UTC)
"""When the embargo lifts: that evening, at eight in Paris."""


class Office(NamedTuple):
    valmont: Institution
    orvane: Institution
    anne: PressContact
    desk: PressContact
    published: Communique
    embargoed: Communique


def office(session: Session) -> Office:
    valmont, orvane = _institutions(session)
    anne = _anne(session, valmont, orvane)
    desk = PressContact.desk("Service de presse", language="fr-FR")
    job = Affiliation(contact=desk, institution=orvane)
    session.add_all([desk, job])
    session.flush()
    desk.emails.append(ContactEmail(value="presse@orvane.example.org", affiliation=job))
    published = _communique(
        session, valmont, orvane, title="Les forêts de Valmont", subtitle="Un atlas", body="Elles poussent.",
        status="published", source_url="https://univ-valmont.example.org/forets", updated_on=dt.date(2026, 1, 20),
    )  # fmt: skip
    embargoed = _communique(
        session, orvane, title="Une étoile nouvelle", body="Le secret du soir.", status="embargoed",
        embargo_at=LIFTS, embargo_zone="Europe/Paris",
    )  # fmt: skip
    coverage.assign(session, published, anne, on_behalf_of=valmont)
    coverage.assign(session, published, desk, on_behalf_of=orvane, role="regional_press", standing_in_for=anne)
    coverage.assign(session, embargoed, desk)
    coverage.freeze(session, published, dt.date(2026, 1, 17))
    return Office(valmont, orvane, anne, desk, published, embargoed)


def _institutions(session: Session) -> tuple[Institution, Institution]:
    valmont = institution(
        session,
        kind="university",
        country="FR",
        city="Valmont",
        website="https://univ-valmont.example.org/",
        names=[
            InstitutionName(text="Université de Valmont"),
            InstitutionName(text="UV", kind="acronym"),
            InstitutionName(text="University of Valmont", language="en", kind="official"),
            InstitutionName(text="École de Valmont", kind="former", ends_on=dt.date(1990, 12, 31)),
        ],
        identifiers=[
            InstitutionIdentifier(scheme="ror", value="0abcdef23"),
            InstitutionIdentifier(scheme="isni", value="0000000121034996"),
            InstitutionIdentifier(scheme="wikidata", value="Q99900"),
        ],
    )
    orvane = institution(session, "Institut Orvane", kind="research")
    relate(session, orvane, "part_of", valmont)
    return valmont, orvane


def _anne(session: Session, valmont: Institution, orvane: Institution) -> PressContact:
    anne = PressContact(name="Mme Anne LE GOFF", language="fr")
    before = Affiliation(contact=anne, institution=orvane, role="stagiaire", ends_on=dt.date(2020, 8, 31))
    now = Affiliation(
        contact=anne, institution=valmont, role="attachée de presse", department="Presse", starts_on=dt.date(2020, 9, 1)
    )
    session.add_all([anne, before, now])
    session.flush()
    anne.emails.extend(
        [
            ContactEmail(
                value="anne.legoff@univ-valmont.example.org", affiliation=now, verified_on=dt.date(2026, 1, 5)
            ),
            ContactEmail(value="a.legoff@orvane.example.org", affiliation=before),
            ContactEmail(value="anne@home.example.net", is_public=False, label="privé"),
            *ContactEmail.read("anne.legoff@@example"),
        ]
    )
    anne.phones.extend(
        [
            ContactPhone(
                value=PhoneNumber("+33199001234", "7"), text="01 99 00 12 34 poste 7", affiliation=now, label="direct"
            ),
            *ContactPhone.read("06 39 98 12 34", is_public=False),
        ]
    )
    session.flush()
    return anne


def _communique(session: Session, *issuers: Institution, **values: object) -> Communique:
    made = Communique(
        **{
            "language": "fr",
            "dated_on": dt.date(2026, 1, 17),
            "date_kind": DateKind.PUBLISHED,
            "date_precision": DatePrecision.DAY,
            "date_text": "17 janvier 2026",
            **values,
            "status": CommuniqueStatus(values["status"]),
        }
    )
    made.issuers.extend(Issuer(institution=issuer) for issuer in issuers)
    session.add(made)
    session.flush()
    return made


class Statements(list[str]):
    """The statements sent while it is entered."""

    def __init__(self, session: Session) -> None:
        self._connection = session.connection()

    def _heard(self, connection: object, cursor: object, statement: str, *rest: object) -> None:
        self.append(statement)

    def __enter__(self) -> Statements:
        event.listen(self._connection, "before_cursor_execute", self._heard)
        return self

    def __exit__(self, *error: object) -> None:
        event.remove(self._connection, "before_cursor_execute", self._heard)


def many(session: Session, number: int) -> None:
    """Add that many contacts with a job, an address and a number each."""
    house = institution(session, "Ville de Brisecourt")
    start = (session.scalar(select(func.max(PressContact.id))) or 0) + 1
    jobs = session.scalar(select(func.max(Affiliation.id))) or 0
    ids = range(start, start + number)
    for model, rows in (
        (PressContact, [{"id": one, "printed_name": f"Anne Valmont {one}"} for one in ids]),
        (Affiliation, [{"id": jobs + one, "contact_id": one, "institution_id": house.id} for one in ids]),
        (ContactEmail, [{"contact_id": one, "address": f"anne.{one}@brisecourt.example.net"} for one in ids]),
        (ContactPhone, [{"contact_id": one, "e164": f"+331990{one % 100000:05d}"} for one in ids]),
    ):
        session.execute(insert(model), rows)
    session.expunge_all()
