"""Two years of a small press office: every question on several days, the answers written out by hand.

What happened is in `two_years`. The tables here were written from what a press officer would expect, not from what
the library says.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session
from two_years import RELEASES, Office, day, live, moment

from crm import coverage, gaps, handovers, publishing, readiness
from crm.answers import as_printed, who
from crm.availability import usual_contacts_of
from crm.blocks import block
from crm.database import configure
from crm.errors import HandoverRefused, NotPublishable
from crm.models import Affiliation, CoverageSnapshot, Coverage, Staffing, UsualContact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crm.answers import Answer, Answers

DESK = "the desk"
REACHED = {
    "anne@valmont": ("+33199001101", "+33639980001", "anne.corvel@valmont.example.org"),
    "anne@orvenne": ("+33639980001", "+33199003301", "anne.corvel@orvenne.example.org"),
    "helene@brumeval": ("+33199002202", "helene.dubrac@brumeval.example.org"),
    "helene@orvenne": ("+33199003302", "helene.dubrac@orvenne.example.org"),
    "paul@orvenne": ("+33199003303", "paul.mirande@orvenne.example.org"),
    "karim@littoral": ("+33199004404", "karim.vasseul@littoral.example.org"),
    "desk@valmont": ("+33199001100", "presse@valmont.example.org"),
    "desk@orvenne": ("+33199003300", "presse@orvenne.example.org"),
    "coast": ("presse@littoral.example.org",),
    "-": (),
}
"""What is given out; Hélène's mobile is private, and never."""

