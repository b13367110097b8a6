"""Who answers on a day, and why: affiliations, absences, stand-ins, successors, and what was printed."""

from __future__ import annotations

import datetime as dt

import pytest
from builders import communique, contact, institution
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from crm import answers, availability, coverage, publishing
from crm.models import (
    Affiliation,
    ContactEmail,
    ContactPhone,
    InstitutionName,
    InstitutionRelation,
    Issuer,
    IssuerRole,
    NameKind,
    RelationKind,
)

JANUARY, MARCH, MAY, JULY = (dt.date(2025, month, 1) for month in (1, 3, 5, 7))


@pytest.fixture
def valmont(session):
    return institution(session)


@pytest.fixture
def orvane(session):
    return institution(session, "Orvane")


@pytest.fixture
def alliance(session, valmont, orvane):
    return communique(session, "Une alliance", valmont, orvane)


def person(session, name, at=None, starts_on=None, ends_on=None, **values):
    made = contact(session, name, **values)
    if at is not None:
        session.add(Affiliation(contact=made, institution=at, starts_on=starts_on, ends_on=ends_on))
        session.flush()
    return made


def relate(session, one, kind, other, starts_on=None, ends_on=None):
    session.add(InstitutionRelation(institution=one, kind=kind, related=other, starts_on=starts_on, ends_on=ends_on))
    session.flush()


def told(found):
    """What `who` says, by names: an answer, or the codes of why there is none."""
    return [
        (group.institution and group.institution.name, [str(one.contact.name) for one in group.answers])
        for group in found.groups
    ]


def codes(one):
    return [reason.code for reason in one.reasons]


class TestAssigned:
    def test_they_come_by_institution_in_issuer_order(self, session, alliance, valmont, orvane):
        hugo, anne = person(session, "Hugo Peyrelade", orvane), person(session, "Anne Valmont", valmont)
        coverage.assign(session, alliance, hugo, on_behalf_of=orvane)
        coverage.assign(session, alliance, anne, on_behalf_of=valmont)
        found = answers.who(session, alliance, on=MAY)
        assert told(found) == [("Université de Valmont", ["Anne Valmont"]), ("Orvane", ["Hugo Peyrelade"])]
        assert [codes(one) for one in found] == [["assigned", "unreachable"], ["assigned", "unreachable"]]

    def test_an_issuer_that_nobody_answers_for_is_there_and_empty(self, session, alliance, valmont):
        coverage.assign(session, alliance, person(session, "Anne Valmont", valmont), on_behalf_of=valmont)
        assert told(answers.who(session, alliance, on=MAY))[1] == ("Orvane", [])

    def test_a_part_of_an_issuer_comes_right_after_it(self, session, alliance, valmont, orvane):
        faculty, other = institution(session, "Faculté des sciences"), institution(session, "Agence Talvard")
        relate(session, faculty, RelationKind.PART_OF, valmont)
        for place in (orvane, faculty, other):
            coverage.assign(session, alliance, person(session, f"Anne {place.name}", place), on_behalf_of=place)
        order = [name for name, _ in told(answers.who(session, alliance, on=MAY))]
        assert order == ["Université de Valmont", "Faculté des sciences", "Orvane", "Agence Talvard"]

    def test_what_is_no_issuer_keeps_its_printed_place(self, session, alliance, orvane):
        other = institution(session, "Agence Talvard")
        for place in (other, orvane, None):
            coverage.assign(session, alliance, person(session, f"Anne {place and place.name}"), on_behalf_of=place)
        order = [name for name, _ in told(answers.who(session, alliance, on=MAY))]
        assert order == ["Université de Valmont", "Agence Talvard", "Orvane", None]

    def test_a_coverage_answers_within_its_period(self, session, alliance, valmont):
        anne = person(session, "Anne Valmont", valmont)
        coverage.assign(session, alliance, anne, on_behalf_of=valmont, starts_on=MARCH, ends_on=MAY)
        there = [
            day for day in (JANUARY, MARCH, MAY, MAY + dt.timedelta(1)) if list(answers.who(session, alliance, on=day))
        ]
        assert there == [MARCH, MAY]

    def test_somebody_is_named_once_in_a_role(self, session, alliance, valmont, orvane):
        anne = person(session, "Anne Valmont", phones=("+33199001234",))
        for place in (valmont, orvane):
            coverage.assign(session, alliance, anne, on_behalf_of=place)
        coverage.assign(session, alliance, anne, on_behalf_of=valmont, role="scientific")
        found = list(answers.who(session, alliance, on=MAY))
        assert [(one.role.value, one.also_for) for one in found] == [("press", (orvane,)), ("scientific", ())]

    def test_an_institution_is_called_as_on_that_day(self, session, valmont):
        valmont.names += [
            InstitutionName(text="Université Valmont-I", kind=NameKind.FORMER, language="fr", ends_on=MARCH),
            InstitutionName(text="Valmont University One", kind=NameKind.FORMER, language="en", ends_on=MARCH),
        ]
        one = communique(session, "English", valmont, language="en")
        names = [answers.who(session, one, on=day).groups[0].name for day in (JANUARY, MAY)]
        assert names == ["Valmont University One", "Université de Valmont"]


