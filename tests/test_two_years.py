"""Two years of a small press office: every question on several days, the answers written out by hand.

What happened is in `two_years`. The tables here were written from what a press officer would expect, not from what
the library says.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Date, bindparam, create_engine, select
from sqlalchemy.orm import Session
from two_years import RELEASES, Office, day, live, moment

import crm
from crm import coverage, gaps, handovers, publishing, readiness
from crm.answers import as_printed, who
from crm.availability import absences_of, usual_contacts_of
from crm.blocks import block
from crm.database import configure
from crm.errors import HandoverRefused, NotPublishable
from crm.models import Affiliation, Coverage, CoverageSnapshot, PrintedCoordinate, Staffing, UsualContact

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

CALLED = {
    "Université de Valmont": "Valmont",
    "Université de Brumeval": "Brumeval",
    "Établissement Valmont-Brumeval": "Valmont-Brumeval",
    "Université Orvenne": "Orvenne",
    "University of Orvenne": "Orvenne, in English",
    "Institut du Littoral": "Littoral",
    "Fondation Asterel": "Asterel",
}
"""What an institution is called on a day, and in short here."""

ANSWERS = """
# Before the merger: grouped in issuer order, whatever the order of the contacts.
c05 2024-03-04 | Valmont | Anne | assigned | anne@valmont
c05 2024-03-04 | Brumeval | Hélène | assigned | helene@brumeval
c14 2024-06-03 | Brumeval | Hélène | assigned | helene@brumeval
c14 2024-06-03 | Valmont | Anne | assigned | anne@valmont
c04 2024-06-03 | Brumeval | -
c17 2024-06-03 | Brumeval | -
c15 2024-06-03 | Valmont | Anne | assigned | anne@valmont
c15 2024-06-03 | Asterel | -
c13 2024-06-03 | Valmont | Bureau | assigned | desk@valmont | staff Anne
c11 2024-05-31 | Littoral | the desk | assigned | coast
c11 2024-06-03 | Littoral | the desk | assigned | coast | staff Karim
c19 2024-08-01 | Valmont | Anne | assigned | anne@valmont

# Karim's holidays: the desk stands in, from the first day to the last.
c07 2024-07-14 | Littoral | Karim | assigned | karim@littoral
c07 2024-07-15 | Littoral | the desk for Karim | standing_in away assigned | coast
c07 2024-08-04 | Littoral | the desk for Karim | standing_in away assigned | coast
c07 2024-08-05 | Littoral | Karim | assigned | karim@littoral
c09 2024-07-20 | Valmont | Anne | assigned | anne@valmont
c09 2024-07-20 | Valmont | Bureau | assigned | desk@valmont | staff Anne
c09 2024-07-20 | Littoral | the desk for Karim | standing_in away assigned | coast
c11 2024-07-20 | Littoral | the desk | assigned | coast
c20 2024-07-20 | Littoral | the desk for Karim | standing_in away assigned | coast
c20 2024-07-20 | Valmont | Anne | assigned | anne@valmont

# The merger: the old releases keep their issuers, the same people answer, and where they are reached now.
c05 2024-08-31 | Valmont | Anne | assigned | anne@valmont
c05 2024-08-31 | Brumeval | Hélène | assigned | helene@brumeval
c05 2024-09-01 | Valmont | Anne | assigned | anne@orvenne
c05 2024-09-01 | Brumeval | Hélène | assigned | helene@orvenne
c13 2024-09-10 | Valmont | Bureau | assigned | desk@orvenne | staff Anne, Hélène
c21 2024-09-10 | Valmont-Brumeval | Anne | assigned | anne@orvenne
c21 2024-09-10 | Valmont-Brumeval | Hélène | assigned | helene@orvenne
c27 2024-09-15 | Valmont-Brumeval | Anne | assigned | anne@orvenne
c27 2024-09-15 | Valmont-Brumeval | nobody | not_yet
c27 2024-10-22 | Valmont-Brumeval | Paul (scientific) | assigned | paul@orvenne
c27 2024-10-22 | Valmont-Brumeval | Anne | assigned | anne@orvenne

# Hélène's holidays: the desk stands in, and Anne is there to answer at it.
c23 2024-10-13 | Valmont-Brumeval | Hélène (regional) | assigned | helene@orvenne
c23 2024-10-15 | Valmont-Brumeval | Bureau for Hélène (regional) | standing_in away assigned | desk@orvenne | staff Anne
c21 2024-10-15 | Valmont-Brumeval | Anne | assigned | anne@orvenne
c21 2024-10-15 | Valmont-Brumeval | Bureau for Hélène | standing_in away assigned | desk@orvenne | staff Anne

