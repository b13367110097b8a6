"""Handing over and taking it back: the past stays, and what was done since is not undone behind anybody's back."""

from __future__ import annotations

import datetime as dt

import pytest
from builders import communique, contact, institution
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from crm import answers, availability, coverage, handovers, publishing
from crm.errors import HandoverRefused
from crm.models import Absence, Affiliation, ContactPhone, Coverage, CoverageSnapshot, Staffing, UsualContact

JANUARY, MARCH, MAY, JULY = (dt.date(2025, month, 1) for month in (1, 3, 5, 7))
EVE = dt.timedelta(days=1)


@pytest.fixture
def valmont(session):
    return institution(session)


@pytest.fixture
def anne(session, valmont):
    return contact(session, "Anne Valmont", phones=("+33199001234",), at=valmont)


@pytest.fixture
def paul(session, valmont):
    return contact(session, "Paul Martel", at=valmont)


@pytest.fixture
def zoe(session, valmont):
    return contact(session, "Zoé Quint", at=valmont)


@pytest.fixture
def alliance(session, valmont):
    return communique(session, "Une alliance", valmont)


def names(session, one, day):
    return [str(found.contact.name) for found in answers.who(session, one, on=day)]


def rows(session):
    """All that a handover may touch, as it is in the database."""
    session.flush()
    kept = {Coverage: "contact_id", UsualContact: "contact_id", Staffing: "person_id", Affiliation: "contact_id"}
    kept[Absence] = "stand_in_id"
    return [
        session.execute(
            select(model.id, getattr(model, owner), model.starts_on, model.ends_on).order_by(model.id)
        ).all()
        for model, owner in kept.items()
    ] + [session.execute(select(Coverage.id, Coverage.standing_in_for_id).order_by(Coverage.id)).all()]


class TestPlanning:
    def test_a_preview_writes_nothing(self, session, alliance, anne, paul):
        coverage.assign(session, alliance, anne)
        before = rows(session)
        plan = handovers.preview(session, anne, paul, MARCH, leaves=True)
        assert [item.subject for item in plan.items] == ["coverage", "affiliation"]
        assert plan.count(Coverage) == 1
        assert rows(session) == before
        assert session.scalars(handovers.listed()).all() == []

    def test_what_ended_before_is_not_handed_over(self, session, alliance, anne, paul):
        coverage.assign(session, alliance, anne, ends_on=MARCH - EVE)
        assert handovers.preview(session, anne, paul, MARCH).items == ()

    def test_only_what_is_on_behalf_of_an_institution(self, session, alliance, valmont, anne, paul):
        orvane = institution(session, "Orvane")
        coverage.assign(session, alliance, anne, on_behalf_of=valmont)
        kept = coverage.assign(session, alliance, anne, on_behalf_of=orvane)
        handovers.hand_over(session, anne, paul, MARCH, institution=valmont)
        assert kept.ends_on is None
        assert names(session, alliance, MAY) == ["Paul Martel", "Anne Valmont"]

    def test_doubts_are_told_before(self, session, anne, paul, zoe):
        orvane = institution(session, "Orvane")
        session.add(Affiliation(contact=anne, institution=orvane))
        availability.away(session, paul, JANUARY, JULY)
        availability.away(session, zoe, MAY, JULY, stand_ins=[anne])
        assert handovers.preview(session, anne, paul, MARCH).doubts == (
            ("handover.successor_away", "Paul Martel is away until 2025-07-01"),
            ("handover.no_job_there", "Paul Martel has no job at Orvane on 2025-03-01"),
            (
                "handover.stands_in",
                "Anne Valmont is to stand in for Zoé Quint on 2025-05-01: name another stand-in",
            ),
        )

    def test_who_leaves_without_a_job_on_record_is_a_doubt(self, session, paul):
        nobody = contact(session, "Nora Sans-Poste")
        [doubt] = handovers.preview(session, nobody, paul, MARCH, leaves=True).doubts
        assert doubt == ("handover.no_job", "Nora Sans-Poste has no job on record that could end")

    def test_nobody_hands_over_to_themselves(self, session, anne):
        with pytest.raises(HandoverRefused) as refused:
            handovers.hand_over(session, anne, anne, MARCH)
        assert refused.value.code == "handover.same_contact"


