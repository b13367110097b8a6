"""Contacts on pages that print them in ways of their own: each name with its numbers, and nobody else's."""

import pytest
from release_openings import ENGLISH, FRENCH, GERMAN

from crm.reading import read
from crm.reading.civilities import has_title
from crm.reading.designations import is_role
from crm.reading.local_parts import resembles
from crm.reading.names import is_person
from crm.reading.persons import asked_for, name_at_end


def seen(text, **options):
    return [
        (one.name, one.role, [str(mail) for mail in one.emails], [str(phone) for phone in one.phones])
        for one in read(text, **options).contacts
    ]


@pytest.mark.parametrize("mark", ["[Bild: Anne Quint]\n", "[Bild] ", "[Porträt]\n", "[Foto: Anne Quint / Orme]\n", ""])
def test_the_mark_of_an_image_is_nobody(mark):
    card = f"{mark}Dr. med. Anne Quint\nChefärztin Pneumologie\n030 23125 001\nquint@waldsee.example.org\n\n"
    other = "Timo Lehn\nPressesprecher\n030 23125 002\nlehn@waldsee.example.org\n"
    assert seen(f"{GERMAN}Pressekontakt\n\n{card}{other}") == [
        ("Anne Quint", "Chefärztin Pneumologie", ["quint@waldsee.example.org"], ["+493023125001"]),
        ("Timo Lehn", "Pressesprecher", ["lehn@waldsee.example.org"], ["+493023125002"]),
    ]


@pytest.mark.parametrize("name", ["Dr. med. Ulmo Varrick", "Mme Ulmo Varrick", "PHK'in Ulmo Varrick"])
def test_who_has_a_title_is_a_person_and_the_line_below_is_their_post(name):
    found = seen(f"{GERMAN}Pressekontakt\n{name}\nInnere Sicherheit\n030 23125 001\n")
    assert found == [("Ulmo Varrick", "Innere Sicherheit", [], ["+493023125001"])]


def test_a_post_beside_a_name_that_an_address_is_made_from():
    line = "Ulmo Varrick, Group Director: Public Matters, 020 7946 0001, ulmo.varrick@merelford.example.co.uk"
    ((name, role, mails, phones),) = seen(f"{ENGLISH}Media contact\n{line}\n")
    assert (name, mails, phones) == ("Ulmo Varrick", ["ulmo.varrick@merelford.example.co.uk"], ["+442079460001"])
    assert role == "Group Director, Public Matters"


@pytest.mark.parametrize(
    ("local", "name"), [("lueders", "Anne Lüders"), ("toennies", "Mia Tönnies"), ("haaland", "Ida Håland")]
)
def test_an_address_spells_letters_that_it_may_not_have(local, name):
    assert resembles(local, name)
    assert not resembles(local, "Anne Quint")


def test_each_of_two_named_together_has_their_own_address_and_number():
    line = (
        "Hochschule Waldsee: Anne Lüders, Referentin, und Jan Tönnies, Tel. 030 / 2312 50-12 | -17, "
        "a.lueders (at) waldsee.example (punkt) org, j.toennies (at) waldsee.example (punkt) org"
    )
    assert [one[0::2] + one[3:] for one in seen(f"{GERMAN}Pressekontakte:\n\n* {line}\n")] == [
        ("Anne Lüders", ["a.lueders@waldsee.example.org"], ["+493023125012"]),
        ("Jan Tönnies", ["j.toennies@waldsee.example.org"], ["+493023125017"]),
    ]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Kommunikationschef Orme", False),
        ("Corporate Affairs", False),
        ("Hilfe zum Antrag", False),
        ("Bettina zur Linde", True),
        ("L'Encre et le Sel", False),
        ("Anne et Marc Quint", True),
        ("Tour Vermeil", False),
        ("POKin Anne Quint", True),
    ],
)
def test_the_shape_of_a_name(text, is_one):
    assert is_person(text) is is_one


def test_what_somebody_does_may_be_one_word():
    assert [is_role(word) for word in ("kommunikasjonsdirektør", "Projektleiterin", "Leiter", "Bleicher")] == [
        True,
        True,
        True,
        False,
    ]


