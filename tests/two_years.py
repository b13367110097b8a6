"""Two invented years of a small press office, lived through day by day in the order in which things happened.

Two universities, Valmont and Brumeval, become one on 1 September 2024; it is called *Établissement Valmont-Brumeval*
until the end of the year and *Université Orvenne* from then on. The *Institut du Littoral* issues with them; the
*Fondation Asterel* signs and names nobody. Four people answer for all that, and two desks.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crm import availability, coverage, handovers, publishing
from crm.models import (
    Affiliation,
    Boilerplate,
    Communique,
    ContactEmail,
    ContactPhone,
    Handover,
    Institution,
    InstitutionName,
    InstitutionRelation,
    Issuer,
    PressContact,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

RELEASES = """
c01 fr 2024-01-15 V   anne:V
c02 en 2024-01-15 V   anne:V                             =c01
c03 fr 2024-01-29 B   helene:B
c04 en 2024-01-29 B   -                                  =c03
c05 fr 2024-02-12 V,B anne:V helene:B
c06 en 2024-02-12 V,B anne:V helene:B                    =c05
c07 fr 2024-02-26 L   karim:L
c08 en 2024-02-26 L   karim:L                            =c07
c09 fr 2024-03-11 V,L anne:V karim:L desk:V
c10 en 2024-03-11 V,L anne:V karim:L                     =c09
c11 fr 2024-03-25 L   coast:L
c12 en 2024-03-25 L   coast:L                            =c11
c13 fr 2024-04-08 V   desk:V
c14 fr 2024-04-22 B,V anne:V helene:B
c15 fr 2024-05-13 V,F anne:V
c16 en 2024-05-13 V,F anne:V                             =c15
c17 fr 2024-05-27 B   -
c18 fr 2024-06-10 B   helene:B
c19 fr 2024-06-24 V   anne:V
c20 fr 2024-07-08 L,V karim:L anne:V
c21 fr 2024-09-09 O   anne:O helene:O
c22 en 2024-09-09 O   helene:O                           =c21
c23 fr 2024-09-23 O   helene:O:regional_press
c24 en 2024-09-23 O   helene:O:regional_press            =c23
c25 fr 2024-10-07 O,L anne:O karim:L
c26 en 2024-10-07 O,L anne:O karim:L                     =c25
c27 fr 2024-10-21 O   paul:O:scientific anne:O
c28 fr 2024-11-18 O   anne:O
c29 fr 2024-12-09 O   desk:O
c30 en 2024-12-09 O   desk:O                             =c29
c31 fr -          L   karim:L
c32 en -          L   karim:L                            =c31
c33 fr 2025-03-10 O   usual
c34 en 2025-03-10 O   usual                              =c33
c35 fr 2025-04-07 O   helene:O
c36 fr 2025-05-12 O,F helene:O
c37 fr 2025-06-16 O   helene:O
c38 fr 2025-07-15 O   helene:O
c39 en -          O,L paul:O karim:L
c40 fr -          O,L paul:O                             =c39
"""
"""Number, language, day, issuers in order, who is assigned on behalf of whom in which role, the original of it."""


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@dataclass
class Office:
    """What there is, by short names; and what was `seen` on the way that is not so any more at the end."""

    session: Session
    look: Callable[[Office, str], object]
    places: dict[str, Institution] = field(default_factory=dict)
    people: dict[str, PressContact] = field(default_factory=dict)
    releases: dict[str, Communique] = field(default_factory=dict)
    handovers: dict[str, Handover] = field(default_factory=dict)
    seen: dict[str, Any] = field(default_factory=dict)

    def note(self, moment: str) -> None:
        """Keep what is to be seen now."""
        self.session.flush()
        self.seen[moment] = self.look(self, moment)


def live(session: Session, look: Callable[[Office, str], object]) -> Office:
    """Return the office after its two years; `look` is asked at the moments that pass."""
    office = Office(session, look)
    _found(office)
    _spring_2024(office)
    _summer_2024(office)
    _autumn_2024(office)
    _handover_undone(office)
    _christmas_2024(office)
    _winter_2025(office)
    _spring_2025(office)
    _leaving_2025(office)
    _autumn_2025(office)
    return office


# --- who and what there is --------------------------------------------------------------------------------------------


def _found(office: Office) -> None:
    session = office.session
    office.places = {
        "V": _place("Université de Valmont", until="2024-08-31"),
        "B": _place("Université de Brumeval", until="2024-08-31"),
        "L": Institution(name="Institut du Littoral"),
        "F": Institution(name="Fondation Asterel"),
    }
    session.add_all(office.places.values())
    session.flush()
    for key, language in (("V", "fr"), ("B", "fr"), ("L", "fr")):
        session.add(Boilerplate(institution=office.places[key], language=language, text=f"À propos de {key}."))
    for key, contact in {
        "anne": PressContact(name="Anne Corvel"),
        "helene": PressContact(name="Hélène Dubrac"),
        "paul": PressContact(name="Paul Mirande"),
        "karim": PressContact(name="Karim Vasseul"),
        "desk": PressContact.desk("Bureau de presse"),
        "coast": PressContact.desk(),
    }.items():
        session.add(contact)
        session.flush()
        office.people[key] = contact
    _job(office, "anne", "V", "attachée de presse", "01 99 00 11 01", "anne.corvel@valmont.example.org")
    _job(office, "helene", "B", "attachée de presse", "01 99 00 22 02", "helene.dubrac@brumeval.example.org")
    _job(office, "karim", "L", "chargé de communication", "01 99 00 44 04", "karim.vasseul@littoral.example.org")
    _job(office, "desk", "V", None, "01 99 00 11 00", "presse@valmont.example.org")
    _job(office, "coast", "L", None, None, "presse@littoral.example.org", verified=None)
    office.people["anne"].phones.extend(ContactPhone.read("06 39 98 00 01", verified_on=day("2024-01-10")))
    office.people["helene"].phones.extend(ContactPhone.read("06 39 98 00 02", is_public=False))
    availability.staff(session, office.people["desk"], office.people["anne"])


def _place(name: str, until: str) -> Institution:
    made = Institution(name=name)
    made.names[0].ends_on = day(until)
    return made


def _job(
    office: Office,
    who: str,
    where: str,
    role: str | None,
    phone: str | None,
    email: str,
    *,
    since: str | None = None,
    verified: str | None = "2024-01-10",
) -> None:
    contact, checked = office.people[who], None if verified is None else day(verified)
    job = Affiliation(
        contact=contact, institution=office.places[where], role=role, starts_on=None if since is None else day(since)
    )
    office.session.add(job)
    contact.emails.extend(ContactEmail.read(email, affiliation=job, verified_on=checked))
    contact.phones.extend(ContactPhone.read(phone or "", affiliation=job, verified_on=checked))
    office.session.flush()


def _write(office: Office, first: str, last: str | None = None) -> None:
    """Write the releases from one to another, as the table has them."""
    for line in RELEASES.split("\n"):
        if line and first <= line[:3] <= (last or first):
            _written(office, line.split())


def _written(office: Office, words: list[str]) -> None:
    key, language, dated, issuers, *rest = words
    original = next((word[1:] for word in rest if word.startswith("=")), None)
    group = office.releases[original].translation_group if original else uuid.uuid5(uuid.NAMESPACE_URL, key)
    made = Communique(
        title=f"Communiqué {key}",
        language=language,
        dated_on=None if dated == "-" else day(dated),
        translation_group=group,
    )
    made.issuers.extend(Issuer(institution=office.places[place]) for place in issuers.split(","))
    office.session.add(made)
    office.session.flush()
    office.releases[key] = made
    for word in rest:
        if ":" in word:
            who, where, role = (*word.split(":"), "press")[:3]
            place = office.places[where]
            coverage.assign(office.session, made, office.people[who], on_behalf_of=place, role=role)
        elif word == "usual":
            availability.fill(office.session, made, on=day(dated))


def _publish(office: Office, first: str, last: str | None = None) -> None:
    for key, release in office.releases.items():
        if first <= key <= (last or first):
            assert release.dated_on is not None
            publishing.publish(office.session, release, moment(f"{release.dated_on} 08:00"), by="Anne Corvel")


# --- what happened ----------------------------------------------------------------------------------------------------


def _spring_2024(office: Office) -> None:
    session, people, releases = office.session, office.people, office.releases
    _write(office, "c01", "c10")
    _publish(office, "c01", "c10")
    _write(office, "c11", "c17")
    office.note("before c11 and c17 went out")
    _publish(office, "c11", "c17")
    _write(office, "c18", "c20")
    _publish(office, "c18", "c20")
    publishing.correct(
        session, releases["c18"], "le lieu", on=day("2024-06-12"), at=moment("2024-06-12 09:00"), by="Hélène Dubrac"
    )
    publishing.withdraw(session, releases["c19"], "essai annulé", at=moment("2024-07-01 08:00"), by="Anne Corvel")
    availability.staff(session, people["coast"], people["karim"], starts_on=day("2024-06-01"))


def _summer_2024(office: Office) -> None:
    """Karim's holidays: his desk stands in."""
    stand_in = [office.people["coast"]]
    availability.away(office.session, office.people["karim"], day("2024-07-15"), day("2024-08-04"), stand_ins=stand_in)