# The handover of 4 November 2024, which was taken back: as if it had never been.
c01 2024-11-03 | Valmont | Anne | assigned | anne@orvenne
c01 2024-11-04 | Valmont | Anne | assigned | anne@orvenne
c13 2024-11-04 | Valmont | Bureau | assigned | desk@orvenne | staff Anne, Hélène
c27 2024-11-04 | Valmont-Brumeval | Paul (scientific) | assigned | paul@orvenne
c27 2024-11-04 | Valmont-Brumeval | Anne | assigned | anne@orvenne

# Christmas: Hélène stands in for Anne, then Paul for Hélène; who answers in their own right does so once. A new name.
c28 2024-12-20 | Valmont-Brumeval | Anne | assigned | anne@orvenne
c28 2024-12-22 | Valmont-Brumeval | Hélène for Anne | standing_in away assigned | helene@orvenne
c28 2024-12-31 | Valmont-Brumeval | Paul for Anne | standing_in away standing_in away assigned | paul@orvenne
c28 2025-01-01 | Orvenne | Paul for Anne | standing_in away standing_in away assigned | paul@orvenne
c28 2025-01-04 | Orvenne | Hélène for Anne | standing_in away assigned | helene@orvenne
c28 2025-01-06 | Orvenne | Anne | assigned | anne@orvenne
c21 2024-12-22 | Valmont-Brumeval | Hélène | assigned standing_in away assigned | helene@orvenne
c21 2024-12-27 | Valmont-Brumeval | Paul for Anne | standing_in away standing_in away assigned assigned | paul@orvenne
c22 2024-12-27 | Valmont-Brumeval | Paul for Hélène | standing_in away assigned | paul@orvenne
c22 2025-01-04 | Orvenne, in English | Hélène | assigned | helene@orvenne
c05 2024-12-22 | Valmont | -
c05 2024-12-22 | Brumeval | Hélène | assigned standing_in away assigned | helene@orvenne | also Valmont
c29 2024-12-22 | Valmont-Brumeval | Bureau | assigned | desk@orvenne | staff Hélène
c29 2024-12-27 | Valmont-Brumeval | Bureau | assigned | desk@orvenne

# Karim's winter holidays, and nobody stands in: whom the institute usually sends journalists to.
c31 2025-02-09 | Littoral | Karim | assigned | karim@littoral
c31 2025-02-10 | Littoral | the desk | usual away | coast
c31 2025-02-16 | Littoral | the desk | usual away | coast
c31 2025-02-17 | Littoral | Karim | assigned | karim@littoral
c25 2025-02-12 | Orvenne | Anne | assigned | anne@orvenne
c25 2025-02-12 | Littoral | the desk | usual away | coast

# The handover of 3 March 2025: what was Valmont's goes to Paul, and nothing else.
c01 2025-03-02 | Valmont | Anne | assigned | anne@orvenne
c01 2025-03-03 | Valmont | Paul | assigned | paul@orvenne
c05 2025-03-03 | Valmont | Paul | assigned | paul@orvenne
c05 2025-03-03 | Brumeval | Hélène | assigned | helene@orvenne
c21 2025-03-03 | Orvenne | Anne | assigned | anne@orvenne
c21 2025-03-03 | Orvenne | Hélène | assigned | helene@orvenne

# Filled by the usual contacts: one for all, one for English. At Easter the second stand-in when the first is away too;
# nobody stands in for her who does the English ones, so that it is the usual contact for all, and who stands in there.
c33 2025-03-11 | Orvenne | Anne | assigned | anne@orvenne
c34 2025-03-11 | Orvenne, in English | Hélène | assigned | helene@orvenne
c33 2025-04-14 | Orvenne | Hélène for Anne | standing_in away assigned | helene@orvenne
c33 2025-04-16 | Orvenne | Paul for Anne | standing_in away assigned | paul@orvenne
c34 2025-04-16 | Orvenne, in English | Paul for Anne | standing_in away usual away | paul@orvenne

# Somebody of the successor takes a release that nobody had.
c17 2025-05-04 | Brumeval | -
c17 2025-05-05 | Brumeval | -
c17 2025-05-05 | Orvenne | Paul | assigned | paul@orvenne