class TestLeaving:
    def test_who_has_left_is_no_answer(self, session, alliance, valmont):
        anne = person(session, "Anne Valmont", valmont, ends_on=MARCH)
        coverage.assign(session, alliance, anne, on_behalf_of=valmont)
        assert [one.contact for one in answers.who(session, alliance, on=MARCH)] == [anne]
        found = answers.who(session, alliance, on=MAY)
        assert list(found) == []
        assert [reason.message for one in found.unanswered for reason in one.reasons] == [
            "Anne Valmont left on 2025-03-01"
        ]

    def test_who_has_not_begun_is_no_answer(self, session, alliance, valmont):
        anne = person(session, "Anne Valmont", valmont, starts_on=MAY)
        coverage.assign(session, alliance, anne, on_behalf_of=valmont)
        assert [codes(one) for one in answers.who(session, alliance, on=MARCH).unanswered] == [["not_yet"]]

    def test_the_usual_contact_answers_for_who_has_left(self, session, alliance, valmont):
        anne, paul = person(session, "Anne Valmont", valmont, ends_on=MARCH), person(session, "Paul Martel", valmont)
        gone = person(session, "Zoé Quint", valmont, ends_on=MARCH)
        coverage.assign(session, alliance, anne, on_behalf_of=valmont)
        for one in (gone, paul):
            availability.make_usual(session, valmont, one)
        [found] = answers.who(session, alliance, on=MAY)
        assert (found.contact, found.standing_in_for) == (paul, None)
        assert codes(found) == ["usual", "left", "unreachable"]

    def test_a_usual_contact_for_another_role_language_or_topic_is_not_asked(self, session, valmont):
        one = communique(session, "Une alliance", valmont, language="fr")
        anne, paul = person(session, "Anne Valmont", valmont, ends_on=MARCH), person(session, "Paul Martel", valmont)
        coverage.assign(session, one, anne, on_behalf_of=valmont)
        availability.make_usual(session, valmont, paul, role="scientific")
        availability.make_usual(session, valmont, paul, language="en")
        availability.make_usual(session, valmont, paul, topic="rivières")
        availability.make_usual(session, valmont, paul, ends_on=MARCH)
        assert list(answers.who(session, one, on=MAY)) == []
        availability.make_usual(session, valmont, paul, language="fr")
        assert [found.contact for found in answers.who(session, one, on=MAY)] == [paul]

    def test_two_who_left_are_answered_for_once(self, session, alliance, valmont):
        for name in ("Anne Valmont", "Zoé Quint"):
            gone = person(session, name, valmont, ends_on=MARCH)
            coverage.assign(session, alliance, gone, on_behalf_of=valmont)
        availability.make_usual(session, valmont, person(session, "Paul Martel", valmont))
        assert told(answers.who(session, alliance, on=MAY))[0] == ("Université de Valmont", ["Paul Martel"])

    @pytest.mark.parametrize("at_once", [True, False])
    def test_a_merger_is_no_leaving(self, session, alliance, valmont, at_once):
        """The job at the old institution ends with it, and the same work goes on under the new name."""
        merged = institution(session, "Université Unie")
        between = institution(session, "Université Provisoire")
        if at_once:
            relate(session, merged, RelationKind.SUCCESSOR_OF, valmont, starts_on=MARCH)
        else:
            relate(session, between, RelationKind.SUCCESSOR_OF, valmont, starts_on=JANUARY)
            relate(session, merged, RelationKind.SUCCESSOR_OF, between, starts_on=MARCH)
        anne = person(session, "Anne Valmont", valmont, ends_on=MARCH - dt.timedelta(1))
        job = Affiliation(contact=anne, institution=merged, starts_on=MARCH)
        anne.phones.append(ContactPhone(value="+33199001234", affiliation=job))
        session.flush()
        coverage.assign(session, alliance, anne, on_behalf_of=valmont)
        [found] = answers.who(session, alliance, on=MAY)
        assert found.contact is anne
        assert [phone.value.e164 for phone in found.phones] == ["+33199001234"]

    def test_a_merger_counts_from_its_day(self, session, alliance, valmont):
        merged = institution(session, "Université Unie")
        relate(session, merged, RelationKind.SUCCESSOR_OF, valmont, starts_on=MAY)
        anne = person(session, "Anne Valmont", valmont, ends_on=JANUARY)
        session.add(Affiliation(contact=anne, institution=merged, starts_on=MARCH))
        coverage.assign(session, alliance, anne, on_behalf_of=valmont)
        assert [bool(list(answers.who(session, alliance, on=day))) for day in (MARCH, MAY)] == [False, True]

    def test_the_usual_contact_of_what_it_became_answers(self, session, alliance, valmont):
        merged = institution(session, "Université Unie")
        relate(session, merged, RelationKind.SUCCESSOR_OF, valmont, starts_on=MARCH)
        coverage.assign(
            session, alliance, person(session, "Anne Valmont", valmont, ends_on=MARCH), on_behalf_of=valmont
        )
        paul = person(session, "Paul Martel", merged)
        availability.make_usual(session, merged, paul)
        assert [one.contact for one in answers.who(session, alliance, on=MAY)] == [paul]

    def test_a_job_at_a_part_is_a_job_at_the_whole(self, session, alliance, valmont):
        faculty = institution(session, "Faculté des sciences")
        relate(session, faculty, RelationKind.PART_OF, valmont)
        anne = person(session, "Anne Valmont", faculty, ends_on=MARCH)
        coverage.assign(session, alliance, anne, on_behalf_of=valmont)
        assert [bool(list(answers.who(session, alliance, on=day))) for day in (MARCH, MAY)] == [True, False]

    def test_who_left_a_part_for_elsewhere_is_no_answer_for_the_whole(self, session, alliance, valmont, orvane):
        faculty = institution(session, "Faculté des sciences")
        relate(session, faculty, RelationKind.PART_OF, valmont)
        anne = person(session, "Anne Valmont", faculty, ends_on=MARCH)
        session.add(Affiliation(contact=anne, institution=orvane, starts_on=MARCH))
        coverage.assign(session, alliance, anne, on_behalf_of=valmont)
        assert list(answers.who(session, alliance, on=MAY)) == []

    def test_an_agency_answers_for_a_client_while_it_employs(self, session, alliance, valmont):
        agency = institution(session, "Agence Talvard")
        zoe = person(session, "Zoé Quint", agency, ends_on=MARCH)
        coverage.assign(session, alliance, zoe, on_behalf_of=valmont)
        assert [bool(list(answers.who(session, alliance, on=day))) for day in (MARCH, MAY)] == [True, False]


