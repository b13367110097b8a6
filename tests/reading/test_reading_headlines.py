"""Headlines and what stands around them: who provided the news, who speaks, subtitles, fields, broken lines."""

from textwrap import wrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.reading import read
from crm.reading.columns import left_column
from crm.reading.lines import lines_of
from crm.reading.page import page_of

TITLES = {
    "da": "Biblioteket på Garverpladsen åbner igen efter to år",
    "de": "Bibliothek am Gerberplatz öffnet wieder mit größerem Lesesaal",
    "en": "New reading rooms open at Brisecourt library",
    "es": "La biblioteca de los Curtidores reabre tras dos años de obras",
    "fr": "La bibliothèque des Tanneurs rouvre ses portes avec une salle agrandie",
    "it": "Riapre la biblioteca dei Conciatori dopo due anni di lavori",
    "nl": "Bibliotheek aan het Looiersplein weer open na twee jaar",
    "no": "Biblioteket på Garverplassen åpner igjen etter to år",
    "pt": "Biblioteca dos Curtidores reabre após dois anos de obras",
    "sv": "Biblioteket vid Garvartorget öppnar igen efter två år",
}
LEADS = {
    "da": "Brisecourt Kommune åbner mandag igen biblioteket på Garverpladsen, som har været lukket i to år på grund "
    "af et utæt tag, og som nu har en større læsesal og en elevator til de besøgende.",
    "de": "Die Stadt Brisecourt öffnet am Montag die Bibliothek am Gerberplatz wieder, die zwei Jahre lang wegen "
    "eines undichten Dachs geschlossen war und nun einen größeren Lesesaal und einen Aufzug hat.",
    "en": "The town of Brisecourt today opened the new reading rooms of its public library, which had been closed "
    "for two years while the roof was repaired and a lift put in for visitors.",
    "es": "El Ayuntamiento de Brisecourt reabre el lunes la biblioteca de los Curtidores, cerrada durante dos años "
    "por las obras del tejado, con una sala de lectura más grande y un ascensor para los visitantes.",
    "fr": "La Ville de Brisecourt rouvre lundi la bibliothèque des Tanneurs, fermée depuis deux ans pour des travaux "
    "de toiture, avec une salle de lecture agrandie d'un tiers et un ascenseur pour les visiteurs.",
    "it": "Il Comune di Brisecourt riapre lunedì la biblioteca dei Conciatori, chiusa da due anni per i lavori al "
    "tetto, con una sala di lettura più grande e un ascensore per i visitatori della valle.",
    "nl": "De gemeente Brisecourt opent maandag de bibliotheek aan het Looiersplein opnieuw, die twee jaar dicht was "
    "voor werk aan het dak en nu een grotere leeszaal en een lift voor bezoekers heeft.",
    "no": "Brisecourt kommune åpner mandag igjen biblioteket på Garverplassen, som har vært stengt i to år på grunn "
    "av et utett tak, og som nå har en større lesesal og en heis for de besøkende.",
    "pt": "A Câmara de Brisecourt reabre na segunda-feira a biblioteca dos Curtidores, fechada há dois anos para "
    "obras no telhado, com uma sala de leitura maior e um elevador para os visitantes da cidade.",
    "sv": "Brisecourts kommun öppnar på måndag igen biblioteket vid Garvartorget, som har varit stängt i två år på "
    "grund av ett otätt tak, och som nu har en större läsesal och en hiss för besökarna.",
}
ENGLISH, FRENCH, GERMAN = TITLES["en"], TITLES["fr"], TITLES["de"]


def page(*blocks, language="en"):
    return "\n\n".join((*blocks, LEADS[language]))


def title(*blocks, language="en"):
    return read(page(*blocks, language=language)).title


PROVIDED = [
    ("da", "Leveret af"),
    ("de", "Nachrichten bereitgestellt von"),
    ("en", "News provided by"),
    ("es", "NOTICIAS PROPORCIONADAS POR"),
    ("fr", "NOUVELLES FOURNIES PAR"),
    ("it", "Notizie fornite da"),
    ("nl", "Nieuws geleverd door"),
    ("no", "Levert av"),
    ("pt", "NOTÍCIAS FORNECIDAS POR"),
    ("sv", "Publicerat av"),
]


