"""Who is there: absences, the staff of desks, and the usual contacts that fill a new communiqué."""

from __future__ import annotations

import datetime as dt

import pytest
from builders import communique, contact, institution

from crm import availability, coverage
from crm.errors import InvalidChoice, InvalidLanguage, NotCovering, PeriodReversed

JANUARY, MARCH, MAY, JULY = (dt.date(2025, month, 1) for month in (1, 3, 5, 7))


@pytest.fixture
def valmont(session):
    return institution(session)


@pytest.fixture
def anne(session, valmont):
    return contact(session, "Anne Valmont", at=valmont)


@pytest.fixture
def paul(session, valmont):
    return contact(session, "Paul Martel", at=valmont)


@pytest.fixture
def desk(session):
    return contact(session, None, kind="desk", emails=("presse@example.org",))


class TestAway:
    def test_both_days_are_away(self, session, anne, paul):
        availability.away(session, anne, MARCH, MAY, stand_ins=[paul], note="congés")
        days = (MARCH - dt.timedelta(1), MARCH, MAY, MAY + dt.timedelta(1))
        found = [len(session.scalars(availability.absences_of(anne, on=day)).all()) for day in days]
        assert found == [0, 1, 1, 0]
        [one] = session.scalars(availability.absences_of())
        assert (one.contact, one.stand_in, one.note) == (anne, paul, "congés")

    def test_nobody_knows_when_they_return(self, session, anne):
        availability.away(session, anne, MARCH)
        assert len(session.scalars(availability.absences_of(anne, on=dt.date(2099, 1, 1))).all()) == 1

    def test_several_stand_ins_keep_their_order(self, session, anne, paul, desk):
        made = availability.away(session, anne, MARCH, stand_ins=[desk, paul])
        assert [one.stand_in for one in made] == [desk, paul]
        assert [one.stand_in for one in session.scalars(availability.absences_of(anne))] == [desk, paul]

    def test_nobody_stands_in_for_themselves(self, session, anne):
        with pytest.raises(NotCovering):
            availability.away(session, anne, MARCH, stand_ins=[anne])

    def test_an_absence_runs_forwards(self, session, anne):
        with pytest.raises(PeriodReversed):
            availability.away(session, anne, MAY, MARCH)


class TestDesks:
    def test_they_are_staffed_over_time(self, session, desk, anne, paul):
        availability.staff(session, desk, anne, ends_on=MARCH)
        availability.staff(session, desk, paul, starts_on=MARCH)
        found = {
            day: [one.person for one in session.scalars(availability.staff_of(desk, on=day))]
            for day in (JANUARY, MARCH, MAY)
        }
        assert found == {JANUARY: [anne], MARCH: [anne, paul], MAY: [paul]}
        assert [one.desk for one in session.scalars(availability.desks_of(paul, on=MAY))] == [desk]
        assert session.scalars(availability.desks_of(anne, on=MAY)).all() == []

    def test_by_persons_only(self, session, desk, anne, paul):
        for one, other in ((anne, paul), (desk, desk), (anne, desk)):
            with pytest.raises(NotCovering) as refused:
                availability.staff(session, one, other)
            assert refused.value.code == "coverage.not_a_desk"


class TestUsual:
    def test_the_most_particular_come_first(self, session, valmont, anne, paul, desk):
        availability.make_usual(session, valmont, desk)
        availability.make_usual(session, valmont, paul, language="en")
        availability.make_usual(session, valmont, anne, territory="La Réunion")

        def usual(**asked):
            return [one.contact for one in session.scalars(availability.usual_contacts_of(valmont, **asked))]

        assert usual() == [desk]
        assert usual(language="en") == [paul, desk]
        assert usual(territory="la reunion", language="en") == [anne, paul, desk]
        assert usual(territory="Grand Est") == [desk]
        assert usual(role="scientific") == []
        every = session.scalars(availability.every_usual_contact_of(valmont)).all()
        assert [one.contact for one in every] == [desk, paul, anne]

    def test_for_a_time(self, session, valmont, anne):
        availability.make_usual(session, valmont, anne, starts_on=MARCH, ends_on=MAY)
        days = (JANUARY, MARCH, MAY, JULY)
        found = [bool(session.scalars(availability.usual_contacts_of(valmont, on=day)).all()) for day in days]
        assert found == [False, True, True, False]

    def test_what_is_no_role_or_language_is_refused(self, session, valmont, anne):
        with pytest.raises(InvalidChoice):
            availability.make_usual(session, valmont, anne, role="boss")
        with pytest.raises(InvalidLanguage):
            availability.make_usual(session, valmont, anne, language="no such tongue")


class TestFilling:
    def test_the_usual_contacts_of_the_issuers_in_their_order(self, session, valmont, anne, paul):
        orvane = institution(session, "Orvane")
        made = communique(session, "Une alliance", orvane, valmont)
        availability.make_usual(session, valmont, anne)
        availability.make_usual(session, valmont, paul, role="scientific")
        availability.make_usual(session, orvane, paul)
        filled = availability.fill(session, made, on=MAY)
        assert [(one.contact, one.institution, one.role.value) for one in filled] == [
            (paul, orvane, "press"),
            (anne, valmont, "press"),
            (paul, valmont, "scientific"),
        ]
        assert session.scalars(coverage.of(made)).all() == filled
        assert availability.fill(session, made, on=MAY) == []

    def test_what_was_decided_for_it_goes_before_what_is_usual(self, session, valmont, anne, paul):
        made = communique(session, "Une alliance", valmont)
        availability.make_usual(session, valmont, anne)
        coverage.assign(session, made, paul, on_behalf_of=valmont)
        assert availability.fill(session, made, on=MAY) == []

    def test_only_the_most_particular_of_a_role(self, session, valmont, anne, paul, desk):
        for one, aim in ((desk, {}), (paul, {"topic": "rivières"}), (anne, {"topic": "Rivières"})):
            availability.make_usual(session, valmont, one, **aim)
        made = communique(session, "Une alliance", valmont)
        assert [one.contact for one in availability.fill(session, made, on=MAY, topic="rivières")] == [paul, anne]

    def test_by_the_language_of_the_communique(self, session, valmont, anne, paul):
        availability.make_usual(session, valmont, paul, language="en")
        availability.make_usual(session, valmont, anne, language="fr")
        made = communique(session, "An alliance", valmont, language="en")
        assert [one.contact for one in availability.fill(session, made, on=MAY)] == [paul]

    def test_who_has_left_or_is_not_usual_any_more_is_not_taken(self, session, valmont, anne, paul):
        availability.make_usual(session, valmont, anne, ends_on=MARCH)
        availability.make_usual(session, valmont, paul)
        [paul_job] = paul.affiliations
        paul_job.ends_on = MARCH
        made = communique(session, "Une alliance", valmont)
        assert availability.fill(session, made, on=MAY) == []
