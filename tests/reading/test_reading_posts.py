"""What somebody is, and for whom: the role and the institution, each for itself, whichever way they are printed."""

import pytest
from release_openings import ENGLISH, FRENCH, GERMAN

from crm.reading import read
from crm.reading.commas import rejoined


def posts(text):
    return [(one.name, one.role, one.institution) for one in read(text).contacts]


@pytest.mark.parametrize(
    ("said", "mail", "role", "institution"),
    [
        ("président d'Adorva depuis 2024", "a.quint@adorva.example.org", "président", "Adorva"),
        ("présidente de l'ORME", "a.quint@example.org", "présidente", "ORME"),
        ("vice-présidente Éducation de l'ORME", "a.quint@example.org", "vice-présidente Éducation", "ORME"),
        ("porte-parole de l'Association Gerfaut", "a.quint@example.org", "porte-parole", "Association Gerfaut"),
        ("fondatrice de l'association Rives Libres", "a@example.org", "fondatrice", "association Rives Libres"),
        ("Directrice RivesLUG", "a.quint@example.org", "Directrice", "RivesLUG"),
        ("ORMAX Chargée de presse", "a.quint@example.org", "Chargée de presse", "ORMAX"),
        ("Chargée de comptes principale ORMAX", "a.quint@example.net", "Chargée de comptes principale", "ORMAX"),
        ("Directrice de la Communication", "a.quint@example.org", "Directrice de la Communication", None),
        ("Responsable du service Presse", "a.quint@example.org", "Responsable du service Presse", None),
        ("Chargée de communication RP", "a.quint@example.org", "Chargée de communication RP", None),
    ],
)
def test_a_role_and_whose_it_is_are_parted(said, mail, role, institution):
    text = f"{FRENCH}Contact presse\nAnne Quint, {said}, {mail}, 01 99 00 12 34\n"
    assert posts(text) == [("Anne Quint", role, institution)]


@pytest.mark.parametrize(
    ("said", "mail", "role", "institution"),
    [
        ("Orvanet.org Community Manager", "anne@orvanet.org.example.org", "Community Manager", "Orvanet.org"),
        ("Orvanet Project Lead", "anne@orvanet.example.org", "Project Lead", "Orvanet"),
        ("Halden Trust director of development", "anne@example.org", "director of development", "Halden Trust"),
        ("Director, Corporate Communications", "anne@orvanet.example.org", "Director, Corporate Communications", None),
        ("Head of Corporate Communications", "anne@orvanet.example.org", "Head of Corporate Communications", None),
        ("Science Communicator", "anne@orvanet.example.org", "Science Communicator", None),
    ],
)
def test_an_institution_before_a_role_is_told_by_the_address(said, mail, role, institution):
    text = f"{ENGLISH}Media contact\nAnne Quint\n{said}\n{mail}\n+44 20 7946 0012\n"
    assert posts(text) == [("Anne Quint", role, institution)]


@pytest.mark.parametrize(
    ("words", "mail", "institution"),
    [
        ("Halden Bay Rebellion", "anne@example.org", "Halden Bay Rebellion"),
        ("Halden One Public Relations", "anne@haldenonepr.example.org", "Halden One Public Relations"),
        ("Orvane", "anne@orvane.example.org", "Orvane"),
        ("Merelford", "anne@example.org", None),
        ("Halden News Service", "anne@example.org", "Halden News Service"),
    ],
)
def test_a_name_beside_a_name_is_for_whom_somebody_answers(words, mail, institution):
    text = f"{ENGLISH}Media contact: Anne Quint, {words}, +44 20 7946 0012, {mail}\n"
    assert posts(text) == [("Anne Quint", None, institution)]


def test_the_name_above_a_person_is_told_by_its_sign_or_by_the_address():
    text = (
        f"{FRENCH}Contacts presse\nForêt & Rives\nAnne Quint\na.quint@example.org\n\nLa Combe des Sèves\nMarc Quint\n"
        "m.quint@combedesseves.example.org\n"
    )
    assert posts(text) == [("Anne Quint", None, "Forêt & Rives"), ("Marc Quint", None, "La Combe des Sèves")]


def test_an_institution_above_several_persons_is_that_of_each():
    text = (
        f"{ENGLISH}Press contacts\nJonah Quint\nManager of Public Relations\njonah@orvane.example.org\n\n"
        "Halden Vale University\nAnne Quint\n+44 20 7946 0012\nMark Quint\n+44 20 7946 0013\n\n"
        "Zoe Quint\n+44 20 7946 0014\n"
    )
    found = posts(text)
    assert [institution for _, _, institution in found] == [
        None, "Halden Vale University", "Halden Vale University", None,
    ]  # fmt: skip


