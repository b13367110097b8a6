"""Contacts read in every layout, and nothing invented where there are none."""

import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.reading import read

EXAMPLES = Path(__file__).parents[2] / "examples" / "communiques"

BODY = (
    "La Ville de Brisecourt rouvre la bibliothèque des Tanneurs, agrandie d'un tiers, après deux ans de travaux dans "
    "la vallée, et elle invite les habitants à la visiter avec les architectes pendant toute la journée de samedi.\n\n"
)


def seen(text, **options):
    return [
        (contact.name, contact.institution, [str(e) for e in contact.emails], [str(p) for p in contact.phones])
        for contact in read(text, **options).contacts
    ]


def test_block_under_a_heading():
    contacts = read(EXAMPLES / "01-universite-et-institut.txt").contacts
    assert [(c.name, c.kind, c.institution, c.emails, [p.national for p in c.phones]) for c in contacts] == [
        (
            "Claire Fontanel",
            "person",
            "Université de Valmont",
            ("claire.fontanel@univ-valmont.example.org",),
            ["01 99 00 12 34"],
        ),
        (
            "Hugo Peyrelade",
            "person",
            "Centre Orvane de l'Université de Valmont",
            ("hugo.peyrelade@orvane.example.org",),
            ["01 99 00 56 78"],
        ),
    ]
    assert contacts[0].lines == (26, 28)
    assert contacts[0].printed.splitlines()[0] == "Claire Fontanel"


def test_one_line_with_bars_and_markdown_links():
    first, second = read(EXAMPLES / "02-laboratoire-des-forets.md").contacts
    assert (first.name, first.institution, first.lines) == (
        "Marius Tessandier",
        "Délégation ORME Haut-Valmont",
        (23, 23),
    )
    assert first.emails == ("delegation.com@orme.example.net",)
    assert (second.name, str(second.phones[0])) == ("Claire Fontanel", "+33199001234")


def test_the_same_person_in_two_communiques_has_the_same_coordinates():
    one = read(EXAMPLES / "01-universite-et-institut.txt").contacts[0]
    two = read(EXAMPLES / "02-laboratoire-des-forets.md").contacts[1]
    assert (one.name, one.emails, one.phones) == (two.name, two.emails, two.phones)


def test_bare_names_in_bullets_end_where_the_bullets_do():
    assert seen(EXAMPLES / "03-shared-observatory.txt") == [
        ("Claire Fontanel", None, [], []),
        ("Hugo Peyrelade", None, [], []),
    ]


def test_nothing_is_invented_where_there_are_no_contacts():
    reading = read(EXAMPLES / "04-prix-de-la-vallee.txt")
    assert (reading.contacts, reading.warnings) == ((), ())


def test_a_shared_mailbox_is_a_desk():
    (desk,) = read(EXAMPLES / "05-ville-de-brisecourt.md").contacts
    assert (desk.name, desk.kind, desk.institution, desk.role) == (
        None,
        "desk",
        "Ville de Brisecourt",
        "Service de presse",
    )


def test_roles_and_institutions_after_the_name():
    first, second = read(EXAMPLES / "06-instrument-makers.md").contacts
    assert (first.name, first.role, first.institution) == (
        "Nora Whitcombe",
        "Head of Communications",
        "Halden Foundation",
    )
    assert (second.name, second.role, second.institution) == ("Hugo Peyrelade", None, "Orvane")


@pytest.mark.parametrize(
    "block",
    [
        "Contact presse : Anne Le Goff, 01 99 00 12 34, anne.le-goff@example.org",
        "**Contacts presse**\n\nMme Anne Le Goff – 01 99 00 12 34 – anne.le-goff@example.org",
        "Contact presse\nAnne Le Goff\nTél. : 01.99.00.12.34\nFax : 01 99 00 12 35\nMél : anne.le-goff@example.org",
        "### Relations presse\n* Anne Le Goff (+33 (0)1 99 00 12 34, [écrire](mailto:anne.le-goff@example.org))",
        "CONTACT PRESSE\n\nAnne Le Goff\n\n01 99 00 12 34\n\nanne.le-goff@example.org",
        "Contacts :\nAnne Le Goff / 01 99 00 12 34 / anne.le-goff@example.org",
        "Pressekontakt:\nDr. Anne Le Goff\n+33 1 99 00 12 34\nanne.le-goff(at)example.org",
    ],
)
def test_one_contact_in_many_layouts(block):
    assert [(name, *rest) for name, _, *rest in seen(BODY + block)] == [
        ("Anne Le Goff", ["anne.le-goff@example.org"], ["+33199001234"])
    ]