def test_titles_stand_before_names():
    assert [has_title(text) for text in ("Dr. rer. nat. Anne Quint", "Anne Quint", "Mme Anne", "")] == [
        True,
        False,
        False,
        False,
    ]


def test_the_name_at_the_end_of_words_begins_with_a_given_name():
    assert name_at_end("Contact presse Agence Tilde Anne Quint") == "Anne Quint"
    assert name_at_end("ou appeler Le Goff Anne au") == "Le Goff Anne"


def test_where_somebody_works_is_nobody_asked_for():
    assert asked_for("Journalists can reach Anne Quint at Verreval Express") == ["Anne Quint"]
    assert asked_for("i giornalisti possono rivolgersi a Tosca Valdimonte") == ["Tosca Valdimonte"]
    line = "Journalists can reach Anne Quint at Verreval Express: quint@verreval.example.co.uk, 020 7946 0001."
    assert seen(f"{ENGLISH}{line}\n") == [("Anne Quint", None, ["quint@verreval.example.co.uk"], ["+442079460001"])]


def test_columns_with_addresses_in_the_first_are_cards_and_no_rows():
    page = (
        "Contacts presse\n\n"
        "Agence Tilde                                 Musée de la Vallée\n"
        "Anne Quint                                   Hector de Merel\n"
        "anne@tilde.example.org                       hmerel@vallee.example.org\n"
        "01 99 00 12 34                               01 99 00 12 35\n"
        "Paul Orvan\n"
        "paul@tilde.example.org\n"
        "01 99 00 12 36\n"
    )
    assert [one[0::2] + one[3:] for one in seen(FRENCH + page)] == [
        ("Anne Quint", ["anne@tilde.example.org"], ["+33199001234"]),
        ("Paul Orvan", ["paul@tilde.example.org"], ["+33199001236"]),
        ("Hector de Merel", ["hmerel@vallee.example.org"], ["+33199001235"]),
    ]


@pytest.mark.parametrize("aside", ["(astreinte)", "(hors heures ouvrées)"])
def test_what_is_said_in_brackets_is_said_of_the_number_before(aside):
    block = f"Contact presse\nAnne Quint\n01 99 00 12 34 | 06 39 98 12 34 {aside}\npresse@valmont.example.org\n"
    assert seen(FRENCH + block) == [
        ("Anne Quint", None, ["presse@valmont.example.org"], ["+33199001234", "+33639981234"])
    ]


def test_a_label_of_the_release_with_its_place_leads_to_no_contact():
    page = "COMMUNIQUÉ DE PRESSE – VALMONT, JANVIER 2024\n\nSOUS LA GLACE\nRéservations\n01 99 00 12 34\n"
    assert seen(page, region="FR") == []


def test_the_issuer_in_a_sentence_is_nobody_though_an_address_is_called_so():
    page = (
        "Verreval Biologics Reports Results\n\nMERELFORD, 17 January 2025 – Verreval Biologics plc today reported its "
        "results for the year and said that the towns of the valley had bought twice as much as the year before.\n\n"
        "Contacts\nTilde Partners\nTom Quint\n+44 20 7946 0001\nverreval@tilde.example.co.uk\n\n"
        "Verreval Biologics reports results of the year\nverreval@orme.example.co.uk\n"
    )
    assert [one[0] for one in seen(page)] == ["Tom Quint"]


@pytest.mark.parametrize("label", ["Belgique", "Pour la Suisse romande", "Rédactions"])
def test_a_mailbox_behind_a_label_of_its_own_is_not_the_persons_above(label):
    block = f"Contact presse\nFrance : Anne Quint, 01 99 00 12 34\n{label} : presse-be@valmont.example.org\n"
    assert seen(FRENCH + block) == [
        ("Anne Quint", None, [], ["+33199001234"]),
        (None, None, ["presse-be@valmont.example.org"], []),
    ]


@pytest.mark.parametrize("label", ["E-mail", "Adresse e-mail", "Courriel"])
def test_the_label_of_an_address_is_no_label_of_its_own(label):
    block = f"Contact presse\nAnne Quint\nTél. : 01 99 00 12 34\n{label} : presse@valmont.example.org\n"
    assert seen(FRENCH + block) == [("Anne Quint", None, ["presse@valmont.example.org"], ["+33199001234"])]