def test_an_institution_before_a_colon_is_that_of_the_name_behind_it():
    text = (
        f"{ENGLISH}Media enquiries: Ms Anne Quint, +44 20 7946 0012, anne@example.org\n"
        "Halden Development Agency: Ms Zoe Quint, +44 20 7946 0013\n"
    )
    assert posts(text) == [("Anne Quint", None, None), ("Zoe Quint", None, "Halden Development Agency")]


def test_whoever_is_to_be_reached_at_an_institution_answers_for_it():
    text = (
        f"{ENGLISH}For interviews and samples contact Anne Quint or Mark Quint at Loudhall PR on +44 20 7946 0012, "
        "or email anne@loudhallpr.example.org / mark@loudhallpr.example.org.\n\nPress office, Merelford\n"
    )
    assert [one for one in posts(text) if one[0]] == [
        ("Anne Quint", None, "Loudhall PR"), ("Mark Quint", None, "Loudhall PR"),
    ]  # fmt: skip


def test_one_word_between_name_and_number_is_an_institution_where_others_are():
    text = (
        f"{FRENCH}Renseignements : Anne Quint, ORME, 01 99 00 12 34, anne@example.org; Zoé Quint, Unior, "
        "01 99 00 12 35, zoe@example.org; Paul Roy, Métalloux, 01 99 00 12 36, paul@example.org\n"
    )
    assert [institution for _, _, institution in posts(text)] == ["ORME", "Unior", "Métalloux"]


def test_one_word_in_brackets_between_name_and_number_is_an_institution():
    text = f"{ENGLISH}Media contact: Anne Quint (Ormer): +44 20 7946 0012, anne@example.org\n"
    assert posts(text) == [("Anne Quint", None, "Ormer")]


@pytest.mark.parametrize("code", ["(UK)", "(FR)"])
def test_two_letters_in_brackets_are_a_country_or_a_language(code):
    text = f"{ENGLISH}Media contacts\nAnne Quint, Halden University {code}, anne@example.org\n"
    assert posts(text) == [("Anne Quint", None, "Halden University")]


@pytest.mark.parametrize(
    ("heading", "line", "institution"),
    [
        (ENGLISH, "Orvane Robotics, Inc., Anne Quint, anne@example.org", "Orvane Robotics, Inc"),
        (
            FRENCH,
            "Collectif « Rives, ça suffit ! », Anne Quint, présidente, anne@example.org",
            "Collectif « Rives, ça suffit ! »",
        ),
        (
            GERMAN,
            "Anne Quint, Ministerium für Flüsse, Seen und Häfen, anne@example.org",
            "Ministerium für Flüsse, Seen und Häfen",
        ),
        (GERMAN, "Anne Quint, Bau-, Forst- und Wildamt, anne@example.org", "Bau-, Forst- und Wildamt"),
    ],
)
def test_a_comma_within_the_name_of_an_institution_parts_nothing(heading, line, institution):
    assert [one.institution for one in read(f"{heading}Contact presse / Press contact:\n{line}\n").contacts] == [
        institution
    ]


@pytest.mark.parametrize(
    "pieces",
    [
        ["Université de Valmont", ", ", "Anne Quint et Marc Quint"],
        ["Université de Valmont", ", ", "Institut des Rives et ORME"],
        ["Press officer of the Trust", ", ", "Rivers and Lakes"],
        ["Anne Quint", ", ", "directrice"],
        ["Halden", " | ", "Inc"],
    ],
)
def test_other_commas_part(pieces):
    assert rejoined(pieces) == pieces


ABOUT = (
    "À propos de {name}\n\n{name} réunit depuis vingt ans celles et ceux qui veillent sur les rives de la vallée, et "
    "publie chaque année un état des eaux que les communes utilisent pour leurs travaux.\n\n"
    "Contacts presse :\n{people}\n\n"
)


def test_contacts_under_what_each_of_several_institutions_says_of_itself_are_theirs():
    one = ABOUT.format(
        name="Orvane", people="- Anne Quint, déléguée générale, anne@example.org\n- Paul Roy, 01 99 00 12 34"
    )
    two = ABOUT.format(name="Merel", people="- Zoé Quint, porte-parole du Collectif des Rives, zoe@example.net")
    assert posts(f"{FRENCH}{one}{two}") == [
        ("Anne Quint", "déléguée générale", "Orvane"),
        ("Paul Roy", None, "Orvane"),
        ("Zoé Quint", "porte-parole", "Collectif des Rives"),
    ]
    alone = posts(f"{FRENCH}{one}")
    assert [institution for _, _, institution in alone] == [None, None]
