"""Coverage: who answers for what, asked by statements that can be refined, and what was printed."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from builders import JANUARY, communique, contact, institution
from sqlalchemy import Date, Integer, bindparam, event, func, select
from sqlalchemy.orm import selectinload

from crm import communiques, coverage, publishing
from crm.errors import InvalidChoice, NotCovering, NotPublishable, PeriodReversed
from crm.models import (
    Affiliation,
    Communique,
    ContactEmail,
    ContactPhone,
    CoordinateKind,
    Coverage,
    CoverageRole,
    CoverageSnapshot,
    Institution,
    InstitutionName,
    Issuer,
    PressContact,
)

LIFTS = dt.datetime(2025, 4, 15, 18, tzinfo=dt.UTC)
MARCH, APRIL, MAY = dt.date(2025, 3, 1), dt.date(2025, 4, 1), dt.date(2025, 5, 1)


@pytest.fixture
def valmont(session):
    return institution(session)


@pytest.fixture
def anne(session, valmont):
    return contact(session, "Anne Valmont", emails=("anne@example.org",), phones=("+33199001234",), at=valmont)


@pytest.fixture
def paul(session):
    return contact(session, "Paul Martel", phones=("+33199001235",))


@pytest.fixture
def alliance(session, valmont):
    return communique(session, "Une alliance", valmont)


class TestAsking:
    def test_contacts_come_in_printed_order(self, session, alliance, anne, paul):
        coverage.assign(session, alliance, paul)
        coverage.assign(session, alliance, anne)
        assert session.scalars(coverage.contacts_of(alliance)).all() == [paul, anne]
        assert session.scalars(coverage.contacts_of(alliance.id)).all() == [paul, anne]

    def test_a_position_puts_a_contact_first(self, session, alliance, anne, paul):
        coverage.assign(session, alliance, paul, position=5)
        coverage.assign(session, alliance, anne, position=1)
        assert session.scalars(coverage.contacts_of(alliance)).all() == [anne, paul]

    def test_communiques_come_newest_first_and_undated_last(self, session, valmont, anne):
        undated = communique(session, "Sans date", valmont, dated_on=None)
        old, new = communique(session, "Hier", dated_on=MARCH), communique(session, "Demain", dated_on=MAY)
        for one in (undated, old, new):
            coverage.assign(session, one, anne)
        coverage.assign(session, old, anne, role="spokesperson")
        assert session.scalars(coverage.communiques_of(anne)).all() == [new, old, undated]
        assert [one.communique for one in session.scalars(coverage.of_contact(anne))] == [new, old, old, undated]

    def test_answers_are_narrowed_by_role_institution_and_day(self, session, alliance, valmont, anne, paul):
        coverage.assign(session, alliance, anne, on_behalf_of=valmont, starts_on=MARCH, ends_on=APRIL)
        coverage.assign(session, alliance, paul, role="scientific")

        def names(**narrowed):
            return [str(one.name) for one in session.scalars(coverage.contacts_of(alliance, **narrowed))]

        assert names() == ["Anne Valmont", "Paul Martel"]
        assert names(role="press") == ["Anne Valmont"]
        assert names(role=CoverageRole.SCIENTIFIC) == ["Paul Martel"]
        assert names(on_behalf_of=valmont) == ["Anne Valmont"]
        assert names(on=MARCH) == names(on=APRIL) == ["Anne Valmont", "Paul Martel"]
        assert names(on=MAY) == ["Paul Martel"]
        assert session.scalars(coverage.communiques_of(anne, on=MAY)).all() == []

    def test_a_statement_can_be_refined(self, session, alliance, anne, paul):
        coverage.assign(session, alliance, anne)
        coverage.assign(session, alliance, paul)
        refined = coverage.contacts_of(alliance).where(PressContact.family_name == "Martel").limit(1)
        assert session.scalars(refined).all() == [paul]
        counted = coverage.contacts_of(alliance).with_only_columns(func.count()).order_by(None)
        assert session.scalar(counted) == 2

    def test_the_number_of_statements_does_not_grow_with_the_answer(self, session, valmont):
        def statements_for(size: int) -> int:
            made = communique(session, f"À {size}")
            for number in range(size):
                one = contact(session, f"Anne {'abcdefghij'[number]}", phones=(f"+3319900000{number}",), at=valmont)
                coverage.assign(session, made, one, on_behalf_of=valmont)
            coverage.freeze(session, made)
            session.commit()
            session.expunge_all()
            seen = []
            event.listen(session.get_bind(), "before_cursor_execute", lambda *args: seen.append(args[2]))
            for one in session.scalars(coverage.of(made.id)):
                assert str(one.contact.name) == one.printed.name
                assert one.institution.name == one.printed.institution
                assert coverage.phones_of(one, MAY)
            return len(seen)

        assert statements_for(2) == statements_for(8)


class TestMadeOnce:
    """With a parameter for whom it is about, a statement is made once; a record's number may be any expression."""

    def test_of_communiques(self, session, valmont, alliance, anne, paul):
        other = communique(session, "Une autre", valmont)
        for covered, covering in ((alliance, anne), (alliance, paul), (other, paul)):
            coverage.assign(session, covered, covering, starts_on=MARCH)
        asked, on = bindparam("asked", type_=Integer), bindparam("on", type_=Date)
        contacts, coverages = coverage.contacts_of(asked), coverage.of(asked, on=on)
        for one, expected in ((alliance, [anne, paul]), (other, [paul])):
            assert session.scalars(contacts, {"asked": one.id}).all() == expected
            found = session.scalars(coverages, {"asked": one.id, "on": APRIL}).all()
            assert [each.contact for each in found] == expected
            assert session.scalars(coverages, {"asked": one.id, "on": JANUARY}).all() == []

    def test_of_contacts(self, session, alliance, anne, paul):
        coverage.assign(session, alliance, anne)
        asked = bindparam("asked", type_=Integer)
        communiques_of, coverages = coverage.communiques_of(asked), coverage.of_contact(asked)
        for one, expected in ((anne, [alliance]), (paul, [])):
            assert session.scalars(communiques_of, {"asked": one.id}).all() == expected
            found = session.scalars(coverages, {"asked": one.id}).all()
            assert [each.communique for each in found] == expected

    def test_columns_of_the_connection_are_those_of_the_session(self, session, alliance, anne):
        coverage.assign(session, alliance, anne)
        columns = coverage.contacts_of(bindparam("asked", type_=Integer)).with_only_columns(PressContact.printed_name)
        found = session.connection().execute(columns, {"asked": alliance.id}).all()
        assert found == session.execute(columns, {"asked": alliance.id}).all() == [("Anne Valmont",)]

    def test_of_every_row_of_a_greater_statement(self, session, alliance, anne, paul):
        coverage.assign(session, alliance, anne)
        times = coverage.of_contact(PressContact.id).with_only_columns(func.count()).order_by(None)
        counted = select(PressContact, times.correlate(PressContact).scalar_subquery()).order_by(PressContact.id)
        assert session.execute(counted).all() == [(anne, 1), (paul, 0)]


