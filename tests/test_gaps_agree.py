"""What the gaps say of all communiqués at once is what is answered about each, in any little world."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from builders import communique, contact, institution
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select, text

from crm import answers, availability, coverage, gaps
from crm.answers.known import Known
from crm.models import Affiliation, ContactPhone, CoverageRole, InstitutionRelation, RelationKind

FIRST = dt.date(2025, 1, 1)
DAYS = st.dates(FIRST, dt.date(2025, 1, 9))
PERIODS = st.tuples(st.none() | DAYS, st.none() | DAYS).map(
    lambda both: both if None in both or both[0] <= both[1] else (both[1], both[0])
)
PEOPLE, PLACES = st.integers(0, 4), st.integers(0, 4)
ROLES = st.sampled_from(list(CoverageRole)[:3])


def many(*parts, most):
    return st.lists(st.tuples(*parts), max_size=most)


WORLD = st.fixed_dictionaries(
    {
        "relations": many(PLACES, st.sampled_from(RelationKind), PLACES, PERIODS, most=6),
        "jobs": many(PEOPLE, PLACES, PERIODS, most=7),
        "phones": many(PEOPLE, st.none() | st.integers(0, 6), st.booleans(), most=5),
        "away": many(PEOPLE, DAYS, st.none() | PEOPLE, st.none() | PLACES, most=6),
        "usual": many(PEOPLE, PLACES, ROLES, st.sampled_from([None, "fr", "en"]), PERIODS, most=4),
        "covers": st.lists(
            st.lists(st.tuples(PEOPLE, st.none() | PLACES, ROLES, PERIODS), max_size=3, unique_by=lambda one: one[2]),
            min_size=1,
            max_size=3,
        ),
    }
)
ALWAYS = (None, None)


def built(session, world):
    """The communiqués of a little world; of five institutions the first two issue them."""
    places = [institution(session, f"Institut {number}") for number in range(5)]
    people = [contact(session, f"Anne {letter}") for letter in "abcde"]
    for low, kind, high, (starts_on, ends_on) in world["relations"]:
        if low != high:  # past the models, which refuse circles: another program may have made one
            row = {"institution_id": places[low].id, "kind": kind, "related_id": places[high].id}
            row |= {"starts_on": starts_on, "ends_on": ends_on}
            session.execute(insert(InstitutionRelation.__table__), [row])
    for who, where, (starts_on, ends_on) in world["jobs"]:
        session.add(Affiliation(contact=people[who], institution=places[where], starts_on=starts_on, ends_on=ends_on))
    _phones(session, world, people)
    for who, since, instead, where in world["away"]:
        stand_ins = [] if instead in {None, who} else [people[instead]]
        place = None if where is None else places[where]
        until = since + dt.timedelta(3)
        availability.away(session, people[who], since, until, stand_ins=stand_ins, institution=place)
    for who, where, role, language, (starts_on, ends_on) in world["usual"]:
        more = {"role": role, "language": language, "starts_on": starts_on, "ends_on": ends_on}
        availability.make_usual(session, places[where], people[who], **more)
    return [_covered(session, number, one, places, people) for number, one in enumerate(world["covers"])]


def _phones(session, world, people):
    """Some numbers, of a contact or of a job of theirs, public or private."""
    session.flush()
    for number, (who, which, is_public) in enumerate(world["phones"]):
        jobs = session.scalars(select(Affiliation).where(Affiliation.contact_id == people[who].id)).all()
        job = None if which is None or which >= len(jobs) else jobs[which]
        value = f"+3319900123{number}"
        people[who].phones.append(ContactPhone(value=value, affiliation=job, is_public=is_public))
    session.flush()
    session.expire_all()


def _covered(session, number, covering, places, people):
    made = communique(session, f"Une alliance {number}", *places[:2], language=("fr", "en", None)[number])
    for who, where, role, (starts_on, ends_on) in covering:
        place = None if where is None else places[where]
        more = {"role": role, "starts_on": starts_on, "ends_on": ends_on}
        coverage.assign(session, made, people[who], on_behalf_of=place, **more)
    return made


CHAIN = {
    "relations": [
        (0, RelationKind.PART_OF, 1, ALWAYS),
        (1, RelationKind.PART_OF, 2, ALWAYS),
        (3, RelationKind.SUCCESSOR_OF, 2, ALWAYS),
        (4, RelationKind.SUCCESSOR_OF, 3, (FIRST, None)),
    ],
    "jobs": [(0, 4, ALWAYS), (1, 0, (None, FIRST))],
    "away": [],
    "phones": [],
    "usual": [],
    "covers": [[(0, 0, CoverageRole.PRESS, ALWAYS)], [(1, 4, CoverageRole.PRESS, ALWAYS)]],
}
"""A part of a part of what became something that became something else."""

RING = {
    "relations": [(one, RelationKind.PART_OF, (one + 1) % 5, ALWAYS) for one in range(5)],
    "jobs": [(one, one, ALWAYS) for one in range(5)],
    "away": [(one, FIRST, (one + 1) % 5, None) for one in range(5)],
    "phones": [],
    "usual": [(2, 3, CoverageRole.PRESS, None, ALWAYS)],
    "covers": [[(0, 0, CoverageRole.PRESS, ALWAYS)]],
}
"""Institutions inside each other all round, and everybody away, standing in for the next."""

DEEP = {
    "relations": [],
    "jobs": [],
    "away": [(one, FIRST, one + 1, None) for one in range(4)],
    "phones": [],
    "usual": [],
    "covers": [[(0, 0, CoverageRole.PRESS, ALWAYS)]],
}
"""Four away in a row, and the fifth is there."""


LEFT = {
    "relations": [],
    "jobs": [(0, 0, ALWAYS), (3, 4, (None, dt.date(2025, 1, 5)))],
    "away": [],
    "phones": [(3, 0, True)],
    "usual": [(1, 3, CoverageRole.PRESS, "fr", ALWAYS)],
    "covers": [
        [(3, 1, CoverageRole.SCIENTIFIC, ALWAYS), (0, 0, CoverageRole.PRESS, ALWAYS)],
        [(3, 4, CoverageRole.PRESS, ALWAYS)],
        [],
    ],
}
"""Somebody has left, and covers for where they were, and for somewhere else."""


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(world=WORLD, day=DAYS)
@example(world=CHAIN, day=FIRST)
@example(world=CHAIN, day=dt.date(2025, 1, 2))
@example(world=RING, day=FIRST)
@example(world=DEEP, day=FIRST)
@example(world=LEFT, day=dt.date(2025, 1, 9))
def test_the_gaps_never_contradict_the_answers(session, world, day):
    point = session.begin_nested()
    try:
        made = built(session, world)
        assert found_at_once(session, day) == found_one_by_one(session, made, day)
    finally:
        point.rollback()
        session.expunge_all()


@pytest.mark.parametrize("world", [RING, LEFT])
@pytest.mark.parametrize(
    "off", ["", "hashjoin", "mergejoin", "nestloop", "memoize", "material", "seqscan", "indexscan"]
)
@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_whatever_way_the_server_goes(session, world, off):
    """Known sizes, and a way that is closed, make it take others: a condition not tied to its row shows then."""
    made, day = built(session, world), dt.date(2025, 1, 9)
    session.execute(text("ANALYZE"))
    if off:
        session.execute(text(f"SET LOCAL enable_{off} = off"))
    assert found_at_once(session, day) == found_one_by_one(session, made, day)


def found_at_once(session, day):
    """What the statements find: who is unanswered, who has left, issuers without anybody, and the unreachable."""
    return (
        {one.id for one in session.scalars(gaps.unanswered(day))},
        {(one.id, who.id) for one, who in session.execute(gaps.with_leavers(day))},
        {(one.id, place.id) for one, place in session.execute(gaps.issuers_without_contact(day))},
        {one.id for one in session.scalars(gaps.unreachable(day))},
    )


def found_one_by_one(session, made, day):
    """The same from the answers."""
    found = {one: answers.who(session, one, on=day) for one in made}
    return (
        {one.id for one in made if not list(found[one])},
        {pair for one in made for pair in left(session, one, day)},
        {pair for one in made for pair in bare(session, found[one])},
        {one.id for one in made if is_mute(session, one, day)},
    )


def is_mute(session, one, day):
    """Whether somebody is assigned to a communiqué and nothing may be given out of any of them."""
    known = Known.of(session, one, day)
    given = [
        phone.id
        for covering in known.coverages
        for phone in covering.contact.phones
        if known.is_current(phone, covering.contact, covering.institution)
    ]
    return bool(known.coverages) and not given


def left(session, one, day):
    """Who is assigned to a communiqué still and has left, by what decides about each answer."""
    known = Known.of(session, one, day)
    for covering in known.coverages:
        gone = known.gone(covering.contact, covering.institution)
        if gone is not None and gone.code == "left":
            yield one.id, covering.contact_id


def bare(session, found):
    """The issuers for which no answer is, nor for a part of them or of what they became."""
    known = Known.of(session, found.communique, found.on)
    served = {one.coverage.institution_id for one in found}
    places = known.places.of(session, {issuer.institution_id for issuer in known.issuers}, found.on)
    places.look_above(session, {place for place in served if place is not None})
    for issuer in known.issuers:
        family = set(places.family(issuer.institution))
        if not any(place is None or places.over(place) & family for place in served):
            yield found.communique.id, issuer.institution_id


@pytest.mark.parametrize(("world", "answered"), [(CHAIN, [True, True]), (RING, [False]), (DEEP, [True])])
def test_what_these_worlds_are(session, world, answered):
    made = built(session, world)
    assert [bool(list(answers.who(session, one, on=FIRST))) for one in made] == answered


def test_it_is_one_statement_however_deep_the_relations(session):
    places = [institution(session, f"Institut {number}") for number in range(40)]
    for low, high in pairwise(places):
        session.add(InstitutionRelation(institution=low, kind=RelationKind.PART_OF, related=high))
    anne = contact(session, "Anne Valmont")
    session.add(Affiliation(contact=anne, institution=places[0], ends_on=FIRST))
    job = Affiliation(contact=anne, institution=places[1])
    session.add(job)
    one = communique(session, "Une alliance", places[-1])
    coverage.assign(session, one, anne, on_behalf_of=places[-1])
    assert session.scalars(gaps.unanswered(dt.date(2025, 2, 1))).all() == []
    job.ends_on = dt.date(2025, 1, 31)
    assert session.scalars(gaps.unanswered(dt.date(2025, 2, 1))).all() == [one]


def test_no_statement_is_compiled_for_longer_than_it_runs(engine, backend):
    """PostgreSQL would compile for a second what it answers in milliseconds; a rollback must not bring that back."""
    if backend == "sqlite":
        return  # which compiles nothing
    with engine.connect() as connection:
        connection.rollback()
        assert connection.scalar(text("SHOW jit")) == "off"