class TestAway:
    def test_the_stand_in_answers_and_the_reasons_say_why(self, session, alliance, valmont):
        anne, paul = person(session, "Anne Valmont", valmont), person(session, "Paul Martel", valmont)
        coverage.assign(session, alliance, anne, on_behalf_of=valmont)
        availability.away(session, anne, MARCH, MAY, stand_ins=[paul])
        by_day = {day: [one.contact for one in answers.who(session, alliance, on=day)] for day in (JANUARY, MARCH, MAY)}
        assert by_day == {JANUARY: [anne], MARCH: [paul], MAY: [paul]}
        [found] = answers.who(session, alliance, on=MAY)
        assert found.standing_in_for is anne
        assert codes(found) == ["standing_in", "away", "assigned", "unreachable"]

    def test_who_stands_in_may_be_away_too(self, session, alliance, valmont):
        anne, paul, zoe = (person(session, name, valmont) for name in ("Anne Valmont", "Paul Martel", "Zoé Quint"))
        coverage.assign(session, alliance, anne, on_behalf_of=valmont)
        availability.away(session, anne, MARCH, stand_ins=[paul])
        availability.away(session, paul, MARCH, stand_ins=[zoe])
        [found] = answers.who(session, alliance, on=MAY)
        assert (found.contact, found.standing_in_for) == (zoe, anne)

    def test_without_a_stand_in_the_usual_contact_answers_and_says_so(self, session, alliance, valmont):
        anne, paul = person(session, "Anne Valmont", valmont), person(session, "Paul Martel", valmont)
        coverage.assign(session, alliance, anne, on_behalf_of=valmont)
        availability.away(session, anne, MARCH, MAY)
        availability.make_usual(session, valmont, paul)
        assert [one.contact for one in answers.who(session, alliance, on=JULY)] == [anne]
        [found] = answers.who(session, alliance, on=MAY)
        assert (found.contact, found.usual_of, found.standing_in_for) == (paul, valmont, None)
        assert codes(found) == ["usual", "away", "unreachable"]
        assert found.reasons[0].message == (
            "Paul Martel is the usual contact of Université de Valmont, because Anne Valmont is away until 2025-05-01"
        )

    def test_a_stand_in_goes_before_the_usual_contact(self, session, alliance, valmont):
        anne, paul, zoe = (person(session, name, valmont) for name in ("Anne Valmont", "Paul Martel", "Zoé Quint"))
        coverage.assign(session, alliance, anne, on_behalf_of=valmont)
        availability.make_usual(session, valmont, paul)
        availability.away(session, anne, MARCH, MAY, stand_ins=[zoe])
        assert [one.contact for one in answers.who(session, alliance, on=MAY)] == [zoe]
        availability.away(session, zoe, MARCH, MAY)
        [found] = answers.who(session, alliance, on=MAY)
        assert (found.contact, codes(found)) == (paul, ["usual", "away", "away", "unreachable"])

    def test_a_usual_contact_who_is_away_has_left_or_is_the_same_is_none(self, session, alliance, valmont, orvane):
        anne, paul = person(session, "Anne Valmont", valmont), person(session, "Paul Martel", valmont)
        gone = person(session, "Zoé Quint", valmont, ends_on=JANUARY)
        coverage.assign(session, alliance, anne, on_behalf_of=valmont)
        for one in (anne, paul, gone):
            availability.make_usual(session, valmont, one)
        availability.make_usual(session, orvane, person(session, "Hugo Peyrelade", orvane))
        availability.away(session, anne, MARCH)
        availability.away(session, paul, MARCH, institution=valmont)
        assert list(answers.who(session, alliance, on=MAY)) == []
        [left] = answers.who(session, alliance, on=MAY).unanswered
        assert [reason.message for reason in left.reasons] == [
            "Anne Valmont is away and nobody knows until when",
            "Paul Martel is away and nobody knows until when",
            "Zoé Quint left on 2025-01-01",
        ]

    def test_a_usual_contact_who_is_assigned_answers_in_their_own_right(self, session, alliance, valmont):
        anne, paul = person(session, "Anne Valmont", valmont), person(session, "Paul Martel", valmont)
        for one in (anne, paul):
            coverage.assign(session, alliance, one, on_behalf_of=valmont)
        availability.make_usual(session, valmont, paul)
        availability.away(session, anne, MARCH)
        [found] = answers.who(session, alliance, on=MAY)
        assert (found.contact, found.usual_of, codes(found)[0]) == (paul, None, "assigned")

    def test_several_stand_ins_are_asked_in_order(self, session, alliance, valmont):
        anne, zoe = person(session, "Anne Valmont", valmont), person(session, "Zoé Quint", valmont)
        gone = person(session, "Paul Martel", valmont, ends_on=JANUARY)
        coverage.assign(session, alliance, anne, on_behalf_of=valmont)
        availability.away(session, anne, MARCH, stand_ins=[gone, zoe])
        assert [one.contact for one in answers.who(session, alliance, on=MAY)] == [zoe]

    def test_those_who_stand_in_for_each_other_leave_nobody(self, session, alliance, valmont):
        anne, paul = person(session, "Anne Valmont", valmont), person(session, "Paul Martel", valmont)
        coverage.assign(session, alliance, anne, on_behalf_of=valmont)
        availability.away(session, anne, MARCH, stand_ins=[paul])
        availability.away(session, paul, MARCH, stand_ins=[anne])
        [left] = answers.who(session, alliance, on=MAY).unanswered
        assert [reason.message for reason in left.reasons if reason.code == "away"] == [
            "Anne Valmont is away and nobody knows until when",
            "Paul Martel is away and nobody knows until when",
        ]

    def test_an_absence_from_one_job_is_none_from_another(self, session, alliance, valmont, orvane):
        anne = person(session, "Anne Valmont", valmont)
        session.add(Affiliation(contact=anne, institution=orvane))
        for place in (valmont, orvane):
            coverage.assign(session, alliance, anne, on_behalf_of=place)
        availability.away(session, anne, MARCH, institution=valmont)
        assert told(answers.who(session, alliance, on=MAY)) == [
            ("Université de Valmont", []),
            ("Orvane", ["Anne Valmont"]),
        ]

    def test_a_desk_says_who_staffs_it_and_is_there(self, session, alliance, valmont):
        desk = contact(session, None, kind="desk", emails=("presse@example.org",))
        anne, paul = person(session, "Anne Valmont", valmont), person(session, "Paul Martel", valmont)
        gone = person(session, "Zoé Quint", valmont, ends_on=JANUARY)
        for one in (anne, paul, gone):
            availability.staff(session, desk, one, starts_on=JANUARY)
        availability.away(session, anne, MARCH, MAY)
        coverage.assign(session, alliance, desk, on_behalf_of=valmont)
        staff = {day: [one.staff for one in answers.who(session, alliance, on=day)] for day in (MAY, JULY)}
        assert staff == {MAY: [(paul,)], JULY: [(anne, paul)]}

    def test_a_desk_that_stands_in_has_its_staff(self, session, alliance, valmont):
        desk = contact(session, None, kind="desk", emails=("presse@example.org",))
        anne, paul = person(session, "Anne Valmont", valmont), person(session, "Paul Martel", valmont)
        availability.staff(session, desk, paul)
        availability.away(session, anne, MARCH, stand_ins=[desk])
        coverage.assign(session, alliance, anne, on_behalf_of=valmont)
        [found] = answers.who(session, alliance, on=MAY)
        assert (found.contact, found.staff) == (desk, (paul,))