# Hélène leaves: Paul from 1 July 2025, once, though for two institutions.
c37 2025-06-30 | Orvenne | Hélène | assigned | helene@orvenne
c37 2025-07-01 | Orvenne | Paul | assigned | paul@orvenne
c05 2025-06-30 | Valmont | Paul | assigned | paul@orvenne
c05 2025-06-30 | Brumeval | Hélène | assigned | helene@orvenne
c05 2025-07-01 | Valmont | Paul | assigned | paul@orvenne | also Brumeval
c05 2025-07-01 | Brumeval | -
c21 2025-07-01 | Orvenne | Anne | assigned | anne@orvenne
c21 2025-07-01 | Orvenne | Paul | assigned | paul@orvenne
c34 2025-07-01 | Orvenne, in English | Paul | assigned | paul@orvenne
c38 2025-07-16 | Orvenne | Paul | assigned | paul@orvenne
c13 2025-07-01 | Valmont | Bureau | assigned | desk@orvenne | staff Anne, Paul

# Paul's holidays: Anne stands in, for each role apart, and is named once where she answers anyway.
c01 2025-08-10 | Valmont | Anne for Paul | standing_in away assigned | anne@orvenne
c05 2025-08-10 | Valmont | Anne for Paul | standing_in away assigned | anne@orvenne | also Brumeval
c05 2025-08-10 | Brumeval | -
c21 2025-08-10 | Orvenne | Anne | assigned standing_in away assigned | anne@orvenne
c27 2025-08-10 | Orvenne | Anne for Paul (scientific) | standing_in away assigned | anne@orvenne
c27 2025-08-10 | Orvenne | Anne | assigned | anne@orvenne

# Karim left and handed nothing over: the usual contact answers, and not in anybody's absence.
c07 2025-09-30 | Littoral | Karim | assigned | karim@littoral
c07 2025-10-01 | Littoral | the desk | usual left | coast
c20 2025-10-01 | Littoral | the desk | usual left | coast
c20 2025-10-01 | Valmont | Paul | assigned | paul@orvenne
c39 2025-10-01 | Orvenne, in English | Paul | assigned | paul@orvenne
c39 2025-10-01 | Littoral | the desk | usual left | coast

# Years later.
c05 2030-06-03 | Valmont | Paul | assigned | paul@orvenne | also Brumeval
c05 2030-06-03 | Brumeval | -
c07 2030-06-03 | Littoral | the desk | usual left | coast
c13 2030-06-03 | Valmont | Bureau | assigned | desk@orvenne | staff Anne, Paul
c15 2030-06-03 | Valmont | Paul | assigned | paul@orvenne
c15 2030-06-03 | Asterel | -
c21 2030-06-03 | Orvenne | Anne | assigned | anne@orvenne
c21 2030-06-03 | Orvenne | Paul | assigned | paul@orvenne
"""
"""Release and day, institution as it was called then, who (for whom; in which role), why, how to reach them, more."""

WHILE_HANDED_OVER = """
c01 2024-11-03 | Valmont | Anne | assigned | anne@orvenne
c01 2024-11-04 | Valmont | Paul | assigned | paul@orvenne
c13 2024-11-04 | Valmont | Bureau | assigned | desk@orvenne | staff Paul, Hélène
c27 2024-11-04 | Valmont-Brumeval | Paul (scientific) | assigned | paul@orvenne
c27 2024-11-04 | Valmont-Brumeval | Paul | assigned | paul@orvenne
"""
"""What was answered in the days before the first handover was taken back."""

PRINTED = """
c05 | Valmont | Anne | anne@valmont
c05 | Brumeval | Hélène | helene@brumeval
c14 | Brumeval | Hélène | helene@brumeval
c14 | Valmont | Anne | anne@valmont
c09 | Valmont | Anne | anne@valmont
c09 | Valmont | Bureau | desk@valmont
c09 | Littoral | Karim | karim@littoral
c11 | Littoral | the desk | coast
c17 | Brumeval | -
c18 | Brumeval | Hélène | helene@brumeval
c18 | Brumeval | Paul | paul@orvenne
c19 | Valmont | Anne | anne@valmont
c21 | Valmont-Brumeval | Anne | anne@orvenne
c21 | Valmont-Brumeval | Hélène | helene@orvenne
c28 | Valmont-Brumeval | Anne | anne@orvenne
c31 | Littoral | Karim | karim@littoral
c34 | Orvenne, in English | Hélène | helene@orvenne
c36 | Orvenne | Hélène | helene@orvenne
c36 | Asterel | -
c37 | Orvenne | Hélène | helene@orvenne
c37 | Orvenne | Paul | paul@orvenne
c38 | Orvenne | Paul | paul@orvenne
c39 | Orvenne | -
c39 | Littoral | -
"""
"""As printed, whatever happened since; c18 and c37 were corrected after Paul had taken over, c38 went out after."""

READY = {
    ("c11", "before c11 and c17 went out", "2024-03-25 08:00"): [
        "warning contact.no_phone",
        "note contact.only_desk",
        "note coordinate.unverified",
    ],
    ("c17", "before c11 and c17 went out", "2024-05-27 08:00"): ["error contact.none"],
    ("c31", "under embargo", "2025-02-05 12:00"): [
        "warning contact.no_phone",
        "note contact.only_desk",
        "note coordinate.unverified",
    ],
    ("c32", "under embargo", "2025-02-05 12:00"): [
        "warning contact.no_phone",
        "warning issuer.no_boilerplate",
        "note contact.only_desk",
        "note coordinate.unverified",
    ],
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
        "warning translation.differs",
        "note coordinate.unverified",
    ],
    ("c40", "the end", "2025-10-20 10:00"): [
        "warning issuer.no_contact",
        "warning date.missing",
        "warning translation.differs",
    ],
}
"""By release, what was going on, and the instant: what was found.