class TestDoing:
    def test_the_past_is_the_leavers_and_the_rest_the_successors(self, session, alliance, valmont, anne, paul):
        coverage.assign(session, alliance, anne, on_behalf_of=valmont)
        handovers.hand_over(session, anne, paul, MARCH, by="Zoé")
        assert [names(session, alliance, day) for day in (JANUARY, MARCH - EVE, MARCH, JULY)] == [
            ["Anne Valmont"],
            ["Anne Valmont"],
            ["Paul Martel"],
            ["Paul Martel"],
        ]
        [done] = session.scalars(handovers.listed(paul))
        assert (done.from_contact, done.to_contact, done.done_by) == (anne, paul, "Zoé")

    def test_a_leavers_job_ends_and_with_it_its_numbers(self, session, alliance, anne, paul):
        handovers.hand_over(session, anne, paul, MARCH, leaves=True)
        covering = coverage.assign(session, alliance, anne)
        assert anne.affiliations[0].ends_on == MARCH - EVE
        assert [bool(coverage.phones_of(covering, day)) for day in (MARCH - EVE, MARCH)] == [True, False]

    def test_what_has_not_begun_is_given_as_a_whole(self, session, alliance, anne, paul):
        one = coverage.assign(session, alliance, anne, starts_on=MAY)
        handovers.hand_over(session, anne, paul, MARCH)
        assert (one.contact_id, one.starts_on) == (paul.id, MAY)
        assert names(session, alliance, MAY) == ["Paul Martel"]
        assert len(session.scalars(coverage.of(alliance)).all()) == 1

    def test_what_the_successor_has_already_is_not_doubled(self, session, alliance, anne, paul):
        for one in (anne, paul):
            coverage.assign(session, alliance, one)
        handovers.hand_over(session, anne, paul, MARCH)
        assert len(session.scalars(coverage.of(alliance)).all()) == 2
        assert names(session, alliance, MAY) == ["Paul Martel"]

    @pytest.mark.parametrize("period", [(None, MAY), (MAY, None)])
    def test_what_the_successor_has_for_a_part_of_the_time_leaves_no_hole(self, session, alliance, anne, paul, period):
        coverage.assign(session, alliance, anne)
        coverage.assign(session, alliance, paul, starts_on=period[0], ends_on=period[1])
        handovers.hand_over(session, anne, paul, MARCH)
        assert [names(session, alliance, day) for day in (MARCH, MAY, JULY)] == [["Paul Martel"]] * 3

    def test_desks_and_usual_contacts_go_along(self, session, valmont, anne, paul):
        desk = contact(session, None, kind="desk", emails=("presse@example.org",))
        availability.staff(session, desk, anne)
        availability.make_usual(session, valmont, anne, topic="rivières")
        handovers.hand_over(session, anne, paul, MARCH)
        staff = [(day, session.scalars(availability.staff_of(desk, on=day))) for day in (JANUARY, MAY)]
        by_day = {day: [one.person for one in found] for day, found in staff}
        assert by_day == {JANUARY: [anne], MAY: [paul]}
        usual = availability.usual_contacts_of(valmont, on=MAY, topic="Rivières")
        assert [one.contact for one in session.scalars(usual)] == [paul]

    def test_who_stood_in_for_the_successor_no_longer_does(self, session, alliance, anne, paul):
        coverage.assign(session, alliance, anne, standing_in_for=paul)
        handovers.hand_over(session, anne, paul, MARCH)
        [now] = session.scalars(coverage.of(alliance, on=MAY))
        assert (now.contact, now.standing_in_for_id) == (paul, None)

    def test_what_was_printed_stays(self, session, alliance, anne, paul):
        coverage.assign(session, alliance, anne)
        publishing.publish(session, alliance, JANUARY)
        handovers.hand_over(session, anne, paul, MARCH, leaves=True)
        [group] = [group for group in answers.as_printed(session, alliance) if group.coverages]
        assert [one.printed.name for one in group.coverages] == ["Anne Valmont"]


