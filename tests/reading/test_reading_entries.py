"""What a page prints of one contact in several places."""

from dataclasses import replace

import pytest

from crm.reading.entries import completed, distinct
from crm.reading.findings import ReadContact
from crm.values import EmailAddress, PhoneNumber

MAIL, OTHER = EmailAddress("a.legoff@example.org"), EmailAddress("presse@example.org")
PHONE = PhoneNumber.parse("01 99 00 12 34", "FR")
ANNE = ReadContact(
    name="Anne Le Goff", kind="person", institution=None, role=None, emails=(MAIL,), phones=(), unread=(), texts=(),
    evidence=(), lines=(3, 4), confidence=0.9, printed="Anne Le Goff",
)  # fmt: skip


def test_one_block_printed_twice_is_one_contact():
    again = replace(ANNE, role="Attachée de presse", phones=(PHONE,), lines=(9, 10))
    (found,) = distinct([ANNE, again])
    assert (found.role, found.emails, found.phones, found.lines) == ("Attachée de presse", (MAIL,), (PHONE,), (3, 4))


def test_what_is_printed_first_counts():
    (found,) = distinct([replace(ANNE, role="Directrice"), replace(ANNE, role="Attachée de presse")])
    assert found.role == "Directrice"


def test_the_same_name_without_a_common_address_is_somebody_else():
    assert len(distinct([ANNE, replace(ANNE, emails=(OTHER,))])) == 2


def test_another_name_at_the_same_address_is_somebody_else():
    assert len(distinct([ANNE, replace(ANNE, name="Marc Quint")])) == 2


def test_one_person_for_two_institutions_is_two_contacts():
    orme, valmont = replace(ANNE, institution="Orme"), replace(ANNE, institution="Valmont")
    assert distinct([orme, valmont]) == (orme, valmont)
    assert [one.institution for one in distinct([ANNE, orme, valmont, orme])] == ["Orme", "Valmont"]


def test_an_address_learnt_on_the_way_finds_the_contact_too():
    both, second = replace(ANNE, emails=(MAIL, OTHER)), replace(ANNE, emails=(OTHER,))
    assert [one.emails for one in distinct([ANNE, both, second])] == [(MAIL, OTHER)]


def test_contacts_stay_in_order():
    marc = replace(ANNE, name="Marc Quint", emails=(OTHER,))
    assert distinct([marc, ANNE, marc]) == (marc, ANNE)
    assert distinct([]) == ()


@pytest.mark.parametrize(
    ("other", "phones"),
    [
        (replace(ANNE, emails=(), phones=(PHONE,)), (PHONE,)),
        (replace(ANNE, name="A. Le Goff", phones=(PHONE,)), (PHONE,)),
        (replace(ANNE, name="Marc Quint", phones=(PHONE,)), ()),
        (replace(ANNE, name=None, phones=(PHONE,)), ()),
    ],
)
def test_contacts_are_completed_with_what_stands_under_a_mere_contact(other, phones):
    (found,) = completed([ANNE], [other])
    assert (found.name, found.phones) == ("Anne Le Goff", phones)


def test_a_mailbox_gets_the_name_printed_elsewhere():
    (found,) = completed([replace(ANNE, name=None, kind="desk")], [ANNE])
    assert (found.name, found.kind) == ("Anne Le Goff", "person")


def test_nobody_is_added():
    assert completed([], [ANNE]) == ()