class TestRefining:
    """Who needs more says ``selectinload``, of what comes with the answer too: SQLAlchemy refuses another way of it."""

    MORE = (
        selectinload(Coverage.contact).selectinload(PressContact.affiliations),
        selectinload(Coverage.institution).selectinload(Institution.domains),
    )
    ISSUERS = selectinload(Communique.issuers).selectinload(Issuer.institution).selectinload(Institution.domains)

    def test_the_coverages_of_a_communique_and_of_a_contact(self, session, alliance, anne, valmont):
        coverage.assign(session, alliance, anne, on_behalf_of=valmont)
        session.expunge_all()
        for statement in (coverage.of(alliance), coverage.of_contact(anne)):
            found = session.scalars(statement.options(*self.MORE)).one()
            assert [job.institution_id for job in found.contact.affiliations] == [valmont.id]
            assert (found.institution.name, found.institution.domains) == (valmont.name, [])
            session.expunge_all()

    def test_the_issuers_of_a_list_of_communiques(self, session, alliance, anne, valmont):
        coverage.assign(session, alliance, anne)
        session.expunge_all()
        for statement in (communiques.listed(), coverage.communiques_of(anne)):
            found = session.scalars(statement.options(self.ISSUERS)).one()
            assert [(one.institution.name, one.institution.domains) for one in found.issuers] == [(valmont.name, [])]
            session.expunge_all()