def _autumn_2024(office: Office) -> None:
    """The merger; a new colleague; Hélène's holidays: the desk stands in."""
    session, people, places = office.session, office.people, office.places
    merger = day("2024-09-01")
    orvenne = places["O"] = Institution(name="Université Orvenne")
    orvenne.names[:] = [
        InstitutionName(text="University of Orvenne", language="en", starts_on=day("2025-01-01")),
        InstitutionName(text="Université Orvenne", language="fr", starts_on=day("2025-01-01")),
        InstitutionName(
            text="Établissement Valmont-Brumeval", language="fr", starts_on=merger, ends_on=day("2024-12-31")
        ),
    ]
    session.add(orvenne)
    for key in ("V", "B"):
        session.add(
            InstitutionRelation(institution=orvenne, kind="successor_of", related=places[key], starts_on=merger)
        )
    session.add_all(Boilerplate(institution=orvenne, language=one, text="Orvenne.") for one in ("fr", "en"))
    session.flush()
    for job in session.query(Affiliation).where(Affiliation.institution_id.in_([places["V"].id, places["B"].id])):
        job.ends_on = merger - dt.timedelta(days=1)
    for who, role, phone, email, since in (
        ("anne", "attachée de presse", "01 99 00 33 01", "anne.corvel@orvenne.example.org", "2024-09-01"),
        ("helene", "attachée de presse", "01 99 00 33 02", "helene.dubrac@orvenne.example.org", "2024-09-01"),
        ("paul", "chargé des sciences", "01 99 00 33 03", "paul.mirande@orvenne.example.org", "2024-10-01"),
        ("desk", None, "01 99 00 33 00", "presse@orvenne.example.org", "2024-09-01"),
    ):
        _job(office, who, "O", role, phone, email, since=since, verified=since)
    availability.staff(session, people["desk"], people["helene"], starts_on=merger)
    availability.make_usual(session, orvenne, people["anne"], starts_on=merger)
    availability.make_usual(session, orvenne, people["helene"], language="en", starts_on=merger)
    _write(office, "c21", "c27")
    _publish(office, "c21", "c27")
    availability.away(session, people["helene"], day("2024-10-14"), day("2024-10-20"), stand_ins=[people["desk"]])


