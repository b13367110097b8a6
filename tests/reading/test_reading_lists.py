"""Contacts in lists: items of their own, several offices, labels for others, what a release ends with."""

import pytest

from crm.reading import read

FRENCH = (
    "# Un laboratoire commun sur les glaciers\n\nValmont, le 17 janvier 2025\n\nL'Université de Valmont annonce la "
    "création d'un laboratoire commun qui étudiera les glaciers de la vallée pendant cinq ans avec les communes.\n\n"
)
ENGLISH = (
    "# A new laboratory for the glaciers of the valley\n\nMerelford, 17 January 2025\n\nThe institute of Merelford has "
    "opened a laboratory that will watch the glaciers with the towns of the valley for the next five years.\n\n"
)
GERMAN = (
    "# Ein neues Labor für die Gletscher im Tal\n\nWaldsee, 17. Januar 2025\n\nDie Hochschule Waldsee eröffnet ein "
    "Labor, das die Gletscher in den nächsten fünf Jahren mit den Gemeinden im Tal beobachten und vermessen wird.\n\n"
)


def seen(text, **options):
    return [
        (one.name, [str(mail) for mail in one.emails], [str(phone) for phone in one.phones])
        for one in read(text, **options).contacts
    ]


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_an_item_with_a_mailbox_and_one_with_a_person(between):
    items = between.join(
        ["- press@merel.example.org", "- Anne Quint; +44 20 7946 0001", "- Hugo Lehn, +44 20 7946 0002"]
    )
    assert seen(f"{ENGLISH}### Press contacts\n\n{items}\n") == [
        (None, ["press@merel.example.org"], []),
        ("Anne Quint", [], ["+442079460001"]),
        ("Hugo Lehn", [], ["+442079460002"]),
    ]


def test_an_item_with_a_name_alone_is_that_of_the_mailbox_above():
    assert seen(f"{ENGLISH}### Press contacts\n\n- press@merel.example.org\n- Anne Quint\n") == [
        ("Anne Quint", ["press@merel.example.org"], [])
    ]


def test_an_institution_on_a_line_of_its_own_below_somebody_who_has_all():
    text = (
        "Contacts presse :\nMouvement Orvane – Hugo Lehn, 01 99 00 12 34\nE-mail : orvane@example.org\n"
        "Valmont Libre, 01 99 00 12 35, projets@valmont-libre.example.org\n"
    )
    assert seen(FRENCH + text) == [
        ("Hugo Lehn", ["orvane@example.org"], ["+33199001234"]),
        (None, ["projets@valmont-libre.example.org"], ["+33199001235"]),
    ]


@pytest.mark.parametrize("line", ["Maëlle — orvane@example.org", "Maëlle, 01 99 00 12 34, orvane@example.org"])
def test_a_given_name_alone(line):
    ((name, mails, _),) = seen(f"{FRENCH}**Contact presse** : {line}\n")
    assert (name, mails) == ("Maëlle", ["orvane@example.org"])


@pytest.mark.parametrize("town", ["Valmont", "Verreval", "Accueil"])
def test_another_word_alone_is_nobody(town):
    ((name, _, _),) = seen(f"{FRENCH}Contact presse : {town}, orvane@example.org\n")
    assert name is None


def test_blank_lines_between_name_post_and_number():
    card = "**{}**\n\nChargée de la communication Fondation Orvane\n\nTél:01 99 00 12 3{}\nCourriel {}\n"
    cards = [card.format("Anne Quint", 4, "aquint@example.org"), card.format("Zoé Lehn", 5, "zlehn@example.org")]
    assert seen(f"{FRENCH}# Contacts presse\n\n" + "\n".join(cards)) == [
        ("Anne Quint", ["aquint@example.org"], ["+33199001234"]),
        ("Zoé Lehn", ["zlehn@example.org"], ["+33199001235"]),
    ]


@pytest.mark.parametrize(
    ("text", "press", "other"),
    [
        (FRENCH + "## Contact presse\n\n", "Relations médias", "Partenariats"),
        (ENGLISH + "## Press contact\n\n", "Media", "Partnership inquiries"),
        (GERMAN + "## Pressekontakt\n\n", "Medien", "Kooperationen"),
    ],
)
def test_a_label_for_something_else_among_press_contacts(text, press, other):
    lines = f"**{press}:** anfrage@orvane.example.org\n\n**{other}:** hallo@orvane.example.org\n"
    assert seen(text + lines) == [(None, ["anfrage@orvane.example.org"], [])]