ANSWERS = """
# Before the merger: grouped in issuer order, whatever the order of the contacts.
c05 2024-03-04 | Université de Valmont | Anne Corvel | assigned | anne@valmont
c05 2024-03-04 | Université de Brumeval | Hélène Dubrac | assigned | helene@brumeval
c14 2024-06-03 | Université de Brumeval | Hélène Dubrac | assigned | helene@brumeval
c14 2024-06-03 | Université de Valmont | Anne Corvel | assigned | anne@valmont
c04 2024-06-03 | Université de Brumeval | -
c17 2024-06-03 | Université de Brumeval | -
c15 2024-06-03 | Université de Valmont | Anne Corvel | assigned | anne@valmont
c15 2024-06-03 | Fondation Asterel | -
c13 2024-06-03 | Université de Valmont | Bureau de presse | assigned | desk@valmont | staffed by Anne Corvel
c11 2024-05-31 | Institut du Littoral | the desk | assigned | coast
c11 2024-06-03 | Institut du Littoral | the desk | assigned | coast | staffed by Karim Vasseul
c19 2024-08-01 | Université de Valmont | Anne Corvel | assigned | anne@valmont

# Karim's holidays: the desk stands in, from the first day to the last.
c07 2024-07-14 | Institut du Littoral | Karim Vasseul | assigned | karim@littoral
c07 2024-07-15 | Institut du Littoral | the desk for Karim Vasseul | standing_in away assigned | coast
c07 2024-08-04 | Institut du Littoral | the desk for Karim Vasseul | standing_in away assigned | coast
c07 2024-08-05 | Institut du Littoral | Karim Vasseul | assigned | karim@littoral
c09 2024-07-20 | Université de Valmont | Anne Corvel | assigned | anne@valmont
c09 2024-07-20 | Université de Valmont | Bureau de presse | assigned | desk@valmont | staffed by Anne Corvel
c09 2024-07-20 | Institut du Littoral | the desk for Karim Vasseul | standing_in away assigned | coast
c11 2024-07-20 | Institut du Littoral | the desk | assigned | coast
c20 2024-07-20 | Institut du Littoral | the desk for Karim Vasseul | standing_in away assigned | coast
c20 2024-07-20 | Université de Valmont | Anne Corvel | assigned | anne@valmont

# The merger: the old releases keep their issuers, the same people answer, and where they are reached now.
c05 2024-08-31 | Université de Valmont | Anne Corvel | assigned | anne@valmont
c05 2024-08-31 | Université de Brumeval | Hélène Dubrac | assigned | helene@brumeval
c05 2024-09-01 | Université de Valmont | Anne Corvel | assigned | anne@orvenne
c05 2024-09-01 | Université de Brumeval | Hélène Dubrac | assigned | helene@orvenne
c13 2024-09-10 | Université de Valmont | Bureau de presse | assigned | desk@orvenne | staffed by Anne Corvel, Hélène Dubrac
c21 2024-09-10 | Établissement Valmont-Brumeval | Anne Corvel | assigned | anne@orvenne
c21 2024-09-10 | Établissement Valmont-Brumeval | Hélène Dubrac | assigned | helene@orvenne
c27 2024-09-15 | Établissement Valmont-Brumeval | Anne Corvel | assigned | anne@orvenne
c27 2024-09-15 | Établissement Valmont-Brumeval | nobody | not_yet
c27 2024-10-22 | Établissement Valmont-Brumeval | Paul Mirande (scientific) | assigned | paul@orvenne
c27 2024-10-22 | Établissement Valmont-Brumeval | Anne Corvel | assigned | anne@orvenne

# Hélène's holidays: the desk stands in, and Anne is there to answer at it.
c23 2024-10-13 | Établissement Valmont-Brumeval | Hélène Dubrac (regional_press) | assigned | helene@orvenne
c23 2024-10-15 | Établissement Valmont-Brumeval | Bureau de presse for Hélène Dubrac (regional_press) | standing_in away assigned | desk@orvenne | staffed by Anne Corvel
c21 2024-10-15 | Établissement Valmont-Brumeval | Anne Corvel | assigned | anne@orvenne
c21 2024-10-15 | Établissement Valmont-Brumeval | Bureau de presse for Hélène Dubrac | standing_in away assigned | desk@orvenne | staffed by Anne Corvel

# The handover of 4 November 2024, which was taken back: as if it had never been.
c01 2024-11-03 | Université de Valmont | Anne Corvel | assigned | anne@orvenne
c01 2024-11-04 | Université de Valmont | Anne Corvel | assigned | anne@orvenne
c13 2024-11-04 | Université de Valmont | Bureau de presse | assigned | desk@orvenne | staffed by Anne Corvel, Hélène Dubrac
c27 2024-11-04 | Établissement Valmont-Brumeval | Paul Mirande (scientific) | assigned | paul@orvenne
c27 2024-11-04 | Établissement Valmont-Brumeval | Anne Corvel | assigned | anne@orvenne

# Christmas: Hélène stands in for Anne, then Paul for Hélène; who answers in their own right does so once. A new name.
c28 2024-12-20 | Établissement Valmont-Brumeval | Anne Corvel | assigned | anne@orvenne
c28 2024-12-22 | Établissement Valmont-Brumeval | Hélène Dubrac for Anne Corvel | standing_in away assigned | helene@orvenne
c28 2024-12-31 | Établissement Valmont-Brumeval | Paul Mirande for Anne Corvel | standing_in away standing_in away assigned | paul@orvenne
c28 2025-01-01 | Université Orvenne | Paul Mirande for Anne Corvel | standing_in away standing_in away assigned | paul@orvenne
c28 2025-01-04 | Université Orvenne | Hélène Dubrac for Anne Corvel | standing_in away assigned | helene@orvenne
c28 2025-01-06 | Université Orvenne | Anne Corvel | assigned | anne@orvenne
c21 2024-12-22 | Établissement Valmont-Brumeval | Hélène Dubrac | assigned standing_in away assigned | helene@orvenne
c21 2024-12-27 | Établissement Valmont-Brumeval | Paul Mirande for Anne Corvel | standing_in away standing_in away assigned assigned | paul@orvenne
c22 2024-12-27 | Établissement Valmont-Brumeval | Paul Mirande for Hélène Dubrac | standing_in away assigned | paul@orvenne
c22 2025-01-04 | University of Orvenne | Hélène Dubrac | assigned | helene@orvenne
c05 2024-12-22 | Université de Valmont | -
c05 2024-12-22 | Université de Brumeval | Hélène Dubrac | assigned standing_in away assigned | helene@orvenne | also Université de Valmont
c29 2024-12-22 | Établissement Valmont-Brumeval | Bureau de presse | assigned | desk@orvenne | staffed by Hélène Dubrac
c29 2024-12-27 | Établissement Valmont-Brumeval | Bureau de presse | assigned | desk@orvenne

# Karim's winter holidays, and nobody stands in.
c31 2025-02-09 | Institut du Littoral | Karim Vasseul | assigned | karim@littoral
c31 2025-02-10 | Institut du Littoral | nobody | away assigned
c31 2025-02-16 | Institut du Littoral | nobody | away assigned
c31 2025-02-17 | Institut du Littoral | Karim Vasseul | assigned | karim@littoral
c25 2025-02-12 | Université Orvenne | Anne Corvel | assigned | anne@orvenne
c25 2025-02-12 | Institut du Littoral | nobody | away assigned

# The handover of 3 March 2025: what was Valmont's goes to Paul, and nothing else.
c01 2025-03-02 | Université de Valmont | Anne Corvel | assigned | anne@orvenne
c01 2025-03-03 | Université de Valmont | Paul Mirande | assigned | paul@orvenne
c05 2025-03-03 | Université de Valmont | Paul Mirande | assigned | paul@orvenne
c05 2025-03-03 | Université de Brumeval | Hélène Dubrac | assigned | helene@orvenne
c21 2025-03-03 | Université Orvenne | Anne Corvel | assigned | anne@orvenne
c21 2025-03-03 | Université Orvenne | Hélène Dubrac | assigned | helene@orvenne

# Filled by the usual contacts: one for all, one for English. At Easter the second stand-in when the first is away too.
c33 2025-03-11 | Université Orvenne | Anne Corvel | assigned | anne@orvenne
c34 2025-03-11 | University of Orvenne | Hélène Dubrac | assigned | helene@orvenne
c33 2025-04-14 | Université Orvenne | Hélène Dubrac for Anne Corvel | standing_in away assigned | helene@orvenne
c33 2025-04-16 | Université Orvenne | Paul Mirande for Anne Corvel | standing_in away assigned | paul@orvenne
c34 2025-04-16 | University of Orvenne | nobody | away assigned

# Somebody of the successor takes a release that nobody had.
c17 2025-05-04 | Université de Brumeval | -
c17 2025-05-05 | Université de Brumeval | -
c17 2025-05-05 | Université Orvenne | Paul Mirande | assigned | paul@orvenne

# Hélène leaves: Paul from 1 July 2025, once, though for two institutions.
c37 2025-06-30 | Université Orvenne | Hélène Dubrac | assigned | helene@orvenne
c37 2025-07-01 | Université Orvenne | Paul Mirande | assigned | paul@orvenne
c05 2025-06-30 | Université de Valmont | Paul Mirande | assigned | paul@orvenne
c05 2025-06-30 | Université de Brumeval | Hélène Dubrac | assigned | helene@orvenne
c05 2025-07-01 | Université de Valmont | Paul Mirande | assigned | paul@orvenne | also Université de Brumeval
c05 2025-07-01 | Université de Brumeval | -
c21 2025-07-01 | Université Orvenne | Anne Corvel | assigned | anne@orvenne
c21 2025-07-01 | Université Orvenne | Paul Mirande | assigned | paul@orvenne
c34 2025-07-01 | University of Orvenne | Paul Mirande | assigned | paul@orvenne
c38 2025-07-16 | Université Orvenne | Paul Mirande | assigned | paul@orvenne
c13 2025-07-01 | Université de Valmont | Bureau de presse | assigned | desk@orvenne | staffed by Anne Corvel, Paul Mirande

# Paul's holidays: Anne stands in, for each role apart, and is named once where she answers anyway.
c01 2025-08-10 | Université de Valmont | Anne Corvel for Paul Mirande | standing_in away assigned | anne@orvenne
c05 2025-08-10 | Université de Valmont | Anne Corvel for Paul Mirande | standing_in away assigned | anne@orvenne | also Université de Brumeval
c05 2025-08-10 | Université de Brumeval | -
c21 2025-08-10 | Université Orvenne | Anne Corvel | assigned standing_in away assigned | anne@orvenne
c27 2025-08-10 | Université Orvenne | Anne Corvel for Paul Mirande (scientific) | standing_in away assigned | anne@orvenne
c27 2025-08-10 | Université Orvenne | Anne Corvel | assigned | anne@orvenne

# Karim left and handed nothing over: the usual contact answers, and not in anybody's absence.
c07 2025-09-30 | Institut du Littoral | Karim Vasseul | assigned | karim@littoral
c07 2025-10-01 | Institut du Littoral | the desk | usual left | coast
c20 2025-10-01 | Institut du Littoral | the desk | usual left | coast
c20 2025-10-01 | Université de Valmont | Paul Mirande | assigned | paul@orvenne
c39 2025-10-01 | University of Orvenne | Paul Mirande | assigned | paul@orvenne
c39 2025-10-01 | Institut du Littoral | the desk | usual left | coast

# Years later.
c05 2030-06-03 | Université de Valmont | Paul Mirande | assigned | paul@orvenne | also Université de Brumeval
c05 2030-06-03 | Université de Brumeval | -
c07 2030-06-03 | Institut du Littoral | the desk | usual left | coast
c13 2030-06-03 | Université de Valmont | Bureau de presse | assigned | desk@orvenne | staffed by Anne Corvel, Paul Mirande
c15 2030-06-03 | Université de Valmont | Paul Mirande | assigned | paul@orvenne
c15 2030-06-03 | Fondation Asterel | -
c21 2030-06-03 | Université Orvenne | Anne Corvel | assigned | anne@orvenne
c21 2030-06-03 | Université Orvenne | Paul Mirande | assigned | paul@orvenne
"""
"""Release and day, institution as it was called then, who (for whom; in which role), why, how to reach them, more."""