@pytest.mark.parametrize(("language", "phrase"), PROVIDED)
@pytest.mark.parametrize("gap", ["\n", "\n\n", " "])
def test_who_provided_the_news_is_no_title_wherever_that_stands(language, phrase, gap):
    credit = f"{phrase}{gap}Orvane Média Nord"
    assert title(TITLES[language], credit, "2025-03-03 09:00", language=language) == TITLES[language]
    assert title(credit, "2025-03-03 09:00", TITLES[language], language=language) == TITLES[language]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("no", "Pressemelding fra Brisecourt kommune"),
        ("sv", "Pressmeddelande från Brisecourts kommun"),
        ("sv", "Senaste nyheter"),
        ("sv", "Hoppa till huvudinnehåll"),
        ("it", "COMUNICATO STAMPA - Responsabilità editoriale di Fondazione Orvane"),
        ("en", "News from the Orvane Reading Trust"),
        ("de", "Orvane AG / Schlagwort(e): Sonstiges"),
        ("en", "(c) Orvane Wire 2025"),
        ("en", '[caption id="one" width="300"] The reading rooms of the library[/caption]'),
        ("en", "The reading rooms of the Orvane Trust →"),
        ("en", "X  Facebook  LinkedIn  Email"),
        ("pt", "Partilhar  Facebook  WhatsApp"),
        ("de", "P R E S S E I N F O R M A T I O N"),
        ("en", "P R E S S   R E L E A S E"),
    ],
)
def test_a_line_about_the_page_is_no_title(language, line):
    assert title(line, "2025-03-03", TITLES[language], language=language) == TITLES[language]
    assert title(TITLES[language], line, "2025-03-03", language=language) == TITLES[language]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "The Hon Zoe Quint MP"),
        ("en", "The Hon Zoe Quint MP\nMinister for Libraries and Reading"),
        ("en", "Senator Emma Quint"),
        ("fr", "L'honorable Anne Quint"),
        ("de", "Dr. Zoe Quint Presse- und Öffentlichkeitsarbeit"),
        ("de", "Dr. Zoe Quint Stabsstelle Kommunikation\nUniversität Brisecourt"),
        ("en", "Minister for Libraries and Reading"),
    ],
)
def test_who_speaks_is_no_title(language, line):
    assert title(line, "2025-03-03 10:00", TITLES[language], language=language) == TITLES[language]
    assert title(TITLES[language], line, "2025-03-03 10:00", language=language) == TITLES[language]


@pytest.mark.parametrize(
    "headline",
    [
        "Minister for Reading Opens Rooms",
        "Director of the library opens its rooms",
        "Emma Quint joins Orvane press team",
    ],
)
def test_somebody_who_does_something_is_a_title(headline):
    assert title("Media release", headline, "3 March 2025") == headline


@pytest.mark.parametrize(
    "subtitles",
    [
        "New lift and longer hours bring every floor within reach of all visitors",
        "New lift brings all floors within reach\n\nTrust to hold open day on Saturday",
        "- The lift stops at all floors\n- The rooms are open on Sundays\n- Children read for free",
        "~ The lift stops at all floors ~\n~ The rooms are open on Sundays ~",
    ],
)
def test_the_headline_is_above_its_subtitles(subtitles):
    assert title(ENGLISH, subtitles, "3 March 2025") == ENGLISH
    assert title("PRESS RELEASE", ENGLISH, subtitles) == ENGLISH


def test_a_headline_is_told_again_and_a_letterhead_is_not():
    assert title("Lecture publique et patrimoine de la vallée", FRENCH, "3 mars 2025", language="fr") == FRENCH
    assert title("Der Stadtrat informiert\n3. März 2025", GERMAN, "Ein Drittel mehr Platz", language="de") == GERMAN


def test_a_short_line_is_rarely_a_title():
    assert title("ORVANE\nUnité et lecture", "3 mars 2025", FRENCH, language="fr") == FRENCH


def test_what_stands_between_the_date_and_the_text_is_rather_a_title_than_a_name_above():
    assert title("Medienmitteilung\nStadtrat von Brisecourt", "3. März 2025", GERMAN, language="de") == GERMAN


def test_a_quotation_is_a_title_though_the_text_says_it_again():
    quoted = "« Nous avons gardé les vieux rayons »"
    head = page("Communiqué de presse", "3 mars 2025", quoted, "La bibliothèque rouvre lundi", language="fr")
    assert read(f"{head}\n\n{quoted}, explique Anne Quint, qui dirige la bibliothèque depuis dix ans.").title == quoted


def test_the_subject_of_a_memo_is_its_title():
    memo = f"TO: News Editors\nFROM: Orvane Reading Trust\nDATE: March 3, 2025\nRE: {ENGLISH}"
    assert title(memo) == ENGLISH


@pytest.mark.parametrize(
    "caption", ["Photo de la salle de lecture", "Image : la bibliothèque des Tanneurs", "Foto: Orvane"]
)
def test_what_is_said_of_a_picture_is_no_title(caption):
    assert read(f"Changed on 01/07/2024\n{LEADS['fr']}\n{caption}\n\n{LEADS['fr']}").title is None


def test_a_picture_may_be_what_a_title_is_about():
    assert title("PRESS RELEASE", "Photo prize of the library goes to Anne Quint") == (
        "Photo prize of the library goes to Anne Quint"
    )


def test_a_long_menu_is_no_paragraph_that_came_first():
    menu = " | ".join(["Home", "Media centre", "Who we are", "How it works", "Log in here", "Help and contact"] * 2)
    assert [place.is_prose for place in page_of(lines_of(page(menu, ENGLISH)))] == [False, False, True]