def test_an_office_that_a_line_names_with_its_article_is_another_contact():
    line = "Anne Quint, 020 7946 0001, quint@merelford.example.co.uk or the news desk, 020 7946 0002"
    assert seen(f"{ENGLISH}Media contacts:\n\n{line}\n") == [
        ("Anne Quint", None, ["quint@merelford.example.co.uk"], ["+442079460001"]),
        (None, "news desk", [], ["+442079460002"]),
    ]


@pytest.mark.parametrize("local", ["donateurs", "clients", "billetterie"])
def test_whose_only_address_is_for_others_does_not_answer_for_the_press(local):
    block = f"Votre contact : Anne Quint, responsable\nTél. : 01 99 00 12 34 — {local}@valmont.example.org\n"
    assert seen(FRENCH + block) == []


def test_a_sentence_that_sends_others_away_from_the_press_office_leads_to_nobody():
    block = "To report an injured newt, call the newt line on 020 7946 0003. Please do not ring the press office.\n"
    assert seen(ENGLISH + block) == []


def test_the_foot_of_a_page_after_words_of_its_own_is_nobody():
    foot = "Drucken Teilen Seite weiterempfehlen Impressum Datenschutz Barrierefreiheit Seestraße 2, 10115 Waldsee, "
    line = f"Rückfragen & Kontakt: Pressestelle +49 30 23125 001 presse@waldsee.example.org {foot}"
    assert seen(f"{GERMAN}{line}service@waldsee.example.org\n") == [
        (None, "Pressestelle", ["presse@waldsee.example.org"], ["+493023125001"])
    ]


@pytest.mark.parametrize("place", ["Place de la Préfecture", "Tour Vermeil"])
def test_the_switchboard_beside_the_office_is_nobodys(place):
    page = (
        f"Contact presse                                  {place}\n"
        "Service départemental de la communication       99019 Valmont Cedex\n"
        "01 99 00 12 34 | 06 39 98 12 34 (astreinte)     Tél. standard : 01 99 00 12 00\n"
        "presse@valmont.example.org\n"
    )
    assert seen(FRENCH + page) == [
        (
            None,
            "Service départemental de la communication",
            ["presse@valmont.example.org"],
            ["+33199001234", "+33639981234"],
        )
    ]


@pytest.mark.parametrize("below", ["", "\nUniversité de Valmont\nTéléphone : 01 99 00 12 00\n"])
def test_a_label_may_close_the_card_of_a_person(below):
    card = "Nom\nAnne Quint\nFonction\nConseillère\nTéléphone\n01 99 00 12 34\nCourriel\nquint@valmont.example.org\n"
    assert seen(f"{FRENCH}{card}Pour les demandes médiatiques seulement\n{below}") == [
        ("Anne Quint", "Conseillère", ["quint@valmont.example.org"], ["+33199001234"])
    ]


def test_the_agency_of_a_card_stands_above_its_name():
    card = "#### Anne Quint\n\nPresseagentur\n\nTilde & Partner PR\n\nT 030 23125 001\n\nquint@tilde.example.org\n"
    assert [one[0] for one in seen(GERMAN + card)] == ["Anne Quint"]


def test_cards_that_lost_every_space_between_their_fields():
    page = (
        "Orme AS\n\nOrme AS åpner et nytt laboratorium i dalen\n\n9.11.2023 08:00:00 CET | Orme AS | Pressemelding\n\n"
        "Orme AS åpner et laboratorium som skal følge breene i dalen sammen med kommunene i de neste fem årene.\n\n"
        "Kontakter\nAnne QuintkommunikasjonsdirektørOrme ASTel:+33 1 99 00 12 34anne.quint@orme.example.no\n"
        "Jan VollepresseansvarligOrme ASTel:+33 1 99 00 12 35presse@orme.example.no\n"
    )
    assert seen(page) == [
        ("Anne Quint", "kommunikasjonsdirektør", ["anne.quint@orme.example.no"], ["+33199001234"]),
        ("Jan Volle", "presseansvarlig", ["presse@orme.example.no"], ["+33199001235"]),
    ]