WHILE_HANDED_OVER = """
c01 2024-11-03 | Université de Valmont | Anne Corvel | assigned | anne@orvenne
c01 2024-11-04 | Université de Valmont | Paul Mirande | assigned | paul@orvenne
c13 2024-11-04 | Université de Valmont | Bureau de presse | assigned | desk@orvenne | staffed by Paul Mirande, Hélène Dubrac
c27 2024-11-04 | Établissement Valmont-Brumeval | Paul Mirande (scientific) | assigned | paul@orvenne
c27 2024-11-04 | Établissement Valmont-Brumeval | Paul Mirande | assigned | paul@orvenne
"""
"""What was answered in the days before the first handover was taken back."""

PRINTED = """
c05 | Université de Valmont | Anne Corvel | anne@valmont
c05 | Université de Brumeval | Hélène Dubrac | helene@brumeval
c14 | Université de Brumeval | Hélène Dubrac | helene@brumeval
c14 | Université de Valmont | Anne Corvel | anne@valmont
c09 | Université de Valmont | Anne Corvel | anne@valmont
c09 | Université de Valmont | Bureau de presse | desk@valmont
c09 | Institut du Littoral | Karim Vasseul | karim@littoral
c11 | Institut du Littoral | the desk | coast
c17 | Université de Brumeval | -
c19 | Université de Valmont | Anne Corvel | anne@valmont
c21 | Établissement Valmont-Brumeval | Anne Corvel | anne@orvenne
c21 | Établissement Valmont-Brumeval | Hélène Dubrac | helene@orvenne
c28 | Établissement Valmont-Brumeval | Anne Corvel | anne@orvenne
c31 | Institut du Littoral | Karim Vasseul | karim@littoral
c34 | University of Orvenne | Hélène Dubrac | helene@orvenne
c36 | Université Orvenne | Hélène Dubrac | helene@orvenne
c36 | Fondation Asterel | -
c37 | Université Orvenne | Hélène Dubrac | helene@orvenne
c37 | Université Orvenne | Paul Mirande | paul@orvenne
c38 | Université Orvenne | Paul Mirande | paul@orvenne
c39 | Université Orvenne | -
c39 | Institut du Littoral | -
"""
"""As printed, whatever happened since; c37 was corrected after Paul had taken over, c38 went out after."""

