"""Contacts as wires, agencies and offices print them: joined names, letterheads, signatures, feet, lists."""

import pytest

from crm.reading import read
from crm.reading.coordinates import clusters
from crm.reading.names import is_person
from crm.reading.numbers import numbers_at
from crm.reading.offices import is_desk
from crm.reading.persons import joined_persons
from crm.reading.regions import Regions

ENGLISH = (
    "WESTMERROW, March 3, 2008 -- The trust said today that it had opened the archive of the peatland commission to "
    "all who care for it and its history, and that the reading rooms would stay open until the end of the year.\n\n"
)
GERMAN = (
    "Waldsee (xyz) - Die Kammer öffnet am Montag ihre Archive, und alle, die sie sehen wollen, sind eingeladen, dies "
    "mit ihren Familien zu tun; der Eintritt ist an diesem Tag frei.\n\n"
)
NORWEGIAN = (
    "Departementet åpnet broen over elven mandag, og mer enn to tusen mennesker gikk over den i regnet sammen med "
    "familiene sine denne dagen, sier departementet.\n\n"
)
FRENCH = (
    "La Ville de Brisecourt a ouvert lundi le pont sur la rivière, et plus de deux mille personnes l'ont traversé sous "
    "la pluie avec leurs familles ce jour-là, malgré le vent.\n\n"
)


def seen(text, **options):
    return [
        (one.name, one.institution, [str(mail) for mail in one.emails], [str(phone) for phone in one.phones])
        for one in read(text, **options).contacts
    ]


def reached(text, **options):
    return [(name, *mails, *phones) for name, _, mails, phones in seen(text, **options)]


@pytest.mark.parametrize("joining", [" or ", " and ", "/", " / ", ", ", " & ", " ou ", " oder ", " y ", " eller "])
def test_two_names_before_one_number_share_it(joining):
    text = f"Contact: Nora Whitcombe{joining}Imogen Garroway, 202-555-0142\n\n{ENGLISH}"
    assert reached(text) == [("Nora Whitcombe", "+12025550142"), ("Imogen Garroway", "+12025550142")]


def test_names_joined_at_an_institution_share_the_labelled_lines_below():
    text = (
        "Contact: Nora Whitcombe or Imogen Garroway at Friends For Halden\n\nEmail: [email protected]\n\n"
        f"Phone Number: 202-555-0142\n\n{ENGLISH}"
    )
    assert seen(text) == [
        ("Nora Whitcombe", "Friends For Halden", [], ["+12025550142"]),
        ("Imogen Garroway", "Friends For Halden", [], ["+12025550142"]),
    ]


@pytest.mark.parametrize("both", ["both of the Halden Trust", "both with Halden Trust", "all of the Halden Trust"])
def test_an_institution_may_be_that_of_both(both):
    line = f"Contact: Nora Whitcombe, 202-555-0142 ext 106; Rev. Imogen Garroway, 202-555-0143 cell; {both}"
    assert seen(f"{line}\n\n{ENGLISH}") == [
        ("Nora Whitcombe", "Halden Trust", [], ["+12025550142;ext=106"]),
        ("Imogen Garroway", "Halden Trust", [], ["+12025550143"]),
    ]


def test_of_a_block_printed_twice_one_copy_may_be_cut_off():
    line = "Contact: Nora Whitcombe or Imogen Garroway, 202-555-0142,\nboth of the Office of Alan Halden\n\n"
    assert [one[0] for one in seen(line + ENGLISH + line[:-8])] == ["Nora Whitcombe", "Imogen Garroway"]


@pytest.mark.parametrize(
    "text", ["Anne et Marc Quint", "Halden Park or Marrow Park", "Friends of New Halden", "Anne Quint/"]
)
def test_what_joins_no_two_persons(text):
    assert joined_persons(text) == ()