Of c31 and c32 only the desk is there when the embargo ends, and whoever staffs it is away. Paris and New York change on
different Sundays, which matters no more once the embargo has lifted.
"""


def _rows(text: str) -> dict[str, list[str]]:
    rows: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            rows.setdefault(line.partition(" | ")[0], []).append(line)
    return rows


# --- what is seen, in the words of the tables -------------------------------------------------------------------------


def _name(contact: Any) -> str:
    return DESK if contact.name is None else contact.name.printed


def _short(contact: Any) -> str:
    return _name(contact).split()[0] if contact.name else DESK


def _reached(values: Iterable[Any]) -> str:
    found = tuple(str(value) for value in values)
    return next((key for key, known in REACHED.items() if known == found), repr(found))


def _told(found: Answers) -> Iterator[str]:
    for group in found.groups:
        for answer in group.answers:
            yield f"{CALLED[group.name]} | {_told_of(answer)}"
        for one in group.unanswered:
            yield f"{CALLED[group.name]} | nobody | {' '.join(reason.code for reason in one.reasons)}"
        if not group.answers and not group.unanswered:
            yield f"{CALLED[group.name]} | -"


def _told_of(answer: Answer) -> str:
    name = _short(answer.contact)
    if answer.standing_in_for is not None:
        name += f" for {_short(answer.standing_in_for)}"
    if answer.role != "press":
        name += f" ({answer.role.removesuffix('_press')})"
    parts = [name, " ".join(reason.code for reason in answer.reasons)]
    parts.append(_reached([*(one.value for one in answer.phones), *(one.value for one in answer.emails)]))
    if answer.staff:
        parts.append(f"staff {', '.join(map(_short, answer.staff))}")
    if answer.also_for:
        parts.append(f"also {', '.join(CALLED[other.name] for other in answer.also_for)}")
    return " | ".join(parts)


def _answered(office: Office, asked: str) -> list[str]:
    release, on = asked.split()
    found = who(office.session, office.releases[release], on=day(on))
    return [f"{asked} | {line}" for line in _told(found)]


def _printed(office: Office, release: str) -> list[str]:
    told = []
    for group in as_printed(office.session, office.releases[release]):
        told += [f"{release} | {CALLED[group.name]} | -"] if not group.coverages else []
        for one in group.coverages:
            values = [*one.printed.printed_values("phone"), *one.printed.printed_values("email")]
            name = one.printed.name.split()[0] if one.printed.name else DESK
            told.append(f"{release} | {CALLED[group.name]} | {name} | {_reached(values)}")
    return told


def _snapshots(session: Session) -> dict[int, tuple[Any, ...]]:
    coordinates: dict[int, list[tuple[Any, ...]]] = {}
    for row in session.execute(select(PrintedCoordinate.__table__).order_by(PrintedCoordinate.id)):
        coordinates.setdefault(row.coverage_id, []).append(tuple(row))
    rows = session.execute(select(CoverageSnapshot.__table__))
    return {row.coverage_id: (row.name, tuple(row), coordinates.get(row.coverage_id, [])) for row in rows}


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


MADE_ONCE = (
    gaps.without_contacts, gaps.unanswered, gaps.unreachable, gaps.only_desks, gaps.with_leavers,
    gaps.issuers_without_contact, gaps.translations_that_differ, gaps.stale_coordinates,
)  # fmt: skip


@pytest.mark.parametrize("ask", MADE_ONCE, ids=lambda ask: ask.__name__)
def test_a_statement_that_is_made_once_says_of_any_day_what_one_made_for_it_says(office, ask):
    once, found = ask(bindparam("on", type_=Date)), 0
    for on in map(day, ("2024-03-04", "2024-08-12", "2025-01-15", "2025-10-01")):
        rows = office.session.execute(ask(on)).all()
        assert office.session.execute(once, {"on": on}).all() == rows
        found += len(rows)
    assert found


def test_so_says_one_about_a_period(office):
    once = gaps.workload(bindparam("first", type_=Date), bindparam("last", type_=Date))
    for first, last in (("2024-01-01", "2024-06-30"), ("2025-01-01", "2025-12-31")):
        rows = office.session.execute(gaps.workload(day(first), day(last))).all()
        assert rows
        assert office.session.execute(once, {"first": day(first), "last": day(last)}).all() == rows


# --- who covers it ----------------------------------------------------------------------------------------------------


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
        for on in map(day, ("2024-12-27", "2025-10-01")):
            answers = list(who(office.session, release, on=on))
            times = Counter((answer.contact.id, answer.role) for answer in answers)
            assert set(times.values()) <= {1}, (key, on)
            for answer in answers:
                held = [job for job in jobs[answer.contact.id] if job.ends_on is None or job.ends_on >= on]
                assert held, (key, on, _name(answer.contact))


def test_what_was_printed_and_is_so_no_more(office):
    def differing(release: str, on: str) -> list[str]:
        answers = who(office.session, office.releases[release], on=day(on))
        return [
            f"{found.field}: {_reached(found.printed)} -> {_reached(found.now)}"
            for one in answers
            for found in coverage.differences(one.coverage, day(on), emails=one.emails, phones=one.phones)
        ]

    assert differing("c01", "2024-08-31") == []
    assert differing("c18", "2024-09-01") == [
        "emails: ('helene.dubrac@brumeval.example.org',) -> ('helene.dubrac@orvenne.example.org',)",
        "phones: ('+33199002202',) -> ('+33199003302',)",
    ]
    assert differing("c21", "2025-06-30") == [], "another name of the same university is no difference"


@pytest.mark.parametrize("release", _rows(PRINTED))
def test_as_printed(office, release):
    assert _printed(office, release) == _rows(PRINTED)[release]


def test_what_is_printed_is_what_is_answered_on_the_day(office):
    """But for Karim, who was away on the evening on which his releases went out."""
    for key, release in office.releases.items():
        if release.dated_on is None or key in {"c31", "c32"}:
            continue
        answered = [line.split(" | ") for line in _answered(office, f"{key} {release.dated_on}")]
        printed = _printed(office, key)
        for _, place, name, _, reached, *_ in (line for line in answered if line[2] != "-"):
            assert f"{key} | {place} | {name.partition(' (')[0]} | {reached}" in printed


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
        "Paul Mirande": 4,
        None: 2,
    }


# --- what a contact covers --------------------------------------------------------------------------------------------

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


# --- gaps and drift ---------------------------------------------------------------------------------------------------

GAPS = {
    ("without_contacts", "2024-06-03"): "c17 c04",
    ("without_contacts", "2025-05-04"): "c17 c04",
    ("without_contacts", "2025-05-05"): "c04",
    ("without_contacts", "2030-06-03"): "c04",
    ("only_desks", "2025-01-15"): "c30 c29 c13 c12 c11",
    ("unreachable", "2024-10-02"): "",
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


# --- handovers --------------------------------------------------------------------------------------------------------


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


def test_the_past_is_kept_whatever_is_handed_over_and_taken_back(office):
    """In November Anne's becomes Paul's, in December all of Paul's becomes Anne's; then neither was."""
    session, people = office.session, office.people
    past = [f"{key} {on}" for key in ("c01", "c05", "c27", "c33", "c13") for on in ("2025-08-10", "2025-11-02")]
    later = [f"{key} {on}" for key in ("c01", "c05", "c27", "c33", "c13") for on in ("2025-11-03", "2025-12-01")]
    before = [_answered(office, asked) for asked in past + later]
    with session.begin_nested() as savepoint:
        first = handovers.hand_over(session, people["anne"], people["paul"], day("2025-11-03"))
        second = handovers.hand_over(session, people["paul"], people["anne"], day("2025-12-01"))
        assert [_answered(office, asked) for asked in past] == before[: len(past)]
        assert _answered(office, "c33 2025-11-30") == ["c33 2025-11-30 | Orvenne | Paul | assigned | paul@orvenne"]
        assert _answered(office, "c33 2025-12-01") == ["c33 2025-12-01 | Orvenne | Anne | assigned | anne@orvenne"]
        assert _answered(office, "c05 2025-12-01") == [
            "c05 2025-12-01 | Valmont | Anne | assigned | anne@orvenne | also Brumeval",
            "c05 2025-12-01 | Brumeval | -",
        ]
        assert _answered(office, "c13 2025-11-03") == [
            "c13 2025-11-03 | Valmont | Bureau | assigned | desk@orvenne | staff Paul"
        ]
        with pytest.raises(HandoverRefused):
            handovers.undo(session, first)
        handovers.undo(session, second)
        handovers.undo(session, first)
        assert [_answered(office, asked) for asked in past + later] == before
        savepoint.rollback()


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2024-12-20", []),
        ("2024-12-24", ["Anne, then Hélène", "Hélène, then Paul"]),
        ("2025-01-05", ["Anne, then Hélène"]),
        ("2025-02-16", ["Karim"]),
        ("2025-04-16", ["Anne, then Hélène", "Anne, then Paul", "Hélène"]),
        ("2025-08-24", ["Paul, then Anne"]),
        ("2025-08-25", []),
    ],
)
def test_who_is_away_and_who_stands_in(office, on, expected):
    away = office.session.scalars(absences_of(on=day(on))).all()
    told = [_short(one.contact) + (f", then {_short(one.stand_in)}" if one.stand_in else "") for one in away]
    assert told == expected


# --- going out --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", READY)
def test_ready_to_publish(office, asked):
    assert office.seen[asked[1]]["ready"][asked] == READY[asked]


STEPS = {
    "c18": [
        ("draft", "published", "Anne Corvel", None),
        ("published", "corrected", "Hélène Dubrac", "le lieu"),
        ("corrected", "corrected", "Paul Mirande", "un numéro"),
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
    assert told == STEPS[release]


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


# --- the contact block ------------------------------------------------------------------------------------------------

BLOCKS = {
    ("c14", "2024-06-03", "fr"): """\