class TestUndoing:
    def test_it_is_as_before(self, session, alliance, valmont, anne, paul):
        desk = contact(session, None, kind="desk", emails=("presse@example.org",))
        availability.staff(session, desk, anne)
        availability.make_usual(session, valmont, anne)
        coverage.assign(session, alliance, anne, on_behalf_of=valmont, ends_on=JULY)
        coverage.assign(session, alliance, anne, role="scientific", starts_on=MAY, standing_in_for=paul)
        before = rows(session)
        done = handovers.hand_over(session, anne, paul, MARCH, leaves=True)
        assert rows(session) != before
        handovers.undo(session, done, by="Zoé")
        assert rows(session) == before
        assert done.undone_by == "Zoé"
        assert done.undone_at is not None
        assert names(session, alliance, MAY) == ["Anne Valmont", "Anne Valmont"]

    def test_it_is_undone_once(self, session, alliance, anne, paul):
        done = handovers.hand_over(session, anne, paul, MARCH)
        handovers.undo(session, done)
        with pytest.raises(HandoverRefused) as refused:
            handovers.undo(session, done)
        assert refused.value.code == "handover.undone"

    def test_a_later_one_goes_back_first(self, session, alliance, anne, paul, zoe):
        coverage.assign(session, alliance, anne)
        first = handovers.hand_over(session, anne, paul, MARCH)
        second = handovers.hand_over(session, paul, zoe, MAY)
        with pytest.raises(HandoverRefused) as refused:
            handovers.undo(session, first)
        assert refused.value.code == "handover.changed_since"
        handovers.undo(session, second)
        handovers.undo(session, first)
        assert names(session, alliance, JULY) == ["Anne Valmont"]

    @pytest.mark.parametrize(
        ("change", "why"),
        [
            (lambda ended, after: setattr(ended, "ends_on", MAY), "ends on 2025-05-01 now"),
            (lambda ended, after: setattr(after, "ends_on", MAY), "was changed"),
            (lambda ended, after: setattr(after, "role", "spokesperson"), "was changed"),
            (lambda ended, after: setattr(after, "position", 9), "was changed"),
        ],
    )
    def test_what_was_changed_since_is_not_thrown_away(self, session, alliance, anne, paul, change, why):
        ended = coverage.assign(session, alliance, anne)
        done = handovers.hand_over(session, anne, paul, MARCH)
        [after] = session.scalars(coverage.of(alliance, on=MAY))
        change(ended, after)
        with pytest.raises(HandoverRefused, match=why):
            handovers.undo(session, done)
        assert done.undone_at is None

    @pytest.mark.parametrize("starts_on", [None, MAY])
    def test_what_was_printed_since_is_not_taken_back(self, session, alliance, anne, paul, starts_on):
        coverage.assign(session, alliance, anne, starts_on=starts_on)
        done = handovers.hand_over(session, anne, paul, MARCH)
        publishing.publish(session, alliance, JULY)
        with pytest.raises(HandoverRefused, match="was printed"):
            handovers.undo(session, done)

    def test_what_is_gone_is_told(self, session, alliance, anne, paul):
        coverage.assign(session, alliance, anne)
        done = handovers.hand_over(session, anne, paul, MARCH)
        [after] = session.scalars(coverage.of(alliance, on=MAY))
        session.delete(after)
        with pytest.raises(HandoverRefused, match="is gone"):
            handovers.undo(session, done)


class TestProposing:
    def test_the_likeliest_comes_first_with_reasons(self, session, valmont, anne, paul, zoe):
        availability.away(session, anne, JANUARY, MARCH, stand_ins=[zoe])
        availability.make_usual(session, valmont, zoe)
        found = handovers.successors_for(session, anne, on=MAY)
        assert [(one.contact, one.reasons) for one in found] == [
            (zoe, ("stood in before", "usual contact there", "works there")),
            (paul, ("works there",)),
        ]

    def test_who_is_away_or_has_left_is_not_proposed(self, session, anne, paul, zoe):
        availability.away(session, anne, JANUARY, MARCH, stand_ins=[zoe])
        zoe.affiliations[0].ends_on = MARCH
        availability.away(session, paul, MAY, JULY)
        assert handovers.successors_for(session, anne, on=MAY) == []

    def test_an_employer_of_long_ago_proposes_nobody(self, session, paul):
        orvane = institution(session, "Orvane")
        hugo = contact(session, "Hugo Peyrelade", at=orvane)
        hugo.affiliations[0].ends_on = JANUARY
        contact(session, "Lou Peyrelade", at=orvane)
        session.add(Affiliation(contact=hugo, institution=paul.affiliations[0].institution))
        session.flush()
        assert [one.contact for one in handovers.successors_for(session, hugo, on=MAY)] == [paul]