def _handover_undone(office: Office) -> None:
    """Anne is to go to another office on 4 November, and stays after all."""
    session, people = office.session, office.people
    _write(office, "c28")
    office.seen["plan 1"] = handovers.preview(session, people["anne"], people["paul"], day("2024-11-04"))
    handover = handovers.hand_over(session, people["anne"], people["paul"], day("2024-11-04"), by="the director")
    office.handovers["undone"] = handover
    office.note("handover 1 done")
    handovers.undo(session, handover, by="the director")
    office.note("handover 1 undone")
    _publish(office, "c28")


def _christmas_2024(office: Office) -> None:
    """Hélène stands in for Anne, and is away herself between the years; Paul stands in for her."""
    session, people = office.session, office.people
    _write(office, "c29", "c30")
    _publish(office, "c29", "c30")
    availability.away(session, people["anne"], day("2024-12-21"), day("2025-01-05"), stand_ins=[people["helene"]])
    availability.away(session, people["helene"], day("2024-12-24"), day("2025-01-02"), stand_ins=[people["paul"]])


def _winter_2025(office: Office) -> None:
    """An embargo that lifts on a Sunday evening on which the only contact is away, and nobody stands in."""
    session, people, releases = office.session, office.people, office.releases
    availability.make_usual(session, office.places["L"], people["coast"], starts_on=day("2025-01-01"))
    for coordinate in (*people["karim"].emails, *people["karim"].phones):
        coordinate.verified_on = day("2025-01-15")
    _write(office, "c31", "c32")
    for key in ("c31", "c32"):
        publishing.put_under_embargo(
            session,
            releases[key],
            dt.datetime.fromisoformat("2025-02-16 20:00"),
            "Europe/Paris",
            at=moment("2025-02-05 10:00"),
            by="Karim Vasseul",
        )
    availability.away(session, people["karim"], day("2025-02-10"), day("2025-02-16"))
    office.note("under embargo")
    for key in ("c31", "c32"):
        publishing.publish(session, releases[key], moment("2025-02-16 19:00"), by="Anne Corvel")