class TestCoordinates:
    def test_those_of_an_ended_job_are_replaced_by_what_holds_now(self, session, alliance, valmont):
        anne = contact(session, "Anne Valmont")
        for number, starts_on, ends_on in ((1, None, MARCH), (2, MARCH + dt.timedelta(1), None)):
            job = Affiliation(contact=anne, institution=valmont, starts_on=starts_on, ends_on=ends_on)
            anne.emails.append(ContactEmail(value=f"anne{number}@example.org", affiliation=job))
        coverage.assign(session, alliance, anne, on_behalf_of=valmont)
        found = {day: [one.emails[0].value for one in answers.who(session, alliance, on=day)] for day in (MARCH, MAY)}
        assert found == {MARCH: ["anne1@example.org"], MAY: ["anne2@example.org"]}

    def test_private_unread_and_those_of_another_job_are_kept_back(self, session, alliance, valmont, orvane):
        anne = contact(session, "Anne Valmont", phones=("+33199001234",), at=valmont)
        other = Affiliation(contact=anne, institution=orvane)
        anne.phones += [
            ContactPhone(value="+33199001235", affiliation=other),
            ContactPhone(value="+33199001236", is_public=False),
            ContactPhone(value="+33199001234"),
        ]
        coverage.assign(session, alliance, anne, on_behalf_of=valmont)
        [found] = answers.who(session, alliance, on=MAY)
        assert [phone.value.e164 for phone in found.phones] == ["+33199001234"]

    def test_a_stand_in_from_outside_is_reached_where_they_work(self, session, alliance, valmont, orvane):
        anne = person(session, "Anne Valmont", valmont)
        hugo = contact(session, "Hugo Peyrelade", phones=("+33199001299",), at=orvane)
        coverage.assign(session, alliance, anne, on_behalf_of=valmont)
        availability.away(session, anne, MARCH, stand_ins=[hugo])
        [found] = answers.who(session, alliance, on=MAY)
        assert [phone.value.e164 for phone in found.phones] == ["+33199001299"]