def test_the_institution_a_heading_names_is_that_of_its_contacts():
    text = BODY + "Contact presse Ville de Brisecourt\nAnne Le Goff\nanne.le-goff@example.org"
    assert seen(text)[0][1] == "Ville de Brisecourt"


def test_a_role_between_name_and_address_ends_nothing():
    (contact,) = read(BODY + "Contact presse\nAnne Le Goff\nAttachée de presse\nanne.le-goff@example.org").contacts
    assert (contact.role, contact.emails) == ("Attachée de presse", ("anne.le-goff@example.org",))


def test_an_extension_stays_apart_from_its_number():
    (contact,) = read(BODY + "Contact presse : Anne Le Goff, 01 99 00 12 34 poste 12").contacts
    assert [str(phone) for phone in contact.phones] == ["+33199001234;ext=12"]


def test_two_numbers_parted_by_a_slash_are_two():
    (contact,) = read(BODY + "Contact presse : Anne Le Goff, 01 99 00 12 34 / 01 99 00 12 35").contacts
    assert len(contact.phones) == 2


def test_a_block_printed_twice_is_read_once():
    block = "Contact presse\nAnne Le Goff\n01 99 00 12 34\n\n"
    assert len(seen(block + BODY + block)) == 1


@pytest.mark.parametrize(
    "tail",
    [
        "Contact webmestre : webmestre@example.org",
        "Réservations : 01 99 00 12 34",
        "* Accueil\n* Contact\n* Presse",
        "Contact : 12 rue des Tanneurs, accueil@example.org, 01 99 00 12 34",
        "« Nous rouvrons », dit Anne Le Goff, directrice, joignable au 01 99 00 12 34.",
        "Vous voulez jouer ? Écrivez à jeu@example.org avant le 3 mars 2025.",
        "Investor relations contact:\n\nAnne Le Goff\ninvestors@example.org",
    ],
)
def test_what_is_not_for_the_press_is_no_press_contact(tail):
    assert seen(BODY + tail) == []


def test_what_cannot_be_read_is_a_warning_with_its_line():
    reading = read("Contact presse\nAnne Le Goff\nanne@le-goff@example..org\n01 99 00 12", region="FR")
    codes = {warning.code: warning.lines for warning in reading.warnings}
    assert codes["phone.unread"] == (4, 4)
    assert codes["email.unread"] == (3, 3)


def test_without_a_region_a_national_number_is_a_warning():
    reading = read("Press contact\nAnne Stone\n01 99 00 12 34")
    assert [(contact.name, contact.phones) for contact in reading.contacts] == [("Anne Stone", ())]
    assert [warning.code for warning in reading.warnings] == ["phone.unread"]


def test_a_name_without_coordinates_among_contacts_that_have_some_is_a_warning():
    text = BODY + "Contact presse\nAnne Le Goff\nanne.le-goff@example.org\n\nZoé Quint\n"
    reading = read(text)
    assert [contact.name for contact in reading.contacts] == ["Anne Le Goff"]
    assert [warning.code for warning in reading.warnings] == ["contact.unreachable"]


GIVEN = ("Anne", "Jean-Éric", "Zoé", "Hugo", "Maëlle")
FAMILY = ("Le Goff", "QUINT", "d'Ambrelle", "Peyrelade", "de La Serre")
PLACES = ("Université de Valmont", "Ville de Brisecourt", "Institut Orvane", "Fondation Halden")
people = st.lists(
    st.tuples(st.sampled_from(GIVEN), st.sampled_from(FAMILY), st.sampled_from(PLACES), st.integers(1000, 9999)),
    min_size=1,
    max_size=4,
    unique_by=(lambda one: one[0] + one[1], lambda one: one[3]),
)


def block(name, place, mail, phone):
    return f"{place}\n{name}\n{mail}\n{phone}\n\n"


def bars(name, place, mail, phone):
    return f"{place} | {name} | {phone} | [{mail}](mailto:{mail})  \n"


def commas(name, place, mail, phone):
    return f"- {name}, {place}, {phone}, {mail}\n"


LAYOUTS = (block, bars, commas)
HEADINGS = ("CONTACTS PRESSE\n\n", "**Contact presse**\n\n\n", "## Press contacts\n", "Contacts médias :\n")