@pytest.mark.parametrize(
    ("language", "field"), [("fr", "Titre :"), ("es", "Asunto:"), ("en", "Headline"), ("it", "Oggetto:")]
)
def test_the_name_of_a_field_above_tells_the_title(language, field):
    fields = f"{field}\n{TITLES[language]}\n\nAbstract:\nA third larger than before"
    assert title(fields, "2025-03-03", language=language) == TITLES[language]


def test_what_is_filled_in_elsewhere_is_no_title():
    fields = "From:\nMinistry of Reading and Brisecourt library\nPublished\n3 March 2025"
    assert title("Press release", ENGLISH, "The rooms have a lift and open all week.", fields) == ENGLISH


@pytest.mark.parametrize(
    "headline", ["READING ROOMS OPEN THEIR DOORS ON 3 MARCH", "City opens reading rooms in March 2025"]
)
def test_a_title_may_say_a_date(headline):
    assert title("MEDIA STATEMENT", "Date: 1 March 2025", headline) == headline


def test_a_place_and_a_date_are_no_title():
    assert title("PRESS RELEASE", "BRISECOURT, TOWN HALL, PRESS OFFICE, ON 3 MARCH", ENGLISH) == ENGLISH


BROKEN = {
    "by the width": ("Brisecourt reading rooms are open to all who live in the valleys since", "Monday Morning"),
    "amid capitals": ("TOWN HANDS OVER 3 000 BOOKS TO THE SCHOOLS OF THE VALLEY AND SURROUNDING", "VILLAGES"),
    "at a semicolon": ("Brisecourt library opens new reading rooms;", "To Lend 3,000 Books by March"),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_broken_title_is_whole(broken):
    text = "\n\n".join(["PRESS RELEASE", "\n".join(broken), "3 March 2025", "\n".join(wrap(LEADS["en"], 76))])
    assert read(text).title == " ".join(broken)


def test_a_title_set_in_the_middle_is_whole():
    pieces = ("Grand Opening of the Brisecourt Library", "Reading Rooms Brings Near", "All of Its Valley Together")
    centred = "\n".join(piece.center(76).rstrip() for piece in pieces)
    assert title("Media Release", centred, "3 March 2025") == " ".join(pieces)


def test_a_subtitle_under_a_short_line_is_no_part_of_it():
    text = "\n\n".join(["PRESS RELEASE", f"{ENGLISH}\nNew lift brings all near", "\n".join(wrap(LEADS["en"], 76))])
    assert read(text).title == ENGLISH


def test_the_domain_of_the_site_is_no_part_of_a_declared_title():
    assert read(f'---\ntitle: "{ENGLISH} – orvane.example.org"\nlayout: post\n---\n{LEADS["en"]}').title == ENGLISH


def test_a_page_in_one_line_opens_with_its_title_in_capitals():
    text = f"QUINT OPENS READING ROOMS IN THE VALLEY March 3 2025 Contact Zoe Quint {LEADS['en']} {LEADS['en']}"
    assert read(text).title == "QUINT OPENS READING ROOMS IN THE VALLEY"


def test_a_page_in_one_line_has_its_dateline_behind_its_title():
    text = f"{FRENCH} Brisecourt, le 3 mars 2025 – {LEADS['fr']} {LEADS['fr']}"
    assert read(text).title == FRENCH


def test_a_page_whose_lines_stand_in_one_with_gaps():
    pieces = [
        "Orvane Trust - Official Site",
        "Home News Shop",
        ENGLISH,
        "By Staff",
        "March 3, 2025",
        LEADS["en"],
        LEADS["en"],
    ]
    assert read("   ".join(pieces)).title == ENGLISH


def two_columns(left, right, width=44):
    rows = max(len(left), len(right))
    left, right = left + [""] * (rows - len(left)), right + [""] * (rows - len(right))
    return "\n".join(f"{one.ljust(width)}{two}".rstrip() for one, two in zip(left, right, strict=True))


def test_the_title_stands_in_the_first_of_two_columns():
    text = wrap(f"{LEADS['fr']} {LEADS['fr']}", 36)
    left = ["La bibliothèque des Tanneurs rouvre", "avec une salle de lecture agrandie", "", *text[:5]]
    head = "Section de lecture\n\nCommuniqué du 3 mars 2025\n\n"
    assert read(head + two_columns(left, text[5:])).title == " ".join(left[:2])


def test_a_table_is_no_text_in_two_columns():
    rows = [f"Room {number}      {number}0 seats" for number in range(9)]
    assert left_column(lines_of(two_columns(rows, ["open on Mondays"] * 9))) is None


@given(st.lists(st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), max_size=90), max_size=20))
def test_a_column_keeps_the_lines_and_how_they_begin(printed):
    lines = lines_of("\n".join(printed))
    for line, cut in zip(lines, left_column(lines) or lines, strict=True):
        assert line.number == cut.number
        assert line.printed.startswith(cut.printed)
