"""The steps of a communiqué, and embargoes as instants: zones, and clocks that are put forward and back."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from builders import communique, contact
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm import coverage, publishing
from crm.errors import EmbargoIncomplete, NotPublishable
from crm.models import CommuniqueStatus

PARIS, NEW_YORK, REUNION = "Europe/Paris", "America/New_York", "Indian/Reunion"
NOON = dt.datetime(2025, 3, 1, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


@pytest.fixture
def alliance(session):
    return communique(session)


class TestInstants:
    def test_an_hour_in_paris_is_an_instant(self):
        assert publishing.instant_of(at("2025-01-17T20:00"), PARIS) == at("2025-01-17T19:00Z")

    @pytest.mark.parametrize(
        ("day", "paris"),
        [
            ("2025-03-02", "20:00"),  # a week before America puts its clocks forward, on 9 March
            ("2025-03-08", "20:00"),
            ("2025-03-09", "19:00"),
            ("2025-03-16", "19:00"),
            ("2025-03-23", "19:00"),
            ("2025-03-29", "19:00"),
            ("2025-03-30", "20:00"),  # Europe has followed
            ("2025-04-06", "20:00"),
            ("2025-10-19", "20:00"),
            ("2025-10-25", "20:00"),
            ("2025-10-26", "19:00"),  # Europe puts its clocks back, America a week later
            ("2025-11-01", "19:00"),
            ("2025-11-02", "20:00"),
            ("2025-11-09", "20:00"),
        ],
    )
    def test_two_in_the_afternoon_on_the_east_coast(self, day, paris):
        lifts = publishing.instant_of(at(f"{day}T14:00"), NEW_YORK)
        assert lifts == publishing.instant_of(at(f"{day}T{paris}"), PARIS)

    @pytest.mark.parametrize(
        ("zone", "change", "before", "after"),
        [
            (PARIS, "2025-03-30", 1, 2),
            (PARIS, "2025-10-26", 2, 1),
            (NEW_YORK, "2025-03-09", -5, -4),
            (NEW_YORK, "2025-11-02", -4, -5),
            (REUNION, "2025-03-30", 4, 4),
            (REUNION, "2025-10-26", 4, 4),
        ],
    )
    def test_a_week_either_side_of_a_change_of_clocks(self, zone, change, before, after):
        sunday = at(f"{change}T12:00")
        hours = [
            (sunday + number * DAY - publishing.instant_of(sunday + number * DAY, zone).replace(tzinfo=None))
            for number in range(-7, 8)
        ]
        assert [one / dt.timedelta(hours=1) for one in hours] == [before] * 7 + [after] * 8

    @pytest.mark.parametrize(
        ("local", "zone", "code"),
        [
            ("2025-03-30T02:00", PARIS, "embargo.clock_skips"),
            ("2025-03-30T02:59", PARIS, "embargo.clock_skips"),
            ("2025-10-26T02:00", PARIS, "embargo.clock_repeats"),
            ("2025-10-26T02:59", PARIS, "embargo.clock_repeats"),
            ("2025-03-09T02:30", NEW_YORK, "embargo.clock_skips"),
            ("2025-11-02T01:30", NEW_YORK, "embargo.clock_repeats"),
            ("2025-01-17T20:00", "Paris", "embargo.zone_unknown"),
            ("2025-01-17T20:00", "", "embargo.zone_unknown"),
            ("2025-01-17T20:00", "../etc", "embargo.zone_unknown"),
            ("2025-01-17T20:00+01:00", PARIS, "embargo.two_zones"),
        ],
    )
    def test_what_nobody_can_tell_is_refused(self, local, zone, code):
        with pytest.raises(EmbargoIncomplete) as refused:
            publishing.instant_of(at(local), zone)
        assert refused.value.code == code

    @pytest.mark.parametrize(
        ("local", "zone"),
        [
            ("2025-03-30T01:59", PARIS),
            ("2025-03-30T03:00", PARIS),
            ("2025-10-26T01:59", PARIS),
            ("2025-10-26T03:00", PARIS),
            ("2025-03-30T02:30", REUNION),
            ("2025-10-26T02:30", REUNION),
            ("2025-03-30T02:30", NEW_YORK),
        ],
    )
    def test_the_hours_beside_are_good(self, local, zone):
        assert publishing.instant_of(at(local), zone).tzinfo is dt.UTC

    @given(
        st.datetimes(at("2000-01-01T00:00"), at("2037-01-01T00:00")),
        st.sampled_from([PARIS, NEW_YORK, REUNION, "Asia/Kolkata", "Australia/Lord_Howe"]),
    )
    def test_an_instant_shows_on_the_clocks_what_was_said(self, local, zone):
        there = ZoneInfo(zone)
        meant = {local.replace(tzinfo=there, fold=fold).astimezone(dt.UTC) for fold in (0, 1)}
        if len(meant) == 1:
            found = publishing.instant_of(local, zone)
            assert found.astimezone(there).replace(tzinfo=None) == local
        else:
            with pytest.raises(EmbargoIncomplete):
                publishing.instant_of(local, zone)


class TestSteps:
    def test_they_are_recorded_with_who_and_when(self, session, alliance):
        publishing.put_under_embargo(session, alliance, at("2025-04-15T20:00"), PARIS, at=NOON, by="Anne")
        publishing.publish(session, alliance, at("2025-04-15T20:00+02:00"), by="Paul")
        publishing.correct(session, alliance, "a figure", on=dt.date(2025, 4, 16), at=at("2025-04-16T08:00Z"))
        publishing.withdraw(session, alliance, "it was wrong", at=at("2025-04-17T08:00Z"), by="Zoé")
        steps = session.scalars(publishing.steps_of(alliance)).all()
        assert [(one.status_before.value, one.status_after.value, one.stepped_by, one.note) for one in steps] == [
            ("draft", "embargoed", "Anne", None),
            ("embargoed", "published", "Paul", None),
            ("published", "corrected", None, "a figure"),
            ("corrected", "withdrawn", "Zoé", "it was wrong"),
        ]
        assert [one.stepped_at for one in steps][:2] == [NOON, at("2025-04-15T18:00Z")]
        assert (alliance.status, alliance.updated_on) == (CommuniqueStatus.WITHDRAWN, dt.date(2025, 4, 16))

    @pytest.mark.parametrize(
        ("status", "verbs"),
        [
            ("draft", "correct release"),
            ("embargoed", "correct"),
            ("published", "embargo release"),
            ("corrected", "embargo release publish"),
            ("withdrawn", "embargo release publish correct withdraw"),
        ],
    )
    def test_nonsense_is_refused_and_changes_nothing(self, session, alliance, status, verbs):
        if status == "embargoed":
            publishing.put_under_embargo(session, alliance, at("2025-04-15T20:00"), PARIS, at=NOON)
        alliance.status = CommuniqueStatus(status)
        session.flush()
        before = len(session.scalars(publishing.steps_of(alliance)).all())
        steps = {
            "embargo": lambda: publishing.put_under_embargo(session, alliance, at("2025-05-15T20:00"), PARIS, at=NOON),
            "release": lambda: publishing.release(session, alliance),
            "publish": lambda: publishing.publish(session, alliance, dt.date(2025, 6, 1)),
            "correct": lambda: publishing.correct(session, alliance, "a figure", on=dt.date(2025, 6, 1)),
            "withdraw": lambda: publishing.withdraw(session, alliance, "wrong"),
        }
        for verb in verbs.split():
            with pytest.raises(NotPublishable) as refused:
                steps[verb]()
            assert refused.value.code in {"communique.wrong_step", "communique.withdrawn"}
            assert alliance.status == status
        assert len(session.scalars(publishing.steps_of(alliance)).all()) == before

    def test_an_embargo_can_be_moved_and_taken_away(self, session, alliance):
        publishing.put_under_embargo(session, alliance, at("2025-04-15T20:00"), PARIS, at=NOON)
        publishing.put_under_embargo(session, alliance, at("2025-04-16T20:00+04:00"), REUNION, at=NOON)
        assert (alliance.embargo_at, alliance.embargo_zone) == (at("2025-04-16T16:00Z"), REUNION)
        publishing.release(session, alliance, at=NOON)
        assert (alliance.status, alliance.embargo_at) == (CommuniqueStatus.DRAFT, None)

    def test_an_embargo_lies_ahead(self, session, alliance):
        with pytest.raises(NotPublishable) as refused:
            publishing.put_under_embargo(session, alliance, at("2025-03-01T13:00"), PARIS, at=NOON)
        assert refused.value.code == "embargo.past"
        assert alliance.embargo_at is None
        publishing.put_under_embargo(session, alliance, at("2025-03-01T13:01"), PARIS, at=NOON)

    def test_nothing_goes_out_before_its_embargo_lifts(self, session, alliance):
        publishing.put_under_embargo(session, alliance, at("2025-03-10T14:00"), NEW_YORK, at=NOON)
        with pytest.raises(NotPublishable) as refused:
            publishing.publish(session, alliance, at("2025-03-10T18:59:59+01:00"))
        assert refused.value.code == "communique.embargoed"
        publishing.publish(session, alliance, at("2025-03-10T19:00:00+01:00"))
        assert alliance.status == CommuniqueStatus.PUBLISHED

    def test_an_instant_without_a_zone_is_none(self, session, alliance):
        with pytest.raises(EmbargoIncomplete) as refused:
            publishing.publish(session, alliance, at("2025-03-10T18:59"))
        assert refused.value.code == "embargo.no_zone"
        assert alliance.status == CommuniqueStatus.DRAFT

    def test_the_day_is_that_of_the_zone(self, session):
        one, other = (communique(session, title, dated_on=None) for title in ("Un", "Deux"))
        publishing.put_under_embargo(session, one, at("2025-03-10T00:30"), REUNION, at=NOON)
        publishing.publish(session, one, at("2025-03-09T20:30Z"))
        publishing.publish(session, other, at("2025-03-10T00:30+04:00"))
        assert (one.dated_on, other.dated_on) == (dt.date(2025, 3, 10), dt.date(2025, 3, 10))

    def test_only_who_answers_on_the_day_is_printed(self, session, alliance):
        anne, paul, zoe = (contact(session, name) for name in ("Anne Valmont", "Paul Martel", "Zoé Quint"))
        coverage.assign(session, alliance, anne, ends_on=dt.date(2025, 2, 1))
        coverage.assign(session, alliance, paul)
        coverage.assign(session, alliance, zoe, starts_on=dt.date(2025, 4, 1))
        assert [one.name for one in publishing.publish(session, alliance, NOON)] == ["Paul Martel"]


class TestLifting:
    def test_what_lifts_between_two_instants_the_first_first(self, session):
        made = {}
        for title, until in (("b", "2025-03-10T14:00"), ("a", "2025-03-10T13:00"), ("c", "2025-03-11T14:00")):
            made[title] = communique(session, title)
            publishing.put_under_embargo(session, made[title], at(until), NEW_YORK, at=NOON)
        communique(session, "d", embargo_at=at("2025-03-10T18:00Z"), embargo_zone=PARIS)
        between = publishing.lifting(at("2025-03-10T17:00Z"), at("2025-03-11T18:00Z"))
        assert [one.title for one in session.scalars(between)] == ["a", "b"]

    def test_what_is_due_goes_out_once_the_first_first(self, session):
        made = {}
        for title, until, zone in (
            ("b", "2025-03-10T14:00", NEW_YORK),  # 18:00 UTC, in the weeks when Paris is five hours ahead
            ("a", "2025-03-10T18:59", PARIS),  # 17:59 UTC
            ("c", "2025-03-10T22:01", REUNION),  # 18:01 UTC
        ):
            made[title] = communique(session, title, dated_on=None)
            publishing.put_under_embargo(session, made[title], at(until), zone, at=NOON)
        communique(session, "a draft", embargo_at=at("2025-03-10T17:00Z"), embargo_zone=PARIS)
        assert [one.title for one in session.scalars(publishing.due(at("2025-03-10T17:58:59Z")))] == []
        lifted = publishing.lift(session, at=at("2025-03-10T18:00Z"), by="Zoé")
        assert [one.communique.title for one in lifted] == ["a", "b"]
        assert [one.status for one in made.values()] == ["published", "published", "embargoed"]
        assert publishing.lift(session, at=at("2025-03-10T18:00Z")) == []
        assert [one.communique for one in publishing.lift(session, at=at("2025-03-10T18:01Z"))] == [made["c"]]
        step = session.scalars(publishing.steps_of(made["b"])).all()[-1]
        assert (step.status_after, step.stepped_at, step.stepped_by) == ("published", at("2025-03-10T18:00Z"), "Zoé")

    def test_asked_late_it_prints_what_held_on_the_day_it_lifted(self, session, alliance):
        anne, paul = contact(session, "Anne Valmont"), contact(session, "Paul Martel")
        alliance.dated_on = None
        coverage.assign(session, alliance, anne, ends_on=dt.date(2025, 3, 10))
        coverage.assign(session, alliance, paul, starts_on=dt.date(2025, 3, 11))
        publishing.put_under_embargo(session, alliance, at("2025-03-11T00:30"), REUNION, at=NOON)
        [lifted] = publishing.lift(session, at=at("2025-04-01T12:00Z"))
        assert [one.name for one in lifted.printed] == ["Paul Martel"]
        assert alliance.dated_on == dt.date(2025, 3, 11)

    def test_it_needs_an_instant(self, session):
        with pytest.raises(EmbargoIncomplete) as refused:
            publishing.lift(session, at=at("2025-03-10T18:59"))
        assert refused.value.code == "embargo.no_zone"

    @given(minutes=st.lists(st.integers(-3000, 3000), max_size=4), zone=st.sampled_from([PARIS, NEW_YORK, REUNION]))
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_around_a_change_of_the_clocks_nothing_goes_out_early_or_stays(self, session, minutes, zone):
        """Nothing that a person said of a clock depends on when somebody looks: only the instant does."""
        change = at("2025-03-30T01:00Z")
        point = session.begin_nested()
        made = [communique(session, str(number)) for number in minutes]
        for one, number in zip(made, minutes, strict=True):
            publishing.put_under_embargo(session, one, change + dt.timedelta(minutes=number), zone, at=NOON)
        publishing.lift(session, at=change)
        assert [one.status == "published" for one in made] == [number <= 0 for number in minutes]
        point.rollback()
        session.expunge_all()