@given(people, st.sampled_from(LAYOUTS), st.sampled_from(HEADINGS))
@settings(deadline=None, max_examples=60)
def test_generated_blocks_read_back(chosen, layout, heading):
    rows = [
        (f"{given} {family}", place, f"contact{number}@example.org", f"01 99 00 {number // 100} {number % 100:02}")
        for given, family, place, number in chosen
    ]
    text = BODY + heading + "".join(itertools.starmap(layout, rows)) + "\nA PROPOS\n\nLa ville compte 31 000 habitants."
    assert seen(text, region="FR") == [
        (name, place, [mail], [f"+33{phone.replace(' ', '')[1:]}"]) for name, place, mail, phone in rows
    ]


@given(st.text(max_size=400))
@settings(deadline=None, max_examples=80)
def test_any_text_is_read_without_an_error(text):
    text = "".join(c for c in text if c.isprintable() or c in "\n\t")
    reading = read(f"Contact presse\n{text}\n")
    last = reading.text.count("\n") + reading.text.count("\r") + 1
    assert all(1 <= first <= end <= last for first, end in (contact.lines for contact in reading.contacts))


@pytest.mark.parametrize("number", ["(01 99 00 12 34)", "01 99 00 12 34 (14 h – 18 h)", "(+33) 1 99 00 12 34"])
def test_brackets_around_and_after_a_number(number):
    (contact,) = read(BODY + f"Contact presse : Anne Le Goff {number}").contacts
    assert [str(phone) for phone in contact.phones] == ["+33199001234"]


HEADING = "Contact presse\n"
COORDINATES = "01 99 00 12 34 | f@example.org"


def codes(text):
    return [(warning.code, warning.lines) for warning in read(text, region="FR").warnings]


@pytest.mark.parametrize(
    "role",
    [
        "Responsable des relations presse et médias",
        "Chargée de communication et des relations avec la presse",
        "Chargée des contacts avec la presse",
        "Responsable du service de presse et de la communication scientifique de la ville",
        "Directrice adjointe de la communication, chargée des relations avec la presse et des affaires internationales",
        "Directrice adjointe " + "et chargée de mission " * 6 + "aux affaires publiques",
        "Responsable des relations presse et médias\n" * 3,
    ],
)
def test_a_role_under_a_name_ends_nothing_however_long(role):
    text = f"{HEADING}\nUniversité de Valmont\nFanny Martin\n{role}\nf@example.org\n01 99 00 12 34\n"
    (contact,) = read(text, region="FR").contacts
    assert (contact.name, contact.institution) == ("Fanny Martin", "Université de Valmont")
    assert contact.role == role.splitlines()[0]
    assert (contact.emails, [str(phone) for phone in contact.phones]) == (("f@example.org",), ["+33199001234"])


def test_a_second_role_is_not_that_of_the_next_person():
    text = f"{HEADING}Fanny Martin\nDirectrice\n{COORDINATES}\n\nZoé Quint\nz@example.org"
    first, second = read(text, region="FR").contacts
    assert (first.role, second.role) == ("Directrice", None)


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("👤 Fanny Martin", "Fanny Martin"),
        ("Fanny \u202eMartin", "Fanny Martin"),
        ("Fan\u200bny Martin", "Fanny Martin"),
        ("Fanny\u00a0 \u2009Martin\u00a0", "Fanny Martin"),
        ("1. Fanny Martin", "Fanny Martin"),
        ("Zoe\u0301 Quint", "Zoe\u0301 Quint"),
        ("Анна Петрова", "Анна Петрова"),
        ("محمد علي", "محمد علي"),
        ("王小明", "王小明"),
    ],
)
def test_a_name_in_any_script_and_with_signs_around_it(printed, name):
    text = f"{HEADING}Université de Valmont | {printed} | {COORDINATES}"
    (contact,) = read(text, region="FR").contacts
    assert (contact.name, contact.institution) == (name, "Université de Valmont")
    assert printed in contact.printed


@pytest.mark.parametrize(
    "words", ["Fanny Martin 2", "fanny martin", "Verreval", "Accueil", "Fanny M" + "a" * 250, "王小明出席了发布会"]
)
@pytest.mark.parametrize("layout", ["Université de Valmont | {} | {}", "{}\n{}", "{}\n\n{}"])
def test_words_that_are_no_name_are_reported(words, layout):
    text = HEADING + layout.format(words, COORDINATES)
    (contact,) = read(text, region="FR").contacts
    assert contact.name is None
    assert codes(text) == [("contact.unread", (2, 2))]