class TestStandingIn:
    """A leaver who stands in for others: their stand-in is another from the day on, where that is asked."""

    @pytest.fixture
    def covered(self, session, alliance, valmont, zoe):
        coverage.assign(session, alliance, zoe, on_behalf_of=valmont)
        return alliance

    def test_it_is_shown_and_left_as_it_is_unless_asked(self, session, covered, anne, paul, zoe):
        [absence] = availability.away(session, zoe, JANUARY, JULY, stand_ins=[anne])
        plan = handovers.preview(session, anne, paul, MARCH)
        assert (plan.count(Absence), [one.code for one in plan.doubts]) == (0, ["handover.stands_in"])
        handovers.hand_over(session, anne, paul, MARCH)
        assert (absence.stand_in_id, absence.ends_on) == (anne.id, JULY)

    def test_from_the_day_on_the_successor_stands_in(self, session, covered, anne, paul, zoe):
        [absence] = availability.away(session, zoe, JANUARY, JULY, stand_ins=[anne], note="congés")
        before = rows(session)
        plan = handovers.preview(session, anne, paul, MARCH, stand_ins=True)
        assert (plan.count(Absence), plan.doubts) == (1, ())
        assert [item.subject for item in plan.items] == ["absence"]
        done = handovers.hand_over(session, anne, paul, MARCH, leaves=True, stand_ins=True)
        assert [names(session, covered, day) for day in (JANUARY, MARCH - EVE, MARCH, JULY, JULY + EVE)] == [
            ["Anne Valmont"],
            ["Anne Valmont"],
            ["Paul Martel"],
            ["Paul Martel"],
            ["Zoé Quint"],
        ]
        first, second = session.scalars(availability.absences_of(zoe)).all()
        assert (first is absence, first.ends_on, second.starts_on, second.note) == (True, MARCH - EVE, MARCH, "congés")
        handovers.undo(session, done)
        assert rows(session) == before

    def test_an_absence_to_come_is_given_as_a_whole(self, session, covered, anne, paul, zoe):
        [absence] = availability.away(session, zoe, MAY, JULY, stand_ins=[anne])
        done = handovers.hand_over(session, anne, paul, MARCH, stand_ins=True)
        assert (absence.stand_in, absence.starts_on) == (paul, MAY)
        handovers.undo(session, done)
        assert absence.stand_in is anne

    def test_who_is_asked_second_stays_the_second(self, session, covered, anne, paul, zoe):
        nora = contact(session, "Nora Talvard")
        availability.away(session, zoe, JANUARY, JULY, stand_ins=[anne, nora])
        handovers.hand_over(session, anne, paul, MARCH, stand_ins=True)
        assert names(session, covered, MAY) == ["Paul Martel"]
        availability.away(session, paul, MARCH)
        assert names(session, covered, MAY) == ["Nora Talvard"]

    def test_nobody_comes_to_stand_in_for_themselves(self, session, covered, anne, zoe):
        [absence] = availability.away(session, zoe, JANUARY, JULY, stand_ins=[anne])
        plan = handovers.preview(session, anne, zoe, MARCH, stand_ins=True)
        assert plan.items == ()
        assert [one.code for one in plan.doubts] == ["handover.successor_away", "handover.stands_in_for_successor"]
        handovers.hand_over(session, anne, zoe, MARCH, stand_ins=True)
        assert (absence.stand_in_id, absence.ends_on) == (anne.id, JULY)

    def test_a_successor_who_is_away_at_the_same_time_is_a_doubt(self, session, covered, anne, paul, zoe):
        availability.away(session, zoe, MAY, JULY, stand_ins=[anne])
        availability.away(session, paul, JULY, JULY)
        assert handovers.preview(session, anne, paul, MARCH, stand_ins=True).doubts == (
            ("handover.both_away", "Paul Martel is away while Zoé Quint is: name another stand-in"),
        )
        availability.away(session, paul, MARCH, MARCH)
        assert len(handovers.preview(session, anne, paul, MARCH + EVE, stand_ins=True).doubts) == 1

    def test_what_the_successor_does_already_is_not_given_twice(self, session, covered, anne, paul, zoe):
        availability.away(session, zoe, JANUARY, JULY, stand_ins=[anne, paul])
        [item] = handovers.preview(session, anne, paul, MARCH, stand_ins=True).items
        assert item.is_held
        done = handovers.hand_over(session, anne, paul, MARCH, stand_ins=True)
        assert len(session.scalars(availability.absences_of(zoe, on=MAY)).all()) == 1
        handovers.undo(session, done)
        assert names(session, covered, MAY) == ["Anne Valmont"]

    def test_one_that_somebody_else_was_named_for_since_is_not_taken_back(self, session, covered, anne, paul, zoe):
        [absence] = availability.away(session, zoe, MAY, JULY, stand_ins=[anne])
        done = handovers.hand_over(session, anne, paul, MARCH, stand_ins=True)
        absence.stand_in = contact(session, "Nora Talvard")
        with pytest.raises(HandoverRefused) as refused:
            handovers.undo(session, done)
        assert "given to somebody else" in refused.value.message