@pytest.mark.parametrize(
    ("line", "name", "number"),
    [
        ("For justisministeren: Kommunikasjonssjef Trude Valmo,\n410 12 742.", "Trude Valmo", "+4741012742"),
        ("For helseministeren: Kommunikasjonsrådgiver Anbjørg Valmo, 410 13881.", "Anbjørg Valmo", "+4741013881"),
    ],
)
def test_a_list_says_for_whom_each_answers(line, name, number):
    text = f"{NORWEGIAN}Pressekontakter:\n{line}\nFor kulturministeren: Kommunikasjonssjef Ingrid Halden, 410 14 260.\n"
    reading = read(text)
    assert [(one.name, str(*one.phones), one.institution) for one in reading.contacts] == [
        (name, number, None),
        ("Ingrid Halden", "+4741014260", None),
    ]
    assert not [one for one in reading.warnings if one.code == "contact.unread"]


def test_a_label_may_name_the_institution_that_somebody_answers_for():
    labels = "Pour la Ville : Anne Le Goff, 01 99 00 12 34\nPour l'Université : Hugo Quint, 01 99 00 12 35\n"
    text = f"{FRENCH}Contacts presse\n{labels}"
    assert [one[:2] for one in seen(text)] == [("Anne Le Goff", "Ville"), ("Hugo Quint", "Université")]


@pytest.mark.parametrize("label", ["Press contact for Minister Alan Halden", "Pressekontakt für Minister Alan Halden"])
def test_a_minister_in_a_label_is_no_contact(label):
    assert reached(f"{label}: Nora Whitcombe, +44 20 7946 0001") == [("Nora Whitcombe", "+442079460001")]


def test_a_spokesperson_of_an_alderman_is_one_person():
    role = "woordvoerder van wethouder Jan Halden"
    line = f"Voor meer informatie kunt u contact opnemen met Zoë Quint, {role}, +31 6 12345678."
    assert reached(line) == [("Zoë Quint", "+31612345678")]


FOOT = (
    "Rückfragen zu den Bürozeiten:\nPolizeipräsidium Waldsee\nPressestelle\nZoé Quint, Timo Halder\n"
    "Telefon: 030 23125 1230/ -1231\nFax: 030 23125 1239\nE-Mail: pressestelle-revier.waldsee@example.org\n"
    "http://www.polizei.example.org\n"
)
ON_DUTY = (
    "Rückfragen außerhalb der Bürozeiten und am Wochenende:\nPolizeipräsidium Waldsee\nLeitstelle\n"
    "Telefon: 030 23125 1277\nE-Mail: nachtdienst.waldsee@example.org\n"
)


def test_the_foot_of_a_wire_gives_two_persons_and_who_answers_at_night():
    mailbox = "pressestelle-revier.waldsee@example.org"
    assert reached(
        GERMAN + FOOT + ON_DUTY + "Original content of: Polizeipräsidium Waldsee, transmitted by a wire\n"
    ) == [
        ("Zoé Quint", mailbox, "+4930231251230"),
        ("Timo Halder", mailbox, "+4930231251231"),
        (None, "nachtdienst.waldsee@example.org", "+4930231251277"),
    ]


def test_a_number_out_of_hours_alone_is_nobodys():
    assert seen(f"{GERMAN}Notdienst außerhalb der Geschäftszeiten:\nTelefon: 030 23125 1277\n") == []


@pytest.mark.parametrize(
    ("text", "region", "numbers"),
    [
        ("+43 1 999 12/345", "AT", ["+43199912345"]),
        ("030 231/250", "DE", ["+4930231250"]),
        ("030 23125 1230/ -1231", "DE", ["+4930231251230", "+4930231251231"]),
        ("202/555-0142 / 0143", "US", ["+12025550142", "+12025550143"]),
        ("202-555-0142/0143", "US", ["+12025550142", "+12025550143"]),
        ("(61) 3333-4444 / 99999-8888", "BR", ["+556133334444", "+5561999998888"]),
        ("01 99 00 12 34 / 35", "FR", ["+33199001234", None]),
        ("01 99 00 12 34 / 01 99 00 12 35", "FR", ["+33199001234", "+33199001235"]),
    ],
)
def test_what_stands_behind_a_stroke(text, region, numbers):
    (found,) = clusters(text)
    read_numbers, _ = numbers_at(found, Regions(region))
    assert [one.phone and str(one.phone) for one in read_numbers] == numbers