READY = {
    ("c11", "before c11 and c17 went out", "2024-03-25 08:00"): [
        "warning contact.no_phone",
        "note contact.only_desk",
        "note coordinate.unverified",
    ],
    ("c17", "before c11 and c17 went out", "2024-05-27 08:00"): ["error contact.none"],
    ("c31", "under embargo", "2025-02-05 12:00"): ["error contact.nobody_available"],
    ("c32", "under embargo", "2025-02-05 12:00"): ["error contact.nobody_available", "warning issuer.no_boilerplate"],
    ("c38", "before Hélène left", "2025-06-25 08:00"): ["error date.contradicts_weekday"],
    ("c38", "before c38 went out", "2025-07-14 08:00"): [],
    ("c36", "the end", "2025-05-12 08:00"): ["warning issuer.no_contact", "warning issuer.no_boilerplate"],
    ("c39", "the end", "2025-10-20 10:00"): [
        "error contact.left",
        "warning issuer.no_boilerplate",
        "warning embargo.clock_change",
        "warning embargo.clock_change",
        "warning translation.differs",
        "note coordinate.unverified",
    ],
    ("c39", "the end", "2025-10-27 05:00"): [
        "error contact.left",
        "error embargo.past",
        "warning issuer.no_boilerplate",
        "warning embargo.clock_change",
        "warning embargo.clock_change",
        "warning translation.differs",
        "note coordinate.unverified",
    ],
    ("c40", "the end", "2025-10-20 10:00"): [
        "warning issuer.no_contact",
        "warning date.missing",
        "warning translation.differs",
    ],
}
"""By release, what was going on, and the instant: what was found. Paris and New York change on different Sundays."""


def _rows(text: str) -> dict[str, list[str]]:
    rows: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            rows.setdefault(line.partition(" | ")[0], []).append(line)
    return rows


# --- what is seen, in the words of the tables ---------------------------------------------------------------------------


def _name(contact: Any) -> str:
    return DESK if contact.name is None else contact.name.printed


def _reached(values: Iterable[Any]) -> str:
    found = tuple(str(value) for value in values)
    return next((key for key, known in REACHED.items() if known == found), repr(found))


def _told(found: Answers) -> Iterator[str]:
    for group in found.groups:
        for answer in group.answers:
            yield f"{group.name} | {_told_of(answer)}"
        for one in group.unanswered:
            yield f"{group.name} | nobody | {' '.join(reason.code for reason in one.reasons)}"
        if not group.answers and not group.unanswered:
            yield f"{group.name} | -"