class TestAssigning:
    def test_assigning_twice_is_assigning_once(self, session, alliance, valmont, anne):
        one = coverage.assign(session, alliance, anne, on_behalf_of=valmont)
        assert coverage.assign(session, alliance, anne, on_behalf_of=valmont) is one
        assert coverage.assign(session, alliance, anne) is not one
        assert coverage.assign(session, alliance, anne, on_behalf_of=valmont, role="spokesperson") is not one

    def test_a_stand_in_is_remembered_with_the_one_stood_in_for(self, session, alliance, anne, paul):
        one = coverage.assign(session, alliance, paul, standing_in_for=anne, starts_on=MARCH, ends_on=APRIL)
        found = session.scalars(coverage.of(alliance)).one()
        assert found is one
        assert found.standing_in_for is anne

    def test_nobody_stands_in_for_themselves(self, session, alliance, anne):
        with pytest.raises(NotCovering):
            coverage.assign(session, alliance, anne, standing_in_for=anne)

    def test_a_period_runs_forwards(self, session, alliance, anne):
        with pytest.raises(PeriodReversed):
            coverage.assign(session, alliance, anne, starts_on=MAY, ends_on=MARCH)

    def test_a_role_nobody_knows_is_refused(self, session, alliance, anne):
        with pytest.raises(InvalidChoice) as refused:
            coverage.assign(session, alliance, anne, role="boss")
        assert "spokesperson" in refused.value.hint

    def test_several_at_once_assign_once(self, database):
        with database.begin() as session:
            one, anne = communique(session), contact(session)

        def assign(_: int) -> None:
            with database.begin() as session:
                coverage.assign(session, session.merge(one), session.merge(anne))

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(assign, range(8)))
        with database.session() as session:
            assert session.scalar(select(func.count()).select_from(Coverage)) == 1

    def test_it_never_commits(self, session, alliance, anne):
        session.commit()
        coverage.assign(session, alliance, anne)
        session.rollback()
        assert session.scalars(coverage.of(alliance)).all() == []


class TestPrinted:
    def test_publication_freezes_what_is_printed(self, session, alliance, valmont, anne):
        one = coverage.assign(session, alliance, anne, on_behalf_of=valmont)
        [snapshot] = publishing.publish(session, alliance, JANUARY)
        assert alliance.status == "published"
        assert (snapshot.name, snapshot.institution) == ("Anne Valmont", "Université de Valmont")
        assert snapshot.printed_values(CoordinateKind.EMAIL) == ["anne@example.org"]
        assert snapshot.printed_values(CoordinateKind.PHONE) == ["+33199001234"]
        assert session.get(CoverageSnapshot, one.id) is snapshot

    def test_publishing_again_changes_nothing_and_adds_who_came_since(self, session, alliance, anne, paul):
        coverage.assign(session, alliance, anne)
        assert len(publishing.publish(session, alliance, JANUARY)) == 1
        assert publishing.publish(session, alliance, MAY) == []
        coverage.assign(session, alliance, paul)
        assert [snapshot.name for snapshot in publishing.publish(session, alliance, MAY)] == ["Paul Martel"]
        assert alliance.dated_on == JANUARY

    def test_a_changed_phone_leaves_the_snapshot_as_it_was(self, session, alliance, valmont, anne):
        one = coverage.assign(session, alliance, anne, on_behalf_of=valmont)
        publishing.publish(session, alliance, JANUARY)
        assert coverage.differences(one, MAY) == []
        anne.phones[0].value = "+33199009999"
        session.flush()
        session.expire_all()
        found = session.scalars(coverage.of(alliance)).one()
        assert found.printed.printed_values(CoordinateKind.PHONE) == ["+33199001234"]
        assert coverage.differences(found, MAY) == [coverage.Difference("phones", ("+33199001234",), ("+33199009999",))]

    def test_a_changed_name_is_a_difference_and_another_name_of_the_institution_is_none(
        self, session, alliance, valmont, anne
    ):
        coverage.assign(session, alliance, anne, on_behalf_of=valmont)
        publishing.publish(session, alliance, JANUARY)
        anne.name = "Anne Valmont-Martel"
        valmont.name = "Valmont University"
        session.add(InstitutionName(institution_id=valmont.id, text="Valmont University", language="en"))
        session.flush()
        session.expire_all()
        found = session.scalars(coverage.of(alliance)).one()
        assert [difference.field for difference in coverage.differences(found, MAY)] == ["name"]

    def test_it_is_frozen_as_of_the_day_of_publication(self, session, valmont):
        old = communique(session, "Un colloque de 2020", valmont, dated_on=dt.date(2020, 1, 1))
        anne = contact(session, "Anne Valmont", phones=("+33199001234",), at=valmont)
        session.scalars(select(Affiliation)).one().starts_on = MARCH
        coverage.assign(session, old, anne, on_behalf_of=valmont)
        [snapshot] = publishing.publish(session, old, MAY)
        assert snapshot.printed_values(CoordinateKind.PHONE) == ["+33199001234"]

    @pytest.mark.parametrize(
        ("values", "code"),
        [
            ({"status": "withdrawn"}, "communique.withdrawn"),
            ({"status": "embargoed", "embargo_at": LIFTS, "embargo_zone": "Europe/Paris"}, "communique.embargoed"),
        ],
    )
    def test_what_is_withdrawn_or_under_embargo_is_not_published(self, session, values, code):
        one = communique(session, **values)
        with pytest.raises(NotPublishable) as refused:
            publishing.publish(session, one, MARCH)
        assert refused.value.code == code
        assert one.status == values["status"]

    def test_an_embargo_that_has_lifted_is_published(self, session):
        one = communique(session, status="embargoed", embargo_at=LIFTS, embargo_zone="Europe/Paris")
        publishing.publish(session, one, MAY)
        assert one.status == "published"

    def test_addresses_differ_to_the_letter_and_their_order_does_not_count(self, session, alliance):
        anne = contact(session, emails=("a.b@example.org", "c@example.org"))
        one = coverage.assign(session, alliance, anne)
        publishing.publish(session, alliance, JANUARY)
        anne.emails.reverse()
        anne.emails.reorder()
        session.flush()
        assert coverage.differences(one, MAY) == []
        anne.emails[1].value = "a-b@example.org"
        session.flush()
        assert [difference.field for difference in coverage.differences(one, MAY)] == ["emails"]

    def test_without_a_snapshot_there_is_no_difference(self, session, alliance, anne):
        assert coverage.differences(coverage.assign(session, alliance, anne), MAY) == []