def test_a_person_is_one_whatever_the_label_says_besides():
    line = "Anne Quint, responsable communication et partenariats : 01 99 00 12 34"
    assert seen(f"{FRENCH}Contact presse\n{line}\n") == [("Anne Quint", [], ["+33199001234"])]


def test_to_whom_a_draft_is_sent_is_no_contact():
    text = (
        "# Pressemeldung — Orvane Karten-Server Start\n\n**Empfänger:**\n- Merlblatt (redaktion@merl.example.org)\n"
        "- Tannau Digital (redaktion@tannau.example.org mit Betreff „Moore“)\n\n"
    )
    card = "**Pressekontakt:**\nAnnika Lehn\na.lehn@orvane.example.org\n"
    assert seen(text + GERMAN + card) == [("Annika Lehn", ["a.lehn@orvane.example.org"], [])]


@pytest.mark.parametrize("mark", ["ENDS", "# # #", "-END-", "**Ends**"])
def test_an_office_below_the_sign_of_the_end(mark):
    text = f"{ENGLISH}{mark}\n\nContact: Merel Trust, info@merel.example.org\n\n"
    assert seen(text + "All news of the trust is on its pages, where the maps are kept for all to see.\n") == [
        (None, ["info@merel.example.org"], [])
    ]


def test_an_office_far_from_the_end_is_nobody_for_the_press():
    text = f"{ENGLISH}Contact: Merel Trust, info@merel.example.org\n\n"
    assert seen(text + "All news of the trust is on its pages, where the maps are kept for all to see.\n") == []


def test_offices_above_the_notes_to_editors():
    text = (
        f"{ENGLISH}## Contact Details:\n\n* Rising Merel Westford: westford@rising.example.org\n\n"
        "* RM Westford Press Team: press@rising.example.org\n\n* Twitter: @rising\n\n## Notes to editors\n\nNone.\n"
    )
    assert seen(text) == [(None, ["westford@rising.example.org"], []), (None, ["press@rising.example.org"], [])]


def test_partners_each_under_what_it_says_of_itself():
    about = "## À propos de {}\n\nCette association réunit les habitants de la vallée autour des glaciers.\n\n{}\n\n"
    text = FRENCH + "".join(
        about.format(*one)
        for one in (
            ("l'Orme", "Contacts presse :\n\nAnne Quint, présidente, a.quint@orme.example.org"),
            ("Valmont Libre", "Contact : valmontlibre@example.com"),
            ("la Merel", "Contacts presse :\n\nZoé Lehn, z.lehn@merel.example.org"),
        )
    )
    assert [mails for _, mails, _ in seen(text)] == [
        ["a.quint@orme.example.org"],
        ["valmontlibre@example.com"],
        ["z.lehn@merel.example.org"],
    ]
    assert len(seen(text.replace("## À propos de la Merel", "## Fin"))) == 2


def test_lines_that_a_tag_breaks():
    html = "<p><strong>Anne Quint</strong><br/>Head of Maps<br/>anne@merel.example.org<br>+44 20 7946 0001</p>\n"
    assert seen(f"{ENGLISH}For press inquiries, please contact:\n{html}") == [
        ("Anne Quint", ["anne@merel.example.org"], ["+442079460001"])
    ]


def test_a_slogan_below_a_mailbox_is_nobody():
    assert seen(f"{FRENCH}**CONTACT PRESSE**\ncontact@orme.example.org\nLA FORCE DU RENOUVEAU\n") == [
        (None, ["contact@orme.example.org"], [])
    ]


@pytest.mark.parametrize("name", ["[Your Name]", "[First Last]", "Prénom Nom", "[Vorname Nachname]"])
def test_what_is_to_be_filled_in_is_nobody(name):
    assert seen(f"{ENGLISH}## Media Contact\n\n{name}\n[Title]\n[Email Address]\n") == []