MOVES = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 5), st.booleans(), st.booleans()),
    min_size=1,
    max_size=5,
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES)
def test_after_any_handovers_and_undos_the_past_is_what_it_was(session, moves):
    """Days before the earliest handover that stands answer as before; all of them, when everything is taken back."""
    point = session.begin_nested()
    try:
        place = institution(session)
        people = [contact(session, f"Anne {letter}", at=place) for letter in "abc"]
        made = [communique(session, title, place) for title in ("Un", "Deux")]
        coverage.assign(session, made[0], people[0], on_behalf_of=place)
        coverage.assign(session, made[1], people[1], on_behalf_of=place, starts_on=MARCH)
        availability.away(session, contact(session, "Anne d"), MARCH - EVE, MAY, stand_ins=[people[0]])
        availability.away(session, people[2], MARCH + 2 * EVE, MARCH + 3 * EVE, stand_ins=[people[1]])
        publishing.publish(session, made[0], JANUARY)
        days = [MARCH + dt.timedelta(days=number - 3) for number in range(7)]

        def told(before=None):
            return [[names(session, one, day) for one in made] for day in days if before is None or day < before]

        def printed():
            return session.execute(select(CoverageSnapshot.coverage_id, CoverageSnapshot.name)).all()

        first, frozen, whole, standing = told(), printed(), rows(session), []
        for leaver, successor, number, leaves, undoes in moves:
            if undoes and standing:
                handovers.undo(session, standing.pop())
            elif leaver != successor:
                day = days[0] + dt.timedelta(days=number)
                before = told(day)
                done = handovers.hand_over(
                    session, people[leaver], people[successor], day, leaves=leaves, stand_ins=undoes
                )
                standing.append(done)
                assert told(day) == before
            assert printed() == frozen
        while standing:
            handovers.undo(session, standing.pop())
        assert (told(), rows(session)) == (first, whole)
    finally:
        point.rollback()
        session.expunge_all()


def test_a_number_changed_after_a_handover_is_not_the_printed_one(session, alliance, valmont, anne, paul):
    paul.phones.append(ContactPhone(value="+33199001235"))
    coverage.assign(session, alliance, anne, on_behalf_of=valmont)
    publishing.publish(session, alliance, JANUARY)
    handovers.hand_over(session, anne, paul, MARCH)
    anne.phones[0].value = "+33199001299"
    session.flush()
    [group] = answers.as_printed(session, alliance)
    assert [coordinate.value for coordinate in group.coverages[0].printed.coordinates] == ["+33199001234"]