class TestGivenOut:
    def test_private_and_unreadable_coordinates_stay_in(self, session, alliance, anne):
        anne.phones.append(ContactPhone(value="+33199001236", is_public=False))
        anne.emails.append(ContactEmail(text="anne(at)", error_code="email.invalid"))
        one = coverage.assign(session, alliance, anne)
        session.flush()
        assert [phone.value.e164 for phone in coverage.phones_of(one, MAY)] == ["+33199001234"]
        assert [email.value for email in coverage.emails_of(one, MAY)] == ["anne@example.org"]

    def test_when_the_job_ends_so_do_its_numbers(self, session, alliance, valmont, anne):
        one = coverage.assign(session, alliance, anne, on_behalf_of=valmont)
        anne.phones.append(ContactPhone(value="+33199001237", label="mobile"))
        session.scalars(select(Affiliation)).one().ends_on = APRIL
        session.flush()
        assert [phone.value.e164[-2:] for phone in coverage.phones_of(one, APRIL)] == ["34", "37"]
        assert [phone.value.e164[-2:] for phone in coverage.phones_of(one, MAY)] == ["37"]

    def test_a_number_of_another_job_is_not_given_out(self, session, alliance, valmont, anne):
        other = institution(session, "Institut Exemple")
        job = Affiliation(contact_id=anne.id, institution_id=other.id)
        session.add(job)
        anne.phones.append(ContactPhone(value="+33199001238", affiliation=job))
        session.flush()
        for_valmont = coverage.assign(session, alliance, anne, on_behalf_of=valmont)
        for_other = coverage.assign(session, alliance, anne, on_behalf_of=other)
        assert [phone.value.e164[-2:] for phone in coverage.phones_of(for_valmont, MAY)] == ["34"]
        assert [phone.value.e164[-2:] for phone in coverage.phones_of(for_other, MAY)] == ["38"]

    def test_who_has_none_there_is_reached_where_they_work(self, session, alliance, valmont):
        zoe = contact(session, "Zoé Quint", phones=("+33199001239",), at=institution(session, "Agence Talvard"))
        one = coverage.assign(session, alliance, zoe, on_behalf_of=valmont)
        [snapshot] = publishing.publish(session, alliance, MAY)
        assert [phone.value.e164[-2:] for phone in coverage.phones_of(one, MAY)] == ["39"]
        assert snapshot.printed_values(CoordinateKind.PHONE) == ["+33199001239"]

    def test_one_number_of_two_jobs_is_given_out_once(self, session, alliance, valmont, anne):
        other = institution(session, "Institut Exemple")
        job = Affiliation(contact_id=anne.id, institution_id=other.id)
        session.add(job)
        anne.phones.append(ContactPhone(value="+33199001234", affiliation=job))
        session.flush()
        one = coverage.assign(session, alliance, anne)
        assert len(coverage.phones_of(one, MAY)) == 1


def test_every_coverage_names_a_contact_and_a_communique(session, alliance, anne):
    coverage.assign(session, alliance, anne)
    assert session.scalar(select(func.count()).select_from(Coverage)) == 1