def _told_of(answer: Answer) -> str:
    name = _name(answer.contact)
    if answer.standing_in_for is not None:
        name += f" for {_name(answer.standing_in_for)}"
    if answer.role != "press":
        name += f" ({answer.role})"
    parts = [name, " ".join(reason.code for reason in answer.reasons)]
    parts.append(_reached([*(one.value for one in answer.phones), *(one.value for one in answer.emails)]))
    if answer.staff:
        parts.append(f"staffed by {', '.join(map(_name, answer.staff))}")
    if answer.also_for:
        parts.append(f"also {', '.join(other.name for other in answer.also_for)}")
    return " | ".join(parts)


def _answered(office: Office, asked: str) -> list[str]:
    release, on = asked.split()
    found = who(office.session, office.releases[release], on=day(on))
    return [f"{asked} | {line}" for line in _told(found)]


def _printed(office: Office, release: str) -> list[str]:
    told = []
    for group in as_printed(office.session, office.releases[release]):
        told += [f"{release} | {group.name} | -"] if not group.coverages else []
        for one in group.coverages:
            values = [*one.printed.printed_values("phone"), *one.printed.printed_values("email")]
            told.append(f"{release} | {group.name} | {one.printed.name or DESK} | {_reached(values)}")
    return told


def _snapshots(session: Session) -> dict[int, tuple[Any, ...]]:
    session.expire_all()
    return {
        one.coverage_id: (
            one.name,
            one.institution,
            one.role,
            one.text,
            one.frozen_at,
            tuple((printed.kind, printed.position, printed.value) for printed in one.coordinates),
        )
        for one in session.scalars(select(CoverageSnapshot))
    }


def _look(office: Office, now: str) -> dict[str, Any]:
    """What is kept of a moment that passes."""
    found = {
        asked: [
            f"{one.severity} {one.code}"
            for one in readiness.check(office.session, office.releases[asked[0]], at=moment(asked[2]))
        ]
        for asked in READY
        if asked[1] == now
    }
    seen: dict[str, Any] = {"ready": found, "snapshots": _snapshots(office.session)}
    if now.startswith("handover 1"):
        seen["answers"] = [line for asked in _rows(WHILE_HANDED_OVER) for line in _answered(office, asked)]
        seen["usual"] = _usual(office, "O", "2024-11-04")
    if now == "before Hélène left":
        helene = office.people["helene"]
        seen["successors"] = [
            (_name(one.contact), *one.reasons)
            for one in handovers.successors_for(office.session, helene, on=day("2025-07-01"))
        ]
    return seen


def _usual(office: Office, place: str, on: str, language: str | None = None) -> list[str]:
    found = office.session.scalars(usual_contacts_of(office.places[place], on=day(on), language=language))
    return [_name(one.contact) for one in found]


def _keys(office: Office, found: Iterable[Any]) -> str:
    """The numbers of the releases, in the order they come in."""
    names = {release.id: key for key, release in office.releases.items()}
    return " ".join(names[release.id] for release in found)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest) -> Iterator[Office]:
    """The office after its two years, built once per engine in a transaction that is rolled back."""
    made = request.getfixturevalue({"sqlite": "files", "postgresql": "server"}[request.param])
    engine = configure(create_engine(made.migrated(for_the_run=True)))
    with engine.connect() as connection, connection.begin() as outer:
        with Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False) as session:
            yield live(session, _look)
        outer.rollback()
    engine.dispose()


# --- who covers it ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", _rows(ANSWERS))
def test_who_answers_and_why(office, asked):
    assert _answered(office, asked) == _rows(ANSWERS)[asked]


def test_while_a_handover_stood_the_successor_answered_from_its_day_on(office):
    seen = office.seen["handover 1 done"]
    assert seen["answers"] == [line for lines in _rows(WHILE_HANDED_OVER).values() for line in lines]
    assert seen["usual"] == ["Paul Mirande"]


def test_a_handover_that_was_taken_back_left_no_trace(office):
    answers = _rows(ANSWERS)
    seen = office.seen["handover 1 undone"]
    assert seen["answers"] == [line for asked in _rows(WHILE_HANDED_OVER) for line in answers[asked]]
    assert seen["usual"] == ["Anne Corvel"]


def test_nobody_is_named_twice_in_a_role_nor_after_they_left(office):
    jobs: dict[int, list[Affiliation]] = {}
    for job in office.session.scalars(select(Affiliation)):
        jobs.setdefault(job.contact_id, []).append(job)
    for key, release in office.releases.items():
        for on in map(day, ("2024-12-27", "2025-02-12", "2025-08-10", "2025-10-01")):
            answers = list(who(office.session, release, on=on))
            times = Counter((answer.contact.id, answer.role) for answer in answers)
            assert set(times.values()) <= {1}, (key, on)
            for answer in answers:
                held = [job for job in jobs[answer.contact.id] if job.ends_on is None or job.ends_on >= on]
                assert held, (key, on, _name(answer.contact))


@pytest.mark.parametrize("release", _rows(PRINTED))
def test_as_printed(office, release):
    assert _printed(office, release) == _rows(PRINTED)[release]