Contacts presse

Université de Brumeval

Hélène Dubrac – attachée de presse
Tél. : 01 99 00 22 02
Courriel : helene.dubrac@brumeval.example.org

Université de Valmont

Anne Corvel – attachée de presse
Tél. : 01 99 00 11 01
Tél. : 06 39 98 00 01
Courriel : anne.corvel@valmont.example.org
""",
    ("c28", "2024-12-27", "fr"): """\
Contact presse

Établissement Valmont-Brumeval

Paul Mirande – chargé des sciences
(en l’absence d’Anne Corvel)
Tél. : 01 99 00 33 03
Courriel : paul.mirande@orvenne.example.org
""",
    ("c22", "2025-01-04", "en"): """\
Press contact

University of Orvenne

Hélène Dubrac – attachée de presse
Tel.: 01 99 00 33 02
Email: helene.dubrac@orvenne.example.org
""",
    ("c22", "2024-12-27", "fr"): """\
Contact presse

Établissement Valmont-Brumeval

Paul Mirande – chargé des sciences
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

Paul Mirande – chargé des sciences
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


@pytest.mark.parametrize("asked", BLOCKS)
def test_the_contact_block_reads_back(office, asked):
    release, on, language = asked
    answers = who(office.session, office.releases[release], on=day(on))
    read = crm.read(block(answers, language), region="FR")
    assert [one.institution for one in read.contacts] == [group.name for group in answers.groups if group.answers]
    addresses = [[str(email.value) for email in answer.emails] for answer in answers]
    assert [list(map(str, one.emails)) for one in read.contacts] == addresses
    numbers = [[str(phone.value) for phone in answer.phones] for answer in answers]
    assert [list(map(str, one.phones)) for one in read.contacts] == numbers


def test_forty_releases_in_two_languages():
    lines = RELEASES.split("\n")[1:-1]
    assert [line[:3] for line in lines] == [f"c{number:02}" for number in range(1, 41)]
    assert {line.split()[1] for line in lines} == {"fr", "en"}