def test_a_role_and_an_institution_that_nobody_takes_are_reported():
    text = f"{HEADING}Université de Valmont\nVille de Brisecourt\nFanny Martin\n{COORDINATES}\nAttachée de presse\n"
    reading = read(text, region="FR")
    assert [contact.institution for contact in reading.contacts] == ["Ville de Brisecourt"]
    assert ("contact.unread", (2, 2)) in codes(text)


@pytest.mark.parametrize("words", ["12 rue des Tanneurs", "57000 Valmont", "du lundi au vendredi", "9 h – 18 h"])
def test_a_postal_address_and_opening_hours_are_no_names(words):
    assert codes(f"{HEADING}Fanny Martin\n{words}\n{COORDINATES}") == []


@pytest.mark.parametrize("layout", [block, bars, commas])
def test_contacts_are_read_as_long_as_they_come(layout):
    letters = ["".join(pair) for pair in itertools.product("abcdefghij", repeat=2)]
    rows = [
        (f"Fanny M{letters[n]}tin", PLACES[0], f"contact{n}@example.org", f"01 99 00 12 {n:02}") for n in range(100)
    ]
    text = HEADING + "\n" + "".join(itertools.starmap(layout, rows))
    assert [name for name, *_ in seen(text, region="FR")] == [name for name, *_ in rows]


def test_names_in_one_column_and_addresses_in_the_next():
    letters = ["".join(pair) for pair in itertools.product("abcdefghij", repeat=2)]
    text = HEADING + "".join(f"Zoé M{x}tin\n" for x in letters) + "".join(f"m{x}tin@example.org\n" for x in letters)
    assert seen(text) == [(f"Zoé M{x}tin", None, [f"m{x}tin@example.org"], []) for x in letters]


def test_one_person_for_two_institutions_is_two_contacts():
    one, two = (
        f"Université de Valmont | Fanny Martin | {COORDINATES}\n",
        f"Ville de Brisecourt | Fanny Martin | {COORDINATES}\n",
    )
    assert [place for _, place, *_ in seen(HEADING + one + two + one, region="FR")] == [
        "Université de Valmont",
        "Ville de Brisecourt",
    ]
    alone = f"\n{BODY}{HEADING}Fanny Martin | {COORDINATES}\n"
    assert [place for _, place, *_ in seen(HEADING + one + alone, region="FR")] == ["Université de Valmont"]


@pytest.mark.parametrize(
    "desk",
    [
        "Service de presse de la communication de la grande région de Valmont et du Haut-Orvane",
        "Service de presse de Valmontaisinconstitutionnellement et du Haut-Orvane-sur-Serlette-les-Bains-en-Valmont",
    ],
)
def test_the_long_name_of_a_desk_is_kept(desk):
    (contact,) = read(f"{HEADING}{desk}\n01 99 00 12 34\nf@example.org", region="FR").contacts
    assert (contact.kind, contact.role) == ("desk", desk)


def test_a_line_too_long_to_be_one_is_read_at_its_beginning_and_reported():
    text = f"{HEADING}Fanny Martin | {COORDINATES} | {'1 2 3 4 ' * 5000}"
    reading = read(text, region="FR")
    assert reading.contacts[0].name == "Fanny Martin"
    assert any("too long" in warning.message for warning in reading.warnings)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Contatti per i giornalisti Anna Bruni, portavoce - 01 99 00 12 34 - stampa@orvane.example.org",
            [("Anna Bruni", ["stampa@orvane.example.org"], ["+33199001234"])],
        ),
        (
            "Contact presse\nAnne Le Goff\nTéléphone\n01 99 00 12 34\nFax\n01 99 00 12 35\nanne@orvane.example.org",
            [("Anne Le Goff", ["anne@orvane.example.org"], ["+33199001234"])],
        ),
        (
            "Contacts\nPresse ORME l Anne Le Goff l T 01 99 00 12 34 l anne@orvane.example.org",
            [("Anne Le Goff", ["anne@orvane.example.org"], ["+33199001234"])],
        ),
        (
            "Anne Le GoffOrvane Communication+33 199001234email us here",
            [("Anne Le Goff", [], ["+33199001234"])],
        ),
        (
            (
                "Contact presse\nAnne Le Goff\nanne@orvane.example.org\n01 99 00 12 34\n\n"
                "12 rue des Tanneurs, 57000 Valmont, 01 99 00 00 00, accueil@orvane.example.org"
            ),
            [("Anne Le Goff", ["anne@orvane.example.org"], ["+33199001234"])],
        ),
        (
            (
                "Rückfragen bitte an:\nStiftung Orvane\nPressestelle\nJana Steinfeld\nTel. +33 1 99 00 12 34\n\n"
                "Orvane GmbH, Tel. +33 1 99 00 00 00, kundenservice@orvane.example.org"
            ),
            [("Jana Steinfeld", [], ["+33199001234"])],
        ),
    ],
)
def test_pages_as_they_are_really_printed(text, expected):
    assert [(name, *rest) for name, _, *rest in seen(BODY + text, region="FR")] == expected