def test_what_was_printed_never_changed(office):
    at_the_end = _snapshots(office.session)
    for now, seen in office.seen.items():
        if isinstance(seen, dict):
            assert seen["snapshots"].items() <= at_the_end.items(), now
    assert Counter(name for name, *_ in at_the_end.values()) == {
        "Anne Corvel": 17,
        "Hélène Dubrac": 13,
        "Karim Vasseul": 9,
        "Bureau de presse": 4,
        "Paul Mirande": 3,
        None: 2,
    }


# --- what a contact covers ----------------------------------------------------------------------------------------------

COVERED = {
    ("anne", "V", "2025-03-02"): "c20 c19 c16 c15 c14 c10 c09 c06 c05 c02 c01",
    ("anne", "V", "2025-03-03"): "",
    ("paul", "V", "2025-03-02"): "",
    ("paul", "V", "2025-03-03"): "c20 c19 c16 c15 c14 c10 c09 c06 c05 c02 c01",
    ("anne", "O", "2025-03-03"): "c33 c28 c27 c26 c25 c21",
    ("helene", "B", "2025-06-30"): "c18 c14 c06 c05 c03",
    ("helene", None, "2025-07-01"): "",
    ("paul", "B", "2025-07-01"): "c18 c14 c06 c05 c03",
    ("paul", "O", "2025-06-30"): "c27 c17 c40 c39",
    ("paul", "O", "2025-07-01"): "c38 c37 c36 c35 c34 c27 c24 c23 c22 c21 c17 c40 c39",
    ("karim", None, "2025-02-20"): "c32 c31 c26 c25 c20 c10 c09 c08 c07 c39",
    ("desk", None, "2025-02-20"): "c30 c29 c13 c09",
    ("coast", None, "2025-02-20"): "c12 c11",
}
"""By contact, for which institution, on which day: the newest first, undated ones last."""


@pytest.mark.parametrize("asked", COVERED)
def test_what_a_contact_covers(office, asked):
    contact, place, on = asked
    institution = office.places[place] if place else None
    found = coverage.communiques_of(office.people[contact], on_behalf_of=institution, on=day(on))
    assert _keys(office, office.session.scalars(found)) == COVERED[asked]


def test_what_a_contact_covers_in_a_role(office):
    mine = office.people["paul"]
    found = coverage.communiques_of(mine, role="scientific", on=day("2025-07-01"))
    assert _keys(office, office.session.scalars(found)) == "c27"
    found = coverage.communiques_of(mine, role="regional_press", on=day("2025-07-01"))
    assert _keys(office, office.session.scalars(found)) == "c24 c23"


WORKLOAD = {
    ("2024-01-01", "2024-12-31"): [
        ("Anne Corvel", 16, 2),
        ("Hélène Dubrac", 9, 2),
        ("Karim Vasseul", 7, 1),
        ("Bureau de presse", 4, 2),
        ("the desk", 2, 1),
        ("Paul Mirande", 1, 1),
    ],
    ("2024-01-01", "2024-03-31"): [
        ("Anne Corvel", 6, 1),
        ("Karim Vasseul", 4, 1),
        ("Hélène Dubrac", 3, 1),
        ("the desk", 2, 1),
        ("Bureau de presse", 1, 1),
    ],
    ("2025-01-01", "2025-06-30"): [("Hélène Dubrac", 4, 1), ("Karim Vasseul", 2, 1), ("Anne Corvel", 1, 1)],
    ("2025-07-01", "2025-12-31"): [("Paul Mirande", 1, 1)],
}
"""By period: who, how many of the releases of these days they answered for in these days, for how many institutions."""


@pytest.mark.parametrize("period", WORKLOAD)
def test_workload(office, period):
    found = office.session.execute(gaps.workload(*map(day, period)))
    assert [(_name(contact), number, places) for contact, number, places in found] == WORKLOAD[period]


# --- gaps and drift -----------------------------------------------------------------------------------------------------

GAPS = {
    ("without_contacts", "2024-06-03"): "c17 c04",
    ("without_contacts", "2025-05-04"): "c17 c04",
    ("without_contacts", "2025-05-05"): "c04",
    ("without_contacts", "2030-06-03"): "c04",
    ("only_desks", "2025-01-15"): "c30 c29 c13 c12 c11",
    ("unreachable", "2024-09-02"): "",
    ("unreachable", "2025-07-01"): "",
    ("unreachable", "2025-10-01"): "c32 c31 c08 c07",
    ("with_leavers", "2024-08-31"): "",
    ("with_leavers", "2024-10-02"): "",
    ("with_leavers", "2025-06-30"): "",
    ("with_leavers", "2025-07-01"): "",
    ("with_leavers", "2025-09-30"): "",
    ("with_leavers", "2025-10-01"): "c32 c31 c26 c25 c20 c10 c09 c08 c07 c39",
    ("translations_that_differ", "2025-01-15"): "c34 c33 c22 c21 c10 c09 c04 c03 c40 c39",
    ("translations_that_differ", "2025-10-01"): "c34 c33 c22 c21 c10 c09 c04 c03 c40 c39",
}
"""Of each kind, on which day: the newest first, undated ones last. The merger makes nobody a leaver."""