@pytest.mark.parametrize(
    "office", ["Pressedienst der Partei Waldsee", "Havministeriets pressetelefon", "Media Relations at Halden Trust"]
)
def test_an_office_is_no_person(office):
    assert is_desk(office)
    assert not is_person(office)


@pytest.mark.parametrize(
    "words",
    [
        "Polizeipräsidium Waldsee",
        "Another Story",
        "Grüner Klub Waldsee",
        "FPW-Klub Waldsee",
        "Ciencia Pública",
        "Public Affairs",
        "Orvane ASA",
        "Garvartorgets Bibliotek",
        "Optaget af Orvane",
    ],
)
def test_words_for_things_are_no_name(words):
    assert not is_person(words)


@pytest.mark.parametrize(
    "name",
    [
        "Åsa Ekvallen",
        "EKVALLEN Åsa",
        "Ebba af Brisestam",
        "Fiammetta Dell'Olmeto",
        "Will Penhallick",
        "Ngozi Halder",
        "Anne Energy",
    ],
)
def test_a_word_for_a_thing_in_a_name(name):
    assert is_person(name)


def test_a_press_telephone_is_a_desk():
    line = "For yderligere oplysninger: Ministeriets pressetelefon +45 32 12 34 56."
    assert reached(f"Ministeriet indkalder til pressemøde i dag.\n\n{line}\n") == [(None, "+4532123456")]


@pytest.mark.parametrize(
    "line",
    [
        "Media wishing to attend must register by Friday with the press team at press@halden.example.org.",
        "Les journalistes sont priés de s'accréditer auprès de presse@brisecourt.example.org avant vendredi.",
        "Journalistinnen und Journalisten melden sich zur Anmeldung bitte unter presse@waldsee.example.org.",
        "Journalisten kunnen zich voor aanmelding wenden tot de pers via pers@valmont.example.nl.",
        "Sign up to receive press releases:\n\nHalden Wire LLC\nNew Halden, NY 10001, USA.\n(212) 555-0142",
        "Press accreditation: press@halden.example.org",
    ],
)
def test_what_the_press_comes_to_or_is_sent_is_no_contact(line):
    assert seen(f"{ENGLISH}{line}\n") == []


def test_a_wires_own_number_between_strokes_is_nobodys():
    line = "CONTACT: Nora Whitcombe, Imogen Pell, both of Halden Trust, 202-555-0142\n\n/Wire 800-555-0199/\n"
    assert reached(ENGLISH + line) == [("Nora Whitcombe", "+12025550142"), ("Imogen Pell", "+12025550142")]


def test_the_number_for_the_public_is_nobodys():
    public = "General public inquiries: by phone 00 800 99 88 77 66"
    lines = f"Press contacts:\nNora WHITCOMBE - Phone: +32 2 555 12 12\n\n{public}\n"
    assert reached(ENGLISH + lines) == [("Nora WHITCOMBE", "+3225551212")]


def test_a_role_in_small_letters_before_a_name_tells_it():
    line = "Spørsmål kan rettes til seniorrådgiver Ane Halder på tlf. 410 12 345 / ane.halder@dep.example.no"
    for text in (f"Presseinvitasjon\n\n{line}\n", f"{NORWEGIAN}{line}\n"):
        assert reached(text, region="NO") == [("Ane Halder", "ane.halder@dep.example.no", "+4741012345")]


def test_a_question_may_go_where_one_registers():
    line = "For questions or to register, journalists may contact the press office at press@halden.example.org."
    assert [one[2] for one in seen(f"{ENGLISH}{line}\n")] == [["press@halden.example.org"]]


def test_a_mailbox_for_the_questions_of_a_conference_is_nobodys_beside_a_press_contact():
    line = (
        "Journalister i media som bor for langt unna, eller som må bli hjemme på grunn av snøen, kan sende spørsmål "
        "til info@dep.example.no med navnet på avisen i tittelen på meldingen.\n\n"
    )
    contact = "Pressekontakt:\nKommunikasjonssjef Ingrid Halden, 410 14 260\n"
    assert reached(NORWEGIAN + line + contact) == [("Ingrid Halden", "+4741014260")]