def test_a_card_that_nothing_labels_is_a_guess():
    text = BODY + "Anne Le Goff\nDirectrice\nanne.legoff@orvane.example.org\n01 99 00 12 34\n"
    (contact,) = read(text, region="FR").contacts
    assert (contact.name, str(contact.phones[0])) == ("Anne Le Goff", "+33199001234")
    assert contact.confidence < 0.8


@pytest.mark.parametrize(
    ("printed", "emails"),
    [
        (r"claire\_f@example.org", ["claire_f@example.org"]),
        (r"\<claire\_f@example.org\>", ["claire_f@example.org"]),
        (r"[claire\_f@example.org](<mailto:claire_f@example.org>)", ["claire_f@example.org"]),
        (r"claire\+presse@example.org et pa\_ul\_x@example.org", ["claire+presse@example.org", "pa_ul_x@example.org"]),
        ("claire_f@example.org", ["claire_f@example.org"]),
    ],
)
def test_an_escaped_sign_of_markdown_is_the_sign(printed, emails):
    text = f"**Contact presse**\n\nClaire Fontanel  \n{printed}  \n".encode()
    assert [found for _, _, found, _ in seen(text, region="FR", format="markdown")] == [emails]


def test_a_title_keeps_its_escaped_signs():
    text = r"# Le projet \*ORME\* \[2\] \<b\> et `C:\_x`" + f"\n\n{BODY}"
    assert read(text.encode(), format="markdown").title == r"Le projet *ORME* [2] <b> et C:\_x"


@pytest.mark.parametrize(
    "aside",
    [
        "en l’absence d’Hugo Peyrelade",
        "standing in for Hugo Peyrelade",
        "mit Hugo Peyrelade, Jana Steinfeld und Marta Soler",
        "sustituye a «Gabinete de prensa»",
        "également pour : ORME, Ville de Brisecourt et Cerval",
    ],
)
def test_a_line_in_brackets_that_names_others_is_no_contact(aside):
    text = f"Contact presse\n\nVille de Mérel\n\nAnne Le Goff – directrice\n({aside})\nTél. : 01 99 00 12 34\n"
    (contact,) = read(text, region="FR").contacts
    assert (contact.name, contact.institution, contact.role) == ("Anne Le Goff", "Ville de Mérel", "directrice")
    assert [str(phone) for phone in contact.phones] == ["+33199001234"]


def test_an_office_and_a_person_below_it_are_two_contacts():
    text = "Contacts presse\n\nService de presse\nTél. : 01 99 00 12 34\n\nAnne Le Goff\nTél. : 01 99 00 56 78\n"
    assert seen(text, region="FR") == [
        (None, None, [], ["+33199001234"]),
        ("Anne Le Goff", None, [], ["+33199005678"]),
    ]


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("chercheuse en mycologie", "chercheuse en mycologie"),
        ("presse régionale", "presse régionale"),
        ("joignable au", None),
        ("le matin de 9 h à 12 h", None),
        ("sur rendez-vous", None),
    ],
)
def test_words_in_small_letters_behind_a_name_are_what_somebody_does(words, role):
    text = f"Contact presse\n\nAnne Le Goff – {words}\n01 99 00 12 34\n"
    (contact,) = read(text, region="FR").contacts
    assert (contact.name, contact.role) == ("Anne Le Goff", role)


@pytest.mark.parametrize("words", ["Orme", "Orme-Cerval", "L'Orme", "Conseil départemental de l'Orme"])
def test_words_on_a_line_of_their_own_above_a_contact_are_its_institution(words):
    above = "Contacts presse\n\nVille de Mérel\n\nAnne Le Goff\nTél. : 01 99 00 12 34\n\n"
    text = f"{above}{words}\n\nHugo Peyrelade\nTél. : 01 99 00 56 78\n"
    assert [found for _, found, _, _ in seen(text, region="FR")] == ["Ville de Mérel", words]


