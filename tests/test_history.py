"""The history answers who changed what and what was known on a day; changes are taken back, or refused with reasons."""

from __future__ import annotations

import datetime as dt
import json

import builders
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, func, insert, select, update
from sqlalchemy.orm import Session
from test_recording import WAYS, everything, house, of_types, write_some

from crm import coverage, history, provenance
from crm.database import Database
from crm.errors import ChangedSince, InvalidInstant, InvalidText
from crm.history.asking import once_owned
from crm.models import (
    Affiliation,
    Change,
    ChangeAction,
    Communique,
    ContactEmail,
    CoverageSnapshot,
    Document,
    ImportRun,
    PressContact,
    recording,
)

__all__ = ["house"]  # a fixture of test_recording

START = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)


class Clock:
    """Every look at it is a day later, unless it is put back."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> dt.datetime:
        self.now += dt.timedelta(days=1)
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(recording, "utc_now", clock)
    return clock


@pytest.fixture
def anne(session: Session) -> PressContact:
    return builders.contact(session, "Anne Valmont", emails=("anne@example.org",))


def run(session: Session) -> ImportRun:
    made = ImportRun(sha256="0" * 64, settings="{}")
    session.add(made)
    session.flush()
    return made


class TestAsked:
    def test_of_a_record_oldest_first(self, session, anne):
        for language in ("fr", "en"):
            anne.language = language
            session.flush()
        told = [(one.action, history.values(one)[1]) for one in session.scalars(history.of(anne))]
        assert told == [
            (ChangeAction.CREATED, None),
            (ChangeAction.UPDATED, {"language": "fr"}),
            (ChangeAction.UPDATED, {"language": "en"}),
        ]

    def test_the_creation_of_many_concerns_each_of_them(self, session):
        session.execute(insert(PressContact), [{"printed_name": f"Anne {number}"} for number in range(1500)])
        numbers = session.scalars(select(PressContact.id).order_by(PressContact.id)).all()
        for number in (numbers[0], numbers[999], numbers[1000], numbers[-1]):
            one = session.scalars(history.of((PressContact, number))).one()
            assert one.subject_id <= number <= one.last_id
        assert session.scalars(history.of((PressContact, numbers[-1] + 1))).all() == []

    def test_records_with_the_same_number_are_not_confused(self, session, anne):
        session.execute(insert(Communique), [{"id": anne.id, "title": "Une alliance"}])
        assert [one.subject for one in session.scalars(history.of((Communique, anne.id)))] == ["communique"]

    def test_a_statement_can_be_refined(self, session, anne):
        anne.language = "fr"
        session.flush()
        assert session.scalar(history.of(anne).with_only_columns(func.count()).order_by(None)) == 2

    def test_what_has_no_history_says_so(self):
        with pytest.raises(ValueError, match="keeps no history"):
            history.of((Document, 1))

    def test_between_two_instants_the_first_included(self, session, clock):
        anne = builders.contact(session)
        anne.language = "fr"
        session.flush()
        first, second = session.scalars(history.of(anne))
        assert session.scalars(history.between(first.changed_at, second.changed_at)).all() == [first]
        assert session.scalars(history.between(first.changed_at)).all() == [first, second]
        assert session.scalars(history.between(None, first.changed_at)).all() == []

    def test_what_belonged_to_a_record_is_told_with_it(self, session, anne):
        basile = builders.contact(session, "Basile Orvane")
        email = anne.emails[0]
        session.execute(update(ContactEmail).values(contact_id=basile.id))
        session.refresh(email)
        told = [(one.subject, one.action) for one in session.scalars(history.about(session, anne))]
        assert told[-1] == ("contact_email", ChangeAction.UPDATED)
        assert len(told) == len(session.scalars(history.about(session, basile)).all()) == 3


class TestWho:
    def test_changes_are_signed(self, session, anne):
        anne.title = "Dr"
        with history.by(session, "zoe@example.org"):
            anne.language = "fr"
        anne.language = "en"
        session.flush()
        signed = [one.changed_by for one in session.scalars(history.of(anne))]
        assert signed == [None, None, "zoe@example.org", None]

    def test_and_those_of_an_import_belong_to_it(self, session, anne):
        made = run(session)
        with history.by(session, None, run=made):
            session.execute(update(PressContact).values(language="fr"))
        assert [one.subject_id for one in session.scalars(history.by_run(made))] == [anne.id]
        assert session.scalars(history.by_run(made.id + 1)).all() == []

    def test_an_error_inside_leaves_the_session_unsigned(self, session):
        with pytest.raises(ZeroDivisionError), history.by(session, "zoe@example.org"):
            _ = 1 / 0
        assert session.info["crm_by"] is None

    def test_a_name_that_no_column_holds_is_refused_at_once(self, session):
        with pytest.raises(InvalidText), history.by(session, "z" * 201):
            pass


class TestKnown:
    def test_a_contact_on_every_day(self, session, clock):
        house = builders.institution(session)
        before = clock.now
        anne = builders.contact(session, emails=("anne@example.org",), at=house)
        number, made = anne.id, clock.now
        anne.emails[0].value = "a.valmont@example.org"
        anne.name = "Anne d'Almery"
        session.flush()
        changed = clock.now
        session.delete(anne)
        session.flush()
        assert history.contact_as_of(session, number, before) is None
        first, second = (history.contact_as_of(session, number, day) for day in (made, changed))
        assert (first.name, [one["address"] for one in first.emails]) == ("Anne Valmont", ["anne@example.org"])
        assert (second.name, [one["address"] for one in second.emails]) == ("Anne d'Almery", ["a.valmont@example.org"])
        assert [one["institution_id"] for one in second.affiliations] == [house.id]
        assert history.contact_as_of(session, number, clock.now) is None
        assert history.as_of(session, (PressContact, number), made)["uid"] == first.contact["uid"]

    def test_an_address_belonged_to_whom_it_belonged(self, session, clock):
        anne = builders.contact(session, emails=("presse@example.org",))
        basile = builders.contact(session, "Basile Orvane")
        then = clock.now
        session.execute(update(ContactEmail).values(contact_id=basile.id))
        session.expire_all()
        assert [len(history.contact_as_of(session, one, then).emails) for one in (anne, basile)] == [1, 0]
        assert [len(history.contact_as_of(session, one, clock.now).emails) for one in (anne, basile)] == [0, 1]

    def test_no_text_passes_for_an_owner(self, session, clock):
        anne = builders.contact(session)
        decoy = f'"contact_id": {anne.id},'
        basile = builders.contact(session, "Basile Orvane")
        basile.emails.append(ContactEmail(text=decoy, error_code="email.none", label=decoy))
        session.flush()
        then = clock.now
        basile.emails.clear()
        session.flush()
        assert history.contact_as_of(session, anne, then).emails == []
        assert [one["text"] for one in history.contact_as_of(session, basile, then).emails] == [decoy]

    def test_numbers_that_begin_alike_are_not_confused(self, session, clock):
        session.execute(insert(PressContact), [{"id": n, "printed_name": "Anne"} for n in (710_000, 7_100_001)])
        session.execute(insert(ContactEmail), [{"contact_id": 7_100_001, "address": "a@example.org"}])
        then = clock.now
        session.execute(ContactEmail.__table__.delete())
        assert history.contact_as_of(session, 710_000, then).emails == []
        assert len(history.contact_as_of(session, 7_100_001, then).emails) == 1

    def test_whose_it_was_is_found_by_an_index(self, session, clock, anne):
        driver = session.connection().connection.driver_connection
        sent = []
        event.listen(session.get_bind(), "before_cursor_execute", lambda *args: sent.append((args[2], args[3])))
        session.execute(once_owned(ContactEmail.__table__, "contact_id", anne.id)).all()
        is_sqlite = session.get_bind().dialect.name == "sqlite"
        cursor = driver.cursor()
        if not is_sqlite:
            cursor.execute("SET LOCAL enable_seqscan = off")  # it is quicker in a small table
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' if is_sqlite else ''}{sent[-1][0]}", sent[-1][1])
        assert "ix_crm_change_former_contact_id" in str(cursor.fetchall())

    def test_what_was_there_before_any_history(self, session, clock):
        session.execute(insert(PressContact), [{"id": 5, "printed_name": "Anne"}], execution_options=history.OWN)
        assert history.as_of(session, (PressContact, 5), START)["printed_name"] == "Anne"

    def test_a_clock_that_was_put_back(self, session, clock, anne):
        anne.language = "fr"
        session.flush()
        between = clock.now + dt.timedelta(hours=1)
        clock.now += dt.timedelta(days=9)
        anne.language = "en"
        session.flush()
        clock.now = START
        anne.language = "de"
        session.flush()
        assert history.as_of(session, anne, between)["language"] == "fr"

    def test_an_instant_has_a_zone(self, session, anne):
        with pytest.raises(InvalidInstant):
            history.as_of(session, anne, dt.datetime(2025, 1, 1))  # noqa: DTZ001 - that is what is wrong with it


class TestTakenBack:
    def test_an_update_a_creation_and_a_deletion(self, session, clock, anne):
        since = clock.now + dt.timedelta(hours=1)
        before = everything(session)
        anne.language = "fr"
        builders.contact(session, "Basile Orvane", emails=("basile@example.org",), at=builders.institution(session))
        session.delete(anne)
        session.flush()
        done = history.revert(session, history.between(since))
        assert (done.updated, done.deleted, done.restored) == (1, 5, 2)
        assert everything(session) == before

    def test_and_that_can_be_taken_back(self, session, anne):
        anne.language = "fr"
        session.flush()
        change = session.scalars(history.of(anne)).all()[-1]
        history.revert(session, [change])
        assert anne.language is None
        undone = session.scalars(history.of(anne)).all()[-1]
        history.revert(session, [undone])
        assert anne.language == "fr"

    def test_later_values_are_not_lost(self, session, anne):
        for language in ("fr", "en"):
            anne.language = language
            session.flush()
        _, first, second = session.scalars(history.of(anne))
        with pytest.raises(ChangedSince) as refused:
            history.revert(session, [first])
        assert refused.value.reasons == (f"contact {anne.id}: language changed since",)
        assert refused.value.code == "history.changed_since"
        history.revert(session, [first, second])
        assert anne.language is None

    def test_other_columns_may_have_changed(self, session, anne):
        anne.language = "fr"
        session.flush()
        change = session.scalars(history.of(anne)).all()[-1]
        anne.title = "Dr"
        session.flush()
        history.revert(session, [change])
        assert (anne.language, anne.title) == (None, "Dr")

    def test_nothing_is_done_when_one_is_refused(self, session, anne):
        basile = builders.contact(session, "Basile Orvane")
        session.execute(update(PressContact).values(language="fr"))
        changes = session.scalars(select(Change).where(Change.action == ChangeAction.UPDATED)).all()
        basile.language = "en"
        session.flush()
        last = session.scalar(select(func.max(Change.id)))
        with pytest.raises(ChangedSince):
            history.revert(session, changes)
        session.expire_all()
        assert (anne.language, basile.language) == ("fr", "en")
        assert session.scalar(select(func.max(Change.id))) == last

    def test_what_was_created_and_changed_by_hand_stays(self, session):
        made = run(session)
        with history.by(session, None, run=made):
            session.execute(insert(PressContact), [{"printed_name": f"Anne {number}"} for number in range(3)])
        second = session.scalars(select(PressContact).order_by(PressContact.id)).all()[1]
        second.language = "fr"
        session.flush()
        with pytest.raises(ChangedSince) as refused:
            history.revert(session, history.by_run(made))
        assert refused.value.reasons == (f"contact {second.id}: it has been changed since it was created",)

    def test_what_is_used_stays(self, session):
        made = run(session)
        with history.by(session, None, run=made):
            anne = builders.contact(session)
        session.add(ContactEmail(contact=anne, value="later@example.org"))
        session.flush()
        with pytest.raises(ChangedSince) as refused:
            history.revert(session, history.by_run(made))
        assert refused.value.reasons == (f"contact {anne.id}: a row of contact_email refers to it",)

    def test_what_was_printed_stays(self, session, house):
        made = run(session)
        contact = session.scalars(select(PressContact)).first()
        release = session.scalars(select(Communique)).one()
        with history.by(session, None, run=made):
            covering = session.scalars(coverage.of(release)).first()
            session.add(CoverageSnapshot(coverage_id=covering.id, name=contact.name.printed))
        with pytest.raises(ChangedSince) as refused:
            history.revert(session, history.by_run(made))
        assert refused.value.reasons == (f"coverage_snapshot {covering.id}: it was printed",)

    def test_what_was_deleted_since_is_not_missed(self, session):
        made = run(session)
        with history.by(session, None, run=made):
            session.execute(insert(PressContact), [{"printed_name": f"Anne {number}"} for number in range(3)])
        session.delete(session.scalars(select(PressContact)).first())
        session.flush()
        assert history.revert(session, history.by_run(made)).deleted == 2

    def test_a_place_that_was_taken_stays_taken(self, session, house):
        job = session.scalars(select(Affiliation)).first()
        number = job.id
        session.execute(Affiliation.__table__.delete().where(Affiliation.id == number))
        deletions = select(Change).where(Change.action == ChangeAction.DELETED)
        session.execute(insert(Affiliation), [{"id": number, "contact_id": job.contact_id, "institution_id": house.id}])
        with pytest.raises(ChangedSince) as refused:
            history.revert(session, deletions)
        assert f"affiliation {number}: something else" in refused.value.reasons[-1]

    def test_a_run_of_thousands(self, session):
        made = run(session)
        before = everything(session)
        with history.by(session, None, run=made):
            session.execute(insert(PressContact), [{"printed_name": f"Anne {number}"} for number in range(2300)])
            session.execute(update(PressContact).values(language="fr"))
        done = history.revert(session, history.by_run(made))
        assert (done.updated, done.deleted) == (2300, 2300)
        assert everything(session) == before

    def test_an_imported_record_still_has_its_origin(self, session, anne):
        provenance.record(session, anne, by="zoe@example.org")
        session.flush()
        assert [one.recorded_by for one in session.scalars(provenance.of(anne))] == ["zoe@example.org"]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ways=st.lists(st.sampled_from(sorted(WAYS)), min_size=1, max_size=6))
def test_whatever_was_done_can_be_taken_back(session, house, ways):
    with session.begin_nested() as outer:
        before, last = everything(session), session.scalar(select(func.max(Change.id)))
        for way in ways:
            write_some(session, way)
            session.expire_all()
        history.revert(session, select(Change).where(Change.id > last))
        assert of_types(everything(session)) == of_types(before)
        outer.rollback()
    session.expire_all()


class TestCommand:
    @pytest.fixture
    def changed(self, database: Database) -> Database:
        with database.begin() as session, history.by(session, "zoe@example.org"):
            anne = builders.contact(session, emails=("anne@example.org",))
            anne.language = "fr"
            session.flush()
            session.delete(builders.contact(session, "Basile Orvane"))
            builders.institution(session, "Institut Orvane")
            builders.communique(session, "Une alliance")
        return database

    @pytest.fixture
    def url(self, changed: Database) -> str:
        return changed.engine.url.render_as_string(hide_password=False)

    def test_it_says_who_changed_what(self, crm, url):
        status, printed, _ = crm("--db", url, "history", "contacts", "Anne Valmont")
        assert status == 0
        assert "zoe@example.org" in printed
        assert "text: anne@example.org" in printed
        assert "language: nothing → fr" in printed

    def test_as_json(self, crm, url):
        status, printed, _ = crm("--db", url, "history", "contacts", "Anne Valmont", "--json")
        told = json.loads(printed)
        assert status == 0
        assert [(one["record"], one["action"]) for one in told] == [
            ("contact", "created"),
            ("contact_email", "created"),
            ("contact", "updated"),
        ]
        assert told[-1]["before"] == {"language": None}
        assert [(one["before"], one["after"] and one["after"]["language"]) for one in told[::2]] == [
            (None, None),
            ({"language": None}, "fr"),
        ]
        assert told[0]["after"]["printed_name"] == "Anne Valmont"
        assert told[1]["after"]["text"] == "anne@example.org"

    def test_of_what_is_no_more(self, crm, url, changed):
        with changed.session() as session:
            gone = session.scalars(select(Change.subject_id).where(Change.action == ChangeAction.DELETED)).one()
        status, printed, _ = crm("--db", url, "history", "contacts", gone)
        assert status == 0
        assert "deleted" in printed
        assert "printed_name: Basile Orvane" in printed

    @pytest.mark.parametrize(("kind", "name"), [("institutions", "Institut Orvane"), ("communiques", "alliance")])
    def test_of_others(self, crm, url, kind, name):
        status, printed, _ = crm("--db", url, "history", kind, name)
        assert (status, "created" in printed) == (0, True)

    def test_of_nobody(self, crm, url):
        status, printed, said = crm("--db", url, "history", "contacts", "999999")
        assert (status, printed) == (2, "")
        assert "record.not_found" in said