class TestPrinted:
    def test_what_was_printed_is_grouped_as_it_was(self, session, alliance, valmont, orvane):
        alliance.issuers[0].printed_name = "Univ. Valmont"
        hugo = person(session, "Hugo Peyrelade", orvane, phones=("+33199001299",))
        anne = person(session, "Anne Valmont", valmont)
        for one, place in ((hugo, orvane), (anne, valmont)):
            coverage.assign(session, alliance, one, on_behalf_of=place)
        publishing.publish(session, alliance, MARCH)
        anne.name, hugo.phones[0].value = "Anne Autre", "+33199001200"
        coverage.assign(session, alliance, person(session, "Paul Martel"), on_behalf_of=orvane)
        session.flush()
        groups = answers.as_printed(session, alliance)
        shown = [(group.name, [one.printed.name for one in group.coverages]) for group in groups]
        assert shown == [("Univ. Valmont", ["Anne Valmont"]), ("Orvane", ["Hugo Peyrelade"])]

    def test_nothing_printed_is_nothing(self, session, alliance, valmont):
        coverage.assign(session, alliance, person(session, "Anne Valmont"), on_behalf_of=valmont)
        assert [group.coverages for group in answers.as_printed(session, alliance)] == [(), ()]


def test_the_number_of_statements_does_not_grow_with_the_answer(session):
    def statements_for(size: int) -> int:
        places = [institution(session, f"Institut {size} {number}") for number in range(size)]
        whole, merged = institution(session, f"Groupe {size}"), institution(session, f"Union {size}")
        made = communique(session, f"À {size}", *places)
        for number, place in enumerate(places):
            relate(session, place, RelationKind.PART_OF, whole)
            relate(session, merged, RelationKind.SUCCESSOR_OF, place, starts_on=MAY)
            one, other, third = (person(session, f"Anne {size} {number} {letter}", place) for letter in "abc")
            desk = contact(session, None, kind="desk", phones=(f"+3319900{number:04d}",), at=place)
            availability.staff(session, desk, third)
            availability.away(session, one, MARCH, stand_ins=[other])
            availability.away(session, other, MARCH, stand_ins=[third])
            availability.make_usual(session, place, third)
            coverage.assign(session, made, one, on_behalf_of=place)
            coverage.assign(session, made, desk, on_behalf_of=place)
        session.expire_all()
        session.expunge_all()
        made = session.merge(made)
        seen = []

        def count(*args):
            seen.append(args[2])

        event.listen(session.get_bind(), "before_cursor_execute", count)
        found = answers.who(session, made, on=JULY)
        event.remove(session.get_bind(), "before_cursor_execute", count)
        assert len(list(found)) == 2 * size
        return len(seen)

    assert statements_for(2) == statements_for(20) < 40


DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2025, 1, 12))
PERIODS = st.tuples(st.none() | DAYS, st.none() | DAYS).map(
    lambda both: both if None in both or both[0] <= both[1] else (both[1], both[0])
)
WORLD = st.fixed_dictionaries(
    {
        "jobs": st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), PERIODS), max_size=6),
        "away": st.lists(st.tuples(st.integers(0, 3), DAYS, st.none() | st.integers(0, 3)), max_size=4),
        "usual": st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), max_size=3),
        "covers": st.lists(
            st.tuples(st.integers(0, 3), st.none() | st.integers(0, 2), PERIODS), min_size=1, max_size=5
        ),
        "merged": st.none() | DAYS,
    }
)


def built(session, world):
    """A communiqué of a small world, and its places."""
    places = [institution(session, name) for name in ("Valmont", "Orvane", "Union")]
    people = [contact(session, f"Anne {letter}") for letter in "abcd"]
    made = communique(session, "Une alliance", *places[:2])
    if world["merged"]:
        relate(session, places[2], RelationKind.SUCCESSOR_OF, places[0], starts_on=world["merged"])
    for who, where, (starts_on, ends_on) in world["jobs"]:
        session.add(Affiliation(contact=people[who], institution=places[where], starts_on=starts_on, ends_on=ends_on))
    for who, since, instead in world["away"]:
        stand_ins = [] if instead in {None, who} else [people[instead]]
        availability.away(session, people[who], since, since + dt.timedelta(3), stand_ins=stand_ins)
    for who, where in world["usual"]:
        availability.make_usual(session, places[where], people[who])
    for who, where, (starts_on, ends_on) in world["covers"]:
        place = None if where is None else places[where]
        coverage.assign(session, made, people[who], on_behalf_of=place, starts_on=starts_on, ends_on=ends_on)
    return made, places