def test_an_extension_behind_one_more_dash():
    text = "Media contact:\nAnne Quint\n{}202-555-0123-752\nanne@merel.example.org\n"
    for before in ("", "+1 ", "++1 "):
        (contact,) = seen(ENGLISH + text.format(before), region="US")
        assert contact == ("Anne Quint", ["anne@merel.example.org"], ["+12025550123;ext=752"])


def test_a_mailbox_or_somebody_who_has_another():
    text = "Contact presse : orme@example.com ou Hugo Lehn, co-fondateur de l'Orme hlehn@example.org\n"
    assert seen(FRENCH + text) == [(None, ["orme@example.com"], []), ("Hugo Lehn", ["hlehn@example.org"], [])]


def test_an_address_that_a_sentence_says_again():
    text = (
        "Contacts :\nHugo Lehn, 01 99 00 12 34, orvane@example.org\nValmont Libre, 01 99 00 12 35, "
        "projets@valmont-libre.example.org\nPour joindre les autres, écrivez à orvane@example.org\n"
    )
    assert seen(FRENCH + text) == [
        ("Hugo Lehn", ["orvane@example.org"], ["+33199001234"]),
        (None, ["projets@valmont-libre.example.org"], ["+33199001235"]),
    ]


@pytest.mark.parametrize("label", ["For Immediate Release", "PRESS RELEASE"])
def test_somebody_with_numbers_right_under_the_label_of_a_release(label):
    line = "Nora Quint, (202) 555-0123 or 0124;"
    text = f"{label}\n\n{line}\n\nWASHINGTON, March 12, 2024\n\n{ENGLISH}"
    assert seen(text, region="US") == [("Nora Quint", [], ["+12025550123", "+12025550124"])]
    assert seen(f"Our members\n\n{line}\n\n{ENGLISH}", region="US") == []


def test_fewer_digits_than_the_last_group_are_not_taken_for_a_number():
    (contact,) = read(f"{FRENCH}Contact presse : Anne Quint, 01 99 00 12 34 ou 35\n", region="FR").contacts
    assert [str(one) for one in contact.phones] == ["+33199001234"]
    assert [one.text for one in contact.unread] == ["35"]


def test_the_end_of_a_program_is_not_below_the_text():
    text = (
        "Pour nous contacter : [orme@example.org](mailto:orme@example.org)`}\n        />\n        <img\n"
        '          src="/img/carte.jpg"\n          alt="La carte"\n        />\n    </Page>\n  );\n};\n\n'
        "export default Press;\n"
    )
    assert seen(FRENCH + text) == [(None, ["orme@example.org"], [])]


@pytest.mark.parametrize(("field", "count"), [("schoolsEmail", 1), ("contactEmail", 2)])
def test_a_field_of_a_program_that_says_whose_address_it_is(field, count):
    text = f'  contact: "Contact presse : presse@orme.example.org",\n  {field}: "ecoles@orme.example.org",\n'
    assert sum(len(mails) for _, mails, _ in seen(FRENCH + text)) == count


def test_a_table_of_addresses_for_all_purposes():
    rows = (
        "| Contact | Details |\n|---|---|\n| Media | media@merel.example.org |\n| Support | help@merel.example.org |\n"
    )
    assert seen(ENGLISH + rows) == [(None, ["media@merel.example.org"], [])]


def test_the_office_of_somebody_is_not_that_person():
    text = "Contacts presse :\n\nCabinet de Mme Solène QUINT\n01 99 00 12 34\npresse.cabinet@valmont.example.org\n"
    assert seen(FRENCH + text) == [(None, ["presse.cabinet@valmont.example.org"], ["+33199001234"])]


def test_a_heading_of_one_word_for_others():
    text = (
        "CONTACTS\n\nChercheur\nHugo Lehn – 01 99 00 12 40 – hugo.lehn@orme.example.org\n\n"
        "Presse\nAnne Quint – 01 99 00 12 34 – presse@orme.example.org\n"
    )
    assert seen(FRENCH + text) == [("Anne Quint", ["presse@orme.example.org"], ["+33199001234"])]


def test_a_role_under_a_name_is_no_heading():
    text = "Contact presse\n\nHugo Lehn\nChercheur\n01 99 00 12 40\n"
    assert seen(FRENCH + text) == [("Hugo Lehn", [], ["+33199001240"])]