@pytest.mark.parametrize("asked", GAPS)
def test_gaps(office, asked):
    kind, on = asked
    assert _keys(office, office.session.scalars(getattr(gaps, kind)(day(on)))) == GAPS[asked]


def test_the_leavers_are_named(office):
    found = office.session.execute(gaps.with_leavers(day("2025-10-01")))
    assert {_name(contact) for _, contact in found} == {"Karim Vasseul"}


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2025-05-04", ["c36 F", "c17 B", "c16 F", "c15 F", "c04 B", "c40 L"]),
        # who answers for the successor answers for what it was
        ("2025-05-05", ["c36 F", "c16 F", "c15 F", "c04 B", "c40 L"]),
    ],
)
def test_issuers_without_contact(office, on, expected):
    places = {place.id: key for key, place in office.places.items()}
    found = office.session.execute(gaps.issuers_without_contact(day(on)))
    assert [f"{_keys(office, [release])} {places[place.id]}" for release, place in found] == expected


OF_THE_MERGER = [
    ("Anne Corvel", "anne.corvel@valmont.example.org", 11, "2024-07-08"),
    ("Anne Corvel", "+33199001101", 11, "2024-07-08"),
    ("Hélène Dubrac", "helene.dubrac@brumeval.example.org", 5, "2024-06-10"),
    ("Hélène Dubrac", "+33199002202", 5, "2024-06-10"),
    ("Bureau de presse", "presse@valmont.example.org", 2, "2024-04-08"),
    ("Bureau de presse", "+33199001100", 2, "2024-04-08"),
]
OF_HELENE = [
    ("Hélène Dubrac", "helene.dubrac@orvenne.example.org", 8, "2025-06-16"),
    ("Hélène Dubrac", "+33199003302", 8, "2025-06-16"),
]
OF_KARIM = [
    ("Karim Vasseul", "karim.vasseul@littoral.example.org", 9, "2025-02-16"),
    ("Karim Vasseul", "+33199004404", 9, "2025-02-16"),
]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2024-05-01", []),
        ("2024-08-31", []),
        ("2024-09-01", OF_THE_MERGER),
        ("2025-06-30", OF_THE_MERGER),
        ("2025-07-01", [*OF_THE_MERGER[:2], *OF_HELENE, *OF_THE_MERGER[2:]]),
        ("2025-10-01", [*OF_THE_MERGER[:2], *OF_KARIM, *OF_HELENE, *OF_THE_MERGER[2:]]),
    ],
)
def test_stale_coordinates_and_on_how_many_releases(office, on, expected):
    """Anne's own mobile is never stale; what was withdrawn was printed all the same."""
    found = office.session.execute(gaps.stale_coordinates(day(on)))
    assert [(_name(contact), value, times, str(last)) for contact, _, value, times, last in found] == expected


# --- handovers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plan", "coverages", "usual", "desks", "jobs"),
    [("plan 1", 16, 1, 1, 0), ("plan 2", 11, 0, 0, 0), ("plan 3", 14, 1, 1, 1)],
)
def test_what_a_handover_would_do(office, plan, coverages, usual, desks, jobs):
    found = office.seen[plan]
    counts = [found.count(model) for model in (Coverage, UsualContact, Staffing, Affiliation)]
    assert counts == [coverages, usual, desks, jobs]
    assert not any(item.is_whole or item.is_held for item in found.items)


def test_who_could_take_over_from_the_leaver(office):
    assert office.seen["before Hélène left"]["successors"] == [
        (
            "Anne Corvel",
            "usual contact there",
            "staffs the same desk",
            "works there",
            "has the same role there",
        ),
        ("Paul Mirande", "stood in before", "works there"),
        ("Bureau de presse", "stood in before", "works there"),
    ]


def test_the_leaver_takes_nothing_along(office):
    helene = office.people["helene"]
    jobs = office.session.scalars(select(Affiliation).where(Affiliation.contact_id == helene.id))
    assert {str(job.ends_on) for job in jobs} == {"2024-08-31", "2025-06-30"}
    assert _usual(office, "O", "2025-06-30", "en") == ["Hélène Dubrac", "Anne Corvel"]
    assert _usual(office, "O", "2025-07-01", "en") == ["Paul Mirande", "Anne Corvel"]