LETTERHEAD = (
    "March 3, 2008\n\nNora Whitcombe/Imogen Garroway\nHeadquarters, Westmerrow\n(Phone: 202/555-0142 / 0143)\n\n"
    "Owen Pell\nHalden Research Center, Calif.\n(Phone: 661/555-0144)\n\n"
    "Halden probe sees rings: news for the press\n\n"
)


def test_a_letterhead_needs_no_label():
    assert reached(LETTERHEAD + ENGLISH) == [
        ("Nora Whitcombe", "+12025550142"),
        ("Imogen Garroway", "+12025550143"),
        ("Owen Pell", "+16615550144"),
    ]


def test_a_letterhead_is_a_guess():
    assert max(one.confidence for one in read(LETTERHEAD + ENGLISH).contacts) < 0.55


def test_a_name_and_a_number_on_a_page_that_is_no_release_are_nobodys():
    text = ENGLISH.replace("archive", "garden")
    assert seen(f"Nora Whitcombe\nEstate agent\n202-555-0142\n\nCottage\n\n{text}") == []


@pytest.mark.parametrize(
    ("greeting", "card"),
    [
        ("Hartelijke groet,", "Stijn Halder\n+ 31 6 1234 5678\nAfdeling Bruggen"),
        ("Bien cordialement,", "Maëlle Kerbrat\nCabinet du maire\n+33 6 39 98 12 34"),
        ("Mit freundlichen Grüßen", "Timo Halder\n+49 30 23125 012"),
    ],
)
def test_a_signature_stands_below_a_greeting(greeting, card):
    text = f"Persbericht\n\n{FRENCH}{greeting}\n\n{card}\n\nDe site\n\n{FRENCH}"
    assert [one[0] for one in seen(text)] == [card.partition("\n")[0]]


def test_a_name_and_a_number_below_the_text_sign_a_release():
    foot = "Kevin Finchley\nTransport and Rivers 902-555-0142 E-mail:\nxy   April 2, 2004   9:30 A.M.\n"
    assert reached(f"News release\n\nBridge Repair\n\n{ENGLISH}{foot}") == [("Kevin Finchley", "+19025550142")]


def test_who_speaks_of_the_press_in_a_card_answers():
    card = "Anne Le Goff\nChargée de communication\n01 99 00 12 34\n"
    assert reached(f"{FRENCH}{card}\n{FRENCH}") == [("Anne Le Goff", "+33199001234")]


def test_an_office_above_the_text_is_the_releases_own():
    line = "Contact: Halden Department of Labor Public Affairs, 202-555-0142, TDD 202-555-0188\n\n"
    assert reached(line + ENGLISH) == [(None, "+12025550142")]
    assert seen(ENGLISH + line) == []


def test_a_party_asked_for_rueckfragen_is_a_desk():
    assert reached(f"{GERMAN}Rückfragen & Kontakt:\n\nFPW-Klub Waldsee\nTel.: +49 30 23125 697\n") == [
        (None, "+493023125697")
    ]


def test_a_role_before_the_next_name_is_that_ones():
    second = "eller presserådgiver Ane Pell, tlf. 41 22 33 45"
    text = f"Yderligere oplysninger: Pressechef Mads Halden, tlf. +45 41 22 33 44, {second}"
    assert [(one.name, one.role) for one in read(text).contacts] == [
        ("Mads Halden", "Pressechef"),
        ("Ane Pell", "presserådgiver"),
    ]


def test_investor_relations_under_a_mere_label_are_not_for_the_press():
    assert seen(f"{ENGLISH}/CONTACT: Nora Whitcombe, Investor Relations, Halden Trust, +1-202-555-0142/\n") == []


def test_a_label_between_a_name_and_its_number():
    text = "Info: Ufficio Stampa – Lucia Quint cell. +39 333 1234567"
    assert reached(text) == [("Lucia Quint", "+393331234567")]