def test_the_sign_of_a_line_break_is_no_part_of_a_name():
    lines = "**Press contact**\\\nAnne Quint\\\nMerel Foundation\\\nanne@merel.example.org\\\n+44 20 7946 0001\n"
    assert seen(ENGLISH + lines) == [("Anne Quint", ["anne@merel.example.org"], ["+442079460001"])]


def test_links_whose_targets_stand_elsewhere():
    text = "Press contact: [Anne Quint][1], [anne@merel.example.org][2]\n\n[1]: https://merel.example.org/anne\n"
    assert seen(ENGLISH + text) == [("Anne Quint", ["anne@merel.example.org"], [])]


def test_two_who_are_asked_for_and_share_a_number():
    text = "For further information contact Anne Quint or Hugo Lehn on +44 20 7946 0001.\n"
    assert seen(ENGLISH + text) == [("Anne Quint", [], ["+442079460001"]), ("Hugo Lehn", [], ["+442079460001"])]


def test_who_is_available_and_how():
    text = "Anne Quint is available for interviews. Contact: anne.quint@merel.example.org, +44 20 7946 0001\n"
    assert seen(ENGLISH + text) == [("Anne Quint", ["anne.quint@merel.example.org"], ["+442079460001"])]


def test_a_team_below_a_name_with_the_address_of_that_person():
    team = "Merel Media Team\nTelephone: +44 20 7946 0001\nEmail: aquint@merel.example.org\n"
    text = f"Media Contacts\n\nAnne Quint\n\n{team}"
    assert seen(ENGLISH + text) == [("Anne Quint", ["aquint@merel.example.org"], ["+442079460001"])]


def test_a_team_below_a_name_with_an_address_of_its_own():
    text = "Media Contacts\n\nAnne Quint\naquint@merel.example.org\n\nMerel Media Team\nteam@merel.example.org\n"
    assert [mails for _, mails, _ in seen(ENGLISH + text)] == [["aquint@merel.example.org"], ["team@merel.example.org"]]


def test_the_lines_of_a_quotation():
    text = "> ### Press contact\n>\n> Anne Quint\n> anne@merel.example.org\n>\n> Hugo Lehn\n> hugo@merel.example.org\n"
    assert seen(ENGLISH + text) == [
        ("Anne Quint", ["anne@merel.example.org"], []),
        ("Hugo Lehn", ["hugo@merel.example.org"], []),
    ]


@pytest.mark.parametrize("line", ["Webmaster: info@merel.example.org", "Bookings: +44 20 7946 0100"])
def test_what_is_for_others_below_a_contact_to_be_filled_in(line):
    assert seen(f"{ENGLISH}### Press contact\n\n[Your name]\n[Phone number]\n\n{line}\n") == []


def test_whose_assistant_somebody_is():
    line = "Anne Quint, collaboratrice parlementaire de Hugo Lehn – 01 99 00 12 34"
    assert seen(f"{FRENCH}Contact presse : {line}\n") == [("Anne Quint", [], ["+33199001234"])]


def test_given_names_with_addresses_made_from_them():
    line = "Annika (annika@orvane.example.org), Jörg (joerg@orvane.example.org)"
    assert seen(f"{GERMAN}Pressekontakt: {line}\n") == [
        ("Annika", ["annika@orvane.example.org"], []),
        ("Jörg", ["joerg@orvane.example.org"], []),
    ]


def test_a_column_with_a_contact_beside_the_label_of_the_release():
    rows = (
        "| FOR IMMEDIATE RELEASE | CONTACT: Anne Quint |\n| March 12, 2024 | (202) 555-0123 |\n"
        "| | quint@merel.example.org |\n"
    )
    assert seen(f"{rows}\n{ENGLISH}", region="US") == [("Anne Quint", ["quint@merel.example.org"], ["+12025550123"])]


@pytest.mark.parametrize(
    ("text", "label"),
    [(FRENCH, "**Plus d'infos**"), (ENGLISH, "For enquiries"), (GERMAN, "Mehr Infos"), (ENGLISH, "For comment")],
)
def test_labels_of_few_words(text, label):
    line = f"{label}: Anne Quint, anne.quint@orme.example.org, +33 1 99 00 12 34\n"
    assert seen(text + line) == [("Anne Quint", ["anne.quint@orme.example.org"], ["+33199001234"])]