@pytest.mark.parametrize(
    "words", ["Service de presse", "Contact scientifique", "Lundi de 9 h à 12 h", "12 rue des Lilas"]
)
def test_other_words_there_are_not(words):
    above = "Contacts presse\n\nVille de Mérel\n\nAnne Le Goff\nTél. : 01 99 00 12 34\n\n"
    text = f"{above}{words}\n\nHugo Peyrelade\nTél. : 01 99 00 56 78\n"
    assert {found for _, found, _, _ in seen(text, region="FR")} == {"Ville de Mérel"}


RELEASE = (
    "COMMUNIQUÉ DE PRESSE\nValmont, le 17 janvier 2025\n\nUn laboratoire commun sur les glaciers\n\nL'Université de "
    "Valmont annonce la création d'un laboratoire commun qui étudiera les glaciers de la vallée pendant cinq ans.\n\n"
)


@pytest.mark.parametrize(
    "number", ["O6 39 98 12 34", "o6 39 98 12 34", "0l 99 00 12 34", "01 99 00 12 3O", "39 98 12 34"]
)
@pytest.mark.parametrize("block", ["Contact presse\nAnne Le Goff\n{}\n", "Contact presse : Anne Le Goff, {}\n"])
def test_what_is_left_of_a_number_is_not_a_neighbour_s(block, number):
    reading = read(RELEASE + block.format(number))
    (contact,) = reading.contacts
    assert (contact.name, contact.phones, contact.institution) == ("Anne Le Goff", (), None)
    (warning,) = reading.warnings
    assert (warning.code, f"'{number}'" in warning.message) == ("phone.unread", True)


def test_a_building_before_a_whole_number_is_no_part_of_it():
    reading = read(f"{RELEASE}Contact presse\nAnne Le Goff\nbâtiment I2 01 99 00 12 34\n")
    assert [str(one) for one in reading.contacts[0].phones] == ["+33199001234"]


@pytest.mark.parametrize("gap", ["", "\n"])
@pytest.mark.parametrize("other", ["Contact scientifique : ", "Chercheur : ", "Contact investisseurs : "])
def test_who_answers_for_others_on_the_next_line_is_left_out(gap, other):
    block = f"Contact presse : Anne Le Goff, 01 99 00 12 34\n{gap}{other}Paul Grandin, 01 99 00 12 36\n"
    reading = read(RELEASE + block)
    assert ([one.name for one in reading.contacts], reading.warnings) == (["Anne Le Goff"], ())


def test_the_article_before_the_institution_of_an_office_is_none_of_its_name():
    reading = read(f"{RELEASE}Service de presse de l'Université de Valmont\nT +33 (0)1 99 00 12 34\n")
    assert [one.institution for one in reading.contacts] == ["Université de Valmont"]


@pytest.mark.parametrize(
    ("line", "unread"),
    [("Tél. 3949", "3949"), ("Tél. : 3949", "3949"), ("01 99 00 12 34 ou 35", "35"), ("01 99 00 12 34 / 35", "35")],
)
def test_a_short_number_and_last_digits_are_told(line, unread):
    reading = read(f"{RELEASE}Contact presse\nAnne Le Goff\n{line}\nanne@valmont.example.org\n")
    (warning,) = reading.warnings
    assert (warning.code, f"'{unread}'" in warning.message) == ("phone.unread", True)
    assert [str(one) for one in reading.contacts[0].phones] == ["+33199001234"] * ("99" in line)


def test_a_house_number_is_no_short_number():
    reading = read(f"{RELEASE}Contact presse\nAnne Le Goff\n12 rue des Lilas, bureau 3949\nanne@valmont.example.org\n")
    assert "phone.unread" not in [one.code for one in reading.warnings]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Courriel : presse at orme.example.org", ["presse@orme.example.org"]),
        ("E-mail: presse at orme.example.org", ["presse@orme.example.org"]),
        ("Courriel : la presse se retrouve at orme.example.org", []),
        ("presse at orme.example.org", []),
    ],
)
def test_an_address_spelled_with_at_is_one_where_only_its_label_is_beside_it(line, expected):
    text = "# Une forêt de mille ans\n\nLa Ville de Valmont ouvre une forêt.\n\nContact presse\n\nVille de Valmont\n"
    reading = read(f"{text}{line}\n".encode())
    assert [str(email) for contact in reading.contacts for email in contact.emails] == expected
    assert expected or reading.warnings