def test_labels_that_are_glued_to_the_names_behind_them():
    page = (
        "ContactsVerreval plcMedia:Anne Quint, Director+44 (0)20 7946 0001anne.quint@verreval.example.comInvestors:"
        "Paul Orvan, Head of Investor Relations+44 (0)20 7946 0002paul.orvan@verreval.example.com"
        "Tilde Partners (financial PR)Tom Vellis+44 (0)20 7946 0003verreval@tilde.example.co.uk\n"
    )
    assert [one[0::2] + one[3:] for one in seen(ENGLISH + page)] == [
        ("Anne Quint", ["anne.quint@verreval.example.com"], ["+442079460001"]),
        ("Tom Vellis", ["verreval@tilde.example.co.uk"], ["+442079460003"]),
    ]


@pytest.mark.parametrize(
    ("printed", "phones"),
    [("Tel. -113", ["+493023125113"]), ("Tel.: –113", ["+493023125113"]), ("9-12", []), ("Tel. -13", [])],
)
def test_last_digits_behind_a_label_are_of_the_house_of_the_number_before(printed, phones):
    block = (
        "Kontakt für die Medien:\nAnne Quint, Leiterin, Tel.: +49 (0)30 23125-112, quint@waldsee.example.org\n"
        f"Jan Tönnies, Volontär, {printed}, toennies@waldsee.example.org\n"
    )
    (first, second) = seen(GERMAN + block)
    assert (first[3], second) == (
        ["+493023125112"],
        ("Jan Tönnies", "Volontär", ["toennies@waldsee.example.org"], phones),
    )


def test_a_field_of_work_is_a_post_behind_a_role_and_a_firm_above_a_name():
    block = (
        "Media contacts:\n\nVellis Orvan Public Relations\nAnne Quint\nManager, Public Affairs\n020 7946 0001\n"
        "anne@tilde.example.co.uk\n"
    )
    (contact,) = read(ENGLISH + block).contacts
    assert (contact.name, contact.role, contact.institution) == (
        "Anne Quint",
        "Manager, Public Affairs",
        "Vellis Orvan Public Relations",
    )


def test_those_of_the_media_are_no_institution():
    block = "Kontakt für Medienschaffende\n\nAnne Quint\nLeiterin\n030 23125 001\nquint@waldsee.example.org\n"
    assert [one.institution for one in read(GERMAN + block).contacts] == [None]


def test_a_family_name_alone_is_nobody_without_a_title():
    assert not is_person("Van der Meulen")
    assert is_person("Le Goff Anne")


def test_the_foot_with_the_register_is_nobodys():
    foot = "Geschäftsführer: Bernd Orvan | Amtsgericht Waldsee HRB 99901 | info@waldsee.example.org | 030 23125-000"
    line = "Hochschule Waldsee | z. Hd. Frau Anne Quint | Fon 030 23125-001 | quint@waldsee.example.org"
    assert [one[0::2] + one[3:] for one in seen(f"{GERMAN}Kontakt für die Presse:\n{line}\n\n{foot}\n")] == [
        ("Anne Quint", ["quint@waldsee.example.org"], ["+493023125001"])
    ]


def test_a_mailbox_for_others_in_the_next_sentence_is_nobodys():
    line = "Pour plus d'informations, contacter Anne Quint au 01 99 00 12 34 ou écrire à quint@valmont.example.org."
    assert seen(f"{FRENCH}{line}\nImages : phototheque@valmont.example.org\n") == [
        ("Anne Quint", None, ["quint@valmont.example.org"], ["+33199001234"])
    ]


def test_the_first_words_of_a_line_may_be_the_label_of_its_mailbox():
    block = (
        "Auskünfte an die Medien erteilen heute zwischen 10 und 12 Uhr:\n"
        "– Anne Quint, Leiterin, Telefon 030 23125 001, quint@waldsee.example.org\n"
        "Für allgemeine Fragen: Staatskanzlei, kommunikation@waldsee.example.org\n"
    )
    assert [one[0::2] for one in seen(GERMAN + block)] == [
        ("Anne Quint", ["quint@waldsee.example.org"]),
        (None, ["kommunikation@waldsee.example.org"]),
    ]