def works_for(one, places, world, day):
    """Whether somebody has a job that holds, where an answer says that they work; or no job is known at all."""
    family = {one.institution.id} if one.institution else {place.id for place in places}
    if one.institution is places[0] and world["merged"] and world["merged"] <= day:
        family.add(places[2].id)
    jobs = [job for job in one.contact.affiliations if job.institution_id in family] or one.contact.affiliations
    return not jobs or any(
        (job.starts_on is None or job.starts_on <= day) and (job.ends_on is None or day <= job.ends_on) for job in jobs
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(world=WORLD, day=DAYS)
def test_an_answer_is_somebody_who_works_there_is_there_and_is_named_once(session, world, day):
    point = session.begin_nested()
    try:
        made, places = built(session, world)
        found = answers.who(session, made, on=day)
        named = [(one.contact.id, one.role) for one in found]
        assert len(named) == len(set(named))
        assert not any(session.scalars(availability.absences_of(one.contact, on=day)).all() for one in found)
        assert all(one.reasons and works_for(one, places, world, day) for one in found)
        open_then = {one.id for one in session.scalars(coverage.of(made, on=day))}
        answered = {one.coverage.id for one in found} | {one.coverage.id for one in found.unanswered}
        assert answered <= open_then
        assert bool(answered) == bool(open_then)
    finally:
        point.rollback()
        session.expunge_all()


def test_a_partner_is_an_institution_like_another(session, valmont, orvane):
    one = communique(session, "Une alliance", valmont)
    one.issuers.append(Issuer(institution=orvane, role=IssuerRole.PARTNER))
    session.flush()
    assert [name for name, _ in told(answers.who(session, one, on=MAY))] == ["Université de Valmont", "Orvane"]
