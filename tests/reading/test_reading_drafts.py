"""Which name, role, address and number belong together."""

import pytest

from crm.reading import read
from crm.reading.drafts import Draft, share


def people(text):
    contacts = read(f"Contacts presse\n\n{text}\n", region="FR").contacts
    return [(one.name, [str(e) for e in one.emails], [p.national for p in one.phones]) for one in contacts]


def roles(text):
    return [(one.name, one.role) for one in read(f"Contacts presse\n\n{text}\n", region="FR").contacts]


ANNE = ("Anne Le Goff", ["a.legoff@example.org"], ["01 99 00 12 34"])
MARC = ("Marc Quint", ["m.quint@example.org"], ["01 99 00 12 35"])


@pytest.mark.parametrize(
    "text",
    [
        "Anne Le Goff\na.legoff@example.org\n01 99 00 12 34\n\nMarc Quint\nm.quint@example.org\n01 99 00 12 35",
        "Anne Le Goff – a.legoff@example.org – 01 99 00 12 34\nMarc Quint – m.quint@example.org – 01 99 00 12 35",
        "a.legoff@example.org, 01 99 00 12 34, Anne Le Goff\nm.quint@example.org, 01 99 00 12 35, Marc Quint",
        "01 99 00 12 34\na.legoff@example.org\nAnne Le Goff\n\n01 99 00 12 35\nm.quint@example.org\nMarc Quint",
        "- Anne Le Goff : 01 99 00 12 34, a.legoff@example.org\n- Marc Quint : 01 99 00 12 35, m.quint@example.org",
    ],
)
def test_names_before_and_after_their_coordinates(text):
    assert people(text) == [ANNE, MARC]


def test_persons_named_together_share_a_number():
    assert people("Anne Le Goff et Marc Quint : 01 99 00 12 34") == [
        ("Anne Le Goff", [], ["01 99 00 12 34"]),
        ("Marc Quint", [], ["01 99 00 12 34"]),
    ]


def test_persons_named_together_with_a_number_each():
    assert people("Anne Le Goff, Marc Quint : 01 99 00 12 34, 01 99 00 12 35") == [
        ("Anne Le Goff", [], ["01 99 00 12 34"]),
        ("Marc Quint", [], ["01 99 00 12 35"]),
    ]


def test_those_who_share_keep_their_own_address():
    anne, marc = Draft(0, name="Anne Le Goff"), Draft(0, name="Marc Quint")
    marc.emails, marc.lines = ["m.quint@example.org"], [4]
    share([anne, marc])
    assert (anne.emails, marc.emails, anne.lines) == ([], ["m.quint@example.org"], [4])
    share([])


def test_an_address_goes_to_the_one_it_was_made_from():
    text = "Anne Le Goff\nm.quint@example.org\na.legoff@example.org\n\nMarc Quint\n01 99 00 12 35"
    assert people(text) == [("Anne Le Goff", ["a.legoff@example.org"], []), MARC]


def test_a_post_under_a_name_is_no_second_person():
    assert roles("Anne Le Goff\nScience Communicator\n01 99 00 12 34") == [("Anne Le Goff", "Science Communicator")]


def test_a_name_under_a_name_with_an_address_of_its_own_is_a_person():
    text = "Anne Le Goff\n01 99 00 12 34\nVerena Kolm\nv.kolm@example.org"
    assert [name for name, _, _ in people(text)] == ["Anne Le Goff", "Verena Kolm"]


def test_a_role_of_two_lines():
    text = "Anne Le Goff\nResponsable de la communication\nauprès des rédactions\n01 99 00 12 34"
    assert roles(text) == [("Anne Le Goff", "Responsable de la communication auprès des rédactions")]


def test_a_role_above_is_that_of_the_next_name_only():
    text = "Attachée de presse\nAnne Le Goff, 01 99 00 12 34\n\nMarc Quint, 01 99 00 12 35"
    assert roles(text) == [("Anne Le Goff", "Attachée de presse"), ("Marc Quint", None)]


def test_a_duty_number_is_a_contact_of_its_own():
    text = "Anne Le Goff\n01 99 00 12 34\nAstreinte : 06 39 98 12 35"
    assert people(text) == [
        ("Anne Le Goff", [], ["01 99 00 12 34"]),
        (None, [], ["06 39 98 12 35"]),
    ]


def test_the_next_item_of_a_list_is_another_contact():
    text = "- Anne Le Goff : 01 99 00 12 34\n- presse@example.org"
    assert people(text) == [("Anne Le Goff", [], ["01 99 00 12 34"]), (None, ["presse@example.org"], [])]


def test_an_item_within_an_item_belongs_to_it():
    text = "- Anne Le Goff\n  - 01 99 00 12 34\n  - a.legoff@example.org"
    assert people(text) == [ANNE]


def test_an_institution_above_is_that_of_each_below():
    text = "Institut Orme\nAnne Le Goff, 01 99 00 12 34\nMarc Quint, 01 99 00 12 35"
    found = read(f"Contacts presse\n\n{text}\n", region="FR").contacts
    assert [(one.name, one.institution) for one in found] == [
        ("Anne Le Goff", "Institut Orme"),
        ("Marc Quint", "Institut Orme"),
    ]


def test_what_cannot_be_read_stays_with_its_contact():
    (anne,) = read("Contact presse\n\nAnne Le Goff\na.legoff@example..org\n01 99 00 12 34\n", region="FR").contacts
    assert [str(phone.national) for phone in anne.phones] == ["01 99 00 12 34"]
    assert anne.emails == ()
