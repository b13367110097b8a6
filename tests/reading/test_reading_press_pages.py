"""Contacts as notes for the media, invitations and old sites print them."""

import pytest
from release_openings import ENGLISH, FRENCH

from crm.reading import read


def seen(text, **options):
    return [
        (one.name, one.role, [str(mail) for mail in one.emails], [str(phone) for phone in one.phones])
        for one in read(text, **options).contacts
    ]


def test_code_and_breaks_of_lines_in_markdown_are_no_part_of_a_name():
    text = f"{FRENCH}## Contacts presse\n\n`Anne Quint-Roy`\\\n`Présidente`\\\n`anne@example.org - 01 99 00 12 34`\n"
    assert seen(text) == [("Anne Quint-Roy", "Présidente", ["anne@example.org"], ["+33199001234"])]


def test_a_rule_under_a_heading_ends_nothing():
    text = f"{ENGLISH}Contacts\n========\n\n:Director of Orvane:\n    Marc Quint,\n    marc@example.org\n"
    assert [(name, mails) for name, _, mails, _ in seen(text)] == [("Marc Quint", ["marc@example.org"])]


@pytest.mark.parametrize(
    "mask",
    [
        "This email address is being protected from spambots. You need JavaScript enabled to view it.",
        "Cette adresse e-mail est protégée contre les robots spammeurs. Vous devez activer le JavaScript pour la voir.",
    ],
)
def test_what_stands_in_the_place_of_an_address_is_passed_over(mask):
    text = f"{ENGLISH}MEDIA CONTACT\n\nJ. D. Quintrell\nHalden HQ\n+44 20 7946 0012\n{mask}\n"
    assert seen(text) == [("J. D. Quintrell", None, [], ["+442079460012"])]


@pytest.mark.parametrize("mask", ["[email protected]", "This email address is being protected from spambots."])
def test_an_address_that_the_page_hides_is_a_warning(mask):
    found = read(f"{ENGLISH}MEDIA CONTACT\nAnne Quint\n+44 20 7946 0012\n{mask}\n")
    assert [str(phone) for phone in found.contacts[0].phones] == ["+442079460012"]
    assert [(one.code, one.lines) for one in found.warnings] == [("email.masked", (11, 11))]


def test_offices_one_below_the_other_are_each_for_themselves():
    text = (
        f"{FRENCH}Relations avec les médias\nParcs des Rives Canada\n+33 1 99 00 12 34\nmedia@parcs.example.org\n"
        "Relations avec les médias\nMinistère des Rives, de la Lutte contre les changements climatiques, de la Faune "
        "et des Parcs\nmedias@rives.example.org\n+33 1 99 00 12 35\n"
    )
    assert [(mails, phones) for _, _, mails, phones in seen(text)] == [
        (["media@parcs.example.org"], ["+33199001234"]),
        (["medias@rives.example.org"], ["+33199001235"]),
    ]
    assert read(text).contacts[1].institution == (
        "Ministère des Rives, de la Lutte contre les changements climatiques, de la Faune et des Parcs"
    )


def test_an_office_under_somebody_with_a_number_alone_is_theirs():
    text = (
        f"{FRENCH}Contact presse :\nAnne Quint (anne.quint@example.org)\nService de communication et relations de "
        "presse\n55, rue des Rives\nValmont\n01 99 00 12 34\n"
    )
    assert seen(text) == [
        ("Anne Quint", "Service de communication et relations de presse", ["anne.quint@example.org"], ["+33199001234"])
    ]


def test_an_office_under_somebody_with_an_address_of_its_own_is_another_contact():
    text = (
        f"{FRENCH}Contact presse :\nAnne Quint (anne.quint@example.org)\nService de presse\n01 99 00 12 34\n"
        "presse@example.org\n"
    )
    assert [mails for _, _, mails, _ in seen(text)] == [["anne.quint@example.org"], ["presse@example.org"]]


@pytest.mark.parametrize("label", ["P.IVA", "SIREN", "KvK", "VAT"])
def test_the_number_of_a_register_is_nobodys(label):
    text = f"{FRENCH}Contact presse\nOrvane SAS\n{label} 0199001234\npresse@orvane.example.org\n"
    assert [(mails, phones) for _, _, mails, phones in seen(text)] == [(["presse@orvane.example.org"], [])]


def test_a_second_number_without_its_area_code_has_that_of_the_first():
    text = f"{ENGLISH}Media contact\nAnne Quint\n709-555-0144, 555-0145\nanne@example.org\n"
    numbers = [(name, phones) for name, _, _, phones in seen(text, region="CA")]
    assert numbers == [("Anne Quint", ["+17095550144", "+17095550145"])]


def test_a_line_with_a_name_and_a_post_begins_a_card():
    text = (
        "Minister Quint has welcomed the arrest of seven suspects, and said that nobody stands above the law in the "
        "towns of the valley.\n\nAnne-Marie Roy, MLO to Minister Quint\nCell: +44 20 7946 0012\n"
        "Email: Anne.Roy@halden.example.org\n"
    )
    assert [(name, phones) for name, _, _, phones in seen(text)] == [("Anne-Marie Roy", ["+442079460012"])]