def test_a_handover_after_which_something_was_printed_stays(office):
    with office.session.begin_nested() as savepoint:
        with pytest.raises(HandoverRefused) as refused:
            handovers.undo(office.session, office.handovers["leaving"])
        savepoint.rollback()
    assert refused.value.code == "handover.changed_since"


# --- going out ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", READY)
def test_ready_to_publish(office, asked):
    assert office.seen[asked[1]]["ready"][asked] == READY[asked]


STEPS = {
    "c18": [
        ("draft", "published", "Anne Corvel", None),
        ("published", "corrected", "Hélène Dubrac", "le lieu"),
    ],
    "c19": [("draft", "published", "Anne Corvel", None), ("published", "withdrawn", "Anne Corvel", "essai annulé")],
    "c31": [("draft", "embargoed", "Karim Vasseul", None), ("embargoed", "published", "Anne Corvel", None)],
    "c39": [("draft", "embargoed", "Paul Mirande", None)],
    "c40": [],
}


@pytest.mark.parametrize("release", STEPS)
def test_who_took_which_step(office, release):
    steps = office.session.scalars(publishing.steps_of(office.releases[release])).all()
    told = [(step.status_before.value, step.status_after.value, step.stepped_by, step.note) for step in steps]
    assert told == STEPS[release] if len(told) < 2 else sorted(told) == sorted(STEPS[release])


def test_which_embargoes_lift_in_a_week(office):
    """Six in the morning in Paris is an hour later in UTC once the clocks went back."""
    week = moment("2025-10-27 05:00"), moment("2025-10-27 05:01")
    assert _keys(office, office.session.scalars(publishing.lifting(*week))) == "c39"
    assert _keys(office, office.session.scalars(publishing.lifting(moment("2025-10-20"), week[0]))) == ""


@pytest.mark.parametrize("at", ["2025-10-26 23:00", "2025-10-27 04:59"])
def test_nothing_goes_out_before_its_embargo_lifts(office, at):
    with pytest.raises(NotPublishable) as refused:
        publishing.publish(office.session, office.releases["c39"], moment(at))
    assert refused.value.code == "communique.embargoed"


def test_what_was_withdrawn_stays_withdrawn(office):
    with pytest.raises(NotPublishable):
        publishing.publish(office.session, office.releases["c19"], day("2024-07-02"))


# --- the contact block --------------------------------------------------------------------------------------------------

BLOCKS = {
    ("c14", "2024-06-03", "fr"): """\
Contacts presse

Université de Brumeval
Hélène Dubrac
Tél. : 01 99 00 22 02
Courriel : helene.dubrac@brumeval.example.org

Université de Valmont
Anne Corvel
Tél. : 01 99 00 11 01
Tél. : 06 39 98 00 01
Courriel : anne.corvel@valmont.example.org
""",
    ("c28", "2024-12-27", "fr"): """\
Contact presse

Établissement Valmont-Brumeval
Paul Mirande
(en l’absence d’Anne Corvel)
Tél. : 01 99 00 33 03
Courriel : paul.mirande@orvenne.example.org
""",
    ("c22", "2025-01-04", "en"): """\
Press contact

University of Orvenne
Hélène Dubrac
Tel.: 01 99 00 33 02
Email: helene.dubrac@orvenne.example.org
""",
    ("c22", "2024-12-27", "fr"): """\
Contact presse

Établissement Valmont-Brumeval
Paul Mirande
(en l’absence d’Hélène Dubrac)
Tél. : 01 99 00 33 03
Courriel : paul.mirande@orvenne.example.org
""",
    ("c01", "2025-08-10", "en"): """\
Press contact

Université de Valmont
Anne Corvel
(standing in for Paul Mirande)
Tel.: 06 39 98 00 01
Tel.: 01 99 00 33 01
Email: anne.corvel@orvenne.example.org
""",
    ("c05", "2025-07-01", "fr"): """\
Contact presse

Université de Valmont
Paul Mirande
(également pour : Université de Brumeval)
Tél. : 01 99 00 33 03
Courriel : paul.mirande@orvenne.example.org
""",
    ("c07", "2025-10-01", "fr"): """\
Contact presse

Institut du Littoral
Service de presse
Courriel : presse@littoral.example.org
""",
    ("c07", "2025-10-01", "en"): """\
Press contact

Institut du Littoral
Press office
Email: presse@littoral.example.org
""",
}
"""As text; which spaces break is no matter here."""


@pytest.mark.parametrize("asked", BLOCKS)
def test_the_contact_block(office, asked):
    release, on, language = asked
    found = block(who(office.session, office.releases[release], on=day(on)), language)
    assert found.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ") == BLOCKS[asked]


def test_forty_releases_in_two_languages():
    lines = RELEASES.split("\n")[1:-1]
    assert [line[:3] for line in lines] == [f"c{number:02}" for number in range(1, 41)]
    assert {line.split()[1] for line in lines} == {"fr", "en"}
