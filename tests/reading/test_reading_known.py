"""What the text around the contacts tells of them: institutions named like persons, the last mailbox, the country."""

import pytest

from crm.reading import read
from crm.reading.known import Known


def contacts(text: str) -> list[tuple[str | None, str | None, list[str], list[str]]]:
    return [
        (one.name, one.institution, [str(email) for email in one.emails], [phone.e164 for phone in one.phones])
        for one in read(text.encode()).contacts
    ]


TELLS = (
    "Distant Thunder opens a house of drums in the town. The house, the first of its kind, took five years.\n\n"
    "The members of Distant Thunder say that every school may come and play. Distant Thunder lends drums to all.\n\n"
)


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (
            "Distant Thunder: Zoé Quint, quint@example.org",
            [("Zoé Quint", "Distant Thunder", ["quint@example.org"], [])],
        ),
        ("Distant Thunder Orme: drums@example.org", [(None, "Distant Thunder Orme", ["drums@example.org"], [])]),
        ("Norvel Thrane: norvel.thrane@example.org", [("Norvel Thrane", None, ["norvel.thrane@example.org"], [])]),
    ],
)
def test_who_is_told_again_and_again_is_no_person(block, expected):
    assert contacts(f"# A House of Drums\n\nORME, March 3, 2025 – {TELLS}Press contact\n\n{block}\n") == expected


def test_what_is_known():
    known = Known(["Distant Thunder"], "Norvel Thrane and Norvel Thrane, with Norvel Thrane")
    assert "distant thunder" in known
    assert known.begins("distant thunder orme")
    assert not known.begins("distant thunder")
    assert known.resembles("distant")
    assert known.tells_often("Norvel Thrane")
    assert not known.tells_often("Norvel")
    assert not Known().tells_often("Norvel Thrane")


RELEASE = (
    "# Une forêt de mille ans\n\nOrme, le 3 mars 2025 – La Ville de Valmont ouvre une forêt de mille arbres, plantée"
    " par les écoles du quartier pendant trois hivers.\n\n"
)


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("Contact : info@orme.example.org\n", [(None, None, ["info@orme.example.org"], [])]),
        ("Contact : info@orme.example.org\n\n###\n", [(None, None, ["info@orme.example.org"], [])]),
        ("Contact : info@orme.example.org\n\nMentions légales\n\nPlan du site\n", []),
        ("Contact : support@orme.example.org, 01 99 00 12 34\n", []),
        ("Contact : reservation@orme.example.org\n", []),
    ],
)
def test_the_mailbox_that_a_release_ends_with(end, expected):
    assert contacts(RELEASE + end) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("(02) 5550 1234", "+61255501234"),
        ("07700 900123", None),
        ("1234 5678", None),
    ],
)
def test_a_number_that_fits_one_country_of_the_language(number, expected):
    text = "# A House of Drums\n\nThe house of drums opens to the schools of the town.\n\nPress contact: Anne Quint"
    assert [one[3] for one in contacts(f"{text}, {number}\n")] == [[expected] if expected else []]


FRONT = (
    "---\ncontact-presse:\n  name: 'Orme Services : Anne Corvel'\n  tel: 01 99 00 12 34\n"
    "  email: anne@orme.example.org\n---\n\n"
)


def test_who_is_there_twice_is_given_once_with_the_name():
    anne = "Anne CORVEL, Orme Services, anne@orme.example.org, 01 99 00 12 34"
    end = f"Contacts presse :\n* {anne}\n* presse@orme.example.org\n"
    found = [(name, emails) for name, _, emails, _ in contacts(FRONT + RELEASE + end)]
    assert [name for name, _ in found if name] == ["Anne Corvel"]
    assert [emails for name, emails in found if name is None] == [["presse@orme.example.org"]]


def test_dial_in_numbers_and_links_behind_a_name():
    lead = "For media who wish to take part, callers can dial toll free: 1-888-555-0123; passcode 4807081.\n\n"
    block = "Press contact:\nAnne Quint 1-click interview\nPhone: 202-555-0123\n"
    found = contacts(f"# A House of Drums\n\nMarch 3, 2025\n\nThe house opens.\n\n{lead}{block}")
    assert [(name, phones) for name, _, _, phones in found] == [("Anne Quint", ["+12025550123"])]
