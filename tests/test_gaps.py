"""What is missing or no longer holds, as statements of a day."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from builders import communique, contact, institution

from crm import coverage, gaps, handovers, publishing
from crm.models import (
    Affiliation,
    CommuniqueStatus,
    ContactPhone,
    InstitutionRelation,
    Issuer,
    IssuerRole,
    RelationKind,
)

JANUARY, MARCH, MAY, JULY = (dt.date(2025, month, 1) for month in (1, 3, 5, 7))


@pytest.fixture
def valmont(session):
    return institution(session)


@pytest.fixture
def anne(session, valmont):
    return contact(session, "Anne Valmont", phones=("+33199001234",), at=valmont)


@pytest.fixture
def alliance(session, valmont):
    return communique(session, "Une alliance", valmont)


def listed(session, statement):
    return [tuple(row) for row in session.execute(statement)]


def test_nobody_on_the_day(session, alliance, anne):
    coverage.assign(session, alliance, anne, starts_on=MARCH, ends_on=MAY)
    found = [bool(listed(session, gaps.without_contacts(day))) for day in (JANUARY, MARCH, MAY, JULY)]
    assert found == [True, False, False, True]


def test_what_was_withdrawn_lacks_nothing(session, alliance):
    alliance.status = CommuniqueStatus.WITHDRAWN
    assert listed(session, gaps.without_contacts(MAY)) == []


def test_the_newest_come_first(session, alliance):
    new, undated = communique(session, "Demain", dated_on=MAY), communique(session, "Sans date", dated_on=None)
    assert session.scalars(gaps.without_contacts(MAY)).all() == [new, alliance, undated]


def test_nobody_reachable(session, alliance, anne):
    coverage.assign(session, alliance, anne)
    assert listed(session, gaps.unreachable(MAY)) == []
    anne.affiliations[0].ends_on = MARCH
    assert [len(listed(session, gaps.unreachable(day))) for day in (MARCH, MAY)] == [0, 1]
    anne.phones.append(ContactPhone(value="+33199001235", is_public=False))
    assert len(listed(session, gaps.unreachable(MAY))) == 1
    anne.phones.append(ContactPhone(value="+33199001236"))
    assert listed(session, gaps.unreachable(MAY)) == []


def test_only_a_desk(session, alliance, anne):
    coverage.assign(session, alliance, contact(session, None, kind="desk", emails=("presse@example.org",)))
    coverage.assign(session, alliance, anne, ends_on=MARCH)
    assert [len(listed(session, gaps.only_desks(day))) for day in (MARCH, MAY)] == [0, 1]


class TestLeavers:
    def test_a_contact_who_left(self, session, alliance, valmont, anne):
        coverage.assign(session, alliance, anne, on_behalf_of=valmont)
        anne.affiliations[0].ends_on = MARCH
        assert listed(session, gaps.with_leavers(MARCH)) == []
        assert listed(session, gaps.with_leavers(MAY)) == [(alliance, anne)]

    def test_who_came_back_begins_later_or_never_worked_there_has_not_left(self, session, alliance, valmont, anne):
        coverage.assign(session, alliance, anne, on_behalf_of=valmont)
        anne.affiliations[0].ends_on = MARCH
        session.add(Affiliation(contact=anne, institution=valmont, starts_on=MAY))
        later = contact(session, "Zoé Quint")
        session.add(Affiliation(contact=later, institution=valmont, starts_on=JULY))
        for one in (later, contact(session, "Nora Sans-Poste")):
            coverage.assign(session, alliance, one, on_behalf_of=valmont)
        assert listed(session, gaps.with_leavers(MAY)) == []

    def test_an_agency_that_let_them_go(self, session, alliance, valmont):
        zoe = contact(session, "Zoé Quint", at=institution(session, "Agence Talvard"))
        coverage.assign(session, alliance, zoe, on_behalf_of=valmont)
        assert listed(session, gaps.with_leavers(MAY)) == []
        zoe.affiliations[0].ends_on = MARCH
        assert listed(session, gaps.with_leavers(MAY)) == [(alliance, zoe)]

    def test_where_no_institution_is_named_all_jobs_count(self, session, alliance, anne):
        coverage.assign(session, alliance, anne)
        anne.affiliations[0].ends_on = MARCH
        job = Affiliation(contact=anne, institution=institution(session, "Orvane"))
        session.add(job)
        assert listed(session, gaps.with_leavers(MAY)) == []
        job.ends_on = MARCH
        assert listed(session, gaps.with_leavers(MAY)) == [(alliance, anne)]

    def test_a_merger_is_no_leaving(self, session, alliance, valmont, anne):
        merged = institution(session, "Université Unie")
        relation = InstitutionRelation(institution=merged, kind=RelationKind.SUCCESSOR_OF, related=valmont)
        session.add_all([relation, Affiliation(contact=anne, institution=merged, starts_on=MARCH)])
        anne.affiliations[0].ends_on = MARCH
        coverage.assign(session, alliance, anne, on_behalf_of=valmont)
        assert listed(session, gaps.with_leavers(MAY)) == []


class TestIssuers:
    def test_one_that_nobody_answers_for(self, session, alliance, valmont, anne):
        orvane = institution(session, "Orvane")
        alliance.issuers.append(Issuer(institution=orvane))
        coverage.assign(session, alliance, anne, on_behalf_of=valmont)
        assert listed(session, gaps.issuers_without_contact(MAY)) == [(alliance, orvane)]
        coverage.assign(session, alliance, anne, ends_on=MAY)
        assert [len(listed(session, gaps.issuers_without_contact(day))) for day in (MAY, JULY)] == [0, 1]

    def test_a_partner_needs_none(self, session, alliance, valmont, anne):
        alliance.issuers.append(Issuer(institution=institution(session, "Orvane"), role=IssuerRole.PARTNER))
        coverage.assign(session, alliance, anne, on_behalf_of=valmont)
        assert listed(session, gaps.issuers_without_contact(MAY)) == []

    def test_who_answers_for_a_part_answers_for_it(self, session, alliance, valmont, anne):
        faculty = institution(session, "Faculté des sciences")
        session.add(
            InstitutionRelation(
                institution=faculty, kind=RelationKind.PART_OF, related=valmont, starts_on=MARCH, ends_on=MAY
            )
        )
        coverage.assign(session, alliance, anne, on_behalf_of=faculty)
        found = [len(listed(session, gaps.issuers_without_contact(day))) for day in (JANUARY, MARCH, JULY)]
        assert found == [1, 0, 1]


def test_language_versions_with_other_contacts(session, valmont, anne):
    group = uuid.UUID(int=1)
    french, english = (communique(session, title, valmont, translation_group=group) for title in ("Un", "One"))
    communique(session, "Allein")
    assert listed(session, gaps.translations_that_differ(MAY)) == []
    coverage.assign(session, french, anne)
    assert set(session.scalars(gaps.translations_that_differ(MAY))) == {french, english}
    coverage.assign(session, english, anne, ends_on=MAY)
    assert [len(listed(session, gaps.translations_that_differ(day))) for day in (MAY, JULY)] == [0, 2]


def test_printed_numbers_that_no_longer_hold(session, valmont, anne):
    for title, day in (("Un", JANUARY), ("Deux", MARCH)):
        one = communique(session, title, valmont, dated_on=day)
        coverage.assign(session, one, anne, on_behalf_of=valmont)
        publishing.publish(session, one, day)
    assert listed(session, gaps.stale_coordinates(MAY)) == []
    anne.affiliations[0].ends_on = MAY
    assert listed(session, gaps.stale_coordinates(MAY)) == []
    assert listed(session, gaps.stale_coordinates(JULY)) == [(anne, "phone", "+33199001234", 2, MARCH)]


def test_an_extension_and_an_address_in_capitals_still_hold(session, valmont):
    anne = contact(session, "Anne Valmont", emails=("Anne@example.org",), phones=("+33199001234 poste 12",))
    one = communique(session, "Un", valmont)
    coverage.assign(session, one, anne)
    publishing.publish(session, one, JANUARY)
    assert listed(session, gaps.stale_coordinates(MAY)) == []


def test_workload_is_of_whoever_answered_on_the_day(session, valmont, anne):
    paul = contact(session, "Paul Martel")
    for title, day in (("Un", JANUARY), ("Deux", MARCH), ("Trois", JULY)):
        one = communique(session, title, valmont, dated_on=day)
        for role in ("press", "scientific"):
            coverage.assign(session, one, anne, on_behalf_of=valmont, role=role)
    handovers.hand_over(session, anne, paul, MAY)
    assert listed(session, gaps.workload(JANUARY, JULY)) == [(anne, 2, 1), (paul, 1, 1)]
    assert listed(session, gaps.workload(MARCH, MAY)) == [(anne, 1, 1)]