def test_a_line_that_is_not_for_the_press_contact_leads_to_nobody():
    block = "Press contacts\n\nAnne Quint, release manager\npress@orme.example.org\n\nFound a bug? Tell the bug list "
    assert [one[0::2] for one in seen(f"{ENGLISH}{block}bugs@orme.example.org, not the press contact.\n")] == [
        ("Anne Quint", ["press@orme.example.org"])
    ]


def test_columns_that_would_cut_a_word_are_none():
    page = (
        "Pressekontakt\n"
        "Stiftung der Schlösser im Waldsee und im Tal der Orme\n"
        "Anne Quint                 Tel. 030 23125 001\n"
        "Bildredaktion: Timo Lehn   Tel. 030 23125 002\n"
    )
    assert [one[0::3] for one in seen(GERMAN + page)] == [
        ("Anne Quint", ["+493023125001"]),
        ("Timo Lehn", ["+493023125002"]),
    ]


@pytest.mark.parametrize("bullet", ["- ", "* ", ""])
def test_the_fields_of_a_form_may_be_items_of_a_list(bullet):
    fields = ["Name: Anne Quint", "Role: Director", "E-Mail: press [at] orme [dot] example", "Phone: +44 20 7946 0001"]
    block = "".join(f"{bullet}{field}\n" for field in fields)
    assert seen(f"{ENGLISH}## Press contact\n\n{block}") == [
        ("Anne Quint", "Director", ["press@orme.example"], ["+442079460001"])
    ]


def test_what_leads_to_a_form_ends_the_card_above_it():
    card = "Anne Quint\nOrme Cooperative\n+44 20 7946 0001\nemail us here\nVisit us on social media:\nFacebook\n"
    assert seen(ENGLISH + card) == [("Anne Quint", None, [], ["+442079460001"])]


def test_an_advisory_is_no_office_and_who_comes_is_no_contact():
    page = (
        "Media advisory\n\nWHAT: Unveiling of the steam engine\nWHO: Gov. Anne Orvan\n"
        "RSVP: events@orme.example.org or 401-555-0100\n"
        "MEDIA CONTACT: Tom Quint, 401-555-0162, quint@orme.example.org\n"
    )
    assert [one[0] for one in seen(page)] == ["Tom Quint"]


def test_an_institution_shaped_like_a_name_before_a_colon_shares_no_number():
    block = (
        "Pressekontakt\nHochschule Waldsee: Timo Lehn, 030 23125 001, lehn@waldsee.example.org\n"
        "Hafen Vermeil: Anne Quint, 030 23125 002, quint@vermeil.example.org\n"
    )
    assert [(one.name, one.institution) for one in read(GERMAN + block).contacts] == [
        ("Timo Lehn", "Hochschule Waldsee"),
        ("Anne Quint", "Hafen Vermeil"),
    ]


def test_a_name_before_a_role_of_the_press_begins_no_section_of_its_own():
    block = "For mer informasjon, kontakt:\nAnne Quint, pressekontakt for komiteen, mobil: +33 1 99 00 12 34\n"
    assert [one[0::3] for one in seen(f"Ny ferge\n\n5. desember 2022\n\n{block}")] == [("Anne Quint", ["+33199001234"])]


@pytest.mark.parametrize("aside", ["(piketdienst)", "(tijdens kantooruren)"])
def test_the_hours_in_brackets_part_no_office_from_its_address(aside):
    block = f"Perscontact:\nTeam Communicatie\nT 020 000 0001 {aside}\nE pers@orme.example.nl\n"
    (contact,) = read(f"Persbericht\n\nGemaal draait weer\n\n{block}", region="NL").contacts
    assert (contact.name, [str(one) for one in contact.emails]) == (None, ["pers@orme.example.nl"])


def test_an_office_in_a_list_is_an_item_of_its_own():
    block = "- Anne Quint, chargée de communication : 01 99 00 12 34\n- Bureau de Valmont, tél. 01 99 00 12 35\n"
    assert [one[0::3] for one in seen(f"{FRENCH}Contacts presse :\n{block}")] == [
        ("Anne Quint", ["+33199001234"]),
        (None, ["+33199001235"]),
    ]