@pytest.mark.parametrize("name", ["GCIS Acting Director-General", "Halden HQ", "North America"])
def test_offices_places_and_posts_are_no_persons(name):
    text = f"{ENGLISH}Media contact\n{name}\nAnne Quint\n+44 20 7946 0012\n"
    assert [one for one, *_ in seen(text)] == ["Anne Quint"]


def test_a_comma_without_a_space_parts_a_name_from_a_post():
    text = (
        f"{FRENCH}Contacts :\nAnne Quint,représentante de la vallée au comité des Rives :\n01 99 00 12 34\n"
        "Marc Quint, porte-parole : 01 99 00 12 35\n"
    )
    assert [(name, phones) for name, _, _, phones in seen(text)] == [
        ("Anne Quint", ["+33199001234"]), ("Marc Quint", ["+33199001235"]),
    ]  # fmt: skip


def test_a_number_that_is_cut_at_its_last_dash_is_whole():
    text = f"{ENGLISH}Media contact\nAnne Quint and Mark Quint, Halden Trust, 418-555-\n0144\n"
    assert [(name, phones) for name, _, _, phones in seen(text, region="CA")] == [
        ("Anne Quint", ["+14185550144"]), ("Mark Quint", ["+14185550144"]),
    ]  # fmt: skip


def test_somebody_on_a_line_below_a_mailbox_with_what_that_one_has_is_another_contact():
    text = (
        f"{ENGLISH}CONTACT: Halden Union, +44 20 7946 0012; media@example.org\nAnne Quint, Union of Merelford, "
        "+44 20 7946 0013; anne@example.net\n"
    )
    assert [(name, mails, phones) for name, _, mails, phones in seen(text)] == [
        (None, ["media@example.org"], ["+442079460012"]), ("Anne Quint", ["anne@example.net"], ["+442079460013"]),
    ]  # fmt: skip


def test_the_title_of_an_engineer_is_no_investor_relations():
    text = f"{ENGLISH}Media contacts\n\nIr. Arend Quint: arend@example.org\n\nIR: investors@example.org\n"
    assert [(name, mails) for name, _, mails, _ in seen(text)] == [("Arend Quint", ["arend@example.org"])]


def test_an_office_and_its_institution_on_one_line_are_one_contact():
    text = (
        f"{ENGLISH}For further information: Media Relations, Halden University, +44 20 7946 0012, media.x@example.org\n"
    )
    found = read(text).contacts
    assert [(one.name, one.institution, len(one.emails), len(one.phones)) for one in found] == [
        (None, "Halden University", 1, 1)
    ]


def test_a_mailbox_above_somebody_who_has_an_address_of_their_own_is_apart():
    text = (
        f"{FRENCH}Personnes-ressources\nAnne Quint\nAttachée de presse\nCabinet des Rives\n"
        "Courriel : anne.quint@example.org\n"
        "Relations avec les médias\nMinistère des Rives\nTéléphone : 01 99 00 12 34\nCourriel : mlo@example.org\n"
        "Zoé Roy\nDirectrice des communications\nCabinet des Ports\nCourriel : zoe.roy@example.net\n"
    )
    assert [(name, mails, phones) for name, _, mails, phones in seen(text)] == [
        ("Anne Quint", ["anne.quint@example.org"], []),
        (None, ["mlo@example.org"], ["+33199001234"]),
        ("Zoé Roy", ["zoe.roy@example.net"], []),
    ]


def test_the_code_of_a_country_may_stand_in_brackets():
    text = f"{ENGLISH}Press contacts:\n\nAnne Quint\nanne@example.org\n(44) 20 7946 0012\n"
    assert [(name, phones) for name, _, _, phones in seen(text)] == [("Anne Quint", ["+442079460012"])]


def test_an_office_of_the_press_under_a_mere_contact_answers_for_it():
    text = (
        "Waldsee feiert seine neue Halle mit einem großen Fest für alle\n\nDie Stadt hat ihre neue Halle am Hafen "
        "eröffnet und lädt alle zu einem Fest ein, das drei Tage dauern wird.\n\nRückfragen & Kontakt:\n\n"
        "Presse- und Informationsdienst der Stadt Waldsee (PIW)\n030 23125 001\ndr@waldsee.example.org\n"
    )
    found = read(text).contacts
    assert [(one.institution, [str(mail) for mail in one.emails]) for one in found] == [
        ("Presse- und Informationsdienst der Stadt Waldsee", ["dr@waldsee.example.org"])
    ]


def test_the_house_of_an_address_is_nobody():
    text = f"{ENGLISH}Issued by:\nDr Anne Quint\nHalden Press Officer\nHalden House\nTel: +44 20 7946 0012\n"
    assert [(name, phones) for name, _, _, phones in seen(text)] == [("Anne Quint", ["+442079460012"])]