def _spring_2025(office: Office) -> None:
    """What was Valmont's becomes Paul's on 3 March; Anne's holidays at Easter, with two who could stand in."""
    session, people, places = office.session, office.people, office.places
    plan = handovers.preview(session, people["anne"], people["paul"], day("2025-03-03"), institution=places["V"])
    office.seen["plan 2"] = plan
    office.handovers["valmont"] = handovers.hand_over(
        session, people["anne"], people["paul"], day("2025-03-03"), institution=places["V"], by="Anne Corvel"
    )
    _write(office, "c33", "c37")
    _publish(office, "c33", "c37")
    both = [people["helene"], people["paul"]]
    availability.away(session, people["anne"], day("2025-04-14"), day("2025-04-18"), stand_ins=both)
    availability.away(session, people["helene"], day("2025-04-16"), day("2025-04-17"))
    coverage.assign(
        session, office.releases["c17"], people["paul"], on_behalf_of=places["O"], starts_on=day("2025-05-05")
    )


def _leaving_2025(office: Office) -> None:
    """Hélène leaves on 30 June and Paul takes over; a release of hers goes out after, two are corrected after."""
    session, people, releases = office.session, office.people, office.releases
    _write(office, "c38")
    releases["c38"].date_text = "lundi 15 juillet 2025"
    office.note("before Hélène left")
    office.seen["plan 3"] = handovers.preview(session, people["helene"], people["paul"], day("2025-07-01"), leaves=True)
    office.handovers["leaving"] = handovers.hand_over(
        session, people["helene"], people["paul"], day("2025-07-01"), leaves=True, by="the director"
    )
    publishing.correct(
        session, releases["c37"], "une date", on=day("2025-07-10"), at=moment("2025-07-10 09:00"), by="Paul Mirande"
    )
    publishing.correct(
        session, releases["c18"], "un numéro", on=day("2025-07-11"), at=moment("2025-07-11 09:00"), by="Paul Mirande"
    )
    releases["c38"].date_text = "mardi 15 juillet 2025"
    office.note("before c38 went out")
    _publish(office, "c38")
    availability.away(session, people["paul"], day("2025-08-04"), day("2025-08-24"), stand_ins=[people["anne"]])


def _autumn_2025(office: Office) -> None:
    """Karim leaves on 30 September and nobody takes over; a release waits in the week the clocks change."""
    session, people, releases = office.session, office.people, office.releases
    for coordinate in (*people["paul"].emails, *people["paul"].phones):
        coordinate.verified_on = day("2025-09-01")
    _write(office, "c39", "c40")
    publishing.put_under_embargo(
        session,
        releases["c39"],
        dt.datetime.fromisoformat("2025-10-27 06:00"),
        "Europe/Paris",
        at=moment("2025-09-10 10:00"),
        by="Paul Mirande",
    )
    job = session.query(Affiliation).where(Affiliation.contact_id == people["karim"].id).one()
    job.ends_on = day("2025-09-30")
    office.note("the end")
